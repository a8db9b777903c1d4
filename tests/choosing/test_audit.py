"""The audit of a lane shows what matters, and its bound is the statisticians' one."""

from __future__ import annotations

from pathlib import Path

import pytest

from imgsim_desktop.choosing.audit import RISKIEST, SAMPLE, audit, most_wrong
from imgsim_desktop.choosing.marks import Mark, Review
from imgsim_desktop.records import Group, Pair, PairKind, Photo
from tests.choosing.pictures import photo


def make(count: int, **of_victims: object) -> tuple[Review, list[Group], dict[int, Photo]]:
    photos = {}
    groups = []
    for i in range(count):
        keeper, victim = 2 * i + 1, 2 * i + 2
        photos[keeper] = photo(keeper)
        photos[victim] = photo(victim, width_px=2000, **of_victims)
        groups.append(Group(keeper, (keeper, victim), PairKind.SAME_PICTURE, 0.99))
    return Review(groups, photos.__getitem__), groups, photos


def pair(confidence: float = 0.99, edits: tuple[str, ...] = ()) -> Pair:
    return Pair(1, 2, 0.9, confidence, PairKind.SAME_PICTURE, edits)


def test_groups_with_nothing_left_are_passed_by() -> None:
    review, groups, _ = make(2)
    gone = dict.fromkeys(groups[0].members, Mark.TRASH)
    review.decide([(groups[0], gone)], "all")
    planned = review.planned(confirmed_last_copies=True)
    review.record_commit({plan.victim: "entry" for plan in planned}, planned)
    assert audit(review, groups, lambda *_: pair()).photos == 1


def test_it_counts_what_accepting_marks_and_marks_nothing() -> None:
    review, groups, _ = make(200)
    found = audit(review, groups, lambda *_: pair())
    assert (found.groups, found.photos, found.size_bytes) == (200, 200, 200_000)
    assert (found.last_copies, found.locked) == (0, 0)
    assert (len(found.riskiest), len(found.sample)) == (RISKIEST, SAMPLE)
    assert found.drawn_from == 180
    assert not {p.victim for p in found.sample} & {p.victim for p in found.riskiest}
    assert review.state == {}
    review.accept(groups)
    assert review.totals().photos == found.photos


def test_the_riskiest_come_first_with_what_only_they_have() -> None:
    review, groups, photos = make(100)
    photos[102] = photo(102, width_px=2000, latitude=1.0, longitude=2.0)
    doubtful = {(3, 4): pair(0.9), (5, 6): pair(0.99, ("cropped", "recoloured"))}
    found = audit(review, groups, lambda *ends: doubtful.get(ends, pair()))
    assert [pick.victim for pick in found.riskiest[:3]] == [6, 4, 102]
    assert found.riskiest[2].victim_better == ("has-gps",)
    assert found.riskiest[0].edits == ("cropped", "recoloured")


def test_the_sample_is_the_same_for_a_seed_and_another_for_another() -> None:
    review, groups, _ = make(300)
    first, again, other = (audit(review, groups, lambda *_: None, seed=n) for n in (1, 1, 2))
    assert first.sample == again.sample
    assert first.sample != other.sample


def test_locked_photos_and_last_copies_are_counted() -> None:
    photos = {1: photo(1, "/locked/1.jpg"), 2: photo(2, "/locked/2.jpg"), 3: photo(3), 4: photo(4)}
    groups = [
        Group(1, (1, 2), PairKind.SAME_PICTURE, 0.99),
        Group(3, (3, 4), PairKind.SAME_PICTURE, 0.99),
    ]
    review = Review(groups, photos.__getitem__, locked=[Path("/locked")])
    review.mark([3, 4], Mark.TRASH)
    found = audit(review, groups, lambda *_: None)
    assert found.locked == 1
    assert found.last_copies == found.photos == 2


@pytest.mark.parametrize(
    ("drawn", "wrong", "of", "bound"),
    [
        (60, 0, 10_000, 0.0487),  # 1 - 0.05 ** (1 / 60)
        (60, 1, 10_000, 0.0766),
        (20, 20, 10_000, 1.0),
        (10, 0, 10, 0.0),
        (10, 1, 10, 0.1),
        (0, 0, 0, 0.0),
    ],
)
def test_the_bound_on_wrong_suggestions(drawn: int, wrong: int, of: int, bound: float) -> None:
    assert most_wrong(drawn, wrong, of) == pytest.approx(bound, abs=1e-4)


def test_what_goes_for_another_one_that_stays_is_shown_beside_that_one() -> None:
    photos = {n: photo(n, width_px=5000 - 1000 * n) for n in (1, 2, 3)}
    group = Group(1, (1, 2, 3), PairKind.EDITED, 0.99, beside=(2, 3))
    review = Review([group], photos.__getitem__, is_verified=lambda a, b: {a, b} == {2, 3})
    found = audit(review, [group], lambda *ends: pair() if ends == (2, 3) else None)
    assert [(pick.keeper, pick.victim) for pick in found.riskiest] == [(2, 3)]
    assert (found.photos, found.last_copies) == (1, 0)
