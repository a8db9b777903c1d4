"""Rate and time left come from the last seconds, not from the whole scan."""

from __future__ import annotations

import pytest

from imgsim_desktop.control import Control
from imgsim_desktop.records import Progress
from imgsim_desktop.scan.progress import Meter


class Clock:
    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def control() -> Control:
    return Control()


@pytest.fixture
def meter(control: Control, clock: Clock) -> Meter:
    return Meter(control, clock)


def test_rate_and_time_left_follow_what_is_done(
    meter: Meter, control: Control, clock: Clock
) -> None:
    meter.begin("reading", 100)
    for _ in range(4):
        clock.now_s += 1
        meter.advance(10, size_bytes=5, current="a.jpg")
    progress = control.progress
    assert (progress.done, progress.bytes_done, progress.current) == (40, 20, "a.jpg")
    assert progress.rate_per_s == pytest.approx(10)
    assert progress.seconds_left == pytest.approx(6)


def test_a_slow_folder_shows_in_the_rate_after_a_fast_one(
    meter: Meter, control: Control, clock: Clock
) -> None:
    meter.begin("reading", 100_000)
    for _ in range(60):
        clock.now_s += 1
        meter.advance(100)
    for _ in range(40):
        clock.now_s += 1
        meter.advance(1)
    assert control.progress.rate_per_s == pytest.approx(1, rel=0.1)


def test_a_new_stage_counts_from_nothing_but_keeps_failures(
    meter: Meter, control: Control, clock: Clock
) -> None:
    meter.begin("reading", 10)
    clock.now_s = 1
    meter.advance(10, failed=3, skipped=2)
    meter.begin("pairs", 7)
    assert control.progress == Progress("pairs", 0, 7, failed=3, skipped=2)


def test_another_round_of_a_room_below_is_no_step_back(
    meter: Meter, control: Control, clock: Clock
) -> None:
    meter.begin("pairs")
    for done, total in ((50, 100), (100, 100), (10, 20)):
        clock.now_s += 1
        meter.reach(done, total)
    assert (control.progress.done, control.progress.total) == (10, 20)
    assert control.progress.rate_per_s >= 0
