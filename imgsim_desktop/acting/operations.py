"""What takes the place of a file that went to the trash: a second name, or shared blocks."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from pathlib import Path

from imgsim_desktop.acting.claims import copy_facts
from imgsim_desktop.acting.folders import Folder, folder_of

PART_SUFFIX = ".imgsim-part"
"""What versions up to 0.1.0 called a file that was being made, or set aside, for a moment."""


def part_of(path: Path) -> Path:
    """The name that version 0.1.0 gave, beside a file, to what a crash may have left."""
    return path.with_name(path.name + PART_SUFFIX)


def put_link(keeper: Path, folder: Folder, name: str) -> None:
    """Make a name that must be free a second one of the keeper's file."""
    with folder_of(keeper) as source:
        folder.link(name, source, keeper.name)


def put_clone(keeper: Path, folder: Folder, name: str) -> None:
    """Make under a name that must be free a file of its own that shares the keeper's blocks.

    Raises OSError where the file system cannot (ext4, NTFS): only Btrfs, XFS, ZFS, APFS and such.
    """
    if sys.platform == "darwin":
        _clone_by_call(keeper, folder, name)
        return
    if sys.platform != "linux":
        raise OSError(errno.EOPNOTSUPP, "shared blocks are known on Linux and macOS only", name)
    import fcntl

    ficlone = 0x40049409  # _IOW(0x94, 9, int), linux/fs.h
    with (
        folder_of(keeper) as source,
        open(source.open_file(keeper.name), "rb") as read,  # noqa: PTH123
        open(folder.open_file(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL), "wb") as write,  # noqa: PTH123
    ):
        try:
            fcntl.ioctl(write.fileno(), ficlone, read.fileno())
            copy_facts(read.fileno(), write.fileno())
        except OSError:
            folder.unlink(name)
            raise


def _clone_by_call(keeper: Path, folder: Folder, name: str) -> None:
    """clonefileat(2) of macOS: dates, rights and attributes come along; nothing is replaced."""
    call = ctypes.CDLL(None, use_errno=True).clonefileat
    nofollow = 1  # CLONE_NOFOLLOW, sys/clonefile.h
    with folder_of(keeper) as source:
        at, to = _at(source, keeper.name), _at(folder, name)
        ctypes.set_errno(0)
        if call(*at, *to, ctypes.c_uint32(nofollow)):
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number), str(folder.path / name))


def _at(folder: Folder, name: str) -> tuple[int, bytes]:
    """A name as the `...at` calls take it; -1 before an absolute path, at which none looks."""
    return (-1 if folder.fd is None else folder.fd), os.fsencode(folder.at(name))


def is_same_file(a: Path, b: Path) -> bool:
    """Whether two names lead to one file; False if either leads nowhere."""
    try:
        return os.path.samestat(a.stat(), b.stat())
    except OSError:
        return False
