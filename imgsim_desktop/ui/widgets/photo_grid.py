"""Photos in lines to choose from: with mouse and keys, with a band, by typing a name."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QGestureEvent, QPinchGesture, QToolTip, QWidget

from imgsim_desktop.ui import texts
from imgsim_desktop.ui.file_data import CARRIED_PX, carried_look, carry
from imgsim_desktop.ui.models.justified_layout import Heading
from imgsim_desktop.ui.models.photo_pages import PhotoPages
from imgsim_desktop.ui.thumbnail_loader import ThumbnailLoader
from imgsim_desktop.ui.widgets.grid_painter import Badge
from imgsim_desktop.ui.widgets.photo_sheet import (
    DEFAULT_THUMB_PX,
    MAX_THUMB_PX,
    MIN_THUMB_PX,
    ZOOM_STEP,
    PhotoSheet,
    SheetLook,
)
from imgsim_desktop.ui.widgets.type_ahead import TypeAhead

__all__ = ["MAX_THUMB_PX", "MIN_THUMB_PX", "Badge", "PhotoGrid", "SheetLook"]

AUTO_SCROLL_PX = 24

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
        self._zoom_rest = 0.0
        self._goal_x: int | None = None
        """Where Up and Down keep to, over lines whose photos do not stand below each other."""
        self._pressed: QPoint | None = None
        """Where a photo was pressed that may be dragged out."""
        self._pressed_row: int | None = None
        """Chosen alone when the mouse is let go without having dragged the others along."""
        self.viewport().grabGesture(Qt.GestureType.PinchGesture)

    def set_name_search(self, search: Callable[[str], NDArray[np.int64]] | None) -> None:
        """`search(start)` gives the ids whose name begins so: makes typing jump to a photo."""
        self._name_search = search

    # mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._goal_x = None
        row = self.row_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.RightButton:
            if row is not None and not self._selection.bits[row]:
                self._choose(row, event.modifiers())
            return
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()  # those at the side of the mouse lead back and forth
            return
        if row is not None:
            self._press(row, event)
            return
        adds = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        heading = self.heading_at(event.position().toPoint())
        if heading is not None:
            self._choose_day(heading, adds=bool(adds))
            return
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
            look = (
                None if first is None else self._thumbnails.pixmap(first.content_hash, CARRIED_PX)
            )
            carry(self, ids, paths, carried_look(look, len(paths)))

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
            self._zoom_slowly(event.angleDelta().y() / 120, event.position().toPoint())
            event.accept()
            return
        super().wheelEvent(event)

    def _zoom_slowly(self, steps: float, at: QPoint) -> None:
        """Parts of a step are kept until they make one of at least a pixel or two."""
        self._zoom_rest += steps
        before = self.thumb_px
        whole = round(before * (ZOOM_STEP**self._zoom_rest - 1))
        if abs(whole) >= 2 or abs(self._zoom_rest) >= 1:
            self.zoom_by(self._zoom_rest, at)
            self._zoom_rest = 0.0

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
        if isinstance(event, QNativeGestureEvent):
            return self._take_pinch_of_touchpad(event) or super().viewportEvent(event)
        if isinstance(event, QGestureEvent):
            return self._take_pinch(event) or super().viewportEvent(event)
        return super().viewportEvent(event)

    def _take_pinch_of_touchpad(self, event: QNativeGestureEvent) -> bool:
        if event.gestureType() != Qt.NativeGestureType.ZoomNativeGesture:
            return False
        if event.value() > -1:
            self._zoom_slowly(_steps(1 + event.value()), event.position().toPoint())
        return True

    def _take_pinch(self, event: QGestureEvent) -> bool:
        pinch = event.gesture(Qt.GestureType.PinchGesture)
        if not isinstance(pinch, QPinchGesture):
            return False
        if pinch.scaleFactor() > 0:
            at = self.viewport().mapFromGlobal(pinch.centerPoint().toPoint())
            self._zoom_slowly(_steps(pinch.scaleFactor()), at)
        event.accept(pinch)
        return True

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
        if key in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            self._goal_x = None
        if key == Qt.Key.Key_Home:
            row = 0
        elif key == Qt.Key.Key_End:
            row = last
        elif current is None:
            row = next(iter(self.visible_rows()), 0)
        else:
            row = self._next_row(key, current)
        self._choose(row, modifiers & Qt.KeyboardModifier.ShiftModifier)
        self.scroll_to(row)

    def _next_row(self, key: Qt.Key, current: int) -> int:
        if key in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            self._goal_x = None
            by = 1 if key == Qt.Key.Key_Right else -1
            return min(max(0, current + by), len(self._ids) - 1)
        goal = self._goal_x
        if goal is None:
            goal = self._layout.rect(current).center().x()
        down = key in {Qt.Key.Key_Down, Qt.Key.Key_PageDown}
        if key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            row = self._layout.moved(current, 1 if down else -1, goal)
        else:
            page_px = self.viewport().height()
            row = self._layout.paged(current, page_px if down else -page_px, goal)
        self._goal_x = goal
        return row

    def _choose_day(self, heading: Heading, *, adds: bool) -> None:
        """A click on the words above a day: all its photos; again with Ctrl: none of them."""
        rows = slice(heading.first, heading.first + heading.count)
        has_all = bool(self._selection.bits[rows].all())
        if not adds:
            self._selection.only(heading.first)
        self._selection.bits[rows] = not (adds and has_all)
        self._changed()

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

    def choose_row(self, row: int) -> None:
        """As a click does."""
        self._goal_x = None
        self._choose(row, Qt.KeyboardModifier.NoModifier)

    def _jump_to(self, ids: NDArray[np.int64]) -> None:
        """Choose the next of these photos; a first letter goes on from the current one."""
        rows = np.flatnonzero(np.isin(self._ids, ids))
        if len(rows):
            begin = (self._selection.current or 0) + (len(self._typed.text) == 1)
            later = rows[rows >= begin]
            row = int(later[0]) if len(later) else int(rows[0])
            self._choose(row, Qt.KeyboardModifier.NoModifier)
            self.scroll_to(row)


def _steps(factor: float) -> float:
    """Zoom steps that make something `factor` times as large."""
    return math.log(factor) / math.log(ZOOM_STEP)
