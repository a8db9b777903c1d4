"""Wide TIFF: numbers of 16 to 64 bits in ways that Pillow refuses, or shows wrongly without a word.

Programs for astronomy, printing and HDR write colours as floats or whole numbers of 32 and 64 bits,
one colour behind the other (PlanarConfiguration 2, of which Pillow shows the red of 16 bits alone),
or grey whose 0 is white. OpenCV decodes one interleaved picture of all of these. So a directory of
our own is put behind the file, that of the picture or of each of its colours. TIFF 6.0.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from imgsim_desktop.reading.colour import to_bytes
from imgsim_desktop.reading.trouble import UnreadableError
from imgsim_desktop.records import Reason

_PAGES_LOOKED_AT: Final = 16
_SUBFILE, _OLD_SUBFILE, _ICC, _ORIENTATION = 254, 255, 34675, 274
_WIDTH, _HEIGHT, _BITS, _INK, _SAMPLES, _PLANAR, _EXTRA, _KIND = (
    256, 257, 258, 262, 277, 284, 338, 339,
)  # fmt: skip
_COPIED: Final = (_WIDTH, _HEIGHT, 259, 266, 278, 317, 322, 323)
_PIECES: Final = (273, 279, 324, 325)
"""Offsets and sizes of strips and tiles; of separate colours all those of the first come first."""
_MIN_IS_WHITE, _MIN_IS_BLACK, _RGB = 0, 1, 2
_SEPARATE: Final = 2
_FLOAT: Final = 3
_SHORT, _LONG = 3, 4
_PREVIEW_OR_MASK, _OLD_PREVIEW = 5, 2
_BYTES_A_SAMPLE: Final = 24
"""Of memory while it is decoded: the numbers, their copy as 32-bit floats, and what is sorted."""

_TROUBLE: Final = (
    EOFError, IndexError, KeyError, OSError, OverflowError, SyntaxError, TypeError, ValueError,
    struct.error,
)  # fmt: skip
"""What Pillow raises over directories and tags that are nonsense."""

_Tags = ImageFileDirectory_v2


@dataclass(frozen=True, slots=True)
class WideTiff:
    """A picture that is decoded here; its header was read."""

    image: Image.Image
    """Decoded when it is loaded, then in 8 bits; its size is known before."""
    orientation: int
    exif: Image.Exif | None
    bytes_px: int
    """Memory a pixel that decoding takes."""


class _Lazy(Image.Image):
    """A picture that is made when somebody asks for its pixels."""

    format = "TIFF"

    def __init__(self, size: tuple[int, int], make: Callable[[], Image.Image]) -> None:
        super().__init__()
        self._mode, self._size = "RGB", size
        self._make: Callable[[], Image.Image] | None = make

    def load(self) -> Any:
        make, self._make = self._make, None
        if make is not None:
            made = make()
            self._im, self._mode = made.im, made.mode
        return super().load()


@dataclass(frozen=True, slots=True)
class TiffPicture:
    """One directory of a TIFF, as far as it says how pixels are stored."""

    tags: _Tags = field(repr=False)
    at: int

    def numbers(self, tag: int) -> tuple[int, ...]:
        """Of a tag; empty where it is missing or nonsense."""
        try:
            found = self.tags.get(tag, ())
        except _TROUBLE:
            return ()
        values = found if isinstance(found, tuple) else (found,)
        return values if all(isinstance(value, int) for value in values) else ()

    def number(self, tag: int, default: int) -> int:
        return next(iter(self.numbers(tag)), default)

    @property
    def bits(self) -> int:
        return self.number(_BITS, 1)

    @property
    def samples(self) -> int:
        return self.number(_SAMPLES, 1)

    @property
    def is_separate(self) -> bool:
        return self.samples > 1 and self.number(_PLANAR, 1) == _SEPARATE

    @property
    def is_ours(self) -> bool:
        ink, samples, bits = self.number(_INK, -1), self.samples, self.bits
        if len(set(self.numbers(_BITS))) != 1 or bits not in (16, 32, 64):
            return False
        is_float = self.number(_KIND, 1) == _FLOAT
        if is_float and bits == 16:
            return False  # OpenCV does not know it either
        if samples == 1:
            is_pillows = ink == _MIN_IS_BLACK and (bits == 16 or (bits == 32 and is_float))
            return ink in (_MIN_IS_WHITE, _MIN_IS_BLACK) and not is_pillows
        return ink == _RGB and samples in (3, 4) and (bits > 16 or self.is_separate)


def open_wide_tiff(data: bytes) -> WideTiff | None:
    """The main picture of a TIFF, where that is one Pillow does not read rightly; else None."""
    main = main_picture(data)
    if main is None or not main.is_ours:
        return None
    size = main.number(_WIDTH, 0), main.number(_HEIGHT, 0)
    if min(size) <= 0:
        return None
    image = _Lazy(size, lambda: _decoded(data, main))
    profile = main.tags.get(_ICC)
    if isinstance(profile, bytes):
        image.info["icc_profile"] = profile
    exif = _exif(data, main)
    turn = main.number(_ORIENTATION, 1)
    bytes_px = main.samples * (main.bits // 8 + _BYTES_A_SAMPLE)
    return WideTiff(image, turn if 1 <= turn <= 8 else 1, exif, bytes_px)


def main_picture(data: bytes) -> TiffPicture | None:
    """The first one that is no preview or mask of another, or the first one; None: no directory."""
    first: TiffPicture | None = None
    for picture in _pictures(data):
        if not _is_preview(picture):
            return picture
        first = first or picture
    return first


def _pictures(data: bytes) -> Iterator[TiffPicture]:
    is_big = data[2:4] in (b"+\0", b"\0+")
    head, file = data[: 16 if is_big else 8], io.BytesIO(data)
    try:
        at = ImageFileDirectory_v2(head).next
    except _TROUBLE:
        return
    seen: set[int] = set()
    while at and at not in seen and len(seen) < _PAGES_LOOKED_AT:
        seen.add(at)
        tags = ImageFileDirectory_v2(head)
        file.seek(at)
        try:
            tags.load(file)
        except _TROUBLE:
            return
        if not len(tags):
            return
        yield TiffPicture(tags, at)
        at = tags.next


def _is_preview(picture: TiffPicture) -> bool:
    is_marked = picture.number(_SUBFILE, 0) & _PREVIEW_OR_MASK
    return bool(is_marked) or picture.number(_OLD_SUBFILE, 0) == _OLD_PREVIEW


def _exif(data: bytes, picture: TiffPicture) -> Image.Exif | None:
    exif = Image.Exif()
    try:
        exif.load_from_fp(io.BytesIO(data), picture.at)
    except _TROUBLE:
        return None
    return exif


def _decoded(data: bytes, picture: TiffPicture) -> Image.Image:
    """In 8 bits: L, RGB or RGBA."""
    if picture.is_separate:
        planes = [_pixels(data, picture, [k]) for k in range(picture.samples)]
        values = np.dstack(planes)
    else:
        values = _pixels(data, picture, range(picture.samples))
    if values.shape[:2] != (picture.number(_HEIGHT, 0), picture.number(_WIDTH, 0)):
        raise UnreadableError(Reason.DAMAGED, "its pixels are not as many as it says")
    if values.ndim == 2:
        grey = to_bytes(values)
        return Image.fromarray(255 - grey if picture.number(_INK, 1) == _MIN_IS_WHITE else grey)
    image = Image.fromarray(to_bytes(values[..., :3]))
    if values.shape[2] == 4 and picture.number(_EXTRA, 0) in (1, 2):
        image.putalpha(Image.fromarray(_alpha(values[..., 3])))
    return image


def _pixels(data: bytes, picture: TiffPicture, samples: Sequence[int]) -> NDArray[Any]:
    """(h, w) or (h, w, samples): one colour, or all of them where they are interleaved."""
    import cv2

    file = _file_of(data, picture, samples)
    found = cv2.imdecode(np.frombuffer(file, np.uint8), cv2.IMREAD_UNCHANGED)
    if found is None:
        raise UnreadableError(Reason.DAMAGED, "the TIFF decoder could not read its numbers")
    if found.ndim == 2:
        return np.asarray(found)
    order = [2, 1, 0, 3][: found.shape[2]]
    return np.asarray(found[..., order])


def _file_of(data: bytes, picture: TiffPicture, samples: Sequence[int]) -> bytes:
    """The same bytes with a directory that says of these samples alone where they are."""
    count = len(samples)
    fields = {tag: picture.numbers(tag) for tag in (*_COPIED, *_PIECES)}
    if picture.is_separate:
        for tag in _PIECES:
            each = len(fields[tag]) // picture.samples
            fields[tag] = fields[tag][samples[0] * each : (samples[0] + 1) * each]
    fields[_BITS] = (picture.bits,) * count
    fields[_KIND] = (picture.number(_KIND, 1),) * count
    fields[_SAMPLES], fields[_PLANAR] = (count,), (1,)
    fields[_INK] = (_RGB if count > 1 else _MIN_IS_BLACK,)
    fields[_EXTRA] = (2,) if count > 3 else ()
    mark = "<" if data[:2] == b"II" else ">"
    padding = bytes(len(data) % 2)
    start = len(data) + len(padding)
    head = data[:2] + struct.pack(mark + "HI", 42, start)
    return head + data[8:] + padding + _directory(fields, start, mark)


def _directory(fields: Mapping[int, tuple[int, ...]], start: int, mark: str) -> bytes:
    """One directory at `start`, the last of its file; empty fields are left out."""
    there = sorted((tag, numbers) for tag, numbers in fields.items() if numbers)
    entries, behind = struct.pack(mark + "H", len(there)), b""
    far = start + 2 + 12 * len(there) + 4
    for tag, numbers in there:
        is_long = tag not in (_BITS, _KIND)
        packed = struct.pack(f"{mark}{len(numbers)}{'I' if is_long else 'H'}", *numbers)
        kind = _LONG if is_long else _SHORT
        if len(packed) > 4:
            value = struct.pack(mark + "I", far + len(behind))
            behind += packed
        else:
            value = packed.ljust(4, b"\0")
        entries += struct.pack(mark + "HHI", tag, kind, len(numbers)) + value
    return entries + bytes(4) + behind


def _alpha(values: NDArray[Any]) -> NDArray[np.uint8]:
    most = 1.0 if values.dtype.kind == "f" else float(np.iinfo(values.dtype).max)
    part = np.nan_to_num(values.astype(np.float64) / most)
    return np.clip(np.rint(255 * part), 0, 255).astype(np.uint8)
