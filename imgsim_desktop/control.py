"""Control: does the person still want this, and how far are we?

The worker calls `check()` at every item and `report()` now and then; another thread calls `stop()`
and looks at `progress`. Both fields are replaced whole, never changed, so no lock is needed.
"""

from __future__ import annotations

from imgsim_desktop.records import Progress


class Cancelled(BaseException):
    """The person pressed Stop.

    A BaseException, so that no `except Exception` around one photo swallows it.
    """


class Control:
    """Shared by one job and whoever watches it."""

    def __init__(self) -> None:
        self._stopped = False
        self._progress = Progress()

    @property
    def progress(self) -> Progress:
        """The last state the worker reported; sampled by the watcher, never pushed."""
        return self._progress

    @property
    def is_stopped(self) -> bool:
        return self._stopped

    def stop(self) -> None:
        """Ask the job to end at its next check; finished batches are kept."""
        self._stopped = True

    def check(self) -> None:
        """Raise Cancelled if the person asked to stop."""
        if self._stopped:
            raise Cancelled

    def report(self, progress: Progress) -> None:
        self._progress = progress


class _NullControl(Control):
    """Nobody watches and nobody stops: the default everywhere."""

    def stop(self) -> None:
        raise RuntimeError("NULL_CONTROL is shared; make a Control() to be able to stop")

    def report(self, progress: Progress) -> None:
        pass


NULL_CONTROL: Control = _NullControl()
