"""After a crash: what the journal announced and did not finish, settled by looking at the disk."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace

from imgsim_desktop.acting.adder import Adder
from imgsim_desktop.acting.claims import claim_name
from imgsim_desktop.acting.entries import ENDED, photos_of
from imgsim_desktop.acting.journal import ADDITIONS, Journal, JournalEntry, Operation, State
from imgsim_desktop.acting.lines import told_by_mark
from imgsim_desktop.acting.mover import LINKS, Mover
from imgsim_desktop.acting.origins import could_be_from
from imgsim_desktop.acting.refusals import Refused, code_of
from imgsim_desktop.acting.sidecars import SidecarWriter
from imgsim_desktop.records import Outcome, OutcomeCode

_log = logging.getLogger(__name__)


class Recovery:
    """Settles photos, each with its sidecars: wholly gone or wholly there, as the journal says."""

    def __init__(
        self, journal: Journal, mover: Mover, sidecars: SidecarWriter, adder: Adder
    ) -> None:
        self._journal = journal
        self._mover = mover
        self._sidecars = sidecars
        self._adder = adder

    def recover(self) -> list[Outcome]:
        """Settle everything unfinished; one outcome for each photo, GONE from where it was or not.

        DONE: it rests safely and can be undone. STOPPED: it is at its place.
        NOT_CONFIRMED: it is neither at its place nor found where it should rest.
        """
        self.find_again()
        units = {entry.unit_id: entry for entry in self._journal.unfinished()}
        return [o for entry in units.values() for o in self._settled(self.unit_of(entry))]

    def _settled(self, unit: Sequence[JournalEntry]) -> list[Outcome]:
        """One that cannot be settled now stays unfinished, and keeps no other from it."""
        try:
            if unit[-1].operation in ADDITIONS:
                return [self._adder.settle(unit)]
            return self.settle(unit)
        except Refused as refused:
            code, detail = refused.code, refused.detail
        except OSError as error:
            code, detail = code_of(error), str(error)
        return outcomes_of(unit, code, detail)

    def find_again(self) -> None:
        """What lines that are lost may have told of, by the marks beside the files that rest."""
        if not self._journal.lost():
            return
        places = [entry.stamp.path for entry in self._journal.entries()]
        for mark, resting in self._mover.marked([*places, self._journal.path]):
            try:
                line, entry = told_by_mark(mark, resting)
            except (ValueError, TypeError, KeyError) as error:
                _log.warning("%s has a mark that makes no sense: %r", resting.file, error)
                continue
            # Whoever can write into a stick's quarantine must not say where its files go.
            if could_be_from(entry, resting, self._mover.trash.find):
                self._journal.found_again(line, entry)

    def unit_of(self, entry: JournalEntry) -> list[JournalEntry]:
        """A unit's entries as they are now, its photo last."""
        return [e for e in self._journal.entries() if e.unit_id == entry.unit_id]

    def settle(
        self,
        unit: Sequence[JournalEntry],
        code: OutcomeCode = OutcomeCode.STOPPED,
        detail: str = "",
    ) -> list[Outcome]:
        """Find out what happened to each file, write it down, and make the unit whole again.

        code, detail  why it did not come to its end, for files that are still at their place
        returns       of each photo in the unit
        """
        told: list[str] = []
        unlinked: list[JournalEntry] = []
        for entry in unit:
            if entry.operation is Operation.SIDECAR:
                continue
            if entry.state in (State.INTENDED, State.UNDOING):
                try:
                    told.append(self._mover.put_claims_back(entry))
                except (OSError, Refused) as error:
                    return self._unsettled(unit, entry, error)
            if entry.state is State.INTENDED:
                unlinked += self._settle_removal(entry, code, detail)
            elif entry.state is State.UNDOING:
                unlinked += self._settle_undo(entry)
        detail = "; ".join(filter(None, (detail, *told)))
        unit = self.unit_of(unit[0])
        moved = [entry for entry in unit if entry.operation is not Operation.SIDECAR]
        out = [entry for entry in moved if entry.state is State.DONE and entry.resting is not None]
        out += unlinked
        is_half = len(out) < len(moved) or any(self._lacks_link(entry) for entry in out)
        if out and is_half:
            try:
                self._mover.give_back(out)
            except Refused as refused:
                detail = str(refused)
                for entry in unlinked:
                    self._journal.done(entry.entry_id, entry.resting)
            unit = self.unit_of(unit[0])
        self._sidecars.settle(unit, is_photo_back=unit[-1].state in ENDED)
        return [self._told(unit, photo, detail) for photo in photos_of(unit)]

    @staticmethod
    def _told(unit: Sequence[JournalEntry], photo: JournalEntry, detail: str) -> Outcome:
        """How it ended for one photo of a unit; where some file is nowhere, for whom that is."""
        nowhere = [entry for entry in unit if entry.code == OutcomeCode.NOT_CONFIRMED.value]
        is_another = photo not in nowhere and any(not entry.is_sidecar for entry in nowhere)
        code = OutcomeCode.STOPPED
        if nowhere and not is_another:
            code = OutcomeCode.NOT_CONFIRMED
        elif photo.state is State.DONE:
            code = OutcomeCode.DONE
        return outcome_of(photo, code, detail)

    @staticmethod
    def _unsettled(
        unit: Sequence[JournalEntry], entry: JournalEntry, error: Exception
    ) -> list[Outcome]:
        """A claimed file that cannot get its name back now: the next start tries again."""
        aside = entry.stamp.path.with_name(claim_name(entry.entry_id))
        detail = f"{entry.stamp.path} lies under the name {aside.name} for now: {error}"
        return outcomes_of(unit, OutcomeCode.FAILED, detail)

    def _settle_removal(
        self, entry: JournalEntry, code: OutcomeCode, detail: str
    ) -> list[JournalEntry]:
        """Returns it if it is away and nothing lies in its place yet that should.

        That is not written down: the journal must not say of half a link that it is done.
        """
        if self._mover.is_untouched(entry):
            self._mover.clear_leftovers(entry)
            self._journal.failed(entry.entry_id, code.value, detail)
            return []
        resting = self._mover.find_resting(entry)
        if resting is None and code not in (OutcomeCode.STOPPED, OutcomeCode.NOT_CONFIRMED):
            # Refused before it was taken away: what lies at its place is another program's doing.
            self._journal.failed(entry.entry_id, code.value, detail)
            return []
        if resting is not None and self._lacks_link(entry):
            return [replace(entry, resting=resting)]
        trouble = OutcomeCode.NOT_CONFIRMED.value if resting is None else ""
        self._journal.done(entry.entry_id, resting, trouble)
        return []

    def _settle_undo(self, entry: JournalEntry) -> list[JournalEntry]:
        """As `_settle_removal`."""
        if self._mover.is_untouched(entry):
            self._mover.clear_leftovers(entry)
            self._mover.finish_undo(entry, entry.resting)
            return []
        if entry.operation in LINKS:
            self._mover.put_link_back(entry)
        self._mover.clear_way_back(entry)
        resting = self._mover.find_resting(entry)
        if resting is not None and self._lacks_link(entry):
            return [replace(entry, resting=resting)]
        self._journal.stayed(entry.entry_id, OutcomeCode.STOPPED.value, "")
        return []

    @staticmethod
    def _lacks_link(entry: JournalEntry) -> bool:
        return entry.operation in LINKS and not entry.stamp.path.exists()


def outcomes_of(unit: Sequence[JournalEntry], code: OutcomeCode, detail: str = "") -> list[Outcome]:
    """How a unit ended, said of each photo in it."""
    return [outcome_of(photo, code, detail) for photo in photos_of(unit)]


def outcome_of(photo: JournalEntry, code: OutcomeCode, detail: str) -> Outcome:
    """With the place where it rests, if it does."""
    path, resting = photo.stamp.path, photo.resting
    moved_to = resting.file if resting is not None and photo.state is State.DONE else None
    return Outcome(path, code, detail, moved_to, photo.entry_id)
