"""A quiet bar above the stage that offers to decide the rest likewise."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject

from imgsim_desktop.errors import Counted
from imgsim_desktop.review.teaching import FolderLesson
from imgsim_desktop.ui.notices import Notice
from imgsim_desktop.ui.reviewing import decide
from imgsim_desktop.ui.reviewing.changed import Changed
from imgsim_desktop.ui.reviewing.model import ReviewModel
from imgsim_desktop.ui.sentences import said
from imgsim_desktop.ui.views.duplicates.telling import telling
from imgsim_desktop.ui.widgets.notice import NoticeBar


class Teacher(QObject):
    """Shows what the last decision taught; GUI thread."""

    def __init__(self, model: ReviewModel, bar: NoticeBar) -> None:
        super().__init__(bar)
        self._model, self._bar = model, bar
        bar.closed.connect(model.refuse_offer)

    def show_changed(self, what: Changed) -> None:
        if Changed.OFFER not in what:
            return
        lesson = self._model.lessons.offered
        if lesson is None:
            self._bar.hide()
        else:
            self._bar.show_notice(self._notice(lesson))

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
        with telling(self._model):
            decide.take_offer(self._model, lesson)
