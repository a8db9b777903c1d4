"""The keeper's XMP: extended by what only a removed copy knew, and put back as it was.

Both contents lie beside the journal before the sidecar is touched, so that a crash and an undo
years later find them: `sidecars/ENTRY.before.xmp` (none where there was no sidecar) and
`sidecars/ENTRY.after.xmp`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from pathlib import Path

from imgsim_desktop.acting.checks import LockedFolders, Refused
from imgsim_desktop.acting.journal import Entry, Journal, Operation, State
from imgsim_desktop.acting.operations import move_new, part_of
from imgsim_desktop.records import Description, FileStamp, OutcomeCode

SidecarOf = Callable[[Path], Path]
"""Where the XMP about a photo stands, or would."""

Extend = Callable[[bytes | None, Description], bytes]
"""The sidecar with more in it; None: there is none yet. Raises ValueError if it is no XMP."""

Reduce = Callable[[bytes, Collection[str]], bytes]
"""The sidecar without some keywords. Raises ValueError if it is no XMP."""

ENDED = frozenset({State.FAILED, State.UNDONE})
"""The file is at its place, and nothing is left to do."""

_KEPT = OutcomeCode.CHANGED.value
"""Code of an addition that is undone by name, and still stands in the sidecar."""

ABSENT = b""
"""Content hash in the stamp of a sidecar that was not there before."""

_UNDO_NAMES = ("undone", "without")


class SidecarWriter:
    """Owned by the thread `act`, as everything in this room."""

    def __init__(
        self,
        journal: Journal,
        hash_file: Callable[[Path], bytes],
        sidecar_of: SidecarOf | None,
        extend: Extend | None,
        locked: LockedFolders,
        reduce: Reduce | None = None,
    ) -> None:
        self._journal = journal
        self._hash_file = hash_file
        self._sidecar_of = sidecar_of
        self._extend = extend
        self._locked = locked
        self._reduce = reduce
        self._store = journal.path.parent / "sidecars"

    def prepare(
        self, keeper: Path, carried: Description, entry_id: str, going: Collection[Path]
    ) -> tuple[FileStamp, Path, bytes] | None:
        """Stamp of the sidecar as it is, its new content and that one's hash; None: it says all.

        going  files of the same removal: a sidecar that goes itself is no place to write to
        Raises Refused: NOT_CARRIED; then nothing but our own store was written.
        """
        if self._sidecar_of is None or self._extend is None:
            raise Refused(OutcomeCode.NOT_CARRIED, "nobody here can write XMP")
        path = self._sidecar_of(keeper)
        if self._locked.holds(path):
            raise Refused(OutcomeCode.NOT_CARRIED, f"{path.parent} is locked")
        if path in going:
            raise Refused(OutcomeCode.NOT_CARRIED, f"{path} goes, too")
        try:
            old = path.read_bytes() if os.path.lexists(path) else None
            new = self._extend(old, carried)
            if new == old:
                return None
            self._store.mkdir(parents=True, exist_ok=True)
            after = self._store / f"{entry_id}.after.xmp"
            _write(after, new)
            stamp = FileStamp(path, 0, 0, ABSENT)
            if old is not None:
                before = _before(after)
                _write(before, old)
                found = path.stat()
                stamp = FileStamp(path, found.st_size, found.st_mtime_ns, self._hash_file(before))
            return stamp, after, self._hash_file(after)
        except (OSError, ValueError) as error:
            raise Refused(OutcomeCode.NOT_CARRIED, f"{path}: {error}") from error

    def write(self, entry: Entry) -> None:
        """Put the new content in its place. Raises Refused: NOT_CARRIED; then it is as it was."""
        assert entry.planned is not None
        try:
            self._replace(entry, entry.stamp.content_hash, entry.planned)
        except OSError as error:
            raise Refused(OutcomeCode.NOT_CARRIED, f"{entry.stamp.path}: {error}") from error

    def catch_up(self, unit: Collection[Entry], ending: Collection[Entry] = ()) -> None:
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
        for entry in reversed(entries):
            if entry.operation is not Operation.SIDECAR or entry.keeper is None:
                continue
            if entry.stamp.path not in paths and entry.keeper.path not in keepers:
                continue
            ends = entry.entry_id in ending_ids
            if ends or (entry.state is State.UNDONE and entry.code == _KEPT):
                code = _KEPT if entry.keeper.path in needed else self._restored(entry)
                if ends or code != _KEPT:
                    self._journal.undone(entry.entry_id, code)

    def take_out(self, entry: Entry) -> None:
        """Undo a TAG: the sidecar as it was before; if more was written since, only its words go.

        What stood there until now is kept beside the journal, as `sidecars/ENTRY.undone.xmp`.
        May be called again after a crash. Raises OSError, ValueError if it is no XMP any more.
        """
        path = entry.stamp.path
        part_of(path).unlink(missing_ok=True)
        if not self._restored(entry):
            return
        assert entry.carried is not None
        if self._reduce is None:
            raise ValueError("nobody here can write XMP")
        if not os.path.lexists(path):
            return
        old = path.read_bytes()
        new = self._reduce(old, entry.carried.keywords)
        if new != old:
            kept, aside = (self._store / f"{entry.entry_id}.{name}.xmp" for name in _UNDO_NAMES)
            _write(kept, old)
            _write(aside, new)
            self._replace(entry, self._hash_file(kept), aside)

    def is_written(self, entry: Entry) -> bool:
        """Whether the sidecar is as the journal announced it."""
        return self._now(entry.stamp.path) == entry.after

    def settle(self, unit: Collection[Entry], *, is_photo_back: bool) -> None:
        """After trouble: what the disk shows goes into the journal, and follows the photo."""
        written = []
        for entry in unit:
            if entry.operation is not Operation.SIDECAR or entry.state in ENDED:
                continue
            path = entry.stamp.path
            part_of(path).unlink(missing_ok=True)
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

    def _restored(self, entry: Entry) -> str:
        """Put the old content back; returns the code of what happened, empty if it is as it was."""
        now = self._now(entry.stamp.path)
        if now == entry.stamp.content_hash:
            return ""
        if now != entry.after:
            return _KEPT
        assert entry.planned is not None
        if entry.stamp.content_hash == ABSENT:
            entry.stamp.path.unlink()
            return ""
        before = _before(entry.planned)
        if self._now(before) != entry.stamp.content_hash:
            return OutcomeCode.GONE.value
        self._replace(entry, entry.after, before, entry.stamp.mtime_ns)
        return ""

    def _replace(
        self, entry: Entry, expected: bytes, content: Path, mtime_ns: int | None = None
    ) -> None:
        """Swap the sidecar for other content, if it is what it should be until then."""
        path = entry.stamp.path
        part = part_of(path)
        try:
            _write(part, content.read_bytes())
            if mtime_ns is not None:
                os.utime(part, ns=(mtime_ns, mtime_ns))
            if self._now(path) != expected:
                raise OSError("somebody else has just written to it")
            if expected == ABSENT:
                move_new(part, path)
            else:
                part.replace(path)
        except OSError:
            part.unlink(missing_ok=True)
            raise

    def _now(self, path: Path) -> bytes:
        """Content hash of a file as it lies there now; ABSENT if it does not."""
        return self._hash_file(path) if os.path.lexists(path) else ABSENT


def _before(after: Path) -> Path:
    return after.with_name(after.name.replace(".after.", ".before."))


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
