"""What became of each file, and what a crash cut off."""

from __future__ import annotations

from collections.abc import Sequence

from imgsim_desktop.cli.output import counted, note
from imgsim_desktop.errors import KnownError
from imgsim_desktop.library.paths import Home
from imgsim_desktop.records import Outcome, OutcomeCode
from imgsim_desktop.review.commit import acting_place
from imgsim_desktop.review.journal import Journal

_WORDS = {
    OutcomeCode.CHANGED: "it has changed since it was looked at",
    OutcomeCode.KEEPER_CHANGED: "the copy to keep has changed since it was looked at",
    OutcomeCode.KEEPER_UNREADABLE: "the copy to keep cannot be read any more",
    OutcomeCode.GONE: "it is not there any more",
    OutcomeCode.LOCKED: "it lies in a locked folder",
    OutcomeCode.NO_TRASH: "its disk has no trash",
    OutcomeCode.FAILED: "it did not work",
    OutcomeCode.NOT_CONFIRMED: "it is not found where it should rest now",
    OutcomeCode.REPLACED: "another program has put another file in its place, which stays",
    OutcomeCode.IN_USE: "another program is writing to it",
    OutcomeCode.DISK_FULL: "the disk is full",
    OutcomeCode.READ_ONLY: "the disk can only be read",
    OutcomeCode.NO_PERMISSION: "the system does not permit it",
    OutcomeCode.UNSAFE: "what it was to go to cannot be trusted",
    OutcomeCode.SAME_FILE: "it is the same file as the copy to keep",
    OutcomeCode.KEEPER_GOES: "the copy to keep is to be removed as well",
    OutcomeCode.LAST_COPY: "it is the last copy",
    OutcomeCode.NOT_IDENTICAL: "it is not byte-identical to the copy to keep",
    OutcomeCode.OTHER_DISK: "it lies on another disk than the copy to keep",
    OutcomeCode.CANNOT_LINK: "this file system cannot do that",
    OutcomeCode.NOT_CARRIED: "what only it knows could not be written beside the copy to keep",
    OutcomeCode.NOT_TAGGED: "the XMP file beside it could not be written",
    OutcomeCode.OCCUPIED: "another file lies at its old place",
    OutcomeCode.ORIGIN_UNSURE: "the journal is damaged and the trash tells of another place",
    OutcomeCode.JOURNAL_DAMAGED: "lines that may have told of more files can be read no more",
    OutcomeCode.STOPPED: "its turn did not come",
}


def settle_crash(home: Home) -> None:
    """End what a crash cut off, and say so; while another program moves files it is left alone."""
    journal = Journal(home.journal)
    if not journal.unfinished():
        return
    try:
        outcomes = acting_place(home).actor().recover()
    except KnownError as error:
        note(str(error))
        return
    for outcome in outcomes:
        now = _SETTLED.get(outcome.code) or _WORDS[outcome.code]
        detail = f" ({outcome.detail})" if outcome.detail else ""
        note(f"{outcome.path}: cut off by a crash; now {now}{detail}.")


_SETTLED = {
    OutcomeCode.DONE: "it rests safely, `imgsim undo` brings it back",
    OutcomeCode.STOPPED: "it is at its place",
    OutcomeCode.NOT_CONFIRMED: "it is neither at its place nor where it should rest",
}


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
        why = _WORDS.get(outcome.code, outcome.code.value)
        detail = f" ({outcome.detail})" if outcome.detail else ""
        not_done = f"not {done}: " if outcome in files else ""
        note(f"{outcome.path}: {not_done}{why}{detail}.")
    for outcome in outcomes:
        if outcome.is_saved_anew:
            note(
                f"{outcome.path}: {done}; another program has saved a new file under this name "
                "meanwhile, which stays."
            )
    note(f"{len(outcomes) - len(failed)} of {counted(len(files), 'file')} {done}.")
    return 1 if failed else 0
