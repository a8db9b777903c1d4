"""The map: dots from afar, pictures from near; wheel zooms, a drag moves, a lasso selects.

A widget of its own, because a hundred thousand graphics items cost seconds.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from imgsim_desktop.records import Photo
from imgsim_desktop.ui import texts
from imgsim_desktop.ui.models.camera import Camera
from imgsim_desktop.ui.models.map_scene import MapScene, map_camera
from imgsim_desktop.ui.models.photo_pages import PhotoPages
from imgsim_desktop.ui.thumbnail_loader import ThumbnailLoader
from imgsim_desktop.ui.widgets.map_painter import PICTURE_PX, MapPainter, Seen

REACH_PX = 28
"""Of a click to the photo meant."""
PAN_SHARE = 0.15
ZOOM_STEP = 1.25
WHEEL_STEP = 1.0018
"""A unit of the wheel; 120 are one notch."""

_PANS = {
    Qt.Key.Key_Left: (1, 0), Qt.Key.Key_Right: (-1, 0),
    Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1),
}  # fmt: skip


class MapCanvas(QWidget):
    """Shows a MapScene. Arrows move the map, or from photo to photo once Space has chosen one."""

    opened = Signal(object)
    """photo_id: clicked, or Enter."""
    currentChanged = Signal(object)
    """photo_id or None: reached by key."""
    selectionChanged = Signal()
    lassoEnded = Signal()
    zoomChanged = Signal()
    """The lasso was drawn or given up."""
    menuRequested = Signal(object)
    """QPoint, global; something is selected."""

    def __init__(
        self, pages: PhotoPages, thumbnails: ThumbnailLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._pages = pages
        self._thumbnails = thumbnails
        self.scene = MapScene(np.zeros(0, np.int64), np.zeros((0, 2), np.float32))
        self.camera = map_camera(600, 400)
        self._selected = np.zeros(0, np.bool_)
        self._current: int | None = None
        self._hovered: int | None = None
        self._drag: QPointF | None = None
        self._pressed: QPointF | None = None
        self._has_moved = False
        self._lasso: list[QPointF] | None = None
        self.is_lasso = False
        """A drag draws a lasso; with Shift it always does."""
        self._painter = MapPainter(pages, thumbnails)
        self.setObjectName("mapCanvas")
        self.setAccessibleName(self.tr("Map of the photos"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setMinimumSize(200, 160)
        thumbnails.loaded.connect(lambda _hashes: self.update())

    # what is shown

    def set_scene(self, scene: MapScene) -> None:
        """Another map; the selection stays by photo, the view as it is."""
        chosen = self.selected_ids()
        self.scene = scene
        self._selected = np.isin(scene.photos, chosen)
        self._current = self._hovered = self._lasso = None
        self._say()
        self.update()

    @property
    def is_whole(self) -> bool:
        """The whole map is in view: nobody has moved it or come closer."""
        return self.camera == self._fitted()

    def _fitted(self) -> Camera:
        return map_camera(self.width(), self.height(), self.scene.reach)

    def fit(self) -> None:
        """The whole map."""
        self.camera = self._fitted()
        self._thumbnails.forget()
        self.zoomChanged.emit()
        self.update()

    def zoom_by(self, steps: float) -> None:
        """About the middle, or about the current photo."""
        x, y = self.width() / 2, self.height() / 2
        if self._current is not None:
            x, y = map(float, self.camera.on_screen(self.scene.places[self._current]))
        self._look(self.camera.zoomed(ZOOM_STEP**steps, x, y))

    def _look(self, camera: Camera) -> None:
        is_zoom = camera.scale != self.camera.scale
        self.camera = camera
        if is_zoom:
            self._thumbnails.forget()
            self.zoomChanged.emit()
        self.update()

    @property
    def can_come_closer(self) -> bool:
        return self.camera.zoomed(ZOOM_STEP, 0, 0).scale > self.camera.scale

    @property
    def can_go_farther(self) -> bool:
        return self.camera.zoomed(1 / ZOOM_STEP, 0, 0).scale < self.camera.scale

    def show_photo(self, photo_id: int) -> None:
        """Make a photo the current one and bring it into view."""
        rows = np.flatnonzero(self.scene.photos == photo_id)
        if len(rows):
            self._make_current(int(rows[0]))

    # selection

    def selected_ids(self) -> NDArray[np.int64]:
        return self.scene.photos[self._selected]

    def select_ids(self, photo_ids: NDArray[np.int64]) -> None:
        self._selected = np.isin(self.scene.photos, photo_ids)
        self.selectionChanged.emit()
        self._say()
        self.update()

    def current_id(self) -> int | None:
        return None if self._current is None else int(self.scene.photos[self._current])

    def _make_current(self, row: int | None) -> None:
        self._current = row
        if row is not None:
            x, y = map(float, self.camera.on_screen(self.scene.places[row]))
            inset = PICTURE_PX
            inside = inset < x < self.width() - inset and inset < y < self.height() - inset
            if not inside:
                self._look(self.camera.moved(self.width() / 2 - x, self.height() / 2 - y))
        self._say()
        self.currentChanged.emit(self.current_id())
        self.update()

    def _say(self) -> None:
        """For screen readers: how many there are, how many are chosen, and the current one."""
        parts = [texts.said_photos(len(self.scene))]
        chosen = int(self._selected.sum())
        if chosen:
            parts.append(self.tr("{n} selected").format(n=texts.said_count(chosen)))
        photo = self._photo(self._current)
        if photo is not None:
            parts.append(texts.said_photo(photo))
        self.setAccessibleDescription(", ".join(parts))

    def _photo(self, row: int | None) -> Photo | None:
        return None if row is None else self._pages.one(int(self.scene.photos[row]))

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        seen = Seen(
            self.scene,
            self.camera,
            self._selected,
            self._current,
            self._hovered,
            self._lasso,
            has_focus=self.hasFocus(),
        )
        self._painter.paint(painter, seen)
        painter.end()

    # events

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.camera = self.camera.resized(self.width(), self.height(), keeps_share=True)

    def wheelEvent(self, event: QWheelEvent) -> None:
        at = event.position()
        turned = event.angleDelta().y() or event.pixelDelta().y()
        self._look(self.camera.zoomed(WHEEL_STEP**turned, at.x(), at.y()))
        self._hovered = None
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        self._hovered = None
        if event.button() == Qt.MouseButton.RightButton:
            self._select_under(at)
        elif event.button() in {Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton}:
            wants_lasso = self.is_lasso or event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            is_left = event.button() == Qt.MouseButton.LeftButton
            self._pressed, self._has_moved = at, False
            if is_left and wants_lasso:
                self._lasso = [at]
            else:
                self._drag = at
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._pressed is not None and (at - self._pressed).manhattanLength() > 4:
            self._has_moved = True
        if self._lasso is not None:
            self._lasso.append(at)
            self.update()
        elif self._drag is not None and self._has_moved:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            moved = at - self._drag
            self._drag = at
            self._look(self.camera.moved(moved.x(), moved.y()))
        elif self._drag is None:
            hovered = self.scene.nearest(self.camera, at.x(), at.y(), REACH_PX)
            if hovered != self._hovered:
                self._hovered = hovered
                found = hovered is not None
                self.setCursor(
                    Qt.CursorShape.PointingHandCursor if found else Qt.CursorShape.ArrowCursor
                )
                self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        lasso, drag = self._lasso, self._drag
        self._lasso = self._drag = self._pressed = None
        self.unsetCursor()
        if lasso is not None and self._has_moved:
            self._select_in(
                lasso, adds=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            )
        elif (lasso is not None or drag is not None) and not self._has_moved:
            self._click(event)
        self.update()

    def _click(self, event: QMouseEvent) -> None:
        at = event.position()
        row = self.scene.nearest(self.camera, at.x(), at.y(), REACH_PX)
        adds = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if row is None:
            self.select_ids(np.zeros(0, np.int64))
        elif adds:
            self._selected[row] = not self._selected[row]
            self.selectionChanged.emit()
        elif event.button() == Qt.MouseButton.LeftButton:
            self._current = row
            self.opened.emit(int(self.scene.photos[row]))

    def _select_under(self, at: QPointF) -> None:
        row = self.scene.nearest(self.camera, at.x(), at.y(), REACH_PX)
        if row is not None and not self._selected[row]:
            self.select_ids(self.scene.photos[row : row + 1])

    def _select_in(self, lasso: list[QPointF], *, adds: bool) -> None:
        """The photos inside: the lasso is painted as a mask, and each photo looks at its pixel."""
        mask = QImage(QSize(self.width(), self.height()), QImage.Format.Format_Grayscale8)
        mask.fill(0)
        painter = QPainter(mask)
        path = QPainterPath()
        path.addPolygon(QPolygonF(lasso))
        painter.fillPath(path, QColor("white"))
        painter.end()
        pixels = np.frombuffer(mask.constBits(), np.uint8).reshape(mask.height(), -1)
        rows, screen = self.scene.in_view(self.camera)
        at = screen.astype(np.int64)
        inside = pixels[at[:, 1], at[:, 0]] > 0
        if not adds:
            self._selected[:] = False
        self._selected[rows[inside]] = True
        self.selectionChanged.emit()
        self.lassoEnded.emit()
        self._say()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self._selected.any():
            self.menuRequested.emit(event.globalPos())
        elif self._current is not None:
            self.select_ids(self.scene.photos[self._current : self._current + 1])
            x, y = self.camera.on_screen(self.scene.places[self._current]).tolist()
            self.menuRequested.emit(self.mapToGlobal(QPoint(round(x), round(y))))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _PANS:
            dx, dy = _PANS[key]
            if self._current is not None:
                self._make_current(self.scene.beside(self._current, -dx, -dy))
            else:
                step = PAN_SHARE * min(self.width(), self.height())
                self._look(self.camera.moved(dx * step, dy * step))
        elif key == Qt.Key.Key_Space:
            self._take_middle()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._current is not None:
            self.opened.emit(int(self.scene.photos[self._current]))
        elif key == Qt.Key.Key_Escape:
            self._give_up()
        else:
            event.ignore()

    def _take_middle(self) -> None:
        """Space: choose the photo nearest to the middle; on a chosen one, select it or not."""
        if self._current is None:
            x, y = self.width() / 2, self.height() / 2
            self._make_current(self.scene.nearest(self.camera, x, y, float("inf")))
        else:
            self._selected[self._current] = not self._selected[self._current]
            self.selectionChanged.emit()
            self._say()
            self.update()

    def _give_up(self) -> None:
        """Esc: first the lasso, then the current photo, then the selection."""
        if self._lasso is not None or self.is_lasso:
            self._lasso = None
            self.lassoEnded.emit()
        elif self._current is not None:
            self._make_current(None)
        else:
            self.select_ids(np.zeros(0, np.int64))
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = None
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()
