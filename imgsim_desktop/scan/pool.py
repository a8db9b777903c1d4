"""Photos read ahead of the scan by the program's workers: never far ahead, never in disorder."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from imgsim_desktop.control import NULL_CONTROL, Control
from imgsim_desktop.workers import POOL, Errand, Lost, Pool, WorkerLane

In = TypeVar("In")
Seen_contra = TypeVar("Seen_contra", contravariant=True)
Out = TypeVar("Out")

BATCH_CALLS = 8
"""Files a message holds at most: a message costs 0.1 ms, a small picture 2."""
BATCH_BYTES = 2_000_000
"""And bytes of them: a camera's photo travels alone, so that all workers have something to do."""


@dataclass(frozen=True, slots=True)
class ItemWork(Generic[In, Out]):
    """What is to be done with each item."""

    function: Callable[..., Out]
    """Called in a worker; can be imported by its name."""
    call: Callable[[In], tuple[object, ...]]
    """Its arguments for an item."""
    lost: Callable[[In, Lost], Out]
    """Stands in for an item that a worker did not survive."""
    limit_s: Callable[[In], float]
    size_bytes: Callable[[In], int] = lambda _: 0


class Watch(Protocol[Seen_contra]):
    """Told of items before a worker gets them, and when they are through."""

    def begin(self, items: Sequence[Seen_contra]) -> None:
        """In the pool's thread."""

    def end(self, items: Sequence[Seen_contra]) -> None:
        """In the scan's."""


def read_ahead(
    items: Iterable[In],
    work: ItemWork[In, Out],
    *,
    threads: int,
    window: int,
    control: Control = NULL_CONTROL,
    watch: Watch[In] | None = None,
    pool: Pool = POOL,
) -> Generator[Out, None, None]:
    """What the function makes of each item, in their order, by at most `threads` workers.

    At most `window` items are begun and not yet handed out: memory does not grow with the library.
    What the function raises is raised here. Raises Cancelled as soon as the person stops.
    """
    waiting: deque[tuple[list[In], Errand[Out]]] = deque()
    batches = _batches(items, work.size_bytes, min(BATCH_CALLS, window))
    room = window
    batch: list[In] | None = None
    with pool.lane(threads) as lane:
        while True:
            while room > 0 and (batch := batch or next(batches, None)) is not None:
                if waiting and len(batch) > room:
                    break
                waiting.append((batch, _put(lane, work, batch, watch)))
                room -= len(batch)
                batch = None
            if not waiting:
                return
            begun, errand = waiting.popleft()
            for item, outcome in zip(begun, errand.wait(control), strict=True):
                yield work.lost(item, outcome) if isinstance(outcome, Lost) else outcome
                room += 1
            if watch is not None:
                watch.end(begun)


def _put(
    lane: WorkerLane, work: ItemWork[In, Out], batch: list[In], watch: Watch[In] | None
) -> Errand[Out]:
    begun = None if watch is None else lambda: watch.begin(batch)
    calls = [work.call(item) for item in batch]
    return lane.put(Errand(work.function, calls, [work.limit_s(i) for i in batch], begun=begun))


def _batches(items: Iterable[In], size_of: Callable[[In], int], most: int) -> Iterator[list[In]]:
    """Small items together, large ones alone, in their order."""
    batch: list[In] = []
    size_bytes = 0
    for item in items:
        size = size_of(item)
        if batch and (len(batch) == most or size_bytes + size > BATCH_BYTES):
            yield batch
            batch, size_bytes = [], 0
        batch.append(item)
        size_bytes += size
    if batch:
        yield batch
