"""A checksum beside a database that nobody is writing, so that a changed bit is noticed.

SQLite finds a broken structure, not a number that has become another one: a flipped bit in a stored
pair would make two different photos copies of each other. So whoever has written last leaves size
and CRC-32 of the whole file beside it (2.3 GB/s), and whoever opens it compares.

The seal is lifted, and that waits for the disk, before the first change. A process that is killed
leaves a database without a seal: SQLite's own check of its structure is all there is until the
next orderly end. https://www.sqlite.org/cksumvfs.html does this page by page, but is no part of
Python's SQLite; a column of checksums in each table would have to be kept by every statement that
writes, in this version and the next, and would not cover indexes.
"""

from __future__ import annotations

import contextlib
import os
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from imgsim_desktop.errors import CacheBroken, KnownError, Sentence
from imgsim_desktop.library.files import disk_error
from imgsim_desktop.private import for_owner

_BLOCK = 1 << 20
_MAX_SEAL = 200
_WHOLE: dict[Path, tuple[object, ...]] = {}
"""Seals that fitted, with what `stat` said of the database: each is compared once a process."""


@dataclass(frozen=True, slots=True)
class Seal:
    """Of one database. `lift` and `put` are for whoever may write it, one at a time."""

    database: Path

    @property
    def path(self) -> Path:
        return self.database.with_name(self.database.name + ".seal")

    def check(self, copies: Iterable[Seal] = ()) -> bool:
        """True if the database is as it was sealed, False if it is not sealed.

        copies  of the same database: one of them may have been put in its place by hand

        Raises CacheBroken if it has changed since, KnownError if it cannot be read.
        """
        try:
            return self._check(copies)
        except OSError as error:
            raise KnownError(
                Sentence(
                    "{path} cannot be read: {why}.", path=self.database, why=error.strerror or error
                ),
                "Make the file readable, or set IMGSIM_HOME to another folder.",
            ) from error

    def _check(self, copies: Iterable[Seal]) -> bool:
        text = self._read()
        if text is None:
            return False
        known = _known(text, self.database.stat())
        if _WHOLE.get(self.database) == known:
            return True
        found = _text_of(self.database)
        if text != found and not any(copy._read() == found for copy in copies):  # noqa: SLF001
            if self._read() != text:  # a writer has begun meanwhile
                return False
            raise CacheBroken(self.database, "its checksum does not fit")
        _WHOLE[self.database] = known
        return True

    def lift(self) -> None:
        """It is about to be written: what the seal says counts no more, also after a power cut.

        Raises KnownError if the disk takes nothing.
        """
        try:
            with open(self.path, "wb", opener=for_owner) as file:
                os.fsync(file.fileno())
        except OSError as error:
            raise disk_error(error, self.path) from error

    def put(self) -> None:
        """It is closed, and all of it is in the file: say what it holds.

        A disk that takes no seal leaves half of one, which counts as none: only the check is lost.
        """
        with contextlib.suppress(OSError):
            if not self.has_log():
                text, status = _text_of(self.database), self.database.stat()
                with open(self.path, "wb", opener=for_owner) as file:
                    file.write(text)
                _WHOLE[self.database] = _known(text, status)

    def has_log(self) -> bool:
        """Whether a write-ahead log still holds what is to go into the database."""
        wal = self.database.with_name(self.database.name + "-wal")
        return wal.exists() and wal.stat().st_size > 0

    def is_lifted(self) -> bool:
        """Whether there is none, or one that says nothing."""
        return self._read() is None

    def _read(self) -> bytes | None:
        """The seal, or None if there is none or it is damaged itself."""
        try:
            with self.path.open("rb") as file:
                text = file.read(_MAX_SEAL)
        except FileNotFoundError:
            return None
        said, _, check = text.rpartition(b" ")
        return text if said and check == b"%08x" % zlib.crc32(said) else None


def _known(text: bytes, status: os.stat_result) -> tuple[object, ...]:
    return text, status.st_ino, status.st_size, status.st_mtime_ns


def _text_of(database: Path) -> bytes:
    """Size and CRC-32 of a file, and the CRC-32 of that."""
    crc = size = 0
    with database.open("rb") as file:
        while block := file.read(_BLOCK):
            crc = zlib.crc32(block, crc)
            size += len(block)
    said = b"%d %08x" % (size, crc)
    return said + b" %08x" % zlib.crc32(said)
