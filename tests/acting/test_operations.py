"""undo(do(x)) == x, and no move can overwrite."""

import errno
import os
import shutil
from pathlib import Path

import pytest

import imgsim_desktop.acting.operations as operations
from imgsim_desktop.acting.operations import (
    free_names,
    is_same_file,
    move_new,
    move_verified,
    put_clone,
    put_link,
)
from tests.acting.fakes import hash_file


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "a.jpg"
    path.write_bytes(b"photo")
    os.utime(path, ns=(5, 10**18 + 1))
    return path


def no_links(number: int) -> object:
    def link(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    return link


@pytest.mark.parametrize("links", [True, False])
def test_a_move_and_its_inverse_leave_the_file_as_it_was(
    photo: Path, monkeypatch: pytest.MonkeyPatch, *, links: bool
) -> None:
    if not links:  # FAT
        monkeypatch.setattr(operations.os, "link", no_links(errno.EPERM))
    before = photo.stat()
    target = photo.with_name("b.jpg")
    move_new(photo, target)
    assert not photo.exists()
    move_new(target, photo)
    after = photo.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert not target.exists()


@pytest.mark.parametrize("links", [True, False])
def test_a_move_never_overwrites(
    photo: Path, monkeypatch: pytest.MonkeyPatch, *, links: bool
) -> None:
    if not links:
        monkeypatch.setattr(operations.os, "link", no_links(errno.EOPNOTSUPP))
    target = photo.with_name("b.jpg")
    target.write_bytes(b"other")
    with pytest.raises(FileExistsError):
        move_new(photo, target)
    assert (photo.read_bytes(), target.read_bytes()) == (b"photo", b"other")


def test_a_file_that_cannot_be_unlinked_keeps_its_one_name(
    photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.unlink

    def unlink(path: Path, *, missing_ok: bool = False) -> None:
        if path == photo:
            raise PermissionError(errno.EPERM, "immutable")
        real(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", unlink)
    with pytest.raises(PermissionError):
        move_new(photo, photo.with_name("b.jpg"))
    assert [path.name for path in photo.parent.iterdir()] == ["a.jpg"]


def across_volumes(monkeypatch: pytest.MonkeyPatch, photo: Path) -> None:
    """Links from the photo's own name fail as between volumes; others work."""
    real = os.link

    def link(source: Path, target: Path, **kwargs: bool) -> None:
        if Path(source).name == photo.name:
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        real(source, target, **kwargs)

    monkeypatch.setattr(operations.os, "link", link)


def test_across_volumes_the_copy_is_compared_before_the_file_goes(
    photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    across_volumes(monkeypatch, photo)
    target = photo.with_name("b.jpg")
    move_verified(photo, target, hash_file(photo), hash_file)
    assert (target.read_bytes(), target.stat().st_mtime_ns) == (b"photo", 10**18 + 1)
    assert [path.name for path in photo.parent.iterdir()] == ["b.jpg"]


@pytest.mark.parametrize("trouble", ["other bytes", "disk full", "name taken"])
def test_a_copy_that_fails_leaves_the_file_and_no_part(
    photo: Path, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    across_volumes(monkeypatch, photo)
    content_hash = hash_file(photo)
    target = photo.with_name("b.jpg")
    names = ["a.jpg"]
    match trouble:
        case "other bytes":
            content_hash = b"?"
        case "disk full":
            monkeypatch.setattr(shutil, "copyfileobj", no_links(errno.ENOSPC))
        case "name taken":
            target.write_bytes(b"other")
            names = ["a.jpg", "b.jpg"]
    with pytest.raises(OSError, match=r"."):
        move_verified(photo, target, content_hash, hash_file)
    assert sorted(path.name for path in photo.parent.iterdir()) == names
    assert photo.read_bytes() == b"photo"


def test_other_trouble_than_another_volume_is_not_answered_by_copying(
    photo: Path, tmp_path: Path
) -> None:
    with pytest.raises(FileNotFoundError):
        move_verified(photo, tmp_path / "no" / "folder.jpg", hash_file(photo), hash_file)


def test_names_of_a_photo_and_its_sidecars_stay_together(tmp_path: Path) -> None:
    names = [Path("IMG_1.jpg"), Path("IMG_1.jpg.xmp"), Path("IMG_1.aae")]
    assert list(free_names(tmp_path, names[0], names[1:]).values()) == [
        tmp_path / "IMG_1.jpg", tmp_path / "IMG_1.jpg.xmp", tmp_path / "IMG_1.aae",
    ]  # fmt: skip
    (tmp_path / "IMG_1.aae").write_bytes(b"")
    (tmp_path / "IMG_1 2.jpg").write_bytes(b"")
    assert [p.name for p in free_names(tmp_path, names[0], names[1:]).values()] == [
        "IMG_1 3.jpg", "IMG_1 3.jpg.xmp", "IMG_1 3.aae",
    ]  # fmt: skip


def test_names_that_bear_no_number_go_into_a_folder_of_their_own(tmp_path: Path) -> None:
    names = [Path("IMG_1(2).jpg"), Path("IMG_1.jpg(2).json")]
    (tmp_path / "IMG_1(2).jpg").write_bytes(b"")
    assert list(free_names(tmp_path, names[0], names[1:]).values()) == [
        tmp_path / "2" / "IMG_1(2).jpg", tmp_path / "2" / "IMG_1.jpg(2).json",
    ]  # fmt: skip


def test_a_link_is_the_keepers_file(photo: Path) -> None:
    link = photo.with_name("b.jpg")
    put_link(photo, link)
    assert is_same_file(photo, link)
    assert not is_same_file(photo, photo.with_name("c.jpg"))


def test_a_clone_has_the_keepers_bytes_and_time(
    photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fcntl

    clone = photo.with_name("b.jpg")

    def ioctl(write: int, request: int, read: int) -> None:
        assert request == 0x40049409
        os.write(write, os.read(read, 100))

    monkeypatch.setattr(fcntl, "ioctl", ioctl)
    put_clone(photo, clone)
    assert not is_same_file(photo, clone)
    assert (clone.read_bytes(), clone.stat().st_mtime_ns) == (b"photo", 10**18 + 1)


def test_where_nothing_can_be_cloned_nothing_is_made(
    photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fcntl

    monkeypatch.setattr(fcntl, "ioctl", no_links(errno.EOPNOTSUPP))
    with pytest.raises(OSError, match="not supported"):
        put_clone(photo, photo.with_name("b.jpg"))
    monkeypatch.setattr(operations.sys, "platform", "win32")
    with pytest.raises(OSError, match="Linux only"):
        put_clone(photo, photo.with_name("b.jpg"))
    assert [path.name for path in photo.parent.iterdir()] == ["a.jpg"]
