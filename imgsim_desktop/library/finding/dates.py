"""Days as people write them: years, months, days, ranges, seasons, and words such as "last week".

A span is two moments in ns since 1970, the first inside it and the second not, by the clock that
wrote them: EXIF has no zone, and the gallery sorts by the same numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

FIRST_YEAR, LAST_YEAR = 1678, 2261
"""What 63 bits of nanoseconds can say."""

DAY_NS = 86_400 * 10**9
_EPOCH = date(1970, 1, 1).toordinal()
OPEN_START, OPEN_END = -(2**63), 2**63 - 1

Days = tuple[date, date]
"""The first day, and the first day that is not meant any more."""

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
            "august aug", "september sep sept", "october oct", "november nov", "december dec",
        ), 1,
    )
    for name in names.split()
}  # fmt: skip
_SEASONS = {
    "spring": 3, "春天": 3, "春季": 3, "summer": 6, "夏天": 6, "夏季": 6,
    "autumn": 9, "fall": 9, "秋天": 9, "秋季": 9, "winter": 12, "冬天": 12, "冬季": 12,
}  # fmt: skip
"""The first month of each; the northern ones."""
_CHINESE = (
    ("今天", "today"), ("昨天", "yesterday"), ("本周", "this week"), ("这周", "this week"),
    ("上周", "last week"), ("本月", "this month"), ("这个月", "this month"),
    ("上个月", "last month"), ("上月", "last month"), ("今年", "this year"), ("去年", "last year"),
)  # fmt: skip
_YEAR = re.compile(r"(\d{4})年?")
_MONTH = re.compile(r"(\d{4})(?:[-/.](\d{1,2})|年(\d{1,2})月)")
_DAY = re.compile(r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|年(\d{1,2})月(\d{1,2})[日号])")
_NAMED = re.compile(r"(\d{4})(?:年| )(\S+)|(\S+) (\d{4})")
_AGO = re.compile(r"last (\d{1,4}) (day|week|month|year)s?|最近(\d{1,4})(天|周|个月|年)")
_SIDE = re.compile(r"(>=|<=|>|<)\s*(.+)")
_RANGE = re.compile(r"(.*?)\s*\.\.\s*(.*)")
_YEARS = re.compile(r"(\d{4})-(\d{4})")
_UNITS = {"天": "day", "周": "week", "个月": "month", "年": "year"}


def span_of(text: str, today: date) -> tuple[int, int] | None:
    """(start, end) in ns of what the text means on this day; None where it means no days.

    `2023`, `2023-06`, `2023-06-12`, `2020..2022-05`, `>2023`, `..2019`, `june 2023`,
    `summer 2023`, `last summer`, `yesterday`, `this month`, `last 3 weeks`, and the same in Chinese
    """
    words = " ".join(text.casefold().split())
    years = _YEARS.fullmatch(words)
    if years is not None:
        words = f"{years[1]}..{years[2]}"
    side = _SIDE.fullmatch(words)
    if side is not None:
        days = days_of(side[2], today)
        if days is None:
            return None
        start, end = map(_ns, days)
        return {
            ">": (end, OPEN_END), ">=": (start, OPEN_END),
            "<": (OPEN_START, start), "<=": (OPEN_START, end),
        }[side[1]]  # fmt: skip
    ends = _RANGE.fullmatch(words)
    if ends is None:
        days = days_of(words, today)
        return None if days is None else (_ns(days[0]), _ns(days[1]))
    first = days_of(ends[1], today) if ends[1] else None
    last = days_of(ends[2], today) if ends[2] else None
    if (first is None and last is None) or (ends[1] and not first) or (ends[2] and not last):
        return None
    start = OPEN_START if first is None else _ns(first[0])
    end = OPEN_END if last is None else _ns(last[1])
    return (start, end) if start < end else None


def days_of(words: str, today: date) -> Days | None:
    """One year, season, month, week or day; small letters, single spaces."""
    for read in _READERS:
        try:
            days = read(words, today)
        except (ValueError, OverflowError):  # the 31st of June
            return None
        if days is not None:
            return days if days[0].year >= FIRST_YEAR and days[1].year <= LAST_YEAR else None
    return None


def _numbers(words: str, _today: date) -> Days | None:
    found = _YEAR.fullmatch(words)
    if found is not None:
        return date(int(found[1]), 1, 1), date(int(found[1]) + 1, 1, 1)
    found = _MONTH.fullmatch(words)
    if found is not None:
        return _month(int(found[1]), int(found[2] or found[3]))
    found = _DAY.fullmatch(words)
    if found is not None:
        day = date(int(found[1]), int(found[3] or found[5]), int(found[4] or found[6]))
        return day, day + timedelta(1)
    return None


def _named(words: str, _today: date) -> Days | None:
    """june 2023, 2023 june, summer 2023, 2023年夏天."""
    found = _NAMED.fullmatch(words)
    if found is None:
        return None
    year, name = int(found[1] or found[4]), found[2] or found[3]
    if name in _MONTHS:
        return _month(year, _MONTHS[name])
    return _season(year, _SEASONS[name]) if name in _SEASONS else None


def _told_from_today(words: str, today: date) -> Days | None:
    for chinese, english in _CHINESE:
        if words.startswith(chinese):
            words = f"{english} {words[len(chinese) :].lstrip('的 ')}".strip()
    if words in ("today", "yesterday"):
        day = today - timedelta(words == "yesterday")
        return day, day + timedelta(1)
    ago = _AGO.fullmatch(words)
    if ago is not None:
        return _ago(int(ago[1] or ago[3]), ago[2] or _UNITS[ago[4]], today)
    which, _, unit = words.partition(" ")
    if which not in ("this", "last") or not unit:
        return None
    back = which == "last"
    if unit == "week":
        monday = today - timedelta(today.weekday() + 7 * back)
        return monday, monday + timedelta(7)
    if unit == "month":
        return _month(*_months_before(today, int(back)))
    if unit == "year":
        return _year(today.year - back)
    year, _, season = unit.partition(" ")  # last year + summer, of 去年夏天
    if year == "year" and season in _SEASONS:
        return _season(today.year - back, _SEASONS[season])
    of_year: Callable[[int], Days]
    if unit in _SEASONS:
        of_year = lambda year: _season(year, _SEASONS[unit])  # noqa: E731
    elif unit in _MONTHS:
        of_year = lambda year: _month(year, _MONTHS[unit])  # noqa: E731
    else:
        return None
    if not back:
        return of_year(today.year)
    ended = (of_year(today.year - n) for n in range(3))
    return next(days for days in ended if days[1] <= today)


_READERS: tuple[Callable[[str, date], Days | None], ...] = (_numbers, _named, _told_from_today)


def _ago(count: int, unit: str, today: date) -> Days:
    """The last so many, today among them."""
    end = today + timedelta(1)
    if unit in ("day", "week"):
        return end - timedelta(count * (7 if unit == "week" else 1)), end
    year, month = _months_before(today, count * (12 if unit == "year" else 1))
    day = min(today.day, (_month(year, month)[1] - timedelta(1)).day)
    return date(year, month, day), end


def _months_before(today: date, count: int) -> tuple[int, int]:
    month = today.year * 12 + today.month - 1 - count
    return month // 12, month % 12 + 1


def _year(year: int) -> Days:
    return date(year, 1, 1), date(year + 1, 1, 1)


def _month(year: int, month: int) -> Days:
    return date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)


def _season(year: int, month: int) -> Days:
    """Three months; the winter of a year begins in its December."""
    end = month + 3
    return date(year, month, 1), date(year + (end > 12), (end - 1) % 12 + 1, 1)


def _ns(day: date) -> int:
    return (day.toordinal() - _EPOCH) * DAY_NS
