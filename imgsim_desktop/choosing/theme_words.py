"""Words for themes nobody has named: what their photos have in common and most others have not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from imgsim_desktop.records import Photo

T = TypeVar("T", bound=Hashable)

SHARE = 0.6
"""Of a theme's photos: so many must have a word or date before it stands for all of them."""
LIFT = 1.6
"""And it must be so much more common in the theme than in the library."""

_CAMERAS_OWN = re.compile(
    r"dcim|\d{3}[a-z0-9_]{5}|camera( roll)?|pictures|photos|images|bilder|fotos|download(s)?",
    re.IGNORECASE,
)
"""Names of folders that cameras and systems give: they say nothing."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class ThemeWords:
    """What is told of a theme; all empty where nothing is known."""

    name: str = ""
    """A keyword, or else the name of a folder."""
    year: int = 0
    month: int = 0
    """0: the whole year."""
    day: int = 0
    """0: the whole month."""
    colour: str = ""
    """A code of theme_colours.COLOUR_WORDS, where nothing else is known."""
    number: int = 1
    """Of themes with the same words: the second, the third."""

    def __bool__(self) -> bool:
        return bool(self.name or self.year or self.colour)


def words_of_themes(
    themes: Sequence[Sequence[Photo]],
    colour_of: Callable[[Sequence[Photo]], str] = lambda _photos: "",
) -> list[ThemeWords]:
    """Words for each theme, no two of them equal but for their number.

    colour_of  asked of a theme without any other word: what most of its photos look like

    A keyword goes before a folder, that before a date, and that before a colour; a date is added
    where two are alike.
    """
    library = _Counts(photo for theme in themes for photo in theme)
    counts = [_Counts(theme) for theme in themes]
    names = [_name(count, library) for count in counts]
    dates = [_date(count, library) for count in counts]
    often = Counter(names)
    found = [
        replace(date, name=name) if not name or often[name] > 1 else ThemeWords(name)
        for name, date in zip(names, dates, strict=True)
    ]
    seen: Counter[ThemeWords] = Counter()
    for at, known in enumerate(found):
        words = known or ThemeWords(colour=colour_of(themes[at]))
        if words:
            seen[words] += 1
            found[at] = replace(words, number=seen[words])
    return found


class _Counts:
    """How often words, folders and days occur among some photos."""

    def __init__(self, photos: Iterable[Photo]) -> None:
        self.photos = 0
        self.keywords: Counter[str] = Counter()
        self.folders: Counter[str] = Counter()
        self.days: Counter[tuple[int, int, int]] = Counter()
        for photo in photos:
            self.photos += 1
            self.keywords.update(set(photo.facts.keywords))
            folder = _folder(photo)
            if folder:
                self.folders[folder] += 1
            if photo.facts.taken_ns is not None:
                moment = _EPOCH + timedelta(microseconds=photo.facts.taken_ns // 1000)
                self.days[moment.year, moment.month, moment.day] += 1


def _folder(photo: Photo) -> str:
    """The nearest folder below that of the library whose name somebody chose."""
    for folder in photo.path.parents:
        if folder == photo.root or photo.root not in folder.parents:
            return ""
        if not _CAMERAS_OWN.fullmatch(folder.name):
            return folder.name
    return ""


def _name(theme: _Counts, library: _Counts) -> str:
    keyword = _common(theme.keywords, library.keywords, theme, library)
    return keyword or _common(theme.folders, library.folders, theme, library) or ""


def _common(of: Counter[T], among: Counter[T], theme: _Counts, library: _Counts) -> T | None:
    """What most photos of the theme have, and not as many of the library."""
    if not of:
        return None
    best = max(sorted(of, key=str), key=of.__getitem__)
    share, everywhere = of[best] / theme.photos, among[best] / library.photos
    return best if share >= max(SHARE, LIFT * everywhere) else None


def _date(theme: _Counts, library: _Counts) -> ThemeWords:
    """The day, month or year of most photos; a year only where the library has others."""
    years = {year for year, _, _ in library.days}
    for length in (3, 2, 1):
        spans: Counter[tuple[int, ...]] = Counter()
        for day, count in theme.days.items():
            spans[day[:length]] += count
        if not spans or (length == 1 and len(years) < 2):
            continue
        best = max(sorted(spans), key=spans.__getitem__)
        if spans[best] >= SHARE * theme.photos:
            year, month, day_of_month = (*best, 0, 0)[:3]
            return ThemeWords("", year, month, day_of_month)
    return ThemeWords()
