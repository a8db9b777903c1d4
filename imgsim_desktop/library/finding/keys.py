"""What can be asked about a photo: the keys before a colon, and the words for kinds of photos."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from imgsim_desktop.errors import translatable


class Key(StrEnum):
    """What one term of a search is about; the word before its colon."""

    TEXT = "text"
    """Any of name, folder, keywords, caption, camera and lens."""
    NAME = "name"
    FOLDER = "folder"
    KEYWORD = "keyword"
    CAPTION = "caption"
    CAMERA = "camera"
    LENS = "lens"
    DATE = "date"
    SIZE = "size"
    PIXELS = "pixels"
    WIDTH = "width"
    HEIGHT = "height"
    RATING = "rating"
    FORMAT = "format"
    KIND = "kind"
    NEAR = "near"


KEY_WORDS: Mapping[Key, str] = {
    Key.TEXT: translatable("Text"),
    Key.NAME: translatable("Name"),
    Key.FOLDER: translatable("Folder"),
    Key.KEYWORD: translatable("Keyword"),
    Key.CAPTION: translatable("Caption"),
    Key.CAMERA: translatable("Camera"),
    Key.LENS: translatable("Lens"),
    Key.DATE: translatable("Date"),
    Key.SIZE: translatable("Size"),
    Key.PIXELS: translatable("Megapixels"),
    Key.WIDTH: translatable("Width"),
    Key.HEIGHT: translatable("Height"),
    Key.RATING: translatable("Stars"),
    Key.FORMAT: translatable("Format"),
    Key.KIND: translatable("Kind"),
    Key.NEAR: translatable("Near"),
}
"""How a chip says what it is about."""

ALIASES: Mapping[str, Key] = {
    "any": Key.TEXT,
    "file": Key.NAME,
    "filename": Key.NAME,
    "in": Key.FOLDER,
    "path": Key.FOLDER,
    "dir": Key.FOLDER,
    "keywords": Key.KEYWORD,
    "tag": Key.KEYWORD,
    "tags": Key.KEYWORD,
    "title": Key.CAPTION,
    "description": Key.CAPTION,
    "year": Key.DATE,
    "month": Key.DATE,
    "day": Key.DATE,
    "when": Key.DATE,
    "taken": Key.DATE,
    "mp": Key.PIXELS,
    "megapixels": Key.PIXELS,
    "stars": Key.RATING,
    "type": Key.FORMAT,
    "ext": Key.FORMAT,
    "is": Key.KIND,
    "has": Key.KIND,
    "place": Key.NEAR,
    "gps": Key.NEAR,
    "文字": Key.TEXT,
    "名称": Key.NAME,
    "文件名": Key.NAME,
    "文件夹": Key.FOLDER,
    "关键词": Key.KEYWORD,
    "关键字": Key.KEYWORD,
    "标签": Key.KEYWORD,
    "说明": Key.CAPTION,
    "标题": Key.CAPTION,
    "相机": Key.CAMERA,
    "镜头": Key.LENS,
    "日期": Key.DATE,
    "年份": Key.DATE,
    "大小": Key.SIZE,
    "像素": Key.PIXELS,
    "宽": Key.WIDTH,
    "宽度": Key.WIDTH,
    "高": Key.HEIGHT,
    "高度": Key.HEIGHT,
    "星级": Key.RATING,
    "评分": Key.RATING,
    "格式": Key.FORMAT,
    "类型": Key.KIND,
    "种类": Key.KIND,
    "附近": Key.NEAR,
    "地点": Key.NEAR,
}
"""Other words for the keys."""

AFTER, BEFORE = ("after", "since", "从", "之后"), ("before", "until", "到", "之前")
"""Keys that are one side of a range of dates; the day named counts with `since` and `until`."""


class Kind(StrEnum):
    """What a photo is or has, as far as its file tells."""

    RAW = "raw"
    SCREENSHOT = "screenshot"
    PANORAMA = "panorama"
    FILM = "film"
    ANIMATED = "animated"
    HDR = "hdr"
    DEPTH = "depth"
    PAGES = "pages"
    LAYERS = "layers"
    TRANSPARENT = "transparent"
    EDITED = "edited"
    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"
    SQUARE = "square"
    PLACE = "geotagged"
    TAGGED = "tagged"
    CAPTIONED = "captioned"
    RATED = "rated"
    REJECTED = "rejected"
    PICKED = "picked"
    DATED = "dated"
    CAMERA = "camera"
    DAMAGED = "damaged"
    BLANK = "blank"
    COPY = "copy"


KINDS: Mapping[Kind, tuple[str, tuple[str, ...]]] = {
    Kind.RAW: (translatable("RAW"), ("raws", "原始", "原片", "raw文件")),
    Kind.SCREENSHOT: (
        translatable("Screenshot"),
        ("screenshots", "截图", "截屏", "屏幕截图", "屏幕快照"),
    ),
    Kind.PANORAMA: (translatable("Panorama"), ("panoramas", "pano", "全景", "全景图", "全景照")),
    Kind.FILM: (
        translatable("With film"),
        ("films", "motion", "live", "movie", "实况", "实况照片", "动态照片", "视频"),
    ),
    Kind.ANIMATED: (translatable("Animated"), ("animation", "animations", "动图", "动画")),
    Kind.HDR: (translatable("HDR"), ("gain",)),
    Kind.DEPTH: (translatable("With depth"), ("景深", "深度")),
    Kind.PAGES: (translatable("Several pages"), ("multipage", "多页")),
    Kind.LAYERS: (translatable("With layers"), ("layered", "图层")),
    Kind.TRANSPARENT: (translatable("Transparent"), ("transparency", "透明")),
    Kind.EDITED: (translatable("With edits beside it"), ("edits", "编辑过", "已编辑")),
    Kind.PORTRAIT: (translatable("Upright format"), ("upright", "竖幅", "竖版", "竖图")),
    Kind.LANDSCAPE: (translatable("Wide format"), ("横幅", "横版", "横图")),
    Kind.SQUARE: (translatable("Square"), ("方形", "正方形")),
    Kind.PLACE: (
        translatable("With place"), ("coordinates", "located", "有位置", "有坐标"),
    ),
    Kind.TAGGED: (translatable("With keywords"), ("有关键词", "有标签")),
    Kind.CAPTIONED: (translatable("With caption"), ("有说明",)),
    Kind.RATED: (translatable("With stars"), ("starred", "有星级", "已评分")),
    Kind.REJECTED: (translatable("Rejected"), ("reject", "排除", "已拒绝")),
    Kind.PICKED: (translatable("Picked"), ("pick", "picks", "选中", "已选中")),
    Kind.DATED: (translatable("With date of the shot"), ("有日期",)),
    Kind.CAMERA: (translatable("From a camera"), ("photographed", "相机拍摄")),
    Kind.DAMAGED: (translatable("Damaged"), ("broken", "损坏", "已损坏")),
    Kind.BLANK: (translatable("One colour"), ("empty", "空白", "纯色")),
    Kind.COPY: (translatable("Byte-identical copies"), ("copies", "identical", "副本", "相同文件")),
}  # fmt: skip
"""Each kind: how a chip says it, and other words for it."""

BARE_KINDS = frozenset(
    {Kind.RAW, Kind.SCREENSHOT, Kind.PANORAMA, Kind.FILM, Kind.ANIMATED, Kind.HDR}
)
"""Kinds that are known without `kind:` before them; the others' words are too common in names."""

KIND_OF: Mapping[str, Kind] = {
    word: kind for kind, (_, others) in KINDS.items() for word in (kind.value, *others)
}
"""Every word for a kind, small letters."""


def key_of(word: str) -> Key | None:
    """The key that a word before a colon names, in any case."""
    small = word.casefold()
    try:
        return Key(small)
    except ValueError:
        return ALIASES.get(small)
