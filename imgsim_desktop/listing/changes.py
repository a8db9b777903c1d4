"""Changes: what the walk met against what the library remembers."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from imgsim_desktop.listing.identities import Identity, SecondNames, identity_of, is_as_it_was
from imgsim_desktop.listing.walk import EMPTY_FOLDER
from imgsim_desktop.records import Failure, FoundFile, KnownFile, Offline, PassedBy, Unnamed


@dataclass(frozen=True, slots=True)
class Unchanged:
    """Same path, size and time: nothing to do, also where reading had failed."""

    photo_id: int
    file: FoundFile


@dataclass(frozen=True, slots=True)
class ToRead:
    """New, or changed since: read it. A content that is known already keeps its vector."""

    file: FoundFile


@dataclass(frozen=True, slots=True)
class Moved:
    """The same file at a new path; nothing needs reading."""

    photo_id: int
    file: FoundFile


@dataclass(frozen=True, slots=True)
class Gone:
    """Deleted: its folder was listed to the end and it was not there."""

    photo_id: int


@dataclass(frozen=True, slots=True)
class RootOffline:
    """Nothing is known about what lies below: mask it, forget nothing."""

    root: Path
    detail: str


@dataclass(frozen=True, slots=True)
class Unreachable:
    """A folder or file that could not be listed; what lies below stays as it was."""

    failure: Failure


Change = Unchanged | ToRead | Moved | Gone | RootOffline | Unreachable | PassedBy | Unnamed


def sort_changes(
    found: Iterable[FoundFile | Offline | Failure | PassedBy | Unnamed],
    known: Mapping[Path, KnownFile],
    identify: Callable[[Path], Identity | None] = identity_of,
) -> Iterator[Change]:
    """Say of each file what happened to it since the last scan.

    identify  asked of a file that the walk gives no inode (on Windows), where that is needed

    Each known photo is in exactly one of: Unchanged, ToRead at its path, Moved, Gone, or below a
    RootOffline or Unreachable path and then not mentioned at all.

    Moved and Gone come at the end of the walk, because only then is it sure that the old path is
    gone; the rest comes as the walk goes on. A walk that raises yields no Gone.
    A further name of a file that was met (a hard link) is no photo of its own, and Gone if it was.
    """
    known_ids: dict[tuple[int, int, int, int], Path] | None = None
    met: set[Path] = set()
    perhaps_moved: list[tuple[FoundFile, Path]] = []
    second_names = SecondNames(known, identify)
    unlisted: list[str] = []
    for item in found:
        if isinstance(item, Offline):
            is_new_folder = item.detail == EMPTY_FOLDER and not _any_below(known, str(item.root))
            if not is_new_folder:
                unlisted.append(str(item.root))
                yield RootOffline(item.root, item.detail)
            continue
        if isinstance(item, Failure):
            unlisted.append(str(item.file.path))
            yield Unreachable(item)
            continue
        if isinstance(item, PassedBy | Unnamed):
            yield item
            continue
        before = known.get(item.path)
        file = item if item.inode else second_names.tell(item)
        if file is None:
            continue
        if before is not None and (
            not second_names.is_linked(file)
            or (file.device, file.inode) == (before.device, before.inode)
        ):
            met.add(file.path)
            same = is_as_it_was(file, before)
            yield Unchanged(before.photo_id, file) if same else ToRead(file)
            continue
        if known_ids is None:  # only a scan that meets new files pays for this
            known_ids = _by_identity(known)
        old_path = known_ids.get(_identity(file)) if file.inode else None
        if old_path is not None:
            perhaps_moved.append((file, old_path))
            continue
        met.add(file.path)
        yield ToRead(file)

    left = {path: k for path, k in known.items() if path not in met}
    if unlisted:
        left = {path: k for path, k in left.items() if not _is_below_any(str(path), unlisted)}
    for file, old_path in perhaps_moved:
        if old_path in met and second_names.is_linked(file):
            continue  # another name of the one that lies there still
        is_new = left.pop(file.path, None) is None
        before = left.pop(old_path, None) if is_new else None
        yield ToRead(file) if before is None else Moved(before.photo_id, file)
    for path in sorted(left):
        yield Gone(left[path].photo_id)


def _identity(file: FoundFile | KnownFile) -> tuple[int, int, int, int]:
    """Inodes are used again after a deletion, so size and time must agree as well."""
    return (file.device, file.inode, file.size_bytes, file.mtime_ns)


def _by_identity(known: Mapping[Path, KnownFile]) -> dict[tuple[int, int, int, int], Path]:
    return {_identity(file): path for path, file in known.items() if file.inode}


def _any_below(paths: Iterable[Path], folder: str) -> bool:
    return any(_is_below_any(str(path), [folder]) for path in paths)


def _is_below_any(path: str, folders: Iterable[str]) -> bool:
    return any(
        path == folder or path.startswith(folder.rstrip(os.sep) + os.sep) for folder in folders
    )
