"""Libraries and their folders: which one is open, which part of it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QIcon, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QToolButton,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from imgsim_desktop.records import Library
from imgsim_desktop.ui import icons, texts
from imgsim_desktop.ui.models.folder_counts import FolderNode
from imgsim_desktop.ui.widgets.folder_tree import FolderTree

_DATA = Qt.ItemDataRole.UserRole
_IS_AWAY = Qt.ItemDataRole.UserRole + 1
MAX_LIST_LINES = 8
_ICON_PX = 16


class SideBar(QWidget):
    """Shows what it is told; says what the person wants. It changes nothing itself."""

    libraryChosen = Signal(object)
    """Library."""
    folderChosen = Signal(object)
    """Path, or None for all photos."""
    lensRequested = Signal(object)
    """Path: how much of it is in another folder?"""
    locateRequested = Signal(object)
    """Path: a folder of the library that is not there; the person knows where it is."""
    photosDropped = Signal(object)
    """(ids of photos, Path): photos of the window were dropped on a folder."""
    menuOpened = Signal(object)
    """(QMenu, Path): the menu of a folder is about to be shown; others may add to it."""
    addRequested = Signal()
    addFolderRequested = Signal()
    renameRequested = Signal(object)
    """Library."""
    removeRequested = Signal(object)
    """Library."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sideBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(self.tr("Libraries and folders"))
        self._folder: Path | None = None
        self._nodes: tuple[FolderNode, ...] = ()
        self.libraries = _LibraryList()
        self.libraries.setAccessibleName(self.tr("Libraries"))
        self.libraries.setToolTip(self.tr("F2 renames, Delete takes off the list"))
        self.libraries.itemClicked.connect(self._choose_library)
        self.libraries.itemActivated.connect(self._choose_library)
        self.libraries.renameRequested.connect(self._ask_rename)
        self.libraries.removeRequested.connect(self._ask_remove)
        self.libraries.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.libraries.customContextMenuRequested.connect(self._show_menu)
        self.folders = FolderTree()
        self.folders.photosDropped.connect(self.photosDropped)
        self.folders.setAccessibleName(self.tr("Folders"))
        self.folders.setColumnCount(2)
        self.folders.setHeaderHidden(True)
        self.folders.setUniformRowHeights(True)
        self.folders.setIndentation(12)
        self.folders.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.folders.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.folders.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        header = self.folders.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(24)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        header.setAccessibleName(self.tr("Columns of the folders"))
        self.folders.currentItemChanged.connect(self._choose_folder)
        self.folders.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.folders.customContextMenuRequested.connect(self._show_folder_menu)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 10, 6, 8)
        layout.setSpacing(4)
        add = icons.tool_button("add", self.tr("New library…"), _ICON_PX)
        add.clicked.connect(self.addRequested)
        layout.addLayout(self._section(self.tr("LIBRARIES"), add))
        layout.addWidget(self.libraries)
        layout.addSpacing(10)
        self._add_folder = icons.tool_button(
            "folder-add", self.tr("Add a folder to this library…"), _ICON_PX
        )
        self._add_folder.clicked.connect(self.addFolderRequested)
        layout.addLayout(self._section(self.tr("FOLDERS"), self._add_folder))
        layout.addWidget(self.folders, 1)

    def _section(self, title: str, button: QToolButton) -> QHBoxLayout:
        label = QLabel(title)
        label.setObjectName("sectionTitle")
        row = QHBoxLayout()
        row.setContentsMargins(6, 0, 0, 0)
        row.addWidget(label, 1)
        row.addWidget(button)
        return row

    # what is shown

    def show_libraries(self, libraries: Sequence[Library], current: Library | None) -> None:
        self.libraries.clear()
        for library in libraries:
            item = QListWidgetItem(icons.icon("library"), library.name)
            item.setData(_DATA, library)
            folders = "\n".join(texts.said_path(folder) for folder in library.folders)
            item.setToolTip(texts.as_tip(f"{library.name}\n{folders}"))
            self.libraries.addItem(item)
            if current is not None and library.key == current.key:
                self.libraries.setCurrentItem(item)
        lines = min(MAX_LIST_LINES, max(1, len(libraries)))
        line_px = self.libraries.sizeHintForRow(0) if libraries else 28
        self.libraries.setFixedHeight(lines * line_px + 4)
        self._add_folder.setEnabled(current is not None)

    def show_folders(self, nodes: tuple[FolderNode, ...]) -> None:
        """The tree with its counts; what was open and chosen stays so."""
        if nodes == self._nodes and self.folders.topLevelItemCount():
            return
        self._nodes = nodes
        opened = self._opened()
        is_first = not self.folders.topLevelItemCount()
        self.folders.blockSignals(True)  # noqa: FBT003 - Qt
        self.folders.clear()
        if nodes:
            everything = self._item(None, self.tr("All photos"), sum(node.count for node in nodes))
            everything.setIcon(0, icons.icon("photos"))
            self.folders.addTopLevelItem(everything)
            self.folders.setCurrentItem(everything)
        signs = {True: icons.icon("folder"), False: icons.icon("offline")}
        for node in nodes:
            self.folders.addTopLevelItem(self._branch(node, signs))
        if is_first and len(nodes) == 1:
            opened = {nodes[0].path}
        for item in self._items():
            path = item.data(0, _DATA)
            if path in opened:
                item.setExpanded(True)
            if path is not None and path == self._folder:
                self.folders.setCurrentItem(item)
        self.folders.blockSignals(False)  # noqa: FBT003 - Qt
        current = self.folders.currentItem()
        now = None if current is None else current.data(0, _DATA)
        if now != self._folder:
            self._folder = now
            self.folderChosen.emit(now)

    def _branch(self, node: FolderNode, signs: dict[bool, QIcon]) -> QTreeWidgetItem:
        item = self._item(node.path, node.name, node.count)
        item.setIcon(0, signs[node.is_online])
        if not node.is_online:
            item.setData(0, _IS_AWAY, True)  # noqa: FBT003 - Qt
            said = self.tr("{path}\nDisk not connected").format(path=node.path)
            if node.disk:
                disk = self.tr("Disk “{name}” not connected").format(name=node.disk)
                said = f"{node.path}\n{disk}"
            item.setToolTip(0, texts.as_tip(said))
        for child in node.children:
            item.addChild(self._branch(child, signs))
        return item

    def _item(self, path: Path | None, name: str, count: int) -> QTreeWidgetItem:
        item = QTreeWidgetItem([name, texts.said_count(count)])
        item.setData(0, _DATA, path)
        item.setToolTip(0, texts.as_tip(name if path is None else texts.said_path(path)))
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setForeground(1, QGuiApplication.palette().placeholderText())
        said = self.tr("{name}, {count}").format(name=name, count=texts.said_photos(count))
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, said)
        return item

    @property
    def folder(self) -> Path | None:
        """The folder chosen; None for all photos."""
        return self._folder

    def show_all(self) -> None:
        """Choose "All photos", as a click on it does."""
        first = self.folders.topLevelItem(0)
        if first is not None:
            self.folders.setCurrentItem(first)

    def show_folder(self, folder: Path | None) -> None:
        """Choose a folder, as a click on it does; nothing happens if it is not there."""
        for item in self._items():
            if item.data(0, _DATA) == folder:
                self.folders.setCurrentItem(item)

    def redraw(self) -> None:
        """The theme is another one: draw the icons of the lines again."""
        nodes, self._nodes = self._nodes, ()
        self.show_folders(nodes)
        sign = icons.icon("library")
        for row in range(self.libraries.count()):
            self.libraries.item(row).setIcon(sign)

    def _items(self) -> list[QTreeWidgetItem]:
        """All lines, those above before those below."""
        lines = [self.folders.invisibleRootItem()]
        for item in lines:
            children = (item.child(i) for i in range(item.childCount()))
            lines.extend(child for child in children if child is not None)
        return lines[1:]

    def _opened(self) -> set[Path]:
        return {item.data(0, _DATA) for item in self._items() if item.isExpanded()}

    # what the person wants

    def _choose_library(self, item: QListWidgetItem) -> None:
        self.libraryChosen.emit(item.data(_DATA))

    def _choose_folder(self, item: QTreeWidgetItem | None) -> None:
        path = None if item is None else item.data(0, _DATA)
        if path != self._folder:
            self._folder = path
            self.folderChosen.emit(path)

    def _ask_rename(self) -> None:
        item = self.libraries.currentItem()
        if item is not None:
            self.renameRequested.emit(item.data(_DATA))

    def _ask_remove(self) -> None:
        item = self.libraries.currentItem()
        if item is not None:
            self.removeRequested.emit(item.data(_DATA))

    def _show_menu(self, point: QPoint) -> None:
        item = self.libraries.itemAt(point)
        if item is None:
            return
        library = item.data(_DATA)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Open"), lambda: self.libraryChosen.emit(library))
        menu.addAction(self.tr("Rename…"), lambda: self.renameRequested.emit(library))
        menu.addAction(self.tr("Take off the list…"), lambda: self.removeRequested.emit(library))
        menu.popup(self.libraries.mapToGlobal(point))

    def _show_folder_menu(self, point: QPoint) -> None:
        item = self.folders.itemAt(point)
        path = None if item is None else item.data(0, _DATA)
        if item is None or path is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Show only this folder"), lambda: self.folders.setCurrentItem(item))
        menu.addAction(
            self.tr("How much of it is in another folder…"), lambda: self.lensRequested.emit(path)
        )
        if item is not None and item.data(0, _IS_AWAY):
            menu.addAction(self.tr("Locate…"), lambda: self.locateRequested.emit(path))
        self.menuOpened.emit((menu, path))
        menu.popup(self.folders.viewport().mapToGlobal(point))


class _LibraryList(QListWidget):
    """A list with F2 and Delete."""

    renameRequested = Signal()
    removeRequested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setUniformItemSizes(True)
        self.setIconSize(QSize(18, 18))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F2:
            self.renameRequested.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.removeRequested.emit()
        else:
            super().keyPressEvent(event)
