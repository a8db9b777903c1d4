"""What the walk makes of listings as Windows and macOS give them, simulated here."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from imgsim_desktop.listing import walk as walking
from imgsim_desktop.listing.changes import Gone, sort_changes
from imgsim_desktop.records import Failure, FoundFile, KnownFile, Reason
from tests.listing.test_walk import meet, put, refuse

Change = Callable[[str, dict[str, int]], None]
"""Given an entry's name and what its stat says, makes it say something else."""


class Entry:
    """An entry of a folder's listing, with another stat."""

    def __init__(self, entry: os.DirEntry[str], change: Change) -> None:
        self._entry, self._change = entry, change
        self.name, self.path = entry.name, entry.path

    def is_symlink(self) -> bool:
        return self._entry.is_symlink()

    def is_dir(self, *, follow_symlinks: bool = True) -> bool:
        return self._entry.is_dir(follow_symlinks=follow_symlinks)

    def is_file(self, *, follow_symlinks: bool = True) -> bool:
        return self._entry.is_file(follow_symlinks=follow_symlinks)

    def stat(self, *, follow_symlinks: bool = True) -> Any:
        real = self._entry.stat(follow_symlinks=follow_symlinks)
        said = {name: getattr(real, name) for name in dir(real) if name.startswith("st_")}
        self._change(self.name, said)
        return SimpleNamespace(**said)


@pytest.fixture
def listings(monkeypatch: pytest.MonkeyPatch) -> Callable[[Change], None]:
    """Every folder's listing goes through what is handed to this."""
    real = os.scandir

    def put_in(change: Change) -> None:
        @contextmanager
        def scandir(path: str) -> Iterator[Iterator[Entry]]:
            with real(path) as entries:
                yield (Entry(entry, change) for entry in entries)

        monkeypatch.setattr(os, "scandir", scandir)

    return put_in


def without_numbers(name: str, said: dict[str, int]) -> None:
    """As Windows lists files."""
    said.update(st_dev=0, st_ino=0, st_nlink=0)


def test_hard_links_are_one_photo_though_the_listing_does_not_say_so(
    tmp_path: Path, listings: Callable[[Change], None]
) -> None:
    os.link(put(tmp_path / "a.jpg"), tmp_path / "b.jpg")
    put(tmp_path / "c.jpg")
    listings(without_numbers)
    read = [change.file.path.name for change in sort_changes(meet(tmp_path), {})]  # type: ignore[union-attr]
    assert read == ["a.jpg", "c.jpg"]


def test_a_copy_that_became_a_hard_link_is_gone_at_the_next_scan(
    tmp_path: Path, listings: Callable[[Change], None]
) -> None:
    kept, copy = put(tmp_path / "a.jpg"), put(tmp_path / "b.jpg")
    os.utime(copy, ns=(1, kept.stat().st_mtime_ns))
    known = {
        path: KnownFile(number, 1, 1, s.st_mtime_ns, s.st_dev, s.st_ino)
        for number, path in enumerate([kept, copy])
        for s in [path.stat()]
    }
    copy.unlink()
    os.link(kept, copy)
    listings(without_numbers)
    assert Gone(1) in list(sort_changes(meet(tmp_path), known))


def test_a_folder_below_keeps_the_disk_of_the_one_above(
    tmp_path: Path, listings: Callable[[Change], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    # else one silent disk would silence all
    put(tmp_path / "below/a.jpg")
    listings(without_numbers)
    devices: list[int] = []
    real = walking._Folder

    def folder(path: str, device: int) -> Any:
        devices.append(device)
        return real(path, device)

    monkeypatch.setattr(walking, "_Folder", folder)
    assert len(meet(tmp_path)) == 1
    assert devices == [tmp_path.stat().st_dev] * 2


def test_a_junction_is_not_followed(tmp_path: Path, listings: Callable[[Change], None]) -> None:
    put(tmp_path / "folder/a.jpg")
    put(tmp_path / "junction/b.jpg")

    def change(name: str, said: dict[str, int]) -> None:
        without_numbers(name, said)
        said["st_reparse_tag"] = 0xA0000003 if name == "junction" else 0

    listings(change)
    assert [found.path.name for found in meet(tmp_path)] == ["a.jpg"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "mark",
    [
        {"st_file_attributes": 0x0040_0000},  # FILE_ATTRIBUTE_RECALL_ON_DATA_ACCESS: OneDrive
        {"st_file_attributes": stat.FILE_ATTRIBUTE_OFFLINE},
        {"st_flags": 0x4000_0000},  # SF_DATALESS: iCloud Drive
    ],
)
def test_a_photo_that_is_only_in_the_cloud_is_told_and_not_listed(
    tmp_path: Path, listings: Callable[[Change], None], mark: dict[str, int]
) -> None:
    put(tmp_path / "here.jpg")
    put(tmp_path / "there.jpg")
    listings(lambda name, said: said.update(mark if name == "there.jpg" else {}))
    here, there = meet(tmp_path)
    assert isinstance(here, FoundFile)
    assert isinstance(there, Failure)
    assert (there.file.path.name, there.reason) == ("there.jpg", Reason.IN_CLOUD)
    assert there.file.size_bytes == 1


def test_resource_forks_are_no_photos_where_hidden_files_are_wanted(tmp_path: Path) -> None:
    put(tmp_path / "._a.jpg")
    put(tmp_path / ".b.jpg")
    found = meet(tmp_path, follow_hidden=True)
    assert [item.path.name for item in found] == [".b.jpg"]  # type: ignore[union-attr]


def test_a_folder_that_macos_guards_names_the_setting_to_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "Pictures/a.jpg")
    monkeypatch.setattr(sys, "platform", "darwin")
    refuse(
        monkeypatch, tmp_path / "Pictures", PermissionError(errno.EPERM, "Operation not permitted")
    )
    (failure,) = meet(tmp_path)
    assert isinstance(failure, Failure)
    assert failure.reason is Reason.NO_PERMISSION
    assert "Privacy & Security" in failure.detail
