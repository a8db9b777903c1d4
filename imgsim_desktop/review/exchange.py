"""Groups as files, and marks from them."""

from __future__ import annotations

from pathlib import Path

from imgsim_desktop.choosing.export import check_name, snapshot, write_groups
from imgsim_desktop.choosing.loading import MISFIT_WORDS, Loaded, fit_marks, read_marks
from imgsim_desktop.choosing.marks import Review
from imgsim_desktop.errors import Counted, Sentence, listed

__all__ = ["Loaded", "check_name", "load_marks", "said_loaded", "snapshot", "write_groups"]


def load_marks(path: Path, review: Review) -> Loaded:
    """Take the marks of an exported review, where they still fit: one step.

    Raises KnownError for a file that is none.
    """
    loaded = fit_marks(read_marks(path), review)
    review.mark_each(loaded.marks, "load")
    return loaded


def said_loaded(loaded: Loaded) -> tuple[str, str]:
    """How many marks were taken, and which were not; the second is empty if all were."""
    number = len(loaded.marks)
    taken = Counted("%Ln mark taken from the file.", "%Ln marks taken from the file.", number)
    misfits = [Sentence(MISFIT_WORDS[code], n=count) for code, count in loaded.misfits.items()]
    return taken, Sentence("Not taken: {why}.", why=listed(misfits)) if misfits else ""
