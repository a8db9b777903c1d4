"""The way a person took through the window, for going back and forth on it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

MOST = 50


class Trail(QObject):
    """Names of pages in the order in which they were shown, and where one is among them."""

    goRequested = Signal(str)
    """Name of the page to show."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pages: list[str] = []
        self._at = -1

    def note(self, page: str) -> None:
        """A page is shown; what lay ahead is forgotten if it is another one."""
        if self._pages and self._pages[self._at] == page:
            return
        self._pages = [*self._pages[: self._at + 1], page][-MOST:]
        self._at = len(self._pages) - 1

    def go(self, by: int) -> bool:
        """Go back (-1) or forth (1); False at the end of the way."""
        if not 0 <= self._at + by < len(self._pages):
            return False
        self._at += by
        self.goRequested.emit(self._pages[self._at])
        return True

    def forget(self) -> None:
        """Another library."""
        self._pages, self._at = [], -1
