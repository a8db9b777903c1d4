"""HDBSCAN beside us: the same answer as here, ended at once, and its end is no riddle."""

from __future__ import annotations

import threading
import time

import numpy as np
import pytest
from numpy.typing import NDArray

from imgsim_desktop.control import Cancelled, Control
from imgsim_desktop.errors import KnownError
from imgsim_desktop.matching import density
from imgsim_desktop.matching.density import dense_places
from imgsim_desktop.matching.reduction import unit
from tests.processes import own_children


def blobs(count: int) -> NDArray[np.float32]:
    random = np.random.default_rng(3)
    middles = random.standard_normal((6, 16))
    rows = middles[random.integers(0, 6, count)] + 0.1 * random.standard_normal((count, 16))
    return unit(rows.astype(np.float32))


def children() -> list[int | None]:
    return [child.pid for child in own_children()]


def test_a_process_of_its_own_gives_the_same_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = blobs(400)
    here = dense_places(rows, 10)
    assert len(np.unique(here[here >= 0])) >= 6
    monkeypatch.setattr(density, "BESIDE_FROM", 10)
    assert np.array_equal(dense_places(rows, 10), here)
    assert children() == []


def test_stop_ends_the_process_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(density, "BESIDE_FROM", 10)
    control = Control()

    def stop() -> None:
        while not children():
            time.sleep(0.01)
        control.stop()

    # 20,000 rows would take half a minute or more.
    stopper = threading.Thread(target=stop)
    stopper.start()
    with pytest.raises(Cancelled):
        dense_places(blobs(20_000), 30, control)
    stopper.join()
    assert children() == []


def test_a_process_that_is_killed_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(density, "BESIDE_FROM", 10)

    def kill() -> None:
        while not children():
            time.sleep(0.01)
        for child in own_children():
            child.kill()

    killer = threading.Thread(target=kill)
    killer.start()
    with pytest.raises(KnownError, match="ended from outside"):
        dense_places(blobs(20_000), 30)
    killer.join()
    assert children() == []
