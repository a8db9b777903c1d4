"""The way into a trash or a quarantine: from outside of it, name by name, through no link."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from imgsim_desktop.acting.folders import Way

QUARANTINE = ".imgsim-quarantine"
"""Folder at the top of a library folder whose volume has no trash; walks must pass it by."""

_TRASHES = (QUARANTINE, ".Trash", ".Trashes", "$Recycle.Bin")


def quarantine_root_of(place: Path) -> Path | None:
    """The quarantine folder a file lies in; None where it lies in none."""
    return next((parent for parent in place.parents if parent.name == QUARANTINE), None)


@contextlib.contextmanager
def way_to(file: Path) -> Iterator[Way]:
    """The open folder of a file that rests in a trash or a quarantine. Raises OSError, Refused.

    What lies in neither is somewhere the person chose: links on the way to it are theirs.
    """
    top, names = entrance_of(file)
    with Way.opened(top, names) as way:
        yield way


def entrance_of(file: Path) -> tuple[Path, tuple[str, ...]]:
    """The folder that holds a file's trash or quarantine, and the folders from there to the file.

    Of what lies in neither: its own folder, and none.
    """
    top = next((p.parent for p in reversed(file.parents) if _is_trash(p, file)), file.parent)
    return top, file.parent.relative_to(top).parts


def _is_trash(folder: Path, file: Path) -> bool:
    if folder.name in _TRASHES or folder.name.startswith(".Trash-"):
        return True
    return folder.name == "Trash" and file.parent.parent == folder  # .../Trash/files/a.jpg
