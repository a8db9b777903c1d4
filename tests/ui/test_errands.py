"""Errands run in threads and are answered in the GUI thread."""

from __future__ import annotations

import gc
import threading

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from imgsim_desktop.ui.errands import Errands
from imgsim_desktop.ui.thumbnail_loader import ThumbnailLoader
from tests.ui.fakes import FakeStore


def test_answers_come_in_the_gui_thread_under_their_names(qtbot: QtBot) -> None:
    seen: dict[object, object] = {}
    threads: set[object] = set()

    def take(name: object, answer: object) -> None:
        seen[name] = answer
        threads.add(threading.current_thread())

    errands = Errands("test", 2)
    errands.done.connect(take)
    for number in range(20):
        errands.start(number, lambda: threading.current_thread().name[:4])
    qtbot.waitUntil(lambda: len(seen) == 20, timeout=5000)
    assert seen == dict.fromkeys(range(20), "test")
    assert threads == {threading.main_thread()}


def test_an_error_is_ours_and_does_not_hold_up_the_others(qtbot: QtBot) -> None:
    seen: dict[object, object] = {}
    errands = Errands("test", 1)
    errands.done.connect(seen.__setitem__)
    with qtbot.captureExceptions() as caught:
        errands.start("bad", lambda: 1 // 0)
        errands.start("good", lambda: 1)
        qtbot.waitUntil(lambda: len(seen) == 2, timeout=5000)
        qtbot.waitUntil(lambda: bool(caught), timeout=5000)
    assert seen == {"bad": None, "good": 1}
    assert [kind for kind, _, _ in caught] == [ZeroDivisionError]


def test_stop_drops_what_has_not_begun_and_waits_for_the_rest(qtbot: QtBot) -> None:
    heard: list[object] = []
    begun: list[int] = []
    go, first = threading.Event(), threading.Event()

    def work(number: int) -> None:
        begun.append(number)
        first.set()
        go.wait(60)

    errands = Errands("stopped", 1)
    errands.done.connect(lambda name, _answer: heard.append(name))
    for number in range(5):
        errands.start(number, lambda number=number: work(number))  # type: ignore[misc]
    assert first.wait(60)
    threading.Timer(0.05, go.set).start()
    errands.stop()
    qtbot.wait(50)
    assert begun == [0]
    assert heard == []
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("stopped")]


@pytest.mark.parametrize("is_shown", [True, False])
def test_a_loader_may_go_while_its_threads_work(
    qtbot: QtBot, qapp: QApplication, is_shown: bool
) -> None:
    """As when the window is closed while the gallery still loads."""
    for _ in range(40):
        page = QWidget()
        loader = ThumbnailLoader(page)
        loader.set_source(FakeStore())
        for number in range(60):
            loader.pixmap(number.to_bytes(16, "little"), 160)
        if is_shown:
            page.show()
            qapp.processEvents()
        del page, loader
        gc.collect()
    qtbot.wait(50)
