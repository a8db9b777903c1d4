"""The search thread: one worker that answers the newest question.

It owns a PhotoSearch and, for pictures from outside, the network; both are opened here, off the GUI
thread. A question that waits is replaced by a newer one.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal, SignalInstance

from imgsim_desktop.control import Control
from imgsim_desktop.errors import ImgSimError, KnownError
from imgsim_desktop.records import Pixels
from imgsim_desktop.ui.errands import Errands
from imgsim_desktop.ui.work import Work, WorkControl

if TYPE_CHECKING:
    from imgsim_desktop.scan import Match

REOPEN_SHARE = 10
"""While a scan writes, the index is read again only if ten times its last loading time has passed:
at most a tenth of the worker's time, and a small library is always fresh."""

log = logging.getLogger(__name__)


class Searching(Protocol):
    """What the worker needs of `scan.PhotoSearch`."""

    likeness_ends: float

    def related(
        self, photo_ids: Sequence[int], count: int = 20, unlike: Sequence[int] = ()
    ) -> list[Match]: ...

    def like_vector(
        self, vector: NDArray[np.float32], count: int = 20, unlike: Sequence[int] = ()
    ) -> list[Match]: ...

    def like_part(
        self, vector: NDArray[np.float32], of: int, count: int = 20, unlike: Sequence[int] = ()
    ) -> list[Match]: ...


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
    others: tuple[int, ...] = ()
    """Photos asked for together with `photo_id`."""
    unlike: tuple[int, ...] = ()
    """Photos that are not meant."""
    part_of: int | None = None
    """The photo that `path` was cut out of: it is no answer, but what has that in it is."""
    count: int = 60


@dataclass(frozen=True, slots=True)
class Answer:
    """What the search found, in sections by its `why`."""

    question: Question
    matches: tuple[Match, ...] = ()
    picture: Pixels | None = None
    """Of a file from outside, small."""
    error: Exception | None = None
    seconds: float = 0.0
    likeness_ends: float = -1.0
    """Matches below this similarity have only their mood in common with what was asked for."""


class _OpenSearch:
    """What the search thread keeps between two questions about one library.

    Only one work at a time touches it, or the GUI thread while none is done.
    """

    def __init__(self, tools: SearchTools) -> None:
        self.tools = tools
        self._search: Searching | None = None
        self._opened_at = self._cost_s = 0.0

    def is_due(self, *, is_stale: bool) -> bool:
        """Whether to open it (again) for the next question."""
        may_reopen = time.monotonic() - self._opened_at >= REOPEN_SHARE * self._cost_s
        return self._search is None or (is_stale and may_reopen)

    def answer(self, question: Question, control: WorkControl, *, reopen: bool) -> Answer:
        """In the search thread."""
        started = time.monotonic()
        try:
            if reopen:
                self._search = None  # its memory first
                self._search = self.tools.open_search(control)
                self._opened_at = time.monotonic()
                self._cost_s = self._opened_at - started
            assert self._search is not None
            return self._find(question, self._search, control, started)
        except Exception as error:
            if not isinstance(error, (ImgSimError, OSError)):
                log.exception("The search ended by an unexpected error")
            return Answer(question, error=error)

    def _find(
        self, question: Question, search: Searching, control: WorkControl, started: float
    ) -> Answer:
        if question.photo_id is not None:
            asked = (question.photo_id, *question.others)
            matches = search.related(asked, question.count, question.unlike)
            return Answer(
                question,
                tuple(matches),
                seconds=time.monotonic() - started,
                likeness_ends=search.likeness_ends,
            )
        if question.path is None:
            raise KnownError("There is no picture to search for.")
        picture = self.tools.small_picture(question.path, control)
        control.send(Answer(question, picture=picture))
        vector = self.tools.embed(question.path, control)
        count, unlike = question.count, question.unlike
        if question.part_of is not None:
            matches = search.like_part(vector, question.part_of, count, unlike)
        else:
            matches = search.like_vector(vector, count, unlike)
        return Answer(
            question,
            tuple(matches),
            picture,
            seconds=time.monotonic() - started,
            likeness_ends=search.likeness_ends,
        )


class SearchWorker(QObject):
    """Used from the GUI thread; answers come as a signal there."""

    answered = Signal(object)
    """Answer to the newest question."""
    pictured = Signal(object)
    """Answer with only the picture, before the network has described it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open: _OpenSearch | None = None
        self._next: Question | None = None
        self._is_busy = False
        self._is_stale = False
        self._errands = Errands("search", 1, self)

    def set_tools(self, tools: SearchTools | None) -> None:
        """Another library or network; open questions are dropped."""
        self._errands.cancel()
        self._open = None if tools is None else _OpenSearch(tools)
        self._next = None

    def mark_stale(self) -> None:
        """The library's vectors have changed: read the index again, in time."""
        self._is_stale = True

    def ask(self, question: Question) -> None:
        """Answer this one; an older question still waiting is dropped."""
        self._next = question
        self._start()

    def stop(self) -> None:
        """End the thread. Blocks until it has, at most one picture's embedding."""
        self._open = self._next = None
        self._errands.stop()

    def _start(self) -> None:
        if self._is_busy or self._next is None or self._open is None:
            return
        asked, question = self._open, self._next
        self._next, self._is_busy = None, True
        reopen = asked.is_due(is_stale=self._is_stale)
        if reopen:
            self._is_stale = False

        def emit(signal: SignalInstance, answer: Answer) -> None:
            if asked is self._open:
                signal.emit(answer)

        def end(answer: Answer | None = None) -> None:
            self._is_busy = False
            if answer is not None:
                emit(self.answered, answer)
            self._start()

        self._errands.start(
            Work(
                "search",
                lambda control: asked.answer(question, control, reopen=reopen),
                end,
                heard=lambda answer: emit(self.pictured, answer),
                stopped=end,
            )
        )
