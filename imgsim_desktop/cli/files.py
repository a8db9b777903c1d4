"""What became of each file, and what a crash cut off."""

from __future__ import annotations

from collections.abc import Sequence

from imgsim_desktop.cli.output import counted, note, tell
from imgsim_desktop.errors import KnownError
from imgsim_desktop.library.paths import Home
from imgsim_desktop.records import OUTCOME_WORDS, Outcome, OutcomeCode
from imgsim_desktop.review.commit import acting_place, settle
from imgsim_desktop.review.journal import Journal


def settle_crash(home: Home) -> None:
    """End what a crash cut off, and say so; while another program moves files it is left alone."""
    journal = Journal(home.journal)
    if not journal.unfinished():
        return
    try:
        outcomes = settle(acting_place(home))
    except KnownError as error:
        note(str(error))
        return
    for outcome in outcomes:
        now = _SETTLED.get(outcome.code) or said_outcome(outcome.code)
        detail = f" ({outcome.detail})" if outcome.detail else ""
        note(f"{outcome.path}: cut off by a crash; now {now}{detail}.")


_SETTLED = {
    OutcomeCode.DONE: "it rests safely, `imgsim undo` brings it back",
    OutcomeCode.STOPPED: "it is at its place",
    OutcomeCode.NOT_CONFIRMED: "it is neither at its place nor where it should rest",
}


def said_outcome(code: OutcomeCode) -> str:
    """Why a file stayed where it was, within a sentence."""
    words = OUTCOME_WORDS[code]
    return words[0].lower() + words[1:]


def tell_damage(journal: Journal) -> None:
    """Say which lines of the journal were damaged: those with a second copy, and those lost."""
    if journal.mended_lines:
        lines = counted(journal.mended_lines, "line")
        note(f"{journal.path}: {lines} damaged in one of its copies; the other tells all of it.")
    if lost := len(journal.lost()):
        note(
            f"{journal.path}: {counted(lost, 'line')} can be read in none of its copies; "
            "all others are used."
        )


def tell_outcomes(outcomes: Sequence[Outcome], done: str) -> int:
    """Say what did not work and how many did; returns the exit code.

    done  what was done to a file, such as "moved to the trash"
    """
    failed = [outcome for outcome in outcomes if outcome.code is not OutcomeCode.DONE]
    files = [outcome for outcome in outcomes if outcome.code is not OutcomeCode.JOURNAL_DAMAGED]
    for outcome in failed:
        why = said_outcome(outcome.code)
        detail = f" ({outcome.detail})" if outcome.detail else ""
        not_done = f"not {done}: " if outcome in files else ""
        note(f"{outcome.path}: {not_done}{why}{detail}.")
    for outcome in outcomes:
        if outcome.is_saved_anew:
            note(
                f"{outcome.path}: {done}; another program has saved a new file under this name "
                "meanwhile, which stays."
            )
    (note if failed else tell)(
        f"{len(outcomes) - len(failed)} of {counted(len(files), 'file')} {done}."
    )
    return 1 if failed else 0
