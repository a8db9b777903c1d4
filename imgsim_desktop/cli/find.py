"""`imgsim find QUERY`: photos by name, date, camera, kind ..., in the words of the search field."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta

from imgsim_desktop.cli.folders import OpenLibrary, ask
from imgsim_desktop.cli.lists import names_or_list
from imgsim_desktop.cli.named_photos import tell_outdated
from imgsim_desktop.cli.options import USAGE, add_in, add_print0, add_scanning, home_of
from imgsim_desktop.cli.output import note, on_one_line, print_json, print_line, print_path
from imgsim_desktop.cli.places import Places
from imgsim_desktop.cli.words import count
from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.library.cache import CacheReader
from imgsim_desktop.library.cache_reader import SortKey
from imgsim_desktop.library.decisions import Decisions
from imgsim_desktop.library.finding import Query
from imgsim_desktop.library.libraries import LibraryList
from imgsim_desktop.library.paths import Home
from imgsim_desktop.library.saved_searches import SavedSearches
from imgsim_desktop.records import Library, Photo
from imgsim_desktop.scan.finding import understand

_SORTS: tuple[SortKey, ...] = ("date", "name", "size", "folder")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "query",
        nargs="*",
        metavar="QUERY",
        help='what to look for, such as "kind:raw year:2023"; see docs/find.md',
    )
    parser.add_argument(
        "--saved",
        metavar="NAME",
        help="a search that was kept in the window, in each library that has one of this name; "
        "QUERY narrows it further",
    )
    add_in(parser, "look here, scanned first; else in all libraries, as their last scan left them")
    parser.add_argument(
        "--sort",
        choices=_SORTS,
        default="date",
        help="order, the newest or largest first (date)",
    )
    parser.add_argument(
        "-n", dest="count", type=count, metavar="COUNT", help="no more than so many of a library"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object a line")
    add_print0(parser)
    add_scanning(parser)


def run(args: argparse.Namespace) -> int:
    words = " ".join(args.query)
    query = understand(words)
    if query.problems or not (query.terms or args.saved):
        said = query.problems[0].sentence if query.problems else "There is nothing to look for."
        note(f"{said} docs/find.md has all that can be asked.")
        return USAGE
    saved = {} if args.saved is None else _saved(home_of(args), args.saved)
    if args.folders is None and (args.threads or args.exclude or args.no_excludes):
        note("--threads, --exclude and --no-excludes are for the scan of --in FOLDER.")
        return USAGE
    for library, photo in _found(args, words, saved):
        if args.json:
            print_json(_as_json(library, photo))
        elif args.print0:
            print_path(photo.path)
        else:
            print_line(on_one_line(photo.path))
    return 0


def _saved(home: Home, name: str) -> dict[str, str]:
    """Library key -> text of the saved search of this name. Raises KnownError if none has one."""
    found: dict[str, str] = {}
    others: set[str] = set()
    with closing(Decisions(home)) as decisions:
        for library in LibraryList(home).all():
            for search in SavedSearches(decisions, library.key).all():
                if search.name.casefold() == name.casefold():
                    found[library.key] = search.text
                others.add(search.name)
    if found:
        return found
    names = ", ".join(f"“{other}”" for other in sorted(others))
    raise KnownError(
        Sentence("There is no saved search “{name}”.", name=name),
        Sentence("There are {names}.", names=names) if names else "There is none yet.",
    )


def _found(
    args: argparse.Namespace, words: str, saved: Mapping[str, str]
) -> Iterator[tuple[Library, Photo]]:
    """Library by library; one that cannot be read is told, and the others are looked through."""

    def query_of(library: Library) -> Query | None:
        if args.saved is not None and library.key not in saved:
            return None
        return understand(f"{saved.get(library.key, '')} {words}")

    if args.folders is not None:

        def take(asked: OpenLibrary) -> list[tuple[Library, Photo]]:
            query = query_of(asked.library)
            photos = [] if query is None else _photos(args, asked.cache, query, asked.places)
            return [(asked.library, photo) for photo in photos]

        yield from ask(args, names_or_list(args.folders), take)
        return
    home: Home = home_of(args)
    libraries = LibraryList(home).all()
    if not libraries:
        note("There is no library yet; `imgsim scan FOLDER` makes one.")
    for library in libraries:
        query = query_of(library)
        if query is None:
            continue
        try:
            with closing(CacheReader(home, library)) as cache:
                tell_outdated(library, cache)
                photos = _photos(args, cache, query)
        except KnownError as error:
            note(f"{library.name}: {error}")
            continue
        yield from ((library, photo) for photo in photos)


def _photos(
    args: argparse.Namespace, cache: CacheReader, query: Query, places: Places | None = None
) -> list[Photo]:
    falling = args.sort in ("date", "size")
    ids = cache.photo_ids(args.sort, descending=falling, query=query)
    if places is None or not places.is_part:
        return cache.photos(ids[: args.count].tolist())
    photos = cache.photos(ids.tolist())
    return [photo for photo in photos if places.holds(photo.path)][: args.count]


def _as_json(library: Library, photo: Photo) -> dict[str, object]:
    facts = photo.facts
    taken = facts.taken_ns
    return {
        "path": str(photo.path),
        "library": library.name,
        "bytes": photo.size_bytes,
        "width": facts.width_px,
        "height": facts.height_px,
        "format": facts.format,
        "taken": None if taken is None else _moment(taken),
        "camera": facts.camera,
        "rating": facts.rating,
        "keywords": list(facts.keywords),
        "latitude": facts.latitude,
        "longitude": facts.longitude,
    }


def _moment(taken_ns: int) -> str:
    """As its camera's clock showed it, without a zone."""
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=taken_ns // 1000)
    return moment.replace(tzinfo=None).isoformat(timespec="seconds")
