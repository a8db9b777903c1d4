"""Numbers with a comparison and a unit: `>5MB`, `12MP`, `4..5`, `>=3`."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

BYTES: Mapping[str, float] = {
    "b": 1, "": 1e6, "k": 1e3, "kb": 1e3, "m": 1e6, "mb": 1e6, "g": 1e9, "gb": 1e9,
    "t": 1e12, "tb": 1e12, "kib": 2**10, "mib": 2**20, "gib": 2**30, "tib": 2**40,
}  # fmt: skip
"""Unit -> bytes; a number without one is of megabytes."""
MEGAPIXELS: Mapping[str, float] = {
    "": 1e6, "mp": 1e6, "mpx": 1e6, "megapixel": 1e6, "megapixels": 1e6, "万像素": 1e4,
    "万": 1e4,
}  # fmt: skip
PLAIN: Mapping[str, float] = {"": 1, "px": 1}
STARS: Mapping[str, float] = {"": 1, "*": 1, "star": 1, "stars": 1, "★": 1, "星": 1}

_SIDE = re.compile(r"(>=|<=|>|<|=)?\s*([^<>=+]+?)(\+)?")
_NUMBER = re.compile(r"(\d{1,15}(?:\.\d{1,6})?)\s*([^\d\s.]*)")


@dataclass(frozen=True, slots=True)
class Between:
    """Numbers from `least` to `most`, in the smallest unit; both count."""

    least: float = -math.inf
    most: float = math.inf


def between(text: str, units: Mapping[str, float], *, is_whole: bool) -> Between | None:
    """What a comparison, a range or a number means; None where it means no number.

    is_whole  a number alone means just that number; else whatever is written like it when rounded:
              `5MB` is 4.5 to 5.5 MB, `5.2MB` 5.15 to 5.25
    """
    words = text.casefold().strip()
    low, dots, high = words.partition("..")
    if dots:
        ends = [_number(end, units) if end.strip() else None for end in (low, high)]
        if (low.strip() and ends[0] is None) or (high.strip() and ends[1] is None):
            return None
        if ends == [None, None]:
            return None
        if ends[0] is not None and ends[1] is not None and not _has_unit(low) and _has_unit(high):
            ends[0] = _number(low + _unit(high), units)  # 5..10MB
        least = -math.inf if ends[0] is None else ends[0][0]
        most = math.inf if ends[1] is None else ends[1][0]
        return Between(least, most) if least <= most else None
    found = _SIDE.fullmatch(words)
    number = None if found is None else _number(found[2], units)
    if found is None or number is None:
        return None
    value, step = number
    sign = found[1] or ""
    if found[3]:
        return None if sign else Between(value, math.inf)
    if sign == ">":
        return Between(math.nextafter(value, math.inf), math.inf)
    if sign == ">=":
        return Between(value, math.inf)
    if sign == "<":
        return Between(-math.inf, math.nextafter(value, -math.inf))
    if sign == "<=":
        return Between(-math.inf, value)
    return Between(value, value) if is_whole else Between(value - step / 2, value + step / 2)


def _number(text: str, units: Mapping[str, float]) -> tuple[float, float] | None:
    """The value, and one step of its last digit."""
    found = _NUMBER.fullmatch(text.strip())
    if found is None or found[2] not in units:
        return None
    unit = units[found[2]]
    decimals = len(found[1].partition(".")[2])
    return float(found[1]) * unit, unit * 10.0**-decimals


def _unit(text: str) -> str:
    found = _NUMBER.fullmatch(text.strip())
    return "" if found is None else found[2]


def _has_unit(text: str) -> bool:
    return bool(_unit(text))
