"""A file gets another name in one step, and never over another file; whatever the system knows."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

import imgsim_desktop.acting.folders as folders
import imgsim_desktop.acting.renaming as renaming
from imgsim_desktop.acting.folders import Folder
from imgsim_desktop.acting.renaming import rename_new, rename_to_private

WAYS = ("renameat2", "links", "neither", "no descriptors")


@pytest.fixture(params=WAYS)
def folder(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Folder]:
    """A folder with `a.jpg`, on a system that knows more or less."""

    def no_links(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    match request.param:
        case "renameat2":
            if renaming._system_call() is None:
                pytest.skip("this system has no rename that never replaces")
        case "links":
            monkeypatch.setattr(renaming, "_system_call", lambda: None)
        case "neither":  # FAT, with a kernel of long ago
            monkeypatch.setattr(renaming, "_system_call", lambda: None)
            monkeypatch.setattr(os, "link", no_links)
        case "no descriptors":
            monkeypatch.setattr(folders, "HAS_DESCRIPTORS", False)
    (tmp_path / "a.jpg").write_bytes(b"photo")
    with Folder.open(tmp_path) as folder:
        yield folder


def names(folder: Folder) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.path.iterdir())}


def test_a_file_and_its_new_name_are_one(folder: Folder) -> None:
    before = folder.lstat("a.jpg")
    rename_new(folder, "a.jpg", folder, "b.jpg")
    after = folder.lstat("b.jpg")
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert names(folder) == {"b.jpg": b"photo"}


def test_a_name_that_is_taken_stays_its_files(folder: Folder) -> None:
    (folder.path / "b.jpg").write_bytes(b"other")
    with pytest.raises(FileExistsError):
        rename_new(folder, "a.jpg", folder, "b.jpg")
    with pytest.raises(FileExistsError):
        rename_to_private(folder, "a.jpg", "b.jpg")
    assert names(folder) == {"a.jpg": b"photo", "b.jpg": b"other"}


def test_a_link_is_renamed_itself(folder: Folder) -> None:
    (folder.path / "way").symlink_to("a.jpg")
    rename_to_private(folder, "way", "way 2")
    assert (folder.path / "way 2").is_symlink()


def test_a_file_that_is_not_there_is_told(folder: Folder) -> None:
    with pytest.raises(FileNotFoundError):
        rename_new(folder, "b.jpg", folder, "c.jpg")
    with pytest.raises(FileNotFoundError):
        rename_to_private(folder, "b.jpg", "c.jpg")


def test_another_volume_is_told_and_nothing_is_copied(folder: Folder, other_disk: Path) -> None:
    with Folder.open(other_disk) as other, pytest.raises(OSError) as caught:
        rename_new(folder, "a.jpg", other, "a.jpg")
    assert caught.value.errno == errno.EXDEV
    assert names(folder) == {"a.jpg": b"photo"}
    assert not list(other_disk.iterdir())


def test_a_private_name_is_given_in_one_step_where_only_links_are_known(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between a link and an unlink another program's save would lose its new file."""
    monkeypatch.setattr(os, "link", lambda *_, **__: pytest.fail("linked"))
    monkeypatch.setattr(renaming, "_system_call", lambda: None)
    rename_to_private(folder, "a.jpg", "private")
    assert names(folder) == {"private": b"photo"}


def test_a_file_system_that_does_not_know_the_flag_is_asked_in_the_old_way(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def knows_no_flag(*_: object) -> int:
        renaming.ctypes.set_errno(errno.EINVAL)  # as NFS answers
        return -1

    monkeypatch.setattr(renaming, "_system_call", lambda: knows_no_flag)
    rename_new(folder, "a.jpg", folder, "b.jpg")
    assert names(folder) == {"b.jpg": b"photo"}


def test_a_file_that_cannot_be_unlinked_keeps_its_one_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.jpg").write_bytes(b"photo")
    real = os.unlink

    def unlink(path: str, **kwargs: int) -> None:
        if path == "a.jpg":
            raise PermissionError(errno.EPERM, "immutable")
        real(path, **kwargs)

    monkeypatch.setattr(renaming, "_system_call", lambda: None)
    monkeypatch.setattr(os, "unlink", unlink)
    with Folder.open(tmp_path) as folder:
        with pytest.raises(PermissionError):
            rename_new(folder, "a.jpg", folder, "b.jpg")
        assert names(folder) == {"a.jpg": b"photo"}


def test_a_system_without_such_a_call_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renaming.sys, "platform", "freebsd14")
    assert renaming._system_call.__wrapped__() is None
    monkeypatch.setattr(renaming.sys, "platform", "darwin")  # the C library here has not got it
    assert renaming._system_call.__wrapped__() is None
