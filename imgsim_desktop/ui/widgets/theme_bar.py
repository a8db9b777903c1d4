"""Above the themes: how they are found, and what to do with the one that is chosen."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QWidget,
)

from imgsim_desktop.errors import Counted
from imgsim_desktop.ui.command_actions import ActionButton, CommandActions
from imgsim_desktop.ui.sentences import said
from imgsim_desktop.ui.widgets.elided_label import ElidedLabel

_TITLE_PX = 60
COUNTS = (2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 75, 100, 150, 200)


class ThemeBar(QWidget):
    """Method, number, Find; and beside the title what can be done with a theme."""

    findRequested = Signal()

    def __init__(self, commands: CommandActions, parent: QWidget | None = None) -> None:
        """commands: of the page."""
        super().__init__(parent)
        self.setAccessibleName(self.tr("How themes are found"))
        self.back = ActionButton(commands.by_name["back"])
        self.title = ElidedLabel()
        self.title.setAccessibleName(self.tr("Which themes are shown"))
        self._is_open = False
        acts = self._acts = commands.buttons("themes")
        self.method = QComboBox()
        self.method.setAccessibleName(self.tr("How themes are found"))
        self.method.setToolTip(
            self.tr(
                "“Every photo” puts each photo into a theme (k-means).\n"
                "“Dense only” leaves out what resembles little (HDBSCAN)."
            )
        )
        self.method.addItem(self.tr("Every photo"), "kmeans")
        self.method.addItem(self.tr("Dense only"), "density")
        self.count = QComboBox()
        self.count.setAccessibleName(self.tr("How many themes"))
        self.count.setToolTip(self.tr("How many themes"))
        self.count.addItem(self.tr("Suggested number"), None)
        for number in COUNTS:
            self.count.addItem(said(Counted("%Ln theme", "%Ln themes", number)), number)
        self.find_button = QPushButton(self.tr("Find themes"))
        self.find_button.setAccessibleName(self.tr("Find themes"))
        self.find_button.clicked.connect(self.findRequested)
        self.method.currentIndexChanged.connect(lambda _row: self._say_method())
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 8, 16, 8)
        row.setSpacing(8)
        row.addWidget(self.back)
        row.addWidget(self.title, 1)
        for button in acts:
            row.addWidget(button)
        row.addSpacing(8)
        for widget in (self.method, self.count, self.find_button):
            row.addWidget(widget)

    @property
    def wished_count(self) -> int | None:
        """None: suggested."""
        chosen = self.count.currentData()
        return chosen if self.wished_method == "kmeans" and isinstance(chosen, int) else None

    @property
    def wished_method(self) -> str:
        return str(self.method.currentData())

    def show_wish(self, method: str, count: int | None) -> None:
        self.method.setCurrentIndex(max(0, self.method.findData(method)))
        self.count.setCurrentIndex(max(0, self.count.findData(count)))
        self._say_method()

    def show_place(self, title: str, *, is_open: bool) -> None:
        """Over the list or over one theme."""
        self.title.setText(title)
        self._is_open = is_open
        self.back.setVisible(is_open)
        for widget in (self.count, self.find_button):
            widget.setVisible(not is_open)

        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """In a narrow window what can be done with a theme is found in its menu alone.

        Beside the panel of similar photos in the narrowest one title and way give room, too.
        """
        ways = (self.method, self.count, self.find_button)
        needed = 36 + sum(_px(way) for way in ways) if not self._is_open else 36 + _px(self.back)
        acts = sum(map(_px, self._acts))
        for button in self._acts:
            button.setVisible(needed + acts + _TITLE_PX <= self.width())
        self.title.setVisible(needed + _TITLE_PX <= self.width())
        self.method.setVisible(not self._is_open and needed <= self.width())

    def show_running(self, *, is_running: bool) -> None:
        for widget in (self.method, self.count, self.find_button):
            widget.setEnabled(not is_running)
        self._say_method()

    def _say_method(self) -> None:
        self.count.setEnabled(self.method.isEnabled() and self.wished_method == "kmeans")


def _px(widget: QWidget) -> int:
    """What it takes in the row."""
    return widget.sizeHint().width() + 8
