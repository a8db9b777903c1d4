"""Which rows of a grid are selected, with the click and key rules of file managers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


class GridSelection:
    """One bit a row: a hundred thousand photos cost 100 kB, and Select All a millisecond."""

    def __init__(self) -> None:
        self.bits: NDArray[np.bool_] = np.zeros(0, np.bool_)
        self.current: int | None = None
        self._anchor = 0

    def reset(self, count: int) -> None:
        self.bits = np.zeros(count, np.bool_)
        self.current = None
        self._anchor = 0

    def restore(self, bits: NDArray[np.bool_], current: int | None) -> None:
        """After the rows were replaced: the same photos in their new rows."""
        self.bits = bits
        self.current = current
        self._anchor = current or 0

    @property
    def rows(self) -> NDArray[np.int64]:
        return np.flatnonzero(self.bits).astype(np.int64)

    def only(self, row: int) -> None:
        """A plain click."""
        self.bits[:] = False
        self.bits[row] = True
        self.current = self._anchor = row

    def toggle(self, row: int) -> None:
        """A click with Ctrl."""
        self.bits[row] = not self.bits[row]
        self.current = self._anchor = row

    def extend(self, row: int, *, keep: bool = False) -> None:
        """A click with Shift: from the anchor to here; `keep` (Ctrl too) adds to what is there."""
        if not keep:
            self.bits[:] = False
        first, last = sorted((min(self._anchor, len(self.bits) - 1), row))
        self.bits[first : last + 1] = True
        self.current = row

    def all(self) -> None:
        self.bits[:] = True

    def invert(self) -> None:
        self.bits = ~self.bits

    def none(self) -> None:
        self.bits[:] = False

    def band(self, rows: list[int], before: NDArray[np.bool_]) -> None:
        """The rubber band lies on `rows`; `before` was selected when it began."""
        self.bits = before.copy()
        self.bits[rows] = True
        if rows:
            self.current = rows[-1]
