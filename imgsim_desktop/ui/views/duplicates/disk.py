"""From marks to the disk and back: the sheet that asks, and what is said about how it ended."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QMessageBox

from imgsim_desktop.errors import KnownError
from imgsim_desktop.records import Outcome
from imgsim_desktop.review.book import CutShort
from imgsim_desktop.review.commit import Act, Removed, Returned, plan_of
from imgsim_desktop.review.journal import LINKS
from imgsim_desktop.review.marking import Planned
from imgsim_desktop.ui.act_job import said_damage
from imgsim_desktop.ui.commit import Committer
from imgsim_desktop.ui.notices import Notice
from imgsim_desktop.ui.texts import said_bytes, said_count, said_photos
from imgsim_desktop.ui.widgets.commit_sheet import CommitSheet, said_done
from imgsim_desktop.ui.widgets.problems_dialog import ProblemsDialog

if TYPE_CHECKING:
    from imgsim_desktop.ui.views.duplicates.view import DuplicatesView

_TOPIC = "review"

log = logging.getLogger(__name__)


class DiskActs(QObject):
    """The only acts of the page that move files; GUI thread, the work is done in `act`."""

    def __init__(self, view: DuplicatesView) -> None:
        super().__init__(view)
        self._view = view
        self.committer = Committer(self)
        self.committer.removed.connect(self._removed)
        self.committer.returned.connect(self._returned)
        self.committer.cutShort.connect(self._ask_about_cut_short)
        self.committer.failed.connect(self._failed)
        self.sheet: CommitSheet | None = None

    def commit(self) -> None:
        """Ask on one sheet, then do with what is marked what was chosen there."""
        if self.committer.is_running or self.sheet is not None:
            return
        view = self._view
        if view.looking.put_off(view.desk.marked_groups(), self.commit):
            return
        plan = plan_of(view.desk, view.acting_place().roots)
        if not plan.planned:
            self._view.noticeRequested.emit(
                Notice(
                    self.tr("Nothing is marked for the trash yet."),
                    self.tr("{key} accepts the marks of a group.").format(
                        key=view.commands.key_of("accept") or self.tr("“Accept”")
                    ),
                    topic=_TOPIC,
                    seconds=6,
                )
            )
            return
        sheet = CommitSheet(plan, view, carries=view.session.settings.carry_metadata)
        self.sheet = sheet
        sheet.accepted.connect(lambda: self._start_removal(plan.by(sheet.act.operation), sheet.act))
        sheet.finished.connect(self._sheet_closed)
        sheet.open()

    def _sheet_closed(self) -> None:
        if self.sheet is not None:
            self.sheet.deleteLater()
            self.sheet = None

    def _start_removal(self, planned: Sequence[Planned], act: Act) -> None:
        view = self._view
        view.save()
        if act.operation not in LINKS:
            view.session.change_settings(carry_metadata=act.carries)
        book = view.library.book
        if book is None:
            return
        try:
            self.committer.remove(book, view.acting_place(), planned, act)
        except KnownError as error:
            view.noticeRequested.emit(Notice.from_error(error, _TOPIC))

    def undo_commit(self) -> None:
        """Bring back what went last, also after a restart."""
        if not self.committer.is_running:
            self.give_back(None)

    def settle(self) -> None:
        """At the start of a library: end what a crash cut off."""
        book = self._view.library.book
        if not self.committer.is_running and book is not None:
            self.committer.settle(book, self._view.acting_place())

    def give_back(self, entries: Sequence[str] | None) -> None:
        view, book = self._view, self._view.library.book
        if book is None:
            return
        view.save()
        self.committer.give_back(book, view.acting_place(), entries)

    def _removed(self, removed: object) -> None:
        assert isinstance(removed, Removed)
        self._after_files_moved()
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
                topic=_TOPIC,
                action_text=self.tr("Undo"),
                action=lambda: self.give_back(entries),
            )
        else:
            notice = Notice(
                self.tr("Nothing was moved."),
                self._said_troubles(removed.troubles),
                kind="warning",
                topic=_TOPIC,
            )
        self._view.noticeRequested.emit(notice)
        if removed.troubles:
            ProblemsDialog(removed.troubles, self._view).open()

    def _returned(self, returned: object) -> None:
        assert isinstance(returned, Returned)
        self._after_files_moved()
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
        if returned.photos:
            again = self.tr("Nothing is marked in their groups: they wait to be decided again.")
            hint = f"{hint} {again}".strip()
        self._view.noticeRequested.emit(
            Notice(sentence, hint, kind=kind, topic=_TOPIC, seconds=0 if returned.troubles else 10)
        )
        if returned.troubles:
            ProblemsDialog(returned.troubles, self._view, said=hint).open()

    def _ask_about_cut_short(self, found: object) -> None:
        """A crash ended the last commit before its end: what now?"""
        assert isinstance(found, CutShort)
        self._after_files_moved()
        box = QMessageBox(self._view)
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
        back.clicked.connect(lambda: self.give_back(sorted(found.entry_ids)))
        box.finished.connect(box.deleteLater)
        box.open()

    def _said_troubles(self, troubles: Sequence[Outcome]) -> str:
        said = said_damage(troubles)
        files = len(troubles) - len(said)
        if files:
            said.insert(0, self.tr("Not moved: {photos}.").format(photos=said_photos(files)))
        return " ".join(said)

    def _after_files_moved(self) -> None:
        """Save at once, show what is left, and look at the folders again."""
        view = self._view
        view.save()
        view.desk.sort()
        view.show_all(view.current_photo)
        view.session.decisionsChanged.emit()
        view.filesMoved.emit()

    def _failed(self, error: object) -> None:
        if isinstance(error, KnownError):
            self._view.noticeRequested.emit(Notice.from_error(error, _TOPIC))
            return
        assert isinstance(error, BaseException)
        log.error("File operation failed", exc_info=error)
        text = f"{type(error).__name__}: {error}"
        self._view.noticeRequested.emit(
            Notice(self.tr("The files were left as they are."), text, kind="error")
        )
