"""The neighbours of a photo shown large, in one line below it: a click goes there."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from imgsim_desktop.records import Photo
from imgsim_desktop.ui.models.photo_pages import PhotoPages
from imgsim_desktop.ui.theme import colors
from imgsim_desktop.ui.thumbnail_loader import ThumbnailLoader

_HIGH_PX = 56
_EDGE_PX = 8
_GAP_PX = 4
_NARROWEST, _WIDEST = 0.6, 1.8
_UNKNOWN = 4 / 3


class PhotoFilm(QWidget):
    """The photo itself stands in the middle; only what is seen is fetched and painted."""

    chosen = Signal(object)
    """int: row of the photo that was clicked."""
    stepped = Signal(object)
    """int: the wheel goes so many photos on."""

    def __init__(
        self, pages: PhotoPages, thumbnails: ThumbnailLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("photoFilm")
        self.setAccessibleName(self.tr("Photos before and after this one"))
        self._pages, self._thumbnails = pages, thumbnails
        self._ids: NDArray[np.int64] = np.zeros(0, np.int64)
        self._row = 0
        self._places: list[tuple[int, QRect]] = []
        self._wheel_rest = 0
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HIGH_PX + 2 * _EDGE_PX)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        thumbnails.loaded.connect(lambda _hashes: self.update())

    def sizeHint(self) -> QSize:
        return QSize(400, _HIGH_PX + 2 * _EDGE_PX)

    def show_row(self, photo_ids: NDArray[np.int64], row: int) -> None:
        self._ids, self._row = photo_ids, row
        self.update()

    @property
    def rows_shown(self) -> list[int]:
        """From left to right."""
        return [row for row, _ in self._laid_out()]

    def row_at(self, x_px: int) -> int | None:
        for row, rect in self._laid_out():
            if rect.left() <= x_px <= rect.right():
                return row
        return None

    def _laid_out(self) -> list[tuple[int, QRect]]:
        """Rows with their rectangles, from left to right, the photo itself in the middle."""
        if not len(self._ids):
            return []
        most = int(self.width() / (_NARROWEST * _HIGH_PX)) // 2 + 2
        first, last = max(0, self._row - most), min(len(self._ids), self._row + most + 1)
        ids = self._ids[first:last].tolist()
        photos = self._pages.get(ids)
        wide = [_width_of(photos.get(photo_id)) for photo_id in ids]
        here = self._row - first
        left = (self.width() - wide[here]) // 2
        placed = [(self._row, QRect(left, _EDGE_PX, wide[here], _HIGH_PX))]
        x = left + wide[here] + _GAP_PX
        for number in range(here + 1, len(ids)):
            if x > self.width():
                break
            placed.append((first + number, QRect(x, _EDGE_PX, wide[number], _HIGH_PX)))
            x += wide[number] + _GAP_PX
        x = left
        for number in range(here - 1, -1, -1):
            x -= wide[number] + _GAP_PX
            if x + wide[number] < 0:
                break
            placed.insert(0, (first + number, QRect(x, _EDGE_PX, wide[number], _HIGH_PX)))
        return placed

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shades = colors(self)
        painter.fillRect(event.rect(), QColor(shades.panel))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        ratio = self.devicePixelRatioF()
        placed = self._laid_out()
        photos = self._pages.get([int(self._ids[row]) for row, _ in placed])
        for row, rect in placed:
            photo = photos.get(int(self._ids[row]))
            pixmap = None
            if photo is not None:
                side = round(_WIDEST * _HIGH_PX)
                pixmap = self._thumbnails.pixmap(photo.content_hash, side, ratio)
            painter.setOpacity(1.0 if row == self._row else 0.72)
            if pixmap is None:
                painter.fillRect(rect, QColor(shades.placeholder))
            else:
                size = pixmap.size().scaled(rect.size(), Qt.AspectRatioMode.KeepAspectRatio)
                shown = QRect(0, 0, size.width(), size.height())
                shown.moveCenter(rect.center())
                painter.drawPixmap(shown, pixmap)
            painter.setOpacity(1.0)
            if row == self._row:
                painter.setPen(QPen(QColor(shades.accent), 2.5))
                painter.drawRoundedRect(rect.adjusted(-1, -1, 1, 1), 4, 4)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self.row_at(event.position().toPoint().x())
        if event.button() == Qt.MouseButton.LeftButton and row is not None:
            self.chosen.emit(row)

    def wheelEvent(self, event: QWheelEvent) -> None:
        delta = event.angleDelta()
        self._wheel_rest -= delta.y() or delta.x()
        steps = int(self._wheel_rest / 120)
        self._wheel_rest -= steps * 120
        if steps:
            self.stepped.emit(steps)
        event.accept()


def _width_of(photo: Photo | None) -> int:
    aspect = _UNKNOWN
    if photo is not None and photo.facts.width_px and photo.facts.height_px:
        aspect = photo.facts.width_px / photo.facts.height_px
    return round(min(_WIDEST, max(_NARROWEST, aspect)) * _HIGH_PX)
