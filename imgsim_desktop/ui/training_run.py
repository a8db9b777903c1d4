"""A training in a process of its own, which the window reads line by line.

torch takes every core it gets; in our process its threads would hold the interpreter while the
window wants to draw. The child is `imgsim train ... --progress-json`: one JSON object a line comes
out of it, and the word "stop", or the end of our process, goes in.
"""

from __future__ import annotations

import logging
import os
import sys
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal

import imgsim_desktop
from imgsim_desktop.bounded_json import read_json
from imgsim_desktop.records import Progress
from imgsim_desktop.scan.models import TrainingReport
from imgsim_desktop.ui.sentences import said

DONE, STOPPED = 0, 130
"""Exit codes of the command line."""
_KEPT_LINES = 12
"""Of what the child says about its trouble."""
_WAIT_MS = 30_000
"""Until a child that was told to stop is ended: a checkpoint takes a second."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Trained:
    """What came out of a training that ended by itself."""

    model: str
    """Name of the network; empty if none was kept, because the old one is better."""
    sentence: str


class TrainingRun(QObject):
    """One training. GUI thread."""

    staged = Signal(object)
    """Progress: what goes on before and after the learning itself."""
    reported = Signal(object)
    """TrainingReport."""
    said = Signal(str)
    """A sentence: what was left out, and the like."""
    finished = Signal(object)
    """Trained."""
    stopped = Signal()
    """The person stopped it; the checkpoint is whole."""
    failed = Signal(str)
    """What happened, for the person."""
    ended = Signal()
    """After one of the three."""

    def __init__(self, program: Sequence[str] | None = None, parent: QObject | None = None) -> None:
        """program  what is started, before the words of the command line; None: ourselves"""
        super().__init__(parent)
        self._program = list(program if program is not None else own_program())
        self._trained = Trained("", "")
        self._reason = ""
        """Why it ended, in the person's language; empty if it did not say so."""
        self._trouble: deque[str] = deque(maxlen=_KEPT_LINES)
        self._process = QProcess(self)
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("PYTHONPATH", _python_path(environment.value("PYTHONPATH", "")))
        environment.insert("PYTHONUNBUFFERED", "1")
        environment.insert("PYTHONIOENCODING", "utf-8")
        self._process.setProcessEnvironment(environment)
        self._process.readyReadStandardOutput.connect(self._read_lines)
        self._process.readyReadStandardError.connect(self._read_trouble)
        self._process.finished.connect(self._tell_end)
        self._process.errorOccurred.connect(self._tell_no_start)

    @property
    def is_running(self) -> bool:
        return self._process.state() != QProcess.ProcessState.NotRunning

    @property
    def process_id(self) -> int:
        """0 while it does not run."""
        return int(self._process.processId())

    def start(self, words: Sequence[str]) -> None:
        """words  after `imgsim`: "train", "--recipe", ..."""
        self._process.start(self._program[0], [*self._program[1:], *words])

    def stop(self) -> None:
        """Ask it to write its checkpoint and end; `stopped` or `finished` follows."""
        if self.is_running:
            self._process.write(b"stop\n")

    def wait(self) -> None:
        """Block until it has ended; for closing the program and for tests."""
        if self.is_running and not self._process.waitForFinished(_WAIT_MS):
            log.warning("The training did not stop and is ended")
            self._process.kill()
            self._process.waitForFinished(_WAIT_MS)

    def _read_lines(self) -> None:
        while self._process.canReadLine():
            self._take(bytes(self._process.readLine().data()))

    def _take(self, line: bytes) -> None:
        try:
            message = read_json(line, nan_is_a_number=True)
            self._understand(message)
        except (ValueError, KeyError, TypeError, AttributeError):
            log.warning("The training said what cannot be understood: %r", line[:200])

    def _understand(self, message: dict[str, Any]) -> None:
        if "report" in message:
            self.reported.emit(report_of(message["report"]))
        elif "stage" in message:
            self.staged.emit(Progress(**message["stage"]))
        elif "say" in message:
            self.said.emit(said(message["say"]))
        elif "model" in message:
            self._trained = Trained(str(message["model"]), said(message["sentence"]))
        elif "trouble" in message:
            self._reason = " ".join(filter(None, map(said, message["trouble"])))

    def _read_trouble(self) -> None:
        text = bytes(self._process.readAllStandardError().data()).decode("utf-8", "replace")
        self._trouble.extend(line for line in text.splitlines() if line.strip())

    def _tell_end(self, code: int, status: QProcess.ExitStatus) -> None:
        self._read_lines()
        self._read_trouble()
        if status == QProcess.ExitStatus.NormalExit and code == DONE:
            self.finished.emit(self._trained)
        elif status == QProcess.ExitStatus.NormalExit and code == STOPPED:
            self.stopped.emit()
        elif code == 1 and self._reason:
            self.failed.emit(self._reason)
        elif code == 1 and self._trouble:
            self.failed.emit(self._trouble[-1].removeprefix("imgsim: "))
        else:
            log.error("The training ended with %s: %s", code, "\n".join(self._trouble))
            says = self.tr("The training ended unexpectedly. Its checkpoint is kept: {line}")
            self.failed.emit(says.format(line=self._trouble[-1] if self._trouble else code))
        self.ended.emit()

    def _tell_no_start(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            says = self.tr("The training could not be started: {text}")
            self.failed.emit(says.format(text=self._process.errorString()))
            self.ended.emit()


def report_of(fields: dict[str, Any]) -> TrainingReport:
    """A TrainingReport from its JSON."""
    preview = fields.pop("preview", None)
    return TrainingReport(**fields, preview=None if preview is None else Path(preview))


def own_program() -> list[str]:
    """How this program is started again: the interpreter and us, or the packed program."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, "-m", "imgsim_desktop"]


def _python_path(before: str) -> str:
    """Our own code first: started from a checkout, the child finds the same one."""
    ours = str(Path(imgsim_desktop.__file__).parents[1])
    return os.pathsep.join(part for part in (ours, before) if part)
