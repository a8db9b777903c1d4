"""Facts: what header and pixels say about a photo. Broken metadata is as good as none."""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from PIL import Image, IptcImagePlugin

from imgsim_desktop.reading.openers import METADATA_TROUBLE, Header
from imgsim_desktop.records import Facts, Pixels

T = TypeVar("T")
_Tags = dict[int, Any]

_EXIF_IFD, _GPS_IFD = 0x8769, 0x8825
_MAKE, _MODEL, _SOFTWARE, _DATE_TIME, _RATING, _XP_KEYWORDS = 271, 272, 305, 306, 0x4746, 0x9C9E
_DATE_ORIGINAL, _DATE_DIGITIZED = 0x9003, 0x9004
_SUBSEC, _SUBSEC_ORIGINAL, _SUBSEC_DIGITIZED = 0x9290, 0x9291, 0x9292
_BODY_SERIAL = 0xA431
_EXPOSURE = 0x829A, 0x829D, 0x8827, 0x9204
"""Time, f-number, ISO and bias."""

_DATE = re.compile(r"(\d{4})[:\-./](\d\d?)[:\-./](\d\d?)[ T](\d\d?):(\d\d?):(\d\d?)")

_STANDARD_LUMA = (
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55,
    14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62,
    18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92,
    49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
)  # fmt: skip
"""Table K.1 of ITU-T T.81, which libjpeg scales by its quality."""

_BLANK_LEVELS = 8
_BLANK_SHARE = 0.99

_MAX_TEXT = 200
_MAX_KEYWORDS = 100


def gather_facts(header: Header, width_px: int, height_px: int, small: Pixels) -> Facts:
    """Facts about one picture after it was decoded.

    width_px, height_px   upright full size
    small                 upright, long side at most 320 px
    """
    main, detail, gps = tags_of(header.exif)
    xmp = header.image.info.get("xmp")
    latitude, longitude = position_of(gps)
    make, model = text_of(main.get(_MAKE)), text_of(main.get(_MODEL))
    return Facts(
        width_px=width_px,
        height_px=height_px,
        format=header.format.name,
        taken_ns=taken_of(main, detail),
        camera=_camera(make, model),
        camera_serial=text_of(detail.get(_BODY_SERIAL)),
        latitude=latitude,
        longitude=longitude,
        jpeg_quality=attempt_metadata(lambda: _jpeg_quality(header.image), None),
        sharpness=sharpness(luma(small)),
        is_blank=is_blank(small),
        has_exif=bool(detail or make or model or _DATE_TIME in main),
        software=text_of(main.get(_SOFTWARE)),
        keywords=keywords_of(header.image, main, xmp),
        rating=rating_of(main, xmp),
        exposure=_exposure(detail),
        palette_bits={"1": 1, "P": 8, "PA": 8}.get(header.image.mode),
    )


def tags_of(exif: Image.Exif | None) -> tuple[_Tags, _Tags, _Tags]:
    """The main, the photo's and the position's tags, each empty where broken or absent."""
    if exif is None:
        return {}, {}, {}
    nothing: _Tags = {}
    return (
        attempt_metadata(lambda: dict(exif), nothing),
        attempt_metadata(lambda: dict(exif.get_ifd(_EXIF_IFD)), nothing),
        attempt_metadata(lambda: dict(exif.get_ifd(_GPS_IFD)), nothing),
    )


def luma(pixels: Pixels) -> NDArray[np.uint8]:
    """Luma (h, w) of RGB pixels, ITU-R 601."""
    return np.asarray(Image.fromarray(pixels).convert("L"))


def sharpness(grey: NDArray[np.uint8]) -> float:
    """Variance of the Laplacian; 0 for pictures without an inside."""
    if min(grey.shape) < 3:
        return 0.0
    wide = grey.astype(np.float32)
    middle = wide[1:-1, 1:-1]
    sides = wide[:-2, 1:-1] + wide[2:, 1:-1] + wide[1:-1, :-2] + wide[1:-1, 2:]
    return round(float((sides - 4 * middle).var()), 2)


def is_blank(pixels: Pixels) -> bool:
    """Nearly one colour: in each channel 99 % of the pixels within 8 levels of the median."""
    counts = np.asarray(Image.fromarray(pixels).histogram()).reshape(3, 256)
    below = np.concatenate([np.zeros((3, 1), np.int64), counts.cumsum(axis=1)], axis=1)
    total = int(below[0, -1])
    for channel in below:
        middle = int(np.searchsorted(channel[1:], total / 2))
        first, behind = max(0, middle - _BLANK_LEVELS), min(256, middle + _BLANK_LEVELS + 1)
        if channel[behind] - channel[first] < _BLANK_SHARE * total:
            return False
    return True


def attempt_metadata(read: Callable[[], T], otherwise: T) -> T:
    try:
        return read()
    except (*METADATA_TROUBLE, struct.error):
        return otherwise


def text_of(value: object) -> str | None:
    """A short readable text, or None."""
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    if not isinstance(value, str):
        return None
    text = "".join(c for c in value.split("\0")[0] if c.isprintable()).strip()
    return text[:_MAX_TEXT] or None


def whole_text_of(value: object, encoding: str = "utf-8") -> str | None:
    """A readable text with its line ends, or None."""
    if isinstance(value, tuple):
        value = bytes(value)
    if isinstance(value, bytes):
        value = value.decode(encoding, "replace")
    if not isinstance(value, str):
        return None
    text = "".join(c for c in value.split("\0")[0] if c.isprintable() or c == "\n").strip()
    return text or None


def _camera(make: str | None, model: str | None) -> str | None:
    """ "Canon EOS 5D", not "Canon Canon EOS 5D"."""
    if not make or not model:
        return model or make
    is_said_twice = model.lower().startswith(make.split()[0].lower())
    return model if is_said_twice else f"{make} {model}"


def taken_of(main: _Tags, detail: _Tags) -> int | None:
    """When the shutter was pressed by the camera's clock, as if that were UTC.

    An offset tag is left out: a copy that lost the tag would otherwise move by hours.
    """
    for value, fraction in (
        (detail.get(_DATE_ORIGINAL), detail.get(_SUBSEC_ORIGINAL)),
        (detail.get(_DATE_DIGITIZED), detail.get(_SUBSEC_DIGITIZED)),
        (main.get(_DATE_TIME), detail.get(_SUBSEC)),
    ):
        taken = attempt_metadata(partial(_parse, value, fraction), None)
        if taken is not None:
            return taken
    return None


def _parse(value: object, fraction: object) -> int | None:
    match = _DATE.match(text_of(value) or "")
    if match is None:
        return None
    when = datetime(*map(int, match.groups()), tzinfo=UTC)  # type: ignore[misc, arg-type]
    if when.year < 1826:  # cameras without a set clock write 0000 or 1600
        return None
    digits = re.match(r"\d{1,9}", text_of(fraction) or "")
    nanoseconds = int(digits.group().ljust(9, "0")) if digits else 0
    seconds = int((when - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds())
    return seconds * 1_000_000_000 + nanoseconds


def _exposure(detail: _Tags) -> tuple[float | None, ...]:
    """Tells the shots of a bracket apart, which are taken within one second."""
    values = tuple(attempt_metadata(partial(_number, detail.get(tag)), None) for tag in _EXPOSURE)
    return () if all(value is None for value in values) else values


def _number(value: Any) -> float | None:
    if isinstance(value, tuple):  # ISO may be written twice
        value = value[0] if value else None
    number = None if value is None else float(value)
    return number if number is not None and math.isfinite(number) else None


def position_of(gps: _Tags) -> tuple[float | None, float | None]:
    latitude = attempt_metadata(lambda: _degrees(gps.get(2), gps.get(1), "S", 90), None)
    longitude = attempt_metadata(lambda: _degrees(gps.get(4), gps.get(3), "W", 180), None)
    if latitude is None or longitude is None or (latitude == 0 and longitude == 0):
        return None, None
    return latitude, longitude


def _degrees(value: Any, side: object, negative: str, limit: float) -> float | None:
    if value is None or len(value) != 3:
        return None
    degrees = float(value[0]) + float(value[1]) / 60 + float(value[2]) / 3600
    if not math.isfinite(degrees) or degrees > limit or degrees < 0:
        return None
    return round(-degrees if text_of(side) == negative else degrees, 7)


def _jpeg_quality(image: Image.Image) -> int | None:
    """The libjpeg quality whose luma table is nearest to the file's, 1-100."""
    tables = getattr(image, "quantization", None)
    if not tables or 0 not in tables or image.format != "JPEG":
        return None
    table = np.asarray(tables[0], np.float64)
    if len(table) != 64 or table.min() < 1:
        return None
    if table.max() <= 1:
        return 100
    is_free = table < 255  # larger values were cut off there
    if not is_free.any():
        return 1
    scale = float(np.mean((100 * table / np.asarray(_STANDARD_LUMA))[is_free]))
    quality = (200 - scale) / 2 if scale <= 100 else 5000 / scale
    return max(1, min(100, round(quality)))


_XMP_SUBJECT = re.compile(rb"<dc:subject>(.{0,20000}?)</dc:subject>", re.DOTALL)
_XMP_ITEM = re.compile(rb"<rdf:li[^>]{0,200}>([^<]{1,400})</rdf:li>")
_XMP_RATING = re.compile(rb"xmp:Rating(?:=[\"']|>)\s*(-?\d)")
_XML_SIGNS = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))


def keywords_of(image: Image.Image, main: _Tags, xmp: object) -> tuple[str, ...]:
    """Keywords from XMP, else IPTC, else Windows' own tag; sorted, each once."""
    sources: tuple[Callable[[], Iterator[str | None]], ...] = (
        lambda: _xmp_keywords(xmp),
        lambda: _iptc_keywords(image),
        lambda: _windows_keywords(main.get(_XP_KEYWORDS)),
    )
    for source in sources:
        words = attempt_metadata(partial(_collect, source), set[str]())
        if words:
            return tuple(sorted(words)[:_MAX_KEYWORDS])
    return ()


def _collect(source: Callable[[], Iterator[str | None]]) -> set[str]:
    return {word for word in source() if word}


def _xmp_keywords(xmp: object) -> Iterator[str | None]:
    if isinstance(xmp, str):
        xmp = xmp.encode()
    subject = _XMP_SUBJECT.search(xmp) if isinstance(xmp, bytes) else None
    for item in _XMP_ITEM.findall(subject.group(1)) if subject else ():
        text = item.decode("utf-8", "replace")
        for sign, character in _XML_SIGNS:
            text = text.replace(sign, character)
        yield text_of(text)


def _iptc_keywords(image: Image.Image) -> Iterator[str | None]:
    if image.format not in {"JPEG", "TIFF"} or "photoshop" not in image.info:
        return
    found = (IptcImagePlugin.getiptcinfo(image) or {}).get((2, 25), [])  # type: ignore[arg-type]
    for item in found if isinstance(found, list) else [found]:
        yield text_of(item)


def _windows_keywords(value: object) -> Iterator[str | None]:
    if isinstance(value, tuple):
        value = bytes(value)
    if isinstance(value, bytes):
        for word in value.decode("utf-16-le", "replace").split("\0")[0].split(";"):
            yield text_of(word)


def rating_of(main: _Tags, xmp: object) -> int | None:
    """Stars 0-5, -1 for rejected, from XMP, else from EXIF."""
    match = _XMP_RATING.search(xmp) if isinstance(xmp, bytes) else None
    value: object = int(match.group(1)) if match else main.get(_RATING)
    return value if isinstance(value, int) and -1 <= value <= 5 else None
