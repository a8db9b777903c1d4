"""What several parts of one act ask to be shown is shown once, when the act is over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Once:
    """GUI thread. Outside an act everything is shown at once, so that nothing has to wait."""

    def __init__(self, *shows: Callable[[], None]) -> None:
        """shows: what can be asked for, in the order in which it is done."""
        self._shows = shows
        self._wanted: set[Callable[[], None]] = set()
        self._acts = 0

    def ask(self, show: Callable[[], None]) -> None:
        """Show it now, or at the end of the act that goes on."""
        assert show in self._shows
        if self._acts:
            self._wanted.add(show)
        else:
            show()

    @contextmanager
    def act(self) -> Iterator[None]:
        """One act of the person; acts within it are parts of it."""
        self._acts += 1
        try:
            yield
        finally:
            self._acts -= 1
            if not self._acts:
                wanted, self._wanted = self._wanted, set()
                for show in self._shows:
                    if show in wanted:
                        show()
