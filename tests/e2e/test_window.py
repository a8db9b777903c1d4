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

from tests.pictures import save_photo

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
        [server, "-displayfd", str(write_end), "-screen", "0", "1500x860x24", "-nolisten", "tcp"],
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

    told = driven(screen, "journey", folder, photo, copy)

    assert "undo brings the copy back" in told
    assert copy.read_bytes() == before
    journal = (Path(os.environ["IMGSIM_HOME"]) / "journal.jsonl").read_text("utf-8")
    assert copy.name in journal


@pytest.mark.parametrize("by", ["mouse", "keys"])
def test_all_can_be_done_by_one_hand_alone(
    screen: str, tmp_path: Path, own_trash: Path, by: str
) -> None:
    if shutil.which("xdotool") is None:
        pytest.skip("xdotool is not installed: real drags and keys are NOT tested here")
    folder = tmp_path / "My photos"
    for seed, name in enumerate(("alone.jpg", "first.jpg", "trip/hut.jpg", "zoo.jpg")):
        save_photo(folder / name, seed)
    shutil.copy2(folder / "first.jpg", folder / "first copy.jpg")
    outside = save_photo(tmp_path / "outside.jpg", 9)
    before = {path: path.read_bytes() for path in folder.rglob("*.jpg")}

    told = driven(screen, "by_hand", by, folder, outside)

    assert "undo brings it back" in told
    assert {path: path.read_bytes() for path in folder.rglob("*.jpg")} == before


def driven(screen: str, module: str, *words: object) -> str:
    """What a journey in the real window has told; it must have arrived."""
    environment = {key: value for key, value in os.environ.items() if key != "WAYLAND_DISPLAY"}
    environment |= {"DISPLAY": screen, "QT_QPA_PLATFORM": "xcb", "PYTHONFAULTHANDLER": "1"}
    done = subprocess.run(
        [sys.executable, "-m", f"tests.e2e.{module}", *map(str, words)],
        cwd=CHECKOUT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=JOURNEY_S,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout
