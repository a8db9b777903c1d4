"""Ctrl+K: type a few letters of what you want to do, Enter does it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QIcon, QKeyEvent, QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from imgsim_desktop.ui.command_keys import shown_key
from imgsim_desktop.ui.widgets.dialog_size import resize_on_screen

_ACTION = Qt.ItemDataRole.UserRole
_WALKS = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}


def plain(text: str) -> str:
    """A menu text without the mark of its letter: "&File", "文件(&F)"."""
    letter = text.find("(&")
    return (text[:letter] if letter > 0 else text).replace("&", "").strip()


class ActionPalette(QDialog):
    """All that can be done now; what is typed may stand anywhere in the words, in any order."""

    def __init__(
        self, possible: Iterable[tuple[QAction, str]], parent: QWidget | None = None
    ) -> None:
        """possible: actions, each with the name of its menu or place."""
        super().__init__(parent)
        self.setObjectName("actionPalette")
        title = self.tr("Do something by its name")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.line = QLineEdit()
        self.line.setPlaceholderText(self.tr("Type a few letters of what you want to do"))
        self.line.setAccessibleName(title)
        self.line.setClearButtonEnabled(True)
        self.nothing = QLabel(
            self.tr("Nothing found.\nOnly what can be done here and now is looked for.")
        )
        self.nothing.setObjectName("faint")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.list = QTreeWidget()
        self.list.setAccessibleName(self.tr("What can be done now"))
        self.list.setColumnCount(3)
        self.list.setHeaderHidden(True)
        self.list.setRootIsDecorated(False)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        gap = QPixmap(self.list.iconSize().expandedTo(QSize(16, 16)))
        gap.fill(Qt.GlobalColor.transparent)
        blank = QIcon(gap)  # texts stand below one another
        for action, menu in possible:
            keys = shown_key(action.shortcut().toString())
            item = QTreeWidgetItem([plain(action.text()), plain(menu), keys])
            item.setData(0, _ACTION, action)
            item.setIcon(0, blank if action.icon().isNull() else action.icon())
            item.setToolTip(0, plain(action.text()))
            self.list.addTopLevelItem(item)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.addWidget(self.line)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.nothing, 1)
        self.line.textChanged.connect(self._narrow)
        self.line.returnPressed.connect(self._do)
        self.list.itemActivated.connect(lambda _item: self._do())
        self.list.itemClicked.connect(lambda _item: self._do())
        self.line.installEventFilter(self)
        resize_on_screen(self, QSize(560, 420))
        self.list.setColumnWidth(0, 300)
        self.list.setColumnWidth(1, 90)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._narrow("")
        self.line.setFocus()

    def shown(self) -> list[str]:
        """Texts of the actions that fit what is typed, in order."""
        return [item.text(0) for item in self._items() if not item.isHidden()]

    def _items(self) -> list[QTreeWidgetItem]:
        found = map(self.list.topLevelItem, range(self.list.topLevelItemCount()))
        return [item for item in found if item is not None]

    def _narrow(self, typed: str) -> None:
        words = typed.casefold().split()
        fitting = []
        for item in self._items():
            text = f"{item.text(0)} {item.text(1)}".casefold()
            fits = all(word in text for word in words)
            item.setHidden(not fits)
            if fits:
                fitting.append(item)
        if fitting:
            self.list.setCurrentItem(fitting[0])
        self.nothing.setVisible(not fitting)
        self.list.setVisible(bool(fitting))

    def _do(self) -> None:
        item = self.list.currentItem()
        if item is None or item.isHidden():
            return
        action = item.data(0, _ACTION)
        self.accept()
        QTimer.singleShot(0, action.trigger)  # when the window has the keys again

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows walk the list while one types."""
        is_press = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if isinstance(event, QKeyEvent) and is_press and event.key() in _WALKS:
            self.list.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)
