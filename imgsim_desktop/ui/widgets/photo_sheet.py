"""Photos laid out in lines, fluid with a hundred thousand of them: which, where, how large.

It holds ids only. The layout is arithmetic (`models.grid_layout`), rows are fetched when they are
painted, thumbnails come when they are there. A QListView in icon mode lays out every row: half a
second a resize at 100,000.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFocusEvent,
    QHoverEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from imgsim_desktop.records import Photo
from imgsim_desktop.ui import texts
from imgsim_desktop.ui.holding_words import signs_of
from imgsim_desktop.ui.models.grid_layout import GridLayout
from imgsim_desktop.ui.models.justified_layout import Heading, JustifiedLayout
from imgsim_desktop.ui.models.photo_pages import PhotoPages
from imgsim_desktop.ui.models.section_layout import Section, SectionLayout
from imgsim_desktop.ui.models.shapes import Shapes, shapes_of
from imgsim_desktop.ui.theme import colors
from imgsim_desktop.ui.thumbnail_loader import ThumbnailLoader
from imgsim_desktop.ui.widgets.grid_painter import Badge, GridCell, GridPainter
from imgsim_desktop.ui.widgets.grid_selection import GridSelection
from imgsim_desktop.ui.widgets.tile_painter import TilePainter

MIN_THUMB_PX, MAX_THUMB_PX, DEFAULT_THUMB_PX = 64, 320, 160
ZOOM_STEP = 1.2


@dataclass(frozen=True, slots=True)
class SheetLook:
    """How photos are laid out."""

    is_in_rows: bool = False
    """Lines of one width, each photo at its own shape; else cells of one size."""
    has_days: bool = False
    """In rows: the days stand above their photos, which are in the order of days."""
    has_names: bool = True
    """All names are seen; else only that of the photo under the pointer."""
    has_stars: bool = False
    """So are all stars; with the name they are always said."""


def line_px(thumb_px: int) -> int:
    """Height of a line in rows: a photo of five by three is as wide as a cell."""
    return round(thumb_px * 0.6)


@dataclass(frozen=True, slots=True, eq=False)
class SheetPlace:
    """What is chosen in a sheet and how far it is scrolled, by photos."""

    chosen: NDArray[np.int64]
    current: int | None
    seen: tuple[int, int] | None
    """A photo and how far its upper edge is below that of the view; None: the beginning."""


class PhotoSheet(QAbstractScrollArea):
    """Shows photos, and knows which are chosen; `PhotoGrid` adds mouse and keys.

    - `set_ids` replaces everything and keeps selection, current photo and place by id.
    - `set_look` says how they lie; rows need the shapes of the photos.
    - `set_caption(f)`: `f(photo)` gives a line above the name ("93 %"); None takes it away.
    - `set_badges(f)`: `f(photo)` gives the signs; call `refresh_cells()` when answers change.
    - `refresh_photos()`: the cache has changed under the same ids.
    """

    currentChanged = Signal(object)
    """photo_id or None: by click, by key or because the photo is gone."""
    selectionChanged = Signal()
    thumbSizeChanged = Signal(object)
    """int, logical pixels: the person zoomed."""
    laidOut = Signal()
    """Days and photos have other places: `day_starts` and `day_tops` have other answers."""

    def __init__(
        self,
        pages: PhotoPages,
        thumbnails: ThumbnailLoader,
        parent: QWidget | None = None,
        *,
        thumb_px: int = DEFAULT_THUMB_PX,
    ) -> None:
        super().__init__(parent)
        self._pages = pages
        self._thumbnails = thumbnails
        self._thumb_px = thumb_px
        self._ids: NDArray[np.int64] = np.zeros(0, np.int64)
        self._selection = GridSelection()
        self._caption: Callable[[Photo], str] | None = None
        self._badges: Callable[[Photo], Sequence[Badge]] | None = None
        self._stars: Callable[[Photo], str] = lambda _photo: ""
        self._rows_of: dict[bytes, list[int]] = {}
        self._band: QRect | None = None
        self._look = SheetLook()
        self._shapes = shapes_of(np.zeros(0, np.float32), np.zeros(0, np.int32))
        self._hovered: int | None = None
        self._painter = GridPainter()
        self._tiles = TilePainter(self._painter)
        self._sections: tuple[Section, ...] = ()
        self._are_wide = False
        self._layout: GridLayout | JustifiedLayout | SectionLayout = GridLayout(0, 0, 1, 1)
        self._laid_out_for: tuple[object, ...] = ()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.viewport().setAccessibleName(self.tr("Photos"))
        self.verticalScrollBar().setAccessibleName(self.tr("Scroll the photos"))
        self.horizontalScrollBar().setAccessibleName(self.tr("Scroll the photos sideways"))
        self.setAccessibleName(self.tr("Photos"))
        thumbnails.loaded.connect(self._take_thumbnails)
        self._dress()

    # what is shown

    @property
    def ids(self) -> NDArray[np.int64]:
        """Photo ids in the order shown. Do not change the array."""
        return self._ids

    def __len__(self) -> int:
        return len(self._ids)

    def set_ids(
        self,
        ids: NDArray[np.int64],
        shapes: Shapes | None = None,
        sections: Sequence[Section] = (),
        *,
        are_wide: bool = False,
    ) -> None:
        """Show these photos in this order; selection, current photo and place stay if they can.

        shapes    of the same photos, for rows; None: all are taken for four by three
        sections  words above some of them, not in rows; none, or all photos are in one
        are_wide  most of them are wider than high: room for pictures is four by three, no square
        """
        self._sections = tuple(sections)
        self._are_wide = are_wide
        anchor = self._place()
        old_current = self.current_id()
        chosen = self.selected_ids()
        self._ids = np.ascontiguousarray(ids, np.int64)
        if shapes is None:
            count = len(self._ids)
            shapes = shapes_of(np.full(count, 4 / 3, np.float32), np.zeros(count, np.int32))
        self._shapes = shapes
        self._hovered = None
        bits = np.isin(self._ids, chosen) if len(chosen) else np.zeros(len(self._ids), np.bool_)
        current = None if old_current is None else self.row_of(old_current)
        self._selection.restore(bits, current)
        self._band = None
        self._relayout()
        self._return_to(anchor)
        self.viewport().update()
        if current is None and old_current is not None:
            self.currentChanged.emit(None)
        if len(chosen) != int(bits.sum()):
            self.selectionChanged.emit()
        self._describe()

    def set_look(self, look: SheetLook) -> None:
        """Lay the same photos out in another way, keeping the place."""
        if look != self._look:
            anchor = self._place()
            self._look = look
            self._thumbnails.forget()
            self._relayout()
            self._return_to(anchor)

    @property
    def day_starts(self) -> NDArray[np.int64]:
        """(days,) row of the first photo of each day shown above its photos."""
        layout = self._layout
        if isinstance(layout, JustifiedLayout) and self._look.has_days:
            return layout.starts
        return np.zeros(0, np.int64)

    def day_tops(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Where the lines of some rows begin, in pixels of the whole content."""
        layout = self._layout
        if isinstance(layout, JustifiedLayout):
            return layout.tops_of(rows)
        return np.array([layout.top_of(row) for row in rows.tolist()], np.int64)

    def days_of(self, rows: NDArray[np.int64]) -> NDArray[np.int32]:
        """Days since 1970 of some rows."""
        return self._shapes.days[rows]

    @property
    def content_px(self) -> int:
        """Height of the whole content."""
        return self._layout.height_px

    def heading_at(self, point: QPoint) -> Heading | None:
        """The day whose words lie under a point of the viewport."""
        if isinstance(self._layout, GridLayout):
            return None
        below = point + QPoint(0, self._top_px())
        found = self._layout.headings_between(below.y(), below.y())
        return next((heading for heading in found if heading.rect.contains(below)), None)

    def set_caption(self, caption: Callable[[Photo], str] | None) -> None:
        self._caption = caption
        self._laid_out_for = ()
        self._relayout()

    def set_stars(self, stars: Callable[[Photo], str]) -> None:
        """`stars(photo)` says its rating; call `refresh_cells()` when answers change."""
        self._stars = stars
        self.viewport().update()

    def set_badges(self, badges: Callable[[Photo], Sequence[Badge]] | None) -> None:
        self._badges = badges
        self.viewport().update()

    def refresh_cells(self) -> None:
        """Captions or badges have other answers."""
        self.viewport().update()

    def refresh_photos(self) -> None:
        """The cache has changed: fetch the rows again when they are painted."""
        self._pages.clear()
        self._thumbnails.retry_absent()
        self.viewport().update()

    @property
    def place(self) -> SheetPlace:
        return SheetPlace(self.selected_ids(), self.current_id(), self._place())

    def go_to(self, place: SheetPlace) -> None:
        """Choose the same photos, and scroll as far, as far as they are shown."""
        current = None if place.current is None else self.row_of(place.current)
        self._selection.restore(np.isin(self._ids, place.chosen), current)
        self._return_to(place.seen)
        self._changed()

    # the current photo and the selection

    def current_id(self) -> int | None:
        row = self._selection.current
        return None if row is None else int(self._ids[row])

    def set_current(self, photo_id: int | None, *, scroll: bool = True) -> None:
        """Choose one photo, as a click does, without the `clicked` signal."""
        row = None if photo_id is None else self.row_of(photo_id)
        if row is None:
            self.clear_selection()
            return
        self._selection.only(row)
        if scroll:
            self.scroll_to(row)
        self._changed()

    def selected_ids(self) -> NDArray[np.int64]:
        """In the order shown."""
        return self._ids[self._selection.bits]

    def select_ids(self, ids: NDArray[np.int64]) -> None:
        self._selection.bits = np.isin(self._ids, ids)
        self._changed()

    def select_all(self) -> None:
        self._selection.all()
        self._changed()

    def invert_selection(self) -> None:
        """Select what is not selected, and nothing else."""
        self._selection.invert()
        self._changed()

    def clear_selection(self) -> None:
        self._selection.none()
        self._selection.current = None
        self._changed()

    def row_of(self, photo_id: int) -> int | None:
        rows = np.flatnonzero(self._ids == photo_id)
        return int(rows[0]) if len(rows) else None

    def photo_at(self, row: int) -> Photo | None:
        return self._pages.one(int(self._ids[row]))

    # geometry

    @property
    def thumb_px(self) -> int:
        return self._thumb_px

    def set_thumb_px(self, thumb_px: int, at: QPoint | None = None) -> None:
        """Zoom to this size (logical pixels), keeping the place, or the photo at a point."""
        thumb_px = min(MAX_THUMB_PX, max(MIN_THUMB_PX, thumb_px))
        if thumb_px == self._thumb_px:
            return
        anchor = self._place(at)
        self._thumb_px = thumb_px
        self._thumbnails.forget()
        self._relayout()
        self._return_to(anchor)
        self.thumbSizeChanged.emit(thumb_px)

    def zoom_by(self, steps: float, at: QPoint | None = None) -> None:
        self.set_thumb_px(round(self._thumb_px * ZOOM_STEP**steps), at)

    @property
    def columns(self) -> int:
        """Photos in a line of cells; in rows, in the first line seen."""
        if not isinstance(self._layout, JustifiedLayout):
            return self._layout.columns
        top = self._top_px()
        return len(self._layout.rows_between(top, top))

    def visual_rect(self, row: int) -> QRect:
        """Of a cell, in the viewport."""
        return self._layout.rect(row).translated(0, -self._top_px())

    def row_at(self, point: QPoint) -> int | None:
        """Under a point of the viewport."""
        return self._layout.row_at(point + QPoint(0, self._top_px()))

    def visible_rows(self) -> range:
        top = self._top_px()
        return self._layout.rows_between(top, top + self.viewport().height() - 1)

    def scroll_to(self, row: int) -> None:
        """Scroll as little as needed to see the whole cell, and the day above it."""
        rect, top = self._layout.rect(row), self._top_px()
        rect.setTop(self._layout.top_of(row))
        height = self.viewport().height()
        if rect.top() < top or rect.height() > height:
            self.verticalScrollBar().setValue(rect.top() - self._layout.margin_px)
        elif rect.bottom() > top + height:
            self.verticalScrollBar().setValue(rect.bottom() - height + self._layout.margin_px)

    def _top_px(self) -> int:
        return self.verticalScrollBar().value()

    def _place(self, at: QPoint | None = None) -> tuple[int, int] | None:
        """The photo that should not move (current if seen, else first seen) and its distance.

        at  a point of the viewport: the photo there, if there is one
        """
        rows = self.visible_rows()
        if not len(rows) or len(self._ids) == 0:
            return None
        under = None if at is None else self.row_at(at)
        current = self._selection.current
        row = current if current is not None and current in rows else rows[0]
        row = row if under is None else under
        if self._top_px() == 0 and (row == 0 or (under is None and row in self._first_line())):
            return None
        return int(self._ids[row]), self.visual_rect(row).top()

    def _first_line(self) -> range:
        return self._layout.rows_between(0, self._layout.margin_px)

    def _return_to(self, place: tuple[int, int] | None) -> None:
        row = None if place is None else self.row_of(place[0])
        if place is not None and row is not None:
            self.verticalScrollBar().setValue(self._layout.rect(row).top() - place[1])

    def _relayout(self) -> None:
        area = self.viewport().size()
        # What a resize does not change is not computed again: 12 ms for a million photos.
        key = (
            self._shapes, area.width(), self._thumb_px, self._look, self._sections, self._are_wide,
        )  # fmt: skip
        if not self._laid_out_for or any(
            a is not b and (isinstance(a, Shapes) or a != b)
            for a, b in zip(key, self._laid_out_for, strict=True)
        ):
            self._layout = self._made_layout(area.width())
            self._laid_out_for = key
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, self._layout.height_px - area.height()))
        bar.setEnabled(bar.maximum() > 0)
        bar.setPageStep(max(1, area.height()))
        bar.setSingleStep(max(1, self._layout.step_px // 3))
        self.viewport().update()
        self.laidOut.emit()

    def _made_layout(self, width_px: int) -> GridLayout | JustifiedLayout | SectionLayout:
        look, painter = self._look, self._painter
        if look.is_in_rows:
            heading_px = painter.heading_px if look.has_days else 0
            return JustifiedLayout(
                self._shapes, width_px, line_px(self._thumb_px), heading_px, painter.label_px
            )
        picture = QSize(self._thumb_px, self._picture_px)
        has_caption = self._caption is not None
        size = painter.cell_size(picture, has_caption=has_caption, has_name=look.has_names)
        grid = GridLayout(len(self._ids), width_px, size.width(), size.height())
        if not self._sections:
            return grid
        return SectionLayout(self._sections, grid, painter.heading_px)

    @property
    def _picture_px(self) -> int:
        return self._thumb_px * 3 // 4 if self._are_wide else self._thumb_px

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setFont(self.font())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(event.rect(), QColor(colors().base))
        top = self._top_px()
        asked = event.rect()
        rows = self._layout.rows_between(asked.top() + top, asked.bottom() + top)
        ids = self._ids[rows.start : rows.stop].tolist()
        photos = self._pages.get(ids)
        if len(self._rows_of) > 2000:
            self._rows_of.clear()
        # Last row first: the newest request is loaded first, so the top left comes first.
        for row, photo_id in zip(reversed(rows), reversed(ids), strict=True):
            cell = self._cell(row, photos.get(photo_id))
            (self._tiles if self._look.is_in_rows else self._painter).paint(painter, cell)
        if not isinstance(self._layout, GridLayout):
            for heading in self._layout.headings_between(asked.top() + top, asked.bottom() + top):
                self._painter.paint_heading(painter, heading, top)
        if self._band is not None:
            accent = QColor(colors().accent)
            painter.setPen(QPen(accent, 1))
            accent.setAlphaF(0.15)
            painter.setBrush(accent)
            painter.drawRect(self._band.translated(0, -top))
        painter.end()

    def _cell(self, row: int, photo: Photo | None) -> GridCell:
        pixmap = None
        badges: Sequence[Badge] = ()
        is_absent = False
        rect = self.visual_rect(row)
        if photo is not None:
            ratio = self.devicePixelRatioF()
            if self._look.is_in_rows:
                pixmap = self._tile_of(photo, rect.size(), ratio)
            else:
                pixmap = self._thumbnails.pixmap(photo.content_hash, self._thumb_px, ratio)
            is_absent = pixmap is None and self._thumbnails.is_absent(photo.content_hash)
            known = self._rows_of.setdefault(photo.content_hash, [])
            if row not in known:
                known.append(row)
            badges = self._badges_of(photo)
        return GridCell(
            rect=rect,
            name="" if photo is None else self._name_of(photo, row),
            caption=("" if photo is None else self._caption(photo)) if self._caption else None,
            pixmap=pixmap,
            is_absent=is_absent,
            is_selected=bool(self._selection.bits[row]),
            is_current=row == self._selection.current and self.hasFocus(),
            is_faded=any(badge.role in {"offline", "trash"} for badge in badges),
            badges=badges,
            says_name=photo is not None
            and (self._says_name(row) or (self._look.has_stars and bool(self._stars(photo)))),
            picture_px=self._picture_px,
        )

    def _says_name(self, row: int) -> bool:
        return self._look.has_names or self._hovered == row

    def _name_of(self, photo: Photo, row: int) -> str:
        """With its stars; those alone where no name is wanted."""
        look = self._look
        says_name = self._says_name(row) or not (look.is_in_rows or look.has_stars)
        said = texts.said_name(photo.path) if says_name else ""
        stars = self._stars(photo)
        return f"{said}  {stars}".strip() if stars else said

    def _tile_of(self, photo: Photo, size: QSize, ratio: float) -> QPixmap | None:
        """Exactly as large as its tile, so that painting it is a copy; longer ones than any tile
        lie within theirs."""
        facts, wide, high = photo.facts, size.width(), size.height()
        off = abs(facts.width_px * high - facts.height_px * wide)
        fills = facts.width_px > 0 and off <= 0.03 * facts.width_px * high
        return self._thumbnails.pixmap(
            photo.content_hash, max(wide, high), ratio, fill=(wide, high) if fills else None
        )

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHoverEvent) and not self._look.has_names:
            is_leaving = event.type() == QEvent.Type.HoverLeave
            self._hover(None if is_leaving else self.row_at(event.position().toPoint()))
        return super().viewportEvent(event)

    def _hover(self, row: int | None) -> None:
        if row != self._hovered:
            for one in (self._hovered, row):
                if one is not None:
                    self.viewport().update(self.visual_rect(one))
            self._hovered = row

    def _badges_of(self, photo: Photo) -> Sequence[Badge]:
        badges = () if self._badges is None else tuple(self._badges(photo))
        badges += tuple(Badge(role, text) for role, text in signs_of(photo))
        if not photo.is_online:
            badges = (*badges, Badge("offline", self.tr("disk not connected")))
        return badges

    def _take_thumbnails(self, hashes: frozenset[bytes]) -> None:
        visible = self.visible_rows()
        for content_hash in hashes:
            for row in self._rows_of.get(content_hash, ()):
                if row in visible:
                    self.viewport().update(self.visual_rect(row))

    def _dress(self) -> None:
        self._painter.dress(self.font())
        self._laid_out_for = ()
        self._relayout()

    # what happens to the sheet

    def resizeEvent(self, event: QResizeEvent) -> None:
        anchor = self._place()
        self._relayout()
        if event.oldSize().width() != event.size().width():
            self._return_to(anchor)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self._rows_of.clear()
        self._hover(None)
        self.viewport().scroll(0, dy)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {
            QEvent.Type.FontChange, QEvent.Type.PaletteChange, QEvent.Type.StyleChange,
        }:  # fmt: skip
            self._dress()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._selection.current is None and len(self._ids) and event.reason() in {
            Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason,
        }:  # fmt: skip
            self._selection.current = next(iter(self.visible_rows()), 0)
            self._describe()
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def _changed(self) -> None:
        self.viewport().update()
        self.selectionChanged.emit()
        self.currentChanged.emit(self.current_id())
        self._describe()

    def _describe(self) -> None:
        """What a screen reader says: "IMG_1.jpg, 4000 × 3000, taken ..., 3 of 1,200"."""
        row = self._selection.current
        said = texts.said_photos(len(self._ids))
        if row is not None:
            photo = self.photo_at(row)
            if photo is not None:
                place = self.tr("{row} of {count}").format(
                    row=texts.said_count(row + 1), count=texts.said_count(len(self._ids))
                )
                signs = [badge.text for badge in self._badges_of(photo) if badge.text]
                above = (
                    [self._layout.words_of(row)] if isinstance(self._layout, SectionLayout) else []
                )
                said = ", ".join((texts.said_photo(photo), *signs, *above, place))
        if said != self.accessibleDescription():
            self.setAccessibleDescription(said)
            change = QAccessible.Event.DescriptionChanged
            QAccessible.updateAccessibility(QAccessibleEvent(self, change))
