"""The pictures alone: the same review with nothing around them, in the dark, edge to edge."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QObject, QTimer, Signal

from imgsim_desktop.ui.lane_words import said_lane
from imgsim_desktop.ui.models.differences import differences
from imgsim_desktop.ui.models.stage import pair_of
from imgsim_desktop.ui.reviewing.changed import Changed
from imgsim_desktop.ui.reviewing.model import ReviewModel
from imgsim_desktop.ui.texts import said_count, said_photos
from imgsim_desktop.ui.widgets.fact_chips import Chip
from imgsim_desktop.ui.widgets.review_page import ReviewPage


class FactsShown(Enum):
    """Which are called over the pictures; one key leads from each to the next."""

    NONE = "none"
    DIFFERENCES = "differences"
    ALL = "all"


class AlonePart(QObject):
    """Puts all but the pictures away, and says over them what the page says around; GUI thread."""

    changed = Signal(object)
    """bool: the pictures are alone now, or no longer."""

    def __init__(self, model: ReviewModel, page: ReviewPage) -> None:
        super().__init__(page)
        self._model, self._page = model, page
        self._facts = FactsShown.NONE

    @property
    def is_on(self) -> bool:
        return self._page.is_alone

    @property
    def facts(self) -> FactsShown:
        return self._facts

    def toggle(self) -> None:
        self.leave() if self.is_on else self.enter()

    def enter(self) -> None:
        """Show nothing but the pictures, if there are any."""
        if self._model.entry is not None and not self.is_on:
            self._set(on=True)

    def leave(self) -> None:
        """Back to the whole page, at the same group and photo."""
        if self.is_on:
            self._set(on=False)

    def _set(self, *, on: bool) -> None:
        self._page.set_alone(on=on)
        self.changed.emit(on)
        self._show()
        self._focus()

    def turn_facts(self) -> None:
        """On the page more or fewer facts; over the pictures those that differ, all, none."""
        if not self.is_on:
            self._page.all_facts.toggle()
            return
        steps = list(FactsShown)
        self._facts = steps[(steps.index(self._facts) + 1) % len(steps)]
        self._show_facts()

    def show_changed(self, what: Changed) -> None:
        if self.is_on and what:
            self._show()
            if Changed.ENTRY in what:
                QTimer.singleShot(0, self, self._focus)

    # inside

    def _focus(self) -> None:
        """The pictures have the keys, or what is offered where there is none."""
        if not self._page.isVisible():
            return
        if self._model.entry is not None:
            self._page.stage.focus_widget().setFocus()
        elif not self.is_on or not self._page.empty.focus_button():
            self._page.strip.back.setFocus()

    def _show(self) -> None:
        model, strip = self._model, self._page.strip
        has_group = model.entry is not None
        strip.place.setText(self._said_place())
        strip.show_film(len(model.items))
        strip.stage_bar_shown(shown=has_group)
        strip.back.is_primary = not has_group
        if self.is_on and strip.stays == has_group:
            strip.stay(must=not has_group)
        self._show_facts()

    def _said_place(self) -> str:
        """ "Identical · 2 of 14 · 3 photos marked"."""
        model, listing = self._model, self._model.listing
        said = [said_lane(model.lane)]
        if model.entry is not None:
            place = self.tr("{n} of {count}")
            said.append(
                place.format(n=said_count(listing.row + 1), count=said_count(len(listing.entries)))
            )
        marked = model.desk.review.totals().photos
        if marked:
            said.append(self.tr("{photos} marked").format(photos=said_photos(marked)))
        return " · ".join(said)

    def _show_facts(self) -> None:
        page, pair = self._page, pair_of(self._model.items, self._model.current)
        shown = self.is_on and self._facts is not FactsShown.NONE and pair is not None
        if shown and pair is not None:
            keeper, other = pair
            lines = differences(keeper.photo, other.photo)
            lines = [line for line in lines if line.differs or self._facts is FactsShown.ALL]
            left, right = page.chips
            left.show_facts(
                [Chip(line.name, line.left, line.better == "left") for line in lines if line.left]
            )
            right.show_facts(
                [Chip(li.name, li.right, li.better == "right") for li in lines if li.right],
                page.reason.whole,
            )
        page.show_chips(shown=shown)
