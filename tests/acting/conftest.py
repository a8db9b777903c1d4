import os
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
