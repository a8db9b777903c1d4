"""What is known of photos beside how alike they look: their pairs, their clocks, their places."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.records import (
    PAIR_KINDS,
    REMOVABLE_KINDS,
    PairKind,
    PairTable,
    Relation,
    Why,
)

MOMENT_S: Final = 30.0
"""Shots so near in time are of one moment: as long as `review.browse` lets a series be."""
PLACE_M: Final = 50.0
"""Phones err by 5 to 20 m under the open sky, and both of two may."""
_EARTH_M: Final = 6_371_000.0
_WHY_OF_KIND: Final = {
    PairKind.BURST: Why.MOMENT,
    PairKind.VARIANT: Why.PLACE,
    PairKind.SIMILAR: Why.PLACE,
}
_ORDER: Final = tuple(Why)
_SHARED: Final = 0.1
"""Confidence from which a pair that is no copy shows one thing from two sides, and not two things
in one colour."""

PairsOf = Callable[[Sequence[int]], PairTable]
"""Content ids -> the pairs they have with any other content."""


class Relations:
    """Of the contents of one library; frozen, like the vectors of a search."""

    def __init__(
        self,
        pairs_of: PairsOf,
        ids: NDArray[np.int64],
        facts: NDArray[np.float64],
        least: float = 0.9,
    ) -> None:
        """ids, facts  as `CacheReader.moments_and_places` gives them

        least  confidence from which a pair is called copies
        """
        self._pairs_of = pairs_of
        self._ids, self._facts = ids, facts
        self._least = least

    def of(self, contents: Sequence[int]) -> dict[int, Relation]:
        """Content id -> how it is related to the nearest of these; unrelated ones are left out.

        Of several relations the first in the order of Why counts, then the nearest or surest.
        """
        found: dict[int, Relation] = {}
        asked = set(contents)

        def add(other: int, relation: Relation) -> None:
            known = found.get(other)
            if other not in asked and (known is None or _rank(relation) < _rank(known)):
                found[other] = relation

        table = self._pairs_of(contents)
        for row in range(len(table)):
            pair = table.pair(row)
            relation = self._of_pair(pair.kind, pair.confidence, looked=pair.looked)
            if relation is not None:
                add(pair.b if pair.a in asked else pair.a, relation)
        for content in contents:
            for why, apart, most in (
                (Why.MOMENT, self._seconds_from(content), MOMENT_S),
                (Why.PLACE, self._metres_from(content), PLACE_M),
            ):
                for at in np.flatnonzero(apart <= most).tolist():
                    add(int(self._ids[at]), Relation(why, apart=float(apart[at])))
        return found

    def _of_pair(self, kind: PairKind, confidence: float, *, looked: bool) -> Relation | None:
        """None: they were refused, or nobody is sure enough."""
        if kind in REMOVABLE_KINDS:
            if confidence >= self._least:
                return Relation(Why.COPIES, kind, confidence, looked)
            return Relation(Why.PLACE, PairKind.SIMILAR) if confidence >= _SHARED else None
        if kind is PairKind.SIMILAR and confidence < _SHARED:
            return None
        return Relation(_WHY_OF_KIND[kind], kind, looked=looked)

    def _seconds_from(self, content: int) -> NDArray[np.float64]:
        """(n,) of all; NaN where a clock is not known. Zones count where both were written."""
        own = self._facts_of(content)
        seconds: NDArray[np.float64] = self._facts[:, 0] - own[0]
        zones = (self._facts[:, 1] - own[1]) * 60
        apart: NDArray[np.float64] = np.abs(seconds - np.nan_to_num(zones))
        return apart

    def _metres_from(self, content: int) -> NDArray[np.float64]:
        """(n,) of all, as on a plane: right to a promille where it matters."""
        own = self._facts_of(content)
        north = np.radians(self._facts[:, 2] - own[2])
        east = np.radians((self._facts[:, 3] - own[3] + 180) % 360 - 180)
        metres: NDArray[np.float64] = _EARTH_M * np.hypot(north, east * np.cos(np.radians(own[2])))
        return metres

    def _facts_of(self, content: int) -> NDArray[np.float64]:
        at = int(np.searchsorted(self._ids, content))
        if at < len(self._ids) and self._ids[at] == content:
            row: NDArray[np.float64] = self._facts[at]
            return row
        return np.full(4, np.nan)


def _rank(relation: Relation) -> tuple[int, float, float, int]:
    kind = len(PAIR_KINDS) if relation.kind is None else PAIR_KINDS.index(relation.kind)
    return _ORDER.index(relation.why), relation.apart, -(relation.confidence or 0.0), kind


def no_relations() -> Relations:
    """Of a library of which nothing is known."""
    return Relations(lambda _: PairTable.empty(), np.zeros(0, np.int64), np.zeros((0, 4)))
