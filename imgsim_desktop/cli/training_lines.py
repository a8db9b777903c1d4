"""`imgsim train --progress-json`: what a program that shows a training reads, and how it stops it.

One JSON object a line on stdout: {"stage": Progress}, {"report": TrainingReport}, {"say": sentence}
and at the end {"model": name or "", "sentence": ...} or {"trouble": [sentence, hint]}. A sentence
is {"pattern": English with {names}, "values": {name: text, number or sentence}}, so that it can be
translated, or plain English. Any line on stdin, or its end, stops the training: it is stopped, too,
when the program that started it dies.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import time
from dataclasses import asdict

from imgsim_desktop.cli.output import CONTROL, print_json
from imgsim_desktop.control import Control
from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.records import Progress
from imgsim_desktop.scan.models import TrainingReport

_EVERY_S = 0.2
_NICER = 10
"""Of the process: a window that is looked at comes first."""
_STDIN = 0


class TrainingLines(Control):
    """The control of a training whose state is read by a program."""

    def __init__(self) -> None:
        super().__init__()
        self._told_s = 0.0
        self._stage = ""

    def start(self) -> None:
        """Give way to others, and listen for the wish to stop, in a thread."""
        if hasattr(os, "nice"):
            with contextlib.suppress(OSError):
                os.nice(_NICER)
        threading.Thread(target=self._listen, name="stdin", daemon=True).start()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            os.read(_STDIN, 1)  # not sys.stdin: its lock would be held when the process ends
        self.stop()

    def check(self) -> None:
        CONTROL.check()  # Ctrl+C
        super().check()

    def report(self, progress: Progress) -> None:
        """A new stage at once, the rest five times a second."""
        super().report(progress)
        now = time.monotonic()
        if progress.stage == "training":  # told by `watch`, with the losses
            return
        if progress.stage == self._stage and now - self._told_s < _EVERY_S:
            return
        self._stage, self._told_s = progress.stage, now
        self._print({"stage": asdict(progress)})

    def watch(self, report: TrainingReport) -> None:
        fields = asdict(report)
        fields["preview"] = None if report.preview is None else str(report.preview)
        self._print({"report": fields})

    def say(self, sentence: str) -> None:
        self._print({"say": _made_of(sentence)})

    def end(self, model: str, sentence: str) -> None:
        """model  name under which it is kept; empty if none was worth keeping"""
        self._print({"model": model, "sentence": _made_of(sentence)})

    def fail(self, error: KnownError) -> None:
        self._print({"trouble": [_made_of(error.sentence), _made_of(error.hint)]})

    def _print(self, message: dict[str, object]) -> None:
        print_json(message)
        sys.stdout.flush()


def _made_of(value: object) -> object:
    """A sentence with its pattern and values, as JSON takes it; numbers stay numbers."""
    if isinstance(value, Sentence):
        values = {name: _made_of(part) for name, part in value.values.items()}
        return {"pattern": value.pattern, "values": values}
    return value if isinstance(value, (int, float)) else str(value)
