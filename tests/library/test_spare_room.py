"""Room that is kept until the disk is full, and freed then."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from imgsim_desktop.errors import NoRoomToScan
from imgsim_desktop.library import spare_room
from imgsim_desktop.library.decisions import Decisions
from imgsim_desktop.library.libraries import LibraryList
from imgsim_desktop.library.paths import Home
from imgsim_desktop.library.spare_room import SPARE_BYTES, TIGHT_BYTES, SpareRoom
from imgsim_desktop.scan import scan
from tests.fakes import fake_network
from tests.pictures import save_photo


class Usage(NamedTuple):
    total: int
    used: int
    free: int


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    home.root.mkdir()
    return home


@pytest.fixture
def leave(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """So many bytes are free on every disk."""

    def leave(free: int) -> None:
        monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(0, 0, free))

    return leave


def test_room_is_kept_once_and_freed_when_the_disk_is_nearly_full(
    home: Home, leave: Callable[[int], None]
) -> None:
    room = SpareRoom(home)
    leave(1 << 30)
    room.keep()
    found = home.spare_room.stat()
    assert found.st_size == SPARE_BYTES
    assert found.st_mode & 0o077 == 0
    room.keep()
    assert home.spare_room.stat().st_ino == found.st_ino
    assert not room.give()
    assert home.spare_room.exists()
    leave(TIGHT_BYTES - 1)
    assert room.give()
    assert not home.spare_room.exists()
    assert room.give()


def test_no_room_is_taken_from_a_disk_that_has_little(
    home: Home, leave: Callable[[int], None]
) -> None:
    leave(2 * TIGHT_BYTES - 1)
    SpareRoom(home).keep()
    assert not home.spare_room.exists()


def test_a_disk_that_refuses_the_room_is_no_trouble(
    home: Home, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EDQUOT, "Disk quota exceeded")

    monkeypatch.setattr(spare_room, "replace_file", refuse)
    SpareRoom(home).keep()
    assert "no room was kept" in caplog.text
    home.spare_room.mkdir()
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(0, 0, 0))
    assert SpareRoom(home).give()
    assert "stays taken" in caplog.text


def test_a_home_that_is_not_there_yet_is_not_full(tmp_path: Path) -> None:
    assert not SpareRoom(Home(tmp_path / "nowhere")).give()


def test_opening_the_decisions_frees_the_room(home: Home, leave: Callable[[int], None]) -> None:
    home.spare_room.write_bytes(b"x")
    leave(0)
    Decisions(home).close()
    assert not home.spare_room.exists()


def test_a_scan_keeps_the_room_and_a_full_disk_is_not_scanned_again(
    home: Home, tmp_path: Path, leave: Callable[[int], None]
) -> None:
    leave(1 << 30)
    save_photo(tmp_path / "photos" / "a.jpg", 1)
    library = LibraryList(home).open_for([tmp_path / "photos"])
    scan(library, home, fake_network())
    assert home.spare_room.exists()
    before = home.cache_db(library.key).read_bytes()
    save_photo(tmp_path / "photos" / "b.jpg", 2)
    leave(0)
    with pytest.raises(NoRoomToScan):
        scan(library, home, fake_network())
    assert not home.spare_room.exists()
    assert home.cache_db(library.key).read_bytes() == before


def test_a_library_that_is_new_is_scanned_as_far_as_there_is_room(
    home: Home, tmp_path: Path, leave: Callable[[int], None]
) -> None:
    leave(0)
    save_photo(tmp_path / "photos" / "a.jpg", 1)
    library = LibraryList(home).open_for([tmp_path / "photos"])
    assert scan(library, home, fake_network()).photos == 1
