"""The queue: which groups of the lane chosen are listed, and what is said when there are none."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from imgsim_desktop.review.queue import TODO, Entry, Lane, QueueFilter
from imgsim_desktop.ui.views.duplicates import words

if TYPE_CHECKING:
    from imgsim_desktop.ui.views.duplicates.view import DuplicatesView


class QueueFiller(QObject):
    """Fills the list of groups; GUI thread."""

    def __init__(self, view: DuplicatesView) -> None:
        super().__init__(view)
        self._view = view
        self._outside = QueueFilter()
        """What the window asks for: its field for names, the folder chosen at its side."""
        self._is_scanning = False
        self._goal: Lane | str = ""

    # which groups

    def entries(self, lane: Lane) -> list[Entry]:
        """The groups of a lane that pass what is asked for, most worth doing first."""
        desk = self._view.desk
        asked = [f for f in (self._view.page.filter_bar.filter, self._outside) if not f.is_empty]
        return [
            entry
            for entry in desk.lanes[lane]
            if all(f.passes(entry, desk.photos(entry.group.members).values()) for f in asked)
        ]

    def set_outside(self, *, name: str | None = None, folder: object = ...) -> bool:
        """What the window asks for; whether that is anything new."""
        before = self._outside
        place = before.folder if folder is ... else folder
        self._outside = QueueFilter(
            name=before.name if name is None else name,
            folder=place if isinstance(place, Path) else None,
        )
        return self._outside != before

    @property
    def is_filtered(self) -> bool:
        return not (self._outside.is_empty and self._view.page.filter_bar.filter.is_empty)

    def show_lane(self, number: int | None = None) -> None:
        """List the lane chosen; go to the group of a photo, else to the first."""
        view = self._view
        entries = self.entries(view.lanes.lane)
        view.queue.set_entries(entries)
        self.say_shown()
        found = None if number is None else view.queue.row_of(number)
        view.queue_list.show_row((0 if entries else -1) if found is None else found)
        if not entries:
            view.show_entry(None)
        elif found is not None and number is not None:
            view.ways.focus_photo(number)

    def say_shown(self) -> None:
        view = self._view
        of = len(view.desk.lanes[view.lanes.lane])
        view.page.filter_bar.say_shown(view.queue.rowCount() if self.is_filtered else of, of)

    # nothing to show

    def set_scanning(self, *, is_scanning: bool) -> None:
        self._is_scanning = is_scanning
        self.say_nothing()

    def say_nothing(self) -> None:
        """Say why nothing is on the stage, if nothing is."""
        page = self._view.page
        if self._view.entry is None:
            nothing = self._nothing()
            self._goal = nothing.goal
            page.show_empty()
            page.empty.say(nothing.title, nothing.hint, nothing.button)

    def _nothing(self) -> words.Nothing:
        view = self._view
        lanes, cache = view.desk.lanes, view.session.cache
        todo = [lane for lane in TODO if self.entries(lane)]
        if todo:
            return words.nothing_left(view.lanes.lane, todo[0])
        if self.is_filtered:
            own = not view.page.filter_bar.filter.is_empty
            return words.nothing_passes(has_own_filter=own)
        if self._is_scanning or not view.library.is_loaded or cache is None or not cache.count():
            return words.nothing_compared(is_scanning=self._is_scanning)
        if lanes[Lane.SOLVED]:
            return words.all_decided()
        return words.nothing_so_sure() if len(view.desk.confidences) else words.no_duplicates()

    def go_on(self) -> None:
        """The button of the empty page."""
        view = self._view
        if isinstance(self._goal, Lane):
            view.lanes.set_lane(self._goal)
            view.show_lane()
        elif self._goal == "looser":
            view.slider.set_confidence(float(view.desk.confidences.max(initial=0.5)))
        elif self._goal == "unfiltered":
            view.page.filter_bar.clear()
        elif self._goal == "scan":
            view.scanRequested.emit()
