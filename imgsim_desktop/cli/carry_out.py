"""What is done with all but the best copies: trash, move, hard link or reflink."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from imgsim_desktop.cli.files import tell_outcomes
from imgsim_desktop.cli.options import USAGE
from imgsim_desktop.cli.output import CONTROL, agrees, amount, counted, note
from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.library.paths import Home
from imgsim_desktop.library.settings import load_settings
from imgsim_desktop.review.book import ReviewBook
from imgsim_desktop.review.commit import Act, acting_place, plan_of, remove
from imgsim_desktop.review.journal import LINKS, OPERATION_WORDS, Journal, Operation, State
from imgsim_desktop.review.marking import OneShot, Planned, Review

ACTIONS = {
    "trash": Operation.TRASH,
    "move": Operation.MOVE,
    "hardlink": Operation.HARD_LINK,
    "reflink": Operation.REFLINK,
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the words of the command line want done."""

    operation: Operation | None
    """None: only list."""
    folder: Path | None
    carries: bool | None
    """Whether words that only a copy to go has are written beside the one to keep; None: as the
    settings say."""
    ask_first: bool


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--action",
        choices=list(ACTIONS),
        help="what to do with all but the copy to keep: trash; move to the folder given by --to; "
        "hardlink or reflink (byte-identical files only) put a link or a copy that shares its "
        "blocks in the place of the file, which goes to the trash",
    )
    parser.add_argument("--to", metavar="FOLDER", help="with --action move: where to")
    parser.add_argument("--trash", action="store_true", help="the same as --action trash")
    parser.add_argument(
        "--carry-metadata",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="before a copy goes, write the date, place, keywords, rating and caption that only "
        "it has into an XMP file beside the copy to keep; done unless you turned it off here or "
        "in the window",
    )
    parser.add_argument(
        "--raw-and-jpeg",
        choices=[code.value for code in OneShot],
        help="what a RAW and a JPEG of one shot, side by side, are: one photo that goes or stays "
        "as a whole, two copies of which the RAW or the JPEG is kept, or two photos like any "
        "others; as the settings say, where it is one photo at first",
    )
    parser.add_argument("--yes", action="store_true", help="with an action: do not ask")


def understand(args: argparse.Namespace) -> Wanted | int:
    """What is wanted, or the exit code for words that make no sense together."""
    if args.trash and args.action not in (None, "trash"):
        note(f"--trash and --action {args.action} are two different things; nothing was touched.")
        return USAGE
    word = "trash" if args.trash else args.action
    if (word == "move") != (args.to is not None):
        note("--action move and --to FOLDER go together; nothing was touched.")
        return USAGE
    if word is not None and not args.yes and not sys.stdin.isatty():
        said = "--trash" if args.trash else f"--action {word}"
        note(f"{said} without a terminal to ask at needs --yes; nothing was touched.")
        return USAGE
    folder = None if args.to is None else Path(args.to).absolute()
    operation = None if word is None else ACTIONS[word]
    return Wanted(operation, folder, carries=args.carry_metadata, ask_first=not args.yes)


def checked(args: argparse.Namespace, folders: Iterable[str]) -> Wanted | int:
    """As `understand`; raises KnownError for a goal inside the folders that are looked at."""
    wanted = understand(args)
    if isinstance(wanted, Wanted):
        refuse_inside(wanted.folder, map(Path, folders))
    return wanted


def refuse_inside(folder: Path | None, roots: Iterable[Path]) -> None:
    """Raises KnownError for a goal in which the next scan would find the duplicates again."""
    for root in roots:
        if folder is not None and folder.resolve().is_relative_to(root.resolve()):
            raise KnownError(
                Sentence(
                    "{folder} lies in {root}: the photos would be duplicates again there.",
                    folder=folder,
                    root=root,
                ),
                "Choose a folder outside; nothing was touched.",
            )


def carry_out(home: Home, book: ReviewBook, meant: Collection[int], asked: Wanted) -> int:
    """Do what the review has marked, of the photos meant. Returns the exit code."""
    operation = asked.operation
    assert operation is not None
    review, journal = book.desk.review, Journal(home.journal)
    plan = plan_of(book.desk)
    planned = [p for p in plan.by(operation) if p.victim in meant and p.keeper is not None]
    planned = (
        _left_to_link(review, planned, journal, operation)
        if operation in LINKS
        else review.whole_shots(planned)
    )
    if not planned:
        note("There is nothing to do.")
        return 0
    words = OPERATION_WORDS[operation]
    says = {"photos": _said_files(review, planned), "folder": asked.folder}
    if asked.ask_first and not agrees(f"{words.act.format(**says)}?"):
        note("Nothing was touched.")
        return 0
    carries = load_settings(home).carry_metadata if asked.carries is None else asked.carries
    act = Act(operation, asked.folder, carries=carries)
    removals = review.removals(planned)
    book.begin_commit(planned, act)
    outcomes = remove(acting_place(home, book.desk.locked), removals, act, CONTROL)
    book.end_commit(planned, outcomes, act)
    return tell_outcomes(outcomes, words.done.format(**says))


def _left_to_link(
    review: Review, planned: Sequence[Planned], journal: Journal, operation: Operation
) -> list[Planned]:
    """Without those that share their blocks already: a reflink stays a file of its own."""
    done = {
        (entry.stamp.path, entry.stamp.content_hash)
        for entry in journal.entries()
        if entry.operation is operation and entry.state is State.DONE
    }
    photos = ((plan, review.photo(plan.victim)) for plan in planned)
    return [plan for plan, photo in photos if (photo.path, photo.content_hash) not in done]


def _said_files(review: Review, planned: Sequence[Planned]) -> str:
    size = sum(review.photo(plan.victim).size_bytes for plan in planned)
    return f"{counted(len(planned), 'file')} ({amount(size)})"
