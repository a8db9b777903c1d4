"""`imgsim scan FOLDER...`: read what is new, find its duplicates."""

from __future__ import annotations

import argparse

from imgsim_desktop.cli.folders import scan_shown
from imgsim_desktop.cli.lists import names_or_list
from imgsim_desktop.cli.options import add_places, add_scanning, home_of, network_of
from imgsim_desktop.cli.output import counted, print_line
from imgsim_desktop.cli.places import places_asked
from imgsim_desktop.scan import ScanSummary


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_places(parser)
    parser.add_argument(
        "--by-content",
        action=argparse.BooleanOptionalAction,
        help="also read files that are pictures by their content and not by their name; "
        "kept for this library",
    )
    add_scanning(parser)


def run(args: argparse.Namespace) -> int:
    home = home_of(args)
    network_of(args)  # a name that is unknown makes no library
    places = places_asked(args, home, names_or_list(args.folders))
    summary = scan_shown(args, home, places, network_of(args, places.library))
    print_line(_as_text(summary))
    return 0


def _again(summary: ScanSummary) -> str:
    if not summary.read_again:
        return ""
    return f" ({summary.read_again} of them again: this version sees more)"


def _as_text(summary: ScanSummary) -> str:
    facts = [
        counted(summary.photos, "photo"),
        f"{summary.read} read{_again(summary)}",
        f"{summary.unchanged} unchanged",
    ]
    for count, word in (
        (summary.moved, "moved"),
        (summary.gone, "gone"),
        (summary.damaged, "damaged (see `imgsim status --failures`)"),
        (summary.failed, "could not be read (see `imgsim status`)"),
    ):
        if count:
            facts.append(f"{count} {word}")
    facts.append(f"{counted(summary.pairs, 'pair')} of alike pictures")
    on = f" on {summary.device}" if summary.device else ""
    return f"{', '.join(facts)}; {summary.seconds:.1f} s{on}"
