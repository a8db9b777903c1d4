"""Work in a plain thread, watched by a timer: nothing is pushed into the GUI thread.

The worker replaces one frozen Progress; every 100 ms the timer looks at it and at whether the
thread has ended. So no Qt object is ever touched by another thread, and a scan of a million photos
costs the window ten looks a second.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from imgsim_desktop.control import Cancelled, Control
from imgsim_desktop.errors import ImgSimError, machine_trouble

LOOK_MS = 100

log = logging.getLogger(__name__)


def _as_known(error: Exception) -> Exception:
    """A disk that fails is no fault of the program."""
    known = machine_trouble(error) if isinstance(error, OSError) else None
    if known is not None:
        known.__cause__ = error
    return known or error


@dataclass(frozen=True, slots=True)
class _Ended:
    result: object = None
    error: BaseException | None = None


class Job(QObject):
    """One run of `work(control)` in a thread of its own. Used from the GUI thread."""

    progressed = Signal(object)
    """records.Progress, when it is another one than at the last look."""
    finished = Signal(object)
    """What `work` returned."""
    stopped = Signal()
    """The person pressed Stop; what was finished is kept."""
    failed = Signal(object)
    """The exception: a KnownError for the banner, anything else is our bug."""
    ended = Signal()
    """After one of the three, when the thread is gone."""

    def __init__(
        self, name: str, work: Callable[[Control], object], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.control = Control()
        self._work = work
        self._outcome: _Ended | None = None
        self._shown = self.control.progress
        self._thread = threading.Thread(target=self._run, name=name)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)

    @property
    def is_running(self) -> bool:
        return self._timer.isActive()

    def start(self) -> None:
        self._thread.start()
        self._timer.start()

    def stop(self) -> None:
        """Ask the work to end; `stopped` or `finished` follows."""
        self.control.stop()

    def wait(self) -> None:
        """Block until the thread is gone and its signals are sent; for closing and for tests."""
        if self.is_running:
            self._thread.join()
            self._look()

    def _run(self) -> None:
        try:
            self._outcome = _Ended(result=self._work(self.control))
        except Cancelled as cancelled:
            self._outcome = _Ended(error=cancelled)
        except Exception as thrown:
            error = _as_known(thrown)
            if not isinstance(error, ImgSimError):
                log.exception("The job %s ended by an unexpected error", self._thread.name)
            self._outcome = _Ended(error=error)

    def _look(self) -> None:
        over = not self._thread.is_alive()
        progress = self.control.progress
        if progress is not self._shown:
            self._shown = progress
            self.progressed.emit(progress)
        if over and self._timer.isActive():
            self._timer.stop()
            self._tell()

    def _tell(self) -> None:
        outcome = self._outcome
        if outcome is None:
            self.failed.emit(RuntimeError("The thread was ended from outside"))
        elif outcome.error is None:
            self.finished.emit(outcome.result)
        elif isinstance(outcome.error, Cancelled):
            self.stopped.emit()
        else:
            self.failed.emit(outcome.error)
        self.ended.emit()
