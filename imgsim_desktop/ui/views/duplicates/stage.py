"""One group on the stage: its photos, what is to become of them, and what tells two apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from imgsim_desktop.errors import KnownError
from imgsim_desktop.records import Box, Region
from imgsim_desktop.review.marking import Mark
from imgsim_desktop.review.queue import Entry
from imgsim_desktop.ui.models.regions import moved_regions, said_regions
from imgsim_desktop.ui.models.scene import inverse_map
from imgsim_desktop.ui.models.stage import StageItem
from imgsim_desktop.ui.widgets.stage import Mode

if TYPE_CHECKING:
    from imgsim_desktop.ui.views.duplicates.view import DuplicatesView


_CELLS_AHEAD = 6
"""Pictures of the next group that are opened for its grid: 5 MB each."""


class StageFiller(QObject):
    """Puts a group on the stage and beside it; GUI thread."""

    def __init__(self, view: DuplicatesView) -> None:
        super().__init__(view)
        self._view = view
        self.entry: Entry | None = None
        """The group on the stage."""

    def show_marks(self, row: int | None = None) -> None:
        """Show the group with what is to become of its photos now; `row` None stays."""
        stage = self._view.stage
        items = [] if self.entry is None else self._items(self.entry)
        if row is None:
            row = max(0, stage.grid.currentIndex().row())
        stage.show_group(items, self.map_of, min(row, len(items) - 1))
        self.show_details()

    def show_details(self) -> None:
        """The table of differences and the reason, for the current photo."""
        self._view.once.ask(self.show_details_now)

    def show_details_now(self) -> None:
        view = self._view
        items, current = view.stage.items, view.stage.current
        keeper = next((item for item in items if item.is_keeper), None)
        if current is None or keeper is None or self.entry is None:
            view.table.set_pair(None, None, ("", ""))
            view.page.say_reason("")
            return
        other = current
        if current.is_keeper and len(items) > 1:
            other = next(item for item in items if not item.is_keeper)
        titles = (self.tr("Kept"), self.tr("Number {n}").format(n=other.number))
        view.table.set_pair(keeper.photo, other.photo, titles)
        reason = view.words.reason(self.entry, current)
        regions = self.regions_of(keeper.photo.photo_id, other.photo.photo_id)
        if regions and not other.is_keeper:
            differ = self.tr("They differ: {places}.").format(places=said_regions(regions))
            reason = f"{reason} {differ}".strip()
        view.page.say_reason(reason)

    def prepare_next(self) -> None:
        """The pictures of the next group are opened in the background, in the layout in use.

        For the grid those that fill a cell; to compare, the kept one and the first beside it.
        """
        view = self._view
        following = view.queue.entry(view.queue_list.currentIndex().row() + 1)
        if following is None:
            return
        review, group = view.desk.review, following.group
        if not review.members(group):
            return
        keeper = review.keeper(group)
        others = [number for number in review.suggestion(group).order if number != keeper]
        is_grid = view.stage.mode is Mode.GRID
        loader = view.loaders.previews if is_grid else view.loaders.pictures
        wanted = [keeper, *others][: _CELLS_AHEAD if is_grid else 2]
        photos = view.desk.photos(wanted)
        for number in reversed(wanted):  # what is asked for last is opened first
            if number in photos:
                loader.prepare(photos[number])

    def map_of(self, keeper: int, other: int) -> Sequence[float]:
        """How the other lies on the keeper; nothing where that is not known."""
        desk = self._view.desk
        pair = desk.pair(keeper, other)
        if pair is None or not pair.transform:
            return ()
        photos = desk.photos((keeper,))
        keeper_is_a = keeper in photos and photos[keeper].content_id == pair.a
        return pair.transform if keeper_is_a else inverse_map(pair.transform)

    def contents(self) -> frozenset[int]:
        """Of the group on the stage, as the cache knows them."""
        if self.entry is None:
            return frozenset()
        photos = self._view.desk.photos(self.entry.group.members)
        return frozenset(photo.content_id for photo in photos.values())

    def regions_of(self, keeper: int, other: int) -> Sequence[Region]:
        """Where two photos differ, in relative coordinates of the one to keep."""
        desk, cache = self._view.desk, self._view.session.cache
        pair = desk.pair(keeper, other)
        if pair is None or cache is None or not pair.looked:
            return ()
        try:
            regions = cache.regions(pair.a, pair.b)
        except KnownError as error:
            self._view.session.readFailed.emit(error)
            return ()
        photos = desk.photos((keeper,))
        if keeper in photos and photos[keeper].content_id == pair.a:
            return regions
        return moved_regions(regions, inverse_map(pair.transform))

    def boxes_of(self, keeper: int, other: int) -> Sequence[Box]:
        return [region.box for region in self.regions_of(keeper, other)]

    def _items(self, entry: Entry) -> list[StageItem]:
        desk, group = self._view.desk, entry.group
        review = desk.review
        photos = desk.photos(review.members(group))
        if not photos:
            return []
        keeper, shown = review.keeper(group), review.shown_marks(group)
        order = [number for number in review.suggestion(group).order if number in photos]
        return [
            StageItem(
                photo=photos[number],
                number=i + 1,
                is_keeper=number == keeper,
                is_trash=shown.get(number) is Mark.TRASH,
                is_locked=review.is_locked(number),
                note=self._view.words.note(keeper, number),
            )
            for i, number in enumerate(order)
        ]
