"""Where cycles of Python objects are freed."""

from __future__ import annotations

import gc
import threading

from pytestqt.qtbot import QtBot

from imgsim_desktop.ui.garbage import GarbageCollector, collect_some


class Cycle:
    """Cannot be freed but by the collector, and notes by whom it was."""

    freed_by: list[str]

    def __init__(self, freed_by: list[str]) -> None:
        self.freed_by = freed_by
        self.me = self

    def __del__(self) -> None:
        self.freed_by.append(threading.current_thread().name)


def allocate() -> None:
    """Enough for many collections, if this thread were to make them."""
    kept = [[number] for number in range(200_000)]
    assert len(kept) == 200_000


def test_a_busy_thread_collects_nothing_and_the_gui_thread_does(qtbot: QtBot) -> None:
    was_enabled = gc.isenabled()
    collector = GarbageCollector()
    collector.start()
    collector._timer.setInterval(20)
    freed_by: list[str] = []
    for _ in range(100):
        Cycle(freed_by)
    worker = threading.Thread(target=allocate, name="worker")
    worker.start()
    worker.join()
    assert freed_by == []
    kept = [[number] for number in range(5000)]
    qtbot.waitUntil(lambda: len(freed_by) == 100, timeout=5000)
    collector.stop()
    assert gc.isenabled()
    if not was_enabled:
        gc.disable()
    assert len(kept) == 5000
    assert set(freed_by) == {threading.main_thread().name}


def test_nothing_is_due_right_after_a_full_collection() -> None:
    gc.collect()
    before = [generation["collections"] for generation in gc.get_stats()]
    collect_some()
    assert [generation["collections"] for generation in gc.get_stats()] == before
