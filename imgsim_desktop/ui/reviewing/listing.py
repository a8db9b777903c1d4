"""Which groups of the review are listed, and which of them are chosen; no Qt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from imgsim_desktop.review.desk import Figures, ReviewDesk
from imgsim_desktop.review.queue import TODO, Entry, Lane, QueueFilter


class ListedGroups:
    """One lane through the filters, and a row of it; an empty one has the row -1."""

    def __init__(self) -> None:
        self.lane = Lane.IDENTICAL
        self._own = QueueFilter()
        self._outside = QueueFilter()
        self._passes: dict[int, bool] = {}
        """Whether a group passes both, by its id; decisions do not change that."""
        self.entries: list[Entry] = []
        self.row = -1
        self.rows: tuple[int, ...] = ()
        """All that are chosen, in order; the row is one of them."""

    @property
    def own(self) -> QueueFilter:
        """What the person asks for on the page; remembered with the review."""
        return self._own

    @property
    def outside(self) -> QueueFilter:
        """What the window asks for: its field for names, the folder chosen at its side."""
        return self._outside

    def narrow(self, *, own: QueueFilter | None = None, outside: QueueFilter | None = None) -> None:
        """Ask for something else; None leaves it as it was. Fill the list afterwards."""
        self._own = self._own if own is None else own
        self._outside = self._outside if outside is None else outside
        self._passes.clear()

    def forget_groups(self) -> None:
        """Groups are formed anew: what passed is asked again."""
        self._passes.clear()

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

    def passing(self, desk: ReviewDesk, lane: Lane) -> Sequence[Entry]:
        """The groups of a lane that pass what is asked for, most worth doing first."""
        if not self.is_filtered:
            return desk.lanes[lane]
        return [entry for entry in desk.lanes[lane] if self._passes_both(desk, entry)]

    def _passes_both(self, desk: ReviewDesk, entry: Entry) -> bool:
        who = id(entry.group)
        if who not in self._passes:
            photos = list(desk.photos(entry.group.members).values())
            self._passes[who] = all(f.passes(entry, photos) for f in (self._own, self._outside))
        return self._passes[who]

    def gain_bytes(self, desk: ReviewDesk, lane: Lane) -> int:
        """What removing all but the kept photos of a lane's groups that pass would free."""
        if not self.is_filtered:
            return desk.reclaimable(lane)
        return sum(entry.reclaim_bytes for entry in self.passing(desk, lane))

    def figures(self, desk: ReviewDesk) -> Figures:
        """As those of the desk, of the groups that pass; the wrong pairs are those of all."""
        whole = desk.figures()
        if not self.is_filtered:
            return whole
        found = [entry for lane in TODO for entry in self.passing(desk, lane)]
        return Figures(
            groups=len(found),
            photos=sum(len(entry.group.members) for entry in found),
            reclaim_bytes=sum(entry.reclaim_bytes for entry in found),
            wrong_pairs=whole.wrong_pairs,
        )

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
