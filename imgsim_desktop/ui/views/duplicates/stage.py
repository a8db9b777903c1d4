"""The group on the stage, and beside it what tells two of its photos apart."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from imgsim_desktop.records import Box
from imgsim_desktop.ui.models.regions import said_regions
from imgsim_desktop.ui.reviewing.changed import Changed
from imgsim_desktop.ui.reviewing.model import ReviewModel
from imgsim_desktop.ui.reviewing.on_stage import map_between, photos_ahead
from imgsim_desktop.ui.widgets.difference_table import DifferenceTable
from imgsim_desktop.ui.widgets.reason_line import ReasonLine
from imgsim_desktop.ui.widgets.stage import Loaders, Mode, Stage

_CELLS_AHEAD = 6
"""Pictures of the next group that are opened for its grid: 5 MB each."""


class StagePart(QObject):
    """Shows the group the model is at, and tells it which photos the person chooses. GUI thread."""

    def __init__(self, model: ReviewModel, stage: Stage, loaders: Loaders) -> None:
        super().__init__(stage)
        self._model, self._stage, self._loaders = model, stage, loaders
        self._is_showing = False
        stage.boxes_of = self._boxes
        stage.chosenChanged.connect(self._take_photos)
        stage.modeChanged.connect(lambda _mode: self._take_mode())

    def show_changed(self, what: Changed) -> None:
        model, stage = self._model, self._stage
        self._is_showing = True
        if what & (Changed.ENTRY | Changed.MARKS | Changed.GROUPS):
            stage.show_group(model.items, self._map, model.current_row)
        if stage.current != model.current or stage.chosen != model.chosen:
            numbers = [model.numbers.index(item.photo.photo_id) for item in model.chosen]
            stage.grid.show_rows(model.current_row, numbers)
        self._is_showing = False
        if what & (Changed.ENTRY | Changed.LISTED):
            self.prepare_next()

    def prepare_next(self) -> None:
        """The pictures of the next group are opened in the background, in the layout in use.

        For the grid those that fill a cell; to compare, the kept one and the first beside it.
        """
        following = self._model.next_entry
        if following is None:
            return
        is_grid = self._stage.mode is Mode.GRID
        loader = self._loaders.previews if is_grid else self._loaders.pictures
        ahead = photos_ahead(self._model.desk, following, _CELLS_AHEAD if is_grid else 2)
        for photo in reversed(ahead):  # what is asked for last is opened first
            loader.prepare(photo)

    def _take_photos(self) -> None:
        current = self._stage.current
        if not self._is_showing and current is not None:
            chosen = [item.photo.photo_id for item in self._stage.chosen]
            self._model.choose_photos(current.photo.photo_id, chosen)

    def _take_mode(self) -> None:
        """In a comparison one photo is chosen, in the grid there may be several."""
        self._take_photos()
        self.prepare_next()

    def _map(self, keeper: int, other: int) -> Sequence[float]:
        return map_between(self._model.desk, keeper, other)

    def _boxes(self, keeper: int, other: int) -> Sequence[Box]:
        return [region.box for region in self._model.regions(keeper, other)]


class DetailsPart(QObject):
    """The table of differences and the reason, for the current photo; GUI thread."""

    def __init__(self, model: ReviewModel, table: DifferenceTable, reason: ReasonLine) -> None:
        super().__init__(table)
        self._model, self._table, self._reason = model, table, reason

    def show_changed(self, what: Changed) -> None:
        if what & (Changed.ENTRY | Changed.PHOTO | Changed.MARKS | Changed.GROUPS):
            self._show()

    def _show(self) -> None:
        model = self._model
        items, current, entry = model.items, model.current, model.entry
        keeper = next((item for item in items if item.is_keeper), None)
        if current is None or keeper is None or entry is None:
            self._table.set_pair(None, None, ("", ""))
            self._say("")
            return
        other = current
        if current.is_keeper and len(items) > 1:
            other = next(item for item in items if not item.is_keeper)
        titles = (self.tr("Kept"), self.tr("Number {n}").format(n=other.number))
        self._table.set_pair(keeper.photo, other.photo, titles)
        reason = model.words.reason(entry, current)
        regions = model.regions(keeper.photo.photo_id, other.photo.photo_id)
        if regions and not other.is_keeper:
            both = (keeper.photo, other.photo)
            is_damaged = any(photo.facts.damage is not None for photo in both)
            places = said_regions(regions, is_damaged=is_damaged)
            differ = self.tr("They differ: {places}.").format(places=places)
            reason = f"{reason} {differ}".strip()
        self._say(reason)

    def _say(self, reason: str) -> None:
        self._reason.say(reason)
