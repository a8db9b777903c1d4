"""Vectors -> candidates -> verified pairs of contents.

Pixels come from the caller's loaders: this room opens no file.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Final

import numpy as np

from imgsim_desktop.control import NULL_CONTROL, Control
from imgsim_desktop.matching.candidates import (
    Candidates,
    ComparisonPlan,
    Content,
    RowPair,
    near_each_other,
    ordered,
    same_pixels,
)
from imgsim_desktop.matching.hubs import pairs_with_hubs
from imgsim_desktop.matching.index import Keys, Vectors
from imgsim_desktop.matching.judging import Judges, PixelLoaders
from imgsim_desktop.matching.kinds import PairVerdict
from imgsim_desktop.records import PAIR_KINDS, PairKind, PairTable, Progress

_JOINED: Final = 0.5
"""Confidence from which two contents count as one when it is decided what else to look at."""
_WORTH_KEEPING: Final = 0.02
_SIMILAR: Final = PAIR_KINDS.index(PairKind.SIMILAR)
_ALL_PAIRS_UP_TO: Final = 12
"""In larger groups only pairs with the hubs are looked at."""
_ROUNDS: Final = 4
"""How often it is looked for what is missing: of hundreds of copies each neighbourhood is a group
of its own at first."""
_CHUNK: Final = 16
_AT_ONCE: Final = 2_048
ShareNoise = Callable[[Sequence[tuple[int, int]]], Sequence[bool | None]]
"""Of pairs of content ids: whether the originals have the noise of one exposure; None: unknown."""
_KEEP_S: Final = 3.0
"""What was found out is handed on so often: Stop or kill -9 loses no more than that."""


def match_contents(
    contents: Sequence[Content],
    candidates: Candidates,
    loaders: PixelLoaders,
    *,
    known: PairTable | None = None,
    keep: Callable[[PairTable], None] | None = None,
    threads: int = 1,
    beside: bool = False,
    share_noise: ShareNoise | None = None,
    control: Control = NULL_CONTROL,
) -> PairTable:
    """Look at the pixels of all candidate pairs and say what they are and how sure that is.

    contents     all contents of the library, sorted by content hash; byte-identical photos share
                 one and are no pair here
    candidates   of all contents, or of the new ones only; then `known` holds the older pairs
    loaders      of the thumbnails of all contents
    known        pairs of earlier runs, kept where both contents are still there; those of a content
                 that is asked for are what an unfinished run handed to `keep`: not looked at again
    keep         takes verdicts every few seconds while the run lasts, refused pairs included
    threads      that compare pixels
    beside       whether long work is done by as many processes instead, see `Judges`
    share_noise  asked about pairs that nothing but their clocks parts
    returns      the pairs found and the known ones, with doubtful ones and those refused within
                 a group, at their low confidence; the same whoever compared them

    Raises Cancelled. A run that continues another ends with the same pairs as one in one piece.
    """
    ids = np.array([c.content_id for c in contents], np.int64)
    kept = _still_there(known or PairTable.empty(), ids)
    if len(contents) < 2:
        return kept
    row_of = {int(key): row for row, key in enumerate(ids)}
    asked = np.isin(ids, candidates.keys)
    unfinished = np.isin(kept.a, candidates.keys) | np.isin(kept.b, candidates.keys)
    begun, kept = kept.where(unfinished), kept.where(~unfinished)
    plan = ComparisonPlan.make(contents, candidates, asked, row_of, kept)
    with Judges(loaders, max(1, threads), beside=beside, control=control) as judges:
        matcher = _Matcher(contents, judges, plan, control)
        matcher.hand_over = _handing_to(keep, ids, candidates)
        matcher.share_noise = share_noise
        for pair in same_pixels(contents, asked):
            matcher.record(pair, PairVerdict(1.0, PairKind.SAME_PIXELS))
        matcher.take_up(begun, row_of)
        for wave in plan.waves:
            matcher.look(pair for pair in wave if not matcher.joined(*pair))
        matcher.fill_groups()
    telling = {pair: verdict for pair, verdict in matcher.verdicts.items() if matcher.tells(pair)}
    fresh = {pair: v for pair, v in telling.items() if pair not in matcher.taken_up}
    again = begun.where(
        np.array([row for pair, row in matcher.taken_up.items() if pair in telling], np.int64)
    )
    again = replace(again, similarity=_cosines(np.stack([again.a, again.b], axis=1), candidates))
    return _merged(kept, again, _table_of(fresh, ids, candidates))


def _handing_to(
    keep: Callable[[PairTable], None] | None, ids: Keys, candidates: Candidates
) -> Callable[[Mapping[RowPair, PairVerdict]], None]:
    if keep is None:
        return lambda verdicts: None

    def hand_over(verdicts: Mapping[RowPair, PairVerdict]) -> None:
        table = _table_of(verdicts, ids, candidates)
        refused = (table.confidence < _WORTH_KEEPING) & (table.kind == _SIMILAR)
        # Nobody should see them as look-alikes: most are dropped once all groups are known.
        keep(replace(table, similarity=np.where(refused, np.float32(0), table.similarity)))

    return hand_over


def _still_there(known: PairTable, ids: Keys) -> PairTable:
    return known.where(np.isin(known.a, ids) & np.isin(known.b, ids))


@dataclass(slots=True, eq=False)
class _Matcher:
    """The state of one run: verdicts so far, and which contents they join."""

    contents: Sequence[Content]
    judges: Judges
    plan: ComparisonPlan
    control: Control
    hand_over: Callable[[Mapping[RowPair, PairVerdict]], None] = lambda verdicts: None
    share_noise: ShareNoise | None = None
    verdicts: dict[RowPair, PairVerdict] = field(default_factory=dict)
    taken_up: dict[RowPair, int] = field(default_factory=dict)
    """Rows of the table of an unfinished run."""
    filled: set[RowPair] = field(default_factory=set)
    """Pairs that were missing in groups, whoever compared them."""
    parents: dict[int, int] = field(default_factory=dict)

    def take_up(self, begun: PairTable, row_of: Mapping[int, int]) -> None:
        """Verdicts of an unfinished run."""
        for row in range(len(begun)):
            pair = begun.pair(row)
            ends = ordered(row_of[pair.a], row_of[pair.b])
            if ends not in self.verdicts:
                self.taken_up[ends] = row
                self.record(ends, PairVerdict(pair.confidence, pair.kind))

    def record(self, pair: RowPair, verdict: PairVerdict) -> None:
        self.verdicts[pair] = verdict
        if verdict.confidence >= _JOINED:
            low, high = ordered(self._root(pair[0]), self._root(pair[1]))
            self.parents[high] = low

    def joined(self, i: int, j: int) -> bool:
        return self._root(i) == self._root(j)

    def _root(self, row: int) -> int:
        while (parent := self.parents.get(row, row)) != row:
            self.parents[row] = self.parents.get(parent, parent)
            row = parent
        return row

    def look(self, pairs: Iterable[RowPair]) -> None:
        """Compare the pixels of the pairs that nobody has compared yet."""
        todo = [p for p in pairs if p not in self.plan.done and p not in self.verdicts]
        todo = near_each_other(todo)
        chunks = [todo[start : start + _CHUNK] for start in range(0, len(todo), _CHUNK)]
        if not chunks:
            return
        done = 0
        untold: dict[RowPair, PairVerdict] = {}
        told = time.monotonic()
        try:
            ends = [[(self.contents[i], self.contents[j]) for i, j in chunk] for chunk in chunks]
            for number, verdicts in self.judges.verdicts(ends):
                decided = self._decided(chunks[number], verdicts)
                for pair, verdict in zip(chunks[number], decided, strict=True):
                    self.record(pair, verdict)
                    untold[pair] = verdict
                done += len(verdicts)
                self.control.check()
                self.control.report(Progress("pairs", done, len(todo)))
                if time.monotonic() - told > _KEEP_S:
                    now, untold, told = untold, {}, time.monotonic()
                    self.hand_over(now)
        finally:
            if untold:
                self.hand_over(untold)

    def _decided(
        self, pairs: Sequence[RowPair], verdicts: Sequence[PairVerdict]
    ) -> list[PairVerdict]:
        """The verdicts, after the originals were asked where only clocks part a pair."""
        doubtful = [n for n, v in enumerate(verdicts) if v.if_one_exposure is not None]
        decided = list(verdicts)
        if doubtful:
            ends = [pairs[number] for number in doubtful]
            ids = [(self.contents[i].content_id, self.contents[j].content_id) for i, j in ends]
            answers = [None] * len(ids) if self.share_noise is None else self.share_noise(ids)
            for number, answer in zip(doubtful, answers, strict=True):
                decided[number] = decided[number].decided(shares_noise=answer)
        return decided

    def tells(self, pair: RowPair) -> bool:
        """Whether a verdict is worth keeping: refused pairs only within groups, where they count.

        There they speak against a member.
        """
        verdict = self.verdicts[pair]
        doubtful = verdict.confidence >= _WORTH_KEEPING or verdict.kind is not PairKind.SIMILAR
        return doubtful or self.joined(*pair)

    def fill_groups(self) -> None:
        """Compare what nobody compared in groups; those that grow together lack more then."""
        for _ in range(_ROUNDS):
            missing = self.missing_in_groups() - self.filled
            if not missing:
                return
            self.filled |= missing
            self.look(sorted(missing))

    def missing_in_groups(self) -> set[RowPair]:
        """Pairs inside joined contents that nobody compared: each must be sure of its keeper."""
        groups: dict[int, list[int]] = {}
        for row in sorted(self.parents):
            groups.setdefault(self._root(row), []).append(row)
        missing: set[RowPair] = set()
        large: list[int] = []
        for root, others in groups.items():
            rows = sorted({root, *others})
            if len(rows) > _ALL_PAIRS_UP_TO:
                large += rows
            else:
                missing.update(combinations(rows, 2))
        if large:
            large.sort(key=lambda row: (-self._pixels_of(row), row))
            missing |= pairs_with_hubs(self._proposed_among(large), _JOINED, large)
        return missing

    def _proposed_among(self, rows: Sequence[int]) -> PairTable:
        """What was proposed or asked for between these rows, and found out.

        A run that continues another knows more already, which would make other groups.
        """
        among = set(rows)
        proposed = self.filled.union(*self.plan.waves)
        known = {
            pair: verdict
            for pair, verdict in self.verdicts.items()
            if among.issuperset(pair) and (pair in proposed or verdict.kind is PairKind.SAME_PIXELS)
        }
        return _table_of(known, np.arange(len(self.contents)), None)

    def _pixels_of(self, row: int) -> int:
        facts = self.contents[row].facts
        return facts.width_px * facts.height_px


def _table_of(
    verdicts: Mapping[RowPair, PairVerdict], ids: Keys, candidates: Candidates | None
) -> PairTable:
    """Verdicts as a table, sorted by ids; without candidates the similarity is not told."""
    if not verdicts:
        return PairTable.empty()
    found = list(verdicts.values())
    ends = ids[np.array(list(verdicts), np.int64)]
    swapped = (ends[:, 0] > ends[:, 1]).tolist()
    ends.sort(axis=1)
    transforms = [v.transform_of(swapped=s) for v, s in zip(found, swapped, strict=True)]
    table = PairTable.from_columns(
        ends[:, 0],
        ends[:, 1],
        similarity=0.0 if candidates is None else _cosines(ends, candidates),
        confidence=np.array([v.confidence for v in found], np.float32),
        kind=np.array([PAIR_KINDS.index(v.kind) for v in found], np.uint8),
        edits=np.array(
            [v.edit_bits(swapped=s) for v, s in zip(found, swapped, strict=True)], np.uint32
        ),
        transform=np.array(transforms, np.float32),
        coverage=np.array([v.coverage for v in found], np.float32),
        looked=False,
    )
    return table.where(np.lexsort((table.b, table.a)))


def _cosines(ends: Keys, candidates: Candidates) -> Vectors:
    """Cosine of the vectors of each pair; 0 for a content without a vector."""
    order = np.argsort(candidates.all_keys, kind="stable")
    sorted_keys = candidates.all_keys[order]
    at = np.minimum(np.searchsorted(sorted_keys, ends), len(order) - 1)
    has_both = (sorted_keys[at] == ends).all(1)
    out = np.zeros(len(ends), np.float32)
    for start in range(0, len(ends), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        rows = order[at[part]]
        cosines = np.einsum(
            "nd,nd->n", candidates.vectors[rows[:, 0]], candidates.vectors[rows[:, 1]]
        )
        out[part] = np.where(has_both[part], np.clip(cosines, -1, 1), 0)
    return out


def _merged(*tables: PairTable) -> PairTable:
    """All in one, sorted by (a, b); no pair is in two of them."""
    columns = {
        name: np.concatenate([getattr(table, name) for table in tables])
        for name in PairTable.__dataclass_fields__
    }
    table = PairTable(**columns)
    return table.where(np.lexsort((table.b, table.a)))
