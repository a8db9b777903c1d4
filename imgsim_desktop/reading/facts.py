"""Facts: what header and pixels say about a photo. Broken metadata is as good as none."""

from __future__ import annotations

import math
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from imgsim_desktop.reading.metadata import (
    DATE_TIME,
    Metadata,
    Tags,
    attempt_metadata,
    read_metadata,
    text_of,
)
from imgsim_desktop.reading.openers import Header
from imgsim_desktop.records import Facts, Pixels, Words

_MAKE, _MODEL, _SOFTWARE = 271, 272, 305
_BODY_SERIAL, _LENS_MAKE, _LENS_MODEL = 0xA431, 0xA433, 0xA434
_EXPOSURE = 0x829A, 0x829D, 0x8827, 0x9204
"""Time, f-number, ISO and bias."""

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
_MAX_CAPTION = 2_000


def gather_facts(
    header: Header, width_px: int, height_px: int, small: Pixels, found: Metadata | None = None
) -> Facts:
    """Facts about one picture after it was decoded.

    width_px, height_px   upright full size
    small                 upright, long side at most 320 px
    found                 what stands in the file, if it was read already
    """
    found = found or read_metadata(header)
    main, detail, said = found.main, found.detail, found.said
    shown = found.taken or found.made or found.saved
    make, model = text_of(main.get(_MAKE)), text_of(main.get(_MODEL))
    return Facts(
        width_px=width_px,
        height_px=height_px,
        format=header.format.name,
        taken_ns=None if shown is None else shown.ns,
        camera=_camera(make, model),
        camera_serial=text_of(detail.get(_BODY_SERIAL)),
        latitude=said.latitude,
        longitude=said.longitude,
        jpeg_quality=attempt_metadata(lambda: _jpeg_quality(header.image), None),
        sharpness=sharpness(luma(small)),
        is_blank=is_blank(small),
        has_exif=bool(detail or make or model or DATE_TIME in main),
        software=text_of(main.get(_SOFTWARE)),
        keywords=tuple(word[:_MAX_TEXT] for word in said.keywords[:_MAX_KEYWORDS]),
        rating=said.rating,
        exposure=_exposure(detail),
        palette_bits={"1": 1, "P": 8, "PA": 8}.get(header.image.mode),
        utc_offset_min=None if shown is None else shown.offset_min,
        taken_step_s=1 if shown is None else shown.step_s,
        is_shot_time=shown is None or found.taken is not None,
        damage=header.damage,
    )


def words_of(found: Metadata) -> Words:
    """Caption and lens, as far as one looks for them."""
    make, model = (text_of(found.detail.get(tag)) for tag in (_LENS_MAKE, _LENS_MODEL))
    lens = _camera(make, model) if model else None
    return Words((found.said.caption or "")[:_MAX_CAPTION], (lens or "").strip()[:_MAX_TEXT])


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


def _camera(make: str | None, model: str | None) -> str | None:
    """ "Canon EOS 5D", not "Canon Canon EOS 5D"."""
    if not make or not model:
        return model or make
    is_said_twice = model.lower().startswith(make.split()[0].lower())
    return model if is_said_twice else f"{make} {model}"


def _exposure(detail: Tags) -> tuple[float | None, ...]:
    """Tells the shots of a bracket apart, which are taken within one second."""
    values = tuple(attempt_metadata(partial(_number, detail.get(tag)), None) for tag in _EXPOSURE)
    return () if all(value is None for value in values) else values


def _number(value: Any) -> float | None:
    if isinstance(value, tuple):  # ISO may be written twice
        value = value[0] if value else None
    number = None if value is None else float(value)
    return number if number is not None and math.isfinite(number) else None


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
