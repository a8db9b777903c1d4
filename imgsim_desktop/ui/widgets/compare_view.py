"""Two pictures at one scale and place: side by side, under a slider, blinking, as difference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)  # fmt: skip
from PySide6.QtWidgets import QWidget

from imgsim_desktop.records import Box
from imgsim_desktop.ui.models.camera import Camera, Ground, Limits
from imgsim_desktop.ui.models.scene import Scene
from imgsim_desktop.ui.picture_loader import Picture
from imgsim_desktop.ui.theme import colors

_GAP_PX = 6
_MARGIN_PX = 8
_MAX_SCALE = 16.0
_PAN_SHARE = 0.15
_MUCH_LARGER = 1.1
"""Pictures one above the other only where they gain that much: eyes compare better sideways."""
_MARKED = "#ffb000"
"""Boxes around what differs: seen on photos light and dark, and by all kinds of eyes."""


class Layout(Enum):
    """How the two are shown."""

    SIDE_BY_SIDE = "side-by-side"
    SLIDER = "slider"
    DIFFERENCE = "difference"


@dataclass(frozen=True, slots=True)
class Shown:
    """One of the two: what to draw now, what to write over it."""

    size: QSizeF
    """Of the whole photo in pixels, known before it is opened."""
    title: str
    sign: str = ""
    """"Keep" or "Trash", drawn as a label."""
    is_trash: bool = False
    picture: Picture | None = None
    preview: QPixmap | None = None
    """Drawn until `picture` has come."""
    trouble: str = ""
    """Said instead of a picture that cannot be opened."""


class CompareView(QWidget):
    """Zoom and pan are those of the scene, so both pictures always show the same spot.

    The scene's unit is a pixel of the keeper. `scale` is logical screen pixels per unit.
    """

    zoomChanged = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene: Scene | None = None
        self._pair: tuple[Shown, Shown] | None = None
        self._boxes: tuple[Box, ...] = ()
        self._difference: QImage | None = None
        self._waiting = ""
        self._layout = Layout.SIDE_BY_SIDE
        self._blinks = False
        self._is_turned = False
        """One above the other where side by side shows more, and the other way about."""
        self._fills = False
        """The pictures cover their panes; what hangs over the edges is reached by moving them."""
        self._split = 0.5
        self._camera = Camera.over(Ground(0, 0, 0, 0), 200, 150)
        """Of one pane; both are the same."""
        self._drag: QPoint | None = None
        self._drags_split = False
        self.setMinimumSize(200, 150)
        self.setMouseTracking(True)

    # what is shown

    def show_pair(self, keeper: Shown, challenger: Shown, scene: Scene) -> None:
        """Show two pictures; a pair with the same scene keeps zoom and place."""
        if self._scene is None or self._scene != scene:
            self._difference = None
            self._scene = scene
            self._fit()
        self._pair = (keeper, challenger)
        self._view_changed()
        self.update()

    @property
    def boxes(self) -> tuple[Box, ...]:
        """Where the two differ, in the keeper's relative coordinates."""
        return self._boxes

    def show_boxes(self, boxes: Sequence[Box]) -> None:
        """Say where the two differ."""
        self._boxes = tuple(boxes)
        self.update()

    def clear(self) -> None:
        self._scene = self._pair = self._difference = None
        self._boxes = ()
        self.update()

    def set_difference(self, image: QImage | None, waiting: str = "") -> None:
        """What differs, in the keeper's frame; `waiting` is said until it comes."""
        self._difference = image
        self._waiting = waiting
        self.update()

    @property
    def layout_mode(self) -> Layout:
        return self._layout

    def set_layout_mode(self, layout: Layout) -> None:
        self._layout = layout
        self._view_changed()
        self.update()

    @property
    def blinks(self) -> bool:
        return self._blinks

    def set_blink(self, blinks: bool) -> None:
        """While True the keeper stands where the challenger stood."""
        if blinks != self._blinks:
            self._blinks = blinks
            self.update()

    # zoom and place

    @property
    def is_fitted(self) -> bool:
        return self._camera.is_fitted

    @property
    def scale(self) -> float:
        return self._camera.scale

    @property
    def fills(self) -> bool:
        return self._fills

    def toggle_fill(self) -> None:
        """Between all of both and pictures that cover their panes, for this pair and the next."""
        self._fills = not self._fills
        if self._scene is not None:
            self._fit()
            self._look(self._camera)

    def turn(self) -> None:
        """One above the other in place of side by side, or back; fitted anew."""
        self._is_turned = not self._is_turned
        if self._scene is not None:
            self._fit()
            self._look(self._camera)

    def toggle_actual_size(self, at: QPointF | None = None) -> None:
        """Between all of both and one screen pixel a pixel of the finer one, at the pointer."""
        if self._scene is None:
            return
        self._fills = False
        if self.is_fitted:
            self._zoom_to(self._scene.finest / self.devicePixelRatioF(), at)
        else:
            self._look(self._camera.fitted())

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        self._zoom_to(self.scale * factor, at)

    def pan_by(self, x: float, y: float) -> None:
        """Move by shares of a pane: pan_by(1, 0) shows what lies to the right."""
        step = _PAN_SHARE * self._camera.width_px, _PAN_SHARE * self._camera.height_px
        self._move(-x * step[0], -y * step[1])

    def _pointer(self) -> QPointF:
        place = QPointF(self.mapFromGlobal(self.cursor().pos()))
        return place if self.rect().contains(place.toPoint()) else QPointF(self.panes()[0].center())

    def _fit(self) -> None:
        assert self._scene is not None
        bounds, pane = self._scene.bounds, self.panes()[0]
        ground = Ground(bounds.left(), bounds.top(), bounds.right(), bounds.bottom())
        limits = Limits(_MARGIN_PX, closest_scale=_MAX_SCALE * self._scene.finest)
        self._camera = Camera.over(ground, pane.width(), pane.height(), limits)
        if self._fills:
            middle_x, middle_y = pane.width() / 2, pane.height() / 2
            covering = max(pane.width() / bounds.width(), pane.height() / bounds.height())
            self._camera = self._camera.at_scale(covering, middle_x, middle_y)

    def _zoom_to(self, scale: float, at: QPointF | None) -> None:
        """At a point of this widget, or of one of its panes: both show the same there."""
        if self._scene is None:
            return
        self._fills = False
        at = self._pointer() if at is None else at
        panes = self.panes()
        pane = next((p for p in panes if p.contains(at.toPoint())), panes[0])
        spot = at - QPointF(pane.topLeft())
        self._look(self._camera.at_scale(scale, spot.x(), spot.y()).held())

    def _look(self, camera: Camera) -> None:
        self._camera = camera
        self.update()
        self.zoomChanged.emit()

    def _move(self, dx_px: float, dy_px: float) -> None:
        self._camera = self._camera.moved(dx_px, dy_px)
        self.update()

    def _view_changed(self) -> None:
        pane = self.panes()[0]
        size = (self._camera.width_px, self._camera.height_px)
        if self._fills and self._scene is not None and size != (pane.width(), pane.height()):
            self._fit()
            return
        self._camera = self._camera.resized(pane.width(), pane.height())

    def panes(self) -> list[QRect]:
        """Where the two are shown: two places, or one for both."""
        if self._layout is not Layout.SIDE_BY_SIDE:
            return [self.rect()]
        if self._stands_better != self._is_turned:
            half = (self.height() - _GAP_PX) // 2
            return [
                QRect(0, 0, self.width(), half),
                QRect(0, self.height() - half, self.width(), half),
            ]
        half = (self.width() - _GAP_PX) // 2
        return [
            QRect(0, 0, half, self.height()),
            QRect(self.width() - half, 0, half, self.height()),
        ]

    @property
    def _stands_better(self) -> bool:
        """Whether two panes one above the other show the pictures larger than beside each other."""
        if self._scene is None or self._scene.bounds.isEmpty():
            return False
        wide, high = self._scene.bounds.width(), self._scene.bounds.height()
        beside = min(self.width() / 2 / wide, self.height() / high)
        above = min(self.width() / wide, self.height() / 2 / high)
        return above > _MUCH_LARGER * beside

    # events

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._view_changed()

    def wheelEvent(self, event: QWheelEvent) -> None:
        steps = event.angleDelta().y() / 120
        if steps:
            self.zoom_by(1.25**steps, event.position())
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.toggle_actual_size(event.position())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is not Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self._drag = event.position().toPoint()
        near = abs(event.position().x() - self._split * self.width()) < 14
        self._drags_split = self._layout is Layout.SLIDER and near

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        if self._drag is None or self._scene is None:
            on_split = self._layout is Layout.SLIDER and (
                abs(place.x() - self._split * self.width()) < 14
            )
            shape = Qt.CursorShape.SplitHCursor if on_split else Qt.CursorShape.OpenHandCursor
            self.setCursor(shape)
            return
        if self._drags_split:
            self._split = min(1.0, max(0.0, place.x() / max(1, self.width())))
            self.update()
            return
        moved, self._drag = place - self._drag, place
        self._move(moved.x(), moved.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drag = None
        self._drags_split = False

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(colors(self).base))
        if self._pair is None or self._scene is None:
            return
        keeper, challenger = self._pair
        second = keeper if self._blinks else challenger
        panes = self.panes()
        if self._layout is Layout.SIDE_BY_SIDE:
            self._paint_pane(painter, panes[0], keeper, is_keeper=True)
            self._paint_pane(painter, panes[1], second, is_keeper=self._blinks)
        elif self._layout is Layout.DIFFERENCE and not self._blinks:
            self._paint_difference(painter, panes[0])
        elif self._blinks:
            self._paint_pane(painter, panes[0], keeper, is_keeper=True)
        else:
            self._paint_slider(painter, panes[0], keeper, challenger)

    def _to_view(self, pane: QRect) -> QTransform:
        middle = QRectF(pane).center()
        view = QTransform.fromTranslate(middle.x(), middle.y())
        view.scale(self.scale, self.scale)
        return view.translate(-self._camera.x, -self._camera.y)

    def _paint_pane(self, painter: QPainter, pane: QRect, shown: Shown, *, is_keeper: bool) -> None:
        painter.save()
        painter.setClipRect(pane)
        self._paint_picture(painter, pane, shown, is_keeper=is_keeper)
        self._paint_outline(painter, pane, of_keeper=not is_keeper)
        self._paint_boxes(painter, pane)
        self._paint_label(painter, pane, shown, Qt.AlignmentFlag.AlignLeft)
        painter.restore()

    def _paint_slider(
        self, painter: QPainter, pane: QRect, keeper: Shown, challenger: Shown
    ) -> None:
        x = round(self._split * pane.width())
        left = QRect(pane.left(), pane.top(), x, pane.height())
        right = QRect(x, pane.top(), pane.width() - x, pane.height())
        for part, shown, is_keeper in ((left, keeper, True), (right, challenger, False)):
            painter.save()
            painter.setClipRect(part)
            self._paint_picture(painter, pane, shown, is_keeper=is_keeper)
            self._paint_boxes(painter, pane)
            side = Qt.AlignmentFlag.AlignLeft if is_keeper else Qt.AlignmentFlag.AlignRight
            self._paint_label(painter, pane, shown, side)
            painter.restore()
        chosen = colors(self)
        painter.setPen(QPen(QColor(chosen.base), 4))
        painter.drawLine(x, pane.top(), x, pane.bottom())
        painter.setPen(QPen(QColor(chosen.accent), 2))
        painter.drawLine(x, pane.top(), x, pane.bottom())
        painter.setBrush(QColor(chosen.accent))
        painter.drawEllipse(QPointF(x, pane.center().y()), 9, 9)

    def _paint_difference(self, painter: QPainter, pane: QRect) -> None:
        assert self._scene is not None
        if self._difference is None:
            painter.setPen(QColor(colors(self).faint))
            painter.drawText(pane, Qt.AlignmentFlag.AlignCenter, self._waiting)
            return
        painter.save()
        painter.setClipRect(pane)
        painter.setTransform(self._to_view(pane))
        painter.drawImage(QRectF(QPointF(), self._scene.keeper), self._difference)
        painter.restore()

    def _paint_picture(
        self, painter: QPainter, pane: QRect, shown: Shown, *, is_keeper: bool
    ) -> None:
        assert self._scene is not None
        view = self._to_view(pane)
        if not is_keeper:
            view = self._scene.challenger_to_scene * view
        painter.save()
        painter.setTransform(view)
        frame = QRectF(QPointF(), shown.size)
        if shown.picture is not None:
            density = abs(view.determinant()) ** 0.5 * self.devicePixelRatioF()
            painter.drawImage(frame, shown.picture.step_for(density))
        elif shown.preview is not None:
            painter.drawPixmap(frame, shown.preview, QRectF(shown.preview.rect()))
        else:
            painter.fillRect(frame, QColor(colors(self).placeholder))
        painter.restore()
        if shown.trouble:
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            box = painter.boundingRect(pane.adjusted(24, 12, -24, -12), flags, shown.trouble)
            painter.setPen(QColor(colors(self).edge))
            painter.setBrush(QColor(colors(self).warning_ground))
            painter.drawRoundedRect(box.adjusted(-12, -7, 12, 7), 8, 8)
            painter.setPen(QColor(colors(self).warning))
            painter.drawText(box, flags, shown.trouble)

    def _paint_outline(self, painter: QPainter, pane: QRect, *, of_keeper: bool) -> None:
        """The other's frame, where one shows only a part of the other."""
        assert self._scene is not None
        if not self._scene.frames_differ:
            return
        frame = self._scene.keeper_frame if of_keeper else self._scene.challenger_frame
        outline = self._to_view(pane).map(frame)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(0, 0, 0, 150), 3))
        painter.drawPolygon(outline)
        painter.setPen(QPen(QColor(255, 255, 255), 1.5, Qt.PenStyle.DashLine))
        painter.drawPolygon(outline)

    def _paint_boxes(self, painter: QPainter, pane: QRect) -> None:
        """Where the two differ."""
        assert self._scene is not None
        keeper, view = self._scene.keeper, self._to_view(pane)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for left, top, right, bottom in self._boxes:
            place = QRectF(
                left * keeper.width(), top * keeper.height(),
                (right - left) * keeper.width(), (bottom - top) * keeper.height(),
            )  # fmt: skip
            box = view.mapRect(place).adjusted(-3, -3, 3, 3)
            painter.setPen(QPen(QColor(0, 0, 0, 150), 4))
            painter.drawRoundedRect(box, 3, 3)
            painter.setPen(QPen(QColor(_MARKED), 2))
            painter.drawRoundedRect(box, 3, 3)

    def _paint_label(
        self, painter: QPainter, pane: QRect, shown: Shown, side: Qt.AlignmentFlag
    ) -> None:
        chosen = colors(self)
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        width = max(40, pane.width() // (1 if self._layout is Layout.SIDE_BY_SIDE else 2) - 40)
        sign = f"{shown.sign}   " if shown.sign else ""
        text = sign + metrics.elidedText(
            shown.title, Qt.TextElideMode.ElideMiddle, width - metrics.horizontalAdvance(sign)
        )
        size = metrics.horizontalAdvance(text) + 20
        left = pane.left() + 10 if side is Qt.AlignmentFlag.AlignLeft else pane.right() - 10 - size
        box = QRectF(left, pane.top() + 10, size, metrics.height() + 8)
        ground = QColor(chosen.raised)
        ground.setAlphaF(0.92)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, 6, 6)
        painter.setPen(QColor(chosen.text))
        painter.drawText(box.adjusted(10, 0, -10, 0), Qt.AlignmentFlag.AlignVCenter, text)
        if sign:
            painter.setPen(QColor(chosen.trash if shown.is_trash else chosen.keep))
            painter.drawText(box.adjusted(10, 0, -10, 0), Qt.AlignmentFlag.AlignVCenter, shown.sign)
