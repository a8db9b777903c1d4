"""What the copies of the journal tell together: each line from the copy that can still tell it."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise

from imgsim_desktop.acting.lines import (
    HEAD,
    VERSION,
    is_old,
    is_torn,
    needs,
    number_of,
    parse,
    seal,
    torn_line,
)

MOST_LOST = 100_000
"""More are not counted one by one: a number that somebody made up must not cost memory."""


@dataclass(slots=True)
class Text:
    """One copy as it lies on the disk."""

    data: bytes | None
    """None: there is no such file, or none that can be read."""
    sealed: dict[int, bytes] = field(default_factory=dict)
    """Lines by their number, with their ends."""
    old: list[bytes] = field(default_factory=list)
    """Of 0.1.0: every line, readable or not, as its place is its number."""
    unreadable: int = 0
    behind: int = 0
    """Of the unreadable lines those that follow the last readable one."""
    newest: int = 0
    """Highest version that lines without a seal speak of."""

    @classmethod
    def of(cls, data: bytes | None) -> Text:
        text = cls(data)
        if data is None:
            return text
        raws = data.split(b"\n")
        last = raws.pop()
        numbers = [number_of(raw) for raw in raws]
        if (number := number_of(last)) is not None:  # whole, but for its end
            raws.append(last)
            numbers.append(number)
        for raw, number in zip(raws, numbers, strict=True):
            if number is not None:
                text.sealed[number] = raw + b"\n"  # the last of its number: others did not work
                text.behind = 0
            elif raw:
                text.unreadable += 1
                text.behind += 1
        if not text.sealed:
            text._take_old([*raws, last] if is_old(last) else raws)
        return text

    def _take_old(self, raws: list[bytes]) -> None:
        if any(map(is_old, raws)):
            self.old = raws
            self.unreadable = sum(not is_old(raw) and not is_torn(raw) for raw in raws)
            self.behind = 0
            return
        for raw in raws:
            with contextlib.suppress(ValueError):
                self.newest = max(self.newest, parse(raw)["v"])

    @property
    def last(self) -> int:
        return max(self.sealed, default=HEAD)


@dataclass(frozen=True, slots=True)
class Story:
    """What all copies together tell."""

    lines: dict[int, bytes]
    """By number, in their order."""
    lost: tuple[int, ...]
    """Numbers of lines that no copy tells any more."""
    mended: int
    """Lines that one copy could not tell, and another did."""
    next_number: int
    version: int
    """Of the program it needs."""
    first: Text
    second: Text
    reserve: Text

    @property
    def is_whole(self) -> bool:
        """Whether the first copy alone tells all of it."""
        return (
            bool(self.first.sealed)
            and not (self.first.unreadable or self.second.sealed.keys() - self.first.sealed.keys())
            and not self.reserve.data
        )

    @property
    def end(self) -> int:
        """How far the first copy is read: a last line that is being written is read later."""
        return 0 if self.first.data is None else self.first.data.rfind(b"\n") + 1


def told_by(first: Text, second: Text, reserve: Text) -> Story:
    """The reserve has the last word: it is written where the first copy did not take a line."""
    lines = {**second.sealed, **first.sealed, **reserve.sealed}
    if first.old and not first.sealed and not second.sealed:
        reach = len(first.old)
        for number, raw in enumerate(first.old, 1):
            if is_old(raw):
                lines.setdefault(number, seal(number, parse(raw)))
            elif is_torn(raw):
                lines.setdefault(number, seal(number, torn_line(raw)))
    else:
        reach = min((t.last + t.behind for t in (first, second) if t.data is not None), default=0)
    version = VERSION if lines else max(first.newest, second.newest)
    version = max(version, *map(needs, lines.values()), 0)
    lines.setdefault(HEAD, seal(HEAD, {"line": "head", "journal": secrets.token_hex(8)}))
    next_number = max(reach, max(lines) + reserve.behind) + 1
    lines = {number: lines[number] for number in sorted(lines)}
    lost = tuple(islice(_gaps([*lines, next_number]), MOST_LOST))
    mended = _mended(first, second, len(lost))
    return Story(lines, lost, mended, next_number, version, first, second, reserve)


def _gaps(numbers: Sequence[int]) -> Iterator[int]:
    """Those between ascending numbers."""
    for before, after in pairwise(numbers):
        yield from range(before + 1, after)


def _mended(first: Text, second: Text, lost: int) -> int:
    if second.data is None or not (first.sealed or second.sealed):
        return 0
    only_second = second.sealed.keys() - first.sealed.keys()
    only_first = {
        number
        for number in first.sealed.keys() - second.sealed.keys()
        if number < second.last or second.unreadable  # else it is only behind
    }
    spoilt = max(first.unreadable - lost, second.unreadable - lost, 0)
    return max(len(only_first) + len(only_second), spoilt)
