"""What only a removed copy knew stands beside the one that stays; undo puts everything back."""

from __future__ import annotations

import signal
import subprocess
import sys
from itertools import count
from pathlib import Path
from typing import Any

import pytest

import imgsim_desktop.acting.sidecars as sidecars
from imgsim_desktop.acting.journal import Journal, Operation, State
from imgsim_desktop.reading.xmp import extended_xmp, read_xmp
from imgsim_desktop.records import Description, OutcomeCode
from tests.acting.fakes import Crash, House, codes, private_names, words_of
from tests.acting.steps import dying_at

SEA = Description(keywords=("sea",), rating=4)


def carry(house: House, victim: str = "copy.jpg", carried: Description = SEA) -> list[OutcomeCode]:
    return codes(house.actor.remove([house.removal(victim, carried=carried)]))


def test_the_keeper_gets_a_sidecar_and_undo_takes_it_away(house: House) -> None:
    before = house.tree()
    assert carry(house) == [OutcomeCode.DONE]
    sidecar = house.photos / "keep.jpg.xmp"
    assert read_xmp(sidecar.read_bytes()) == SEA
    assert set(house.tree()) == {"keep.jpg", "keep.jpg.xmp"}
    house.restart()
    assert codes(house.actor.undo()) == [OutcomeCode.DONE]
    assert house.tree() == before
    assert not house.journal.unfinished()


def test_a_sidecar_that_is_there_is_extended_and_comes_back_as_it_was(house: House) -> None:
    old = extended_xmp(None, Description(keywords=("dune",), caption="By hand"))
    house.add("keep.xmp", old, mtime_ns=77 * 10**9)
    before = house.tree()
    carry(house)
    found = read_xmp((house.photos / "keep.xmp").read_bytes())
    assert found == Description(keywords=("dune", "sea"), rating=4, caption="By hand")
    assert "keep.jpg.xmp" not in house.tree()
    house.actor.undo()
    assert house.tree() == before


def test_words_that_stand_there_already_are_not_written_again(house: House) -> None:
    house.add("keep.jpg.xmp", extended_xmp(None, SEA))
    before = house.tree()["keep.jpg.xmp"]
    assert carry(house) == [OutcomeCode.DONE]
    assert house.tree()["keep.jpg.xmp"] == before
    assert len(house.journal.entries()) == 1


def test_a_link_carries_nothing(house: House) -> None:
    house.add("equal.jpg", b"the large one")
    removal = house.removal("equal.jpg", carried=SEA)
    assert codes(house.actor.remove([removal], operation=Operation.HARD_LINK)) == [OutcomeCode.DONE]
    assert "keep.jpg.xmp" not in house.tree()


@pytest.mark.parametrize("trouble", ["no xmp", "locked", "goes too", "full", "nobody", "folder"])
def test_what_cannot_be_written_keeps_the_photo(
    house: House, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    removal = house.removal("copy.jpg", carried=SEA)
    match trouble:
        case "no xmp":
            house.add("keep.jpg.xmp", b"a shopping list")
        case "folder":
            (house.photos / "keep.jpg.xmp").mkdir()
        case "locked":
            house.add("album/keep.jpg", b"the large one")
            removal = house.removal("copy.jpg", "album/keep.jpg", carried=SEA)
            house.locked = [house.photos / "album"]
            house.restart()
        case "goes too":
            house.add("keep.xmp", extended_xmp(None, Description(rating=1)))
            removal = house.removal("copy.jpg", "keep.jpg", "keep.xmp", carried=SEA)
        case "full":

            def full(*_: object) -> None:
                raise OSError(28, "No space left on device")

            monkeypatch.setattr(sidecars, "_write", full)
        case "nobody":
            monkeypatch.setattr(house.actor._sidecars, "_extend", None)
    before = house.tree()
    assert codes(house.actor.remove([removal])) == [OutcomeCode.NOT_CARRIED]
    assert house.tree() == before
    assert not house.journal.unfinished()


def test_a_disk_that_fills_up_beside_the_photo_changes_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.add("keep.jpg.xmp", extended_xmp(None, Description(rating=1)))
    before = house.tree()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(sidecars, "rename_new", full)
    assert carry(house) == [OutcomeCode.NOT_CARRIED]
    assert house.tree() == before
    assert {entry.state for entry in house.journal.entries()} == {State.FAILED}


def test_somebody_who_writes_at_that_moment_is_not_overwritten(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.add("keep.jpg.xmp", extended_xmp(None, Description(rating=1)))
    real = sidecars._make
    by_hand = extended_xmp(None, Description(caption="just now"))

    def make(*args: Any) -> None:
        real(*args)
        (house.photos / "keep.jpg.xmp").write_bytes(by_hand)

    monkeypatch.setattr(sidecars, "_make", make)
    assert carry(house) == [OutcomeCode.NOT_CARRIED]
    assert (house.photos / "keep.jpg.xmp").read_bytes() == by_hand
    assert (house.photos / "copy.jpg").exists()


def test_what_the_person_wrote_since_stays_at_the_undo(house: House) -> None:
    carry(house)
    sidecar = house.photos / "keep.jpg.xmp"
    later = extended_xmp(sidecar.read_bytes(), Description(caption="by hand"))
    sidecar.write_bytes(later)
    assert codes(house.actor.undo()) == [OutcomeCode.DONE]
    assert (house.photos / "copy.jpg").exists()
    assert sidecar.read_bytes() == later
    assert house.actor.undo() == []


def test_a_backup_that_is_gone_leaves_the_sidecar(house: House) -> None:
    house.add("keep.jpg.xmp", extended_xmp(None, Description(rating=1)))
    carry(house)
    after = house.tree()["keep.jpg.xmp"]
    for file in (house.journal.path.parent / "sidecars").iterdir():
        file.unlink()
    assert codes(house.actor.undo()) == [OutcomeCode.DONE]
    assert house.tree()["keep.jpg.xmp"] == after
    assert house.journal.entries()[0].code == OutcomeCode.GONE.value


def test_the_words_stay_while_another_copy_is_gone_and_go_with_the_last(house: House) -> None:
    house.add("second.jpg", b"another small one")
    before = house.tree()
    carry(house)
    carry(house, "second.jpg", Description(keywords=("sea", "sun")))
    first, second = (e.entry_id for e in house.journal.entries() if not e.is_sidecar)
    house.actor.undo([first])
    assert words_of(house.photos / "keep.jpg") == ("sea", "sun")
    house.actor.undo([second])
    assert house.tree() == before


def test_words_two_copies_share_stay_for_the_one_that_is_still_gone(house: House) -> None:
    house.add("second.jpg", b"another small one")
    carry(house)
    carry(house, "second.jpg")
    first, second = (e.entry_id for e in house.journal.entries() if not e.is_sidecar)
    house.actor.undo([first])
    assert words_of(house.photos / "keep.jpg") == ("sea",)
    house.actor.undo([second])
    assert words_of(house.photos / "keep.jpg") == ()


def test_words_beside_another_keeper_stay(house: House) -> None:
    house.add("sub/second.jpg", b"another small one")
    house.add("sub/other.jpg", b"another large one")
    carry(house)
    removal = house.removal("sub/second.jpg", "sub/other.jpg", carried=SEA)
    house.actor.remove([removal])
    house.actor.undo()
    assert words_of(house.photos / "sub" / "other.jpg") == ()
    assert words_of(house.photos / "keep.jpg") == ("sea",)


def test_a_sidecar_that_cannot_be_put_back_now_is_put_back_at_the_next_start(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.add("keep.jpg.xmp", extended_xmp(None, Description(rating=1)))
    before = house.tree()
    carry(house)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(sidecars, "_make", full)
    (outcome,) = house.actor.undo()
    assert outcome.code is OutcomeCode.DONE
    assert "No space left" in outcome.detail
    assert house.tree()["copy.jpg"] == before["copy.jpg"]
    monkeypatch.undo()
    house.restart()
    house.actor.recover()
    assert house.tree() == before
    assert not house.journal.unfinished()


def test_a_journal_that_is_full_for_a_moment_is_completed_later(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = type(house.journal).done

    def done(journal: Journal, entry_id: str, *args: object) -> None:
        if entry_id.endswith("-000000"):
            raise OSError(28, "No space left on device")
        real(journal, entry_id, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(Journal, "done", done)
    assert carry(house) == [OutcomeCode.DONE]
    monkeypatch.undo()
    assert house.journal.unfinished()
    assert codes(house.actor.recover()) == [OutcomeCode.DONE]
    assert not house.journal.unfinished()
    assert words_of(house.photos / "keep.jpg") == ("sea",)
    house.actor.undo()
    assert words_of(house.photos / "keep.jpg") == ()


def test_redo_carries_the_words_again(house: House) -> None:
    carry(house)
    photo = house.journal.entries()[-1].entry_id
    house.actor.undo()
    assert codes(house.actor.redo([photo])) == [OutcomeCode.DONE]
    assert words_of(house.photos / "keep.jpg") == ("sea",)


def test_a_trash_that_loses_the_photo_leaves_its_words(house: House) -> None:
    house.trash.mode = "swallows"
    assert carry(house) == [OutcomeCode.NOT_CONFIRMED]
    assert words_of(house.photos / "keep.jpg") == ("sea",)


def test_an_undo_that_is_refused_leaves_the_words(house: House) -> None:
    carry(house)
    house.add("copy.jpg", b"somebody else")
    assert codes(house.actor.undo()) == [OutcomeCode.OCCUPIED]
    assert words_of(house.photos / "keep.jpg") == ("sea",)
    (house.photos / "copy.jpg").unlink()
    assert codes(house.actor.undo()) == [OutcomeCode.DONE]
    assert words_of(house.photos / "keep.jpg") == ()


@pytest.mark.parametrize("has_old", [False, True])
def test_a_crash_at_any_step_leaves_photo_and_words_in_step(
    tmp_path: Path, *, has_old: bool
) -> None:
    for step in count(1):
        house = House(tmp_path / f"{step}")
        house.add("keep.jpg", b"the large one")
        house.add("copy.jpg", b"the small one")
        if has_old:
            house.add("keep.jpg.xmp", extended_xmp(None, Description(rating=1)))
        before = house.tree()
        is_through, steps = True, 0
        for act in (lambda: carry(house), house.actor.undo):  # noqa: B023
            try:
                with dying_at(step - steps) as fuse:
                    act()
                steps += fuse.steps
            except Crash:
                is_through = False
                house.restart()
                house.actor.recover()
                assert house.actor.recover() == []
                assert not private_names(house.top), step
                is_gone = "copy.jpg" not in house.tree()
                assert ("sea" in words_of(house.photos / "keep.jpg")) is is_gone, step
                break
        house.restart()
        house.actor.undo()
        assert house.tree() == before, step
        if is_through:
            assert step > 20
            return


PROGRAM = """
import os, signal, sys
from pathlib import Path
import imgsim_desktop.acting.sidecars as sidecars
from imgsim_desktop.records import Description
from tests.acting.fakes import House

house = House(Path(sys.argv[1]))
real = sidecars._make
def make(*args):
    real(*args)
    os.kill(os.getpid(), signal.SIGKILL)
sidecars._make = make
house.actor.remove([house.removal("copy.jpg", carried=Description(keywords=("sea",)))])
"""


def test_a_program_killed_while_it_writes_the_sidecar_has_changed_nothing(house: House) -> None:
    before = house.tree()
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(house.top)], cwd=Path(__file__).parents[2], check=False
    )
    assert run.returncode == -signal.SIGKILL
    assert list(house.photos.glob(".imgsim-part-*"))
    assert [outcome.code for outcome in house.actor.recover()] == [OutcomeCode.STOPPED]
    assert house.tree() == before
