"""Reviews are kept a row a decision; what was written is what is read, whatever was undone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from imgsim_desktop.choosing.decisions import Steps
from imgsim_desktop.library.decisions import Decisions
from imgsim_desktop.library.paths import Home
from imgsim_desktop.records import (
    Cell,
    DecisionKind,
    History,
    PhotoName,
    Step,
    StepChanges,
    Value,
)

KEY = "abc"


def name_of(number: int) -> PhotoName:
    return PhotoName(Path(f"/photos/{number}.jpg"), bytes([number]) * 16)


def by_name(history: History, names: dict[int, PhotoName]) -> list[list[object]]:
    """Steps in the words of what their numbers stand for."""

    def value(kind: DecisionKind, told: Value | None) -> object:
        is_photo = kind in (DecisionKind.KEEPER, DecisionKind.LINKED, DecisionKind.STANDS_FOR)
        return names[int(told)] if is_photo and told is not None else told

    def steps(found: tuple[Step, ...]) -> list[object]:
        return [
            (
                step.action,
                [
                    (c.cell.kind, [names[n] for n in c.cell.photos], value(c.cell.kind, c.after))
                    for c in step.changes
                ],
            )
            for step in found
        ]

    return [steps(history.done), steps(history.undone)]


def mark(photo: int) -> Cell:
    return Cell(DecisionKind.MARK, (photo,))


@pytest.fixture
def decisions(tmp_path: Path) -> Iterator[Decisions]:
    with closing(Decisions(Home(tmp_path / "home"))) as found:
        yield found


def save(decisions: Decisions, steps: Steps, ids: dict[int, int]) -> int:
    version, rows = decisions.reviews.save(KEY, steps.unsaved(), name_of, ids)
    steps.saved()
    ids.update(rows)
    return version


def test_a_review_nobody_began_is_empty(decisions: Decisions) -> None:
    stored = decisions.reviews.load(KEY)
    assert (stored.version, stored.history, stored.photos) == (0, History(), {})


def test_each_library_has_its_own(decisions: Decisions) -> None:
    steps = Steps(lambda _change: None)
    steps.do("mark", [(mark(1), "trash")])
    save(decisions, steps, {})
    assert decisions.reviews.load("another").history == History()
    assert decisions.reviews.version(KEY) == 1


def test_a_step_costs_its_own_rows_only(decisions: Decisions) -> None:
    steps, ids = Steps(lambda _change: None), dict[int, int]()
    for number in range(1, 40):
        steps.do("mark", [(mark(number), "trash")])
    save(decisions, steps, ids)
    steps.do("mark", [(mark(40), "keep")])
    changes = steps.unsaved()
    assert [len(step.changes) for step in changes.added] == [1]
    assert changes == StepChanges(added=changes.added)
    steps.undo()
    assert steps.unsaved().added
    save(decisions, steps, ids)
    assert not steps.unsaved()


def test_rows_that_make_no_sense_are_passed_over(decisions: Decisions) -> None:
    steps = Steps(lambda _change: None)
    steps.do("mark", [(mark(1), "trash"), (mark(2), "keep")])
    save(decisions, steps, {})
    decisions._db.execute("UPDATE review_decisions SET photos = '1,x' WHERE place = 0")
    (step,) = decisions.reviews.load(KEY).history.done
    assert [change.after for change in step.changes] == ["keep"]
    decisions._db.execute("UPDATE review_decisions SET kind = 'nonsense'")
    assert decisions.reviews.load(KEY).history == History()


def test_two_programs_that_save_in_turn_lose_no_step(decisions: Decisions) -> None:
    first, second = Steps(lambda _change: None), Steps(lambda _change: None)
    first.do("mark", [(mark(1), "trash")])
    save(decisions, first, {})
    second.do("mark", [(mark(2), "keep")])
    save(decisions, second, {})
    stored = decisions.reviews.load(KEY)
    assert [step.changes[0].after for step in stored.history.done] == ["trash", "keep"]
    assert stored.version == 2


class Storing(RuleBasedStateMachine):
    """Any steps back and forth, saved now and then: what is read is what is known."""

    photos = st.integers(1, 5)

    @initialize()
    def begin(self) -> None:
        import tempfile

        self.decisions = Decisions(Home(Path(tempfile.mkdtemp(prefix="imgsim-reviews-"))))
        self.steps, self.ids = Steps(lambda _change: None), dict[int, int]()

    def teardown(self) -> None:
        if hasattr(self, "decisions"):
            self.decisions.close()

    @rule(photo=photos, value=st.sampled_from(["keep", "trash", None]))
    def marks(self, photo: int, value: str | None) -> None:
        self.steps.do("mark", [(mark(photo), value)])

    @rule(photos=st.lists(photos, min_size=2, max_size=3, unique=True), keeper=photos)
    def decides(self, photos: list[int], keeper: int) -> None:
        group = tuple(photos)
        self.steps.do(
            "accept",
            [
                (Cell(DecisionKind.SOLVED, group), "accepted"),
                (Cell(DecisionKind.KEEPER, group), keeper),
                *((mark(photo), "trash") for photo in group),
            ],
        )

    @rule(photo=photos)
    def commits(self, photo: int) -> None:
        gone = Cell(DecisionKind.GONE, (photo,))
        self.steps.do("commit", [(gone, f"entry-{photo}"), (mark(photo), None)])

    @rule()
    def undoes(self) -> None:
        self.steps.undo()

    @rule()
    def redoes(self) -> None:
        self.steps.redo()

    @rule(photo=photos)
    def forgets(self, photo: int) -> None:
        self.steps.take_out(lambda change: photo in change.cell.photos)

    @rule()
    def saves(self) -> None:
        save(self.decisions, self.steps, self.ids)
        stored = self.decisions.reviews.load(KEY)
        own = {number: name_of(number) for number in range(1, 6)}
        assert by_name(stored.history, stored.photos) == by_name(self.steps.history, own)
        again = Steps(lambda _change: None)
        numbers = {number: int(name.path.stem) for number, name in stored.photos.items()}
        again.load(stored.history.renumbered(numbers))
        assert again.cells == self.steps.cells


Storing.TestCase.settings = settings(max_examples=40, stateful_step_count=20)
TestStoring = Storing.TestCase
