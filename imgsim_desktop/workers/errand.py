"""Errands: calls that a process makes for us, and what came back or why nothing did."""

from __future__ import annotations

import pickle
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from imgsim_desktop.control import NULL_CONTROL, Control
from imgsim_desktop.errors import KnownError

T = TypeVar("T")

LOOK_S = 0.05
"""How often who waits looks whether the person pressed Stop: twice in the 0.2 s they may notice."""


class How(StrEnum):
    """What became of a process that was lost over one call."""

    CRASHED = "crashed"
    """It died, and died again when it had nothing else to do and had done nothing before."""
    OVERDUE = "overdue"
    """It was ended: too much time by the wall, of which it computed less than half."""
    ENDLESS = "endless"
    """It was ended: too much time, and it computed for most of it."""
    MEMORY = "memory"
    """The system gave it no more memory."""


class NoWorkers(KnownError):
    """No process can be started; what can be done in this one goes on here."""


@dataclass(frozen=True, slots=True)
class Lost:
    """Stands for the result of a call that its process did not survive."""

    how: How
    detail: str
    """For the report: the signal, or the seconds."""


class Errand(Generic[T]):
    """A few calls of one function, made one after the other in one process.

    Filled by the pool's thread; `done` is set last, so whoever sees it set may read the rest.
    """

    def __init__(
        self,
        function: Callable[..., T],
        calls: Sequence[tuple[object, ...]],
        limits_s: Sequence[float],
        *,
        seat: int | None = None,
        begun: Callable[[], None] | None = None,
        ended: Callable[[], None] | None = None,
    ) -> None:
        """
        calls     the arguments of each call
        limits_s  how long each may take by the wall before its process is ended
        seat      which process of its lane makes them; None: any
        begun     called in the pool's thread right before a process gets them
        ended     called there as soon as `wait` would not wait any more; must not wait itself

        Raises what pickle raises for a function that cannot be imported by its name.
        """
        assert len(calls) == len(limits_s)
        self.function = pickle.dumps(function, protocol=5)
        self.calls = [pickle.dumps(call, protocol=5) for call in calls]
        self.limits_s = limits_s
        self.size_bytes = sum(map(len, self.calls))
        self.seat = seat
        self.begun = begun
        self._ended = ended
        self.done = threading.Event()
        self.outcomes: dict[int, T | Lost] = {}
        self.error: BaseException | None = None

    def wait(self, control: Control = NULL_CONTROL) -> list[T | Lost]:
        """One outcome a call, in their order.

        Raises what a call raised (of several, the first), Cancelled after Stop, and NoWorkers
        where no process can be started.
        """
        while not self.done.wait(LOOK_S):
            control.check()
        control.check()
        if self.error is not None:
            raise self.error
        return [self.outcomes[number] for number in range(len(self.calls))]

    def take(self, number: int, outcome: T | Lost) -> None:
        """Pool's thread: the outcome of one call."""
        self.outcomes[number] = outcome
        if len(self.outcomes) == len(self.calls):
            self._end()

    def fail(self, error: BaseException) -> None:
        """Pool's thread: nothing more will come."""
        if not self.done.is_set():
            self.error = error
            self._end()

    def _end(self) -> None:
        if not self.done.is_set():
            self.done.set()
            if self._ended is not None:
                self._ended()
