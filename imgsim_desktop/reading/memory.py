"""Memory: together the reading threads stay below what the program promises."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

MAX_DECODE_BYTES = 1_200_000_000
"""What one picture may take while it is decoded: a 150-megapixel RGB TIFF fits."""

_BUDGET_BYTES = 1_300_000_000
"""For all pictures being decoded at one time; leaves 0.7 of the promised 2 GB to the rest."""


class _Budget:
    """Lets a thread begin to decode when the others have left enough.

    The lock is where threads of the reading pool meet: eight pictures of 300 MB each are fine
    one by one and too much together.
    """

    def __init__(self, size_bytes: int) -> None:
        self._free_bytes = size_bytes
        self._changed = threading.Condition()

    @contextmanager
    def taken(self, size_bytes: int) -> Iterator[None]:
        """Wait until so much is free; size_bytes at most MAX_DECODE_BYTES. Never nested."""
        assert size_bytes <= MAX_DECODE_BYTES
        with self._changed:
            self._changed.wait_for(lambda: self._free_bytes >= size_bytes)
            self._free_bytes -= size_bytes
        try:
            yield
        finally:
            with self._changed:
                self._free_bytes += size_bytes
                self._changed.notify_all()


DECODING = _Budget(_BUDGET_BYTES)
