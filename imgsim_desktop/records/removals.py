"""Files to go, and what became of each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

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
    """None only where the person confirmed to remove a last copy."""
    sidecars: tuple[Path, ...] = ()
    """Files that would be orphans without the victim (XMP, AAE, live video): they go with it."""
    shared: tuple[tuple[Path, Path], ...] = ()
    """(sidecar, other photo it belongs to): the sidecar stays if that photo is still there."""
    why: str = ""
    """Kind, confidence and the rule that decided, in codes; kept by the journal for receipts."""
    carried: Description | None = None
    """What only the victim knows: written beside the keeper before the victim goes."""


class OutcomeCode(StrEnum):
    """How one file operation ended; codes, translated by the doors."""

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
