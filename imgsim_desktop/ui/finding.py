"""Searching the library by words beside the window: the newest question is answered."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from imgsim_desktop.errors import KnownError
from imgsim_desktop.library.cache import CacheReader
from imgsim_desktop.library.cache_reader import SortKey
from imgsim_desktop.library.finding import Query
from imgsim_desktop.library.finding.suggestions import NOTHING, Vocabulary
from imgsim_desktop.library.paths import Home
from imgsim_desktop.records import Library
from imgsim_desktop.ui.errands import Errands
from imgsim_desktop.ui.session import LibrarySession
from imgsim_desktop.ui.work import Work, WorkControl


@dataclass(frozen=True, slots=True)
class Asked:
    """One question about one library."""

    library: Library
    query: Query
    folder: Path | None
    sort: str
    is_falling: bool


class PhotoFinder(QObject):
    """One thread that looks; a question that is not wanted any more is stopped. GUI thread.

    A million photos take it up to a second, in which the window goes on.
    """

    found = Signal(object)
    """Photo ids (n,) in order: the answer to the question asked last."""
    learned = Signal(object)
    """Vocabulary of the library that is open."""

    def __init__(self, session: LibrarySession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._errands = Errands("find", 1, self)
        self._asked: Asked | None = None
        self._control: WorkControl | None = None
        """Of the work that runs."""
        self._is_stale = False
        """Asked again while it was being answered: photos have changed meanwhile."""
        self._is_closed = False
        self._learned_of: tuple[str, tuple[int, int]] | None = None

    @property
    def is_looking(self) -> bool:
        return self._control is not None

    def ask(self, query: Query, folder: Path | None, sort: str, *, is_falling: bool) -> None:
        """Look for photos; `found` tells which, unless another question comes first."""
        library = self._session.library
        if library is None or self._is_closed:
            return
        asked = Asked(library, query, folder, sort, is_falling)
        if self._control is not None and asked == self._asked:
            self._is_stale = True
            return
        self.forget()
        self._asked = asked
        self._look(asked)

    def forget(self) -> None:
        """Nobody waits for an answer any more."""
        self._asked, self._is_stale = None, False
        if self._control is not None:
            self._control.stop()
            self._control = None

    def learn(self) -> None:
        """Find out what there is to be suggested, if that is not known yet."""
        library, version = self._session.library, self._session.versions
        if library is None or self._is_closed or self._learned_of == (library.key, version):
            return
        self._learned_of = (library.key, version)
        home = self._session.home
        self._errands.start(
            Work("words", lambda _control: _vocabulary(home, library), self.learned.emit)
        )

    def close_down(self) -> None:
        """The window closes: whatever is asked from now on is not answered."""
        self._is_closed = True
        self.forget()
        self._errands.stop()

    def _look(self, asked: Asked) -> None:
        home = self._session.home

        def run(control: WorkControl) -> NDArray[np.int64] | KnownError:
            try:
                with closing(CacheReader(home, asked.library)) as cache:
                    return cache.photo_ids(
                        cast(SortKey, asked.sort), descending=asked.is_falling,
                        folder=asked.folder, with_offline=True, query=asked.query, control=control,
                    )  # fmt: skip
            except KnownError as error:
                return error

        def is_wanted() -> bool:
            return asked is self._asked

        def done(ids: NDArray[np.int64] | KnownError) -> None:
            if not is_wanted():
                return
            self._control = None
            if isinstance(ids, KnownError):
                self.forget()
                self._session.readFailed.emit(ids)
                return
            is_stale, self._is_stale = self._is_stale, False
            self.found.emit(ids)
            if is_stale and is_wanted():
                self._look(asked)

        self._control = self._errands.start(Work("find", run, done))


def _vocabulary(home: Home, library: Library) -> Vocabulary:
    """Empty where the cache cannot be read: whoever looks for photos is told so."""
    try:
        with closing(CacheReader(home, library)) as cache:
            folders = {folder.name for _, folder, _ in cache.folders(with_offline=True)}
            return Vocabulary(
                tuple(cache.different("camera")),
                tuple(cache.different("lens")),
                tuple(cache.different("format")),
                tuple(sorted(folders - {""})),
            )
    except KnownError:
        return NOTHING
