"""Vectors -> candidates -> verified pairs of contents.

Pixels are handed in by the caller as functions: this room opens no file.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.control import NULL_CONTROL, Control
from imgsim_desktop.matching import looks
from imgsim_desktop.matching.index import Keys, Searcher, Vectors
from imgsim_desktop.matching.kinds import Verdict, judge
from imgsim_desktop.matching.sketch import Sketch
from imgsim_desktop.matching.verify import compare
from imgsim_desktop.records import PAIR_KINDS, Facts, PairKind, PairTable, Pixels, Progress

CANDIDATES: Final = 20
"""Nearest neighbours looked at per content."""

_SAMPLE: Final = 2_048
"""Contents that stand for strangers when the background is measured."""
_FIRST_WAVE: Final = 3
"""Neighbours that are looked at first, and from little above the background on."""
_FIRST_LIFT: Final = (5.0, 0.35)
"""Least lift of them: spreads above the background, or this share of the way from it to 1.

On 4,296 pictures and an ImageNet MobileNetV2: 2.2 pairs a photo, 6 % of the copies not among them
(most of those are found by their hashes); asking all 20 neighbours alike: 10.6 pairs, 4 %.
"""
_LATER_LIFT: Final = (12.0, 0.9)
"""Of the others: many edits of one photo, which crowd each other out of the first few."""
_JOINED: Final = 0.5
"""Confidence from which two contents count as one when it is decided what else to look at."""
_WORTH_KEEPING: Final = 0.02
_ALL_PAIRS_UP_TO: Final = 12
"""In larger groups only pairs with the hubs are looked at: 200 edits of a photo have 19,900."""
_HUBS: Final = 6
_SAME_PIXELS_HUBS: Final = 50
_SKETCHES: Final = 1_500
"""Thumbnails with their features kept at a time, about 0.13 MB each."""
_CHUNK: Final = 32

Grey = NDArray[np.uint8]
"""Luma (height, width), upright, long side at most THUMBNAIL_PX."""
_Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Content:
    """What the pair check must know about a content beside its vector."""

    content_id: int
    content_hash: bytes
    pixel_hash: bytes
    perceptual_hash: bytes
    facts: Facts


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


def find_candidates(
    keys: Keys,
    vectors: Vectors,
    searcher: Searcher,
    control: Control = NULL_CONTROL,
    *,
    k: int = CANDIDATES,
    only: Keys | None = None,
) -> Candidates:
    """The k nearest neighbours of all contents, or of those in `only` (new since the last time).

    keys, vectors  (n,), (n, d) L2 norm 1: as the searcher was built from, sorted by content hash
    """
    rows = np.arange(len(keys)) if only is None else np.flatnonzero(np.isin(keys, only))
    neighbours, similarities = searcher.neighbours(k, rows, control)
    background, spread = _background(vectors, rows, control)
    return Candidates(keys[rows], neighbours, similarities, background, spread, keys, vectors)


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


def match_contents(
    contents: Sequence[Content],
    candidates: Candidates,
    load_grey: Callable[[int], Grey],
    *,
    load_colour: Callable[[int], Pixels] | None = None,
    known: PairTable | None = None,
    threads: int = 1,
    control: Control = NULL_CONTROL,
) -> PairTable:
    """Look at the pixels of all candidate pairs and say what they are and how sure that is.

    contents     all contents of the library, sorted by content hash; byte-identical photos share
                 one and are no pair here
    candidates   of all contents, or of the new ones only; then `known` holds the older pairs
    load_grey    content id -> luma of its thumbnail; called from `threads` threads at a time
    load_colour  content id -> thumbnail in colour, to tell recoloured copies; None: not told
    known        pairs of an earlier run; kept where both contents are still there
    returns      the pairs found and the known ones, with doubtful ones and those refused within
                 a group, at their low confidence; the same for any number of threads

    Raises Cancelled; nothing is kept of a cancelled run.
    """
    ids = np.array([c.content_id for c in contents], np.int64)
    kept = _still_there(known or PairTable.empty(), ids)
    if len(contents) < 2:
        return kept
    row_of = {int(key): row for row, key in enumerate(ids)}
    asked = np.isin(ids, candidates.keys)
    plan = _Plan.make(contents, candidates, asked, row_of, kept)
    matcher = _Matcher(contents, load_grey, load_colour, plan, max(1, threads), control)
    for pair in _same_pixels(contents, asked):
        matcher.settle(pair, Verdict(1.0, PairKind.SAME_PIXELS))
    for wave in plan.waves:
        matcher.look(pair for pair in wave if not matcher.joined(*pair))
    matcher.look(matcher.missing_in_groups())
    return _merged(kept, matcher.table(ids, candidates))


def _still_there(known: PairTable, ids: Keys) -> PairTable:
    return known.where(np.isin(known.a, ids) & np.isin(known.b, ids))


def _same_pixels(contents: Sequence[Content], asked: NDArray[np.bool_]) -> Iterator[_Pair]:
    """Pairs of equal pixels; blank pictures are equal without being copies."""
    alike: dict[bytes, list[int]] = {}
    for row, content in enumerate(contents):
        if not content.facts.is_blank:
            alike.setdefault(content.pixel_hash, []).append(row)
    for rows in alike.values():
        for n, j in enumerate(rows):
            for i in rows[: min(n, _SAME_PIXELS_HUBS)]:
                if asked[i] or asked[j]:
                    yield i, j


_Pair = tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class _Plan:
    """Which pairs to look at, the likelier ones first; rows of `contents`, i < j."""

    waves: tuple[list[_Pair], ...]
    done: set[_Pair]
    """Pairs known from an earlier run."""

    @classmethod
    def make(
        cls,
        contents: Sequence[Content],
        candidates: Candidates,
        asked: NDArray[np.bool_],
        row_of: dict[int, int],
        known: PairTable,
    ) -> _Plan:
        done = {
            _ordered(row_of[a], row_of[b])
            for a, b in zip(known.a.tolist(), known.b.tolist(), strict=True)
        }
        likely, less_likely = _from_vectors(candidates, row_of)
        hashes = looks.stack([c.perceptual_hash for c in contents])
        blank = np.array([c.facts.is_blank for c in contents])
        alike = looks.near_pairs(hashes, asked)
        alike = alike[~(blank[alike[:, 0]] & blank[alike[:, 1]])]
        first = sorted({(i, j) for i, j in alike.tolist()} | likely)
        return cls((first, sorted(less_likely - set(first))), done)


def _from_vectors(candidates: Candidates, row_of: dict[int, int]) -> tuple[set[_Pair], set[_Pair]]:
    """Pairs well above the background: those of the first few neighbours, and the others."""
    lift = candidates.similarities - candidates.background[:, None]
    nearby = np.arange(lift.shape[1]) < _FIRST_WAVE
    enough = np.where(nearby, _least(candidates, _FIRST_LIFT), _least(candidates, _LATER_LIFT))
    likely: set[_Pair] = set()
    less_likely: set[_Pair] = set()
    rows, nth = np.nonzero(lift > enough)
    for row, rank in zip(rows.tolist(), nth.tolist(), strict=True):
        pair = _ordered(
            row_of[int(candidates.keys[row])], row_of[int(candidates.neighbours[row, rank])]
        )
        (likely if rank < _FIRST_WAVE else less_likely).add(pair)
    return likely, less_likely


def _least(candidates: Candidates, lift: tuple[float, float]) -> Vectors:
    """(m, 1) least distance above the background, whichever of the two bounds is met first."""
    spreads, share = lift
    least = np.minimum(spreads * candidates.spread, share * (1 - candidates.background))
    return np.asarray(least[:, None], np.float32)


def _ordered(i: int, j: int) -> _Pair:
    return (i, j) if i < j else (j, i)


@dataclass(slots=True, eq=False)
class _Matcher:
    """The state of one run: verdicts so far, and which contents they join."""

    contents: Sequence[Content]
    load_grey: Callable[[int], Grey]
    load_colour: Callable[[int], Pixels] | None
    plan: _Plan
    threads: int
    control: Control
    verdicts: dict[_Pair, Verdict] = field(default_factory=dict)
    parents: dict[int, int] = field(default_factory=dict)

    def settle(self, pair: _Pair, verdict: Verdict) -> None:
        self.verdicts[pair] = verdict
        if verdict.confidence >= _JOINED:
            low, high = _ordered(self._root(pair[0]), self._root(pair[1]))
            self.parents[high] = low

    def joined(self, i: int, j: int) -> bool:
        return self._root(i) == self._root(j)

    def _root(self, row: int) -> int:
        while (parent := self.parents.get(row, row)) != row:
            self.parents[row] = self.parents.get(parent, parent)
            row = parent
        return row

    def look(self, pairs: Iterable[_Pair]) -> None:
        """Compare the pixels of the pairs that nobody has compared yet."""
        todo = [p for p in pairs if p not in self.plan.done and p not in self.verdicts]
        todo = _near_each_other(todo)
        sketches = _Sketches(lambda row: self.load_grey(self.contents[row].content_id))
        chunks = [todo[start : start + _CHUNK] for start in range(0, len(todo), _CHUNK)]
        done = 0
        for chunk, verdicts in zip(chunks, self._mapped(sketches, chunks), strict=True):
            for pair, verdict in zip(chunk, verdicts, strict=True):
                self.settle(pair, verdict)
            done += len(chunk)
            self.control.check()
            self.control.report(Progress("pairs", done, len(todo)))

    def _mapped(self, sketches: _Sketches, chunks: list[list[_Pair]]) -> Iterator[list[Verdict]]:
        def judged(chunk: list[_Pair]) -> list[Verdict]:
            self.control.check()
            return [self._judge(sketches, *pair) for pair in chunk]

        if self.threads == 1:
            yield from map(judged, chunks)
            return
        with ThreadPoolExecutor(self.threads, "pairs") as pool:
            try:
                yield from pool.map(judged, chunks)
            finally:
                pool.shutdown(cancel_futures=True)

    def _judge(self, sketches: _Sketches, i: int, j: int) -> Verdict:
        a, b = self.contents[i], self.contents[j]
        evidence = compare(sketches.get(i), sketches.get(j))
        colours = None
        if self.load_colour is not None:
            load = self.load_colour
            colours = lambda: (load(a.content_id), load(b.content_id))  # noqa: E731
        return judge(evidence, a.facts, b.facts, colours)

    def _tells(self, pair: _Pair) -> bool:
        verdict = self.verdicts[pair]
        doubtful = verdict.confidence >= _WORTH_KEEPING or verdict.kind is not PairKind.SIMILAR
        return doubtful or self.joined(*pair)

    def missing_in_groups(self) -> list[_Pair]:
        """Pairs inside joined contents that nobody compared: each must be sure of its keeper."""
        groups: dict[int, list[int]] = {}
        for row in sorted(self.parents):
            groups.setdefault(self._root(row), []).append(row)
        missing: list[_Pair] = []
        for root, others in groups.items():
            rows = sorted({root, *others})
            hubs = rows
            if len(rows) > _ALL_PAIRS_UP_TO:
                hubs = sorted(rows, key=self._pixels_of, reverse=True)[:_HUBS]
            wanted = {_ordered(i, j) for i in hubs for j in rows if i != j}
            missing += sorted(wanted)
        return missing

    def _pixels_of(self, row: int) -> int:
        facts = self.contents[row].facts
        return facts.width_px * facts.height_px

    def table(self, ids: Keys, candidates: Candidates) -> PairTable:
        """The verdicts worth keeping as a table, sorted by ids.

        Refused pairs are kept inside groups only, where they speak against a member.
        """
        kept = {pair: verdict for pair, verdict in self.verdicts.items() if self._tells(pair)}
        if not kept:
            return PairTable.empty()
        verdicts = list(kept.values())
        ends = ids[np.array(list(kept), np.int64)]
        swapped = (ends[:, 0] > ends[:, 1]).tolist()
        ends.sort(axis=1)
        transforms = [v.transform_of(swapped=s) for v, s in zip(verdicts, swapped, strict=True)]
        table = PairTable.from_columns(
            ends[:, 0],
            ends[:, 1],
            similarity=_cosines(ends, candidates),
            confidence=np.array([v.confidence for v in verdicts], np.float32),
            kind=np.array([PAIR_KINDS.index(v.kind) for v in verdicts], np.uint8),
            edits=np.array([v.edit_bits for v in verdicts], np.uint16),
            transform=np.array(transforms, np.float32),
            coverage=np.array([v.coverage for v in verdicts], np.float32),
        )
        return table.where(np.lexsort((table.b, table.a)))


def _cosines(ends: Keys, candidates: Candidates) -> Vectors:
    """Cosine of the vectors of each pair; 0 for a content without a vector."""
    order = np.argsort(candidates.all_keys, kind="stable")
    sorted_keys = candidates.all_keys[order]
    at = np.minimum(np.searchsorted(sorted_keys, ends), len(order) - 1)
    has_both = (sorted_keys[at] == ends).all(1)
    out = np.zeros(len(ends), np.float32)
    for start in range(0, len(ends), _SAMPLE):
        part = slice(start, start + _SAMPLE)
        rows = order[at[part]]
        cosines = np.einsum(
            "nd,nd->n", candidates.vectors[rows[:, 0]], candidates.vectors[rows[:, 1]]
        )
        out[part] = np.where(has_both[part], np.clip(cosines, -1, 1), 0)
    return out


def _merged(known: PairTable, found: PairTable) -> PairTable:
    """Both tables in one, sorted by (a, b); no pair is in both."""
    columns = {
        name: np.concatenate([getattr(known, name), getattr(found, name)])
        for name in PairTable.__dataclass_fields__
    }
    table = PairTable(**columns)
    return table.where(np.lexsort((table.b, table.a)))


def _near_each_other(pairs: list[_Pair]) -> list[_Pair]:
    """The pairs in an order in which those that share a picture come close together.

    Breadth first through the graph of pairs: the cache of sketches is bounded.
    """
    of: dict[int, list[_Pair]] = {}
    for pair in dict.fromkeys(pairs):
        for row in pair:
            of.setdefault(row, []).append(pair)
    ordered: dict[_Pair, None] = {}
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


class _Sketches:
    """The pictures looked at lately, ready for comparing.

    The lock keeps the pool's threads from changing the order of use at one time; a picture that
    two of them ask for at once is loaded twice, which does no harm.
    """

    def __init__(self, load: Callable[[int], Grey]) -> None:
        self._load = load
        self._lock = Lock()
        self._kept: OrderedDict[int, Sketch] = OrderedDict()

    def get(self, row: int) -> Sketch:
        with self._lock:
            sketch = self._kept.get(row)
            if sketch is not None:
                self._kept.move_to_end(row)
                return sketch
        sketch = Sketch(self._load(row))
        with self._lock:
            self._kept[row] = sketch
            if len(self._kept) > _SKETCHES:
                self._kept.popitem(last=False)
        return sketch
