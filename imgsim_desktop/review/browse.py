"""Groups to look through: variants of a picture, shots of one moment, and look-alikes.

Their `confidence` is the least similarity in the group; as copies they are all doubtful.

Copies are one picture here: the kept one of their group stands for all of them, so a burst shows
each of its shots once, whatever copies of them lie about. The slider, which asks how sure a pair is
a copy, does not move these groups: their pairs are sure to be none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.matching.groups import group_pairs
from imgsim_desktop.records import PAIR_KINDS, Group, PairKind, PairTable

Ids = NDArray[np.int64]

_SIMILARITY = 0.75
"""Look-alikes below this cosine look alike to the network only."""
_NEXT_SHOT_S = 3.0
"""Cameras shoot 3 to 20 frames a second; a person who presses again takes a second or two."""
_MOMENT_S = 30.0
"""A survey drone takes a picture every two seconds for an hour: its series is cut here."""


def browse_groups(
    pairs: PairTable,
    worth: Ids,
    copies: Iterable[Group],
    taken_ns: Mapping[int, int],
) -> list[Group]:
    """Variants, bursts, then look-alikes, over content ids; each content is in at most one of them.

    worth     contents from the best to keep to the worst
    copies    groups of copies, over content ids; their keepers stand for the others
    taken_ns  when contents were taken, where a camera says so
    """
    stands_for = {
        member: group.keeper for group in copies for member in group.members if group.members
    }
    other = _between(pairs, PairKind.VARIANT, stands_for, -1.0)
    variants = group_pairs(other, -1.0, worth, kinds=(PairKind.VARIANT,))
    stands_for = _through(stands_for, variants)
    bursts = _bursts(_between(pairs, PairKind.BURST, stands_for), worth, taken_ns)
    stands_for = _through(stands_for, bursts)
    alike = _between(pairs, PairKind.SIMILAR, stands_for)
    return variants + bursts + group_pairs(alike, 0.0, worth, kinds=(PairKind.SIMILAR,))


def _between(
    pairs: PairTable, kind: PairKind, stands_for: Mapping[int, int], least: float = _SIMILARITY
) -> PairTable:
    """The pairs of one kind between those that stand for others, the most similar of each.

    least  similarity; variants were looked at in full size, whatever the network says of them
    """
    rows = np.flatnonzero((pairs.kind == PAIR_KINDS.index(kind)) & (pairs.similarity >= least))
    if not len(rows):
        return PairTable.empty()
    ends = [np.array([stands_for.get(i, i) for i in end[rows].tolist()], np.int64)
            for end in (pairs.a, pairs.b)]  # fmt: skip
    low, high = np.minimum(*ends), np.maximum(*ends)
    similarity = pairs.similarity[rows]
    order = np.lexsort((-similarity, high, low))
    order = order[low[order] != high[order]]
    _, first = np.unique(np.stack([low[order], high[order]]), axis=1, return_index=True)
    chosen = order[first]
    return PairTable.from_columns(
        low[chosen], high[chosen], similarity=similarity[chosen],
        confidence=similarity[chosen], kind=PAIR_KINDS.index(kind),
    )  # fmt: skip


def _bursts(pairs: PairTable, worth: Ids, taken_ns: Mapping[int, int]) -> list[Group]:
    """All shots of a moment together; where no camera says the time, stars of look-alikes.

    A burst of thirty frames has more pairs than a photo has neighbours, so that no frame is paired
    with all others: what was taken right after one another goes together through its neighbours.
    """
    times = [np.array([taken_ns.get(i, -1) for i in end.tolist()], np.int64)
             for end in (pairs.a, pairs.b)]  # fmt: skip
    gap_s = np.abs(times[0] - times[1]) / 1e9
    is_next = (times[0] >= 0) & (times[1] >= 0) & (gap_s <= _NEXT_SHOT_S)
    rank = {int(content): i for i, content in enumerate(worth.tolist())}
    series = _series(pairs.where(is_next), taken_ns)
    groups = []
    for shots in series:
        best_first = tuple(sorted(shots, key=lambda shot: (rank.get(shot, len(rank)), shot)))
        inside = np.isin(pairs.a, shots) & np.isin(pairs.b, shots)
        least = float(pairs.similarity[inside].min())
        groups.append(Group(best_first[0], best_first, PairKind.BURST, least))
    groups.sort(key=lambda group: rank.get(group.keeper, len(rank)))
    taken = np.array([shot for shots in series for shot in shots], np.int64)
    rest = pairs.where(~(np.isin(pairs.a, taken) | np.isin(pairs.b, taken)))
    return groups + group_pairs(rest, 0.0, worth, kinds=(PairKind.BURST,))


def _series(pairs: PairTable, taken_ns: Mapping[int, int]) -> list[list[int]]:
    """Contents joined by pairs, in the order of time, cut where a moment is over."""
    ids, ends = np.unique(np.concatenate([pairs.a, pairs.b]), return_inverse=True)
    a, b = ends[: len(pairs)], ends[len(pairs) :]
    label = np.arange(len(ids))
    while True:  # each round every photo takes the smallest label near it: about log(n) rounds
        before = label.copy()
        least = np.minimum(label[a], label[b])
        np.minimum.at(label, a, least)
        np.minimum.at(label, b, least)
        label = label[label]
        if np.array_equal(label, before):
            break
    joined: dict[int, list[int]] = {}
    for content, name in zip(ids.tolist(), label.tolist(), strict=True):
        joined.setdefault(name, []).append(content)
    found: list[list[int]] = []
    for contents in joined.values():
        contents.sort(key=lambda content: (taken_ns[content], content))
        found += [shots for shots in _cut(contents, taken_ns) if len(shots) > 1]
    return found


def _cut(contents: Sequence[int], taken_ns: Mapping[int, int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for content in contents:
        if runs and (taken_ns[content] - taken_ns[runs[-1][0]]) / 1e9 <= _MOMENT_S:
            runs[-1].append(content)
        else:
            runs.append([content])
    return runs


def _through(stands_for: Mapping[int, int], groups: Iterable[Group]) -> dict[int, int]:
    """What stands for each content once these groups, too, are told by their keepers."""
    of_keeper = {member: group.keeper for group in groups for member in group.members}
    joined = {member: of_keeper.get(keeper, keeper) for member, keeper in stands_for.items()}
    return {**of_keeper, **joined}
