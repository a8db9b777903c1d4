"""Files to go, and what became of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from imgsim_desktop.errors import translatable
from imgsim_desktop.records.bounds import clamped_bytes, clamped_ns
from imgsim_desktop.records.photos import Description


@dataclass(frozen=True, slots=True)
class FileStamp:
    """A file as it was when the decision about it was made; re-checked before it is touched.

    Size and time within the same bounds as those of `FoundFile`.
    """

    path: Path
    size_bytes: int
    mtime_ns: int
    content_hash: bytes

    def __post_init__(self) -> None:
        object.__setattr__(self, "size_bytes", clamped_bytes(self.size_bytes))
        object.__setattr__(self, "mtime_ns", clamped_ns(self.mtime_ns))


@dataclass(frozen=True, slots=True)
class Removal:
    """One file to go, and the copy that stays."""

    victim: FileStamp
    keeper: FileStamp | None
    """None only where the user confirmed to remove a last copy."""
    sidecars: tuple[Path, ...] = ()
    """Files that would be orphans without the victim (XMP, AAE, live video): they go with it."""
    follows: tuple[tuple[Path, Path], ...] = ()
    """(sidecar, name beside the keeper): they move there, as the keeper has the same bytes."""
    held_back: Path | None = None
    """A film, edits or a sound beside the victim that nothing beside the keeper stands for: then
    the victim stays."""
    knows_loss: bool = False
    """Whether a person marked the victim though it was said that it holds more than the keeper."""
    goals: tuple[tuple[Path, Path], ...] = ()
    """(file, its new path) of the victim and of all that goes along, where a person gave it another
    name; nothing is replaced there."""
    shared: tuple[tuple[Path, Path], ...] = ()
    """(sidecar, other photo it belongs to): the sidecar stays if that photo is still there."""
    shot: tuple[Path, ...] = ()
    """The other files of its exposure (a RAW and its JPEG): all go in one unit, or none does."""
    why: str = ""
    """Kind, confidence and the rule that decided, in codes; kept by the journal for receipts."""
    carried: Description | None = None
    """What only the victim knows: written beside the keeper before the victim goes."""


class OutcomeCode(StrEnum):
    """How one file operation ended; codes; OUTCOME_WORDS says them."""

    DONE = "done"
    CHANGED = "changed"
    KEEPER_CHANGED = "keeper-changed"
    KEEPER_UNREADABLE = "keeper-unreadable"
    GONE = "gone"
    LOCKED = "locked"
    NO_TRASH = "no-trash"
    FAILED = "failed"
    NOT_CONFIRMED = "not-confirmed"
    """Gone from its folder, but not found where it should rest now: the batch stops."""
    REPLACED = "replaced"
    """Another file had its name when it was to be taken: that one is at its place, untouched."""
    IN_USE = "in-use"
    """Another program has it open for writing; it was not touched."""
    DISK_FULL = "disk-full"
    """There is no room for what must be written before or while it is moved."""
    READ_ONLY = "read-only"
    """Its disk, or the one it was to go to, is mounted for reading only."""
    NO_PERMISSION = "no-permission"
    """The system does not let this program change its folder, or read the file."""
    UNSAFE = "unsafe"
    """The trash, quarantine or album leads elsewhere or is others' to write; `detail` says what."""
    SAME_FILE = "same-file"
    """Victim and keeper are one file under two names."""
    KEEPER_GOES = "keeper-goes"
    """Its keeper is to be removed in the same batch."""
    SHOT_STAYS = "shot-stays"
    """Another file of its exposure is not to go, and the two are one photo."""
    SHARED_BESIDE = "shared-beside"
    """A file beside it belongs to another photo, too, which is not to go with it."""
    HOLDS_BESIDE = "holds-beside"
    """A film, edits or a sound lies beside it, and nothing beside its keeper stands for that."""
    LAST_COPY = "last-copy"
    """No keeper was named and nobody confirmed to lose the last copy."""
    NOT_IDENTICAL = "not-identical"
    """Only a file with the bytes of its keeper can be replaced by a link to it."""
    OTHER_DISK = "other-disk"
    """A link cannot lead to a keeper on another disk."""
    CANNOT_LINK = "cannot-link"
    """The file system knows no such links; nothing was touched."""
    NOT_CARRIED = "not-carried"
    """What only it knows could not be written beside its keeper; it was not touched."""
    NOT_TAGGED = "not-tagged"
    """The tag could not be written into the XMP beside the photo, which is as it was."""
    OCCUPIED = "occupied"
    """Undo: another file lies at its old place by now; nothing was overwritten."""
    ORIGIN_UNSURE = "origin-unsure"
    """Undo: the journal is damaged there, for its place of rest tells of another origin."""
    JOURNAL_DAMAGED = "journal-damaged"
    """Undo: lines of the journal, which is the file meant, can be read no more; they may have told
    of other files of that commit."""
    STOPPED = "stopped"
    """Its turn never came; it was not touched."""


OUTCOME_WORDS: Mapping[OutcomeCode, str] = {
    OutcomeCode.DONE: translatable("Done"),
    OutcomeCode.CHANGED: translatable("The file has changed since it was marked"),
    OutcomeCode.KEEPER_CHANGED: translatable("The copy to keep has changed or is gone"),
    OutcomeCode.KEEPER_UNREADABLE: translatable("The copy to keep cannot be read"),
    OutcomeCode.GONE: translatable("The file is gone"),
    OutcomeCode.LOCKED: translatable("Its folder is locked"),
    OutcomeCode.NO_TRASH: translatable("This disk has no trash"),
    OutcomeCode.FAILED: translatable("The system refused"),
    OutcomeCode.NOT_CONFIRMED: translatable("Gone, but not found in the trash"),
    OutcomeCode.REPLACED: translatable("Another program has put another file in its place"),
    OutcomeCode.IN_USE: translatable("Another program is writing to it"),
    OutcomeCode.DISK_FULL: translatable("The disk is full"),
    OutcomeCode.READ_ONLY: translatable("The disk can only be read"),
    OutcomeCode.NO_PERMISSION: translatable("The system does not permit it"),
    OutcomeCode.UNSAFE: translatable("What it was to go to cannot be trusted"),
    OutcomeCode.SAME_FILE: translatable("It is the kept file under another name"),
    OutcomeCode.KEEPER_GOES: translatable("The copy to keep is to be removed, too"),
    OutcomeCode.SHOT_STAYS: translatable("The RAW or JPEG of the same shot stays"),
    OutcomeCode.SHARED_BESIDE: translatable(
        "A file beside it belongs to another photo, too: choose both"
    ),
    OutcomeCode.HOLDS_BESIDE: translatable(
        "Only beside it lies this film, sound or edit, and the kept copy has another or none"
    ),
    OutcomeCode.LAST_COPY: translatable("It is the last copy"),
    OutcomeCode.NOT_IDENTICAL: translatable("It is not byte-identical to the kept copy"),
    OutcomeCode.OTHER_DISK: translatable("The kept copy lies on another disk"),
    OutcomeCode.CANNOT_LINK: translatable("This file system knows no such links"),
    OutcomeCode.NOT_CARRIED: translatable(
        "What only it knows could not be written beside the kept copy"
    ),
    OutcomeCode.NOT_TAGGED: translatable("Its XMP file could not be written"),
    OutcomeCode.OCCUPIED: translatable("Another file lies at its place now"),
    OutcomeCode.ORIGIN_UNSURE: translatable(
        "The journal is damaged: the trash tells of another place"
    ),
    OutcomeCode.JOURNAL_DAMAGED: translatable(
        "Lines of the journal cannot be read any more; they may have told of more files"
    ),
    OutcomeCode.STOPPED: translatable("Stopped before its turn"),
}
"""Why a file stayed where it was, or what became of it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file."""

    path: Path
    code: OutcomeCode
    detail: str = ""
    moved_to: Path | None = None
    entry_id: str = ""
    """Its line in the journal; undo takes it."""
    is_saved_anew: bool = False
    """DONE, and meanwhile another program saved a new file under its name, which stays."""
