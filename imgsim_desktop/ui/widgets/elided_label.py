"""A line of text that gives way: it is cut, not the window made wider."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

_LEAST_PX = 48
"""With less room than this before its tail a text says nothing."""


class ElidedLabel(QWidget):
    """Cut in the middle by default, so that the ends of file names are seen."""

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideMiddle,
    ) -> None:
        super().__init__(parent)
        self._text = text
        self._tail = ""
        self._mode = mode
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def text(self) -> str:
        return self._text + self._tail

    @property
    def tail(self) -> str:
        """What is shown whole."""
        return self._tail

    def setText(self, text: str, tail: str = "") -> None:
        """tail: shown whole after a text that is cut, or alone where there is room for no more."""
        self._text, self._tail = text, tail
        self.setAccessibleDescription(self.text())
        self.update()

    def shown(self) -> str:
        """What of the text there is room for."""
        metrics = self.fontMetrics()
        room = self.width() - metrics.horizontalAdvance(self._tail)
        if self._tail and room < _LEAST_PX:
            tail = self._tail.strip(" ·")
            return metrics.elidedText(tail, Qt.TextElideMode.ElideRight, self.width())
        return metrics.elidedText(self._text, self._mode, room) + self._tail

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()), metrics.height() + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, self.fontMetrics().height() + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        short = self.shown()
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(self.rect(), int(align), short)
        painter.end()
