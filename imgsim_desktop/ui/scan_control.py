"""Starts scans and listens to them: one at a time, the rest waits in line."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from imgsim_desktop.control import Control
from imgsim_desktop.records import Library
from imgsim_desktop.scan import ScanSummary
from imgsim_desktop.ui.job import Job

ScanLibrary = Callable[[Library, Control], ScanSummary]
"""The pipe with home, network, device and threads filled in; called in the scan thread."""


class ScanControl(QObject):
    """Scans libraries in the order asked; GUI thread."""

    started = Signal(object)
    """Library."""
    progressed = Signal(object)
    """Progress."""
    finished = Signal(object)
    """ScanSummary."""
    stopped = Signal()
    failed = Signal(object)
    """The exception."""
    ended = Signal()
    """After each scan, however it ended."""

    def __init__(self, scan: ScanLibrary, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scan = scan
        self._job: Job | None = None
        self._waiting: list[Library] = []
        self.library: Library | None = None
        """The one being scanned."""

    @property
    def is_running(self) -> bool:
        return self._job is not None

    def start(self, library: Library) -> None:
        """Scan it now, or after the scan that runs; never twice in line."""
        if self._job is None:
            self._begin(library)
        elif all(library.key != waiting.key for waiting in self._waiting):
            self._waiting.append(library)

    def stop(self) -> None:
        """End the scan after its batch and forget those in line."""
        self._waiting.clear()
        if self._job is not None:
            self._job.stop()

    def wait(self) -> None:
        """Block until no scan runs; `stop` first."""
        while self._job is not None:
            self._job.wait()

    def _begin(self, library: Library) -> None:
        self.library = library
        job = Job("scan", lambda control: self._scan(library, control), self)
        self._job = job
        job.progressed.connect(self.progressed)
        job.finished.connect(self.finished)
        job.stopped.connect(self.stopped)
        job.failed.connect(self.failed)
        job.ended.connect(self._end)
        self.started.emit(library)
        job.start()

    def _end(self) -> None:
        job, self._job = self._job, None
        self.library = None
        if job is not None:
            job.deleteLater()
        self.ended.emit()
        if self._waiting and self._job is None:
            self._begin(self._waiting.pop(0))
