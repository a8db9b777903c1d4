"""Trying: which files are open while a scan reads, should the whole program die over one.

A worker that dies is survived, and what it died over is listed. This note is for when everything
ends at once: memory so full that the system ends program and workers, or a machine that stands
still. It is written without waiting for the disk (50 us a batch), so it outlives kill -9, but not
always a power cut.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Self

from imgsim_desktop.bounded_json import read_json
from imgsim_desktop.library.files import disk_error
from imgsim_desktop.records import FoundFile

ENOUGH_DEATHS = 2
"""So often the program must have died while it had this file open and no other. Once may be a
person who ends it at just that moment."""

_Known = tuple[str, int, int]
"""Path, size and time: a file that has changed is another one."""


class Trying:
    """The note of one library; used while its writer's lock is held.

    A context: left in order, also by Stop or an error, the note is gone. `begin` may be called from
    another thread than the rest.
    """

    def __init__(self, path: Path) -> None:
        """Reads what a scan that died has left. Raises KnownError if the note cannot be written."""
        self._path = path
        self._lock = threading.Lock()
        """The pool's thread begins what the scan's thread ends."""
        self._open: dict[_Known, int] = {}
        """How many batches have it open."""
        self._deaths = _after_a_death(path)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise disk_error(error, path) from error
        self._write()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._open.clear()
            if self._deaths:  # stopped before their turn came
                self._write()
            os.close(self._handle)
            self._handle = -1
        if not self._deaths:
            self._path.unlink(missing_ok=True)

    def is_suspect(self, file: FoundFile) -> bool:
        """It was open when the program died, so it is to be read alone, or not at all."""
        return _known(file) in self._deaths

    def is_guilty(self, file: FoundFile) -> bool:
        """The program died over it more than once."""
        return self._deaths.get(_known(file), 0) >= ENOUGH_DEATHS

    def forget(self, file: FoundFile) -> None:
        """It has been dealt with."""
        self._deaths.pop(_known(file), None)

    def forget_others(self, files: Iterable[FoundFile]) -> None:
        """Suspects that are not among these are gone or have changed."""
        kept = {_known(file) for file in files}
        self._deaths = {known: n for known, n in self._deaths.items() if known in kept}

    def begin(self, files: Sequence[FoundFile]) -> None:
        """These are about to be opened."""
        with self._lock:
            for file in files:
                self._open[_known(file)] = self._open.get(_known(file), 0) + 1
            self._write()

    def end(self, files: Sequence[FoundFile]) -> None:
        """They have been read, or listed as failures; written with the next that begin."""
        with self._lock:
            for file in files:
                self._open.pop(_known(file), None)
                self._deaths.pop(_known(file), None)

    def _write(self) -> None:
        if self._handle < 0:  # a worker gets the rest of a batch again after a Stop
            return
        suspects = [(*known, deaths) for known, deaths in self._deaths.items()]
        line = json.dumps({"open": list(self._open), "suspects": suspects}).encode() + b"\n"
        try:
            os.lseek(self._handle, 0, os.SEEK_SET)
            os.write(self._handle, line)
            os.ftruncate(self._handle, len(line))
        except OSError as error:
            raise disk_error(error, self._path) from error


def _known(file: FoundFile) -> _Known:
    return str(file.path), file.size_bytes, file.mtime_ns


def _after_a_death(path: Path) -> dict[_Known, int]:
    """Files to be wary of, and how often the program died while it had that one alone open."""
    try:
        note = read_json(path.read_bytes().partition(b"\n")[0])  # behind it may stand an older one
        was_open = [(str(name), int(size), int(time)) for name, size, time in note["open"]]
        deaths = {
            (str(name), int(size), int(time)): int(count)
            for name, size, time, count in note["suspects"]
        }
    except (OSError, ValueError, TypeError, KeyError):
        return {}  # no scan died, or it died while it wrote this
    is_alone = len(was_open) == 1
    for known in was_open:
        deaths[known] = deaths.get(known, 0) + is_alone
    return deaths
