"""A pool of one's own, that leaves nothing behind."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from pathlib import Path

import pytest

from imgsim_desktop.workers import Pool

SHARED = Path("/dev/shm")


def shared_names() -> set[str]:
    """Shared memory that has a name: none of ours ever does for long."""
    return {path.name for path in SHARED.glob("py*")} if SHARED.is_dir() else set()


@pytest.fixture
def pool() -> Iterator[Pool]:
    children, names = set(multiprocessing.active_children()), shared_names()
    made = Pool()
    yield made
    made.close()
    assert set(multiprocessing.active_children()) <= children
    left = shared_names() - names
    assert not left & shared_names(), "another process may have one, but for a moment"
