"""`imgsim undo`: bring files back to where they were."""

from __future__ import annotations

import argparse
from contextlib import closing
from pathlib import Path

from imgsim_desktop.cli.files import tell_damage, tell_outcomes
from imgsim_desktop.cli.named_photos import take_along, tell_sidecars
from imgsim_desktop.cli.options import home_of
from imgsim_desktop.cli.output import CONTROL, note, on_one_line, print_line
from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.library.decisions import Decisions
from imgsim_desktop.library.libraries import LibraryList
from imgsim_desktop.library.paths import Home
from imgsim_desktop.records import OutcomeCode
from imgsim_desktop.review.book import ReviewBook
from imgsim_desktop.review.commit import acting_place, give_back
from imgsim_desktop.review.journal import ADDITIONS, Journal, Operation


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "entries",
        nargs="*",
        metavar="ENTRY",
        help="entries or batches as `imgsim journal` names them; without any, the last batch",
    )


def run(args: argparse.Namespace) -> int:
    home = home_of(args)
    journal = Journal(home.journal)
    entry_ids = _wanted(journal, args.entries) if args.entries else None
    operations = _operations(journal, entry_ids)
    done = "taken back" if operations and operations <= ADDITIONS else "brought back"
    locked: tuple[Path, ...] = ()
    if operations & ADDITIONS:  # files go; what only comes back needs no decisions, not even whole
        with closing(Decisions(home)) as decisions:
            locked = decisions.locked_folders()
    outcomes = give_back(acting_place(home, locked), entry_ids, CONTROL, among=frozenset(Operation))
    tell_damage(journal)
    if not outcomes:
        note("There is nothing to undo.")
        return 0
    _disarm(home, {o.entry_id for o in outcomes if o.code is OutcomeCode.DONE})
    take_along(home, acting_place(home), outcomes)
    if Operation.TAG in operations:
        tell_sidecars(home, [outcome.path for outcome in outcomes])
    for outcome in outcomes:
        if outcome.code is OutcomeCode.DONE:
            print_line(on_one_line(outcome.path))
    return tell_outcomes(outcomes, done)


def _disarm(home: Home, entry_ids: set[str]) -> None:
    """What is back waits to be decided again, in every library's review."""
    try:
        with closing(Decisions(home)) as decisions:
            for library in LibraryList(home).all():
                ReviewBook(decisions, library.key).take_back(entry_ids)
    except KnownError as error:  # files come back even where decisions cannot be read
        note(f"What is back may still be marked to go: {error.sentence}")


def _operations(journal: Journal, entry_ids: set[str] | None) -> set[Operation]:
    """What will be undone."""
    if entry_ids is None:
        batches = [batch for batch in journal.batches() if batch.can_undo]
        entry_ids = {e.entry_id for e in batches[-1].entries} if batches else set()
    return {e.operation for e in journal.entries() if e.entry_id in entry_ids}


def _wanted(journal: Journal, names: list[str]) -> set[str]:
    """Entry ids behind the ids of entries and batches. Raises KnownError for an unknown one."""
    wanted: set[str] = set()
    for name in names:
        found = {e.entry_id for e in journal.entries() if name in (e.entry_id, e.batch_id)}
        if not found:
            raise KnownError(
                Sentence("The journal has no entry {name}.", name=name), "See `imgsim journal`."
            )
        wanted |= found
    return wanted
