"""The language of the search field: a text becomes terms, and each term a text again.

    beach                 the word in name, folder, keywords, caption, camera or lens
    "black sea"           just these letters, the space among them
    -beach                not that
    key:value             one of the keys; key:one,other for either; key:"with spaces"
    size>5MB              a comparison may stand in place of the colon
    2023-06  last summer  >5MB  12MP  raw  ★★★★     known without a key

Nothing a person types makes it raise: what is not understood is a Problem with a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches

from imgsim_desktop.errors import Sentence
from imgsim_desktop.library.finding import numbers
from imgsim_desktop.library.finding.dates import days_of, span_of
from imgsim_desktop.library.finding.keys import (
    AFTER,
    ALIASES,
    BARE_KINDS,
    BEFORE,
    KIND_OF,
    Key,
    key_of,
)
from imgsim_desktop.library.finding.near import circle_of

MAX_TERMS = 60
"""More than anybody types; each costs a look into the index."""
_OLDEST_BARE_YEAR = 1900
"""A number alone is a year from then on to next year; IMG_1234 is found by 1234."""

_KEYED = re.compile(r"([^\W\d_]{1,20})(?:([:：])|(?=[<>＜＞]=?))")
_WORD = re.compile(r"\S+")
_WIDE = str.maketrans("：＞＜，＝“”＂", ':><,="""')
_DECIMALS = re.compile(r"-?\d{1,2}\.\d+,-?\d{1,3}\.\d+(,.*)?")
_MEGA = re.compile(r"[\d.]+(mp|mpx|万像素)")
_AMOUNT = re.compile(r"[\d.]+([kmgt]i?b)")
_STARS = re.compile(r"(★{1,5})|([1-5])[★星]|([1-5]) stars?")


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that must hold."""

    key: Key
    values: tuple[str, ...]
    """Any of these; as `parse` takes them again."""
    is_excluded: bool = False
    """It must not hold."""
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)
    """Where it stands in the text that was typed."""

    @property
    def text(self) -> str:
        """As one may type it: `parse` makes this term of it again."""
        sign = "-" if self.is_excluded else ""
        if self.key is Key.TEXT:
            return sign + _as_text(self.values[0])
        return f"{sign}{self.key}:{','.join(map(as_value, self.values))}"


@dataclass(frozen=True, slots=True)
class Problem:
    """A part of the text that is not understood."""

    text: str
    sentence: str
    """What is wrong with it, and what can be written."""
    is_unfinished: bool = False
    """A key whose value has not been typed yet."""
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked for: all terms must hold."""

    terms: tuple[Term, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def text(self) -> str:
        """As one may type it."""
        return " ".join([*(t.text for t in self.terms), *(p.text for p in self.problems)])

    @property
    def trouble(self) -> Problem | None:
        """The first part that makes the search senseless."""
        return next((p for p in self.problems if not p.is_unfinished), None)

    def __bool__(self) -> bool:
        """Whether it narrows anything."""
        return bool(self.terms) or self.trouble is not None


EVERYTHING = Query()
"""What an empty field asks for."""


@dataclass(frozen=True, slots=True)
class _Token:
    """A word as it stands in the text."""

    start: int
    end: int
    is_excluded: bool
    key: str
    """Before the colon, as typed; empty for a word alone."""
    values: tuple[str, ...]
    is_quoted: bool


def parse(text: str, today: date | None = None, formats: Mapping[str, str] | None = None) -> Query:
    """What a person means by a text; never raises.

    today    for "last summer"
    formats  word in small letters -> format or ending it stands for; None: any word may be one
    """
    reader = _Reader(today or date.today(), formats)  # noqa: DTZ011  the person's own day
    tokens = list(tokens_of(text))
    at = 0
    while at < len(tokens):
        at += reader.take(tokens[at:], text)
    return Query(tuple(reader.terms), tuple(reader.problems))


class _Reader:
    """Terms and problems of a text, in order."""

    def __init__(self, today: date, formats: Mapping[str, str] | None) -> None:
        self.terms: list[Term] = []
        self.problems: list[Problem] = []
        self._today, self._formats = today, formats

    def take(self, tokens: Sequence[_Token], text: str) -> int:
        """Read what stands first; returns how many words that were."""
        first = tokens[0]
        if len(self.terms) >= MAX_TERMS:
            said = Sentence("A search has at most {n} words.", n=MAX_TERMS)
            self.problems.append(Problem(text[first.start :], said, start=first.start))
            return len(tokens)
        if first.key:
            self._keyed(first, text[first.start : first.end])
            return 1
        if not first.is_quoted:
            for count in (3, 2, 1):
                words = [] if count > len(tokens) else tokens[:count]
                if words and not any(w.is_quoted or w.key or w.is_excluded for w in words[1:]):
                    known = self._bare(" ".join(word.values[0] for word in words))
                    if known is not None:
                        key, value = known
                        self._add(first, key, (value,), end=words[-1].end)
                        return count
        self._add(first, Key.TEXT, first.values)
        return 1

    def _add(self, token: _Token, key: Key, values: tuple[str, ...], end: int = 0) -> None:
        self.terms.append(Term(key, values, token.is_excluded, token.start, end or token.end))

    def _bare(self, words: str) -> tuple[Key, str] | None:
        """What one to three words say without a key, if it is more than letters to look for."""
        small = " ".join(words.translate(_WIDE).casefold().split())
        if not small.strip("★").strip() or _STARS.fullmatch(small):
            found = _STARS.fullmatch(small)
            return None if found is None else (Key.RATING, str(_stars(found)))
        kind = KIND_OF.get(small)
        if kind in BARE_KINDS:
            return Key.KIND, kind.value
        bare = small.lstrip("<>=")
        if _AMOUNT.fullmatch(bare) and numbers.between(small, numbers.BYTES, is_whole=False):
            return Key.SIZE, small
        if _MEGA.fullmatch(bare) and numbers.between(small, numbers.MEGAPIXELS, is_whole=False):
            return Key.PIXELS, small
        if _DECIMALS.fullmatch(small):
            circle = circle_of(small)
            return None if circle is None else (Key.NEAR, circle.text)
        if small.isdecimal() and not _OLDEST_BARE_YEAR <= int(small) <= self._today.year + 1:
            return None
        if small[0] in "<>=" or small.strip(".-/ ") != small:
            return None
        return (Key.DATE, small) if span_of(small, self._today) is not None else None

    def _keyed(self, token: _Token, raw: str) -> None:
        small = token.key.casefold()
        key = key_of(small)
        sides = {**dict.fromkeys(AFTER, (">", ">=")), **dict.fromkeys(BEFORE, ("<", "<="))}
        if small in sides:
            with_day = small in {"since", "until", "从", "到"}
            self._side(token, raw, sides[small][with_day])
            return
        if key is None:
            self._fail(token, raw, _unknown_key(token.key))
            return
        if not any(token.values):
            said = Sentence("Write after “{key}:” what to look for.", key=token.key)
            self.problems.append(
                Problem(raw, said, is_unfinished=True, start=token.start, end=token.end)
            )
            return
        values = tuple(value for value in token.values if value)
        if key is Key.NEAR:
            values = (",".join(values),)
        read = _VALUES.get(key, _letters)
        known = []
        for value in values:
            found = read(value, self._today, self._formats)
            if isinstance(found, Sentence):
                self._fail(token, raw, found)
                return
            known.append(found)
        if key is Key.TEXT and len(known) > 1:
            self._fail(token, raw, Sentence("“{key}:” takes one text.", key=token.key))
            return
        self._add(token, key, tuple(known))

    def _side(self, token: _Token, raw: str, sign: str) -> None:
        value = " ".join(token.values[0].casefold().split())
        if not value:
            said = Sentence("Write after “{key}:” a day, such as 2023-06-12.", key=token.key)
            self.problems.append(
                Problem(raw, said, is_unfinished=True, start=token.start, end=token.end)
            )
        elif days_of(value, self._today) is None or len(token.values) > 1:
            self._fail(token, raw, _no_date(token.values[0]))
        else:
            self._add(token, Key.DATE, (f"{sign}{value}",))

    def _fail(self, token: _Token, raw: str, sentence: Sentence) -> None:
        self.problems.append(Problem(raw, sentence, start=token.start, end=token.end))


# Values ------------------------------------------------------------------------------------------

_Formats = Mapping[str, str] | None
_Value = Callable[[str, date, _Formats], "str | Sentence"]


def _letters(value: str, _today: date, _formats: _Formats) -> str | Sentence:
    return value


def _day(value: str, today: date, _formats: _Formats) -> str | Sentence:
    small = " ".join(value.translate(_WIDE).casefold().split())
    return small if span_of(small, today) is not None else _no_date(value)


def _no_date(value: str) -> Sentence:
    return Sentence(
        "“{value}” is no date: write 2023, 2023-06, 2023-06-12, 2022..2023, “june 2023” or "
        "“last summer”.",
        value=value,
    )


def _number(units: Mapping[str, float], example: str, *, is_whole: bool) -> _Value:
    def read(value: str, _today: date, _formats: _Formats) -> str | Sentence:
        small = "".join(value.translate(_WIDE).casefold().split())
        if numbers.between(small, units, is_whole=is_whole) is not None:
            return small
        return Sentence(
            "“{value}” is no number here: write something like {example}.",
            value=value,
            example=example,
        )

    return read


def _kind(value: str, _today: date, formats: _Formats) -> str | Sentence:
    kind = KIND_OF.get(value.casefold())
    if kind is not None:
        return kind.value
    if formats is not None and value.casefold().lstrip(".") in formats:
        meant = f"format:{value}"
        return Sentence("There is no kind “{value}”. Is “{near}” meant?", value=value, near=meant)
    near = get_close_matches(value.casefold(), KIND_OF, 1)
    if near:
        return Sentence("There is no kind “{value}”. Is “{near}” meant?", value=value, near=near[0])
    return Sentence(
        "There is no kind “{value}”: there are {kinds}.",
        value=value,
        kinds=", ".join(sorted({kind.value for kind in KIND_OF.values()})),
    )


def _format(value: str, _today: date, formats: _Formats) -> str | Sentence:
    small = value.casefold()
    word = small.lstrip(".")
    if formats is None and word:
        return small
    if formats is not None and word in formats:
        return formats[word]
    return Sentence("There is no format “{value}” among those that are read.", value=value)


def _near(value: str, _today: date, _formats: _Formats) -> str | Sentence:
    circle = circle_of("".join(value.translate(_WIDE).split()))
    if circle is not None:
        return circle.text
    return Sentence(
        "“{value}” is no place: write its latitude and longitude, and how far around, such as "
        "52.5,13.4 or 52.5,13.4,30km. Names of places are not known.",
        value=value,
    )


_VALUES: Mapping[Key, _Value] = {
    Key.DATE: _day,
    Key.SIZE: _number(numbers.BYTES, ">5MB", is_whole=False),
    Key.PIXELS: _number(numbers.MEGAPIXELS, ">12MP", is_whole=False),
    Key.WIDTH: _number(numbers.PLAIN, ">=3000", is_whole=True),
    Key.HEIGHT: _number(numbers.PLAIN, ">=3000", is_whole=True),
    Key.RATING: _number(numbers.STARS, ">=4", is_whole=True),
    Key.FORMAT: _format,
    Key.KIND: _kind,
    Key.NEAR: _near,
}
"""How values of a key are read; the others are letters to look for."""


def _unknown_key(word: str) -> Sentence:
    known = [*Key, *ALIASES, *AFTER, *BEFORE]
    near = get_close_matches(word.casefold(), known, 1)
    if near:
        return Sentence(
            "There is no “{word}:”. Is “{near}:” meant? Put it in quotes to look for the letters.",
            word=word,
            near=near[0],
        )
    return Sentence(
        "There is no “{word}:”; there are {keys}. Put it in quotes to look for the letters.",
        word=word,
        keys=", ".join(Key),
    )


def _stars(found: re.Match[str]) -> int:
    return len(found[1]) if found[1] else int(found[2] or found[3])


# Letters -----------------------------------------------------------------------------------------


def tokens_of(text: str) -> Iterator[_Token]:
    """Words with their keys; quotes hold spaces together, two of them in a row are one."""
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        start = at
        is_excluded = text[at] == "-" and at + 1 < len(text) and not text[at + 1].isspace()
        at += is_excluded
        keyed = _KEYED.match(text, at)
        if keyed is not None and not _is_key(keyed, text):
            keyed = None
        if keyed is not None:
            values, at = _values(text, keyed.end())
            yield _Token(start, at, is_excluded, keyed[1], values, is_quoted=False)
        elif text[at].translate(_WIDE) == '"':
            value, at = _quoted(text, at)
            if value:
                yield _Token(start, at, is_excluded, "", (value,), is_quoted=True)
        else:
            found = _WORD.match(text, at)
            assert found is not None
            at = found.end()
            yield _Token(start, at, is_excluded, "", (found[0],), is_quoted=False)


def _is_key(keyed: re.Match[str], text: str) -> bool:
    """A drive of Windows is none, nor is a word before `<` that is no key."""
    if keyed[2] is None:
        return key_of(keyed[1]) is not None
    return not (len(keyed[1]) == 1 and keyed[1].isascii() and text[keyed.end() :][:1] in "\\/")


def _values(text: str, at: int) -> tuple[tuple[str, ...], int]:
    """What stands behind a colon: words with commas between, each perhaps quoted."""
    values = [""]
    while at < len(text) and not text[at].isspace():
        letter = text[at].translate(_WIDE)
        if letter == '"' and values[-1].strip("<>=") == "":
            value, at = _quoted(text, at)
            values[-1] += value
        elif letter == ",":
            values.append("")
            at += 1
        else:
            values[-1] += text[at]
            at += 1
    return tuple(values), at


def _quoted(text: str, at: int) -> tuple[str, int]:
    """A quoted text from its first quote on; one that does not end goes to the end.

    What a plain quote begins only a plain one ends.
    """
    quotes = '"' if text[at] == '"' else "“”＂"
    value = ""
    at += 1
    while at < len(text):
        if text[at] not in quotes:
            value += text[at]
            at += 1
        elif at + 1 < len(text) and text[at + 1] in quotes:
            value += text[at]
            at += 2
        else:
            return value, at + 1
    return value, at


def as_value(value: str) -> str:
    return value if re.fullmatch(r"[^\s\",，“”＂]+", value) else _in_quotes(value)


def _as_text(value: str) -> str:
    """Without quotes only where it is then taken for nothing else."""
    return (
        value
        if re.fullmatch(r"[A-Za-zÀ-ɏ]{1,40}", value) and _is_plain(value)
        else _in_quotes(value)
    )


def _is_plain(value: str) -> bool:
    small = value.casefold()
    return KIND_OF.get(small) not in BARE_KINDS and days_of(small, date(2000, 1, 1)) is None


def _in_quotes(value: str) -> str:
    return '"' + value.replace('"', '""') + '"'
