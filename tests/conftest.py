"""What all tests may use. Nothing here or there touches the real home."""

from __future__ import annotations

import gc
import itertools
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from imgsim_desktop.cores import cores

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # a test needs no screen, and shows no window
os.environ["OMP_NUM_THREADS"] = "1"  # before numpy, OpenCV and torch are loaded: see tests/README
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # hundreds of processes would each compile all
sys.dont_write_bytecode = False

settings.register_profile("machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("machine")  # what a busy machine is slow at is no failure

MOST_PROCESSES = 8
"""Each holds its own Qt, OpenCV and torch: about 1 GB at the end of the suite."""


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Folders are shared out to a process per core; a few files are quicker in this one."""
    places = [Path(config.invocation_params.dir, word.partition("::")[0]) for word in config.args]
    if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ:
        return None
    if not any(place.is_dir() for place in places):
        return 0
    return min(MOST_PROCESSES, cores())


SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


LOOK_EVERYWHERE = 100
_tests_done = itertools.count()
_homes = itertools.count()


@pytest.fixture(autouse=True)
def _garbage_falls_between_tests() -> Iterator[None]:
    """Never in a thread of a test: a widget freed there crashes Qt (`ui/garbage.py`)."""
    gc.disable()
    yield
    if next(_tests_done) % LOOK_EVERYWHERE:
        gc.collect(1)
    else:
        gc.collect()
        gc.freeze()  # modules, mostly; a look at all of torch's takes half a second


@pytest.fixture(autouse=True)
def _no_real_home(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Our data, the trash and everything else a program may write go below tmp_path.

    A test that asks for no tmp_path gets the name of a folder that is not made: to make one and
    to link to it takes 4 ms, and two thirds of the tests touch no file.
    """
    if "tmp_path" in request.fixturenames:
        place: Path = request.getfixturevalue("tmp_path")
    else:
        place = tmp_path_factory.getbasetemp() / f"homes-{next(_homes)}"
    for name, folder in (
        ("IMGSIM_HOME", "imgsim-home"),
        ("XDG_DATA_HOME", "xdg-data"),
        ("XDG_CONFIG_HOME", "xdg-config"),
        ("XDG_CACHE_HOME", "xdg-cache"),
    ):
        monkeypatch.setenv(name, str(place / folder))


@pytest.fixture
def photos_folder(tmp_path: Path) -> Path:
    """An empty folder for photos."""
    folder = tmp_path / "photos"
    folder.mkdir()
    return folder


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Folder of real photos beside the checkout; tests that need it are skipped without."""
    if not SHARED_DATA.is_dir():
        pytest.skip(f"real photos are not at {SHARED_DATA}: this is NOT tested here")
    return SHARED_DATA


@pytest.fixture
def own_trash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The trash of this test alone, as a freedesktop.org desktop names it."""
    data = tmp_path / "xdg"
    monkeypatch.setenv("XDG_DATA_HOME", str(data))
    return data / "Trash"
