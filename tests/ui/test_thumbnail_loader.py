"""Thumbnails come when they are there: bounded, newest first."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from imgsim_desktop.ui.thumbnail_loader import WAITING, ThumbnailLoader, decode
from tests.ui.fakes import FakeStore, jpeg


def key(number: int) -> bytes:
    return number.to_bytes(16, "big")


@pytest.fixture
def loader() -> Iterator[ThumbnailLoader]:
    made = ThumbnailLoader()
    made.set_source(FakeStore(missing=frozenset({key(666)})))
    yield made
    made.stop()


def test_a_picture_is_not_there_at_first_and_then_it_is(
    qtbot: QtBot, loader: ThumbnailLoader
) -> None:
    with qtbot.waitSignal(loader.loaded, timeout=5000) as heard:
        assert loader.pixmap(key(1), 160) is None
    assert heard.args == [frozenset({key(1)})]
    pixmap = loader.pixmap(key(1), 160)
    assert pixmap is not None
    assert (pixmap.width(), pixmap.height()) == (160, 120)


def test_a_dense_screen_gets_more_pixels(qtbot: QtBot, loader: ThumbnailLoader) -> None:
    with qtbot.waitSignal(loader.loaded, timeout=5000):
        loader.pixmap(key(1), 160, 2.0)
    pixmap = loader.pixmap(key(1), 160, 2.0)
    assert pixmap is not None
    assert pixmap.width() == 320
    assert pixmap.devicePixelRatio() == 2.0


def test_after_a_zoom_the_old_picture_is_given_until_the_new_one_comes(
    qtbot: QtBot, loader: ThumbnailLoader
) -> None:
    with qtbot.waitSignal(loader.loaded, timeout=5000):
        loader.pixmap(key(1), 160)
    with qtbot.waitSignal(loader.loaded, timeout=5000):
        old = loader.pixmap(key(1), 80)
    assert old is not None
    assert old.width() == 160
    new = loader.pixmap(key(1), 80)
    assert new is not None
    assert new.width() == 80


def test_two_places_that_want_other_sizes_do_not_ask_in_turns(qtbot: QtBot) -> None:
    store = FakeStore()
    loader = ThumbnailLoader()
    loader.set_source(store)
    for _ in range(4):
        for side in (160, 80):
            loader.pixmap(key(1), side)
            qtbot.waitUntil(lambda: not loader.is_busy)
    assert store.asked == [key(1)] * 2
    small, large = loader.pixmap(key(1), 80), loader.pixmap(key(1), 160)
    assert small is not None
    assert large is not None
    assert (small.width(), large.width()) == (80, 160)
    loader.stop()


def test_sizes_of_a_picture_that_were_zoomed_by_are_let_go(qtbot: QtBot) -> None:
    loader = ThumbnailLoader()
    loader.set_source(FakeStore())
    for side in range(60, 160, 5):
        loader.pixmap(key(1), side)
        qtbot.waitUntil(lambda: not loader.is_busy)
    assert loader.bytes_kept <= 3 * 160 * 120 * 4
    loader.stop()


def test_a_missing_picture_is_asked_for_once_until_a_scan_may_have_made_it(
    qtbot: QtBot, loader: ThumbnailLoader
) -> None:
    with qtbot.waitSignal(loader.loaded, timeout=5000):
        loader.pixmap(key(666), 160)
    assert loader.is_absent(key(666))
    assert loader.pixmap(key(666), 160) is None
    assert not loader.is_busy
    loader.retry_absent()
    with qtbot.waitSignal(loader.loaded, timeout=5000):
        loader.pixmap(key(666), 160)


def test_requests_are_bounded_and_the_newest_come_first(qtbot: QtBot) -> None:
    store = FakeStore()
    loader = ThumbnailLoader()
    loader.set_source(store)
    for number in range(3000):
        loader.pixmap(key(number), 100)
    qtbot.waitUntil(lambda: not loader.is_busy, timeout=10_000)
    assert len(store.asked) <= WAITING + 10
    assert key(2999) in store.asked[:10]
    loader.stop()


def test_memory_is_bounded_by_bytes(qtbot: QtBot) -> None:
    budget = 10 * 100 * 75 * 4
    loader = ThumbnailLoader(budget_bytes=budget)
    loader.set_source(FakeStore())
    for number in range(100):
        loader.pixmap(key(number), 100)
    qtbot.waitUntil(lambda: not loader.is_busy, timeout=10_000)
    assert 0 < loader.bytes_kept <= budget
    loader.stop()


def test_another_library_forgets_everything(qtbot: QtBot, loader: ThumbnailLoader) -> None:
    with qtbot.waitSignal(loader.loaded, timeout=5000):
        loader.pixmap(key(1), 160)
    loader.set_source(None)
    assert loader.pixmap(key(1), 160) is None
    assert loader.bytes_kept == 0
    assert not loader.is_busy


def test_corners_are_round_and_a_broken_picture_is_none() -> None:
    image = decode(jpeg(200, 100, "#f00"), 100, 8)
    assert image is not None
    assert image.pixelColor(0, 0).alpha() == 0
    assert image.pixelColor(50, 25).red() > 240
    assert decode(b"no picture", 100, 8) is None
    plain = decode(jpeg(200, 100, "#f00"), 100, 0)
    assert plain is not None
    assert plain.pixelColor(0, 0) == plain.pixelColor(99, 49) != QColor(0, 0, 0, 0)
