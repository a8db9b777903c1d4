"""Reading ahead: in order, bounded, and never stuck."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from imgsim_desktop.control import Cancelled, Control
from imgsim_desktop.scan.pool import read_ahead


def overdue(item: int) -> str:
    return f"{item} overdue"


def wait_for_threads_to_end() -> None:
    deadline = time.monotonic() + 5
    while any(t.name.startswith("reading-") for t in threading.enumerate()):
        assert time.monotonic() < deadline, "reading threads are left"
        time.sleep(0.01)


def test_results_come_in_the_order_of_the_items_whatever_takes_longer() -> None:
    def read(item: int) -> str:
        time.sleep(0.02 if item % 5 == 0 else 0)
        return str(item)

    results = list(read_ahead(range(50), read, overdue, threads=4, window=12))
    assert results == [str(i) for i in range(50)]
    wait_for_threads_to_end()


def test_no_more_than_the_window_is_read_ahead_of_a_slow_scan() -> None:
    begun: list[int] = []

    def read(item: int) -> str:
        begun.append(item)
        return ""

    for taken, _ in enumerate(read_ahead(range(60), read, overdue, threads=3, window=10), start=1):
        time.sleep(0.002)
        assert len(begun) <= taken + 10


def test_a_stuck_decoder_costs_one_photo_and_not_the_scan() -> None:
    release = threading.Event()

    def read(item: int) -> str:
        if item in (1, 2):
            release.wait(30)
        return str(item)

    results = list(read_ahead(range(5), read, overdue, threads=2, window=4, overdue_s=0.3))
    release.set()
    assert results == ["0", "1 overdue", "2 overdue", "3", "4"]
    wait_for_threads_to_end()


def test_stop_is_heard_while_a_decoder_is_at_work() -> None:
    control = Control()
    release = threading.Event()

    def read(item: int) -> str:
        control.stop()
        release.wait(30)
        return ""

    begun = time.monotonic()
    with pytest.raises(Cancelled):
        list(read_ahead(range(5), read, overdue, threads=2, window=4, control=control))
    assert time.monotonic() - begun < 5
    release.set()
    wait_for_threads_to_end()


def test_a_bug_while_reading_is_raised_where_the_results_are_taken() -> None:
    def read(item: int) -> str:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(read_ahead(range(5), read, overdue, threads=2, window=4))
    wait_for_threads_to_end()


def test_items_are_taken_only_as_room_is_free() -> None:
    taken: list[int] = []

    def items() -> Iterator[int]:
        for i in range(100):
            taken.append(i)
            yield i

    results = read_ahead(items(), str, overdue, threads=2, window=6)
    next(results)
    assert len(taken) <= 7
    results.close()
    wait_for_threads_to_end()
