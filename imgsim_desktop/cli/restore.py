"""`imgsim restore`: the daily copies of your decisions, and putting one of them back."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from imgsim_desktop.cli.options import USAGE, home_of
from imgsim_desktop.cli.output import agrees, note, print_line
from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.library.backups import backups_in, day_of, good_backups, is_newer, put_back
from imgsim_desktop.library.paths import Home


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "day",
        nargs="?",
        metavar="DAY",
        help="put back the copy of this day, such as 2026-11-21, or the `last` good one; without "
        "it, list them",
    )
    parser.add_argument("--yes", action="store_true", help="do not ask")


def run(args: argparse.Namespace) -> int:
    home = home_of(args)
    if args.day is None:
        return _list(home)
    if not args.yes and not sys.stdin.isatty():
        note("Without a terminal to ask at this needs --yes; nothing was touched.")
        return USAGE
    backup = _chosen(home, args.day)
    question = (
        f"Put back your decisions of the morning of {day_of(backup)}? Close the window first."
    )
    if not args.yes and not agrees(question):
        note("Nothing was touched.")
        return 0
    aside = put_back(home, backup)
    note(f"Your decisions are as on the morning of {day_of(backup)}.")
    if aside is not None:
        note(f"What was there is kept as {aside}.")
    return 0


def _list(home: Home) -> int:
    good = set(good_backups(home))
    for backup in backups_in(home.backups):
        state = "" if backup in good else "  newer version" if is_newer(backup) else "  damaged"
        print_line(f"{day_of(backup)}  {backup}{state}")
    if not backups_in(home.backups):
        note("There is no copy yet; one is made each day on which the program runs.")
    return 0


def _chosen(home: Home, day: str) -> Path:
    good = good_backups(home)
    found = good if day == "last" else [b for b in good if str(day_of(b)) == day]
    if not found:
        raise KnownError(
            Sentence("There is no good copy of {day}.", day=day), "See `imgsim restore`."
        )
    return found[0]
