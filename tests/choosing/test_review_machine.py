"""Any sequence of keys, rules, commits, undo and restarts, on real files.

Held after every step: of each picture a copy lies in its folder, unless the person confirmed that
none should; the locked folder is as it was; what the review calls gone is gone and nothing else.
Held at the end: undo restores every file and every decision.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from imgsim_desktop.choosing.audit import audit
from imgsim_desktop.choosing.marks import Mark, Review
from imgsim_desktop.choosing.rules import DEFAULT_RULES
from imgsim_desktop.choosing.teaching import fork, lesson_of, marks_of
from imgsim_desktop.choosing.units import with_sidecars
from imgsim_desktop.errors import KnownError
from imgsim_desktop.records import DecisionKind, Facts, Group, OutcomeCode, PairKind, Photo
from tests.acting.fakes import House, stamp

DECISIONS = ("keep_all", "keep_related", "not_duplicates", "skip")
SCENES = ("cat", "sea", "hill", "tree")
FOLDERS = ("Album", "Phone", "locked")
NUMBER = {
    (scene, folder): 3 * i + j + 1
    for i, scene in enumerate(SCENES)
    for j, folder in enumerate(FOLDERS)
}
SCENE_OF = {number: scene for (scene, _), number in NUMBER.items()}
COPIES = [
    Group(3 * i + 1, (3 * i + 1, 3 * i + 2, 3 * i + 3), PairKind.SAME_PICTURE, 0.99)
    for i in range(3)
]
"""The fourth picture is not locked anywhere: it can be lost."""
PAIR_OF_TREES = Group(10, (10, 11), PairKind.EDITED, 0.95)
BURST = Group(1, (1, 4, 7, 10), PairKind.BURST, 0.9)
"""The kept ones of the copies are shots of one moment: each is in two groups."""
GROUPS = [*COPIES, PAIR_OF_TREES, BURST]


class Person(RuleBasedStateMachine):
    """Four pictures, each in Album and Phone, three of them in a locked folder as well."""

    def __init__(self) -> None:
        super().__init__()
        self.house = House(Path(tempfile.mkdtemp(prefix="imgsim-review-")) / "house")
        self.photos: dict[int, Photo] = {}
        for (scene, folder), number in NUMBER.items():
            if (scene, folder) == ("tree", "locked"):
                continue
            path = self.house.add(f"{folder}/{scene}.jpg", f"{scene} {folder}".encode())
            self.house.add(f"{folder}/{scene}.xmp", f"edits of {scene} {folder}".encode())
            found = stamp(path)
            facts = Facts(4000 - 500 * (number % 3), 3000, "JPEG", jpeg_quality=80 + number)
            self.photos[number] = Photo(
                number, number, path, self.house.photos, found.size_bytes, found.mtime_ns,
                found.content_hash, facts,
            )  # fmt: skip
        self.locked = [self.house.photos / "locked"]
        self.house.locked = self.locked
        self.house.restart()
        self.start = self.house.tree()
        self.may_be_lost: set[str] = set()
        self.review = self.open_review(None)

    def open_review(self, history: object) -> Review:
        return Review(
            GROUPS, self.photos.__getitem__, locked=self.locked, is_verified=self.are_copies,
            history=history,  # type: ignore[arg-type]
        )  # fmt: skip

    def are_copies(self, a: int, b: int) -> bool:
        return SCENE_OF[a] == SCENE_OF[b]

    def teardown(self) -> None:
        self.house.trash.mode = "works"
        while self.review.next_undo is not None:
            before = len(self.review.history.done)
            self.undo()
            assert len(self.review.history.done) < before, "undo goes on"
        end, state = self.house.tree(), self.review.state
        shutil.rmtree(self.house.top.parent)
        assert end == self.start
        assert state == {}

    # keys

    groups = st.sampled_from(GROUPS)
    chosen = st.lists(groups, min_size=1, max_size=4, unique=True)

    @rule(chosen=chosen, what=st.sampled_from(DECISIONS))
    def decide(self, chosen: list[Group], what: str) -> None:
        getattr(self.review, what)(*chosen)

    @rule(chosen=chosen)
    def accept(self, chosen: list[Group]) -> None:
        self.review.accept(chosen)

    @rule(group=groups, photo=st.integers(1, 11))
    def toggle(self, group: Group, photo: int) -> None:
        photo = group.members[photo % len(group.members)]
        try:
            self.review.toggle(photo, group)
        except KnownError:
            assert self.review.is_locked(photo)

    @rule(numbers=st.lists(st.integers(1, 11), min_size=1, unique=True))
    def trash_several(self, numbers: list[int]) -> None:
        try:
            self.review.mark(numbers, Mark.TRASH)
        except KnownError:
            assert any(map(self.review.is_locked, numbers))

    @rule(group=groups, n=st.integers(0, 3), what=st.sampled_from(["split", "choose_keeper"]))
    def pick(self, group: Group, n: int, what: str) -> None:
        members = self.review.members(group)
        if members:
            getattr(self.review, what)(group, members[n % len(members)])

    @rule(group=groups, n=st.integers(1, 3), best=st.booleans())
    def keep_some(self, group: Group, n: int, *, best: bool) -> None:
        members = self.review.members(group)
        if members and best:
            self.review.keep_best(group, n)
        elif members:
            self.review.keep_only(group, *members[:n])

    @rule(left_out=st.sets(groups))
    def accept_the_lane_after_its_audit(self, left_out: set[Group]) -> None:
        open_groups = [g for g in [*COPIES, PAIR_OF_TREES] if not self.review.is_solved(g)]
        before = self.review.state
        found = audit(self.review, open_groups, lambda *_: None)
        assert self.review.state == before
        assert {p.victim for p in found.riskiest}.isdisjoint(
            n for n in self.photos if self.review.is_locked(n)
        )
        self.review.accept([g for g in open_groups if g not in left_out], "accept-lane")

    @rule(swap=st.booleans())
    def learn(self, *, swap: bool) -> None:
        folders = fork(*(self.house.photos / name for name in ("Album", "Phone")))
        assert folders is not None
        if swap:
            folders = folders[1], folders[0]
        lesson = lesson_of(self.review, folders, GROUPS, times=1)
        if lesson is not None:
            wanted = [(g, marks_of(self.review, folders, g)) for g in lesson.groups]
            self.review.decide(wanted, "teach")

    # rules

    @rule(
        rules=st.lists(
            st.sampled_from(["largest-picture~40", "newest", "smallest-file", "best-quality~20"]),
            unique=True,
        ),
        preferred=st.sampled_from([(), ("Phone",), ("Album", "Phone")]),
    )
    def change_rules(self, rules: list[str], preferred: tuple[str, ...]) -> None:
        folders = [self.house.photos / name for name in preferred]
        self.review.set_rules(rules or DEFAULT_RULES, self.locked, folders)

    @rule(shown=st.sets(groups))
    def move_the_slider(self, shown: set[Group]) -> None:
        """Groups come and go with the confidence; decisions stay."""
        self.review.set_groups(group for group in GROUPS if group not in shown)

    # the disk

    @rule(confirmed=st.booleans())
    def commit(self, *, confirmed: bool) -> None:
        planned = self.review.planned(confirmed_last_copies=confirmed)
        assert not any(self.review.is_locked(plan.victim) for plan in planned)
        self.may_be_lost |= {SCENE_OF[p.victim] for p in planned if p.keeper is None}
        removals = with_sidecars(
            self.review.removals(planned),
            lambda folder: [path.name for path in folder.iterdir()],
            lambda name: name.endswith(".jpg"),
        )
        outcomes = self.house.actor.remove(removals, confirmed_last_copies=confirmed)
        done = {
            plan.victim: outcome.entry_id
            for plan, outcome in zip(planned, outcomes, strict=True)
            if outcome.code is OutcomeCode.DONE
        }
        self.review.record_commit(done, planned)

    @rule(mode=st.sampled_from(["works", "works", "none", "lies"]))
    def the_trash_changes(self, mode: str) -> None:
        self.house.trash.mode = mode

    @rule()
    def undo(self) -> None:
        step = self.review.next_undo
        if step is not None and step.entries:
            outcomes = self.house.actor.undo(step.entries)
            assert {outcome.code for outcome in outcomes} == {OutcomeCode.DONE}
            victims = {c.cell.photos[0] for c in step.changes if c.cell.kind is DecisionKind.GONE}
            assert self.review.record_return(step.entries) == len(victims)
            going = {p.victim for p in self.review.planned(confirmed_last_copies=True)}
            assert going.isdisjoint(victims), "what was rescued is not planned to go again"
        else:
            self.review.undo()

    @rule()
    def redo(self) -> None:
        self.review.redo()

    @rule()
    def restart(self) -> None:
        state = self.review.state
        self.house.restart()
        self.house.actor.recover()
        self.review = self.open_review(self.review.history)
        assert self.review.state == state

    # what always holds

    @invariant()
    def of_each_picture_a_copy_lies_in_its_folder(self) -> None:
        present = {content.split()[0].decode() for content, _ in self.house.tree().values()
                   if not content.startswith(b"edits")}  # fmt: skip
        assert set(SCENES) - present <= self.may_be_lost

    @invariant()
    def each_photo_is_planned_once_and_the_totals_say_so(self) -> None:
        planned = self.review.planned(confirmed_last_copies=True)
        assert len({plan.victim for plan in planned}) == len(planned)
        totals = self.review.totals()
        assert totals.photos == len(planned)
        assert totals.last_copies == sum(plan.keeper is None for plan in planned)
        sizes = [self.photos[plan.victim].size_bytes for plan in planned]
        assert totals.size_bytes == sum(sizes)

    @invariant()
    def the_locked_folder_is_as_it_was(self) -> None:
        now = self.house.tree()
        locked = [name for name in self.start if name.startswith("locked")]
        assert locked
        assert {name: now.get(name) for name in locked} == {n: self.start[n] for n in locked}

    @invariant()
    def what_is_gone_is_what_the_review_calls_gone(self) -> None:
        now = self.house.tree()
        gone = {cell.photos[0] for cell in self.review.state if cell.kind is DecisionKind.GONE}
        missing = {
            number
            for number, photo in self.photos.items()
            if str(photo.path.relative_to(self.house.photos)) not in now
        }
        assert missing == gone

    @invariant()
    def a_photo_and_its_sidecar_are_together(self) -> None:
        now = self.house.tree()
        for name in self.start:
            if name.endswith(".jpg"):
                assert (name in now) == (name.replace(".jpg", ".xmp") in now)


Person.TestCase.settings = settings(
    max_examples=40,
    stateful_step_count=25,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
TestPerson = Person.TestCase
