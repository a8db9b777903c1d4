"""HDBSCAN beside us: the same answer as here, ended at once, and its end is no riddle."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from imgsim_desktop.control import Cancelled, Control
from imgsim_desktop.errors import KnownError
from imgsim_desktop.matching import density
from imgsim_desktop.matching.density import dense_places
from imgsim_desktop.matching.reduction import unit
from imgsim_desktop.workers import Pool
from imgsim_desktop.workers.hand import Hand
from tests.processes import own_children


def blobs(count: int) -> NDArray[np.float32]:
    random = np.random.default_rng(3)
    middles = random.standard_normal((6, 16))
    rows = middles[random.integers(0, 6, count)] + 0.1 * random.standard_normal((count, 16))
    return unit(rows.astype(np.float32))


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pool]:
    """One of this test alone, for any number of photos."""
    monkeypatch.setattr(density, "BESIDE_FROM", 10)
    made = Pool()
    yield made
    made.close()
    assert own_children() == []


def under_way(pool: Pool) -> list[Hand]:
    return [hand for hand in list(pool.foreman().hands) if hand.parts]


def until_no_worker(pool: Pool) -> None:
    while pool.foreman().hands or pool.foreman()._going:
        time.sleep(0.01)


def test_a_worker_gives_the_same_answer_and_ends(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = blobs(2_000)
    with monkeypatch.context() as patched:
        patched.setattr(density, "BESIDE_FROM", 10_000)
        here = dense_places(rows, 10)
    assert len(np.unique(here[here >= 0])) >= 6
    assert np.array_equal(dense_places(rows, 10, pool=pool), here)
    until_no_worker(pool)  # it holds 100 MB of libraries that nobody else needs


def test_stop_ends_the_worker_at_once(pool: Pool) -> None:
    control = Control()

    def stop() -> None:
        while not under_way(pool):
            time.sleep(0.01)
        control.stop()

    # 20,000 rows would take half a minute or more.
    stopper = threading.Thread(target=stop)
    stopper.start()
    with pytest.raises(Cancelled):
        dense_places(blobs(20_000), 30, control, pool=pool)
    stopper.join()
    until_no_worker(pool)
    assert pool.foreman().deaths == 0


@pytest.mark.skipif(sys.platform == "win32", reason="signals are of Unix")
def test_workers_that_are_killed_twice_are_a_sentence(pool: Pool) -> None:
    over = threading.Event()
    killed: set[int] = set()

    def kill() -> None:
        while not over.wait(0.01):
            for hand in under_way(pool):
                if hand.pid not in killed and hand.at() is not None:
                    killed.add(hand.pid)
                    hand.process.kill()

    killer = threading.Thread(target=kill)
    killer.start()
    with pytest.raises(KnownError, match="ended from outside"):
        dense_places(blobs(20_000), 30, pool=pool)
    over.set()
    killer.join()
    assert len(killed) == 2
    until_no_worker(pool)
