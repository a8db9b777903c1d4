"""`imgsim trash PHOTO...`: throw photos away as the window does, with a copy or without one."""

from __future__ import annotations

import argparse
import sys

from imgsim_desktop.cli import named_photos
from imgsim_desktop.cli.files import settle_crash, tell_outcomes
from imgsim_desktop.cli.named_photos import NamedPhotos, open_book
from imgsim_desktop.cli.options import USAGE, home_of
from imgsim_desktop.cli.output import CONTROL, agrees, counted, note, on_one_line
from imgsim_desktop.library.paths import Home
from imgsim_desktop.library.settings import load_settings
from imgsim_desktop.records import Outcome
from imgsim_desktop.review.chosen import ChosenPlan, plan_chosen
from imgsim_desktop.review.commit import Act, acting_place, remove
from imgsim_desktop.review.marking import one_shot_of


def add_arguments(parser: argparse.ArgumentParser) -> None:
    named_photos.add_arguments(parser)
    parser.add_argument(
        "--last-copies",
        action="store_true",
        help="also those of which no copy is known that stays; without it they are left",
    )
    parser.add_argument("--yes", action="store_true", help="do not ask")


def run(args: argparse.Namespace) -> int:
    if not args.yes and not sys.stdin.isatty():
        note("Without a terminal to ask at this needs --yes; nothing was touched.")
        return USAGE
    home = home_of(args)
    settle_crash(home)
    outcomes: list[Outcome] = []
    left = 0
    for named in named_photos.named_photos(home, args.photos):
        found, stay = _trash(args, home, named)
        outcomes += found
        left += stay
    code = tell_outcomes(outcomes, "moved to the trash") if outcomes else 0
    if not outcomes:
        note("Nothing was touched.")
    return 1 if left else code


def _trash(args: argparse.Namespace, home: Home, named: NamedPhotos) -> tuple[list[Outcome], int]:
    """What became of photos of one library, and how many stay because of what was said."""
    settings = load_settings(home)
    with open_book(args, home, named.library) as (book, cache):
        shot = one_shot_of(settings.raw_and_jpeg)
        plan = plan_chosen(book.desk, cache, named.photo_ids, shot)
        _warn(plan)
        if plan.last_copies and not args.last_copies:
            note("Nothing of this library goes; --last-copies lets them go.")
            return [], len(plan.going) + plan.locked + plan.offline
        stay = plan.locked + plan.offline
        question = f"Move {counted(len(plan.going), 'photo')} to the trash?"
        if not plan.going or not (args.yes or agrees(question)):
            return [], stay
        act = Act(confirmed_last_copies=args.last_copies, carries=settings.carry_metadata)
        removals = book.desk.review.removals(plan.planned)
        book.begin_commit(plan.planned, act)
        outcomes = remove(acting_place(home, book.desk.locked), removals, act, CONTROL)
        book.end_commit(plan.planned, outcomes, act)
    return outcomes, stay


def _warn(plan: ChosenPlan) -> None:
    for photo in plan.last_copies:
        why = "no copy of it is known"
        if photo in plan.unlooked:
            why = "a copy of it may be there, but was not compared with it in full size"
        note(f"{on_one_line(photo.path)}: {why}.")
    if plan.along:
        note(
            f"{counted(plan.along, 'file')} of the same shots go along: RAW and JPEG are one photo."
        )
    if plan.locked:
        note(f"{counted(plan.locked, 'photo')} in locked folders: not touched.")
    if plan.offline:
        note(f"{counted(plan.offline, 'photo')} on disks that are not connected: not touched.")
