"""What runs in a worker: calls come in by a pipe, outcomes go out by the shelf."""

from __future__ import annotations

import gc
import os
import pickle
import traceback
from collections import deque
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, Final

from imgsim_desktop.workers import protocol, wire
from imgsim_desktop.workers.errand import How, Lost
from imgsim_desktop.workers.limits import CallLimits, confine, give_memory_back
from imgsim_desktop.workers.protocol import Outcome
from imgsim_desktop.workers.room import OWN_BYTES, ROOM
from imgsim_desktop.workers.shelf import MORE, SHELF_BYTES, STOPPED_LANE, Shared, Shelf

BYTES_A_SECOND: Final = 40_000_000
"""How fast at least a picture is decoded: JPEG 2000 and HEIF are the slowest. Memory that
was asked for buys so much more time."""


def serve(connection: Connection, shared: Shared, parent_pid: int) -> None:
    """Answer calls until the program is gone."""
    held = confine(parent_pid)
    worker = _Worker(connection, Shelf(shared))
    ROOM.answer_to(worker)
    connection.send_bytes(pickle.dumps((protocol.HELLO, sorted(held))))
    try:
        while True:
            worker.answer(worker.next())
    except (EOFError, BrokenPipeError, ConnectionResetError):  # the program has ended
        return


class _Worker:
    def __init__(self, connection: Connection, shelf: Shelf) -> None:
        self._connection = connection
        self._shelf = shelf
        self._limits = CallLimits()
        self._put_off: deque[tuple[Any, ...]] = deque()
        """What came while we waited for something else."""
        self._made: dict[int, Outcome] = {}
        """What the setup of a lane made, or why it made nothing."""
        self._taken: list[tuple[int, bool]] = []
        """What is held now, innermost last, and whether it was asked for."""
        self._asked_bytes = 0
        self._shelf_is_full = False

    def next(self) -> tuple[Any, ...]:
        if self._put_off:
            return self._put_off.popleft()
        return self._receive()

    def _receive(self) -> tuple[Any, ...]:
        message: tuple[Any, ...] = pickle.loads(self._connection.recv_bytes())  # noqa: S301  ours
        return message

    def _send(self, *message: object) -> None:
        self._connection.send_bytes(pickle.dumps(message, protocol=5))

    def _wait_for(self, word: str) -> None:
        while True:
            message = self._receive()
            if message[0] == protocol.TAKEN:  # never put off: it is waited for in another place
                self._shelf_is_full = False
            elif message[0] != word:
                self._put_off.append(message)
            if message[0] == word:
                return

    def answer(self, message: tuple[Any, ...]) -> None:
        match message:
            case (protocol.CALLS, part, lane, limits_s, function, calls):
                self._deliver(part, self._work(part, lane, limits_s, function, calls))
            case (protocol.SETUP, lane, blob):
                self._made[lane] = _outcome(_made, (blob,))
            case (protocol.FORGET, lane):
                if self._made.pop(lane, None) is not None:
                    gc.collect()  # what was made for long work may be large
                    give_memory_back()
            case (protocol.TAKEN,):
                self._shelf_is_full = False

    def _work(
        self, part: int, lane: int, limits_s: list[float], function: bytes, calls: list[bytes]
    ) -> list[Outcome]:
        made = self._made.get(lane)
        if made is not None and made[0] != protocol.OK:
            return [made] * len(calls)
        first = () if made is None else (made[1],)
        outcomes: list[Outcome] = []
        for number, (call, limit_s) in enumerate(zip(calls, limits_s, strict=True)):
            if self._shelf[STOPPED_LANE] == lane:
                outcomes.append((protocol.DROPPED, None))
                continue
            self._shelf.start_clock(part, number)
            self._limits.allow_time(limit_s)
            outcomes.append(_outcome(_called, (function, first, call)))
            self._shelf.end()
        return outcomes

    # Memory, for ROOM

    def borrow(self, size_bytes: int, *, more_follows: bool) -> None:
        own = sum(size for size, asked in self._taken if not asked)
        asks = own + size_bytes > OWN_BYTES
        if asks:
            self._shelf.pause()
            self._send(protocol.WANT_ROOM, size_bytes, more_follows)
            self._wait_for(protocol.GRANTED)
            self._shelf.go_on()
            self._asked_bytes += size_bytes
            self._limits.allow(self._asked_bytes)
        self._taken.append((size_bytes, asks))
        self._shelf[MORE] += size_bytes / BYTES_A_SECOND

    def give_back(self, size_bytes: int) -> None:
        size, asked = self._taken.pop()
        assert size == size_bytes, "memory is given back in the order of an onion"
        if asked:
            self._asked_bytes -= size
            give_memory_back()
            self._send(protocol.LEAVE_ROOM, size)

    # Outcomes

    def _deliver(self, part: int, outcomes: list[Outcome]) -> None:
        data, arrays = _packed(outcomes)
        sizes = [len(array) for array in arrays]
        if self._shelf_is_full:
            self._wait_for(protocol.TAKEN)
        if sum(sizes) <= SHELF_BYTES:
            self._shelf.lay(arrays)
        else:
            self._send_in_pieces(part, arrays, sum(sizes))
        self._send(protocol.DONE, part, data, sizes)
        self._shelf_is_full = bool(sizes) and sum(sizes) <= SHELF_BYTES

    def _send_in_pieces(self, part: int, arrays: list[memoryview], total: int) -> None:
        pieces: list[memoryview] = []
        room = SHELF_BYTES
        for array in arrays:
            start = 0
            while start < len(array):
                piece = array[start : start + room]
                pieces.append(piece)
                start, room = start + len(piece), room - len(piece)
                if not room:
                    self._send_piece(part, pieces, total)
                    pieces, room = [], SHELF_BYTES
        if pieces:
            self._send_piece(part, pieces, total)

    def _send_piece(self, part: int, pieces: list[memoryview], total: int) -> None:
        self._shelf.lay(pieces)
        self._send(protocol.PIECE, part, sum(map(len, pieces)), total)
        self._wait_for(protocol.TAKEN)


def _called(function: bytes, first: tuple[object, ...], call: bytes) -> object:
    return pickle.loads(function)(*first, *pickle.loads(call))  # noqa: S301  of the program


def _made(blob: bytes) -> object:
    make, arguments = pickle.loads(blob)  # noqa: S301  of the program
    return make(*arguments)


def _outcome(function: Callable[..., object], arguments: tuple[object, ...]) -> Outcome:
    try:
        return protocol.OK, function(*arguments)
    except MemoryError:
        return protocol.LOST, Lost(How.MEMORY, "no more memory was given")
    except BaseException as error:  # noqa: BLE001  top of a worker; who waits for it raises it
        return protocol.ERROR, _with_its_lines(error)


def _with_its_lines(error: BaseException) -> BaseException:
    """The lines of its traceback as a note: the traceback itself stays in this process."""
    error.add_note(f"In worker {os.getpid()}:\n{''.join(traceback.format_exception(error))}")
    error.__traceback__ = error.__cause__ = error.__context__ = None
    return error


def _packed(outcomes: list[Outcome]) -> tuple[bytes, list[memoryview]]:
    """Ready to be sent; what does not pickle, or would not be accepted, goes as its text."""
    try:
        data, arrays = wire.pack(outcomes)
        if any(kind == protocol.ERROR for kind, _ in outcomes):
            wire.unpack(data, arrays)
    except Exception:  # noqa: BLE001  an object of a caller's own kind can raise anything
        return wire.pack([_as_text(outcome) for outcome in outcomes])
    return data, arrays


def _as_text(outcome: Outcome) -> Outcome:
    kind, value = outcome
    if kind in (protocol.LOST, protocol.DROPPED):
        return outcome
    if kind == protocol.OK:
        return protocol.ERROR, TypeError(f"a worker cannot send {type(value).__name__}")
    said = RuntimeError(f"{type(value).__name__}: {value}")
    for note in getattr(value, "__notes__", ()):
        said.add_note(note)
    return protocol.ERROR, said
