"""The journal survives torn lines, full disks and other programs."""

import errno
import json
import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from imgsim_desktop.acting.bins import Resting
from imgsim_desktop.acting.copies import Copies
from imgsim_desktop.acting.journal import (
    VERSION,
    Journal,
    JournalEntry,
    Operation,
    State,
    new_batch_id,
)
from imgsim_desktop.acting.lines import HEAD, seal
from imgsim_desktop.errors import KnownError
from imgsim_desktop.records import FileStamp, OutcomeCode
from tests.acting.fakes import House, codes


def entry(number: int, batch: str = "b") -> JournalEntry:
    stamp = FileStamp(Path(f"/p/{number}.jpg"), 1, 2, b"\x03")
    return JournalEntry(
        f"{batch}-{number}", batch, f"{batch}-{number}", 9, Operation.TRASH, stamp, 4, stamp, None
    )


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "journal.jsonl")


def copies_of(path: Path) -> tuple[Path, Path]:
    copies = Copies(path)
    return copies.first, copies.second


@contextmanager
def disk_full_after(bytes_more: int, path: Path) -> Iterator[None]:
    """The system itself refuses to let any file grow beyond this size."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + bytes_more, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)


def test_an_operation_is_told_by_all_its_lines(journal: Journal) -> None:
    with journal.writing():
        journal.intend([entry(1), entry(2)])
        assert [e.state for e in journal.unfinished()] == [State.INTENDED] * 2
        journal.done("b-1", Resting(Path("/t/1"), Path("/t/1.info")))
        journal.failed("b-2", "no-trash", "why")
        journal.undoing(["b-1"])
        journal.stayed("b-1", "failed", "no room")
        assert journal.entries()[0].can_undo
        journal.undoing(["b-1"])
        journal.undone("b-1")
    first, second = Journal(journal.path).entries()
    assert first.state is State.UNDONE
    assert first.resting == Resting(Path("/t/1"), Path("/t/1.info"))
    assert (second.state, second.code, second.detail) == (State.FAILED, "no-trash", "why")
    assert first.keeper == entry(1).keeper


def test_commits_are_batches_in_their_order(journal: Journal) -> None:
    with journal.writing():
        journal.intend([entry(1, "a"), entry(1, "b"), entry(2, "a")])
        journal.done("b-1", None)
    batches = journal.batches()
    assert [(b.batch_id, len(b.entries), b.can_undo) for b in batches] == [
        ("a", 2, False),
        ("b", 1, True),
    ]


def test_another_reader_sees_new_lines_without_reading_all_again(journal: Journal) -> None:
    reader = Journal(journal.path)
    assert reader.entries() == []
    with journal.writing():
        journal.intend([entry(1)])
        assert len(reader.entries()) == 1
        journal.intend([entry(2)])
        assert len(reader.entries()) == 2
    for copy in copies_of(journal.path):
        copy.unlink()
    assert reader.entries() == []


@pytest.mark.parametrize("cut", [1, 20, 150])
def test_a_torn_line_is_passed_by_and_swallows_nothing(journal: Journal, cut: int) -> None:
    with journal.writing():
        journal.intend([entry(1), entry(2)])
    for copy in copies_of(journal.path):
        copy.write_bytes(copy.read_bytes()[:-cut])
    again = Journal(journal.path)
    assert len(again.entries()) == (2 if cut == 1 else 1)
    with again.writing():
        again.intend([entry(3)])
    assert [e.entry_id for e in again.entries()][-1] == "b-3"
    assert not again.lost()


def test_nonsense_is_counted_and_passed_by(journal: Journal) -> None:
    journal.path.write_bytes(
        b'\xff\xfe\n[]\n{"v": 1, "line": "done", "entry": "never announced", "moved_to": null}\n'
        b'{"v": 1, "line": "intent"}\n'
    )
    assert journal.entries() == []
    assert len(journal.lost()) == 4


@pytest.mark.parametrize("is_sealed", [True, False])
def test_a_journal_from_a_newer_program_is_left_alone(journal: Journal, *, is_sealed: bool) -> None:
    text = json.dumps({"v": VERSION + 1, "line": "something new"}).encode() + b"\n"
    if is_sealed:
        with journal.writing():
            journal.intend([entry(1)])
        lines = journal.path.read_bytes().splitlines(keepends=True)
        text = b"".join([seal(HEAD, {"v": VERSION + 1, "line": "head"}), *lines[1:]])
    journal.path.write_bytes(text)
    with pytest.raises(KnownError, match="newer"):
        journal.entries()
    with pytest.raises(KnownError, match="newer"), journal.writing():
        pass
    assert journal.path.read_bytes() == text


@pytest.mark.parametrize("room", [0, 1, 100])
def test_a_full_disk_takes_no_half_line(journal: Journal, room: int) -> None:
    with journal.writing():
        journal.intend([entry(1)])
        before = journal.path.read_bytes()
        Copies(journal.path).reserve.unlink()
        with disk_full_after(room, journal.path), pytest.raises(OSError, match=r".") as caught:
            journal.intend([entry(2)])
        assert caught.value.errno in (errno.EFBIG, errno.ENOSPC)
        assert journal.path.read_bytes() == before
        journal.intend([entry(3)])
    assert [e.entry_id for e in journal.entries()] == ["b-1", "b-3"]


def test_a_disk_that_fills_up_before_the_line_leaves_the_file(house: House) -> None:
    house.add("second.jpg", b"2")
    before = house.tree()
    removals = [house.removal("copy.jpg"), house.removal("second.jpg")]
    with house.journal.writing():
        pass
    with disk_full_after(100, house.journal.path):
        outcomes = house.actor.remove(removals)
    assert codes(outcomes) == [OutcomeCode.FAILED] * 2
    assert house.tree() == before
    assert codes(house.actor.remove(removals)) == [OutcomeCode.DONE] * 2


def fill_up_at(journal: Journal, monkeypatch: pytest.MonkeyPatch, method: str) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(journal, method, full)


def test_a_disk_that_fills_up_after_the_move_loses_no_undo(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = house.tree()
    fill_up_at(house.journal, monkeypatch, "done")
    outcome = house.actor.remove([house.removal("copy.jpg")])[0]
    assert (outcome.code, "No space" in outcome.detail) == (OutcomeCode.DONE, True)
    house.restart()
    assert codes(house.actor.recover()) == [OutcomeCode.DONE]
    assert house.actor.recover() == []
    assert codes(house.actor.undo()) == [OutcomeCode.DONE]
    assert house.tree() == before


def test_a_disk_that_fills_up_after_an_undo_brings_the_file_back_all_the_same(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = house.tree()
    house.actor.remove([house.removal("copy.jpg")])
    fill_up_at(house.journal, monkeypatch, "undone")
    outcome = house.actor.undo()[0]
    assert (outcome.code, "No space" in outcome.detail) == (OutcomeCode.DONE, True)
    assert house.tree() == before
    house.restart()
    assert codes(house.actor.recover()) == [OutcomeCode.STOPPED]
    assert house.journal.entries()[0].state is State.UNDONE


def test_a_disk_that_is_full_before_an_undo_moves_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.actor.remove([house.removal("copy.jpg")])
    fill_up_at(house.journal, monkeypatch, "undoing")
    assert codes(house.actor.undo()) == [OutcomeCode.FAILED]
    assert list(house.tree()) == ["keep.jpg"]


def test_batches_of_one_second_have_different_names() -> None:
    assert new_batch_id(10**18) != new_batch_id(10**18)
    assert new_batch_id(10**18).startswith("20010909T014640-")
