"""What can go wrong in ways the person can do something about.

    ImgSimError
    +-- KnownError          a sentence and a hint; window: banner, command line: stderr and exit 1
    |   +-- LibraryInUse    a second program has this library open; it may still be read
    |   +-- DecisionsBroken precious data damaged: stop, offer the last backup, never recreate
    |   +-- WeightsMissing  a network's file is absent, damaged or of another architecture
    +-- CacheBroken         expendable data damaged: set aside as `.broken-<date>` and rebuilt
    +-- BackendTrouble      the device gave up on a batch: smaller batch, then the processor

A picture that cannot be read is no exception but a value: `records.Failure`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self


class Sentence(str):
    """An English sentence for the person that remembers how it was made, so a window can translate.

    pattern  English with {names}, as `str.format` takes them
    values   what stands for the names: text, numbers or other Sentences
    """

    __slots__ = ("pattern", "values")
    pattern: str
    values: Mapping[str, object]

    def __new__(cls, pattern: str, **values: object) -> Self:
        made = super().__new__(cls, pattern.format(**values))
        made.pattern, made.values = pattern, values
        return made


class ImgSimError(Exception):
    """Root of everything this program raises on purpose."""


class KnownError(ImgSimError):
    """Something the person can mend: what happened, to what, and what to do now."""

    def __init__(self, sentence: str, hint: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.sentence} {self.hint}".strip()


class LibraryInUse(KnownError):
    """Another process writes this library; open it read-only or close the other one."""


class DecisionsBroken(KnownError):
    """decisions.db is damaged; nothing was changed, the last backup is offered."""


class WeightsMissing(KnownError):
    """A network's weights are absent, damaged or belong to another architecture."""


class CacheBroken(ImgSimError):
    """A file that can be rebuilt is damaged; the caller sets it aside and rebuilds it."""


class BackendTrouble(ImgSimError):
    """The device gave up on a batch (out of memory, driver lost); try smaller, then the CPU."""
