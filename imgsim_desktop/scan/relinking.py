"""A folder of a library that was moved or renamed is found again by the photos that are in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from imgsim_desktop.control import NULL_CONTROL, Control
from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.library.cache import CacheWriter
from imgsim_desktop.library.decisions import Decisions
from imgsim_desktop.library.libraries import LibraryList
from imgsim_desktop.library.paths import Home
from imgsim_desktop.listing.walk import walk
from imgsim_desktop.reading.fingerprints import hash_file
from imgsim_desktop.reading.formats import is_photo_name, is_picture_inside
from imgsim_desktop.records import FoundFile, KnownFile, Library
from imgsim_desktop.scan.progress import Meter

SAMPLE = 32
"""Files that are read to be sure that names, sizes and times do not deceive."""
LEAST_SHARE = 0.5
"""Of the known photos: where fewer are found it is another folder."""


@dataclass(frozen=True, slots=True)
class Relinked:
    """What was found at the new place."""

    library: Library
    folder: Path
    known: int
    """Photos that were known in the old one."""
    found: int
    """Of those; the others count as gone from the next scan on."""


def relink(
    library: Library, home: Home, old: Path, new: Path, control: Control = NULL_CONTROL
) -> Relinked:
    """Let a folder of the library be another one, which holds the same photos.

    A photo is found where its path below the folder, its size and its time are the same, as a scan
    would believe it, and a sample of those has the same bytes; all others are found by their bytes,
    wherever below the folder they lie. What was read, compared and decided goes with them.

    Raises KnownError, and changes nothing, where it is another folder or cannot be one of this
    library; LibraryInUse while somebody scans it; Cancelled.
    """
    new = new.expanduser().resolve()
    _check(library, old, new)
    meter = Meter(control)
    with CacheWriter(home, library) as cache:
        known = _known_below(cache.known_files(), library.folders, old)
        ids = {file.content_id for file in known.values() if file.content_id is not None}
        hashes = {c.content_id: c.content_hash for c in cache.contents(sorted(ids))}
        if any(path.exists() for path in list(known)[:SAMPLE]):
            raise KnownError(
                Sentence("{folder} is where it was.", folder=old),
                "Nothing was changed; a scan takes in what is new in it.",
            )
        search = _Search(known, hashes, old, new, meter, control)
        search.run(_listed(library, new, control))
        photos = sum(file.content_id is not None for file in known.values())
        if search.photos_found < max(1.0, LEAST_SHARE * photos):
            raise KnownError(
                Sentence(
                    "{found} of {known} photos of {old} were found in {new}.",
                    found=search.photos_found,
                    known=photos,
                    old=old,
                    new=new,
                ),
                "Choose the folder that holds them now; nothing was changed.",
            )
        changed = _with_folder(home, library, old, new)
        cache.move_files([(known[path].photo_id, file) for path, file in search.found.items()])
    _follow(home, search, known, hashes, old, new)
    return Relinked(changed, new, photos, search.photos_found)


def _check(library: Library, old: Path, new: Path) -> None:
    if old not in library.folders:
        raise KnownError(
            Sentence("{folder} is no folder of this library.", folder=old),
            "Name one of its folders as `imgsim status` lists them.",
        )
    if not new.is_dir():
        raise KnownError(
            Sentence("There is no folder {path}.", path=new), "Choose one that is there."
        )
    for folder in library.folders:
        if new == folder or folder in new.parents or new in folder.parents:
            if folder == old and new != old:
                continue  # it was moved within itself, or one level up: nothing else lies there
            raise KnownError(
                Sentence("{path} belongs to this library already.", path=new),
                "Take the folder that is gone off the library instead.",
            )


def _known_below(
    known: Mapping[Path, KnownFile], folders: Sequence[Path], old: Path
) -> dict[Path, KnownFile]:
    """What is known of a folder; not what another folder of the library within it holds."""
    inner = [folder for folder in folders if old in folder.parents]
    return {
        path: file
        for path, file in known.items()
        if old in path.parents and not any(folder in path.parents for folder in inner)
    }


def _listed(library: Library, new: Path, control: Control) -> list[FoundFile]:
    where = replace(library, folders=(new,))
    met = walk(where, is_photo_name, control, is_picture=is_picture_inside)
    return [each for each in met if isinstance(each, FoundFile)]


class _Search:
    """Which file is which known one."""

    def __init__(
        self,
        known: Mapping[Path, KnownFile],
        hashes: Mapping[int, bytes],
        old: Path,
        new: Path,
        meter: Meter,
        control: Control,
    ) -> None:
        self._known, self._hashes = known, hashes
        self._old, self._new = old, new
        self._meter, self._control = meter, control
        self.found: dict[Path, FoundFile] = {}
        """Known path -> where it is now."""

    @property
    def photos_found(self) -> int:
        return sum(self._known[path].content_id is not None for path in self.found)

    def run(self, files: Sequence[FoundFile]) -> None:
        there = {file.path.relative_to(self._new): file for file in files}
        alike: dict[Path, FoundFile] = {}
        for path, known in self._known.items():
            file = there.get(path.relative_to(self._old))
            if file is not None and _same(known, file):
                alike[path] = file
        if self._is_deceived(alike):
            alike = {p: f for p, f in alike.items() if self._known[p].content_id is None}
        self.found = alike
        taken = {file.path for file in alike.values()}
        self._by_bytes([file for file in files if file.path not in taken])

    def _is_deceived(self, alike: Mapping[Path, FoundFile]) -> bool:
        """Whether names, sizes and times agree and bytes do not, in a sample over all of them."""
        photos = [path for path in sorted(alike) if self._known[path].content_id is not None]
        sample = photos[:: max(1, len(photos) // SAMPLE)][:SAMPLE]
        self._meter.begin("relinking", len(sample))
        return any(self._hash_of(alike[path]) != self._hash_known(path) for path in sample)

    def _by_bytes(self, files: Sequence[FoundFile]) -> None:
        """Files that are none of those by name: by their bytes, where the size may be right."""
        left: dict[tuple[int, bytes], list[Path]] = {}
        for path, known in sorted(self._known.items()):
            told = self._hash_known(path)
            if path not in self.found and told is not None:
                left.setdefault((known.size_bytes, told), []).append(path)
        sizes = {size for size, _ in left}
        asked = [file for file in files if file.size_bytes in sizes]
        self._meter.begin("relinking", len(asked))
        for file in asked:
            content_hash = self._hash_of(file)
            paths = left.get((file.size_bytes, content_hash)) if content_hash else None
            if paths:
                path = min(paths, key=lambda each: self._distance(each, file))
                paths.remove(path)
                self.found[path] = file

    def _distance(self, known: Path, file: FoundFile) -> tuple[bool, bool, Path]:
        """Of equal bytes the one of the same place and name comes first."""
        below, here = known.relative_to(self._old), file.path.relative_to(self._new)
        return below != here, below.name != here.name, below

    def _hash_known(self, path: Path) -> bytes | None:
        content_id = self._known[path].content_id
        return None if content_id is None else self._hashes.get(content_id)

    def _hash_of(self, file: FoundFile) -> bytes | None:
        """None for a file that cannot be read."""
        self._control.check()
        try:
            found = hash_file(file.path)
        except OSError:
            found = None
        self._meter.advance(size_bytes=file.size_bytes, current=file.path.name)
        return found


def _same(known: KnownFile, file: FoundFile) -> bool:
    """As a scan believes that a file has not changed."""
    return known.size_bytes == file.size_bytes and known.mtime_ns == file.mtime_ns


def _with_folder(home: Home, library: Library, old: Path, new: Path) -> Library:
    folders = [new if folder == old else folder for folder in library.folders]
    return LibraryList(home).change_folders(library.key, folders)


def _follow(
    home: Home,
    search: _Search,
    known: Mapping[Path, KnownFile],
    hashes: Mapping[int, bytes],
    old: Path,
    new: Path,
) -> None:
    """What was decided about photos and folders holds at the new place; locks stay at both."""
    moved = []
    for path, file in search.found.items():
        content_id = known[path].content_id
        if content_id is not None and content_id in hashes:
            moved.append((path, file.path, hashes[content_id]))
    with closing(Decisions(home)) as decisions:
        decisions.reviews.follow(moved)
        for folders, what in (
            (decisions.locked_folders(), "locked"),
            (decisions.preferred_folders(), "preferred"),
        ):
            for folder in folders:
                if folder == old or old in folder.parents:
                    decisions.set_folder(
                        new / folder.relative_to(old),
                        locked=True if what == "locked" else None,
                        preferred=True if what == "preferred" else None,
                    )
