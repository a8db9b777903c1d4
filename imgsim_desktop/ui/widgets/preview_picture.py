"""A picture that fits its place: what a training draws of itself."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from imgsim_desktop.ui.theme import colors


class PreviewPicture(QWidget):
    """Never larger than twice its pixels, and never skewed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("What has been learnt so far"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(220, 140)
        self.image = QImage()

    def sizeHint(self) -> QSize:
        return QSize(420, 260)

    def clear(self) -> None:
        self.image = QImage()
        self.update()

    def show_file(self, path: Path) -> None:
        """A small PNG that was replaced whole; what cannot be read leaves the one before."""
        image = QImage(str(path))
        if not image.isNull():
            self.image = image
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.image.isNull():
            painter.setPen(QColor(colors().faint))
            painter.drawText(
                self.rect(),
                Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap,
                self.tr("A picture of what has been learnt appears here."),
            )
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = self.image.size()
        scale = min(self.width() / size.width(), self.height() / size.height(), 2.0)
        width, height = size.width() * scale, size.height() * scale
        painter.drawImage(
            QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height),
            self.image,
        )
