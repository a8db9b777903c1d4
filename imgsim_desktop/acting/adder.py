"""What is added for the person and can be taken away again: tags in XMP, copies in an album.

Every photo stays at its place and keeps its bytes. A copy is taken away only while the photo it was
made of still has the same bytes, and never if somebody has changed it.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from imgsim_desktop.acting.album import copy_new
from imgsim_desktop.acting.bins import Resting
from imgsim_desktop.acting.checks import LockedFolders, Refused, check_unchanged
from imgsim_desktop.acting.journal import Entry, Journal, Operation, State
from imgsim_desktop.acting.operations import (
    free_names,
    is_same_file,
    part_of,
    put_in_quarantine,
    quarantine_place,
)
from imgsim_desktop.acting.sidecars import SidecarWriter
from imgsim_desktop.acting.trash import Trash
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
        hash_file: Callable[[Path], bytes],
        sidecars: SidecarWriter,
        trash: Trash,
        locked: LockedFolders,
        quarantine_root_for: Callable[[Path], Path | None],
    ) -> None:
        self._journal = journal
        self._hash_file = hash_file
        self._sidecars = sidecars
        self._trash = trash
        self._locked = locked
        self._quarantine_root_for = quarantine_root_for

    def tag(self, ticket: Ticket, photo: FileStamp, words: Sequence[str]) -> Outcome:
        """Write keywords into the photo's XMP sidecar; nothing is written that stands there."""
        if self._locked.holds(photo.path):
            raise Refused(OutcomeCode.LOCKED, str(photo.path))
        check_unchanged(photo)
        add = Description(keywords=tuple(words))
        try:
            plan = self._sidecars.prepare(photo.path, add, ticket.entry_id, ()) if add else None
            if plan is None:
                return Outcome(photo.path, OutcomeCode.DONE)
            stamp, content, after = plan
            entry = Entry(
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

    def copy(self, ticket: Ticket, photo: FileStamp, album: Path) -> Outcome:
        """Copy a photo into a folder, under a name that is free there; `moved_to` says where."""
        target = free_names(album, photo.path)[photo.path]
        check_unchanged(photo)
        entry = Entry(
            ticket.entry_id, ticket.batch_id, ticket.entry_id, ticket.at_ns, Operation.COPY,
            replace(photo, path=target), 0, photo, None,
        )  # fmt: skip
        self._journal.intend([entry])
        try:
            copy_new(photo, target, self._hash_file)
        except Refused as refused:
            self._journal.failed(entry.entry_id, refused.code.value, refused.detail)
            raise
        outcome = Outcome(photo.path, OutcomeCode.DONE, moved_to=target, entry_id=entry.entry_id)
        return self._done(entry, outcome)

    def _done(self, entry: Entry, outcome: Outcome) -> Outcome:
        try:
            self._journal.done(entry.entry_id, None)
        except OSError as error:  # announced in the journal: recover() will find what was made
            return replace(outcome, detail=str(error))
        return outcome

    def undo(self, entry: Entry) -> Outcome:
        """Take away what was added. Raises Refused; then it is as it was."""
        if self._locked.holds(entry.stamp.path):
            raise Refused(OutcomeCode.LOCKED, str(entry.stamp.path))
        if entry.operation is Operation.TAG:
            self._untag(entry)
        else:
            self._take_copy_away(entry)
        return Outcome(_shown(entry), OutcomeCode.DONE, entry_id=entry.entry_id)

    def settle(self, entry: Entry) -> Outcome:
        """After a crash: find out what happened, and write it down.

        DONE: it was added whole. STOPPED: it was not, or it is taken away again.
        """
        is_tag = entry.operation is Operation.TAG
        if entry.state is State.INTENDED:
            part = part_of(entry.stamp.path)
            part.unlink(missing_ok=True)
            if self._sidecars.is_written(entry) if is_tag else self._is_copy(entry):
                self._journal.done(entry.entry_id, None)
                return Outcome(_shown(entry), OutcomeCode.DONE, entry_id=entry.entry_id)
            self._journal.failed(entry.entry_id, OutcomeCode.STOPPED.value, "")
        elif is_tag or not os.path.lexists(entry.stamp.path):
            if is_tag:
                self._untag(entry)
            else:
                self._journal.undone(entry.entry_id)
        else:
            self._journal.stayed(entry.entry_id, OutcomeCode.STOPPED.value, "")
            return Outcome(_shown(entry), OutcomeCode.DONE, entry_id=entry.entry_id)
        return Outcome(_shown(entry), OutcomeCode.STOPPED, entry_id=entry.entry_id)

    def _untag(self, entry: Entry) -> None:
        self._journal.undoing([entry.entry_id])
        try:
            self._sidecars.take_out(entry)
        except (OSError, ValueError) as error:
            self._journal.stayed(entry.entry_id, OutcomeCode.FAILED.value, str(error))
            raise Refused(OutcomeCode.FAILED, f"{entry.stamp.path}: {error}") from error
        self._journal.undone(entry.entry_id)

    def _take_copy_away(self, entry: Entry) -> None:
        path = entry.stamp.path
        if os.path.lexists(path):
            self._check_copy(entry)
            self._journal.undoing([entry.entry_id])
            try:
                self._to_trash(entry)
            except Refused as refused:
                if refused.code is not OutcomeCode.NOT_CONFIRMED:
                    self._journal.stayed(entry.entry_id, refused.code.value, refused.detail)
                else:
                    self._journal.undone(entry.entry_id, refused.code.value)
                raise
        self._journal.undone(entry.entry_id)
        with contextlib.suppress(OSError):  # more lies in it: it stays
            path.parent.rmdir()

    def _check_copy(self, entry: Entry) -> None:
        photo = entry.keeper
        assert photo is not None
        if not self._is_copy(entry):
            raise Refused(OutcomeCode.CHANGED, str(entry.stamp.path))
        if is_same_file(entry.stamp.path, photo.path):
            raise Refused(OutcomeCode.SAME_FILE, str(photo.path))
        try:
            is_whole = self._hash_file(photo.path) == photo.content_hash
        except OSError as error:
            raise Refused(OutcomeCode.KEEPER_UNREADABLE, str(error)) from error
        if not is_whole:
            raise Refused(OutcomeCode.KEEPER_CHANGED, str(photo.path))

    def _is_copy(self, entry: Entry) -> bool:
        """Whether the copy lies there with the bytes it was made with."""
        return self._has_bytes(entry.stamp.path, entry.stamp.content_hash)

    def _has_bytes(self, path: Path, content_hash: bytes) -> bool:
        try:
            return not path.is_symlink() and self._hash_file(path) == content_hash
        except OSError:
            return False

    def _to_trash(self, entry: Entry) -> None:
        path = entry.stamp.path
        resting: Resting | None = None
        try:
            resting = self._trash.take(path)
        except OSError as error:
            if os.path.lexists(path):
                resting = self._to_quarantine(entry, error)
        if os.path.lexists(path):
            raise Refused(OutcomeCode.FAILED, "it was reported as moved, but is still there")
        places = [*([] if resting is None else [resting]), *self._trash.find(path)]
        if not any(self._has_bytes(place.file, entry.stamp.content_hash) for place in places):
            raise Refused(OutcomeCode.NOT_CONFIRMED, "it is gone, but not in the trash either")

    def _to_quarantine(self, entry: Entry, trash_error: OSError) -> Resting:
        """Where a disk has no trash: in the library folder, else in the folder of the album."""
        path = entry.stamp.path
        place = quarantine_place(
            path, self._quarantine_root_for(path) or path.parent.parent, entry.at_ns
        )
        try:
            put_in_quarantine(entry.stamp, place, entry.at_ns)
        except OSError as error:
            raise Refused(OutcomeCode.NO_TRASH, f"{trash_error}; {error}") from error
        return Resting(place)


def _shown(entry: Entry) -> Path:
    """The file an outcome speaks of: the photo that was tagged, the copy that was made."""
    if entry.operation is Operation.TAG and entry.keeper is not None:
        return entry.keeper.path
    return entry.stamp.path
