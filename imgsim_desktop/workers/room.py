"""Room: memory that processes take only after asking, so that together they keep a promise.

The pool's thread holds the budget, not a lock in shared memory: a worker that is killed while it
holds such a lock would keep it for ever, while what a dead worker had taken here is simply free.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, Protocol

OWN_BYTES: Final = 24 << 20
"""What a worker takes without asking: a photo of 12 megapixels shrunk by the decoder, its file and
all that is made of it. Asking costs a message there and back."""

PROMISED_BYTES: Final = 2_000_000_000
"""What the whole program may take, with any number of workers."""
PROGRAM_BYTES: Final = 650_000_000
"""Of it for the program itself: torch, the network, the index and what waits to be described."""
WORKER_BYTES: Final = 24_000_000 + OWN_BYTES
"""Of it for each worker: Python, numpy and the decoders, and what it takes without asking."""
LEAST_BYTES: Final = 400_000_000
"""Left for large pictures in any case: with so many workers that this breaks the promise, one
picture at a time is decoded."""


def budget_bytes(workers: int) -> int:
    """What all workers together may take beside what is theirs without asking."""
    return max(LEAST_BYTES, PROMISED_BYTES - PROGRAM_BYTES - workers * WORKER_BYTES)


class Giver(Protocol):
    """Who is asked for memory in this process."""

    def borrow(self, size_bytes: int, *, more_follows: bool) -> None: ...
    def give_back(self, size_bytes: int) -> None: ...


class Room:
    """What a process asks for. In the program itself its threads share one budget."""

    def __init__(self) -> None:
        self._giver: Giver = _Threads(budget_bytes(0))

    def answer_to(self, giver: Giver) -> None:
        """Ask somebody else from now on; a worker asks the program."""
        self._giver = giver

    @contextmanager
    def taken(self, size_bytes: int, *, more_follows: bool = False) -> Iterator[None]:
        """Wait until so much is free, and hold it.

        more_follows  whether more will be asked for while this is held: a file that is decoded
        """
        self._giver.borrow(size_bytes, more_follows=more_follows)
        try:
            yield
        finally:
            self._giver.give_back(size_bytes)


@dataclass(frozen=True, slots=True)
class Request:
    """Memory that somebody waits for."""

    who: int
    size_bytes: int
    more_follows: bool


class Budget:
    """Who holds how much, and whose turn it is. Plain bookkeeping; used by one thread.

    Who holds something and asks for more comes first, and gets it as soon as everybody who holds
    something waits: nobody waits for ever. Those who will ask for more get half of it at most,
    so that this rarely has to be more than there is. A request beyond the budget is
    granted to one who is alone.
    """

    def __init__(self, size_bytes: int) -> None:
        self.size_bytes = size_bytes
        self._held: dict[int, int] = {}
        self._waiting: deque[Request] = deque()

    def ask(self, request: Request) -> None:
        self._waiting.append(request)

    def give_back(self, who: int, size_bytes: int) -> None:
        left = self._held.get(who, 0) - size_bytes
        if left > 0:
            self._held[who] = left
        else:
            self._held.pop(who, None)

    def forget(self, who: int) -> None:
        """It is gone, and all it held is free."""
        self._held.pop(who, None)
        self._waiting = deque(request for request in self._waiting if request.who != who)

    def grant(self) -> Iterator[Request]:
        """Those whose turn has come; each holds its memory from now on."""
        while (request := self._next()) is not None:
            self._waiting.remove(request)
            self._held[request.who] = self._held.get(request.who, 0) + request.size_bytes
            yield request

    def _next(self) -> Request | None:
        held = sum(self._held.values())
        waiting = {request.who for request in self._waiting}
        second = [request for request in self._waiting if request.who in self._held]
        first = [request for request in self._waiting if request.who not in self._held]
        for request in second[:1] or first[:1]:
            limit = self.size_bytes // 2 if request.more_follows else self.size_bytes
            all_wait = waiting.issuperset(self._held)
            if held + request.size_bytes <= limit or (all_wait and (second or not held)):
                return request
        return None


class _Threads:
    """The same between the threads of one process.

    The lock is where they meet; a thread is known by its number.
    """

    def __init__(self, size_bytes: int) -> None:
        self._budget = Budget(size_bytes)
        self._granted: set[Request] = set()
        self._changed = threading.Condition()

    def borrow(self, size_bytes: int, *, more_follows: bool) -> None:
        request = Request(threading.get_ident(), size_bytes, more_follows)
        with self._changed:
            self._budget.ask(request)
            self._look()
            self._changed.wait_for(lambda: request in self._granted)
            self._granted.discard(request)

    def give_back(self, size_bytes: int) -> None:
        with self._changed:
            self._budget.give_back(threading.get_ident(), size_bytes)
            self._look()

    def _look(self) -> None:
        self._granted.update(self._budget.grant())
        self._changed.notify_all()


ROOM: Final = Room()
"""The one of this process."""
