"""Pairs -> groups nobody has to untangle: stars around the photo to keep, never chains.

Within the graph of sure enough pairs the worthiest photo becomes a keeper and takes every photo
that was itself verified against it; the rest goes on without them. A photo that contradicts the
others of its group (compared with them, found different) leaves it: average link on log-odds.
Stars of copies whose members agree are one group then; who was not verified against its keeper is
beside, and stays. All arithmetic is on ranks of worth, so nothing depends on the order in which
pairs arrive.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.matching.joining import Links, join_stars
from imgsim_desktop.records import EDITS, PAIR_KINDS, REMOVABLE_KINDS, Group, PairKind, PairTable

Ranks = NDArray[np.int64]

_ROUNDS: Final = 40
"""Parallel rounds before the rest is done one by one; photos need about 6, a long chain n / 2."""
_CLOSE: Final = 8
"""Up to so many numbers for each end of a pair a table of them takes a quarter of a sort's time."""
_LOG_ODDS_LIMIT: Final = 6.0
_MIN_SHARED_AREA: Final = 0.5
"""Two crops of one photo that share less than this of the smaller need not look alike."""
_COLLAGE: Final = 1 << EDITS.index("collage")


def group_pairs(
    pairs: PairTable,
    min_confidence: float,
    worth: Sequence[int] | NDArray[np.int64],
    *,
    kinds: Collection[PairKind] = REMOVABLE_KINDS,
    max_size: int | None = None,
) -> list[Group]:
    """Groups of copies among the pairs of at least `min_confidence`, in the order of their keepers.

    worth     ids from the best to keep to the worst; ids in no pair do no harm, ids it leaves out
              come last, smaller first
    kinds     pairs of other kinds never join photos; look-alikes stay stars, since likeness does
              not carry over as being a copy does
    max_size  members kept of a group, the worthiest; None: all

    Each id is in at most one group; each member has an accepted pair with the keeper, but those
    beside, who have one with another member.
    """
    ids, a, b = _ranked_ends(pairs, np.asarray(worth, np.int64))
    wanted = np.isin(pairs.kind, [PAIR_KINDS.index(kind) for kind in kinds])
    accepted = wanted & (pairs.confidence >= min_confidence) & (a != b)
    edges = _Edges(pairs, np.flatnonzero(accepted), a, b)
    owner = _stars(len(ids), edges.low, edges.high)
    doubts = np.flatnonzero(~accepted & (a != b))
    while True:
        keep = _agreeing(edges, owner, doubts)
        if keep.all():
            break
        edges = edges.where(keep)
        owner = _stars(len(ids), edges.low, edges.high)
    group = owner
    if REMOVABLE_KINDS.issuperset(kinds):
        group = join_stars(owner, _links(edges, doubts))
    return _as_groups(edges, ids, group, max_size)


def expected_false_pairs(pairs: PairTable, min_confidence: float) -> float:
    """How many of the pairs accepted at this confidence are wrong, if it means what it says."""
    kinds = [PAIR_KINDS.index(kind) for kind in REMOVABLE_KINDS]
    accepted = np.isin(pairs.kind, kinds) & (pairs.confidence >= min_confidence)
    return float((1.0 - pairs.confidence[accepted].astype(np.float64)).sum())


@dataclass(frozen=True, slots=True, eq=False)
class _Edges:
    """Accepted rows of a table; `low` is the worthier end. Ends are ranks for all rows."""

    pairs: PairTable
    rows: NDArray[np.int64]
    a: Ranks
    b: Ranks

    @property
    def low(self) -> Ranks:
        return np.minimum(self.a[self.rows], self.b[self.rows])

    @property
    def high(self) -> Ranks:
        return np.maximum(self.a[self.rows], self.b[self.rows])

    def where(self, keep: NDArray[np.bool_]) -> _Edges:
        return _Edges(self.pairs, self.rows[keep], self.a, self.b)

    def spokes(self, owner: Ranks) -> NDArray[np.bool_]:
        """Which edges join a member to the keeper of its group."""
        return np.equal(owner[self.high], self.low)


def _ranked_ends(
    pairs: PairTable, worth: NDArray[np.int64]
) -> tuple[NDArray[np.int64], Ranks, Ranks]:
    """Ids in falling order of worth (only those in pairs), and the ends of all pairs as ranks."""
    known, inverse = _numbered(np.concatenate([pairs.a, pairs.b]))
    place = np.full(len(known), len(worth), np.int64)
    at = np.searchsorted(known, worth)
    at[at == len(known)] = 0
    hits = np.flatnonzero(known[at] == worth) if len(known) else np.empty(0, np.int64)
    place[at[hits[::-1]]] = hits[::-1]  # an id given twice counts where it stands first
    order = np.argsort(place, kind="stable")
    rank = np.empty(len(known), np.int64)
    rank[order] = np.arange(len(known))
    ends = rank[inverse]
    return known[order], ends[: len(pairs)], ends[len(pairs) :]


def _numbered(ids: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The different ids, rising, and the place of each among them; ids of a library lie close."""
    if not len(ids) or ids.min() < 0 or ids.max() > _CLOSE * len(ids):
        return np.unique(ids, return_inverse=True)
    occurs = np.zeros(int(ids.max()) + 1, np.bool_)
    occurs[ids] = True
    return np.flatnonzero(occurs), (np.cumsum(occurs) - 1)[ids]


def _stars(n: int, low: Ranks, high: Ranks) -> Ranks:
    """Rank of the keeper of each photo: itself, or the worthiest keeper it has an edge with.

    The keepers are what going through the photos in order of worth would choose: a photo is one
    unless it has an edge with an earlier keeper.
    """
    src, dst = np.concatenate([low, high]), np.concatenate([high, low])
    is_keeper = np.zeros(n, np.bool_)
    undecided = np.zeros(n, np.bool_)
    undecided[dst] = True
    s, d = src, dst
    for _ in range(_ROUNDS):
        if not len(s):
            break
        first = ~_touched(n, d, s < d) & undecided
        is_keeper |= first
        undecided &= ~first & ~_touched(n, d, first[s])
        left = undecided[s] & undecided[d]
        s, d = s[left], d[left]
        lonely = undecided & ~_touched(n, d, np.ones(len(d), np.bool_))
        is_keeper |= lonely
        undecided &= ~lonely
    for photo, worthier in _one_by_one(s, d):
        is_keeper[photo] = not is_keeper[worthier].any()
    owner = np.full(n, n)
    spokes = is_keeper[src] & ~is_keeper[dst]
    np.minimum.at(owner, dst[spokes], src[spokes])
    return np.where(owner < n, owner, np.arange(n))


def _touched(n: int, at: Ranks, which: NDArray[np.bool_]) -> NDArray[np.bool_]:
    touched = np.zeros(n, np.bool_)
    touched[at[which]] = True
    return touched


def _one_by_one(src: Ranks, dst: Ranks) -> list[tuple[int, Ranks]]:
    """Each photo left, in order of worth, with the worthier ones it has an edge with."""
    order = np.argsort(dst)
    photos, starts = np.unique(dst[order], return_index=True)
    parts = np.split(src[order], starts[1:]) if len(photos) else []
    return [(int(p), part[part < p]) for p, part in zip(photos, parts, strict=True)]


def _agreeing(edges: _Edges, owner: Ranks, doubts: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which edges may stay: all but the spoke of the worst contradicted member of each group.

    Contradiction: the mean log-odds of its pairs within the group, accepted and refused, is below
    zero. Pairs nobody compared, and crops of different parts, say nothing.
    """
    keep = np.ones(len(edges.rows), np.bool_)
    spoke = np.flatnonzero(edges.spokes(owner))
    n = len(owner)
    of_member = np.full(n, -1)
    of_member[edges.high[spoke]] = spoke
    joins_collage = edges.pairs.edits[edges.rows[spoke]] & _COLLAGE > 0
    against = doubts[_same_star(edges, owner, doubts)]
    against = against[_share_area(edges, of_member, against)]
    worst = _second_sources_of_collages(edges, owner, spoke[joins_collage])
    if len(against):
        inside = edges.rows[owner[edges.low] == owner[edges.high]]
        rows = np.concatenate([inside, against])
        odds = _log_odds(edges.pairs.confidence[rows])
        total, count = np.zeros(n), np.zeros(n)
        for ends in (edges.a[rows], edges.b[rows]):
            total += np.bincount(ends, odds, n)
            count += np.bincount(ends, minlength=n)
        mean = total / np.maximum(count, 1)
        bad = np.flatnonzero((mean < 0) & (of_member >= 0))
        bad = bad[np.lexsort((-bad, mean[bad], owner[bad]))]
        worst = np.concatenate([worst, of_member[bad[_firsts(owner[bad])]]])
    keep[worst] = False
    return keep


def _same_star(edges: _Edges, owner: Ranks, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    a, b = edges.a[rows], edges.b[rows]
    members = (owner[a] == owner[b]) & (owner[a] != a) & (owner[b] != b)
    return np.asarray(members, np.bool_)


def _second_sources_of_collages(
    edges: _Edges, owner: Ranks, spoke: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Spokes that let one collage stand for several photos: all but the worthiest member's."""
    order = spoke[np.lexsort((edges.high[spoke], edges.low[spoke]))]
    rest = ~_firsts(edges.low[order])
    return order[rest]


def _firsts(groups: Ranks) -> NDArray[np.bool_]:
    first = np.ones(len(groups), np.bool_)
    first[1:] = groups[1:] != groups[:-1]
    return first


def _share_area(
    edges: _Edges, of_member: NDArray[np.int64], rows: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Whether the two members of each pair show enough of the same part of their keeper."""
    boxes = [_box_on_keeper(edges, of_member[end[rows]]) for end in (edges.a, edges.b)]
    (left_a, top_a, right_a, bottom_a), (left_b, top_b, right_b, bottom_b) = boxes
    wide = np.minimum(right_a, right_b) - np.maximum(left_a, left_b)
    high = np.minimum(bottom_a, bottom_b) - np.maximum(top_a, top_b)
    smaller = np.minimum(
        (right_a - left_a) * (bottom_a - top_a), (right_b - left_b) * (bottom_b - top_b)
    )
    shared = np.maximum(wide, 0) * np.maximum(high, 0)
    return np.asarray(shared >= _MIN_SHARED_AREA * smaller, np.bool_)


def _box_on_keeper(edges: _Edges, spokes: NDArray[np.int64]) -> NDArray[np.float64]:
    """(4, m) left, top, right, bottom of each member in its keeper's relative coordinates."""
    rows = edges.rows[spokes]
    maps = edges.pairs.transform[rows].astype(np.float64).reshape(-1, 2, 3)
    to_b = edges.b[rows] == edges.low[spokes]  # stored from b to a; the keeper may be b
    maps[to_b] = _inverse(maps[to_b])
    corners = np.array([[0, 1, 0, 1], [0, 0, 1, 1], [1, 1, 1, 1]], np.float64)
    at = np.clip(maps @ corners, 0, 1)
    box = np.stack([at[:, 0].min(1), at[:, 1].min(1), at[:, 0].max(1), at[:, 1].max(1)])
    whole = np.array([0.0, 0.0, 1.0, 1.0])[:, None]
    return np.where(np.isnan(box), whole, box)


def _inverse(maps: NDArray[np.float64]) -> NDArray[np.float64]:
    """Inverse of (m, 2, 3) affine maps; NaN where there is none."""
    square = np.zeros((len(maps), 3, 3))
    square[:, :2] = maps
    square[:, 2, 2] = 1
    bad = ~(np.abs(np.linalg.det(np.nan_to_num(square))) > 1e-12)
    square[bad] = np.eye(3)
    inverse = np.asarray(np.linalg.inv(square)[:, :2], np.float64)
    inverse[bad] = np.nan
    return inverse


def _log_odds(confidence: NDArray[np.float32]) -> NDArray[np.float64]:
    p = np.clip(confidence.astype(np.float64), 1e-9, 1 - 1e-9)
    return np.clip(np.log(p / (1 - p)), -_LOG_ODDS_LIMIT, _LOG_ODDS_LIMIT)


def _links(edges: _Edges, doubts: NDArray[np.int64]) -> Links:
    """All that was compared; a collage is a copy of each of its photos, and they are none."""
    speaks = edges.rows[edges.pairs.edits[edges.rows] & _COLLAGE == 0]
    rows = np.concatenate([speaks, doubts])
    accepted = np.arange(len(rows)) < len(speaks)
    odds = _log_odds(edges.pairs.confidence[rows])
    return Links.of_pairs(edges.a[rows], edges.b[rows], odds, accepted)


def _as_groups(
    edges: _Edges, ids: NDArray[np.int64], group: Ranks, max_size: int | None
) -> list[Group]:
    spoke = np.full(len(ids), -1)
    spokes = edges.spokes(group)
    spoke[edges.high[spokes]] = edges.rows[spokes]
    members = np.argsort(group, kind="stable")  # by keeper, then by worth
    members = members[group[members] != members]
    if not len(members):
        return []
    starts = np.flatnonzero(_firsts(group[members]))
    rows = spoke[members]
    is_verified = rows >= 0
    loosest = np.maximum.reduceat(np.where(is_verified, edges.pairs.kind[rows], 0), starts)
    lowest = np.minimum.reduceat(np.where(is_verified, edges.pairs.confidence[rows], 1), starts)
    member_ids = ids[members].tolist()
    keeper_ids = ids[group[members[starts]]].tolist()
    stops = [*starts[1:].tolist(), len(members)]
    beside: dict[int, list[int]] = {}
    for at in np.flatnonzero(~is_verified).tolist():
        beside.setdefault(int(group[members[at]]), []).append(member_ids[at])
    ranks = group[members[starts]].tolist()
    groups = [
        Group(
            keeper,
            (keeper, *member_ids[start:stop]),
            PAIR_KINDS[kind],
            confidence,
            tuple(beside.get(rank, ())),
        )
        for keeper, rank, start, stop, kind, confidence in zip(
            keeper_ids, ranks, starts.tolist(), stops, loosest.tolist(), lowest.tolist(),
            strict=True,
        )
    ]  # fmt: skip
    return groups if max_size is None else _capped(groups, max_size)


def _capped(groups: list[Group], max_size: int) -> list[Group]:
    kept = [(group, group.members[:max_size]) for group in groups]
    return [
        replace(group, members=members, beside=tuple(p for p in group.beside if p in members))
        for group, members in kept
        if len(members) > 1
    ]
