"""Thumbnails of files that nobody has read yet: made for the screen alone, and forgotten."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

from imgsim_desktop.errors import KnownError
from imgsim_desktop.reading.beside import make_thumbnail


def early_thumbnail(path: Path) -> bytes | None:
    """A thumbnail for the screen alone; None where the file cannot be shown. Any thread."""
    try:
        return make_thumbnail(path)
    except KnownError:
        return None  # the scan says why, in the list of problems


class EarlyThumbnails:
    """Thumbnails of listed files, each made once and kept until the scan has read it. Any thread.

    Of as many files as a first look lists: 30 MB at most.
    """

    def __init__(self, make: Callable[[Path], bytes | None] = early_thumbnail) -> None:
        self._make = make
        self._lock = threading.Lock()
        """Guards the field below: two threads may be the first to ask for a picture."""
        self._made: dict[Path, Future[bytes | None]] = {}

    def get(self, path: Path) -> bytes | None:
        with self._lock:
            known = self._made.get(path)
            future = known if known is not None else self._made.setdefault(path, Future())
        if known is None:
            try:
                future.set_result(self._make(path))
            except BaseException as error:
                future.set_exception(error)
                raise
        return future.result()

    def clear(self) -> None:
        with self._lock:
            self._made = {}
