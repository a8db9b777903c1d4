"""A work is one value: what runs, and what follows from it; one at a time for its owner."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from imgsim_desktop.control import Control
from imgsim_desktop.errors import KnownError
from imgsim_desktop.ui.work import LongWork, WorkRunner


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
    runner.start(LongWork("act", lambda _control: threading.current_thread().name, done))
    assert runner.is_running
    runner.wait()
    assert got == [("act", here, True)], "the owner is busy until all has followed"
    assert names == ["ended"]
    assert not runner.is_running


def test_a_second_work_begins_only_when_the_first_is_over(runner: WorkRunner) -> None:
    gate, got = threading.Event(), []
    runner.start(LongWork("act", lambda _control: gate.wait(), got.append))
    with pytest.raises(AssertionError):
        runner.start(LongWork("act", lambda _control: 2, got.append))
    gate.set()
    runner.wait()
    runner.start(LongWork("act", lambda _control: 2, got.append))
    runner.wait()
    assert got == [True, 2]


def test_a_failure_is_told_to_the_work_first_and_then_to_the_owner(runner: WorkRunner) -> None:
    names = told(runner)

    def run(_control: Control) -> None:
        raise KnownError("torn")

    runner.start(LongWork("act", run, names.append, failed=lambda _e: names.append("its own")))
    runner.wait()
    assert names == ["its own", "failed: torn", "ended"]


def test_stop_ends_it_and_nothing_follows_but_that_it_was_stopped(runner: WorkRunner) -> None:
    names = told(runner)

    def run(control: Control) -> None:
        while True:
            control.check()

    runner.start(LongWork("act", run, names.append, stopped=lambda: names.append("its own")))
    runner.stop()
    runner.wait()
    assert names == ["its own", "stopped", "ended"]
