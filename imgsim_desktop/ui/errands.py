"""Many small works in a few plain threads, watched by a timer like a Job.

Nothing of Qt but plain values (QImage) is made or freed in such a thread, so a loader may go while
its threads still work.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from PySide6.QtCore import QObject, QTimer, Signal

LOOK_MS = 8
"""Half a frame: what is ready is seen in the next one."""


class Errands(QObject):
    """A pool of threads for one loader. All methods: GUI thread."""

    done = Signal(object, object)
    """The name of an errand and what it returned, or None after an error that is our bug: that is
    raised in the GUI thread, as if the work had been done there."""

    def __init__(self, pool_name: str, threads: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=pool_name)
        self._running: dict[Future[object], object] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)

    def start(self, name: object, work: Callable[[], object]) -> None:
        """Run `work` as soon as a thread is free. It must not touch Qt objects.

        Raises RuntimeError after `stop`.
        """
        self._running[self._pool.submit(work)] = name
        if not self._timer.isActive():
            self._timer.start()

    def stop(self) -> None:
        """Drop what has not begun, wait for the rest and end the threads; nothing is sent."""
        self._timer.stop()
        self._pool.shutdown(cancel_futures=True)
        self._running.clear()

    def _look(self) -> None:
        over = [future for future in self._running if future.done()]
        names = [self._running.pop(future) for future in over]
        if not self._running:
            self._timer.stop()
        errors = [future.exception() for future in over]
        for future, name, error in zip(over, names, errors, strict=True):
            self.done.emit(name, future.result() if error is None else None)
        for error in errors:
            if error is not None:
                raise error
