"""Guard rails of removal: what must hold before, and what is looked at after."""

import os
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import pytest

import imgsim_desktop.acting.claims as claims
from imgsim_desktop.acting.claims import Claim
from imgsim_desktop.acting.folders import Folder
from imgsim_desktop.acting.journal import Journal, Operation, State
from imgsim_desktop.control import Control
from imgsim_desktop.errors import KnownError
from imgsim_desktop.records import OutcomeCode, Progress, Removal
from tests.acting.fakes import House, codes, hash_stream, stamp


@pytest.mark.parametrize("victim", ["content", "size", "time", "link", "folder"])
def test_a_victim_that_changed_since_the_mark_is_not_touched(house: House, victim: str) -> None:
    removal = house.removal("copy.jpg")
    path = removal.victim.path
    match victim:
        case "content":
            house.add("copy.jpg", b"THE SMALL ONE", removal.victim.mtime_ns)
        case "size":
            house.add("copy.jpg", b"longer than before", removal.victim.mtime_ns)
        case "time":
            os.utime(path, ns=(5, 5))
        case "link":
            path.unlink()
            path.symlink_to(house.photos / "keep.jpg")
        case "folder":
            path.unlink()
            path.mkdir()
    assert codes(house.actor.remove([removal])) == [OutcomeCode.CHANGED]
    assert os.path.lexists(path)
    assert house.journal.entries() == []


@pytest.mark.parametrize("change", ["content", "time", "gone", "link"])
def test_nothing_goes_when_the_keeper_changed_since_the_mark(house: House, change: str) -> None:
    removal = house.removal("copy.jpg")
    keeper = house.photos / "keep.jpg"
    match change:
        case "content":
            house.add("keep.jpg", b"THE LARGE ONE", 10**18)
        case "time":
            os.utime(keeper, ns=(5, 5))
        case "gone":
            keeper.unlink()
        case "link":
            keeper.rename(house.photos / "moved.jpg")
            keeper.symlink_to("moved.jpg")
    assert codes(house.actor.remove([removal])) == [OutcomeCode.KEEPER_CHANGED]
    assert (house.photos / "copy.jpg").exists()


def test_nothing_goes_when_the_keeper_is_no_picture_any_more(house: House) -> None:
    house.add("bad.jpg", b"damaged")
    outcomes = house.actor.remove([house.removal("copy.jpg", "bad.jpg")])
    assert codes(outcomes) == [OutcomeCode.KEEPER_UNREADABLE]


def test_nothing_goes_when_the_keeper_cannot_be_read(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    removal = house.removal("copy.jpg")

    def fails(_: BinaryIO) -> bytes:
        raise OSError(5, "read error")

    monkeypatch.setattr(house.actor, "_hash_stream", fails)
    assert codes(house.actor.remove([removal])) == [OutcomeCode.KEEPER_UNREADABLE]


def test_a_keeper_is_decoded_once_for_many_copies_but_again_after_a_change(house: House) -> None:
    decoded: list[Path] = []
    house.actor._can_decode = lambda path: not decoded.append(path)
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        house.add(name, name.encode())
    removals = [house.removal(name) for name in ("a.jpg", "b.jpg", "c.jpg")]

    def spoil() -> None:
        if not (house.photos / "b.jpg").exists():
            house.add("keep.jpg", b"THE LARGE ONE", 10**18)

    house.trash.after = spoil
    assert codes(house.actor.remove(removals)) == [
        OutcomeCode.DONE,
        OutcomeCode.DONE,
        OutcomeCode.KEEPER_CHANGED,
    ]
    assert len(decoded) == 1


def test_a_victim_that_is_gone_is_said_to_be_gone(house: House) -> None:
    removal = house.removal("copy.jpg")
    removal.victim.path.unlink()
    assert codes(house.actor.remove([removal])) == [OutcomeCode.GONE]


def test_a_volume_that_is_gone_ends_in_refusals(house: House) -> None:
    removal = house.removal("copy.jpg")
    house.photos.rename(house.top / "unplugged")
    assert codes(house.actor.remove([removal])) == [OutcomeCode.KEEPER_CHANGED]
    (house.top / "unplugged").rename(house.photos)
    assert codes(house.actor.remove([removal])) == [OutcomeCode.DONE]


@pytest.mark.parametrize("way", ["hard link", "linked folder", "itself"])
def test_a_file_is_never_its_own_keeper(house: House, way: str) -> None:
    other = house.photos / "other.jpg"
    match way:
        case "hard link":
            os.link(house.photos / "copy.jpg", other)
        case "linked folder":
            (house.photos / "way").symlink_to(house.photos, target_is_directory=True)
            other = house.photos / "way" / "copy.jpg"
        case "itself":
            other = house.photos / "copy.jpg"
    removal = Removal(stamp(house.photos / "copy.jpg"), stamp(other))
    assert codes(house.actor.remove([removal])) == [OutcomeCode.SAME_FILE]
    assert (house.photos / "copy.jpg").exists()


def test_the_keeper_of_one_is_never_the_victim_of_another(house: House) -> None:
    house.add("third.jpg", b"3")
    chain = [house.removal("copy.jpg", "third.jpg"), house.removal("third.jpg", "keep.jpg")]
    assert codes(house.actor.remove(chain)) == [OutcomeCode.KEEPER_GOES, OutcomeCode.DONE]
    swap = [house.removal("copy.jpg", "keep.jpg"), house.removal("keep.jpg", "copy.jpg")]
    assert codes(house.actor.remove(swap)) == [OutcomeCode.KEEPER_GOES] * 2


def test_locked_folders_are_the_engines_business(house: House) -> None:
    house.add("album/a.jpg", b"a")
    house.add("album/a.xmp", b"edits")
    (house.photos / "way").symlink_to(house.photos / "album", target_is_directory=True)
    house.locked = [house.photos / "album"]
    house.restart()
    removals = [
        house.removal("album/a.jpg"),
        house.removal("way/a.jpg"),
        house.removal("copy.jpg", "keep.jpg", "album/a.xmp"),
    ]
    assert codes(house.actor.remove(removals)) == [OutcomeCode.LOCKED] * 3


def test_a_lock_on_another_name_of_the_folder_holds_too(house: House) -> None:
    house.add("album/a.jpg", b"a")
    (house.photos / "way").symlink_to(house.photos / "album", target_is_directory=True)
    house.locked = [house.photos / "way", house.photos / "unplugged"]
    house.restart()
    assert codes(house.actor.remove([house.removal("album/a.jpg")])) == [OutcomeCode.LOCKED]


def test_a_last_copy_goes_only_when_confirmed(house: House) -> None:
    removal = house.removal("copy.jpg", None)
    assert codes(house.actor.remove([removal])) == [OutcomeCode.LAST_COPY]
    outcomes = house.actor.remove([removal], confirmed_last_copies=True)
    assert codes(outcomes) == [OutcomeCode.DONE]


@pytest.mark.parametrize("mode", ["lies", "none"])
def test_a_trash_that_did_nothing_is_never_success(house: House, mode: str) -> None:
    house.trash.mode, house.quarantine_root = mode, None
    before = house.tree()
    outcome = house.actor.remove([house.removal("copy.jpg")])[0]
    expected = {"lies": OutcomeCode.FAILED, "none": OutcomeCode.NO_TRASH}
    assert outcome.code is expected[mode]
    assert house.tree() == before
    assert [e.state for e in house.journal.entries()] == [State.FAILED]
    assert house.journal.entries()[0].code == expected[mode].value


@pytest.mark.parametrize("mode", ["swallows", "spoils"])
def test_a_trash_that_loses_a_file_gets_no_other(house: House, mode: str) -> None:
    house.trash.mode = mode
    house.add("second.jpg", b"2")
    outcomes = house.actor.remove([house.removal("copy.jpg"), house.removal("second.jpg")])
    assert codes(outcomes) == [OutcomeCode.NOT_CONFIRMED, OutcomeCode.STOPPED]
    assert (house.photos / "second.jpg").exists()
    assert codes(house.actor.undo()) == [OutcomeCode.GONE]


@pytest.mark.parametrize("mode", ["moves, then fails", "forgets"])
def test_what_reached_the_trash_all_the_same_is_found_there(house: House, mode: str) -> None:
    before = house.tree()
    house.trash.mode = mode
    assert codes(house.actor.remove([house.removal("copy.jpg")])) == [OutcomeCode.DONE]
    house.actor.undo()
    assert house.tree() == before


def test_without_a_trash_the_file_goes_to_a_quarantine_beside_it(house: House) -> None:
    house.trash.mode = "none"
    house.add("deep/copy.jpg", b"x")
    before = house.tree()
    outcome = house.actor.remove([house.removal("deep/copy.jpg")])[0]
    assert outcome.code is OutcomeCode.DONE
    assert outcome.moved_to is not None
    quarantine = house.photos / ".imgsim-quarantine"
    assert outcome.moved_to.relative_to(quarantine).parts[1:] == ("deep", "copy.jpg")
    assert house.journal.entries()[0].operation is Operation.QUARANTINE
    manifest = (quarantine / "manifest.jsonl").read_text()
    assert str(house.photos / "deep" / "copy.jpg") in manifest
    assert codes(house.actor.undo()) == [OutcomeCode.DONE]
    assert house.tree() == before
    assert [path.name for path in quarantine.iterdir()] == ["manifest.jsonl"]
    assert codes(house.actor.redo([outcome.entry_id])) == [OutcomeCode.DONE]


def test_a_trash_on_a_full_disk_is_said_to_be_that_and_no_quarantine_is_begun(
    house: House,
) -> None:
    house.trash.mode = "full"
    before = house.tree()
    (outcome,) = house.actor.remove([house.removal("copy.jpg")])
    assert (outcome.code, "No space" in outcome.detail) == (OutcomeCode.DISK_FULL, True)
    assert house.tree() == before
    assert {entry.operation for entry in house.journal.entries()} == {Operation.TRASH}


def test_a_rename_that_did_nothing_is_never_success(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.trash.mode = "none"
    before = house.tree()
    real = claims.rename_new

    def does_nothing(source: Folder, name: str, goal: Folder, new: str) -> None:
        if source.path == goal.path:
            real(source, name, goal, new)

    monkeypatch.setattr(claims, "rename_new", does_nothing)
    assert codes(house.actor.remove([house.removal("copy.jpg")])) == [OutcomeCode.FAILED]
    assert house.tree() == before
    assert not house.actor.undo()


def test_a_quarantine_never_replaces_what_lies_in_it(house: House) -> None:
    house.trash.mode = "none"
    house.actor.remove([house.removal("copy.jpg")])
    house.add("copy.jpg", b"another of that name")
    second = house.actor.remove([house.removal("copy.jpg")])[0]
    assert second.moved_to is not None
    assert second.moved_to.name == "copy 2.jpg"


def test_a_folder_that_allows_nothing_is_said_so(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.trash.mode = "none"

    def refuses(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    before = house.tree()
    monkeypatch.setattr(Claim, "rename_to", refuses)
    outcome = house.actor.remove([house.removal("copy.jpg")])[0]
    assert outcome.code is OutcomeCode.NO_PERMISSION
    assert "Permission denied" in outcome.detail
    assert house.tree() == before
    assert not (house.photos / ".imgsim-quarantine").exists()


def test_moving_to_a_folder_keeps_names_together_and_is_undone(house: House) -> None:
    house.add("copy.xmp", b"edits")
    before = house.tree()
    target = house.top / "sorted out"
    target.mkdir()
    (target / "copy.xmp").write_bytes(b"of another copy.jpg")
    removal = house.removal("copy.jpg", "keep.jpg", "copy.xmp")
    outcome = house.actor.remove([removal], operation=Operation.MOVE, folder=target)[0]
    assert outcome.moved_to == target / "copy 2.jpg"
    assert (target / "copy 2.xmp").read_bytes() == b"edits"
    assert codes(house.actor.undo()) == [OutcomeCode.DONE]
    assert house.tree() == before
    assert codes(house.actor.redo([outcome.entry_id])) == [OutcomeCode.DONE]
    assert (target / "copy 2.jpg").exists()


def test_a_move_that_fails_leaves_the_file(house: House) -> None:
    (house.top / "wall").write_bytes(b"a file, no folder")
    outcomes = house.actor.remove(
        [house.removal("copy.jpg")], operation=Operation.MOVE, folder=house.top / "wall"
    )
    assert codes(outcomes) == [OutcomeCode.FAILED]
    assert (house.photos / "copy.jpg").exists()


def test_stop_leaves_the_rest_untouched(house: House) -> None:
    house.add("second.jpg", b"2")
    control = Control()
    house.trash.after = control.stop
    removals = [house.removal("copy.jpg"), house.removal("second.jpg")]
    outcomes = house.actor.remove(removals, control)
    assert codes(outcomes) == [OutcomeCode.DONE, OutcomeCode.STOPPED]
    assert control.progress == Progress("acting", 1, 2, current="copy.jpg")


def test_trouble_with_one_file_does_not_end_the_others(house: House) -> None:
    house.add("second.jpg", b"2")
    removals = [house.removal("copy.jpg"), house.removal("second.jpg")]

    def hash_or_fail(file: BinaryIO) -> bytes:
        content = file.read()
        if content == b"the small one":
            raise PermissionError(13, "Permission denied")
        return hash_stream(BytesIO(content))

    house.actor._hash_stream = hash_or_fail
    outcomes = house.actor.remove(removals)
    assert codes(outcomes) == [OutcomeCode.FAILED, OutcomeCode.DONE]
    assert "PermissionError" in outcomes[0].detail


def test_only_one_program_moves_files_at_a_time(house: House) -> None:
    other = Journal(house.journal.path)
    with other.writing(), pytest.raises(KnownError, match="Another ImgSim"):
        house.actor.remove([house.removal("copy.jpg")])
    assert (house.photos / "copy.jpg").exists()


def test_without_a_journal_nothing_is_touched(house: House) -> None:
    (house.top / "home").write_bytes(b"a file where the folder should be")
    with pytest.raises(KnownError, match="cannot be written"):
        house.actor.remove([house.removal("copy.jpg")])
    assert (house.photos / "copy.jpg").exists()
