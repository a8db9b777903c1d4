"""What a person decides about photos, as values that can be stored and undone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import count
from pathlib import Path


class DecisionKind(StrEnum):
    """What is asked of the photos of a cell; beside it what its value says."""

    MARK = "mark"
    """One photo: "keep" or "trash"."""
    SOLVED = "solved"
    """The photos of a group: how it was left, "accepted", "kept", ..."""
    SKIPPED = "skipped"
    """The photos of a group: "skipped", left for later."""
    KEEPER = "keeper"
    """The photos of a group: the photo to keep."""
    APART = "apart"
    """Two photos, smaller number first: "apart", they do not show the same picture."""
    RELATED = "related"
    """Two photos, smaller number first: "related", both stay and nobody is to ask again."""
    GONE = "gone"
    """One photo: its entry in the journal; a commit removed it."""
    LINKED = "linked"
    """One photo: the kept photo its name leads to now, or a clone of it."""
    STANDS_FOR = "stands-for"
    """One photo: the photo that was kept when this one went."""


NAMES_PHOTO = frozenset({DecisionKind.KEEPER, DecisionKind.LINKED, DecisionKind.STANDS_FOR})
"""Kinds whose value is the number of a photo."""

BONDS = (DecisionKind.APART, DecisionKind.RELATED)
"""What a person says of two photos once and for all."""

Value = str | int
"""A number for NAMES_PHOTO, a text for all others."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One question about one photo or several, in the order that names them."""

    kind: DecisionKind
    photos: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A cell gets another value; None empties it."""

    cell: Cell
    before: Value | None
    after: Value | None

    def photos(self) -> Iterable[int]:
        """All photos it speaks of."""
        yield from self.cell.photos
        if self.cell.kind in NAMES_PHOTO:
            yield from (int(value) for value in (self.before, self.after) if value is not None)


_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Step:
    """Everything one act changed."""

    action: str
    """A code, for what is said of it."""
    changes: tuple[Change, ...]
    """Each cell at most once."""
    number: int = field(default_factory=lambda: next(_numbers), compare=False)
    """Names the step as long as the program runs."""

    @property
    def entries(self) -> list[str]:
        """Lines of the journal a commit belongs to; empty for other steps."""
        gone = (change.after for change in self.changes if change.cell.kind is DecisionKind.GONE)
        return [str(entry) for entry in gone if entry is not None]


@dataclass(frozen=True, slots=True)
class History:
    """All steps: those that hold, oldest first, and those taken back, the next to redo last."""

    done: tuple[Step, ...] = ()
    undone: tuple[Step, ...] = ()

    def renumbered(self, number_of: Mapping[int, int]) -> History:
        """The same over photos with other numbers; steps keep their own."""
        if all(old == new for old, new in number_of.items()):
            return self
        return History(
            tuple(_renumbered(step, number_of) for step in self.done),
            tuple(_renumbered(step, number_of) for step in self.undone),
        )


def _renumbered(step: Step, number_of: Mapping[int, int]) -> Step:
    def value(kind: DecisionKind, old: Value | None) -> Value | None:
        return number_of[int(old)] if kind in NAMES_PHOTO and old is not None else old

    changes = []
    for old in step.changes:
        kind = old.cell.kind
        cell = Cell(kind, tuple(number_of[number] for number in old.cell.photos))
        changes.append(Change(cell, value(kind, old.before), value(kind, old.after)))
    return Step(step.action, tuple(changes), step.number)


@dataclass(frozen=True, slots=True)
class StepChanges:
    """What must be written so that a stored history is as the present one."""

    dropped: tuple[int, ...] = ()
    """Numbers of steps that are no more."""
    rewritten: tuple[Step, ...] = ()
    """Steps of which a part was taken out; they stand where they stood."""
    added: tuple[Step, ...] = ()
    """New ones, in their order."""
    undone: tuple[int, ...] = ()
    """Numbers of steps that were taken back."""
    redone: tuple[int, ...] = ()
    """Numbers of steps that hold again."""

    def __bool__(self) -> bool:
        return self != StepChanges()


@dataclass(frozen=True, slots=True)
class PhotoName:
    """What a photo's number in a review stands for: one path with one content."""

    path: Path
    content_hash: bytes
