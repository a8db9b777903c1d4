"""What can go wrong in ways the person can do something about.

    ImgSimError
    +-- KnownError          a sentence and a hint; window: banner, command line: stderr and exit 1
    |   +-- LibraryInUse    a second program has this library open; it may still be read
    |   +-- NoRoomToScan    the disk is nearly full; what the last scan saw may still be used
    |   +-- CacheBroken     expendable data damaged: set aside as `.broken-<date>` and rebuilt
    |   +-- DecisionsBroken precious data damaged: stop, offer the last backup, never recreate
    |   +-- WeightsMissing  a network's file is absent, damaged or of another architecture
    +-- BackendTrouble      the device gave up on a batch: smaller batch, then the processor

A picture that cannot be read is no exception but a value: `records.Failure`.
"""

from __future__ import annotations

import errno
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self


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

    def __getnewargs_ex__(self) -> tuple[tuple[Any, ...], dict[str, object]]:
        """How it is made again in another process, an error in it as its text."""
        plain = (str, int, float)
        values: dict[str, object] = {
            name: value if isinstance(value, plain) else str(value)
            for name, value in self.values.items()
        }
        return (self.pattern,), values

    def __getstate__(self) -> None:
        """Nothing beside that."""


class Counted(Sentence):
    """A Sentence about a number of things: "1 photo", "7 photos".

    one, many  English patterns, with %Ln for the number; a translation of `many` has as many forms
               as its language
    """

    __slots__ = ("many", "n", "one")
    one: str
    many: str
    n: int

    def __new__(cls, one: str, many: str, n: int, **values: object) -> Self:
        pattern = (one if n == 1 else many).replace("%Ln", "{n}")
        made = super().__new__(cls, pattern, n=n, **values)
        made.one, made.many, made.n = one, many, n
        return made

    def __getnewargs_ex__(self) -> tuple[tuple[Any, ...], dict[str, object]]:
        _, values = super().__getnewargs_ex__()
        del values["n"]
        return (self.one, self.many, self.n), values


def translatable(text: str) -> str:
    """Marks an English text, or a pattern with {names}, for translators; it stays as it is.

    `packaging/collect_sentences.py` finds what stands in these calls, and in those of Sentence,
    Counted and KnownError.
    """
    return text


def listed(parts: Sequence[str]) -> str:
    """Texts in a row: "sharper, older"."""
    if len(parts) < 2:
        return parts[0] if parts else ""
    return Sentence("{first}, {others}", first=parts[0], others=listed(parts[1:]))


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


_OF_THE_MACHINE = frozenset(
    {
        errno.EIO, errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.ENODEV,
        errno.ENXIO, errno.ESTALE, errno.ETIMEDOUT, errno.ENOTCONN, errno.EMFILE, errno.ENFILE,
        errno.EBUSY, errno.EINTR,
    }
)  # fmt: skip


def machine_trouble(error: OSError) -> KnownError | None:
    """The sentence for an error of the disk or the system that nobody has met before the top.

    None for one that no healthy machine gives without a fault of ours, such as a missing file.
    """
    if error.errno not in _OF_THE_MACHINE:
        return None
    return KnownError(
        Sentence(
            "{path} cannot be used: {why}.",
            path="A file" if error.filename is None else error.filename,
            why=error.strerror or error,
        ),
        "Check its disk, and that its folder may be used.",
    )


class LibraryInUse(KnownError):
    """Another process writes this library; open it read-only or close the other one."""


class NoRoomToScan(KnownError):
    """The disk of the data folder is nearly full: what is left is for tidying up."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            Sentence(
                "The disk that holds {parent} is nearly full: nothing was read.", parent=folder
            ),
            Sentence(
                "What the last scan saw can be used, to remove duplicates too; "
                "free some space before the next scan."
            ),
        )


class CacheBroken(KnownError):
    """What is remembered of a library is damaged; the next scan sets it aside and rebuilds it."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            Sentence("What is remembered of this library is damaged ({why}).", why=why),
            Sentence(
                "Scan it again: it is built anew. Your photos and decisions are not affected."
            ),
        )
        self.path = path
        self.why = why


class DecisionsBroken(KnownError):
    """decisions.db is damaged; nothing was changed, the last backup is offered."""


class WeightsMissing(KnownError):
    """A network's weights are absent, damaged or belong to another architecture."""


class BackendTrouble(ImgSimError):
    """The device gave up on a batch (out of memory, driver lost); try smaller, then the CPU."""
