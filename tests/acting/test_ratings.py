"""Stars and picks in the XMP beside photos: journalled, undone, and never at a word's cost."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pytest

from imgsim_desktop.acting.actor import Actor
from imgsim_desktop.acting.journal import Operation, State
from imgsim_desktop.reading.xmp import extended_xmp, rated_xmp, read_xmp
from imgsim_desktop.records import Description, Outcome, OutcomeCode, Rating
from tests.acting.fakes import House, can_decode, codes, hash_stream, stamp

KEEP_XMP = "keep.jpg.xmp"


def rate(house: House, rating: Rating, *names: str) -> list[Outcome]:
    photos = [stamp(house.photos / name) for name in names or ("keep.jpg",)]
    return house.actor.rate(photos, lambda _path: lambda old: rated_xmp(old, rating))


def stars(house: House, name: str = KEEP_XMP) -> int | None:
    return read_xmp((house.photos / name).read_bytes()).rating


def test_photos_get_a_rating_and_one_undo_after_a_restart_takes_all_of_it_back(
    house: House,
) -> None:
    before = house.tree()
    assert codes(rate(house, Rating.FOUR_STARS, "keep.jpg", "copy.jpg")) == [OutcomeCode.DONE] * 2
    assert stars(house) == stars(house, "copy.jpg.xmp") == 4
    assert {name: house.tree()[name] for name in before} == before
    assert {e.operation for e in house.journal.entries()} == {Operation.TAG}
    house.restart()
    assert codes(house.actor.undo()) == [OutcomeCode.DONE] * 2
    assert house.tree() == before


def test_a_sidecar_that_is_there_comes_back_to_the_byte(house: House) -> None:
    old = extended_xmp(None, Description(keywords=("dune",), rating=2, caption="By hand"))
    house.add("keep.xmp", old, mtime_ns=77 * 10**9)
    before = house.tree()
    rate(house, Rating.REJECT)
    assert stars(house, "keep.xmp") == -1
    assert KEEP_XMP not in house.tree()
    house.actor.undo()
    assert house.tree() == before


def test_undo_takes_the_last_rating_back_first(house: House) -> None:
    before = house.tree()
    rate(house, Rating.TWO_STARS)
    rate(house, Rating.FIVE_STARS)
    house.actor.undo()
    assert stars(house) == 2
    house.actor.undo()
    assert house.tree() == before


def test_what_was_written_since_stays_when_the_rating_goes(house: House) -> None:
    rate(house, Rating.PICK)
    path = house.photos / KEEP_XMP
    since = extended_xmp(path.read_bytes(), Description(keywords=("mine",)))
    path.write_bytes(since)
    assert codes(house.actor.undo()) == [OutcomeCode.DONE]
    assert read_xmp(path.read_bytes()) == Description(keywords=("mine",))
    assert b"PickLabel" not in path.read_bytes()
    kept = list((house.journal.path.parent / "sidecars").glob("*.undone.xmp"))
    assert [file.read_bytes() for file in kept] == [since]


def test_a_rating_given_elsewhere_since_is_not_taken_back(house: House) -> None:
    rate(house, Rating.PICK)
    path = house.photos / KEEP_XMP
    theirs = rated_xmp(rated_xmp(path.read_bytes(), Rating.NEITHER), Rating.ONE_STAR)
    assert theirs is not None
    path.write_bytes(theirs)
    assert codes(house.actor.undo()) == [OutcomeCode.DONE]
    assert path.read_bytes() == theirs


def test_what_stands_there_is_not_written_again(house: House) -> None:
    rate(house, Rating.THREE_STARS)
    (again,) = rate(house, Rating.THREE_STARS)
    assert (again.code, again.entry_id) == (OutcomeCode.DONE, "")
    (nothing,) = rate(house, Rating.NO_STARS, "copy.jpg")
    assert (nothing.code, nothing.entry_id) == (OutcomeCode.DONE, "")
    assert "copy.jpg.xmp" not in house.tree()
    assert len(house.journal.entries()) == 1


def test_below_a_locked_folder_nothing_is_written(house: House) -> None:
    house.locked = [house.photos]
    house.restart()
    before = house.tree()
    assert codes(rate(house, Rating.ONE_STAR)) == [OutcomeCode.LOCKED]
    assert house.tree() == before


def test_a_sidecar_that_is_no_xmp_is_left_alone_and_said(house: House) -> None:
    house.add(KEEP_XMP, b"no xmp")
    (refused,) = rate(house, Rating.ONE_STAR)
    assert refused.code is OutcomeCode.NOT_TAGGED
    assert (house.photos / KEEP_XMP).read_bytes() == b"no xmp"


def test_without_the_copy_beside_the_journal_a_changed_sidecar_is_left_alone(
    house: House,
) -> None:
    rate(house, Rating.PICK)
    path = house.photos / KEEP_XMP
    since = extended_xmp(path.read_bytes(), Description(keywords=("mine",)))
    path.write_bytes(since)
    for kept in (house.journal.path.parent / "sidecars").glob("*.after.xmp"):
        kept.unlink()
    assert codes(house.actor.undo()) == [OutcomeCode.FAILED]
    assert path.read_bytes() == since
    assert {e.state for e in house.journal.entries()} == {State.DONE}


def test_who_cannot_take_ratings_back_says_so(house: House) -> None:
    rate(house, Rating.PICK)
    path = house.photos / KEEP_XMP
    path.write_bytes(extended_xmp(path.read_bytes(), Description(keywords=("mine",))))

    def never(_old: bytes, _words: Collection[str]) -> bytes:
        raise AssertionError

    def place(photo: Path) -> Path:
        return photo.with_name(photo.name + ".xmp")

    other = Actor(
        house.journal, hash_stream, can_decode, lambda _: None,
        sidecar_of=place, extend_xmp=extended_xmp, reduce_xmp=never,
    )  # fmt: skip
    (refused,) = other.undo()
    assert refused.code is OutcomeCode.FAILED
    assert "rating" in refused.detail


@pytest.mark.parametrize("rating", list(Rating))
def test_every_rating_can_be_taken_back(house: House, rating: Rating) -> None:
    rate(house, Rating.TWO_STARS)
    before = house.tree()
    (outcome,) = rate(house, rating)
    if outcome.entry_id:
        house.actor.undo([outcome.entry_id])
    assert house.tree() == before
