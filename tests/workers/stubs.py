"""Work for workers that goes wrong in every way a decoder can. Imported by name in the workers."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.workers import ROOM


def double(number: int) -> int:
    return 2 * number


def abort(number: int) -> int:
    os.abort()


def segfault(number: int) -> int:
    ctypes.string_at(0)
    return number


def leave_at_once(*_: object) -> None:
    os._exit(3)


def sleep_for_ever(number: int) -> int:
    while True:
        time.sleep(60)


def sleep_unless_first(number: int) -> int:
    return sleep_for_ever(number) if number else number


def compute_for_ever(number: int) -> int:
    while True:
        number = (number * 3 + 1) % 1_000_003


def eat_memory(number: int) -> int:
    kept = []
    while True:
        kept.append(bytearray(32 << 20))


BAD = {
    "abort": abort,
    "segfault": segfault,
    "sleep": sleep_for_ever,
    "compute": compute_for_ever,
    "eat": eat_memory,
}


def double_or(bad: str, number: int, bad_number: int) -> int:
    """Twice the number; the bad one goes wrong."""
    return BAD[bad](number) if number == bad_number else double(number)


def die_once_in(pid: int, number: int) -> int:
    """Dies by kill -9 in that worker, and in no other."""
    if os.getpid() == pid:
        os.kill(pid, signal.SIGKILL)
    return number


def wait(seconds: float, number: int) -> int:
    time.sleep(seconds)
    return number


def own_pid(number: int) -> int:
    return os.getpid()


def niceness(number: int) -> int:
    return os.nice(0)


def picture(side: int, value: int) -> NDArray[np.uint8]:
    return np.full((side, side, 3), value, np.uint8)


def pictures(side: int, value: int) -> dict[str, object]:
    """Several arrays and something else."""
    return {"a": picture(side, value), "b": picture(side + 1, value + 1), "name": f"{value}"}


def divide(number: int) -> float:
    return 1 / number


def refuse(name: str) -> None:
    raise KnownError(Sentence("The picture {name} is bad.", name=name), "Choose another one.")


class Odd:
    """A kind that a worker must not send."""

    def __init__(self, path: str) -> None:
        self._path = path

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (self._path,)


def odd(path: str) -> Odd:
    return Odd(path)


def lazily(number: int) -> Iterator[int]:
    yield number


def write_file(path: str) -> None:
    Path(path).write_bytes(b"x")


def append_to(path: str) -> None:
    with Path(path).open("ab") as file:
        file.write(b"x")


def unlink(path: str) -> None:
    Path(path).unlink()


def rename(path: str) -> None:
    Path(path).rename(f"{path}.moved")


def make_folder(path: str) -> None:
    Path(path).mkdir()


def read_file(path: str) -> bytes:
    return Path(path).read_bytes()


def start_program(path: str) -> None:
    subprocess.run([path], check=True)


def open_socket(kind: int) -> None:
    socket.socket(socket.AF_INET, kind)


def kill_parent(number: int) -> None:
    os.kill(os.getppid(), number)


def hold_room(size_bytes: int, seconds: float) -> tuple[float, float]:
    """When it had its memory and when it gave it back."""
    with ROOM.taken(size_bytes):
        began = time.monotonic()
        time.sleep(seconds)
        return began, time.monotonic()


def hold_two(first_bytes: int, second_bytes: int) -> int:
    """As a file is held while it is decoded."""
    with ROOM.taken(first_bytes, more_follows=True), ROOM.taken(second_bytes):
        time.sleep(0.05)
    return first_bytes


def picture_that_asks(side: int, size_bytes: int) -> NDArray[np.uint8]:
    """Asks for memory while the answer before may not have been taken off the shelf yet."""
    with ROOM.taken(size_bytes):
        return picture(side, side % 256)


class Made:
    """What a lane's setup makes."""

    def __init__(self, words: str) -> None:
        self.words = words
        self.calls = 0


def ask_made(made: Made, number: int) -> tuple[str, int, int]:
    made.calls += 1
    return made.words, made.calls, os.getpid()


def cannot_make(words: str) -> Made:
    raise KnownError(f"There is no {words}.")
