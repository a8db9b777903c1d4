"""Nothing crashes, hangs or exhausts memory: foreign files beside the checkout, in a sandbox."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="the sandbox needs POSIX")
@pytest.mark.parametrize("name", ["hostile", "formats", "photos"])
def test_every_file_is_read_or_has_a_reason(name: str) -> None:
    folder = DATA / name
    if not folder.is_dir():
        pytest.skip(f"NOT CHECKED: no {folder} beside the checkout")
    done = subprocess.run(
        [sys.executable, ROOT / "tests/benchmarks/hostile_sweep.py", folder, "--seconds", "20"],
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert int(done.stdout.split()[0]) > 50
