"""WebP and TIFF that lost their end: filled up with zeros, they decode as far as they go.

Of a WebP the decoder takes zeros for picture, so what it makes of the rest is nonsense, but there.
Of a TIFF only pictures without compression can be filled up, and only where the directory stands
before them; others are listed as not readable.
"""

from __future__ import annotations

from typing import Final

from imgsim_desktop.reading.memory import MAX_DECODE_BYTES
from imgsim_desktop.reading.mended import Mended
from imgsim_desktop.reading.wide_tiff import TiffPicture, main_picture
from imgsim_desktop.records import Damage

_COMPRESSION, _OFFSETS, _SIZES = 259, (273, 324), (279, 325)
_SIDES, _TILE, _ROWS = (256, 257), (322, 323), 278
_NO_COMPRESSION: Final = 1
_RIFF_HEAD: Final = 8
_ANIMATION: Final = 2


def mend_webp(data: bytes) -> Mended:
    """The same file where it is as long as it says; else one that decodes."""
    whole = _RIFF_HEAD + int.from_bytes(data[4:8], "little")
    mended = _filled(data, whole, whole)
    # where only a byte of padding or the words behind a still picture are missing, nothing shows
    is_harmless = not _is_animated(data) and _end_of_picture(data) <= len(data)
    return Mended(mended.data, None) if is_harmless else mended


def _is_animated(data: bytes) -> bool:
    return data[12:16] == b"VP8X" and bool(data[20:21] and data[20] & _ANIMATION)


def _end_of_picture(data: bytes) -> int:
    """Where the pixels of a still picture end; behind the file where they do not begin."""
    at = _RIFF_HEAD + 4
    while at + 8 <= len(data):
        end = at + 8 + int.from_bytes(data[at + 4 : at + 8], "little")
        if data[at : at + 4] in (b"VP8 ", b"VP8L"):
            return end
        at = end + end % 2
    return len(data) + 1


def mend_tiff(data: bytes) -> Mended:
    """The same file where its picture is inside; else one that decodes, if it can be made."""
    picture = main_picture(data)
    if picture is None or picture.number(_COMPRESSION, _NO_COMPRESSION) != _NO_COMPRESSION:
        return Mended(data, None)
    starts, sizes = (
        next(filter(None, map(picture.numbers, tags)), ()) for tags in (_OFFSETS, _SIZES)
    )
    most = _bytes_of_piece(picture)
    ends = [start + min(size, most) for start, size in zip(starts, sizes, strict=False)]
    return _filled(data, max(ends, default=0), sum(min(size, most) for size in sizes))


def _bytes_of_piece(picture: TiffPicture) -> int:
    """Of a strip or tile, at most: some programs write nonsense for its size."""
    width, height = (picture.number(tag, 0) for tag in _SIDES)
    wide, high = (picture.number(tag, 0) for tag in _TILE)
    rows = min(picture.number(_ROWS, height), height)
    samples = 1 if picture.is_separate else picture.samples
    row = ((wide or width) * samples * picture.bits + 7) // 8
    return row * (high or rows)


def _filled(data: bytes, whole: int, picture_bytes: int) -> Mended:
    """whole, picture_bytes: length of the file as it was, and of what is picture in it."""
    missing = whole - len(data)
    if missing <= 0 or whole > MAX_DECODE_BYTES:
        return Mended(data, None)
    loss = min(1.0, missing / max(1, picture_bytes))
    return Mended(data + bytes(missing), Damage.CUT, loss)
