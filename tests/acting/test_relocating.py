"""Photos moved or renamed for their own sake: with all that is theirs, over nothing, and back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from imgsim_desktop.acting.journal import REMOVALS, Operation, State
from imgsim_desktop.records import Outcome, OutcomeCode, Removal
from tests.acting.fakes import Crash, House, codes, private_names
from tests.acting.steps import dying_at


def shot(house: House, *, goals: bool) -> list[Removal]:
    """A RAW and its JPEG with the XMP of both; to be called `sea` where they get goals."""
    raw, jpeg = house.removal("copy.raw", None), house.removal("copy.jpg", None, "copy.xmp")
    removals = [
        replace(raw, shot=(jpeg.victim.path,)),
        replace(jpeg, shot=(raw.victim.path,)),
    ]
    if not goals:
        return removals
    return [
        replace(
            removal,
            goals=tuple(
                (path, path.with_name("sea" + path.suffix))
                for path in (*removal.sidecars, removal.victim.path)
            ),
        )
        for removal in removals
    ]


@pytest.fixture
def raw_and_jpeg(house: House) -> House:
    house.add("copy.raw", b"raw")
    house.add("copy.xmp", b"edits")
    return house


def relocate(house: House, removals: list[Removal], folder: Path | None = None) -> list[Outcome]:
    return house.actor.remove(removals, operation=Operation.RELOCATE, folder=folder)


def test_a_photo_moves_with_the_other_file_of_its_shot_and_their_sidecar_and_comes_back(
    raw_and_jpeg: House,
) -> None:
    house, before = raw_and_jpeg, raw_and_jpeg.tree()
    goal = house.photos / "sea"
    assert codes(relocate(house, shot(house, goals=False), goal)) == [OutcomeCode.DONE] * 2
    assert sorted(path.name for path in goal.iterdir()) == ["copy.jpg", "copy.raw", "copy.xmp"]
    assert not (house.photos / "copy.jpg").exists()
    house.restart()
    assert codes(house.actor.undo()) == [OutcomeCode.DONE] * 2
    assert house.tree() == before


def test_a_renamed_photo_comes_back_under_its_name(raw_and_jpeg: House) -> None:
    house, before = raw_and_jpeg, raw_and_jpeg.tree()
    assert codes(relocate(house, shot(house, goals=True))) == [OutcomeCode.DONE] * 2
    assert {"sea.jpg", "sea.raw", "sea.xmp", "keep.jpg"} == set(house.tree())
    assert codes(house.actor.undo()) == [OutcomeCode.DONE] * 2
    assert house.tree() == before


def test_what_was_renamed_and_taken_back_can_be_renamed_again(raw_and_jpeg: House) -> None:
    house = raw_and_jpeg
    relocate(house, shot(house, goals=True))
    house.actor.undo()
    entries = {entry.entry_id for entry in house.journal.entries()}
    assert codes(house.actor.redo(entries)) == [OutcomeCode.DONE] * 2
    assert {"sea.jpg", "sea.raw", "sea.xmp", "keep.jpg"} == set(house.tree())


def test_where_a_name_is_taken_a_moved_photo_and_its_sidecars_get_a_number(
    raw_and_jpeg: House,
) -> None:
    house = raw_and_jpeg
    house.add("sea/copy.xmp", b"another's edits")
    relocate(house, shot(house, goals=False), house.photos / "sea")
    found = {name: content for name, (content, _) in house.tree().items()}
    assert found["sea/copy.xmp"] == b"another's edits"
    assert found["sea/copy 2.xmp"] == b"edits"
    assert {"sea/copy 2.jpg", "sea/copy 2.raw"} < set(found)


@pytest.mark.parametrize("taken", ["sea.jpg", "sea.raw", "sea.xmp"])
def test_a_photo_is_never_renamed_over_another_file(raw_and_jpeg: House, taken: str) -> None:
    house = raw_and_jpeg
    house.add(taken, b"another")
    before = house.tree()
    assert codes(relocate(house, shot(house, goals=True))) == [OutcomeCode.OCCUPIED] * 2
    assert house.tree() == before
    assert house.journal.entries() == []


def in_a_locked_folder(house: House) -> Path | None:
    house.locked.append(house.photos)
    return house.top / "elsewhere"


def into_a_locked_folder(house: House) -> Path | None:
    house.locked.append(house.top / "elsewhere")
    return house.top / "elsewhere"


def renamed_in_a_locked_folder(house: House) -> Path | None:
    house.locked.append(house.photos)
    return None


@pytest.mark.parametrize(
    "lock", [in_a_locked_folder, into_a_locked_folder, renamed_in_a_locked_folder]
)
def test_nothing_is_moved_out_of_a_locked_folder_or_into_one(
    raw_and_jpeg: House, lock: Callable[[House], Path | None]
) -> None:
    house, before = raw_and_jpeg, raw_and_jpeg.tree()
    folder = lock(house)
    house.restart()
    removals = shot(house, goals=folder is None)
    assert codes(relocate(house, removals, folder)) == [OutcomeCode.LOCKED] * 2
    assert house.tree() == before


def test_a_photo_that_has_changed_since_it_was_chosen_is_not_moved(raw_and_jpeg: House) -> None:
    house = raw_and_jpeg
    removals = shot(house, goals=False)
    (house.photos / "copy.jpg").write_bytes(b"edited meanwhile")
    before = house.tree()
    found = codes(relocate(house, removals, house.photos / "sea"))
    assert found == [OutcomeCode.CHANGED] * 2
    assert house.tree() == before


def test_half_a_shot_is_not_moved(raw_and_jpeg: House) -> None:
    house, before = raw_and_jpeg, raw_and_jpeg.tree()
    raw = shot(house, goals=False)[:1]
    assert codes(relocate(house, raw, house.photos / "sea")) == [OutcomeCode.SHOT_STAYS]
    assert house.tree() == before


def test_a_photo_is_not_parted_from_a_file_that_another_photo_needs_too(house: House) -> None:
    house.add("copy-edited.jpg", b"edited")
    house.add("copy.jpg.json", b"{}")
    alone = replace(house.removal("copy.jpg", None), held_back=house.photos / "copy.jpg.json")
    found = relocate(house, [alone], house.photos / "sea")
    assert codes(found) == [OutcomeCode.SHARED_BESIDE]
    other = house.photos / "copy-edited.jpg"
    last = house.removal("copy.jpg", None, "copy.jpg.json")
    last = replace(last, shared=((house.photos / "copy.jpg.json", other),))
    found = relocate(house, [last], house.photos / "sea")  # the other one could not go
    assert codes(found) == [OutcomeCode.SHARED_BESIDE]
    assert not (house.photos / "sea").exists()


def test_an_undo_of_removals_takes_no_move_back(raw_and_jpeg: House) -> None:
    house = raw_and_jpeg
    (only,) = shot(house, goals=True)[1:]
    house.actor.remove([house.removal("copy.raw", "keep.jpg")])
    relocate(house, [only])
    (back,) = house.actor.undo(among=REMOVALS)
    assert back.path.name == "copy.raw"
    assert (house.photos / "sea.jpg").exists()


@pytest.mark.parametrize("where", ["here", "other disk", "renamed"])
def test_killed_at_any_step_of_a_move_or_its_undo_all_of_a_shot_is_here_or_there(
    tmp_path: Path, other_disk: Path, where: str
) -> None:
    """Whatever is there is there whole, once, and undo brings it back."""
    for step in count(1):
        house = House(tmp_path / str(step))
        house.add("copy.jpg", b"jpeg", mtime_ns=5)
        house.add("copy.raw", b"raw")
        house.add("copy.xmp", b"edits")
        before = house.tree()
        goals = {"here": house.top / "sea", "other disk": other_disk / str(step), "renamed": None}
        folder = goals[where]
        removals = shot(house, goals=folder is None)
        steps, is_through = 0, True
        for act in (partial(relocate, house, removals, folder), house.actor.undo):
            try:
                with dying_at(step - steps) as fuse:
                    act()
                steps += fuse.steps
            except Crash:
                is_through = False
                house.restart()
                house.actor.recover()
                assert house.actor.recover() == []
                states = {entry.state for entry in house.journal.entries()}
                is_there = states == {State.DONE}
                assert is_there or states <= {State.FAILED, State.UNDONE}, f"step {step}"
                assert is_there or house.tree() == before, f"step {step}"
                break
        house.restart()
        house.actor.undo()
        assert house.tree() == before, f"step {step}"
        assert not private_names(house.top), f"step {step}"
        assert folder is None or not list(folder.glob("*")), f"step {step}"
        if is_through:
            assert step > 15
            return
    raise AssertionError
