"""Where torch is not installed: finding, removing and bringing back works, the rest says so."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from imgsim_desktop.resources import resource
from tests.pictures import save_photo, save_photos

ROOT = Path(__file__).parents[2]
PROGRAM = (
    "import sys; sys.modules['torch'] = sys.modules['torchvision'] = None; "
    "from imgsim_desktop.cli import run; sys.exit(run(sys.argv[1:]))"
)


def imgsim(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, *map(str, words)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.slow
def test_the_main_journey_needs_no_torch(tmp_path: Path, own_control: object) -> None:
    photos = tmp_path / "photos"
    save_photos(photos, 4)
    save_photo(photos / "small.jpg", 0, quality=70)
    query = save_photo(tmp_path / "query.webp", 2)

    scanned = imgsim("scan", photos)
    assert scanned.returncode == 0, scanned.stderr
    assert "5 photos, 5 read" in scanned.stdout
    similar = imgsim("similar", query, "--in", photos)
    heading, first = similar.stdout.splitlines()[:2]
    assert (heading, first.split()[-1]) == ("Copies", "0002.jpg"), similar.stderr
    listed = json.loads(imgsim("duplicates", photos, "--json").stdout)
    assert {member["path"] for member in listed["members"]} == {"0000.jpg", "small.jpg"}
    assert imgsim("duplicates", photos, "--trash", "--yes").returncode == 0
    assert not (photos / "small.jpg").exists()
    assert imgsim("undo").returncode == 0
    assert (photos / "small.jpg").exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    "words",
    [
        ("scan", "{photos}", "--weights", str(resource("weights/builtin.safetensors"))),
        ("evaluate", "--images", "{photos}"),
        ("train", "--images", "{photos}", "--out", "{photos}/trained"),
    ],
)
def test_what_needs_torch_says_how_to_install_it(
    words: tuple[str, ...], tmp_path: Path, own_control: object
) -> None:
    save_photos(tmp_path / "photos", 3)
    done = imgsim(*(word.format(photos=tmp_path / "photos") for word in words))
    assert done.returncode == 1
    assert "pip install torch torchvision" in done.stderr
    assert "Traceback" not in done.stderr
