"""A photo and what belongs to it go, come and stay together, whatever is done to them."""

from __future__ import annotations

from pathlib import Path

import pytest

from imgsim_desktop.acting.journal import Operation, State
from imgsim_desktop.choosing.units import with_sidecars
from imgsim_desktop.companions import owners
from imgsim_desktop.records import OutcomeCode, Removal
from tests.acting.fakes import House, codes, stamp
from tests.choosing.belongings import BELONGING, is_photo


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.is_file()]


def unit(house: House, *victims: str) -> list[Removal]:
    return with_sidecars([house.removal(name) for name in victims], names_in, is_photo)


@pytest.mark.parametrize("operation", [Operation.TRASH, Operation.MOVE])
@pytest.mark.parametrize(("photo", "file"), BELONGING)
def test_no_file_is_ever_an_orphan_and_undo_brings_all_back(
    house: House, photo: str, file: str, operation: Operation
) -> None:
    house.add(photo, b"a copy")
    house.add(file, b"what belongs to it")
    before = house.tree()
    folder = house.top / "out" if operation is Operation.MOVE else None
    if folder is not None:
        for taken in (photo, file):  # other files have these names there
            folder.mkdir(exist_ok=True)
            (folder / taken).write_bytes(b"another one")
    removals = unit(house, photo)
    assert [path.name for path in removals[0].sidecars] == [file]
    outcomes = house.actor.remove(removals, operation=operation, folder=folder)
    assert codes(outcomes) == [OutcomeCode.DONE]
    assert not {photo, file} & set(house.tree())
    if folder is not None:
        resting = {e.stamp.path.name: e.resting.file for e in house.journal.entries() if e.resting}
        assert resting[photo].parent == resting[file].parent
        assert owners(resting[file].name, [resting[photo].name])
        assert {(folder / taken).read_bytes() for taken in (photo, file)} == {b"another one"}
    house.restart()
    assert codes(house.actor.undo()) == [OutcomeCode.DONE]
    assert house.tree() == before


def test_a_hard_link_leaves_what_belongs_to_the_name(house: House) -> None:
    house.add("equal.jpg", b"the large one")
    house.add("equal.jpg.json", b"from Google")
    removal = Removal(stamp(house.photos / "equal.jpg"), stamp(house.photos / "keep.jpg"))
    assert codes(house.actor.remove([removal], operation=Operation.HARD_LINK)) == [OutcomeCode.DONE]
    assert {"equal.jpg", "equal.jpg.json"} <= set(house.tree())


def test_raw_and_jpeg_go_with_the_sidecar_they_share(house: House) -> None:
    for name in ("1.CR2", "1.jpg", "1.xmp"):
        house.add(name, name.encode())
    outcomes = house.actor.remove(unit(house, "1.jpg", "1.CR2"))
    assert codes(outcomes) == [OutcomeCode.DONE] * 2
    assert not {"1.CR2", "1.jpg", "1.xmp"} & set(house.tree())


def test_a_shared_sidecar_stays_with_the_photo_that_could_not_go(house: House) -> None:
    for name in ("1.CR2", "1.jpg", "1.xmp"):
        house.add(name, name.encode())
    removals = unit(house, "1.jpg", "1.CR2")
    house.add("1.jpg", b"edited since")
    assert codes(house.actor.remove(removals)) == [OutcomeCode.CHANGED, OutcomeCode.DONE]
    assert {"1.jpg", "1.xmp"} <= set(house.tree())
    assert "1.CR2" not in house.tree()


def test_sidecars_go_and_come_with_their_photo(house: House) -> None:
    house.add("copy.xmp", b"edits")
    house.add("copy.mov", b"film")
    before = house.tree()
    removal = house.removal("copy.jpg", "keep.jpg", "copy.xmp", "copy.mov", "never there.aae")
    outcome = house.actor.remove([removal])[0]
    assert list(house.tree()) == ["keep.jpg"]
    entries = house.journal.entries()
    assert [entry.is_sidecar for entry in entries] == [True, True, False]
    assert outcome.entry_id == entries[-1].entry_id
    assert codes(house.actor.undo([outcome.entry_id])) == [OutcomeCode.DONE]
    assert house.tree() == before
    assert codes(house.actor.redo([outcome.entry_id])) == [OutcomeCode.DONE]
    assert list(house.tree()) == ["keep.jpg"]


def test_when_a_sidecar_cannot_go_the_photo_stays_too(house: House) -> None:
    house.add("copy.mov", b"film")
    house.add("copy.xmp", b"edits")
    before = house.tree()
    taken: list[int] = []

    def fails_later() -> None:
        taken.append(1)
        if len(taken) == 3:
            house.trash.mode = "lies"

    house.trash.before = fails_later
    removal = house.removal("copy.jpg", "keep.jpg", "copy.mov", "copy.xmp")
    assert codes(house.actor.remove([removal])) == [OutcomeCode.FAILED]
    assert house.tree() == before
    assert [entry.state for entry in house.journal.entries()] == [
        State.UNDONE,
        State.UNDONE,
        State.FAILED,
    ]


def test_a_sidecar_that_is_a_kept_photo_stays(house: House) -> None:
    house.add("raw.jpg", b"r")
    removals = [house.removal("copy.jpg", "raw.jpg", "keep.jpg"), house.removal("raw.jpg")]
    assert codes(house.actor.remove(removals))[0] is OutcomeCode.KEEPER_GOES
    house.add("other.jpg", b"o")
    removals = [house.removal("copy.jpg", "raw.jpg", "keep.jpg"), house.removal("other.jpg")]
    assert codes(house.actor.remove(removals)) == [OutcomeCode.KEEPER_GOES] * 2
    removal = house.removal("copy.jpg", "keep.jpg", "keep.jpg")
    assert codes(house.actor.remove([removal])) == [OutcomeCode.SAME_FILE]
    assert len(house.tree()) == 4


def test_a_sidecar_that_is_no_file_keeps_the_photo(house: House) -> None:
    (house.photos / "copy.xmp").mkdir()
    removal = house.removal("copy.jpg", "keep.jpg", "copy.xmp")
    assert codes(house.actor.remove([removal])) == [OutcomeCode.CHANGED]


def test_one_occupied_place_keeps_photo_and_sidecars_together(house: House) -> None:
    house.add("copy.xmp", b"edits")
    house.actor.remove([house.removal("copy.jpg", "keep.jpg", "copy.xmp")])
    house.add("copy.jpg", b"new")
    assert codes(house.actor.undo()) == [OutcomeCode.OCCUPIED]
    assert not (house.photos / "copy.xmp").exists()
