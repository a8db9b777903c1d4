"""WebP and TIFF that lost their end: filled up with zeros, they decode as far as they go.

Of a WebP the decoder takes zeros for picture, so what it makes of the rest is nonsense, but there.
Of a TIFF only pictures without compression can be filled up, and only where the directory stands
before them; others are listed as not readable.
"""

from __future__ import annotations

from typing import Final

from imgsim_desktop.reading.memory import MAX_DECODE_BYTES
from imgsim_desktop.reading.mended import Mended
from imgsim_desktop.reading.wide_tiff import main_picture
from imgsim_desktop.records import Damage

_COMPRESSION, _OFFSETS, _SIZES = 259, (273, 324), (279, 325)
_NO_COMPRESSION: Final = 1
_RIFF_HEAD: Final = 8


def mend_webp(data: bytes) -> Mended:
    """The same file where it is as long as it says; else one that decodes."""
    whole = _RIFF_HEAD + int.from_bytes(data[4:8], "little")
    return _filled(data, whole, whole)


def mend_tiff(data: bytes) -> Mended:
    """The same file where its picture is inside; else one that decodes, if it can be made."""
    picture = main_picture(data)
    if picture is None or picture.number(_COMPRESSION, _NO_COMPRESSION) != _NO_COMPRESSION:
        return Mended(data, None)
    starts, sizes = (
        next(filter(None, map(picture.numbers, tags)), ()) for tags in (_OFFSETS, _SIZES)
    )
    whole = max((start + size for start, size in zip(starts, sizes, strict=False)), default=0)
    return _filled(data, whole, sum(sizes))


def _filled(data: bytes, whole: int, picture_bytes: int) -> Mended:
    """whole, picture_bytes: length of the file as it was, and of what is picture in it."""
    missing = whole - len(data)
    if missing <= 0 or whole > MAX_DECODE_BYTES:
        return Mended(data, None)
    loss = min(1.0, missing / max(1, picture_bytes))
    return Mended(data + bytes(missing), Damage.CUT, loss)
