"""Tags and albums made of photos on a page: asked for, told about, and taken back again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QInputDialog

from imgsim_desktop.reading.xmp import as_keyword
from imgsim_desktop.records import FileStamp, Outcome, OutcomeCode, Photo
from imgsim_desktop.review import commit
from imgsim_desktop.review.journal import ADDITIONS
from imgsim_desktop.review.marking import stamp_of
from imgsim_desktop.ui.act_job import place_of, said_damage, telling_sidecars
from imgsim_desktop.ui.notices import Notice
from imgsim_desktop.ui.texts import said_photos
from imgsim_desktop.ui.widgets.problems_dialog import ProblemsDialog
from imgsim_desktop.ui.work import Work

if TYPE_CHECKING:
    from imgsim_desktop.ui.working_view import WorkingView

_TOPIC = "adding"


class Adding(QObject):
    """One for each page; the files are written in the thread `act`, as the page's one job."""

    def __init__(self, view: WorkingView) -> None:
        super().__init__(view)
        self._view = view

    def ask_tag(self, photo_ids: NDArray[np.int64], name: str = "") -> None:
        """Which word? `name` is suggested."""
        stamps = self._stamps(photo_ids)
        if self._view.is_busy() or not stamps:
            return
        label = self.tr("A keyword for {photos}. It is written into XMP files beside them:")
        text, is_sure = QInputDialog.getText(
            self._view,
            self.tr("Tag photos"),
            label.format(photos=said_photos(len(stamps))),
            text=name,
        )
        word = as_keyword(text)
        if is_sure and word:
            self.tag(photo_ids, word)

    def tag(self, photo_ids: NDArray[np.int64], word: str) -> None:
        """Write a keyword into the XMP beside photos; what stands there stays."""
        session = self._view.session
        stamps = self._stamps(photo_ids)
        run = telling_sidecars(session, partial(commit.add_tag, place_of(session), stamps, word))
        self._view.start_work(
            Work("act", run, lambda outcomes: self._tell_tags(outcomes, word)), "tagging"
        )

    def ask_album(self, photo_ids: NDArray[np.int64], name: str = "") -> None:
        """Where shall the album lie, and what is it called?"""
        view = self._view
        if view.is_busy() or not len(photo_ids):
            return
        where = QFileDialog.getExistingDirectory(view, self.tr("Where should the album lie?"))
        if where and not name:
            name, _ = QInputDialog.getText(
                view, self.tr("New album"), self.tr("Name of the album folder:")
            )
        if where and name.strip():
            self.copy(photo_ids, name, Path(where))

    def copy(self, photo_ids: NDArray[np.int64], name: str, parent: Path) -> None:
        """Copy photos into a new folder called after `name`."""
        place = place_of(self._view.session)
        run = partial(commit.copy_album, place, parent, name, self._stamps(photo_ids))
        self._view.start_work(Work("act", run, self._tell_album), "album")

    def undo(self, entry_ids: Sequence[str] | None = None) -> None:
        """Take tags or copies away again; None: those of the last time, also before a restart."""
        if self._view.is_busy():
            return
        place = place_of(self._view.session)
        back = partial(commit.give_back, place, entry_ids, among=ADDITIONS)
        run = telling_sidecars(self._view.session, back)
        self._view.start_work(Work("act", run, self.tell_undone), "taking-back")

    def _stamps(self, photo_ids: NDArray[np.int64]) -> list[FileStamp]:
        return stamps_of(self._view.session.fetch_photos(photo_ids.tolist()).values())

    # what is said

    def _tell_tags(self, outcomes: list[Outcome], word: str) -> None:
        entries = [o.entry_id for o in outcomes if o.code is OutcomeCode.DONE and o.entry_id]
        had = sum(o.code is OutcomeCode.DONE and not o.entry_id for o in outcomes)
        sentence = self.tr("{photos} tagged “{word}”.").format(
            photos=said_photos(len(entries)), word=word
        )
        hints = []
        if had:
            hints.append(self.tr("{photos} had it already.").format(photos=said_photos(had)))
        failed = self.tr("Not tagged: {photos}.")
        act = (self.tr("Undo"), lambda: self.undo(entries)) if entries else None
        self._tell(sentence, hints, outcomes, failed, act)

    def _tell_album(self, made: tuple[Path, list[Outcome]]) -> None:
        album, outcomes = made
        entries = [o.entry_id for o in outcomes if o.code is OutcomeCode.DONE]
        said = self.tr("{photos} copied to {folder}.")
        sentence = said.format(photos=said_photos(len(entries)), folder=album)
        key = self._view.commands.key_of("undo")
        hints = [self.tr("{key} takes it back.").format(key=key)] if entries and key else []

        def show() -> None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(album)))

        act = (self.tr("Show the folder"), show) if entries else None
        self._tell(sentence, hints, outcomes, self.tr("Not copied: {photos}."), act)

    def tell_undone(self, outcomes: list[Outcome]) -> None:
        """Of tags and albums."""
        done = sum(outcome.code is OutcomeCode.DONE for outcome in outcomes)
        sentence = self.tr("Taken back for {photos}.").format(photos=said_photos(done))
        if not outcomes:
            sentence = self.tr("There is no tag and no album to take back.")
        self._tell(sentence, [], outcomes, self.tr("Not taken back: {photos}."))

    def _tell(
        self,
        sentence: str,
        hints: list[str],
        outcomes: Sequence[Outcome],
        failed: str,
        act: tuple[str, Callable[[], None]] | None = None,
    ) -> None:
        """One notice, with a button where there is something to do; what did not work is listed."""
        troubles = [outcome for outcome in outcomes if outcome.code is not OutcomeCode.DONE]
        damage = said_damage(troubles)
        files = len(troubles) - len(damage)
        if files:
            damage.insert(0, failed.format(photos=said_photos(files)))
        said = " ".join(damage)
        hints = [*hints, said] if said else hints
        self._view.noticeRequested.emit(
            Notice(
                sentence,
                " ".join(hints),
                kind="warning" if troubles else "info",
                topic=_TOPIC,
                action_text="" if act is None else act[0],
                action=None if act is None else act[1],
                seconds=0 if act or troubles else 8,
            )
        )
        if troubles:
            ProblemsDialog(troubles, self._view, said=said).open()


def stamps_of(photos: Iterable[Photo]) -> list[FileStamp]:
    """Those that can be reached now, as they were scanned."""
    return [stamp_of(photo) for photo in photos if photo.is_online]
