"""What only a process of its own shows: kill -9, two at once, pipes, locales, no Qt."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Imgsim
from tests.cli.program import ENOUGH
from tests.pictures import save_photos

Start = Callable[..., subprocess.Popen[str]]

PHOTOS = 80
"""More than two batches, so that a scan can be met half done."""


def stored(home: Path) -> int:
    """Photos that are in the cache now."""
    for cache in home.rglob("cache.db"):
        with closing(sqlite3.connect(f"{cache.as_uri()}?mode=ro", uri=True)) as db:
            try:
                return int(db.execute("SELECT count(*) FROM photos").fetchone()[0])
            except sqlite3.OperationalError:  # not made yet
                return 0
    return 0


def wait_until(is_true: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + 60
    while not is_true():
        assert time.monotonic() < deadline, what
        time.sleep(0.02)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "imgsim-home"


@pytest.fixture
def hold(tmp_path: Path) -> Path:
    """While this file exists a scan with IMGSIM_TEST_HOLD does not go beyond its first batches."""
    file = tmp_path / "hold"
    file.touch()
    return file


@pytest.fixture
def many(photos_folder: Path) -> Path:
    save_photos(photos_folder, PHOTOS)
    return photos_folder


def test_after_kill_9_in_the_middle_of_a_scan_the_rest_is_done_and_nothing_twice(
    start_imgsim: Start, imgsim_process: Imgsim, many: Path, home: Path, hold: Path
) -> None:
    process = start_imgsim("scan", many, IMGSIM_TEST_HOLD=str(hold))
    wait_until(lambda: stored(home) >= ENOUGH, "no batch was written")
    process.send_signal(signal.SIGKILL)
    process.wait()
    kept = stored(home)
    assert 0 < kept < PHOTOS
    said = imgsim_process("scan", many)
    assert said.out.startswith(f"{PHOTOS} photos, {PHOTOS - kept} read, {kept} unchanged")
    assert said.code == 0


def test_ctrl_c_ends_a_scan_with_130_and_keeps_what_was_finished(
    start_imgsim: Start, many: Path, home: Path, hold: Path
) -> None:
    process = start_imgsim("scan", many, IMGSIM_TEST_HOLD=str(hold))
    wait_until(lambda: stored(home) >= ENOUGH, "no batch was written")
    process.send_signal(signal.SIGINT)
    hold.unlink()
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Stopped. What was finished is kept." in err
    assert 0 < stored(home) < PHOTOS


def test_a_second_program_says_so_and_uses_what_is_there(
    start_imgsim: Start, imgsim_process: Imgsim, many: Path, home: Path, hold: Path
) -> None:
    first = start_imgsim("scan", many, IMGSIM_TEST_HOLD=str(hold))
    wait_until(lambda: stored(home) >= ENOUGH, "no batch was written")
    scanning = imgsim_process("scan", many)
    assert scanning.code == 1
    assert "is being scanned by another program" in scanning.err
    asking = imgsim_process("similar", many / "0000.jpg", "--in", many, "-n", 3, "--json")
    assert asking.code == 0
    assert "photos may be missing" in asking.err
    assert len(asking.lines) == 3
    assert first.poll() is None, "the first one was to be still at work"


def test_a_reader_that_has_seen_enough_ends_the_command_quietly(many: Path) -> None:
    for i in range(40):
        shutil.copyfile(many / "0000.jpg", many / f"copy{i}.jpg")
    command = f"{sys.executable} -m tests.cli.program pairs {many} --json | head -1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 130
    assert "bug" not in done.stderr
    assert done.stdout.startswith('{"a":')


@pytest.mark.parametrize("locale", [{"LANG": "C"}, {"LC_ALL": "POSIX", "PYTHONUTF8": "0"}])
def test_names_are_written_as_utf8_in_every_locale(
    imgsim_process: Imgsim, photos_folder: Path, locale: dict[str, str]
) -> None:
    photo = save_photos(photos_folder, 1)[0]
    shutil.copyfile(photo, photos_folder / "Übersee 照片.jpg")
    environ = {"PYTHONCOERCECLOCALE": "0", "LC_ALL": "", **locale}
    assert "Übersee 照片.jpg" in imgsim_process("pairs", photos_folder, **environ).out


def test_a_scan_needs_no_qt(photos_folder: Path) -> None:
    save_photos(photos_folder, 3)
    code = (
        "import sys; sys.modules['PySide6'] = None; sys.modules['torch'] = None; "
        "sys.argv = ['imgsim', 'scan', sys.argv[1]]; "
        "import runpy; runpy.run_module('tests.cli.program', run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(photos_folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("3 photos, 3 read")


def test_a_window_without_a_display_is_refused_with_a_sentence(tmp_path: Path) -> None:
    environ = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    environ.pop("QT_QPA_PLATFORM", None)
    for display, sentence in (
        ({}, "There is no display: neither DISPLAY nor WAYLAND_DISPLAY is set."),
        ({"DISPLAY": ":4711"}, "The display :4711 cannot be reached."),
        ({"WAYLAND_DISPLAY": "wayland-9"}, "WAYLAND_DISPLAY=wayland-9 cannot be reached."),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "imgsim_desktop", str(tmp_path)],
            cwd=ROOT,
            env={**environ, **display},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1
        assert sentence in done.stderr
        assert "imgsim --help" in done.stderr


@pytest.mark.slow
def test_hostile_files_are_listed_with_reasons_below_2_gb(
    shared_data: Path, imgsim_process: Imgsim, home: Path, photos_folder: Path
) -> None:
    """Each third of them, and others than `reading/test_hostile.py` takes."""
    hostile = sorted(path for path in (shared_data / "hostile").rglob("*") if path.is_file())
    for number, path in enumerate(hostile[1::3]):
        shutil.copyfile(path, photos_folder / f"{number:03} {path.name}")
    code = (
        "import resource, subprocess, sys; "
        "code = subprocess.run(sys.argv[1:]).returncode; "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr); "
        "sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, sys.executable, "-m", "tests.cli.program",
         "scan", str(photos_folder)],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=240,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert int(done.stderr.split()[-1]) < 2_000_000
    (line,) = imgsim_process("status", "--json", "--failures").lines
    assert len(line["unreadable"]) == line["failures"] > 12
    assert all(failure["reason"] and failure["detail"] for failure in line["unreadable"])
