"""Bursts show all their shots, and each picture once."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from imgsim_desktop.choosing.marks import Mark
from imgsim_desktop.records import PAIR_KINDS, Group, PairKind, PairTable
from imgsim_desktop.review import desk as review_desk
from imgsim_desktop.review.browse import browse_groups
from imgsim_desktop.review.desk import ReviewDesk
from tests.choosing.pictures import photo

WORTH = np.arange(1, 100)
SECOND = 10**9


def table(*pairs: tuple[int, int, PairKind, float]) -> PairTable:
    a, b = np.array([pair[:2] for pair in sorted(pairs)], np.int64).T
    kinds = np.array([PAIR_KINDS.index(pair[2]) for pair in sorted(pairs)], np.uint8)
    similarity = np.array([pair[3] for pair in sorted(pairs)], np.float32)
    confidence = np.where(kinds < 4, 0.99, 0.02).astype(np.float32)
    return PairTable.from_columns(a, b, similarity=similarity, confidence=confidence, kind=kinds)


def shots(*numbers: int) -> list[tuple[int, int, PairKind, float]]:
    """Each shot looks like the one before it only, as in a burst longer than the neighbours."""
    return [(a, b, PairKind.BURST, 0.9) for a, b in pairwise(numbers)]


def test_all_shots_of_a_burst_are_in_one_group_though_not_all_were_compared() -> None:
    times = {i: i * SECOND for i in range(1, 9)}
    groups = browse_groups(table(*shots(*range(1, 9))), WORTH, [], times)
    assert [group.members for group in groups] == [tuple(range(1, 9))]
    assert groups[0].kind is PairKind.BURST


def test_a_series_without_end_is_cut_into_moments() -> None:
    times = {i: 2 * i * SECOND for i in range(1, 60)}
    groups = browse_groups(table(*shots(*range(1, 60))), WORTH, [], times)
    assert max(len(group.members) for group in groups) == 16
    assert sum(len(group.members) for group in groups) == 59


def test_shots_minutes_apart_are_no_series() -> None:
    times = {1: 0, 2: 60 * SECOND, 3: 61 * SECOND}
    groups = browse_groups(table(*shots(1, 2, 3)), WORTH, [], times)
    assert [group.members for group in groups] == [(2, 3)]


def test_copies_of_a_shot_are_told_by_the_one_that_is_kept() -> None:
    copies = [Group(1, (1, 11), PairKind.SAME_PICTURE, 0.99), Group(2, (2, 12), PairKind.EDITED, 1)]
    pairs = table(
        (11, 12, PairKind.BURST, 0.8), (2, 11, PairKind.BURST, 0.9), (1, 11, PairKind.BURST, 0.9)
    )
    groups = browse_groups(pairs, WORTH, copies, {})
    assert [(group.members, round(group.confidence, 3)) for group in groups] == [((1, 2), 0.9)]


def test_a_burst_is_one_photo_among_those_that_look_alike() -> None:
    pairs = table(*shots(1, 2, 3), (3, 7, PairKind.SIMILAR, 0.8), (2, 7, PairKind.SIMILAR, 0.85))
    groups = browse_groups(pairs, WORTH, [], {1: 0, 2: SECOND, 3: SECOND})
    assert [(group.kind, group.members) for group in groups] == [
        (PairKind.BURST, (1, 2, 3)),
        (PairKind.SIMILAR, (1, 7)),
    ]


def test_a_preview_of_rules_looks_at_the_groups_most_worth_doing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(review_desk, "_PREVIEWED", 2)
    desk = ReviewDesk()
    pairs = table(*((i, i + 1, PairKind.SAME_PICTURE, 0.99) for i in (1, 3, 5)))
    desk.load(pairs, [photo(i, taken_ns=i, size_bytes=1000 * i) for i in range(1, 7)])
    desk.regroup(0.9)
    changes, looked_at = desk.changes_by(["newest"])
    assert looked_at == 2
    assert [{c.before, c.after} for c in changes] == [{5, 6}, {3, 4}]


def test_a_shot_with_a_copy_is_in_both_groups_and_goes_only_against_its_copy() -> None:
    desk = ReviewDesk()
    pairs = table((1, 2, PairKind.SAME_PICTURE, 0.99), (1, 3, PairKind.BURST, 0.9))
    desk.load(pairs, [photo(i) for i in (1, 2, 3)])
    desk.regroup(0.9)
    names = {p.path.name: n for n, p in desk.photos(range(1, 4)).items()}
    copies, burst = desk.review.groups
    assert burst.kind is PairKind.BURST
    assert set(burst.members) == {names["1.jpg"], names["3.jpg"]}
    desk.review.keep_only(burst, names["3.jpg"])
    planned = desk.review.planned()
    assert [(plan.victim, plan.keeper) for plan in planned] == [(names["1.jpg"], names["2.jpg"])]
    assert desk.review.keeper(copies) == names["2.jpg"]
    desk.review.mark([names["2.jpg"]], Mark.TRASH)
    assert desk.review.planned() == []
    assert desk.review.totals().last_copies == 2
