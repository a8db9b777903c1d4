"""Something that happens at the n-th step: before the system is asked to change the disk.

The program dies there, or another program comes between. Told by Python's audit events, so every
step counts, whoever takes it; what happens after a step happens before the next. A program can also
die when a file it makes is there and still empty, and in the middle of a line of the journal.
"""

from __future__ import annotations

import builtins
import errno
import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pytest

from imgsim_desktop.acting import copies
from imgsim_desktop.acting.journal import Journal
from tests.acting.fakes import Crash

EVENTS = frozenset(
    {
        "os.rename", "os.link", "os.symlink", "os.remove", "os.mkdir", "os.rmdir", "os.truncate",
        "os.chmod", "os.utime",
    }
)  # fmt: skip

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
MAKING = os.O_CREAT | os.O_TRUNC


class Fuse:
    """Burns down by one at every step; when it is used up `strike` happens."""

    def __init__(
        self, last: int, strike: Callable[[], object], *, counts_reads: bool = False
    ) -> None:
        self.last = last
        self.counts_reads = counts_reads
        self.steps = 0
        self._strike = strike
        self._is_striking = False

    def burn(self) -> None:
        if self._is_striking:  # its own steps are those of another program
            return
        self.steps += 1
        if self.steps >= self.last:
            self._is_striking = True
            try:
                self._strike()
            finally:
                self._is_striking = False


_burning: list[Fuse] = []
_listening: list[Callable[[str, tuple[object, ...]], None]] = []


def _listen(event: str, args: tuple[object, ...]) -> None:
    for listen in _listening:
        listen(event, args)
    if not _burning:
        return
    fuse = _burning[-1]
    is_opening = event == "open" and isinstance(args[2], int)
    if event in EVENTS or (is_opening and (fuse.counts_reads or args[2] & WRITING)):  # type: ignore[operator]
        fuse.burn()


sys.addaudithook(_listen)


def _die() -> None:
    raise Crash


@contextmanager
def dying_at(step: int) -> Iterator[Fuse]:
    """Inside, the program dies at this step, and stays dead."""
    with _lit(Fuse(step, _die)) as fuse, _in_small_steps(fuse):
        yield fuse


_write_all, _os_open, _open = copies._write_all, os.open, io.open


@contextmanager
def _in_small_steps(fuse: Fuse) -> Iterator[None]:
    """What lies between two audit events: a new file that is empty, half a line of the journal."""

    def write_all(file: IO[bytes], data: bytes) -> None:
        if fuse.steps + 1 >= fuse.last:
            _write_all(file, data[: len(data) // 2])
        fuse.burn()
        _write_all(file, data)

    def os_open(path: Any, flags: int, *args: Any, **kwargs: Any) -> int:
        handle = _os_open(path, flags, *args, **kwargs)
        if flags & MAKING:
            _burn_with(fuse, lambda: os.close(handle))
        return handle

    def open_file(file: Any, mode: str = "r", *args: Any, **kwargs: Any) -> IO[Any]:
        opened = _open(file, mode, *args, **kwargs)
        if not isinstance(file, int) and set(mode) & set("wxa") and "opener" not in kwargs:
            _burn_with(fuse, opened.close)
        return opened

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(copies, "_write_all", write_all)
        patch.setattr(os, "open", os_open)
        patch.setattr(io, "open", open_file)
        patch.setattr(builtins, "open", open_file)
        yield


def _burn_with(fuse: Fuse, close: Callable[[], object]) -> None:
    try:
        fuse.burn()
    except Crash:
        close()
        raise


@contextmanager
def coming_between(
    step: int, act: Callable[[], object], *, counts_reads: bool = False
) -> Iterator[Fuse]:
    """Inside, another program does something once, right before this step.

    counts_reads  opening a file or folder for reading is a step, too
    """

    def strike() -> None:
        fuse.last = 10**9
        act()

    fuse = Fuse(step, strike, counts_reads=counts_reads)
    with _lit(fuse):
        yield fuse


@contextmanager
def full_from(step: int, besides: Path) -> Iterator[Fuse]:
    """Inside, the disk is full from this step on: nothing new can be made, all else goes on.

    besides  a folder on another disk
    """
    fuse = Fuse(step, lambda: None)

    def listen(event: str, args: tuple[object, ...]) -> None:
        is_creating = event == "open" and isinstance(args[2], int) and bool(args[2] & os.O_CREAT)
        if event not in ("os.mkdir", "os.link") and not is_creating:
            return
        if str(args[0]).startswith(str(besides)):
            return
        fuse.burn()
        if fuse.steps >= step:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    _listening.append(listen)
    try:
        yield fuse
    finally:
        _listening.pop()


@contextmanager
def saving_anew(path: Path, content: bytes) -> Iterator[None]:
    """Inside, another program saves a new file as soon as there is none under a name."""

    def strike() -> None:
        if not path.exists():
            fuse.last = 10**9
            path.write_bytes(content)

    fuse = Fuse(1, strike)
    with _lit(fuse):
        yield


@contextmanager
def _lit(fuse: Fuse) -> Iterator[Fuse]:
    real = Journal._append

    def append(journal: Journal, *args: object, **kwargs: object) -> None:
        fuse.burn()
        real(journal, *args, **kwargs)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Journal, "_append", append)
        _burning.append(fuse)
        try:
            yield fuse
        finally:
            _burning.pop()
