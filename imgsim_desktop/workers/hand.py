"""A worker as the program sees it: its process, the pipe to it, its shelf, what it has to do."""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnContext, SpawnProcess
from pathlib import Path
from typing import Any, Final

import numpy as np

from imgsim_desktop.workers import protocol, serve, wire
from imgsim_desktop.workers.errand import Errand, How
from imgsim_desktop.workers.shelf import (
    CALL,
    COMPUTED,
    MORE,
    PART,
    SHELF_BYTES,
    STOPPED_LANE,
    Shared,
    Shelf,
    make_shared,
)
from imgsim_desktop.workers.terms import Setup

BUSY_FACTOR: Final = 1.5
"""How much longer a call may take by the wall while other programs have the processor: at a load of
9 on two cores a worker, which is nice, computed for a third of the time."""
START_S: Final = 60.0
"""A worker that has not begun by then never will; 0.3 s are usual."""
_MOST_MESSAGE_BYTES: Final = 64 << 20
"""Of what does not lie on the shelf: more is nonsense."""
_MOST_RESULT_BYTES: Final = 4 << 30
_END_S: Final = 2.0
_SURE_BYTES: Final = 32 << 10
_READ_S: Final = 10.0
"""How long a worker with nothing to do may take to read what a pipe does not hold."""
_NAMES: Final = {int(number): number.name for number in signal.Signals}


class Died(Exception):
    """The worker's end of the pipe is closed."""


@dataclass(slots=True, eq=False)
class ErrandPart:
    """Those calls of an errand that one worker makes."""

    lane: int
    errand: Errand[Any]
    calls: tuple[int, ...]
    is_alone: bool = False
    """A worker died over this call: another one shall make it that has done nothing before."""
    number: int = 0
    tries: int = 0
    """How often a worker died that had it, at no call at all."""

    def again(
        self, calls: tuple[int, ...], *, is_alone: bool = False, tries: int = 0
    ) -> ErrandPart:
        """For another worker."""
        return ErrandPart(self.lane, self.errand, calls, is_alone, tries=tries)


@dataclass(slots=True, eq=False)
class Hand:
    """Used by the foreman's thread only."""

    process: SpawnProcess
    connection: Connection
    shared: Shared
    shelf: Shelf
    begun: float
    pid: int
    is_ready: bool = False
    sandbox: list[str] = field(default_factory=list)
    parts: list[ErrandPart] = field(default_factory=list)
    """What it has been given and not answered yet."""
    set_up: set[int] = field(default_factory=set)
    """Lanes whose setup it has been sent."""
    kept_for: ErrandPart | None = None
    serves_only: int | None = None
    """The lane it was started for, if that is one apart."""
    awaited_by: int | None = None
    """A lane that has something heavy for it: until then it gets nothing else."""
    heard: float = 0.0
    """When it last said something, or was given something to do."""
    _at_last: tuple[int, int] = (0, 0)
    _queued_before_s: float = 0.0
    """When it was first seen at that call."""
    _killed_for: tuple[How, str] | None = None
    _pieces: np.ndarray[Any, np.dtype[np.uint8]] | None = None
    _filled: int = 0

    @classmethod
    def start(cls, context: SpawnContext) -> Hand:
        """Raises OSError where the system has no room for one more process."""
        ours, theirs = context.Pipe()
        try:
            shared = make_shared(context)
            process = context.Process(
                target=serve.serve,
                args=(theirs, shared, os.getpid()),
                name="imgsim-worker",
                daemon=True,
            )
            process.start()
        except BaseException:
            ours.close()
            raise
        finally:
            theirs.close()
        assert process.pid is not None
        return cls(process, ours, shared, Shelf(shared), time.monotonic(), process.pid)

    # To the worker. All raise OSError if it is gone.

    def give(self, part: ErrandPart, setup: Setup | None) -> None:
        self.parts.append(part)
        self.heard = time.monotonic()
        if setup is not None and part.lane not in self.set_up:
            self.set_up.add(part.lane)
            self._send(protocol.SETUP, part.lane, pickle.dumps(setup, protocol=5))
        errand = part.errand
        calls = [errand.calls[number] for number in part.calls]
        limits_s = [errand.limits_s[number] for number in part.calls]
        self._send(protocol.CALLS, part.number, part.lane, limits_s, errand.function, calls)

    def forget(self, lane: int) -> None:
        if lane in self.set_up:
            self.set_up.discard(lane)
            self._send(protocol.FORGET, lane)

    def grant(self) -> None:
        self._send(protocol.GRANTED)

    def break_off(self, lane: int) -> None:
        """Let it drop the calls of a lane that it has not begun."""
        self.shelf[STOPPED_LANE] = lane

    def _send(self, *message: object) -> None:
        data = pickle.dumps(message, protocol=5)
        if len(data) < _SURE_BYTES:
            self.connection.send_bytes(data)
            return
        # one that does not read, whatever has become of it, must not hold up the pool for ever
        patience = threading.Timer(_READ_S, self.process.kill)
        patience.daemon = True
        patience.start()
        try:
            self.connection.send_bytes(data)
        finally:
            patience.cancel()

    # From the worker

    def messages(self) -> Iterator[tuple[Any, ...]]:
        """What it has said. Raises Died, UnpicklingError."""
        try:
            while self.connection.poll():
                message = wire.unpack(self.connection.recv_bytes(_MOST_MESSAGE_BYTES))
                if not isinstance(message, tuple):
                    raise pickle.UnpicklingError("no message")
                yield message
        except (EOFError, OSError) as error:
            raise Died from error

    def part(self, number: int) -> ErrandPart:
        """One that it has been given. Raises UnpicklingError."""
        for part in self.parts:
            if part.number == number:
                return part
        raise pickle.UnpicklingError("not one of its parts")

    def take_piece(self, part: ErrandPart, size: int, total: int) -> None:
        """ErrandPart of a result that is larger than the shelf."""
        if self._pieces is None and 0 < total <= _MOST_RESULT_BYTES:
            self._pieces, self._filled = np.empty(total, np.uint8), 0
        if self._pieces is None or not 0 < size <= min(
            SHELF_BYTES, len(self._pieces) - self._filled
        ):
            raise pickle.UnpicklingError("a piece that does not fit")
        self.shelf.copy_into(self._pieces[self._filled : self._filled + size])
        self._filled += size
        self._send(protocol.TAKEN)

    def outcomes(self, part: ErrandPart, data: bytes, sizes: list[Any]) -> list[protocol.Outcome]:
        """Of a part that is done. Raises UnpicklingError."""
        if not all(isinstance(size, int) and size >= 0 for size in sizes):
            raise pickle.UnpicklingError("sizes that are none")
        store, total = self._pieces, sum(sizes)
        self._pieces = None
        if store is None:
            if total > SHELF_BYTES:
                raise pickle.UnpicklingError("more than there is on the shelf")
            store = np.empty(total, np.uint8)
            if total:
                self.shelf.copy_into(store)
                with contextlib.suppress(OSError):  # that it died since is heard next
                    self._send(protocol.TAKEN)
        if total != len(store):
            raise pickle.UnpicklingError("pieces are missing")
        found = wire.unpack(data, wire.cut(store.data, sizes))
        if not isinstance(found, list) or len(found) != len(part.calls):
            raise pickle.UnpicklingError("not one outcome a call")
        return found

    # Its end

    def at(self) -> tuple[int, int] | None:
        """Number of the part and place of the call it is at, or was when it died."""
        number, call = int(self.shelf[PART]), int(self.shelf[CALL])
        part = next((part for part in self.parts if part.number == number), None)
        return (number, call) if part is not None and 0 <= call < len(part.calls) else None

    def is_overdue(self) -> bool:
        """Whether it must be ended; remembers why."""
        if not self.is_ready:
            return time.monotonic() - self.begun > START_S
        at = self.at()
        if at is None:
            is_mute = bool(self.parts) and time.monotonic() - self.heard > START_S
            self._killed_for = (How.OVERDUE, "it does not answer") if is_mute else None
            return is_mute
        part = self.part(at[0])
        worked_s = self.shelf.worked_s()
        if self._at_last != at:
            self._at_last, self._queued_before_s = at, _queued_s(self.pid)
        limit_s = part.errand.limits_s[part.calls[at[1]]] + self.shelf[MORE]
        if worked_s <= limit_s:
            return False
        own_s = worked_s - (_queued_s(self.pid) - self._queued_before_s)
        if (own_s <= limit_s and worked_s <= BUSY_FACTOR * limit_s) or self.at() != at:
            return False
        computed_s = _processor_s(self.pid) - self.shelf[COMPUTED]
        words = f"ended after {worked_s:.0f} s"
        if computed_s >= own_s / 2:
            self._killed_for = How.ENDLESS, f"{words}, {computed_s:.0f} of them computing"
        else:
            self._killed_for = How.OVERDUE, words
        return True

    def cause_of_death(self) -> tuple[How, str]:
        if self._killed_for is not None:
            return self._killed_for
        self.wait_for_end()
        code = self.process.exitcode
        if code is None:
            return How.CRASHED, "it does not answer"
        if code >= 0:
            return How.CRASHED, f"exit code {code}"
        name = _NAMES.get(-code, f"signal {-code}")
        return (How.ENDLESS if name == "SIGXCPU" else How.CRASHED), name

    def kill(self, why: str = "") -> None:
        if why:
            self._killed_for = How.CRASHED, why
        self.process.kill()

    def wait_for_end(self) -> None:
        self.process.join(_END_S)

    def has_let_go(self) -> bool:
        """Whether it has ended; then pipe and memory are free."""
        if self.process.exitcode is None:
            return False
        self.process.join()
        self.process.close()
        self.connection.close()
        del self.shelf, self.shared
        return True


def _processor_s(pid: int) -> float:
    """Processor time a process has used; 0 where the system does not tell of others."""
    fields = _told(pid, "stat").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") if fields else 0.0


def _queued_s(pid: int) -> float:
    """How long it could have computed, had others not had the processor; 0 where nobody knows."""
    fields = _told(pid, "schedstat").split()
    return int(fields[1]) / 1e9 if fields else 0.0


def _told(pid: int, name: str) -> str:
    """What Linux says of a process; empty elsewhere, and of one that is gone."""
    try:
        return Path(f"/proc/{pid}/{name}").read_text()
    except OSError:
        return ""
