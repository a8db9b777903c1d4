"""Files of a library: where they lie, and those that could not be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from imgsim_desktop.errors import translatable
from imgsim_desktop.records.bounds import clamped_bytes, clamped_ns


@dataclass(frozen=True, slots=True)
class Library:
    """A named set of folders that is scanned and browsed together."""

    key: str
    """Names its folder in the user's data; never shown, never changed."""
    name: str
    folders: tuple[Path, ...]
    excludes: tuple[str, ...] = ()
    """Glob patterns on the path below the folder, or on one name: `*.tmp`, `private/*`."""
    follow_hidden: bool = False
    by_content: bool = False
    """Whether pictures count whose name does not say that they are: `photo.jpg_large`, `IMG 12`."""


@dataclass(frozen=True, slots=True)
class FoundFile:
    """One file the walk met, as `stat` saw it; nothing of it has been read."""

    path: Path
    root: Path
    size_bytes: int
    mtime_ns: int
    """Of the years 1678 to 2262, as far as 63 bits count: the nearest to what `stat` said."""
    device: int
    inode: int
    companions: tuple[str, ...] = ()
    """What lies beside it and belongs to it, as codes of `companions.KINDS`."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "size_bytes", clamped_bytes(self.size_bytes))
        object.__setattr__(self, "mtime_ns", clamped_ns(self.mtime_ns))


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file as the library remembers it from the last scan."""

    photo_id: int
    content_id: int | None
    """None: it could not be read then."""
    size_bytes: int
    mtime_ns: int
    device: int
    inode: int
    """0 where the system gives no inode."""
    reader_version: int = 0
    """Which version of the reading found out what is known of it; an older one is outdone."""
    companions: tuple[str, ...] = ()
    """What lay beside it then, as codes of `companions.KINDS`."""


@dataclass(frozen=True, slots=True)
class Offline:
    """A library folder that cannot be reached now; its photos are masked, not forgotten."""

    root: Path
    detail: str


@dataclass(frozen=True, slots=True)
class PassedBy:
    """A folder of another program that is not entered: what lies in it is not ours to tidy up."""

    path: Path
    owner: str
    """Whose it is, for people: "Apple Photos"."""


@dataclass(frozen=True, slots=True)
class Unnamed:
    """A file that is a picture by its content and not by its name, and was not read for that."""

    path: Path


class Reason(StrEnum):
    """Why a file is in the list of failures; codes; REASON_WORDS says them."""

    GONE = "gone"
    EMPTY = "empty"
    NOT_A_PICTURE = "not-a-picture"
    UNSUPPORTED = "unsupported"
    TRUNCATED = "truncated"
    DAMAGED = "damaged"
    TOO_LARGE = "too-large"
    NO_PERMISSION = "no-permission"
    READ_ERROR = "read-error"
    TIMEOUT = "timeout"
    TOO_COMPLEX = "too-complex"
    CRASHED = "crashed"
    IN_CLOUD = "in-cloud"
    """Only its name is on this computer; opening it would fetch it over the network."""
    NOT_STORABLE = "not-storable"
    """It was read, but what was found out about it could not be written down."""


REASON_WORDS: Mapping[Reason, str] = {
    Reason.GONE: translatable("The file is gone"),
    Reason.EMPTY: translatable("The file is empty"),
    Reason.NOT_A_PICTURE: translatable("Not a picture"),
    Reason.UNSUPPORTED: translatable("A format that is not supported"),
    Reason.TRUNCATED: translatable("The file breaks off early"),
    Reason.DAMAGED: translatable("The file is damaged"),
    Reason.TOO_LARGE: translatable("Too large to open safely"),
    Reason.NO_PERMISSION: translatable("No permission to read it"),
    Reason.READ_ERROR: translatable("The disk could not read it"),
    Reason.TIMEOUT: translatable("Reading took too long"),
    Reason.TOO_COMPLEX: translatable("Decoding it would take too long"),
    Reason.CRASHED: translatable("It crashed the decoder"),
    Reason.IN_CLOUD: translatable("In the cloud, not on this computer"),
    Reason.NOT_STORABLE: translatable("It says something about itself that cannot be kept"),
}
"""Why a file could not be read."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read, as a value: it is listed and the scan goes on."""

    file: FoundFile
    reason: Reason
    detail: str
    """The decoder's own words, for the report."""
