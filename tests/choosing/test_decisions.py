"""Decisions about several groups or photos at once are one step each."""

from __future__ import annotations

import pytest

from imgsim_desktop.choosing.marks import Mark, Review
from imgsim_desktop.errors import KnownError
from imgsim_desktop.records import Group, PairKind
from tests.choosing.pictures import photo
from tests.choosing.reviews import BURST, GROUPS, PHOTOS, TRIPLE, WITH_LOCKED, make_review


def test_several_groups_are_decided_and_taken_back_in_one_step() -> None:
    for act in ("keep_all", "not_duplicates", "keep_related", "skip"):
        review = make_review()
        getattr(review, act)(TRIPLE, WITH_LOCKED)
        is_done = review.is_skipped if act == "skip" else review.is_solved
        assert is_done(TRIPLE)
        assert is_done(WITH_LOCKED)
        review.undo()
        assert review.state == {}


def test_several_photos_of_a_group_can_be_kept() -> None:
    review = make_review()
    review.keep_only(TRIPLE, 2, 3)
    assert [plan.victim for plan in review.planned(confirmed_last_copies=True)] == [1]


def test_what_is_related_stays_together_and_is_remembered_by_pairs() -> None:
    review = make_review()
    review.keep_related(BURST)
    assert review.members(BURST) == (7, 8, 9)
    assert review.remembered_pairs("related") == [(7, 8), (7, 9), (8, 9)]
    assert review.remembered_pairs("apart") == []


def test_of_a_burst_the_sharpest_is_the_best_and_stars_go_before() -> None:
    photos = {
        1: photo(1, sharpness=10.0, has_exif=True),
        2: photo(2, sharpness=90.0),
        3: photo(3, sharpness=50.0),
    }
    burst = Group(1, (1, 2, 3), PairKind.BURST, 0.9)
    review = Review([burst], photos.__getitem__)
    assert review.suggestion(burst).order == (2, 3, 1)
    copies = Group(1, (1, 2, 3), PairKind.SAME_PICTURE, 0.9)
    assert Review([copies], photos.__getitem__).suggestion(copies).order[0] == 1
    photos[3] = photo(3, sharpness=50.0, rating=4)
    review = Review([burst], photos.__getitem__)
    review.keep_best(burst, 2)
    assert [number for number in (1, 2, 3) if review.mark_of(number) is Mark.KEEP] == [2, 3]
    assert review.planned() == []
    assert review.totals().last_copies == 1


def test_a_decision_for_many_groups_changes_nothing_if_it_meets_a_locked_photo() -> None:
    review = make_review()
    wanted = [(TRIPLE, {1: Mark.KEEP, 2: Mark.TRASH}), (WITH_LOCKED, {4: Mark.TRASH})]
    with pytest.raises(KnownError, match="locked folder"):
        review.decide(wanted, "teach")
    assert review.state == {}
    review.decide(wanted[:1], "teach")
    assert review.is_solved(TRIPLE)
    assert [plan.victim for plan in review.planned()] == [2]


def test_the_groups_of_the_tests_have_their_photos() -> None:
    assert all(number in PHOTOS for group in GROUPS for number in group.members)
