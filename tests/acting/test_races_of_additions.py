"""Another program comes between our steps while words are written or an album is made."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from imgsim_desktop.reading.xmp import extended_xmp
from imgsim_desktop.records import Description, Outcome, OutcomeCode
from tests.acting.albums import copied
from tests.acting.fakes import House, private_names, stamp
from tests.acting.steps import coming_between
from tests.acting.test_races import (
    EDITED,
    PICTURE,
    Witness,
    delete,
    link_to_keeper,
    looks,
    make_folder,
    save_as_old,
    write_into,
)

OLD = extended_xmp(None, Description(rating=1))
SEA = Description(keywords=("sea",))
XMP_DEEDS = (save_as_old, delete, link_to_keeper, make_folder)


def make_house(top: Path, *, has_old: bool) -> House:
    house = House(top)
    house.add("keep.jpg", PICTURE, mtime_ns=10**18)
    house.add("copy.jpg", b"the small one", mtime_ns=10**18 + 7)
    if has_old:
        house.add("keep.jpg.xmp", OLD)
    return house


def carry(house: House) -> Outcome:
    return house.actor.remove([house.removal("copy.jpg", carried=SEA)])[0]


def tag(house: House) -> Outcome:
    return house.actor.tag([stamp(house.photos / "keep.jpg")], lambda _: ("sea",))[0]


@pytest.mark.parametrize("has_old", [True, False])
@pytest.mark.parametrize("deed", XMP_DEEDS)
@pytest.mark.parametrize("write", [carry, tag])
def test_what_is_done_to_a_sidecar_while_words_are_written_stays_done(
    other_disk: Path,
    write: Callable[[House], Outcome],
    deed: Callable[[Path], None],
    *,
    has_old: bool,
) -> None:
    for step in count(1):
        house = make_house(other_disk / f"{step}", has_old=has_old)
        sidecar = house.photos / "keep.jpg.xmp"
        witness = Witness(deed, sidecar)
        with coming_between(step, witness) as fuse:
            outcome = write(house)
        if fuse.steps < step:
            break
        note = f"step {step}: {outcome}"
        assert not private_names(house.photos), note
        assert (house.photos / "keep.jpg").read_bytes() == PICTURE, note
        if witness.has_done and deed is not delete:
            assert looks(sidecar) == witness.after, note
        if outcome.code is not OutcomeCode.DONE:
            assert (house.photos / "copy.jpg").exists(), note
    assert step > 5


@pytest.mark.parametrize("has_old", [True, False])
@pytest.mark.parametrize("deed", XMP_DEEDS)
@pytest.mark.parametrize("write", [carry, tag])
def test_what_is_done_to_a_sidecar_while_words_are_taken_back_stays_done(
    other_disk: Path,
    write: Callable[[House], Outcome],
    deed: Callable[[Path], None],
    *,
    has_old: bool,
) -> None:
    for step in count(1):
        house = make_house(other_disk / f"{step}", has_old=has_old)
        sidecar = house.photos / "keep.jpg.xmp"
        write(house)
        witness = Witness(deed, sidecar)
        with coming_between(step, witness) as fuse:
            (outcome,) = house.actor.undo()
        if fuse.steps < step:
            break
        house.restart()
        house.actor.recover()
        note = f"step {step}: {outcome}"
        assert not private_names(house.photos), note
        assert (house.photos / "copy.jpg").exists(), note
        if witness.has_done and deed is not delete:
            assert looks(sidecar) == witness.after, note
    assert step > 5


def album_names(house: House) -> dict[str, object]:
    folder = house.top / "albums" / "Cats"
    return {path.name: looks(path) for path in folder.iterdir()} if folder.exists() else {}


def test_a_file_that_takes_the_name_of_a_copy_stays(other_disk: Path) -> None:
    for step in count(1):
        house = make_house(other_disk / f"{step}", has_old=True)
        target = house.top / "albums" / "Cats" / "keep.jpg"
        witness = Witness(save_as_old, target)
        with coming_between(step, witness) as fuse:
            (outcome,) = copied(house, "keep.jpg")
        if fuse.steps < step:
            break
        note = f"step {step}: {outcome}"
        assert not private_names(house.top), note
        if witness.has_done:
            assert looks(target) == witness.after, note
        assert (house.photos / "keep.jpg").read_bytes() == PICTURE, note
    assert step > 5


@pytest.mark.parametrize("deed", [save_as_old, write_into, delete, make_folder])
def test_a_photo_that_changes_while_it_is_copied_is_not_in_the_album(
    other_disk: Path, deed: Callable[[Path], None]
) -> None:
    for step in count(1):
        house = make_house(other_disk / f"{step}", has_old=False)
        photo = house.photos / "keep.jpg"
        as_decided = stamp(photo)
        (house.top / "albums").mkdir()
        witness = Witness(deed, photo)
        with coming_between(step, witness) as fuse:
            _, (outcome,) = house.actor.copy_into(house.top / "albums", "Cats", [as_decided])
        if fuse.steps < step:
            break
        note = f"step {step}: {outcome}"
        assert not private_names(house.top), note
        assert EDITED not in {p.read_bytes() for p in (house.top / "albums").rglob("*.jpg")}, note
        if witness.has_done:
            assert looks(photo) == witness.after, note


@pytest.mark.parametrize("deed", [save_as_old, write_into, delete, make_folder])
def test_what_is_done_to_a_copy_while_it_is_taken_away_stays_done(
    other_disk: Path, deed: Callable[[Path], None]
) -> None:
    for step in count(1):
        house = make_house(other_disk / f"{step}", has_old=True)
        copied(house, "keep.jpg")
        copy = house.top / "albums" / "Cats" / "keep.jpg"
        witness = Witness(deed, copy)
        with coming_between(step, witness) as fuse:
            (outcome,) = house.actor.undo()
        if fuse.steps < step:
            break
        note = f"step {step}: {outcome}"
        assert not private_names(house.top), note
        if witness.has_done:
            assert looks(copy) == witness.after, note
        assert EDITED not in {path.read_bytes() for path in house.trash.folder.glob("*.file")}
        assert (house.photos / "keep.jpg").read_bytes() == PICTURE, note
    assert step > 5
