"""One picture, zoomed and moved: wheel, drag and keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from imgsim_desktop.ui.picture_loader import Picture
from imgsim_desktop.ui.theme import colors

MAX_ZOOM = 16.0
"""Device pixels for one pixel of the picture."""
STEP = 1.25
PAN_PX = 80
MARGIN_PX = 12


class PictureCanvas(QWidget):
    """Paints the smallest step of a Picture that is sharp enough, so a drag stays fluid at 50 MP.

    `zoom` is device pixels for one picture pixel: 1.0 is 1:1 on any screen; None fits the window.
    """

    zoomChanged = Signal(object)
    """float, as `scale`."""
    doubleClicked = Signal()

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
        self._zoom: float | None = None
        self._centre = QPointF(0.5, 0.5)
        self._drag_from: QPointF | None = None

    def show_thumbnail(self, pixmap: QPixmap | None, full: QSize) -> None:
        """What is there at once, drawn at the size the whole picture will have."""
        self._picture = None
        self._pixmaps.clear()
        self._thumbnail = pixmap
        self._full = full
        self._message = ""
        self._zoom = None
        self._centre = QPointF(0.5, 0.5)
        self._told()

    def show_picture(self, picture: Picture) -> None:
        """The whole picture has come; zoom and place stay."""
        self._picture = picture
        self._pixmaps.clear()
        self._full = picture.size
        self._message = ""
        self._told()

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
    def fit_scale(self) -> float:
        """The largest scale at which all is seen; never above 1:1."""
        if self._full.isEmpty():
            return 1.0
        room = QSizeF(self.width() - 2 * MARGIN_PX, self.height() - 2 * MARGIN_PX)
        room *= self.devicePixelRatioF()
        scale = min(room.width() / self._full.width(), room.height() / self._full.height())
        return max(0.001, min(1.0, scale))

    @property
    def scale(self) -> float:
        """Device pixels for one pixel of the picture."""
        return self.fit_scale if self._zoom is None else self._zoom

    @property
    def is_fitted(self) -> bool:
        return self._zoom is None

    def set_zoom(self, zoom: float | None, at: QPointF | None = None) -> None:
        """Zoom, keeping the point under `at` (by default the middle) where it is; None fits."""
        if self._full.isEmpty():
            return
        at = QPointF(self.rect().center()) if at is None else at
        before = self._to_picture(at)
        if zoom is None or (zoom <= self.fit_scale * 1.001 and zoom < 1.0):
            self._zoom = None
            self._centre = QPointF(0.5, 0.5)
        else:
            self._zoom = min(MAX_ZOOM, zoom)
            after = self._to_picture(at)
            self._centre += before - after
            self._hold()
        self._told()

    def zoom_by(self, steps: float, at: QPointF | None = None) -> None:
        self.set_zoom(self.scale * STEP**steps, at)

    def toggle_actual_size(self) -> None:
        """The whole picture, or one pixel for each pixel."""
        self.set_zoom(1.0 if self.is_fitted else None)

    def pan_by(self, dx_px: float, dy_px: float) -> None:
        """Move the picture by logical pixels of the screen."""
        shown = self._shown_size()
        if not shown.isEmpty():
            self._centre -= QPointF(dx_px / shown.width(), dy_px / shown.height())
            self._hold()
            self.update()

    def _shown_size(self) -> QSizeF:
        return QSizeF(self._full) * (self.scale / self.devicePixelRatioF())

    def _target(self) -> QRectF:
        size = self._shown_size()
        middle = QPointF(self.width() / 2, self.height() / 2)
        left = middle.x() - self._centre.x() * size.width()
        top = middle.y() - self._centre.y() * size.height()
        return QRectF(QPointF(left, top), size)

    def _to_picture(self, point: QPointF) -> QPointF:
        target = self._target()
        return QPointF(
            (point.x() - target.x()) / target.width(), (point.y() - target.y()) / target.height()
        )

    def _hold(self) -> None:
        """Keep the picture on the screen: no empty edge where the picture could fill it."""
        size = self._shown_size()
        self._centre = QPointF(
            _held(self._centre.x(), self.width() / 2 / size.width()),
            _held(self._centre.y(), self.height() / 2 / size.height()),
        )

    def _told(self) -> None:
        self.update()
        self._cursor()
        self.zoomChanged.emit(self.scale)

    def _cursor(self) -> None:
        shown = self._shown_size()
        can_pan = shown.width() > self.width() + 1 or shown.height() > self.height() + 1
        hand = Qt.CursorShape.OpenHandCursor if can_pan else Qt.CursorShape.ArrowCursor
        self.setCursor(Qt.CursorShape.ClosedHandCursor if self._drag_from is not None else hand)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(colors().base))
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
        painter.end()

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
        shades = colors()
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
        if self._zoom is not None:
            self._hold()
        self._told()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom_by(event.angleDelta().y() / 120, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._drag_from = event.position()
            self._cursor()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag_from is not None:
            moved = event.position() - self._drag_from
            self._drag_from = event.position()
            self.pan_by(moved.x(), moved.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drag_from = None
        self._cursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.set_zoom(1.0 if self.is_fitted else None, event.position())
            self.doubleClicked.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()


def _held(centre: float, half_view: float) -> float:
    """`half_view`: half the window as a share of the picture's side."""
    if half_view >= 0.5:
        return 0.5
    return min(1 - half_view, max(half_view, centre))
