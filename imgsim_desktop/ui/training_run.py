"""A training in a process of its own, read line by line by a work of the window.

torch takes every core it gets; in our process its threads would hold the interpreter while the
window wants to draw. The child is `imgsim train ... --progress-json`: one JSON object a line comes
out of it, and the word "stop", or the end of our process, goes in.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, Final

import imgsim_desktop
from imgsim_desktop.bounded_json import read_json
from imgsim_desktop.control import Cancelled
from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.records import Progress
from imgsim_desktop.scan.models import TrainingReport
from imgsim_desktop.ui.work import WorkControl

DONE, STOPPED = 0, 130
"""Exit codes of the command line."""
_KEPT_LINES: Final = 12
"""Of what the child says about its trouble."""
_STOPS_IN_S: Final = 30.0
"""Until a child that was told to stop is ended: a checkpoint takes a second."""
_LOOK_S: Final = 0.1
_PIPES_END_IN_S: Final = 1.0
"""After the process: what it has said is read by then."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Trained:
    """What came out of a training that ended by itself."""

    model: str
    """Name of the network; empty if none was kept, because the old one is better."""
    sentence: str
    """For `sentences.said`."""


def train_beside(program: Sequence[str], words: Sequence[str], control: WorkControl) -> Trained:
    """Let a child train, until it ends or is told to stop. Sends what it says, as it says it:
    Progress, TrainingReport, or a sentence for `sentences.said`.

    program  what is started, before the words of the command line
    words    after `imgsim`: "train", "--recipe", ...
    Raises KnownError with what happened, and Cancelled once its checkpoint is whole.
    """
    return _Child(program, words, control).follow()


class _Child:
    """The process, with a thread for each of its pipes; all else is done in the work's thread."""

    def __init__(self, program: Sequence[str], words: Sequence[str], control: WorkControl) -> None:
        self._control = control
        self._lines: SimpleQueue[bytes | None] = SimpleQueue()
        self._trouble: deque[str] = deque(maxlen=_KEPT_LINES)
        self._trained = Trained("", "")
        self._reason: KnownError | None = None
        """Why it ended, if it said so."""
        try:
            self._process = subprocess.Popen(
                [*program, *words],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=_environment(),
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            says = "The training could not be started: {reason}"
            raise KnownError(Sentence(says, reason=error.strerror or error)) from error
        self._readers = [
            threading.Thread(target=self._read_lines, name="training-lines", daemon=True),
            threading.Thread(target=self._read_trouble, name="training-trouble", daemon=True),
        ]

    def follow(self) -> Trained:
        for reader in self._readers:
            reader.start()
        told_at: float | None = None
        while (line := self._next_line()) is not None:
            if line:
                self._take(line)
            elif self._process.poll() is not None:  # a process it has left holds the pipe open
                break
            if self._control.is_stopped and told_at is None:
                told_at = time.monotonic()
                self._ask_to_stop()
            if told_at is not None and time.monotonic() - told_at > _STOPS_IN_S:
                log.warning("The training did not stop and is ended")
                self._process.kill()
        code = self._process.wait()
        for reader in self._readers:
            reader.join(timeout=_PIPES_END_IN_S)
        self._close()
        return self._outcome(code)

    def _next_line(self) -> bytes | None:
        """Empty if none has come for a moment; None after the last."""
        try:
            return self._lines.get(timeout=_LOOK_S)
        except Empty:
            return b""

    def _ask_to_stop(self) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(b"stop\n")
            self._process.stdin.flush()
        except OSError as error:  # it has just ended by itself
            log.info("The training could not be told to stop: %s", error)

    def _close(self) -> None:
        """Our end of the pipe to it; each reader closes its own."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.close()
        except OSError as error:  # "stop", which it did not live to read
            log.info("The training has not read all: %s", error)

    def _read_lines(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as pipe:
            for line in pipe:
                self._lines.put(line)
        self._lines.put(None)

    def _read_trouble(self) -> None:
        assert self._process.stderr is not None
        with self._process.stderr as pipe:
            for line in pipe:
                text = line.decode("utf-8", "replace").rstrip()
                if text:
                    self._trouble.append(text)

    def _take(self, line: bytes) -> None:
        try:
            message = read_json(line, nan_is_a_number=True)
            self._understand(message)
        except (ValueError, KeyError, TypeError, AttributeError):
            log.warning("The training said what cannot be understood: %r", line[:200])

    def _understand(self, message: dict[str, Any]) -> None:
        if "report" in message:
            self._control.send(report_of(message["report"]))
        elif "stage" in message:
            self._control.send(Progress(**message["stage"]))
        elif "say" in message:
            self._control.send(sentence_of(message["say"]))
        elif "model" in message:
            self._trained = Trained(str(message["model"]), sentence_of(message["sentence"]))
        elif "trouble" in message:
            self._reason = KnownError(*map(sentence_of, message["trouble"]))

    def _outcome(self, code: int) -> Trained:
        if code == DONE:
            return self._trained
        if code == STOPPED:
            raise Cancelled
        if code == 1 and self._reason is not None:
            raise self._reason
        if code == 1 and self._trouble:
            raise KnownError(self._trouble[-1].removeprefix("imgsim: "))
        log.error("The training ended with %s: %s", code, "\n".join(self._trouble))
        says = "The training ended unexpectedly. Its checkpoint is kept: {line}"
        raise KnownError(Sentence(says, line=self._trouble[-1] if self._trouble else code))


def report_of(fields: dict[str, Any]) -> TrainingReport:
    """A TrainingReport from its JSON."""
    preview = fields.pop("preview", None)
    return TrainingReport(**fields, preview=None if preview is None else Path(preview))


def sentence_of(told: object) -> str:
    """A Sentence that came as JSON with its pattern and values, or a plain text."""
    if not isinstance(told, Mapping):
        return str(told)
    values = {
        name: sentence_of(value) if isinstance(value, Mapping) else value
        for name, value in told["values"].items()
    }
    return Sentence(str(told["pattern"]), **values)


def own_program() -> list[str]:
    """How this program is started again: the interpreter and us, or the packed program."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, "-m", "imgsim_desktop"]


def _environment() -> dict[str, str]:
    """Our own code first: started from a checkout, the child finds the same one."""
    ours = str(Path(imgsim_desktop.__file__).parents[1])
    path = os.pathsep.join(filter(None, (ours, os.environ.get("PYTHONPATH", ""))))
    return {
        **os.environ, "PYTHONPATH": path, "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"
    }  # fmt: skip
