"""Pairs of contents as people see them: pairs of files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from imgsim_desktop.records import REMOVABLE_KINDS, PairKind, PairTable


@dataclass(frozen=True, slots=True)
class FilePair:
    """Two files, `a < b` by name."""

    a: str
    b: str
    confidence: float
    similarity: float
    kind: PairKind
    looked: bool
    """Whether they were compared in full size, too; equal bytes need not be."""

    @property
    def is_overruled(self) -> bool:
        """Whether they are no copies in full size: the confidence is that of their thumbnails."""
        return self.looked and self.kind not in REMOVABLE_KINDS


def file_pairs(table: PairTable, names: Mapping[int, Sequence[str]]) -> Iterator[FilePair]:
    """Pairs of contents as pairs of files, and all pairs of byte-identical files.

    names  content id -> its files; several where files are byte-identical
    """
    for files in names.values():
        for a, b in combinations(sorted(files), 2):
            yield FilePair(a, b, 1.0, 1.0, PairKind.IDENTICAL, looked=True)
    for row in range(len(table)):
        pair = table.pair(row)
        for one, other in product(names.get(pair.a, ()), names.get(pair.b, ())):
            a, b = sorted((one, other))
            yield FilePair(a, b, pair.confidence, pair.similarity, pair.kind, pair.looked)


def surest_first(pair: FilePair) -> tuple[float, str, str]:
    """Key of the order in which they are told."""
    return (-pair.confidence, pair.a, pair.b)
