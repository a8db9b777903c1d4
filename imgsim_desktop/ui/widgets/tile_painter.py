"""How one photo looks in a line of photos: the picture and nothing round it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from imgsim_desktop.ui import icons
from imgsim_desktop.ui.theme import colors
from imgsim_desktop.ui.thumbnail_loader import CORNER_PX
from imgsim_desktop.ui.widgets.grid_painter import GridCell, GridPainter

_EDGE_PX = 3
_CHECK_PX = 18


class TilePainter:
    """Paints tiles; what it shares with cells that have a ground it has from their painter."""

    def __init__(self, cells: GridPainter) -> None:
        self._cells = cells

    def paint(self, painter: QPainter, tile: GridCell) -> None:
        self._paint_picture(painter, tile)
        self._cells.paint_badges(painter, tile.badges, tile.rect)
        if tile.says_name:
            self._cells.paint_name_upon(painter, tile.name, tile.rect)
        if tile.is_selected:
            self._paint_selected(painter, tile.rect)
        if tile.is_current:
            self._paint_current(painter, tile.rect, is_selected=tile.is_selected)

    def _paint_picture(self, painter: QPainter, tile: GridCell) -> None:
        rect, pixmap = tile.rect, tile.pixmap
        if pixmap is None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colors().placeholder))
            painter.drawRoundedRect(rect, CORNER_PX, CORNER_PX)
            if tile.is_absent:
                self._cells.paint_no_picture(painter, rect)
            return
        ratio = pixmap.devicePixelRatio()
        natural = QRect(0, 0, round(pixmap.width() / ratio), round(pixmap.height() / ratio))
        fitted = natural.size().scaled(rect.size(), Qt.AspectRatioMode.KeepAspectRatio)
        shown = QRect(0, 0, max(1, fitted.width()), max(1, fitted.height()))
        off = max(abs(shown.width() - natural.width()), abs(shown.height() - natural.height()))
        if off <= 2:
            shown = natural
        shown.moveCenter(rect.center())
        if max(rect.width() - shown.width(), rect.height() - shown.height()) > 4:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colors().placeholder))
            painter.drawRoundedRect(rect, CORNER_PX, CORNER_PX)
        if tile.is_faded:
            painter.setOpacity(0.4)
        if shown == natural or off <= 2:
            painter.drawPixmap(shown.topLeft(), pixmap)
        else:
            painter.drawPixmap(shown, pixmap)
        painter.setOpacity(1.0)

    def _paint_selected(self, painter: QPainter, rect: QRect) -> None:
        """A veil, a frame and a tick: never colour alone."""
        shades = colors()
        veil = QColor(shades.accent)
        veil.setAlphaF(0.28)
        half = _EDGE_PX / 2
        painter.setBrush(veil)
        painter.setPen(QPen(QColor(shades.accent), _EDGE_PX))
        painter.drawRoundedRect(
            QRectF(rect).adjusted(half, half, -half, -half), CORNER_PX, CORNER_PX
        )
        if min(rect.width(), rect.height()) < 2 * _CHECK_PX:
            return
        disc = QRect(rect.left() + 7, rect.top() + 7, _CHECK_PX, _CHECK_PX)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(shades.accent))
        painter.drawEllipse(disc)
        ratio = painter.device().devicePixelRatioF()
        sign = icons.pixmap("check", 12, QColor(shades.on_accent), ratio)
        painter.drawPixmap(disc.left() + 3, disc.top() + 3, sign)

    def _paint_current(self, painter: QPainter, rect: QRect, *, is_selected: bool) -> None:
        """Two rings, of which one is seen on every picture."""
        shades = colors()
        inset = float(_EDGE_PX if is_selected else 0)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for color, further, width in ((shades.accent, 1.0, 2.0), (shades.base, 2.5, 1.0)):
            by = inset + further
            painter.setPen(QPen(QColor(color), width))
            painter.drawRoundedRect(QRectF(rect).adjusted(by, by, -by, -by), 4, 4)
