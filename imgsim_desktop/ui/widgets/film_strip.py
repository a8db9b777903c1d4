"""All photos of a group in one line of small pictures, with what is to become of each."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)  # fmt: skip

from imgsim_desktop.ui import icons
from imgsim_desktop.ui.models.stage import StageItem, StageModel
from imgsim_desktop.ui.theme import colors
from imgsim_desktop.ui.thumbnail_loader import ThumbnailLoader
from imgsim_desktop.ui.widgets.stage_grid import StageGrid, frame_of

_CELL = QSize(76, 58)
_BAR_PX = 8
_THUMB_PX = 160


class _FilmDelegate(QStyledItemDelegate):
    def __init__(self, thumbnails: ThumbnailLoader, strip: QListView) -> None:
        super().__init__(strip)
        self._thumbnails, self._strip = thumbnails, strip

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return _CELL

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        item = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(item, StageItem):
            return
        shades, strip = colors(self._strip), self._strip
        ratio = strip.devicePixelRatioF()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        frame = frame_of(item.photo, QRectF(rect).adjusted(4, 4, -4, -4))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        drawn = self._thumbnails.pixmap(item.photo.content_hash, _THUMB_PX, ratio)
        if drawn is None:
            painter.fillRect(frame, QColor(shades.placeholder))
        else:
            painter.drawPixmap(frame, drawn, QRectF(drawn.rect()))
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(QColor(shades.accent), 2.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(frame)
        sign = "trash" if item.is_trash else "check" if item.is_keeper else ""
        if sign:
            color = QColor(shades.trash if item.is_trash else shades.keep)
            ground = QColor(shades.raised)
            ground.setAlphaF(0.92)
            place = QRectF(frame.right() - 19, frame.top() + 1, 18, 18)
            painter.setPen(QPen(color, 1))
            painter.setBrush(ground)
            painter.drawEllipse(place)
            picture = icons.pixmap(sign, 12, color, ratio)
            painter.drawPixmap(place.topLeft() + QRectF(3, 3, 0, 0).topLeft(), picture)
        painter.restore()


class FilmStrip(QListView):
    """Shares its model and what is chosen with the grid of the stage: a click goes there."""

    def __init__(
        self,
        stage: StageModel,
        grid: StageGrid,
        thumbnails: ThumbnailLoader,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("filmStrip")
        self.setAccessibleName(self.tr("All photos of the group"))
        self.setItemDelegate(_FilmDelegate(thumbnails, self))
        self.setModel(stage)
        self.setSelectionModel(grid.selectionModel())
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedHeight(_CELL.height() + _BAR_PX)
        grid.currentRowChanged.connect(self._show_current)
        thumbnails.loaded.connect(lambda _hashes: self.viewport().update())

    def width_of(self, photos: int) -> int:
        """With which so many photos are seen at once."""
        return photos * _CELL.width() + 4

    def _show_current(self, row: object) -> None:
        assert isinstance(row, int)
        if row >= 0:
            self.scrollTo(self.model().index(row, 0))
