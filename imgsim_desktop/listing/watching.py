"""Watching: hear of files that come, change and go below some folders.

The system tells: inotify, FSEvents or ReadDirectoryChangesW, by watchdog. QFileSystemWatcher would
not do: of a file that is written anew in its place it hears only if that file itself is watched.
What is heard is a hint that a scan is worth while, never more: nobody hears of what is done on a
server by another machine, nor of folders beyond the system's limit of watches. Whoever listens
looks for himself now and then.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from imgsim_desktop.listing.drives import may_be_deaf

if TYPE_CHECKING:
    from watchdog.events import FileSystemEvent
    from watchdog.observers.api import BaseObserver

MOST_KEPT = 10_000
"""Files remembered between two looks; of more it is only known that there was something."""

_WRITTEN = frozenset({"created", "modified"})
"""The words of watchdog's events."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Heard:
    """A file or folder that came, changed or went."""

    path: Path
    is_written: bool
    """It was made or written: it may be written still. Else it has only come or gone."""


class Listener(Protocol):
    """What listens to folders."""

    def start(self) -> None:
        """Begin to listen; may take its time. Any thread, once."""

    def take(self) -> list[Heard]:
        """What was heard since the last call."""

    @property
    def hears_all(self) -> bool:
        """Whether every change of every folder is heard by now."""

    def stop(self) -> None:
        """Hear nothing more; returns at once, also while it starts."""


class FolderWatch:
    """Listens to folders and all that lies below them. Methods: any thread."""

    def __init__(self, folders: Sequence[Path], is_wanted: Callable[[str], bool]) -> None:
        """is_wanted: judges by the name of a file; what becomes of folders is always heard."""
        self._folders = folders
        self._is_wanted = is_wanted
        self._lock = threading.Lock()
        """Guards the fields below: watchdog's threads meet whoever starts, takes and stops."""
        self._heard: dict[Path, bool] = {}
        self._observer: BaseObserver | None = None
        self._is_stopped = False
        self._hears_all = False

    @property
    def hears_all(self) -> bool:
        return self._hears_all

    def start(self) -> None:
        """Walks through all folders first, where the system wants to be told each of them."""
        from watchdog.events import FileSystemEventHandler
        from watchdog.observers import Observer

        handler = FileSystemEventHandler()
        handler.dispatch = self._hear  # type: ignore[method-assign]
        observer = Observer()
        observer.start()
        hears_all = True
        for folder in self._folders:
            if self._is_stopped or may_be_deaf(folder):
                hears_all = False
                continue
            try:
                observer.schedule(handler, str(folder), recursive=True, event_filter=_told())
            except OSError as error:  # unplugged, or the system's limit is reached
                _log.warning("%s is not watched: %s", folder, error)
                hears_all = False
        with self._lock:
            is_stopped = self._is_stopped
            if not is_stopped:
                self._observer, self._hears_all = observer, hears_all
        if is_stopped:
            observer.stop()

    def take(self) -> list[Heard]:
        with self._lock:
            heard, self._heard = self._heard, {}
        return [Heard(path, is_written) for path, is_written in heard.items()]

    def stop(self) -> None:
        with self._lock:
            self._is_stopped, self._hears_all = True, False
            observer, self._observer = self._observer, None
        if observer is not None:
            observer.stop()

    def _hear(self, event: FileSystemEvent) -> None:
        is_written = event.event_type in _WRITTEN and not event.is_directory
        for name in (event.src_path, event.dest_path):
            path = Path(os.fsdecode(name))
            if name and (event.is_directory or self._is_wanted(path.name)):
                with self._lock:
                    if len(self._heard) < MOST_KEPT:
                        self._heard[path] = is_written


def _told() -> list[type[FileSystemEvent]]:
    """The kinds of events that we ask for: that a file was opened or read is none of them."""
    from watchdog import events

    return [
        events.FileCreatedEvent,
        events.FileModifiedEvent,
        events.FileMovedEvent,
        events.FileDeletedEvent,
        events.DirCreatedEvent,
        events.DirMovedEvent,
        events.DirDeletedEvent,
    ]
