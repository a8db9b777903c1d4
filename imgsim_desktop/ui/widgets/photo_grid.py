"""Photos in lines to choose from: with mouse and keys, with a band, by typing a name."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPixmap,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from imgsim_desktop.ui import texts
from imgsim_desktop.ui.file_data import carry
from imgsim_desktop.ui.models.photo_pages import PhotoPages
from imgsim_desktop.ui.theme import colors
from imgsim_desktop.ui.thumbnail_loader import ThumbnailLoader
from imgsim_desktop.ui.widgets.grid_painter import Badge
from imgsim_desktop.ui.widgets.photo_sheet import (
    DEFAULT_THUMB_PX,
    MAX_THUMB_PX,
    MIN_THUMB_PX,
    PhotoSheet,
)
from imgsim_desktop.ui.widgets.type_ahead import TypeAhead

__all__ = ["MAX_THUMB_PX", "MIN_THUMB_PX", "Badge", "PhotoGrid"]

AUTO_SCROLL_PX = 24
_DRAG_PX = 96

_MOVES = {
    Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home,
    Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown,
}  # fmt: skip


class PhotoGrid(PhotoSheet):
    """Select with mouse and keys, open with Enter or a double click."""

    activated = Signal(object)
    """photo_id: Enter or a double click."""
    clicked = Signal(object)
    """photo_id: the person chose one photo, by click or key."""
    menuRequested = Signal(object)
    """QPoint, global; the photo under it is selected. Also by the menu key."""

    def __init__(
        self,
        pages: PhotoPages,
        thumbnails: ThumbnailLoader,
        parent: QWidget | None = None,
        *,
        thumb_px: int = DEFAULT_THUMB_PX,
    ) -> None:
        super().__init__(pages, thumbnails, parent, thumb_px=thumb_px)
        self._name_search: Callable[[str], NDArray[np.int64]] | None = None
        self._band_before: NDArray[np.bool_] = self._selection.bits
        self._typed = TypeAhead()
        self._zoom_rest = 0
        self._pressed: QPoint | None = None
        """Where a photo was pressed that may be dragged out."""
        self._pressed_row: int | None = None
        """Chosen alone when the mouse is let go without having dragged the others along."""

    def set_name_search(self, search: Callable[[str], NDArray[np.int64]] | None) -> None:
        """`search(start)` gives the ids whose name begins so: makes typing jump to a photo."""
        self._name_search = search

    # mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self.row_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.RightButton:
            if row is not None and not self._selection.bits[row]:
                self._choose(row, event.modifiers())
            return
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if row is not None:
            self._press(row, event)
            return
        adds = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if not adds:
            self._selection.none()
            self._changed()
        self._band_before = self._selection.bits.copy()
        start = event.position().toPoint() + QPoint(0, self._top_px())
        self._band = QRect(start, QSize(1, 1))

    def _press(self, row: int, event: QMouseEvent) -> None:
        """Of several that are selected the one pressed is chosen alone only when it is let go."""
        self._pressed = event.position().toPoint()
        if self._selection.bits[row] and not event.modifiers():
            self._pressed_row = row
        else:
            self._choose(row, event.modifiers())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            far = (point - self._pressed).manhattanLength()
            if far >= QApplication.startDragDistance():
                self._pressed = self._pressed_row = None
                self._drag_out()
            return
        if self._band is None:
            return
        if not 0 <= point.y() < self.viewport().height():
            step = AUTO_SCROLL_PX if point.y() > 0 else -AUTO_SCROLL_PX
            self.verticalScrollBar().setValue(self._top_px() + step)
        self._band.setBottomRight(point + QPoint(0, self._top_px()))
        self._selection.band(self._layout.rows_in(self._band.normalized()), self._band_before)
        self.viewport().update()

    def _drag_out(self) -> None:
        """Let other programs, and folders of the library, have the photos selected."""
        ids = [int(photo_id) for photo_id in self.selected_ids()]
        photos = self._pages.get(ids)
        paths = [photos[key].path for key in ids if key in photos and photos[key].is_online]
        if paths:
            first = photos.get(ids[0])
            look = None if first is None else self._thumbnails.pixmap(first.content_hash, _DRAG_PX)
            carry(self, ids, paths, _carried_look(look, len(paths)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        row, self._pressed, self._pressed_row = self._pressed_row, None, None
        if row is not None and row < len(self._ids):
            self._choose(row, event.modifiers())
        if self._band is not None:
            self._band = None
            self._changed()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        row = self.row_at(event.position().toPoint())
        if row is not None and event.button() == Qt.MouseButton.LeftButton:
            self.activated.emit(int(self._ids[row]))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        point = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            row = self._selection.current
            if row is None:
                return
            point = self.viewport().mapToGlobal(self.visual_rect(row).center())
        if len(self.selected_ids()):
            self.menuRequested.emit(point)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom_rest += event.angleDelta().y()
            steps = int(self._zoom_rest / 120)
            self._zoom_rest -= steps * 120
            if steps:
                self.zoom_by(steps)
            event.accept()
            return
        super().wheelEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            row = self.row_at(event.pos())
            photo = None if row is None else self.photo_at(row)
            if photo is None:
                QToolTip.hideText()
            else:
                signs = [badge.text for badge in self._badges_of(photo) if badge.text]
                QToolTip.showText(event.globalPos(), "\n".join((texts.said_photo(photo), *signs)))
            return True
        return super().viewportEvent(event)

    # keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = event.key(), event.modifiers()
        control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        if key in _MOVES and len(self._ids):
            self._move(Qt.Key(key), modifiers)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.current_id() is not None:
            self.activated.emit(self.current_id())
        elif key == Qt.Key.Key_A and control:
            self.select_all()
        elif key == Qt.Key.Key_Space and self._selection.current is not None and control:
            self._choose(self._selection.current, modifiers)
        elif key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal} and not self._typed.is_typing:
            self.zoom_by(1)
        elif key == Qt.Key.Key_Minus and not self._typed.is_typing:
            self.zoom_by(-1)
        elif self._name_search is not None and self._typed.add(event):
            self._jump_to(self._name_search(self._typed.text))
        else:
            event.ignore()

    def _move(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
        """Arrows stop at the ends; PageUp and PageDown go by what is seen."""
        current, last = self._selection.current, len(self._ids) - 1
        page = max(1, self.viewport().height() // self._layout.cell_height_px) * self.columns
        steps = {
            Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -self.columns,
            Qt.Key.Key_Down: self.columns, Qt.Key.Key_PageUp: -page, Qt.Key.Key_PageDown: page,
        }  # fmt: skip
        if key == Qt.Key.Key_Home:
            row = 0
        elif key == Qt.Key.Key_End:
            row = last
        elif current is None:
            row = next(iter(self.visible_rows()), 0)
        else:
            row = self._layout.stepped(current, steps[key])
        self._choose(row, modifiers & Qt.KeyboardModifier.ShiftModifier)
        self.scroll_to(row)

    def _choose(self, row: int, modifiers: Qt.KeyboardModifier) -> None:
        control = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            self._selection.extend(row, keep=control)
        elif control:
            self._selection.toggle(row)
        else:
            self._selection.only(row)
        self._changed()
        self.clicked.emit(int(self._ids[row]))

    def _jump_to(self, ids: NDArray[np.int64]) -> None:
        """Choose the next of these photos; a first letter goes on from the current one."""
        rows = np.flatnonzero(np.isin(self._ids, ids))
        if len(rows):
            begin = (self._selection.current or 0) + (len(self._typed.text) == 1)
            later = rows[rows >= begin]
            row = int(later[0]) if len(later) else int(rows[0])
            self._choose(row, Qt.KeyboardModifier.NoModifier)
            self.scroll_to(row)


def _carried_look(thumbnail: QPixmap | None, count: int) -> QPixmap:
    """What is under the mouse: the first photo, and how many there are."""
    if thumbnail is None:
        return QPixmap()
    look = thumbnail.scaled(
        _DRAG_PX,
        _DRAG_PX,
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
    if count > 1:
        painter = QPainter(look)
        text = texts.said_count(count)
        box = painter.fontMetrics().boundingRect(text).adjusted(-8, -4, 8, 4)
        box.moveTopRight(look.rect().topRight())
        painter.fillRect(box, colors().accent)
        painter.setPen(colors().on_accent)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        painter.end()
    return look
