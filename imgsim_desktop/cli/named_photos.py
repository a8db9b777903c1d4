"""Photos named one by one on the command line, as their libraries know them."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from imgsim_desktop.cli.options import model_key_of
from imgsim_desktop.cli.output import note
from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.library.cache import CacheReader
from imgsim_desktop.library.decisions import Decisions
from imgsim_desktop.library.paths import Home
from imgsim_desktop.library.settings import load_settings
from imgsim_desktop.records import Library, Outcome
from imgsim_desktop.review.arranging import (
    Unit,
    follow_in_cache,
    follow_in_reviews,
    library_of,
    moved_by,
    succeeded,
    units_in,
)
from imgsim_desktop.review.book import ReviewBook
from imgsim_desktop.review.commit import ActingPlace
from imgsim_desktop.review.explain import DEFAULT_RULES
from imgsim_desktop.review.marking import one_shot_of
from imgsim_desktop.scan import read_sidecars_again

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class NamedPhotos:
    """Some photos of one library."""

    library: Library
    photo_ids: tuple[int, ...]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "photos", nargs="+", metavar="PHOTO", help="a photo in a folder that has been scanned"
    )


def named_photos(home: Home, names: Sequence[str]) -> list[NamedPhotos]:
    """By the library they lie in. Raises KnownError for what no library knows."""
    found: dict[str, tuple[Library, dict[int, None]]] = {}
    for name in names:
        path = Path(name).absolute()
        library = library_of(home, path)
        photo = None
        if library is not None:
            with closing(CacheReader(home, library)) as cache:
                tell_outdated(library, cache)
                photo = cache.photo_at(path)
        if library is None or photo is None:
            raise KnownError(
                Sentence("{path} is no photo of a scanned folder.", path=path),
                "Check the name, or scan its folder first: imgsim scan FOLDER.",
            )
        found.setdefault(library.key, (library, {}))[1][photo.photo_id] = None
    return [NamedPhotos(library, tuple(ids)) for library, ids in found.values()]


def tell_outdated(library: Library, cache: CacheReader) -> None:
    """Say so where what is known waits for a scan by this version of the program."""
    if cache.is_outdated:
        note(
            f"{library.name}: known by an older version of the program; one scan brings it up to "
            "date: imgsim scan FOLDER."
        )


@contextmanager
def open_book(
    args: argparse.Namespace, home: Home, library: Library
) -> Iterator[tuple[ReviewBook, CacheReader]]:
    """All that is decided of a library, as the last scan saw it."""
    settings = load_settings(home)
    rules = tuple(settings.keep_rules or DEFAULT_RULES)
    with closing(Decisions(home)) as decisions, closing(CacheReader(home, library)) as cache:
        shot = one_shot_of(settings.raw_and_jpeg)
        book = ReviewBook(decisions, library.key, rules, shot)
        book.fill(cache, cache.pairs(model_key_of(args, library)))
        book.desk.regroup(settings.confidence)
        yield book, cache


def units_of(home: Home, named: NamedPhotos) -> list[Unit]:
    """Each with the other files of its exposure, where the settings take them for one photo."""
    one_shot = one_shot_of(load_settings(home).raw_and_jpeg)
    with closing(CacheReader(home, named.library)) as cache:
        return units_in(cache, named.photo_ids, one_shot)


def take_along(home: Home, place: ActingPlace, outcomes: Iterable[Outcome]) -> None:
    """Tell libraries and reviews the names that photos have now."""
    moved = moved_by(place, succeeded(outcomes))
    if not moved:
        return
    with closing(Decisions(home)) as decisions:
        follow_in_reviews(decisions, moved)
    for library, own in _by_library(home, moved, lambda one: one.after):
        follow_in_cache(home, library, own)


def tell_sidecars(home: Home, photos: Iterable[Path]) -> None:
    """Tell libraries what stands beside photos now."""
    for library, own in _by_library(home, photos, lambda path: path):
        read_sidecars_again(home, library, own)


def _by_library(
    home: Home, items: Iterable[T], path_of: Callable[[T], Path]
) -> Iterable[tuple[Library, list[T]]]:
    """Items with the library that their paths lie in; those that lie in none are left out."""
    found: dict[str, tuple[Library, list[T]]] = {}
    for item in items:
        library = library_of(home, path_of(item))
        if library is not None:
            found.setdefault(library.key, (library, []))[1].append(item)
    return found.values()


def locked_folders(home: Home) -> tuple[Path, ...]:
    """In which nothing is touched."""
    with closing(Decisions(home)) as decisions:
        return decisions.locked_folders()
