"""What must be on the disk before the next step is taken: a power cut may come between any two."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from imgsim_desktop.acting import mover
from imgsim_desktop.acting.folders import Folder
from imgsim_desktop.acting.journal import Journal, Operation, State
from imgsim_desktop.records import Description, OutcomeCode
from tests.acting.fakes import House, codes


class Disk:
    """What was synced, by inode: a file counts as it was then, not as it is now."""

    def __init__(self) -> None:
        self._synced: dict[int, bytes] = {}

    def sync(self, handle: int) -> None:
        found = os.fstat(handle)
        path = f"/proc/self/fd/{handle}"
        self._synced[found.st_ino] = b"" if os.path.isdir(path) else Path(path).read_bytes()  # noqa: PTH112

    def has(self, path: Path) -> bool:
        """All that stands in a file now, or a folder since its last change that matters."""
        content = b"" if path.is_dir() else path.read_bytes()
        return self._synced.get(path.stat().st_ino) == content

    def forget(self, path: Path) -> None:
        self._synced.pop(path.stat().st_ino, None)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch, synced: list[int]) -> Disk:
    if not Path("/proc/self/fd").is_dir():
        pytest.skip("NOT TESTED here: it needs /proc")
    made = Disk()
    monkeypatch.setattr(os, "fsync", made.sync)
    return made


def state_of_last(house: House) -> State:
    return Journal(house.journal.path).entries()[-1].state


def test_each_commit_is_announced_on_the_disk_before_its_file_is_touched(
    house: House, disk: Disk
) -> None:
    house.add("second.jpg", b"another small one")
    seen: list[tuple[bool, State]] = []
    house.trash.before = lambda: seen.append((disk.has(house.journal.path), state_of_last(house)))
    house.actor.remove([house.removal("copy.jpg")])
    house.actor.remove([house.removal("second.jpg")])  # no new journal, whose making is synced, too
    assert seen == [(True, State.INTENDED)] * 2


def test_an_undo_is_announced_on_the_disk_before_the_file_is_touched(
    house: House, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.actor.remove([house.removal("copy.jpg")])
    seen: list[tuple[bool, State]] = []
    plain = mover.claimed

    @contextlib.contextmanager
    def claimed(*words: Any) -> Iterator[Any]:
        seen.append((disk.has(house.journal.path), state_of_last(house)))
        with plain(*words) as claim:
            yield claim

    monkeypatch.setattr(mover, "claimed", claimed)
    assert codes(house.actor.undo()) == [OutcomeCode.DONE]
    assert seen == [(True, State.UNDOING)]


def test_a_copy_on_another_disk_is_there_for_good_before_the_file_goes(
    house: House, disk: Disk, other_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = other_disk / "out"
    target.mkdir()
    seen: list[tuple[bool, bool]] = []
    unlink = Folder.unlink

    def look(folder: Folder, name: str) -> None:
        if folder.path == house.photos:
            seen.append((disk.has(target / "copy.jpg"), disk.has(target)))
        unlink(folder, name)

    rename_new = mover.rename_new

    def renamed(source: Folder, name: str, goal: Folder, new: str) -> None:
        rename_new(source, name, goal, new)
        disk.forget(goal.path)  # its new name is not on the disk yet

    monkeypatch.setattr("imgsim_desktop.acting.claims.rename_new", renamed)
    monkeypatch.setattr(Folder, "unlink", look)
    removal = house.removal("copy.jpg")
    done = house.actor.remove([removal], operation=Operation.MOVE, folder=target)
    assert codes(done) == [OutcomeCode.DONE]
    assert seen == [(True, True)]


def test_words_of_a_copy_are_beside_the_kept_photo_for_good_before_the_copy_goes(
    house: House, disk: Disk
) -> None:
    seen: list[bool] = []

    def look() -> None:
        (found,) = house.photos.glob("keep*.xmp")
        seen.append(disk.has(found))

    house.trash.before = look
    removal = house.removal("copy.jpg", carried=Description(keywords=("holiday",)))
    assert codes(house.actor.remove([removal])) == [OutcomeCode.DONE]
    assert seen == [True]
