"""A damaged journal: what one copy lost the other tells; what both lost is said, not guessed."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from imgsim_desktop.acting.copies import Copies
from imgsim_desktop.acting.journal import Journal, Operation, State
from imgsim_desktop.acting.lines import is_torn, number_of, seal
from imgsim_desktop.errors import KnownError
from imgsim_desktop.records import OutcomeCode
from tests.acting.fakes import House, codes
from tests.fuzz.flip_journal import WAYS, as_0_1_0_wrote, judge, make_scene, sample


@pytest.fixture
def tidied(house: House) -> House:
    """Two commits: a photo with its sidecar, then another photo."""
    house.add("copy.xmp", b"edits")
    house.add("second.jpg", b"2")
    house.start = house.tree()  # type: ignore[attr-defined]
    house.actor.remove([house.removal("copy.jpg", "keep.jpg", "copy.xmp")])
    house.actor.remove([house.removal("second.jpg")])
    return house


def undo_all(house: House) -> list[OutcomeCode]:
    house.restart()
    found = []
    while some := codes(house.actor.undo()):
        found += some
        if OutcomeCode.DONE not in some:
            break
    return found


def without(house: House, *kinds: str, copies: int = 2) -> None:
    """Spoil the first line of these kinds in that many copies."""
    for path in _copies(house)[:copies]:
        lines = path.read_bytes().split(b"\n")
        for kind in kinds:
            at = next(i for i, line in enumerate(lines) if b'"line": "%s"' % kind.encode() in line)
            lines[at] = lines[at].replace(b'"entry"', b'"enter"')
        path.write_bytes(b"\n".join(lines))


def _copies(house: House) -> list[Path]:
    copies = Copies(house.journal.path)
    return [copies.first, copies.second]


@pytest.mark.parametrize("way", WAYS)
def test_a_flipped_bit_leaves_undo_complete_or_is_told_and_nothing_comes_back_wrong(
    tmp_path: Path, way: str
) -> None:
    scene = make_scene(tmp_path / "house", way)
    ends = {judge(scene, way, [bit]) for bit in sample(scene, way, 15, seed=7)}
    assert ends - {"complete"} == (set() if way in ("first", "second") else {"told"})


def test_both_copies_are_equal_after_every_commit(tidied: House) -> None:
    first, second = _copies(tidied)
    assert first.read_bytes() == second.read_bytes()
    assert {path.stat().st_mode & 0o777 for path in (first, second)} == {0o600}


@pytest.mark.parametrize("lost", ["first", "second"])
def test_a_copy_that_is_gone_is_made_again_from_the_other(tidied: House, lost: str) -> None:
    first, second = _copies(tidied)
    text = first.read_bytes()
    {"first": first, "second": second}[lost].unlink()
    tidied.restart()
    with tidied.journal.writing():
        pass
    assert first.read_bytes() == second.read_bytes() == text
    assert undo_all(tidied) == [OutcomeCode.DONE] * 2


def test_what_could_not_be_read_is_kept_before_a_copy_is_mended(tidied: House) -> None:
    first, second = _copies(tidied)
    whole = first.read_bytes()
    without(tidied, "done", copies=1)
    damaged = first.read_bytes()
    tidied.restart()
    assert tidied.journal.entries()[0].state is State.DONE
    assert tidied.journal.mended_lines == 1
    with tidied.journal.writing():
        pass
    assert first.read_bytes() == second.read_bytes() == whole
    assert Copies(first).damaged.read_bytes() == damaged
    tidied.restart()
    tidied.journal.entries()
    assert tidied.journal.mended_lines == 0


def test_a_copy_that_is_behind_after_a_crash_is_no_damage_and_catches_up(tidied: House) -> None:
    first, second = _copies(tidied)
    second.write_bytes(second.read_bytes()[:-50])
    tidied.restart()
    tidied.journal.entries()
    assert (tidied.journal.mended_lines, tidied.journal.lost()) == (0, frozenset())
    with tidied.journal.writing():
        pass
    assert first.read_bytes() == second.read_bytes()


STRANGE = [
    b'{"v": 3}',
    b'{"v": "x"}',
    b'{"v": 1e999}',
    b'{"v": {"v": 1}}',
    b'{"v": 1, "line": "intent"}',
    b'{"v": 1, "line": "undone", "entry": ["b-1"]}',
    b"[" * 100_000,
    b"\0" * 4096,
    b"\xff\xfe\x00",
    b"7",
]


@pytest.mark.parametrize("where", [0, 5, 99])
@pytest.mark.parametrize("line", STRANGE)
@pytest.mark.parametrize("copies", [1, 2])
def test_a_strange_line_refuses_nothing(
    tidied: House, line: bytes, where: int, copies: int
) -> None:
    for path in _copies(tidied)[:copies]:
        lines = path.read_bytes().splitlines(keepends=True)
        lines.insert(where, line + b"\n")
        path.write_bytes(b"".join(lines))
    assert set(undo_all(tidied)) <= {OutcomeCode.DONE, OutcomeCode.JOURNAL_DAMAGED}
    assert tidied.tree() == tidied.start  # type: ignore[attr-defined]


@pytest.mark.parametrize("line", STRANGE)
def test_a_strange_line_in_a_journal_of_0_1_0_refuses_nothing(tidied: House, line: bytes) -> None:
    first, second = _copies(tidied)
    second.unlink()
    lines = as_0_1_0_wrote(first.read_bytes()).splitlines(keepends=True)
    first.write_bytes(b"".join([*lines[:3], line + b"\n", *lines[3:]]))
    assert set(undo_all(tidied)) <= {OutcomeCode.DONE, OutcomeCode.JOURNAL_DAMAGED}
    assert tidied.tree() == tidied.start  # type: ignore[attr-defined]


def test_the_end_of_a_move_tells_enough_when_its_announcement_is_lost(tidied: House) -> None:
    without(tidied, "intent")
    assert undo_all(tidied) == [
        OutcomeCode.DONE,
        OutcomeCode.DONE,
        OutcomeCode.JOURNAL_DAMAGED,
        OutcomeCode.JOURNAL_DAMAGED,
    ]
    assert tidied.tree() == tidied.start  # type: ignore[attr-defined]


def test_a_photo_known_by_its_end_only_is_not_removed_again(tidied: House) -> None:
    """What it was a copy of is not known any more."""
    for _ in range(2):
        without(tidied, "intent")
    undo_all(tidied)
    units = [entry.unit_id for entry in tidied.journal.entries()]
    assert tidied.actor.redo(units[:2]) == []


def test_a_lost_end_is_found_again_by_the_bytes_in_the_trash(tidied: House) -> None:
    without(tidied, "done")
    assert OutcomeCode.DONE in undo_all(tidied)
    assert tidied.tree() == tidied.start  # type: ignore[attr-defined]


def test_lost_lines_are_told_when_their_commit_is_undone_and_not_with_others(
    tidied: House,
) -> None:
    without(tidied, "done")
    tidied.restart()
    assert codes(tidied.actor.undo()) == [OutcomeCode.DONE]
    outcomes = tidied.actor.undo()
    assert codes(outcomes) == [OutcomeCode.DONE, OutcomeCode.JOURNAL_DAMAGED]
    assert (outcomes[-1].path, outcomes[-1].detail) == (tidied.journal.path, "1 line")


def test_a_lost_number_is_not_given_again(tidied: House) -> None:
    """Else nobody would see that something was lost."""
    for path in _copies(tidied):
        lines = path.read_bytes().splitlines(keepends=True)
        path.write_bytes(b"".join(lines[:-1]) + lines[-1].replace(b"entry", b"enter"))
    tidied.restart()
    lost = tidied.journal.lost()
    assert len(lost) == 1
    tidied.actor.undo()
    tidied.restart()
    assert tidied.journal.lost() == lost
    numbers = [number_of(line) for line in _copies(tidied)[0].read_bytes().splitlines()]
    assert not lost & set(numbers)


def test_undo_with_nothing_readable_says_so(tidied: House) -> None:
    for path in _copies(tidied):
        path.write_bytes(b"noise\n" * 20)
    for _ in range(2):
        tidied.restart()
        assert codes(tidied.actor.undo()) == [OutcomeCode.JOURNAL_DAMAGED]


@pytest.mark.parametrize("kind", ["folder", "pipe"])
def test_what_is_no_file_in_the_place_of_the_journal_is_a_sentence(house: House, kind: str) -> None:
    house.journal.path.parent.mkdir()
    if kind == "folder":
        house.journal.path.mkdir()
    else:
        os.mkfifo(house.journal.path)
    before = house.tree()
    with pytest.raises(KnownError, match="cannot be read"):
        house.journal.entries()
    with pytest.raises(KnownError, match="cannot be read"):
        house.actor.remove([house.removal("copy.jpg")])
    with pytest.raises(KnownError, match="cannot be read"):
        house.actor.undo()
    assert house.tree() == before


def test_a_folder_in_the_place_of_the_first_copy_leaves_the_journal_readable(
    tidied: House,
) -> None:
    first, _ = _copies(tidied)
    first.unlink()
    first.mkdir()
    tidied.restart()
    assert len(tidied.journal.entries()) == 3
    with pytest.raises(KnownError, match="cannot be written"):
        tidied.actor.undo()


def test_a_second_copy_that_cannot_be_written_stops_nothing(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    with house.journal.writing():
        pass
    _, second = _copies(house)
    second.unlink()
    second.mkdir()
    assert codes(house.actor.remove([house.removal("copy.jpg")])) == [OutcomeCode.DONE]
    assert codes(house.actor.undo()) == [OutcomeCode.DONE]
    assert "journal-copy.jsonl cannot be written" in caplog.text


def test_a_journal_of_0_1_0_is_continued_with_sums_and_a_second_copy(tidied: House) -> None:
    first, second = _copies(tidied)
    second.unlink()
    old = as_0_1_0_wrote(first.read_bytes())
    torn = b'{"v": 1, "line": "done", "ent\n'  # a crash under 0.1.0, long settled
    first.write_bytes(old + torn)
    tidied.restart()
    third = tidied.add("third.jpg", b"3")
    assert codes(tidied.actor.remove([tidied.removal("third.jpg")])) == [OutcomeCode.DONE]
    assert first.read_bytes() == second.read_bytes()
    lines = first.read_bytes().splitlines()
    assert [number_of(line) for line in lines] == list(range(len(lines)))
    assert [json.loads(line)["v"] for line in lines] == [2] + [1] * 7 + [2] * 2
    tidied.restart()
    assert [entry.is_checked for entry in tidied.journal.entries()] == [False] * 3 + [True]
    assert undo_all(tidied) == [OutcomeCode.DONE] * 3
    third.unlink()
    assert tidied.tree() == tidied.start  # type: ignore[attr-defined]


@pytest.mark.parametrize("operation", [Operation.TRASH, Operation.MOVE, Operation.QUARANTINE])
def test_a_name_that_only_an_unchecked_line_tells_is_not_restored(
    house: House, operation: Operation
) -> None:
    """One flipped bit of a journal of 0.1.0 brought a photo back under a wrong name."""
    if operation is Operation.QUARANTINE:
        house.trash.mode = "none"
    folder = house.top / "sorted" if operation is Operation.MOVE else None
    do = Operation.TRASH if operation is Operation.QUARANTINE else operation
    house.actor.remove([house.removal("copy.jpg")], operation=do, folder=folder)
    first, second = _copies(house)
    second.unlink()
    old = as_0_1_0_wrote(first.read_bytes())
    for wrong in (b"photos/copx.jpg", b"photo3/copy.jpg"):
        first.write_bytes(old.replace(b"photos/copy.jpg", wrong))
        second.unlink(missing_ok=True)
        house.restart()
        assert codes(house.actor.undo()) == [OutcomeCode.ORIGIN_UNSURE]
        assert list(house.tree()) == ["keep.jpg"]
    first.write_bytes(old)
    second.unlink()
    house.restart()
    assert codes(house.actor.undo()) == [OutcomeCode.DONE]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("path", "p/1.jpg"),
        ("path", "/p/\0.jpg"),
        ("path", 7),
        ("size_bytes", "1"),
        ("mtime_ns", 1 << 70),
        ("content_hash", "xyz"),
    ],
)
def test_a_line_that_makes_no_sense_is_lost_not_believed(
    house: House, field: str, value: object
) -> None:
    house.actor.remove([house.removal("copy.jpg")])
    first, second = _copies(house)
    second.unlink()
    lines = [json.loads(line) for line in as_0_1_0_wrote(first.read_bytes()).splitlines()]
    lines[0]["victim"][field] = value
    first.write_text("".join(json.dumps(line) + "\n" for line in lines))
    journal = Journal(first)
    assert journal.entries() == []
    assert journal.lost() == {1, 2}


def test_a_name_of_an_entry_that_could_leave_its_folder_is_refused(house: House) -> None:
    house.actor.remove([house.removal("copy.jpg")])
    first, second = _copies(house)
    second.unlink()
    old = as_0_1_0_wrote(first.read_bytes())
    entry = house.journal.entries()[0].entry_id.encode()
    first.write_bytes(old.replace(entry, b"../../" + entry))
    assert Journal(first).entries() == []


def test_only_what_was_cut_off_counts_as_torn() -> None:
    assert is_torn(b'{"v": 1, "line": "do')
    assert not is_torn(b'{"v": 1, "line": "done"}')
    assert not is_torn(b"\xff\xfe")


def test_a_number_somebody_made_up_costs_no_memory(house: House) -> None:
    with house.journal.writing():
        pass
    with house.journal.path.open("ab") as file:
        file.write(seal(10**17, {"line": "undone", "entry": "b-1"}))
    house.restart()
    assert len(house.journal.lost()) <= 100_001
