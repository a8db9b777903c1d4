"""Albums: new files beside untouched photos, announced in the journal, taken away by undo."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from imgsim_desktop.acting import adder, claims
from imgsim_desktop.acting import album as albums
from imgsim_desktop.acting.album import new_album
from imgsim_desktop.acting.journal import ADDITIONS, Operation, State
from imgsim_desktop.control import Control
from imgsim_desktop.errors import KnownError
from imgsim_desktop.records import FileStamp, OutcomeCode, Progress
from tests.acting.albums import KEPT, album, copied
from tests.acting.fakes import Crash, House, codes, stamp


def test_photos_are_copied_with_their_times_and_stay_where_they_are(house: House) -> None:
    before = house.tree()
    house.add("more/keep.jpg", b"another")
    outcomes = copied(house, "keep.jpg", "more/keep.jpg")
    assert codes(outcomes) == [OutcomeCode.DONE] * 2
    assert album(house) == {"keep.jpg": b"the large one", "keep 2.jpg": b"another"}
    folder = house.top / "albums" / "Cats"
    assert [o.moved_to for o in outcomes] == [folder / "keep.jpg", folder / "keep 2.jpg"]
    assert (folder / "keep.jpg").stat().st_mtime_ns == 10**18
    assert {name: house.tree()[name] for name in before} == before
    entries = house.journal.entries()
    assert [(e.operation, e.state) for e in entries] == [(Operation.COPY, State.DONE)] * 2
    assert len(list((house.journal.path.parent / "receipts").iterdir())) == 2


def test_undo_after_a_restart_takes_the_album_away_and_nothing_else(house: House) -> None:
    before = house.tree()
    copied(house)
    house.restart()
    assert codes(house.actor.undo()) == [OutcomeCode.DONE] * 2
    assert album(house) is None
    assert house.tree() == before
    assert sorted(path.read_bytes() for path in house.trash.folder.glob("*.file")) == sorted(
        KEPT.values()
    )
    assert house.actor.undo() == []


def test_what_else_lies_in_the_album_stays_there(house: House) -> None:
    copied(house)
    (house.top / "albums" / "Cats" / "mine.txt").write_bytes(b"notes")
    house.actor.undo()
    assert album(house) == {"mine.txt": b"notes"}


def test_a_copy_that_is_gone_already_is_taken_back(house: House) -> None:
    copied(house, "keep.jpg")
    (house.top / "albums" / "Cats" / "keep.jpg").unlink()
    assert codes(house.actor.undo()) == [OutcomeCode.DONE]
    assert album(house) is None


def spoil_copy(house: House, copy: Path) -> None:
    copy.write_bytes(b"drawn upon")


def spoil_photo(house: House, copy: Path) -> None:
    (house.photos / "keep.jpg").write_bytes(b"drawn upon")


def lose_photo(house: House, copy: Path) -> None:
    (house.photos / "keep.jpg").unlink()


def make_same(house: House, copy: Path) -> None:
    copy.unlink()
    os.link(house.photos / "keep.jpg", copy)


def lock(house: House, copy: Path) -> None:
    house.locked = [copy.parent]
    house.restart()


def stick_to_place(house: House, copy: Path) -> None:
    house.trash.mode = "lies"


def lose_trash_and_disk(house: House, copy: Path) -> None:
    house.trash.mode = "none"
    (house.photos / ".imgsim-quarantine").write_bytes(b"a file in the way")


@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        (spoil_copy, OutcomeCode.CHANGED),
        (spoil_photo, OutcomeCode.KEEPER_CHANGED),
        (lose_photo, OutcomeCode.KEEPER_UNREADABLE),
        (make_same, OutcomeCode.SAME_FILE),
        (lock, OutcomeCode.LOCKED),
        (stick_to_place, OutcomeCode.FAILED),
        (lose_trash_and_disk, OutcomeCode.NO_TRASH),
    ],
)
def test_a_copy_that_may_not_go_stays_and_can_be_undone_later(
    house: House, trouble: Callable[[House, Path], None], code: OutcomeCode
) -> None:
    copied(house, "keep.jpg")
    copy = house.top / "albums" / "Cats" / "keep.jpg"
    trouble(house, copy)
    content = copy.read_bytes()
    assert codes(house.actor.undo()) == [code]
    assert copy.read_bytes() == content
    (entry,) = house.journal.entries()
    assert entry.can_undo


@pytest.mark.parametrize("where", ["in the library", "nowhere"])
def test_without_a_trash_copies_go_to_a_quarantine(house: House, where: str) -> None:
    copied(house, "keep.jpg")
    house.trash.mode = "none"
    house.quarantine_root = house.photos if where == "in the library" else None
    assert codes(house.actor.undo()) == [OutcomeCode.DONE]
    assert album(house) is None
    root = house.photos if where == "in the library" else house.top / "albums"
    found = (root / ".imgsim-quarantine").rglob("keep.jpg")
    assert [path.read_bytes() for path in found] == [b"the large one"]


@pytest.mark.parametrize("mode", ["moves, then fails", "lies", "forgets"])
def test_a_trash_that_tells_lies_is_looked_into(house: House, mode: str) -> None:
    copied(house, "keep.jpg")
    house.trash.mode = mode
    expected = OutcomeCode.FAILED if mode == "lies" else OutcomeCode.DONE
    assert codes(house.actor.undo()) == [expected]


def test_a_trash_that_swallows_a_copy_is_not_fed_another(house: House) -> None:
    copied(house)
    house.trash.mode = "swallows"
    assert codes(house.actor.undo()) == [OutcomeCode.NOT_CONFIRMED, OutcomeCode.STOPPED]
    assert {name: house.tree()[name] for name in KEPT}
    house.trash.mode = "works"
    assert codes(house.actor.undo()) == [OutcomeCode.DONE]


def test_a_file_in_the_album_is_never_replaced(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = adder.free_names

    def taken(folder: Path, photo: Path, others: Sequence[Path]) -> dict[Path, Path]:
        (folder / photo.name).write_bytes(b"mine")
        return real(folder, photo, others)

    monkeypatch.setattr(adder, "free_names", taken)
    copied(house, "keep.jpg")
    assert album(house) == {"keep.jpg": b"mine", "keep 2.jpg": b"the large one"}


def test_a_photo_that_has_changed_or_is_gone_is_not_copied(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed, gone, kept = (house.add(f"{name}.jpg", name.encode()) for name in "abc")
    photos = [stamp(path) for path in (changed, gone, kept)]
    changed.write_bytes(b"something else")
    gone.unlink()
    photos[2] = FileStamp(kept, 1, photos[2].mtime_ns, b"other bytes")
    (house.top / "albums").mkdir()
    folder, outcomes = house.actor.copy_into(house.top / "albums", "Cats", photos)
    assert codes(outcomes) == [OutcomeCode.CHANGED, OutcomeCode.GONE, OutcomeCode.CHANGED]
    assert not folder.exists(), "an album without a photo is none"
    assert [e.state for e in house.journal.entries()] == [State.FAILED]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(28, "No space left on device"), OutcomeCode.DISK_FULL),
        (FileNotFoundError(2, "gone"), OutcomeCode.GONE),
    ],
)
def test_a_full_disk_is_told_and_leaves_no_half_copy(
    house: House, monkeypatch: pytest.MonkeyPatch, error: OSError, code: OutcomeCode
) -> None:
    def fail(read: object, write: object, size: int) -> None:
        raise error

    monkeypatch.setattr(claims.shutil, "copyfileobj", fail)
    assert codes(copied(house, "keep.jpg")) == [code]
    assert album(house) is None


def test_stop_ends_after_the_photo_at_hand(house: House) -> None:
    class Impatient(Control):
        def report(self, progress: Progress) -> None:
            super().report(progress)
            self.stop()

    outcomes = copied(house, control=Impatient())
    assert codes(outcomes) == [OutcomeCode.DONE, OutcomeCode.STOPPED]


@pytest.mark.parametrize("when", ["copying", "copied"])
def test_a_crash_leaves_a_whole_copy_or_none(
    house: House, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    def crash(*_args: object, **_more: object) -> None:
        raise Crash

    with monkeypatch.context() as broken:
        if when == "copying":
            broken.setattr(albums, "rename_new", crash)
        else:
            broken.setattr(house.journal, "done", crash)
        with pytest.raises(Crash):
            copied(house, "keep.jpg")
    house.restart()
    (outcome,) = house.actor.recover()
    if when == "copying":
        assert outcome.code is OutcomeCode.STOPPED
        assert album(house) == {}
    else:
        assert outcome.code is OutcomeCode.DONE
        assert codes(house.actor.undo()) == [OutcomeCode.DONE]
        assert album(house) is None
    assert not house.journal.unfinished()


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_crash_while_an_album_is_taken_away_is_settled(house: House, when: str) -> None:
    copied(house, "keep.jpg")

    def crash() -> None:
        raise Crash

    setattr(house.trash, when, crash)
    with pytest.raises(Crash):
        house.actor.undo()
    house.trash.before = house.trash.after = lambda: None
    house.restart()
    (outcome,) = house.actor.recover()
    (entry,) = house.journal.entries()
    is_there = when == "before"
    assert (outcome.code is OutcomeCode.DONE, entry.can_undo) == (is_there, is_there)
    assert len(house.actor.undo()) == is_there
    assert house.tree().keys() >= KEPT.keys()


def test_a_journal_without_room_for_the_end_is_completed_later(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(house.journal, "done", full)
        (outcome,) = copied(house, "keep.jpg")
    assert outcome.code is OutcomeCode.DONE
    assert "No space left" in outcome.detail
    assert codes(house.actor.undo()) == [OutcomeCode.DONE]
    assert album(house) is None


def test_the_last_removal_is_undone_past_an_album(house: House) -> None:
    house.actor.remove([house.removal("copy.jpg")])
    copied(house, "keep.jpg")
    removals = frozenset(Operation) - ADDITIONS
    assert codes(house.actor.undo(among=removals)) == [OutcomeCode.DONE]
    assert "copy.jpg" in house.tree()
    assert album(house) is not None
    done = [entry.entry_id for entry in house.journal.entries()]
    house.actor.undo()
    assert house.actor.redo(done[1:]) == [], "an album is made anew, not redone"


def test_no_album_is_made_in_a_locked_folder(house: House) -> None:
    house.locked = [house.top / "albums"]
    house.restart()
    with pytest.raises(KnownError, match="is locked"):
        copied(house)
    assert album(house) is None


@pytest.mark.parametrize(
    ("name", "folder"),
    [("Cats", "Cats"), ("a/b: c?", "a_b_ c_"), ("..", "Album"), ("", "Album"), ("海 ", "海")],
)
def test_an_album_is_called_after_the_theme_as_far_as_disks_allow(
    tmp_path: Path, name: str, folder: str
) -> None:
    assert new_album(tmp_path, name) == tmp_path / folder
    assert new_album(tmp_path, name) == tmp_path / f"{folder} 2"


def test_no_album_can_be_made_in_a_folder_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match=r"No folder can be made in .*gone: No such file"):
        new_album(tmp_path / "gone", "Cats")
