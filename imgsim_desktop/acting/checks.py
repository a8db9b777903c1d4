"""What must hold before the journal announces anything; `claims` looks again at the file taken."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from imgsim_desktop.acting.claims import Hash, hash_regular
from imgsim_desktop.acting.refusals import Refused
from imgsim_desktop.records import FileStamp, OutcomeCode, Removal


class LockedFolders:
    """Folders nothing is ever removed from, under whatever name they are reached."""

    def __init__(self, folders: Iterable[Path]) -> None:
        folders = list(folders)
        self._paths = {Path(os.path.realpath(folder)) for folder in folders} | set(folders)
        self._identities = {_identity(folder) for folder in self._paths} - {None}

    def holds(self, path: Path) -> bool:
        """True below a locked folder, also through a link or in other letters (`PHOTOS`)."""
        resolved = Path(os.path.realpath(path.parent))
        above = {path, *path.parents, resolved, *resolved.parents}
        return not self._paths.isdisjoint(above) or any(
            _identity(folder) in self._identities for folder in (resolved, *resolved.parents)
        )


def check_unchanged(photo: FileStamp) -> None:
    """Raises Refused unless a photo lies there by size and time as the person knows it."""
    if not os.path.lexists(photo.path):
        raise Refused(OutcomeCode.GONE, str(photo.path))
    found = _regular(photo.path)
    if found is None or not _fits(found, photo):
        raise Refused(OutcomeCode.CHANGED, str(photo.path))


class BatchCheck:
    """Keepers and victims of one commit against each other, and each keeper against the disk."""

    def __init__(
        self,
        removals: Sequence[Removal],
        hash_stream: Hash,
        can_decode: Callable[[Path], bool],
    ) -> None:
        self._hash_stream = hash_stream
        self._can_decode = can_decode
        self._going = _names(
            path for removal in removals for path in (removal.victim.path, *removal.sidecars)
        )
        self._kept = _names(r.keeper.path for r in removals if r.keeper is not None)
        self._checked: dict[FileStamp, tuple[int, ...]] = {}

    def check(self, removal: Removal, *, may_be_last: bool) -> list[tuple[FileStamp, int]]:
        """Stamps and inodes of the files to go, sidecars first, or Refused.

        A sidecar that is not there any more is left out; the victim and the keeper must be as they
        were when the person decided.
        """
        if removal.keeper is not None:
            own = _names([removal.victim.path, *removal.sidecars])
            if _names([removal.keeper.path]) & own:
                raise Refused(OutcomeCode.SAME_FILE, str(removal.keeper.path))
            self.check_keeper(removal.keeper)
        elif not may_be_last:
            raise Refused(OutcomeCode.LAST_COPY)
        along = (*removal.sidecars, *(source for source, _ in removal.follows))
        parts = [look_at(path, self._hash_stream) for path in along if path.exists()]
        if _names(stamp.path for stamp, _ in parts) & self._kept:
            raise Refused(OutcomeCode.KEEPER_GOES, f"a sidecar of {removal.victim.path} is kept")
        parts.append((removal.victim, self._check_victim(removal.victim).st_ino))
        return parts

    def check_keeper(self, keeper: FileStamp) -> None:
        """Raises Refused unless the copy that stays is as the person knows it, and opens."""
        if _names([keeper.path]) & self._going:
            raise Refused(OutcomeCode.KEEPER_GOES, str(keeper.path))
        found = _regular(keeper.path)
        if found is None or not _fits(found, keeper):
            raise Refused(OutcomeCode.KEEPER_CHANGED, str(keeper.path))
        # st_ctime_ns moves with every write and rename, so equal means: as checked a moment ago.
        # Without this, a group of 50 copies would decode its 12-megapixel keeper 50 times.
        seen = (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
        if self._checked.get(keeper) == seen:
            return
        try:
            if hash_regular(keeper.path, self._hash_stream)[1] != keeper.content_hash:
                raise Refused(OutcomeCode.KEEPER_CHANGED, str(keeper.path))
        except OSError as error:
            raise Refused(OutcomeCode.KEEPER_UNREADABLE, str(error)) from error
        if not self._can_decode(keeper.path):
            raise Refused(OutcomeCode.KEEPER_UNREADABLE, str(keeper.path))
        self._checked[keeper] = seen

    def _check_victim(self, victim: FileStamp) -> os.stat_result:
        if not os.path.lexists(victim.path):
            raise Refused(OutcomeCode.GONE, str(victim.path))
        if _regular(victim.path) is None:
            raise Refused(OutcomeCode.CHANGED, str(victim.path))
        found, content_hash = hash_regular(victim.path, self._hash_stream)
        if not _fits(found, victim) or content_hash != victim.content_hash:
            raise Refused(OutcomeCode.CHANGED, str(victim.path))
        return found


def look_at(path: Path, hash_stream: Hash) -> tuple[FileStamp, int]:
    """A sidecar as it is now, and its inode. Raises Refused for what is no file itself."""
    if _regular(path) is None:
        raise Refused(OutcomeCode.CHANGED, f"{path} is no ordinary file")
    found, content_hash = hash_regular(path, hash_stream)
    return FileStamp(path, found.st_size, found.st_mtime_ns, content_hash), found.st_ino


def _regular(path: Path) -> os.stat_result | None:
    """Its stat if it is an ordinary file itself, no link to one."""
    try:
        found = path.lstat()
    except OSError:
        return None
    return found if stat.S_ISREG(found.st_mode) else None


def _fits(found: os.stat_result, stamp: FileStamp) -> bool:
    seen = FileStamp(stamp.path, found.st_size, found.st_mtime_ns, stamp.content_hash)
    return seen == stamp


def _names(paths: Iterable[Path]) -> set[object]:
    """Everything a file is known by: path without links, and device with inode if it is there."""
    names: set[object] = set()
    for path in paths:
        names.add(Path(os.path.realpath(path.parent)) / path.name)
        identity = _identity(path)
        if identity is not None:
            names.add(identity)
    return names


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.lstat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
