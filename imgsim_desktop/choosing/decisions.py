"""Decisions: what is kept in steps that are undone and redone; no file is touched, no Qt.

A step gives some cells new values, so that one way of undoing serves everything a person can do.
Whoever stores them (`unsaved`) writes what was added, taken back or cut since the last time, and
nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from enum import StrEnum
from itertools import combinations

from imgsim_desktop.records import (
    BONDS,
    Cell,
    Change,
    DecisionKind,
    History,
    Step,
    StepChanges,
    Value,
)

Wish = tuple[Cell, Value | None]
"""A cell and the value it is to have."""
Watcher = Callable[[Change], None]


class Steps:
    """All decisions as they are now, and how they came about."""

    def __init__(self, changed: Watcher) -> None:
        """changed: called after each change of a cell"""
        self._changed = changed
        self._cells: dict[Cell, Value] = {}
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self._holds: dict[int, bool] = {}
        """Every step by number: done, or undone."""
        self._stored: dict[int, bool] = {}
        """The same, as it was written last."""
        self._touched: dict[int, Step] = {}
        """Steps made, undone, redone, cut or dropped since then."""
        self._cut: set[int] = set()
        """Those of which a part was taken out."""

    def get(self, kind: DecisionKind, *photos: int) -> Value | None:
        return self._cells.get(Cell(kind, photos))

    def text(self, kind: DecisionKind, *photos: int) -> str | None:
        """The value of a cell that holds a text."""
        value = self.get(kind, *photos)
        return None if value is None else str(value)

    def photo(self, kind: DecisionKind, *photos: int) -> int | None:
        """The value of a cell that names a photo."""
        value = self.get(kind, *photos)
        return None if value is None else int(value)

    def last_actions(self, kind: DecisionKind) -> dict[Cell, str]:
        """By cell of that kind: the action of the step that changed it last."""
        return {
            change.cell: step.action
            for step in self._done
            for change in step.changes
            if change.cell.kind is kind
        }

    @property
    def cells(self) -> dict[Cell, Value]:
        """All cells that are not empty."""
        return dict(self._cells)

    def do(self, action: str, wishes: Iterable[Wish]) -> None:
        """One step; nothing at all if it would change nothing. What was undone is forgotten."""
        wanted = {cell: str(v) if isinstance(v, StrEnum) else v for cell, v in wishes}
        changes = [
            Change(cell, self._cells.get(cell), after)
            for cell, after in wanted.items()
            if self._cells.get(cell) != after
        ]
        if changes:
            step = Step(action, tuple(changes))
            self._apply(step.changes)
            self._done.append(step)
            self._touch(step, holds=True)
            self._forget_undone()

    @property
    def next_undo(self) -> Step | None:
        return self._done[-1] if self._done else None

    @property
    def next_redo(self) -> Step | None:
        return self._undone[-1] if self._undone else None

    def undo(self) -> Step | None:
        """Take the last step back; None if there is none."""
        if not self._done:
            return None
        step = self._done.pop()
        self._apply(map(_reverse, reversed(step.changes)))
        self._undone.append(step)
        self._touch(step, holds=False)
        return step

    def redo(self) -> Step | None:
        """Do again what was taken back last; None if there is nothing."""
        if not self._undone:
            return None
        step = self._undone.pop()
        self._apply(step.changes)
        self._done.append(step)
        self._touch(step, holds=True)
        return step

    def take_out(self, is_meant: Callable[[Change], bool]) -> None:
        """Empty cells and take them out of every step, as if nothing had ever been said of them."""
        meant = {change.cell for step in self._done for change in step.changes if is_meant(change)}
        for cell in meant:
            if cell in self._cells:
                self._apply([Change(cell, self._cells[cell], None)])
        if not meant:
            return
        kept: list[Step] = []
        for step in self._done:
            left = tuple(change for change in step.changes if change.cell not in meant)
            if len(left) == len(step.changes):
                kept.append(step)
            elif left and not self._takes_back(step, left):
                cut = replace(step, changes=left)
                self._touch(cut, holds=True)
                self._cut.add(cut.number)
                kept.append(cut)
            else:
                self._touch(step, holds=None)
        self._done = kept
        self._forget_undone()

    def _takes_back(self, step: Step, left: tuple[Change, ...]) -> bool:
        """Undo what is left of a commit whose photos are all back, where it still holds."""
        if not step.entries or any(c.cell.kind is DecisionKind.GONE for c in left):
            return False
        if any(self._cells.get(change.cell) != change.after for change in left):
            return False
        self._apply(map(_reverse, reversed(left)))
        return True

    @property
    def history(self) -> History:
        return History(tuple(self._done), tuple(self._undone))

    def load(self, history: History) -> None:
        """Come to where `history` was taken; only before the first step. It counts as stored."""
        assert not self._done
        for step in history.done:
            # another program may have decided in between: what stood before is found out again
            if any(self._cells.get(change.cell) != change.before for change in step.changes):
                known = ((c, self._cells.get(c.cell)) for c in step.changes)
                changes = tuple(Change(c.cell, before, c.after) for c, before in known)
                step = Step(step.action, changes, step.number)
            self._apply(step.changes)
            self._done.append(step)
        self._undone = list(history.undone)
        self._holds = {step.number: True for step in self._done}
        self._holds.update({step.number: False for step in self._undone})
        self._stored = dict(self._holds)

    def unsaved(self) -> StepChanges:
        """What has changed since the last `saved`; costs by that, not by the length of history."""
        dropped: list[int] = []
        undone: list[int] = []
        redone: list[int] = []
        rewritten: list[Step] = []
        added: list[Step] = []
        for number, step in self._touched.items():
            now, before = self._holds.get(number), self._stored.get(number)
            if now is None:
                if before is not None:
                    dropped.append(number)
                continue
            if before is None:
                added.append(step)
            elif number in self._cut:
                rewritten.append(step)
            if now != (before is not False):
                (redone if now else undone).append(number)
        return StepChanges(
            tuple(dropped), tuple(rewritten), tuple(added), tuple(undone), tuple(redone)
        )

    def saved(self) -> None:
        """What `unsaved` said has been written."""
        for number in self._touched:
            if number in self._holds:
                self._stored[number] = self._holds[number]
            else:
                self._stored.pop(number, None)
        self._touched.clear()
        self._cut.clear()

    def _touch(self, step: Step, *, holds: bool | None) -> None:
        """A step is done, undone, or (None) no more."""
        self._touched[step.number] = step
        if holds is None:
            self._holds.pop(step.number, None)
        else:
            self._holds[step.number] = holds

    def _forget_undone(self) -> None:
        for step in self._undone:
            self._touch(step, holds=None)
        self._undone.clear()

    def _apply(self, changes: Iterable[Change]) -> None:
        for change in changes:
            before = self._cells.pop(change.cell, None)
            if change.after is not None:
                self._cells[change.cell] = change.after
            self._changed(Change(change.cell, before, change.after))


def _reverse(change: Change) -> Change:
    return Change(change.cell, change.after, change.before)


def bond_all(kind: DecisionKind, photos: Iterable[int]) -> list[Wish]:
    """Say it of each two of these photos."""
    return [(Cell(kind, pair), kind.value) for pair in combinations(sorted(photos), 2)]


class Standing:
    """Which groups are decided and which pairs are bound now: asked for after every key."""

    def __init__(self) -> None:
        self._groups_of: dict[int, set[frozenset[int]]] = {}
        self._pairs: dict[DecisionKind, set[tuple[int, int]]] = {kind: set() for kind in BONDS}

    def changed(self, change: Change) -> None:
        """A cell was filled or emptied."""
        kind, photos = change.cell.kind, change.cell.photos
        holds = change.after is not None
        if kind is DecisionKind.SOLVED:
            group = frozenset(photos)
            for photo in group:
                groups = self._groups_of.setdefault(photo, set())
                if holds:
                    groups.add(group)
                else:
                    groups.discard(group)
        elif kind in self._pairs:
            pair = (photos[0], photos[1])
            if holds:
                self._pairs[kind].add(pair)
            else:
                self._pairs[kind].discard(pair)

    def is_decided(self, photos: Sequence[int]) -> bool:
        """Whether all of these, at least one, were in one decided group."""
        members = frozenset(photos)
        return any(members <= group for group in self._groups_of.get(min(members), ()))

    def pairs(self, kind: DecisionKind) -> list[tuple[int, int]]:
        """Photos bound by APART or RELATED, smaller number first, in order."""
        return sorted(self._pairs[kind])

    def are_apart(self, a: int, b: int) -> bool:
        return (min(a, b), max(a, b)) in self._pairs[DecisionKind.APART]
