"""Files that a training writes: whole or not at all, and a sentence when the disk is full."""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path

from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.private import like_folder, make_like_parent


def replace_whole(path: Path, data: bytes | memoryview) -> None:
    """Write aside, wait for the disk, then swap: the old file stays until the new one is whole.

    Raises KnownError if the disk is full or may not be written.
    """
    aside = path.with_name(path.name + ".new")
    try:
        try:
            with open(aside, "wb", opener=like_folder) as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            aside.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                aside.unlink()
            raise
    except OSError as error:
        raise disk_trouble(error, path) from error


def append_line(path: Path, line: str) -> None:
    """Add a line to a log. Raises KnownError like `replace_whole`."""
    try:
        with open(path, "a", encoding="utf-8", opener=like_folder) as file:
            file.write(line + "\n")
    except OSError as error:
        raise disk_trouble(error, path) from error


def make_folder(path: Path) -> None:
    """Raises KnownError like `replace_whole`."""
    try:
        make_like_parent(path)
    except OSError as error:
        raise disk_trouble(error, path) from error


def disk_trouble(error: OSError, path: Path) -> KnownError:
    """The sentence for a disk that will not take what a training writes."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return KnownError(
            Sentence("The disk is full: {path} could not be written.", path=path),
            Sentence("Free some space and start again: training goes on from the last checkpoint."),
        )
    return KnownError(
        Sentence("{path} cannot be written: {why}.", path=path, why=error.strerror or error),
        Sentence("Choose another folder for the training."),
    )
