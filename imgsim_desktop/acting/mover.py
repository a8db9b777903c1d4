"""One file out of its folder and back again, each step confirmed by looking at the disk."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from imgsim_desktop.acting.bins import Resting
from imgsim_desktop.acting.claims import (
    Claim,
    Hash,
    back_name,
    claim_name,
    claimed,
    hash_in,
    hash_regular,
    part_name,
    put_back,
    return_claim,
)
from imgsim_desktop.acting.discarding import Discarder
from imgsim_desktop.acting.folders import Folder, folder_of
from imgsim_desktop.acting.journal import Journal, JournalEntry, Operation, State
from imgsim_desktop.acting.lines import mark_of
from imgsim_desktop.acting.operations import is_same_file, part_of, put_clone, put_link
from imgsim_desktop.acting.quarantine import tidy_quarantine
from imgsim_desktop.acting.refusals import Refused, refusal_of
from imgsim_desktop.acting.renaming import rename_new
from imgsim_desktop.acting.resting import quarantine_root_of, way_to
from imgsim_desktop.records import FileStamp, OutcomeCode

_MOVES = frozenset({Operation.MOVE, Operation.FOLLOW, Operation.RELOCATE})
"""What ends under a name that is ours to say."""

LINKS = {Operation.HARD_LINK: put_link, Operation.REFLINK: put_clone}
"""What takes the place of a file that went to the trash."""

_LINK_TROUBLE = {
    errno.EXDEV: OutcomeCode.OTHER_DISK,
    errno.EOPNOTSUPP: OutcomeCode.CANNOT_LINK,  # FICLONE on ext4
    errno.ENOTSUP: OutcomeCode.CANNOT_LINK,  # clonefileat on HFS+ and FAT; the same on Linux
    errno.ENOTTY: OutcomeCode.CANNOT_LINK,  # FICLONE on file systems that never heard of it
    errno.EINVAL: OutcomeCode.CANNOT_LINK,  # FICLONE on XFS made without reflink=1
    errno.EPERM: OutcomeCode.CANNOT_LINK,  # hard links on FAT, man 2 link
    errno.ENOSYS: OutcomeCode.CANNOT_LINK,
}
"""What the system says where it cannot link, measured or from its manual."""


class Mover:
    """Moves what the journal announced: between `intend` and `done`, `undoing` and `undone`."""

    def __init__(self, journal: Journal, discarder: Discarder, hash_stream: Hash) -> None:
        self._journal = journal
        self._discarder = discarder
        self.trash = discarder.trash
        self._hash_stream = hash_stream

    def put(self, entry: JournalEntry, check_keeper: Callable[[FileStamp], object]) -> Resting:
        """Take an announced file away; returns where it rests, confirmed.

        check_keeper  raises Refused unless the copy that stays is still whole

        Raises Refused. NOT_CONFIRMED: it is neither at its place nor found anywhere else.
        Otherwise it is at its place, or `settle` of recovery finds it and gives it back.
        """
        try:
            with folder_of(entry.stamp.path) as folder, self._link(entry, folder) as put_link:
                with self._taken(entry, folder) as claim:
                    claim.check(entry.stamp, self._hash_stream, inode=entry.inode)
                    _check_keeper(entry, claim, check_keeper)
                    resting = self._carry(entry, claim)
                put_link()
        except OSError as error:
            raise refusal_of(error) from error
        return resting

    def _taken(
        self, entry: JournalEntry, folder: Folder
    ) -> contextlib.AbstractContextManager[Claim]:
        name = entry.stamp.path.name
        if entry.operation in _MOVES:
            return claimed(folder, name, claim_name(entry.entry_id))
        return self._discarder.claimed(folder, name, entry.entry_id)

    def _carry(self, entry: JournalEntry, claim: Claim) -> Resting:
        if entry.operation in _MOVES:
            assert entry.planned is not None
            with folder_of(entry.planned, make=True) as goal:
                claim.move_to(goal, entry.planned.name, part_name(entry.entry_id))
            return Resting(entry.planned)
        operation = Operation.QUARANTINE if entry.operation is Operation.TRASH else entry.operation

        def announce(place: Path) -> None:
            self._journal.intend([replace(entry, operation=operation, planned=place)])

        return self._discarder.discard(
            claim,
            entry.stamp,
            entry.entry_id,
            entry.at_ns,
            mark=mark_of(entry, self._journal.identity),
            announce=announce,
            others=lambda: self._others(entry),
        )

    @contextlib.contextmanager
    def _link(self, entry: JournalEntry, folder: Folder) -> Iterator[Callable[[], None]]:
        """Make the link under a private name before the file moves; yields what gives it its name.

        Where no link can be made, or the keeper has other bytes by now, the file never moves.
        """
        if entry.operation not in LINKS:
            yield lambda: None
            return
        assert entry.keeper is not None
        part = part_name(entry.entry_id)
        is_put = False

        def put() -> None:
            nonlocal is_put
            rename_new(folder, part, folder, entry.stamp.path.name)
            is_put = True

        try:
            if folder.has(part):  # of a crash
                folder.unlink(part)
            LINKS[entry.operation](entry.keeper.path, folder, part)
        except OSError as error:
            code = _LINK_TROUBLE.get(error.errno or 0)
            raise (Refused(code, str(error)) if code else refusal_of(error)) from error
        try:
            if hash_in(folder, part, self._hash_stream)[1] != entry.stamp.content_hash:
                raise Refused(OutcomeCode.KEEPER_CHANGED, str(entry.keeper.path))
            yield lambda: rename_new(folder, part, folder, entry.stamp.path.name)
        except (Exception, KeyboardInterrupt):
            if folder.has(part):
                folder.unlink(part)
            raise

    def marked(self, paths: Iterable[Path]) -> Iterator[tuple[bytes, Resting]]:
        """Files with a mark of ours that rest where those of these paths would."""
        return self._discarder.marked(paths)

    def is_untouched(self, entry: JournalEntry) -> bool:
        """Whether the file itself is at its place: by inode, or where inodes move, by content."""
        try:
            found = entry.stamp.path.lstat()
        except OSError:
            return False
        if found.st_ino == entry.inode:
            return True
        return entry.operation not in LINKS and self._is_it(entry, entry.stamp.path)

    def find_resting(self, entry: JournalEntry) -> Resting | None:
        """Where the file lies now, if its content proves it."""
        if entry.resting is not None and self._is_it(entry, entry.resting.file):
            return entry.resting
        others = self._others(entry)
        for resting in self._candidates(entry):
            if resting.file not in others and self._is_it(entry, resting.file):
                return resting
        return None

    def _others(self, entry: JournalEntry) -> set[Path]:
        """Where the files of other entries rest."""
        return {
            other.resting.file
            for other in self._journal.entries()
            if other.state is State.DONE
            and other.resting is not None
            and other.entry_id != entry.entry_id
        }

    def _candidates(self, entry: JournalEntry) -> Iterator[Resting]:
        if entry.planned is not None:
            yield Resting(entry.planned)
        yield from self.trash.find(entry.stamp.path)

    def _is_it(self, entry: JournalEntry, file: Path) -> bool:
        try:
            if file.lstat().st_size != entry.stamp.size_bytes:
                return False
            return hash_regular(file, self._hash_stream)[1] == entry.stamp.content_hash
        except OSError:
            return False

    def put_claims_back(self, entry: JournalEntry) -> str:
        """After a crash: what lies under a private name gets its own again.

        Returns what there is to tell of a name that was another file's by then. Raises OSError,
        Refused; then the entry is still unfinished.
        """
        path, told = entry.stamp.path, ""
        if self._has_left_link(entry):
            _unlink(path.with_name(claim_name(entry.entry_id)))
        if entry.operation in LINKS:
            _unlink(path.with_name(part_name(entry.entry_id)))
        name = return_claim(path, claim_name(entry.entry_id))
        if name not in ("", path.name):
            told = f"{path} is another file by now, and what was to go is called {name}"
        for rest in {resting.file for resting in self._rests(entry)}:
            return_claim(rest, back_name(entry.entry_id))
        return told

    def _has_left_link(self, entry: JournalEntry) -> bool:
        """Whether a link that was set aside for its undo lies there, and the file is back."""
        aside = entry.stamp.path.with_name(claim_name(entry.entry_id))
        return (
            entry.operation in LINKS
            and entry.state is State.UNDOING
            and self._is_it(entry, entry.stamp.path)
            and self._is_our_link(entry, aside)
        )

    @staticmethod
    def _rests(entry: JournalEntry) -> Iterator[Resting]:
        """Where the journal says it rests, or would have."""
        if entry.resting is not None:
            yield entry.resting
        if entry.planned is not None:
            yield Resting(entry.planned)

    def clear_leftovers(self, entry: JournalEntry) -> None:
        """After a crash before the end of a move: remove the copy at its goal, whole or not.

        Only while the file itself is whole at its place, and only a name that was free before.
        """
        path, part = entry.stamp.path, part_name(entry.entry_id)
        if not self._is_it(entry, path):
            return
        rests = [resting.file for resting in self._rests(entry)]
        for place in (path, *rests):
            for leftover in (place.with_name(part), part_of(place)):
                _unlink(leftover)
        for rest in rests:
            if self._is_it(entry, rest):
                self._remove_copy(entry, rest)
        self.trash.sweep(path, entry.entry_id)

    def clear_way_back(self, entry: JournalEntry) -> None:
        """After a crash before a file was back: remove the copy beside its place, whole or not.

        Only while the file itself rests whole where it was.
        """
        if entry.resting is not None and self._is_it(entry, entry.resting.file):
            for part in (
                entry.stamp.path.with_name(part_name(entry.entry_id)),
                part_of(entry.stamp.path),
            ):
                _unlink(part)

    def _remove_copy(self, entry: JournalEntry, rest: Path) -> None:
        with (
            way_to(rest) as way,
            claimed(way.last, rest.name, back_name(entry.entry_id)) as claim,
        ):
            claim.check(entry.stamp, self._hash_stream)
            claim.remove()

    def put_link_back(self, entry: JournalEntry) -> None:
        """As put_claims_back, of a link that version 0.1.0 set aside."""
        aside = part_of(entry.stamp.path)
        if self._is_it(entry, aside):
            with folder_of(aside) as folder:
                put_back(folder, aside.name, entry.stamp.path.name, folder)

    def give_back(self, entries: Sequence[JournalEntry]) -> str:
        """Bring a photo and its sidecars back to their places: all of them or none.

        Returns what there is to tell all the same. Never over another file. Raises Refused:
        OCCUPIED (another file lies there), GONE (it is not where it was put, the trash was
        emptied), or why it could not be moved; then everything rests where it was.
        """
        plans = [self._plan(entry) for entry in entries]
        self._journal.undoing([entry.entry_id for entry in entries], plans)
        moved: list[tuple[JournalEntry, Resting]] = []
        try:
            for entry, resting in zip(entries, plans, strict=True):
                if resting is not None:
                    self._restore(entry, resting)
                    moved.append((entry, resting))
        except (OSError, Refused) as error:
            refused = error if isinstance(error, Refused) else refusal_of(error)
            stuck = self._roll_back(moved)
            for entry, resting in zip(entries, plans, strict=True):
                if entry in stuck:
                    self.finish_undo(entry, resting)
                else:
                    self._journal.stayed(entry.entry_id, refused.code.value, refused.detail)
            raise refused from error
        told = [self.finish_undo(*pair) for pair in zip(entries, plans, strict=True)]
        told += [
            f"{entry.planned} was written to since and stays there"
            for entry in entries
            if entry.operation is Operation.FOLLOW and not os.path.lexists(entry.stamp.path)
        ]
        return "; ".join(filter(None, told))

    def _plan(self, entry: JournalEntry) -> Resting | None:
        """What to bring back; None where the file is back already, or stays with the kept photo.

        What moved there may have been written to since: the photo comes back without it then.
        """
        path = entry.stamp.path
        if os.path.lexists(path) and not self._is_our_link(entry, path):
            if self._is_it(entry, path):
                return None
            raise Refused(OutcomeCode.OCCUPIED, str(path))
        resting = self.find_resting(entry)
        if resting is None and entry.operation is Operation.FOLLOW:
            return None
        if resting is None:
            raise Refused(OutcomeCode.GONE, f"{path} is not where it was put")
        return resting

    def _is_our_link(self, entry: JournalEntry, path: Path) -> bool:
        if entry.operation is Operation.HARD_LINK:
            assert entry.keeper is not None
            return is_same_file(path, entry.keeper.path) or self._is_it(entry, path)
        return entry.operation is Operation.REFLINK and self._is_it(entry, path)

    def _restore(self, entry: JournalEntry, resting: Resting) -> None:
        path = entry.stamp.path
        with (
            folder_of(path, make=True) as home,
            way_to(resting.file) as way,
            claimed(way.last, resting.file.name, back_name(entry.entry_id)) as claim,
        ):
            claim.check(entry.stamp, self._hash_stream)
            with self._link_aside(entry, home) as drop_link:
                try:
                    claim.move_to(home, path.name, part_name(entry.entry_id))
                except FileExistsError as error:
                    raise Refused(OutcomeCode.OCCUPIED, str(path)) from error
                drop_link()

    @contextlib.contextmanager
    def _link_aside(self, entry: JournalEntry, home: Folder) -> Iterator[Callable[[], None]]:
        """The link that lies in the file's place, claimed; yields what takes it away."""
        name = entry.stamp.path.name
        if entry.operation not in LINKS or not home.has(name):
            yield lambda: None
            return
        with claimed(home, name, claim_name(entry.entry_id)) as link:
            if not self._is_our_link(entry, link.path):
                raise Refused(OutcomeCode.OCCUPIED, str(entry.stamp.path))
            yield link.remove

    def _roll_back(self, moved: Sequence[tuple[JournalEntry, Resting]]) -> list[JournalEntry]:
        """Move files that were given back to where they rested; returns those that stay."""
        stuck = []
        for entry, resting in reversed(moved):
            path = entry.stamp.path
            try:
                with (
                    folder_of(path) as home,
                    way_to(resting.file) as way,
                    claimed(home, path.name, claim_name(entry.entry_id)) as claim,
                ):
                    claim.check(entry.stamp, self._hash_stream)
                    claim.move_to(way.last, resting.file.name, part_name(entry.entry_id))
            except (OSError, Refused):
                stuck.append(entry)
        return stuck

    def finish_undo(self, entry: JournalEntry, resting: Resting | None) -> str:
        """Tidy up behind a file that is back, and say so in the journal.

        Returns what could not be tidied: that takes nothing from the file.
        """
        told = ""
        if resting is not None:
            try:
                if resting.info is not None:
                    _unlink(resting.info)
                if quarantine_root_of(resting.file) is not None:
                    tidy_quarantine(resting.file, entry.stamp, entry.at_ns)
            except (OSError, Refused) as error:
                told = getattr(error, "detail", str(error))
        self._journal.undone(entry.entry_id)
        return told


def _unlink(path: Path) -> None:
    """Take away a name of our own making, if it is there. Raises OSError, Refused."""
    if os.path.lexists(path):
        with way_to(path) as way:
            way.last.unlink(path.name)


def _check_keeper(
    entry: JournalEntry, claim: Claim, check_keeper: Callable[[FileStamp], object]
) -> None:
    """The last look at the copy that stays, while the file to go has its private name."""
    if entry.keeper is None:
        return
    check_keeper(entry.keeper)
    try:
        is_same = claim.is_number_of(entry.keeper.path.lstat())
    except OSError as error:
        raise Refused(OutcomeCode.KEEPER_CHANGED, str(entry.keeper.path)) from error
    if is_same:
        raise Refused(OutcomeCode.SAME_FILE, str(entry.keeper.path))
