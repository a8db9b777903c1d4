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
"""Seconds that Linux lets a writer wait for a lease; 45 as a rule. One value for the machine."""


@pytest.fixture(autouse=True, scope="session")
def _writers_wait_five_seconds() -> Iterator[None]:
    """A test that writes while its own process holds the lease waits to the end each time.

    The last test process to end puts the value back: each shares a lock while it runs.
    """
    if not os.access(LEASE_BREAK_TIME, os.W_OK):  # another system, or no rights: slower
        yield
        return
    import fcntl

    with (Path(tempfile.gettempdir()) / "imgsim-test-lease-break-time").open("a+b") as before:
        fcntl.flock(before, fcntl.LOCK_SH)
        if (seconds := LEASE_BREAK_TIME.read_bytes()) != b"5\n":
            before.truncate(0)
            before.write(seconds)
            before.flush()
        LEASE_BREAK_TIME.write_bytes(b"5\n")
        yield
        try:
            fcntl.flock(before, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        before.seek(0)
        LEASE_BREAK_TIME.write_bytes(before.read() or b"45\n")
