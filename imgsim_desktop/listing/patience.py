"""Listing in a thread that is given up when a disk does not answer, as of a network that is gone.

A call to the file system may then hang for ever, and nothing ends it. So the folders are listed in
a thread of their own, which holds a lock all the time but while it asks the file system: whoever
waits for it may take that lock then, copy where it stands, and go on from there in a new thread
without what is silent. The old one ends when, and if, its call comes back.
"""

from __future__ import annotations

import contextlib
import os
import queue
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, Self, TypeVar

from imgsim_desktop.control import Control
from imgsim_desktop.records import Failure, FoundFile, Offline, PassedBy, Unnamed

Met = FoundFile | Offline | Failure | PassedBy | Unnamed
T = TypeVar("T")

FIRST_WAIT_S = 30.0
"""So long the first folder that does not answer is waited for."""
NEXT_WAIT_S = 5.0
"""And each after it: a disk that is asleep wakes up once."""
MOST_SILENCES = 3
"""In a row, after which a disk is asked for nothing more."""
SILENT: Final = "it does not answer"
SILENT_DISK: Final = "its disk does not answer"

_LOOK_S = 0.1
_BATCH = 256
_BATCHES = 16
"""Items that are listed ahead: some 4,000, of 300 bytes each."""
_FLUSH_S = 0.02
"""What was found is handed over by then: few items need not wait for many."""


def is_there(path: Path) -> bool | None:
    """Whether a folder can be reached; None if its disk does not answer."""
    found = queue.SimpleQueue[bool]()

    def ask() -> None:
        found.put(os.path.exists(path))  # noqa: PTH110  Path.exists raises without permission

    threading.Thread(target=ask, name="asking", daemon=True).start()
    try:
        return found.get(timeout=FIRST_WAIT_S)
    except queue.Empty:
        return None


class _Abandoned(BaseException):
    """Nobody waits for this thread any more."""


class Listing(ABC):
    """What a thread lists, and where it stands. Its fields change only while the lock is held."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.is_abandoned = False
        self.at = ""
        """What the file system is asked about."""
        self.device: int | None = None
        """On which disk that lies, where silence speaks of all of it."""
        self.beats = 0
        """Counts the questions, so that one sees whether it goes on."""
        self.silences: dict[int, int] = {}
        """Device -> how often in a row it did not answer."""
        self.has_met_silence = False

    @abstractmethod
    def met(self) -> Iterator[Met]:
        """What lies ahead; every question to the file system goes through `ask`."""

    @abstractmethod
    def without_what_is_silent(self) -> tuple[Self, Met]:
        """A copy that goes on behind `at`, and what to say of that."""

    def ask(self, at: str, device: int | None, question: Callable[[], T]) -> T:
        """What the file system says; meanwhile the lock is free, and we may be given up."""
        self.at, self.device = at, device
        self.beats += 1
        self.lock.release()
        try:
            answer = question()
        finally:
            self.lock.acquire()
            if self.is_abandoned:
                raise _Abandoned
        if self.has_met_silence and device is not None:
            self.silences.pop(device, None)
        return answer

    def is_given_up(self, device: int) -> bool:
        return self.has_met_silence and self.silences.get(device, 0) >= MOST_SILENCES

    def after_silence(self) -> tuple[Self, Met]:
        """Give this one up; its lock is held. Returns who goes on, and what to say."""
        self.is_abandoned = True
        after, said = self.without_what_is_silent()
        after.lock, after.is_abandoned = threading.Lock(), False
        after.has_met_silence = True
        after.silences = dict(self.silences)
        if self.device is not None:
            after.silences[self.device] = 1 + after.silences.get(self.device, 0)
        return after, said


def listed(listing: Listing, control: Control) -> Iterator[Met]:
    """All that is met, in order. Raises what `met` raises, and Cancelled."""
    while True:
        lister = _Lister(listing)
        try:
            while (batch := lister.next_batch(control)) is not None:
                for item in batch:
                    control.check()
                    yield item
            if lister.is_done:
                return
            listing, said, rest = lister.give_up()
        finally:
            lister.end()
        yield from rest
        yield said


class _Lister:
    """The thread that lists, and the queue it hands batches over by."""

    def __init__(self, listing: Listing) -> None:
        self._listing = listing
        self._batches: queue.Queue[list[Met] | BaseException | None] = queue.Queue(_BATCHES)
        self._batch: list[Met] = []
        self.is_done = False
        threading.Thread(target=self._run, name="listing", daemon=True).start()

    def next_batch(self, control: Control) -> list[Met] | None:
        """None if it `is_done`, or silent; then the listing's lock is held."""
        listing = self._listing
        beats, since = -1, time.monotonic()
        while True:
            try:
                batch = self._batches.get(timeout=_LOOK_S)
            except queue.Empty:
                control.check()
            else:
                if isinstance(batch, BaseException):
                    raise batch
                self.is_done = batch is None
                return batch
            if listing.beats != beats:
                beats, since = listing.beats, time.monotonic()
            wait_s = NEXT_WAIT_S if listing.has_met_silence else FIRST_WAIT_S
            if time.monotonic() - since >= wait_s and listing.lock.acquire(blocking=False):
                if listing.beats == beats and self._batches.empty():
                    return None
                listing.lock.release()

    def give_up(self) -> tuple[Listing, Met, list[Met]]:
        """Who goes on, what to say of the silence, and what was met before it."""
        after, said = self._listing.after_silence()
        rest, self._batch = self._batch, []
        self._listing.lock.release()
        return after, said, rest

    def end(self) -> None:
        """Let the thread end as soon as it looks."""
        self._listing.is_abandoned = True

    def _run(self) -> None:
        ended: BaseException | None = None
        self._listing.lock.acquire()
        try:
            flushed = time.monotonic()
            for item in self._listing.met():
                self._batch.append(item)
                if len(self._batch) >= _BATCH or time.monotonic() - flushed > _FLUSH_S:
                    self._flush()
                    flushed = time.monotonic()
            self._flush()
        except _Abandoned:
            return
        except BaseException as error:  # noqa: BLE001  top of a thread; `listed` raises it
            ended = error
        finally:
            self._listing.lock.release()
        with contextlib.suppress(_Abandoned):
            self._put(ended)

    def _flush(self) -> None:
        if self._batch:
            self._put(self._batch)
            self._batch = []

    def _put(self, batch: list[Met] | BaseException | None) -> None:
        """Wait for room while somebody still takes out."""
        while not self._listing.is_abandoned:
            try:
                self._batches.put(batch, timeout=_LOOK_S)
            except queue.Full:
                continue
            return
        raise _Abandoned
