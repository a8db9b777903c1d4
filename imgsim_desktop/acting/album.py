"""Copies of photos in a new folder: nothing is moved, and nothing that is there is touched."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from imgsim_desktop.acting.operations import PART_SUFFIX, free_names, move_new
from imgsim_desktop.control import NULL_CONTROL, Control
from imgsim_desktop.errors import KnownError
from imgsim_desktop.records import FileStamp, Outcome, OutcomeCode, Progress

STAGE = "album"


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
                f"No folder can be made in {parent}: {error.strerror or error}.",
                "Choose another place.",
            ) from error
        else:
            return album


def copy_photos(
    album: Path,
    photos: Sequence[FileStamp],
    hash_file: Callable[[Path], bytes],
    control: Control = NULL_CONTROL,
) -> list[Outcome]:
    """Copy photos into a folder, each under a name that is free there; one outcome a photo.

    A copy is compared with what was decided about before it gets its name, so a photo that has
    changed since is not copied. `moved_to` says where a copy lies. Thread `act`.
    """
    outcomes: list[Outcome] = []
    for number, photo in enumerate(photos):
        if control.is_stopped:
            outcomes.append(Outcome(photo.path, OutcomeCode.STOPPED))
            continue
        control.report(Progress(STAGE, done=number, total=len(photos), current=photo.path.name))
        outcomes.append(_copy(album, photo, hash_file))
    return outcomes


def _copy(album: Path, photo: FileStamp, hash_file: Callable[[Path], bytes]) -> Outcome:
    target = free_names(album, photo.path)[photo.path]
    part = target.with_name(target.name + PART_SUFFIX)
    try:
        with photo.path.open("rb") as read, part.open("xb") as write:
            shutil.copyfileobj(read, write, 1 << 20)
        try:
            shutil.copystat(photo.path, part)
            if hash_file(part) != photo.content_hash:
                return Outcome(photo.path, OutcomeCode.CHANGED)
            move_new(part, target)
        finally:
            part.unlink(missing_ok=True)
    except FileNotFoundError:
        return Outcome(photo.path, OutcomeCode.GONE)
    except OSError as error:
        part.unlink(missing_ok=True)
        return Outcome(photo.path, OutcomeCode.FAILED, error.strerror or str(error))
    return Outcome(photo.path, OutcomeCode.DONE, moved_to=target)
