"""What lay beside a photo that goes moves beside the kept one, and comes back with the photo."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from imgsim_desktop.acting.journal import Operation, State
from imgsim_desktop.records import OutcomeCode, Removal
from tests.acting.fakes import Crash, House, codes, private_names
from tests.acting.steps import dying_at

NAMES = {"copy.mov": "keep.mov", "copy.aae": "keep.aae"}


def lay_out(house: House, folder: str) -> None:
    for name in ("keep.jpg", f"{folder}copy.jpg"):
        house.add(name, b"equal")
    for name in NAMES:
        house.add(f"{folder}{name}", f"content of {name}".encode())


def removal(house: House, folder: str = "") -> Removal:
    follows = tuple((house.photos / folder / a, house.photos / b) for a, b in NAMES.items())
    return replace(house.removal(f"{folder}copy.jpg"), follows=follows)


@pytest.fixture
def live(house: House) -> House:
    (house.photos / "copy.jpg").unlink()
    lay_out(house, "phone/")
    return house


def test_they_move_beside_the_kept_one_and_come_back_with_one_undo(live: House) -> None:
    before = live.tree()
    outcome = live.actor.remove([removal(live, "phone/")])[0]
    assert outcome.code is OutcomeCode.DONE
    assert set(live.tree()) == {"keep.jpg", *NAMES.values()}
    units = {entry.unit_id for entry in live.journal.entries()}
    assert units == {outcome.entry_id}
    live.restart()
    assert codes(live.actor.undo()) == [OutcomeCode.DONE]
    assert live.tree() == before


def test_redo_moves_them_again(live: House) -> None:
    outcome = live.actor.remove([removal(live, "phone/")])[0]
    live.actor.undo()
    assert codes(live.actor.redo([outcome.entry_id])) == [OutcomeCode.DONE]
    assert set(live.tree()) == {"keep.jpg", *NAMES.values()}


def test_with_a_move_to_a_folder_they_still_go_beside_the_kept_one(
    live: House, tmp_path: Path
) -> None:
    goal = tmp_path / "goal"
    live.actor.remove([removal(live, "phone/")], operation=Operation.MOVE, folder=goal)
    assert [path.name for path in goal.iterdir()] == ["copy.jpg"]
    assert set(live.tree()) == {"keep.jpg", *NAMES.values()}


def test_nothing_is_written_over_and_the_photo_stays_where_a_name_is_taken(live: House) -> None:
    live.add("keep.aae", b"of the kept one")
    before = live.tree()
    assert codes(live.actor.remove([removal(live, "phone/")])) == [OutcomeCode.OCCUPIED]
    assert live.tree() == before


def test_a_name_that_is_taken_at_the_last_moment_brings_everything_back(live: House) -> None:
    job = removal(live, "phone/")
    with pytest.MonkeyPatch.context() as patch:
        intend = live.journal.intend

        def announced(entries: list[object]) -> None:
            intend(entries)  # type: ignore[arg-type]
            live.add("keep.aae", b"of another program")

        patch.setattr(live.journal, "intend", announced)
        found = codes(live.actor.remove([job]))
    assert found != [OutcomeCode.DONE]
    assert set(live.tree()) == {"keep.jpg", "keep.aae", "phone/copy.jpg",
                                "phone/copy.mov", "phone/copy.aae"}  # fmt: skip
    assert live.tree()["keep.aae"][0] == b"of another program"
    assert not private_names(live.top)


@pytest.mark.parametrize("mode", ["full", "lies"])
def test_when_the_photo_cannot_go_what_has_moved_comes_back(live: House, mode: str) -> None:
    live.trash.mode = mode
    before = live.tree()
    assert codes(live.actor.remove([removal(live, "phone/")])) != [OutcomeCode.DONE]
    assert live.tree() == before
    assert not private_names(live.top)


def test_in_a_locked_folder_nothing_is_put_beside_a_photo(live: House) -> None:
    live.locked = [live.photos / "locked"]
    live.restart()
    live.add("locked/keep.jpg", b"equal")
    job = replace(
        live.removal("phone/copy.jpg", "locked/keep.jpg"),
        follows=((live.photos / "phone/copy.mov", live.photos / "locked/keep.mov"),),
    )
    before = live.tree()
    assert codes(live.actor.remove([job])) == [OutcomeCode.LOCKED]
    assert live.tree() == before


def test_a_photo_that_is_held_back_stays_and_the_reason_names_the_file(live: House) -> None:
    film = live.photos / "phone" / "copy.mov"
    outcome = live.actor.remove([replace(live.removal("phone/copy.jpg"), held_back=film)])[0]
    assert (outcome.code, outcome.detail) == (OutcomeCode.HOLDS_BESIDE, str(film))


def test_what_was_written_to_since_stays_with_the_kept_one_and_the_photo_is_back(
    live: House,
) -> None:
    live.actor.remove([removal(live, "phone/")])
    (live.photos / "keep.aae").write_bytes(b"edited since")
    (outcome,) = live.actor.undo()
    assert outcome.code is OutcomeCode.DONE
    assert "keep.aae was written to since and stays there" in outcome.detail
    assert set(live.tree()) == {"keep.jpg", "keep.aae", "phone/copy.jpg", "phone/copy.mov"}
    assert {entry.state for entry in live.journal.entries()} == {State.UNDONE}
    assert live.actor.recover() == []


@pytest.mark.parametrize("where", ["one disk", "other disk"])
def test_a_crash_at_any_step_leaves_all_beside_one_of_the_two(
    tmp_path: Path, other_disk: Path, where: str
) -> None:
    for step in count(1):
        house = House(tmp_path / str(step))
        far = other_disk / str(step) if where == "other disk" else house.photos / "phone"
        far.mkdir(parents=True)
        keep = house.add("keep.jpg", b"equal")
        (far / "copy.jpg").write_bytes(b"equal")
        for name in NAMES:
            (far / name).write_bytes(f"content of {name}".encode())
        job = replace(
            house.removal(str(far / "copy.jpg")),
            follows=tuple((far / a, keep.with_name(b)) for a, b in NAMES.items()),
        )
        steps, is_through = 0, True
        for act in (lambda h, j: h.actor.remove([j]), lambda h, _: h.actor.undo()):
            try:
                with dying_at(step - steps) as fuse:
                    act(house, job)
                steps += fuse.steps
            except Crash:
                is_through = False
                house.restart()
                house.actor.recover()
                assert house.actor.recover() == []
                beside = {path.name for path in far.iterdir()}
                assert beside in (set(), {"copy.jpg", *NAMES}), f"step {step}: {beside}"
                own = {path.name for path in house.photos.glob("keep.*")}
                all_here = {"keep.jpg", *NAMES.values()}
                assert own == ({"keep.jpg"} if beside else all_here), f"step {step}: {own}"
                break
        house.restart()
        house.actor.undo()
        assert {path.name for path in far.iterdir()} == {"copy.jpg", *NAMES}, f"step {step}"
        assert not private_names(house.top), f"step {step}"
        assert not private_names(far), f"step {step}"
        if is_through:
            assert step > 20
            return
