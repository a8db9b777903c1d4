"""Stars and picks: given to the photos chosen, read from the XMP beside them, taken back."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QWidget

from imgsim_desktop.companions import XMP
from imgsim_desktop.records import Outcome, OutcomeCode, Photo, Rating, Sidecar
from imgsim_desktop.review.commit import set_rating
from imgsim_desktop.ui.act_job import place_of, telling_sidecars
from imgsim_desktop.ui.adding import stamps_of
from imgsim_desktop.ui.commit import Committer
from imgsim_desktop.ui.errands import Errands
from imgsim_desktop.ui.models.photo_pages import PhotoPages
from imgsim_desktop.ui.notices import Notice
from imgsim_desktop.ui.session import LibrarySession
from imgsim_desktop.ui.texts import said_photos
from imgsim_desktop.ui.widgets.problems_dialog import ProblemsDialog
from imgsim_desktop.ui.work import Work

_KEPT = 20_000
"""Ratings remembered, 3 MB; then they are read again when they are shown."""
_TOPIC = "ratings"


@dataclass(frozen=True, slots=True)
class Given:
    """What a person gave a photo."""

    rating: int | None = None
    """1 to 5, -1 for rejected, else None."""
    is_picked: bool = False

    def after(self, rating: Rating) -> Given:
        """Once this is given as well: one does not pick what one rejects."""
        is_picked = self.is_picked if rating.stars is not None else rating is Rating.PICK
        return Given(rating.rating_after(self.rating), is_picked)


def said_given(given: Given) -> str:
    """ "★★★ picked", "rejected", or nothing."""
    if given.rating == -1:
        return QCoreApplication.translate("ratings", "rejected")
    picked = QCoreApplication.translate("ratings", "picked") if given.is_picked else ""
    return f"{'★' * (given.rating or 0)} {picked}".strip()


def _said(rating: Rating) -> str:
    t = QCoreApplication.translate
    if rating.stars:
        return said_given(Given(rating.stars))
    return {
        Rating.NO_STARS: t("ratings", "no stars"),
        Rating.PICK: t("ratings", "picked"),
        Rating.REJECT: t("ratings", "rejected"),
    }.get(rating, t("ratings", "neither picked nor rejected"))


class Ratings(QObject):
    """What the photo files know, and what XMP beside them says instead. GUI thread.

    XMP is read in a thread when a photo is shown beside which the last scan saw some; of the photo
    in the large view it is always looked for.
    """

    changed = Signal()
    """`of` has other answers."""
    noticed = Signal(object)
    """Notice."""

    def __init__(
        self,
        session: LibrarySession,
        committer: Committer,
        chosen_ids: Callable[[], NDArray[np.int64]],
        pages: PhotoPages,
        window: QWidget,
        *,
        is_told: Callable[[], bool],
        undo: Callable[[], None],
    ) -> None:
        """is_told: whether what was given is said in a notice, for it may not be seen; undo takes
        back the last thing done to files."""
        super().__init__(window)
        self._session, self._committer = session, committer
        self._chosen_ids, self._pages, self._window = chosen_ids, pages, window
        self._is_told, self._undo = is_told, undo
        self._known: dict[Path, Given] = {}
        self._asked: set[Path] = set()
        self._waiting: deque[tuple[Sequence[Photo], Rating]] = deque()
        self._generation = 0
        self._errands = Errands("ratings", 1, self)
        committer.ended.connect(self._go_on)
        session.libraryChanged.connect(self.forget)

    # what is known

    def of(self, photo: Photo, *, is_large: bool = False) -> Given:
        """What it was given; `changed` follows where XMP says something else.

        is_large  the photo is shown large: XMP beside it may be new
        """
        path = photo.path
        if path in self._known:
            return self._known[path]
        if (is_large or XMP in photo.companions) and path not in self._asked:
            self._asked.add(path)
            take = partial(self._take, path, photo.facts.rating, self._generation)
            self._errands.fetch(lambda _control: _sidecar_beside(path), take)
        return Given(photo.facts.rating)

    def forget(self) -> None:
        """Files may have changed: read them again when they are shown."""
        self._generation += 1
        self._known.clear()
        self._asked.clear()

    def stop(self) -> None:
        self._waiting.clear()
        self._errands.stop()

    def _take(self, path: Path, in_photo: int | None, generation: int, beside: Sidecar) -> None:
        if generation != self._generation:
            return
        if len(self._known) > _KEPT:
            self.forget()
        if path not in self._known:
            rating = in_photo if beside.rating is None else (beside.rating or None)
            self._known[path] = Given(rating, beside.is_picked and rating != -1)
            if self._known[path] != Given(in_photo):
                self.changed.emit()

    # what is given

    def give(self, code: str) -> None:
        """Give the photos chosen a rating; seen at once, written as soon as files may be."""
        photos = list(self._pages.get(self._chosen_ids().tolist()).values())
        photos = [photo for photo in photos if photo.is_online]
        if not photos:
            return
        rating = Rating(code)
        for photo in photos:
            self._known[photo.path] = self.of(photo, is_large=True).after(rating)
        self.changed.emit()
        self._waiting.append((photos, rating))
        self._go_on()

    def take_undone(self, _outcomes: object) -> None:
        """Some were taken back: what is shown is read again."""
        self.forget()
        self.changed.emit()

    def _go_on(self) -> None:
        if self._waiting and not self._committer.is_running:
            photos, rating = self._waiting.popleft()
            place, inside = place_of(self._session), [p.path for p in photos if p.facts.rating]
            run = partial(set_rating, place, stamps_of(photos), rating, inside)
            take = partial(self._take_outcomes, rating)
            self._committer.start(Work("act", telling_sidecars(self._session, run), take), 0)

    def _take_outcomes(self, rating: Rating, outcomes: list[Outcome]) -> None:
        troubles = [outcome for outcome in outcomes if outcome.code is not OutcomeCode.DONE]
        if not troubles:
            if self._is_told():
                said = f"{said_photos(len(outcomes))}: {_said(rating)}"
                undo = self.tr("Undo")
                self.noticed.emit(
                    Notice(said, topic=_TOPIC, action_text=undo, action=self._undo, seconds=8)
                )
            return
        for outcome in troubles:
            self._known.pop(outcome.path, None)
            self._asked.discard(outcome.path)
        self.changed.emit()
        said = self.tr("Not rated: {photos}.").format(photos=said_photos(len(troubles)))
        self.noticed.emit(Notice(said, kind="warning", topic=_TOPIC))
        ProblemsDialog(troubles, self._window, said=said).open()


def _sidecar_beside(path: Path) -> Sidecar:
    """Read in the errand's thread; what reads XMP loads Pillow, and is not needed at the start."""
    from imgsim_desktop.reading.descriptions import sidecar_beside

    return sidecar_beside(path)
