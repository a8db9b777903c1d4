"""The search thread: one worker that answers the newest question.

It owns a PhotoSearch and, for pictures from outside, the network; both are opened here, off the GUI
thread. A question that waits is replaced by a newer one.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Qt, Signal

from imgsim_desktop.control import Cancelled, Control
from imgsim_desktop.errors import ImgSimError, KnownError
from imgsim_desktop.records import Pixels
from imgsim_desktop.scan import Match

REOPEN_SHARE = 10
"""While a scan writes, the index is read again only if ten times its last loading time has passed:
at most a tenth of the worker's time, and a small library is always fresh."""

log = logging.getLogger(__name__)


class Searching(Protocol):
    """What the worker needs of `scan.PhotoSearch`."""

    def like_photo(self, photo_id: int, count: int = 20) -> list[Match]: ...

    def like_vector(self, vector: NDArray[np.float32], count: int = 20) -> list[Match]: ...


@dataclass(frozen=True, slots=True)
class SearchTools:
    """What the worker calls, all in its own thread; the window joins them from `scan`."""

    open_search: Callable[[Control], Searching]
    embed: Callable[[Path, Control], NDArray[np.float32]]
    small_picture: Callable[[Path, Control], Pixels]
    """A picture from outside, to be shown beside its results."""


@dataclass(frozen=True, slots=True)
class Question:
    """Which picture: a photo of the library or a file from anywhere."""

    photo_id: int | None = None
    path: Path | None = None
    count: int = 60


@dataclass(frozen=True, slots=True)
class Answer:
    """What the search found, best first."""

    question: Question
    matches: tuple[Match, ...] = ()
    picture: Pixels | None = None
    """Of a file from outside, small."""
    error: Exception | None = None
    seconds: float = 0.0


class SearchWorker(QObject):
    """Used from the GUI thread; answers come as a signal there."""

    answered = Signal(object)
    """Answer to the newest question."""
    pictured = Signal(object)
    """Answer with only the picture, before the network has described it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tools: SearchTools | None = None
        self._question: Question | None = None
        self._generation = 0
        self._is_stale = True
        self._is_closing = False
        self._wake = threading.Condition()
        """Guards the fields above: the GUI thread asks while the worker takes."""
        self._control = Control()
        self._thread: threading.Thread | None = None
        self._relay = _Relay()
        self._relay.sent.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def set_tools(self, tools: SearchTools | None) -> None:
        """Another library or network; open questions are dropped."""
        with self._wake:
            self._control.stop()
            self._control = Control()
            self._tools = tools
            self._question = None
            self._generation += 1
            self._is_stale = True

    def mark_stale(self) -> None:
        """The library's vectors have changed: read the index again, in time."""
        with self._wake:
            self._is_stale = True

    def ask(self, question: Question) -> None:
        """Answer this one; an older question still waiting is dropped."""
        with self._wake:
            self._question = question
            self._wake.notify()
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="search", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End the thread. Blocks until it has, at most one picture's embedding."""
        with self._wake:
            self._is_closing = True
            self._control.stop()
            self._wake.notify()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    # the worker's own thread

    def _run(self) -> None:
        search: Searching | None = None
        known = -1
        opened_at = cost_s = 0.0
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._is_closing or self._question is not None)
                if self._is_closing:
                    return
                question, tools, generation = self._question, self._tools, self._generation
                self._question = None
                control = self._control
                may_reopen = time.monotonic() - opened_at >= REOPEN_SHARE * cost_s
                reopen = generation != known or search is None or (self._is_stale and may_reopen)
                if reopen:
                    self._is_stale = False
            if tools is None or question is None:
                continue
            started = time.monotonic()
            try:
                if reopen:
                    search = None
                    search = tools.open_search(control)
                    known, opened_at = generation, time.monotonic()
                    cost_s = opened_at - started
                assert search is not None
                answer = self._answer(question, search, tools, control, started, generation)
            except Cancelled:
                continue
            except Exception as error:
                if not isinstance(error, (ImgSimError, OSError)):
                    log.exception("The search ended by an unexpected error")
                answer = Answer(question, error=error)
            self._relay.sent.emit((generation, True, answer))

    def _answer(
        self,
        question: Question,
        search: Searching,
        tools: SearchTools,
        control: Control,
        started: float,
        generation: int,
    ) -> Answer:
        if question.photo_id is not None:
            matches = search.like_photo(question.photo_id, question.count)
            return Answer(question, tuple(matches), seconds=time.monotonic() - started)
        if question.path is None:
            raise KnownError("There is no picture to search for.")
        picture = tools.small_picture(question.path, control)
        self._relay.sent.emit((generation, False, Answer(question, picture=picture)))
        vector = tools.embed(question.path, control)
        matches = search.like_vector(vector, question.count)
        return Answer(question, tuple(matches), picture, seconds=time.monotonic() - started)

    # back in the GUI thread

    def _take(self, sent: object) -> None:
        assert isinstance(sent, tuple)
        generation, is_final, answer = sent
        if generation == self._generation and not self._is_closing:
            (self.answered if is_final else self.pictured).emit(answer)


class _Relay(QObject):
    """Carries answers from the worker to the GUI thread."""

    sent = Signal(object)
