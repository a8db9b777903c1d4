"""One file out of its folder and back again, each step confirmed by looking at the disk."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from imgsim_desktop.acting.bins import Resting
from imgsim_desktop.acting.checks import Refused, confirm
from imgsim_desktop.acting.journal import Entry, Journal, Operation, State
from imgsim_desktop.acting.operations import (
    QUARANTINE,
    is_same_file,
    move_new,
    move_verified,
    note_in_manifest,
    part_of,
    put_clone,
    put_in_quarantine,
    put_link,
    quarantine_place,
    quarantine_root_of,
)
from imgsim_desktop.acting.trash import Trash
from imgsim_desktop.records import OutcomeCode

LINKS = {Operation.HARD_LINK: put_link, Operation.REFLINK: put_clone}
"""What takes the place of a file that went to the trash."""

_LINK_TROUBLE = {
    errno.EXDEV: OutcomeCode.OTHER_DISK,
    errno.EOPNOTSUPP: OutcomeCode.CANNOT_LINK,  # FICLONE on ext4
    errno.ENOTTY: OutcomeCode.CANNOT_LINK,  # FICLONE on file systems that never heard of it
    errno.EINVAL: OutcomeCode.CANNOT_LINK,  # FICLONE on XFS made without reflink=1
    errno.EPERM: OutcomeCode.CANNOT_LINK,  # hard links on FAT, man 2 link
    errno.ENOSYS: OutcomeCode.CANNOT_LINK,
}
"""What the system says where it cannot link, measured or from its manual."""


class Mover:
    """Moves what the journal announced: between `intend` and `done`, `undoing` and `undone`."""

    def __init__(
        self,
        journal: Journal,
        trash: Trash,
        hash_file: Callable[[Path], bytes],
        quarantine_root_for: Callable[[Path], Path | None],
    ) -> None:
        self._journal = journal
        self._trash = trash
        self._hash_file = hash_file
        self._quarantine_root_for = quarantine_root_for

    def put(self, entry: Entry) -> Resting:
        """Take an announced file away; returns where it rests, confirmed by its hash.

        Raises Refused. NOT_CONFIRMED: it is neither at its place nor found anywhere else.
        Otherwise the file is at its place, or `settle` of recovery finds it and gives it back.
        """
        if entry.operation is Operation.MOVE:
            return self._move(entry)
        if entry.operation not in LINKS:
            return self._to_trash(entry)
        self._try_link(entry)
        resting = self._to_trash(entry)
        self._put_link(entry, entry.stamp.path)
        return resting

    def _try_link(self, entry: Entry) -> None:
        """Make the link beside the file and take it away: where that fails the file never moves."""
        aside = part_of(entry.stamp.path)
        self._put_link(entry, aside)
        aside.unlink()

    @staticmethod
    def _put_link(entry: Entry, path: Path) -> None:
        assert entry.keeper is not None
        try:
            LINKS[entry.operation](entry.keeper.path, path)
        except OSError as error:
            code = _LINK_TROUBLE.get(error.errno or 0, OutcomeCode.FAILED)
            raise Refused(code, str(error)) from error

    def _to_trash(self, entry: Entry) -> Resting:
        try:
            resting = self._trash.take(entry.stamp.path)
        except OSError as error:
            if os.path.lexists(entry.stamp.path):
                return self._to_quarantine(entry, error)
            resting = None
        return self._confirmed(entry, resting)

    def _to_quarantine(self, entry: Entry, trash_error: OSError) -> Resting:
        path = entry.stamp.path
        root = self._quarantine_root_for(path)
        if root is None:
            raise Refused(OutcomeCode.NO_TRASH, str(trash_error))
        place = quarantine_place(path, root, entry.at_ns)
        operation = Operation.QUARANTINE if entry.operation is Operation.TRASH else entry.operation
        self._journal.intend([replace(entry, operation=operation, planned=place)])
        try:
            put_in_quarantine(entry.stamp, place, entry.at_ns)
        except OSError as error:
            raise Refused(OutcomeCode.NO_TRASH, f"{trash_error}; {error}") from error
        return self._confirmed(entry, Resting(place))

    def _move(self, entry: Entry) -> Resting:
        assert entry.planned is not None
        try:
            entry.planned.parent.mkdir(parents=True, exist_ok=True)
            move_verified(
                entry.stamp.path, entry.planned, entry.stamp.content_hash, self._hash_file
            )
        except OSError as error:
            raise Refused(OutcomeCode.FAILED, str(error)) from error
        return self._confirmed(entry, Resting(entry.planned))

    def _confirmed(self, entry: Entry, resting: Resting | None) -> Resting:
        def places() -> Iterator[Resting]:
            if resting is not None:
                yield resting
            found = self.find_resting(entry)
            if found is not None:
                yield found

        return confirm(self.is_untouched(entry), places(), lambda file: self._is_it(entry, file))

    def is_untouched(self, entry: Entry) -> bool:
        """Whether the file itself is at its place: by inode, or where inodes move, by content."""
        try:
            found = entry.stamp.path.lstat()
        except OSError:
            return False
        if found.st_ino == entry.inode:
            return True
        return entry.operation not in LINKS and self._is_it(entry, entry.stamp.path)

    def find_resting(self, entry: Entry) -> Resting | None:
        """Where the file lies now, if its content proves it."""
        if entry.resting is not None and self._is_it(entry, entry.resting.file):
            return entry.resting
        others = {
            other.resting.file
            for other in self._journal.entries()
            if other.state is State.DONE
            and other.resting is not None
            and other.entry_id != entry.entry_id
        }
        for resting in self._candidates(entry):
            if resting.file not in others and self._is_it(entry, resting.file):
                return resting
        return None

    def _candidates(self, entry: Entry) -> Iterator[Resting]:
        if entry.planned is not None:
            yield Resting(entry.planned)
        yield from self._trash.find(entry.stamp.path)

    def _is_it(self, entry: Entry, file: Path) -> bool:
        try:
            if file.lstat().st_size != entry.stamp.size_bytes:
                return False
            return self._hash_file(file) == entry.stamp.content_hash
        except OSError:
            return False

    def clear_leftovers(self, entry: Entry) -> None:
        """After a crash before the end of a move: remove the second name, or the copy, at its goal.

        Only while the file itself is whole at its place, and only a name that was free before.
        """
        goals = [part_of(entry.stamp.path)]
        if entry.planned is not None:
            goals += [part_of(entry.planned)]
            if self._is_it(entry, entry.planned):
                goals.append(entry.planned)
        if self._is_it(entry, entry.stamp.path):
            for goal in goals:
                goal.unlink(missing_ok=True)

    def put_link_back(self, entry: Entry) -> None:
        """After a crash while a link was set aside for its undo: it takes its place again."""
        path = entry.stamp.path
        aside = part_of(path)
        if not self._is_it(entry, aside):
            return
        if os.path.lexists(path):
            aside.unlink()
        else:
            move_new(aside, path)

    def give_back(self, entries: Sequence[Entry]) -> None:
        """Bring a photo and its sidecars back to their places: all of them or none.

        Never over another file. Raises Refused: OCCUPIED (another file lies there), GONE (it is not
        where it was put, the trash was emptied), FAILED; then everything rests where it was.
        """
        plans = [self._plan(entry) for entry in entries]
        self._journal.undoing([entry.entry_id for entry in entries])
        moved: list[tuple[Entry, Resting]] = []
        try:
            for entry, resting in zip(entries, plans, strict=True):
                if resting is not None:
                    self._restore(entry, resting)
                    moved.append((entry, resting))
        except OSError as error:
            for entry, resting in reversed(moved):
                resting.file.parent.mkdir(parents=True, exist_ok=True)
                move_verified(
                    entry.stamp.path, resting.file, entry.stamp.content_hash, self._hash_file
                )
            for entry in entries:
                self._journal.stayed(entry.entry_id, OutcomeCode.FAILED.value, str(error))
            raise Refused(OutcomeCode.FAILED, str(error)) from error
        for entry, resting in zip(entries, plans, strict=True):
            self.finish_undo(entry, resting)

    def _plan(self, entry: Entry) -> Resting | None:
        """What to bring back; None where the file is back already."""
        path = entry.stamp.path
        if os.path.lexists(path) and not self._is_our_link(entry):
            if self._is_it(entry, path):
                return None
            raise Refused(OutcomeCode.OCCUPIED, str(path))
        resting = self.find_resting(entry)
        if resting is None:
            raise Refused(OutcomeCode.GONE, f"{path} is not where it was put")
        return resting

    def _is_our_link(self, entry: Entry) -> bool:
        path = entry.stamp.path
        if entry.operation is Operation.HARD_LINK:
            assert entry.keeper is not None
            return is_same_file(path, entry.keeper.path) or self._is_it(entry, path)
        return entry.operation is Operation.REFLINK and self._is_it(entry, path)

    def _restore(self, entry: Entry, resting: Resting) -> None:
        path = entry.stamp.path
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = part_of(path)
        is_link = os.path.lexists(path)
        if is_link:
            move_new(path, aside)
        try:
            move_verified(resting.file, path, entry.stamp.content_hash, self._hash_file)
            if not self._is_it(entry, path):
                raise OSError(f"{path} did not come back whole")
        except OSError:
            if is_link and not os.path.lexists(path):
                move_new(aside, path)
            raise
        if is_link:
            aside.unlink()

    def finish_undo(self, entry: Entry, resting: Resting | None) -> None:
        """Tidy up behind a file that is back, and say so in the journal."""
        if resting is not None:
            if is_same_file(resting.file, entry.stamp.path):
                resting.file.unlink()
            if resting.info is not None:
                resting.info.unlink(missing_ok=True)
            if quarantine_root_of(resting.file) is not None:
                note_in_manifest(resting.file, entry.stamp, "out", entry.at_ns)
                _remove_empty(resting.file.parent)
        self._journal.undone(entry.entry_id)


def _remove_empty(folder: Path) -> None:
    """Empty folders of the quarantine, from the inside out."""
    while folder.name != QUARANTINE:
        with contextlib.suppress(OSError):
            folder.rmdir()
        folder = folder.parent
