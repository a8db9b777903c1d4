"""Going from group to group, from part to part, and from a photo to what shows more of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject

from imgsim_desktop.records import Group
from imgsim_desktop.review.queue import BROWSE_ONLY, TODO
from imgsim_desktop.ui.photo_actions import copy_paths, open_files, reveal
from imgsim_desktop.ui.view import OpenPhoto
from imgsim_desktop.ui.widgets.stage import Mode

if TYPE_CHECKING:
    from imgsim_desktop.ui.views.duplicates.view import DuplicatesView


class Ways(QObject):
    """Moves on the page; nothing is decided. GUI thread."""

    def __init__(self, view: DuplicatesView) -> None:
        super().__init__(view)
        self._view = view

    def go(self, by: int) -> None:
        queue = self._view.queue_list
        row = queue.currentIndex().row() + by
        if 0 <= row < self._view.queue.rowCount():
            queue.show_row(row)

    def go_to_first(self) -> None:
        self._view.queue_list.show_row(0)

    def go_to_last(self) -> None:
        self._view.queue_list.show_row(self._view.queue.rowCount() - 1)

    def go_to_next_open(self) -> None:
        """The next group, in this lane or the following ones, that was not left for later."""
        view = self._view
        row = view.queue_list.currentIndex().row()
        for following in range(row + 1, view.queue.rowCount()):
            entry = view.queue.entry(following)
            if entry is not None and not self._view.desk.review.is_skipped(entry.group):
                view.queue_list.show_row(following)
                return
        at = TODO.index(view.lanes.lane) + 1 if view.lanes.lane in TODO else 0
        later = TODO[at:]
        for lane in later:
            if any(
                not self._view.desk.review.is_skipped(entry.group)
                for entry in view.listing.entries(lane)
            ):
                view.lanes.set_lane(lane)
                view.show_lane()
                return

    def has_copies(self, photo_id: int) -> bool:
        """Whether a photo, by its id in the cache, is in a group at the slider's confidence."""
        return self._group_of(photo_id)[1] is not None

    def show_photo(self, photo_id: int) -> bool:
        """Go to the group of a photo, by its id in the cache; False if it is in none.

        What the queue was narrowed to goes if the group would not be listed.
        """
        view = self._view
        number, group = self._group_of(photo_id)
        if group is None:
            return False
        view.lanes.set_lane(view.desk.lane_of(group))
        view.show_lane(number)
        if number not in {item.photo.photo_id for item in view.stage.items}:
            view.page.filter_bar.clear()
            view.show_lane(number)
        return True

    def _group_of(self, photo_id: int) -> tuple[int | None, Group | None]:
        """Number on the desk and group of a photo, by what the cache says now."""
        view = self._view
        view.library.refresh_now()
        number = view.desk.number_of(photo_id)
        return number, None if number is None else view.desk.review.group_of(number)

    def focus_photo(self, number: int) -> None:
        """Put the focus of the stage on a photo of the group shown, by its number on the desk."""
        stage = self._view.stage
        for row, item in enumerate(stage.items):
            if item.photo.photo_id == number:
                stage.grid.show_row(row)

    def next_pane(self) -> None:
        """Focus goes round: lanes, queue, stage, table, slider, buttons."""
        view = self._view
        panes = [
            view.lanes.button(view.lanes.lane), view.queue_list, view.stage.focus_widget(),
            view.table, view.slider, view.key_bar.buttons[0],
        ]  # fmt: skip
        shown = [pane for pane in panes if pane.isVisible()]
        at = next((i for i, pane in enumerate(shown) if pane.hasFocus()), -1)
        if shown:
            shown[(at + 1) % len(shown)].setFocus()

    def toggle_difference(self) -> None:
        stage = self._view.stage
        is_on = stage.mode is Mode.DIFFERENCE
        stage.set_mode(Mode.SIDE_BY_SIDE if is_on else Mode.DIFFERENCE)

    def actual_size(self) -> None:
        """In the grid there is nothing to zoom: compare first."""
        stage = self._view.stage
        if stage.mode is Mode.GRID:
            stage.set_mode(Mode.SIDE_BY_SIDE)
        stage.compare.toggle_actual_size()

    def reveal(self) -> None:
        """Open the folders of the chosen photos in the system's file manager."""
        reveal([item.photo.path for item in self._view.stage.chosen])

    def open_externally(self) -> None:
        open_files([item.photo.path for item in self._view.stage.chosen])

    def copy_path(self) -> None:
        copy_paths([item.photo.path for item in self._view.stage.chosen])

    def show_similar(self) -> None:
        number = self._view.current_photo
        if number is not None:
            self._view.similarRequested.emit(self._view.desk.cache_id(number))

    def show_large(self) -> None:
        view = self._view
        numbers = [item.photo.photo_id for item in view.stage.items]
        current = view.current_photo
        if current is not None:
            ids = np.array([view.desk.cache_id(number) for number in numbers], np.int64)
            view.photoOpened.emit(OpenPhoto(ids, numbers.index(current)))

    def leave_empty_lane(self) -> None:
        """The next lane with something to do, or the page that says all is done."""
        view = self._view
        todo = [lane for lane in TODO if view.listing.entries(lane)]
        if todo and view.lanes.lane not in BROWSE_ONLY:
            view.lanes.set_lane(todo[0])
        view.show_lane()
