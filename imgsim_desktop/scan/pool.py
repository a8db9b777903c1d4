"""A few threads that read photos ahead of the scan, never far ahead, and never in disorder.

`concurrent.futures` would do, but for two things a scan needs: a decoder that hangs must cost one
photo, not the scan, and a program that ends must not wait for it. So the threads are daemons, and
one that is overdue is left behind and replaced.
"""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from imgsim_desktop.control import NULL_CONTROL, Control

In = TypeVar("In")
Out = TypeVar("Out")

OVERDUE_S = 120.0
"""A decoder that takes longer is stuck: the largest pictures we accept take a few seconds."""

LOOK_S = 0.1
"""How often the waiting scan looks whether the person pressed Stop."""


@dataclass(slots=True)
class _Task(Generic[In, Out]):
    """One photo under way; `done` is set last, so whoever sees it set may read the rest."""

    item: In
    done: threading.Event = field(default_factory=threading.Event)
    started_s: float = 0.0
    results: list[Out] = field(default_factory=list)
    error: BaseException | None = None


def read_ahead(
    items: Iterable[In],
    read: Callable[[In], Out],
    overdue: Callable[[In], Out],
    *,
    threads: int,
    window: int,
    control: Control = NULL_CONTROL,
    overdue_s: float = OVERDUE_S,
) -> Generator[Out, None, None]:
    """`read(item)` for each item, in their order, computed by `threads` threads.

    At most `window` items are begun and not yet handed out: memory does not grow with the library.
    `overdue(item)` stands in for an item whose thread did not come back within `overdue_s`.
    What `read` raises is raised here. Raises Cancelled as soon as the person stops; threads under
    way finish their photo and end by themselves.
    """
    crew: _Crew[In, Out] = _Crew(read, threads)
    waiting: deque[_Task[In, Out]] = deque()
    source = iter(items)
    try:
        while True:
            while len(waiting) < max(window, threads):
                try:
                    task: _Task[In, Out] = _Task(next(source))
                except StopIteration:
                    break
                waiting.append(task)
                crew.tasks.put(task)
            if not waiting:
                return
            task = waiting.popleft()
            yield _outcome(task, crew, overdue, overdue_s, control)
    finally:
        crew.dismiss()


def _outcome(
    task: _Task[In, Out],
    crew: _Crew[In, Out],
    overdue: Callable[[In], Out],
    overdue_s: float,
    control: Control,
) -> Out:
    while not task.done.wait(LOOK_S):
        control.check()
        if task.started_s and time.monotonic() - task.started_s > overdue_s:
            crew.hire()
            return overdue(task.item)
    control.check()
    if task.error is not None:
        raise task.error
    return task.results[0]


class _Crew(Generic[In, Out]):
    """The reading threads. Tasks go in by a queue, results lie in the task itself."""

    def __init__(self, read: Callable[[In], Out], threads: int) -> None:
        self._read = read
        self._hired = 0
        self.tasks: queue.SimpleQueue[_Task[In, Out] | None] = queue.SimpleQueue()
        for _ in range(threads):
            self.hire()

    def hire(self) -> None:
        self._hired += 1
        name = f"reading-{self._hired}"
        threading.Thread(target=self._work, name=name, daemon=True).start()

    def dismiss(self) -> None:
        """Throw away what nobody began, and let each thread end after its photo."""
        with contextlib.suppress(queue.Empty):
            while True:
                self.tasks.get_nowait()
        for _ in range(self._hired):
            self.tasks.put(None)

    def _work(self) -> None:
        while (task := self.tasks.get()) is not None:
            task.started_s = time.monotonic()
            try:
                task.results.append(self._read(task.item))
            except BaseException as error:  # noqa: BLE001  top of a thread; the scan raises it
                task.error = error
            task.done.set()
