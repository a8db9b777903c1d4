"""A review suggests, remembers, takes back, and never lets a last copy slip away."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from imgsim_desktop.choosing.marks import Mark, Review
from imgsim_desktop.choosing.plan import Planned, entries_of, stamp_of
from imgsim_desktop.errors import KnownError
from imgsim_desktop.records import Group, PairKind, Photo
from tests.choosing.pictures import photo

PHOTOS: dict[int, Photo] = {
    1: photo(1),
    2: photo(2, width_px=2000),
    3: photo(3, width_px=1000),
    4: photo(4, "/locked/4.jpg", width_px=10),
    5: photo(5, width_px=3000),
    6: photo(6, width_px=2000),
    7: photo(7),
    8: photo(8, width_px=2000, content_hash=b"same"),
    9: photo(9, width_px=1000, content_hash=b"same"),
    10: photo(10),
    11: photo(11, width_px=2000, is_online=False),
    12: photo(12),
}
TRIPLE = Group(1, (1, 2, 3), PairKind.EDITED, 0.9)
WITH_LOCKED = Group(4, (4, 5, 6), PairKind.SAME_PICTURE, 0.9)
BURST = Group(7, (7, 8, 9), PairKind.BURST, 0.9)
WITH_OFFLINE = Group(10, (10, 11), PairKind.IDENTICAL, 1.0)
GROUPS = [TRIPLE, WITH_LOCKED, BURST, WITH_OFFLINE]
LOCKED = [Path("/locked")]


def make_review(**other: object) -> Review:
    return Review(GROUPS, PHOTOS.__getitem__, locked=LOCKED, **other)  # type: ignore[arg-type]


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
    assert (step["action"], entries_of(step)) == ("commit", ["entry-2"])
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
    assert sure.state["stands-for", 2] == "3"


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
    again = make_review(history=json.loads(json.dumps(review.history)))
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


class Person(RuleBasedStateMachine):
    """Anything a person can do, in any order, with commits in between."""

    @initialize(all_compared=st.booleans())
    def begin(self, *, all_compared: bool) -> None:
        self.is_verified = (lambda a, b: True) if all_compared else None
        self.review = make_review(is_verified=self.is_verified)
        self.commits = 0

    groups = st.sampled_from(GROUPS)
    photos = st.sampled_from(sorted(PHOTOS))

    @rule(photo=photos, mark=st.sampled_from([Mark.KEEP, Mark.TRASH, None]))
    def marks(self, photo: int, mark: Mark | None) -> None:
        try:
            self.review.mark([photo], mark)
        except KnownError:
            assert photo == 4

    @rule(photo=photos)
    def toggles(self, photo: int) -> None:
        try:
            self.review.toggle(photo)
        except KnownError:
            assert photo == 4

    @rule(group=groups, what=st.sampled_from(["keep_all", "not_duplicates", "skip"]))
    def decides(self, group: Group, what: str) -> None:
        getattr(self.review, what)(group)

    @rule(chosen=st.lists(groups, unique=True))
    def accepts(self, chosen: list[Group]) -> None:
        self.review.accept(chosen)

    @rule(
        group=groups,
        number=st.integers(0, 2),
        what=st.sampled_from(["split", "keep_only", "choose_keeper"]),
    )
    def picks(self, group: Group, number: int, what: str) -> None:
        members = self.review.members(group)
        if members:
            getattr(self.review, what)(group, members[number % len(members)])

    @rule(group=groups, count=st.integers(0, 3))
    def keeps_best(self, group: Group, count: int) -> None:
        if self.review.members(group):
            self.review.keep_best(group, count)

    @rule(rules=st.permutations(["oldest", "largest-picture", "shortest-name"]))
    def changes_rules(self, rules: list[str]) -> None:
        self.review.set_rules(rules, LOCKED)

    @rule()
    def commits_some(self) -> None:
        planned = self.review.planned()[:2]
        self.commits += 1
        done = {plan.victim: f"entry-{self.commits}-{plan.victim}" for plan in planned}
        self.review.record_commit(done, planned)

    @rule()
    def undoes(self) -> None:
        before, step = self.review.state, self.review.next_undo
        assert self.review.undo() == step
        if step is not None:
            after = self.review.state
            self.review.redo()
            assert self.review.state == before
            self.review.undo()
            assert self.review.state == after

    @rule()
    def redoes(self) -> None:
        self.review.redo()

    @rule()
    def restarts(self) -> None:
        history = json.loads(json.dumps(self.review.history))
        again = make_review(is_verified=self.is_verified, history=history)
        assert again.state == self.review.state
        self.review = again

    @invariant()
    def every_group_keeps_a_member(self) -> None:
        if not hasattr(self, "review"):
            return
        gone = {key for kind, key in self.review.state if kind == "gone"}
        gone |= {plan.victim for plan in self.review.planned()}
        assert all(set(group.members) - gone for group in GROUPS)
        assert not gone & {4, 11}

    @invariant()
    def every_victim_has_a_kept_keeper_of_its_own_group(self) -> None:
        if not hasattr(self, "review"):
            return
        planned = self.review.planned()
        victims = {plan.victim for plan in planned}
        for plan in planned:
            group = self.review.group_of(plan.victim)
            assert group is not None
            assert plan.keeper in group.members
            assert plan.keeper not in victims
            known = group.keeper in (plan.victim, plan.keeper) or {plan.victim, plan.keeper} == {
                8,
                9,
            }
            assert known or self.is_verified is not None

    @invariant()
    def totals_count_what_is_planned(self) -> None:
        if hasattr(self, "review"):
            everything = self.review.planned(confirmed_last_copies=True)
            assert self.review.totals().photos == len(everything)

    def teardown(self) -> None:
        while self.review.undo() is not None:
            pass
        assert self.review.state == {}
        assert self.review.planned() == []


Person.TestCase.settings = settings(max_examples=60, stateful_step_count=25)
TestPerson = Person.TestCase
