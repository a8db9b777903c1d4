"""The list of groups with its lanes and its filter, and what is said when there is no group."""

from __future__ import annotations

from PySide6.QtCore import QObject

from imgsim_desktop.ui.models.group_queue import GroupQueue
from imgsim_desktop.ui.models.photo_pages import PhotoPages
from imgsim_desktop.ui.reviewing.changed import Changed
from imgsim_desktop.ui.reviewing.filter_words import said_filters
from imgsim_desktop.ui.reviewing.model import ReviewModel
from imgsim_desktop.ui.reviewing.nothing import Nothing, go_on, why_nothing
from imgsim_desktop.ui.thumbnail_loader import ThumbnailLoader
from imgsim_desktop.ui.widgets.empty_page import EmptyPage
from imgsim_desktop.ui.widgets.filter_bar import FilterBar
from imgsim_desktop.ui.widgets.filter_chip import FilterChip
from imgsim_desktop.ui.widgets.lane_list import LaneList
from imgsim_desktop.ui.widgets.queue_list import QueueDelegate, QueueList


class QueuePart(QObject):
    """Shows the groups of the lane chosen; GUI thread."""

    def __init__(
        self,
        model: ReviewModel,
        lanes: LaneList,
        filter_chip: FilterChip,
        filter_bar: FilterBar,
        queue_list: QueueList,
        thumbnails: ThumbnailLoader,
    ) -> None:
        super().__init__(queue_list)
        self._model = model
        self._lanes, self._chip = lanes, filter_chip
        self._bar, self._list = filter_bar, queue_list
        self.queue = GroupQueue(model.words.entry, self)
        self._pages = PhotoPages(model.photos)
        self._is_showing = False
        queue_list.setItemDelegate(
            QueueDelegate(self._pages, thumbnails, model.words.folders, queue_list)
        )
        queue_list.set_queue(self.queue)
        thumbnails.loaded.connect(lambda _hashes: queue_list.viewport().update())
        lanes.laneChosen.connect(model.choose_lane)
        filter_chip.clicked.connect(model.clear_filters)
        filter_bar.filterChanged.connect(model.set_filter)
        filter_bar.button.toggled.connect(self._name_folders)
        queue_list.rowsChosen.connect(self._take_rows)

    def show_changed(self, what: Changed) -> None:
        listing, desk = self._model.listing, self._model.desk
        if Changed.GROUPS in what:
            self._pages.clear()
        if Changed.LANE in what:
            self._lanes.set_lane(listing.lane)
        if Changed.FILTER in what and self._bar.filter != listing.own:
            self._bar.set_filter(listing.own)
        if Changed.FILTER in what:
            self._chip.say(said_filters(listing.outside, listing.own))
        if Changed.LISTED in what:
            self._show_list()
        if what & (Changed.LISTED | Changed.NUMBERS):
            of = len(desk.lanes[listing.lane])
            self._bar.say_shown(len(listing.entries) if listing.is_filtered else of, of)
        if Changed.MARKS in what:
            self._list.viewport().update()

    def _show_list(self) -> None:
        listing = self._model.listing
        self._is_showing = True
        self.queue.set_entries(listing.entries)
        if self._list.shown_rows() != (listing.row, listing.rows):
            self._list.show_rows(listing.row, listing.rows)
        self._is_showing = False

    def _take_rows(self) -> None:
        """The person goes through the list."""
        if not self._is_showing:
            self._model.choose_rows(self._list.currentIndex().row(), self._list.chosen_rows())

    def _name_folders(self, shown: bool) -> None:
        """The folders to choose from are looked up when they are to be seen."""
        if shown:
            self._bar.set_folders(self._model.desk.folders())


class EmptyPart(QObject):
    """Says why there is no group on the stage; GUI thread."""

    def __init__(self, model: ReviewModel, page: EmptyPage) -> None:
        super().__init__(page)
        self._model, self._page = model, page
        self._said = Nothing("")
        page.actionRequested.connect(lambda: go_on(self._model, self._said))

    def show_changed(self, what: Changed) -> None:
        if self._model.entry is None and what:
            self._said = why_nothing(self._model)
            self._page.say(self._said.title, self._said.hint, self._said.button)
