"""Each guard rail, for each thing that can be done to a file."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import imgsim_desktop.acting.claims as claims
import imgsim_desktop.acting.mover as mover
from imgsim_desktop.acting.journal import Journal, Operation, State
from imgsim_desktop.records import Description, Outcome, OutcomeCode, Removal
from tests.acting.fakes import House, codes, copied

OPERATIONS = (Operation.TRASH, Operation.MOVE, Operation.HARD_LINK, Operation.REFLINK)
WORDS = Description(keywords=("only here",))


@pytest.fixture(params=OPERATIONS)
def operation(request: pytest.FixtureRequest) -> Iterator[Operation]:
    """Every operation; a reflink is a copy here, as it is where a file system can."""
    clone = mover.LINKS[Operation.REFLINK]
    mover.LINKS[Operation.REFLINK] = copied
    yield request.param
    mover.LINKS[Operation.REFLINK] = clone


@pytest.fixture
def house(tmp_path: Path) -> House:
    house = House(tmp_path / "house")
    house.add("keep.jpg", b"equal")
    house.add("a.jpg", b"equal", mtime_ns=5)
    house.add("b.jpg", b"equal", mtime_ns=6)
    return house


def do(house: House, operation: Operation, *removals: Removal) -> list[Outcome]:
    folder = house.top / "out" if operation is Operation.MOVE else None
    return house.actor.remove(removals, operation=operation, folder=folder)


def removal(house: House, name: str = "a.jpg") -> Removal:
    return house.removal(name, carried=WORDS)


def test_what_is_done_is_undone_and_redone_after_restarts(
    house: House, operation: Operation
) -> None:
    before = house.tree()
    (outcome,) = do(house, operation, removal(house))
    assert outcome.code is OutcomeCode.DONE
    after = house.tree()
    assert after != before
    house.restart()
    assert codes(house.actor.undo()) == [OutcomeCode.DONE]
    assert house.tree() == before
    house.restart()
    assert codes(house.actor.redo([outcome.entry_id])) == [OutcomeCode.DONE]
    assert set(house.tree()) == set(after)
    house.restart()
    house.actor.undo()
    assert house.tree() == before


@pytest.mark.parametrize(
    ("rail", "code"),
    [
        ("keeper changed", OutcomeCode.KEEPER_CHANGED),
        ("keeper gone", OutcomeCode.KEEPER_CHANGED),
        ("keeper unreadable", OutcomeCode.KEEPER_UNREADABLE),
        ("victim replaced", OutcomeCode.CHANGED),
        ("victim gone", OutcomeCode.GONE),
        ("victim is the keeper", OutcomeCode.SAME_FILE),
        ("locked", OutcomeCode.LOCKED),
        ("volume gone", OutcomeCode.KEEPER_CHANGED),
    ],
)
def test_what_changed_since_the_mark_is_not_touched(
    house: House, operation: Operation, rail: str, code: OutcomeCode
) -> None:
    planned = removal(house)
    match rail:
        case "keeper changed":
            house.add("keep.jpg", b"other")
        case "keeper gone":
            (house.photos / "keep.jpg").unlink()
        case "keeper unreadable":
            house.add("keep.jpg", b"damaged")
            house.add("a.jpg", b"damaged")
            planned = removal(house)
        case "victim replaced":
            house.add("a.jpg", b"OTHER", mtime_ns=5)
        case "victim gone":
            (house.photos / "a.jpg").unlink()
        case "victim is the keeper":
            (house.photos / "a.jpg").unlink()
            os.link(house.photos / "keep.jpg", house.photos / "a.jpg")
            planned = removal(house)
        case "locked":
            house.locked = [house.photos]
            house.restart()
        case "volume gone":
            house.photos.rename(house.top / "elsewhere")
            house.photos.mkdir()
    before = house.tree()
    assert codes(do(house, operation, planned)) == [code]
    assert house.tree() == before
    assert not house.journal.entries()


@pytest.mark.parametrize("mode", ["lies", "swallows", "spoils"])
@pytest.mark.parametrize("link", [Operation.TRASH, Operation.HARD_LINK])
def test_a_trash_that_lies_is_never_believed(house: House, mode: str, link: Operation) -> None:
    house.trash.mode = mode
    outcomes = do(house, link, removal(house), removal(house, "b.jpg"))
    assert OutcomeCode.DONE not in codes(outcomes)
    assert house.photos.joinpath("keep.jpg").read_bytes() == b"equal"
    assert house.photos.joinpath("b.jpg").exists()


def test_a_disk_that_fills_up_in_the_middle_stops_before_the_next_file(
    house: House, operation: Operation, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Journal.intend
    announced: list[int] = []

    def intend(journal: Journal, entries: object) -> None:
        announced.append(1)
        if len(announced) == 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(journal, entries)  # type: ignore[arg-type]

    before = house.tree()
    monkeypatch.setattr(Journal, "intend", intend)
    outcomes = do(house, operation, house.removal("a.jpg"), house.removal("b.jpg"))
    assert codes(outcomes) == [OutcomeCode.DONE, OutcomeCode.FAILED]
    assert "No space left" in outcomes[1].detail
    assert house.tree()["b.jpg"] == before["b.jpg"]
    monkeypatch.undo()
    house.actor.undo()
    assert house.tree() == before


def test_a_copy_that_does_not_fit_on_the_other_disk_leaves_the_file(
    house: House, other_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    before = house.tree()
    monkeypatch.setattr(claims.shutil, "copyfileobj", full)
    (outcome,) = house.actor.remove(
        [removal(house)], operation=Operation.MOVE, folder=other_disk / "out"
    )
    assert outcome.code is OutcomeCode.DISK_FULL
    assert house.tree() == before
    assert not list((other_disk / "out").iterdir())


PROGRAM = """
import os, shutil, signal, sys
from pathlib import Path
import imgsim_desktop.acting.mover as mover
from imgsim_desktop.acting.journal import Journal, Operation
from imgsim_desktop.records import Description
from tests.acting.fakes import House, copied

top, name, moment = sys.argv[1:]
operation = Operation(name)
house = House(Path(top))
mover.LINKS[Operation.REFLINK] = copied
die = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
if moment == "after the journal":
    real = Journal.intend
    Journal.intend = lambda journal, entries: (real(journal, entries), die())
else:
    Journal.done = die
folder = house.top / "out" if operation is Operation.MOVE else None
words = Description(keywords=("only here",))
house.actor.remove([house.removal("a.jpg", carried=words)], operation=operation, folder=folder)
"""


@pytest.mark.parametrize("moment", ["after the journal", "after the file"])
def test_a_killed_program_is_settled_by_the_next_one(
    house: House, operation: Operation, moment: str
) -> None:
    before = house.tree()
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(house.top), operation.value, moment],
        cwd=Path(__file__).parents[2],
        check=False,
    )
    assert run.returncode == -signal.SIGKILL
    assert house.journal.unfinished()
    house.actor.recover()
    assert not house.journal.unfinished()
    if moment == "after the journal":
        assert house.tree() == before
        assert {entry.state for entry in house.journal.entries()} == {State.FAILED}
    house.actor.undo()
    assert house.tree() == before
