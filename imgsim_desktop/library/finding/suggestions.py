"""What the word that is being typed may become."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from imgsim_desktop.library.finding.grammar import as_value, tokens_of
from imgsim_desktop.library.finding.keys import BARE_KINDS, KIND_OF, Key, key_of

AT_MOST = 8
_DAYS = (
    "today", "yesterday", "this week", "last week", "this month", "last month", "this year",
    "last year", "last spring", "last summer", "last autumn", "last winter",
    "今天", "昨天", "本周", "上周", "本月", "上个月", "今年", "去年", "去年夏天", "去年冬天",
)  # fmt: skip
_NUMBERS = {
    Key.SIZE: (">1MB", ">5MB", ">20MB", "<100kB"),
    Key.PIXELS: (">12MP", ">24MP", "<1MP"),
    Key.RATING: (">=1", ">=3", ">=4", "5"),
}
_KEYS = tuple(key for key in Key if key is not Key.TEXT)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What there is in a library to be named."""

    cameras: tuple[str, ...] = ()
    lenses: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    """Names of folders, each once."""


NOTHING = Vocabulary()


@dataclass(frozen=True, slots=True)
class Completion:
    """A text that may stand in place of what was typed from `start` to `end`."""

    text: str
    start: int
    end: int

    def put_into(self, text: str) -> tuple[str, int]:
        """The whole text with it, and where the cursor then stands."""
        is_whole = not self.text.endswith(":")
        behind = text[self.end :]
        filled = self.text + (" " if is_whole and not behind[:1].isspace() else "")
        return text[: self.start] + filled + behind, self.start + len(filled)


def suggestions(text: str, cursor: int, vocabulary: Vocabulary = NOTHING) -> list[Completion]:
    """For the word that ends at the cursor, the likeliest first; none for one that is whole."""
    before = text[:cursor]
    if not before or before[-1].isspace():
        return []
    tokens = list(tokens_of(before))[-2:]
    if not tokens or tokens[-1].is_quoted or tokens[-1].end != cursor:
        return []
    first, word = tokens[0], tokens[-1]
    if first is not word and not first.key and not word.key:  # "last su"
        small = f"{first.values[0]} {word.values[0]}".casefold()
        days = [day for day in _DAYS if day.startswith(small) and day != small]
        if days:
            return [Completion(day, first.start, cursor) for day in days][:AT_MOST]
    sign = "-" if word.is_excluded else ""
    if word.key:
        key = key_of(word.key)
        *done, typed = word.values
        kept = "".join(f"{as_value(value)}," for value in done)
        head = f"{sign}{word.key}:{kept}"
        found = [] if key is None else [head + as_value(v) for v in _values(key, typed, vocabulary)]
    else:
        found = [sign + each for each in _words(word.values[0], vocabulary)]
    typed_text = before[word.start :]
    return [
        Completion(each, word.start, cursor)
        for each in list(dict.fromkeys(found))
        if each.casefold() != typed_text.casefold()
    ][:AT_MOST]


def _words(typed: str, vocabulary: Vocabulary) -> Iterator[str]:
    """Keys, kinds and days that begin so, then cameras and folders with these letters."""
    small = typed.casefold()
    for name, kind in KIND_OF.items():
        if name.startswith(small) and _is_told_in(name, small):
            yield name if kind in BARE_KINDS else f"kind:{name}"
    yield from (f"{key}:" for key in _KEYS if key.startswith(small))
    yield from (day for day in _DAYS if day.startswith(small))
    if len(small) >= 2:
        for key, names in (
            (Key.CAMERA, vocabulary.cameras),
            (Key.LENS, vocabulary.lenses),
            (Key.FOLDER, vocabulary.folders),
        ):
            yield from (f"{key}:{as_value(name)}" for name in names if small in name.casefold())


def _values(key: Key, typed: str, vocabulary: Vocabulary) -> Iterator[str]:
    small = typed.casefold()
    if key is Key.KIND:
        yield from (name for name in KIND_OF if name.startswith(small) and _is_told_in(name, small))
    elif key is Key.DATE:
        yield from (day for day in _DAYS if day.startswith(small))
    elif key in _NUMBERS:
        yield from (each for each in _NUMBERS[key] if each.casefold().startswith(small))
    else:
        names = {
            Key.CAMERA: vocabulary.cameras,
            Key.LENS: vocabulary.lenses,
            Key.FORMAT: tuple(name.lower() for name in vocabulary.formats),
            Key.FOLDER: vocabulary.folders,
        }.get(key, ())
        yield from (name for name in names if small in name.casefold())


def _is_told_in(name: str, typed: str) -> bool:
    """In the letters the person writes; before any is typed, the words of the kinds themselves."""
    return name.isascii() == typed.isascii() if typed else name in set(KIND_OF.values())
