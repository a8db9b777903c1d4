"""Another name for a file in one step of the system, never over another file."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import functools
import os
import sys
from collections.abc import Callable

from imgsim_desktop.acting.folders import Folder

_CALLS = {
    "linux": ("renameat2", 1),  # RENAME_NOREPLACE, linux/fs.h
    "darwin": ("renameatx_np", 4),  # RENAME_EXCL, sys/stdio.h
}
"""Name of the system call that never replaces, and its flag; on both the same five arguments."""

_UNKNOWN = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP)
"""What kernels and file systems say that know no such flag (NFS, some of FUSE)."""

_FINAL = (
    errno.EXDEV, errno.EEXIST, errno.ENOENT, errno.ENOSPC, errno.EDQUOT, errno.EROFS,
    errno.ENAMETOOLONG,
)  # fmt: skip
"""Answers to `link` that `rename` would give as well; others mean a volume without hard links."""


def rename_new(source: Folder, name: str, goal: Folder, new: str) -> None:
    """Move a file that is ours alone, by a private name, to a name nobody has.

    One step where the system has one. Else a hard link and an unlink, which cannot replace either;
    it takes away the private name last, so whoever saves a file meanwhile keeps it. Where a volume
    knows no hard links (FAT, many shares) it is look, then rename.
    Raises FileExistsError if the name is taken, OSError(EXDEV) for a goal on another volume.
    """
    if sys.platform == "win32":  # pragma: no cover  (rename never replaces there)
        os.rename(source.at(name), goal.at(new))  # noqa: PTH104
        return
    if _rename_by_call(source, name, goal, new):
        return
    try:
        goal.link(new, source, name)
    except OSError as error:
        if error.errno in _FINAL:
            raise
        _look_then_rename(source, name, goal, new)
        return
    try:
        source.unlink(name)
    except OSError:
        goal.unlink(new)
        raise


def rename_to_private(folder: Folder, name: str, private: str) -> None:
    """Give a file a private name in its folder: whatever lies under `name` at that moment.

    Never by link and unlink: a file that another program saves under the name between the two
    would be unlinked. Nobody but us knows the private name, so looking first is enough.
    Raises FileExistsError if the private name is taken.
    """
    if sys.platform != "win32" and _rename_by_call(folder, name, folder, private):
        return
    _look_then_rename(folder, name, folder, private)


def _look_then_rename(source: Folder, name: str, goal: Folder, new: str) -> None:
    if goal.has(new):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(goal.path / new))
    os.rename(source.at(name), goal.at(new), src_dir_fd=source.fd, dst_dir_fd=goal.fd)


def _rename_by_call(source: Folder, name: str, goal: Folder, new: str) -> bool:
    """False where the system or the file system knows no rename that never replaces."""
    call = _system_call()
    if call is None:
        return False
    # Told as os.rename tells it, so that whoever listens to a program's steps hears this one, too.
    sys.audit("os.rename", source.at(name), goal.at(new), _number(source), _number(goal))
    ctypes.set_errno(0)
    if call(_number(source), _bytes(source, name), _number(goal), _bytes(goal, new)) == 0:
        return True
    number = ctypes.get_errno()
    if number in _UNKNOWN:
        return False
    raise OSError(number, os.strerror(number), str(source.path / name), None, str(goal.path / new))


@functools.cache
def _system_call() -> Callable[[int, bytes, int, bytes], int] | None:
    name, flag = _CALLS.get(sys.platform, ("", 0))
    if not name:
        return None
    with contextlib.suppress(OSError, AttributeError):  # musl before 1.2.6, glibc before 2.28
        call = getattr(ctypes.CDLL(None, use_errno=True), name)
        call.argtypes = (
            ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint,
        )  # fmt: skip
        call.restype = ctypes.c_int
        return lambda old_fd, old, new_fd, new: int(call(old_fd, old, new_fd, new, flag))
    return None


def _number(folder: Folder) -> int:
    """Its descriptor; the paths of a folder without one are absolute, so none is looked at."""
    return -1 if folder.fd is None else folder.fd


def _bytes(folder: Folder, name: str) -> bytes:
    return os.fsencode(folder.at(name))
