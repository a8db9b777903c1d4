"""From marks to the disk and back: the sheet that asks, and what is said about how it ended."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Literal

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QMessageBox, QWidget

from imgsim_desktop.errors import KnownError
from imgsim_desktop.records import Outcome
from imgsim_desktop.review.book import CutShort
from imgsim_desktop.review.commit import Act, Removed, Returned, plan_of
from imgsim_desktop.review.going import riskiest_first
from imgsim_desktop.review.marking import Planned
from imgsim_desktop.ui.act_job import place_of, said_damage
from imgsim_desktop.ui.models.going import GoingModel
from imgsim_desktop.ui.notices import Notice
from imgsim_desktop.ui.reviewing import decide
from imgsim_desktop.ui.reviewing.model import ReviewModel
from imgsim_desktop.ui.texts import said_bytes, said_count, said_photos
from imgsim_desktop.ui.thumbnail_loader import ThumbnailLoader
from imgsim_desktop.ui.views.duplicates.telling import TOPIC, telling
from imgsim_desktop.ui.widgets.commit_sheet import CommitSheet, said_done
from imgsim_desktop.ui.widgets.problems_dialog import ProblemsDialog

log = logging.getLogger(__name__)


class DiskActs(QObject):
    """The only acts of the page that move files; GUI thread, the work is done in `act`."""

    def __init__(
        self,
        model: ReviewModel,
        thumbnails: ThumbnailLoader,
        page: QWidget,
        key_of: Callable[[str], str],
    ) -> None:
        """page: above which sheets open; key_of: the key of a command of it, as it is printed."""
        super().__init__(page)
        self._model, self._page, self._key_of = model, page, key_of
        self._thumbnails = thumbnails
        model.committer.removed.connect(self._removed)
        model.committer.returned.connect(self._returned)
        model.committer.cutShort.connect(self._ask_about_cut_short)
        model.committer.failed.connect(self._failed)
        self.sheet: CommitSheet | None = None

    def commit(self) -> None:
        """Ask on one sheet, then do with what is marked what was chosen there."""
        model = self._model
        if model.is_moving or self.sheet is not None:
            return
        if model.looking.put_off(model.desk.marked_groups(), self._commit_if_shown):
            return
        plan = plan_of(model.desk, place_of(model.session).roots)
        if not plan.planned:
            self._tell(
                Notice(
                    self.tr("Nothing is marked for the trash yet."),
                    self.tr("{key} accepts the marks of a group.").format(
                        key=self._key_of("accept") or self.tr("“Accept”")
                    ),
                    topic=TOPIC,
                    seconds=6,
                )
            )
            return
        goings = GoingModel(riskiest_first(model.desk, plan.planned), model.words.note)
        sheet = CommitSheet(
            plan, self._page, goings=goings, thumbnails=self._thumbnails,
            carries=model.session.settings.carry_metadata,
        )  # fmt: skip
        self.sheet = sheet
        sheet.takenOut.connect(self._take_out)
        sheet.accepted.connect(lambda: self._remove(sheet.plan.by(sheet.act.operation), sheet.act))
        sheet.finished.connect(self._sheet_closed)
        sheet.open()

    def _take_out(self, wish: tuple[int, bool]) -> None:
        """A photo of the sheet is kept after all, or is to go again: marked so at once."""
        model, sheet = self._model, self.sheet
        victim, stays = wish
        with telling(model):
            decide.mark_photo(model, victim, stays=stays)
        if sheet is not None:
            sheet.show_plan(plan_of(model.desk, place_of(model.session).roots))

    def _commit_if_shown(self) -> None:
        if self._page.isVisible():
            self.commit()

    def _sheet_closed(self) -> None:
        if self.sheet is not None:
            self.sheet.deleteLater()
            self.sheet = None

    def _remove(self, planned: Sequence[Planned], act: Act) -> None:
        with telling(self._model):
            self._model.remove(planned, act)

    def undo_commit(self) -> None:
        """Bring back what went last, also after a restart."""
        self._model.give_back(None)

    def _removed(self, removed: object) -> None:
        assert isinstance(removed, Removed)
        if removed.photos:
            sentence = said_done(removed.operation).format(
                photos=said_photos(removed.photos), size=said_bytes(removed.size_bytes)
            )
            entries = removed.entry_ids
            hint = self._said_troubles(removed.troubles)
            if removed.saved_anew:
                new = self.tr(
                    "Another program saved a new file in the place of {photos}: it stays."
                )
                photos = said_photos(removed.saved_anew)
                hint = f"{hint} {new.format(photos=photos)}".strip()
            notice = Notice(
                sentence,
                hint,
                kind="warning" if hint else "info",
                topic=TOPIC,
                action_text=self.tr("Undo"),
                action=lambda: self._model.give_back(entries),
            )
        else:
            notice = Notice(
                self.tr("Nothing was moved."),
                self._said_troubles(removed.troubles),
                kind="warning",
                topic=TOPIC,
            )
        self._tell(notice)
        if removed.troubles:
            ProblemsDialog(removed.troubles, self._page).open()

    def _returned(self, returned: object) -> None:
        assert isinstance(returned, Returned)
        if not returned.entry_ids and not returned.troubles:
            sentence = self.tr("There is nothing in the trash to bring back.")
        elif returned.photos:
            sentence = self.tr("{photos} back at their places.").format(
                photos=said_photos(returned.photos)
            )
        elif returned.troubles:
            sentence = self.tr("Nothing could be brought back.")
        else:
            return
        kind: Literal["info", "warning"] = "warning" if returned.troubles else "info"
        hint = self._said_troubles(returned.troubles)
        if returned.in_question:
            again = self.tr("Nothing is marked in their groups: they wait to be decided again.")
            hint = f"{hint} {again}".strip()
        self._tell(
            Notice(sentence, hint, kind=kind, topic=TOPIC, seconds=0 if returned.troubles else 10)
        )
        if returned.troubles:
            ProblemsDialog(returned.troubles, self._page, said=hint).open()

    def _ask_about_cut_short(self, found: object) -> None:
        """A crash ended the last commit before its end: what now?"""
        assert isinstance(found, CutShort)
        box = QMessageBox(self._page)
        box.setObjectName("cutShort")
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(self.tr("The last move was cut short"))
        text = self.tr("{moved} of {planned} photos were moved before the program ended.")
        box.setText(text.format(moved=said_count(found.moved), planned=said_count(found.planned)))
        box.setInformativeText(self.tr("The others are still marked. Nothing is lost."))
        role = QMessageBox.ButtonRole
        go_on = box.addButton(self.tr("Go on…"), role.AcceptRole)
        back = box.addButton(self.tr("Bring them back"), role.DestructiveRole)
        leave = box.addButton(self.tr("Leave it so"), role.RejectRole)
        box.setDefaultButton(leave)
        box.setEscapeButton(leave)
        go_on.clicked.connect(lambda: QTimer.singleShot(0, self.commit))
        back.clicked.connect(lambda: self._model.give_back(sorted(found.entry_ids)))
        box.finished.connect(box.deleteLater)
        box.open()

    def _said_troubles(self, troubles: Sequence[Outcome]) -> str:
        said = said_damage(troubles)
        files = len(troubles) - len(said)
        if files:
            said.insert(0, self.tr("Not moved: {photos}.").format(photos=said_photos(files)))
        return " ".join(said)

    def _failed(self, error: object) -> None:
        if isinstance(error, KnownError):
            self._tell(Notice.from_error(error, TOPIC))
            return
        assert isinstance(error, BaseException)
        log.error("File operation failed", exc_info=error)
        text = f"{type(error).__name__}: {error}"
        self._tell(Notice(self.tr("The files were left as they are."), text, kind="error"))

    def _tell(self, notice: Notice) -> None:
        self._model.noticed.emit(notice)
