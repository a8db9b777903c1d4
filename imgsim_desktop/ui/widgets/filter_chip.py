"""A chip that says what narrows a list; a click on it ends that."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from imgsim_desktop.ui import icons
from imgsim_desktop.ui.texts import as_tip

_BESIDE_PX = 44
"""Icon, gap and edges."""


class FilterChip(QToolButton):
    """Hidden while nothing is narrowed; a text that is too long is cut in the middle."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filterChip")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setIconSize(QSize(14, 14))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        icons.set_icon(self, "close")
        self._said = ""
        self.say("")

    def say(self, text: str) -> None:
        """What narrows the list; empty for nothing."""
        self._said = text
        again = self.tr("{filter}: show all again").format(filter=text)
        self.setAccessibleName(again)
        self.setToolTip(as_tip(again))
        self.setVisible(bool(text))
        self._cut()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        room = max(0, self.width() - _BESIDE_PX)
        middle = Qt.TextElideMode.ElideMiddle
        self.setText(self.fontMetrics().elidedText(self._said, middle, room))
