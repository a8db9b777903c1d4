"""`imgsim status`: the libraries, and what is known of each."""

from __future__ import annotations

import argparse
from contextlib import closing

from imgsim_desktop.cli.named_photos import tell_outdated
from imgsim_desktop.cli.options import home_of
from imgsim_desktop.cli.output import amount, counted, note, on_one_line, print_json, print_line
from imgsim_desktop.errors import KnownError
from imgsim_desktop.library.cache import CacheReader, LibraryStatus
from imgsim_desktop.library.libraries import LibraryList
from imgsim_desktop.records import DAMAGE_WORDS, REASON_WORDS, Failure, Library, Photo


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON object a library")
    parser.add_argument(
        "--failures",
        action="store_true",
        help="list each file that could not be read, and each damaged photo, and why",
    )


def run(args: argparse.Namespace) -> int:
    home = home_of(args)
    libraries = LibraryList(home).all()
    for library in libraries:
        try:
            with closing(CacheReader(home, library)) as cache:
                tell_outdated(library, cache)
                status, failures, damaged = cache.status(), cache.failures(), cache.damaged()
        except KnownError as error:  # of this library; the others are listed all the same
            note(f"{library.name}: {error}")
            continue
        if args.json:
            line = _as_json(library, status)
            print_json(line | (_listed(failures, damaged) if args.failures else {}))
            continue
        print_line(_as_text(library, status))
        for failure in failures if args.failures else ():
            path = on_one_line(failure.file.path)
            print_line(f"   {path}: {REASON_WORDS[failure.reason]} ({failure.detail})")
        for photo in damaged if args.failures else ():
            if photo.facts.damage is not None:
                print_line(f"   {on_one_line(photo.path)}: {DAMAGE_WORDS[photo.facts.damage]}")
    if not libraries:
        note("There is no library yet; `imgsim scan FOLDER` makes one.")
    return 0


def _as_json(library: Library, status: LibraryStatus) -> dict[str, object]:
    return {
        "library": library.name,
        "folders": [str(folder) for folder in library.folders],
        "photos": status.photos,
        "contents": status.contents,
        "bytes": status.size_bytes,
        "offline": status.offline,
        "failures": status.failures,
        "damaged": status.damaged,
        "vectors": status.vectors,
        "pairs": status.pairs,
    }


def _listed(failures: list[Failure], damaged: list[Photo]) -> dict[str, object]:
    return {
        "unreadable": [
            {"path": str(f.file.path), "reason": f.reason.value, "detail": f.detail}
            for f in failures
        ],
        "damaged_photos": [
            {"path": str(photo.path), "damage": photo.facts.damage} for photo in damaged
        ],
    }


def _as_text(library: Library, status: LibraryStatus) -> str:
    copies = f"{status.photos - status.contents} byte-identical copies among them"
    lines = [
        f"{library.name}: {counted(status.photos, 'photo')}, {amount(status.size_bytes)}, {copies}",
        *(f"   folder   {folder}" for folder in library.folders),
        *(f"   vectors  {count} by {model}" for model, count in status.vectors.items()),
        *(f"   pairs    {count} compared by {model}" for model, count in status.pairs.items()),
    ]
    if status.offline:
        lines.append(f"   offline  {status.offline} files in folders that cannot be reached")
    if status.damaged:
        lines.append(f"   damaged  {counted(status.damaged, 'photo')} (see --failures)")
    if status.failures:
        lines.append(f"   failed   {counted(status.failures, 'file')} (see --failures)")
    return "\n".join(lines)
