"""Sidecars in albums: they come and go with their photo, as one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from imgsim_desktop.acting import adder
from imgsim_desktop.acting.journal import State
from imgsim_desktop.records import FileStamp, OutcomeCode
from tests.acting.albums import album, copied, with_words
from tests.acting.fakes import Crash, House, codes


def test_sidecars_are_copied_with_their_photo_and_taken_away_with_it(house: House) -> None:
    unit = with_words(house)
    before = house.tree()
    assert codes(copied(house, "keep.jpg", "copy.jpg")) == [OutcomeCode.DONE] * 2
    assert album(house) == unit | {"copy.jpg": b"the small one"}
    assert house.tree() == before
    house.restart()
    assert codes(house.actor.undo()) == [OutcomeCode.DONE] * 2
    assert album(house) is None
    assert house.tree() == before


def test_photos_of_one_name_keep_their_own_sidecars(house: House) -> None:
    with_words(house)
    house.add("more/keep.jpg", b"another")
    house.add("more/keep.xmp", b"other edits")
    copied(house, "keep.jpg", "more/keep.jpg")
    assert album(house) == {
        "keep.jpg": b"the large one", "keep.jpg.xmp": b"words", "keep.xmp": b"edits",
        "keep 2.jpg": b"another", "keep 2.xmp": b"other edits",
    }  # fmt: skip


def test_a_sidecar_that_raw_and_jpeg_share_is_copied_once(house: House) -> None:
    house.add("keep.cr2", b"raw")
    house.add("keep.xmp", b"edits")
    assert codes(copied(house, "keep.jpg", "keep.cr2")) == [OutcomeCode.DONE] * 2
    assert album(house) == {
        "keep.cr2": b"raw", "keep.jpg": b"the large one", "keep.xmp": b"edits",
    }  # fmt: skip


def test_without_its_sidecars_a_photo_is_not_copied(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_words(house)
    real, made = adder.copy_new, []

    def fill_the_disk(photo: FileStamp, album: Path, target: Path, *rest: Any) -> None:
        made.append(target.name)
        if len(made) == 3:
            raise adder.Refused(OutcomeCode.FAILED, "No space left on device")
        real(photo, album, target, *rest)

    monkeypatch.setattr(adder, "copy_new", fill_the_disk)
    assert codes(copied(house, "keep.jpg")) == [OutcomeCode.FAILED]
    assert len(made) == 3
    assert album(house) is None
    assert [entry.state for entry in house.journal.entries()] == [State.FAILED] * 3


def test_a_sidecar_that_is_a_link_is_not_followed(house: House) -> None:
    (house.photos / "keep.xmp").symlink_to(house.photos / "copy.jpg")
    assert codes(copied(house, "keep.jpg")) == [OutcomeCode.CHANGED]
    assert album(house) is None


@pytest.mark.parametrize(
    ("copy", "words", "code"),
    [
        ("keep.xmp", b"new words", OutcomeCode.CHANGED),
        ("keep.jpg", b"drawn upon", OutcomeCode.CHANGED),
    ],
)
def test_a_unit_of_which_something_was_changed_stays_whole(
    house: House, copy: str, words: bytes, code: OutcomeCode
) -> None:
    unit = with_words(house)
    copied(house, "keep.jpg")
    (house.top / "albums" / "Cats" / copy).write_bytes(words)
    assert codes(house.actor.undo()) == [code]
    assert album(house) == unit | {copy: words}


def test_words_written_beside_the_photo_since_do_not_hold_the_album(house: House) -> None:
    with_words(house)
    copied(house, "keep.jpg")
    (house.photos / "keep.xmp").write_bytes(b"more edits")
    assert codes(house.actor.undo()) == [OutcomeCode.DONE]
    assert album(house) is None
    assert (house.photos / "keep.xmp").read_bytes() == b"more edits"


def test_a_trash_that_swallows_a_sidecar_is_not_fed_the_photo(house: House) -> None:
    unit = with_words(house)
    copied(house, "keep.jpg")
    house.trash.mode = "swallows"
    assert codes(house.actor.undo()) == [OutcomeCode.NOT_CONFIRMED]
    left = album(house)
    assert left is not None
    assert (len(left), left["keep.jpg"]) == (2, unit["keep.jpg"])
    house.trash.mode = "works"
    assert codes(house.actor.undo()) == [OutcomeCode.DONE]
    assert album(house) is None


def test_a_trash_that_fails_leaves_the_photo_to_be_undone(house: House) -> None:
    with_words(house)
    copied(house, "keep.jpg")
    house.trash.mode = "lies"
    assert codes(house.actor.undo()) == [OutcomeCode.FAILED]
    house.trash.mode = "works"
    (house.top / "albums" / "Cats" / "keep.xmp").unlink()
    assert codes(house.actor.undo()) == [OutcomeCode.DONE]
    assert album(house) is None


@pytest.mark.parametrize("at", range(4))
def test_a_crash_while_a_unit_is_copied_leaves_all_of_it_or_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    unit = with_words(house)
    real, made = adder.copy_new, []

    def crash(photo: FileStamp, album: Path, target: Path, *rest: Any) -> None:
        if len(made) == at:
            raise Crash
        made.append(target)
        real(photo, album, target, *rest)

    def crash_at_the_end(*_args: object) -> None:
        raise Crash

    with monkeypatch.context() as broken:
        broken.setattr(adder, "copy_new", crash)
        if at == 3:
            broken.setattr(house.journal, "done", crash_at_the_end)
        with pytest.raises(Crash):
            copied(house, "keep.jpg")
    house.restart()
    (outcome,) = house.actor.recover()
    assert not house.journal.unfinished()
    if at < 3:
        assert (outcome.code, album(house)) == (OutcomeCode.STOPPED, {})
    else:
        assert (outcome.code, album(house)) == (OutcomeCode.DONE, unit)
        house.actor.undo()
        assert album(house) is None


@pytest.mark.parametrize("at", range(3))
def test_a_crash_while_a_unit_is_taken_away_is_settled(
    house: House, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    with_words(house)
    before = house.tree()
    copied(house, "keep.jpg")
    taken: list[None] = []

    def crash() -> None:
        if len(taken) == at:
            raise Crash
        taken.append(None)

    house.trash.before = crash
    with pytest.raises(Crash):
        house.actor.undo()
    house.trash.before = lambda: None
    house.restart()
    (outcome,) = house.actor.recover()
    assert not house.journal.unfinished()
    if at == 0:
        assert outcome.code is OutcomeCode.DONE
        assert codes(house.actor.undo()) == [OutcomeCode.DONE]
    else:
        assert outcome.code is OutcomeCode.STOPPED, "what was begun is ended"
    assert album(house) is None
    assert house.tree() == before
