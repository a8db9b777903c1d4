"""What is known of one photo: of its file, its pixels, and what people wrote about it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.errors import translatable
from imgsim_desktop.records.bounds import (
    FARTHEST_TAKEN_NS,
    moment_or_none,
    number_or_none,
    place_or_none,
    whole_or_none,
)
from imgsim_desktop.records.files import FoundFile
from imgsim_desktop.records.holdings import NOTHING_MORE, Holdings

Pixels = NDArray[np.uint8]
"""Pixels (height, width, 3), RGB, upright, 0-255."""

_MOST_SIDE_PX = 2**31 - 1
_MOST_OFFSET_MIN = 24 * 60
_MOST_STEP_S = 86_400
_MOST_EXPOSURE = 1e9
"""Far above any second, f-number, ISO or EV: what is more was never set on a camera."""

THUMBNAIL_PX = 320
"""Long side of thumbnails: sharp at 160 px on a HiDPI screen, about 15 kB each."""


class Damage(StrEnum):
    """How a photo that can be shown is not whole: rows or blocks of it are lost or changed.

    Codes; DAMAGE_WORDS says them. A file of which nothing can be shown is a Failure instead.
    """

    CUT = "cut"
    """The end of the file is missing."""
    ZEROS = "zeros"
    """Its end is zeros: a copy that broke off on a full or unplugged disk."""
    BROKEN = "broken"
    """Bytes inside it were changed."""
    GREY = "grey"
    """Its lower part is the flat grey of a damaged photo that was saved again."""


DAMAGE_WORDS: Mapping[Damage, str] = {
    Damage.CUT: translatable("Damaged: its end is missing"),
    Damage.ZEROS: translatable("Damaged: its end is empty"),
    Damage.BROKEN: translatable("Damaged: bytes inside it are wrong"),
    Damage.GREY: translatable("Damaged: its lower part is flat grey"),
}
"""How a photo that can be shown is not whole."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a photo's header and pixels say about it.

    Whatever a file claims, no number here is beyond what can be stored and counted with: what makes
    no sense is None.
    """

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
    holdings: Holdings | None = NOTHING_MORE
    """What else the file holds; None while that is not known: such a photo is never suggested for
    removal, except beside its own bytes."""
    utc_offset_min: int | None = None
    """Of the clock that showed `taken_ns`, east of Greenwich; None where nobody wrote it."""
    taken_step_s: int = 1
    """`taken_ns` is known to so many seconds: to a minute or a day where no more was written."""
    is_shot_time: bool = True
    """Whether `taken_ns` is the moment of the shot, and not that of scanning or saving it."""
    damage: Damage | None = None
    """None: nothing of it is lost, as far as its file can tell."""

    def __post_init__(self) -> None:
        if not self._is_within_bounds():
            self._bound()

    def _is_within_bounds(self) -> bool:
        """Asked of each photo of a library when it is opened: 1 us, where bounding takes 15."""
        return (
            0 <= self.width_px <= _MOST_SIDE_PX
            and 0 <= self.height_px <= _MOST_SIDE_PX
            and (self.taken_ns is None or abs(self.taken_ns) <= FARTHEST_TAKEN_NS)
            and (
                (self.latitude is None and self.longitude is None)
                or place_or_none(self.latitude, self.longitude)[0] is not None
            )
            and (self.jpeg_quality is None or 1 <= self.jpeg_quality <= 100)
            and 0 <= self.sharpness < math.inf
            and (self.rating is None or -1 <= self.rating <= 5)
            and (not self.exposure or self.exposure == self._bounded_exposure())
            and (self.palette_bits is None or 1 <= self.palette_bits <= 8)
            and (self.utc_offset_min is None or abs(self.utc_offset_min) <= _MOST_OFFSET_MIN)
            and 1 <= self.taken_step_s <= _MOST_STEP_S
        )

    def _bound(self) -> None:
        latitude, longitude = place_or_none(self.latitude, self.longitude)
        for name, value in (
            ("width_px", whole_or_none(self.width_px, 0, _MOST_SIDE_PX) or 0),
            ("height_px", whole_or_none(self.height_px, 0, _MOST_SIDE_PX) or 0),
            ("taken_ns", moment_or_none(self.taken_ns)),
            ("latitude", latitude),
            ("longitude", longitude),
            ("jpeg_quality", whole_or_none(self.jpeg_quality, 1, 100)),
            ("sharpness", number_or_none(self.sharpness, 0, math.inf) or 0.0),
            ("rating", whole_or_none(self.rating, -1, 5)),
            ("exposure", self._bounded_exposure()),
            ("palette_bits", whole_or_none(self.palette_bits, 1, 8)),
            (
                "utc_offset_min",
                whole_or_none(self.utc_offset_min, -_MOST_OFFSET_MIN, _MOST_OFFSET_MIN),
            ),
            ("taken_step_s", whole_or_none(self.taken_step_s, 1, _MOST_STEP_S) or _MOST_STEP_S),
        ):
            object.__setattr__(self, name, value)

    def _bounded_exposure(self) -> tuple[float | None, ...]:
        most = _MOST_EXPOSURE
        return tuple([number_or_none(value, -most, most) for value in self.exposure])


@dataclass(frozen=True, slots=True)
class Description:
    """What cameras and people wrote about a photo beside its pixels; false if that is nothing."""

    taken_ns: int | None = None
    """The moment of the shot, by the camera's clock."""
    latitude: float | None = None
    longitude: float | None = None
    keywords: tuple[str, ...] = ()
    rating: int | None = None
    """Stars 1-5, -1 for rejected; None for 0: that says nothing."""
    caption: str | None = None
    utc_offset_min: int | None = None
    """Of that clock, east of Greenwich; None where nobody wrote it."""
    taken_step_s: int = 1
    """`taken_ns` is known to so many seconds: to a minute or a day where no more was written."""
    made_ns: int | None = None
    """When the picture was scanned or made, by the clock that did it."""
    unread: tuple[str, ...] = ()
    """`caption:` or `keyword:` and the bytes in hex of texts whose character set cannot be told:
    nobody may carry them, and whoever would lose them must know."""

    def __post_init__(self) -> None:
        latitude, longitude = place_or_none(self.latitude, self.longitude)
        taken_ns = moment_or_none(self.taken_ns)
        object.__setattr__(self, "latitude", latitude)
        object.__setattr__(self, "longitude", longitude)
        object.__setattr__(self, "taken_ns", taken_ns)
        object.__setattr__(self, "made_ns", moment_or_none(self.made_ns))
        if taken_ns is None:
            object.__setattr__(self, "utc_offset_min", None)
            object.__setattr__(self, "taken_step_s", 1)

    def __bool__(self) -> bool:
        return self != Description()


@dataclass(frozen=True, slots=True)
class Words:
    """What is written in a file that nothing is judged by, and that one may look for."""

    caption: str = ""
    lens: str = ""


@dataclass(frozen=True, slots=True)
class Sidecar:
    """What XMP beside a photo says of it that one may look for; written later than the photo."""

    rating: int | None = None
    """Stars 1-5, -1 for rejected, 0 where it says that there are none; None: it says nothing."""
    is_picked: bool = False
    keywords: tuple[str, ...] = ()
    caption: str = ""


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
    """BLAKE2b, 16 bytes, of size and upright reduced pixels: equal for lossless re-saves. Of a HEIC
    read by its thumbnail, of the coded photo."""
    perceptual_hash: bytes
    """DCT hash of the luma, 32 bytes (256 bits)."""
    facts: Facts
    thumbnail_jpeg: bytes
    """Long side at most THUMBNAIL_PX, upright, sRGB."""
    pixels: NDArray[np.uint8] = field(repr=False)
    """Network input (size, size, 3)."""
    part_pixels: NDArray[np.uint8] | None = field(default=None, repr=False)
    """The same, larger, for vectors of its parts; None where the network looks at none."""
    words: Words | None = None
    """None: not looked for; the scan does so afterwards."""


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
    companions: tuple[str, ...] = ()
    """What lies beside the file and belongs to it, as codes of `companions.KINDS`."""
    shots: int = 0
    """Further files of its exposure beside it: a RAW and the picture the camera made of it."""
    is_online: bool = True
    """False while its folder cannot be reached."""
    added: tuple[str, ...] = ()
    """Names of ADDED: what it has and a copy of it in this library, just as large, has not."""
    made: str = ""
    """A Making: how it was made from a copy of it in this library; empty where nobody knows."""

    @property
    def sort_time_ns(self) -> int:
        """When it was taken, or else last changed."""
        return self.mtime_ns if self.facts.taken_ns is None else self.facts.taken_ns
