"""`imgsim move PHOTO... FOLDER`: move photos within a library; nothing of them is read again."""

from __future__ import annotations

import argparse
from pathlib import Path

from imgsim_desktop.cli import named_photos
from imgsim_desktop.cli.files import settle_crash, tell_outcomes
from imgsim_desktop.cli.named_photos import locked_folders, take_along, units_of
from imgsim_desktop.cli.options import home_of
from imgsim_desktop.cli.output import CONTROL, note
from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.records import Outcome
from imgsim_desktop.review.arranging import library_of, move_to
from imgsim_desktop.review.commit import acting_place


def add_arguments(parser: argparse.ArgumentParser) -> None:
    named_photos.add_arguments(parser)
    parser.add_argument(
        "folder",
        metavar="FOLDER",
        help="a folder of the same library; what belongs to a photo goes along, nothing there is "
        "replaced: a name that is taken gets a number",
    )


def run(args: argparse.Namespace) -> int:
    home = home_of(args)
    settle_crash(home)
    folder = Path(args.folder).absolute()
    if not folder.is_dir():
        raise KnownError(
            Sentence("There is no folder {path}.", path=folder),
            "Make it first; nothing was touched.",
        )
    chosen = named_photos.named_photos(home, args.photos)
    goal = library_of(home, folder / "photo")
    for named in chosen:
        if goal is None or goal.key != named.library.key:
            raise KnownError(
                Sentence("{folder} lies in another library, or in none.", folder=folder),
                "Choose a folder below one that is scanned with these photos; nothing was touched.",
            )
    place = acting_place(home, locked_folders(home))
    outcomes: list[Outcome] = []
    for named in chosen:
        found = move_to(place, units_of(home, named), folder, CONTROL)
        take_along(home, place, found)
        outcomes += found
    if not outcomes:
        note("They lie there already.")
        return 0
    return tell_outcomes(outcomes, f"moved to {folder}")
