"""Starts scans and listens to them: one at a time, the rest waits in line."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from imgsim_desktop.control import Control
from imgsim_desktop.records import Library
from imgsim_desktop.ui.work import Work, WorkRunner

if TYPE_CHECKING:
    from imgsim_desktop.scan import ScanSummary

ScanLibrary = Callable[[Library, Control], "ScanSummary"]
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

    def __init__(
        self,
        scan: ScanLibrary,
        parent: QObject | None = None,
        *,
        before: Callable[[Library], object] | None = None,
    ) -> None:
        """before: called in the GUI thread right before each scan."""
        super().__init__(parent)
        self._before = before
        self._scan = scan
        self._runner = WorkRunner(self)
        self._runner.progressed.connect(self.progressed)
        self._runner.stopped.connect(self.stopped)
        self._runner.failed.connect(self.failed)
        self._runner.ended.connect(self._end)
        self._waiting: list[Library] = []
        self.library: Library | None = None
        """The one being scanned."""

    @property
    def is_running(self) -> bool:
        return self._runner.is_running

    def start(self, library: Library) -> None:
        """Scan it now, or after the scan that runs; never twice in line."""
        if not self._runner.is_running:
            self._begin(library)
        elif all(library.key != waiting.key for waiting in self._waiting):
            self._waiting.append(library)

    def stop(self) -> None:
        """End the scan after its batch and forget those in line."""
        self._waiting.clear()
        self._runner.stop()

    def wait(self) -> None:
        """Block until no scan runs; `stop` first."""
        while self._runner.is_running:
            self._runner.wait()

    def _begin(self, library: Library) -> None:
        if self._before is not None:
            self._before(library)
        self.library = library
        self._runner.start(
            Work("scan", lambda control: self._scan(library, control), self._finished)
        )
        self.started.emit(library)

    def _finished(self, summary: ScanSummary) -> None:
        self.finished.emit(summary)

    def _end(self) -> None:
        self.library = None
        self.ended.emit()
        if self._waiting and not self._runner.is_running:
            self._begin(self._waiting.pop(0))
