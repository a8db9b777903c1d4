"""Crashes below Python: where the program was is written to a file, and told at the next start."""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import os
import re
import sys
import time
from pathlib import Path
from typing import TextIO

from imgsim_desktop import __version__
from imgsim_desktop.private import for_owner, make_private

LAST = "crash.log"
"""The last one that was told; a report may need it later."""
_CHARS = 20_000
_OURS = re.compile(r"crash-([0-9]+)\.log")

log = logging.getLogger(__name__)


class CrashLog:
    """One run's file in the folder of the logs: there after a crash, gone after an ordinary end.

    Each run has its own, named by its process: two windows do not write over each other.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file: TextIO | None = None

    def earlier(self) -> str:
        """What earlier runs left behind when they crashed, each once; empty where none did."""
        told: list[str] = []
        for path in sorted(self._folder.glob("crash-*.log")):
            named = _OURS.fullmatch(path.name)
            if named is None or _is_running(int(named[1])):
                continue
            try:
                text = path.read_text("utf-8", errors="replace")
                if len(text.splitlines()) > 1:
                    told.append(text[:_CHARS])
                    path.replace(self._folder / LAST)
                else:  # killed, or the machine was switched off: that is no crash of ours
                    path.unlink()
            except OSError as error:
                log.warning("%s, left by an earlier run, cannot be read: %s", path, error)
        return "\n".join(told)

    def begin(self) -> None:
        """From now on. Does nothing where somebody has asked Python for the same already."""
        if faulthandler.is_enabled():
            return
        try:
            make_private(self._folder)
            path = self._folder / f"crash-{os.getpid()}.log"
            self._file = open(path, "w", encoding="utf-8", opener=for_owner)  # noqa: SIM115
        except OSError as error:
            log.warning("Crashes will leave no trace: %s", error)
            return
        began = time.strftime("%Y-%m-%d %H:%M:%S")
        self._file.write(f"ImgSim Desktop {__version__}, started {began}\n")
        self._file.flush()
        faulthandler.enable(self._file, all_threads=True)

    def end(self) -> None:
        """The run has come to its end: nothing is left behind."""
        if self._file is None:
            return
        faulthandler.disable()
        self._file.close()
        with contextlib.suppress(OSError):  # then the next start takes it away
            Path(self._file.name).unlink()
        self._file = None


def _is_running(pid: int) -> bool:
    """Whether that process may be at work. Windows keeps the file of one that is, anyway."""
    if pid == os.getpid():
        return True
    if sys.platform == "win32":
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
