"""What the review knows of the open library: taken from the cache, written to the decisions."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from imgsim_desktop.errors import CacheBroken, KnownError
from imgsim_desktop.review.desk import ReviewDesk
from imgsim_desktop.ui.session import LibrarySession

T = TypeVar("T")

_DOCUMENT = "review"
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
        self._key: str | None = None
        """Library the desk belongs to."""
        self._loaded: tuple[object, ...] = ()
        """Library, network and versions of what lies on the desk."""
        self._next_load = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_LOAD_MS)
        self._timer.timeout.connect(self.refresh)

    @property
    def is_loaded(self) -> bool:
        return bool(self._loaded)

    def take(self) -> Mapping[str, Any]:
        """Begin with the library that is open now; returns the place one was at in its review."""
        self._loaded, self._next_load = (), 0.0
        session, library = self._session, self._session.library
        document = None
        if library is not None:
            document = self._reading(lambda: session.decisions.document(library.key, _DOCUMENT))
        self.desk = ReviewDesk(rules=session.settings.keep_rules, document=document)
        self._key = None if library is None else library.key
        place: Mapping[str, Any] = (document or {}).get("place", {})
        return place

    def refresh_soon(self) -> None:
        self._timer.start()

    def refresh(self) -> None:
        """Load what the cache says now, if it says something new."""
        session, library, cache = self._session, self._session.library, self._session.cache
        if library is None or cache is None:
            return
        if time.monotonic() < self._next_load:
            self._timer.start()
            return
        state = self._reading(lambda: (library.key, session.model_key, *cache.versions()))
        if state is None or state == self._loaded:
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

    def save(self, place: Mapping[str, Any]) -> None:
        """Write all decisions and the place one is at."""
        if self._key is None:
            return
        document = {**self.desk.document(), "place": dict(place)}
        try:
            self._session.decisions.set_document(self._key, _DOCUMENT, document)
        except KnownError as error:
            self.saveFailed.emit(error)

    def close(self) -> None:
        """Nothing is loaded or saved any more."""
        self._timer.stop()
        self._key = None

    def _load(self) -> bool:
        cache, decisions = self._session.cache, self._session.decisions
        assert cache is not None
        pairs = self._session.pairs()
        ends = {*pairs.a.tolist(), *pairs.b.tolist()}
        wanted = [
            photo
            for content, photos in cache.photos_of_contents(with_offline=True).items()
            if len(photos) > 1 or content in ends
            for photo in photos
        ]
        self.desk.load(
            pairs,
            cache.photos(wanted),
            locked=decisions.locked_folders(),
            preferred=decisions.preferred_folders(),
            apart=decisions.not_duplicates(),
        )
        return True

    def _reading(self, ask: Callable[[], T]) -> T | None:
        """The answer of a database, or None after a notice: what is shown stays."""
        try:
            return ask()
        except (KnownError, CacheBroken) as error:
            self._session.readFailed.emit(error)
            return None
