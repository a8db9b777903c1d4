"""The bytes of one file, in memory or on disk, and what is asked of them; with a bound."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

Piece = tuple[int, int]
"""(start, end) in a file."""

MAX_READS = 1_000_000
"""Pieces of one file that are looked at: a GIF of 250 MB, or a second of Python. With more it is
not known what the file holds, and it is never suggested for removal."""

MAX_HASHED_BYTES = 256 * 2**20
"""Of the further pages of one file. With more they count as equal in byte-identical files only."""

_CHUNK_BYTES = 2**20
DIGEST_BYTES = 16


class TooMuchError(Exception):
    """The file has more pieces than anybody should wait for."""


class Stored:
    """One file's bytes; a context manager. Reading beyond the end gives less than asked for."""

    def __init__(self, source: bytes | Path, content_hash: bytes) -> None:
        self._data = source if isinstance(source, bytes) else None
        self._file: BinaryIO | None = None
        self._content_hash = content_hash
        self._reads = 0
        if isinstance(source, bytes):
            self.size = len(source)
        else:
            self._file = source.open("rb")
            self.size = self._file.seek(0, 2)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is not None:
            self._file.close()

    def read(self, start: int, size: int) -> bytes:
        """Raises TooMuchError at the millionth piece, OSError."""
        self._reads += 1
        if self._reads > MAX_READS:
            raise TooMuchError
        if start < 0 or size <= 0:
            return b""
        if self._data is not None:
            return self._data[start : start + size]
        assert self._file is not None
        self._file.seek(start)
        return self._file.read(size)

    def number(self, start: int, size: int, order: str = "big") -> int:
        """An unsigned number; what lies beyond the end counts as zeros."""
        piece = self.read(start, size).ljust(size, b"\0")
        return int.from_bytes(piece, "little" if order == "little" else "big")

    def find(self, word: bytes, start: int, end: int) -> int:
        """Where `word` begins first, wholly inside; -1 if nowhere."""
        if self._data is not None:
            return self._data.find(word, start, end)
        at = start
        while at < end:
            piece = self.read(at, min(_CHUNK_BYTES + len(word) - 1, end - at))
            found = piece.find(word)
            if found >= 0:
                return at + found
            at += _CHUNK_BYTES
        return -1

    def digest(self, pieces: Iterable[Piece], say: bytes = b"") -> bytes:
        """BLAKE2b of pieces, their borders included; `say`: what else must be equal."""
        state = hashlib.blake2b(say, digest_size=DIGEST_BYTES)
        left = MAX_HASHED_BYTES
        for start, end in pieces:
            end = min(end, self.size)
            state.update(max(0, end - start).to_bytes(8, "big"))
            left -= max(0, end - start)
            if left < 0:
                return self._content_hash
            for at in range(start, end, _CHUNK_BYTES):
                state.update(self.read(at, min(_CHUNK_BYTES, end - at)))
        return state.digest()

    def as_a_whole(self) -> bytes:
        """Stands for the digest of pages that cannot be told apart from the rest of the file."""
        return self._content_hash
