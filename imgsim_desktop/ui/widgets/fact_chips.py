"""What is known of one photo, as chips over its picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from imgsim_desktop.ui.theme import colors

_LINE_PX = 26
_GAP_PX = 4
_PAD_PX = 10
_BETTER = "▲ "
_GROUND = QColor(16, 17, 19, 208)
_NOTE_LINES = 3
_COLUMN_PX = 420


@dataclass(frozen=True, slots=True)
class Chip:
    """One fact."""

    name: str
    text: str
    is_better: bool = False
    """Than that of the photo it is compared with."""


class FactChips(QWidget):
    """Lies over a picture and lets the mouse through; as high as its chips."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: tuple[Chip, ...] = ()
        self._note = ""
        self._is_at_the_right = False
        self._flows = False
        self.setAccessibleName(name)
        self.setProperty("liesOver", True)  # noqa: FBT003 - Qt
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @property
    def chips(self) -> tuple[Chip, ...]:
        return self._chips

    def show_facts(self, chips: Sequence[Chip], note: str = "") -> None:
        """Facts one below the other, and a sentence below them."""
        self._chips, self._note = tuple(chips), note
        better = self.tr("{name}: {text}, better")
        plain = self.tr("{name}: {text}")
        said = [
            (better if chip.is_better else plain).format(name=chip.name, text=chip.text)
            for chip in chips
        ]
        self.setAccessibleDescription(", ".join([*said, note] if note else said))
        self.update()

    def lay_in(self, place: QRect, *, at_the_right: bool) -> None:
        """Take what the chips need of a place: a column of them, or lines where it is low."""
        self._is_at_the_right = at_the_right
        wide = min(_COLUMN_PX, place.width())
        self._flows = self._height(wide) > place.height()
        wide = place.width() if self._flows else wide
        high = max(0, min(place.height(), self._height(wide)))
        left = place.right() + 1 - wide if at_the_right else place.left()
        self.setGeometry(left, place.top(), wide, high)

    def _height(self, width: int) -> int:
        """Of all there is to say."""
        boxes = self._boxes(width)
        high = max((box.bottom() for box in boxes), default=0.0)
        return ceil(high) + (self._note_box(width).height() + 2 * _PAD_PX if self._note else 0)

    def _boxes(self, width: int) -> list[QRectF]:
        """Where each chip stands, from the left; none where that would be cut in two."""
        found: list[QRectF] = []
        left = top = 0
        for chip in self._chips:
            wide = min(width, self._width(chip))
            if left and (not self._flows or left + wide > width):
                left, top = 0, top + _LINE_PX + _GAP_PX
            found.append(QRectF(left, top, wide, _LINE_PX))
            left += wide + _GAP_PX
        return found

    def _width(self, chip: Chip) -> int:
        metrics = QFontMetrics(self.font())
        return metrics.horizontalAdvance(f"{chip.name}  {_text(chip)}") + 2 * _PAD_PX + 2

    def _note_box(self, width: int) -> QRect:
        metrics = QFontMetrics(self.font())
        room = QRect(0, 0, max(1, width - 2 * _PAD_PX), _NOTE_LINES * metrics.lineSpacing())
        return metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), self._note)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bottom = 0.0
        for chip, box in zip(self._chips, self._boxes(self.width()), strict=True):
            if box.bottom() <= self.height():
                self._paint_chip(painter, chip, self._mirrored(box))
                bottom = box.bottom() + _GAP_PX
        if self._note:
            self._paint_note(painter, bottom)
        painter.end()

    def _mirrored(self, box: QRectF) -> QRectF:
        if self._is_at_the_right:
            box.moveLeft(self.width() - box.right())
        return box

    def _paint_chip(self, painter: QPainter, chip: Chip, box: QRectF) -> None:
        shades, metrics = colors(self), painter.fontMetrics()
        room = int(box.width()) - 2 * _PAD_PX
        name = f"{chip.name}  "
        if self._width(chip) > box.width():
            name = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room // 2)
        name_px = metrics.horizontalAdvance(name)
        text = metrics.elidedText(_text(chip), Qt.TextElideMode.ElideMiddle, room + 2 - name_px)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_GROUND)
        painter.drawRoundedRect(box, _LINE_PX / 2, _LINE_PX / 2)
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        inside = box.adjusted(_PAD_PX, 0, 0, 0)
        painter.setPen(QColor(shades.faint))
        painter.drawText(inside, middle, name)
        painter.setPen(QColor(shades.keep if chip.is_better else shades.text))
        painter.drawText(inside.adjusted(name_px, 0, 0, 0), middle, text)

    def _paint_note(self, painter: QPainter, top: float) -> None:
        text = self._note_box(self.width())
        box = QRectF(0, top, text.width() + 2 * _PAD_PX + 2, text.height() + _PAD_PX)
        if box.bottom() > self.height():
            return
        box = self._mirrored(box)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_GROUND)
        painter.drawRoundedRect(box, 10, 10)
        painter.setPen(QColor(colors(self).text))
        inside = box.adjusted(_PAD_PX, _PAD_PX / 2, -_PAD_PX + 2, 0)
        painter.drawText(inside, int(Qt.TextFlag.TextWordWrap), self._note)


def _text(chip: Chip) -> str:
    """In one line, with the sign of the better one."""
    text = " ".join(chip.text.split())
    return f"{_BETTER}{text}" if chip.is_better else text
