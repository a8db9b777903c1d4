"""What the window tells the actor, and the words for what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication

from imgsim_desktop.control import Control
from imgsim_desktop.records import OUTCOME_WORDS, Outcome, OutcomeCode
from imgsim_desktop.review.commit import ActingPlace, acting_place
from imgsim_desktop.ui.sentences import said
from imgsim_desktop.ui.session import LibrarySession


def place_of(session: LibrarySession) -> ActingPlace:
    """What the actor must know now. GUI thread."""
    return acting_place(session.home, session.decisions.locked_folders())


def telling_sidecars(
    session: LibrarySession, run: Callable[[Control], list[Outcome]]
) -> Callable[[Control], list[Outcome]]:
    """A work that writes XMP beside photos, after which the library knows what stands there."""
    home, library = session.home, session.library

    def run_and_tell(control: Control) -> list[Outcome]:
        from imgsim_desktop.scan import read_sidecars_again  # loads decoders

        outcomes = run(control)
        if library is not None:
            read_sidecars_again(home, library, [outcome.path for outcome in outcomes])
        return outcomes

    return run_and_tell


def said_damage(troubles: Sequence[Outcome]) -> list[str]:
    """That the journal is damaged, where that is among what was in the way of an undo."""
    if not any(outcome.code is OutcomeCode.JOURNAL_DAMAGED for outcome in troubles):
        return []
    return [QCoreApplication.translate("act", "Part of the journal cannot be read any more.")]


def said_outcome(code: OutcomeCode) -> str:
    """Why a file stayed where it was, or what became of it."""
    return said(OUTCOME_WORDS[code])
