"""A file system that fails, hangs or is watched, for processes that tests start: see faulty.c."""

from __future__ import annotations

import atexit
import ctypes
import functools
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

SOURCE = Path(__file__).with_name("faulty.c")


@dataclass(frozen=True)
class Rule:
    """What becomes of a call about a path that begins so."""

    call: str
    """open read write fsync fdatasync truncate rename link unlink rmdir mkdir stat opendir readdir,
    or * for all."""
    prefix: Path | str
    error: int = 0
    """A number of `errno`; 0: it works in the end."""
    sleep_s: int = 0
    nth: int = 0
    """Only the nth time; 0: each time."""

    def line(self) -> str:
        action, number = ("sleep", self.sleep_s) if self.sleep_s else ("errno", self.error)
        return f"{self.call}\t{self.nth}\t{self.prefix}\t{action}\t{number}\n"


@functools.cache
def library() -> Path:
    """The compiled library. Skips the test, loudly, where it cannot be had."""
    if sys.platform != "linux":
        pytest.skip("a faulty file system is made on Linux only: NOT tested here")
    gcc = shutil.which("gcc") or shutil.which("cc")
    if gcc is None:
        pytest.skip("no C compiler: what a faulty file system does is NOT tested here")
    folder = Path(tempfile.mkdtemp(prefix="imgsim-faulty-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    made = folder / "faulty.so"
    words = [
        gcc,
        "-shared",
        "-fPIC",
        "-O1",
        "-w",
        str(SOURCE),
        "-ldl",
        "-lpthread",
        "-o",
        str(made),
    ]
    subprocess.run(words, check=True)
    return made


def environment(rules: Iterable[Rule], folder: Path) -> dict[str, str]:
    """For a process in which these rules hold; they are written to a file in `folder`."""
    path = folder / "faulty-rules"
    path.write_text("".join(rule.line() for rule in rules))
    return {"LD_PRELOAD": str(library()), "FAULTY_RULES": str(path)}


def change_rules(rules: Iterable[Rule], folder: Path) -> None:
    """Other rules for this process, which was started with the library."""
    ctypes.CDLL(None).faulty_rules(environment(rules, folder)["FAULTY_RULES"].encode())


def met() -> int:
    """How often the first of the rules has fitted in this process."""
    return int(ctypes.CDLL(None).faulty_met())


def recording(below: Path, log: Path) -> dict[str, str]:
    """For a process whose changes below a folder are recorded: `journal.read_log` reads them."""
    return {"LD_PRELOAD": str(library()), "FAULTY_BELOW": str(below), "FAULTY_LOG": str(log)}
