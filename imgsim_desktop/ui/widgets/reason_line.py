"""Why a photo stays or goes: as many lines as it needs, or one that is cut."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from imgsim_desktop.ui.texts import as_tip


class ReasonLine(QLabel):
    """Where it is cut, all of it is its tool tip and what a screen reader says."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._is_one_line = False
        self.setObjectName("reasonLine")
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def say(self, text: str) -> None:
        """Nothing to say takes no room."""
        self._text = text
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self._show()

    @property
    def whole(self) -> str:
        """What is said, also where it is cut."""
        return self._text

    def set_one_line(self, *, on: bool) -> None:
        self._is_one_line = on
        self.setWordWrap(not on)
        self._show()

    def minimumSizeHint(self) -> QSize:
        return QSize(60, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._is_one_line:
            self._show()

    def _show(self) -> None:
        shown = self._text
        if self._is_one_line:
            room = self.contentsRect().width() - _PADDING_PX
            shown = self.fontMetrics().elidedText(shown, Qt.TextElideMode.ElideRight, room)
        if shown != self.text():
            self.setText(shown)
        self.setToolTip("" if shown == self._text else as_tip(self._text))


_PADDING_PX = 32
"""Of the style sheet, left and right."""
