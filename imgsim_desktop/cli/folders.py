"""PLACE... on the command line: the library of these places, scanned first, ready to be asked."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.cli.files import settle_crash
from imgsim_desktop.cli.options import device_of, home_of, network_of
from imgsim_desktop.cli.output import CONTROL, counted, note, tell
from imgsim_desktop.cli.places import Places, places_asked
from imgsim_desktop.errors import (
    CacheBroken,
    KnownError,
    LibraryInUse,
    NoRoomToScan,
)
from imgsim_desktop.library.cache import CacheReader
from imgsim_desktop.library.decisions import Decisions
from imgsim_desktop.library.paths import Home
from imgsim_desktop.library.rebuilding import once_more_if_broken
from imgsim_desktop.library.settings import Settings, load_settings
from imgsim_desktop.records import Library, PairTable, Photo
from imgsim_desktop.review.book import ReviewBook
from imgsim_desktop.review.commit import acting_place
from imgsim_desktop.review.explain import DEFAULT_RULES
from imgsim_desktop.review.marking import one_shot_of
from imgsim_desktop.review.needed import NeededLooks
from imgsim_desktop.review.own_rules import settings_of
from imgsim_desktop.scan import Needs, Network, ScanSummary, scan

T = TypeVar("T")
Looks = Callable[[Home, Places], Needs | None]
"""Which pairs of copies of a library a scan compares in full size; None: all of them."""


def needed_by_settings(home: Home, places: Places) -> Needs:
    """Those of which one may go, as the window suggests it."""
    settings = own_settings(home)
    return NeededLooks(
        home,
        places.library.key,
        settings.keep_rules,
        one_shot_of(settings.raw_and_jpeg),
        settings.confidence,
    )


def own_settings(home: Home) -> Settings:
    """The saved ones; told are rules that this version adds to an order of an older one."""
    settings, added = settings_of(home)
    if added:
        note(
            "Your own order of rules was saved by an older version. Added to it, so that nothing "
            f"goes that only one copy has: {', '.join(added)}."
        )
    return settings


def all_looks(_home: Home, _places: Places) -> None:
    """All of them."""


def looks_inside(_home: Home, places: Places) -> Needs | None:
    """All of those that lie in the places that were named."""
    if not places.is_part:
        return None

    def inside(cache: CacheReader, pairs: PairTable) -> NDArray[np.int64]:
        contents = {photo.content_id for photo in cache.photos() if places.holds(photo.path)}
        ids = np.array(sorted(contents), np.int64)
        both = pairs.where(np.isin(pairs.a, ids) & np.isin(pairs.b, ids))
        return np.column_stack([both.a, both.b])

    return inside


@dataclass(frozen=True, slots=True)
class OpenLibrary:
    """What a command was asked about: a library, up to date."""

    home: Home
    places: Places
    network: Network
    cache: CacheReader
    is_scanned: bool = True
    """Whether this program has just looked at all of it; else another one is at it."""

    @property
    def library(self) -> Library:
        """The library of the places; it may hold more."""
        return self.places.library

    def photos(self) -> list[Photo]:
        """Those of the places that can be reached, by path."""
        photos = (photo for photo in self.cache.photos() if photo.is_online)
        return sorted(
            (photo for photo in photos if self.places.holds(photo.path)),
            key=lambda photo: photo.path,
        )


def ask(
    args: argparse.Namespace,
    names: Sequence[str],
    take: Callable[[OpenLibrary], T],
    looks: Looks = needed_by_settings,
) -> T:
    """Scan the library of these places, open it, and return what `take` takes out of it.

    names  as `places.places_asked` takes them
    looks  which pairs of copies the scan compares in full size

    Where another program scans it right now, what that has written so far is used, and said so;
    where the disk is nearly full, what the last scan saw.
    Where what is remembered turns out to be damaged, it is scanned anew and `take` called again.
    """
    home = home_of(args)
    network_of(args)  # a name that is unknown makes no library
    places = places_asked(args, home, names)
    library = places.library
    network = network_of(args, library)

    def scan_and_take() -> T:
        can_be_built_anew = True
        try:
            scan_shown(args, home, places, network, looks)
        except LibraryInUse as error:
            note(f"{error.sentence} What it has written so far is used; photos may be missing.")
            can_be_built_anew = False
        except NoRoomToScan as error:
            note(f"{error.sentence} What the last scan saw is used; photos may be missing.")
            can_be_built_anew = False
        try:
            with closing(CacheReader(home, library)) as cache:
                return take(OpenLibrary(home, places, network, cache, can_be_built_anew))
        except CacheBroken as error:
            if not can_be_built_anew:
                raise KnownError(error.sentence, error.hint) from error
            raise

    return once_more_if_broken(scan_and_take)


@contextmanager
def open_review(
    args: argparse.Namespace,
    names: Sequence[str],
    rules: Sequence[str] = DEFAULT_RULES,
    *,
    is_lens: bool = False,
) -> Iterator[tuple[ReviewBook, Places, list[Photo]]]:
    """Scan the library of these places; all that is decided of them, grouped, and all photos.

    Decisions made in the window count here, and those made here count there. Of a library that
    holds more only the photos of the places are grouped: one of them stays.
    is_lens  whether two folders are to be compared: then the photos are asked for, and all pairs of
             copies are compared in full size; else no photos are read, and those pairs are enough
             of which one may go
    """
    home = home_of(args)

    def looks(home: Home, places: Places) -> Needs | None:
        if is_lens:
            return looks_inside(home, places)
        one_shot = one_shot_of(args.raw_and_jpeg or load_settings(home).raw_and_jpeg)
        return NeededLooks(
            home, places.library.key, rules, one_shot, args.confidence, is_shown=places.holds
        )

    with closing(Decisions(home)) as decisions:

        def take(asked: OpenLibrary) -> tuple[ReviewBook, Places, list[Photo]]:
            told = args.raw_and_jpeg or load_settings(home).raw_and_jpeg
            book = ReviewBook(decisions, asked.library.key, rules, one_shot_of(told))
            cut_short = book.settle(acting_place(home))
            if cut_short is not None:
                note(
                    f"A crash ended the last commit: {cut_short.moved} of {cut_short.planned} "
                    "photos were moved. `imgsim undo` brings them back; the others are still "
                    "marked."
                )
            places = asked.places
            book.fill(
                asked.cache, asked.cache.pairs(asked.network.spec.model_key), is_shown=places.holds
            )
            book.desk.regroup(args.confidence)
            withdrawn = len(book.desk.review.withdraw())
            if withdrawn:
                note(
                    f"{counted(withdrawn, 'photo')} marked by a suggestion will not go after all: "
                    "only they hold a film, pages, layers or the like."
                )
            is_over = asked.is_scanned and not places.is_part
            unseen = book.withdraw_unseen(is_over=is_over)
            if unseen:
                note(
                    f"{counted(unseen, 'photo')} marked to go will stay after all: compared in "
                    "full size they are no copies, or they could not be compared."
                )
            return book, places, asked.cache.photos() if is_lens else []

        yield ask(args, names, take, looks)


def scan_shown(
    args: argparse.Namespace,
    home: Home,
    places: Places,
    network: Network,
    looks: Looks = needed_by_settings,
) -> ScanSummary:
    """Scan with progress on stderr and every notice as a line there; a crash is settled first."""
    settle_crash(home)
    library = places.library
    if places.is_part:
        tell(f"{_said_places(places)} in the library “{library.name}”: that is scanned.")
    summary = scan(
        library,
        home,
        network,
        device=device_of(args),
        threads=args.threads or load_settings(home).threads,
        control=CONTROL,
        notify=note,
        needs=looks(home, places),
    )
    CONTROL.clear_line()
    if summary.not_looked:
        note(_said_not_looked(summary.not_looked))
    for root in summary.offline:
        with closing(CacheReader(home, library)) as cache:
            disk = cache.volume(root)
        on_disk = f" (disk {disk})" if disk else ""
        note(
            f"{root}{on_disk} cannot be reached; its photos are left out, not forgotten. If it was "
            "moved: `imgsim relink`."
        )
    for passed in summary.passed_by:
        tell(f"{passed.path} belongs to {passed.owner} and was not looked into.")
    if summary.unnamed:
        names = ", ".join(path.name for path in summary.unnamed_paths)
        more = summary.unnamed - len(summary.unnamed_paths)
        rest = f" and {more} more" if more else ""
        are = "is a picture" if summary.unnamed == 1 else "are pictures"
        tell(
            f"{counted(summary.unnamed, 'file')} {are} by content and not by name: {names}{rest}. "
            "Not read; `imgsim scan FOLDER --by-content` reads such files from then on."
        )
    return summary


_NOT_LOOKED = {
    "gone": "a file is gone, or cannot be opened",
    "changed": "a file has changed since it was read",
    "offline": "a disk is not connected",
    "slow": "a disk did not answer in time, or memory was short",
    "unreadable": "a file cannot be decoded in full",
}


def _said_not_looked(not_looked: Mapping[str, int]) -> str:
    why = ", ".join(f"{n} because {_NOT_LOOKED[code]}" for code, n in sorted(not_looked.items()))
    pairs = counted(sum(not_looked.values()), "pair")
    return f"{pairs} of copies could not be compared in full size, and none of them will go: {why}."


def _said_places(places: Places) -> str:
    first, more = places.named[0], len(places.named) - 1
    return f"{first} and {more} more lie" if more else f"{first} lies"


def namer(args: argparse.Namespace, places: Places) -> Callable[[Photo], str]:
    """How photos are named: as `Places.name_of` does it, or in full with --absolute."""
    return _absolute if args.absolute else places.name_of


def _absolute(photo: Photo) -> str:
    return str(photo.path)
