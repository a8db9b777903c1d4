"""Tags: keywords written into the XMP beside photos; a word that stood there is never lost."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pytest

from imgsim_desktop.acting import sidecars
from imgsim_desktop.acting.actor import Actor
from imgsim_desktop.acting.journal import Operation, State
from imgsim_desktop.reading.xmp import extended_xmp, read_xmp
from imgsim_desktop.records import Description, FileStamp, Outcome, OutcomeCode
from tests.acting.fakes import Crash, House, can_decode, codes, hash_stream, stamp, words_of

KEEP_XMP = "keep.jpg.xmp"


def tag(house: House, word: str = "sea", *names: str) -> list[Outcome]:
    photos = [stamp(house.photos / name) for name in names or ("keep.jpg",)]
    return house.actor.tag(photos, lambda _path: (word,))


def words(house: House, name: str = "keep.jpg") -> tuple[str, ...]:
    return words_of(house.photos / name)


def test_photos_get_a_sidecar_and_undo_after_a_restart_takes_it_away(house: House) -> None:
    before = house.tree()
    assert codes(tag(house, "sea", "keep.jpg", "copy.jpg")) == [OutcomeCode.DONE] * 2
    assert words(house) == words(house, "copy.jpg") == ("sea",)
    assert {name: house.tree()[name] for name in before} == before
    assert {e.operation for e in house.journal.entries()} == {Operation.TAG}
    assert len({e.batch_id for e in house.journal.entries()}) == 1
    assert len(list((house.journal.path.parent / "receipts").iterdir())) == 2
    house.restart()
    undone = house.actor.undo()
    assert codes(undone) == [OutcomeCode.DONE] * 2
    assert {outcome.path.name for outcome in undone} == {"keep.jpg", "copy.jpg"}
    assert house.tree() == before


def test_a_sidecar_that_is_there_is_extended_and_comes_back_to_the_byte(house: House) -> None:
    old = extended_xmp(None, Description(keywords=("dune",), rating=4, caption="By hand"))
    house.add("keep.xmp", old, mtime_ns=77 * 10**9)
    before = house.tree()
    tag(house)
    found = read_xmp((house.photos / "keep.xmp").read_bytes())
    assert found == Description(keywords=("dune", "sea"), rating=4, caption="By hand")
    assert KEEP_XMP not in house.tree()
    house.actor.undo()
    assert house.tree() == before


def test_a_word_that_stands_there_is_not_written_and_not_undone(house: House) -> None:
    tag(house)
    (again,) = tag(house)
    assert (again.code, again.entry_id) == (OutcomeCode.DONE, "")
    assert codes(house.actor.tag([stamp(house.photos / "copy.jpg")], lambda _: ())) == [
        OutcomeCode.DONE
    ]
    assert len(house.journal.entries()) == 1


def test_what_was_written_since_stays_when_the_tag_goes(house: House) -> None:
    tag(house)
    path = house.photos / KEEP_XMP
    since = extended_xmp(path.read_bytes(), Description(keywords=("mine",), rating=5))
    path.write_bytes(since)
    assert codes(house.actor.undo()) == [OutcomeCode.DONE]
    assert read_xmp(path.read_bytes()) == Description(keywords=("mine",), rating=5)
    kept = list((house.journal.path.parent / "sidecars").glob("*.undone.xmp"))
    assert [file.read_bytes() for file in kept] == [since]


def test_tags_are_taken_back_in_any_order(house: House) -> None:
    (first,), (second,) = tag(house, "sea"), tag(house, "sun")
    assert codes(house.actor.undo([first.entry_id])) == [OutcomeCode.DONE]
    assert words(house) == ("sun",)
    assert codes(house.actor.undo([second.entry_id])) == [OutcomeCode.DONE]
    assert words(house) == ()


@pytest.mark.parametrize("first", ["the tag", "the copy"])
def test_a_tag_and_carried_words_do_not_hold_each_other(house: House, first: str) -> None:
    before = house.tree()
    carried = Description(keywords=("dune",))
    (gone,) = house.actor.remove([house.removal("copy.jpg", carried=carried)])
    (tagged,) = tag(house)
    assert words(house) == ("dune", "sea")
    order = [tagged.entry_id, gone.entry_id]
    for entry_id in order if first == "the tag" else reversed(order):
        assert codes(house.actor.undo([entry_id])) == [OutcomeCode.DONE]
    assert house.tree() == before


def test_a_sidecar_that_is_gone_by_now_is_no_trouble(house: House) -> None:
    tag(house)
    old = extended_xmp(None, Description(keywords=("dune",)))
    house.add("copy.jpg.xmp", old)
    tag(house, "sea", "copy.jpg")
    (house.photos / KEEP_XMP).unlink()
    (house.photos / "copy.jpg.xmp").unlink()
    assert codes(house.actor.undo()) == [OutcomeCode.DONE]
    assert codes(house.actor.undo()) == [OutcomeCode.DONE]
    assert not list(house.photos.glob("*.xmp"))


@pytest.mark.parametrize(
    ("trouble", "code"),
    [
        ("no xmp", OutcomeCode.NOT_TAGGED),
        ("folder", OutcomeCode.NOT_TAGGED),
        ("full", OutcomeCode.NOT_TAGGED),
        ("locked", OutcomeCode.LOCKED),
        ("changed", OutcomeCode.CHANGED),
        ("gone", OutcomeCode.GONE),
    ],
)
def test_what_cannot_be_tagged_stays_as_it_is(
    house: House, monkeypatch: pytest.MonkeyPatch, trouble: str, code: OutcomeCode
) -> None:
    photo = stamp(house.photos / "keep.jpg")
    match trouble:
        case "no xmp":
            house.add(KEEP_XMP, b"a shopping list")
        case "folder":
            (house.photos / KEEP_XMP).mkdir()
        case "locked":
            house.locked = [house.photos]
            house.restart()
        case "changed":
            photo = FileStamp(photo.path, 1, photo.mtime_ns, photo.content_hash)
        case "gone":
            photo.path.unlink()
        case _:

            def full(*_: object) -> None:
                raise OSError(28, "No space left on device")

            monkeypatch.setattr(sidecars, "rename_new", full)
    before = house.tree()
    (outcome,) = house.actor.tag([photo], lambda _path: ("sea",))
    assert outcome.code is code
    assert outcome.detail
    assert house.tree() == before
    assert [e.state for e in house.journal.entries()] == [State.FAILED] * (trouble == "full")
    assert house.actor.undo() == []


def test_a_sidecar_that_is_no_xmp_any_more_is_left_alone(house: House) -> None:
    tag(house)
    (house.photos / KEEP_XMP).write_bytes(b"a shopping list")
    (outcome,) = house.actor.undo()
    assert outcome.code is OutcomeCode.FAILED
    assert "no XML" in outcome.detail
    assert house.tree()[KEEP_XMP][0] == b"a shopping list"
    assert house.journal.entries()[0].can_undo


def test_who_cannot_take_words_out_says_so(house: House) -> None:
    tag(house)
    house.add(KEEP_XMP, extended_xmp(None, Description(keywords=("sea", "sun"))))
    actor = Actor(house.journal, hash_stream, can_decode, lambda _: None, trash=house.trash)
    (outcome,) = actor.undo()
    assert (outcome.code, "nobody" in outcome.detail) == (OutcomeCode.FAILED, True)
    assert words(house) == ("sea", "sun")


def crash(*_args: object, **_more: object) -> None:
    raise Crash


@pytest.mark.parametrize("when", ["before it is written", "after"])
def test_a_crash_leaves_the_whole_tag_or_none(
    house: House, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    before = house.tree()
    with monkeypatch.context() as broken:
        if when == "after":
            broken.setattr(house.journal, "done", crash)
        else:
            broken.setattr(sidecars, "rename_new", crash)
        with pytest.raises(Crash):
            tag(house)
    house.restart()
    (outcome,) = house.actor.recover()
    assert outcome.code is (OutcomeCode.DONE if when == "after" else OutcomeCode.STOPPED)
    assert words(house) == (("sea",) if when == "after" else ())
    house.actor.undo()
    assert house.tree() == before
    assert not house.journal.unfinished()


@pytest.mark.parametrize("since", [False, True])
def test_a_crash_while_a_tag_is_taken_out_is_completed(
    house: House, monkeypatch: pytest.MonkeyPatch, since: bool
) -> None:
    tag(house)
    if since:
        house.add(KEEP_XMP, extended_xmp(None, Description(keywords=("mine", "sea"))))
    with monkeypatch.context() as broken:
        broken.setattr(house.journal, "undone", crash)
        with pytest.raises(Crash):
            house.actor.undo()
    house.restart()
    assert codes(house.actor.recover()) == [OutcomeCode.STOPPED]
    assert words(house) == (("mine",) if since else ())
    assert house.actor.undo() == []


def test_a_crash_and_then_a_sidecar_that_is_no_xmp_is_told(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    tag(house)
    with monkeypatch.context() as broken:
        broken.setattr(sidecars.SidecarWriter, "take_out", crash)
        with pytest.raises(Crash):
            house.actor.undo()
    (house.photos / KEEP_XMP).write_bytes(b"a shopping list")
    house.restart()
    assert codes(house.actor.recover()) == [OutcomeCode.FAILED]
    assert house.tree()[KEEP_XMP][0] == b"a shopping list"
    assert not house.journal.unfinished()


def test_each_word_goes_its_own_way(house: House) -> None:
    """What is written along because the photo itself says it goes with the tag."""

    def along(path: Path) -> Collection[str]:
        return ("dune", "sea") if path.name == "keep.jpg" else ("sea",)

    photos = [stamp(house.photos / name) for name in ("keep.jpg", "copy.jpg")]
    house.actor.tag(photos, lambda path: tuple(along(path)))
    assert words(house) == ("dune", "sea")
    house.add(KEEP_XMP, extended_xmp(None, Description(keywords=("dune", "sea", "sun"))))
    house.actor.undo()
    assert words(house) == ("sun",)
