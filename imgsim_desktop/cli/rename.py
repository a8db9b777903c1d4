"""`imgsim rename PHOTO NAME`: another name for a photo and for all that belongs to it."""

from __future__ import annotations

import argparse

from imgsim_desktop.cli.files import settle_crash, tell_outcomes
from imgsim_desktop.cli.named_photos import locked_folders, named_photos, take_along, units_of
from imgsim_desktop.cli.options import home_of
from imgsim_desktop.cli.output import CONTROL, note
from imgsim_desktop.review.arranging import rename
from imgsim_desktop.review.commit import acting_place


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("photo", metavar="PHOTO", help="a photo in a folder that has been scanned")
    parser.add_argument(
        "name", metavar="NAME", help="its new name, without the ending; that is kept"
    )


def run(args: argparse.Namespace) -> int:
    home = home_of(args)
    settle_crash(home)
    (named,) = named_photos(home, [args.photo])
    place = acting_place(home, locked_folders(home))
    outcomes = rename(place, units_of(home, named), args.name, CONTROL)
    take_along(home, place, outcomes)
    if not outcomes:
        note("It is called so already.")
        return 0
    return tell_outcomes(outcomes, "renamed")
