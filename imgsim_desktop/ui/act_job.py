"""File operations of the window in the thread `act`: it owns the files and the journal."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject

from imgsim_desktop.records import OUTCOME_WORDS, FileStamp, Outcome, OutcomeCode, Removal
from imgsim_desktop.review import commit
from imgsim_desktop.review.commit import REMOVALS, Act, ActingPlace, acting_place
from imgsim_desktop.review.journal import Operation
from imgsim_desktop.ui.job import Job
from imgsim_desktop.ui.sentences import said
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
    return said(OUTCOME_WORDS[code])
