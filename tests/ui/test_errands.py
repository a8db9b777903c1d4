"""Errands run in threads and are answered in the GUI thread."""

from __future__ import annotations

import gc
import threading
from functools import partial

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from imgsim_desktop.control import Control
from imgsim_desktop.ui.errands import Errands
from imgsim_desktop.ui.thumbnail_loader import ThumbnailLoader
from imgsim_desktop.ui.work import Work, WorkControl
from tests.ui.fakes import FakeStore


def test_answers_come_in_the_gui_thread_under_their_names(qtbot: QtBot) -> None:
    seen: dict[object, object] = {}
    threads: set[object] = set()

    def here(_number: int, _control: Control) -> str:
        return threading.current_thread().name[:4]

    def take(name: object, answer: object) -> None:
        seen[name] = answer
        threads.add(threading.current_thread())

    errands = Errands("test", 2)
    for number in range(20):
        run = partial(here, number)
        errands.start(Work("test", run, partial(take, number)))
    qtbot.waitUntil(lambda: len(seen) == 20, timeout=60_000)
    assert seen == dict.fromkeys(range(20), "test")
    assert threads == {threading.main_thread()}


def test_an_error_is_ours_and_does_not_hold_up_the_others(qtbot: QtBot) -> None:
    seen: dict[object, object] = {}
    errands = Errands("test", 1)
    with qtbot.captureExceptions() as caught:
        errands.fetch(lambda _control: 1 // 0, partial(seen.__setitem__, "bad"))
        errands.fetch(lambda _control: 1, partial(seen.__setitem__, "good"))
        qtbot.waitUntil(lambda: len(seen) == 2, timeout=60_000)
        qtbot.waitUntil(lambda: bool(caught), timeout=60_000)
    assert seen == {"bad": None, "good": 1}
    assert [kind for kind, _, _ in caught] == [ZeroDivisionError]


def test_stop_drops_what_has_not_begun_and_waits_for_the_rest(qtbot: QtBot) -> None:
    heard: list[object] = []
    begun: list[int] = []
    go, first = threading.Event(), threading.Event()

    def work(number: int, _control: Control) -> None:
        begun.append(number)
        first.set()
        go.wait(60)

    errands = Errands("stopped", 1)
    for number in range(5):
        errands.fetch(partial(work, number), heard.append)
    assert first.wait(60)
    threading.Timer(0.05, go.set).start()
    errands.stop()
    qtbot.wait(50)
    assert begun == [0]
    assert heard == []
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("stopped")]


def test_what_is_cancelled_ends_at_its_next_check_and_what_waits_never_begins(qtbot: QtBot) -> None:
    heard: list[object] = []
    first = threading.Event()

    def work(control: Control) -> str:
        first.set()
        while True:
            control.check()

    errands = Errands("cancelled", 1)
    errands.fetch(work, heard.append)
    errands.fetch(lambda _control: "never", heard.append)
    assert first.wait(60)
    errands.cancel()
    errands.fetch(lambda _control: "a later one", heard.append)
    qtbot.waitUntil(lambda: len(heard) == 3, timeout=60_000)
    assert heard == [None, None, "a later one"]
    errands.stop()


def test_what_it_sends_on_the_way_comes_first_and_in_order(qtbot: QtBot) -> None:
    heard: list[object] = []

    def work(control: WorkControl) -> str:
        for number in range(3):
            control.send(number)
        return "end"

    errands = Errands("sends", 1)
    errands.start(Work("sends", work, heard.append, heard=heard.append))
    qtbot.waitUntil(lambda: "end" in heard, timeout=60_000)
    assert heard == [0, 1, 2, "end"]
    errands.stop()


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
        gc.collect(1)  # they are young: a look at all of torch's objects takes 60 ms
    qtbot.wait(50)
