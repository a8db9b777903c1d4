"""A review suggests, remembers, takes back, and never lets a last copy slip away."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgsim_desktop.choosing.marks import Mark, Review
from imgsim_desktop.choosing.plan import Planned, stamp_of
from imgsim_desktop.errors import KnownError
from imgsim_desktop.records import Cell, Damage, DecisionKind, Group, PairKind
from tests.choosing.pictures import photo
from tests.choosing.reviews import (
    BURST,
    GROUPS,
    LOCKED,
    PHOTOS,
    TRIPLE,
    WITH_LOCKED,
    WITH_OFFLINE,
    make_review,
)


@pytest.fixture
def review() -> Review:
    return make_review()


def trash_of(review: Review) -> list[int]:
    return sorted(planned.victim for planned in review.planned())


def test_nothing_goes_before_the_person_says_so(review: Review) -> None:
    assert review.shown_marks(TRIPLE) == {1: Mark.KEEP, 2: Mark.TRASH, 3: Mark.TRASH}
    assert review.planned() == []
    assert review.totals().photos == 0


def test_accepting_marks_what_was_shown_and_solves_the_group(review: Review) -> None:
    review.accept([TRIPLE])
    assert review.planned() == [Planned(2, 1), Planned(3, 1)]
    assert review.is_solved(TRIPLE)
    assert (review.totals().size_bytes, review.totals().groups) == (2000, 1)


def test_what_lies_beside_is_not_suggested_and_has_no_kept_copy() -> None:
    beside = Group(1, (1, 2, 3), PairKind.EDITED, 0.9, beside=(2,))
    review = Review([beside], PHOTOS.__getitem__)
    assert review.shown_marks(beside) == {1: Mark.KEEP, 2: None, 3: Mark.TRASH}
    review.keep_only(beside, 1)
    assert trash_of(review) == [3]
    assert review.totals().last_copies == 1
    compared = Review([beside], PHOTOS.__getitem__, is_verified=lambda a, b: {a, b} != {1, 2})
    compared.choose_keeper(beside, 3)
    assert compared.shown_marks(beside) == {3: Mark.KEEP, 1: Mark.TRASH, 2: Mark.TRASH}


def test_what_agrees_with_another_one_that_stays_may_go_for_that_one() -> None:
    group = Group(1, (1, 2, 3, 7), PairKind.EDITED, 0.9, beside=(2, 3))
    copies = ({1, 7}, {2, 3})
    review = Review([group], PHOTOS.__getitem__, is_verified=lambda a, b: {a, b} in copies)
    assert review.stays_for(group) == {7: 1, 3: 2}
    assert review.shown_marks(group) == {1: Mark.KEEP, 2: None, 3: Mark.TRASH, 7: Mark.TRASH}
    review.accept([group])
    assert sorted(review.planned(), key=lambda p: p.victim) == [Planned(3, 2), Planned(7, 1)]
    review.mark([2], Mark.TRASH)
    assert trash_of(review) == [7]
    assert review.totals().last_copies == 2


@given(
    verified=st.sets(st.sampled_from([(a, b) for b in range(1, 8) for a in range(1, b)])),
    marks=st.dictionaries(st.integers(1, 7), st.sampled_from([Mark.KEEP, Mark.TRASH])),
    beside=st.sets(st.integers(2, 7)),
)
def test_what_is_suggested_to_go_was_verified_against_one_that_stays(
    verified: set[tuple[int, int]], marks: dict[int, Mark], beside: set[int]
) -> None:
    group = Group(1, tuple(range(1, 8)), PairKind.EDITED, 0.9, tuple(sorted(beside)))
    review = Review(
        [group],
        PHOTOS.__getitem__,
        locked=LOCKED,
        is_verified=lambda a, b: (min(a, b), max(a, b)) in verified,
    )
    review.mark_each({n: m for n, m in marks.items() if n != 4}, "mark")
    shown, goes_for = review.shown_marks(group), review.stays_for(group)
    for victim, kept in goes_for.items():
        assert shown[victim] is Mark.TRASH
        assert (min(victim, kept), max(victim, kept)) in verified
        assert kept not in goes_for
        assert shown[kept] is not Mark.TRASH
        assert victim != 4
    review.accept([group])
    kept_for = {plan.victim: plan.keeper for plan in review.planned(confirmed_last_copies=True)}
    assert all(kept_for[victim] is not None for victim in goes_for)


def test_a_whole_lane_is_one_step(review: Review) -> None:
    review.accept([TRIPLE, WITH_LOCKED], "accept-all")
    assert trash_of(review) == [2, 3, 5, 6]
    assert review.undo() is not None
    assert trash_of(review) == []
    assert not review.is_solved(TRIPLE)


def test_a_photo_that_is_in_question_no_more_can_still_be_toggled(review: Review) -> None:
    review.keep_only(BURST, 8)
    planned = review.planned(confirmed_last_copies=True)
    review.record_commit({plan.victim: f"entry-{plan.victim}" for plan in planned}, planned)
    review.split(BURST, 8)
    assert review.members(BURST) == ()
    review.toggle(8)
    assert review.mark_of(8) is Mark.TRASH


def test_burst_and_similar_are_never_marked_by_the_program(review: Review) -> None:
    assert review.shown_marks(BURST) == {7: Mark.KEEP, 8: None, 9: None}
    review.accept([BURST])
    assert trash_of(review) == []


def test_the_best_of_a_burst_stay(review: Review) -> None:
    review.keep_best(BURST, 2)
    assert trash_of(review) == [9]
    review.keep_best(BURST, 0)
    assert trash_of(review) == [], "another shot is no copy of the one that stays"
    assert review.totals().last_copies == 2


def test_locked_photos_and_those_of_a_disk_that_is_away_stay(review: Review) -> None:
    assert review.shown_marks(WITH_LOCKED)[4] is Mark.KEEP
    review.keep_only(WITH_LOCKED, 5)
    review.keep_only(WITH_OFFLINE, 10)
    assert trash_of(review) == [6]
    with pytest.raises(KnownError, match=r"4\.jpg lies in a locked folder"):
        review.mark([4], Mark.TRASH)
    with pytest.raises(KnownError, match="locked folder"):
        review.toggle(4)


def test_a_photo_locked_after_it_was_marked_stays(review: Review) -> None:
    review.accept([TRIPLE])
    review.set_rules(("largest-picture",), [Path("/photos/3.jpg")])
    assert trash_of(review) == [2]


def test_toggling_starts_from_what_is_shown(review: Review) -> None:
    review.toggle(2)
    assert review.mark_of(2) is Mark.KEEP
    review.toggle(2)
    assert review.mark_of(2) is Mark.TRASH
    review.mark([2], None)
    assert review.mark_of(2) is None
    review.toggle(12)  # in no group: kept until the person says otherwise
    assert review.mark_of(12) is Mark.TRASH
    assert 12 not in trash_of(review)


def test_marking_the_keeper_makes_the_next_one_the_keeper_but_verified_only(
    review: Review,
) -> None:
    review.mark([1], Mark.TRASH)
    assert review.keeper(TRIPLE) == 2
    assert review.shown_marks(TRIPLE) == {1: Mark.TRASH, 2: Mark.KEEP, 3: None}
    assert review.planned() == [Planned(1, 2)]


def test_all_marked_is_a_last_copy_and_needs_a_confirmation(review: Review) -> None:
    review.mark([1, 2, 3], Mark.TRASH)
    assert review.planned() == []
    assert review.totals().last_copies == 3
    confirmed = review.planned(confirmed_last_copies=True)
    assert [planned.keeper for planned in confirmed] == [None] * 3
    assert review.shown_marks(TRIPLE) == dict.fromkeys((1, 2, 3), Mark.TRASH)


def test_what_was_not_compared_with_a_kept_one_is_a_last_copy(review: Review) -> None:
    review.mark([1, 2], Mark.TRASH)
    assert review.planned() == [Planned(1, 3)]
    assert review.totals().last_copies == 1
    compared = make_review(is_verified=lambda a, b: {a, b} == {2, 3})
    compared.mark([1, 2], Mark.TRASH)
    assert compared.planned() == [Planned(2, 3)]


def test_equal_files_need_no_comparison(review: Review) -> None:
    review.mark([7, 8], Mark.TRASH)
    assert Planned(8, 9) in review.planned()


def test_a_disk_that_is_away_is_nobodys_keeper(review: Review) -> None:
    review.mark([10], Mark.TRASH)
    assert review.planned() == []
    assert review.totals().last_copies == 1


def test_the_person_chooses_the_keeper(review: Review) -> None:
    review.mark([3], Mark.TRASH)
    review.choose_keeper(TRIPLE, 3)
    assert review.keeper(TRIPLE) == 3
    assert review.shown_marks(TRIPLE) == {1: Mark.TRASH, 2: None, 3: Mark.KEEP}


def test_keep_all_keeps_and_does_not_ask_again(review: Review) -> None:
    review.keep_all(TRIPLE)
    assert review.is_solved(TRIPLE)
    assert {review.mark_of(p) for p in TRIPLE.members} == {Mark.KEEP}


def test_a_solved_group_comes_back_only_with_a_new_member(review: Review) -> None:
    review.keep_all(TRIPLE)
    smaller = Group(1, (1, 3), PairKind.EDITED, 0.9)
    larger = Group(1, (1, 2, 3, 5), PairKind.EDITED, 0.9)
    assert review.is_solved(smaller)
    assert not review.is_solved(larger)


def test_not_duplicates_is_remembered_for_each_pair(review: Review) -> None:
    review.mark([2], Mark.TRASH)
    review.not_duplicates(TRIPLE)
    assert review.remembered_pairs("apart") == [(1, 2), (1, 3), (2, 3)]
    assert review.is_solved(TRIPLE)
    assert review.members(TRIPLE) == (1,)
    assert review.mark_of(2) is None
    review.accept([TRIPLE])
    assert trash_of(review) == []


def test_one_that_does_not_belong_is_split_out(review: Review) -> None:
    review.split(TRIPLE, 2)
    assert review.members(TRIPLE) == (1, 3)
    review.mark([2], Mark.TRASH)
    assert trash_of(review) == []
    review.accept([TRIPLE])
    assert trash_of(review) == [3]


def test_the_best_one_split_out_leaves_nothing_verified(review: Review) -> None:
    review.split(TRIPLE, 1)
    assert review.members(TRIPLE) == (1,)
    assert review.is_solved(TRIPLE)


def test_photos_told_apart_are_never_each_others_keeper() -> None:
    review = make_review(is_verified=lambda a, b: True)
    review.mark([1, 2], Mark.TRASH)
    assert Planned(2, 3) in review.planned()
    review.mark([1, 2], None)
    pair = Group(2, (2, 3), PairKind.EDITED, 1.0)
    review.not_duplicates(pair)
    review.mark([1, 2], Mark.TRASH)
    assert review.planned() == [Planned(1, 3)]
    assert review.totals().last_copies == 1


def test_skipped_groups_are_left_for_later_until_solved(review: Review) -> None:
    review.skip(TRIPLE)
    assert review.is_skipped(TRIPLE)
    assert not review.is_solved(TRIPLE)
    review.accept([TRIPLE])
    assert not review.is_skipped(TRIPLE)


def test_after_a_commit_the_gone_are_gone_until_undone(review: Review) -> None:
    review.accept([TRIPLE])
    review.record_commit({2: "entry-2"}, review.planned())
    assert review.members(TRIPLE) == (1, 3)
    assert trash_of(review) == [3]
    step = review.next_undo
    assert step is not None
    assert (step.action, step.entries) == ("commit", ["entry-2"])
    review.undo()
    assert trash_of(review) == [2, 3]
    assert review.next_redo == step
    review.redo()
    assert trash_of(review) == [3]


def test_a_keeper_that_stands_for_one_that_is_gone_stays_for_it_too(review: Review) -> None:
    review.mark([2], Mark.TRASH)
    review.record_commit({2: "entry-2"}, review.planned())
    review.mark([1], Mark.TRASH)
    assert review.planned() == []  # 3 was compared with 1, but never with 2, which is gone
    assert review.totals().last_copies == 1
    sure = make_review(is_verified=lambda a, b: True, history=review.history)
    assert sure.planned() == [Planned(1, 3)]
    sure.record_commit({1: "entry-1"}, sure.planned())
    assert sure.state[Cell(DecisionKind.STANDS_FOR, (2,))] == 3


def test_last_copies_that_went_stand_for_nothing(review: Review) -> None:
    review.mark([1, 2, 3], Mark.TRASH)
    planned = review.planned(confirmed_last_copies=True)
    review.record_commit({1: "a", 2: "b", 3: "c"}, planned)
    assert review.members(TRIPLE) == ()
    assert review.is_solved(TRIPLE)
    review.accept([TRIPLE])
    assert review.totals().photos == 0


def test_marks_survive_other_groups_and_go_only_with_a_group(review: Review) -> None:
    review.accept([TRIPLE])
    review.set_groups([Group(1, (1, 2), PairKind.EDITED, 0.95)])
    assert trash_of(review) == [2]
    assert review.group_of(3) is None
    review.set_groups(GROUPS)
    assert trash_of(review) == [2, 3]


def test_what_is_suggested_follows_photos_that_were_read_again() -> None:
    photos = dict(PHOTOS)
    review = Review([TRIPLE], photos.__getitem__)
    assert review.keeper(TRIPLE) == 1
    photos[1] = photo(1, width_px=500)
    review.set_groups([TRIPLE])
    assert review.keeper(TRIPLE) == 2


def test_removals_are_stamped_with_what_was_decided_about(review: Review) -> None:
    review.mark([1, 2, 3], Mark.TRASH)
    review.mark([1], None)
    removals = review.removals([*review.planned(), Planned(7, None)])
    assert [r.victim for r in removals] == [stamp_of(PHOTOS[n]) for n in (2, 3, 7)]
    assert [r.keeper for r in removals] == [stamp_of(PHOTOS[1])] * 2 + [None]


def test_a_review_is_as_it_was_after_a_restart(review: Review) -> None:
    review.accept([TRIPLE])
    review.not_duplicates(BURST)
    review.skip(WITH_LOCKED)
    review.undo()
    again = make_review(history=review.history)
    assert again.state == review.state
    assert again.planned() == review.planned()
    again.redo()
    assert again.is_skipped(WITH_LOCKED)
    assert again.next_redo is None
    assert again.redo() is None


def test_what_changes_nothing_is_no_step(review: Review) -> None:
    assert review.undo() is None
    assert review.next_undo is None
    review.mark([2], None)
    assert review.next_undo is None
    review.mark([2], Mark.KEEP)
    review.undo()
    review.mark([2], Mark.TRASH)
    assert review.next_redo is None


def test_bad_rules_are_refused_at_once(review: Review) -> None:
    with pytest.raises(KnownError, match="no rule"):
        review.set_rules(["prettiest"])


@pytest.mark.parametrize("content", [b"same", None])
def test_of_damaged_photos_nothing_is_suggested_and_none_stands_for_another(
    content: bytes | None,
) -> None:
    photos = {n: photo(n, damage=Damage.CUT, content_hash=content or bytes([n])) for n in (1, 2)}
    group = Group(1, (1, 2), PairKind.SAME_PICTURE, 0.99)
    review = Review([group], photos.__getitem__)
    assert review.shown_marks(group) == {1: Mark.KEEP, 2: None}
    review.keep_only(group, 1)
    assert review.planned() == []
    assert review.totals().last_copies == 1
    assert review.planned(confirmed_last_copies=True) == [Planned(2, None)]


@given(
    damaged=st.sets(st.integers(1, 6)),
    rules=st.lists(st.sampled_from(["largest-picture", "shortest-path", "oldest"]), max_size=3),
    chosen=st.integers(1, 6),
)
def test_nothing_goes_in_favour_of_a_damaged_photo(
    damaged: set[int], rules: list[str], chosen: int
) -> None:
    photos = {
        n: photo(n, width_px=100 * n, damage=Damage.BROKEN if n in damaged else None)
        for n in range(1, 7)
    }
    group = Group(1, (1, 2, 3, 4, 5, 6), PairKind.EDITED, 0.95)
    review = Review([group], photos.__getitem__, rules=rules, is_verified=lambda a, b: True)
    assert review.keeper(group) not in damaged or damaged == set(photos)
    review.choose_keeper(group, chosen)
    review.accept([group])
    review.mark(damaged, Mark.TRASH)
    for plan in review.planned(confirmed_last_copies=True):
        assert plan.keeper is None or plan.keeper not in damaged
