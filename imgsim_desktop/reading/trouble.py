"""Trouble: decoders raise anything; here it becomes a reason and the decoder's own words."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from PIL import Image

from imgsim_desktop.records import Reason

T = TypeVar("T")


class UnreadableError(Exception):
    """This file is no picture we can read; stays inside the room."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why one file could not be read, as a value."""

    reason: Reason
    detail: str


def attempt(work: Callable[[], T]) -> T | Trouble:
    """Do the work on one file; whatever its decoder raises comes back as a value.

    Cancelled and KeyboardInterrupt pass. Decoders' warnings are silenced meanwhile.
    """
    try:
        with _QUIET.warnings_off():
            return work()
    except UnreadableError as error:
        return Trouble(error.reason, error.detail)
    except Exception as error:  # noqa: BLE001 - one bad file must never end a scan
        return Trouble(_reason(error), _words(error))


_CUT_WORDS = (
    "truncated", "unexpected end", "end of file", "too short", "not enough image data",
    "incomplete", "premature", "requires a buffer", "insufficient input",
)  # fmt: skip
_UNKNOWN_WORDS = ("unsupported", "not implemented", "unknown pixel mode", "image mode")


def _reason(error: Exception) -> Reason:
    if isinstance(error, MemoryError | Image.DecompressionBombError):
        return Reason.TOO_LARGE
    if isinstance(error, FileNotFoundError):
        return Reason.GONE
    if isinstance(error, PermissionError):
        return Reason.NO_PERMISSION
    if isinstance(error, OSError) and error.errno is not None:
        return Reason.READ_ERROR
    if isinstance(error, NotImplementedError):
        return Reason.UNSUPPORTED
    words = str(error).lower()
    if isinstance(error, EOFError) or any(part in words for part in _CUT_WORDS):
        return Reason.TRUNCATED
    if any(part in words for part in _UNKNOWN_WORDS):
        return Reason.UNSUPPORTED
    return Reason.DAMAGED


def _words(error: Exception) -> str:
    words = str(error).strip()
    return (words if words and len(words) > 3 else f"{type(error).__name__} {words}".strip())[:300]


class _Quiet:
    """Silences Pillow's and the plugins' warnings while at least one thread decodes.

    `warnings.catch_warnings` swaps a list of the whole process: two pool threads that enter and
    leave crosswise would put back each other's state. So the first one in swaps, the last one
    out puts back, and the lock is where those two meet.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._inside = 0
        self._saved: warnings.catch_warnings[None] | None = None

    @contextmanager
    def warnings_off(self) -> Iterator[None]:
        with self._lock:
            self._inside += 1
            if self._inside == 1:
                self._saved = warnings.catch_warnings()
                self._saved.__enter__()
                for module in (r"PIL\b", r"pillow_", r"imgsim_desktop\.reading"):
                    warnings.filterwarnings("ignore", module=module)
        try:
            yield
        finally:
            with self._lock:
                self._inside -= 1
                if self._inside == 0 and self._saved is not None:
                    self._saved.__exit__(None, None, None)
                    self._saved = None


_QUIET = _Quiet()
