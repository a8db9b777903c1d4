"""Long work beside the window: what runs, and what follows from it, as one value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal

from imgsim_desktop.control import Control
from imgsim_desktop.records import Progress
from imgsim_desktop.ui.job import Job

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class LongWork(Generic[T]):
    """One run of something in a thread of its own; all but `run` is called in the GUI thread."""

    name: str
    """Of the thread."""
    run: Callable[[Control], T]
    done: Callable[[T], object]
    """Called with what `run` returned."""
    progress: Callable[[Progress], object] | None = None
    stopped: Callable[[], object] | None = None
    failed: Callable[[Exception], object] | None = None
    """Called before the owner of the runner hears of it, if only this work has to do something."""


class WorkRunner(QObject):
    """Does one work at a time for its owner, the parent. Used from the GUI thread."""

    progressed = Signal(object)
    """records.Progress."""
    stopped = Signal()
    failed = Signal(object)
    """The exception: a KnownError, or our bug."""
    ended = Signal()
    """The work is over, however it ended; another one may be started."""

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        self._job: Job | None = None

    @property
    def is_running(self) -> bool:
        return self._job is not None

    def start(self, work: LongWork[T]) -> None:
        """Begin; nothing else may be running."""
        assert self._job is None
        job = self._job = Job(work.name, work.run, self)
        for signal, follows in (
            (job.progressed, work.progress), (job.stopped, work.stopped),
            (job.failed, work.failed), (job.finished, work.done),
        ):  # fmt: skip
            if follows is not None:
                signal.connect(follows)
        job.progressed.connect(self.progressed)
        job.stopped.connect(self.stopped)
        job.failed.connect(self.failed)
        job.ended.connect(self._over)
        job.start()

    def stop(self) -> None:
        """Ask the work to end; what it has finished is kept."""
        if self._job is not None:
            self._job.stop()

    def wait(self) -> None:
        """Block until the work is over and all has followed from it; for closing and for tests."""
        if self._job is not None:
            self._job.wait()

    def _over(self) -> None:
        job, self._job = self._job, None
        if job is not None:
            job.deleteLater()
        self.ended.emit()
