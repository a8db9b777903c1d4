"""The review on paper: export of the groups, a review loaded again, the receipt of a commit."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from imgsim_desktop.control import Control
from imgsim_desktop.errors import KnownError
from imgsim_desktop.review.exchange import said_loaded, snapshot, write_groups
from imgsim_desktop.review.journal import Journal, write_receipt
from imgsim_desktop.ui.notices import Notice
from imgsim_desktop.ui.reviewing.decide import load_decisions
from imgsim_desktop.ui.reviewing.model import ReviewModel
from imgsim_desktop.ui.sentences import said
from imgsim_desktop.ui.texts import said_groups
from imgsim_desktop.ui.work import Work, WorkRunner

_TOPIC = "review-files"


class ReviewFiles(QObject):
    """Files are written in a thread of their own."""

    def __init__(self, model: ReviewModel, page: QWidget) -> None:
        """page: above which dialogs open."""
        super().__init__(page)
        self._model, self._page = model, page
        self._runner = WorkRunner(self)
        self._runner.failed.connect(self._failed)
        self.ask_save = _ask_save
        self.ask_open = _ask_open

    @property
    def is_running(self) -> bool:
        return self._runner.is_running

    def wait(self) -> None:
        """Block until the file is written; for closing and for tests."""
        self._runner.wait()

    def export(self) -> None:
        """All groups as CSV, JSON or a page with pictures."""
        if self._runner.is_running:
            return
        name = self.ask_save(self._page, self.tr("Export the groups"), _EXPORTS, "groups.html")
        if not name:
            return
        path = Path(name)
        sheets = snapshot(self._model.desk.review)
        thumbnails = self._model.session.thumbnail_store

        def run(_control: Control) -> int:
            write_groups(path, sheets, thumbnails.get)
            return len(sheets)

        self._runner.start(Work("export", run, lambda count: self._exported(path, count)))

    def load(self) -> None:
        """Marks of an exported review, where they still fit; one step that undo takes back."""
        name = self.ask_open(self._page, self.tr("Load a review"), "*.json")
        if not name:
            return
        try:
            loaded = load_decisions(self._model, Path(name))
        except KnownError as error:
            self._tell(Notice.from_error(error, _TOPIC))
            return
        sentence, hint = map(said, said_loaded(loaded))
        self._tell(
            Notice(
                sentence,
                hint,
                kind="warning" if hint else "info",
                topic=_TOPIC,
                seconds=0 if hint else 8,
            )
        )

    def save_receipt(self) -> None:
        """What the last commit did, for people or for a spreadsheet."""
        batches = Journal(self._model.session.home.journal).batches()
        if not batches:
            sentence = self.tr("Nothing was ever done to a file.")
            self._tell(Notice(sentence, topic=_TOPIC, seconds=6))
            return
        batch = batches[-1]
        title = self.tr("Save the receipt")
        name = self.ask_save(self._page, title, _RECEIPTS, f"{batch.batch_id}.html")
        if not name:
            return
        try:
            write_receipt(Path(name), batch.entries)
        except KnownError as error:
            self._tell(Notice.from_error(error, _TOPIC))
            return
        self._tell_written(Path(name), self.tr("The receipt is saved."))

    def _tell(self, notice: Notice) -> None:
        self._model.noticed.emit(notice)

    def _exported(self, path: Path, count: int) -> None:
        self._tell_written(path, self.tr("{groups} exported.").format(groups=said_groups(count)))

    def _tell_written(self, path: Path, sentence: str) -> None:
        self._tell(
            Notice(
                sentence,
                str(path),
                topic=_TOPIC,
                seconds=12,
                action_text=QCoreApplication.translate("SideBar", "Open"),
                action=partial(_open, path),
            )
        )

    def _failed(self, error: object) -> None:
        assert isinstance(error, BaseException)
        if not isinstance(error, KnownError):
            raise error
        self._tell(Notice.from_error(error, _TOPIC))


_EXPORTS = ("*.html", "*.csv", "*.json")
_RECEIPTS = ("*.html", "*.csv")


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def _ask_save(parent: QWidget, title: str, patterns: Sequence[str], name: str) -> str:
    chosen, pattern = QFileDialog.getSaveFileName(parent, title, name, ";;".join(patterns))
    if chosen and not Path(chosen).suffix:
        chosen += pattern.lstrip("*")
    return chosen


def _ask_open(parent: QWidget, title: str, pattern: str) -> str:
    return QFileDialog.getOpenFileName(parent, title, "", pattern)[0]
