<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>AboutDialog</name>
    <message>
        <source>About ImgSim Desktop</source>
        <translation>关于 ImgSim Desktop</translation>
    </message>
    <message>
        <source>Program icon</source>
        <translation>程序图标</translation>
    </message>
    <message>
        <source>Finds similar photos and copies on your own computer. No photo and no word about one ever leaves it.</source>
        <translation>在您自己的电脑上查找相似照片和副本。任何照片及其信息都不会离开这台电脑。</translation>
    </message>
    <message>
        <source>{parts}. All of them, with versions, are listed in THIRD_PARTY.md.</source>
        <translation>{parts}。全部组件及其版本见 THIRD_PARTY.md。</translation>
    </message>
    <message>
        <source>Photos are described by</source>
        <translation>照片描述网络</translation>
    </message>
    <message>
        <source>Its data lies in</source>
        <translation>数据位置</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>MIT licence</source>
        <translation>MIT 许可证</translation>
    </message>
    <message>
        <source>Built on</source>
        <translation>使用的组件</translation>
    </message>
    <message>
        <source>Home page</source>
        <translation>主页</translation>
    </message>
    <message>
        <source>There is none yet.</source>
        <translation>暂时没有。</translation>
    </message>
    <message>
        <source>Copy the folder</source>
        <translation>复制文件夹路径</translation>
    </message>
    <message>
        <source>Copy the path of the folder with its data</source>
        <translation>复制数据文件夹的路径</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>ActBar</name>
    <message>
        <source>Moving files …</source>
        <translation>正在移动文件…</translation>
    </message>
    <message>
        <source>{done} of {total}: {name}</source>
        <translation>{done} / {total}：{name}</translation>
    </message>
    <message>
        <source>Move to the trash</source>
        <translation>移到回收站</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop after the file at hand</source>
        <translation>处理完当前文件后停止</translation>
    </message>
    <message>
        <source>Photos handled</source>
        <translation>已处理的照片</translation>
    </message>
    <message>
        <source>What is being moved</source>
        <translation>正在移动的文件</translation>
    </message>
</context>
<context>
    <name>ActionChoice</name>
    <message>
        <source>What to do with the marked photos</source>
        <translation>如何处理已标记的照片</translation>
    </message>
    <message>
        <source>What to do:</source>
        <translation>操作：</translation>
    </message>
    <message>
        <source>Choose the folder the photos go to.</source>
        <translation>请选择照片要移入的文件夹。</translation>
    </message>
    <message>
        <source>This folder belongs to the library: the photos would be found as copies again there. Choose one outside.</source>
        <translation>此文件夹属于图库：照片移到那里会再次被找为副本。请选择图库以外的文件夹。</translation>
    </message>
    <message>
        <source>Where the photos go</source>
        <translation>照片移到哪里</translation>
    </message>
</context>
<context>
    <name>ActionPalette</name>
    <message>
        <source>Do something by its name</source>
        <translation>按名称执行操作</translation>
    </message>
    <message>
        <source>Type a few letters of what you want to do</source>
        <translation>输入想执行的操作名称中的几个字</translation>
    </message>
    <message>
        <source>Nothing found.
Only what can be done here and now is looked for.</source>
        <translation>没有找到。
只查找此时此处可以做的操作。</translation>
    </message>
    <message>
        <source>What can be done now</source>
        <translation>当前可执行的操作</translation>
    </message>
</context>
<context>
    <name>Adding</name>
    <message>
        <source>A keyword for {photos}. It is written into XMP files beside them:</source>
        <translation>为{photos}添加关键词。它将写入照片旁的 XMP 文件：</translation>
    </message>
    <message>
        <source>Tag photos</source>
        <translation>为照片添加标签</translation>
    </message>
    <message>
        <source>Where should the album lie?</source>
        <translation>相册应放在哪里？</translation>
    </message>
    <message>
        <source>New album</source>
        <translation>新建相册</translation>
    </message>
    <message>
        <source>Name of the album folder:</source>
        <translation>相册文件夹的名称：</translation>
    </message>
    <message>
        <source>{photos} tagged “{word}”.</source>
        <translation>已为{photos}添加标签“{word}”。</translation>
    </message>
    <message>
        <source>{photos} had it already.</source>
        <translation>{photos}已有该标签。</translation>
    </message>
    <message>
        <source>Not tagged: {photos}.</source>
        <translation>未添加标签：{photos}。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>{photos} copied to {folder}.</source>
        <translation>已将{photos}复制到 {folder}。</translation>
    </message>
    <message>
        <source>{key} takes it back.</source>
        <translation>按 {key} 可撤回。</translation>
    </message>
    <message>
        <source>Show the folder</source>
        <translation>显示文件夹</translation>
    </message>
    <message>
        <source>Not copied: {photos}.</source>
        <translation>未复制：{photos}。</translation>
    </message>
    <message>
        <source>Taken back for {photos}.</source>
        <translation>已撤回{photos}的更改。</translation>
    </message>
    <message>
        <source>There is no tag and no album to take back.</source>
        <translation>没有可撤回的标签或相册。</translation>
    </message>
    <message>
        <source>Not taken back: {photos}.</source>
        <translation>未撤回：{photos}。</translation>
    </message>
</context>
<context>
    <name>AlonePart</name>
    <message>
        <source>{n} of {count}</source>
        <translation>第 {n} 组，共 {count} 组</translation>
    </message>
    <message>
        <source>{photos} marked</source>
        <translation>已标记 {photos}</translation>
    </message>
</context>
<context>
    <name>AloneStrip</name>
    <message>
        <source>Keys and photos of the group</source>
        <translation>本组的按键和照片</translation>
    </message>
    <message>
        <source>Where you are</source>
        <translation>当前位置</translation>
    </message>
</context>
<context>
    <name>AuditCard</name>
    <message>
        <source>Keep {keeper}, trash {victim}. {why}</source>
        <translation>保留 {keeper}，移走 {victim}。{why}</translation>
    </message>
    <message>
        <source>Space: this one is wrong, leave its group alone</source>
        <translation>空格键：这个建议不对，不处理这一组</translation>
    </message>
    <message>
        <source>Wrong: left alone</source>
        <translation>不对：不处理</translation>
    </message>
</context>
<context>
    <name>AuditRun</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Accept the lane</source>
        <translation>接受整个类别</translation>
    </message>
</context>
<context>
    <name>AuditSheet</name>
    <message>
        <source>Accept all of “{lane}”</source>
        <translation>全部接受“{lane}”</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Mark {photos} in {groups} of “{lane}” for the trash, {size}</source>
        <translation>在“{lane}”的 {groups}中标记要移走的{photos}，{size}</translation>
    </message>
    <message>
        <source>Last copies among them: {n}.</source>
        <translation>其中唯一的副本：{n}。</translation>
    </message>
    <message>
        <source>Left where it is, because the folder is locked: {photos}.</source>
        <translation>文件夹已锁定，留在原处：{photos}。</translation>
    </message>
    <message>
        <source>Only marks are set; one undo takes all of them back.</source>
        <translation>只设置标记；一次撤销即可全部取消。</translation>
    </message>
    <message>
        <source>Riskiest: look at each of them</source>
        <translation>风险最大的：请逐一查看</translation>
    </message>
    <message>
        <source>Drawn at random</source>
        <translation>随机抽取</translation>
    </message>
    <message>
        <source>Pairs to look at</source>
        <translation>要查看的照片对</translation>
    </message>
    <message>
        <source>Click a pair, or press Space on it, if the suggestion is wrong.</source>
        <translation>如果建议不对，请单击这一对，或在其上按空格键。</translation>
    </message>
    <message>
        <source>{wrong} of {drawn} drawn at random are wrong: of all the others at most {share} % are, 95 % sure.</source>
        <translation>随机抽取的 {drawn} 对中有 {wrong} 对不对：其余的最多有 {share} % 不对（95 % 的把握）。</translation>
    </message>
    <message>
        <source>Accept {groups}</source>
        <translation>接受 {groups}</translation>
    </message>
    <message>
        <source>but: {reasons}</source>
        <translation>但是：{reasons}</translation>
    </message>
</context>
<context>
    <name>Browser</name>
    <message>
        <source>Content</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Libraries, photos and similar photos</source>
        <translation>图库、照片和相似照片</translation>
    </message>
</context>
<context>
    <name>Buttons</name>
    <message>
        <source>Move {n} to trash</source>
        <translation>移走 {n} 张</translation>
    </message>
    <message>
        <source>Move {photos} to the trash, {size}…</source>
        <translation>把 {photos}移到回收站，{size}…</translation>
    </message>
    <message>
        <source>Move to trash</source>
        <translation>移到回收站</translation>
    </message>
    <message>
        <source>Move what is marked to the trash…</source>
        <translation>把标记的照片移到回收站…</translation>
    </message>
</context>
<context>
    <name>CommitSheet</name>
    <message>
        <source>No last copies: of every picture at least one file stays.</source>
        <translation>没有最后一份：每张图片至少保留一个文件。</translation>
    </message>
    <message>
        <source>Write what only they know into an XMP file beside the copy that stays</source>
        <translation>把只有它们记录的信息写入保留副本旁边的 XMP 文件</translation>
    </message>
    <message>
        <source>Least sure first. Space, or a click on “Keep it”, takes one out.</source>
        <translation>最没把握的排在最前。按空格键或点击“保留它”即可把照片移出列表。</translation>
    </message>
    <message>
        <source>Not byte-identical to a copy that stays, left marked: {photos}.</source>
        <translation>与保留的副本并非逐字节相同，保持标记：{photos}。</translation>
    </message>
    <message>
        <source>Left where it is, because the folder is locked: {photos}.</source>
        <translation>文件夹已锁定，留在原处：{photos}。</translation>
    </message>
    <message>
        <source>Left where it is, because the RAW or JPEG of its shot stays: {photos}.</source>
        <translation>因同一次拍摄的 RAW 或 JPEG 保留而留在原处：{photos}。</translation>
    </message>
    <message>
        <source>RAW and JPEG of one shot, which go together or not at all: {photos}.</source>
        <translation>同一次拍摄的 RAW 和 JPEG，要么一起移走，要么都保留：{photos}。</translation>
    </message>
    <message>
        <source>Film, edits or sound move beside the copy that stays, of: {photos}.</source>
        <translation>影片、编辑或录音会移到保留的副本旁边：{photos}。</translation>
    </message>
    <message>
        <source>Left for later, because the disk is not connected: {photos}.</source>
        <translation>磁盘未连接，留待以后：{photos}。</translation>
    </message>
    <message>
        <source>Right before it goes, each file and the copy that stays are checked once more. Undo brings everything back.</source>
        <translation>移走之前，每个文件和保留的那一份都会再检查一次。撤销可以把一切恢复原处。</translation>
    </message>
    <message>
        <source>date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>place</source>
        <translation>地点</translation>
    </message>
    <message>
        <source>keywords</source>
        <translation>关键词</translation>
    </message>
    <message>
        <source>rating</source>
        <translation>评分</translation>
    </message>
    <message>
        <source>{names} and {n} more</source>
        <translation>{names}，另有 {n} 张</translation>
    </message>
    <message>
        <source>No copy would be left of {photos}: {names}</source>
        <translation>{photos}将一份不剩：{names}</translation>
    </message>
    <message>
        <source>I do not want to keep any copy of them</source>
        <translation>我一份也不想保留</translation>
    </message>
    <message>
        <source>a folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>the folder</source>
        <translation>该文件夹</translation>
    </message>
    <message>
        <source>{photos} {done}, {size}.</source>
        <translation>{photos}{done}，{size}。</translation>
    </message>
    <message>
        <source>Carry out the marks</source>
        <translation>执行标记</translation>
    </message>
    <message>
        <source>{action}, {size}</source>
        <translation>{action}，{size}</translation>
    </message>
    <message>
        <source>As far as is known nothing would be lost; captions and what Google Takeout wrote are looked for.</source>
        <translation>就目前所知不会丢失任何信息；届时还会查找图片说明和 Google Takeout 写下的内容。</translation>
    </message>
</context>
<context>
    <name>ConfidenceSlider</name>
    <message>
        <source>How sure a pair must be</source>
        <translation>要求的把握程度</translation>
    </message>
    <message>
        <source>Left: more groups, more of them doubtful. Right: fewer and surer. The bars show how many pairs were found at each confidence.</source>
        <translation>向左：更多的组，其中可疑的也更多。向右：更少、更有把握。柱形表示各个把握程度下找到多少对照片。</translation>
    </message>
</context>
<context>
    <name>DateBar</name>
    <message>
        <source>Months of the photos</source>
        <translation>照片的月份</translation>
    </message>
</context>
<context>
    <name>DetailsPart</name>
    <message>
        <source>Kept</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Number {n}</source>
        <translation>第 {n} 张</translation>
    </message>
    <message>
        <source>They differ: {places}.</source>
        <translation>不同之处：{places}。</translation>
    </message>
</context>
<context>
    <name>Dialogs</name>
    <message>
        <source>The log is kept only while the program runs by itself.</source>
        <translation>只有程序独立运行时才保存日志。</translation>
    </message>
    <message>
        <source>This is version {version}. It names no page of releases: look where you got it.</source>
        <translation>当前版本为 {version}。它没有注明发布页面，请到您获取本程序的地方查看。</translation>
    </message>
    <message>
        <source>This is version {version}. All versions are listed at
{address}</source>
        <translation>当前版本是 {version}。所有版本都列在
{address}</translation>
    </message>
    <message>
        <source>Is there a newer version?</source>
        <translation>有更新的版本吗？</translation>
    </message>
</context>
<context>
    <name>DifferenceTable</name>
    <message>
        <source>What differs</source>
        <translation>不同之处</translation>
    </message>
    <message>
        <source>{name}: {text}, better</source>
        <translation>{name}：{text}，更好</translation>
    </message>
    <message>
        <source>{name}: {text}</source>
        <translation>{name}：{text}</translation>
    </message>
</context>
<context>
    <name>DiskActs</name>
    <message>
        <source>Nothing is marked for the trash yet.</source>
        <translation>还没有标记要移走的照片。</translation>
    </message>
    <message>
        <source>{key} accepts the marks of a group.</source>
        <translation>按 {key} 接受一组的标记。</translation>
    </message>
    <message>
        <source>“Accept”</source>
        <translation>“接受”</translation>
    </message>
    <message>
        <source>Another program saved a new file in the place of {photos}: it stays.</source>
        <translation>另一个程序已在{photos}的原处保存了新文件，新文件保留不动。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Nothing was moved.</source>
        <translation>没有移动任何文件。</translation>
    </message>
    <message>
        <source>There is nothing in the trash to bring back.</source>
        <translation>回收站里没有可以恢复的照片。</translation>
    </message>
    <message>
        <source>{photos} back at their places.</source>
        <translation>{photos}已回到原处。</translation>
    </message>
    <message>
        <source>Nothing could be brought back.</source>
        <translation>一个也没能恢复。</translation>
    </message>
    <message>
        <source>Nothing is marked in their groups: they wait to be decided again.</source>
        <translation>这些照片所在的组里没有任何标记，等待您重新决定。</translation>
    </message>
    <message>
        <source>The last move was cut short</source>
        <translation>上次移动被中断</translation>
    </message>
    <message>
        <source>{moved} of {planned} photos were moved before the program ended.</source>
        <translation>程序结束前，{planned} 张照片中已移动 {moved} 张。</translation>
    </message>
    <message>
        <source>The others are still marked. Nothing is lost.</source>
        <translation>其余照片仍保持标记。没有丢失任何内容。</translation>
    </message>
    <message>
        <source>Go on…</source>
        <translation>继续…</translation>
    </message>
    <message>
        <source>Bring them back</source>
        <translation>把它们移回来</translation>
    </message>
    <message>
        <source>Leave it so</source>
        <translation>保持现状</translation>
    </message>
    <message>
        <source>Not moved: {photos}.</source>
        <translation>未移动：{photos}。</translation>
    </message>
    <message>
        <source>The files were left as they are.</source>
        <translation>文件保持原样。</translation>
    </message>
</context>
<context>
    <name>DuplicatesWords</name>
    <message>
        <source>{lane}: {name} and {n} more, {size} to gain, {sure} sure</source>
        <translation>{lane}：{name} 及另外 {n} 张，可腾出 {size}，把握 {sure}</translation>
    </message>
    <message>
        <source>later</source>
        <translation>稍后</translation>
    </message>
    <message>
        <source>{lane}: {name} and {n} more, {sure} alike</source>
        <translation>{lane}：{name} 和另外 {n} 张，相似度 {sure}</translation>
    </message>
    <message>
        <source>not compared in full size yet</source>
        <translation>尚未按完整尺寸比对</translation>
    </message>
    <message>
        <source>Not compared in full size yet: stays until that is done.</source>
        <translation>尚未按完整尺寸比对：在此之前予以保留。</translation>
    </message>
    <message>
        <source>No group here is as the filter asks</source>
        <translation>这里没有符合筛选条件的组</translation>
    </message>
    <message>
        <source>Change the filter, or choose all photos at the left.</source>
        <translation>请更改筛选条件，或在左侧选择全部照片。</translation>
    </message>
    <message>
        <source>Show all groups</source>
        <translation>显示所有组</translation>
    </message>
    <message>
        <source>The scan is going on</source>
        <translation>正在扫描</translation>
    </message>
    <message>
        <source>Groups of copies appear here as soon as they are found.</source>
        <translation>一旦发现重复的照片，就会成组出现在这里。</translation>
    </message>
    <message>
        <source>Nothing has been compared yet</source>
        <translation>还没有比较过照片</translation>
    </message>
    <message>
        <source>Groups of copies appear here while the folders are scanned.</source>
        <translation>扫描文件夹时，重复的照片会成组出现在这里。</translation>
    </message>
    <message>
        <source>Scan now</source>
        <translation>立即扫描</translation>
    </message>
    <message>
        <source>Go on with “{lane}”</source>
        <translation>继续处理“{lane}”</translation>
    </message>
    <message>
        <source>Nothing left in “{lane}”</source>
        <translation>“{lane}”中没有待处理的组</translation>
    </message>
    <message>
        <source>Move what you marked to the trash, or lower the slider to see more.</source>
        <translation>把标记的照片移到回收站，或调低滑块查看更多。</translation>
    </message>
    <message>
        <source>All groups are decided</source>
        <translation>所有组都已处理</translation>
    </message>
    <message>
        <source>No copies at this confidence</source>
        <translation>在此把握程度下没有重复</translation>
    </message>
    <message>
        <source>Lower the slider to see pairs that are less sure.</source>
        <translation>调低滑块可以看到把握较小的照片对。</translation>
    </message>
    <message>
        <source>Lower the slider</source>
        <translation>调低滑块</translation>
    </message>
    <message>
        <source>{n} of {photos} were compared before the scan ended early.</source>
        <translation>扫描提前结束，此前已比较 {photos}中的 {n} 张。</translation>
    </message>
    <message>
        <source>No duplicates so far</source>
        <translation>目前未发现重复</translation>
    </message>
    <message>
        <source>No duplicates found</source>
        <translation>没有发现重复照片</translation>
    </message>
    <message>
        <source>Every photo of this library is there once.</source>
        <translation>图库中的每张照片都只有一份。</translation>
    </message>
</context>
<context>
    <name>EmptyPage</name>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Nothing to show</source>
        <translation>没有可显示的内容</translation>
    </message>
    <message>
        <source>Hint</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>Next step</source>
        <translation>下一步</translation>
    </message>
</context>
<context>
    <name>Engine</name>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
</context>
<context>
    <name>FactChips</name>
    <message>
        <source>{name}: {text}, better</source>
        <translation>{name}：{text}，更好</translation>
    </message>
    <message>
        <source>{name}: {text}</source>
        <translation>{name}：{text}</translation>
    </message>
</context>
<context>
    <name>FactsPanel</name>
    <message>
        <source>Facts about this photo</source>
        <translation>这张照片的信息</translation>
    </message>
    <message>
        <source>Scroll the facts</source>
        <translation>滚动信息</translation>
    </message>
</context>
<context>
    <name>FailureTable</name>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详细信息</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Shown as far as it goes; a whole copy is kept instead</source>
        <translation>尽可能显示;优先保留完整的副本</translation>
    </message>
</context>
<context>
    <name>FailuresView</name>
    <message>
        <source>Files that could not be read or are damaged</source>
        <translation>无法读取或已损坏的文件</translation>
    </message>
    <message>
        <source>How many files</source>
        <translation>文件数量</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>All reasons</source>
        <translation>所有原因</translation>
    </message>
    <message>
        <source>No such file of that name, folder or reason</source>
        <translation>没有符合该名称、文件夹或原因的文件</translation>
    </message>
    <message>
        <source>Nothing has been read yet</source>
        <translation>还没有读取任何文件</translation>
    </message>
    <message>
        <source>What has been read so far is whole; the scan is not finished</source>
        <translation>目前已读取的文件均完好；扫描尚未完成</translation>
    </message>
    <message>
        <source>Everything could be read, and nothing is damaged</source>
        <translation>所有文件都能读取,且没有损坏</translation>
    </message>
    <message>
        <source>Files that cannot be opened, or lack a part, are listed here.</source>
        <translation>无法打开或有部分缺失的文件会列在这里。</translation>
    </message>
    <message>
        <source>{n} files could not be read; the others are not affected</source>
        <translation>{n} 个文件无法读取；其他文件不受影响</translation>
    </message>
    <message>
        <source>damaged photos: {n}</source>
        <translation>已损坏的照片:{n}</translation>
    </message>
</context>
<context>
    <name>FilmStrip</name>
    <message>
        <source>All photos of the group</source>
        <translation>本组的全部照片</translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message>
        <source>{n} of {all} groups</source>
        <translation>{all} 组中的 {n} 组</translation>
    </message>
    <message>
        <source>All folders</source>
        <translation>所有文件夹</translation>
    </message>
    <message>
        <source>Filter (on)</source>
        <translation>筛选（已启用）</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Which groups are shown</source>
        <translation>显示哪些组</translation>
    </message>
    <message>
        <source>Filter the groups</source>
        <translation>筛选组</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>From</source>
        <translation>从</translation>
    </message>
    <message>
        <source>To</source>
        <translation>到</translation>
    </message>
    <message>
        <source>Gain</source>
        <translation>可释放</translation>
    </message>
    <message>
        <source>any day</source>
        <translation>任意日期</translation>
    </message>
    <message>
        <source>at least {size}</source>
        <translation>至少 {size}</translation>
    </message>
    <message>
        <source>any</source>
        <translation>任意</translation>
    </message>
</context>
<context>
    <name>FilterChip</name>
    <message>
        <source>{filter}: show all again</source>
        <translation>{filter}：重新显示全部</translation>
    </message>
</context>
<context>
    <name>FilterWords</name>
    <message>
        <source>Only {parts}</source>
        <translation>仅{parts}</translation>
    </message>
    <message>
        <source>in “{name}”</source>
        <translation>位于“{name}”</translation>
    </message>
    <message>
        <source>named “{text}”</source>
        <translation>名称含“{text}”</translation>
    </message>
    <message>
        <source>from {day}</source>
        <translation>自 {day} 起</translation>
    </message>
    <message>
        <source>until {day}</source>
        <translation>至 {day} 止</translation>
    </message>
    <message>
        <source>at least {size} to gain</source>
        <translation>至少可省 {size}</translation>
    </message>
</context>
<context>
    <name>FolderActs</name>
    <message>
        <source>The folder “{name}” is no longer locked.</source>
        <translation>文件夹“{name}”不再锁定。</translation>
    </message>
    <message>
        <source>The folder “{name}” is locked: nothing in it is ever removed.</source>
        <translation>文件夹“{name}”已锁定：其中的文件永远不会被移走。</translation>
    </message>
    <message>
        <source>The folder “{name}” is no longer preferred.</source>
        <translation>文件夹“{name}”不再优先。</translation>
    </message>
    <message>
        <source>Your own order of rules was saved by an older version.</source>
        <translation>您自己的规则顺序是由旧版本保存的。</translation>
    </message>
    <message>
        <source>Added to it, so that nothing goes that only one copy has: {rules}. {key} shows the order.</source>
        <translation>为了不移走只有一个副本才有的内容，已加入：{rules}。按 {key} 可查看顺序。</translation>
    </message>
    <message>
        <source>“Rules for what is kept”</source>
        <translation>“保留规则”</translation>
    </message>
    <message>
        <source>The folder “{name}” is preferred: of copies, the one in it is kept.</source>
        <translation>文件夹“{name}”优先：重复时保留其中的那一份。</translation>
    </message>
</context>
<context>
    <name>FolderMenu</name>
    <message>
        <source>Show in the file manager</source>
        <translation>在文件管理器中显示</translation>
    </message>
    <message>
        <source>Copy the path</source>
        <translation>复制路径</translation>
    </message>
    <message>
        <source>Locked: nothing in it is ever removed</source>
        <translation>锁定:其中的文件绝不移除</translation>
    </message>
    <message>
        <source>Preferred: of copies, the one in it is kept</source>
        <translation>优先:副本中保留此文件夹里的</translation>
    </message>
    <message>
        <source>Leave this folder out</source>
        <translation>排除此文件夹</translation>
    </message>
    <message>
        <source>Remove from this library</source>
        <translation>从此图库中移除</translation>
    </message>
</context>
<context>
    <name>GalleryView</name>
    <message>
        <source>How the photos are laid out</source>
        <translation>照片的排列方式</translation>
    </message>
    <message>
        <source>How many photos</source>
        <translation>照片数量</translation>
    </message>
    <message>
        <source>Which photos are shown</source>
        <translation>显示哪些照片</translation>
    </message>
    <message>
        <source>Sort by</source>
        <translation>排序方式</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Size of the thumbnails</source>
        <translation>缩略图大小</translation>
    </message>
    <message>
        <source>Size of the thumbnails (+, -, Ctrl and wheel)</source>
        <translation>缩略图大小（+、-、Ctrl 加滚轮）</translation>
    </message>
    <message>
        <source>{chosen} of {photos} selected</source>
        <translation>已选择 {chosen} 张，共 {photos}</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>正在查找…</translation>
    </message>
    <message>
        <source>Change the text above, or press Esc there to see all photos again.</source>
        <translation>请更改上方的文字，或在那里按 Esc 重新显示全部照片。</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>没有找到</translation>
    </message>
    <message>
        <source>No photos in this folder</source>
        <translation>此文件夹中没有照片</translation>
    </message>
    <message>
        <source>Looking for photos…</source>
        <translation>正在查找照片…</translation>
    </message>
    <message>
        <source>They appear here while they are read; you can already look at them.</source>
        <translation>照片读取后会出现在这里，现在就可以查看。</translation>
    </message>
    <message>
        <source>No photos yet</source>
        <translation>还没有照片</translation>
    </message>
    <message>
        <source>They appear here while the folders of this library are scanned.</source>
        <translation>扫描此图库的文件夹时，照片会出现在这里。</translation>
    </message>
    <message>
        <source>Scan now</source>
        <translation>立即扫描</translation>
    </message>
    <message>
        <source>Falling order</source>
        <translation>降序</translation>
    </message>
    <message>
        <source>Rising order</source>
        <translation>升序</translation>
    </message>
    <message>
        <source>{order}; click to turn it round</source>
        <translation>{order}；单击可反转</translation>
    </message>
</context>
<context>
    <name>GoingList</name>
    <message>
        <source>Photos to go, least sure first</source>
        <translation>将移走的照片，最没把握的排在最前</translation>
    </message>
    <message>
        <source>Space keeps a photo after all, or lets it go again</source>
        <translation>空格键：改为保留这张照片，或重新移走</translation>
    </message>
    <message>
        <source>Let it go</source>
        <translation>仍要移走</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>保留它</translation>
    </message>
</context>
<context>
    <name>GoingModel</name>
    <message>
        <source>no copy of it would be left</source>
        <translation>将不再有任何副本</translation>
    </message>
    <message>
        <source>{n} sure</source>
        <translation>把握 {n}</translation>
    </message>
    <message>
        <source>Stays after all: {victim}. {why}</source>
        <translation>改为保留：{victim}。{why}</translation>
    </message>
    <message>
        <source>Goes: {victim}. {why}</source>
        <translation>将移走：{victim}。{why}</translation>
    </message>
    <message>
        <source>Goes: {victim}; {keeper} stays. {why}</source>
        <translation>将移走：{victim}；保留 {keeper}。{why}</translation>
    </message>
</context>
<context>
    <name>Histogram</name>
    <message>
        <source>Histogram</source>
        <translation>直方图</translation>
    </message>
    <message>
        <source>{dark} black, {light} white</source>
        <translation>{dark} 纯黑，{light} 纯白</translation>
    </message>
</context>
<context>
    <name>Jumps</name>
    <message>
        <source>There is no library to search yet.</source>
        <translation>还没有可以搜索的图库。</translation>
    </message>
    <message>
        <source>Open a photo folder first.</source>
        <translation>请先打开一个照片文件夹。</translation>
    </message>
    <message>
        <source>No copies of this photo are known.</source>
        <translation>没有发现这张照片的副本。</translation>
    </message>
    <message>
        <source>A lower confidence on the page of duplicates may show some.</source>
        <translation>在重复照片页降低置信度，也许能看到一些。</translation>
    </message>
</context>
<context>
    <name>KeyBar</name>
    <message>
        <source>What to do with this group</source>
        <translation>如何处理这一组</translation>
    </message>
</context>
<context>
    <name>KeysDialog</name>
    <message>
        <source>Change keys</source>
        <translation>更改按键</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>查找命令</translation>
    </message>
    <message>
        <source>New key of the chosen command</source>
        <translation>所选命令的新按键</translation>
    </message>
    <message>
        <source>No key</source>
        <translation>无按键</translation>
    </message>
    <message>
        <source>As it was</source>
        <translation>恢复原状</translation>
    </message>
    <message>
        <source>Reset all keys</source>
        <translation>重置所有按键</translation>
    </message>
    <message>
        <source>Commands and their keys</source>
        <translation>命令及其按键</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>{text}, changed</source>
        <translation>{text}，已更改</translation>
    </message>
    <message>
        <source>Press the new key:</source>
        <translation>请按新的按键：</translation>
    </message>
    <message>
        <source>{key} cannot be changed: it has its meaning everywhere.</source>
        <translation>{key} 不能更改：它在各处都有固定含义。</translation>
    </message>
    <message>
        <source>{key} is the key of “{command}” ({place}) already. Choose another one.</source>
        <translation>{key} 已是“{command}”（{place}）的按键。请选择其他按键。</translation>
    </message>
    <message>
        <source>Change keys…</source>
        <translation>更改按键…</translation>
    </message>
</context>
<context>
    <name>LaneList</name>
    <message>
        <source>Kinds of groups</source>
        <translation>组的类别</translation>
    </message>
</context>
<context>
    <name>LearnDialog</name>
    <message>
        <source>Learn from my photos</source>
        <translation>从我的照片学习</translation>
    </message>
</context>
<context>
    <name>LearnOptions</name>
    <message>
        <source>More settings</source>
        <translation>更多设置</translation>
    </message>
    <message>
        <source>Photos a step</source>
        <translation>每步照片数</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>At most so many photos</source>
        <translation>最多照片数</translation>
    </message>
    <message>
        <source>Seed of all random choices</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>as the recipe has it</source>
        <translation>按方法默认</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
</context>
<context>
    <name>LearnProgress</name>
    <message>
        <source>How far the training is</source>
        <translation>训练进度</translation>
    </message>
    <message>
        <source>What the training says</source>
        <translation>训练消息</translation>
    </message>
    <message>
        <source>Another training</source>
        <translation>另一次训练</translation>
    </message>
    <message>
        <source>Stop learning</source>
        <translation>停止学习</translation>
    </message>
    <message>
        <source>Go on learning</source>
        <translation>继续学习</translation>
    </message>
    <message>
        <source>Use for this library</source>
        <translation>用于此图库</translation>
    </message>
    <message>
        <source>{name}: {recipe}</source>
        <translation>{name}：{recipe}</translation>
    </message>
    <message>
        <source>Starting …</source>
        <translation>正在启动…</translation>
    </message>
    <message>
        <source>{share} learnt</source>
        <translation>已学 {share}</translation>
    </message>
    <message>
        <source>step {n}</source>
        <translation>第 {n} 步</translation>
    </message>
    <message>
        <source>{n} pictures a second</source>
        <translation>每秒 {n} 张图片</translation>
    </message>
    <message>
        <source>{time} to go</source>
        <translation>还需 {time}</translation>
    </message>
    <message>
        <source>Stopping: what has been learnt is written …</source>
        <translation>正在停止：正在写入学习成果…</translation>
    </message>
    <message>
        <source>Stopped. What has been learnt is kept; it can go on at any time.</source>
        <translation>已停止。学习成果已保存，可随时继续。</translation>
    </message>
    <message>
        <source>Finished. The model is kept as “{name}”.</source>
        <translation>已完成。模型已保存为“{name}”。</translation>
    </message>
    <message>
        <source>Finished, but nothing was gained: the network in use stays as it is.</source>
        <translation>已完成，但没有改进：继续使用现有网络。</translation>
    </message>
</context>
<context>
    <name>LearnSetup</name>
    <message>
        <source>What to learn</source>
        <translation>学习内容</translation>
    </message>
    <message>
        <source>A folder:</source>
        <translation>文件夹：</translation>
    </message>
    <message>
        <source>Photos of a folder</source>
        <translation>某个文件夹的照片</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose a folder of photos</source>
        <translation>选择照片文件夹</translation>
    </message>
    <message>
        <source>Learn from</source>
        <translation>学习来源照片</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>The name of the folder a photo lies in</source>
        <translation>照片所在文件夹的名称</translation>
    </message>
    <message>
        <source>A CSV file with the lines file,label…</source>
        <translation>每行为 file,label 的 CSV 文件…</translation>
    </message>
    <message>
        <source>Choose a CSV file of labels</source>
        <translation>选择标签 CSV 文件</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>标签</translation>
    </message>
    <message>
        <source> min</source>
        <translation> 分钟</translation>
    </message>
    <message>
        <source>Time limit</source>
        <translation>时间限制</translation>
    </message>
    <message>
        <source>Name of the model</source>
        <translation>模型名称</translation>
    </message>
    <message>
        <source>Trained models…</source>
        <translation>训练好的模型…</translation>
    </message>
    <message>
        <source>Show the trained models</source>
        <translation>显示训练好的模型</translation>
    </message>
    <message>
        <source>Start learning</source>
        <translation>开始学习</translation>
    </message>
    <message>
        <source>No library is open</source>
        <translation>没有打开的图库</translation>
    </message>
    <message>
        <source>This library: {name}, {photos}</source>
        <translation>此图库：{name}，{photos}</translation>
    </message>
    <message>
        <source>“{name}” ({recipe}) was stopped and can go on.</source>
        <translation>“{name}”（{recipe}）已停止，可以继续。</translation>
    </message>
    <message>
        <source>Go on learning</source>
        <translation>继续学习</translation>
    </message>
    <message>
        <source>Go on with {name}</source>
        <translation>继续训练 {name}</translation>
    </message>
    <message>
        <source>Throw away</source>
        <translation>丢弃</translation>
    </message>
    <message>
        <source>Throw {name} away</source>
        <translation>丢弃 {name}</translation>
    </message>
    <message>
        <source>CSV files (*.csv *.txt)</source>
        <translation>CSV 文件 (*.csv *.txt)</translation>
    </message>
    <message>
        <source>Choose photos first.</source>
        <translation>请先选择照片。</translation>
    </message>
    <message>
        <source>{needed} photos are needed to tune the network; here are {n}.</source>
        <translation>微调网络需要 {needed} 张照片；这里只有 {n} 张。</translation>
    </message>
    <message>
        <source>Choose the CSV file first.</source>
        <translation>请先选择 CSV 文件。</translation>
    </message>
    <message>
        <source>This recipe learns from labels: choose folders or a CSV file.</source>
        <translation>此方法从标签学习：请选择文件夹或 CSV 文件。</translation>
    </message>
    <message>
        <source>Fewer settings</source>
        <translation>收起设置</translation>
    </message>
    <message>
        <source>More settings</source>
        <translation>更多设置</translation>
    </message>
</context>
<context>
    <name>Learning</name>
    <message>
        <source>This training cannot be read any more.</source>
        <translation>无法再读取此训练。</translation>
    </message>
    <message>
        <source>The training has ended.</source>
        <translation>训练已结束。</translation>
    </message>
    <message>
        <source>The model “{name}” is ready.</source>
        <translation>模型“{name}”已就绪。</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>The training has stopped.</source>
        <translation>训练已中断。</translation>
    </message>
    <message>
        <source>A training is running</source>
        <translation>正在训练</translation>
    </message>
    <message>
        <source>Stop the training and close?</source>
        <translation>停止训练并关闭？</translation>
    </message>
    <message>
        <source>What has been learnt is kept; it can go on the next time.</source>
        <translation>学习成果会保存，下次可以继续。</translation>
    </message>
    <message>
        <source>Stop and close</source>
        <translation>停止并关闭</translation>
    </message>
    <message>
        <source>Keep learning</source>
        <translation>继续学习</translation>
    </message>
    <message>
        <source>Rename model</source>
        <translation>重命名模型</translation>
    </message>
    <message>
        <source>New name of the model:</source>
        <translation>模型的新名称：</translation>
    </message>
    <message>
        <source>Export model</source>
        <translation>导出模型</translation>
    </message>
    <message>
        <source>The model was exported.</source>
        <translation>模型已导出。</translation>
    </message>
    <message>
        <source>Import model</source>
        <translation>导入模型</translation>
    </message>
    <message>
        <source>The model was imported.</source>
        <translation>模型已导入。</translation>
    </message>
    <message>
        <source>Remove model</source>
        <translation>移除模型</translation>
    </message>
    <message>
        <source>Move the model “{name}” to the trash?</source>
        <translation>将模型“{name}”移到回收站？</translation>
    </message>
    <message>
        <source>Remove it</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Models (*{suffix})</source>
        <translation>模型 (*{suffix})</translation>
    </message>
    <message>
        <source>{path} could not be moved to the trash: {reason}</source>
        <translation>无法将 {path} 移到回收站：{reason}</translation>
    </message>
</context>
<context>
    <name>LensActs</name>
    <message>
        <source>Left unmarked, because the folder is locked or no copy is sure: {photos}.</source>
        <translation>未标记，因为文件夹已锁定或副本不够确定：{photos}。</translation>
    </message>
    <message>
        <source>{photos} marked for the trash.</source>
        <translation>已标记 {photos}待移到回收站。</translation>
    </message>
</context>
<context>
    <name>LensDialog</name>
    <message>
        <source>Compare two folders</source>
        <translation>比较两个文件夹</translation>
    </message>
    <message>
        <source>Folder that may be superfluous</source>
        <translation>可能多余的文件夹</translation>
    </message>
    <message>
        <source>Folder its pictures may be in</source>
        <translation>可能包含这些图片的文件夹</translation>
    </message>
    <message>
        <source>Share of the first folder that is in the second</source>
        <translation>第一个文件夹中有多少在第二个里</translation>
    </message>
    <message>
        <source>Only copies</source>
        <translation>唯一的一份</translation>
    </message>
    <message>
        <source>How much of</source>
        <translation>此文件夹中有多少</translation>
    </message>
    <message>
        <source>is in</source>
        <translation>位于</translation>
    </message>
    <message>
        <source>There are no folders with photos yet.</source>
        <translation>还没有包含照片的文件夹。</translation>
    </message>
    <message>
        <source>Mark {photos} for the trash</source>
        <translation>标记 {photos}待移到回收站</translation>
    </message>
    <message>
        <source>{held} of {total} photos of “{inside}” are in “{other}”.</source>
        <translation>“{inside}”的 {total} 张照片中有 {held} 张在“{other}”中。</translation>
    </message>
    <message>
        <source>This folder holds no photos that can be reached.</source>
        <translation>此文件夹中没有可访问的照片。</translation>
    </message>
    <message>
        <source>{size} could go.</source>
        <translation>可以移走 {size}。</translation>
    </message>
    <message>
        <source>Nothing is only here.</source>
        <translation>没有仅存于此的照片。</translation>
    </message>
    <message>
        <source>Only here: {photos}; these are the first {n}.</source>
        <translation>仅存于此：{photos}；这里显示前 {n} 张。</translation>
    </message>
    <message>
        <source>Only here: {photos}.</source>
        <translation>仅存于此：{photos}。</translation>
    </message>
</context>
<context>
    <name>LibraryActions</name>
    <message>
        <source>Choose a photo folder</source>
        <translation>选择照片文件夹</translation>
    </message>
    <message>
        <source>Add a folder to this library</source>
        <translation>向此图库添加文件夹</translation>
    </message>
    <message>
        <source>“{folder}” is left out from now on; no file of it was touched.</source>
        <translation>今后将排除“{folder}”；其中的文件均未改动。</translation>
    </message>
    <message>
        <source>“{folder}” is no longer in this library; no file of it was touched.</source>
        <translation>“{folder}”已不在此图库中；其中的文件均未改动。</translation>
    </message>
    <message>
        <source>A scan is running.</source>
        <translation>正在扫描。</translation>
    </message>
    <message>
        <source>What was decided about its photos is kept.</source>
        <translation>对其中照片所作的决定会保留。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Where is “{folder}” now?</source>
        <translation>“{folder}”现在在哪里？</translation>
    </message>
    <message>
        <source>Looking for the photos in {folder}…</source>
        <translation>正在 {folder} 中查找照片…</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>{found} of {photos} found; all that is known of them is kept.</source>
        <translation>找到 {photos}中的 {found} 张；已知的信息全部保留。</translation>
    </message>
    <message>
        <source>The others count as gone from now on.</source>
        <translation>其余照片从现在起视为已消失。</translation>
    </message>
    <message>
        <source>Stopped; nothing was changed.</source>
        <translation>已停止；没有做任何更改。</translation>
    </message>
    <message>
        <source>Rename library</source>
        <translation>重命名图库</translation>
    </message>
    <message>
        <source>New name:</source>
        <translation>新名称：</translation>
    </message>
    <message>
        <source>This library is being scanned.</source>
        <translation>正在扫描此图库。</translation>
    </message>
    <message>
        <source>Stop the scan first.</source>
        <translation>请先停止扫描。</translation>
    </message>
    <message>
        <source>Take off the list</source>
        <translation>从列表中移除</translation>
    </message>
    <message>
        <source>Take “{name}” off the list?</source>
        <translation>要从列表中移除“{name}”吗？</translation>
    </message>
    <message>
        <source>Its photos are not touched. Only what the program remembers of them goes; adding the folder again means scanning it again.</source>
        <translation>照片不会受影响，只会清除程序记住的内容；再次添加该文件夹需要重新扫描。</translation>
    </message>
    <message>
        <source>Your decisions cannot be read</source>
        <translation>无法读取您的决定</translation>
    </message>
</context>
<context>
    <name>LookFirst</name>
    <message>
        <source>It is compared right now: press again in a moment.</source>
        <translation>正在比对，请稍后再按一次。</translation>
    </message>
    <message>
        <source>When that is done, it goes on here. Nothing has been moved.</source>
        <translation>比对完成后会从这里继续。没有移动任何文件。</translation>
    </message>
    <message>
        <source>Not everything here was compared in full size yet.</source>
        <translation>这里还有照片没有按完整尺寸比对过。</translation>
    </message>
    <message>
        <source>{photos} marked to go will stay after all.</source>
        <translation>已标记删除的{photos}将予以保留。</translation>
    </message>
    <message>
        <source>Compared in full size they are no copies, or they could not be compared; their groups are open again.</source>
        <translation>按完整尺寸比对后，它们不是副本，或无法比对；相关分组已重新打开。</translation>
    </message>
</context>
<context>
    <name>LossCurve</name>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>The loss is drawn here.</source>
        <translation>损失曲线将显示在此处。</translation>
    </message>
    <message>
        <source>step {n}</source>
        <translation>第 {n} 步</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Libraries</source>
        <translation>图库</translation>
    </message>
    <message>
        <source>Content</source>
        <translation>内容</translation>
    </message>
</context>
<context>
    <name>MapCanvas</name>
    <message>
        <source>Map of the photos</source>
        <translation>照片地图</translation>
    </message>
    <message>
        <source>{n} selected</source>
        <translation>已选择 {n} 张</translation>
    </message>
</context>
<context>
    <name>MapView</name>
    <message>
        <source>What the map shows</source>
        <translation>地图显示的内容</translation>
    </message>
    <message>
        <source>Draw again</source>
        <translation>重新绘制</translation>
    </message>
    <message>
        <source>Draw the map again</source>
        <translation>重新绘制地图</translation>
    </message>
    <message>
        <source>{chosen} of {photos} selected</source>
        <translation>已选择 {chosen} 张，共 {photos}</translation>
    </message>
    <message>
        <source>{photos} not on the map yet</source>
        <translation>{photos}尚未在地图上</translation>
    </message>
    <message>
        <source>Drawing the map…</source>
        <translation>正在绘制地图…</translation>
    </message>
    <message>
        <source>Similar photos move together; you can go on with something else.</source>
        <translation>相似的照片会彼此靠近；您可以继续做别的事。</translation>
    </message>
    <message>
        <source>Draw the map</source>
        <translation>绘制地图</translation>
    </message>
    <message>
        <source>One photo makes no map</source>
        <translation>一张照片无法绘成地图</translation>
    </message>
    <message>
        <source>A map shows which photos are alike: it needs two of them.</source>
        <translation>地图显示哪些照片相似，至少需要两张。</translation>
    </message>
    <message>
        <source>Too few photos for a map</source>
        <translation>照片太少，无法绘制地图</translation>
    </message>
    <message>
        <source>It is drawn when the folders of this library have been scanned.</source>
        <translation>扫描此图库的文件夹后即可绘制。</translation>
    </message>
    <message>
        <source>Scan now</source>
        <translation>立即扫描</translation>
    </message>
    <message>
        <source>All photos at one glance</source>
        <translation>所有照片一目了然</translation>
    </message>
    <message>
        <source>{photos}, similar ones near each other.</source>
        <translation>{photos}，相似的彼此相邻。</translation>
    </message>
</context>
<context>
    <name>MessagesDialog</name>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Nothing has been told since the window was opened.</source>
        <translation>窗口打开以来还没有消息。</translation>
    </message>
    <message>
        <source>Messages, newest first</source>
        <translation>消息(最新在前)</translation>
    </message>
    <message>
        <source>News</source>
        <translation>信息</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>警告</translation>
    </message>
</context>
<context>
    <name>ModelsDialog</name>
    <message>
        <source>Trained models</source>
        <translation>训练好的模型</translation>
    </message>
    <message>
        <source>No model yet</source>
        <translation>还没有模型</translation>
    </message>
    <message>
        <source>Learn one from your photos, or import one from a file.</source>
        <translation>从您的照片学习一个，或从文件导入。</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <source>Trained on</source>
        <translation>训练日期</translation>
    </message>
    <message>
        <source>Learnt from</source>
        <translation>学习来源</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>测量结果</translation>
    </message>
    <message>
        <source>Size of the file</source>
        <translation>文件大小</translation>
    </message>
    <message>
        <source>Use for this library</source>
        <translation>用于此图库</translation>
    </message>
    <message>
        <source>New name…</source>
        <translation>改名…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>移除…</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Close the list</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>{name} (in use)</source>
        <translation>{name}（使用中）</translation>
    </message>
    <message>
        <source>Cannot be used</source>
        <translation>无法使用</translation>
    </message>
    <message>
        <source>This model describes a library: it can be neither renamed nor removed.</source>
        <translation>此模型正用于某个图库：不能重命名或移除。</translation>
    </message>
    <message>
        <source>Open a library to use a model for it.</source>
        <translation>请打开图库以便为其使用模型。</translation>
    </message>
</context>
<context>
    <name>NetworkChoice</name>
    <message>
        <source>{title} (download of {size})</source>
        <translation>{title}（需下载 {size}）</translation>
    </message>
    <message>
        <source>Licence: {text}</source>
        <translation>许可证：{text}</translation>
    </message>
    <message>
        <source>Not in use: its weights must be downloaded first.</source>
        <translation>未使用：需先下载其权重。</translation>
    </message>
    <message>
        <source>The next scan describes all photos anew with this network.</source>
        <translation>下次扫描将用此网络重新描述所有照片。</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Download…</source>
        <translation>下载…</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>Download {title}, {size}, from {host}?</source>
        <translation>要从 {host} 下载 {title}（{size}）吗？</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>NetworkSwitch</name>
    <message>
        <source>The photos of this library are described by {title}.</source>
        <translation>正在用 {title} 描述此图库的照片。</translation>
    </message>
    <message>
        <source>Until that is done the network before stays in use.</source>
        <translation>完成之前继续使用原来的网络。</translation>
    </message>
    <message>
        <source>{name} is described by {network} now.</source>
        <translation>{name} 现在由 {network} 描述。</translation>
    </message>
    <message>
        <source>The network before stays in use.</source>
        <translation>继续使用原来的网络。</translation>
    </message>
    <message>
        <source>What was described is kept: choose the model again to go on.</source>
        <translation>已描述的内容会保留：再次选择该模型即可继续。</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Kind of message</source>
        <translation>消息类别</translation>
    </message>
    <message>
        <source>Second message button</source>
        <translation>消息的第二个按钮</translation>
    </message>
    <message>
        <source>Close message</source>
        <translation>关闭消息</translation>
    </message>
    <message>
        <source>Message button</source>
        <translation>消息按钮</translation>
    </message>
</context>
<context>
    <name>NoticeStack</name>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
</context>
<context>
    <name>OpenWith</name>
    <message>
        <source>Open with</source>
        <translation>打开方式</translation>
    </message>
    <message>
        <source>Choose a program…</source>
        <translation>选择程序…</translation>
    </message>
    <message>
        <source>No program is known for them</source>
        <translation>没有已知可打开它们的程序</translation>
    </message>
    <message>
        <source>Choose a program</source>
        <translation>选择程序</translation>
    </message>
    <message>
        <source>{name} could not be started.</source>
        <translation>无法启动 {name}。</translation>
    </message>
</context>
<context>
    <name>Pages</name>
    <message>
        <source>Page</source>
        <translation>页面</translation>
    </message>
</context>
<context>
    <name>PartBar</name>
    <message>
        <source>Pages, frames or film of this photo</source>
        <translation>这张照片的页面、帧或视频</translation>
    </message>
    <message>
        <source>Place in this photo</source>
        <translation>在这张照片中的位置</translation>
    </message>
</context>
<context>
    <name>PhotoActions</name>
    <message>
        <source>Search with a picture</source>
        <translation>以图搜图</translation>
    </message>
    <message>
        <source>There is no picture and no folder in the clipboard.</source>
        <translation>剪贴板中既没有图片也没有文件夹。</translation>
    </message>
    <message>
        <source>The part cannot be searched with.</source>
        <translation>无法用这一部分进行搜索。</translation>
    </message>
</context>
<context>
    <name>PhotoFiles</name>
    <message>
        <source>Files are being moved just now.</source>
        <translation>正在移动文件。</translation>
    </message>
    <message>
        <source>Try again in a moment.</source>
        <translation>请稍后再试。</translation>
    </message>
    <message>
        <source>Unlock their folder on the page of duplicates first.</source>
        <translation>请先在重复照片页面解锁它们的文件夹。</translation>
    </message>
    <message>
        <source>These photos are in a locked folder.</source>
        <translation>这些照片在已锁定的文件夹中。</translation>
    </message>
    <message>
        <source>The disk of these photos is not connected.</source>
        <translation>这些照片所在的磁盘未连接。</translation>
    </message>
    <message>
        <source>These photos have not been read yet.</source>
        <translation>这些照片尚未读取。</translation>
    </message>
    <message>
        <source>Move to a folder of this library</source>
        <translation>移动到此图库的文件夹</translation>
    </message>
    <message>
        <source>This folder does not belong to the library.</source>
        <translation>这个文件夹不属于此图库。</translation>
    </message>
    <message>
        <source>Photos are moved within their library only: add the folder to it first.</source>
        <translation>照片只能在其图库内移动:请先把该文件夹添加到图库。</translation>
    </message>
    <message>
        <source>New name, without {ending}:</source>
        <translation>新名称(不含 {ending}):</translation>
    </message>
    <message>
        <source>New name of {photos}; they are numbered:</source>
        <translation>{photos}的新名称(将自动编号):</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>They are there already, under that name.</source>
        <translation>它们已在那里,名称也相同。</translation>
    </message>
    <message>
        <source>{photos} renamed.</source>
        <translation>已重命名 {photos}。</translation>
    </message>
    <message>
        <source>{photos} moved.</source>
        <translation>已移动 {photos}。</translation>
    </message>
    <message>
        <source>Not moved: {photos}.</source>
        <translation>未移动:{photos}。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>There is nothing to take back.</source>
        <translation>没有可撤销的操作。</translation>
    </message>
    <message>
        <source>{photos} back under their old names.</source>
        <translation>{photos}已恢复原来的名称和位置。</translation>
    </message>
    <message>
        <source>{photos} copied.</source>
        <translation>已复制 {photos}。</translation>
    </message>
    <message>
        <source>{photos} cut.</source>
        <translation>已剪切 {photos}。</translation>
    </message>
    <message>
        <source>Choose a folder at the side and paste: they are moved there.</source>
        <translation>在侧边栏选择文件夹并粘贴,它们就会移到那里。</translation>
    </message>
    <message>
        <source>Where to?</source>
        <translation>移到哪里?</translation>
    </message>
    <message>
        <source>Choose a folder at the side, and paste again.</source>
        <translation>请在侧边栏选择文件夹,然后再次粘贴。</translation>
    </message>
</context>
<context>
    <name>PhotoFilm</name>
    <message>
        <source>Photos before and after this one</source>
        <translation>这张照片前后的照片</translation>
    </message>
</context>
<context>
    <name>PhotoSheet</name>
    <message>
        <source>Photos</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>Scroll the photos</source>
        <translation>滚动照片</translation>
    </message>
    <message>
        <source>Scroll the photos sideways</source>
        <translation>横向滚动照片</translation>
    </message>
    <message>
        <source>disk not connected</source>
        <translation>磁盘未连接</translation>
    </message>
    <message>
        <source>{row} of {count}</source>
        <translation>第 {row} 张，共 {count} 张</translation>
    </message>
</context>
<context>
    <name>PhotoView</name>
    <message>
        <source>Large photo</source>
        <translation>大图</translation>
    </message>
    <message>
        <source>About this photo</source>
        <translation>关于这张照片</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>评级</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>This photo is no longer in the library.</source>
        <translation>这张照片已不在图库中。</translation>
    </message>
    <message>
        <source>The disk of this photo is not connected.</source>
        <translation>这张照片所在的磁盘未连接。</translation>
    </message>
    <message>
        <source>The disk of this photo is not connected; this is its thumbnail.</source>
        <translation>照片所在的磁盘未连接；这是它的缩略图。</translation>
    </message>
    <message>
        <source>The file cannot be opened now; this is its thumbnail. Scan again to see why.</source>
        <translation>现在无法打开该文件；这是它的缩略图。重新扫描可查看原因。</translation>
    </message>
    <message>
        <source>{row} of {count}</source>
        <translation>第 {row}/{count} 张</translation>
    </message>
    <message>
        <source>Draw a box; Esc: do not</source>
        <translation>框选局部；Esc 取消</translation>
    </message>
</context>
<context>
    <name>PictureCanvas</name>
    <message>
        <source>Photo</source>
        <translation>照片</translation>
    </message>
</context>
<context>
    <name>PreviewPicture</name>
    <message>
        <source>What has been learnt so far</source>
        <translation>目前学到的内容</translation>
    </message>
    <message>
        <source>A picture of what has been learnt appears here.</source>
        <translation>此处将显示学习成果的图片。</translation>
    </message>
</context>
<context>
    <name>ProblemsDialog</name>
    <message>
        <source>Not moved</source>
        <translation>未移动</translation>
    </message>
    <message>
        <source>What did not work</source>
        <translation>未成功的项目</translation>
    </message>
    <message>
        <source>Not moved: {photos}. Each is where it was, and still marked.</source>
        <translation>未移动：{photos}。它们都在原处，标记仍然保留。</translation>
    </message>
    <message>
        <source>Files that were not moved</source>
        <translation>未移动的文件</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详细信息</translation>
    </message>
</context>
<context>
    <name>PropertiesDialog</name>
    <message>
        <source>Properties</source>
        <translation>属性</translation>
    </message>
</context>
<context>
    <name>PutBack</name>
    <message>
        <source>There is a good copy from the beginning of {day}. What was decided since is then not there; no photo is touched, and the damaged file is kept.</source>
        <translation>有一份 {day}开始时的完好副本。此后的决定将不在其中；不会改动任何照片，损坏的文件也会保留。</translation>
    </message>
    <message>
        <source>Put the copy back</source>
        <translation>恢复该副本</translation>
    </message>
</context>
<context>
    <name>Ratings</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Not rated: {photos}.</source>
        <translation>未评级：{photos}。</translation>
    </message>
</context>
<context>
    <name>ReportDialog</name>
    <message>
        <source>Report a problem</source>
        <translation>报告问题</translation>
    </message>
    <message>
        <source>Copy this text into a report. It holds versions and the end of the log, which may name files; no photo is in it and nothing is sent by itself.</source>
        <translation>请把这段文字复制到报告中。其中有版本和日志的末尾，可能提到文件名；不含任何照片，也不会自动发送。</translation>
    </message>
    <message>
        <source>Text of the report</source>
        <translation>报告内容</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copy the report</source>
        <translation>复制报告</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>ReviewFiles</name>
    <message>
        <source>Export the groups</source>
        <translation>导出分组</translation>
    </message>
    <message>
        <source>Load a review</source>
        <translation>载入复审</translation>
    </message>
    <message>
        <source>Nothing was ever done to a file.</source>
        <translation>还没有对任何文件做过操作。</translation>
    </message>
    <message>
        <source>Save the receipt</source>
        <translation>保存回执</translation>
    </message>
    <message>
        <source>The receipt is saved.</source>
        <translation>回执已保存。</translation>
    </message>
    <message>
        <source>{groups} exported.</source>
        <translation>已导出 {groups}。</translation>
    </message>
</context>
<context>
    <name>ReviewModel</name>
    <message>
        <source>{photos} will not go after all: only they hold something more.</source>
        <translation>{photos}不会被删除：只有它们含有更多内容。</translation>
    </message>
    <message>
        <source>A film, pages, layers or the like; their groups are open again.</source>
        <translation>例如视频、页面或图层；它们所在的组已重新打开。</translation>
    </message>
</context>
<context>
    <name>ReviewPage</name>
    <message>
        <source>Facts of the kept photo</source>
        <translation>保留照片的信息</translation>
    </message>
    <message>
        <source>Facts of the other photo</source>
        <translation>另一张照片的信息</translation>
    </message>
    <message>
        <source>{groups}, {photos}, {size}; about {wrong} wrong pairs expected</source>
        <translation>{groups}，{photos}，{size}；预计约 {wrong} 对判断有误</translation>
    </message>
    <message>
        <source>{groups}, {photos}, {size}; fewer than {wrong} wrong pairs expected</source>
        <translation>{groups}，{photos}，{size}；预计有误的判断不到 {wrong} 对</translation>
    </message>
    <message>
        <source>{groups}, {photos}, {size}</source>
        <translation>{groups}，{photos}，{size}</translation>
    </message>
    <message>
        <source>At least {n} % sure</source>
        <translation>把握不低于 {n} %</translation>
    </message>
    <message>
        <source>Groups, most worth doing first</source>
        <translation>各组，最值得处理的在前</translation>
    </message>
    <message>
        <source>Groups, photos and differences</source>
        <translation>组、照片和不同之处</translation>
    </message>
    <message>
        <source>What differs</source>
        <translation>不同之处</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Also what both have in common</source>
        <translation>也显示相同之处</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>分组</translation>
    </message>
    <message>
        <source>List of groups</source>
        <translation>分组列表</translation>
    </message>
    <message>
        <source>Groups at this confidence</source>
        <translation>此把握程度下的组</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>把握程度</translation>
    </message>
</context>
<context>
    <name>RulesDialog</name>
    <message>
        <source>Which copy is kept</source>
        <translation>保留哪一份</translation>
    </message>
    <message>
        <source>Saved sets of rules</source>
        <translation>已保存的规则集</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Set of rules</source>
        <translation>规则集</translation>
    </message>
    <message>
        <source>Rules, the first one decides first</source>
        <translation>规则，最前面的先决定</translation>
    </message>
    <message>
        <source>Prefer a folder…</source>
        <translation>优先某个文件夹…</translation>
    </message>
    <message>
        <source>Avoid a folder…</source>
        <translation>避开某个文件夹…</translation>
    </message>
    <message>
        <source>Differences that count as none</source>
        <translation>视为相同的差异</translation>
    </message>
    <message>
        <source>Groups that would keep another photo</source>
        <translation>会保留另一张照片的组</translation>
    </message>
    <message>
        <source>Use these rules</source>
        <translation>使用这些规则</translation>
    </message>
    <message>
        <source>The program&apos;s own order</source>
        <translation>程序自带的顺序</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>未保存</translation>
    </message>
    <message>
        <source>“{rule}”: a difference of less than this counts as none</source>
        <translation>“{rule}”：小于此值的差异视为没有差异</translation>
    </message>
    <message>
        <source>Tick at least one rule.</source>
        <translation>请至少勾选一条规则。</translation>
    </message>
    <message>
        <source>No group is open to try the rules on.</source>
        <translation>没有待处理的组可供试用规则。</translation>
    </message>
    <message>
        <source>In the only open group another photo would be suggested to stay:</source>
        <translation>在唯一待处理的组中，建议保留的照片会改变：</translation>
    </message>
    <message>
        <source>In the only open group the same photo would be suggested to stay.</source>
        <translation>在唯一待处理的组中，建议保留的照片不变。</translation>
    </message>
    <message>
        <source>In {n} of {all} open groups another photo would be suggested to stay:</source>
        <translation>在 {all} 个待处理的组中，有 {n} 组会建议保留另一张照片：</translation>
    </message>
    <message>
        <source>In all {all} open groups the same photo would be suggested to stay.</source>
        <translation>在全部 {all} 个待处理的组中，建议保留的照片不变。</translation>
    </message>
    <message>
        <source>Save these rules</source>
        <translation>保存这些规则</translation>
    </message>
    <message>
        <source>Name of the set</source>
        <translation>规则集名称</translation>
    </message>
</context>
<context>
    <name>ScanBar</name>
    <message>
        <source>Scan</source>
        <translation>扫描</translation>
    </message>
    <message>
        <source>What the scan does now</source>
        <translation>扫描正在做什么</translation>
    </message>
    <message>
        <source>How far the scan is</source>
        <translation>扫描进度</translation>
    </message>
    <message>
        <source>Photo just read</source>
        <translation>刚读取的照片</translation>
    </message>
    <message>
        <source>Progress of the scan</source>
        <translation>扫描进度</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop the scan</source>
        <translation>停止扫描</translation>
    </message>
    <message>
        <source>Stop; what has been done is kept</source>
        <translation>停止；已完成的部分会保留</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
</context>
<context>
    <name>ScanReport</name>
    <message>
        <source>Not connected: {folders}.</source>
        <translation>未连接：{folders}。</translation>
    </message>
    <message>
        <source>Its photos stay in the library. Plug the disk in and scan again, or say where the folder is now.</source>
        <translation>其中的照片仍保留在图库中。请接上磁盘后重新扫描，或者指定该文件夹现在的位置。</translation>
    </message>
    <message>
        <source>Scan</source>
        <translation>扫描</translation>
    </message>
    <message>
        <source>Locate…</source>
        <translation>指定位置…</translation>
    </message>
    <message>
        <source>Not looked into, they belong to other programs: {folders}.</source>
        <translation>以下文件夹属于其他程序，未进入：{folders}。</translation>
    </message>
    <message>
        <source>What lies in there is not ours to tidy up.</source>
        <translation>里面的内容不归我们整理。</translation>
    </message>
    <message>
        <source>There are no photos in these folders.</source>
        <translation>这些文件夹中没有照片。</translation>
    </message>
    <message>
        <source>Add another folder, or look whether this one is the right one.</source>
        <translation>请添加其他文件夹，或检查是否选对了文件夹。</translation>
    </message>
    <message>
        <source>{photos}, {found}.</source>
        <translation>{photos}，{found}。</translation>
    </message>
    <message>
        <source>Nothing new: {photos}.</source>
        <translation>没有变化：{photos}。</translation>
    </message>
    <message>
        <source>{groups} of copies, {size}.</source>
        <translation>{groups}副本，{size}。</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>审阅</translation>
    </message>
    <message>
        <source>Not readable</source>
        <translation>无法读取的文件</translation>
    </message>
    <message>
        <source>, </source>
        <translation>，</translation>
    </message>
    <message>
        <source>{n} new</source>
        <translation>新增 {n} 张</translation>
    </message>
    <message>
        <source>{n} changed</source>
        <translation>更改 {n} 张</translation>
    </message>
    <message>
        <source>{n} read again</source>
        <translation>重新读取 {n} 张</translation>
    </message>
    <message>
        <source>{n} moved</source>
        <translation>移动 {n} 张</translation>
    </message>
    <message>
        <source>{n} gone</source>
        <translation>消失 {n} 张</translation>
    </message>
    <message>
        <source>{n} not readable</source>
        <translation>无法读取 {n} 个</translation>
    </message>
    <message>
        <source>The package hnswlib is missing. Nothing is overlooked, but finding copies among so many photos takes much longer: four times as long for twice as many.</source>
        <translation>缺少软件包 hnswlib。不会有任何遗漏，但照片这么多时，查找副本要慢得多：照片多一倍，时间就是四倍。</translation>
    </message>
    <message>
        <source>Pictures by their content and not by their name, not read: {n}</source>
        <translation>内容是图片但文件名不是图片名、未读取:{n}</translation>
    </message>
    <message>
        <source>A tick under Settings, Library, has such files read.</source>
        <translation>在“设置”的“图库”中勾选即可读取这类文件。</translation>
    </message>
    <message>
        <source>Scan stopped.</source>
        <translation>扫描已停止。</translation>
    </message>
    <message>
        <source>What was read is kept; the next scan does only the rest.</source>
        <translation>已读取的内容会保留；下次扫描只处理剩下的部分。</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
</context>
<context>
    <name>SearchChips</name>
    <message>
        <source>What is looked for</source>
        <translation>搜索条件</translation>
    </message>
    <message>
        <source>{what}: take it out of the search</source>
        <translation>{what}：从搜索中去掉</translation>
    </message>
</context>
<context>
    <name>SearchField</name>
    <message>
        <source>Suggestions</source>
        <translation>建议</translation>
    </message>
</context>
<context>
    <name>SearchMenu</name>
    <message>
        <source>Save this search…</source>
        <translation>保存此搜索…</translation>
    </message>
    <message>
        <source>Rename a search</source>
        <translation>重命名搜索</translation>
    </message>
    <message>
        <source>Forget a search</source>
        <translation>删除搜索</translation>
    </message>
    <message>
        <source>Save this search</source>
        <translation>保存此搜索</translation>
    </message>
    <message>
        <source>Name:</source>
        <translation>名称：</translation>
    </message>
    <message>
        <source>New name:</source>
        <translation>新名称：</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Recognition</source>
        <translation>识别</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>图库</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>The window follows when these settings are closed.</source>
        <translation>关闭设置后，窗口会切换到所选语言。</translation>
    </message>
    <message>
        <source>One photo: they go or stay together</source>
        <translation>视为一张照片：一起保留或一起移走</translation>
    </message>
    <message>
        <source>Two copies, keep the RAW</source>
        <translation>视为两个副本，保留 RAW</translation>
    </message>
    <message>
        <source>Two copies, keep the JPEG</source>
        <translation>视为两个副本，保留 JPEG</translation>
    </message>
    <message>
        <source>Two photos like any others</source>
        <translation>与其他照片一样视为两张</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Size of thumbnails</source>
        <translation>缩略图大小</translation>
    </message>
    <message>
        <source>Seconds a photo in a slide show</source>
        <translation>幻灯片放映中每张照片的秒数</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络模型</translation>
    </message>
    <message>
        <source>Runs on</source>
        <translation>运行于</translation>
    </message>
    <message>
        <source>Threads that read photos</source>
        <translation>读取照片的线程数</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>排除</translation>
    </message>
    <message>
        <source>RAW and JPEG of one shot</source>
        <translation>同一次拍摄的 RAW 和 JPEG</translation>
    </message>
    <message>
        <source>One for each core</source>
        <translation>每个核心一个</translation>
    </message>
    <message>
        <source>One pattern a line, for a name or a path below the folder: *.tmp, private/*. For this library and for new ones, from the next scan on.</source>
        <translation>每行一个模式，匹配名称或文件夹下的路径：*.tmp、private/*。对此图库和新图库有效，从下次扫描开始。</translation>
    </message>
    <message>
        <source>Look into hidden folders, too (this library)</source>
        <translation>也查看隐藏文件夹（仅此图库）</translation>
    </message>
    <message>
        <source>Also read pictures whose file name does not say so (this library)</source>
        <translation>同时读取文件名未表明是图片的图片(此图库)</translation>
    </message>
    <message>
        <source>Look for new photos by itself while the window is open</source>
        <translation>窗口打开时自动查找新照片</translation>
    </message>
    <message>
        <source>Files that come, change or go are taken in at once, but not on battery or behind a game or a presentation, where the system tells.</source>
        <translation>新增、更改或消失的文件会立即被处理；使用电池供电或者有全屏游戏、演示时（如果系统能告知）则暂停。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>The fastest there is</source>
        <translation>最快的设备</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>处理器</translation>
    </message>
    <message>
        <source>Graphics card (CUDA)</source>
        <translation>显卡（CUDA）</translation>
    </message>
    <message>
        <source>Graphics card (Metal)</source>
        <translation>显卡（Metal）</translation>
    </message>
</context>
<context>
    <name>ShortcutSheet</name>
    <message>
        <source>Keyboard</source>
        <translation>键盘</translation>
    </message>
    <message>
        <source>Keys and what they do</source>
        <translation>按键及其作用</translation>
    </message>
</context>
<context>
    <name>SideBar</name>
    <message>
        <source>Libraries and folders</source>
        <translation>图库和文件夹</translation>
    </message>
    <message>
        <source>Libraries</source>
        <translation>图库</translation>
    </message>
    <message>
        <source>F2 renames, Delete takes off the list</source>
        <translation>F2 重命名，Delete 从列表中移除</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Columns of the folders</source>
        <translation>文件夹的列</translation>
    </message>
    <message>
        <source>New library…</source>
        <translation>新建图库…</translation>
    </message>
    <message>
        <source>LIBRARIES</source>
        <translation>图库</translation>
    </message>
    <message>
        <source>Add a folder to this library…</source>
        <translation>向此图库添加文件夹…</translation>
    </message>
    <message>
        <source>FOLDERS</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>All photos</source>
        <translation>全部照片</translation>
    </message>
    <message>
        <source>{path}
Disk not connected</source>
        <translation>{path}
磁盘未连接</translation>
    </message>
    <message>
        <source>Disk “{name}” not connected</source>
        <translation>磁盘“{name}”未连接</translation>
    </message>
    <message>
        <source>{name}, {count}</source>
        <translation>{name}，{count}</translation>
    </message>
    <message>
        <source>Show only this folder</source>
        <translation>只显示此文件夹</translation>
    </message>
    <message>
        <source>How much of it is in another folder…</source>
        <translation>其中有多少在另一个文件夹里…</translation>
    </message>
    <message>
        <source>Locate…</source>
        <translation>指定位置…</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <source>Take off the list…</source>
        <translation>从列表中移除…</translation>
    </message>
</context>
<context>
    <name>SimilarPanel</name>
    <message>
        <source>Similar photos</source>
        <translation>相似照片</translation>
    </message>
    <message>
        <source>Similar photos, copies first</source>
        <translation>相似照片，副本在前</translation>
    </message>
    <message>
        <source>Back to the search before</source>
        <translation>返回上一次搜索</translation>
    </message>
    <message>
        <source>Search with a picture from elsewhere…</source>
        <translation>用其他图片搜索…</translation>
    </message>
    <message>
        <source>Close the panel of similar photos</source>
        <translation>关闭相似照片面板</translation>
    </message>
    <message>
        <source>Picture searched for</source>
        <translation>用来搜索的图片</translation>
    </message>
    <message>
        <source>Name of the picture searched for</source>
        <translation>用来搜索的图片的名称</translation>
    </message>
    <message>
        <source>Result of the search</source>
        <translation>搜索结果</translation>
    </message>
    <message>
        <source>Photos that are alike only in mood</source>
        <translation>仅氛围相近的照片</translation>
    </message>
    <message>
        <source>Choose a photo</source>
        <translation>选择一张照片</translation>
    </message>
    <message>
        <source>Click a photo to see what resembles it, or search with a picture from elsewhere: drop it here, paste it or open it.</source>
        <translation>单击一张照片查看与它相似的照片；也可以用其他图片搜索：拖到这里、粘贴或打开。</translation>
    </message>
    <message>
        <source>Open a picture…</source>
        <translation>打开图片…</translation>
    </message>
    <message>
        <source>Part of {name}</source>
        <translation>{name} 的局部</translation>
    </message>
    <message>
        <source>From the clipboard</source>
        <translation>来自剪贴板</translation>
    </message>
    <message>
        <source>{n} most similar</source>
        <translation>最相似的 {n} 张</translation>
    </message>
    <message>
        <source>Nothing is really similar</source>
        <translation>没有真正相似的照片</translation>
    </message>
    <message>
        <source>Only alike in mood: {n} more</source>
        <translation>仅氛围相近：另有 {n} 张</translation>
    </message>
    <message>
        <source>{kind}, {sure}</source>
        <translation>{kind}，{sure}</translation>
    </message>
    <message>
        <source>Hide the {n} that are alike only in mood</source>
        <translation>隐藏仅氛围相近的 {n} 张</translation>
    </message>
    <message>
        <source>The other photos are no more alike to this one than chance makes them.</source>
        <translation>其他照片与这张的相似程度不超过偶然。</translation>
    </message>
    <message>
        <source>{found}, less like {photos}</source>
        <translation>{found}，已排除类似 {photos}的</translation>
    </message>
    <message>
        <source>Only alike in mood</source>
        <translation>仅氛围相近</translation>
    </message>
    <message>
        <source>Searching…</source>
        <translation>正在搜索…</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>没有找到</translation>
    </message>
    <message>
        <source>Nothing similar yet</source>
        <translation>还没有相似照片</translation>
    </message>
    <message>
        <source>There is no other photo to compare with, or this one has not been read. Results appear while a scan goes on.</source>
        <translation>没有其他照片可以比较，或这张照片还未读取。扫描过程中会出现结果。</translation>
    </message>
    <message>
        <source>Not searched</source>
        <translation>未搜索</translation>
    </message>
    <message>
        <source>This picture cannot be opened.</source>
        <translation>无法打开这张图片。</translation>
    </message>
    <message>
        <source>The search failed.</source>
        <translation>搜索失败。</translation>
    </message>
    <message>
        <source>This is a fault of the program; Help &gt; Report a problem has the details.</source>
        <translation>这是程序的错误；详情见“帮助 &gt; 报告问题”。</translation>
    </message>
</context>
<context>
    <name>Stage</name>
    <message>
        <source>Grid</source>
        <translation>网格</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>并排</translation>
    </message>
    <message>
        <source>Slider</source>
        <translation>滑动对比</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Layout: {mode}</source>
        <translation>布局：{mode}</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Photos of the group</source>
        <translation>组内的照片</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>This file cannot be opened now</source>
        <translation>现在无法打开该文件</translation>
    </message>
    <message>
        <source>Trash</source>
        <translation>移走</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>One of the files cannot be opened now</source>
        <translation>其中一个文件现在无法打开</translation>
    </message>
    <message>
        <source>Comparing …</source>
        <translation>正在比较…</translation>
    </message>
    <message>
        <source>Fitted</source>
        <translation>适合窗口</translation>
    </message>
    <message>
        <source>Filled</source>
        <translation>填满</translation>
    </message>
</context>
<context>
    <name>StageDelegate</name>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Trash</source>
        <translation>移走</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>已锁定</translation>
    </message>
</context>
<context>
    <name>StageGrid</name>
    <message>
        <source>Photos of the group</source>
        <translation>组内的照片</translation>
    </message>
</context>
<context>
    <name>StageModel</name>
    <message>
        <source>Photo {n} of {count}</source>
        <translation>第 {n} 张，共 {count} 张</translation>
    </message>
    <message>
        <source>the one to keep</source>
        <translation>要保留的一张</translation>
    </message>
    <message>
        <source>marked for the trash</source>
        <translation>已标记移走</translation>
    </message>
    <message>
        <source>its folder is locked</source>
        <translation>所在文件夹已锁定</translation>
    </message>
</context>
<context>
    <name>Teacher</name>
    <message>
        <source>Only marks are set; undo takes them back.</source>
        <translation>只设置标记；可以撤销。</translation>
    </message>
</context>
<context>
    <name>ThemeBar</name>
    <message>
        <source>How themes are found</source>
        <translation>主题的查找方式</translation>
    </message>
    <message>
        <source>Which themes are shown</source>
        <translation>当前显示的主题</translation>
    </message>
    <message>
        <source>“Every photo” puts each photo into a theme (k-means).
“Dense only” leaves out what resembles little (HDBSCAN).</source>
        <translation>“所有照片”会把每张照片归入一个主题（k-means）。
“仅密集处”会略去与其他照片差异较大的照片（HDBSCAN）。</translation>
    </message>
    <message>
        <source>Every photo</source>
        <translation>所有照片</translation>
    </message>
    <message>
        <source>Dense only</source>
        <translation>仅密集处</translation>
    </message>
    <message>
        <source>How many themes</source>
        <translation>主题数量</translation>
    </message>
    <message>
        <source>Suggested number</source>
        <translation>推荐数量</translation>
    </message>
    <message>
        <source>Find themes</source>
        <translation>查找主题</translation>
    </message>
</context>
<context>
    <name>ThemeDelegate</name>
    <message>
        <source>Name of the theme</source>
        <translation>主题名称</translation>
    </message>
</context>
<context>
    <name>ThemeList</name>
    <message>
        <source>Themes</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Scroll the themes</source>
        <translation>滚动主题列表</translation>
    </message>
</context>
<context>
    <name>ThemeRows</name>
    <message>
        <source>In no theme</source>
        <translation>不属于任何主题</translation>
    </message>
    <message>
        <source>Theme {n}</source>
        <translation>主题 {n}</translation>
    </message>
    <message>
        <source>{day} {month} {year}</source>
        <translation>{year}年{month}{day}日</translation>
    </message>
    <message>
        <source>{month} {year}</source>
        <translation>{year}年{month}</translation>
    </message>
    <message>
        <source>{name}, {date}</source>
        <translation>{name}，{date}</translation>
    </message>
</context>
<context>
    <name>ThemesView</name>
    <message>
        <source>Find themes</source>
        <translation>查找主题</translation>
    </message>
    <message>
        <source>the photos have changed since; find them again</source>
        <translation>照片此后有变化；请重新查找</translation>
    </message>
    <message>
        <source>Looking for themes…</source>
        <translation>正在查找主题…</translation>
    </message>
    <message>
        <source>Photos of one kind are put together; no photo is opened for that.</source>
        <translation>把同类照片放在一起；为此不会打开任何照片。</translation>
    </message>
    <message>
        <source>No theme was found</source>
        <translation>没有找到主题</translation>
    </message>
    <message>
        <source>The photos resemble each other too little. Try “Every photo” above.</source>
        <translation>照片之间相似度太低。请试试上方的“所有照片”。</translation>
    </message>
    <message>
        <source>One photo makes no theme</source>
        <translation>一张照片无法归成主题</translation>
    </message>
    <message>
        <source>A theme is photos of one kind: it needs two of them.</source>
        <translation>主题是同一类照片，至少需要两张。</translation>
    </message>
    <message>
        <source>Too few photos for themes</source>
        <translation>照片太少，无法形成主题</translation>
    </message>
    <message>
        <source>They are found when the folders of this library have been scanned.</source>
        <translation>扫描此图库的文件夹后即可查找主题。</translation>
    </message>
    <message>
        <source>Scan now</source>
        <translation>立即扫描</translation>
    </message>
    <message>
        <source>Photos of one kind together</source>
        <translation>同类照片放在一起</translation>
    </message>
    <message>
        <source>Beaches, receipts, cats: found in {photos} by what they show.</source>
        <translation>海滩、票据、猫：根据内容在{photos}中查找。</translation>
    </message>
</context>
<context>
    <name>ToolBar</name>
    <message>
        <source>Tools</source>
        <translation>工具</translation>
    </message>
    <message>
        <source>Find by name</source>
        <translation>按名称查找</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>页面</translation>
    </message>
    <message>
        <source>Saved searches</source>
        <translation>已存的搜索</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Scan</source>
        <translation>扫描</translation>
    </message>
    <message>
        <source>Find photos</source>
        <translation>查找照片</translation>
    </message>
</context>
<context>
    <name>TrashSheet</name>
    <message>
        <source>Move to trash</source>
        <translation>移到回收站</translation>
    </message>
    <message>
        <source>Move {photos} to the trash?</source>
        <translation>将 {photos}移到回收站?</translation>
    </message>
    <message>
        <source>Of {photos} no copy is known that stays and holds all that they hold.</source>
        <translation>{photos}没有已知的、会保留且内容完整的副本。</translation>
    </message>
    <message>
        <source>Of {photos} a copy may be there, but nobody has compared the two in full size.</source>
        <translation>{photos}可能有副本,但尚未以完整尺寸比较过。</translation>
    </message>
    <message>
        <source>They go to the trash of the system, and Undo brings them back.</source>
        <translation>它们会进入系统的回收站,撤销即可恢复。</translation>
    </message>
    <message>
        <source>{photos} of the same shots go along: a RAW and its JPEG are one photo.</source>
        <translation>同一次拍摄的 {photos}会一起移走:RAW 和它的 JPEG 是一张照片。</translation>
    </message>
    <message>
        <source>{photos} in locked folders stay.</source>
        <translation>已锁定文件夹中的 {photos}会保留。</translation>
    </message>
    <message>
        <source>{photos} on disks that are not connected stay.</source>
        <translation>未连接磁盘上的 {photos}会保留。</translation>
    </message>
</context>
<context>
    <name>TroubleNotices</name>
    <message>
        <source>What the program remembers of this library is damaged.</source>
        <translation>程序为此图库记住的内容已损坏。</translation>
    </message>
    <message>
        <source>Your photos and decisions are not; a scan makes it anew.</source>
        <translation>您的照片和决定没有受影响；扫描一次即可重建。</translation>
    </message>
    <message>
        <source>Scan</source>
        <translation>扫描</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>The program ended by a crash the last time.</source>
        <translation>程序上次因崩溃而退出。</translation>
    </message>
    <message>
        <source>A report of it helps to mend that; nothing is sent by itself.</source>
        <translation>崩溃报告有助于修复问题；不会自动发送任何内容。</translation>
    </message>
    <message>
        <source>Something went wrong that should not have.</source>
        <translation>发生了不该发生的错误。</translation>
    </message>
    <message>
        <source>Details…</source>
        <translation>详细信息…</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>Welcome</source>
        <translation>欢迎</translation>
    </message>
    <message>
        <source>Drop a folder here</source>
        <translation>把文件夹拖到这里</translation>
    </message>
    <message>
        <source>Program icon</source>
        <translation>程序图标</translation>
    </message>
    <message>
        <source>Drop a photo folder here</source>
        <translation>把照片文件夹拖到这里</translation>
    </message>
    <message>
        <source>See which photos resemble one another, find the copies among them, and tidy up safely. Everything stays on this computer; nothing is changed until you say so.</source>
        <translation>查看哪些照片彼此相似，找出其中的重复，安全地整理。一切都留在这台电脑上；未经您同意不会做任何更改。</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>选择文件夹…</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>选择文件夹</translation>
    </message>
    <message>
        <source>Try it with demo photos</source>
        <translation>用示例照片试一试</translation>
    </message>
    <message>
        <source>Look at {folder}</source>
        <translation>查看 {folder}</translation>
    </message>
</context>
<context>
    <name>WorkingView</name>
    <message>
        <source>Something went wrong that should not have.</source>
        <translation>发生了不该发生的错误。</translation>
    </message>
</context>
<context>
    <name>_GoingDelegate</name>
    <message>
        <source>Last copy</source>
        <translation>最后一份</translation>
    </message>
    <message>
        <source>Stays after all</source>
        <translation>改为保留</translation>
    </message>
    <message>
        <source>Stays: {name}</source>
        <translation>保留：{name}</translation>
    </message>
</context>
<context>
    <name>act</name>
    <message>
        <source>Part of the journal cannot be read any more.</source>
        <translation>日志的一部分已无法读取。</translation>
    </message>
</context>
<context>
    <name>commands</name>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Library</source>
        <translation>图库(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Picture</source>
        <translation>图片(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>所有地方</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>Duplicates</source>
        <translation>重复照片</translation>
    </message>
    <message>
        <source>Among duplicates</source>
        <translation>浏览重复照片时</translation>
    </message>
    <message>
        <source>Themes</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>地图</translation>
    </message>
    <message>
        <source>Large view</source>
        <translation>大图视图</translation>
    </message>
    <message>
        <source>Problem files</source>
        <translation>问题文件</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Trained models</source>
        <translation>训练好的模型</translation>
    </message>
    <message>
        <source>Open a folder…</source>
        <translation>打开文件夹…</translation>
    </message>
    <message>
        <source>Add a folder to this library…</source>
        <translation>向此图库添加文件夹…</translation>
    </message>
    <message>
        <source>Search with a picture…</source>
        <translation>以图搜图…</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>设置…</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Scan for new photos</source>
        <translation>扫描新照片</translation>
    </message>
    <message>
        <source>Stop the scan</source>
        <translation>停止扫描</translation>
    </message>
    <message>
        <source>Learn from my photos…</source>
        <translation>从我的照片学习…</translation>
    </message>
    <message>
        <source>Trained models…</source>
        <translation>训练好的模型…</translation>
    </message>
    <message>
        <source>Rename this library…</source>
        <translation>重命名此图库…</translation>
    </message>
    <message>
        <source>Take this library off the list…</source>
        <translation>从列表中移除此图库…</translation>
    </message>
    <message>
        <source>Show large</source>
        <translation>大图显示</translation>
    </message>
    <message>
        <source>Similar photos</source>
        <translation>相似照片</translation>
    </message>
    <message>
        <source>Its copies</source>
        <translation>它的副本</translation>
    </message>
    <message>
        <source>Show in the file manager</source>
        <translation>在文件管理器中显示</translation>
    </message>
    <message>
        <source>Copy the path</source>
        <translation>复制路径</translation>
    </message>
    <message>
        <source>Side bar</source>
        <translation>侧边栏</translation>
    </message>
    <message>
        <source>Panel of similar photos</source>
        <translation>相似照片面板</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Do something by its name…</source>
        <translation>按名称执行操作…</translation>
    </message>
    <message>
        <source>Change keys…</source>
        <translation>更改按键…</translation>
    </message>
    <message>
        <source>Report a problem…</source>
        <translation>报告问题…</translation>
    </message>
    <message>
        <source>Is there a newer version?</source>
        <translation>有更新的版本吗？</translation>
    </message>
    <message>
        <source>About ImgSim Desktop</source>
        <translation>关于 ImgSim Desktop</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>Select none</source>
        <translation>全不选</translation>
    </message>
    <message>
        <source>Tag them…</source>
        <translation>为它们添加标签…</translation>
    </message>
    <message>
        <source>Copy them into an album folder…</source>
        <translation>将它们复制到相册文件夹…</translation>
    </message>
    <message>
        <source>Take back the last tag or album</source>
        <translation>撤回上一个标签或相册</translation>
    </message>
    <message>
        <source>Larger thumbnails</source>
        <translation>放大缩略图</translation>
    </message>
    <message>
        <source>Photos chosen</source>
        <translation>选中的照片</translation>
    </message>
    <message>
        <source>Paste: move here what was cut, or search with a picture</source>
        <translation>粘贴:移来剪切的照片,或用图片搜索</translation>
    </message>
    <message>
        <source>Back to the page before</source>
        <translation>返回上一页</translation>
    </message>
    <message>
        <source>Forth to the page after</source>
        <translation>前进到下一页</translation>
    </message>
    <message>
        <source>More like these</source>
        <translation>更多类似这些的照片</translation>
    </message>
    <message>
        <source>Similar to a part: draw a box on the large photo</source>
        <translation>与局部相似：在大图上画一个框</translation>
    </message>
    <message>
        <source>Not like this</source>
        <translation>不要类似这张的</translation>
    </message>
    <message>
        <source>Open with the default program</source>
        <translation>用默认程序打开</translation>
    </message>
    <message>
        <source>Messages so far</source>
        <translation>查看消息</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <source>Move to another folder…</source>
        <translation>移到其他文件夹…</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Cut, to move them by pasting</source>
        <translation>剪切,粘贴时移动</translation>
    </message>
    <message>
        <source>No stars</source>
        <translation>无星级</translation>
    </message>
    <message>
        <source>One star</source>
        <translation>一星</translation>
    </message>
    <message>
        <source>Two stars</source>
        <translation>二星</translation>
    </message>
    <message>
        <source>Three stars</source>
        <translation>三星</translation>
    </message>
    <message>
        <source>Four stars</source>
        <translation>四星</translation>
    </message>
    <message>
        <source>Five stars</source>
        <translation>五星</translation>
    </message>
    <message>
        <source>Pick this photo</source>
        <translation>选取这张照片</translation>
    </message>
    <message>
        <source>Reject this photo</source>
        <translation>排除这张照片</translation>
    </message>
    <message>
        <source>Neither picked nor rejected</source>
        <translation>既不选取也不排除</translation>
    </message>
    <message>
        <source>Properties</source>
        <translation>属性</translation>
    </message>
    <message>
        <source>Select the others</source>
        <translation>反选</translation>
    </message>
    <message>
        <source>Undo the last thing done to files</source>
        <translation>撤销上一次文件操作</translation>
    </message>
    <message>
        <source>Smaller thumbnails</source>
        <translation>缩小缩略图</translation>
    </message>
    <message>
        <source>Turn the order round</source>
        <translation>反转顺序</translation>
    </message>
    <message>
        <source>Up to the month before</source>
        <translation>向上到前一个月份</translation>
    </message>
    <message>
        <source>Down to the next month</source>
        <translation>向下到下一个月份</translation>
    </message>
    <message>
        <source>Square cells</source>
        <translation>方形格子</translation>
    </message>
    <message>
        <source>Days above their photos</source>
        <translation>在照片上方显示日期</translation>
    </message>
    <message>
        <source>All names</source>
        <translation>显示所有名称</translation>
    </message>
    <message>
        <source>All stars</source>
        <translation>显示所有星级</translation>
    </message>
    <message>
        <source>Accept the marks and go on</source>
        <translation>接受标记并继续</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>接受</translation>
    </message>
    <message>
        <source>Mark or unmark this photo for the trash</source>
        <translation>标记或取消移走这张照片</translation>
    </message>
    <message>
        <source>Trash</source>
        <translation>移走</translation>
    </message>
    <message>
        <source>Keep only this photo</source>
        <translation>只保留这张照片</translation>
    </message>
    <message>
        <source>Keep only</source>
        <translation>只留此张</translation>
    </message>
    <message>
        <source>Keep all photos of the group</source>
        <translation>保留这一组的全部照片</translation>
    </message>
    <message>
        <source>Keep all</source>
        <translation>全部保留</translation>
    </message>
    <message>
        <source>Compare with this photo and keep it</source>
        <translation>以这张为准并保留</translation>
    </message>
    <message>
        <source>Keep this</source>
        <translation>以此为准</translation>
    </message>
    <message>
        <source>Keep the best {n}, trash the rest</source>
        <translation>保留最好的 {n} 张，其余移走</translation>
    </message>
    <message>
        <source>Best {n}</source>
        <translation>最好 {n} 张</translation>
    </message>
    <message>
        <source>They belong together and all stay; remember it</source>
        <translation>它们相关，全部保留；以后不再询问</translation>
    </message>
    <message>
        <source>Related</source>
        <translation>相关</translation>
    </message>
    <message>
        <source>These are not duplicates; remember it</source>
        <translation>这些不是重复照片；请记住</translation>
    </message>
    <message>
        <source>Not duplicates</source>
        <translation>不是重复</translation>
    </message>
    <message>
        <source>Only this photo does not belong here</source>
        <translation>只有这张不属于这一组</translation>
    </message>
    <message>
        <source>Does not belong</source>
        <translation>不属于此组</translation>
    </message>
    <message>
        <source>Leave the group for later</source>
        <translation>留待以后处理</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>稍后</translation>
    </message>
    <message>
        <source>Accept all groups listed, after a look at a sample…</source>
        <translation>查看样本后接受列出的所有组…</translation>
    </message>
    <message>
        <source>Accept all…</source>
        <translation>全部接受…</translation>
    </message>
    <message>
        <source>Undo the last decision</source>
        <translation>撤销上一个决定</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Next group</source>
        <translation>下一组</translation>
    </message>
    <message>
        <source>Previous group</source>
        <translation>上一组</translation>
    </message>
    <message>
        <source>Next group that was not left for later</source>
        <translation>下一个未推迟的组</translation>
    </message>
    <message>
        <source>First group</source>
        <translation>第一组</translation>
    </message>
    <message>
        <source>Last group</source>
        <translation>最后一组</translation>
    </message>
    <message>
        <source>Filter the groups by name, folder, day and size</source>
        <translation>按名称、文件夹、日期和大小筛选组</translation>
    </message>
    <message>
        <source>Next photo</source>
        <translation>下一张照片</translation>
    </message>
    <message>
        <source>Previous photo</source>
        <translation>上一张照片</translation>
    </message>
    <message>
        <source>Grid, side by side, slider, difference</source>
        <translation>网格、并排、滑动对比、差异</translation>
    </message>
    <message>
        <source>The layouts in reverse</source>
        <translation>反向切换布局</translation>
    </message>
    <message>
        <source>Show what differs, or go back</source>
        <translation>显示差异，或返回</translation>
    </message>
    <message>
        <source>Actual size at the pointer, or fitted</source>
        <translation>在指针处显示原始大小，或适合窗口</translation>
    </message>
    <message>
        <source>Pictures cut to fill their places, or all of them</source>
        <translation>裁切画面以填满各自区域，或显示完整画面</translation>
    </message>
    <message>
        <source>Side by side, or one above the other</source>
        <translation>左右并排，或上下排列</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Move the pictures to the left, or in the grid choose more photos</source>
        <translation>向左移动图片；在网格中则选择更多照片</translation>
    </message>
    <message>
        <source>Move the pictures to the right, or in the grid choose more photos</source>
        <translation>向右移动图片；在网格中则选择更多照片</translation>
    </message>
    <message>
        <source>Move the pictures up, or in the grid choose more photos</source>
        <translation>向上移动图片；在网格中则选择更多照片</translation>
    </message>
    <message>
        <source>Move the pictures down, or in the grid choose more photos</source>
        <translation>向下移动图片；在网格中则选择更多照片</translation>
    </message>
    <message>
        <source>The same detail of all photos at 1:1, or whole photos</source>
        <translation>以 1:1 显示所有照片的同一细节，或显示整张照片</translation>
    </message>
    <message>
        <source>The list of groups, or its room for the pictures</source>
        <translation>显示分组列表，或把位置让给图片</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>分组</translation>
    </message>
    <message>
        <source>Similar photos in the whole library</source>
        <translation>整个图库中的相似照片</translation>
    </message>
    <message>
        <source>Show this photo large</source>
        <translation>大图显示这张照片</translation>
    </message>
    <message>
        <source>Show this photo in the file manager</source>
        <translation>在文件管理器中显示这张照片</translation>
    </message>
    <message>
        <source>Copy the path of this photo</source>
        <translation>复制这张照片的路径</translation>
    </message>
    <message>
        <source>Lock or unlock this photo&apos;s folder</source>
        <translation>锁定或解锁这张照片所在的文件夹</translation>
    </message>
    <message>
        <source>Prefer this photo&apos;s folder, or no more</source>
        <translation>优先或不再优先这张照片所在的文件夹</translation>
    </message>
    <message>
        <source>Keep or trash photo {n}</source>
        <translation>保留或移走第 {n} 张</translation>
    </message>
    <message>
        <source>Keep only photo {n}</source>
        <translation>只保留第 {n} 张</translation>
    </message>
    <message>
        <source>More groups, less sure</source>
        <translation>更多的组，把握较小</translation>
    </message>
    <message>
        <source>Fewer groups, surer</source>
        <translation>更少的组，更有把握</translation>
    </message>
    <message>
        <source>Rules for what is kept…</source>
        <translation>保留规则…</translation>
    </message>
    <message>
        <source>Rules…</source>
        <translation>规则…</translation>
    </message>
    <message>
        <source>Move what is marked to the trash…</source>
        <translation>把标记的照片移到回收站…</translation>
    </message>
    <message>
        <source>Move to trash</source>
        <translation>移到回收站</translation>
    </message>
    <message>
        <source>Undo the last move to the trash</source>
        <translation>撤销上一次移到回收站</translation>
    </message>
    <message>
        <source>Next part of the page</source>
        <translation>页面的下一部分</translation>
    </message>
    <message>
        <source>Export the groups…</source>
        <translation>导出分组…</translation>
    </message>
    <message>
        <source>Load a review…</source>
        <translation>载入复审…</translation>
    </message>
    <message>
        <source>Save the receipt of the last commit…</source>
        <translation>保存上次执行的回执…</translation>
    </message>
    <message>
        <source>Compare two folders…</source>
        <translation>比较两个文件夹…</translation>
    </message>
    <message>
        <source>Find themes</source>
        <translation>查找主题</translation>
    </message>
    <message>
        <source>Open the theme</source>
        <translation>打开主题</translation>
    </message>
    <message>
        <source>Back to all themes</source>
        <translation>返回所有主题</translation>
    </message>
    <message>
        <source>Rename the theme…</source>
        <translation>重命名主题…</translation>
    </message>
    <message>
        <source>Select its photos in the gallery</source>
        <translation>在照片页中选中这些照片</translation>
    </message>
    <message>
        <source>Tag its photos…</source>
        <translation>为其照片添加标签…</translation>
    </message>
    <message>
        <source>Copy its photos into an album folder…</source>
        <translation>将这些照片复制到相册文件夹…</translation>
    </message>
    <message>
        <source>Draw round photos to select them</source>
        <translation>圈选照片</translation>
    </message>
    <message>
        <source>Select them in the gallery</source>
        <translation>在照片页中选中它们</translation>
    </message>
    <message>
        <source>Farther</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Closer</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>The whole map</source>
        <translation>整张地图</translation>
    </message>
    <message>
        <source>Draw the map again</source>
        <translation>重新绘制地图</translation>
    </message>
    <message>
        <source>Copy the list</source>
        <translation>复制列表</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Find photos</source>
        <translation>查找照片</translation>
    </message>
    <message>
        <source>Nothing but the pictures, or the whole page</source>
        <translation>只看图片，或回到整个页面</translation>
    </message>
    <message>
        <source>Pictures only</source>
        <translation>只看图片</translation>
    </message>
    <message>
        <source>From the pictures alone back to the whole page</source>
        <translation>从只看图片回到整个页面</translation>
    </message>
    <message>
        <source>Only differences, or all facts; over pictures alone also none</source>
        <translation>只显示差异，或显示全部信息；只看图片时还可全部隐藏</translation>
    </message>
    <message>
        <source>Open this photo with the default program</source>
        <translation>用默认程序打开这张照片</translation>
    </message>
    <message>
        <source>Facts and histogram</source>
        <translation>照片信息和直方图</translation>
    </message>
    <message>
        <source>Photos before and after</source>
        <translation>前后的照片</translation>
    </message>
    <message>
        <source>Slide show</source>
        <translation>幻灯片放映</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Whole photo</source>
        <translation>整张照片</translation>
    </message>
    <message>
        <source>One pixel for each pixel</source>
        <translation>实际像素大小</translation>
    </message>
    <message>
        <source>Whole photo or 1:1</source>
        <translation>整张照片或 1:1</translation>
    </message>
    <message>
        <source>Photo before</source>
        <translation>上一张照片</translation>
    </message>
    <message>
        <source>First photo</source>
        <translation>第一张照片</translation>
    </message>
    <message>
        <source>Last photo</source>
        <translation>最后一张照片</translation>
    </message>
    <message>
        <source>Page, frame or moment before</source>
        <translation>上一页、上一帧或上一时刻</translation>
    </message>
    <message>
        <source>Next page, frame or moment</source>
        <translation>下一页、下一帧或下一时刻</translation>
    </message>
    <message>
        <source>Move the photo to the left</source>
        <translation>向左移动照片</translation>
    </message>
    <message>
        <source>Move the photo to the right</source>
        <translation>向右移动照片</translation>
    </message>
    <message>
        <source>Move the photo up</source>
        <translation>向上移动照片</translation>
    </message>
    <message>
        <source>Move the photo down</source>
        <translation>向下移动照片</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>下移</translation>
    </message>
    <message>
        <source>New name…</source>
        <translation>改名…</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>移除…</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Not duplicates, or related</source>
        <translation>非重复或相关</translation>
    </message>
    <message>
        <source>Go to</source>
        <translation>转到</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>This photo and its folder</source>
        <translation>此照片及其文件夹</translation>
    </message>
    <message>
        <source>Confidence, rules and reviews</source>
        <translation>置信度、规则与审阅</translation>
    </message>
    <message>
        <source>Stars and picks</source>
        <translation>星级与选中</translation>
    </message>
    <message>
        <source>No library is open.</source>
        <translation>没有打开图库。</translation>
    </message>
    <message>
        <source>No scan runs.</source>
        <translation>没有正在进行的扫描。</translation>
    </message>
    <message>
        <source>Something runs that must end first.</source>
        <translation>有操作正在进行,须先结束。</translation>
    </message>
    <message>
        <source>A photo is shown large: go back first.</source>
        <translation>正在大图查看照片:请先返回。</translation>
    </message>
    <message>
        <source>There is no group on the stage.</source>
        <translation>当前没有显示照片组。</translation>
    </message>
    <message>
        <source>No group listed here can be accepted as a whole.</source>
        <translation>此处列出的照片组都不能整体接受。</translation>
    </message>
    <message>
        <source>Nothing is marked for the trash.</source>
        <translation>没有标记为移到回收站的照片。</translation>
    </message>
    <message>
        <source>Nothing is chosen.</source>
        <translation>没有选中任何内容。</translation>
    </message>
    <message>
        <source>Choose two photos or more.</source>
        <translation>请选择两张或更多照片。</translation>
    </message>
    <message>
        <source>Choose a photo in the panel of similar photos.</source>
        <translation>请在相似照片面板中选择一张照片。</translation>
    </message>
    <message>
        <source>There is nothing to choose from.</source>
        <translation>没有可选的内容。</translation>
    </message>
    <message>
        <source>There is nothing to undo.</source>
        <translation>没有可撤销的操作。</translation>
    </message>
    <message>
        <source>There is nothing to do again.</source>
        <translation>没有可重做的操作。</translation>
    </message>
    <message>
        <source>Nothing comes after this.</source>
        <translation>后面没有了。</translation>
    </message>
    <message>
        <source>Nothing comes before this.</source>
        <translation>前面没有了。</translation>
    </message>
    <message>
        <source>It goes no further this way.</source>
        <translation>已到尽头。</translation>
    </message>
    <message>
        <source>Only where photos are seen beside one another.</source>
        <translation>仅在并排查看照片时可用。</translation>
    </message>
    <message>
        <source>What is chosen has no name to change.</source>
        <translation>所选内容没有可更改的名称。</translation>
    </message>
    <message>
        <source>No theme is open.</source>
        <translation>没有打开主题。</translation>
    </message>
    <message>
        <source>A theme is open already.</source>
        <translation>已打开一个主题。</translation>
    </message>
    <message>
        <source>Only where the pictures fill the window.</source>
        <translation>仅在图片占满窗口时可用。</translation>
    </message>
    <message>
        <source>Only where photos are sorted by date.</source>
        <translation>仅在按日期排序时可用。</translation>
    </message>
    <message>
        <source>Only where photos stand in rows.</source>
        <translation>仅在按行排列时可用。</translation>
    </message>
    <message>
        <source>No page, frame or moment comes after this.</source>
        <translation>后面没有页面、帧或时刻。</translation>
    </message>
    <message>
        <source>No page, frame or moment comes before this.</source>
        <translation>前面没有页面、帧或时刻。</translation>
    </message>
    <message>
        <source>There are fewer photos in the group.</source>
        <translation>组中没有这么多照片。</translation>
    </message>
    <message>
        <source>Hold: show the kept photo in its place</source>
        <translation>按住：在原位显示保留的照片</translation>
    </message>
    <message>
        <source>Go to the next photo</source>
        <translation>转到下一张照片</translation>
    </message>
    <message>
        <source>First and last photo</source>
        <translation>第一张和最后一张</translation>
    </message>
    <message>
        <source>A screen up or down</source>
        <translation>上一屏或下一屏</translation>
    </message>
    <message>
        <source>With arrows or clicks: select several</source>
        <translation>配合方向键或单击：选择多张</translation>
    </message>
    <message>
        <source>Select this photo too, or no more</source>
        <translation>加选这张照片，或取消选择</translation>
    </message>
    <message>
        <source>Larger or smaller thumbnails</source>
        <translation>放大或缩小缩略图</translation>
    </message>
    <message>
        <source>Type the beginning of a name to go there</source>
        <translation>键入名称的开头即可跳转</translation>
    </message>
    <message>
        <source>Move the map, or go from photo to photo after Space</source>
        <translation>移动地图；按空格后则在照片间移动</translation>
    </message>
    <message>
        <source>Choose the photo in the middle; then select it</source>
        <translation>选定中间的照片；再按则选中它</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>空格</translation>
    </message>
    <message>
        <source>Draw round photos, with Ctrl to add more</source>
        <translation>圈选照片，按住 Ctrl 可继续添加</translation>
    </message>
    <message>
        <source>Shift+drag</source>
        <translation>Shift+拖动</translation>
    </message>
    <message>
        <source>From row to row</source>
        <translation>逐行移动</translation>
    </message>
</context>
<context>
    <name>differences</name>
    <message>
        <source>Damage</source>
        <translation>损坏</translation>
    </message>
    <message>
        <source>Pixels</source>
        <translation>像素</translation>
    </message>
    <message>
        <source>File size</source>
        <translation>文件大小</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>JPEG quality</source>
        <translation>JPEG 质量</translation>
    </message>
    <message>
        <source>Sharpness</source>
        <translation>清晰度</translation>
    </message>
    <message>
        <source>Taken</source>
        <translation>拍摄时间</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>修改时间</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>相机</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>地点</translation>
    </message>
    <message>
        <source>Keywords</source>
        <translation>关键词</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>评分</translation>
    </message>
    <message>
        <source>Written by</source>
        <translation>写入软件</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Film</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>录音</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>页数</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>图层</translation>
    </message>
    <message>
        <source>HDR gain map</source>
        <translation>HDR 增益图</translation>
    </message>
    <message>
        <source>Depth map</source>
        <translation>深度图</translation>
    </message>
    <message>
        <source>Thermal picture</source>
        <translation>热成像图</translation>
    </message>
    <message>
        <source>Transparency</source>
        <translation>透明度</translation>
    </message>
    <message>
        <source>Bits a channel</source>
        <translation>每通道位数</translation>
    </message>
    <message>
        <source>Colours beyond sRGB</source>
        <translation>超出 sRGB 的色彩</translation>
    </message>
    <message>
        <source>Film beside it</source>
        <translation>旁边的视频</translation>
    </message>
    <message>
        <source>Edits beside it</source>
        <translation>旁边的编辑记录</translation>
    </message>
    <message>
        <source>Sound beside it</source>
        <translation>旁边的录音</translation>
    </message>
    <message>
        <source>Same shot beside it</source>
        <translation>旁边的同次拍摄文件</translation>
    </message>
    <message>
        <source>What else is in it</source>
        <translation>其他内容</translation>
    </message>
    <message>
        <source>not read yet</source>
        <translation>尚未读取</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>有</translation>
    </message>
    <message>
        <source>{n} s</source>
        <translation>{n} 秒</translation>
    </message>
</context>
<context>
    <name>holdings</name>
    <message>
        <source>RAW</source>
        <translation>RAW</translation>
    </message>
    <message>
        <source>Film</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>{n} s</source>
        <translation>{n} 秒</translation>
    </message>
</context>
<context>
    <name>lanes</name>
    <message>
        <source>{lane}: {groups}, {size}</source>
        <translation>{lane}：{groups}，{size}</translation>
    </message>
</context>
<context>
    <name>learning</name>
    <message>
        <source>Preparing</source>
        <translation>正在准备</translation>
    </message>
    <message>
        <source>{what}: {done} of {total}</source>
        <translation>{what}：{done} / {total}</translation>
    </message>
</context>
<context>
    <name>menus</name>
    <message>
        <source>Menus</source>
        <translation>菜单</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Learn from my photos…</source>
        <translation>从我的照片学习…</translation>
    </message>
    <message>
        <source>Trained models…</source>
        <translation>训练好的模型…</translation>
    </message>
</context>
<context>
    <name>parts</name>
    <message>
        <source>Photo, with a film behind it</source>
        <translation>照片，后面附有视频</translation>
    </message>
    <message>
        <source>Page {n} of {count}</source>
        <translation>第 {n} 页，共 {count} 页</translation>
    </message>
    <message>
        <source>Frame {n} of {count}</source>
        <translation>第 {n} 帧，共 {count} 帧</translation>
    </message>
    <message>
        <source>Film, frame {n}</source>
        <translation>视频，第 {n} 帧</translation>
    </message>
    <message>
        <source>Film: {at} of {length} s</source>
        <translation>视频：{at} / {length} 秒</translation>
    </message>
</context>
<context>
    <name>properties</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>修改时间</translation>
    </message>
    <message>
        <source>Taken</source>
        <translation>拍摄时间</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>相机</translation>
    </message>
    <message>
        <source>Exposure</source>
        <translation>曝光</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>地点</translation>
    </message>
    <message>
        <source>Keywords</source>
        <translation>关键词</translation>
    </message>
    <message>
        <source>Rating</source>
        <translation>评分</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>软件</translation>
    </message>
    <message>
        <source>Holds</source>
        <translation>另含</translation>
    </message>
</context>
<context>
    <name>ratings</name>
    <message>
        <source>rejected</source>
        <translation>已排除</translation>
    </message>
    <message>
        <source>no stars</source>
        <translation>无星级</translation>
    </message>
    <message>
        <source>picked</source>
        <translation>已选取</translation>
    </message>
    <message>
        <source>neither picked nor rejected</source>
        <translation>既未选取也未排除</translation>
    </message>
</context>
<context>
    <name>regions</name>
    <message>
        <source>{what} ({where})</source>
        <translation>{what}（{where}）</translation>
    </message>
    <message>
        <source>{n} more</source>
        <translation>另有 {n} 处</translation>
    </message>
    <message>
        <source>other content</source>
        <translation>内容不同</translation>
    </message>
    <message>
        <source>another colour</source>
        <translation>颜色不同</translation>
    </message>
    <message>
        <source>something added</source>
        <translation>添加了内容</translation>
    </message>
    <message>
        <source>something hidden</source>
        <translation>遮盖了内容</translation>
    </message>
    <message>
        <source>something that one of them lacks</source>
        <translation>其中一张缺少内容</translation>
    </message>
    <message>
        <source>rows lost or shifted</source>
        <translation>像素行丢失或错位</translation>
    </message>
    <message>
        <source>most of the picture</source>
        <translation>大部分画面</translation>
    </message>
    <message>
        <source>upper left</source>
        <translation>左上</translation>
    </message>
    <message>
        <source>top</source>
        <translation>上方</translation>
    </message>
    <message>
        <source>upper right</source>
        <translation>右上</translation>
    </message>
    <message>
        <source>left</source>
        <translation>左侧</translation>
    </message>
    <message>
        <source>middle</source>
        <translation>中间</translation>
    </message>
    <message>
        <source>right</source>
        <translation>右侧</translation>
    </message>
    <message>
        <source>lower left</source>
        <translation>左下</translation>
    </message>
    <message>
        <source>bottom</source>
        <translation>下方</translation>
    </message>
    <message>
        <source>lower right</source>
        <translation>右下</translation>
    </message>
</context>
<context>
    <name>rooms</name>
    <message>
        <source>--labels takes folders, none, or a CSV file.</source>
        <translation>标签可以是文件夹、无，或一个 CSV 文件。</translation>
    </message>
    <message>
        <source>--method density finds its own number of themes.</source>
        <translation>--method density 会自行确定主题数量。</translation>
    </message>
    <message>
        <source>--progress-json is for models of your own.</source>
        <translation>--progress-json 只用于您自己的模型。</translation>
    </message>
    <message>
        <source>1: grey, 3: colour</source>
        <translation>1：灰度，3：彩色</translation>
    </message>
    <message>
        <source>A RAW file stays rather than pictures made from it.</source>
        <translation>保留 RAW 文件，而不是由它生成的图片。</translation>
    </message>
    <message>
        <source>A copy in a frame, between bars, on a screen or in a collage goes, if another one shows the picture as large. Nothing is said where that is not plain to see.</source>
        <translation>如果另一副本以同样大小显示了这张图片，则加框、带黑边、屏幕截图或拼贴中的副本会被移走。看不清楚时不作判断。</translation>
    </message>
    <message>
        <source>A copy in grey, or in one tint as sepia, goes if another one as large is in colour.</source>
        <translation>若另一张同样大小的副本是彩色的，则去掉灰度或单一色调（如棕褐色）的副本。</translation>
    </message>
    <message>
        <source>A copy of others here, not verified against {name}: stays unless you say so.</source>
        <translation>与此处其他照片互为副本，但未与 {name} 核对：除非您另作决定，否则保留。</translation>
    </message>
    <message>
        <source>A copy of which nothing is lost stays.</source>
        <translation>保留没有任何损坏的副本。</translation>
    </message>
    <message>
        <source>A copy stays that knows when it was taken.</source>
        <translation>保留知道拍摄时间的副本。</translation>
    </message>
    <message>
        <source>A copy stays that knows where it was taken.</source>
        <translation>保留知道拍摄地点的副本。</translation>
    </message>
    <message>
        <source>A copy stays that names a camera, and no program it was edited with.</source>
        <translation>保留写有相机名称、且没有编辑软件名称的副本。</translation>
    </message>
    <message>
        <source>A copy stays that still holds what the camera wrote.</source>
        <translation>保留仍含有相机数据的副本。</translation>
    </message>
    <message>
        <source>A copy stays whose file holds more than the picture: a film, sound, pages, layers, a gain or depth map, 16 bits a channel, transparency, wider colours. Whatever the rules say, what only one copy holds is not suggested to go.</source>
        <translation>保留文件中除图片外内容更多的副本：视频、录音、多页、图层、增益图或深度图、每通道 16 位、透明度、更广的色域。无论规则如何设置，只有一个副本才有的内容都不会被建议删除。</translation>
    </message>
    <message>
        <source>A copy that has lost its fine detail goes, if another one as large still has it.</source>
        <translation>如果有同样大的副本仍保留细节，则丢失细节的副本可删除。</translation>
    </message>
    <message>
        <source>A copy whose fine detail was raised goes, if the other one is as large. It does not show in every photo.</source>
        <translation>如果另一副本同样大，则经过锐化的副本会被移走。并非每张照片都能看出锐化。</translation>
    </message>
    <message>
        <source>A copy with lettering, stickers or a watermark goes, if another one as large has none. Nothing is said where that is not plain to see.</source>
        <translation>如果另一同样大小的副本上没有文字、贴纸或水印，则带有这些内容的副本会被移走。看不清楚时不作判断。</translation>
    </message>
    <message>
        <source>A file of named tensors (state dict) is needed.</source>
        <translation>需要一个包含命名张量（state dict）的文件。</translation>
    </message>
    <message>
        <source>A folder is always wholly in itself.</source>
        <translation>文件夹总是完全包含自身。</translation>
    </message>
    <message>
        <source>A format that is not supported</source>
        <translation>不支持的格式</translation>
    </message>
    <message>
        <source>A large transformer; wants a graphics card.</source>
        <translation>大型 Transformer 网络；需要显卡。</translation>
    </message>
    <message>
        <source>A library needs a folder.</source>
        <translation>图库需要一个文件夹。</translation>
    </message>
    <message>
        <source>A line is: file,label.</source>
        <translation>每行格式为：文件,标签。</translation>
    </message>
    <message>
        <source>A picture stays rather than the RAW file it is made of.</source>
        <translation>保留图片，而不是生成它的 RAW 文件。</translation>
    </message>
    <message>
        <source>A receipt is a .csv or .html file, not {name}.</source>
        <translation>回执是 .csv 或 .html 文件，不能是 {name}。</translation>
    </message>
    <message>
        <source>A small classifier, quick on processors.</source>
        <translation>小型分类网络，在处理器上运行很快。</translation>
    </message>
    <message>
        <source>A small classifier.</source>
        <translation>小型分类网络。</translation>
    </message>
    <message>
        <source>A tag needs at least one letter.</source>
        <translation>标签至少需要一个字符。</translation>
    </message>
    <message>
        <source>A teacher needs more than {dim} pictures to learn the directions from.</source>
        <translation>教师网络需要多于 {dim} 张图片来学习方向。</translation>
    </message>
    <message>
        <source>Add photos to the library, or use the network as it is.</source>
        <translation>请向图库添加照片，或直接使用现有网络。</translation>
    </message>
    <message>
        <source>Adjusts the built-in network to the photos of one library. It is kept only if it measurably finds edited copies better and confuses no neighbouring shots.</source>
        <translation>让内置网络适应一个图库的照片。只有实测能更好地找到编辑过的副本、且不会混淆相邻连拍时，才会保留。</translation>
    </message>
    <message>
        <source>All {n} pictures have the label &apos;{label}&apos;: there is nothing to tell apart.</source>
        <translation>全部 {n} 张图片的标签都是“{label}”：没有可区分的内容。</translation>
    </message>
    <message>
        <source>An empty name is no folder.</source>
        <translation>空名称不是文件夹。</translation>
    </message>
    <message>
        <source>An old, very large classifier.</source>
        <translation>较老、体积很大的分类网络。</translation>
    </message>
    <message>
        <source>Another ImgSim program is moving files right now.</source>
        <translation>另一个 ImgSim 程序正在移动文件。</translation>
    </message>
    <message>
        <source>Another file lies at its place now</source>
        <translation>原处现在有另一个文件</translation>
    </message>
    <message>
        <source>Another program has put another file in its place</source>
        <translation>另一个程序已在原处放了别的文件</translation>
    </message>
    <message>
        <source>Another program is writing to it</source>
        <translation>另一个程序正在写入此文件</translation>
    </message>
    <message>
        <source>Ask for fewer themes.</source>
        <translation>请减少主题数量。</translation>
    </message>
    <message>
        <source>BEGAN autoencoder</source>
        <translation>BEGAN 自编码器</translation>
    </message>
    <message>
        <source>Best JPEG quality</source>
        <translation>JPEG 质量最好</translation>
    </message>
    <message>
        <source>Better on held-out copies: {numbers}.</source>
        <translation>在留出的副本上更好：{numbers}。</translation>
    </message>
    <message>
        <source>Bring a file in with `imgsim models --import FILE`.</source>
        <translation>可用 `imgsim models --import FILE` 导入文件。</translation>
    </message>
    <message>
        <source>Built-in</source>
        <translation>内置网络</translation>
    </message>
    <message>
        <source>Bursts</source>
        <translation>连拍</translation>
    </message>
    <message>
        <source>But this one: {reasons}.</source>
        <translation>但这一张：{reasons}。</translation>
    </message>
    <message>
        <source>By how much others must be farther</source>
        <translation>其他照片须远多少</translation>
    </message>
    <message>
        <source>Channels of the first stage</source>
        <translation>第一级通道数</translation>
    </message>
    <message>
        <source>Check its disk, and that its folder may be used.</source>
        <translation>请检查它所在的磁盘，以及文件夹是否可用。</translation>
    </message>
    <message>
        <source>Check its disk, or its server.</source>
        <translation>请检查它所在的磁盘或服务器。</translation>
    </message>
    <message>
        <source>Check that its folder may be written, or set IMGSIM_HOME to another one.</source>
        <translation>请检查其文件夹是否可写，或将 IMGSIM_HOME 设为其他文件夹。</translation>
    </message>
    <message>
        <source>Check that the folder may be written, or set IMGSIM_HOME to another one.</source>
        <translation>请检查该文件夹是否可写，或将 IMGSIM_HOME 设为其他文件夹。</translation>
    </message>
    <message>
        <source>Check that the folder may be written.</source>
        <translation>请检查该文件夹是否可写。</translation>
    </message>
    <message>
        <source>Check the name of the picture.</source>
        <translation>请检查图片的名称。</translation>
    </message>
    <message>
        <source>Check the name, or plug in its disk.</source>
        <translation>请检查名称，或接上它所在的磁盘。</translation>
    </message>
    <message>
        <source>Check the network and start again: what has arrived is kept.</source>
        <translation>请检查网络后重新开始：已下载的部分会保留。</translation>
    </message>
    <message>
        <source>Check the path after --weights.</source>
        <translation>请检查 --weights 后面的路径。</translation>
    </message>
    <message>
        <source>Check the path.</source>
        <translation>请检查路径。</translation>
    </message>
    <message>
        <source>Choose a .json that was exported here.</source>
        <translation>请选择由本程序导出的 .json 文件。</translation>
    </message>
    <message>
        <source>Choose a .json that was exported.</source>
        <translation>请选择导出的 .json 文件。</translation>
    </message>
    <message>
        <source>Choose a folder outside; nothing was touched.</source>
        <translation>请选择外面的文件夹；没有动任何文件。</translation>
    </message>
    <message>
        <source>Choose an empty --out folder to start anew.</source>
        <translation>请选择空的 --out 文件夹重新开始。</translation>
    </message>
    <message>
        <source>Choose an empty folder to start anew.</source>
        <translation>请选择空文件夹重新开始。</translation>
    </message>
    <message>
        <source>Choose another --name for this one.</source>
        <translation>请为它选择其他名称（--name）。</translation>
    </message>
    <message>
        <source>Choose another --name.</source>
        <translation>请选择其他名称（--name）。</translation>
    </message>
    <message>
        <source>Choose another --recipe.</source>
        <translation>请选择另一个 --recipe。</translation>
    </message>
    <message>
        <source>Choose another folder for the training.</source>
        <translation>请为训练选择另一个文件夹。</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>请选择其他名称。</translation>
    </message>
    <message>
        <source>Choose another picture.</source>
        <translation>请选择其他图片。</translation>
    </message>
    <message>
        <source>Choose another place for the album.</source>
        <translation>请为相册选择其他位置。</translation>
    </message>
    <message>
        <source>Choose another place.</source>
        <translation>请选择其他位置。</translation>
    </message>
    <message>
        <source>Choose one of these names.</source>
        <translation>请选择其中一种文件名。</translation>
    </message>
    <message>
        <source>Choose the folder that holds the photos.</source>
        <translation>请选择存放照片的文件夹。</translation>
    </message>
    <message>
        <source>Choose the network they were made for.</source>
        <translation>请选择这些权重对应的网络。</translation>
    </message>
    <message>
        <source>Choose two different folders.</source>
        <translation>请选择两个不同的文件夹。</translation>
    </message>
    <message>
        <source>Close other programs to free memory, or choose another network.</source>
        <translation>请关闭其他程序以释放内存，或选择其他网络。</translation>
    </message>
    <message>
        <source>Close the program and move the file away; there is no backup of it yet.</source>
        <translation>请关闭本程序并移走该文件；它还没有备份。</translation>
    </message>
    <message>
        <source>Colours: 1 grey, 3 colour</source>
        <translation>颜色：1 灰度，3 彩色</translation>
    </message>
    <message>
        <source>Compared with {name}.</source>
        <translation>与 {name} 比较。</translation>
    </message>
    <message>
        <source>Comparing photos</source>
        <translation>正在比较照片</translation>
    </message>
    <message>
        <source>Contrastive network</source>
        <translation>对比学习网络</translation>
    </message>
    <message>
        <source>Copies in this folder stay.</source>
        <translation>保留此文件夹中的副本。</translation>
    </message>
    <message>
        <source>Copies outside this folder stay.</source>
        <translation>保留此文件夹之外的副本。</translation>
    </message>
    <message>
        <source>Copying photos</source>
        <translation>正在复制照片</translation>
    </message>
    <message>
        <source>Cropped, turned, recoloured, framed or written over.</source>
        <translation>裁剪、旋转、调色、加框或加字。</translation>
    </message>
    <message>
        <source>Damaged: bytes inside it are wrong</source>
        <translation>已损坏：文件内部有错误的字节</translation>
    </message>
    <message>
        <source>Damaged: its end is empty</source>
        <translation>已损坏：文件末尾为空</translation>
    </message>
    <message>
        <source>Damaged: its end is missing</source>
        <translation>已损坏：文件末尾缺失</translation>
    </message>
    <message>
        <source>Damaged: its lower part is flat grey</source>
        <translation>已损坏：画面下部为一片灰色</translation>
    </message>
    <message>
        <source>Decoding it would take too long</source>
        <translation>解码耗时过长</translation>
    </message>
    <message>
        <source>Delete it to start anew.</source>
        <translation>删除它即可重新开始。</translation>
    </message>
    <message>
        <source>Delete the file and download it again.</source>
        <translation>请删除该文件并重新下载。</translation>
    </message>
    <message>
        <source>Delete the file yourself if you are sure.</source>
        <translation>如果确定，请自行删除该文件。</translation>
    </message>
    <message>
        <source>Describing edited photos</source>
        <translation>正在描述编辑过的照片</translation>
    </message>
    <message>
        <source>Describing photos</source>
        <translation>正在描述照片</translation>
    </message>
    <message>
        <source>Describing photos again</source>
        <translation>正在重新描述照片</translation>
    </message>
    <message>
        <source>Different photos that look alike. To look at: nothing is marked for you.</source>
        <translation>看起来相似的不同照片。仅供浏览：不会自动标记。</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Download it again.</source>
        <translation>请重新下载。</translation>
    </message>
    <message>
        <source>Download the file again.</source>
        <translation>请重新下载该文件。</translation>
    </message>
    <message>
        <source>Download them in the settings or with `imgsim backends --download {id}`, or give a file with --weights.</source>
        <translation>请在设置中或用 `imgsim backends --download {id}` 下载，或用 --weights 指定文件。</translation>
    </message>
    <message>
        <source>Drawing the map</source>
        <translation>正在绘制地图</translation>
    </message>
    <message>
        <source>Edited</source>
        <translation>编辑过</translation>
    </message>
    <message>
        <source>Export it again, or train it again.</source>
        <translation>请重新导出，或重新训练。</translation>
    </message>
    <message>
        <source>Export the model again, or train it again.</source>
        <translation>请重新导出模型，或重新训练。</translation>
    </message>
    <message>
        <source>Factor of the learning rate</source>
        <translation>学习率系数</translation>
    </message>
    <message>
        <source>Fewest folders</source>
        <translation>文件夹层级最少</translation>
    </message>
    <message>
        <source>Files named “copy”, “(1)”, “-edited” and the like go.</source>
        <translation>名称中带有“副本”“(1)”“-edited”等的文件会被移走。</translation>
    </message>
    <message>
        <source>Filters of each convolution</source>
        <translation>每层卷积的滤波器数</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Four *-ubyte.gz are needed.</source>
        <translation>需要四个 *-ubyte.gz 文件。</translation>
    </message>
    <message>
        <source>Free some space and start again: training goes on from the last checkpoint.</source>
        <translation>请腾出空间后重新开始：训练会从上一个检查点继续。</translation>
    </message>
    <message>
        <source>Free some space and start again; every finished batch is kept.</source>
        <translation>请释放一些空间后重新开始；已完成的批次都会保留。</translation>
    </message>
    <message>
        <source>Free some space and start again; nothing that was finished is lost.</source>
        <translation>请释放一些空间后重新开始；已完成的内容不会丢失。</translation>
    </message>
    <message>
        <source>Free some space, or choose another place.</source>
        <translation>请释放一些空间，或选择其他位置。</translation>
    </message>
    <message>
        <source>Free some.</source>
        <translation>请释放一些空间。</translation>
    </message>
    <message>
        <source>Give --images folders or zip files of photos.</source>
        <translation>请用 --images 指定照片的文件夹或 zip 文件。</translation>
    </message>
    <message>
        <source>Give each picture one label.</source>
        <translation>请给每张图片只设一个标签。</translation>
    </message>
    <message>
        <source>Give folders or zip files with pictures in them.</source>
        <translation>请提供包含图片的文件夹或 zip 文件。</translation>
    </message>
    <message>
        <source>Give more --images, or leave out --teacher.</source>
        <translation>请提供更多 --images，或去掉 --teacher。</translation>
    </message>
    <message>
        <source>Give more --images.</source>
        <translation>请提供更多图片（--images）。</translation>
    </message>
    <message>
        <source>Give one with --weights.</source>
        <translation>请用 --weights 指定一个。</translation>
    </message>
    <message>
        <source>Give pictures of at least two labels, or choose a recipe that needs none.</source>
        <translation>请提供至少两种标签的图片，或选择不需要标签的方法。</translation>
    </message>
    <message>
        <source>Gone, but not found in the trash</source>
        <translation>已消失，但回收站中找不到</translation>
    </message>
    <message>
        <source>Good at what a picture shows; slow.</source>
        <translation>擅长识别图片内容；速度慢。</translation>
    </message>
    <message>
        <source>Groups are exported as .csv, .json or .html, not as {name}.</source>
        <translation>分组可导出为 .csv、.json 或 .html，不能导出为 {name}。</translation>
    </message>
    <message>
        <source>Has a date</source>
        <translation>有日期</translation>
    </message>
    <message>
        <source>Has a place</source>
        <translation>有地点</translation>
    </message>
    <message>
        <source>Has camera data</source>
        <translation>有相机数据</translation>
    </message>
    <message>
        <source>A copy stays beside which an XMP file lies, or the JSON of Google Takeout.</source>
        <translation>旁边有 XMP 文件或 Google Takeout 的 JSON 的副本保留。</translation>
    </message>
    <message>
        <source>A copy goes whose pixels prove that it was made from another one: saved again, enlarged, or a JPEG of a HEIC, AVIF or PNG; or that it keeps less of the picture, for strong noise was laid on it, say. Nothing is said where they do not.</source>
        <translation>若像素证明某个副本由另一张制作而来（重新保存、放大，或由 HEIC、AVIF、PNG 转成的 JPEG），或保留的画面细节较少（例如加了明显的噪点），则去掉该副本。无法证明时不作判断。</translation>
    </message>
    <message>
        <source>A copy is a copy of one picture.</source>
        <translation>副本只能是某一张图片的副本。</translation>
    </message>
    <message>
        <source>A file belongs to it by its name, and would not under another one.</source>
        <translation>有一个文件靠名称属于它,换了名称就不再属于它了。</translation>
    </message>
    <message>
        <source>A file beside it belongs to another photo, too: choose both</source>
        <translation>旁边的一个文件也属于另一张照片:请同时选中两张</translation>
    </message>
    <message>
        <source>A photo cannot be called “{name}”.</source>
        <translation>照片不能命名为“{name}”。</translation>
    </message>
    <message>
        <source>A saved search needs a name and something to look for.</source>
        <translation>保存搜索需要名称和要找的内容。</translation>
    </message>
    <message>
        <source>A search has at most {n} words.</source>
        <translation>一次搜索最多 {n} 个词。</translation>
    </message>
    <message>
        <source>Alike</source>
        <translation>相似</translation>
    </message>
    <message>
        <source>An empty pattern leaves nothing out.</source>
        <translation>空的模式不会排除任何内容。</translation>
    </message>
    <message>
        <source>Animated</source>
        <translation>动图</translation>
    </message>
    <message>
        <source>Bright</source>
        <translation>明亮</translation>
    </message>
    <message>
        <source>Byte-identical copies</source>
        <translation>完全相同的副本</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>相机</translation>
    </message>
    <message>
        <source>Caption</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Check the name, or scan its folder first: imgsim scan FOLDER.</source>
        <translation>请检查名称,或先扫描它所在的文件夹:imgsim scan FOLDER。</translation>
    </message>
    <message>
        <source>Choose a folder below one that is scanned with these photos; nothing was touched.</source>
        <translation>请选择与这些照片一起扫描的文件夹之内的位置;没有改动任何文件。</translation>
    </message>
    <message>
        <source>Choose one that is there.</source>
        <translation>请选择一个存在的文件夹。</translation>
    </message>
    <message>
        <source>Choose the folder that holds them now; nothing was changed.</source>
        <translation>请选择现在存放这些照片的文件夹；没有做任何更改。</translation>
    </message>
    <message>
        <source>Close that one first: this version changes the form of the file.</source>
        <translation>请先关闭那个版本：本版本会改变该文件的格式。</translation>
    </message>
    <message>
        <source>Comparing files</source>
        <translation>正在比较文件</translation>
    </message>
    <message>
        <source>Copies</source>
        <translation>副本</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>已损坏</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>偏暗</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Free some space and start again; nothing was changed.</source>
        <translation>请腾出一些空间后重新开始；没有做任何更改。</translation>
    </message>
    <message>
        <source>From a camera</source>
        <translation>相机拍摄</translation>
    </message>
    <message>
        <source>Give them one a line, or without `-` in the command.</source>
        <translation>请每行给一个名称，或不用 `-` 直接写在命令中。</translation>
    </message>
    <message>
        <source>HDR</source>
        <translation>HDR</translation>
    </message>
    <message>
        <source>Has XMP or JSON beside it</source>
        <translation>旁边有 XMP 或 JSON</translation>
    </message>
    <message>
        <source>Has keywords</source>
        <translation>有关键词</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>高度</translation>
    </message>
    <message>
        <source>Highest rating</source>
        <translation>评分最高</translation>
    </message>
    <message>
        <source>Holds more: film, pages, layers, depth</source>
        <translation>内容更多：视频、页面、图层、深度</translation>
    </message>
    <message>
        <source>How fast the balance is followed</source>
        <translation>跟随平衡的速度</translation>
    </message>
    <message>
        <source>Identical</source>
        <translation>完全相同</translation>
    </message>
    <message>
        <source>In the cloud, not on this computer</source>
        <translation>在云端，不在本机上</translation>
    </message>
    <message>
        <source>In the folder {folder}</source>
        <translation>在文件夹 {folder} 中</translation>
    </message>
    <message>
        <source>Install it with `pip install torch torchvision`. The built-in network needs neither to find similar photos on the processor.</source>
        <translation>请用 `pip install torch torchvision` 安装。内置网络在处理器上查找相似照片时不需要它。</translation>
    </message>
    <message>
        <source>Install that version again; this one leaves the file untouched.</source>
        <translation>请重新安装该版本；当前版本不会改动此文件。</translation>
    </message>
    <message>
        <source>Install that version.</source>
        <translation>请安装该版本。</translation>
    </message>
    <message>
        <source>Install the program again, or train anew with `imgsim train`.</source>
        <translation>请重新安装本程序，或用 `imgsim train` 重新训练。</translation>
    </message>
    <message>
        <source>Install the program again.</source>
        <translation>请重新安装本程序。</translation>
    </message>
    <message>
        <source>It can be looked at meanwhile; to scan it here, close the other program first.</source>
        <translation>期间仍可浏览；要在这里扫描，请先关闭另一个程序。</translation>
    </message>
    <message>
        <source>It crashed the decoder</source>
        <translation>它使解码程序崩溃</translation>
    </message>
    <message>
        <source>It is not byte-identical to the kept copy</source>
        <translation>与保留的副本并非逐字节相同</translation>
    </message>
    <message>
        <source>It is the kept file under another name</source>
        <translation>它就是保留的文件，只是名称不同</translation>
    </message>
    <message>
        <source>It is the last copy</source>
        <translation>这是最后一份</translation>
    </message>
    <message>
        <source>It says something about itself that cannot be kept</source>
        <translation>文件中的某项信息无法记录</translation>
    </message>
    <message>
        <source>It starts empty.</source>
        <translation>将从空白开始。</translation>
    </message>
    <message>
        <source>It was broken off.</source>
        <translation>操作已中断。</translation>
    </message>
    <message>
        <source>Its XMP file could not be written</source>
        <translation>无法写入它的 XMP 文件</translation>
    </message>
    <message>
        <source>Its copy has taken its place.</source>
        <translation>已用它的副本代替。</translation>
    </message>
    <message>
        <source>Its folder is locked</source>
        <translation>所在文件夹已锁定</translation>
    </message>
    <message>
        <source>JPEG over RAW</source>
        <translation>JPEG 优先于 RAW</translation>
    </message>
    <message>
        <source>Keyword</source>
        <translation>关键词</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>种类</translation>
    </message>
    <message>
        <source>Labels with one picture teach nothing and are left out: {named}.</source>
        <translation>只有一张图片的标签无法用于学习，已略过：{named}。</translation>
    </message>
    <message>
        <source>Largest file</source>
        <translation>文件最大</translation>
    </message>
    <message>
        <source>Largest picture</source>
        <translation>像素最多</translation>
    </message>
    <message>
        <source>Learning</source>
        <translation>正在学习</translation>
    </message>
    <message>
        <source>Learns from labels: photos with the same label come nearer than others. Good for sorting things you have already sorted once.</source>
        <translation>从标签学习：标签相同的照片会彼此更近。适合整理您已分过类的内容。</translation>
    </message>
    <message>
        <source>Learns to draw your photos anew, without labels; finds photos of the same colours and shapes. Takes the longest.</source>
        <translation>无需标签，学习重新绘制您的照片；能找到颜色和形状相同的照片。耗时最长。</translation>
    </message>
    <message>
        <source>Learns which photos belong together from your folders or labels; without labels it learns to find edited copies. Small and quick to train.</source>
        <translation>从您的文件夹或标签学习哪些照片属于一起；没有标签时，学习寻找编辑过的副本。体积小，训练快。</translation>
    </message>
    <message>
        <source>Leave it out.</source>
        <translation>请去掉它。</translation>
    </message>
    <message>
        <source>Leave out --k.</source>
        <translation>请去掉 --k。</translation>
    </message>
    <message>
        <source>Leave out --processes; try --threads.</source>
        <translation>请去掉 --processes，改用 --threads。</translation>
    </message>
    <message>
        <source>Leave out --start.</source>
        <translation>请去掉 --start。</translation>
    </message>
    <message>
        <source>Leave out --teacher, --start and --processes.</source>
        <translation>请去掉 --teacher、--start 和 --processes。</translation>
    </message>
    <message>
        <source>Leave out --together and --not, or --mode copies.</source>
        <translation>请去掉 --together 和 --not，或者去掉 --mode copies。</translation>
    </message>
    <message>
        <source>Lens</source>
        <translation>镜头</translation>
    </message>
    <message>
        <source>Lines of the journal cannot be read any more; they may have told of more files</source>
        <translation>日志中有几行已无法读取，其中可能记录了更多文件</translation>
    </message>
    <message>
        <source>Look alike</source>
        <translation>外观相似</translation>
    </message>
    <message>
        <source>Looking closely at copies</source>
        <translation>仔细比对副本</translation>
    </message>
    <message>
        <source>Looking for captions and lenses</source>
        <translation>正在读取说明和镜头</translation>
    </message>
    <message>
        <source>Looking for dense places was ended from outside.</source>
        <translation>查找密集处的过程被外部终止。</translation>
    </message>
    <message>
        <source>Looking for photos</source>
        <translation>正在查找照片</translation>
    </message>
    <message>
        <source>Looking for themes</source>
        <translation>正在查找主题</translation>
    </message>
    <message>
        <source>Loss: mse or bce</source>
        <translation>损失：mse 或 bce</translation>
    </message>
    <message>
        <source>MIT; trained by this project on freely licensed pictures, credited in README</source>
        <translation>MIT；由本项目用可自由使用的图片训练，图片来源见 README</translation>
    </message>
    <message>
        <source>Make it first; nothing was touched.</source>
        <translation>请先创建它;没有改动任何文件。</translation>
    </message>
    <message>
        <source>Make the file readable, or set IMGSIM_HOME to another folder.</source>
        <translation>请让该文件可读，或将 IMGSIM_HOME 设为其他文件夹。</translation>
    </message>
    <message>
        <source>Making edited copies to measure with</source>
        <translation>正在制作用于测量的编辑副本</translation>
    </message>
    <message>
        <source>Making the search index</source>
        <translation>正在建立搜索索引</translation>
    </message>
    <message>
        <source>Measuring</source>
        <translation>正在测量</translation>
    </message>
    <message>
        <source>Megapixels</source>
        <translation>像素</translation>
    </message>
    <message>
        <source>Mend the file, or move it away.</source>
        <translation>请改正该文件，或把它移走。</translation>
    </message>
    <message>
        <source>MobileNetV2, GeM-pooled</source>
        <translation>MobileNetV2（GeM 池化）</translation>
    </message>
    <message>
        <source>Models are {suffix} files.</source>
        <translation>模型是 {suffix} 文件。</translation>
    </message>
    <message>
        <source>Mostly blue</source>
        <translation>以蓝色为主</translation>
    </message>
    <message>
        <source>Mostly brown and orange</source>
        <translation>以棕色和橙色为主</translation>
    </message>
    <message>
        <source>Mostly green</source>
        <translation>以绿色为主</translation>
    </message>
    <message>
        <source>Mostly pink</source>
        <translation>以粉色为主</translation>
    </message>
    <message>
        <source>Mostly purple</source>
        <translation>以紫色为主</translation>
    </message>
    <message>
        <source>Mostly red</source>
        <translation>以红色为主</translation>
    </message>
    <message>
        <source>Mostly yellow</source>
        <translation>以黄色为主</translation>
    </message>
    <message>
        <source>Move to a folder</source>
        <translation>移到文件夹</translation>
    </message>
    <message>
        <source>Move to trash</source>
        <translation>移到回收站</translation>
    </message>
    <message>
        <source>Move {photos} to the trash</source>
        <translation>把 {photos}移到回收站</translation>
    </message>
    <message>
        <source>Move {photos} to {folder}</source>
        <translation>将 {photos}移到{folder}</translation>
    </message>
    <message>
        <source>Moved and mirrored at random, 0 to 0.5</source>
        <translation>随机移动和镜像的幅度，0 到 0.5</translation>
    </message>
    <message>
        <source>Moved beside {name}: {things}.</source>
        <translation>移到 {name} 旁边：{things}。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Name it as `imgsim status` lists it.</source>
        <translation>请按 `imgsim status` 列出的名称填写。</translation>
    </message>
    <message>
        <source>Name one of its folders as `imgsim status` lists them.</source>
        <translation>请填写 `imgsim status` 列出的某个文件夹。</translation>
    </message>
    <message>
        <source>Name the folder it lies in; files can be named where one library that has been scanned knows them all.</source>
        <translation>请指定它所在的文件夹；只有当某个已扫描的图库认识所有这些文件时，才能直接指定文件。</translation>
    </message>
    <message>
        <source>Name the folder; here it is `.`.</source>
        <translation>请指定文件夹；当前文件夹写作 `.`。</translation>
    </message>
    <message>
        <source>Name two folders below the one of --in.</source>
        <translation>请指定 --in 文件夹之下的两个文件夹。</translation>
    </message>
    <message>
        <source>Near</source>
        <translation>附近</translation>
    </message>
    <message>
        <source>Newest</source>
        <translation>最新</translation>
    </message>
    <message>
        <source>No file was touched: without a journal nothing could be undone.</source>
        <translation>没有改动任何文件：没有日志就无法撤销。</translation>
    </message>
    <message>
        <source>No folder can be made in {parent}: {why}.</source>
        <translation>无法在 {parent} 中创建文件夹：{why}。</translation>
    </message>
    <message>
        <source>No permission to read it</source>
        <translation>没有读取权限</translation>
    </message>
    <message>
        <source>No photo could be read.</source>
        <translation>没有一张照片可以读取。</translation>
    </message>
    <message>
        <source>No picture could be read.</source>
        <translation>没有可读取的图片。</translation>
    </message>
    <message>
        <source>No two pictures have the same label.</source>
        <translation>没有两张图片具有相同的标签。</translation>
    </message>
    <message>
        <source>No weights for {name}.</source>
        <translation>没有 {name} 的权重。</translation>
    </message>
    <message>
        <source>None of the {n} files in {path} is among the pictures.</source>
        <translation>{path} 中的 {n} 个文件都不在图片之中。</translation>
    </message>
    <message>
        <source>Not a picture</source>
        <translation>不是图片</translation>
    </message>
    <message>
        <source>Not better, so the built-in network stays: {reason}. {numbers}.</source>
        <translation>没有更好，因此保留内置网络：{reason}。{numbers}。</translation>
    </message>
    <message>
        <source>Not blurred</source>
        <translation>未模糊</translation>
    </message>
    <message>
        <source>Not damaged</source>
        <translation>没有损坏</translation>
    </message>
    <message>
        <source>Not framed or pasted into another picture</source>
        <translation>不是加框或拼贴后的图片</translation>
    </message>
    <message>
        <source>Not in the folder {folder}</source>
        <translation>不在文件夹 {folder} 中</translation>
    </message>
    <message>
        <source>Not named as a copy</source>
        <translation>名称不像副本</translation>
    </message>
    <message>
        <source>Not sharpened afterwards</source>
        <translation>未经后期锐化</translation>
    </message>
    <message>
        <source>Not taken: {why}.</source>
        <translation>未载入：{why}。</translation>
    </message>
    <message>
        <source>Nothing changed.</source>
        <translation>没有任何变化。</translation>
    </message>
    <message>
        <source>Nothing tells it from {name}; one of the two is enough.</source>
        <translation>与 {name} 没有区别；保留一份即可。</translation>
    </message>
    <message>
        <source>Nothing was changed; a scan takes in what is new in it.</source>
        <translation>没有做任何更改；扫描会读取其中的新内容。</translation>
    </message>
    <message>
        <source>Nothing was touched; plug in its disk, or see what stands in its place.</source>
        <translation>未改动任何内容；请连接其所在磁盘，或检查该位置上是什么。</translation>
    </message>
    <message>
        <source>Nothing was touched; try again when it has finished.</source>
        <translation>没有改动任何文件；请等它完成后再试。</translation>
    </message>
    <message>
        <source>Nothing was written.</source>
        <translation>没有写入任何内容。</translation>
    </message>
    <message>
        <source>Nothing written or stuck over it</source>
        <translation>上面没有添加文字或贴纸</translation>
    </message>
    <message>
        <source>Numbers a photo is described by</source>
        <translation>描述一张照片的数值个数</translation>
    </message>
    <message>
        <source>Oldest</source>
        <translation>最早</translation>
    </message>
    <message>
        <source>One colour</source>
        <translation>纯色</translation>
    </message>
    <message>
        <source>Only beside it lies this film, sound or edit, and the kept copy has another or none</source>
        <translation>只有它旁边有这个影片、录音或编辑文件，而保留的副本旁边是另一个或没有</translation>
    </message>
    <message>
        <source>Only byte-identical copies on the same disk. Both names then lead to one file: editing one edits both. The space is free when the trash is emptied.</source>
        <translation>仅限同一磁盘上逐字节相同的副本。此后两个名称指向同一个文件：编辑其一即编辑两者。清空回收站后空间才会释放。</translation>
    </message>
    <message>
        <source>Only byte-identical copies, on Btrfs, XFS and the like. Each stays a file of its own. The space is free when the trash is emptied.</source>
        <translation>仅限逐字节相同的副本，且须为 Btrfs、XFS 等文件系统。每个副本仍是独立的文件。清空回收站后空间才会释放。</translation>
    </message>
    <message>
        <source>Only {name} has {things}.</source>
        <translation>只有 {name} 有{things}。</translation>
    </message>
    <message>
        <source>Open its folder again.</source>
        <translation>请重新打开它的文件夹。</translation>
    </message>
    <message>
        <source>Other shots of the same moment. To look at: nothing is marked for you.</source>
        <translation>同一时刻的其他照片。仅供浏览：不会自动标记。</translation>
    </message>
    <message>
        <source>Page {n} of {name} could not be read: {why}.</source>
        <translation>无法读取 {name} 的第 {n} 页：{why}。</translation>
    </message>
    <message>
        <source>Panorama</source>
        <translation>全景</translation>
    </message>
    <message>
        <source>Perhaps there was too little memory; try again, or find themes of every photo.</source>
        <translation>可能内存不足；请再试一次，或为每张照片查找主题。</translation>
    </message>
    <message>
        <source>Photos and their sidecars keep their names; nothing is replaced there.</source>
        <translation>照片及其附属文件保留原名；那里的任何文件都不会被覆盖。</translation>
    </message>
    <message>
        <source>Picked</source>
        <translation>已选中</translation>
    </message>
    <message>
        <source>Pictures have 1 or 3 colours, not 2.</source>
        <translation>图片有 1 种或 3 种颜色，不是 2 种。</translation>
    </message>
    <message>
        <source>Plug in its disk, or set IMGSIM_HOME to another folder.</source>
        <translation>请接上它所在的磁盘，或将 IMGSIM_HOME 设为其他文件夹。</translation>
    </message>
    <message>
        <source>Put back an older copy.</source>
        <translation>请放回更早的副本。</translation>
    </message>
    <message>
        <source>Put back the last backup of decisions.db, or begin the review anew.</source>
        <translation>请放回 decisions.db 的最近备份，或重新开始审阅。</translation>
    </message>
    <message>
        <source>Put back the last good copy, {path}: `imgsim restore last`.</source>
        <translation>放回上一份完好的副本 {path}：`imgsim restore last`。</translation>
    </message>
    <message>
        <source>Put pictures that belong together into one folder, at least two in each.</source>
        <translation>请将同类图片放入同一文件夹，每个文件夹至少两张。</translation>
    </message>
    <message>
        <source>Put {files} into {folder}, or give their folder or zip file with --images.</source>
        <translation>请把 {files} 放入 {folder}，或用 --images 指定它们的文件夹或 zip 文件。</translation>
    </message>
    <message>
        <source>RAW</source>
        <translation>RAW</translation>
    </message>
    <message>
        <source>RAW file</source>
        <translation>RAW 文件</translation>
    </message>
    <message>
        <source>RAW over JPEG</source>
        <translation>RAW 优先于 JPEG</translation>
    </message>
    <message>
        <source>Reading photos</source>
        <translation>正在读取照片</translation>
    </message>
    <message>
        <source>Reading the photos</source>
        <translation>正在读取照片</translation>
    </message>
    <message>
        <source>Reading took too long</source>
        <translation>读取时间过长</translation>
    </message>
    <message>
        <source>Reading what stands beside photos</source>
        <translation>正在读取照片旁边的文件</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>已排除</translation>
    </message>
    <message>
        <source>Replace by copies that share their space</source>
        <translation>替换为共享空间的副本</translation>
    </message>
    <message>
        <source>Replace by hard links</source>
        <translation>替换为硬链接</translation>
    </message>
    <message>
        <source>Replace {photos} by copies that share their space</source>
        <translation>将 {photos}替换为共享空间的副本</translation>
    </message>
    <message>
        <source>Replace {photos} by hard links</source>
        <translation>将 {photos}替换为硬链接</translation>
    </message>
    <message>
        <source>Rules: {names}.</source>
        <translation>规则：{names}。</translation>
    </message>
    <message>
        <source>Same moment</source>
        <translation>同一时刻</translation>
    </message>
    <message>
        <source>Same picture</source>
        <translation>同一图片</translation>
    </message>
    <message>
        <source>Same place or thing</source>
        <translation>同一地点或事物</translation>
    </message>
    <message>
        <source>Save it as CSV, UTF-8.</source>
        <translation>请将其另存为 UTF-8 编码的 CSV。</translation>
    </message>
    <message>
        <source>Scan a folder with more photos; copies of one photo count once.</source>
        <translation>请扫描照片更多的文件夹；同一照片的副本只算一张。</translation>
    </message>
    <message>
        <source>Scan it again: it is built anew. Your photos and decisions are not affected.</source>
        <translation>请重新扫描：记录会重新建立。您的照片和所做的决定不受影响。</translation>
    </message>
    <message>
        <source>Screenshot</source>
        <translation>截图</translation>
    </message>
    <message>
        <source>See `imgsim journal`.</source>
        <translation>请参阅 `imgsim journal`。</translation>
    </message>
    <message>
        <source>See `imgsim restore`.</source>
        <translation>请参阅 `imgsim restore`。</translation>
    </message>
    <message>
        <source>Several pages</source>
        <translation>多页</translation>
    </message>
    <message>
        <source>Sharpest</source>
        <translation>最清晰</translation>
    </message>
    <message>
        <source>Shortest name</source>
        <translation>名称最短</translation>
    </message>
    <message>
        <source>Side of the pictures, pixels</source>
        <translation>图片边长（像素）</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Small and fast, needs no download; trained to recognise edited copies.</source>
        <translation>小巧快速，无需下载；专门训练用来识别编辑过的副本。</translation>
    </message>
    <message>
        <source>Small autoencoder</source>
        <translation>小型自编码器</translation>
    </message>
    <message>
        <source>Smallest file</source>
        <translation>文件最小</translation>
    </message>
    <message>
        <source>Solved</source>
        <translation>已处理</translation>
    </message>
    <message>
        <source>Square</source>
        <translation>方形</translation>
    </message>
    <message>
        <source>Standard input holds no names.</source>
        <translation>标准输入中没有名称。</translation>
    </message>
    <message>
        <source>Stars</source>
        <translation>星级</translation>
    </message>
    <message>
        <source>Start again from the checkpoint with a lower --learning-rate.</source>
        <translation>请从检查点以更低的学习率（--learning-rate）重新开始。</translation>
    </message>
    <message>
        <source>Start again to go on from the last checkpoint</source>
        <translation>请重新开始，从上一个检查点继续</translation>
    </message>
    <message>
        <source>Stays: its disk is not connected.</source>
        <translation>保留：磁盘未连接。</translation>
    </message>
    <message>
        <source>Stays: its folder is locked.</source>
        <translation>保留：所在文件夹已锁定。</translation>
    </message>
    <message>
        <source>Stays: only this one has {things}.</source>
        <translation>保留：只有这一张有{things}。</translation>
    </message>
    <message>
        <source>Steps after which it is applied</source>
        <translation>每隔多少步应用一次</translation>
    </message>
    <message>
        <source>Still in colour</source>
        <translation>仍为彩色</translation>
    </message>
    <message>
        <source>Stopped before its turn</source>
        <translation>未轮到就已停止</translation>
    </message>
    <message>
        <source>Straight from the camera</source>
        <translation>相机直出</translation>
    </message>
    <message>
        <source>Strength of the whitening, 0 to 0.5</source>
        <translation>白化强度，0 到 0.5</translation>
    </message>
    <message>
        <source>Such as code_size=64.</source>
        <translation>例如 code_size=64。</translation>
    </message>
    <message>
        <source>Such as mobilenet_v2=weights.pth.</source>
        <translation>例如 mobilenet_v2=weights.pth。</translation>
    </message>
    <message>
        <source>Such as {side}.</source>
        <translation>例如 {side}。</translation>
    </message>
    <message>
        <source>Suggested to stay: {reasons}.</source>
        <translation>建议保留：{reasons}。</translation>
    </message>
    <message>
        <source>Suggested to stay; the others are just as good.</source>
        <translation>建议保留；其他的同样好。</translation>
    </message>
    <message>
        <source>Take the folder that is gone off the library instead.</source>
        <translation>请改为将已消失的文件夹移出图库。</translation>
    </message>
    <message>
        <source>Taking back</source>
        <translation>正在撤回</translation>
    </message>
    <message>
        <source>Temperature of the similarities</source>
        <translation>相似度的温度</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文字</translation>
    </message>
    <message>
        <source>The RAW or JPEG of the same shot stays</source>
        <translation>同一次拍摄的 RAW 或 JPEG 将保留</translation>
    </message>
    <message>
        <source>The built-in network {path} cannot be used: {why}.</source>
        <translation>内置网络 {path} 无法使用：{why}。</translation>
    </message>
    <message>
        <source>The built-in weights are damaged: {path} has changed.</source>
        <translation>内置权重已损坏：{path} 被改动过。</translation>
    </message>
    <message>
        <source>The built-in weights are not installed: {why}.</source>
        <translation>内置权重未安装：{why}。</translation>
    </message>
    <message>
        <source>The checkpoint {path} belongs to another recipe or another network.</source>
        <translation>检查点 {path} 属于另一种方法或另一个网络。</translation>
    </message>
    <message>
        <source>The checkpoint {path} is damaged ({why}).</source>
        <translation>检查点 {path} 已损坏（{why}）。</translation>
    </message>
    <message>
        <source>The classic; slow without a graphics card.</source>
        <translation>经典网络；没有显卡时速度慢。</translation>
    </message>
    <message>
        <source>The connection to {name} failed: {why}.</source>
        <translation>与 {name} 的连接失败：{why}。</translation>
    </message>
    <message>
        <source>The copy to keep cannot be read</source>
        <translation>无法读取要保留的那一份</translation>
    </message>
    <message>
        <source>The copy to keep has changed or is gone</source>
        <translation>要保留的那一份已更改或不存在</translation>
    </message>
    <message>
        <source>The copy to keep is to be removed, too</source>
        <translation>要保留的那一份也将被移走</translation>
    </message>
    <message>
        <source>The copy with the fewest bytes stays.</source>
        <translation>保留文件最小的副本。</translation>
    </message>
    <message>
        <source>The copy with the fewest folders above it stays.</source>
        <translation>保留文件夹层级最少的副本。</translation>
    </message>
    <message>
        <source>The copy with the most bytes stays.</source>
        <translation>保留文件最大的副本。</translation>
    </message>
    <message>
        <source>The copy with the most keywords stays.</source>
        <translation>保留关键词最多的副本。</translation>
    </message>
    <message>
        <source>The copy with the most pixels stays.</source>
        <translation>保留像素最多的副本。</translation>
    </message>
    <message>
        <source>The copy with the most stars stays.</source>
        <translation>保留星级最高的副本。</translation>
    </message>
    <message>
        <source>The copy with the shortest file name stays.</source>
        <translation>保留文件名最短的副本。</translation>
    </message>
    <message>
        <source>The disk can only be read</source>
        <translation>磁盘是只读的</translation>
    </message>
    <message>
        <source>The disk could not read it</source>
        <translation>磁盘读取失败</translation>
    </message>
    <message>
        <source>The disk is full</source>
        <translation>磁盘已满</translation>
    </message>
    <message>
        <source>The disk is full: {path} could not be written.</source>
        <translation>磁盘已满：无法写入 {path}。</translation>
    </message>
    <message>
        <source>The disk or the memory of this computer may be failing. Save your photos, or let IMGSIM_HOME name a folder on another disk than {parent}.</source>
        <translation>这台电脑的磁盘或内存可能出了故障。请备份您的照片，或将 IMGSIM_HOME 设为另一块磁盘上的文件夹，不要用 {parent} 所在的磁盘。</translation>
    </message>
    <message>
        <source>The disk that holds {parent} is full.</source>
        <translation>{parent} 所在的磁盘已满。</translation>
    </message>
    <message>
        <source>The disk that holds {parent} is nearly full: nothing was read.</source>
        <translation>{parent} 所在的磁盘几乎已满：没有读取任何照片。</translation>
    </message>
    <message>
        <source>The download of {file_name} has the wrong checksum and was deleted.</source>
        <translation>下载的 {file_name} 校验和不正确，已删除。</translation>
    </message>
    <message>
        <source>The file breaks off early</source>
        <translation>文件不完整</translation>
    </message>
    <message>
        <source>The file has changed since it was marked</source>
        <translation>标记之后文件已更改</translation>
    </message>
    <message>
        <source>The file is damaged</source>
        <translation>文件已损坏</translation>
    </message>
    <message>
        <source>The file is empty</source>
        <translation>文件是空的</translation>
    </message>
    <message>
        <source>The file is gone</source>
        <translation>文件不存在</translation>
    </message>
    <message>
        <source>The file with your decisions is damaged ({why}).</source>
        <translation>保存您的决定的文件已损坏（{why}）。</translation>
    </message>
    <message>
        <source>The film inside {name} cannot be shown: {why}.</source>
        <translation>无法显示 {name} 中的视频：{why}。</translation>
    </message>
    <message>
        <source>The film is still in the file; another program may show it.</source>
        <translation>视频仍在文件中，其他程序也许可以播放。</translation>
    </message>
    <message>
        <source>The journal has no batch {batch}.</source>
        <translation>日志中没有批次 {batch}。</translation>
    </message>
    <message>
        <source>The journal has no entry {name}.</source>
        <translation>日志中没有条目 {name}。</translation>
    </message>
    <message>
        <source>The journal is damaged: the trash tells of another place</source>
        <translation>日志已损坏：回收站记录的原位置与之不同</translation>
    </message>
    <message>
        <source>The journal still holds everything; choose another place.</source>
        <translation>日志中仍保留全部内容；请选择其他位置。</translation>
    </message>
    <message>
        <source>The journal {path} cannot be read: {why}.</source>
        <translation>无法读取日志 {path}：{why}。</translation>
    </message>
    <message>
        <source>The journal {path} cannot be written ({why}).</source>
        <translation>无法写入日志 {path}（{why}）。</translation>
    </message>
    <message>
        <source>The journal {path} was written by a newer ImgSim.</source>
        <translation>日志 {path} 由更新版本的 ImgSim 写入。</translation>
    </message>
    <message>
        <source>The kept copy lies on another disk</source>
        <translation>保留的副本位于另一个磁盘上</translation>
    </message>
    <message>
        <source>The labels {path} are empty.</source>
        <translation>标签文件 {path} 是空的。</translation>
    </message>
    <message>
        <source>The labels {path} are no CSV file in UTF-8: {why}.</source>
        <translation>标签文件 {path} 不是 UTF-8 编码的 CSV 文件：{why}。</translation>
    </message>
    <message>
        <source>The labels {path} cannot be read: {why}.</source>
        <translation>无法读取标签文件 {path}：{why}。</translation>
    </message>
    <message>
        <source>The least compressed JPEG stays; other formats count as a usual one.</source>
        <translation>保留压缩最少的 JPEG；其他格式按普通 JPEG 计。</translation>
    </message>
    <message>
        <source>The library “{library_name}” is being scanned by another program{holder}.</source>
        <translation>图库“{library_name}”正被另一个程序扫描{holder}。</translation>
    </message>
    <message>
        <source>The model {backend_id} has its own weights and takes no others.</source>
        <translation>模型 {backend_id} 自带权重，不接受其他权重。</translation>
    </message>
    <message>
        <source>The model {chosen} is here already.</source>
        <translation>模型 {chosen} 已在这里。</translation>
    </message>
    <message>
        <source>The model {path} cannot be read: {why}.</source>
        <translation>无法读取模型 {path}：{why}。</translation>
    </message>
    <message>
        <source>The model {path} is damaged: {how}.</source>
        <translation>模型 {path} 已损坏：{how}。</translation>
    </message>
    <message>
        <source>The name is too long.</source>
        <translation>名称太长。</translation>
    </message>
    <message>
        <source>The network gave up on a picture: {why}.</source>
        <translation>网络无法处理一张图片：{why}。</translation>
    </message>
    <message>
        <source>The one taken first stays, or changed first where no date is known.</source>
        <translation>保留最早拍摄的一张；没有日期时保留最早修改的。</translation>
    </message>
    <message>
        <source>The one taken last stays, or changed last where no date is known.</source>
        <translation>保留最晚拍摄的一张；没有日期时保留最晚修改的。</translation>
    </message>
    <message>
        <source>The other pages may still be fine.</source>
        <translation>其他页面可能仍然完好。</translation>
    </message>
    <message>
        <source>The others are not duplicates of it, or are gone.</source>
        <translation>其他照片不是它的重复照片，或者已不在了。</translation>
    </message>
    <message>
        <source>The picture {name} could not be read: {why}.</source>
        <translation>无法读取图片 {name}：{why}。</translation>
    </message>
    <message>
        <source>The processes that open pictures cannot be started: {why}.</source>
        <translation>无法启动用于打开图片的进程：{why}。</translation>
    </message>
    <message>
        <source>The recipe {recipe} cannot go on from weights.</source>
        <translation>配方 {recipe} 不能从已有权重继续训练。</translation>
    </message>
    <message>
        <source>The recipe {recipe} has no option {name!r}.</source>
        <translation>配方 {recipe} 没有选项 {name!r}。</translation>
    </message>
    <message>
        <source>The same file, or the same pixels, more than once.</source>
        <translation>同一文件或相同像素出现多次。</translation>
    </message>
    <message>
        <source>The same picture saved again or in another size.</source>
        <translation>同一图片重新保存或改变了尺寸。</translation>
    </message>
    <message>
        <source>The same picture with other words, another face or another colour somewhere. To look at: nothing is marked for you.</source>
        <translation>同一画面，但某处的文字、表情或颜色不同。仅供查看：不会为您标记任何照片。</translation>
    </message>
    <message>
        <source>The server has no {file_name} for us ({code} {reason}).</source>
        <translation>服务器没有提供 {file_name}（{code} {reason}）。</translation>
    </message>
    <message>
        <source>The sharpest stays, compared at one small size.</source>
        <translation>缩小到同一尺寸比较，保留最清晰的一张。</translation>
    </message>
    <message>
        <source>The side of {recipe} must be a multiple of {step}, not {wish}.</source>
        <translation>{recipe} 的边长必须是 {step} 的倍数，不能是 {wish}。</translation>
    </message>
    <message>
        <source>The smallest one: learns in a minute or two to draw tiny grey pictures anew. Good for digits, signs and scans, and to see how learning works.</source>
        <translation>最小的一个：一两分钟就学会重绘很小的灰度图。适合数字、标牌和扫描件，也可借此了解学习过程。</translation>
    </message>
    <message>
        <source>The stored {name} of this library is damaged: {why}.</source>
        <translation>此图库保存的 {name} 已损坏：{why}。</translation>
    </message>
    <message>
        <source>The system does not permit it</source>
        <translation>系统不允许此操作</translation>
    </message>
    <message>
        <source>The system refused</source>
        <translation>系统拒绝了操作</translation>
    </message>
    <message>
        <source>The weights cannot be written to {folder}: {why}.</source>
        <translation>无法将权重写入 {folder}：{why}。</translation>
    </message>
    <message>
        <source>The weights in {path} do not fit the {recipe} network they are said to be of.</source>
        <translation>{path} 中的权重与其声称的 {recipe} 网络不匹配。</translation>
    </message>
    <message>
        <source>The weights of {name} ({megabytes}) are not on this computer.</source>
        <translation>{name} 的权重（{megabytes}）不在这台计算机上。</translation>
    </message>
    <message>
        <source>The weights of {name} are damaged: {path} has the wrong checksum.</source>
        <translation>{name} 的权重已损坏：{path} 的校验和不正确。</translation>
    </message>
    <message>
        <source>The weights of {name} were not downloaded.</source>
        <translation>{name} 的权重没有下载。</translation>
    </message>
    <message>
        <source>The weights {path} are damaged: {why}.</source>
        <translation>权重 {path} 已损坏：{why}。</translation>
    </message>
    <message>
        <source>The weights {path} belong to another architecture: {found}, not {name}.</source>
        <translation>权重 {path} 属于另一种结构：是 {found}，而不是 {name}。</translation>
    </message>
    <message>
        <source>The weights {path} belong to another network than {name}.</source>
        <translation>权重 {path} 不属于 {name}，而属于另一个网络。</translation>
    </message>
    <message>
        <source>The weights {path} cannot be read: {why}.</source>
        <translation>无法读取权重 {path}：{why}。</translation>
    </message>
    <message>
        <source>The weights {path} do not fit the network.</source>
        <translation>权重 {path} 与网络不匹配。</translation>
    </message>
    <message>
        <source>The yardstick the built-in network is measured against.</source>
        <translation>用来衡量内置网络的参照。</translation>
    </message>
    <message>
        <source>There are none yet.</source>
        <translation>目前还没有。</translation>
    </message>
    <message>
        <source>There are too few photos for themes.</source>
        <translation>照片太少，无法查找主题。</translation>
    </message>
    <message>
        <source>There are {names}.</source>
        <translation>现有：{names}。</translation>
    </message>
    <message>
        <source>There are: mse, bce.</source>
        <translation>可用的有：mse、bce。</translation>
    </message>
    <message>
        <source>There are: {names}.</source>
        <translation>可用的有：{names}。</translation>
    </message>
    <message>
        <source>There is a file {target} already.</source>
        <translation>文件 {target} 已存在。</translation>
    </message>
    <message>
        <source>There is a saved search “{name}” already.</source>
        <translation>已有名为“{name}”的搜索。</translation>
    </message>
    <message>
        <source>There is another model named {chosen}.</source>
        <translation>已有另一个名为 {chosen} 的模型。</translation>
    </message>
    <message>
        <source>There is another network named {wish}.</source>
        <translation>已有另一个名为 {wish} 的网络。</translation>
    </message>
    <message>
        <source>There is no file {image}.</source>
        <translation>没有文件 {image}。</translation>
    </message>
    <message>
        <source>There is no folder or zip file {source}.</source>
        <translation>没有文件夹或 zip 文件 {source}。</translation>
    </message>
    <message>
        <source>There is no folder {folder} in {root}.</source>
        <translation>{root} 中没有文件夹 {folder}。</translation>
    </message>
    <message>
        <source>There is no folder {path}.</source>
        <translation>没有文件夹 {path}。</translation>
    </message>
    <message>
        <source>There is no folder {source}.</source>
        <translation>没有文件夹 {source}。</translation>
    </message>
    <message>
        <source>There is no format “{value}” among those that are read.</source>
        <translation>能读取的格式中没有“{value}”。</translation>
    </message>
    <message>
        <source>There is no good copy of {day}.</source>
        <translation>没有 {day} 的完好副本。</translation>
    </message>
    <message>
        <source>There is no kind “{value}”. Is “{near}” meant?</source>
        <translation>没有种类“{value}”。是指“{near}”吗？</translation>
    </message>
    <message>
        <source>There is no kind “{value}”: there are {kinds}.</source>
        <translation>没有种类“{value}”；可用的有：{kinds}。</translation>
    </message>
    <message>
        <source>There is no loss {loss!r}.</source>
        <translation>没有损失函数 {loss!r}。</translation>
    </message>
    <message>
        <source>There is no model named {name!r}.</source>
        <translation>没有名为 {name!r} 的模型。</translation>
    </message>
    <message>
        <source>There is no network named {backend_id!r}.</source>
        <translation>没有名为 {backend_id!r} 的网络。</translation>
    </message>
    <message>
        <source>There is no picture to search for.</source>
        <translation>没有可供搜索的图片。</translation>
    </message>
    <message>
        <source>There is no recipe {recipe!r}.</source>
        <translation>没有名为 {recipe!r} 的方法。</translation>
    </message>
    <message>
        <source>There is no rule “{name}”.</source>
        <translation>没有规则“{name}”。</translation>
    </message>
    <message>
        <source>There is no saved search “{name}”.</source>
        <translation>没有已存的搜索“{name}”。</translation>
    </message>
    <message>
        <source>There is no theme {number}: {n} were found.</source>
        <translation>没有主题 {number}：共找到 {n} 个。</translation>
    </message>
    <message>
        <source>There is no “{word}:”. Is “{near}:” meant? Put it in quotes to look for the letters.</source>
        <translation>没有“{word}:”。是指“{near}:”吗？要按原文查找，请加引号。</translation>
    </message>
    <message>
        <source>There is no “{word}:”; there are {keys}. Put it in quotes to look for the letters.</source>
        <translation>没有“{word}:”；可用的有：{keys}。要按原文查找，请加引号。</translation>
    </message>
    <message>
        <source>There is not enough space for the weights in {folder}.</source>
        <translation>{folder} 中没有足够的空间存放权重。</translation>
    </message>
    <message>
        <source>There is nothing to download for {name}.</source>
        <translation>{name} 没有可下载的内容。</translation>
    </message>
    <message>
        <source>This disk has no trash</source>
        <translation>此磁盘没有回收站</translation>
    </message>
    <message>
        <source>This file system knows no such links</source>
        <translation>此文件系统不支持这种链接</translation>
    </message>
    <message>
        <source>This library is no longer in the list.</source>
        <translation>此图库已不在列表中。</translation>
    </message>
    <message>
        <source>This machine has no device {wish!r}.</source>
        <translation>这台计算机没有设备 {wish!r}。</translation>
    </message>
    <message>
        <source>This needs torch, which cannot be loaded: {why}.</source>
        <translation>此功能需要 torch，但无法加载：{why}。</translation>
    </message>
    <message>
        <source>Too large to open safely</source>
        <translation>太大，无法安全打开</translation>
    </message>
    <message>
        <source>Trained on your own pictures; theirs are the rights.</source>
        <translation>用您自己的图片训练；权利随这些图片。</translation>
    </message>
    <message>
        <source>Training diverged at step {step}: the loss is no number any more.</source>
        <translation>训练在第 {step} 步发散：损失已不再是数字。</translation>
    </message>
    <message>
        <source>Transparent</source>
        <translation>透明</translation>
    </message>
    <message>
        <source>Triplet network</source>
        <translation>三元组网络</translation>
    </message>
    <message>
        <source>Try again in a moment.</source>
        <translation>请稍后再试。</translation>
    </message>
    <message>
        <source>Try again later, or give a file with --weights.</source>
        <translation>请稍后再试，或用 --weights 指定文件。</translation>
    </message>
    <message>
        <source>Try again; if it happens twice, the server has another file than it should.</source>
        <translation>请再试一次；如果再次出现，说明服务器上的文件不正确。</translation>
    </message>
    <message>
        <source>Tune to this library</source>
        <translation>适配此图库</translation>
    </message>
    <message>
        <source>Unlock the folder first.</source>
        <translation>请先解锁该文件夹。</translation>
    </message>
    <message>
        <source>Update this program.</source>
        <translation>请更新本程序。</translation>
    </message>
    <message>
        <source>Update this program; nothing was touched.</source>
        <translation>请更新本程序；没有改动任何文件。</translation>
    </message>
    <message>
        <source>Upright format</source>
        <translation>竖幅</translation>
    </message>
    <message>
        <source>Use at most 200 letters.</source>
        <translation>最多使用 200 个字母。</translation>
    </message>
    <message>
        <source>Use folders or a CSV file as labels, or another recipe: contrastive, autoencoder and began need none.</source>
        <translation>请使用文件夹或 CSV 文件作为标签，或换用其他方法：contrastive、autoencoder 和 began 不需要标签。</translation>
    </message>
    <message>
        <source>Use letters, digits and spaces; no slash, and no dot at the beginning or the end.</source>
        <translation>请使用文字、数字和空格;不能有斜杠,开头和结尾不能是点。</translation>
    </message>
    <message>
        <source>Use small letters, digits, - and _, at most 48 of them.</source>
        <translation>请使用小写字母、数字、- 和 _，最多 48 个字符。</translation>
    </message>
    <message>
        <source>Variants</source>
        <translation>变体</translation>
    </message>
    <message>
        <source>Variety against sharpness, 0 to 1</source>
        <translation>多样性与清晰度之比，0 到 1</translation>
    </message>
    <message>
        <source>Weights of torchvision&apos;s networks are given with --weights.</source>
        <translation>torchvision 网络的权重请用 --weights 指定。</translation>
    </message>
    <message>
        <source>Weights: published by torchvision (BSD-3-Clause library), trained on ImageNet, whose pictures are for research; the weights themselves carry no licence.</source>
        <translation>权重：由 torchvision（BSD-3-Clause 许可的库）发布，用 ImageNet 训练，其图片供研究使用；权重本身没有附带许可证。</translation>
    </message>
    <message>
        <source>What is remembered of this library is damaged ({why}).</source>
        <translation>这个图库的记录已损坏（{why}）。</translation>
    </message>
    <message>
        <source>What is remembered of this library is damaged again, just after it was built anew ({why}).</source>
        <translation>这个图库的记录刚重新建立就又损坏了（{why}）。</translation>
    </message>
    <message>
        <source>What is usual is used instead.</source>
        <translation>改用默认值。</translation>
    </message>
    <message>
        <source>What it was to go to cannot be trusted</source>
        <translation>目标位置不可信任</translation>
    </message>
    <message>
        <source>What only it knows could not be written beside the kept copy</source>
        <translation>只有它记录的信息无法写到保留的副本旁边</translation>
    </message>
    <message>
        <source>What other copies were made from</source>
        <translation>其他副本的来源</translation>
    </message>
    <message>
        <source>What the last scan saw can be used, to remove duplicates too; free some space before the next scan.</source>
        <translation>上次扫描的结果仍可使用，也可以删除重复照片；请在下次扫描前释放一些空间。</translation>
    </message>
    <message>
        <source>What was remembered of this library was damaged and is built anew ({why}); the damaged file is kept as {name}. Your photos and decisions are not affected.</source>
        <translation>这个图库的记录已损坏，正在重新建立（{why}）；损坏的文件保留为 {name}。您的照片和所做的决定不受影响。</translation>
    </message>
    <message>
        <source>What you have decided. You can open it again.</source>
        <translation>您已做出的决定，可以重新打开。</translation>
    </message>
    <message>
        <source>Wide format</source>
        <translation>横幅</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>宽度</translation>
    </message>
    <message>
        <source>With caption</source>
        <translation>有说明</translation>
    </message>
    <message>
        <source>With date of the shot</source>
        <translation>有拍摄日期</translation>
    </message>
    <message>
        <source>With depth</source>
        <translation>有景深</translation>
    </message>
    <message>
        <source>With edits beside it</source>
        <translation>旁有编辑记录</translation>
    </message>
    <message>
        <source>With film</source>
        <translation>含视频</translation>
    </message>
    <message>
        <source>With keywords</source>
        <translation>有关键词</translation>
    </message>
    <message>
        <source>With layers</source>
        <translation>有图层</translation>
    </message>
    <message>
        <source>With place</source>
        <translation>有位置</translation>
    </message>
    <message>
        <source>With stars</source>
        <translation>有星级</translation>
    </message>
    <message>
        <source>Without colours</source>
        <translation>黑白</translation>
    </message>
    <message>
        <source>Write a name or a path, such as &apos;*.tmp&apos;.</source>
        <translation>请写名称或路径，例如 &apos;*.tmp&apos;。</translation>
    </message>
    <message>
        <source>Write after “{key}:” a day, such as 2023-06-12.</source>
        <translation>请在“{key}:”后写日期，例如 2023-06-12。</translation>
    </message>
    <message>
        <source>Write after “{key}:” what to look for.</source>
        <translation>请在“{key}:”后写要找的内容。</translation>
    </message>
    <message>
        <source>Write it with its folder.</source>
        <translation>请连同所在文件夹一起写出。</translation>
    </message>
    <message>
        <source>Write paths as they are below --images, such as holiday/1.jpg.</source>
        <translation>请写相对于图片文件夹的路径，例如 holiday/1.jpg。</translation>
    </message>
    <message>
        <source>Write {form}.</source>
        <translation>请写成 {form}。</translation>
    </message>
    <message>
        <source>Writing tags</source>
        <translation>正在写入标签</translation>
    </message>
    <message>
        <source>You chose this one to stay.</source>
        <translation>您选择了保留这一张。</translation>
    </message>
    <message>
        <source>You let it go, and only this one has {things}.</source>
        <translation>您要删除它，但只有这一张有{things}。</translation>
    </message>
    <message>
        <source>a depth map</source>
        <translation>深度图</translation>
    </message>
    <message>
        <source>a film</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>a film beside it</source>
        <translation>旁边有一段视频</translation>
    </message>
    <message>
        <source>a film of {n:.1f} s</source>
        <translation>{n:.1f} 秒的视频</translation>
    </message>
    <message>
        <source>a sound beside it</source>
        <translation>旁边有一段录音</translation>
    </message>
    <message>
        <source>a sound of {n:.1f} s</source>
        <translation>{n:.1f} 秒的录音</translation>
    </message>
    <message>
        <source>a thermal picture</source>
        <translation>热成像图</translation>
    </message>
    <message>
        <source>an HDR gain map</source>
        <translation>HDR 增益图</translation>
    </message>
    <message>
        <source>another shot</source>
        <translation>另一次拍摄</translation>
    </message>
    <message>
        <source>average precision of copies</source>
        <translation>副本的平均精度</translation>
    </message>
    <message>
        <source>better JPEG quality</source>
        <translation>JPEG 质量更好</translation>
    </message>
    <message>
        <source>builtin takes no --labels, --option, --name or --epochs.</source>
        <translation>builtin 不接受 --labels、--option、--name 或 --epochs。</translation>
    </message>
    <message>
        <source>by how much the negative shall be farther, squared distance</source>
        <translation>反例应当远出多少（距离的平方）</translation>
    </message>
    <message>
        <source>channels of the first stage; the others have 2 and 3 times</source>
        <translation>第一级的通道数；其余各级为其 2 倍和 3 倍</translation>
    </message>
    <message>
        <source>colours beyond sRGB</source>
        <translation>超出 sRGB 的色彩</translation>
    </message>
    <message>
        <source>colours=1 or colours=3.</source>
        <translation>colours=1 或 colours=3。</translation>
    </message>
    <message>
        <source>cropped</source>
        <translation>裁剪</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>编辑过</translation>
    </message>
    <message>
        <source>edited copies found first</source>
        <translation>编辑副本排在首位</translation>
    </message>
    <message>
        <source>edits beside it</source>
        <translation>旁边有编辑记录</translation>
    </message>
    <message>
        <source>factor of the learning rate</source>
        <translation>学习率的系数</translation>
    </message>
    <message>
        <source>fewer copies are found first</source>
        <translation>首先找到的副本变少</translation>
    </message>
    <message>
        <source>fewer folders deep</source>
        <translation>文件夹层级更少</translation>
    </message>
    <message>
        <source>filters of each convolution</source>
        <translation>每个卷积的滤波器数</translation>
    </message>
    <message>
        <source>framed</source>
        <translation>加框</translation>
    </message>
    <message>
        <source>has XMP or JSON beside it</source>
        <translation>旁边有 XMP 或 JSON</translation>
    </message>
    <message>
        <source>has colours that the other one has lost</source>
        <translation>保留了另一张已失去的色彩</translation>
    </message>
    <message>
        <source>has detail that the other one has lost</source>
        <translation>保留了另一张已丢失的细节</translation>
    </message>
    <message>
        <source>has keywords</source>
        <translation>有关键词</translation>
    </message>
    <message>
        <source>has the camera&apos;s data</source>
        <translation>带有相机数据</translation>
    </message>
    <message>
        <source>has {thing}</source>
        <translation>有{thing}</translation>
    </message>
    <message>
        <source>higher rating</source>
        <translation>评分更高</translation>
    </message>
    <message>
        <source>holds more than the picture</source>
        <translation>文件中不只有图片</translation>
    </message>
    <message>
        <source>how fast the balance is followed</source>
        <translation>跟随该平衡的快慢</translation>
    </message>
    <message>
        <source>how much the directions in which all photos differ count less at the start</source>
        <translation>开始时，所有照片都有差异的方向少算多少</translation>
    </message>
    <message>
        <source>identical file</source>
        <translation>相同文件</translation>
    </message>
    <message>
        <source>it cannot be unpacked: {why}.</source>
        <translation>无法解压：{why}。</translation>
    </message>
    <message>
        <source>its edits</source>
        <translation>它的编辑</translation>
    </message>
    <message>
        <source>its film</source>
        <translation>它的影片</translation>
    </message>
    <message>
        <source>its sound</source>
        <translation>它的录音</translation>
    </message>
    <message>
        <source>knows when it was taken</source>
        <translation>有拍摄时间</translation>
    </message>
    <message>
        <source>knows where it was taken</source>
        <translation>有拍摄地点</translation>
    </message>
    <message>
        <source>larger file</source>
        <translation>文件更大</translation>
    </message>
    <message>
        <source>less lossy format</source>
        <translation>格式失真更小</translation>
    </message>
    <message>
        <source>lies in a preferred folder</source>
        <translation>位于优先文件夹</translation>
    </message>
    <message>
        <source>lies in the folder you named</source>
        <translation>位于您指定的文件夹</translation>
    </message>
    <message>
        <source>lies outside the folder you named</source>
        <translation>不在您指定的文件夹</translation>
    </message>
    <message>
        <source>looks alike</source>
        <translation>外观相似</translation>
    </message>
    <message>
        <source>macOS does not let this program in: allow it in System Settings, Privacy &amp; Security, Files and Folders, or Full Disk Access</source>
        <translation>macOS 不允许本程序访问：请在“系统设置”→“隐私与安全性”→“文件和文件夹”或“完全磁盘访问权限”中允许</translation>
    </message>
    <message>
        <source>mirrored</source>
        <translation>镜像</translation>
    </message>
    <message>
        <source>more pixels</source>
        <translation>更多像素</translation>
    </message>
    <message>
        <source>more strangers come before copies</source>
        <translation>更多无关照片排在副本之前</translation>
    </message>
    <message>
        <source>more than 256 colours</source>
        <translation>超过 256 种颜色</translation>
    </message>
    <message>
        <source>moved to the trash</source>
        <translation>已移到回收站</translation>
    </message>
    <message>
        <source>moved to {folder}</source>
        <translation>已移到{folder}</translation>
    </message>
    <message>
        <source>mse: squared difference, bce: cross-entropy of every pixel</source>
        <translation>mse：平方差，bce：每个像素的交叉熵</translation>
    </message>
    <message>
        <source>nearest five with the same label</source>
        <translation>最近五张标签相同</translation>
    </message>
    <message>
        <source>neighbouring shots come nearer to copies</source>
        <translation>相邻拍摄的照片与副本更加接近</translation>
    </message>
    <message>
        <source>neighbouring shots confused with copies</source>
        <translation>相邻连拍被误作副本</translation>
    </message>
    <message>
        <source>newer</source>
        <translation>更新</translation>
    </message>
    <message>
        <source>no RAW file</source>
        <translation>不是 RAW 文件</translation>
    </message>
    <message>
        <source>no plain file</source>
        <translation>不是普通文件</translation>
    </message>
    <message>
        <source>noise was laid on the other one</source>
        <translation>另一张上加了噪点</translation>
    </message>
    <message>
        <source>not named as a copy</source>
        <translation>名称不像副本</translation>
    </message>
    <message>
        <source>not sharpened afterwards</source>
        <translation>未经后期锐化</translation>
    </message>
    <message>
        <source>nothing written or stuck over it</source>
        <translation>上面没有添加文字或贴纸</translation>
    </message>
    <message>
        <source>numbers a picture</source>
        <translation>每张图片用多少个数描述</translation>
    </message>
    <message>
        <source>older</source>
        <translation>更早</translation>
    </message>
    <message>
        <source>only its name is here: have it kept on this device, then scan again</source>
        <translation>这里只有文件名：请将其保留在此设备上，然后重新扫描</translation>
    </message>
    <message>
        <source>other copies were made from it</source>
        <translation>其他副本由它制作而来</translation>
    </message>
    <message>
        <source>other frames</source>
        <translation>不同的帧</translation>
    </message>
    <message>
        <source>other pages</source>
        <translation>不同的页面</translation>
    </message>
    <message>
        <source>part of a collage</source>
        <translation>拼图的一部分</translation>
    </message>
    <message>
        <source>recoloured</source>
        <translation>调色</translation>
    </message>
    <message>
        <source>recorded sound</source>
        <translation>录音</translation>
    </message>
    <message>
        <source>replaced by copies that share their space</source>
        <translation>已替换为共享空间的副本</translation>
    </message>
    <message>
        <source>replaced by hard links</source>
        <translation>已替换为硬链接</translation>
    </message>
    <message>
        <source>resized</source>
        <translation>改变尺寸</translation>
    </message>
    <message>
        <source>same picture</source>
        <translation>同一图片</translation>
    </message>
    <message>
        <source>same pixels</source>
        <translation>相同像素</translation>
    </message>
    <message>
        <source>sharper</source>
        <translation>更清晰</translation>
    </message>
    <message>
        <source>shorter name</source>
        <translation>名称更短</translation>
    </message>
    <message>
        <source>side of the pictures in pixels</source>
        <translation>图片边长（像素）</translation>
    </message>
    <message>
        <source>side of the pictures in pixels, a multiple of 4</source>
        <translation>图片边长（像素），须为 4 的倍数</translation>
    </message>
    <message>
        <source>side of the pictures in pixels, a multiple of 8</source>
        <translation>图片边长（像素），须为 8 的倍数</translation>
    </message>
    <message>
        <source>similarities are divided by it</source>
        <translation>相似度会除以它</translation>
    </message>
    <message>
        <source>smaller file</source>
        <translation>文件更小</translation>
    </message>
    <message>
        <source>something laid over</source>
        <translation>叠加了内容</translation>
    </message>
    <message>
        <source>starts with zeros only</source>
        <translation>开头全是零</translation>
    </message>
    <message>
        <source>steps after which it is applied</source>
        <translation>每隔多少步应用一次</translation>
    </message>
    <message>
        <source>straight from the camera</source>
        <translation>相机直出</translation>
    </message>
    <message>
        <source>the RAW or JPEG of the same shot beside it</source>
        <translation>旁边有同一次拍摄的 RAW 或 JPEG</translation>
    </message>
    <message>
        <source>the camera&apos;s own data</source>
        <translation>相机原始数据</translation>
    </message>
    <message>
        <source>the content is no picture format we know</source>
        <translation>内容不是任何已知的图片格式</translation>
    </message>
    <message>
        <source>the gain on held-out copies could be chance</source>
        <translation>在留出副本上的增益可能只是偶然</translation>
    </message>
    <message>
        <source>the other one is a JPEG made from a copy</source>
        <translation>另一张是由某个副本转成的 JPEG</translation>
    </message>
    <message>
        <source>the other one keeps less of the picture</source>
        <translation>另一张保留的画面细节较少</translation>
    </message>
    <message>
        <source>the other one was enlarged from a copy</source>
        <translation>另一张是由某个副本放大而来的</translation>
    </message>
    <message>
        <source>the other one was saved again from a copy</source>
        <translation>另一张是由某个副本重新保存而来的</translation>
    </message>
    <message>
        <source>the picture itself, not framed or pasted</source>
        <translation>是照片本身，没有加框或拼贴</translation>
    </message>
    <message>
        <source>the program ended more than once while this file alone was open</source>
        <translation>仅打开此文件时，程序多次意外结束</translation>
    </message>
    <message>
        <source>tilted</source>
        <translation>倾斜</translation>
    </message>
    <message>
        <source>tones were lost in the other one</source>
        <translation>另一张丢失了部分色调</translation>
    </message>
    <message>
        <source>transparency</source>
        <translation>透明度</translation>
    </message>
    <message>
        <source>turned</source>
        <translation>旋转</translation>
    </message>
    <message>
        <source>variant</source>
        <translation>变体</translation>
    </message>
    <message>
        <source>what has not been read yet</source>
        <translation>尚未读取的内容</translation>
    </message>
    <message>
        <source>whole, the other one is damaged</source>
        <translation>完整，而另一张已损坏</translation>
    </message>
    <message>
        <source>wished balance of the two losses: variety against sharpness</source>
        <translation>两种损失之间期望的平衡：多样性与清晰度</translation>
    </message>
    <message>
        <source>with labels: how far pictures are moved, and mirrored, at random; share of the side</source>
        <translation>有标签时：图片随机移动和镜像的幅度，以边长的比例表示</translation>
    </message>
    <message>
        <source>{about} is damaged.</source>
        <translation>{about} 已损坏。</translation>
    </message>
    <message>
        <source>{chosen} is the name of another network.</source>
        <translation>{chosen} 是另一个网络的名称。</translation>
    </message>
    <message>
        <source>{count} themes cannot be made of {different} different photos.</source>
        <translation>无法从 {different} 张不同的照片中得到 {count} 个主题。</translation>
    </message>
    <message>
        <source>{device} gave up at step {step}: {why}</source>
        <translation>{device} 在第 {step} 步停止工作：{why}</translation>
    </message>
    <message>
        <source>{device} has not enough memory for a step: {why}</source>
        <translation>{device} 的内存不足以完成一步：{why}</translation>
    </message>
    <message>
        <source>{first} {second}</source>
        <translation>{first}{second}</translation>
    </message>
    <message>
        <source>{first}, {others}</source>
        <translation>{first}、{others}</translation>
    </message>
    <message>
        <source>{folder} holds a training with other {what}: {found}.</source>
        <translation>{folder} 中的训练使用了不同的 {what}：{found}。</translation>
    </message>
    <message>
        <source>{folder} holds no {part} part of CIFAR-10.</source>
        <translation>{folder} 中没有 CIFAR-10 的 {part} 部分。</translation>
    </message>
    <message>
        <source>{folder} holds no {part} part of MNIST.</source>
        <translation>{folder} 中没有 MNIST 的 {part} 部分。</translation>
    </message>
    <message>
        <source>{folder} is no folder of a library.</source>
        <translation>{folder} 不是任何图库的文件夹。</translation>
    </message>
    <message>
        <source>{folder} is no folder of this library.</source>
        <translation>{folder} 不是此图库的文件夹。</translation>
    </message>
    <message>
        <source>{folder} is where it was.</source>
        <translation>{folder} 仍在原处。</translation>
    </message>
    <message>
        <source>{folder} lies in another library, or in none.</source>
        <translation>{folder} 属于另一个图库,或不属于任何图库。</translation>
    </message>
    <message>
        <source>{folder} lies in {root}: the photos would be duplicates again there.</source>
        <translation>{folder} 位于 {root} 之中：照片在那里会再次成为重复项。</translation>
    </message>
    <message>
        <source>{found} of {known} photos of {old} were found in {new}.</source>
        <translation>在 {new} 中找到了 {old} 的 {known} 张照片中的 {found} 张。</translation>
    </message>
    <message>
        <source>{hint}, with a smaller --batch or with --device cpu.</source>
        <translation>{hint}，并使用更小的 --batch 或 --device cpu。</translation>
    </message>
    <message>
        <source>{hint}; with --device cpu if it happens again.</source>
        <translation>{hint}；如果再次出现，请使用 --device cpu。</translation>
    </message>
    <message>
        <source>{images} and {name} do not belong together.</source>
        <translation>{images} 与 {name} 不匹配。</translation>
    </message>
    <message>
        <source>{name!r} can be no name of a model.</source>
        <translation>{name!r} 不能用作模型名称。</translation>
    </message>
    <message>
        <source>{names} are needed.</source>
        <translation>需要 {names}。</translation>
    </message>
    <message>
        <source>{name} cannot be read as a review: {why}.</source>
        <translation>无法将 {name} 作为审阅结果读取：{why}。</translation>
    </message>
    <message>
        <source>{name} is better: {reasons}.</source>
        <translation>{name} 更好：{reasons}。</translation>
    </message>
    <message>
        <source>{name} is damaged as well: both stay unless you say so.</source>
        <translation>{name} 也已损坏：除非您另行决定，两张都会保留。</translation>
    </message>
    <message>
        <source>{name} is damaged, too.</source>
        <translation>{name} 也已损坏。</translation>
    </message>
    <message>
        <source>{name} is left out: {why}</source>
        <translation>已略过 {name}：{why}</translation>
    </message>
    <message>
        <source>{name} is no exported review.</source>
        <translation>{name} 不是导出的审阅结果。</translation>
    </message>
    <message>
        <source>{name} is the name of another network.</source>
        <translation>{name} 是另一个网络的名称。</translation>
    </message>
    <message>
        <source>{name} is {bounds}, not {wish}.</source>
        <translation>{name} 的范围是 {bounds}，不能是 {wish}。</translation>
    </message>
    <message>
        <source>{name} lies in a locked folder and stays.</source>
        <translation>{name} 位于已锁定的文件夹中，将保留。</translation>
    </message>
    <message>
        <source>{name} must be {what}, not {wish!r}.</source>
        <translation>{name} 必须是 {what}，不能是 {wish!r}。</translation>
    </message>
    <message>
        <source>{name} needs a file of weights.</source>
        <translation>{name} 需要一个权重文件。</translation>
    </message>
    <message>
        <source>{name} was written by a newer ImgSim.</source>
        <translation>{name} 由更新版本的 ImgSim 写入。</translation>
    </message>
    <message>
        <source>{numbers}, neighbouring shots confused with copies {old:.2f} -&gt; {new:.2f} %</source>
        <translation>{numbers}，相邻拍摄被误认为副本 {old:.2f} -&gt; {new:.2f} %</translation>
    </message>
    <message>
        <source>{n} changed since</source>
        <translation>{n} 个之后已更改</translation>
    </message>
    <message>
        <source>{n} edited views of each photo to learn from, {copies} edited copies to judge by</source>
        <translation>每张照片有 {n} 个编辑视图用于学习，{copies} 个编辑副本用于评判</translation>
    </message>
    <message>
        <source>{n} files in {name} are not among the pictures.</source>
        <translation>{name} 中有 {n} 个文件不在图片之中。</translation>
    </message>
    <message>
        <source>{n} in a locked folder</source>
        <translation>{n} 个位于锁定的文件夹</translation>
    </message>
    <message>
        <source>{n} in no group here</source>
        <translation>{n} 个不在这里的任何分组中</translation>
    </message>
    <message>
        <source>{n} not understood</source>
        <translation>{n} 个无法识别</translation>
    </message>
    <message>
        <source>{n} photos are too few to tune the network to; {needed} are needed.</source>
        <translation>{n} 张照片太少，无法据此调整网络；至少需要 {needed} 张。</translation>
    </message>
    <message>
        <source>{n} photos to learn from, {held} held out to measure with</source>
        <translation>{n} 张照片用于学习，留出 {held} 张用于测量</translation>
    </message>
    <message>
        <source>{n} pictures are too few to learn from; {fewest} are needed.</source>
        <translation>{n} 张图片太少，无法学习；需要 {fewest} 张。</translation>
    </message>
    <message>
        <source>{n} pictures could not be read and are left out.</source>
        <translation>{n} 张图片无法读取，已略过。</translation>
    </message>
    <message>
        <source>{n} pictures to learn from, {held} to check with</source>
        <translation>{n} 张图片用于学习，{held} 张用于检验</translation>
    </message>
    <message>
        <source>{old:.1f} -&gt; {new:.1f} % of {copies} edited copies found first, average precision {before:.3f} -&gt; {after:.3f} (gain {low:+.3f} to {high:+.3f})</source>
        <translation>{copies} 个编辑副本中首先找到的比例 {old:.1f} -&gt; {new:.1f} %，平均精度 {before:.3f} -&gt; {after:.3f}（增益 {low:+.3f} 至 {high:+.3f}）</translation>
    </message>
    <message>
        <source>{parent} is locked.</source>
        <translation>{parent} 已锁定。</translation>
    </message>
    <message>
        <source>{path} and {n} more do not answer; their photos are left out, not forgotten.</source>
        <translation>{path} 和另外 {n} 处没有响应；其中的照片暂时略过，但不会被遗忘。</translation>
    </message>
    <message>
        <source>{path} belongs to this library already.</source>
        <translation>{path} 已属于此图库。</translation>
    </message>
    <message>
        <source>{path} cannot be opened: {why}.</source>
        <translation>无法打开 {path}：{why}。</translation>
    </message>
    <message>
        <source>{path} cannot be read as a picture: {reason} ({why}).</source>
        <translation>无法将 {path} 作为图片读取：{reason}（{why}）。</translation>
    </message>
    <message>
        <source>{path} cannot be read: {why}.</source>
        <translation>无法读取 {path}：{why}。</translation>
    </message>
    <message>
        <source>{path} cannot be renamed: {why}.</source>
        <translation>无法重命名 {path}：{why}。</translation>
    </message>
    <message>
        <source>{path} cannot be used: {why}.</source>
        <translation>无法使用 {path}：{why}。</translation>
    </message>
    <message>
        <source>{path} cannot be written: {why}.</source>
        <translation>无法写入 {path}：{why}。</translation>
    </message>
    <message>
        <source>{path} could not be moved to the trash: {why}.</source>
        <translation>{path} 无法移到回收站：{why}。</translation>
    </message>
    <message>
        <source>{path} does not answer.</source>
        <translation>{path} 没有响应。</translation>
    </message>
    <message>
        <source>{path} does not answer; its photos are left out, not forgotten.</source>
        <translation>{path} 没有响应；其中的照片暂时略过，但不会被遗忘。</translation>
    </message>
    <message>
        <source>{path} holds no weights.</source>
        <translation>{path} 中没有权重。</translation>
    </message>
    <message>
        <source>{path} holds weights, but no model that this program trained.</source>
        <translation>{path} 中有权重，但不是本程序训练的模型。</translation>
    </message>
    <message>
        <source>{path} is a file, not a folder.</source>
        <translation>{path} 是文件，不是文件夹。</translation>
    </message>
    <message>
        <source>{path} is busy in another program.</source>
        <translation>{path} 正被另一个程序使用。</translation>
    </message>
    <message>
        <source>{path} is copied before this version changes its form, and the disk has no room for that: {needed} MB are needed, {free} MB are free.</source>
        <translation>本版本在更改 {path} 的格式之前会先复制它，但磁盘空间不足：需要 {needed} MB，可用 {free} MB。</translation>
    </message>
    <message>
        <source>{path} is damaged or no IDX file of bytes.</source>
        <translation>{path} 已损坏，或不是字节型 IDX 文件。</translation>
    </message>
    <message>
        <source>{path} is damaged or no file of CIFAR-10.</source>
        <translation>{path} 已损坏，或不是 CIFAR-10 文件。</translation>
    </message>
    <message>
        <source>{path} is no model of this program.</source>
        <translation>{path} 不是本程序的模型。</translation>
    </message>
    <message>
        <source>{path} is no photo of a scanned folder.</source>
        <translation>{path} 不是已扫描文件夹中的照片。</translation>
    </message>
    <message>
        <source>{path} is not understood: {why}.</source>
        <translation>无法理解 {path}：{why}。</translation>
    </message>
    <message>
        <source>{path} is open in an older version of this program.</source>
        <translation>{path} 正被本程序的旧版本打开。</translation>
    </message>
    <message>
        <source>{path} was damaged or changed by hand ({why}); it is kept as {name}.</source>
        <translation>{path} 已损坏或被手动改动（{why}）；原文件保留为 {name}。</translation>
    </message>
    <message>
        <source>{path} was written by a newer version of ImgSim Desktop.</source>
        <translation>{path} 由更新版本的 ImgSim Desktop 写入。</translation>
    </message>
    <message>
        <source>{path} was written by a newer version of this program.</source>
        <translation>{path} 由本程序的更新版本写入。</translation>
    </message>
    <message>
        <source>{path}, line {number}: not a file and a label, but &apos;{row}&apos;.</source>
        <translation>{path} 第 {number} 行：不是文件和标签，而是“{row}”。</translation>
    </message>
    <message>
        <source>{path}, line {number}: {file} has the labels &apos;{one}&apos; and &apos;{other}&apos;.</source>
        <translation>{path} 第 {number} 行：{file} 同时有标签“{one}”和“{other}”。</translation>
    </message>
    <message>
        <source>{path}: {file} is the name of {n} pictures.</source>
        <translation>{path}：{file} 是 {n} 张图片共同的名称。</translation>
    </message>
    <message>
        <source>{photo} cannot be renamed.</source>
        <translation>无法重命名 {photo}。</translation>
    </message>
    <message>
        <source>{reason} (this decides)</source>
        <translation>{reason}（以此决定）</translation>
    </message>
    <message>
        <source>{recipe} is trained in one process.</source>
        <translation>{recipe} 只能在一个进程中训练。</translation>
    </message>
    <message>
        <source>{recipe} learns anew, in one process and without a teacher.</source>
        <translation>{recipe} 从头学习，只用一个进程，不用教师网络。</translation>
    </message>
    <message>
        <source>{recipe} learns from labels.</source>
        <translation>{recipe} 需要从标签学习。</translation>
    </message>
    <message>
        <source>{target} cannot be written: {why}.</source>
        <translation>无法写入 {target}：{why}。</translation>
    </message>
    <message>
        <source>{target} is there already.</source>
        <translation>{target} 已存在。</translation>
    </message>
    <message>
        <source>{word!r} is no NAME=FILE.</source>
        <translation>{word!r} 不是 NAME=FILE 的形式。</translation>
    </message>
    <message>
        <source>{word!r} is no NAME=VALUE.</source>
        <translation>{word!r} 不是 NAME=VALUE 的形式。</translation>
    </message>
    <message>
        <source>{word} is not on this computer: nothing is downloaded.</source>
        <translation>{word} 不在这台计算机上：不会下载任何内容。</translation>
    </message>
    <message>
        <source>“{key}:” takes one text.</source>
        <translation>“{key}:”后只能写一段文字。</translation>
    </message>
    <message>
        <source>“{text}” is not how this rule is written.</source>
        <translation>“{text}”不是这条规则的写法。</translation>
    </message>
    <message>
        <source>“{value}” is no date: write 2023, 2023-06, 2023-06-12, 2022..2023, “june 2023” or “last summer”.</source>
        <translation>“{value}”不是日期：可写 2023、2023-06、2023-06-12、2022..2023、2023年6月 或 去年夏天。</translation>
    </message>
    <message>
        <source>“{value}” is no number here: write something like {example}.</source>
        <translation>“{value}”不是可用的数值：请写成 {example} 这样。</translation>
    </message>
    <message>
        <source>“{value}” is no place: write its latitude and longitude, and how far around, such as 52.5,13.4 or 52.5,13.4,30km. Names of places are not known.</source>
        <translation>“{value}”不是位置：请写纬度和经度，以及周围多远，例如 52.5,13.4 或 52.5,13.4,30km。不认识地名。</translation>
    </message>
    <message>
        <source>“{width}” in “{text}” is not a tolerance.</source>
        <translation>“{text}”中的“{width}”不是容差。</translation>
    </message>
    <message>
        <source>%Ln bits a channel</source>
        <translation>每通道 %Ln 位</translation>
    </message>
    <message>
        <source>%Ln frames</source>
        <translation>%Ln 帧</translation>
    </message>
    <message>
        <source>%Ln groups</source>
        <translation>%Ln 组</translation>
    </message>
    <message>
        <source>%Ln layers</source>
        <translation>%Ln 个图层</translation>
    </message>
    <message>
        <source>%Ln marks taken from the file.</source>
        <translation>已从文件载入 %Ln 个标记。</translation>
    </message>
    <message>
        <source>%Ln more frames</source>
        <translation>多 %Ln 帧</translation>
    </message>
    <message>
        <source>%Ln more pages</source>
        <translation>多 %Ln 页</translation>
    </message>
    <message>
        <source>%Ln pages</source>
        <translation>%Ln 页</translation>
    </message>
    <message>
        <source>%Ln photos</source>
        <translation>%Ln 张照片</translation>
    </message>
    <message>
        <source>%Ln photos are in the cloud now, not on this computer: left out, not forgotten.</source>
        <translation>%Ln 张照片现在在云端，不在本机上：暂不列出，但不会忘记。</translation>
    </message>
    <message>
        <source>%Ln themes</source>
        <translation>%Ln 个主题</translation>
    </message>
    <message>
        <source>Do the same in the other %Ln groups with these folders</source>
        <translation>对含有这两个文件夹的其他 %Ln 组照此处理</translation>
    </message>
    <message>
        <source>Looking at %Ln groups before they are accepted…</source>
        <translation>正在查看 %Ln 组，然后再接受…</translation>
    </message>
    <message>
        <source>You kept “{kept}” over “{other}” %Ln times.</source>
        <translation>您已 %Ln 次保留“{kept}”而不是“{other}”。</translation>
    </message>
    <message>
        <source>{data}, %Ln photos</source>
        <translation>{data}，%Ln 张照片</translation>
    </message>
</context>
<context>
    <name>search</name>
    <message>
        <source> or </source>
        <translation> 或 </translation>
    </message>
    <message>
        <source>not {what}</source>
        <translation>除 {what}</translation>
    </message>
</context>
<context>
    <name>texts</name>
    <message>
        <source>MMMM yyyy</source>
        <comment>a month as Qt writes dates, such as June 2023</comment>
        <translation>yyyy年M月</translation>
    </message>
    <message>
        <source>{n} %</source>
        <translation>{n} %</translation>
    </message>
    <message>
        <source>{n} s</source>
        <translation>{n} 秒</translation>
    </message>
    <message>
        <source>{n} min</source>
        <translation>{n} 分钟</translation>
    </message>
    <message>
        <source>{h} h {m} min</source>
        <translation>{h} 小时 {m} 分钟</translation>
    </message>
    <message>
        <source>not read yet</source>
        <translation>尚未读取</translation>
    </message>
    <message>
        <source>changed {date}</source>
        <translation>更改于 {date}</translation>
    </message>
    <message>
        <source>taken {date}</source>
        <translation>拍摄于 {date}</translation>
    </message>
    <message>
        <source>disk not connected</source>
        <translation>磁盘未连接</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} / {total}</translation>
    </message>
    <message>
        <source>{n} a second</source>
        <translation>每秒 {n} 张</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>剩余 {time}</translation>
    </message>
    <message>
        <source>{n} not readable</source>
        <translation>{n} 个无法读取</translation>
    </message>
</context>
</TS>
