"""A second name, or shared blocks, in the place of a file."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

import imgsim_desktop.acting.operations as operations
from imgsim_desktop.acting.folders import Folder
from imgsim_desktop.acting.operations import is_same_file, put_clone, put_link


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "a.jpg"
    path.write_bytes(b"photo")
    os.utime(path, ns=(5, 10**18 + 1))
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Folder]:
    with Folder.open(tmp_path) as folder:
        yield folder


def test_a_link_is_the_keepers_file(photo: Path, folder: Folder) -> None:
    link = photo.with_name("b.jpg")
    put_link(photo, folder, link.name)
    assert is_same_file(photo, link)
    assert not is_same_file(photo, photo.with_name("c.jpg"))


def test_a_clone_has_the_keepers_bytes_and_time(
    photo: Path, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fcntl

    clone = photo.with_name("b.jpg")

    def ioctl(write: int, request: int, read: int) -> None:
        assert request == 0x40049409
        os.write(write, os.read(read, 100))

    monkeypatch.setattr(fcntl, "ioctl", ioctl)
    put_clone(photo, folder, clone.name)
    assert not is_same_file(photo, clone)
    assert (clone.read_bytes(), clone.stat().st_mtime_ns) == (b"photo", 10**18 + 1)


def test_where_nothing_can_be_cloned_nothing_is_made(
    photo: Path, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fcntl

    def refuses(*_: object) -> None:
        raise OSError(errno.EOPNOTSUPP, os.strerror(errno.EOPNOTSUPP))

    monkeypatch.setattr(fcntl, "ioctl", refuses)
    with pytest.raises(OSError, match="not supported"):
        put_clone(photo, folder, "b.jpg")
    monkeypatch.setattr(operations.sys, "platform", "win32")
    with pytest.raises(OSError, match="Linux and macOS only"):
        put_clone(photo, folder, "b.jpg")
    assert [path.name for path in photo.parent.iterdir()] == ["a.jpg"]
