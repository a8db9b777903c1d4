"""A disk that moves a file and then cannot say where it is."""

from __future__ import annotations

import errno
import os
import sys

import pytest

from imgsim_desktop.acting import claims
from imgsim_desktop.acting.folders import Folder
from imgsim_desktop.acting.journal import Operation
from imgsim_desktop.acting.xdg_trash import XdgTrash
from imgsim_desktop.records import OutcomeCode
from tests.acting.fakes import House, codes, private_names

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the trash of Linux desktops")


class UnsureDisk:
    """Does not tell of files below one folder, nor moves them, so often each."""

    def __init__(self, patch: pytest.MonkeyPatch, folder: str, lstats: int, renames: int) -> None:
        self.lstats, self.renames = lstats, renames
        real_lstat, real_rename = Folder.lstat, claims.rename_new

        def lstat(at: Folder, name: str) -> os.stat_result:
            found = real_lstat(at, name)
            if at.path.name == folder and self.lstats > 0:
                self.lstats -= 1
                raise OSError(errno.EIO, "Input/output error")
            return found

        def rename_new(source: Folder, name: str, goal: Folder, new: str) -> None:
            if source.path.name == folder and self.renames > 0:
                self.renames -= 1
                raise OSError(errno.EIO, "Input/output error")
            real_rename(source, name, goal, new)

        patch.setattr(Folder, "lstat", lstat)
        patch.setattr(claims, "rename_new", rename_new)


@pytest.fixture
def house_with_trash(house: House) -> House:
    house.add("same.jpg", b"the large one")
    house.trash = XdgTrash(house.top / "Trash", os.getuid())  # type: ignore[assignment]
    house.restart()
    return house


@pytest.mark.parametrize("operation", [Operation.TRASH, Operation.HARD_LINK])
@pytest.mark.parametrize("lstats", [1, 2, 3, 1000])
@pytest.mark.parametrize("renames", [0, 1, 1000])
def test_what_arrived_in_the_trash_unseen_is_put_back_or_found_again(
    house_with_trash: House,
    monkeypatch: pytest.MonkeyPatch,
    operation: Operation,
    lstats: int,
    renames: int,
) -> None:
    house = house_with_trash
    before = house.tree()
    removal = house.removal("same.jpg")
    with monkeypatch.context() as patch:
        disk = UnsureDisk(patch, "files", lstats, renames)
        outcomes = house.actor.remove([removal], operation=operation)
        assert disk.lstats < lstats
    house.restart()
    house.actor.recover()
    notes = {path.stem for path in house.top.glob("Trash/info/*.trashinfo")}
    assert notes == {path.name for path in house.top.glob("Trash/files/*")}, codes(outcomes)
    house.actor.undo()
    assert house.tree() == before, codes(outcomes)
    assert not private_names(house.top)
    assert house.actor.undo() == []


def test_a_file_that_comes_back_from_the_trash_at_once_keeps_its_note_nowhere(
    house_with_trash: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = house_with_trash
    house.quarantine_root = None
    before = house.tree()
    removal = house.removal("same.jpg")
    with monkeypatch.context() as patch:
        UnsureDisk(patch, "files", 1, 0)
        assert codes(house.actor.remove([removal])) == [OutcomeCode.NO_TRASH]
    assert house.tree() == before
    assert not list(house.top.glob("Trash/info/*"))
