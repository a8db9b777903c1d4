"""One writer a library: an advisory lock that dies with its process."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from imgsim_desktop.errors import KnownError, LibraryInUse, Sentence
from imgsim_desktop.library.files import disk_error
from imgsim_desktop.private import for_owner, make_private

_TAKEN = (errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK)

if sys.platform == "win32":
    import msvcrt

    def _lock_file(file: BinaryIO) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock_file(file: BinaryIO) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


WAIT_S = 10.0
LOOK_S = 0.02


@contextlib.contextmanager
def briefly_alone(path: Path) -> Iterator[None]:
    """One process or thread at a time, for what takes milliseconds; waits for the others.

    Raises KnownError if the lock is not free within WAIT_S, or the disk takes none.
    """
    try:
        make_private(path.parent)
        with open(path, "a+b", opener=for_owner) as file:
            _wait_for(file, path)
            yield
    except OSError as error:
        raise disk_error(error, path) from error


def _wait_for(file: BinaryIO, path: Path) -> None:
    began = time.monotonic()
    while True:
        try:
            _lock_file(file)
        except OSError as error:
            if error.errno not in _TAKEN:
                raise
            if time.monotonic() - began > WAIT_S:
                raise KnownError(
                    Sentence("{path} is busy in another program.", path=path),
                    "Try again in a moment.",
                ) from error
            time.sleep(LOOK_S)
        else:
            return


class WriterLock:
    """Held from construction to `release`; the operating system releases it after kill -9."""

    def __init__(self, path: Path, library_name: str) -> None:
        """Raises LibraryInUse, naming the other process; KnownError if the disk takes nothing."""
        try:
            make_private(path.parent)
            self._file: BinaryIO = open(path, "a+b", opener=for_owner)  # noqa: SIM115
        except OSError as error:
            raise disk_error(error, path) from error
        try:
            _lock_file(self._file)
        except OSError as error:
            holder = self._read_holder(path)
            self._file.close()
            if error.errno not in _TAKEN:
                raise disk_error(error, path) from error  # a file system without locks
            raise LibraryInUse(
                Sentence(
                    "The library “{library_name}” is being scanned by another program{holder}.",
                    library_name=library_name,
                    holder=holder,
                ),
                "It can be looked at meanwhile; to scan it here, close the other program first.",
            ) from error
        note = path.with_name(f"{path.name}.pid")
        try:
            with open(note, "w", encoding="ascii", opener=for_owner) as told:
                told.write(str(os.getpid()))
        except OSError as error:
            self._file.close()
            raise disk_error(error, note) from error

    def _read_holder(self, path: Path) -> str:
        try:
            text = path.with_name(f"{path.name}.pid").read_text(encoding="ascii").strip()
        except OSError:
            return ""
        return f" (process {text})" if text.isdigit() else ""

    def release(self) -> None:
        self._file.close()
