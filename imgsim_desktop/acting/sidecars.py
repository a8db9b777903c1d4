"""The keeper's XMP: extended by what only a removed copy knew, and put back as it was.

Both contents lie beside the journal before the sidecar is touched, so that a crash and an undo
years later find them: `sidecars/ENTRY.before.xmp` (none where there was no sidecar) and
`sidecars/ENTRY.after.xmp`.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from imgsim_desktop.acting.checks import LockedFolders
from imgsim_desktop.acting.claims import (
    Claim,
    Hash,
    claim_name,
    claimed,
    hash_regular,
    part_name,
    return_claim,
)
from imgsim_desktop.acting.entries import ENDED
from imgsim_desktop.acting.folders import Folder, folder_of
from imgsim_desktop.acting.journal import Journal, JournalEntry, Operation, State
from imgsim_desktop.acting.operations import part_of
from imgsim_desktop.acting.refusals import Refused
from imgsim_desktop.acting.renaming import rename_new
from imgsim_desktop.private import for_owner, make_private
from imgsim_desktop.records import Description, FileStamp, OutcomeCode

SidecarOf = Callable[[Path], Path]
"""Where the XMP about a photo stands, or would."""

Extend = Callable[[bytes | None, Description], bytes]
"""The sidecar with more in it; None: there is none yet. Raises ValueError if it is no XMP."""

Change = Callable[[bytes | None], bytes | None]
"""The sidecar as it shall be; None: there is none, and none is needed. Raises ValueError."""

Unrate = Callable[[bytes, bytes | None, bytes], bytes]
"""The sidecar as it is now, without the rating that made `after` of `before`. Raises ValueError."""

Reduce = Callable[[bytes, Collection[str]], bytes]
"""The sidecar without some keywords. Raises ValueError if it is no XMP."""

_KEPT = OutcomeCode.CHANGED.value
"""Code of an addition that is undone by name, and still stands in the sidecar."""

ABSENT = b""
"""Content hash in the stamp of a sidecar that was not there before."""

_OTHER = b"\0"
"""In place of a content hash: what lies there is no ordinary file."""

_UNDO_NAMES = ("undone", "without")


class SidecarWriter:
    """Owned by the thread `act`, as everything in this room."""

    def __init__(
        self,
        journal: Journal,
        hash_stream: Hash,
        sidecar_of: SidecarOf | None,
        extend: Extend | None,
        locked: LockedFolders,
        reduce: Reduce | None = None,
        unrate: Unrate | None = None,
    ) -> None:
        self._journal = journal
        self._hash_stream = hash_stream
        self._sidecar_of = sidecar_of
        self._extend = extend
        self._locked = locked
        self._reduce = reduce
        self._unrate = unrate
        self._store = journal.path.parent / "sidecars"

    def place_of(self, keeper: Path) -> Path:
        """Where words about a photo are written. Raises Refused where nobody can."""
        if self._sidecar_of is None or self._extend is None:
            raise Refused(OutcomeCode.NOT_CARRIED, "nobody here can write XMP")
        return self._sidecar_of(keeper)

    def prepare(
        self,
        keeper: Path,
        carried: Description,
        entry_id: str,
        going: Collection[Path],
        change: Change | None = None,
    ) -> tuple[FileStamp, Path, bytes] | None:
        """Stamp of the sidecar as it is, its new content and that one's hash; None: it says all.

        going   files of the same removal: a sidecar that goes itself is no place to write to
        change  what is done to it instead of adding `carried`
        Raises Refused: NOT_CARRIED; then nothing but our own store was written.
        """
        path = self.place_of(keeper)
        assert self._extend is not None
        if self._locked.holds(path):
            raise Refused(OutcomeCode.NOT_CARRIED, f"{path.parent} is locked")
        if path in going:
            raise Refused(OutcomeCode.NOT_CARRIED, f"{path} goes, too")
        try:
            old, found = _read(path)
            new = self._extend(old, carried) if change is None else change(old)
            if new is None or new == old:
                return None
            make_private(self._store)
            after = self._store / f"{entry_id}.after.xmp"
            _write(after, new)
            stamp = FileStamp(path, 0, 0, ABSENT)
            if old is not None and found is not None:
                before = _before(after)
                _write(before, old)
                stamp = FileStamp(path, len(old), found.st_mtime_ns, self._now(before))
            return stamp, after, self._now(after)
        except (OSError, ValueError) as error:
            raise Refused(OutcomeCode.NOT_CARRIED, f"{path}: {error}") from error

    def write(self, entry: JournalEntry) -> None:
        """Put the new content in its place. Raises Refused: NOT_CARRIED; then it is as it was."""
        assert entry.planned is not None
        try:
            self._replace(entry, entry.stamp.content_hash, entry.planned)
        except OSError as error:
            raise Refused(OutcomeCode.NOT_CARRIED, f"{entry.stamp.path}: {error}") from error

    def put_claim_back(self, entry: JournalEntry) -> None:
        """After a crash: a sidecar that was claimed gets its name again.

        Where a new one has it by now, ours or another program's, the old one goes if our store has
        its bytes. Raises OSError, Refused.
        """
        path, private = entry.stamp.path, claim_name(entry.entry_id)
        aside = path.with_name(private)
        if os.path.lexists(aside) and os.path.lexists(path):
            undone = self._store / f"{entry.entry_id}.{_UNDO_NAMES[0]}.xmp"
            if self._now(aside) in (entry.stamp.content_hash, entry.after, self._now(undone)):
                with folder_of(path) as folder:
                    folder.unlink(private)
        return_claim(path, private)

    def catch_up(
        self, unit: Collection[JournalEntry], ending: Collection[JournalEntry] = ()
    ) -> None:
        """Take back what may be taken back now that a photo is at its place, latest words first.

        unit    the photo that is back, with its sidecars
        ending  of it: the words that were added to the keeper's sidecar for it

        Words stay, and wait to be caught up with, while another photo that carried some to this
        keeper is gone: they may be that one's, too. They also stay where somebody has written to
        the sidecar since. So undone in any order, the last undo leaves the sidecar as it was
        before the first.
        """
        paths = {entry.stamp.path for entry in unit}
        keepers = {entry.keeper.path for entry in unit if entry.carried and entry.keeper}
        if len(unit) == 1 and not keepers:
            return
        ending_ids = {entry.entry_id for entry in ending}
        entries = self._journal.entries()
        needed = {
            entry.keeper.path
            for entry in entries
            if entry.carried and entry.keeper and not entry.is_sidecar
            if entry.state is State.DONE and entry.operation is not Operation.TAG
        }
        meant = [
            entry
            for entry in reversed(entries)
            if entry.operation is Operation.SIDECAR and entry.keeper is not None
            if entry.stamp.path in paths or entry.keeper.path in keepers
            if entry.entry_id in ending_ids or _waits(entry, needed)
        ]
        waiting = [entry.entry_id for entry in meant if entry.entry_id not in ending_ids]
        if waiting:  # announced like any other: after a crash somebody goes on with them
            self._journal.undoing(waiting)
        for entry in meant:
            assert entry.keeper is not None
            code = _KEPT if entry.keeper.path in needed else self._restored(entry)
            self._journal.undone(entry.entry_id, code)

    def take_out(self, entry: JournalEntry) -> None:
        """Undo a TAG: the sidecar as it was before; if more was written since, only its words go.

        What stood there until now is kept beside the journal, as `sidecars/ENTRY.undone.xmp`.
        May be called again after a crash. Raises OSError, ValueError if it is no XMP any more.
        """
        path = entry.stamp.path
        self._clear_parts(entry)
        if not self._restored(entry):
            return
        assert entry.carried is not None
        if self._reduce is None:
            raise ValueError("nobody here can write XMP")
        old, _ = _read(path)
        if old is None:
            return
        if entry.carried.keywords:
            new = self._reduce(old, entry.carried.keywords)
        else:  # stars, or a pick
            new = self._without_rating(entry, old)
        if new != old:
            kept, aside = (self._store / f"{entry.entry_id}.{name}.xmp" for name in _UNDO_NAMES)
            _write(kept, old)
            _write(aside, new)
            self._replace(entry, self._now(kept), aside)

    def _without_rating(self, entry: JournalEntry, now: bytes) -> bytes:
        if self._unrate is None or entry.planned is None:
            raise ValueError("nobody here can take a rating back")
        before, after = _read(_before(entry.planned))[0], entry.planned.read_bytes()
        return self._unrate(now, before, after)

    def is_written(self, entry: JournalEntry) -> bool:
        """Whether the sidecar is as the journal announced it."""
        return self._now(entry.stamp.path) == entry.after

    def settle(self, unit: Collection[JournalEntry], *, is_photo_back: bool) -> None:
        """After trouble: what the disk shows goes into the journal, and follows the photo."""
        written = []
        for entry in unit:
            if entry.operation is not Operation.SIDECAR or entry.state in ENDED:
                continue
            path = entry.stamp.path
            self.put_claim_back(entry)
            self._clear_parts(entry)
            if entry.state is State.INTENDED and self._now(path) != entry.after:
                self._journal.failed(entry.entry_id, OutcomeCode.STOPPED.value, "")
            elif is_photo_back:
                written.append(entry)
            elif entry.state is State.UNDOING:
                self._journal.stayed(entry.entry_id, OutcomeCode.STOPPED.value, "")
            elif entry.state is State.INTENDED:
                self._journal.done(entry.entry_id, None)
        if is_photo_back:
            self.catch_up(unit, written)

    def _restored(self, entry: JournalEntry) -> str:
        """Put the old content back; returns the code of what happened, empty if it is as it was."""
        now = self._now(entry.stamp.path)
        if now == entry.stamp.content_hash:
            return ""
        if now != entry.after:
            return _KEPT
        assert entry.planned is not None
        if entry.stamp.content_hash == ABSENT:
            with folder_of(entry.stamp.path) as folder, self._claimed(folder, entry, now) as claim:
                claim.remove()
            return ""
        before = _before(entry.planned)
        if self._now(before) != entry.stamp.content_hash:
            return OutcomeCode.GONE.value
        self._replace(entry, entry.after, before, entry.stamp.mtime_ns)
        return ""

    def _replace(
        self, entry: JournalEntry, expected: bytes, content: Path, mtime_ns: int | None = None
    ) -> None:
        """Swap the sidecar for other content, if it is what it should be until then.

        Raises OSError; then it is as somebody else has just written it, or as it was.
        """
        name, part = entry.stamp.path.name, part_name(entry.entry_id)
        with folder_of(entry.stamp.path) as folder:
            _make(folder, part, name, content.read_bytes(), mtime_ns)
            try:
                if expected == ABSENT:
                    rename_new(folder, part, folder, name)
                else:
                    with self._claimed(folder, entry, expected) as old:
                        try:
                            rename_new(folder, part, folder, name)
                        except FileExistsError:
                            old.remove()  # whoever saved this one meant to replace it, too
                            raise
                        old.remove()
            except (Exception, KeyboardInterrupt):
                if folder.has(part):
                    folder.unlink(part)
                raise

    @contextlib.contextmanager
    def _claimed(self, folder: Folder, entry: JournalEntry, expected: bytes) -> Iterator[Claim]:
        """The sidecar, if it has the bytes it should have. Raises OSError if somebody wrote it."""
        path = entry.stamp.path
        try:
            with claimed(folder, path.name, claim_name(entry.entry_id)) as claim:
                size_bytes = folder.lstat(claim.taken).st_size
                claim.check(FileStamp(path, size_bytes, 0, expected), self._hash_stream)
                yield claim
        except Refused as refused:
            raise OSError(f"somebody else has just written to it ({refused.detail})") from refused

    def _clear_parts(self, entry: JournalEntry) -> None:
        path = entry.stamp.path
        for part in (path.with_name(part_name(entry.entry_id)), part_of(path)):
            if os.path.lexists(part):
                with folder_of(part) as folder:
                    folder.unlink(part.name)

    def _now(self, path: Path) -> bytes:
        """Content hash of a file as it lies there now; ABSENT if it does not, _OTHER if no file."""
        try:
            found = path.lstat()
        except FileNotFoundError:
            return ABSENT
        if not stat.S_ISREG(found.st_mode):
            return _OTHER
        return hash_regular(path, self._hash_stream)[1]


def _waits(entry: JournalEntry, needed: Collection[Path]) -> bool:
    """Whether words that were kept for other photos may go now."""
    is_kept = entry.state is State.UNDONE and entry.code == _KEPT
    return is_kept and entry.keeper is not None and entry.keeper.path not in needed


def _before(after: Path) -> Path:
    return after.with_name(after.name.replace(".after.", ".before."))


def _read(path: Path) -> tuple[bytes | None, os.stat_result | None]:
    """A sidecar and its stat; None where there is none. Raises OSError for what is no file."""
    try:
        with (
            folder_of(path) as folder,
            open(folder.open_file(path.name), "rb") as file,  # noqa: PTH123
        ):
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode):
                raise IsADirectoryError(errno.EISDIR, "this is no ordinary file", str(path))
            return file.read(), found
    except FileNotFoundError:
        return None, None


def _make(folder: Folder, part: str, name: str, content: bytes, mtime_ns: int | None) -> None:
    """The new sidecar beside the old one, with its rights; what a crash left is written anew."""
    if folder.has(part):
        folder.unlink(part)
    rights = stat.S_IMODE(folder.lstat(name).st_mode) if folder.has(name) else None
    try:
        made = folder.open_file(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        with open(made, "wb") as file:  # noqa: PTH123
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            if sys.platform != "win32":
                if rights is not None:
                    os.fchmod(file.fileno(), rights)
                if mtime_ns is not None:
                    os.utime(file.fileno(), ns=(mtime_ns, mtime_ns))
        if sys.platform == "win32" and mtime_ns is not None:  # pragma: no cover
            os.utime(folder.path / part, ns=(mtime_ns, mtime_ns))
    except (Exception, KeyboardInterrupt):
        if folder.has(part):
            folder.unlink(part)
        raise


def _write(path: Path, content: bytes) -> None:
    """Into our own store."""
    with open(path, "wb", opener=for_owner) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
