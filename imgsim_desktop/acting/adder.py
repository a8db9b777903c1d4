"""What is added for the person and can be taken away again: tags in XMP, copies in an album.

Every photo stays at its place and keeps its bytes. Sidecars are copied with their photo. A copy is
taken away only while the photo it was made of still has the same bytes, and never if somebody has
changed it or a sidecar that was copied with it.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from imgsim_desktop.acting.album import copy_new
from imgsim_desktop.acting.checks import LockedFolders, check_unchanged, look_at
from imgsim_desktop.acting.claims import (
    Hash,
    claim_name,
    claimed,
    hash_regular,
    part_name,
    return_claim,
)
from imgsim_desktop.acting.discarding import Discarder
from imgsim_desktop.acting.entries import ENDED
from imgsim_desktop.acting.folders import Way
from imgsim_desktop.acting.journal import Journal, JournalEntry, Operation, State
from imgsim_desktop.acting.names import free_names
from imgsim_desktop.acting.operations import is_same_file, part_of
from imgsim_desktop.acting.refusals import Refused, refusal_of
from imgsim_desktop.acting.sidecars import Change, SidecarWriter
from imgsim_desktop.records import Description, FileStamp, Outcome, OutcomeCode


@dataclass(frozen=True, slots=True)
class Ticket:
    """The journal's names for one photo of a batch."""

    entry_id: str
    batch_id: str
    at_ns: int


class Adder:
    """Owned by the thread `act`; every method between the journal's lines for it."""

    def __init__(
        self,
        journal: Journal,
        hash_stream: Hash,
        sidecars: SidecarWriter,
        discarder: Discarder,
        locked: LockedFolders,
    ) -> None:
        self._journal = journal
        self._hash_stream = hash_stream
        self._sidecars = sidecars
        self._discarder = discarder
        self._locked = locked

    def tag(self, ticket: Ticket, photo: FileStamp, words: Sequence[str]) -> Outcome:
        """Write keywords into the photo's XMP sidecar; nothing is written that stands there."""
        add = Description(keywords=tuple(words))
        return self._write(ticket, photo, add, None) if add else self._checked(photo)

    def rate(self, ticket: Ticket, photo: FileStamp, change: Change) -> Outcome:
        """Write stars or a pick into the photo's XMP sidecar; nothing is written that stands there.

        In the journal it is a TAG without words.
        """
        return self._write(ticket, photo, Description(), change)

    def _checked(self, photo: FileStamp) -> Outcome:
        if self._locked.holds(photo.path):
            raise Refused(OutcomeCode.LOCKED, str(photo.path))
        check_unchanged(photo)
        return Outcome(photo.path, OutcomeCode.DONE)

    def _write(
        self, ticket: Ticket, photo: FileStamp, add: Description, change: Change | None
    ) -> Outcome:
        self._checked(photo)
        try:
            plan = self._sidecars.prepare(photo.path, add, ticket.entry_id, (), change)
            if plan is None:
                return Outcome(photo.path, OutcomeCode.DONE)
            stamp, content, after = plan
            entry = JournalEntry(
                ticket.entry_id, ticket.batch_id, ticket.entry_id, ticket.at_ns, Operation.TAG,
                stamp, 0, photo, content, carried=add, after=after,
            )  # fmt: skip
            self._journal.intend([entry])
            try:
                self._sidecars.write(entry)
            except Refused as refused:
                self._journal.failed(entry.entry_id, OutcomeCode.NOT_TAGGED.value, refused.detail)
                raise
        except Refused as refused:
            raise Refused(OutcomeCode.NOT_TAGGED, refused.detail) from refused
        return self._done(entry, Outcome(photo.path, OutcomeCode.DONE, entry_id=entry.entry_id))

    def copy(
        self, ticket: Ticket, photo: FileStamp, album: Path, sidecars: Sequence[Path] = ()
    ) -> Outcome:
        """Copy a photo with its sidecars into a folder: all of them or none.

        All under names that are free there and still belong together; `moved_to` says where the
        photo is.
        """
        check_unchanged(photo)
        targets = free_names(album, photo.path, sidecars)
        parts = [look_at(path, self._hash_stream)[0] for path in sidecars]
        entries = [
            JournalEntry(
                entry_id, ticket.batch_id, ticket.entry_id, ticket.at_ns, Operation.COPY,
                replace(part, path=targets[part.path]), 0, part, None,
            )
            for entry_id, part in zip(
                [*(f"{ticket.entry_id}-{number}" for number in range(len(parts))), ticket.entry_id],
                [*parts, photo],
                strict=True,
            )
        ]  # fmt: skip
        self._journal.intend(entries)
        for number, entry in enumerate(entries):
            assert entry.keeper is not None
            try:
                copy_new(entry.keeper, album, entry.stamp.path, entry.entry_id, self._hash_stream)
            except Refused as refused:
                for made in entries[:number]:
                    self._remove_made(made)
                for announced in entries:
                    self._journal.failed(announced.entry_id, refused.code.value, refused.detail)
                raise
        target = targets[photo.path]
        outcome = Outcome(photo.path, OutcomeCode.DONE, moved_to=target, entry_id=ticket.entry_id)
        for entry in entries:
            outcome = self._done(entry, outcome)
        return outcome

    def _remove_made(self, entry: JournalEntry) -> None:
        """Take away a copy we made of a unit that came to nothing; what somebody changed stays."""
        with contextlib.suppress(Refused), self._way_to(entry) as way:
            name = claim_name(entry.entry_id)
            with claimed(way.last, entry.stamp.path.name, name) as claim:
                claim.check(entry.stamp, self._hash_stream)
                claim.remove()

    @staticmethod
    def _way_to(entry: JournalEntry) -> contextlib.AbstractContextManager[Way]:
        """The folder of a copy, the album's own name through no link."""
        folder = entry.stamp.path.parent
        return Way.opened(folder.parent, [folder.name])

    def _done(self, entry: JournalEntry, outcome: Outcome) -> Outcome:
        try:
            self._journal.done(entry.entry_id, None)
        except OSError as error:  # announced in the journal: recover() will find what was made
            return replace(outcome, detail=str(error))
        return outcome

    def undo(self, unit: Sequence[JournalEntry]) -> Outcome:
        """Take away what was added, sidecars first. Raises Refused; then the photo's is there."""
        for entry in unit:
            if self._locked.holds(entry.stamp.path):
                raise Refused(OutcomeCode.LOCKED, str(entry.stamp.path))
        photo = unit[-1]
        if photo.operation is Operation.TAG:
            self._untag(photo)
        else:
            self._take_copies_away(unit)
        return Outcome(_shown(photo), OutcomeCode.DONE, entry_id=photo.entry_id)

    def settle(self, unit: Sequence[JournalEntry]) -> Outcome:
        """After a crash: find out what happened, make the unit whole again, and write it down.

        DONE: it was added whole. STOPPED: it was not, or it is taken away again. Raises Refused
        where the disk refuses; then it is still unfinished.
        """
        photo = unit[-1]
        for entry in unit:
            self._put_claim_back(entry)
            self._clear_parts(entry)
            self._discarder.trash.sweep(entry.stamp.path, entry.entry_id)
        if photo.operation is Operation.TAG:
            self._settle_tag(photo)
        elif any(entry.state is State.INTENDED for entry in unit):
            self._settle_making(unit)
        else:
            self._settle_taking_away(unit)
        now = {e.entry_id: e.state for e in self._journal.entries()}[photo.entry_id]
        code = OutcomeCode.DONE if now is State.DONE else OutcomeCode.STOPPED
        return Outcome(_shown(photo), code, entry_id=photo.entry_id)

    def _settle_tag(self, entry: JournalEntry) -> None:
        if entry.state is State.UNDOING:
            self._untag(entry)
        elif self._sidecars.is_written(entry):
            self._journal.done(entry.entry_id, None)
        else:
            self._journal.failed(entry.entry_id, OutcomeCode.STOPPED.value, "")

    def _settle_making(self, unit: Sequence[JournalEntry]) -> None:
        if all(map(self._is_copy, unit)):
            for entry in unit:
                if entry.state is State.INTENDED:
                    self._journal.done(entry.entry_id, None)
            return
        for entry in unit:
            if entry.state is not State.FAILED:
                self._remove_made(entry)
                self._journal.failed(entry.entry_id, OutcomeCode.STOPPED.value, "")

    def _settle_taking_away(self, unit: Sequence[JournalEntry]) -> None:
        """Copies of which some are gone already: the others go, too, but for what is the person's.

        What somebody has changed, or may be the last of its kind by now, stays, and is theirs.
        """
        left = [entry for entry in unit if os.path.lexists(entry.stamp.path)]
        if len(left) == len(unit):
            for entry in unit:
                if entry.state is State.UNDOING:
                    self._journal.stayed(entry.entry_id, OutcomeCode.STOPPED.value, "")
            return
        ours = [entry for entry in unit if entry.state not in ENDED]
        for entry in left:
            try:
                self._check_copy(entry)
            except Refused as refused:
                ours.remove(entry)
                self._journal.undone(entry.entry_id, refused.code.value)
        self._take_copies_away(ours)

    def _put_claim_back(self, entry: JournalEntry) -> None:
        try:
            if entry.operation is Operation.TAG:
                self._sidecars.put_claim_back(entry)
            else:
                return_claim(entry.stamp.path, claim_name(entry.entry_id))
        except OSError as error:
            raise refusal_of(error) from error

    def _clear_parts(self, entry: JournalEntry) -> None:
        path = entry.stamp.path
        for part in (path.with_name(part_name(entry.entry_id)), part_of(path)):
            if os.path.lexists(part):
                with self._way_to(entry) as way:
                    way.last.unlink(part.name)

    def _untag(self, entry: JournalEntry) -> None:
        self._journal.undoing([entry.entry_id])
        try:
            self._sidecars.take_out(entry)
        except (OSError, ValueError) as error:
            self._journal.stayed(entry.entry_id, OutcomeCode.FAILED.value, str(error))
            raise Refused(OutcomeCode.FAILED, f"{entry.stamp.path}: {error}") from error
        self._journal.undone(entry.entry_id)

    def _take_copies_away(self, unit: Sequence[JournalEntry]) -> None:
        """The photo goes last: what stays of a unit can be taken away later."""
        there = [entry for entry in unit if os.path.lexists(entry.stamp.path)]
        for entry in there:
            self._check_copy(entry)
        self._journal.undoing([entry.entry_id for entry in there])
        for number, entry in enumerate(there):
            try:
                self._discard(entry)
            except Refused as refused:
                if refused.code is OutcomeCode.NOT_CONFIRMED:
                    self._journal.undone(entry.entry_id, refused.code.value)
                    number += 1
                for left in there[number:]:
                    self._journal.stayed(left.entry_id, refused.code.value, refused.detail)
                raise
            self._journal.undone(entry.entry_id)
        for entry in unit:
            if entry not in there:
                self._journal.undone(entry.entry_id)
        for album in {entry.stamp.path.parent for entry in unit}:
            self._remove_if_empty(album)

    @staticmethod
    def _remove_if_empty(album: Path) -> None:
        with contextlib.suppress(OSError), Way.opened(album.parent) as way:
            way.last.rmdir(album.name)  # more lies in it: it stays

    def _check_copy(self, entry: JournalEntry) -> None:
        photo = entry.keeper
        assert photo is not None
        if not self._is_copy(entry):
            raise Refused(OutcomeCode.CHANGED, str(entry.stamp.path))
        if is_same_file(entry.stamp.path, photo.path):
            raise Refused(OutcomeCode.SAME_FILE, str(photo.path))
        if entry.is_sidecar:  # words are added to that of the photo all the time
            return
        try:
            is_whole = hash_regular(photo.path, self._hash_stream)[1] == photo.content_hash
        except OSError as error:
            raise Refused(OutcomeCode.KEEPER_UNREADABLE, str(error)) from error
        if not is_whole:
            raise Refused(OutcomeCode.KEEPER_CHANGED, str(photo.path))

    def _is_copy(self, entry: JournalEntry) -> bool:
        """Whether the copy lies there with the bytes it was made with."""
        try:
            found = hash_regular(entry.stamp.path, self._hash_stream)[1]
        except OSError:
            return False
        return found == entry.stamp.content_hash

    def _discard(self, entry: JournalEntry) -> None:
        """To the trash; where a disk has none, to a quarantine beside the album or the photos."""
        path = entry.stamp.path
        try:
            with (
                self._way_to(entry) as way,
                self._discarder.claimed(way.last, path.name, entry.entry_id) as claim,
            ):
                claim.check(entry.stamp, self._hash_stream)
                self._discarder.discard(
                    claim, entry.stamp, entry.entry_id, entry.at_ns, root=path.parent.parent
                )
        except OSError as error:
            raise refusal_of(error) from error


def _shown(entry: JournalEntry) -> Path:
    """The file an outcome speaks of: the photo that was tagged, the copy that was made."""
    if entry.operation is Operation.TAG and entry.keeper is not None:
        return entry.keeper.path
    return entry.stamp.path
