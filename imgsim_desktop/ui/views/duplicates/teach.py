"""Offers to decide the rest as the person did three times; a quiet bar above the stage."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from imgsim_desktop.errors import Counted
from imgsim_desktop.review.queue import TODO, Entry
from imgsim_desktop.review.teaching import FolderLesson, Folders, lesson_of, marks_of, taught_by
from imgsim_desktop.ui.notices import Notice
from imgsim_desktop.ui.sentences import said

if TYPE_CHECKING:
    from imgsim_desktop.ui.views.duplicates.view import DuplicatesView


class Teacher(QObject):
    """Looks at each decision; GUI thread."""

    def __init__(self, view: DuplicatesView) -> None:
        super().__init__(view)
        self._view = view
        self._refused: set[Folders] = set()
        """Folders about which the person does not want to be asked again."""
        self._offered: Folders | None = None

    def watch(self, entries: Sequence[Entry]) -> None:
        """A decision was made: offer what it teaches, or take an offer back that holds no more."""
        bar = self._view.page.offer
        bar.hide()
        self._offered = None
        if len(entries) != 1:
            return
        review = self._view.desk.review
        folders = taught_by(review, entries[0].group)
        if folders is None or folders in self._refused:
            return
        lesson = lesson_of(review, folders, review.groups)
        if lesson is not None:
            self._offered = folders
            bar.show_notice(self._notice(lesson))

    def refuse(self) -> None:
        """The person closed the bar: not about these folders again, in this library."""
        if self._offered is not None:
            self._refused.add(self._offered)
            self._offered = None
            self._view.save_soon()

    def as_json(self) -> list[list[str]]:
        return sorted([str(kept), str(let_go)] for kept, let_go in self._refused)

    def load(self, refused: object) -> None:
        """What `as_json` gave; another library, another teacher."""
        pairs: Iterable[object] = refused if isinstance(refused, list) else ()
        self._refused = {
            (Path(pair[0]), Path(pair[1]))
            for pair in pairs
            if isinstance(pair, list) and len(pair) == 2
        }
        self._offered = None
        self._view.page.offer.hide()

    def _notice(self, lesson: FolderLesson) -> Notice:
        text = Counted(
            "You kept “{kept}” over “{other}” %Ln time.",
            "You kept “{kept}” over “{other}” %Ln times.",
            lesson.times,
            kept=Path(lesson.kept.name),
            other=Path(lesson.let_go.name),
        )
        button = Counted(
            "Do the same in the other group with these folders",
            "Do the same in the other %Ln groups with these folders",
            len(lesson.groups),
        )
        return Notice(
            said(text),
            self.tr("Only marks are set; undo takes them back."),
            topic="teach",
            action_text=said(button),
            action=lambda: self._apply(lesson),
        )

    def _apply(self, lesson: FolderLesson) -> None:
        view, folders = self._view, (lesson.kept, lesson.let_go)
        review = view.desk.review
        wanted = [(group, marks_of(review, folders, group)) for group in lesson.groups]
        meant = {id(group) for group, marks in wanted if marks}
        lanes = view.desk.lanes
        entries = [e for lane in TODO for e in lanes[lane] if id(e.group) in meant]
        view.acts.settle(entries, lambda: review.decide([w for w in wanted if w[1]], "teach"))
