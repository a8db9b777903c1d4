"""A program that dies at its n-th step: before the system is asked to change anything on the disk.

Told by Python's audit events, so every step counts whoever takes it. A kill after a step is one
before the next.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from imgsim_desktop.acting.journal import Journal
from tests.acting.fakes import Crash

EVENTS = frozenset(
    {
        "os.rename", "os.link", "os.symlink", "os.remove", "os.mkdir", "os.rmdir", "os.truncate",
        "os.chmod", "os.utime",
    }
)  # fmt: skip

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


class Fuse:
    """Burns down by one at every step; when it is used up the program is dead and does no more."""

    def __init__(self, last: int) -> None:
        self.last = last
        self.steps = 0

    def burn(self) -> None:
        self.steps += 1
        if self.steps >= self.last:
            raise Crash


_burning: list[Fuse] = []


def _listen(event: str, args: tuple[object, ...]) -> None:
    if not _burning:
        return
    is_writing = event == "open" and isinstance(args[2], int) and bool(args[2] & WRITING)
    if is_writing or event in EVENTS:
        _burning[-1].burn()


sys.addaudithook(_listen)


@contextmanager
def dying_at(step: int) -> Iterator[Fuse]:
    """Inside, the program dies at this step, and stays dead."""
    fuse = Fuse(step)
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
