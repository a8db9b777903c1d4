"""Work beside the window: what runs, and what follows from it, as one value.

Who does it: a WorkRunner, one long work at a time in a thread of its own; `errands.Errands`, many
small ones in a few threads; `slices.Slices`, one in the GUI thread, a little at a time. Nothing is
pushed into the GUI thread: a timer looks at what the work has left for it, so no Qt object is ever
touched by another thread, and a scan of a million photos costs the window ten looks a second.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from imgsim_desktop.control import Cancelled, Control
from imgsim_desktop.errors import ImgSimError, machine_trouble
from imgsim_desktop.records import Progress

LOOK_MS = 100

T = TypeVar("T")

log = logging.getLogger(__name__)


class WorkControl(Control):
    """What a work is given: whether it is still wanted, and where it says how far it is."""

    def __init__(self) -> None:
        super().__init__()
        self._messages: deque[object] = deque()

    def send(self, message: object) -> None:
        """Hand something over before the end; each message arrives, in order. Any thread."""
        self._messages.append(message)

    def received(self) -> list[object]:
        """What has been sent since the last call. GUI thread."""
        return [self._messages.popleft() for _ in range(len(self._messages))]


@dataclass(frozen=True, slots=True)
class Work(Generic[T]):
    """One run of something beside the window; all but `run` is called in the GUI thread."""

    name: str
    """Of the thread."""
    run: Callable[[WorkControl], T]
    """Must not touch Qt objects."""
    done: Callable[[T], object]
    """Called with what `run` returned."""
    progress: Callable[[Progress], object] | None = None
    """Called with the newest state, when it is another one than before."""
    heard: Callable[[Any], object] | None = None
    """Called with each message that `run` has sent."""
    stopped: Callable[[], object] | None = None
    failed: Callable[[Exception], object] | None = None
    """Called before the owner hears of it, if only this work has to do something."""


class Attempt(Generic[T]):
    """One work while it is done: `run` is called in its thread, all else in the GUI thread."""

    def __init__(self, work: Work[T]) -> None:
        self.work = work
        self.control = WorkControl()
        self._shown = self.control.progress
        self._result: list[T] = []
        self._error: BaseException | None = None

    def run(self) -> None:
        """Do it, and keep what comes of it."""
        try:
            self.control.check()
            self._result.append(self.work.run(self.control))
        except Cancelled as cancelled:
            self._error = cancelled
        except Exception as thrown:
            self._error = _as_known(thrown)
            if not isinstance(self._error, ImgSimError):
                log.exception("The work %s ended by an unexpected error", self.work.name)

    def look(self) -> Progress | None:
        """Pass on what has come of it so far; a new state is given back, too."""
        work = self.work
        for message in self.control.received():
            if work.heard is not None:
                work.heard(message)
        progress = self.control.progress
        if progress is self._shown:
            return None
        self._shown = progress
        if work.progress is not None:
            work.progress(progress)
        return progress

    def end(self) -> BaseException | None:
        """Let follow what follows; None after success, Cancelled if it was stopped, or the error.

        The thread must be gone, or done with this.
        """
        error, work = self._error, self.work
        if error is None and not self._result:
            error = RuntimeError("The thread was ended from outside")
        if error is None:
            work.done(self._result.pop())
        elif isinstance(error, Exception):
            if work.failed is not None:
                work.failed(error)
        elif work.stopped is not None:
            work.stopped()
        return error


class WorkRunner(QObject):
    """Does one work at a time for its owner, the parent. Used from the GUI thread."""

    progressed = Signal(object)
    """records.Progress, when it is another one than at the last look."""
    stopped = Signal()
    """The person pressed Stop; what was finished is kept."""
    failed = Signal(object)
    """The exception: a KnownError, or our bug."""
    ended = Signal()
    """The work is over, however it ended; another one may be started."""

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        self._attempt: Attempt[Any] | None = None
        self._thread: threading.Thread | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)

    @property
    def is_running(self) -> bool:
        return self._attempt is not None

    def start(self, work: Work[T]) -> None:
        """Begin; nothing else may be running."""
        assert self._attempt is None
        attempt = Attempt(work)
        self._attempt = attempt
        self._thread = threading.Thread(target=attempt.run, name=work.name)
        self._thread.start()
        self._timer.start()

    def stop(self) -> None:
        """Ask the work to end; what it has finished is kept."""
        if self._attempt is not None:
            self._attempt.control.stop()

    def wait(self) -> None:
        """Block until the work is over and all has followed from it; for closing and for tests."""
        if self._thread is not None and self._attempt is not None:
            self._thread.join()
            self._look()

    def _look(self) -> None:
        attempt, thread = self._attempt, self._thread
        if attempt is None or thread is None:
            return
        is_over = not thread.is_alive()
        progress = attempt.look()
        if progress is not None:
            self.progressed.emit(progress)
        if is_over and self._timer.isActive():
            self._timer.stop()
            self._end(attempt)

    def _end(self, attempt: Attempt[Any]) -> None:
        try:
            error = attempt.end()
            if isinstance(error, Exception):
                self.failed.emit(error)
            elif error is not None:
                self.stopped.emit()
        finally:
            self._attempt = self._thread = None
            self.ended.emit()


def _as_known(error: Exception) -> Exception:
    """A disk that fails is no fault of the program."""
    known = machine_trouble(error) if isinstance(error, OSError) else None
    if known is not None:
        known.__cause__ = error
    return known or error
