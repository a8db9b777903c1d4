"""Any sequence of decisions and commits: each group keeps a member, and undo takes all back."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from imgsim_desktop.choosing.marks import Mark
from imgsim_desktop.errors import KnownError
from imgsim_desktop.records import DecisionKind, Group
from tests.choosing.reviews import GROUPS, LOCKED, PHOTOS, make_review


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
        history = self.review.history
        again = make_review(is_verified=self.is_verified, history=history)
        assert again.state == self.review.state
        self.review = again

    @invariant()
    def every_group_keeps_a_member(self) -> None:
        if not hasattr(self, "review"):
            return
        gone = {cell.photos[0] for cell in self.review.state if cell.kind is DecisionKind.GONE}
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
