"""What was removed comes back as it was, over nothing that lies there now."""

import os
import shutil

import pytest

from imgsim_desktop.acting.claims import Claim
from imgsim_desktop.acting.folders import Folder
from imgsim_desktop.acting.journal import State
from imgsim_desktop.records import OutcomeCode
from tests.acting.fakes import House, codes


def test_a_removed_copy_rests_in_the_trash_and_comes_back_as_it_was(house: House) -> None:
    before = house.tree()
    outcome = house.actor.remove([house.removal("copy.jpg")])[0]
    assert outcome.code is OutcomeCode.DONE
    assert outcome.moved_to is not None
    assert outcome.moved_to.read_bytes() == b"the small one"
    assert list(house.tree()) == ["keep.jpg"]
    assert codes(house.actor.undo()) == [OutcomeCode.DONE]
    assert house.tree() == before
    assert not list(house.trash.folder.iterdir())


def test_undo_works_after_a_restart_and_brings_back_the_folder(house: House) -> None:
    house.add("deep/down/copy.jpg", b"x")
    before = house.tree()
    outcome = house.actor.remove([house.removal("deep/down/copy.jpg")])[0]
    shutil.rmtree(house.photos / "deep")
    house.restart()
    assert codes(house.actor.undo([outcome.entry_id])) == [OutcomeCode.DONE]
    assert house.tree() == before


def test_undo_without_names_takes_back_the_last_batch_only(house: House) -> None:
    house.add("second.jpg", b"2")
    house.actor.remove([house.removal("copy.jpg")])
    house.actor.remove([house.removal("second.jpg")])
    house.actor.undo()
    assert list(house.tree()) == ["keep.jpg", "second.jpg"]
    house.actor.undo()
    assert list(house.tree()) == ["copy.jpg", "keep.jpg", "second.jpg"]
    assert house.actor.undo() == []


def test_redo_removes_again_what_was_undone(house: House) -> None:
    outcome = house.actor.remove([house.removal("copy.jpg")])[0]
    house.actor.undo()
    assert codes(house.actor.redo([outcome.entry_id])) == [OutcomeCode.DONE]
    assert list(house.tree()) == ["keep.jpg"]
    assert house.actor.redo([outcome.entry_id])[0].code is OutcomeCode.GONE


def test_undo_never_overwrites_and_works_when_the_place_is_free_again(house: House) -> None:
    before = house.tree()
    house.actor.remove([house.removal("copy.jpg")])
    newcomer = house.add("copy.jpg", b"somebody's new file")
    assert codes(house.actor.undo()) == [OutcomeCode.OCCUPIED]
    assert newcomer.read_bytes() == b"somebody's new file"
    newcomer.unlink()
    assert codes(house.actor.undo()) == [OutcomeCode.DONE]
    assert house.tree() == before


def test_a_photo_the_person_put_back_is_back(house: House) -> None:
    outcome = house.actor.remove([house.removal("copy.jpg")])[0]
    assert outcome.moved_to is not None
    outcome.moved_to.rename(house.photos / "copy.jpg")
    assert codes(house.actor.undo()) == [OutcomeCode.DONE]
    assert house.journal.entries()[0].state is State.UNDONE


def test_an_emptied_trash_is_said_so(house: House) -> None:
    house.actor.remove([house.removal("copy.jpg")])
    shutil.rmtree(house.trash.folder)
    assert codes(house.actor.undo()) == [OutcomeCode.GONE]
    assert house.journal.entries()[0].can_undo


def test_an_undo_that_breaks_off_leaves_all_where_it_was(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.add("copy.xmp", b"edits")
    house.actor.remove([house.removal("copy.jpg", "keep.jpg", "copy.xmp")])
    real = Claim.move_to

    def fails_for_the_photo(claim: Claim, goal: Folder, name: str, part: str) -> None:
        if name == "copy.jpg":
            raise OSError(28, "No space left on device")
        real(claim, goal, name, part)

    monkeypatch.setattr(Claim, "move_to", fails_for_the_photo)
    assert codes(house.actor.undo()) == [OutcomeCode.DISK_FULL]
    assert list(house.tree()) == ["keep.jpg"]
    monkeypatch.undo()
    assert codes(house.actor.undo()) == [OutcomeCode.DONE]
    assert len(house.tree()) == 3


def test_a_file_that_is_not_what_was_removed_any_more_does_not_come_back(house: House) -> None:
    (outcome,) = house.actor.remove([house.removal("copy.jpg")])
    assert outcome.moved_to is not None
    outcome.moved_to.write_bytes(b"the small ONE")
    assert codes(house.actor.undo()) == [OutcomeCode.GONE]
    assert outcome.moved_to.read_bytes() == b"the small ONE"


def test_names_that_are_no_text_survive_the_journal(house: House) -> None:
    name = os.fsdecode(b"caf\xe9 \xff\n.jpg")
    house.add(name, b"n")
    before = house.tree()
    assert codes(house.actor.remove([house.removal(name)])) == [OutcomeCode.DONE]
    house.restart()
    assert codes(house.actor.undo()) == [OutcomeCode.DONE]
    assert house.tree() == before
