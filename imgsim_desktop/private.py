"""Files and folders for their owner alone: what the program remembers names photos and places.

On Windows the person's data folder is theirs by its own rights, and a mode changes nothing.
"""

from __future__ import annotations

import logging
import os
import stat
from pathlib import Path

FOLDER = 0o700
FILE = 0o600
_OTHERS = 0o077

_log = logging.getLogger(__name__)


def make_private(folder: Path) -> None:
    """Make a folder and those above it that are missing. Raises OSError."""
    missing = []
    while not folder.is_dir():
        missing.append(folder)
        if folder == folder.parent:
            break
        folder = folder.parent
    for folder in reversed(missing):
        folder.mkdir(FOLDER, exist_ok=True)


def for_owner(path: str, flags: int) -> int:
    """How `open` shall open a file, as its `opener`: one that is made is its owner's alone."""
    return os.open(path, flags, FILE)


def like_folder(path: str, flags: int) -> int:
    """As `for_owner` in a folder that is its owner's alone; elsewhere as files are made there."""
    return os.open(path, flags, FILE if _is_private(Path(path).parent) else 0o666)


def make_like_parent(folder: Path) -> None:
    """As `make_private` below a folder that is its owner's alone; elsewhere as others are made.

    Raises OSError.
    """
    above = next((place for place in folder.parents if place.is_dir()), None)
    if above is not None and _is_private(above):
        make_private(folder)
    else:
        folder.mkdir(parents=True, exist_ok=True)


def _is_private(folder: Path) -> bool:
    return os.name == "posix" and not folder.stat().st_mode & _OTHERS


def make_file(path: Path) -> None:
    """Make an empty file if there is none, for libraries that open files themselves.

    Raises OSError.
    """
    os.close(for_owner(str(path), os.O_RDWR | os.O_CREAT))


def tighten(folder: Path) -> None:
    """Take from others what an older version let them read below a folder, and in it.

    Looked for only where the folder itself is open to others. A file system without rights, or a
    folder of another user, stays as it is: then it is theirs to say who may look.
    """
    try:
        found = folder.stat()
        if os.name != "posix" or not stat.S_ISDIR(found.st_mode) or not found.st_mode & _OTHERS:
            return
        folder.chmod(FOLDER)
        if folder.stat().st_mode & _OTHERS:
            return
    except FileNotFoundError:  # there is none yet
        return
    except OSError as error:
        _log.info("%s stays open to others: %s", folder, error)
        return
    for path in _below(folder):
        try:
            path.chmod(FOLDER if path.is_dir() else FILE)
        except OSError as error:
            _log.info("%s is closed by its folder only: %s", path, error)


def _below(folder: Path) -> list[Path]:
    """Everything in a folder, no links and nothing behind them."""
    found = []
    for place, folders, files in os.walk(folder):
        paths = [Path(place, name) for name in (*folders, *files)]
        found += [path for path in paths if not path.is_symlink()]
    return found
