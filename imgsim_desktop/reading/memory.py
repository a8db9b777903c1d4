"""Memory: together all that decodes stays below what the program promises.

Who decodes asks before it takes much. In a worker it is the program that answers, for all workers
together; see `workers/room.py`.
"""

from __future__ import annotations

from contextlib import AbstractContextManager

from imgsim_desktop.workers import ROOM

MAX_DECODE_BYTES = 1_200_000_000
"""What one picture may take while it is decoded: a 150-megapixel RGB TIFF fits."""


class _Decoding:
    def taken(self, size_bytes: int) -> AbstractContextManager[None]:
        """Wait until so much is free, and hold it; size_bytes at most MAX_DECODE_BYTES.

        May be asked for once more only by who holds a file.
        """
        assert size_bytes <= MAX_DECODE_BYTES
        return ROOM.taken(size_bytes)

    def holding_file(self, size_bytes: int) -> AbstractContextManager[None]:
        """The same for a file's bytes, before they are read: what is in it is decoded meanwhile."""
        return ROOM.taken(min(size_bytes, MAX_DECODE_BYTES), more_follows=True)


DECODING = _Decoding()
