"""`imgsim relink OLD NEW`: a folder of a library that was moved or renamed is found again."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from imgsim_desktop.cli.files import settle_crash
from imgsim_desktop.cli.options import home_of
from imgsim_desktop.cli.output import CONTROL, counted, note, print_json, print_line
from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.library.libraries import LibraryList
from imgsim_desktop.library.paths import Home
from imgsim_desktop.records import Library
from imgsim_desktop.scan import relink


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "old", metavar="OLD", help="the folder as it was called, as `imgsim status` lists it"
    )
    parser.add_argument(
        "new",
        metavar="NEW",
        help="the folder that holds the same photos now; what was read, compared and decided goes "
        "along, and another folder is refused",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object a library")


def run(args: argparse.Namespace) -> int:
    home = home_of(args)
    settle_crash(home)
    old = Path(os.path.abspath(args.old))  # noqa: PTH100  it is not there to be resolved
    for library in _libraries_of(home, old):
        found = relink(library, home, old, Path(args.new).absolute(), CONTROL)
        CONTROL.clear_line()
        if args.json:
            print_json(
                {
                    "library": library.name,
                    "folder": str(found.folder),
                    "photos": found.known,
                    "found": found.found,
                }
            )
            continue
        print_line(f"{library.name}: {found.found} of {counted(found.known, 'photo')} found.")
        if found.found < found.known:
            note("The others count as gone from the next scan on.")
    return 0


def _libraries_of(home: Home, old: Path) -> list[Library]:
    found = [library for library in LibraryList(home).all() if old in library.folders]
    if not found:
        raise KnownError(
            Sentence("{folder} is no folder of a library.", folder=old),
            "Name it as `imgsim status` lists it.",
        )
    return found
