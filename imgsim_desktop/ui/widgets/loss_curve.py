"""The losses of a training as lines, drawn as they come."""

from __future__ import annotations

import math
from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from imgsim_desktop.ui.texts import said_count
from imgsim_desktop.ui.theme import colors, is_dark

MOST_POINTS = 400
"""Kept a line; then every second one goes: a day of training costs as much to draw as a minute."""
_LIGHT = ("#2563c9", "#b3541e", "#1b7a43", "#8a3ffc", "#5c6570")
_DARK = ("#7fb0ff", "#ffb37a", "#6fd398", "#c9a2ff", "#a0a8b3")
_LEFT, _TOP, _RIGHT, _BOTTOM = 46, 10, 12, 22


class LossCurve(QWidget):
    """Lines over the steps, one a term, with a scale that fits what is shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Loss"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(220, 140)
        self._lines: dict[str, list[tuple[int, float]]] = {}
        self._every = 1
        self._skipped = 0

    def sizeHint(self) -> QSize:
        return QSize(420, 220)

    @property
    def points(self) -> dict[str, list[tuple[int, float]]]:
        """(step, loss) by the name of the term, as shown."""
        return self._lines

    def clear(self) -> None:
        self._lines, self._every, self._skipped = {}, 1, 0
        self.setAccessibleDescription("")
        self.update()

    def add(self, step: int, losses: Mapping[str, float]) -> None:
        """Terms of one step; what is no number is left out."""
        self._skipped += 1
        if self._skipped < self._every:
            return
        self._skipped = 0
        for name, value in losses.items():
            if math.isfinite(value):
                self._lines.setdefault(name, []).append((step, value))
        if any(len(line) > MOST_POINTS for line in self._lines.values()):
            self._every *= 2
            self._lines = {name: line[::2] for name, line in self._lines.items()}
        said = ", ".join(f"{name} {value:.3g}" for name, value in losses.items())
        self.setAccessibleDescription(said)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shades = colors()
        font = painter.font()
        font.setPointSizeF(max(7.0, font.pointSizeF() - 1.5))
        painter.setFont(font)
        area = QRectF(self.rect()).adjusted(_LEFT, _TOP, -_RIGHT, -_BOTTOM)
        lines = {name: line for name, line in self._lines.items() if len(line) > 1}
        if not lines:
            painter.setPen(QColor(shades.faint))
            painter.drawText(
                self.rect(), Qt.AlignmentFlag.AlignCenter, self.tr("The loss is drawn here.")
            )
            return
        low, high = self._bounds(lines)
        last = max(line[-1][0] for line in lines.values())
        first = min(line[0][0] for line in lines.values())
        self._draw_scale(painter, area, (low, high), last)
        for number, (_name, line) in enumerate(sorted(lines.items())):
            shape = QPolygonF(
                [
                    QPointF(
                        area.left() + area.width() * (step - first) / max(1, last - first),
                        area.bottom() - area.height() * (value - low) / (high - low),
                    )
                    for step, value in line
                ]
            )
            painter.setPen(QPen(_shade(number), 1.8))
            painter.drawPolyline(shape)
        self._draw_names(painter, area, lines)

    def _bounds(self, lines: Mapping[str, list[tuple[int, float]]]) -> tuple[float, float]:
        """Lowest and highest value; of the first steps, which are far off, only the lower part."""
        values = sorted(value for line in lines.values() for _, value in line)
        low, high = values[0], values[min(len(values) - 1, int(0.98 * len(values)))]
        room = max(high - low, abs(high) * 0.02, 1e-6)
        return low - 0.06 * room, high + 0.06 * room

    def _draw_scale(
        self, painter: QPainter, area: QRectF, bounds: tuple[float, float], last: int
    ) -> None:
        shades = colors()
        for part in range(5):
            value = bounds[0] + (bounds[1] - bounds[0]) * part / 4
            y = area.bottom() - area.height() * part / 4
            painter.setPen(QPen(QColor(shades.edge), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(QColor(shades.faint))
            painter.drawText(
                QRectF(0, y - 9, _LEFT - 6, 18),
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                f"{value:.3g}",
            )
        painter.drawText(
            QRectF(area.left(), area.bottom() + 3, area.width(), 18),
            Qt.AlignmentFlag.AlignRight,
            self.tr("step {n}").format(n=said_count(last)),
        )

    def _draw_names(self, painter: QPainter, area: QRectF, names: Mapping[str, object]) -> None:
        x = area.left()
        metrics = painter.fontMetrics()
        for number, name in enumerate(sorted(names)):
            painter.setPen(QPen(_shade(number), 3))
            y = area.bottom() + 12
            painter.drawLine(QPointF(x, y), QPointF(x + 12, y))
            painter.setPen(QColor(colors().text))
            painter.drawText(QPointF(x + 17, y + 4), name)
            x += 17 + metrics.horizontalAdvance(name) + 16


def _shade(number: int) -> QColor:
    names = _DARK if is_dark() else _LIGHT
    return QColor(names[number % len(names)])
