"""Whether a file lay where a journal without checksums says: its place of rest knows, too."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from imgsim_desktop.acting.bins import Resting
from imgsim_desktop.acting.entries import JournalEntry, Operation
from imgsim_desktop.acting.resting import quarantine_root_of


def could_be_from(
    entry: JournalEntry, resting: Resting, find: Callable[[Path], Iterable[Resting]]
) -> bool:
    """False where the place of rest tells of another origin than the entry.

    find  what was thrown away from a path, by the trash's own notes

    A quarantine holds the folders below its library folder; a goal of a move keeps the name. That
    tells nothing of the folder a moved file came from: it must at least be there.
    """
    origin, file = entry.stamp.path, resting.file
    root = quarantine_root_of(file)
    if root is not None:
        below = file.relative_to(root).parts[1:-1]
        library = root.parent
        return origin.parent == library.joinpath(*below) and _is_name_of(file, origin)
    if entry.operation is Operation.MOVE:
        return _is_name_of(file, origin) and origin.parent.is_dir()
    return any(found.file == file for found in find(origin))


def _is_name_of(file: Path, origin: Path) -> bool:
    """The name of a file as `operations.free_names` gives it: ` 2` after a stem of its unit."""
    if file.name == origin.name:
        return True
    return re.sub(r" \d+(?=\.|$)", "", file.name, count=1) == origin.name
