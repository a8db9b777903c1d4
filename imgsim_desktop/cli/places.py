"""PLACE... on the command line: folders and photos, in the library that knows them all.

Folders of one library are found in it, though it holds more; what no library holds together forms
a library by itself. So nothing is read a second time because it was named in another way.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.library.cache import CacheReader
from imgsim_desktop.library.libraries import LibraryList
from imgsim_desktop.library.paths import Home
from imgsim_desktop.listing.patience import is_there
from imgsim_desktop.records import Library, Photo


@dataclass(frozen=True, slots=True)
class Places:
    """What a command was asked about: all of a library, or some folders and photos of it."""

    library: Library
    named: tuple[Path, ...]
    """Folders and files as they were named; absolute, without links."""

    @property
    def is_part(self) -> bool:
        """Whether the library may hold photos elsewhere, which are not listed."""
        return set(self.named) != set(self.library.folders)

    def holds(self, path: Path) -> bool:
        """Whether a photo of the library lies in what was named; costs by its depth alone."""
        if not self.is_part:
            return True
        named = set(self.named)
        return path in named or not named.isdisjoint(path.parents)

    def name_of(self, photo: Photo) -> str:
        """Below the one folder that was named, with forward slashes everywhere; else in full.

        Of several folders a name below one would not say which.
        """
        if len(self.named) > 1 or not photo.path.is_relative_to(self.named[0]):
            return str(photo.path)
        below = photo.path.relative_to(self.named[0])
        return below.as_posix() if below.parts else str(photo.path)


def places_asked(args: argparse.Namespace, home: Home, names: Sequence[str]) -> Places:
    """What the names stand for, with what --exclude leaves out of its library from now on.

    What is kept for a library (--exclude, --no-excludes, --by-content) is kept for the one of
    exactly these folders: a library that holds more is not changed by naming a part of it.
    Raises KnownError.
    """
    paths = [_path_of(name) for name in names]
    by_content = getattr(args, "by_content", None)
    changes = bool(args.exclude or args.no_excludes or by_content is not None)
    library = None if changes else _library_that_knows(home, paths)
    if library is None:
        _refuse_files(paths)
        library = LibraryList(home).open_for(paths)
    kept = () if args.no_excludes else library.excludes
    excludes = tuple(dict.fromkeys((*kept, *(args.exclude or ()))))
    if "" in excludes:
        raise KnownError(
            "An empty pattern leaves nothing out.", "Write a name or a path, such as '*.tmp'."
        )
    by_content = library.by_content if by_content is None else by_content
    if (excludes, by_content) != (library.excludes, library.by_content):
        library = LibraryList(home).change_folders(
            library.key, library.folders, excludes, by_content=by_content
        )
    return Places(library, tuple(dict.fromkeys(paths)))


def _path_of(name: str) -> Path:
    """Absolute, without links. Raises KnownError for what is not there."""
    if not name:  # "$FOLDER" that was never set: Path takes it for where one stands
        raise KnownError("An empty name is no folder.", "Name the folder; here it is `.`.")
    path = Path(name).absolute()
    there = is_there(path)
    if there is None:
        raise KnownError(
            Sentence("{path} does not answer.", path=path), "Check its disk, or its server."
        )
    if not there:
        raise KnownError(
            Sentence("There is no folder {path}.", path=path),
            "Check the name, or plug in its disk.",
        )
    return path.resolve()


def _refuse_files(paths: Sequence[Path]) -> None:
    """A library is made of folders."""
    for path in paths:
        if not path.is_dir():
            raise KnownError(
                Sentence("{path} is a file, not a folder.", path=path),
                "Name the folder it lies in; files can be named where one library that has been "
                "scanned knows them all.",
            )


def _library_that_knows(home: Home, paths: Sequence[Path]) -> Library | None:
    """The library of exactly these folders, else the smallest that knows photos in each of them."""
    libraries = LibraryList(home).all()
    wanted = set(paths)
    for library in libraries:
        if set(library.folders) == wanted:
            return library
    known: list[tuple[int, Library]] = []
    for library in libraries:
        is_above = all(any(p.is_relative_to(f) for f in library.folders) for p in wanted)
        if is_above and home.cache_db(library.key).exists():
            photos = _photos_known(home, library, wanted)
            if photos:
                known.append((photos, library))
    return min(known, key=lambda found: found[0])[1] if known else None


def _photos_known(home: Home, library: Library, wanted: set[Path]) -> int:
    """How many photos a library knows in all; 0 if in one of the places it knows none.

    A place may lie below its folder and yet not in it: left out, hidden, another program's.
    """
    try:
        with closing(CacheReader(home, library)) as cache:
            folders = cache.folders(with_offline=True)
            files = cache.known_among(wanted)
    except KnownError:  # damaged, or of another version: it says nothing of what it knows
        return 0
    seen = set(files)
    for _root, folder, _count in folders:
        seen |= wanted.intersection((folder, *folder.parents))
    return sum(count for _root, _folder, count in folders) if seen == wanted else 0
