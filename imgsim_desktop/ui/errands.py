"""Many small works in a few plain threads, watched by a timer.

Nothing of Qt but plain values (QImage) is made or freed in such a thread, so a loader may go while
its threads still work.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from imgsim_desktop.ui.work import Attempt, Work, WorkControl

LOOK_MS = 8
"""Half a frame: what is ready is seen in the next one."""

T = TypeVar("T")


class Errands(QObject):
    """A pool of threads for one owner. All methods: GUI thread."""

    _over = Signal(object)
    """Attempt. What raises an error in a slot of its own does not hold up the others."""

    def __init__(self, pool_name: str, threads: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = pool_name
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=pool_name)
        self._running: dict[Future[None], Attempt[Any]] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._over.connect(self._end)

    def start(self, work: Work[T]) -> WorkControl:
        """Do it as soon as a thread is free; returns what stops it. Raises RuntimeError after
        `stop`.

        An error is our bug: after the work's `failed` it is raised in the GUI thread, as if the
        work had been done there.
        """
        attempt = Attempt(work)
        self._running[self._pool.submit(attempt.run)] = attempt
        if not self._timer.isActive():
            self._timer.start()
        return attempt.control

    def fetch(
        self, run: Callable[[WorkControl], T | None], take: Callable[[T | None], object]
    ) -> None:
        """The same for an owner that hears of each end in one place: None where nothing came."""
        self.start(
            Work(
                self._name, run, take, stopped=lambda: take(None), failed=lambda _error: take(None)
            )
        )

    def cancel(self) -> None:
        """Nobody wants what has been started any more: ask it to end."""
        for attempt in self._running.values():
            attempt.control.stop()

    def stop(self) -> None:
        """Drop what has not begun, wait for the rest and end the threads; nothing follows."""
        self._timer.stop()
        self.cancel()
        self._pool.shutdown(cancel_futures=True)
        self._running.clear()

    def _look(self) -> None:
        over = [future for future in self._running if future.done()]
        for attempt in list(self._running.values()):
            attempt.look()
        ended = [self._running.pop(future) for future in over if future in self._running]
        if not self._running:
            self._timer.stop()
        for attempt in ended:
            self._over.emit(attempt)

    def _end(self, attempt: Attempt[Any]) -> None:
        error = attempt.end()
        if isinstance(error, Exception):
            raise error
