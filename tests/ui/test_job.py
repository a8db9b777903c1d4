"""A job is a thread and a timer that looks at it."""

from __future__ import annotations

import threading

import pytest
from pytestqt.qtbot import QtBot

from imgsim_desktop.control import Control
from imgsim_desktop.errors import KnownError
from imgsim_desktop.records import Progress
from imgsim_desktop.ui.job import Job


def test_the_result_comes_in_the_gui_thread_after_the_thread_has_ended(qtbot: QtBot) -> None:
    seen: list[object] = []
    job = Job("scan", lambda _control: threading.current_thread().name)
    job.finished.connect(lambda result: seen.append((result, threading.current_thread())))
    with qtbot.waitSignal(job.ended, timeout=5000):
        job.start()
    assert seen == [("scan", threading.main_thread())]
    assert not job.is_running


def test_progress_is_looked_at_and_not_pushed(qtbot: QtBot) -> None:
    go = threading.Event()

    def work(control: Control) -> None:
        for done in range(10_000):
            control.report(Progress("reading", done, 10_000))
        go.wait(60)

    job = Job("scan", work)
    heard: list[Progress] = []
    job.progressed.connect(heard.append)
    job.start()
    qtbot.waitUntil(lambda: bool(heard) and heard[-1].done == 9_999, timeout=5000)
    go.set()
    job.wait()
    assert len(heard) < 100


def test_stop_ends_the_work_at_its_next_check(qtbot: QtBot) -> None:
    def work(control: Control) -> None:
        while True:
            control.check()

    job = Job("scan", work)
    job.start()
    with qtbot.waitSignals([job.stopped, job.ended], timeout=5000):
        job.stop()


def test_an_error_is_handed_over_and_ours_is_logged(
    qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    for error, logged in ((KnownError("The disk is full."), 0), (ValueError("oh"), 1)):
        caplog.clear()

        def work(_control: Control, error: Exception = error) -> None:
            raise error

        job = Job("scan", work)
        with qtbot.waitSignal(job.failed, timeout=5000) as heard:
            job.start()
        assert heard.args == [error]
        assert len(caplog.records) == logged


def test_wait_blocks_until_the_signals_are_sent(qtbot: QtBot) -> None:
    job = Job("scan", lambda _control: 7)
    heard: list[object] = []
    job.finished.connect(heard.append)
    job.start()
    job.wait()
    assert heard == [7]
    job.wait()
