"""The RAW and the JPEG of one shot, with all that belongs to them, are one unit on the disk."""

from __future__ import annotations

import errno
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from imgsim_desktop.acting.journal import Operation, State
from imgsim_desktop.acting.lines import mark_of, told_by_mark
from imgsim_desktop.acting.receipts import html_receipt
from imgsim_desktop.acting.xdg_trash import XdgTrash
from imgsim_desktop.reading.xmp import extended_xmp, read_xmp
from imgsim_desktop.records import Description, OutcomeCode
from tests.acting.fakes import Crash, House, codes, private_names, stamp, words_of
from tests.acting.steps import dying_at
from tests.fuzz.kill_twice import SHOT, shot_removals

WORDS = Description(keywords=("only the copy",))


def lay_out(house: House) -> None:
    house.add("keep.jpg", b"the one that stays", mtime_ns=10**18)
    for number, name in enumerate(SHOT):
        house.add(name, f"content of {name}".encode(), mtime_ns=10**18 + number)


@pytest.fixture
def shot(house: House) -> House:
    (house.photos / "copy.jpg").unlink()
    lay_out(house)
    return house


def here(house: House) -> set[str]:
    return set(house.tree()) & set(SHOT)


def test_all_files_of_a_shot_go_and_come_back_by_any_of_them(shot: House) -> None:
    before = shot.tree()
    for number in range(2):
        outcomes = shot.actor.remove(shot_removals(shot))
        assert codes(outcomes) == [OutcomeCode.DONE] * 2
        assert [outcome.path.name for outcome in outcomes] == ["copy.nef", "copy.jpg"]
        assert here(shot) == set()
        assert len({entry.unit_id for entry in shot.journal.batches()[-1].entries}) == 1
        shot.restart()
        back = shot.actor.undo([outcomes[number].entry_id])
        assert {outcome.path.name for outcome in back} == {"copy.nef", "copy.jpg"}
        assert {outcome.entry_id for outcome in back} == {o.entry_id for o in outcomes}
        assert shot.tree() == before


def test_redo_takes_all_of_them_again(shot: House) -> None:
    outcomes = shot.actor.remove(shot_removals(shot))
    shot.actor.undo()
    again = shot.actor.redo([outcomes[0].entry_id])
    assert codes(again) == [OutcomeCode.DONE] * 2
    assert here(shot) == set()


def test_outcomes_are_in_the_order_asked_for_though_another_photo_stands_between(
    shot: House,
) -> None:
    shot.add("other.jpg")
    raw, jpeg = shot_removals(shot)
    outcomes = shot.actor.remove([jpeg, shot.removal("other.jpg"), raw])
    assert [outcome.path.name for outcome in outcomes] == ["copy.jpg", "other.jpg", "copy.nef"]
    assert codes(outcomes) == [OutcomeCode.DONE] * 3


@pytest.mark.parametrize("number", [0, 1])
def test_half_a_shot_is_refused_while_the_other_half_stays(shot: House, number: int) -> None:
    before = shot.tree()
    removal = shot_removals(shot)[number]
    assert codes(shot.actor.remove([removal])) == [OutcomeCode.SHOT_STAYS]
    assert shot.tree() == before
    removal.shot[0].unlink()
    assert codes(shot.actor.remove([removal])) == [OutcomeCode.DONE]


def test_of_a_shot_of_which_one_file_has_changed_nothing_goes(shot: House) -> None:
    removals = shot_removals(shot)
    shot.add("copy.jpg", b"edited since")
    before = shot.tree()
    assert codes(shot.actor.remove(removals)) == [OutcomeCode.CHANGED] * 2
    assert shot.tree() == before
    assert shot.journal.entries() == []


def _vanishes(house: House) -> None:
    """As far as the trash can tell."""
    raise FileNotFoundError(errno.ENOENT, "no such file")


def _fills_up(house: House) -> None:
    raise OSError(errno.ENOSPC, "no space left on device")


def _keeper_changes(house: House) -> None:
    house.add("keep.jpg", b"another picture")


@pytest.mark.parametrize("fault", [_vanishes, _fills_up], ids=["vanished", "full"])
@pytest.mark.parametrize("at", range(2, 5))
def test_trouble_at_a_later_file_brings_the_first_ones_back(
    shot: House, fault: Callable[[House], None], at: int
) -> None:
    before, calls = shot.tree(), count(1)
    shot.quarantine_root = None

    def strike() -> None:
        if next(calls) == at:
            fault(shot)

    shot.trash.before = strike
    found = codes(shot.actor.remove(shot_removals(shot, carried=WORDS)))
    assert len(set(found)) == 1
    assert OutcomeCode.DONE not in found
    assert shot.tree() == before
    assert not private_names(shot.top)
    assert {entry.state for entry in shot.journal.entries()} <= {State.FAILED, State.UNDONE}


def test_a_keeper_that_changes_between_the_two_brings_the_first_back(shot: House) -> None:
    before, calls = shot.tree(), count(1)
    shot.trash.after = lambda: _keeper_changes(shot) if next(calls) == 1 else None
    found = codes(shot.actor.remove(shot_removals(shot)))
    assert found == [OutcomeCode.KEEPER_CHANGED] * 2
    assert here(shot) == set(SHOT)
    assert {n: shot.tree()[n] for n in SHOT} == {n: before[n] for n in SHOT}


def test_a_file_the_trash_swallows_is_said_and_its_other_half_is_back(shot: House) -> None:
    raw, jpeg = shot_removals(shot)
    calls = count(1)

    def swallow_the_last() -> None:
        if next(calls) == 4:
            shot.trash.mode = "swallows"

    shot.trash.before = swallow_the_last
    outcomes = shot.actor.remove([raw, jpeg])
    assert codes(outcomes) == [OutcomeCode.STOPPED, OutcomeCode.NOT_CONFIRMED]
    assert here(shot) == {"copy.nef", "copy.mov", "copy.xmp"}


def test_words_of_both_are_written_once_into_the_sidecar_that_two_keepers_share(
    shot: House,
) -> None:
    shot.add("keep.nef", b"the RAW that stays")
    shot.add("keep.xmp", extended_xmp(None, Description(keywords=("of the keepers",))))
    before = shot.tree()
    raw, jpeg = shot_removals(shot)
    first = Description(keywords=("of the RAW",), rating=3)
    second = Description(keywords=("of the JPEG",), caption="A caption")
    removals = [
        replace(raw, keeper=stamp(shot.photos / "keep.nef"), carried=first),
        replace(jpeg, carried=second),
    ]
    assert codes(shot.actor.remove(removals)) == [OutcomeCode.DONE] * 2
    found = read_xmp((shot.photos / "keep.xmp").read_bytes())
    assert set(found.keywords) == {"of the keepers", "of the RAW", "of the JPEG"}
    assert (found.rating, found.caption) == (3, "A caption")
    shot.actor.undo()
    assert shot.tree() == before


def test_moved_to_a_folder_where_the_names_are_taken_they_still_belong_together(
    shot: House, tmp_path: Path
) -> None:
    goal = tmp_path / "goal"
    goal.mkdir()
    (goal / "copy.nef").write_bytes(b"another one")
    shot.actor.remove(shot_removals(shot), operation=Operation.MOVE, folder=goal)
    assert {path.name for path in goal.iterdir()} == {
        "copy.nef", "copy 2.nef", "copy 2.jpg", "copy 2.mov", "copy 2.xmp",
    }  # fmt: skip


def test_under_links_each_file_is_a_unit_of_its_own(shot: House) -> None:
    shot.add("keep.jpg", b"content of copy.jpg")
    removal = replace(shot_removals(shot)[1], sidecars=(), shared=())
    outcomes = shot.actor.remove([removal], operation=Operation.HARD_LINK)
    assert codes(outcomes) == [OutcomeCode.DONE]


def test_a_receipt_counts_both_photos(shot: House) -> None:
    shot.actor.remove(shot_removals(shot))
    assert b">2 photos," in html_receipt(shot.journal.entries())


def test_the_marks_in_the_trash_tell_what_is_one_shot(shot: House) -> None:
    """Enough to bring all of it back if every line of the journal is lost."""
    shot.actor.remove(shot_removals(shot))
    for entry in shot.journal.entries():
        assert entry.resting is not None
        _, found = told_by_mark(mark_of(entry, "a journal"), entry.resting)
        assert (found.unit_id, found.is_shot) == (entry.unit_id, entry.is_shot)
    assert [e.is_shot for e in shot.journal.entries()] == [True, False, False, False]


@pytest.mark.parametrize(
    ("operation", "trash"),
    [(Operation.TRASH, "works"), (Operation.TRASH, "xdg"), (Operation.MOVE, "other disk")],
)
@pytest.mark.parametrize("unit", ["raw, jpeg, xmp", "heic, film, edits"])
def test_a_crash_at_any_step_leaves_all_of_a_shot_or_none(
    tmp_path: Path, other_disk: Path, operation: Operation, trash: str, unit: str
) -> None:
    assert _crash_everywhere(tmp_path, other_disk, operation, trash, unit) > 20


def _crash_everywhere(
    tmp_path: Path, disk: Path, operation: Operation, trash: str, unit: str
) -> int:
    """Remove and undo, dying at step 1, 2, 3, ...; returns how many steps there were."""
    for step in count(1):
        house = House(tmp_path / str(step))
        if trash == "xdg":
            own = XdgTrash(house.top / "xdg" / "Trash", 0)
            house.trash = own  # type: ignore[assignment]
            house.restart()
        folder = disk / str(step) if trash == "other disk" else None
        house.add("keep.jpg", b"the one that stays")
        if unit == "raw, jpeg, xmp":
            for name in ("copy.nef", "copy.jpg", "copy.mov", "copy.xmp"):
                house.add(name, f"content of {name}".encode())
            removals = shot_removals(house, carried=WORDS)
        else:
            for name in ("IMG_1.HEIC", "IMG_1.MOV", "IMG_1.AAE"):
                house.add(name, f"content of {name}".encode())
            removals = [house.removal("IMG_1.HEIC", "keep.jpg", "IMG_1.MOV", "IMG_1.AAE")]
        before, steps, is_through = house.tree(), 0, True
        for act in ("remove", "undo"):
            try:
                with dying_at(step - steps) as fuse:
                    if act == "remove":
                        house.actor.remove(removals, operation=operation, folder=folder)
                    else:
                        house.actor.undo()
                steps += fuse.steps
            except Crash:
                is_through = False
                house.restart()
                told = house.actor.recover()
                assert house.actor.recover() == []
                _check_whole(house, before, step)
                assert len({outcome.code for outcome in told}) < 2, f"step {step}"
                break
        house.restart()
        house.actor.undo()
        assert house.tree() == before, f"step {step}"
        assert not private_names(house.top), f"step {step}"
        assert folder is None or not list(folder.glob("*")), f"step {step}"
        if is_through:
            return step
    raise AssertionError


def _check_whole(house: House, before: dict[str, tuple[bytes, int]], step: int) -> None:
    tree = house.tree()
    left = {name for name in before if name in tree} - {"keep.jpg"}
    assert left in (set(), set(before) - {"keep.jpg"}), f"step {step}: {left}"
    away = [e for e in house.journal.entries() if e.can_undo]
    assert bool(away) is not bool(left), f"step {step}"
    if left:
        assert tree == before, f"step {step}"
    elif any(entry.carried for entry in away):
        assert "only the copy" in words_of(house.photos / "keep.jpg"), f"step {step}"
