"""The pool as others see it: lanes to put errands on. What they start is in `foreman.py`."""

from __future__ import annotations

import atexit
import itertools
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Self, TypeVar

from imgsim_desktop.control import NULL_CONTROL, Control
from imgsim_desktop.workers.errand import Errand, Lost
from imgsim_desktop.workers.terms import LaneTerms, Setup

if TYPE_CHECKING:
    from imgsim_desktop.workers.foreman import Foreman

T = TypeVar("T")

LIMIT_S: Final = 12.0
"""By the wall, for a call that says nothing else. Photos take 0.05 s, and one that asks for much
memory is given more time (`serve.BYTES_A_SECOND`); with all that is added a hanging file of a
camera's size is given up before 20 s are over."""


class Pool:
    """Processes for the whole program. Nothing is started before the first errand.

    All methods may be called from any thread.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        """Guards the field below: two threads may be the first."""
        self._foreman: Foreman | None = None
        self._numbers = itertools.count(1)

    def lane(self, most: int, setup: Setup | None = None, *, is_apart: bool = False) -> WorkerLane:
        """A lane on which at most `most` processes work at a time. A context: close it.

        is_apart  for long calls: its processes are started for it beside all others, serve nobody
                  else, and are ended when it is closed, also in the middle of a call
        """
        terms = LaneTerms(next(self._numbers), max(1, most), setup, is_apart=is_apart)
        return WorkerLane(self, terms)

    def run(
        self,
        function: Callable[..., T],
        *arguments: object,
        limit_s: float = LIMIT_S,
        control: Control = NULL_CONTROL,
    ) -> T | Lost:
        """One call that somebody waits for: it goes before all that lies on lanes.

        Raises what the function raises, Cancelled after Stop, and NoWorkers where no process can
        be started.
        """
        terms = LaneTerms(next(self._numbers), 1, None, is_urgent=True)
        with WorkerLane(self, terms) as lane:
            return lane.put(Errand(function, [arguments], [limit_s])).wait(control)[0]

    def warm(self, workers: int = 1) -> None:
        """Have so many processes ready soon: it will be wanted. Returns at once."""
        self.foreman().warm(workers)

    def close(self) -> None:
        """End all processes now; what was under way fails with a KnownError.

        The next errand starts new ones.
        """
        with self._lock:
            foreman, self._foreman = self._foreman, None
        if foreman is not None:
            foreman.close()
            atexit.unregister(self.close)

    def foreman(self) -> Foreman:
        """For lanes, and for tests that look behind the counter: the thread that owns them."""
        from imgsim_desktop.workers.foreman import Foreman

        with self._lock:
            if self._foreman is None or self._foreman.is_gone:
                self._foreman = Foreman()
                atexit.register(self.close)
            return self._foreman


class WorkerLane:
    """Errands of one kind, begun in the order in which they are put."""

    def __init__(self, pool: Pool, terms: LaneTerms) -> None:
        self._pool = pool
        self.terms = terms

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def put(self, errand: Errand[T]) -> Errand[T]:
        """Have it done; wait for it with `errand.wait`."""
        self._pool.foreman().put(self.terms, errand)
        return errand

    def close(self) -> None:
        """Drop what has not begun and break off what has, between two calls. Returns at once.

        The processes of a lane that is apart are ended.
        """
        self._pool.foreman().drop(self.terms.number)


POOL: Final = Pool()
"""The one of this program."""
