"""Vectors and hashes -> pairs worth a look at the pixels."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.control import NULL_CONTROL, Control
from imgsim_desktop.matching import looks
from imgsim_desktop.matching.grounds import near_on_grounds, stack_views
from imgsim_desktop.matching.index import Keys, Searcher, Vectors
from imgsim_desktop.matching.parts import FEW, Blocks, find_by_parts, gaps
from imgsim_desktop.records import Facts, PairTable

CANDIDATES: Final = 20
"""Nearest neighbours looked at per content."""

_SAMPLE: Final = 2_048
"""Contents that stand for strangers when the background is measured."""
_FIRST_WAVE: Final = 3
"""Neighbours that are looked at first, and from little above the background on."""
_FIRST_GAP: Final = 0.19
_FIRST_LIFT: Final = 0.66
"""They stand out by this share of the way to 1 from the eighth neighbour, or else, where many are
copies, from the background. Measured together with the parts, in `parts`.
"""
_LATER_LIFT: Final = (12.0, 0.9)
"""Of the others: many edits of one photo, which crowd each other out of the first few."""
_SAME_PIXELS_HUBS: Final = 50

RowPair = tuple[int, int]
"""Rows of the contents, the smaller first."""
_Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Content:
    """What the pair check must know about a content beside its vector."""

    content_id: int
    content_hash: bytes
    pixel_hash: bytes
    perceptual_hash: bytes
    facts: Facts
    hashes_on_grounds: bytes = b""
    """Of a transparent one: its perceptual hash, 32 bytes each, on other grounds."""

    @property
    def is_transparent(self) -> bool:
        return self.facts.holdings is not None and self.facts.holdings.is_transparent


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """The nearest neighbours of some contents: pairs worth a look."""

    keys: Keys
    """(m,) contents that were asked for; pairs between two others are not looked for."""
    neighbours: Keys
    """(m, k) best first."""
    similarities: Vectors
    """(m, k) cosines."""
    background: Vectors
    """(m,) the cosine that a stranger typically has with this content."""
    spread: Vectors
    """(m,) standard deviation of the strangers' cosines."""
    all_keys: Keys
    """(n,) keys of `vectors`."""
    vectors: Vectors
    """(n, d) all vectors of the library, not copied."""
    by_parts: Keys = field(default_factory=lambda: np.empty((0, 2), np.int64))
    """(p, 2) pairs of keys, at least one of them asked for, found by a part of one of them."""


def find_candidates(
    keys: Keys,
    vectors: Vectors,
    searcher: Searcher,
    control: Control = NULL_CONTROL,
    *,
    k: int = CANDIDATES,
    only: Keys | None = None,
    parts: Blocks = (),
) -> Candidates:
    """The k nearest neighbours of all contents, or of those in `only` (new since the last time).

    keys, vectors  (n,), (n, d) L2 norm 1: as the searcher was built from, sorted by content hash
    parts          vectors of parts of the same contents, in blocks; may lack some or all
    """
    rows = np.arange(len(keys)) if only is None else np.flatnonzero(np.isin(keys, only))
    neighbours, similarities = searcher.neighbours(k, rows, control)
    background, spread = _background(vectors, rows, control)
    by_parts = find_by_parts(parts, searcher, np.sort(keys[rows]), control)
    return Candidates(
        keys[rows], neighbours, similarities, background, spread, keys, vectors, by_parts
    )


def _background(vectors: Vectors, rows: _Rows, control: Control) -> tuple[Vectors, Vectors]:
    """Median and robust spread of each row's cosines with a sample of the library.

    The middle of the sample, not its near end: the near end of a photo with twenty copies are its
    copies, and measuring against them would hide them (METHODS.md 5.3).
    """
    sample = vectors[:: max(1, len(vectors) // _SAMPLE)][:_SAMPLE]
    background = np.zeros(len(rows), np.float32)
    spread = np.ones(len(rows), np.float32)
    for start in range(0, len(rows), _SAMPLE):
        control.check()
        cosines = vectors[rows[start : start + _SAMPLE]] @ sample.T
        low, middle = np.quantile(cosines, [0.16, 0.5], axis=1)
        background[start : start + _SAMPLE] = middle
        spread[start : start + _SAMPLE] = np.maximum(middle - low, 1e-3)
    return background, spread


@dataclass(frozen=True, slots=True, eq=False)
class ComparisonPlan:
    """Which pairs to look at, the likelier ones first; rows of `contents`, i < j."""

    waves: tuple[list[RowPair], ...]
    done: set[RowPair]
    """Pairs known from an earlier run."""

    @classmethod
    def make(
        cls,
        contents: Sequence[Content],
        candidates: Candidates,
        asked: NDArray[np.bool_],
        row_of: dict[int, int],
        known: PairTable,
    ) -> ComparisonPlan:
        done = {
            ordered(row_of[a], row_of[b])
            for a, b in zip(known.a.tolist(), known.b.tolist(), strict=True)
        }
        likely, less_likely = _from_vectors(candidates, row_of)
        hashes = looks.stack([c.perceptual_hash for c in contents])
        blank = np.array([c.facts.is_blank for c in contents])
        alike = looks.near_pairs(hashes, asked)
        clear = np.flatnonzero([c.hashes_on_grounds != b"" for c in contents])
        if len(clear):
            views, places = stack_views([contents[row].hashes_on_grounds for row in clear.tolist()])
            on_grounds = near_on_grounds(views, clear[places], hashes, asked)
            is_clear = np.isin(on_grounds, clear)
            alike = np.concatenate([alike, on_grounds[~is_clear.all(1)]])
        alike = alike[~(blank[alike[:, 0]] & blank[alike[:, 1]])]
        first = sorted({(i, j) for i, j in alike.tolist()} | likely)
        return cls((first, sorted(less_likely - set(first))), done)


def _from_vectors(
    candidates: Candidates, row_of: dict[int, int]
) -> tuple[set[RowPair], set[RowPair]]:
    """Pairs that stand out: those of the first few neighbours and of parts, and the others."""
    found, background = candidates.similarities, candidates.background[:, None]
    nearby = np.arange(found.shape[1]) < _FIRST_WAVE
    few = found.shape[1] < FEW
    eighth = found[:, FEW - 1 : FEW] if not few else background
    stands_out = few | (gaps(found, eighth) > _FIRST_GAP) | (gaps(found, background) > _FIRST_LIFT)
    high_up = found - background > _least(candidates, _LATER_LIFT)
    likely = {ordered(row_of[a], row_of[b]) for a, b in candidates.by_parts.tolist()}
    less_likely: set[RowPair] = set()
    rows, nth = np.nonzero(np.where(nearby, stands_out, high_up))
    for row, rank in zip(rows.tolist(), nth.tolist(), strict=True):
        pair = ordered(
            row_of[int(candidates.keys[row])], row_of[int(candidates.neighbours[row, rank])]
        )
        (likely if rank < _FIRST_WAVE else less_likely).add(pair)
    return likely, less_likely


def _least(candidates: Candidates, lift: tuple[float, float]) -> Vectors:
    """(m, 1) least distance above the background, whichever of the two bounds is met first."""
    spreads, share = lift
    least = np.minimum(spreads * candidates.spread, share * (1 - candidates.background))
    return np.asarray(least[:, None], np.float32)


def ordered(i: int, j: int) -> RowPair:
    return (i, j) if i < j else (j, i)


def same_pixels(contents: Sequence[Content], asked: NDArray[np.bool_]) -> Iterator[RowPair]:
    """Pairs of equal pixels on all their pages; blank pictures are equal without being copies."""
    alike: dict[bytes, list[int]] = {}
    for row, content in enumerate(contents):
        if not content.facts.is_blank:
            alike.setdefault(content.pixel_hash, []).append(row)
    for rows in alike.values():
        for n, j in enumerate(rows):
            for i in rows[: min(n, _SAME_PIXELS_HUBS)]:
                if (asked[i] or asked[j]) and _show_same_pages(contents[i], contents[j]):
                    yield i, j


def _show_same_pages(a: Content, b: Content) -> bool:
    known = a.facts.holdings, b.facts.holdings
    return known[0] is not None and known[1] is not None and known[0].shows_same_pages(known[1])


def near_each_other(pairs: list[RowPair]) -> list[RowPair]:
    """The pairs in an order in which those that share a picture come close together.

    Breadth first through the graph of pairs: the caches of sketches are bounded.
    """
    of: dict[int, list[RowPair]] = {}
    for pair in dict.fromkeys(pairs):
        for row in pair:
            of.setdefault(row, []).append(pair)
    ordered: dict[RowPair, None] = {}
    seen: set[int] = set()
    for start in of:
        queue = deque([start])
        while queue:
            row = queue.popleft()
            if row in seen:
                continue
            seen.add(row)
            for pair in of[row]:
                ordered.setdefault(pair)
                queue.append(pair[0] if pair[1] == row else pair[1])
    return list(ordered)
