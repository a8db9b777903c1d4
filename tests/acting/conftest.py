import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acting.fakes import House


@pytest.fixture(autouse=True)
def synced(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Which files were synced to the disk; noted instead of done, as thousands take minutes."""
    handles: list[int] = []
    monkeypatch.setattr(os, "fsync", handles.append)
    return handles


@pytest.fixture
def house(tmp_path: Path) -> House:
    house = House(tmp_path / "house")
    house.add("keep.jpg", b"the large one", mtime_ns=10**18)
    house.add("copy.jpg", b"the small one", mtime_ns=10**18 + 1)
    return house


@pytest.fixture
def other_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on another volume, to which nothing can be renamed."""
    memory = Path("/dev/shm")
    if not memory.is_dir() or memory.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no second volume here: moves between two are NOT tested")
    folder = Path(tempfile.mkdtemp(prefix="imgsim-test-", dir=memory))
    yield folder
    shutil.rmtree(folder)


LEASE_BREAK_TIME = Path("/proc/sys/fs/lease-break-time")
"""Seconds that Linux lets a writer wait for a lease; 45 as a rule."""


@pytest.fixture(autouse=True, scope="session")
def _writers_wait_five_seconds() -> Iterator[None]:
    """A test that writes while its own process holds the lease waits to the end each time."""
    try:
        before = LEASE_BREAK_TIME.read_text("ascii")
        LEASE_BREAK_TIME.write_text("5", "ascii")
    except OSError:  # another system, or no rights: the same tests, slower
        yield
        return
    yield
    LEASE_BREAK_TIME.write_text(before, "ascii")
