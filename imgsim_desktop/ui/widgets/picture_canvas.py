"""One picture, zoomed and moved: wheel, drag and keys."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from imgsim_desktop.ui.models.camera import Camera, Ground, Limits
from imgsim_desktop.ui.picture_loader import Picture
from imgsim_desktop.ui.theme import colors

MAX_ZOOM = 16.0
"""Device pixels for one pixel of the picture."""
STEP = 1.25
PART_PX = 1024
"""Longer side of a part that is searched with: networks look at less."""
PAN_PX = 80
MARGIN_PX = 12
LEAST_BOX_PX = 16
"""On the screen, of the shorter side of a box."""
LIMITS = Limits(fitted_scale=1.0, closest_scale=MAX_ZOOM, fills_view=True)


class PictureCanvas(QWidget):
    """Paints the smallest step of a Picture that is sharp enough, so a drag stays fluid at 50 MP.

    A zoom is device pixels for one picture pixel: 1.0 is 1:1 on any screen; None fits the window.
    """

    zoomChanged = Signal(object)
    """float, as `scale`."""
    doubleClicked = Signal()
    draggedOut = Signal()
    """The mouse pulls at a picture that is seen whole: there is nothing to move it by."""
    boxDrawn = Signal(object)
    """QRectF of the picture, 0 to 1: the part that a box was drawn around."""
    boxModeChanged = Signal(object)
    """bool: the next drag draws a box, or no longer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Photo"))
        self.setMinimumSize(120, 120)
        self._picture: Picture | None = None
        self._pixmaps: dict[int, QPixmap] = {}
        self._thumbnail: QPixmap | None = None
        self._full = QSize()
        self._message = ""
        self._camera = self._fitted()
        """Its view has the pixels of the screen, so that at scale 1 a pixel is a pixel."""
        self._drag_from: QPointF | None = None
        self._awaits_box = False
        """The next drag draws a box."""
        self._box: QRectF | None = None
        """Being drawn, in logical pixels."""

    @property
    def awaits_box(self) -> bool:
        return self._awaits_box

    def set_box_mode(self, *, on: bool) -> None:
        """Whether the next drag draws a box around a part; with Shift each does."""
        if on != self._awaits_box:
            self._awaits_box, self._box = on, None
            self._cursor()
            self.update()
            self.boxModeChanged.emit(on)

    def show_thumbnail(self, pixmap: QPixmap | None, full: QSize) -> None:
        """What is there at once, drawn at the size the whole picture will have."""
        self._picture = None
        self._pixmaps.clear()
        self._thumbnail = pixmap
        self._full = full
        self._message = ""
        self._camera = self._fitted()
        self._told()

    def show_picture(self, picture: Picture) -> None:
        """The whole picture has come; zoom and place stay."""
        self._picture = picture
        self._pixmaps.clear()
        self._set_size(picture.size)
        self._message = ""
        self._told()

    def part(self, box: QRectF) -> QImage | None:
        """A part of the picture, as large as it is or reduced to PART_PX; of its thumbnail while
        there is no more, None if there is nothing."""
        thumbnail = self._thumbnail
        if self._picture is not None:
            image = self._picture.steps[0]
        elif thumbnail is not None:
            image = thumbnail.toImage()
        else:
            return None
        rect = QRectF(
            box.x() * image.width(), box.y() * image.height(),
            box.width() * image.width(), box.height() * image.height(),
        ).toAlignedRect().intersected(image.rect())  # fmt: skip
        cut = image.copy(rect)
        if max(cut.width(), cut.height()) <= PART_PX:
            return cut
        return cut.scaled(
            PART_PX, PART_PX, Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )  # fmt: skip

    def show_message(self, message: str) -> None:
        """Why there is no whole picture; the thumbnail stays."""
        self._message = message
        self.update()

    @property
    def message(self) -> str:
        """Why there is no whole picture; empty if there is one, or it is still to come."""
        return self._message

    @property
    def has_whole_picture(self) -> bool:
        """False while only the thumbnail is there."""
        return self._picture is not None

    @property
    def scale(self) -> float:
        """Device pixels for one pixel of the picture."""
        return self._camera.scale

    @property
    def is_fitted(self) -> bool:
        return self._camera.is_fitted

    def set_zoom(self, zoom: float | None, at: QPointF | None = None) -> None:
        """Zoom, keeping the point under `at` (by default the middle) where it is; None fits."""
        if self._full.isEmpty():
            return
        if zoom is None:
            self._camera = self._camera.fitted()
        else:
            at = QPointF(self.rect().center()) if at is None else at
            ratio = self.devicePixelRatioF()
            self._camera = self._camera.at_scale(zoom, at.x() * ratio, at.y() * ratio).held()
        self._told()

    def zoom_by(self, steps: float, at: QPointF | None = None) -> None:
        self.set_zoom(self.scale * STEP**steps, at)

    def toggle_actual_size(self) -> None:
        """The whole picture, or one pixel for each pixel."""
        self.set_zoom(1.0 if self.is_fitted else None)

    def pan_by(self, dx_px: float, dy_px: float) -> None:
        """Move the picture by logical pixels of the screen."""
        ratio = self.devicePixelRatioF()
        self._camera = self._camera.moved(dx_px * ratio, dy_px * ratio)
        self.update()

    def _set_size(self, full: QSize) -> None:
        """A picture of another size: the same share of it in the middle, at the same zoom."""
        before, self._full = self._camera, full
        fitted = self._fitted()
        if before.is_fitted or before.ground == fitted.ground:
            self._camera = fitted if before.is_fitted else before
            return
        x = before.x / before.ground.width * full.width()
        y = before.y / before.ground.height * full.height()
        self._camera = replace(fitted, scale=before.scale, is_fitted=False).over_place(x, y)

    def _fitted(self) -> Camera:
        ratio = self.devicePixelRatioF()
        ground = Ground(0, 0, self._full.width(), self._full.height())
        limits = replace(LIMITS, margin_px=MARGIN_PX * ratio)
        return Camera.over(ground, self.width() * ratio, self.height() * ratio, limits)

    def _view_changed(self) -> None:
        """Another size of the window, or a screen with other pixels."""
        size = self._fitted()
        moved = replace(self._camera, limits=size.limits)
        self._camera = moved.resized(size.width_px, size.height_px).held()
        self._told()

    def _target(self) -> QRectF:
        """Where all of the picture would be drawn, in logical pixels."""
        ratio = self.devicePixelRatioF()
        left, top = self._camera.in_view(0, 0)
        size = QSizeF(self._full) * (self.scale / ratio)
        return QRectF(QPointF(left / ratio, top / ratio), size)

    def _told(self) -> None:
        self.update()
        self._cursor()
        self.zoomChanged.emit(self.scale)

    def _cursor(self) -> None:
        shown = self._target()
        can_pan = shown.width() > self.width() + 1 or shown.height() > self.height() + 1
        hand = Qt.CursorShape.OpenHandCursor if can_pan else Qt.CursorShape.ArrowCursor
        if self._awaits_box or self._box is not None:
            self.setCursor(Qt.CursorShape.CrossCursor)
            return
        self.setCursor(Qt.CursorShape.ClosedHandCursor if self._drag_from is not None else hand)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(colors(self).base))
        pixmap = self._pixmap()
        if pixmap is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self.scale < 4)
            target = self._target()
            seen = target.intersected(QRectF(self.rect()))
            if not seen.isEmpty():
                ratio_x = pixmap.width() / target.width()
                ratio_y = pixmap.height() / target.height()
                source = QRectF(
                    (seen.x() - target.x()) * ratio_x, (seen.y() - target.y()) * ratio_y,
                    seen.width() * ratio_x, seen.height() * ratio_y,
                )  # fmt: skip
                painter.drawPixmap(seen, pixmap, source)
        if self._message:
            self._paint_message(painter)
        if self._box is not None:
            self._paint_box(painter, self._box.normalized())
        painter.end()

    def _paint_box(self, painter: QPainter, box: QRectF) -> None:
        """What is not meant is darkened; the rim is white on black, seen on any picture."""
        around = QPainterPath()
        around.addRect(QRectF(self.rect()))
        inside = QPainterPath()
        inside.addRect(box)
        painter.fillPath(around.subtracted(inside), QColor(0, 0, 0, 110))
        for colour, width in (("#000000", 3), ("#ffffff", 1)):
            painter.setPen(QPen(QColor(colour), width))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box)

    def _pixmap(self) -> QPixmap | None:
        if self._picture is None:
            if self._thumbnail is None:
                return None
            plain = QPixmap(self._thumbnail)
            plain.setDevicePixelRatio(1.0)
            return plain
        step = self._picture.step_for(self.scale)
        found = self._pixmaps.get(step.width())
        if found is None:
            found = QPixmap.fromImage(step)
            self._pixmaps = {step.width(): found}
        return found

    def _paint_message(self, painter: QPainter) -> None:
        shades = colors(self)
        area = painter.fontMetrics().boundingRect(
            self.rect().adjusted(40, 0, -40, 0), Qt.TextFlag.TextWordWrap, self._message
        )
        area.moveCenter(self.rect().center())
        area.moveBottom(self.height() - 40)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(shades.edge))
        painter.setBrush(QColor(shades.warning_ground))
        painter.drawRoundedRect(area.adjusted(-14, -8, 14, 8), 8, 8)
        painter.setPen(QColor(shades.warning))
        painter.drawText(
            area, int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignCenter), self._message
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._view_changed()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._view_changed()
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom_by(event.angleDelta().y() / 120, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        draws = self._awaits_box or event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if draws and self._pixmap() is not None:
            self._box = QRectF(event.position(), QSizeF())
        else:
            self._drag_from = event.position()
        self._cursor()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._box is not None:
            self._box.setBottomRight(event.position())
            self.update()
            return
        if self._drag_from is None:
            return
        moved = event.position() - self._drag_from
        if self.is_fitted:
            if moved.manhattanLength() >= QApplication.startDragDistance():
                self._drag_from = None
                self._cursor()
                self.draggedOut.emit()
        else:
            self._drag_from = event.position()
            self.pan_by(moved.x(), moved.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        box, self._box = self._box, None
        self._drag_from = None
        self._cursor()
        if box is not None:
            self.update()
            self._take_box(box.normalized())

    def _take_box(self, box: QRectF) -> None:
        """A slip of the hand is no box; what is drawn over the edge ends there."""
        target = self._target()
        inside = box.intersected(target).intersected(QRectF(self.rect()))
        if min(inside.width(), inside.height()) < LEAST_BOX_PX:
            return
        self.set_box_mode(on=False)
        self.boxDrawn.emit(
            QRectF(
                (inside.x() - target.x()) / target.width(),
                (inside.y() - target.y()) / target.height(),
                inside.width() / target.width(), inside.height() / target.height(),
            )
        )  # fmt: skip

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.set_zoom(1.0 if self.is_fitted else None, event.position())
            self.doubleClicked.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
