"""Which file is which, where the listing of a folder does not say.

On Windows a folder's listing gives name, size and times of a file, but neither its number nor how
many names it has (`os.DirEntry.stat` leaves `st_dev`, `st_ino` and `st_nlink` at 0). Opening the
file to ask (`os.stat`) costs a tenth of a millisecond on a local disk and more on a network, so
only files are asked of which the answer can change something: see `SecondNames.tell`.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from imgsim_desktop.records import FoundFile, KnownFile


class Identity(NamedTuple):
    """What a file system calls one file, whatever its names are."""

    device: int
    inode: int
    names: int
    """How many hard links it has."""


def identity_of(path: Path) -> Identity | None:
    """Asked of the file itself; None where it cannot be asked, or has no number (FAT)."""
    try:
        status = os.stat(path, follow_symlinks=False)  # noqa: PTH116  (patched in tests)
    except OSError:
        return None
    return Identity(status.st_dev, status.st_ino, status.st_nlink) if status.st_ino else None


class SecondNames:
    """Tells the second and further names of a file from files of their own, during one walk."""

    def __init__(
        self,
        known: Mapping[Path, KnownFile],
        identify: Callable[[Path], Identity | None] = identity_of,
    ) -> None:
        self._known, self._identify = known, identify
        self._met: set[tuple[int, int]] = set()
        self._linked: set[Path] = set()

    def tell(self, file: FoundFile) -> FoundFile | None:
        """The file with its number; None for a further name of one that was met before.

        A known file that has not changed is as it was and not asked, except where another one has
        its size and its time: a link that replaced a copy has them, too.
        """
        before = self._known.get(file.path)
        if before is not None and is_as_it_was(file, before) and not self._has_a_twin(file):
            return replace(file, device=before.device, inode=before.inode)
        identity = self._identify(file.path)
        if identity is None:
            return file
        if identity.names > 1:
            if identity[:2] in self._met:
                return None
            self._met.add(identity[:2])
            self._linked.add(file.path)
        return replace(file, device=identity.device, inode=identity.inode)

    def is_linked(self, file: FoundFile) -> bool:
        """Whether one that was told here has more names than this."""
        return file.path in self._linked

    def _has_a_twin(self, file: FoundFile) -> bool:
        return self._alike[file.size_bytes, file.mtime_ns] > 1

    @cached_property
    def _alike(self) -> Counter[tuple[int, int]]:
        return Counter((file.size_bytes, file.mtime_ns) for file in self._known.values())


def is_as_it_was(file: FoundFile, before: KnownFile) -> bool:
    """Same size and time: nobody has written to it."""
    return before.size_bytes == file.size_bytes and before.mtime_ns == file.mtime_ns
