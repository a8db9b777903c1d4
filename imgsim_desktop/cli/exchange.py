"""Groups to a file, and marks from one, for `imgsim duplicates`."""

from __future__ import annotations

import argparse
from pathlib import Path

from imgsim_desktop.cli.output import counted, note, tell
from imgsim_desktop.library.paths import Home
from imgsim_desktop.library.thumbnails import ThumbnailStore
from imgsim_desktop.review.book import ReviewBook
from imgsim_desktop.review.exchange import (
    check_name,
    load_marks,
    said_loaded,
    snapshot,
    write_groups,
)
from imgsim_desktop.review.marking import Review


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--export",
        type=Path,
        metavar="FILE",
        help="write the groups to FILE.csv, FILE.json (can be loaded again) or FILE.html (with "
        "pictures)",
    )
    parser.add_argument(
        "--load",
        type=Path,
        metavar="FILE.json",
        help="take the marks of an exported review into that of this folder, where the window "
        "shows them, too; an action then carries out these, not what the rules suggest",
    )


def check(args: argparse.Namespace) -> None:
    """Before the folder is scanned. Raises KnownError for a name we cannot write."""
    if args.export is not None:
        check_name(args.export)


def load(args: argparse.Namespace, book: ReviewBook) -> set[int] | None:
    """Put the marks of --load into the review, and say what did not fit. Raises KnownError.

    They are saved at once: they stay when no action is named, or its question is answered by no.
    Returns the photos that were marked; None without --load.
    """
    if args.load is None:
        return None
    loaded = load_marks(args.load, book.desk.review)
    book.save()
    for said in said_loaded(loaded):
        if said:
            note(said)
    return set(loaded.marks)


def export(args: argparse.Namespace, home: Home, review: Review) -> None:
    """Write the groups to --export. Raises KnownError."""
    if args.export is None:
        return
    sheets = snapshot(review)
    write_groups(args.export, sheets, ThumbnailStore(home.thumbnails).get)
    tell(f"{counted(len(sheets), 'group')} written to {args.export}.")
