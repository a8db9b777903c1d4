"""Killed at any moment: nothing is lost, nothing is done twice."""

import os
import shutil
import signal
import subprocess
import sys
from itertools import count
from pathlib import Path

import pytest

import imgsim_desktop.acting.mover as mover
from imgsim_desktop.acting.claims import Claim
from imgsim_desktop.acting.journal import Operation, State
from imgsim_desktop.acting.xdg_trash import XdgTrash
from imgsim_desktop.records import OutcomeCode
from tests.acting.fakes import Crash, House, codes, copied, crash_at, private_names
from tests.acting.steps import dying_at

PROGRAM = """
import os, signal, sys
from pathlib import Path
from tests.acting.fakes import House

house = House(Path(sys.argv[1]))
setattr(house.trash, sys.argv[2], lambda: os.kill(os.getpid(), signal.SIGKILL))
house.actor.remove([house.removal("copy.jpg")])
"""


@pytest.mark.parametrize(("moment", "is_gone"), [("before", False), ("after", True)])
def test_a_killed_program_is_settled_by_the_next_one(
    house: House, moment: str, *, is_gone: bool
) -> None:
    before = house.tree()
    top = Path(__file__).parents[2]
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(house.top), moment], cwd=top, check=False
    )
    assert run.returncode == -signal.SIGKILL
    assert [e.state for e in house.journal.unfinished()] == [State.INTENDED]
    assert not (house.photos / "copy.jpg").exists()
    assert bool(list(house.photos.glob(".imgsim-claim-*"))) is not is_gone
    outcome = house.actor.recover()[0]
    assert outcome.code is (OutcomeCode.DONE if is_gone else OutcomeCode.STOPPED)
    assert len(house.actor.undo()) == is_gone
    assert house.tree() == before


def crash_everywhere(tmp_path: Path, disk: Path, operation: Operation, trash: str) -> int:
    """Remove and undo, dying at step 1, 2, 3, ...; returns how many steps there were."""
    for step in count(1):
        house = House(tmp_path / f"{operation.value} {trash} {step}")
        folder = house.top / "target" if operation is Operation.MOVE else None
        match trash:
            case "xdg":
                own = XdgTrash(house.top / "xdg" / "Trash", os.getuid())
                house.trash = own  # type: ignore[assignment]
                house.restart()
            case "other disk":
                folder = disk / f"{step}"
            case _:
                house.trash.mode = trash
        house.add("keep.jpg", b"equal")
        house.add("copy.jpg", b"equal", mtime_ns=5)
        sidecars = () if operation in mover.LINKS else (house.add("copy.xmp", b"edits").name,)
        before = house.tree()
        removal = house.removal("copy.jpg", "keep.jpg", *sidecars)
        is_through = True
        steps = 0
        for act in ("remove", "undo"):
            try:
                with dying_at(step - steps) as fuse:
                    if act == "remove":
                        house.actor.remove([removal], operation=operation, folder=folder)
                    else:
                        house.actor.undo()
                steps += fuse.steps
            except Crash:
                is_through = False
                house.restart()
                check_settled(house, before, operation)
                break
        house.restart()
        house.actor.undo()
        assert house.tree() == before, f"step {step}"
        assert not private_names(house.top), f"step {step}"
        assert not list(house.top.rglob("*.trashinfo")), f"step {step}"
        assert folder is None or not list(folder.glob("*")), f"step {step}"
        if is_through:
            return step
    raise AssertionError


def check_settled(house: House, before: dict[str, tuple[bytes, int]], operation: Operation) -> None:
    house.actor.recover()
    assert house.actor.recover() == []
    tree = house.tree()
    assert tree["keep.jpg"] == before["keep.jpg"]
    states = {entry.state for entry in house.journal.entries()}
    if states == {State.DONE}:
        expected = {"keep.jpg", "copy.jpg"} if operation in mover.LINKS else {"keep.jpg"}
        assert set(tree) == expected
    else:
        assert states <= {State.FAILED, State.UNDONE}
        assert tree == before


@pytest.mark.parametrize(
    ("operation", "trash"),
    [
        (Operation.TRASH, "works"),
        (Operation.TRASH, "none"),
        (Operation.TRASH, "xdg"),
        (Operation.MOVE, "works"),
        (Operation.MOVE, "other disk"),
        (Operation.HARD_LINK, "works"),
        (Operation.HARD_LINK, "none"),
        (Operation.REFLINK, "works"),
    ],
)
def test_a_crash_at_any_step_is_settled_and_can_be_undone(
    tmp_path: Path,
    other_disk: Path,
    monkeypatch: pytest.MonkeyPatch,
    operation: Operation,
    trash: str,
) -> None:
    monkeypatch.setitem(mover.LINKS, Operation.REFLINK, copied)
    assert crash_everywhere(tmp_path, other_disk, operation, trash) > 15


def test_a_file_that_is_nowhere_after_a_crash_is_said_so(house: House) -> None:
    def die() -> None:
        raise Crash

    house.trash.after = die
    with pytest.raises(Crash):
        house.actor.remove([house.removal("copy.jpg")])
    shutil.rmtree(house.trash.folder)
    house.restart()
    assert codes(house.actor.recover()) == [OutcomeCode.NOT_CONFIRMED]


def test_a_copy_at_the_goal_stays_when_the_photo_itself_was_edited_since_the_crash(
    house: House, tmp_path: Path
) -> None:
    """It is the only place where the old picture still is."""
    goal = tmp_path / "goal"
    removal = house.removal("copy.jpg")
    with pytest.MonkeyPatch.context() as patch:

        def crash(*_: object) -> None:
            raise Crash

        patch.setattr(Claim, "move_to", crash)
        with pytest.raises(Crash):
            house.actor.remove([removal], operation=Operation.MOVE, folder=goal)
    claim = next(house.photos.glob(".imgsim-claim-*"))
    goal.mkdir(exist_ok=True)
    shutil.copy2(claim, goal / "copy.jpg")
    claim.rename(house.photos / "copy.jpg")
    with (house.photos / "copy.jpg").open("r+b") as file:
        file.write(b"EDITED")
    house.restart()
    assert codes(house.actor.recover()) == [OutcomeCode.STOPPED]
    assert (goal / "copy.jpg").read_bytes() == b"the small one"
    assert (house.photos / "copy.jpg").read_bytes() == b"EDITEDall one"


def test_a_new_removal_settles_the_old_crash_first(house: House) -> None:
    house.add("second.jpg", b"2")

    def die() -> None:
        raise Crash

    house.trash.after = die
    with pytest.raises(Crash):
        house.actor.remove([house.removal("copy.jpg")])
    house.restart()
    house.trash.after = lambda: None
    assert codes(house.actor.remove([house.removal("second.jpg")])) == [OutcomeCode.DONE]
    assert house.journal.unfinished() == []
    assert [len(batch.entries) for batch in house.journal.batches()] == [1, 1]


def test_an_older_file_of_that_name_in_the_trash_is_not_taken_for_it(house: House) -> None:
    house.actor.remove([house.removal("copy.jpg")])
    house.add("copy.jpg", b"the small one")

    def die() -> None:
        next(house.photos.glob(".imgsim-claim-*")).unlink()
        raise Crash

    house.trash.before = die
    with pytest.raises(Crash):
        house.actor.remove([house.removal("copy.jpg")])
    house.restart()
    assert codes(house.actor.recover()) == [OutcomeCode.NOT_CONFIRMED]
    assert [e.resting is None for e in house.journal.entries()] == [False, True]


def test_a_half_restored_photo_that_cannot_be_completed_is_reported(house: House) -> None:
    house.add("copy.xmp", b"edits")
    house.trash.before = crash_at(2)
    with pytest.raises(Crash):
        house.actor.remove([house.removal("copy.jpg", "keep.jpg", "copy.xmp")])
    house.add("copy.xmp", b"somebody's new edits")
    house.restart()
    outcome = house.actor.recover()[0]
    assert outcome.code is OutcomeCode.STOPPED
    assert "occupied" in outcome.detail
