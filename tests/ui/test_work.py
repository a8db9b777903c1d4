"""A work is one value: what runs, and what follows from it; one at a time for its owner."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from imgsim_desktop.control import Control
from imgsim_desktop.errors import KnownError
from imgsim_desktop.records import Progress
from imgsim_desktop.ui.slices import Slices
from imgsim_desktop.ui.work import Work, WorkControl, WorkRunner


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[WorkRunner]:
    owner = QObject()
    yield WorkRunner(owner)
    owner.deleteLater()


def told(runner: WorkRunner) -> list[str]:
    """The names of the signals, in the order in which they came."""
    names: list[str] = []
    runner.stopped.connect(lambda: names.append("stopped"))
    runner.failed.connect(lambda error: names.append(f"failed: {error.sentence}"))
    runner.ended.connect(lambda: names.append("ended"))
    return names


def test_what_it_returns_is_given_to_what_follows_in_this_thread(runner: WorkRunner) -> None:
    names, got = told(runner), []

    def done(name: str) -> None:
        got.append((name, threading.current_thread().name, runner.is_running))

    here = threading.current_thread().name
    runner.start(Work("act", lambda _control: threading.current_thread().name, done))
    assert runner.is_running
    runner.wait()
    assert got == [("act", here, True)], "the owner is busy until all has followed"
    assert names == ["ended"]
    assert not runner.is_running


def test_a_second_work_begins_only_when_the_first_is_over(runner: WorkRunner) -> None:
    gate, got = threading.Event(), []
    runner.start(Work("act", lambda _control: gate.wait(), got.append))
    with pytest.raises(AssertionError):
        runner.start(Work("act", lambda _control: 2, got.append))
    gate.set()
    runner.wait()
    runner.start(Work("act", lambda _control: 2, got.append))
    runner.wait()
    assert got == [True, 2]


def test_a_failure_is_told_to_the_work_first_and_then_to_the_owner(runner: WorkRunner) -> None:
    names = told(runner)

    def run(_control: Control) -> None:
        raise KnownError("torn")

    runner.start(Work("act", run, names.append, failed=lambda _e: names.append("its own")))
    runner.wait()
    assert names == ["its own", "failed: torn", "ended"]


def test_stop_ends_it_and_nothing_follows_but_that_it_was_stopped(runner: WorkRunner) -> None:
    names = told(runner)

    def run(control: Control) -> None:
        while True:
            control.check()

    runner.start(Work("act", run, names.append, stopped=lambda: names.append("its own")))
    runner.stop()
    runner.wait()
    assert names == ["its own", "stopped", "ended"]


def test_progress_is_looked_at_and_not_pushed(qtbot: QtBot, runner: WorkRunner) -> None:
    go = threading.Event()

    def run(control: Control) -> None:
        for done in range(10_000):
            control.report(Progress("reading", done, 10_000))
        go.wait(60)

    heard: list[Progress] = []
    own: list[Progress] = []
    runner.progressed.connect(heard.append)
    runner.start(Work("scan", run, lambda _result: None, progress=own.append))
    qtbot.waitUntil(lambda: bool(heard) and heard[-1].done == 9_999, timeout=60_000)
    go.set()
    runner.wait()
    assert len(heard) < 100
    assert own == heard


def test_each_message_arrives_in_order_and_before_the_end(runner: WorkRunner) -> None:
    got: list[object] = []

    def run(control: WorkControl) -> str:
        for number in range(100):
            control.send(number)
        return "end"

    runner.start(Work("training", run, got.append, heard=got.append))
    runner.wait()
    assert got == [*range(100), "end"]


def test_an_error_is_handed_over_and_ours_is_logged(
    qtbot: QtBot, runner: WorkRunner, caplog: pytest.LogCaptureFixture
) -> None:
    for error, logged in ((KnownError("The disk is full."), 0), (ValueError("oh"), 1)):
        caplog.clear()

        def run(_control: Control, error: Exception = error) -> None:
            raise error

        with qtbot.waitSignal(runner.failed, timeout=60_000) as heard:
            runner.start(Work("scan", run, lambda _result: None))
        assert heard.args == [error]
        assert len(caplog.records) == logged


def test_a_fault_in_what_follows_does_not_leave_the_owner_busy(
    qtbot: QtBot, runner: WorkRunner
) -> None:
    names = told(runner)
    with qtbot.captureExceptions() as caught:
        runner.start(Work("act", lambda _control: 0, lambda zero: 1 // zero))
        qtbot.waitUntil(lambda: not runner.is_running, timeout=60_000)
    assert names == ["ended"]
    assert [kind for kind, _, _ in caught] == [ZeroDivisionError]


def test_slices_leave_the_window_alive_and_end_with_what_is_made_of_them(qtbot: QtBot) -> None:
    owner, seen, got, shown = QObject(), [], [], []
    slices = Slices(owner)
    steps = [partial(seen.append, number) for number in range(50)]
    slices.start(Work("audit", lambda _control: sum(seen), got.append, shown.append), steps, 10)
    assert shown == [Progress("audit", 0, 50)], "the first look comes before the first step"
    assert not seen
    qtbot.waitUntil(lambda: bool(got), timeout=60_000)
    assert got == [sum(range(50))]
    owner.deleteLater()


def test_few_slices_are_done_at_once_and_those_given_up_not_at_all(qtbot: QtBot) -> None:
    owner, seen, got, names = QObject(), [], [], []
    slices = Slices(owner)
    work = Work("audit", lambda _control: 7, got.append, stopped=lambda: names.append("stopped"))
    slices.start(work, [partial(seen.append, 1)] * 3, at_once=3)
    assert (seen, got) == ([1, 1, 1], [7])
    slices.start(work, [partial(seen.append, 2)] * 4, at_once=3)
    slices.stop()
    qtbot.wait(20)
    assert (seen, got, names) == ([1, 1, 1], [7], ["stopped"])
    owner.deleteLater()
