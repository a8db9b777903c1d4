"""Copies of photos in a new folder: nothing is moved, and nothing that is there is touched."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from pathlib import Path

from imgsim_desktop.acting.claims import Hash, copy_file, part_name
from imgsim_desktop.acting.folders import PRIVATE, Folder, Way, folder_of
from imgsim_desktop.acting.refusals import Refused, code_of
from imgsim_desktop.acting.renaming import rename_new
from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.records import FileStamp, OutcomeCode


def new_album(parent: Path, name: str) -> Path:
    """Make an empty folder called after `name`, with a number behind it where that is taken.

    It is the person's alone: whoever else may write there could lead copies elsewhere.
    Raises KnownError if no folder can be made there.
    """
    plain = re.sub(r'[\x00-\x1f<>:"/\\|?*]', "_", name).strip(" .")[:80] or "Album"
    number = 1
    while True:
        album = parent / (plain if number == 1 else f"{plain} {number}")
        try:
            album.mkdir(PRIVATE)
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


@contextlib.contextmanager
def way_into(album: Path, target: Path) -> Iterator[Folder]:
    """The folder of a copy in an album, through no link. Raises OSError, Refused: UNSAFE."""
    names = [album.name, *target.parent.relative_to(album).parts]
    with Way.opened(album.parent, names[:1], is_private=True) as way:
        try:
            for name in names[1:]:
                way.enter(name, make=True, is_private=True)
            yield way.last
        except (Exception, KeyboardInterrupt):
            way.prune(keep=2)
            raise


def copy_new(photo: FileStamp, album: Path, target: Path, entry_id: str, hash_stream: Hash) -> None:
    """Copy a photo to a name in an album that is free.

    The copy is compared with what was decided about before it gets its name, so a photo that has
    changed since is not copied. Raises Refused: CHANGED, GONE, or what the system says; then there
    is no copy.
    """
    part = part_name(entry_id)
    try:
        with folder_of(photo.path) as folder, way_into(album, target) as goal:
            with open(folder.open_file(photo.path.name), "rb") as read:  # noqa: PTH123
                copied = copy_file(read, photo.path, goal, part, hash_stream)
            try:
                if copied != photo.content_hash:
                    raise Refused(OutcomeCode.CHANGED, str(photo.path))
                rename_new(goal, part, goal, target.name)
            except (Exception, KeyboardInterrupt):
                goal.unlink(part)
                raise
    except OSError as error:
        raise Refused(code_of(error), error.strerror or str(error)) from error
