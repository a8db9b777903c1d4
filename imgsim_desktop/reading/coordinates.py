"""Where: coordinates as devices and programs write them into EXIF and XMP."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any, Final

_PARTS: Final = (1, 60, 3600)
_SIDES: Final = {"N": 1, "S": -1, "E": 1, "W": -1}
_LIMITS: Final = {"N": 90, "S": 90, "E": 180, "W": 180}
_SAID = re.compile(
    r"\s*(\d{1,3}(?:\.\d+)?)(?:[,;°\s]\s*(\d{1,2}(?:\.\d+)?))?(?:[,;'′\s]\s*(\d{1,2}(?:\.\d+)?))?"
    r"[\"″\s]*([NSEW])(?:orth|outh|ast|est)?\s*",
    re.IGNORECASE,
)


def from_tags(value: Any, side: str | None, sides: str) -> float | None:
    """Degrees of EXIF's numbers: degrees, minutes, seconds, the last of which may be missing.

    value  one number or up to three; a part of 0/0 is one that the device did not know
    side   as it is written: `S`, `s`, `South`; sides: the two letters it may be, `NS` or `EW`
    None without a side: half of the earth would be wrong.
    """
    letter = (side or "").strip()[:1].upper()
    if not letter or letter not in sides:
        return None
    if isinstance(value, str):
        return from_text(value.strip("\0 ") + letter, sides)
    numbers = [_number(part) for part in (value if isinstance(value, Sequence) else [value])]
    known = [abs(number) for number in numbers if number is not None]
    if not 1 <= len(known) <= 3 or known != [
        abs(n) for n in numbers[: len(known)] if n is not None
    ]:
        return None  # a finer part is known where a coarser one is not
    if len(known) == 1 < len(numbers) and known[0].is_integer():
        return None  # minutes unknown: off by up to 100 km
    return _degrees(known, letter)


def from_text(text: str, sides: str) -> float | None:
    """Degrees of XMP's `51,30.1234N` and `51,30,7N`, and of what other programs make of that."""
    match = _SAID.fullmatch(text)
    if match is None or match[4].upper() not in sides:
        return None
    return _degrees([float(part) for part in match.groups()[:3] if part], match[4].upper())


def said_degrees(value: float, sides: str) -> str:
    """ "51,30.1234N": whole degrees, minutes with a fraction, side."""
    millionths = round(abs(value) * 60 * 10**6)
    degrees, minutes = divmod(millionths, 60 * 10**6)
    return f"{degrees},{minutes / 10**6:.6f}{sides[0] if value >= 0 else sides[1]}"


def _degrees(parts: list[float], side: str) -> float | None:
    if any(part > 60 for part in parts[1:]):
        return None
    degrees = sum(part / unit for part, unit in zip(parts, _PARTS, strict=False))
    return round(_SIDES[side] * degrees, 7) if degrees <= _LIMITS[side] else None


def _number(value: Any) -> float | None:
    """None for 0/0 and other nonsense."""
    try:
        number = float(value)
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None
    return number if math.isfinite(number) else None
