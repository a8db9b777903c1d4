"""When: dates as cameras, scanners and programs write them, in EXIF, XMP and IPTC.

A moment is kept as the camera's clock showed it, with the offset of that clock where one is
written: a copy that lost the offset must not move by hours.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

SECOND_NS: Final = 1_000_000_000
MINUTE_S: Final = 60
DAY_S: Final = 86_400

_TEXT = re.compile(
    r"\s*(\d{4})\s*[:\-./]\s*(\d\d?)\s*[:\-./]\s*(\d\d?)"
    r"(?:[T\s]\s*(\d\d?)\s*:\s*(\d\d?)(?:\s*:\s*(\d\d?)(?:[.,](\d+))?)?(.*))?",
    re.DOTALL,
)
_ZONE = re.compile(r"\s*(?:(Z)|([+\-−])(\d\d?):?(\d\d))")
_HALF_DAY = re.compile(r"\s*([AaPp])\.?[Mm]\b")
_MOST_OFFSET_MIN = 14 * 60
"""Of the Line Islands, the farthest from Greenwich."""

_FIRST_YEAR = 1826
"""Of the first photograph; clocks that were never set write 0000, 1600 or 1601."""

_RESET_DAYS = frozenset({date(1969, 12, 31), date(1970, 1, 1), date(1980, 1, 1)})
"""What a clock shows after its battery was out, and the zero of Unix seen from west of Greenwich;
it goes on from there, so it is the whole day."""

_RESET_MOMENTS = frozenset({datetime(2000, 1, 1, tzinfo=UTC)})
"""Many cameras begin here, but of that night there are true photos, too: the second alone."""

_AHEAD_S = DAY_S
"""Clocks of the far east are ahead of Greenwich, and some go fast; beyond that it is no date."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A point of time by a camera's clock."""

    ns: int
    """As if the clock had stood in Greenwich."""
    offset_min: int | None = None
    """Of the clock, east of Greenwich; None where nobody wrote it."""
    step_s: int = 1
    """Known to so many seconds: a minute or a day where no more was written."""


def parse_moment(text: str, fraction: str = "", offset: str = "") -> Moment | None:
    """A date as EXIF, XMP or ISO 8601 write it, with blanks for zeros, without seconds or time.

    fraction, offset  as the tags beside EXIF's dates say them; what the text says itself is right
    None for what is no date, and for what clocks show that were never set.
    """
    match = _TEXT.match(text.replace("\0", " "))
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups()[:3])
    hour, minute, second, digits, rest = match.groups()[3:]
    zone = parse_offset(rest or "")
    offset_min = parse_offset(offset) if zone is None else zone
    if digits is None:
        digits = (re.match(r"\d*", fraction.strip()) or [""])[0]
    step_s = DAY_S if hour is None else MINUTE_S if second is None else 1
    clock = [int(part or 0) for part in (hour, minute, second)]
    half = _HALF_DAY.match(rest or "")
    if half is not None and 1 <= clock[0] <= 12:
        clock[0] = clock[0] % 12 + 12 * (half[1] in "Pp")
    if clock[0] > 23 or clock[1] > 59 or clock[2] > 60:
        clock, step_s = [0, 0, 0], DAY_S  # the day may be true all the same
    clock[2] = min(clock[2], 59)
    nanoseconds = int(digits[:9].ljust(9, "0")) if step_s == 1 else 0
    return moment_at((year, month, day), clock, nanoseconds, offset_min, step_s)


def moment_at(
    day: tuple[int, int, int],
    clock: list[int],
    nanoseconds: int = 0,
    offset_min: int | None = None,
    step_s: int = 1,
) -> Moment | None:
    """day: year, month, day; clock: hour, minute, second. None where that is no date."""
    try:
        when = datetime(*day, *clock, tzinfo=UTC)  # type: ignore[misc, arg-type]
    except ValueError:
        return None
    if when.year < _FIRST_YEAR or when.date() in _RESET_DAYS:
        return None
    if when in _RESET_MOMENTS and step_s == 1:
        return None
    seconds = int((when - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds())
    if seconds - 60 * (offset_min or 0) > time.time() + _AHEAD_S:
        return None
    return Moment(seconds * SECOND_NS + nanoseconds, offset_min, step_s)


def said_moment(ns: int, offset_min: int | None = None, step_s: int = 1) -> str:
    """ISO 8601 as XMP takes it: no more than is known, and no zone where none was written."""
    when = datetime(1970, 1, 1) + timedelta(microseconds=ns // 1000)  # noqa: DTZ001
    if step_s >= DAY_S:
        return when.date().isoformat()
    if step_s >= MINUTE_S:
        said = when.isoformat(timespec="minutes")
    else:
        said = when.isoformat(timespec="milliseconds" if when.microsecond else "seconds")
    if offset_min is None:
        return said
    hours, minutes = divmod(abs(offset_min), 60)
    return f"{said}{'-' if offset_min < 0 else '+'}{hours:02}:{minutes:02}"


def parse_offset(text: str) -> int | None:
    """Minutes east of Greenwich of `+02:00`, `-0330` or `Z`."""
    match = _ZONE.match(text)
    if match is None:
        return None
    if match[1]:
        return 0
    minutes = int(match[3]) * 60 + int(match[4])
    if minutes > _MOST_OFFSET_MIN or int(match[4]) > 59:
        return None
    return minutes if match[2] == "+" else -minutes
