"""File operations of the window in the thread `act`: it owns the files and the journal."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject

from imgsim_desktop.records import FileStamp, Outcome, OutcomeCode, Removal
from imgsim_desktop.review import commit
from imgsim_desktop.review.commit import REMOVALS, Act, ActingPlace, acting_place
from imgsim_desktop.review.journal import Operation
from imgsim_desktop.ui.job import Job
from imgsim_desktop.ui.session import LibrarySession


def place_of(session: LibrarySession) -> ActingPlace:
    """What the actor must know now. GUI thread."""
    return acting_place(session.home, session.decisions.locked_folders())


def removal_job(
    place: ActingPlace, removals: Sequence[Removal], act: Act, parent: QObject | None = None
) -> Job:
    """`finished` carries one Outcome for each removal, in their order."""
    return Job("act", lambda control: commit.remove(place, removals, act, control), parent)


def undo_job(
    place: ActingPlace,
    entry_ids: Collection[str] | None = None,
    parent: QObject | None = None,
    *,
    among: Collection[Operation] = REMOVALS,
) -> Job:
    """As `commit.give_back`; `finished` carries one Outcome a photo."""
    return Job(
        "act", lambda control: commit.give_back(place, entry_ids, control, among=among), parent
    )


def album_job(
    place: ActingPlace,
    parent_folder: Path,
    name: str,
    photos: Sequence[FileStamp],
    parent: QObject | None = None,
) -> Job:
    """`finished` carries (the folder, one Outcome a photo)."""
    return Job(
        "act",
        lambda control: commit.copy_album(place, parent_folder, name, photos, control),
        parent,
    )


def tag_job(
    place: ActingPlace, photos: Sequence[FileStamp], word: str, parent: QObject | None = None
) -> Job:
    """`finished` carries one Outcome a photo."""
    return Job("act", lambda control: commit.add_tag(place, photos, word, control), parent)


def settle_job(place: ActingPlace, parent: QObject | None = None) -> Job:
    """End what a crash cut off; `finished` carries one Outcome a photo."""
    return Job("act", lambda _control: commit.settle(place), parent)


def said_damage(troubles: Sequence[Outcome]) -> list[str]:
    """That the journal is damaged, where that is among what was in the way of an undo."""
    if not any(outcome.code is OutcomeCode.JOURNAL_DAMAGED for outcome in troubles):
        return []
    return [QCoreApplication.translate("act", "Part of the journal cannot be read any more.")]


def said_outcome(code: OutcomeCode) -> str:
    """Why a file stayed where it was, or what became of it."""
    translate: Callable[[str, str], str] = QCoreApplication.translate
    said = {
        OutcomeCode.DONE: translate("act", "Done"),
        OutcomeCode.CHANGED: translate("act", "The file has changed since it was marked"),
        OutcomeCode.KEEPER_CHANGED: translate("act", "The copy to keep has changed or is gone"),
        OutcomeCode.KEEPER_UNREADABLE: translate("act", "The copy to keep cannot be read"),
        OutcomeCode.GONE: translate("act", "The file is gone"),
        OutcomeCode.LOCKED: translate("act", "Its folder is locked"),
        OutcomeCode.NO_TRASH: translate("act", "This disk has no trash"),
        OutcomeCode.FAILED: translate("act", "The system refused"),
        OutcomeCode.NOT_CONFIRMED: translate("act", "Gone, but not found in the trash"),
        OutcomeCode.REPLACED: translate("act", "Another program has put another file in its place"),
        OutcomeCode.IN_USE: translate("act", "Another program is writing to it"),
        OutcomeCode.DISK_FULL: translate("act", "The disk is full"),
        OutcomeCode.READ_ONLY: translate("act", "The disk can only be read"),
        OutcomeCode.NO_PERMISSION: translate("act", "The system does not permit it"),
        OutcomeCode.UNSAFE: translate("act", "What it was to go to cannot be trusted"),
        OutcomeCode.SAME_FILE: translate("act", "It is the kept file under another name"),
        OutcomeCode.KEEPER_GOES: translate("act", "The copy to keep is to be removed, too"),
        OutcomeCode.LAST_COPY: translate("act", "It is the last copy"),
        OutcomeCode.NOT_IDENTICAL: translate("act", "It is not byte-identical to the kept copy"),
        OutcomeCode.OTHER_DISK: translate("act", "The kept copy lies on another disk"),
        OutcomeCode.CANNOT_LINK: translate("act", "This file system knows no such links"),
        OutcomeCode.NOT_CARRIED: translate(
            "act", "What only it knows could not be written beside the kept copy"
        ),
        OutcomeCode.NOT_TAGGED: translate("act", "Its XMP file could not be written"),
        OutcomeCode.OCCUPIED: translate("act", "Another file lies at its place now"),
        OutcomeCode.ORIGIN_UNSURE: translate(
            "act", "The journal is damaged: the trash tells of another place"
        ),
        OutcomeCode.JOURNAL_DAMAGED: translate(
            "act", "Lines of the journal cannot be read any more; they may have told of more files"
        ),
        OutcomeCode.STOPPED: translate("act", "Stopped before its turn"),
    }
    return said[code]
