"""Copies of photos in a new folder: nothing is moved, and nothing that is there is touched."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

from imgsim_desktop.acting.checks import Refused
from imgsim_desktop.acting.operations import move_new, part_of
from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.records import FileStamp, OutcomeCode


def new_album(parent: Path, name: str) -> Path:
    """Make an empty folder called after `name`, with a number behind it where that is taken.

    Raises KnownError if no folder can be made there.
    """
    plain = re.sub(r'[\x00-\x1f<>:"/\\|?*]', "_", name).strip(" .")[:80] or "Album"
    number = 1
    while True:
        album = parent / (plain if number == 1 else f"{plain} {number}")
        try:
            album.mkdir()
        except FileExistsError:
            number += 1
        except OSError as error:
            raise KnownError(
                Sentence(
                    "No folder can be made in {parent}: {why}.",
                    parent=parent,
                    why=error.strerror or error,
                ),
                "Choose another place.",
            ) from error
        else:
            return album


def copy_new(photo: FileStamp, target: Path, hash_file: Callable[[Path], bytes]) -> None:
    """Copy a photo to a name that is free.

    The copy is compared with what was decided about before it gets its name, so a photo that has
    changed since is not copied. Raises Refused: CHANGED, GONE or FAILED; then there is no copy.
    """
    part = part_of(target)
    try:
        with photo.path.open("rb") as read, part.open("xb") as write:
            shutil.copyfileobj(read, write, 1 << 20)
        try:
            shutil.copystat(photo.path, part)
            if hash_file(part) != photo.content_hash:
                raise Refused(OutcomeCode.CHANGED, str(photo.path))
            move_new(part, target)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        part.unlink(missing_ok=True)
        if isinstance(error, FileNotFoundError):
            raise Refused(OutcomeCode.GONE, str(error)) from error
        raise Refused(OutcomeCode.FAILED, error.strerror or str(error)) from error
