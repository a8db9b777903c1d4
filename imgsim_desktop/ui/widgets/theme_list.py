"""The list of themes: each a name, a count, and a row of its pictures."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from imgsim_desktop.ui import texts
from imgsim_desktop.ui.models.photo_pages import PhotoPages
from imgsim_desktop.ui.models.theme_rows import ThemeRow, ThemeRows
from imgsim_desktop.ui.theme import colors
from imgsim_desktop.ui.thumbnail_loader import ThumbnailLoader

Index = QModelIndex | QPersistentModelIndex
PICTURE_PX = 96
GAP_PX = 6
TITLE_PX = 30
MARGIN_PX = 20
ROW_PX = TITLE_PX + PICTURE_PX + 22


class ThemeDelegate(QStyledItemDelegate):
    """Paints one theme, and edits its name in its place."""

    def __init__(self, pages: PhotoPages, thumbnails: ThumbnailLoader, parent: QWidget) -> None:
        super().__init__(parent)
        self._pages = pages
        self._thumbnails = thumbnails

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(theme, ThemeRow):
            return
        shades = colors()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        ground = QRectF(rect).adjusted(8, 2, -8, -2)
        painter.setPen(Qt.PenStyle.NoPen)
        if state & QStyle.StateFlag.State_Selected:
            painter.setBrush(QColor(shades.selection))
            painter.drawRoundedRect(ground, 8, 8)
        elif state & QStyle.StateFlag.State_MouseOver:
            hover = QColor(shades.hover)
            hover.setAlphaF(0.5)
            painter.setBrush(hover)
            painter.drawRoundedRect(ground, 8, 8)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(shades.accent), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(ground, 8, 8)
        self._paint_title(painter, option.font, str(index.data()), theme, rect)
        self._paint_pictures(painter, theme, rect)
        painter.restore()

    def _paint_title(
        self, painter: QPainter, own: QFont, title: str, theme: ThemeRow, rect: QRect
    ) -> None:
        shades = colors()
        line = title_rect(rect)
        count = texts.said_photos(len(theme.photos))
        count_px = painter.fontMetrics().horizontalAdvance(count) + 12
        font = QFont(own)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        is_called = theme.named is not None
        painter.setPen(QColor(shades.text if is_called or theme.number else shades.faint))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        room = max(40, line.width() - count_px)
        short = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(line, flags, short)
        used = painter.fontMetrics().horizontalAdvance(short) + 12
        painter.setFont(own)
        painter.setPen(QColor(shades.faint))
        painter.drawText(line.adjusted(used, 0, 0, 0), flags, count)

    def _paint_pictures(self, painter: QPainter, theme: ThemeRow, rect: QRect) -> None:
        shades = colors()
        places = picture_places(rect, len(theme.photos))
        ids = theme.photos[: len(places)].tolist()
        photos = self._pages.get(ids)
        ratio = painter.device().devicePixelRatioF()
        for place, photo_id in zip(reversed(places), reversed(ids), strict=True):
            photo = photos.get(photo_id)
            pixmap = None
            if photo is not None:
                pixmap = self._thumbnails.pixmap(photo.content_hash, 160, ratio)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(shades.placeholder))
            painter.drawRoundedRect(place, 5, 5)
            if pixmap is not None:
                side = min(pixmap.width(), pixmap.height())
                left, top = (pixmap.width() - side) // 2, (pixmap.height() - side) // 2
                painter.drawPixmap(place, pixmap, QRect(left, top, side, side))
        hidden = len(theme.photos) - len(places)
        if hidden > 0 and places:
            last = places[-1]
            veil = QColor(0, 0, 0, 140)
            painter.setBrush(veil)
            painter.drawRoundedRect(last, 5, 5)
            painter.setPen(QColor("white"))
            more = f"+{texts.said_count(hidden + 1)}"
            painter.drawText(last, Qt.AlignmentFlag.AlignCenter, more)

    # the name

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setAccessibleName(self.tr("Name of the theme"))
        editor.setPlaceholderText(self.tr("Name of the theme"))
        return editor

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        line = title_rect(option.rect)
        height = editor.sizeHint().height()
        top = line.center().y() - height // 2
        editor.setGeometry(
            line.left() - 8, max(option.rect.top(), top), min(360, line.width()), height
        )


def title_rect(row: QRect) -> QRect:
    return QRect(row.left() + MARGIN_PX, row.top() + 6, row.width() - 2 * MARGIN_PX, TITLE_PX)


def picture_places(row: QRect, count: int) -> list[QRect]:
    """Where the pictures of a row stand, as many as fit."""
    room = row.width() - 2 * MARGIN_PX + GAP_PX
    fit = max(1, room // (PICTURE_PX + GAP_PX))
    top = row.top() + 6 + TITLE_PX + 2
    return [
        QRect(row.left() + MARGIN_PX + n * (PICTURE_PX + GAP_PX), top, PICTURE_PX, PICTURE_PX)
        for n in range(min(fit, count))
    ]


class ThemeList(QListView):
    """Arrows walk the themes, Enter opens one, F2 renames it, a click on a picture shows it."""

    themeOpened = Signal(object)
    """ThemeRow."""
    pictureOpened = Signal(object, object)
    """(ThemeRow, number of the picture in it)."""
    menuRequested = Signal(object)
    """QPoint, global; the theme under it is the current one."""
    themeChosen = Signal(object)
    """ThemeRow or None: the current one is another."""

    def __init__(
        self, rows: ThemeRows, pages: PhotoPages, thumbnails: ThumbnailLoader,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setObjectName("themeList")
        self.setAccessibleName(self.tr("Themes"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.verticalScrollBar().setSingleStep(ROW_PX // 3)
        self.verticalScrollBar().setAccessibleName(self.tr("Scroll the themes"))
        self.setItemDelegate(ThemeDelegate(pages, thumbnails, self))
        self.setModel(rows)
        self.selectionModel().currentChanged.connect(lambda *_: self._emit())
        rows.modelReset.connect(self._emit)
        thumbnails.loaded.connect(lambda _hashes: self.viewport().update())

    def current(self) -> ThemeRow | None:
        theme = self.currentIndex().data(Qt.ItemDataRole.UserRole)
        return theme if isinstance(theme, ThemeRow) else None

    def rename_current(self) -> None:
        if self.currentIndex().flags() & Qt.ItemFlag.ItemIsEditable:
            self.edit(self.currentIndex())

    def _emit(self) -> None:
        self.themeChosen.emit(self.current())

    def _picture_at(self, point: QPoint) -> tuple[ThemeRow, int] | None:
        index = self.indexAt(point)
        theme = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(theme, ThemeRow):
            return None
        places = picture_places(self.visualRect(index), len(theme.photos))
        number = next((n for n, place in enumerate(places) if place.contains(point)), None)
        return None if number is None else (theme, number)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        found = self._picture_at(event.position().toPoint())
        if found is None or event.button() != Qt.MouseButton.LeftButton or event.modifiers():
            return
        theme, number = found
        shown = len(picture_places(self.visualRect(self.currentIndex()), len(theme.photos)))
        if number == shown - 1 < len(theme.photos) - 1:  # the one that says "+61"
            self.themeOpened.emit(theme)
        else:
            self.pictureOpened.emit(theme, number)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        theme = self.current()
        is_on_row = self.indexAt(event.position().toPoint()).isValid()
        if theme is not None and is_on_row and self._picture_at(event.position().toPoint()) is None:
            self.themeOpened.emit(theme)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        on_picture = self._picture_at(event.position().toPoint()) is not None
        shape = Qt.CursorShape.PointingHandCursor if on_picture else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        theme = self.current()
        if is_enter and theme is not None and self.state() != self.State.EditingState:
            self.themeOpened.emit(theme)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.current() is not None:
            self.menuRequested.emit(event.globalPos())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.doItemsLayout()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.viewport().update()
