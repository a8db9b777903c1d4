"""The photos of one group, as large as they fit, with what is to become of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import (
    QItemSelectionModel,
    QMargins,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap, QResizeEvent
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
from imgsim_desktop.ui.holding_words import signs_of
from imgsim_desktop.ui.models.stage import StageItem, StageModel
from imgsim_desktop.ui.picture_loader import PictureLoader
from imgsim_desktop.ui.texts import said_bytes, said_dimensions, said_name
from imgsim_desktop.ui.theme import Colors, colors
from imgsim_desktop.ui.thumbnail_loader import ThumbnailLoader

_LEAST_CELL_PX = 190
_LEAST_BARE_PX = 150
_CAPTION_PX = 44
_GAP_PX = 10
_BARE_GAP_PX = 2
_ENLARGED = 1.1
"""A preview that would be drawn larger than that is replaced by the picture itself."""
_APART_PX = 12
_FOLDER_SHARE = 0.4
"""Of a caption's first line, where the name needs more than there is."""
_SHAPE = 0.78
"""Height of a picture's place by its width: most photos are 4:3 lying, some stand."""


def cell_size(count: int, width_px: int, height_px: int) -> QSize:
    """The largest cells with which `count` photos fit; below the least size the grid scrolls."""
    count = max(1, count)
    best, most = QSize(0, 0), 0.0
    for columns in range(1, count + 1):
        wide, high = width_px // columns, height_px // -(-count // columns)
        high = min(high, round(wide * _SHAPE) + _CAPTION_PX)
        side = min(wide * _SHAPE, high - _CAPTION_PX)
        if side > most:
            best, most = QSize(wide, high), side
    if best.width() >= _LEAST_CELL_PX and best.height() >= _LEAST_CELL_PX:
        return best
    columns = max(1, width_px // _LEAST_CELL_PX)
    wide = width_px // columns
    return QSize(wide, round(wide * _SHAPE) + _CAPTION_PX)


def bare_cell(count: int, shape: float, width_px: int, height_px: int) -> QSize:
    """The cells in which `count` pictures and nothing else are largest; below the least it scrolls.

    shape  width of the pictures by their height
    """
    count, shape = max(1, count), max(0.05, shape)
    best, most = QSize(width_px, height_px), 0.0
    for columns in range(1, count + 1):
        wide, high = width_px // columns, height_px // -(-count // columns)
        side = min(wide, high * shape)
        if side > most:
            best, most = QSize(wide, high), side
    if min(best.width(), best.height()) >= _LEAST_BARE_PX:
        return best
    wide = width_px // max(1, width_px // _LEAST_BARE_PX)
    return QSize(wide, round(wide / min(2.0, max(0.5, shape))))


PaintDetail = Callable[[QPainter, Photo, QRectF], bool]
"""Paints a detail of a photo instead of the whole; False where it does not."""


def _card(cell: QRectF) -> QRectF:
    return cell.adjusted(_GAP_PX / 2, _GAP_PX / 2, -_GAP_PX / 2, -_GAP_PX / 2)


def picture_place(cell: QRectF) -> QRectF:
    """Where in a cell of the grid the picture may be."""
    return _card(cell).adjusted(8, 8, -8, -_CAPTION_PX)


def frame_of(photo: Photo, place: QRectF) -> QRectF:
    """Where a photo lies that is fitted into its place."""
    facts = photo.facts
    scale = min(place.width() / max(1, facts.width_px), place.height() / max(1, facts.height_px))
    wide, high = max(1.0, facts.width_px * scale), max(1.0, facts.height_px * scale)
    return QRectF(place.center().x() - wide / 2, place.center().y() - high / 2, wide, high)


def share_line(name: str, folder: str, metrics: QFontMetrics, width: float) -> tuple[str, str]:
    """A name and its folder as they fit beside each other, each cut in its middle.

    Byte-identical copies differ in their folder only, so that it is seen however long the name is.
    """
    middle, room = Qt.TextElideMode.ElideMiddle, width - _APART_PX
    wants = metrics.horizontalAdvance(name), metrics.horizontalAdvance(folder)
    if sum(wants) > room:
        least = min(wants[1], room * _FOLDER_SHARE)
        name = metrics.elidedText(name, middle, int(max(room - wants[1], room - least)))
        folder = metrics.elidedText(folder, middle, int(room - metrics.horizontalAdvance(name)))
    return name, folder


class StageDelegate(QStyledItemDelegate):
    """Paints one photo: picture, number, sign of what becomes of it, two lines of caption."""

    def __init__(
        self, thumbnails: ThumbnailLoader, previews: PictureLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._previews = previews
        self.cell = QSize(240, 240)
        self.pictures: PictureLoader | None = None
        """Whole pictures, where a cell is larger than a preview."""
        self.is_bare = False
        """Pictures only: no card around them, no caption below."""
        self.loupe: PaintDetail = lambda *_: False
        self.blinking: tuple[int, Photo] | None = None
        """Row in whose place another photo (the keeper) is shown while the key is held."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return self.cell

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        item = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(item, StageItem):
            return
        chosen = colors(self._grid)
        state: QStyle.StateFlag = option.state
        rect: QRect = option.rect
        cell = _card(QRectF(rect))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        is_current = index.row() == self._current_row()
        width = 2.5 if is_current else 1.5 if is_chosen else 1
        ground = chosen.selection if is_chosen and not is_current else chosen.raised
        place = self.place_in(QRectF(rect))
        if not self.is_bare:
            painter.setPen(QPen(QColor(chosen.accent if is_chosen else chosen.edge), width))
            painter.setBrush(QColor(ground))
            painter.drawRoundedRect(cell, 8, 8)
        photo = item.photo
        if self.blinking is not None and self.blinking[0] == index.row():
            photo = self.blinking[1]
        frame = place
        if not self.loupe(painter, photo, place):
            frame = self._paint_picture(painter, photo, place)
        if self.is_bare:
            self._paint_frame(painter, frame, item, chosen, is_chosen=is_chosen)
            place = frame.adjusted(4, 4, -4, -4)
        elif item.is_trash:
            self._paint_veil(painter, frame, chosen)
        self._paint_number(painter, item, place, chosen)
        self._paint_sign(painter, item, place, chosen)
        self._paint_holdings(painter, item, place, chosen)
        if not self.is_bare:
            self._paint_caption(painter, option, item, cell, chosen)
        painter.restore()

    @property
    def _grid(self) -> QListView | None:
        grid = self.parent()
        return grid if isinstance(grid, QListView) else None

    def _current_row(self) -> int:
        grid = self._grid
        return -1 if grid is None else grid.currentIndex().row()

    def place_in(self, cell: QRectF) -> QRectF:
        """Where in a cell the picture may be."""
        if self.is_bare:
            return cell.adjusted(_BARE_GAP_PX, _BARE_GAP_PX, -_BARE_GAP_PX, -_BARE_GAP_PX)
        return picture_place(cell)

    def _paint_frame(
        self, painter: QPainter, frame: QRectF, item: StageItem, chosen: Colors, *, is_chosen: bool
    ) -> None:
        """Around a picture alone: what goes is seen as it is, with a line of dashes around it."""
        if not is_chosen and not item.is_trash:
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(0, 0, 0, 160), 4))
        inside = frame.adjusted(1.5, 1.5, -1.5, -1.5)
        painter.drawRect(inside)
        if is_chosen:
            painter.setPen(QPen(QColor(chosen.accent), 2.5))
            painter.drawRect(inside)
        if item.is_trash:
            color = QColor(chosen.trash)
            painter.setPen(QPen(color, 2, Qt.PenStyle.DashLine))
            painter.drawRect(inside.adjusted(3, 3, -3, -3) if is_chosen else inside)

    def _paint_picture(self, painter: QPainter, photo: Photo, place: QRectF) -> QRectF:
        """Draw the sharpest that is there; returns where it lies."""
        frame = frame_of(photo, place)
        wide = frame.width()
        ratio = painter.device().devicePixelRatioF()
        picture = self._previews.picture(photo)
        if picture is not None and self.pictures is not None:
            asked_px = min(wide * ratio, photo.facts.width_px)
            if asked_px > _ENLARGED * picture.size.width():
                picture = self.pictures.picture(photo) or picture
        if picture is not None:
            step = picture.step_for(wide * ratio / picture.size.width())
            painter.drawImage(frame, step)
            return frame
        thumbnail = self._thumbnails.pixmap(photo.content_hash, 320, ratio)
        if thumbnail is not None:
            painter.drawPixmap(frame, thumbnail, QRectF(thumbnail.rect()))
        else:
            painter.fillRect(frame, QColor(colors(self._grid).placeholder))
        return frame

    def _paint_veil(self, painter: QPainter, frame: QRectF, chosen: Colors) -> None:
        """What goes is faded and crossed out: seen without telling colours apart."""
        veil = QColor(chosen.base)
        veil.setAlphaF(0.62)
        painter.fillRect(frame, veil)
        painter.setPen(QPen(QColor(chosen.trash), 2))
        painter.drawLine(frame.topLeft(), frame.bottomRight())
        painter.drawLine(frame.topRight(), frame.bottomLeft())

    def _paint_number(
        self, painter: QPainter, item: StageItem, place: QRectF, chosen: Colors
    ) -> None:
        if item.number > 9:
            return
        key = QRectF(place.left() + 4, place.top() + 4, 22, 22)
        ground = QColor(chosen.raised)
        ground.setAlphaF(0.92)
        painter.setPen(QPen(QColor(chosen.edge), 1))
        painter.setBrush(ground)
        painter.drawRoundedRect(key, 5, 5)
        painter.setPen(QColor(chosen.text))
        painter.drawText(key, Qt.AlignmentFlag.AlignCenter, str(item.number))

    def _paint_sign(
        self, painter: QPainter, item: StageItem, place: QRectF, chosen: Colors
    ) -> None:
        texts = []
        if item.is_keeper and not item.is_trash:
            texts.append((self.tr("Keep"), "check", chosen.keep))
        if item.is_trash:
            texts.append((self.tr("Trash"), "trash", chosen.trash))
        if item.is_locked:
            texts.append((self.tr("Locked"), "lock", chosen.text))
        right = place.right() - 4
        font = QFont(painter.font())
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        ratio = painter.device().devicePixelRatioF()
        for text, icon, color in texts:
            width = painter.fontMetrics().horizontalAdvance(text) + 36
            label = QRectF(right - width, place.top() + 4, width, 24)
            ground = QColor(chosen.raised)
            ground.setAlphaF(0.94)
            painter.setPen(QPen(QColor(color), 1.2))
            painter.setBrush(ground)
            painter.drawRoundedRect(label, 12, 12)
            drawn: QPixmap = icons.pixmap(icon, 16, QColor(color), ratio)
            painter.drawPixmap(QPointF(label.left() + 8, label.top() + 4), drawn)
            painter.setPen(QColor(color))
            painter.drawText(label.adjusted(28, 0, -6, 0), Qt.AlignmentFlag.AlignVCenter, text)
            right -= width + 4

    def _paint_holdings(
        self, painter: QPainter, item: StageItem, place: QRectF, chosen: Colors
    ) -> None:
        """Film, pages, layers, RAW: at the foot of the picture, as many as there is room for."""
        painter.setFont(QFont(self._font_of(painter)))
        ratio = painter.device().devicePixelRatioF()
        left = place.left() + 4
        for icon, text in signs_of(item.photo):
            width = painter.fontMetrics().horizontalAdvance(text) + 34
            if left + width > place.right() - 4:
                return
            label = QRectF(left, place.bottom() - 28, width, 24)
            ground = QColor(chosen.raised)
            ground.setAlphaF(0.94)
            painter.setPen(QPen(QColor(chosen.edge), 1))
            painter.setBrush(ground)
            painter.drawRoundedRect(label, 5, 5)
            drawn: QPixmap = icons.pixmap(icon, 16, QColor(chosen.text), ratio)
            painter.drawPixmap(QPointF(label.left() + 7, label.top() + 4), drawn)
            painter.setPen(QColor(chosen.text))
            painter.drawText(label.adjusted(27, 0, -6, 0), Qt.AlignmentFlag.AlignVCenter, text)
            left += width + 4

    def _font_of(self, painter: QPainter) -> QFont:
        """The plain one: what was drawn before may have been bold."""
        font = QFont(painter.font())
        font.setWeight(QFont.Weight.Normal)
        return font

    def _paint_caption(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        item: StageItem,
        cell: QRectF,
        chosen: Colors,
    ) -> None:
        font = QFont(option.font)
        painter.setFont(font)
        box = QRectF(cell.left() + 10, cell.bottom() - _CAPTION_PX + 4, cell.width() - 20, 18)
        painter.setPen(QColor(chosen.text))
        metrics = painter.fontMetrics()
        path = item.photo.path
        name, folder = share_line(said_name(path), said_name(path.parent), metrics, box.width())
        start, end = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        if option.direction == Qt.LayoutDirection.RightToLeft:
            start, end = end, start
        absolute = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        painter.drawText(box, absolute | start, name)
        painter.setPen(QColor(chosen.faint))
        painter.drawText(box, absolute | end, folder)
        parts = [said_dimensions(item.photo.facts), said_bytes(item.photo.size_bytes)]
        if item.note:
            parts.append(item.note)
        second = metrics.elidedText(
            " · ".join(parts), Qt.TextElideMode.ElideRight, int(box.width())
        )
        painter.drawText(box.translated(0, 18), absolute | start, second)


class StageGrid(QListView):
    """One group; the current photo is what the keys act on."""

    currentRowChanged = Signal(object)
    """int, -1 for none."""
    chosenChanged = Signal()
    """`chosen_rows()` may have another answer."""
    opened = Signal(object)
    """int: double click on this row."""

    def __init__(
        self,
        stage: StageModel,
        thumbnails: ThumbnailLoader,
        previews: PictureLoader,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("stageGrid")
        self.setAccessibleName(self.tr("Photos of the group"))
        self._delegate = StageDelegate(thumbnails, previews, self)
        self.setItemDelegate(self._delegate)
        self.setModel(stage)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        stage.modelReset.connect(self._lay_out)
        self.selectionModel().currentChanged.connect(
            lambda now: self.currentRowChanged.emit(now.row())
        )
        self.selectionModel().currentChanged.connect(lambda _now: self.chosenChanged.emit())
        self.selectionModel().selectionChanged.connect(lambda _now: self.chosenChanged.emit())
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))

    def show_row(self, row: int) -> None:
        """Make a photo current and the only one chosen, whatever keys are held."""
        alone = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(self.model().index(row, 0), alone)

    def show_rows(self, row: int, rows: Iterable[int]) -> None:
        """Make a photo current, and choose others beside it."""
        self.show_row(row)
        for other in rows:
            index = self.model().index(other, 0)
            self.selectionModel().select(index, QItemSelectionModel.SelectionFlag.Select)

    def chosen_rows(self) -> list[int]:
        """The current row, and all that are chosen with Shift, Ctrl or the mouse."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        current = self.currentIndex()
        if current.isValid() and current.row() not in rows:
            return [current.row()]
        return rows

    def extend(self, by: int) -> None:
        """Choose one more photo, as Shift and an arrow do in every list."""
        row = self.currentIndex().row() + by
        if 0 <= row < self.model().rowCount():
            flags = QItemSelectionModel.SelectionFlag.Select
            self.selectionModel().setCurrentIndex(self.model().index(row, 0), flags)

    def photo_at(self, point: QPoint) -> tuple[Photo, QPointF] | None:
        """The photo under a point of the viewport, and where in it, 0 to 1; None beside all."""
        item = self.indexAt(point).data(Qt.ItemDataRole.UserRole)
        if not isinstance(item, StageItem):
            return None
        cell = QRectF(self.visualRect(self.indexAt(point)))
        frame = frame_of(item.photo, self._delegate.place_in(cell))
        x = (point.x() - frame.left()) / frame.width()
        y = (point.y() - frame.top()) / frame.height()
        return item.photo, QPointF(min(1.0, max(0.0, x)), min(1.0, max(0.0, y)))

    def set_bare(self, pictures: PictureLoader | None) -> None:
        """Show pictures only, as large as they fit, without cards and captions; None: with them.

        pictures  where they come from in full size
        """
        self._delegate.is_bare = pictures is not None
        self._delegate.pictures = pictures
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policy.ScrollBarAsNeeded if pictures is None else policy.ScrollBarAlwaysOff
        )
        self._lay_out()

    def set_loupe(self, paint: PaintDetail) -> None:
        """Let another paint details of photos into their cells."""
        self._delegate.loupe = paint

    def set_blink(self, row: int, photo: Photo | None) -> None:
        """Show `photo` in the place of `row`; None ends it."""
        self._delegate.blinking = None if photo is None else (row, photo)
        self.viewport().update()

    def columns(self) -> int:
        return max(1, self.viewport().width() // max(1, self._delegate.cell.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        """As large as they fit, and in the middle; called by resize, so it must not cause one."""
        count = self.model().rowCount()
        bar = self.verticalScrollBar().sizeHint().width()
        wide, high = self.width() - bar - 4, self.height() - 4
        if self._delegate.is_bare:
            wide = self.width() - 4
            cell = bare_cell(count, self._shape(), wide, high)
        else:
            cell = cell_size(count, wide, high)
        columns = max(1, min(count, wide // max(1, cell.width())))
        lines = -(-count // columns)
        top = max(0, (high - lines * cell.height()) // 2)
        left = max(0, (wide - columns * cell.width()) // 2) if lines == 1 else 0
        if cell != self._delegate.cell:
            self._delegate.cell = cell
            self.setGridSize(cell)
        margins = QMargins(left, min(top, high // 4), 0, 0)
        if margins != self.viewportMargins():
            self.setViewportMargins(margins)
        self.doItemsLayout()

    def _shape(self) -> float:
        """Width of the group's first picture by its height: the others are mostly like it."""
        item = self.model().index(0, 0).data(Qt.ItemDataRole.UserRole)
        if not isinstance(item, StageItem):
            return 1.5
        return max(1, item.photo.facts.width_px) / max(1, item.photo.facts.height_px)
