"""How one photo of a grid looks: picture, signs, name, caption."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap

from imgsim_desktop.ui import icons
from imgsim_desktop.ui.models.justified_layout import Heading
from imgsim_desktop.ui.texts import said_count, said_days
from imgsim_desktop.ui.theme import Colors, colors
from imgsim_desktop.ui.thumbnail_loader import CORNER_PX

PAD_PX = 8
NAME_GAP_PX = 6
BADGE_PX = 22

BadgeRole = Literal["keep", "trash", "lock", "offline", "info", "film", "pages", "layers", "raw"]
_BADGE_ICONS: dict[str, str] = {
    "keep": "check", "trash": "trash", "lock": "lock", "offline": "offline", "info": "info",
    "film": "film", "pages": "pages", "layers": "layers", "raw": "raw",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Badge:
    """A small sign on a photo: an icon, never colour alone; `text` says it to a screen reader."""

    role: BadgeRole
    text: str = ""


@dataclass(frozen=True, slots=True)
class GridCell:
    """One photo to paint."""

    rect: QRect
    """In the viewport."""
    name: str
    caption: str | None
    """None: this grid has no second line."""
    pixmap: QPixmap | None
    is_absent: bool
    is_selected: bool
    is_current: bool
    """Current of a grid that has the focus."""
    is_faded: bool
    """Offline, or marked to go."""
    badges: Sequence[Badge] = ()
    says_name: bool = True
    """Under its picture, or upon it where it has no line of its own."""
    picture_px: int = 0
    """Height of the room for the picture; 0: as high as wide."""


class GridPainter:
    """Paints cells; keeps colours, elided names and icons. One for each grid, GUI thread."""

    def __init__(self) -> None:
        self._colors: Colors = colors()
        self._metrics = self._bold = QFontMetrics(QFont())
        self._elided: dict[tuple[str, int], str] = {}
        self._badges: dict[tuple[str, float], QPixmap] = {}
        self._picture: dict[float, QPixmap] = {}

    def dress(self, font: QFont) -> None:
        """A new font or palette."""
        self._colors = colors()
        self._metrics = QFontMetrics(font)
        bold = QFont(font)
        bold.setBold(True)
        self._bold = QFontMetrics(bold)
        self._elided.clear()
        self._badges.clear()
        self._picture.clear()

    @property
    def _line_px(self) -> int:
        """Of a line of text; CJK fonts that step in are taller than the font they replace."""
        return round(self._metrics.height() * 1.2)

    @property
    def heading_px(self) -> int:
        """Height of the words above a day."""
        return self._line_px + 16

    @property
    def label_px(self) -> int:
        """Room that a day needs for its date, in short."""
        return self._bold.horizontalAdvance(said_days(20_000)[1]) + 8

    def cell_size(self, picture: QSize, *, has_caption: bool, has_name: bool = True) -> QSize:
        """picture  the room for it"""
        lines = has_name + has_caption
        texts_px = NAME_GAP_PX + lines * self._line_px if lines else 0
        return QSize(picture.width() + 2 * PAD_PX, 2 * PAD_PX + picture.height() + texts_px)

    def paint_heading(self, painter: QPainter, heading: Heading, top_px: int) -> None:
        """The date of a day, or other words, and how many photos it has where there is room."""
        rect = heading.rect.translated(0, -top_px).adjusted(0, 0, 0, -6)
        place = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
        font = painter.font()
        bold = QFont(font)
        bold.setBold(True)
        painter.setFont(bold)
        painter.setPen(QColor(self._colors.text))
        words = (heading.words,) * 2 if heading.words else said_days(heading.day)
        said = next((w for w in words if self._bold.horizontalAdvance(w) <= rect.width()), words[1])
        said = self._bold.elidedText(said, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, place, said)
        painter.setFont(font)
        count = said_count(heading.count)
        rest = rect.adjusted(self._bold.horizontalAdvance(said) + 10, 0, 0, 0)
        if heading.count > 1 and self._metrics.horizontalAdvance(count) <= rest.width():
            painter.setPen(QColor(self._colors.faint))
            painter.drawText(rest, place, count)

    def paint(self, painter: QPainter, cell: GridCell) -> None:
        rect, shades = cell.rect, self._colors
        if cell.is_selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(shades.selection))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 8, 8)
        side = rect.width() - 2 * PAD_PX
        high = cell.picture_px or side
        frame = QRect(rect.x() + PAD_PX, rect.y() + PAD_PX, side, high)
        shown = self._paint_picture(painter, cell, frame)
        if cell.is_selected or cell.is_current:
            width = 2.0 if cell.is_selected else 1.0
            pen = QPen(QColor(shades.accent if cell.is_current else shades.selection), width)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 8, 8)
        self.paint_badges(painter, cell.badges, shown)
        if rect.height() > high + 2 * PAD_PX:
            self._paint_texts(painter, cell, frame)
        elif cell.says_name:
            self.paint_name_upon(painter, cell.name, shown)

    def paint_name_upon(self, painter: QPainter, name: str, picture: QRect) -> None:
        """White on a dark strip at the foot of a picture, whatever its colours are."""
        height = self._line_px + 4
        if picture.height() < 2 * height:
            return
        strip = QRect(picture.left(), picture.bottom() + 1 - height, picture.width(), height)
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 165))
        painter.setClipRect(strip)
        painter.drawRoundedRect(picture, CORNER_PX, CORNER_PX)
        painter.restore()
        painter.setPen(QColor("#ffffff"))
        inner = strip.adjusted(7, 0, -7, 0)
        painter.drawText(
            inner, Qt.AlignmentFlag.AlignCenter, self._short(name, max(8, inner.width()))
        )

    def _paint_picture(self, painter: QPainter, cell: GridCell, frame: QRect) -> QRect:
        if cell.pixmap is None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._colors.placeholder))
            painter.drawRoundedRect(frame, 6, 6)
            if cell.is_absent:
                self.paint_no_picture(painter, frame)
            return frame
        size = cell.pixmap.size().scaled(frame.size(), Qt.AspectRatioMode.KeepAspectRatio)
        ratio = cell.pixmap.devicePixelRatio()
        natural = QSize(round(cell.pixmap.width() / ratio), round(cell.pixmap.height() / ratio))
        if natural.width() <= frame.width() and natural.height() <= frame.height():
            near = max(natural.width(), natural.height()) >= frame.width() - 1
            small = max(natural.width(), natural.height()) < frame.width() // 2
            size = natural if near or small else size
        shown = QRect(0, 0, max(1, size.width()), max(1, size.height()))
        shown.moveCenter(frame.center())
        shown.moveBottom(frame.bottom())
        if cell.is_faded:
            painter.setOpacity(0.4)
        if size == natural:
            painter.drawPixmap(shown.topLeft(), cell.pixmap)
        else:
            painter.drawPixmap(shown, cell.pixmap)
        if cell.is_faded:
            painter.setOpacity(1.0)
        return shown

    def paint_no_picture(self, painter: QPainter, frame: QRect) -> None:
        ratio = painter.device().devicePixelRatioF()
        if ratio not in self._picture:
            color = QColor(self._colors.faint)
            self._picture[ratio] = icons.pixmap("picture", 32, color, ratio)
        painter.drawPixmap(frame.center().x() - 16, frame.center().y() - 16, self._picture[ratio])

    def paint_badges(self, painter: QPainter, badges: Sequence[Badge], shown: QRect) -> None:
        """From the right; as many as the picture has room for."""
        ratio = painter.device().devicePixelRatioF()
        x = shown.right() - 5
        for badge in badges:
            if x - BADGE_PX < shown.left() + 2:
                break
            x -= BADGE_PX
            painter.drawPixmap(x, shown.top() + 6, self._badge(badge.role, ratio))
            x -= 4

    def _badge(self, role: str, ratio: float) -> QPixmap:
        known = self._badges.get((role, ratio))
        if known is not None:
            return known
        shades = self._colors
        ground = {"keep": shades.keep, "trash": shades.trash, "lock": shades.warning}
        side = round(BADGE_PX * ratio)
        made = QPixmap(side, side)
        made.fill(Qt.GlobalColor.transparent)
        made.setDevicePixelRatio(ratio)
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground.get(role, shades.faint)))
        painter.drawEllipse(0, 0, BADGE_PX, BADGE_PX)
        sign = icons.pixmap(_BADGE_ICONS[role], 14, QColor(shades.base), ratio)
        painter.drawPixmap(4, 4, sign)
        painter.end()
        self._badges[(role, ratio)] = made
        return made

    def _paint_texts(self, painter: QPainter, cell: GridCell, frame: QRect) -> None:
        shades = self._colors
        height = self._line_px
        line = QRect(frame.x() - 2, frame.bottom() + 1 + NAME_GAP_PX, frame.width() + 4, height)
        painter.setPen(QColor(shades.faint if cell.is_faded else shades.text))
        centre = Qt.AlignmentFlag.AlignCenter
        if cell.caption is not None:
            painter.drawText(line, centre, self._short(cell.caption, line.width()))
            line.translate(0, height)
            painter.setPen(QColor(shades.faint))
        painter.drawText(line, centre, self._short(cell.name, line.width()))

    def _short(self, text: str, width_px: int) -> str:
        """Cut in the middle: the end of a camera's name tells photos apart."""
        key = (text, width_px)
        short = self._elided.get(key)
        if short is None:
            if len(self._elided) > 4000:
                self._elided.clear()
            short = self._metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, width_px)
            self._elided[key] = short
        return short
