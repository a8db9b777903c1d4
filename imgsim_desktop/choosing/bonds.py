"""What a person says of two photos once and for all: not the same picture, or related."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Literal

from imgsim_desktop.choosing.steps import Change, key_of

Kind = Literal["apart", "related"]


class Bonds:
    """All pairs of each kind, kept in step with the cells: asked for after every key."""

    def __init__(self) -> None:
        self._pairs: dict[str, set[tuple[int, int]]] = {"apart": set(), "related": set()}

    def changed(self, kind: str, photos: Sequence[int], after: str | None) -> None:
        """A cell was filled or emptied; cells of other kinds are none of ours."""
        pairs = self._pairs.get(kind)
        if pairs is None:
            return
        pair = (photos[0], photos[1])
        if after is None:
            pairs.discard(pair)
        else:
            pairs.add(pair)

    def pairs(self, kind: Kind) -> list[tuple[int, int]]:
        """Smaller id first, in order."""
        return sorted(self._pairs[kind])

    def are_apart(self, a: int, b: int) -> bool:
        return (min(a, b), max(a, b)) in self._pairs["apart"]


def bind_all(kind: Kind, photos: Iterable[int]) -> list[Change]:
    """Say it of each two of these photos."""
    return [(kind, key_of(pair), kind) for pair in combinations(sorted(photos), 2)]
