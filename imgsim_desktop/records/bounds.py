"""What a number that came out of a file may be: anything can stand there, and all of it is kept.

SQLite and numpy count in 63 bits and a sign; a date of the year 2566, or a file time that a bad
restore left in 2286, is beyond that in nanoseconds.
"""

from __future__ import annotations

import math
from typing import Final

_MOST: Final = 2**63 - 1
FARTHEST_TAKEN_NS: Final = 2**62
"""The years 1823 to 2116: the first photograph is of 1826, and the difference of two such moments
still fits."""
_MOST_BYTES: Final = 2**53
"""9 PB: the sizes of a thousand such files still add up."""


def clamped_ns(ns: int) -> int:
    """A file's time, or the nearest that can be kept: it orders files, and tells of a change."""
    return max(-_MOST, min(_MOST, int(ns)))


def clamped_bytes(size: int) -> int:
    return max(0, min(_MOST_BYTES, int(size)))


def moment_or_none(ns: int | None) -> int | None:
    """When a photo was taken; None for a moment at which there was no photography."""
    return ns if ns is not None and abs(ns) <= FARTHEST_TAKEN_NS else None


def whole_or_none(value: int | None, least: int, most: int) -> int | None:
    return value if value is not None and least <= value <= most else None


def place_or_none(
    latitude: float | None, longitude: float | None
) -> tuple[float, float] | tuple[None, None]:
    """Both, in degrees, or neither: half a place is none."""
    if latitude is None or longitude is None:
        return None, None
    is_one = abs(latitude) <= 90 and abs(longitude) <= 180  # also False for what is no number
    return (float(latitude), float(longitude)) if is_one else (None, None)


def number_or_none(value: float | None, least: float, most: float) -> float | None:
    """Also None for what is no number, and for infinities."""
    is_one = value is not None and least <= value <= most and abs(value) != math.inf
    return value if is_one else None
