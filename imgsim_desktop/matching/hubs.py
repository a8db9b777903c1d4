"""Which members of a large group all others are compared with: 200 edits of a photo have 19,900
pairs, of which the nearest neighbours proposed a tenth.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from imgsim_desktop.matching.candidates import RowPair, ordered
from imgsim_desktop.matching.groups import group_pairs
from imgsim_desktop.records import PairTable

_LARGEST: Final = 4
"""One of them is likely to be kept, and what goes must be sure of it."""
_BEST_KNOWN: Final = 2
"""With the most copies: they agree with what a screenshot or a frame does not."""
_OTHER_GROUPS: Final = 2
"""Of which a photo has copies without being in them; a collage belongs to two."""


def pairs_with_hubs(table: PairTable, min_confidence: float, worth: Sequence[int]) -> set[RowPair]:
    """Pairs of each photo with the hubs of its group and of those it has most copies in.

    table  pairs compared so far; its ids are rows
    worth  these rows, the likeliest to be kept first

    What a collage joins are groups of their own here: hubs of one photo say nothing of another.
    """
    groups = group_pairs(table, min_confidence, worth)
    group_of = {row: n for n, group in enumerate(groups) for row in group.members}
    sure = table.confidence >= min_confidence
    copies: dict[int, list[int]] = {row: [] for row in worth}
    for a, b in zip(table.a[sure].tolist(), table.b[sure].tolist(), strict=True):
        copies[a].append(b)
        copies[b].append(a)
    hubs = []
    for group in groups:
        largest = group.members[:_LARGEST]
        known = sorted(group.members[_LARGEST:], key=lambda row: (-len(copies[row]), row))
        hubs.append((*largest, *known[:_BEST_KNOWN]))
    pairs: set[RowPair] = set()
    for row, others in copies.items():
        own = group_of.get(row)
        near = Counter(group_of[other] for other in others if group_of.get(other, own) != own)
        chosen = sorted(near, key=lambda n: (-near[n], n))[:_OTHER_GROUPS]
        for n in chosen if own is None else (own, *chosen):
            pairs.update(ordered(row, hub) for hub in hubs[n] if hub != row)
    return pairs
