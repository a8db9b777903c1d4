"""What goes, in pictures: each photo beside the one that stays; any of them can be taken out."""

from __future__ import annotations

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFocusEvent, QFont, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)  # fmt: skip

from imgsim_desktop.records import Photo
from imgsim_desktop.ui import icons
from imgsim_desktop.ui.models.going import GoingModel, said_place
from imgsim_desktop.ui.theme import Colors, colors
from imgsim_desktop.ui.thumbnail_loader import ThumbnailLoader
from imgsim_desktop.ui.widgets.stage_grid import frame_of

_ROW_PX = 112
_THUMB_PX = 320
_PICTURE = QSize(134, 96)
_NARROW_PX = 640
"""Below this width the pictures are smaller."""
_SMALL = QSize(88, 72)
_GAP_PX = 8
_PILL_PX = 26


class _GoingDelegate(QStyledItemDelegate):
    """Paints one pair, what it is about, and the pill that keeps it."""

    def __init__(self, thumbnails: ThumbnailLoader | None, view: GoingList) -> None:
        super().__init__(view)
        self._thumbnails, self._view = thumbnails, view

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
        model, view, shades = self._view.goings, self._view, colors(self._view)
        going, stays = model.going(index.row()), model.stays(index.row())
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        card = QRectF(rect).adjusted(2, 2, -2, -2)
        is_current = bool(state & QStyle.StateFlag.State_Selected)
        if is_current or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(shades.selection if is_current else shades.hover))
            painter.drawRoundedRect(card, 8, 8)
        size = view.picture_size()
        kept = QRectF(card.left() + _GAP_PX, card.center().y() - size.height() / 2, 0, 0)
        kept.setSize(size.toSizeF())
        gone = kept.translated(size.width() + _GAP_PX, 0)
        if going.keeper is not None:
            self._paint_photo(painter, going.keeper, kept, "check", shades.keep)
        else:
            painter.setPen(QColor(shades.warning))
            flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
            painter.drawText(kept, flags, self.tr("Last copy"))
        sign, color = ("check", shades.keep) if stays else ("trash", shades.trash)
        self._paint_photo(painter, going.victim, gone, sign, color)
        pill = view.pill_in(rect)
        texts = QRectF(gone.right() + 14, card.top(), 0, card.height())
        texts.setRight(pill.left() - 10)
        self._paint_texts(painter, index.row(), texts, shades)
        self._paint_pill(painter, pill, shades, stays=stays)
        painter.restore()

    def _paint_photo(
        self, painter: QPainter, photo: Photo, place: QRectF, sign: str, color: str
    ) -> None:
        frame, shades = frame_of(photo, place), colors(self._view)
        ratio = self._view.devicePixelRatioF()
        drawn = None
        if self._thumbnails is not None:
            drawn = self._thumbnails.pixmap(photo.content_hash, _THUMB_PX, ratio)
        if drawn is None:
            painter.fillRect(frame, QColor(shades.placeholder))
        else:
            painter.drawPixmap(frame, drawn, QRectF(drawn.rect()))
        mark = QRectF(frame.left() + 3, frame.top() + 3, 22, 22)
        painter.setPen(QPen(QColor(color), 1.2))
        painter.setBrush(QColor(shades.raised))
        painter.drawEllipse(mark)
        picture = icons.pixmap(sign, 14, QColor(color), ratio)
        painter.drawPixmap(QPointF(mark.left() + 4, mark.top() + 4), picture)

    def _paint_texts(self, painter: QPainter, row: int, place: QRectF, shades: Colors) -> None:
        model = self._view.goings
        going, stays = model.going(row), model.stays(row)
        lines = [
            (said_place(going.victim), shades.faint if stays else shades.text, not stays),
            (model.why(row), shades.faint, False),
        ]
        if stays:
            lines.append((self.tr("Stays after all"), shades.keep, True))
        elif going.keeper is not None:
            kept = self.tr("Stays: {name}").format(name=said_place(going.keeper))
            lines.append((kept, shades.faint, False))
        high = painter.fontMetrics().height() + 4
        top = place.center().y() - len(lines) * high / 2
        for text, color, is_bold in lines:
            font = QFont(self._view.font())
            font.setWeight(QFont.Weight.DemiBold if is_bold else QFont.Weight.Normal)
            painter.setFont(font)
            painter.setPen(QColor(color))
            line = QRectF(place.left(), top, max(0.0, place.width()), high)
            shown = painter.fontMetrics().elidedText(
                text, Qt.TextElideMode.ElideMiddle, int(line.width())
            )
            painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter), shown)
            top += high

    def _paint_pill(self, painter: QPainter, pill: QRect, shades: Colors, *, stays: bool) -> None:
        painter.setFont(self._view.font())
        painter.setPen(QPen(QColor(shades.edge), 1))
        painter.setBrush(QColor(shades.raised))
        painter.drawRoundedRect(QRectF(pill), _PILL_PX / 2, _PILL_PX / 2)
        painter.setPen(QColor(shades.text))
        painter.drawText(pill, int(Qt.AlignmentFlag.AlignCenter), self._view.said_pill(stays=stays))


class GoingList(QListView):
    """A click on the pill, or Space, Delete and X, take the current one out or in again."""

    takenOut = Signal(object)
    """(victim (int), stays (bool)): what the person wants."""

    def __init__(
        self,
        goings: GoingModel,
        thumbnails: ThumbnailLoader | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.goings = goings
        self.setObjectName("goingList")
        self.setAccessibleName(self.tr("Photos to go, least sure first"))
        self.setAccessibleDescription(self.tr("Space keeps a photo after all, or lets it go again"))
        self.setItemDelegate(_GoingDelegate(thumbnails, self))
        self.setModel(goings)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setMinimumHeight(_ROW_PX)
        if thumbnails is not None:
            thumbnails.loaded.connect(self._take_thumbnails)

    def _take_thumbnails(self, _hashes: object) -> None:
        self.viewport().update()

    def picture_size(self) -> QSize:
        return _PICTURE if self.viewport().width() >= _NARROW_PX else _SMALL

    def said_pill(self, *, stays: bool) -> str:
        return self.tr("Let it go") if stays else self.tr("Keep it")

    def pill_in(self, row: QRect) -> QRect:
        """Where in a row the button is: as wide as the longer of its texts."""
        metrics = self.fontMetrics()
        wide = 28 + max(metrics.horizontalAdvance(self.said_pill(stays=s)) for s in (True, False))
        top = row.center().y() - _PILL_PX // 2
        return QRect(row.right() - wide - 12, top, wide, _PILL_PX)

    def toggle(self, row: int) -> None:
        """Keep what would go, or let it go again."""
        if 0 <= row < self.goings.rowCount():
            victim = self.goings.going(row).victim.photo_id
            self.takenOut.emit((victim, not self.goings.stays(row)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = (Qt.Key.Key_Space, Qt.Key.Key_Delete, Qt.Key.Key_X)
        if event.key() in keys and self.currentIndex().isValid():
            self.toggle(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        is_left = event.button() is Qt.MouseButton.LeftButton
        pill = self.pill_in(self.visualRect(index))
        if is_left and index.isValid() and pill.contains(event.position().toPoint()):
            self.toggle(index.row())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.goings.rowCount():
            self.setCurrentIndex(self.goings.index(0, 0))
