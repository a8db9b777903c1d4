"""The frozen values that cross rooms. Standard library and numpy only.

Times are `ns` since 1970 (UTC); an EXIF time carries no zone and is kept as if it were UTC.
Hashes are `bytes`. Pictures are uint8 arrays (height, width, 3), RGB, upright.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
"""Pixels (height, width, 3), RGB, upright, 0-255."""

THUMBNAIL_PX = 320
"""Long side of thumbnails: sharp at 160 px on a HiDPI screen, about 15 kB each."""


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


@dataclass(frozen=True, slots=True)
class FoundFile:
    """One file the walk met, as `stat` saw it; nothing of it has been read."""

    path: Path
    root: Path
    size_bytes: int
    mtime_ns: int
    device: int
    inode: int


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


@dataclass(frozen=True, slots=True)
class Offline:
    """A library folder that cannot be reached now; its photos are masked, not forgotten."""

    root: Path
    detail: str


class Reason(StrEnum):
    """Why a file is in the list of failures; codes, translated by the doors."""

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


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read, as a value: it is listed and the scan goes on."""

    file: FoundFile
    reason: Reason
    detail: str
    """The decoder's own words, for the report."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a photo's header and pixels say about it."""

    width_px: int
    """Upright, full size."""
    height_px: int
    format: str
    """Name in `reading.formats`: "JPEG", "HEIF", ..."""
    taken_ns: int | None = None
    camera: str | None = None
    camera_serial: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    jpeg_quality: int | None = None
    """Estimated from the quantisation tables, 1-100; None for other formats."""
    sharpness: float = 0.0
    """Variance of the Laplacian of the 320 px luma; compares shots of one scene only."""
    is_blank: bool = False
    """Nearly one colour: never called a duplicate by its vector alone."""
    has_exif: bool = False
    software: str | None = None
    """EXIF Software: tells an edited copy from a camera's own file."""
    keywords: tuple[str, ...] = ()
    rating: int | None = None
    exposure: tuple[float | None, ...] = ()
    """Seconds, f-number, ISO, bias in EV, as the camera wrote them; empty where it wrote none."""
    palette_bits: int | None = None
    """1 for black and white, 8 for a palette; None where each pixel has a colour of its own."""


@dataclass(frozen=True, slots=True)
class InputShape:
    """How pictures must be shaped for a network; belongs to the weights."""

    size_px: int
    """Side of the square the network sees."""
    fit: Literal["squash", "centre"] = "squash"
    """squash: the whole picture, skewed to a square; centre: shorter side to `resize_px`, crop."""
    resize_px: int = 0
    """Only for `centre`."""


@dataclass(frozen=True, slots=True)
class Reading:
    """All we know about one picture after its file was opened once."""

    file: FoundFile
    content_hash: bytes
    """BLAKE2b, 16 bytes, of the file."""
    pixel_hash: bytes
    """BLAKE2b, 16 bytes, of size and upright reduced pixels: equal for lossless re-saves."""
    perceptual_hash: bytes
    """DCT hash of the luma, 32 bytes (256 bits)."""
    facts: Facts
    thumbnail_jpeg: bytes
    """Long side at most THUMBNAIL_PX, upright, sRGB."""
    pixels: NDArray[np.uint8] = field(repr=False)
    """Network input (size, size, 3)."""
    part_pixels: NDArray[np.uint8] | None = field(default=None, repr=False)
    """The same, larger, for vectors of its parts; None where the network looks at none."""


@dataclass(frozen=True, slots=True)
class Photo:
    """One file of a library as the cache remembers it; several may share one content."""

    photo_id: int
    content_id: int
    """Row of the content: equal for byte-identical files. Vectors and pairs are keyed by it."""
    path: Path
    root: Path
    size_bytes: int
    mtime_ns: int
    content_hash: bytes
    facts: Facts
    is_online: bool = True
    """False while its folder cannot be reached."""
    added: tuple[str, ...] = ()
    """Names of ADDED: what it has and a copy of it in this library, just as large, has not."""

    @property
    def sort_time_ns(self) -> int:
        """When it was taken, or else last changed."""
        return self.mtime_ns if self.facts.taken_ns is None else self.facts.taken_ns


class PairKind(StrEnum):
    """How two photos are related. Only the first four are ever suggested for removal."""

    IDENTICAL = "identical"
    SAME_PIXELS = "same-pixels"
    SAME_PICTURE = "same-picture"
    EDITED = "edited"
    BURST = "burst"
    SIMILAR = "similar"


REMOVABLE_KINDS = frozenset(
    {PairKind.IDENTICAL, PairKind.SAME_PIXELS, PairKind.SAME_PICTURE, PairKind.EDITED}
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two contents that may be copies of one original; `a < b`."""

    a: int
    b: int
    similarity: float
    """Cosine of the vectors, -1 to 1."""
    confidence: float
    """Probability, 0 to 1, that both are copies of one original."""
    kind: PairKind
    edits: tuple[str, ...] = ()
    """What was done to the one to get the other: "cropped", "turned", "mirrored", ..."""
    transform: tuple[float, ...] = ()
    """Six numbers of the affine map from relative coordinates of `b` to those of `a`; or none."""
    coverage: float = 0.0
    """Share of the larger picture that the smaller one shows, 0 to 1."""
    added_to_a: tuple[str, ...] = ()
    """Names of ADDED: what `a` has that was added to the picture, as far as that is sure."""
    added_to_b: tuple[str, ...] = ()


PAIR_KINDS: tuple[PairKind, ...] = tuple(PairKind)
"""Order of the codes in `PairTable.kind`: strictest first."""

EDITS = (
    "cropped", "turned", "mirrored", "tilted", "recoloured", "overlaid", "framed", "collage",
    "resized",
)  # fmt: skip
"""Bit i of `PairTable.edits` stands for EDITS[i]."""

ADDED = ("surrounded", "covered", "sharpened")
"""A frame, screen or collage around it; lettering, stickers or a watermark on it; detail raised."""

ADDED_TO_A, ADDED_TO_B = len(EDITS), len(EDITS) + len(ADDED)
"""First bits of `PairTable.edits` that stand for ADDED, of the one and of the other."""


@dataclass(frozen=True, slots=True)
class PairTable:
    """Many pairs as columns of equal length n, sorted by (a, b), a < b, each pair once.

    Columns, because moving the slider regroups 100,000 photos in a fifth of a second.
    """

    a: NDArray[np.int64]
    b: NDArray[np.int64]
    similarity: NDArray[np.float32]
    confidence: NDArray[np.float32]
    kind: NDArray[np.uint8]
    """Index into PAIR_KINDS."""
    edits: NDArray[np.uint16]
    """Bits of EDITS, then of ADDED for `a` and for `b`."""
    transform: NDArray[np.float32]
    """(n, 6), NaN where there is none."""
    coverage: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.a)

    def pair(self, row: int) -> Pair:
        """Row `row` as a record."""
        bits = int(self.edits[row])
        transform = self.transform[row]
        return Pair(
            a=int(self.a[row]),
            b=int(self.b[row]),
            similarity=float(self.similarity[row]),
            confidence=float(self.confidence[row]),
            kind=PAIR_KINDS[int(self.kind[row])],
            edits=_named(EDITS, bits),
            transform=() if bool(np.isnan(transform).any()) else tuple(map(float, transform)),
            coverage=float(self.coverage[row]),
            added_to_a=_named(ADDED, bits >> ADDED_TO_A),
            added_to_b=_named(ADDED, bits >> ADDED_TO_B),
        )

    def where(self, rows: NDArray[np.bool_] | NDArray[np.int64]) -> PairTable:
        """The chosen rows, in their order."""
        return PairTable(*(getattr(self, name)[rows] for name in _PAIR_COLUMNS))

    @classmethod
    def empty(cls) -> PairTable:
        return cls.from_columns(np.empty(0, np.int64), np.empty(0, np.int64))

    @classmethod
    def from_columns(
        cls,
        a: NDArray[np.int64],
        b: NDArray[np.int64],
        *,
        similarity: float | NDArray[np.float32] = 1.0,
        confidence: float | NDArray[np.float32] = 1.0,
        kind: int | NDArray[np.uint8] = 0,
        edits: int | NDArray[np.uint16] = 0,
        transform: NDArray[np.float32] | None = None,
        coverage: float | NDArray[np.float32] = 1.0,
    ) -> PairTable:
        """Columns filled up from single values where one value holds for all rows."""
        n = len(a)
        return cls(
            a=np.asarray(a, np.int64),
            b=np.asarray(b, np.int64),
            similarity=np.broadcast_to(np.asarray(similarity, np.float32), n),
            confidence=np.broadcast_to(np.asarray(confidence, np.float32), n),
            kind=np.broadcast_to(np.asarray(kind, np.uint8), n),
            edits=np.broadcast_to(np.asarray(edits, np.uint16), n),
            transform=np.full((n, 6), np.nan, np.float32) if transform is None else transform,
            coverage=np.broadcast_to(np.asarray(coverage, np.float32), n),
        )


def _named(names: tuple[str, ...], bits: int) -> tuple[str, ...]:
    return tuple(name for i, name in enumerate(names) if bits >> i & 1)


_PAIR_COLUMNS = tuple(PairTable.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class Group:
    """Photos that are copies of one original, the one to keep first."""

    keeper: int
    members: tuple[int, ...]
    """Ids in falling order of worth; `members[0] == keeper`; each verified against the keeper, but
    those beside."""
    kind: PairKind
    """The loosest kind among the pairs with the keeper."""
    confidence: float
    """The lowest confidence among the pairs with the keeper."""
    beside: tuple[int, ...] = ()
    """Members that were verified against others of the group and not against the keeper: for its
    sake none of them may go."""


@dataclass(frozen=True, slots=True)
class NamedTheme:
    """A name a person gave to photos of one kind, and the contents it was given to."""

    name: str
    hashes: tuple[bytes, ...]
    """Content hashes, the theme's face first; none twice."""


@dataclass(frozen=True, slots=True)
class FileStamp:
    """A file as it was when the decision about it was made; re-checked before it is touched."""

    path: Path
    size_bytes: int
    mtime_ns: int
    content_hash: bytes


@dataclass(frozen=True, slots=True)
class Description:
    """What cameras and people wrote about a photo beside its pixels; false if that is nothing."""

    taken_ns: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    keywords: tuple[str, ...] = ()
    rating: int | None = None
    """Stars 1-5, -1 for rejected; None for 0: that says nothing."""
    caption: str | None = None

    def __bool__(self) -> bool:
        return self != Description()


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


@dataclass(frozen=True, slots=True)
class Progress:
    """One sample of how far a job is."""

    stage: str = ""
    """Code: "listing", "reading", "index", "pairs", "done"."""
    done: int = 0
    total: int = 0
    """0 while unknown."""
    failed: int = 0
    skipped: int = 0
    """Unchanged files that cost only a `stat`."""
    bytes_done: int = 0
    rate_per_s: float = 0.0
    seconds_left: float | None = None
    device: str = ""
    current: str = ""
    """Name of a photo just done."""
