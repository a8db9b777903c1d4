"""What must hold right before a file is touched, and right after."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from imgsim_desktop.acting.bins import Resting
from imgsim_desktop.records import FileStamp, OutcomeCode, Removal


class Refused(Exception):
    """This file is not touched, or stays at its place: a code for the person, and the details."""

    def __init__(self, code: OutcomeCode, detail: str = "") -> None:
        super().__init__(f"{code.value}: {detail}")
        self.code = code
        self.detail = detail


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


def confirm(
    is_still_there: bool,
    places: Iterable[Resting],
    is_it: Callable[[Path], bool],
) -> Resting:
    """After a file was taken from its place: where it rests now, proven by its bytes.

    places  where it may be, likeliest first
    Raises Refused: FAILED if it is still at its place, NOT_CONFIRMED if it is nowhere.
    """
    if is_still_there:
        raise Refused(OutcomeCode.FAILED, "it was reported as moved, but is still there")
    for place in places:
        if is_it(place.file):
            return place
    raise Refused(OutcomeCode.NOT_CONFIRMED, "it is gone, but not in the trash either")


class BatchCheck:
    """Keepers and victims of one commit against each other, and each keeper against the disk."""

    def __init__(
        self,
        removals: Sequence[Removal],
        hash_file: Callable[[Path], bytes],
        can_decode: Callable[[Path], bool],
    ) -> None:
        self._hash_file = hash_file
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
            self._check_keeper(removal.keeper)
        elif not may_be_last:
            raise Refused(OutcomeCode.LAST_COPY)
        parts = [look_at(path, self._hash_file) for path in removal.sidecars if path.exists()]
        if _names(stamp.path for stamp, _ in parts) & self._kept:
            raise Refused(OutcomeCode.KEEPER_GOES, f"a sidecar of {removal.victim.path} is kept")
        parts.append((removal.victim, self._check_victim(removal.victim).st_ino))
        return parts

    def _check_keeper(self, keeper: FileStamp) -> None:
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
            if self._hash_file(keeper.path) != keeper.content_hash:
                raise Refused(OutcomeCode.KEEPER_CHANGED, str(keeper.path))
        except OSError as error:
            raise Refused(OutcomeCode.KEEPER_UNREADABLE, str(error)) from error
        if not self._can_decode(keeper.path):
            raise Refused(OutcomeCode.KEEPER_UNREADABLE, str(keeper.path))
        self._checked[keeper] = seen

    def _check_victim(self, victim: FileStamp) -> os.stat_result:
        if not os.path.lexists(victim.path):
            raise Refused(OutcomeCode.GONE, str(victim.path))
        found = _regular(victim.path)
        if (
            found is None
            or not _fits(found, victim)
            or self._hash_file(victim.path) != victim.content_hash
        ):
            raise Refused(OutcomeCode.CHANGED, str(victim.path))
        return found


def look_at(path: Path, hash_file: Callable[[Path], bytes]) -> tuple[FileStamp, int]:
    """A sidecar as it is now, and its inode. Raises Refused for what is no file itself."""
    found = _regular(path)
    if found is None:
        raise Refused(OutcomeCode.CHANGED, f"{path} is no ordinary file")
    return FileStamp(path, found.st_size, found.st_mtime_ns, hash_file(path)), found.st_ino


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
