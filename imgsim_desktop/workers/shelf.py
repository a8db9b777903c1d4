"""Shelf: memory that one worker and the program share, for arrays and for a clock.

A worker lays its arrays on it and sends only their sizes; what is larger than the shelf comes in
pieces. In front stand a few numbers, each written by one side only: what the worker is at since
when, so that it can be ended in time and blamed rightly, though it may die at any moment.
"""

from __future__ import annotations

import ctypes
import time
from collections.abc import Sequence
from ctypes import Array
from multiprocessing.context import SpawnContext
from typing import Any, Final

import numpy as np

SHELF_BYTES: Final = 4 << 20
"""A dozen photos as the scan wants them; of a 12-megapixel view a ninth."""
_CLOCK_NUMBERS: Final = 8
_CLOCK_BYTES: Final = 8 * _CLOCK_NUMBERS

PART, CALL, STARTED, PAUSED, PAUSE_BEGAN, MORE, COMPUTED, STOPPED_LANE = range(_CLOCK_NUMBERS)
"""Places of the clock's numbers; the last is written by the program, the others by the worker.
Times are `time.monotonic()`, one clock for all processes; COMPUTED is the worker's processor time
when the call began."""

Shared = Array[ctypes.c_char]


def make_shared(context: SpawnContext) -> Shared:
    """Memory for a shelf: without a name in any file system, gone with the last who uses it.

    Goes to the worker as an argument of its process.
    """
    return context.RawArray(ctypes.c_char, _CLOCK_BYTES + SHELF_BYTES)


class Shelf:
    """One side's view of it. Let go of it before the memory can be freed."""

    def __init__(self, shared: Shared) -> None:
        view = memoryview(shared).cast("B")
        self._clock = view[:_CLOCK_BYTES].cast("d")
        self._store: np.ndarray[Any, np.dtype[np.uint8]] = np.frombuffer(
            view, np.uint8, SHELF_BYTES, _CLOCK_BYTES
        )

    def __getitem__(self, place: int) -> float:
        return self._clock[place]

    def __setitem__(self, place: int, value: float) -> None:
        self._clock[place] = value

    # The worker's side

    def start_clock(self, part: int, call: int) -> None:
        """Start the clock for a call."""
        clock = self._clock
        clock[CALL] = -1.0  # whoever looks meanwhile sees no call at all
        clock[PART] = part
        clock[PAUSED] = clock[PAUSE_BEGAN] = clock[MORE] = 0.0
        clock[COMPUTED] = time.process_time()
        clock[STARTED] = time.monotonic()
        clock[CALL] = call

    def end(self) -> None:
        """Between two calls nobody is to blame."""
        self._clock[CALL] = -1.0

    def pause(self) -> None:
        self._clock[PAUSE_BEGAN] = time.monotonic()

    def go_on(self) -> None:
        clock = self._clock
        clock[PAUSED] += time.monotonic() - clock[PAUSE_BEGAN]
        clock[PAUSE_BEGAN] = 0.0

    def lay(self, pieces: Sequence[memoryview]) -> None:
        """Put pieces one behind the other; together at most SHELF_BYTES."""
        start = 0
        for piece in pieces:
            self._store[start : start + len(piece)] = np.frombuffer(piece, np.uint8)
            start += len(piece)

    # The program's side

    def worked_s(self) -> float:
        """How long the worker has been at its call, waiting for memory not counted."""
        clock = self._clock
        now, pause = time.monotonic(), clock[PAUSE_BEGAN]
        return now - clock[STARTED] - clock[PAUSED] - (now - pause if pause else 0.0)

    def copy_into(self, into: np.ndarray[Any, np.dtype[np.uint8]]) -> None:
        """Copy what lies there."""
        into[:] = self._store[: len(into)]
