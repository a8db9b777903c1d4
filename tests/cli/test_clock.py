"""A clock that is set back, or once stood in the future, changes neither order nor safety."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from imgsim_desktop.library.paths import find_home
from imgsim_desktop.library.thumbnails import ThumbnailStore
from imgsim_desktop.scan.thumbnails import DAY_NS, prune_thumbnails
from tests.cli.conftest import Imgsim
from tests.pictures import save_photos

YEAR_S = 365 * 24 * 3600


@pytest.fixture
def shift(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Seconds by which the clock is wrong; the last item counts."""
    by: list[float] = [0.0]
    real_s, real_ns = time.time, time.time_ns
    monkeypatch.setattr(time, "time", lambda: real_s() + by[-1])
    monkeypatch.setattr(time, "time_ns", lambda: real_ns() + int(by[-1] * 1e9))
    return by


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*.jpg")}


@pytest.mark.usefixtures("own_trash")
def test_undo_takes_the_last_commit_though_the_clock_was_set_back_between_two(
    imgsim: Imgsim, photos_folder: Path, shift: list[float]
) -> None:
    first, second = save_photos(photos_folder, 2)
    (photos_folder / "first copy.jpg").write_bytes(first.read_bytes())
    assert imgsim("duplicates", photos_folder, "--trash", "--yes").code == 0
    after_first = names(photos_folder)
    assert len(after_first) == 2
    shift.append(-YEAR_S)
    (photos_folder / "second copy.jpg").write_bytes(second.read_bytes())
    assert imgsim("duplicates", photos_folder, "--trash", "--yes").code == 0
    assert len(names(photos_folder)) == 2
    told = imgsim("journal", "--json").lines
    assert len({line["batch"] for line in told}) == 2
    assert [line["time"] for line in told] != sorted(line["time"] for line in told)
    assert imgsim("undo").code == 0
    assert names(photos_folder) == after_first | {"0001.jpg", "second copy.jpg"}
    assert imgsim("undo").code == 0
    assert names(photos_folder) == {"0000.jpg", "0001.jpg", "first copy.jpg", "second copy.jpg"}


@pytest.mark.usefixtures("own_trash")
def test_a_commit_in_the_future_can_be_undone_when_the_clock_is_right_again(
    imgsim: Imgsim, photos_folder: Path, shift: list[float]
) -> None:
    (first,) = save_photos(photos_folder, 1)
    (photos_folder / "copy.jpg").write_bytes(first.read_bytes())
    shift.append(70 * YEAR_S)
    assert imgsim("duplicates", photos_folder, "--trash", "--yes").code == 0
    shift.append(0.0)
    assert imgsim("undo").code == 0
    assert names(photos_folder) == {"0000.jpg", "copy.jpg"}


def test_thumbnails_are_looked_through_again_after_a_clock_that_stood_in_the_future(
    imgsim: Imgsim, photos_folder: Path
) -> None:
    save_photos(photos_folder, 1)
    imgsim("scan", photos_folder)
    home = find_home()
    store = ThumbnailStore(home.thumbnails)
    store.put(b"x" * 16, b"nobody knows this one")
    old_s = time.time() - 60 * DAY_NS / 1e9
    os.utime(store.path(b"x" * 16), (old_s, old_s))
    store.prune(set(), 0)
    future_s = time.time() + 10 * YEAR_S
    os.utime(home.thumbnails / ".pruned", (future_s, future_s))
    assert prune_thumbnails(home, store) == 1
