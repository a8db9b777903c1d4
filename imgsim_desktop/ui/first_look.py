"""The first look at new folders: what lies there is listed for the eye while the scan warms up."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from imgsim_desktop.control import Control
from imgsim_desktop.listing.walk import walk
from imgsim_desktop.reading.beside import get_ready
from imgsim_desktop.reading.formats import is_photo_name
from imgsim_desktop.records import FoundFile, Library
from imgsim_desktop.ui.errands import Errands
from imgsim_desktop.ui.work import Work, WorkControl

if TYPE_CHECKING:
    from imgsim_desktop.ui.session import LibrarySession

MOST = 2000
"""Files shown before they are read: many screens of them; the scan brings the rest."""
FIRST_SENT = 48
"""So many are shown at once, a screen of them; the next ones all `LATER_SENT`."""
LATER_SENT = 500
WORKERS = 2
"""As many as make thumbnails at a time."""


HUNDRED = 100
"""Thumbnails that are made before the scan may take the processor."""
HOLD_S = 8.0
"""But no scan waits longer than this for them: from a slow disk they come beside it."""
_LOOK_S = 0.05


class FirstLook(QObject):
    """When a scan begins, lists those folders of the open library of which nothing is known yet.

    Their first thumbnails are made before anything else is loaded; the scan waits for them in
    `hold`. It ends with the scan at the latest: then everything is a row of the library or a
    problem.
    """

    def __init__(self, session: LibrarySession, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._errands = Errands("first-look", 1 + WORKERS, self)
        self._is_ready = threading.Event()
        """Set while no scan has to wait; where the GUI thread and that of the scan meet."""
        self._is_ready.set()
        self._listed = self._made = 0
        self._is_listed = True
        session.libraryChanged.connect(self.end)

    def warm(self) -> None:
        """Somebody is about to choose a folder: have ready what makes its thumbnails."""
        get_ready(WORKERS)

    def begin(self, library: Library) -> None:
        """A scan of this library is about to start."""
        self.end()
        session = self._session
        shown = session.library
        if shown is None or shown.key != library.key:
            return
        roots = session.roots_with_photos()
        new = tuple(folder for folder in library.folders if folder not in roots)
        if not new:
            return
        self.warm()
        self._is_ready.clear()
        self._listed = self._made = 0
        self._is_listed = False
        looked_at = replace(library, folders=new)
        self._errands.start(
            Work(
                "first-look",
                lambda control: _list(looked_at, control),
                lambda _nothing: self._end_listing(),
                heard=lambda files: self._take(library, files),
                stopped=self._end_listing,
                failed=lambda _error: self._end_listing(),
            )
        )

    def hold(self, control: Control) -> None:
        """Scan thread: wait until the first screens have their pictures. Raises Cancelled."""
        began = time.monotonic()
        while not self._is_ready.wait(_LOOK_S) and time.monotonic() - began < HOLD_S:
            control.check()

    def _take(self, library: Library, files: Sequence[FoundFile]) -> None:
        shown = self._session.library
        if self._is_listed or shown is None or shown.key != library.key:
            return
        before = self._listed
        self._listed += len(files)
        for file in files[: max(0, HUNDRED - before)]:
            self._errands.fetch(partial(self._make, file.path), self._take_one)
        self._session.show_early(files)

    def _make(self, path: Path, _control: object) -> bytes | None:
        return self._session.early_thumbnails.get(path)

    def _take_one(self, _jpeg: bytes | None) -> None:
        self._made += 1
        self._say_ready()

    def _end_listing(self) -> None:
        self._is_listed = True
        self._say_ready()

    def _say_ready(self) -> None:
        if self._made >= (min(HUNDRED, self._listed) if self._is_listed else HUNDRED):
            self._is_ready.set()

    def end(self) -> None:
        """Nobody needs it any more."""
        self._errands.cancel()
        self._is_listed = True
        self._is_ready.set()
        self._session.forget_early()

    def stop(self) -> None:
        """The window closes."""
        self._is_ready.set()
        self._errands.stop()


def _list(library: Library, control: WorkControl) -> None:
    """Send the first photos there are, a screen of them at once. In a thread of its own."""
    files: list[FoundFile] = []
    sent = 0
    for met in walk(library, is_photo_name, control):
        if not isinstance(met, FoundFile):
            continue
        files.append(met)
        if len(files) >= (LATER_SENT if sent else FIRST_SENT):
            control.send(files)
            sent += len(files)
            files = []
        if sent + len(files) >= MOST:
            break
    if files:
        control.send(files)
