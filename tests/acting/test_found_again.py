"""What the journal lost is found again by the marks beside the files that rest."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import pytest

from imgsim_desktop.acting import mover
from imgsim_desktop.acting.actor import Actor
from imgsim_desktop.acting.bins import MARK
from imgsim_desktop.acting.copies import Copies
from imgsim_desktop.acting.journal import Journal, Operation
from imgsim_desktop.acting.quarantine import MANIFEST
from imgsim_desktop.acting.xdg_trash import XdgTrash
from imgsim_desktop.records import OutcomeCode, Removal
from tests.acting.fakes import House, can_decode, codes, copied, hash_stream, stamp

DONE, TOLD = OutcomeCode.DONE, OutcomeCode.JOURNAL_DAMAGED


def lose(path: Path, what: str) -> int:
    """Spoil all lines that speak of something in both copies; returns how many."""
    copies = Copies(path)
    lines = copies.first.read_bytes().splitlines(keepends=True)
    spoilt = [line.replace(b"n", b"N", 1) if what.encode() in line else line for line in lines]
    for copy in (copies.first, copies.second):
        copy.write_bytes(b"".join(spoilt))
    return sum(a != b for a, b in zip(lines, spoilt, strict=True))


@pytest.mark.parametrize(
    ("operation", "trash"),
    [
        (Operation.TRASH, "works"),
        (Operation.TRASH, "none"),
        (Operation.HARD_LINK, "works"),
        (Operation.REFLINK, "none"),
    ],
)
def test_a_photo_whose_lines_are_all_lost_comes_back(
    house: House, monkeypatch: pytest.MonkeyPatch, operation: Operation, trash: str
) -> None:
    monkeypatch.setitem(mover.LINKS, Operation.REFLINK, copied)
    house.add("first.jpg", b"1")
    house.add("equal.jpg", b"the large one")
    before = house.tree()
    house.actor.remove([house.removal("first.jpg")])  # a folder of the library that is still known
    house.trash.mode = trash
    outcome = house.actor.remove([house.removal("equal.jpg")], operation=operation)[0]
    assert lose(house.journal.path, outcome.entry_id) > 1
    house.restart()
    assert codes(house.actor.undo()) == [DONE, TOLD]
    assert set(house.tree()) == set(before) - {"first.jpg"}
    house.actor.undo()
    assert house.tree() == before


def test_photo_and_sidecar_that_are_found_again_are_one(house: House) -> None:
    house.add("copy.xmp", b"edits")
    outcome = house.actor.remove([house.removal("copy.jpg", "keep.jpg", "copy.xmp")])[0]
    lose(house.journal.path, outcome.entry_id[:-6])
    house.restart()
    house.add("copy.jpg", b"another one")
    assert codes(house.actor.undo())[0] is OutcomeCode.OCCUPIED
    assert "copy.xmp" not in house.tree()
    (house.photos / "copy.jpg").unlink()
    assert codes(house.actor.undo())[0] is DONE
    assert {"copy.jpg", "copy.xmp"} <= set(house.tree())


def test_a_commit_that_is_found_again_keeps_its_place_among_the_others(house: House) -> None:
    for name in ("a", "b", "c"):
        house.add(f"{name}.jpg", name.encode())
    batches = []
    for name in ("a", "b", "c"):
        outcome = house.actor.remove([house.removal(f"{name}.jpg")])[0]
        batches.append(outcome.entry_id[:-7])
    lose(house.journal.path, batches[1])
    house.restart()
    with house.journal.writing():
        house.actor._recovery.recover()
        assert [batch.batch_id for batch in house.journal.batches()] == batches


def test_what_another_journal_sent_to_the_same_trash_stays_there(house: House) -> None:
    other = House(house.top / "other")
    other.trash.folder = house.trash.folder
    other.add("theirs.jpg", b"theirs")
    house.actor.remove([house.removal("copy.jpg")])
    other.actor.remove([other.removal("theirs.jpg", None)], confirmed_last_copies=True)
    outcome = house.journal.entries()[0]
    lose(house.journal.path, outcome.entry_id)
    house.restart()
    assert codes(house.actor.undo()) == [DONE, TOLD]
    assert not (other.photos / "theirs.jpg").exists()
    assert len(house.journal.entries()) == 1


def test_what_was_found_again_and_given_back_is_not_found_once_more(house: House) -> None:
    outcome = house.actor.remove([house.removal("copy.jpg")])[0]
    lose(house.journal.path, outcome.entry_id)
    house.restart()
    house.actor.undo()
    assert [code for code in codes(house.actor.undo()) if code is DONE] == []


def test_a_mark_in_a_quarantine_says_nothing_of_places_outside(house: House) -> None:
    """Whoever can write on a stick must not have its files put into the person's home."""
    house.trash.mode = "none"
    house.add("first.jpg", b"1")
    house.actor.remove([house.removal("first.jpg")])
    outcome = house.actor.remove([house.removal("copy.jpg")])[0]
    lose(house.journal.path, outcome.entry_id)
    manifest = house.photos / ".imgsim-quarantine" / MANIFEST
    lines = [json.loads(line) for line in manifest.read_text().splitlines()]
    lines[1]["mark"] = lines[1]["mark"].replace(str(house.photos), str(house.top / "home"))
    manifest.write_text("".join(json.dumps(line) + "\n" for line in lines))
    house.restart()
    assert TOLD in codes(house.actor.undo())
    assert not (house.top / "home" / "copy.jpg").exists()


@pytest.mark.parametrize(
    "mark", ["", "[]", "7", '{"entry": "x"}', '{"line": "done"}', "[" * 9999, '{"entry": "a-b-1"}']
)
@pytest.mark.parametrize("trash", ["works", "none"])
def test_a_mark_that_makes_no_sense_is_passed_by(house: House, mark: str, trash: str) -> None:
    house.trash.mode = trash
    house.add("first.jpg", b"1")
    house.actor.remove([house.removal("first.jpg")])
    outcome = house.actor.remove([house.removal("copy.jpg")])[0]
    lose(house.journal.path, outcome.entry_id)
    if trash == "works":
        info = house.trash.folder / "2.info"
        info.write_bytes(info.read_bytes().partition(b"\0")[0] + b"\0" + mark.encode())
    else:
        manifest = house.photos / ".imgsim-quarantine" / MANIFEST
        first, second = manifest.read_text().splitlines()
        line = json.dumps({**json.loads(second), "mark": mark})
        manifest.write_text(f"{first}\n{line}\nnonsense\n[]\n")
    house.restart()
    assert codes(house.actor.undo()) == [DONE, TOLD]
    assert "copy.jpg" not in house.tree()


def test_a_quarantine_that_is_gone_is_no_trouble(house: House) -> None:
    house.trash.mode = "none"
    outcome = house.actor.remove([house.removal("copy.jpg")])[0]
    house.add("first.jpg", b"1")
    house.actor.remove([house.removal("first.jpg")])
    lose(house.journal.path, outcome.entry_id)
    shutil.rmtree(house.photos / ".imgsim-quarantine")
    house.restart()
    assert codes(house.actor.undo()) == [OutcomeCode.GONE, TOLD]


@pytest.mark.skipif(sys.platform != "linux", reason="the trash of freedesktop.org desktops")
def test_the_note_in_the_real_trash_keeps_the_mark(tmp_path: Path, own_trash: Path) -> None:
    photos = tmp_path / "photos"
    photos.mkdir()
    (photos / "keep.jpg").write_bytes(b"keep")
    names = ["copy.jpg", os.fsdecode(b"caf\xe9 1%.jpg")]
    for name in names:
        (photos / name).write_bytes(name.encode("utf-8", "surrogateescape"))

    def actor() -> Actor:
        journal = Journal(tmp_path / "home" / "journal.jsonl")
        return Actor(journal, hash_stream, can_decode, lambda _: None)

    keeper = stamp(photos / "keep.jpg")
    for name in names:
        actor().remove([Removal(stamp(photos / name), keeper)])
    note = (own_trash / "info" / "copy.jpg.trashinfo").read_bytes()
    assert note.startswith(b"[Trash Info]\nPath=")
    assert note.count(b"\n") == 4
    assert note.splitlines()[3].startswith(MARK + b'{"journal": "')
    assert lose(tmp_path / "home" / "journal.jsonl", '"entry"') == 4
    assert DONE in codes(actor().undo())
    assert codes(actor().undo()) == [DONE, TOLD]
    assert {path.name for path in photos.iterdir()} == {"keep.jpg", *names}
    assert list(XdgTrash(own_trash, os.getuid()).marked(photos / "keep.jpg")) == []
