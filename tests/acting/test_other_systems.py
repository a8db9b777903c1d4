"""The room can be entered on systems that are not here."""

import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import ctypes, logging, multiprocessing, socket, subprocess, sys, tempfile
import numpy
sys.platform = sys.argv[1]
import imgsim_desktop.acting.actor
"""


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_what_one_system_lacks_is_no_trouble_before_it_is_needed(platform: str) -> None:
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, platform],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
