"""Small files that are replaced whole, and what to do with a broken one."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
import time
from pathlib import Path

from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.private import make_private


def replace_file(path: Path, content: bytes, *, durable: bool = True) -> None:
    """Write aside, then swap: a reader sees the old file or the new one, never half of one.

    durable  wait until it is on the disk; False for files that can be made again

    Raises KnownError if the disk is full or the folder is read-only; the old file is untouched.
    """
    try:
        make_private(path.parent)
        handle, aside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                if durable:
                    file.flush()
                    os.fsync(file.fileno())
            Path(aside).replace(path)
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                Path(aside).unlink()
            raise
    except OSError as error:
        raise disk_error(error, path) from error


def disk_error(error: OSError, path: Path) -> KnownError:
    """The sentence for a disk that will not take what we write."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return KnownError(
            Sentence("The disk that holds {parent} is full.", parent=path.parent),
            "Free some space and start again; nothing that was finished is lost.",
        )
    return KnownError(
        Sentence("{path} cannot be written: {why}.", path=path, why=error.strerror or error),
        "Check that the folder may be written, or set IMGSIM_HOME to another one.",
    )


def set_aside(path: Path) -> Path:
    """Rename a broken file to `NAME.broken-DATE`, so that nothing is lost; returns the new path."""
    stamp = time.strftime("%Y%m%d-%H%M%S")
    aside = path.with_name(f"{path.name}.broken-{stamp}")
    count = 1
    while aside.exists():
        aside = path.with_name(f"{path.name}.broken-{stamp}-{count}")
        count += 1
    path.rename(aside)
    return aside
