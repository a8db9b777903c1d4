"""What the command line says: results to stdout, everything else to stderr."""

from __future__ import annotations

import io
import json
import re
import sys
import time
from collections.abc import Mapping

from imgsim_desktop.control import Control
from imgsim_desktop.records import STAGE_WORDS, Progress

JSON_VERSION = 1
"""Of docs/cli-json.schema.json: grows when a field goes or changes, not when one comes."""

TERMINAL_EVERY_S = 0.1
PIPE_EVERY_S = 5.0
"""Lines in a log: one each 5 s tells that it lives and fills no disk."""

_COMMANDING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def make_output_safe() -> None:
    """Write UTF-8 whatever the locale, and names that are no UTF-8 as the bytes they are."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="surrogateescape")


def print_json(line: Mapping[str, object]) -> None:
    """One result as one line. Plain ASCII: a name that is no UTF-8 stays readable for programs."""
    sys.stdout.write(json.dumps(line) + "\n")


def print_line(text: str) -> None:
    """One line of a result for people."""
    sys.stdout.write(_harmless(text) + "\n")


def print_path(path: object) -> None:
    """A file's name alone and just as it is, ended by a zero byte, for another program."""
    sys.stdout.write(f"{path}\0")


def counted(number: int, noun: str) -> str:
    """ "1 file", "7 files"; for nouns with an s."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def on_one_line(name: object) -> str:
    """A name or path for people: a line break in it is written out."""
    return str(name).replace("\n", "\\n").replace("\r", "\\r")


def _harmless(text: str) -> str:
    """What a file name must not do to a terminal - move, colour, turn the reading - written out."""
    return _COMMANDING.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def tell(text: str) -> None:
    """A `note` that nobody misses who said --quiet: what went as it should."""
    if not CONTROL.is_quiet:
        note(text)


def note(text: str) -> None:
    """Something the user should know that is not the result."""
    CONTROL.clear_line()
    sys.stderr.write(f"imgsim: {_harmless(text)}\n")
    sys.stderr.flush()


def agrees(question: str) -> bool:
    """Ask at the terminal; anything but yes is no."""
    sys.stdout.flush()
    CONTROL.clear_line()
    sys.stderr.write(f"{question} [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in {"y", "yes"}


def percent(share: float) -> str:
    """0.934 as 93%; never 100% for what is not exactly 1, as the window says it."""
    return f"{100 if share >= 1 else min(99, round(share * 100))}%"


def amount(size_bytes: float) -> str:
    """A number of bytes as people read it."""
    for unit in ("bytes", "kB", "MB", "GB"):
        if size_bytes < 1000 or unit == "GB":
            break
        size_bytes /= 1000
    return f"{size_bytes:.0f} {unit}" if unit == "bytes" else f"{size_bytes:.1f} {unit}"


class ShownControl(Control):
    """Shows progress on stderr: a line that rewrites itself on a terminal, else a line at times."""

    def __init__(self) -> None:
        super().__init__()
        self._shown_s = time.monotonic()
        self._line_stands = False
        self.is_quiet = self.is_verbose = False
        """--quiet: no progress; --verbose: a line for each stage when it is over."""
        self._stage: tuple[str, float] = ("", 0.0)

    def report(self, progress: Progress) -> None:
        before = self.progress
        super().report(progress)
        if self.is_quiet:
            return
        if self.is_verbose and progress.stage != before.stage:
            self._tell_stage(before)
        is_terminal = sys.stderr.isatty()
        now = time.monotonic()
        if now - self._shown_s < (TERMINAL_EVERY_S if is_terminal else PIPE_EVERY_S):
            return
        self._shown_s = now
        if is_terminal:
            sys.stderr.write(f"\r\x1b[K{describe(progress, bar=True)}")
            self._line_stands = True
        else:
            sys.stderr.write(f"{describe(progress, bar=False)}\n")
        sys.stderr.flush()

    def _tell_stage(self, over: Progress) -> None:
        stage, began_s = self._stage
        self._stage = (self.progress.stage, time.monotonic())
        if stage:
            what = STAGE_WORDS.get(stage, stage)
            done = f"{over.done}, " if over.done else ""
            note(f"{what}: {done}{time.monotonic() - began_s:.1f} s")

    def clear_line(self) -> None:
        """Take the bar away, so that other text does not run into it."""
        if self._line_stands:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self._line_stands = False


def describe(progress: Progress, *, bar: bool) -> str:
    """One line about how far a job is."""
    parts = [STAGE_WORDS.get(progress.stage, progress.stage)]
    if progress.total:
        share = min(1.0, progress.done / progress.total)
        if bar:
            parts.append(f"[{'#' * round(24 * share):24}]")
        parts.append(f"{progress.done}/{progress.total}")
    elif progress.done:
        parts.append(str(progress.done))
    if progress.rate_per_s:
        parts.append(f"{progress.rate_per_s:.1f}/s")
    if progress.seconds_left is not None:
        parts.append(f"{_duration(progress.seconds_left)} left")
    if progress.failed:
        parts.append(f"{progress.failed} unreadable")
    if progress.device:
        parts.append(progress.device)
    return "  ".join(parts)


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


CONTROL = ShownControl()
"""The one job of this process; Ctrl+C stops it."""
