"""How many pixels of a picture are how light, in red, green and blue."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from imgsim_desktop.ui import texts
from imgsim_desktop.ui.theme import colors

_STEPS = 64
_LIGHTS = ("#e5484d", "#46a758", "#4a8cff")


def histogram_of(image: QImage) -> NDArray[np.float64]:
    """(3, 64) red, green and blue: share of the pixels in each step from black to white."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    bits = np.frombuffer(plain.constBits(), np.uint8)
    rows = bits.reshape(plain.height(), plain.bytesPerLine() // 4, 4)[:, : plain.width()]
    apart = max(1, min(rows.shape[:2]) // 300)
    some = rows[::apart, ::apart].reshape(-1, 4)
    found = [np.bincount(some[:, channel] >> 2, minlength=_STEPS) for channel in (2, 1, 0)]
    return np.array(found) / max(1, len(some))


class Histogram(QWidget):
    """Empty until it has a picture."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Histogram"))
        self._shares: NDArray[np.float64] | None = None
        self.setFixedHeight(96)

    def sizeHint(self) -> QSize:
        return QSize(220, 96)

    @property
    def shares(self) -> NDArray[np.float64] | None:
        return self._shares

    def show_image(self, image: QImage | None) -> None:
        """None: there is no picture yet."""
        self._shares = None if image is None else histogram_of(image)
        said = ""
        if self._shares is not None:
            dark, light = self._shares[:, 0].mean(), self._shares[:, -1].mean()
            said = self.tr("{dark} black, {light} white").format(
                dark=texts.said_percent(float(dark)), light=texts.said_percent(float(light))
            )
        self.setAccessibleDescription(said)
        self.setToolTip(said)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shades = colors(self)
        painter.fillRect(event.rect(), QColor(shades.base))
        shares = self._shares
        if shares is not None:
            # A peak of one flat ground must not press all else down to nothing.
            most = max(float(np.quantile(shares, 0.98)), float(shares.max()) / 6, 1e-9)
            wide, high = self.width() / (_STEPS - 1), self.height() - 4
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Plus)
            for line, light in zip(np.minimum(shares / most, 1.0), _LIGHTS, strict=True):
                points = [
                    QPointF(step * wide, self.height() - share * high)
                    for step, share in enumerate(line)
                ]
                below = [QPointF(self.width(), self.height()), QPointF(0, self.height())]
                ground = QColor(light)
                ground.setAlphaF(0.55)
                painter.setPen(QPen(QColor(light), 0))
                painter.setBrush(ground)
                painter.drawPolygon(QPolygonF([*points, *below]))
        painter.end()
