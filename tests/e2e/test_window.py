"""The whole journey in the real window on a virtual screen, as a process of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

CHECKOUT = Path(__file__).parents[2]
JOURNEY_S = 400


@pytest.fixture(scope="module")
def screen() -> Iterator[str]:
    """A virtual screen of its own; its number is chosen by the X server."""
    server = shutil.which("Xvfb")
    if server is None:
        pytest.skip("Xvfb is not installed: the real window is NOT tested here")
    read_end, write_end = os.pipe()
    process = subprocess.Popen(
        [server, "-displayfd", str(write_end), "-screen", "0", "1280x860x24", "-nolisten", "tcp"],
        pass_fds=(write_end,),
        stderr=subprocess.DEVNULL,
    )
    os.close(write_end)
    with os.fdopen(read_end) as told:
        number = told.readline().strip()
    yield f":{number}"
    process.terminate()
    process.wait(10)


def test_from_folder_to_trash_and_back(screen: str, shared_data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "My photos 照片"
    shutil.copytree(shared_data / "photos", folder)
    photo = folder / "drone_seneca" / "images__IMG_0448.jpg"
    copy = folder / "Messenger" / "IMG-20240101-WA0007.jpg"
    copy.parent.mkdir()
    with Image.open(photo) as original:
        original.thumbnail((1600, 1600))
        original.save(copy, quality=75)
    before = copy.read_bytes()

    environment = {key: value for key, value in os.environ.items() if key != "WAYLAND_DISPLAY"}
    environment |= {"DISPLAY": screen, "QT_QPA_PLATFORM": "xcb", "PYTHONFAULTHANDLER": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.e2e.journey", str(folder), str(photo), str(copy)],
        cwd=CHECKOUT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=JOURNEY_S,
        check=False,
    )

    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    assert "undo brings the copy back" in done.stdout
    assert copy.read_bytes() == before
    journal = (Path(environment["IMGSIM_HOME"]) / "journal.jsonl").read_text("utf-8")
    assert copy.name in journal
