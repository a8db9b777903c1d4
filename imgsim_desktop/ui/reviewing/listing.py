"""Which groups of the review are listed, and which of them are chosen; no Qt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from imgsim_desktop.review.desk import ReviewDesk
from imgsim_desktop.review.queue import Entry, Lane, QueueFilter


class ListedGroups:
    """One lane through the filters, and a row of it; an empty one has the row -1."""

    def __init__(self) -> None:
        self.lane = Lane.IDENTICAL
        self.own = QueueFilter()
        """What the person asks for on the page; remembered with the review."""
        self.outside = QueueFilter()
        """What the window asks for: its field for names, the folder chosen at its side."""
        self.entries: list[Entry] = []
        self.row = -1
        self.rows: tuple[int, ...] = ()
        """All that are chosen, in order; the row is one of them."""

    @property
    def entry(self) -> Entry | None:
        """The group of the row."""
        return self.entries[self.row] if 0 <= self.row < len(self.entries) else None

    @property
    def chosen(self) -> list[Entry]:
        """The groups a decision is about."""
        return [self.entries[row] for row in self.rows]

    @property
    def is_filtered(self) -> bool:
        return not (self.outside.is_empty and self.own.is_empty)

    def passing(self, desk: ReviewDesk, lane: Lane) -> list[Entry]:
        """The groups of a lane that pass what is asked for, most worth doing first."""
        asked = [f for f in (self.own, self.outside) if not f.is_empty]
        return [
            entry
            for entry in desk.lanes[lane]
            if all(f.passes(entry, desk.photos(entry.group.members).values()) for f in asked)
        ]

    def fill(self, entries: Iterable[Entry], photo: int | None = None) -> None:
        """List other groups; go to that of a photo, else to the first."""
        self.entries = list(entries)
        row = 0
        if photo is not None:
            members = (entry.group.members for entry in self.entries)
            row = next((row for row, found in enumerate(members) if photo in found), 0)
        self.go_to(row)

    def remove(self, entries: Sequence[Entry]) -> None:
        """Take groups off the list: they were decided. The next one comes up in their place."""
        gone = {id(entry) for entry in entries}
        before = sum(id(entry) in gone for entry in self.entries[: max(self.row, 0)])
        if len(gone) == 1 and self.row >= 0 and id(self.entries[self.row]) in gone:
            del self.entries[self.row]  # one of ten thousand, a key's usual work
        else:
            self.entries = [entry for entry in self.entries if id(entry) not in gone]
        self.go_to(min(self.row - before, len(self.entries) - 1))

    def go_to(self, row: int) -> None:
        """Choose one row alone."""
        self.row = row if 0 <= row < len(self.entries) else -1
        self.rows = () if self.row < 0 else (self.row,)

    def choose(self, row: int, rows: Iterable[int]) -> None:
        """Choose a row, and others beside it."""
        self.go_to(row)
        if self.row >= 0:
            listed = range(len(self.entries))
            self.rows = tuple(sorted({self.row, *(r for r in rows if r in listed)}))
