"""What was heard of folders and no scan has seen yet. No Qt, no clock of its own."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from imgsim_desktop.listing.watching import Heard

QUIET_S = 0.8
"""A file of which nothing more is heard for so long is written: programs write on at once."""


class Pending:
    """Changes that wait for a scan. All times are seconds of one clock."""

    def __init__(self) -> None:
        self._last: dict[Path, float] = {}
        self._written: set[Path] = set()

    def __len__(self) -> int:
        return len(self._last)

    def hear(self, heard: Iterable[Heard], now: float) -> None:
        for each in heard:
            self._last[each.path] = now
            if each.is_written:
                self._written.add(each.path)
            else:
                self._written.discard(each.path)

    def is_due(self, now: float) -> bool:
        """Whether there is something that has come to rest."""
        return any(last <= now - QUIET_S for last in self._last.values())

    def growing(self, now: float) -> frozenset[Path]:
        """Files that may be written still: nobody reads them now."""
        return frozenset(path for path in self._written if self._last[path] > now - QUIET_S)

    def cover(self, now: float) -> None:
        """A scan begins: it sees all that has happened but for what grows."""
        kept = self.growing(now)
        self._last = {path: last for path, last in self._last.items() if path in kept}
        self._written &= kept

    def clear(self) -> None:
        self._last, self._written = {}, set()
