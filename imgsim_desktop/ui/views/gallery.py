"""All photos of the library: sorted, filtered by name and folder, at the size one likes."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSlider,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from imgsim_desktop.library.cache import CacheReader
from imgsim_desktop.library.finding import EVERYTHING
from imgsim_desktop.library.paths import Home
from imgsim_desktop.records import Library
from imgsim_desktop.scan.finding import understand
from imgsim_desktop.ui import icons, sentences, texts
from imgsim_desktop.ui.adding import Adding
from imgsim_desktop.ui.commands import Need, Place
from imgsim_desktop.ui.commit import Committer
from imgsim_desktop.ui.errands import Errands
from imgsim_desktop.ui.finding import PhotoFinder
from imgsim_desktop.ui.models.early_photos import is_early, without_early
from imgsim_desktop.ui.models.photo_pages import PhotoPages
from imgsim_desktop.ui.models.shapes import ShapeRows, ShapeTable, shape_rows
from imgsim_desktop.ui.ratings import Ratings, said_given
from imgsim_desktop.ui.session import LibrarySession
from imgsim_desktop.ui.thumbnail_loader import ThumbnailLoader
from imgsim_desktop.ui.view import OpenPhoto
from imgsim_desktop.ui.widgets.date_bar import DateBar
from imgsim_desktop.ui.widgets.elided_label import ElidedLabel
from imgsim_desktop.ui.widgets.empty_page import EmptyPage
from imgsim_desktop.ui.widgets.photo_grid import MAX_THUMB_PX, MIN_THUMB_PX, PhotoGrid, SheetLook
from imgsim_desktop.ui.widgets.photo_sheet import SheetPlace
from imgsim_desktop.ui.widgets.search_chips import SearchChips
from imgsim_desktop.ui.work import WorkControl
from imgsim_desktop.ui.working_view import WorkingView

_AT_ONCE = 20_000
"""Shapes read while the person waits, 20 ms; those of a larger library come a moment later."""

_SLIDER_FROM_PX = 520


class GalleryView(WorkingView):
    """The page one starts on."""

    PLACE: ClassVar[Place] = Place.PHOTOS

    filled = Signal()
    """Photos are listed where none were."""
    searchWanted = Signal(str)
    """Another text for the search field: a chip was taken out."""

    def __init__(
        self, session: LibrarySession, thumbnails: ThumbnailLoader, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, thumbnails, parent)
        self._folder: Path | None = None
        self._filter = ""
        self._query = EVERYTHING
        self._place_wanted: SheetPlace | None = None
        """Once what is looked for is found."""
        self.pages = PhotoPages(session.fetch_shown)
        self.grid = PhotoGrid(self.pages, thumbnails, thumb_px=session.settings.thumbnail_px)
        self.grid.set_name_search(session.photos_named)
        self.grid.activated.connect(self._open)
        self.grid.clicked.connect(self._choose_one)
        self.grid.menuRequested.connect(self._ask_menu)
        self.grid.selectionChanged.connect(self._take_selection)
        self.grid.thumbSizeChanged.connect(self._remember_size)
        self._shapes = ShapeTable()
        self._shapes_shown: tuple[int, int] = (-1, 0)
        self._library_number = 0
        """Another one for each library: what was read of the last one is not for this one."""
        self._is_reading_shapes = False
        self._errands = Errands("shapes", 1, self)
        self.date_bar = DateBar(self.grid)
        self.empty = EmptyPage("photos")
        self.empty.actionRequested.connect(self.scanRequested)
        self.finder = PhotoFinder(session, self)
        self.finder.found.connect(self._take_found)
        self.chips = SearchChips()
        self.chips.textWanted.connect(self.searchWanted)
        self.adding = Adding(self)
        self.make_commands()
        self._build()
        session.libraryChanged.connect(self._forget)
        session.settingsChanged.connect(self._take_settings)

    def _look_button(self) -> QToolButton:
        """How the photos lie, beside their order."""
        button = QToolButton()
        button.setIconSize(QSize(18, 18))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setAccessibleName(self.tr("How the photos are laid out"))
        button.setToolTip(self.tr("How the photos are laid out"))
        icons.set_icon(button, "layout")
        menu = QMenu(button)
        menu.addActions(self.commands.bar("look"))
        button.setMenu(menu)
        return button

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the size is chosen by its keys and by the wheel."""
        super().resizeEvent(event)
        self.slider.setVisible(self.width() >= _SLIDER_FROM_PX)

    def _build(self) -> None:
        self._sheet = QWidget()
        self._count = QLabel()
        self._count.setAccessibleName(self.tr("How many photos"))
        self._where = ElidedLabel(mode=Qt.TextElideMode.ElideMiddle)
        self._where.setEnabled(False)
        self._where.setAccessibleName(self.tr("Which photos are shown"))
        self.sort = QComboBox()
        self.sort.setAccessibleName(self.tr("Sort by"))
        self.sort.setToolTip(self.tr("Sort by"))
        for key, name in (
            ("date", self.tr("Date")), ("name", self.tr("Name")),
            ("size", self.tr("Size")), ("folder", self.tr("Folder")),
        ):  # fmt: skip
            self.sort.addItem(name, key)
        self.direction = QToolButton()
        self.direction.setIconSize(QSize(18, 18))
        self.direction.clicked.connect(self.turn)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(MIN_THUMB_PX, MAX_THUMB_PX)
        self.slider.setPageStep(32)
        self.slider.setFixedWidth(120)
        self.slider.setAccessibleName(self.tr("Size of the thumbnails"))
        self.slider.setToolTip(self.tr("Size of the thumbnails (+, -, Ctrl and wheel)"))
        self.slider.valueChanged.connect(self.grid.set_thumb_px)
        head = QHBoxLayout()
        head.setContentsMargins(20, 8, 16, 8)
        head.setSpacing(8)
        head.addWidget(self._count)
        head.addWidget(self._where, 1)
        head.addWidget(self.sort)
        head.addWidget(self.direction)
        head.addWidget(self._look_button())
        head.addSpacing(6)
        head.addWidget(self.slider)
        sheet = QHBoxLayout(self._sheet)
        sheet.setContentsMargins(0, 0, 0, 0)
        sheet.setSpacing(0)
        sheet.addWidget(self.grid, 1)
        sheet.addWidget(self.date_bar)
        self._stack = QStackedLayout()
        self._stack.addWidget(self._sheet)
        self._stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.chips)
        layout.addLayout(self._stack, 1)
        layout.addWidget(self.progress)
        self._show_settings()
        self.sort.currentIndexChanged.connect(self._sort_by)

    def show_file_work(self, committer: Committer) -> None:
        """Show here, too, how far a work on files is, and let the person stop it."""
        committer.started.connect(lambda _count: self.progress.begin("acting"))
        committer.progressed.connect(self.progress.show_progress)
        committer.ended.connect(self.progress.end)
        self.progress.stopRequested.connect(committer.stop)

    # what is shown

    def refresh(self) -> None:
        settings = self.session.settings
        self.pages.clear()
        self.thumbnails.retry_absent()
        falling = settings.sort_descending
        if self._query:
            self.finder.ask(self._query, self._folder, settings.sort_by, is_falling=falling)
            self.grid.refresh_cells()
            self._say()
            return
        self.finder.forget()
        self._show(
            self.session.shown_ids(settings.sort_by, descending=falling, folder=self._folder)
        )

    def _take_found(self, ids: NDArray[np.int64]) -> None:
        self.pages.clear()
        self._show(self.session.without_away(ids))
        place, self._place_wanted = self._place_wanted, None
        if place is not None:
            self.grid.go_to(place)

    @property
    def place(self) -> SheetPlace:
        return self.grid.place

    def go_to(self, place: SheetPlace) -> None:
        """Choose and scroll as a gallery of before did; as soon as what is looked for is found."""
        self._place_wanted = place if self._query else None
        self.grid.go_to(place)

    def _show(self, ids: NDArray[np.int64]) -> None:
        self._read_shapes(ids)
        shapes_now = (self._shapes.version, self._library_number)
        if not np.array_equal(ids, self.grid.ids) or shapes_now != self._shapes_shown:
            self._shapes_shown = shapes_now
            self.grid.set_ids(ids, self._shapes.of(ids))
        else:
            self.grid.refresh_cells()
        self._say()

    def _read_shapes(self, ids: NDArray[np.int64]) -> None:
        """Of photos not known yet; of very many beside the window, which is told then."""
        missing = self._shapes.missing(ids)
        library = self.session.library
        if not len(missing) or library is None or self._is_reading_shapes:
            return
        is_many = len(missing) > _AT_ONCE
        now = missing[missing < 0] if is_many else missing
        if len(now):
            rows = self.session.fetch_shapes(now.tolist())
            self._shapes.learn(shape_rows(rows))
        if not is_many or len(now) == len(missing):
            return
        self._is_reading_shapes = True
        number = self._library_number
        self._errands.fetch(
            partial(_shapes_of_all, self.session.home, library),
            lambda rows: self._take_shapes(rows, number),
        )

    def _take_shapes(self, rows: ShapeRows | None, number: int) -> None:
        self._is_reading_shapes = False
        if rows is not None and number == self._library_number:
            self._shapes.learn(rows)
            self._lay_out()

    def _lay_out(self) -> None:
        """The same photos, as what is known of them says now."""
        self._shapes_shown = (self._shapes.version, self._library_number)
        self.grid.set_ids(self.grid.ids, self._shapes.of(self.grid.ids))

    def scanned(self, *, is_whole: bool) -> None:
        super().scanned(is_whole=is_whole)
        self._shapes.grow_old()
        self._read_shapes(self.grid.ids)
        if self._shapes_shown[0] != self._shapes.version:
            self._lay_out()

    def set_filter(self, text: str) -> None:
        if text != self._filter:
            self._filter = text
            self._query = understand(text)
            self.chips.show_query(text, self._query)
            self.refresh()

    def set_folder(self, folder: object) -> None:
        if folder != self._folder:
            self._folder = folder if isinstance(folder, Path) else None
            self.grid.verticalScrollBar().setValue(0)
            self.refresh()

    def _forget(self) -> None:
        self._folder = None
        self.finder.forget()
        self.pages.clear()
        self._shapes.clear()
        self._library_number += 1
        self.grid.set_ids(np.zeros(0, np.int64))

    def _say(self) -> None:
        self._take_selection()
        self._say_empty()

    def _take_selection(self) -> None:
        self._say_count()
        self._enable()
        self.chosenChanged.emit()

    def _enable(self) -> None:
        facts, size_px = self._facts(), self.session.settings.thumbnail_px
        for need, holds in (
            (Need.LISTED, len(self.grid) > 0),
            (Need.SELECTION, len(self.chosen_ids()) > 0),
            (Need.LARGER, size_px < MAX_THUMB_PX),
            (Need.SMALLER, size_px > MIN_THUMB_PX),
            (Need.DATED, len(self.date_bar.months) > 1),
            (Need.IN_ROWS, self._look().is_in_rows and self._is_by_date),
        ):
            facts |= need if holds else Need.NOTHING
        self.commands.enable(facts)

    def _say_count(self) -> None:
        chosen = len(self.chosen_ids())
        said = texts.said_photos(len(self.grid))
        if chosen > 1:
            said = self.tr("{chosen} of {photos} selected").format(
                chosen=texts.said_count(chosen), photos=said
            )
        if self.finder.is_looking:
            said = self.tr("Looking…")
        self._count.setText(said)
        self._where.setText("" if self._folder is None else str(self._folder))

    def _say_empty(self) -> None:
        if len(self.grid):
            if self._stack.currentWidget() is not self._sheet:
                self._stack.setCurrentWidget(self._sheet)
                self.filled.emit()
            return
        self._stack.setCurrentWidget(self.empty)
        trouble = self._query.trouble
        if self.finder.is_looking:
            self.empty.say(self.tr("Looking…"))
        elif trouble is not None:
            self.empty.say(
                sentences.said(trouble.sentence),
                self.tr("Change the text above, or press Esc there to see all photos again."),
            )
        elif self._query:
            self.empty.say(
                self.tr("Nothing found"),
                self.tr("Change the text above, or press Esc there to see all photos again."),
            )
        elif self._folder is not None:
            self.empty.say(self.tr("No photos in this folder"))
        elif self._is_scanning:
            self.empty.say(
                self.tr("Looking for photos…"),
                self.tr("They appear here while they are read; you can already look at them."),
            )
        else:
            self.empty.say(
                self.tr("No photos yet"),
                self.tr("They appear here while the folders of this library are scanned."),
                self.tr("Scan now"),
            )

    def close_down(self) -> None:
        super().close_down()
        self.finder.close_down()
        self._errands.stop()

    def chosen_ids(self) -> NDArray[np.int64]:
        return without_early(self.grid.selected_ids())

    def opened(self, photo_ids: NDArray[np.int64]) -> OpenPhoto:
        row = self.grid.row_of(int(photo_ids[0]))
        return OpenPhoto(photo_ids, 0) if row is None else OpenPhoto(self.grid.ids, row)

    def return_to(self, photo_id: int) -> None:
        self.grid.set_current(photo_id)

    def choose(self, photo_ids: NDArray[np.int64]) -> None:
        """Select these photos, and scroll to the first of them."""
        self.grid.select_ids(photo_ids)
        rows = np.flatnonzero(np.isin(self.grid.ids, photo_ids))
        if len(rows):
            self.grid.scroll_to(int(rows[0]))

    # what the person does

    def _open(self, photo_id: int) -> None:
        row = self.grid.row_of(photo_id)
        if row is not None:
            self.photoOpened.emit(OpenPhoto(self.grid.ids, row))

    def _choose_one(self, photo_id: int) -> None:
        if not is_early(photo_id):  # of which nothing is known that could be alike
            self.photoChosen.emit(photo_id)

    def _ask_menu(self, point: object) -> None:
        if len(self.chosen_ids()):
            self.menuRequested.emit((point, self.chosen_ids()))

    def tag(self) -> None:
        self.adding.ask_tag(self.chosen_ids())

    def copy_to_album(self) -> None:
        self.adding.ask_album(self.chosen_ids())

    def show_ratings(self, ratings: Ratings) -> None:
        """Say the stars of photos, as they are now."""
        self.grid.set_stars(lambda photo: said_given(ratings.of(photo)))
        ratings.changed.connect(self.grid.refresh_cells)

    def toggle_squares(self) -> None:
        is_square = self.session.settings.gallery_cells == "squares"
        self.session.change_settings(gallery_cells="rows" if is_square else "squares")

    def toggle_days(self) -> None:
        self.session.change_settings(gallery_days=not self.session.settings.gallery_days)

    def toggle_names(self) -> None:
        self.session.change_settings(gallery_names=not self.session.settings.gallery_names)

    def toggle_stars(self) -> None:
        self.session.change_settings(gallery_stars=not self.session.settings.gallery_stars)

    @property
    def _is_by_date(self) -> bool:
        return self.session.settings.sort_by == "date"

    def _look(self) -> SheetLook:
        settings = self.session.settings
        in_rows = settings.gallery_cells != "squares"
        has_days = in_rows and settings.gallery_days and self._is_by_date
        return SheetLook(in_rows, has_days, settings.gallery_names, settings.gallery_stars)

    def _sort_by(self) -> None:
        self.session.change_settings(sort_by=self.sort.currentData())
        self.refresh()

    def turn(self) -> None:
        """The other way round."""
        self.session.change_settings(sort_descending=not self.session.settings.sort_descending)
        self.refresh()

    def _remember_size(self, thumb_px: int) -> None:
        self.slider.blockSignals(True)  # noqa: FBT003 - Qt
        self.slider.setValue(thumb_px)
        self.slider.blockSignals(False)  # noqa: FBT003 - Qt
        self.session.change_settings(thumbnail_px=thumb_px)

    def _take_settings(self) -> None:
        self._show_settings()
        self.grid.set_thumb_px(self.session.settings.thumbnail_px)
        self._enable()

    def _show_settings(self) -> None:
        settings = self.session.settings
        self.grid.set_look(self._look())
        for name, is_on in (
            ("squares", settings.gallery_cells == "squares"),
            ("days", settings.gallery_days),
            ("names", settings.gallery_names),
            ("stars", settings.gallery_stars),
        ):
            self.commands.by_name[name].setChecked(is_on)
        for widget in (self.sort, self.slider):
            widget.blockSignals(True)  # noqa: FBT003 - Qt
        self.sort.setCurrentIndex(max(0, self.sort.findData(settings.sort_by)))
        self.slider.setValue(settings.thumbnail_px)
        for widget in (self.sort, self.slider):
            widget.blockSignals(False)  # noqa: FBT003 - Qt
        falling = settings.sort_descending
        said = self.tr("Falling order") if falling else self.tr("Rising order")
        self.direction.setAccessibleName(said)
        self.direction.setToolTip(
            self.commands.with_key(
                self.tr("{order}; click to turn it round").format(order=said), "turn"
            )
        )
        icons.set_icon(self.direction, "descending" if falling else "ascending")


def _shapes_of_all(home: Home, library: Library, _control: WorkControl) -> ShapeRows:
    """Of a whole library, read by a connection of its own: 0.1 s for 100,000 photos."""
    cache = CacheReader(home, library)
    try:
        return shape_rows(cache.shapes())
    finally:
        cache.close()
