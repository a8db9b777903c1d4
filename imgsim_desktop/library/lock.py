"""One writer a library: an advisory lock that dies with its process."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import BinaryIO

from imgsim_desktop.errors import LibraryInUse, Sentence
from imgsim_desktop.library.files import disk_error

if sys.platform == "win32":
    import msvcrt

    def _take(file: BinaryIO) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(file: BinaryIO) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


class WriterLock:
    """Held from construction to `release`; the operating system releases it after kill -9."""

    def __init__(self, path: Path, library_name: str) -> None:
        """Raises LibraryInUse, naming the other process; KnownError if the disk takes nothing."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file: BinaryIO = path.open("a+b")
        except OSError as error:
            raise disk_error(error, path) from error
        try:
            _take(self._file)
        except OSError as error:
            holder = self._read_holder(path)
            self._file.close()
            if error.errno not in (errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK):
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
            note.write_text(str(os.getpid()), encoding="ascii")
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
