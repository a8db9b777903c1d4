"""A copy replaced by a hard link or a clone: only where the bytes are equal, and back again."""

import ctypes
import errno
import os
from pathlib import Path
from types import SimpleNamespace

import pytest

import imgsim_desktop.acting.mover as mover
import imgsim_desktop.acting.operations as operations
from imgsim_desktop.acting.claims import Claim
from imgsim_desktop.acting.folders import Folder
from imgsim_desktop.acting.journal import Operation
from imgsim_desktop.records import OutcomeCode
from tests.acting.fakes import House, codes, copied


def test_a_hard_link_takes_the_place_of_an_equal_file_and_is_undone(house: House) -> None:
    house.add("equal.jpg", b"the large one", mtime_ns=5)
    before = house.tree()
    outcome = house.actor.remove([house.removal("equal.jpg")], operation=Operation.HARD_LINK)[0]
    assert outcome.code is OutcomeCode.DONE
    assert (house.photos / "equal.jpg").samefile(house.photos / "keep.jpg")
    assert codes(house.actor.undo()) == [OutcomeCode.DONE]
    assert not (house.photos / "equal.jpg").samefile(house.photos / "keep.jpg")
    assert house.tree() == before
    assert codes(house.actor.redo([outcome.entry_id])) == [OutcomeCode.DONE]


def test_only_equal_files_become_links(house: House) -> None:
    house.add("equal.jpg", b"the large one")
    house.add("equal.xmp", b"edits")
    removals = [house.removal("copy.jpg"), house.removal("equal.jpg", "keep.jpg", "equal.xmp")]
    outcomes = house.actor.remove(removals, operation=Operation.HARD_LINK)
    assert codes(outcomes) == [OutcomeCode.NOT_IDENTICAL, OutcomeCode.FAILED]
    assert (house.photos / "equal.xmp").exists()


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.EXDEV, OutcomeCode.OTHER_DISK),
        (errno.EOPNOTSUPP, OutcomeCode.CANNOT_LINK),
        (errno.EPERM, OutcomeCode.CANNOT_LINK),
        (errno.ENOSPC, OutcomeCode.DISK_FULL),
    ],
)
def test_where_no_link_can_be_made_the_file_never_moves(
    house: House, monkeypatch: pytest.MonkeyPatch, number: int, code: OutcomeCode
) -> None:
    def refuses(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    house.add("equal.jpg", b"the large one")
    house.trash.before = lambda: pytest.fail("it went to the trash")
    monkeypatch.setitem(mover.LINKS, Operation.HARD_LINK, refuses)
    before = house.tree()
    outcomes = house.actor.remove([house.removal("equal.jpg")], operation=Operation.HARD_LINK)
    assert codes(outcomes) == [code]
    assert house.tree() == before


def test_a_link_that_gets_no_name_after_the_trash_brings_the_file_back(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    house.add("equal.jpg", b"the large one", mtime_ns=5)
    monkeypatch.setattr(mover, "rename_new", refuses)
    before = house.tree()
    outcomes = house.actor.remove([house.removal("equal.jpg")], operation=Operation.HARD_LINK)
    assert codes(outcomes) == [OutcomeCode.DISK_FULL]
    assert house.tree() == before


def test_a_link_that_leads_to_other_bytes_takes_no_files_place(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def links_another(keeper: Path, folder: Folder, name: str) -> None:
        (folder.path / name).write_bytes(b"another one")

    house.add("equal.jpg", b"the large one")
    monkeypatch.setitem(mover.LINKS, Operation.HARD_LINK, links_another)
    before = house.tree()
    outcomes = house.actor.remove([house.removal("equal.jpg")], operation=Operation.HARD_LINK)
    assert codes(outcomes) == [OutcomeCode.KEEPER_CHANGED]
    assert house.tree() == before


def test_this_systems_reflink_works_or_says_that_it_cannot(house: House) -> None:
    house.add("equal.jpg", b"the large one")
    before = house.tree()
    outcomes = house.actor.remove([house.removal("equal.jpg")], operation=Operation.REFLINK)
    assert codes(outcomes)[0] in (OutcomeCode.DONE, OutcomeCode.CANNOT_LINK)
    assert set(house.tree()) == set(before)
    house.actor.undo()
    assert house.tree() == before


def test_a_clone_shares_blocks_or_changes_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.add("equal.jpg", b"the large one", mtime_ns=5)
    before = house.tree()
    removals = [house.removal("equal.jpg")]

    def no_clone(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setitem(mover.LINKS, Operation.REFLINK, no_clone)
    outcomes = house.actor.remove(removals, operation=Operation.REFLINK)
    assert codes(outcomes) == [OutcomeCode.CANNOT_LINK]
    assert house.tree() == before
    monkeypatch.setitem(mover.LINKS, Operation.REFLINK, copied)
    assert codes(house.actor.remove(removals, operation=Operation.REFLINK)) == [OutcomeCode.DONE]
    assert house.tree() != before  # the keeper's time, the keeper's bytes
    assert codes(house.actor.undo()) == [OutcomeCode.DONE]
    assert house.tree() == before


def test_a_clone_that_was_edited_is_the_persons_and_stays(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(mover.LINKS, Operation.REFLINK, copied)
    house.add("equal.jpg", b"the large one")
    house.actor.remove([house.removal("equal.jpg")], operation=Operation.REFLINK)
    house.add("equal.jpg", b"edited")
    assert codes(house.actor.undo()) == [OutcomeCode.OCCUPIED]
    assert (house.photos / "equal.jpg").read_bytes() == b"edited"


def test_a_link_comes_back_when_the_undo_of_it_fails(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.add("equal.jpg", b"the large one")
    house.actor.remove([house.removal("equal.jpg")], operation=Operation.HARD_LINK)

    def fails(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(Claim, "move_to", fails)
    assert codes(house.actor.undo()) == [OutcomeCode.FAILED]
    assert (house.photos / "equal.jpg").samefile(house.photos / "keep.jpg")


class Clonefileat:
    """The call of macOS: copies, or answers with an error number."""

    def __init__(self, error: int = 0) -> None:
        self._error = error

    def __call__(self, at: int, name: bytes, to: int, new: bytes, flags: ctypes.c_uint32) -> int:
        assert flags.value == 1  # a link in the keeper's place is not followed
        if self._error:
            ctypes.set_errno(self._error)
            return -1
        source = os.open(name, os.O_RDONLY, dir_fd=None if at == -1 else at)
        goal = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, dir_fd=None if to == -1 else to)
        with os.fdopen(source, "rb") as read, os.fdopen(goal, "wb") as write:
            write.write(read.read())
        return 0


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (0, OutcomeCode.DONE),
        (errno.ENOTSUP, OutcomeCode.CANNOT_LINK),
        (errno.EXDEV, OutcomeCode.OTHER_DISK),
    ],
)
def test_macs_clone_by_the_systems_call_or_change_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch, error: int, code: OutcomeCode
) -> None:
    house.add("equal.jpg", b"the large one")
    before = house.tree()
    library = SimpleNamespace(clonefileat=Clonefileat(error))
    monkeypatch.setitem(mover.LINKS, Operation.REFLINK, operations._clone_by_call)
    monkeypatch.setattr(operations.ctypes, "CDLL", lambda *_, **__: library)
    assert codes(house.actor.remove([house.removal("equal.jpg")], operation=Operation.REFLINK)) == [
        code
    ]
    assert set(house.tree()) == set(before)
    house.actor.undo()
    assert house.tree() == before
