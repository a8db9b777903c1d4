"""The window's ear: hears of what happens in the library's folders, and asks for a scan.

A scan of what is new starts by itself when a change has come to rest, when the window comes to the
front, and now and then where not every change can be heard. It waits while a scan or a commit runs,
on battery, and behind a game or a presentation.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from imgsim_desktop.companions import is_companion_name
from imgsim_desktop.listing.watching import FolderWatch, Listener
from imgsim_desktop.reading.formats import is_photo_name
from imgsim_desktop.records import Library
from imgsim_desktop.ui.errands import Errands
from imgsim_desktop.ui.models.pending import Pending
from imgsim_desktop.ui.session import LibrarySession
from imgsim_desktop.ui.work import Work

LOOK_MS = 250
LOOK_WHEN_SHOWN_S = 20.0
"""The window came to the front so long after the last scan: something may have been missed."""
LOOK_DEAF_S = 120.0
"""Between two scans of folders in which not every change is heard."""
LOOK_S = 900.0
"""Between two scans of others: the system's limit of watches may be reached without a word."""
GAP_SHARE = 4
"""A scan that starts by itself waits so many times as long as the last one took,"""
LONGEST_GAP_S = 60.0
"""but never longer than this."""

OpenWatch = Callable[[Library], Listener]
"""What is to listen to the folders of a library, not yet started."""


def watch_library(library: Library) -> FolderWatch:
    """By the system; what is no photo and belongs to none is not heard."""

    def is_wanted(name: str) -> bool:
        if name.startswith("." if not library.follow_hidden else ".imgsim-"):
            return False
        return library.by_content or is_photo_name(Path(name)) or is_companion_name(name)

    return FolderWatch(library.folders, is_wanted)


class Watching(QObject):
    """One for the window. GUI thread."""

    scanWanted = Signal()
    """Something has happened in the library that is open, and now is the time to look."""

    def __init__(
        self,
        session: LibrarySession,
        open_watch: OpenWatch,
        is_busy: Callable[[], bool],
        is_spared: Callable[[], bool],
        parent: QObject,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        """
        is_busy    whether a scan or a work on files runs
        is_spared  whether the machine has something better to do
        """
        super().__init__(parent)
        self._session, self._open_watch, self._now = session, open_watch, now
        self._is_busy, self._is_spared = is_busy, is_spared
        self._errands = Errands("watch", 1, self)
        self._watch: Listener | None = None
        self._watched: object = None
        """Folders and the like of what is listened to."""
        self._pending = Pending()
        self.growing: frozenset[Path] = frozenset()
        """Files that are written just now. Read by the scan thread, and replaced whole."""
        self._scan_began = self._scan_ended = now()
        self._not_before = 0.0
        self._wants_look = self._is_missed = False
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        session.libraryChanged.connect(self._follow)
        session.librariesChanged.connect(self._follow)
        session.settingsChanged.connect(self._follow)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.applicationStateChanged.connect(self._take_state)
        self._follow()

    # what is listened to

    def _follow(self) -> None:
        """Another library, other folders of it, or another wish."""
        library = self._session.library if self._session.settings.watch else None
        wanted = None if library is None else (library.folders, library.by_content)
        if wanted == self._watched:
            return
        self._drop()
        self._watched = wanted
        if library is None:
            self._timer.stop()
            return
        self._timer.start()
        watch = self._watch = self._open_watch(library)
        self._errands.start(Work("watch", lambda _control: watch.start(), lambda _started: None))

    def _drop(self) -> None:
        if self._watch is not None:
            self._watch.stop()
        self._watch = None
        self._pending.clear()
        self.growing = frozenset()

    # what is heard

    def look(self) -> None:
        """Take in what was heard, and ask for a scan when its time has come."""
        if self._watch is None:
            return
        now = self._now()
        self._pending.hear(self._watch.take(), now)
        self.growing = self._pending.growing(now)
        if now < self._not_before or not (self._pending.is_due(now) or self._is_time(now)):
            return
        if not self._is_busy() and not self._is_spared():
            self.scanWanted.emit()

    def _is_time(self, now: float) -> bool:
        """Whether to look without having heard anything."""
        since = now - self._scan_ended
        if self._wants_look and since >= LOOK_WHEN_SHOWN_S:
            return True
        hears_all = self._watch is not None and self._watch.hears_all
        return since >= (LOOK_S if hears_all else LOOK_DEAF_S)

    def _take_state(self, state: Qt.ApplicationState) -> None:
        self._wants_look = state == Qt.ApplicationState.ApplicationActive

    def scan_began(self) -> None:
        """A scan, whoever asked for it: it sees what has happened until now."""
        now = self._scan_began = self._now()
        if self._watch is not None:
            self._pending.hear(self._watch.take(), now)
        self.growing = self._pending.growing(now)
        self._pending.cover(now)

    def scan_failed(self) -> None:
        """The scan that runs does not see what has happened: look once more after a while."""
        self._is_missed = True

    def scan_ended(self) -> None:
        self._wants_look, self._is_missed = self._is_missed, False
        now = self._scan_ended = self._now()
        self._not_before = now + min(LONGEST_GAP_S, GAP_SHARE * (now - self._scan_began))

    def stop(self) -> None:
        """The window closes."""
        self._timer.stop()
        self._drop()
        self._watched = None
        self._errands.stop()
