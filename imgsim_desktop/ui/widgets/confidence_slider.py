"""How sure must a pair be? A slider on top of the histogram of all pairs found."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QWidget

LOOSEST, STRICTEST = 0.5, 0.999
"""Below one half a pair is more likely wrong than right; above 0.999 hardly any pair differs."""

STEPS = 240
BINS = 60
_HANDLE_PX = 14


def confidence_at(step: int) -> float:
    """Doubt halves every 27 steps: 0.9 and 0.99 are as far apart as 0.99 and 0.999.

    Rounded so that what is written beside the slider is what is used.
    """
    doubt = (1 - LOOSEST) * math.pow((1 - STRICTEST) / (1 - LOOSEST), step / STEPS)
    return round(1 - doubt, 4 if doubt < 0.01 else 3)


def step_of(confidence: float) -> int:
    """The step nearest to a confidence; outside the scale its end."""
    doubt = min(max(1 - confidence, 1 - STRICTEST), 1 - LOOSEST)
    return round(
        STEPS * math.log(doubt / (1 - LOOSEST)) / math.log((1 - STRICTEST) / (1 - LOOSEST))
    )


def histogram(confidences: NDArray[np.float32]) -> NDArray[np.int64]:
    """Pairs in each of BINS equal stretches of the scale; those above it count in the last."""
    sure = confidences[confidences >= LOOSEST].astype(np.float64)
    doubt = np.clip(1 - sure, 1 - STRICTEST, 1 - LOOSEST)
    place = np.log(doubt / (1 - LOOSEST)) / np.log((1 - STRICTEST) / (1 - LOOSEST))
    return np.bincount(np.minimum((place * BINS).astype(int), BINS - 1), minlength=BINS)


class ConfidenceSlider(QAbstractSlider):
    """Left is looser (more groups), right is stricter (fewer, surer).

    The histogram is drawn with the logarithm of the counts: most pairs sit at the right end.
    """

    confidenceChanged = Signal(object)
    """float: at every move; the listener debounces."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heights = np.zeros(BINS)
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setRange(0, STEPS)
        self.setSingleStep(4)
        self.setPageStep(27)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.valueChanged.connect(self._emit)
        self._name_parts()

    @property
    def confidence(self) -> float:
        return confidence_at(self.value())

    def set_confidence(self, confidence: float) -> None:
        self.setValue(step_of(confidence))

    def set_confidences(self, confidences: NDArray[np.float32]) -> None:
        """Draw the histogram of these, one number a pair."""
        heights = np.log1p(histogram(confidences))
        self._heights = heights / heights.max() if heights.max() > 0 else heights
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, 46)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 46)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self.setValue(self._step_at(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self.setValue(self._step_at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.setSliderDown(False)
        super().mouseReleaseEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = self.palette()
        accent = colours.color(QPalette.ColorRole.Highlight)
        muted = QColor(colours.color(QPalette.ColorRole.WindowText))
        muted.setAlphaF(0.22)
        bars = self._bars()
        x = self._x_of(self.value())
        painter.setPen(Qt.PenStyle.NoPen)
        width = bars.width() / BINS
        for i, height in enumerate(self._heights):
            if height <= 0:
                continue
            tall = max(2.0, float(height) * bars.height())
            left = bars.left() + i * width
            painter.setBrush(accent if left + width / 2 >= x else muted)
            painter.drawRoundedRect(
                QRectF(left + 0.75, bars.bottom() - tall, width - 1.5, tall), 1.5, 1.5
            )
        groove = bars.bottom() + 9
        painter.setPen(QPen(muted, 3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(bars.left(), groove), QPointF(bars.right(), groove))
        painter.setPen(QPen(accent, 3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(x, groove), QPointF(bars.right(), groove))
        self._paint_handle(painter, QPointF(x, groove), accent)

    def _paint_handle(self, painter: QPainter, centre: QPointF, accent: QColor) -> None:
        knob = QPainterPath()
        knob.addEllipse(centre, _HANDLE_PX / 2, _HANDLE_PX / 2)
        painter.setPen(QPen(accent, 2.5 if self.hasFocus() else 1.5))
        painter.setBrush(self.palette().color(QPalette.ColorRole.Base))
        painter.drawPath(knob)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(accent)
        painter.drawEllipse(centre, 3, 3)
        if self.hasFocus():
            ring = QColor(accent)
            ring.setAlphaF(0.35)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(ring, 3))
            painter.drawEllipse(centre, _HANDLE_PX / 2 + 2.5, _HANDLE_PX / 2 + 2.5)

    def _bars(self) -> QRectF:
        side = _HANDLE_PX / 2 + 4
        return QRectF(QRect(0, 0, self.width(), self.height())).adjusted(side, 2, -side, -19)

    def _x_of(self, step: int) -> float:
        bars = self._bars()
        return bars.left() + bars.width() * step / STEPS

    def _step_at(self, point: QPointF) -> int:
        bars = self._bars()
        return round(STEPS * min(1.0, max(0.0, (point.x() - bars.left()) / max(1.0, bars.width()))))

    def _emit(self) -> None:
        self.update()
        self.confidenceChanged.emit(self.confidence)

    def _name_parts(self) -> None:
        self.setAccessibleName(self.tr("How sure a pair must be"))
        self.setToolTip(
            self.tr(
                "Left: more groups, more of them doubtful. Right: fewer and surer. "
                "The bars show how many pairs were found at each confidence."
            )
        )
