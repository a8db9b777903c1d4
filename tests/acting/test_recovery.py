"""A photo and what belongs to it have one state, whatever a crash left of it."""

from __future__ import annotations

import errno
import itertools
import os
from pathlib import Path

import pytest

from imgsim_desktop.acting import adder, mover
from imgsim_desktop.acting.claims import part_name
from imgsim_desktop.acting.entries import is_unfinished, units_of
from imgsim_desktop.acting.folders import Folder
from imgsim_desktop.acting.journal import Operation, State
from imgsim_desktop.acting.mover import Mover
from imgsim_desktop.acting.operations import part_of
from imgsim_desktop.acting.xdg_trash import XdgTrash
from imgsim_desktop.records import Description, OutcomeCode
from tests.acting.albums import album, copied, with_words
from tests.acting.fakes import Crash, House, codes, crash_at
from tests.acting.steps import dying_at

DONE, STOPPED = OutcomeCode.DONE, OutcomeCode.STOPPED


@pytest.fixture
def removed(house: House) -> House:
    """A photo and its sidecar in the trash."""
    house.add("copy.xmp", b"edits")
    house.start = house.tree()  # type: ignore[attr-defined]
    house.actor.remove([house.removal("copy.jpg", "keep.jpg", "copy.xmp")])
    return house


def put_back_by_hand(house: House, entry_number: int, state: str) -> None:
    """One member is at its place, and the journal says so; the other rests on."""
    entry = house.journal.entries()[entry_number]
    assert entry.resting is not None
    with house.journal.writing():
        entry.resting.file.rename(entry.stamp.path)
        if state == "failed":
            house.journal.failed(entry.entry_id, "stopped", "")
        else:
            house.journal.undone(entry.entry_id)


@pytest.mark.parametrize("state", ["failed", "undone"])
@pytest.mark.parametrize("member", [0, 1])
def test_a_unit_whose_members_disagree_is_made_whole(
    removed: House, member: int, state: str
) -> None:
    put_back_by_hand(removed, member, state)
    removed.restart()
    assert len(removed.journal.unfinished()) == 2
    assert codes(removed.actor.recover()) == [STOPPED]
    assert removed.tree() == removed.start  # type: ignore[attr-defined]
    assert removed.actor.recover() == []


def test_words_beside_a_keeper_go_when_their_photo_is_back(house: House) -> None:
    before = house.tree()
    words = Description(keywords=("sea",))
    house.actor.remove([house.removal("copy.jpg", carried=words)])
    put_back_by_hand(house, 1, "failed")
    house.restart()
    house.actor.recover()
    assert house.tree() == before
    assert house.actor.recover() == []


def test_what_the_trash_swallowed_is_not_settled_again_and_again(removed: House) -> None:
    (removed.journal.entries()[0].resting or pytest.fail("it rests nowhere")).file.unlink()
    entry = removed.journal.entries()[0]
    with removed.journal.writing():
        removed.journal.done(entry.entry_id, None, "not-confirmed")
        removed.journal.undone(removed.journal.entries()[1].entry_id)
    assert removed.journal.entries()[0].is_nowhere
    assert removed.actor.recover() == []


def test_leftovers_of_a_copy_do_not_stop_the_recovery(
    removed: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A crash in the middle of a copy leaves half of one, at the goal or at the place."""
    photo = removed.journal.entries()[1]
    put_back_by_hand(removed, 0, "undone")
    for leftover in (part_of(photo.stamp.path), removed.photos / part_name(photo.entry_id)):
        leftover.write_bytes(b"hal")
    with removed.journal.writing():
        removed.journal.undoing([photo.entry_id])
    removed.restart()
    removed.actor.recover()
    assert removed.tree() == removed.start  # type: ignore[attr-defined]


def test_one_that_cannot_be_settled_keeps_no_other_from_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.add("second.jpg", b"2")
    before = house.tree()

    def die() -> None:
        raise Crash

    for name in ("copy.jpg", "second.jpg"):
        removal = house.removal(name)
        house.trash.before = die
        with monkeypatch.context() as patch:
            patch.setattr(type(house.actor._recovery), "recover", lambda _: [])
            with pytest.raises(Crash):
                house.actor.remove([removal])
        house.restart()
    assert len(house.journal.unfinished()) == 2
    house.trash.before = lambda: None
    real = Mover.clear_leftovers

    def refuse(mover_: Mover, entry: object) -> None:
        if getattr(entry, "stamp").path.name == "copy.jpg":  # noqa: B009
            raise OSError(errno.EROFS, "Read-only file system")
        real(mover_, entry)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(Mover, "clear_leftovers", refuse)
        assert codes(house.actor.recover()) == [OutcomeCode.READ_ONLY, STOPPED]
    assert codes(house.actor.recover()) == [STOPPED]
    assert house.tree() == before


def test_an_undo_after_a_crash_ends_that_undo_and_does_not_go_on_to_the_commit_before(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.add("second.jpg", b"2")
    house.actor.remove([house.removal("second.jpg")])
    house.actor.remove([house.removal("copy.jpg")])

    def crash(*_: object) -> None:
        raise Crash

    with monkeypatch.context() as patch:
        patch.setattr(Mover, "finish_undo", crash)
        with pytest.raises(Crash):
            house.actor.undo()
    house.restart()
    outcomes = house.actor.undo()
    assert [(outcome.code, outcome.path.name) for outcome in outcomes] == [(DONE, "copy.jpg")]
    assert "second.jpg" not in house.tree()
    assert codes(house.actor.undo()) == [DONE]
    assert "second.jpg" in house.tree()


def test_an_undo_of_a_commit_that_a_crash_cut_off_brings_back_what_had_gone(house: House) -> None:
    house.add("second.jpg", b"2")
    before = house.tree()
    house.trash.before = crash_at(2)
    with pytest.raises(Crash):
        house.actor.remove([house.removal("copy.jpg"), house.removal("second.jpg")])
    house.restart()
    house.trash.before = lambda: None
    assert sorted(o.path.name for o in house.actor.undo()) == ["copy.jpg", "second.jpg"]
    assert house.tree() == before


def test_what_an_undo_cannot_make_whole_is_no_success(removed: House) -> None:
    photo = removed.journal.entries()[1]
    put_back_by_hand(removed, 1, "undone")
    with removed.journal.writing():
        removed.journal.undoing([photo.entry_id])
    removed.add("copy.xmp", b"somebody's new edits")
    removed.restart()
    assert codes(removed.actor.undo()) == [OutcomeCode.FAILED]
    (removed.photos / "copy.xmp").unlink()
    removed.actor.recover()
    assert removed.tree() == removed.start  # type: ignore[attr-defined]


def test_where_a_photo_is_found_is_on_the_disk_before_it_gets_a_private_name(
    removed: House,
) -> None:
    """Somebody has sorted the trash: the journal must say where the private name is."""
    entry = removed.journal.entries()[1]
    assert entry.resting is not None
    assert entry.resting.info is not None
    removed.trash.folder = removed.top / "another trash"
    removed.trash.folder.mkdir()
    info = removed.trash.folder / "70.info"
    entry.resting.file.rename(info.with_suffix(".file"))
    entry.resting.info.rename(info)
    real = mover.claimed

    def die_with(folder: Folder, name: str, private: str) -> object:
        if name != "70.file":
            return real(folder, name, private)
        (folder.path / name).rename(folder.path / private)
        raise Crash

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mover, "claimed", die_with)
        with pytest.raises(Crash):
            removed.actor.undo()
    removed.restart()
    removed.actor.recover()
    assert codes(removed.actor.undo()) in ([], [DONE])
    assert removed.tree() == removed.start  # type: ignore[attr-defined]


def test_a_half_taken_album_is_taken_away_but_for_what_somebody_changed(house: House) -> None:
    unit = with_words(house)
    copied(house, "keep.jpg")
    house.trash.before = crash_at(2)
    with pytest.raises(Crash):
        house.actor.undo()
    house.trash.before = lambda: None
    left = album(house)
    assert left is not None
    mine = house.top / "albums" / "Cats" / "keep.jpg"
    assert "keep.jpg" in left
    mine.write_bytes(b"drawn on")
    house.restart()
    house.actor.recover()
    assert album(house) == {"keep.jpg": b"drawn on"}
    assert not house.journal.unfinished()
    assert set(unit) > {"keep.jpg"}


def test_photos_that_were_copied_into_an_album_without_a_sidecar_are_taken_away(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_words(house)

    def crash(*_: object) -> None:
        raise Crash

    with monkeypatch.context() as patch:
        patch.setattr(adder.Adder, "_done", crash)
        with pytest.raises(Crash):
            copied(house, "keep.jpg")
    (house.top / "albums" / "Cats" / "keep.xmp").unlink()
    house.restart()
    assert codes(house.actor.recover()) == [STOPPED]
    assert not album(house)
    assert not house.journal.unfinished()


def test_a_crash_of_an_albums_undo_leaves_no_note_without_a_file_in_the_trash(
    tmp_path: Path,
) -> None:
    for step in itertools.count(1):
        house = House(tmp_path / str(step))
        house.add("keep.jpg", b"the large one")
        house.trash = XdgTrash(house.top / "Trash", os.getuid())  # type: ignore[assignment]
        house.restart()
        copied(house, "keep.jpg")
        try:
            with dying_at(step):
                house.actor.undo()
        except Crash:
            house.restart()
            house.actor.recover()
            notes = {path.stem for path in house.top.glob("Trash/info/*.trashinfo")}
            assert notes == {path.name for path in house.top.glob("Trash/files/*")}, step
            continue
        break
    assert step > 10


def test_copies_a_trash_refused_halfway_wait_for_the_next_undo(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_words(house)
    copied(house, "keep.jpg")
    real, taken = adder.Adder._discard, []

    def refuse_second(self: adder.Adder, entry: object) -> None:
        taken.append(1)
        if len(taken) == 2:
            raise adder.Refused(OutcomeCode.DISK_FULL, "full")
        real(self, entry)  # type: ignore[arg-type]

    monkeypatch.setattr(adder.Adder, "_discard", refuse_second)
    assert codes(house.actor.undo()) == [OutcomeCode.DISK_FULL]
    assert not house.journal.unfinished()
    assert codes(house.actor.undo()) == [DONE]
    assert album(house) is None


def test_only_units_that_agree_are_finished(removed: House) -> None:
    (unit,) = units_of(removed.journal.entries())
    assert not is_unfinished(unit)
    assert {entry.state for entry in unit} == {State.DONE}
    assert Operation.TRASH in {entry.operation for entry in unit}
    put_back_by_hand(removed, 0, "undone")
    (unit,) = units_of(removed.journal.entries())
    assert is_unfinished(unit)
