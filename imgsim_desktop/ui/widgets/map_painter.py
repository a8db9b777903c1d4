"""How the map looks: a density image of all points, and pictures where there is room for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from imgsim_desktop.ui import texts
from imgsim_desktop.ui.models.camera import Camera
from imgsim_desktop.ui.models.map_scene import MapScene
from imgsim_desktop.ui.models.photo_pages import PhotoPages
from imgsim_desktop.ui.theme import colors
from imgsim_desktop.ui.thumbnail_loader import ThumbnailLoader
from imgsim_desktop.ui.widgets.density import DOT_PX, DensityPainter

PICTURE_PX = 72
FAR_PICTURE_PX = 40
CELL_SHARE = 1.15
"""Side of a cell over that of a picture."""
FAR_CELL_SHARE = 1.9
"""From afar fewer pictures, so that the shape of the map is seen between them."""
FEW_COUNT = 2_000
"""Photos in view from which on their dots are larger."""
NEAR_COUNT = 500
"""Photos in view from which on the pictures are small and far between."""
HOVER_PX = 180
THUMB_PX = 160
"""One size for small and large, so that no picture is loaded twice."""
DOTS = 20_000
"""Selected photos that get a dot of their own; more are a coloured area anyway."""


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """What there is to paint. Rows are those of the scene."""

    scene: MapScene
    camera: Camera
    selected: NDArray[np.bool_]
    current: int | None
    hovered: int | None
    lasso: Sequence[QPointF] | None
    has_focus: bool


class MapPainter:
    """One for each canvas, GUI thread."""

    def __init__(self, pages: PhotoPages, thumbnails: ThumbnailLoader) -> None:
        self._pages = pages
        self._thumbnails = thumbnails
        self._density = DensityPainter()

    def paint(self, painter: QPainter, seen: Seen) -> None:
        shades, camera = colors(), seen.camera
        rows, screen = seen.scene.in_view(camera, PICTURE_PX)
        ground, dot = QColor(shades.base), QColor(shades.faint)
        width_px, height_px = round(camera.width_px), round(camera.height_px)
        image = self._density.image(screen, width_px, height_px, ground, dot)
        whole = QRect(0, 0, image.width() * DOT_PX, image.height() * DOT_PX)
        painter.drawImage(whole, image)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if len(rows) <= FEW_COUNT:
            self._paint_dots(painter, screen, QColor(shades.faint), 4)
        self._paint_dots(painter, screen[seen.selected[rows]][:DOTS], QColor(shades.accent), 5)
        self._paint_pictures(painter, seen, rows, screen)
        if seen.current is not None:
            self._paint_current(painter, seen, seen.current)
        if seen.lasso is not None:
            accent = QColor(shades.accent)
            painter.setPen(QPen(accent, 2))
            accent.setAlphaF(0.12)
            painter.setBrush(accent)
            painter.drawPolygon(QPolygonF(seen.lasso))
        elif seen.hovered is not None:
            self._paint_hovered(painter, seen, seen.hovered)

    def _paint_pictures(
        self, painter: QPainter, seen: Seen, rows: NDArray[np.int64], screen: NDArray[np.float32]
    ) -> None:
        is_near = len(rows) <= NEAR_COUNT
        side = PICTURE_PX if is_near else FAR_PICTURE_PX
        share = CELL_SHARE if is_near else FAR_CELL_SHARE
        some = seen.scene.pictured(rows, seen.camera, side * share)
        ids = seen.scene.photos[rows[some]].tolist()
        photos = self._pages.get(ids)
        ratio = painter.device().devicePixelRatioF()
        for at, photo_id in zip(some.tolist(), ids, strict=True):
            photo = photos.get(photo_id)
            if photo is None:
                continue
            pixmap = self._thumbnails.pixmap(photo.content_hash, THUMB_PX, ratio)
            if pixmap is None:
                continue
            place = _around(screen[at], pixmap.size(), side)
            painter.drawPixmap(place, pixmap, QRectF(pixmap.rect()))
            if seen.selected[rows[at]]:
                painter.setPen(QPen(QColor(colors().accent), 2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(place, 4, 4)

    @staticmethod
    def _paint_dots(
        painter: QPainter, screen: NDArray[np.float32], color: QColor, side_px: int
    ) -> None:
        pen = QPen(color, side_px)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawPoints([QPointF(x, y) for x, y in screen.tolist()])

    @staticmethod
    def _paint_current(painter: QPainter, seen: Seen, row: int) -> None:
        x, y = seen.camera.on_screen(seen.scene.places[row]).tolist()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colors().accent), 3 if seen.has_focus else 1.5))
        half = PICTURE_PX / 2 + 4
        painter.drawRoundedRect(QRectF(x - half, y - half, 2 * half, 2 * half), 8, 8)

    def _paint_hovered(self, painter: QPainter, seen: Seen, row: int) -> None:
        """A larger picture beside the photo under the mouse, with its name."""
        photo = self._pages.one(int(seen.scene.photos[row]))
        if photo is None:
            return
        shades = colors()
        ratio = painter.device().devicePixelRatioF()
        pixmap = self._thumbnails.pixmap(photo.content_hash, THUMB_PX, ratio)
        x, y = seen.camera.on_screen(seen.scene.places[row]).tolist()
        line = painter.fontMetrics().height() + 6
        card = QRectF(x + 18, y + 18, HOVER_PX, HOVER_PX - 20 + line)
        if card.right() > seen.camera.width_px - 8:
            card.moveRight(x - 18)
        if card.bottom() > seen.camera.height_px - 8:
            card.moveBottom(y - 18)
        painter.setPen(QPen(QColor(shades.edge), 1))
        painter.setBrush(QColor(shades.raised))
        painter.drawRoundedRect(card, 8, 8)
        room = card.adjusted(8, 8, -8, -line - 4)
        if pixmap is not None:
            fit = QRectF(0, 0, *_scaled(pixmap.size(), room.size().toSize()))
            fit.moveCenter(room.center())
            painter.drawPixmap(fit, pixmap, QRectF(pixmap.rect()))
        painter.setPen(QColor(shades.text))
        words = QRectF(card.left() + 8, card.bottom() - line - 2, card.width() - 16, line)
        name = painter.fontMetrics().elidedText(
            texts.said_name(photo.path), Qt.TextElideMode.ElideMiddle, int(words.width())
        )
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, name)


def _scaled(size: QSize, room: QSize) -> tuple[float, float]:
    fit = size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
    return fit.width(), fit.height()


def _around(point: NDArray[np.float32], size: QSize, side: int) -> QRectF:
    width, height = _scaled(size, QSize(side, side))
    return QRectF(float(point[0]) - width / 2, float(point[1]) - height / 2, width, height)
