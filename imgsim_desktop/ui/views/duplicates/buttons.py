"""Which commands make sense now, and what the buttons among them say."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from imgsim_desktop.review.queue import LANE_OF, TODO, Lane
from imgsim_desktop.ui.command_actions import CommandActions
from imgsim_desktop.ui.commands import Need
from imgsim_desktop.ui.reviewing.changed import Changed
from imgsim_desktop.ui.reviewing.model import ReviewModel
from imgsim_desktop.ui.texts import said_bytes, said_count, said_photos
from imgsim_desktop.ui.widgets.confidence_slider import ConfidenceSlider
from imgsim_desktop.ui.widgets.key_bar import KeyBar, KeyButton
from imgsim_desktop.ui.widgets.stage import Mode, Stage

_BARS = {Lane.BURST: "burst", Lane.VARIANT: "variants", Lane.SIMILAR: "variants"}
"""The buttons below the stage by the kind of the group; "copies" for all others."""


class Buttons(QObject):
    """Enables the commands of the page; GUI thread."""

    def __init__(
        self,
        model: ReviewModel,
        commands: CommandActions,
        key_bar: KeyBar,
        commit: KeyButton,
        stage: Stage,
        slider: ConfidenceSlider,
        is_alone: Callable[[], bool],
    ) -> None:
        """is_alone: whether the pictures are seen alone."""
        super().__init__(key_bar)
        self._model, self._commands = model, commands
        self._key_bar, self._commit = key_bar, commit
        self._stage, self._slider, self._page_is_alone = stage, slider, is_alone

    def show_changed(self, what: Changed) -> None:
        if Changed.NUMBERS in what:
            self._say_totals()
        if what:
            self.enable()

    def _say_totals(self) -> None:
        """The number of marked photos stands on the button of the commit."""
        totals = self._model.desk.review.totals()
        if totals.photos:
            text = self.tr("Move {n} to trash").format(n=said_count(totals.photos))
            tip = self.tr("Move {photos} to the trash, {size}…").format(
                photos=said_photos(totals.photos), size=said_bytes(totals.size_bytes)
            )
        else:
            text, tip = self.tr("Move to trash"), self.tr("Move what is marked to the trash…")
        self._commands.say("commit", text, tip)

    def enable(self) -> None:
        """Buttons and menu entries that make sense now."""
        model, listing = self._model, self._model.listing
        review, entry, photos = model.desk.review, model.entry, len(model.items)
        lane = model.lane if entry is None else LANE_OF[entry.group.kind]
        self._key_bar.show_only(self._commands.in_bar(_BARS.get(lane, "copies"), photos))
        has_marks = review.totals().photos > 0
        slider = self._slider
        facts = Need.NOTHING
        for need, holds in (
            (Need.LIBRARY, model.session.library is not None),
            (Need.IDLE, not model.is_moving),
            (Need.GROUP, entry is not None),
            (Need.TODO, model.lane in TODO),
            (Need.LISTED, model.groups_to_do > 0),
            (Need.AHEAD, model.next_entry is not None),
            (Need.BEHIND, listing.row > 0),
            (Need.ALONE, self._page_is_alone()),
            (Need.COMPARED, entry is not None and self._stage.mode is not Mode.GRID),
            (Need.UNDO, review.next_undo is not None),
            (Need.REDO, review.next_redo is not None),
            (Need.MARKS, has_marks),
            (Need.LARGER, slider.value() > slider.minimum()),
            (Need.SMALLER, slider.value() < slider.maximum()),
        ):
            facts |= need if holds else Need.NOTHING
        self._commands.enable(facts, photos)
        self._commit.is_primary = has_marks
