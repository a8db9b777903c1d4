"""What the review knows of the open library: taken from the cache, written to the decisions."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from imgsim_desktop.errors import KnownError
from imgsim_desktop.review.book import ReviewBook
from imgsim_desktop.review.desk import ReviewDesk
from imgsim_desktop.review.marking import one_shot_of
from imgsim_desktop.ui.session import LibrarySession

T = TypeVar("T")

_LOAD_MS = 1000
_LOAD_SHARE = 10
"""While a scan writes, loading takes at most a tenth of the window's time."""


class ReviewLibrary(QObject):
    """Fills the desk and keeps it; GUI thread. What is shown stays where a database fails."""

    loaded = Signal()
    """Pairs, photos, folders and "not duplicates" lie on the desk anew: form the groups again."""
    saveFailed = Signal(object)
    """KnownError."""

    def __init__(self, session: LibrarySession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.desk = ReviewDesk()
        self.book: ReviewBook | None = None
        """Where the decisions on the desk are kept; None without a library."""
        self._loaded: tuple[object, ...] = ()
        """Library, network and versions of what lies on the desk."""
        self._next_load = 0.0
        self._is_closed = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_LOAD_MS)
        self._timer.timeout.connect(self.refresh)

    @property
    def is_loaded(self) -> bool:
        return bool(self._loaded)

    def open(self) -> Mapping[str, Any]:
        """Start with the library that is open now; returns the place one was at in its review."""
        self._loaded, self._next_load = (), 0.0
        session, library = self._session, self._session.library
        rules = session.settings.keep_rules
        shot = one_shot_of(session.settings.raw_and_jpeg)
        book = None
        if library is not None:
            book = self._reading(lambda: ReviewBook(session.decisions, library.key, rules, shot))
        self.book = book
        self.desk = ReviewDesk(rules=rules, one_shot=shot) if book is None else book.desk
        return {} if book is None else self._reading(book.place) or {}

    def photo_of_place(self, place: Mapping[str, Any]) -> int | None:
        """The photo somebody was at, by its number on the desk."""
        return None if self.book is None else self.book.photo_of_place(place)

    def refresh_soon(self) -> None:
        if not self._is_closed:
            self._timer.start()

    def refresh(self) -> None:
        """Load what the cache says now, if it says something new."""
        session, library, cache = self._session, self._session.library, self._session.cache
        if library is None or cache is None:
            return
        if time.monotonic() < self._next_load:
            self.refresh_soon()
            return
        state = self._reading(lambda: (library.key, session.model_key, *cache.versions()))
        if state is None or (state == self._loaded and not self._is_behind()):
            return
        began = time.monotonic()
        self._loaded = state
        self.reload()
        now = time.monotonic()
        self._next_load = now + _LOAD_SHARE * (now - began)

    def refresh_now(self) -> None:
        """Load without waiting for a turn."""
        self._next_load = 0.0
        self.refresh()

    def reload(self) -> None:
        """Take in pairs, photos, folders and "not duplicates" again."""
        if self._reading(self._load) is not None:
            self.loaded.emit()

    def save(self, place: Mapping[str, Any], photo: int | None) -> None:
        """Write what was decided since the last time, and the place one is at."""
        if self.book is None:
            return
        try:
            self.book.save()
            self.book.save_place(place, photo)
        except KnownError as error:
            self.saveFailed.emit(error)

    def close(self) -> None:
        """Nothing is loaded or saved any more."""
        self._is_closed = True
        self._timer.stop()
        self.book = None

    def _load(self) -> bool:
        assert self._session.cache is not None
        if self.book is not None:
            self.book.fill(self._session.cache, self._session.pairs())
        return True

    def _is_behind(self) -> bool:
        book = self.book
        return book is not None and bool(self._reading(book.is_behind))

    def look(self) -> None:
        """Take in what the command line decided meanwhile."""
        if self._loaded and self._is_behind():
            self.refresh_soon()

    def _reading(self, ask: Callable[[], T]) -> T | None:
        """The answer of a database, or None after a notice: what is shown stays."""
        try:
            return ask()
        except KnownError as error:
            self._session.readFailed.emit(error)
            return None
