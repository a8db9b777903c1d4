"""A work in the GUI thread, a little at a time: for what only this thread may look at."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QTimer

from imgsim_desktop.records import Progress
from imgsim_desktop.ui.work import Attempt, Work

_SLICE_S = 0.008
"""Half a frame."""

T = TypeVar("T")


class Slices(QObject):
    """Does one work for its owner, the parent; the window lives meanwhile. GUI thread."""

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        self._attempt: Attempt[Any] | None = None
        self._left: deque[Callable[[], object]] = deque()
        self._total = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._take_some)

    def start(self, work: Work[T], steps: Iterable[Callable[[], object]], at_once: int) -> None:
        """The steps first, then `run`, which makes something of them.

        at_once  so many steps are done before this returns, without a word
        """
        assert self._attempt is None
        self._attempt = Attempt(work)
        self._left = deque(steps)
        self._total = len(self._left)
        if self._total <= at_once:
            while self._left:
                self._left.popleft()()
            self._end()
        else:
            self._say()
            self._timer.start()

    def stop(self) -> None:
        """Give it up."""
        if self._attempt is not None:
            self._left.clear()
            self._attempt.control.stop()
            self._end()

    def _take_some(self) -> None:
        until = time.monotonic() + _SLICE_S
        while self._left:
            self._left.popleft()()
            if time.monotonic() >= until:
                break
        if self._left:
            self._say()
        else:
            self._end()

    def _say(self) -> None:
        if self._attempt is not None:
            done = self._total - len(self._left)
            self._attempt.control.report(Progress(self._attempt.work.name, done, self._total))
            self._attempt.look()

    def _end(self) -> None:
        self._timer.stop()
        attempt, self._attempt = self._attempt, None
        if attempt is not None:
            attempt.run()
            error = attempt.end()
            if isinstance(error, Exception):
                raise error
