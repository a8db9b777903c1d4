"""What the journal tells of one file and of one commit."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from imgsim_desktop.acting.bins import Resting
from imgsim_desktop.records import Description, FileStamp


class State(StrEnum):
    """How far a file operation is."""

    INTENDED = "intent"
    DONE = "done"
    FAILED = "failed"
    UNDOING = "undoing"
    UNDONE = "undone"


class Operation(StrEnum):
    """What is done to a file; codes, translated by the doors."""

    TRASH = "trash"
    QUARANTINE = "quarantine"
    MOVE = "move"
    HARD_LINK = "hard-link"
    REFLINK = "reflink"
    FOLLOW = "move-beside"
    """What lay beside a photo that goes, moved beside the kept one; `planned` is its name there."""
    SIDECAR = "sidecar"
    """Not a file that goes, but the keeper's XMP that is written or extended."""
    TAG = "tag"
    """As SIDECAR, for its own sake: a keyword for the photo `keeper`."""
    RELOCATE = "relocate"
    """A photo that a person moves or renames for its own sake: no other stands for it, and it is
    the same photo there; `planned` is its new name."""
    COPY = "copy"
    """A new file, of the photo `keeper`; `stamp` is the copy's."""


ADDITIONS = frozenset({Operation.TAG, Operation.COPY})
"""What leaves every photo at its place; undo takes away what was added."""

REMOVALS = frozenset(Operation) - ADDITIONS - {Operation.RELOCATE}
"""Operations after which a photo is no longer among the others."""


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One file operation, as all its lines together tell it."""

    entry_id: str
    batch_id: str
    """One commit of the person: undone together."""
    unit_id: str
    """entry_id of the photo; equal for it, the other files of its exposure and all that went
    along."""
    at_ns: int
    operation: Operation
    stamp: FileStamp
    """The file before it was touched."""
    inode: int
    keeper: FileStamp | None
    planned: Path | None
    """Where it was meant to go, where that is ours to say."""
    why: str = ""
    """Removal.why."""
    carried: Description | None = None
    """Removal.carried; in a SIDECAR or TAG what is added to it."""
    after: bytes = b""
    """Content hash of a SIDECAR or TAG once it is written; `planned` holds its new content."""
    state: State = State.INTENDED
    resting: Resting | None = None
    """Where it went; None too if it was not found there."""
    code: str = ""
    """OutcomeCode of the last event that was no success."""
    detail: str = ""
    number: int = 0
    """Of its first line in the journal."""
    is_checked: bool = True
    """False: told by lines of 0.1.0, which had no checksum; the trash is asked, too."""
    is_found_again: bool = False
    """The line that announced it is lost; what is known is enough to bring it back."""
    is_shot: bool = False
    """A photo of its own beside the one the unit is named after: the RAW of a JPEG."""

    @property
    def is_sidecar(self) -> bool:
        return self.entry_id != self.unit_id and not self.is_shot

    @property
    def can_undo(self) -> bool:
        return self.state is State.DONE

    @property
    def is_nowhere(self) -> bool:
        """Gone from its place, and not found where it should rest."""
        return (
            self.can_undo
            and self.resting is None
            and self.operation not in ADDITIONS
            and self.operation is not Operation.SIDECAR
        )


@dataclass(frozen=True, slots=True)
class Batch:
    """All that one commit did, in its order."""

    batch_id: str
    at_ns: int
    entries: tuple[JournalEntry, ...]

    @property
    def can_undo(self) -> bool:
        """Whether a photo of it can; what goes along has no state of its own."""
        return any(unit[-1].can_undo for unit in units_of(self.entries))


def units_of(entries: Iterable[JournalEntry]) -> list[list[JournalEntry]]:
    """Photos with their sidecars, the photo last, in the order of their removal."""
    units: dict[str, list[JournalEntry]] = {}
    for entry in entries:
        units.setdefault(entry.unit_id, []).append(entry)
    return list(units.values())


def photos_of(unit: Iterable[JournalEntry]) -> list[JournalEntry]:
    """The photos of a unit: one, or the RAW and the JPEG of one shot; in their order.

    Where the lines of a damaged journal tell of none any more, what is last of the rest.
    """
    unit = list(unit)
    return [entry for entry in unit if not entry.is_sidecar] or unit[-1:]


ENDED = frozenset({State.FAILED, State.UNDONE})
"""The file is at its place, and nothing is left to do."""


def is_unfinished(unit: Sequence[JournalEntry]) -> bool:
    """Whether somebody must look at the disk: a member waits for its end, or members disagree.

    A photo and what belongs to it have one state, away or at their places. What is nowhere has
    none; the keeper's XMP only follows: words may be gone from it while the photo is away; and
    copies in an album that a trash refused halfway can be taken away later.
    """
    if any(entry.state in (State.INTENDED, State.UNDOING) for entry in unit):
        return True
    if unit[-1].operation in ADDITIONS:
        return False
    members = [entry for entry in unit if not entry.is_nowhere]
    files = {entry.can_undo for entry in members if entry.operation is not Operation.SIDECAR}
    has_words = any(e.can_undo for e in members if e.operation is Operation.SIDECAR)
    return len(files) > 1 or (has_words and files == {False})


def new_batch_id(at_ns: int) -> str:
    """Sortable by time, and different for two programs in one second."""
    at = datetime.fromtimestamp(at_ns / 1e9, UTC)
    return f"{at:%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"


def batch_of(entry_id: str) -> str:
    """The batch an entry's name begins with. Raises ValueError for one that names none."""
    time, tail, *_ = entry_id.split("-")
    return f"{time}-{tail}"
