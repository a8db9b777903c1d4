"""The list of groups: three small pictures, what can be gained, how sure, which folders."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)  # fmt: skip

from imgsim_desktop.records import Photo
from imgsim_desktop.review.queue import Entry
from imgsim_desktop.ui.models.group_queue import GroupQueue
from imgsim_desktop.ui.models.photo_pages import PhotoPages
from imgsim_desktop.ui.texts import said_bytes, said_count
from imgsim_desktop.ui.theme import colors
from imgsim_desktop.ui.thumbnail_loader import ThumbnailLoader

_THUMB_PX = 44
_STEP_PX = 20
_SHOWN = 3
_ROW_PX = 60
_LEAST_PX = 36
_DOT_PX = 9


def said_title(entry: Entry, title: str, metrics: QFontMetrics, width_px: int) -> str:
    """The title of a group; where there is no room for it, its figures without the word."""
    if metrics.horizontalAdvance(title) > width_px:
        title = f"{said_bytes(entry.reclaim_bytes)} · {said_count(len(entry.group.members))}"
    return metrics.elidedText(title, Qt.TextElideMode.ElideRight, width_px)


class QueueDelegate(QStyledItemDelegate):
    """Paints one group."""

    def __init__(
        self,
        pages: PhotoPages,
        thumbnails: ThumbnailLoader,
        detail: Callable[[Entry], str],
        parent: QWidget | None = None,
    ) -> None:
        """detail: the faint second line of a row."""
        super().__init__(parent)
        self._pages = pages
        self._thumbnails = thumbnails
        self._detail = detail

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(200, _ROW_PX)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        entry = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(entry, Entry):
            return
        chosen = colors()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QRectF(rect).adjusted(4, 2, -4, -2)
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(chosen.selection))
            painter.drawRoundedRect(ground, 6, 6)
            painter.setBrush(QColor(chosen.accent))
            bar = QRect(rect.left() + 4, rect.top() + 14, 3, rect.height() - 28)
            painter.drawRoundedRect(_placed(option, bar), 1.5, 1.5)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(chosen.hover))
            painter.drawRoundedRect(ground, 6, 6)
        photos = self._pages.get(entry.group.members[:_SHOWN])
        shown = [photos[i] for i in entry.group.members[:_SHOWN] if i in photos]
        left = rect.left() + 12
        for i, photo in reversed(list(enumerate(shown))):
            cell = QRect(left + i * _STEP_PX, rect.top() + 8, _THUMB_PX, _THUMB_PX)
            self._paint_thumb(painter, photo, _placed(option, cell))
        text_left = left + _THUMB_PX + (max(2, len(shown)) - 1) * _STEP_PX + 8
        self._paint_texts(
            painter,
            option,
            entry,
            index,
            QRect(text_left, rect.top() + 9, rect.right() - text_left - 12, 42),
        )
        painter.restore()

    def _paint_thumb(self, painter: QPainter, photo: Photo, cell: QRect) -> None:
        ratio = painter.device().devicePixelRatioF()
        pixmap = self._thumbnails.pixmap(photo.content_hash, 160, ratio)
        chosen = colors()
        painter.setPen(QPen(QColor(chosen.base), 2))
        painter.setBrush(QColor(chosen.placeholder))
        painter.drawRoundedRect(cell, 4, 4)
        if pixmap is None:
            return
        side = min(pixmap.width(), pixmap.height())
        source = QRect((pixmap.width() - side) // 2, (pixmap.height() - side) // 2, side, side)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(cell.adjusted(1, 1, -1, -1), pixmap, source)

    def _paint_texts(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        entry: Entry,
        index: QModelIndex | QPersistentModelIndex,
        box: QRect,
    ) -> None:
        chosen = colors()
        font = QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(chosen.text))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        top = QRect(box.left(), box.top(), box.width() - _DOT_PX - 4, box.height() // 2)
        pie = QRect(box.right() - _DOT_PX, box.top() + 8 - _DOT_PX // 2, _DOT_PX, _DOT_PX)
        top, pie, box = (_placed(option, part) for part in (top, pie, box))
        said = said_title(entry, str(index.data()), painter.fontMetrics(), top.width())
        painter.drawText(top, flags, said)
        self._paint_sureness(painter, entry, QRectF(pie))
        font.setWeight(QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QColor(chosen.faint))
        below = QRect(box.left(), box.top() + box.height() // 2 + 1, box.width(), box.height() // 2)
        detail = painter.fontMetrics().elidedText(
            self._detail(entry), Qt.TextElideMode.ElideRight, below.width()
        )
        painter.drawText(below, flags, detail)

    def _paint_sureness(self, painter: QPainter, entry: Entry, pie: QRectF) -> None:
        """A pie as full as the confidence: readable without telling colours apart."""
        chosen = colors()
        share = max(0.0, min(1.0, (entry.group.confidence - 0.5) / 0.5))
        painter.setPen(QPen(QColor(chosen.faint), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(pie)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(chosen.faint))
        painter.drawPie(pie, 90 * 16, -round(share * 360 * 16))


def _placed(option: QStyleOptionViewItem, part: QRect) -> QRect:
    """Where a part of the row stands, from the right for people who read from there."""
    direction: Qt.LayoutDirection = option.direction
    row: QRect = option.rect
    return QStyle.visualRect(direction, row, part)


class QueueList(QTableView):
    """A table of one column: a list view lays out all rows anew when one goes (20 ms at 10,000)."""

    rowsChosen = Signal()
    """The current row is another one, or others are chosen beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("groupQueue")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setMinimumHeight(_LEAST_PX)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(_ROW_PX)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)

    def set_queue(self, queue: GroupQueue) -> None:
        self.setModel(queue)
        self.selectionModel().currentChanged.connect(lambda _now: self.rowsChosen.emit())
        self.selectionModel().selectionChanged.connect(lambda _now: self.rowsChosen.emit())

    def show_row(self, row: int) -> None:
        """Make a row current and visible; -1 for none."""
        index = self.model().index(row, 0)
        # Not setCurrentIndex: while Shift or Ctrl is held, as in the keys that lead here, it would
        # add the row to those chosen, and the next decision would take them all.
        alone = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(index, alone)
        if index.isValid():
            self.scrollTo(index)

    def show_rows(self, row: int, rows: Iterable[int]) -> None:
        """Make a row current and visible, and choose others beside it."""
        self.show_row(row)
        for other in rows:
            index = self.model().index(other, 0)
            self.selectionModel().select(index, QItemSelectionModel.SelectionFlag.Select)

    def shown_rows(self) -> tuple[int, tuple[int, ...]]:
        """The current row, and those that are highlighted: none where the current one has gone."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        return self.currentIndex().row(), tuple(rows)

    def chosen_rows(self) -> list[int]:
        """The current row, and all that are chosen with Shift, Ctrl or the mouse."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        current = self.currentIndex()
        if current.isValid() and current.row() not in rows:
            return [current.row()]
        return rows
