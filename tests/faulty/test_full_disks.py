"""Disks that are really full: small ones, mounted for the test, filled to the last byte."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fuzz.races import ROOT
from tests.pictures import save_photo

PICTURES = 3


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 16 MB. Skips the test, loudly, where none can be mounted."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root on Linux can mount a small disk: a full one is NOT tested here")
    folder = tmp_path / "disk"
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=16m,mode=0700", "tmpfs", str(folder)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.skip(f"no disk can be mounted: a full one is NOT tested here ({done.stderr})")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(folder: Path) -> Path:
    path = folder / "filling"
    with path.open("wb", buffering=0) as file:
        while shutil.disk_usage(folder).free:
            file.write(bytes(4096))
    return path


def make_photos(folder: Path) -> set[str]:
    for number in range(PICTURES):
        save_photo(folder / f"{number}.jpg", number)
        shutil.copyfile(folder / f"{number}.jpg", folder / f"{number} copy.jpg")
    return names(folder)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.glob("*.jpg")}


class Program:
    """The command line, a process a command."""

    def __init__(self, home: Path, data: Path) -> None:
        self._environ = {**os.environ, "IMGSIM_HOME": str(home), "XDG_DATA_HOME": str(data)}

    def __call__(self, *words: object) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "tests.cli.program", *map(str, words)],
            cwd=ROOT, env=self._environ, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert "Traceback" not in done.stderr, done.stderr
        return done


def test_a_library_is_tidied_while_the_disk_of_the_data_folder_is_full(
    tmp_path: Path, small_disk: Path
) -> None:
    photos = tmp_path / "photos"
    before = make_photos(photos)
    run = Program(small_disk / "home", tmp_path / "xdg")
    assert run("scan", photos).returncode == 0
    filling = fill(small_disk)
    save_photo(photos / "new.jpg", 99)
    refused = run("scan", photos)
    assert refused.returncode == 1
    assert "nearly full: nothing was read" in refused.stderr
    done = run("duplicates", photos, "--trash", "--yes")
    assert done.returncode == 0, done.stderr
    assert f"{PICTURES} of {PICTURES} files moved to the trash" in done.stderr
    assert "What the last scan saw is used" in done.stderr
    assert len(names(photos)) == PICTURES + 1
    assert run("undo").returncode == 0
    assert names(photos) == before | {"new.jpg"}
    again = run("duplicates", photos, "--trash", "--yes")
    assert again.returncode == 0, again.stderr
    assert len(names(photos)) == PICTURES + 1
    filling.unlink()
    assert run("undo").returncode == 0
    assert names(photos) == before | {"new.jpg"}
    assert "7 photos, 1 read" in run("scan", photos).stdout
    assert (small_disk / "home" / "spare-room").exists()


def test_a_full_disk_of_photos_is_called_full_and_nothing_is_left_on_it(
    tmp_path: Path, small_disk: Path
) -> None:
    photos = small_disk / "photos"
    before = make_photos(photos)
    run = Program(tmp_path / "home", tmp_path / "xdg")
    assert run("scan", photos).returncode == 0
    filling = fill(small_disk)
    done = run("duplicates", photos, "--trash", "--yes")
    assert done.returncode == 1
    assert "disk is full" in done.stderr.lower(), done.stderr
    assert "no trash" not in done.stderr
    assert names(photos) == before
    left = {path for path in small_disk.rglob("*") if path.is_file()} - {filling}
    assert left == {photos / name for name in before}
    filling.unlink()
    assert run("duplicates", photos, "--trash", "--yes").returncode == 0
    assert len(names(photos)) == PICTURES
