"""What the person's decisions teach: an offer to decide the rest as was decided three times."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from imgsim_desktop.review.marking import Review
from imgsim_desktop.review.queue import Entry
from imgsim_desktop.review.teaching import FolderLesson, Folders, lesson_of, taught_by


class Lessons:
    """Looks at each decision; one for each library."""

    def __init__(self) -> None:
        self._refused: set[Folders] = set()
        """Folders about which the person does not want to be asked again."""
        self.offered: FolderLesson | None = None

    def watch(self, review: Review, entries: Sequence[Entry]) -> None:
        """A decision was made: offer what it teaches, or take an offer back that holds no more."""
        self.offered = None
        if len(entries) == 1:
            folders = taught_by(review, entries[0].group)
            if folders is not None and folders not in self._refused:
                self.offered = lesson_of(review, folders, review.groups)

    def refuse(self) -> None:
        """Not about these folders again, in this library."""
        if self.offered is not None:
            self._refused.add((self.offered.kept, self.offered.let_go))
            self.offered = None

    def as_json(self) -> list[list[str]]:
        return sorted([str(kept), str(let_go)] for kept, let_go in self._refused)

    def load(self, refused: object) -> None:
        """What `as_json` gave; another library, other lessons."""
        pairs: Iterable[object] = refused if isinstance(refused, list) else ()
        self._refused = {
            (Path(pair[0]), Path(pair[1]))
            for pair in pairs
            if isinstance(pair, list) and len(pair) == 2
        }
        self.offered = None
