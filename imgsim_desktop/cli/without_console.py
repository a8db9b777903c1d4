"""A program without a console, as Windows starts one by its icon: what it says is not lost.

There `sys.stdout` and `sys.stderr` are None. What would be written to them is kept, and where the
program ends with an error it is shown in a box of the system and written into the log.
"""

from __future__ import annotations

import ctypes
import io
import sys
import traceback
from collections.abc import Callable

from imgsim_desktop.library.paths import find_home

KEPT_CHARACTERS = 4_000
"""The last of it: more does not fit into a box."""
_ERROR_ICON = 0x10


class _Kept(io.StringIO):
    """A stream that remembers the end of what was written."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""

    def write(self, text: str) -> int:
        self.text = (self.text + text)[-KEPT_CHARACTERS:]
        return len(text)


def spoken(work: Callable[[], int], bug: int) -> int:
    """Do the work; returns its exit code. With a console this is all.

    bug  the exit code of an exception nobody expected, which is told like the rest
    """
    if sys.stderr is not None:
        return work()
    said = _Kept()
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = sys.stdout or said, said
    try:
        code = work()
    except Exception:  # noqa: BLE001  the top of the program: nobody else would ever tell
        traceback.print_exc(file=said)
        code = bug
    finally:
        sys.stdout, sys.stderr = before
    if code and said.text.strip():
        _keep(said.text)
        show_box(said.text.strip())
    return code


def _keep(text: str) -> None:
    """Into the log of the window."""
    try:
        path = find_home().logs / "imgsim.log"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(text if text.endswith("\n") else f"{text}\n")
    except OSError as error:
        show_box(f"{error.strerror or error}: the log could not be written.")


def show_box(text: str) -> None:
    """The system's own message box: Qt may be what is missing."""
    if sys.platform == "win32":
        ctypes.windll.user32.MessageBoxW(None, text, "ImgSim Desktop", _ERROR_ICON)
