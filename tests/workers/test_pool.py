"""The pool: what goes wrong in a worker costs the call that did it, and nothing else."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import numpy as np
import pytest

from imgsim_desktop.control import Cancelled, Control
from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.workers import Errand, How, Lost, Pool, WorkerLane
from imgsim_desktop.workers.foreman import EXPRESS, Foreman
from imgsim_desktop.workers.hand import Hand
from imgsim_desktop.workers.room import budget_bytes
from tests.workers import stubs

LONG_S = 60.0
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals are of Unix")


def put(
    lane: WorkerLane, function: Callable[..., Any], *calls: Any, limit_s: float = LONG_S
) -> Any:
    """An errand with one argument a call."""
    return lane.put(Errand(function, [(call,) for call in calls], [limit_s] * len(calls)))


def test_nothing_is_started_before_there_is_work(pool: Pool) -> None:
    pool.lane(2)
    assert pool._foreman is None
    assert pool.run(stubs.double, 21) == 42
    assert len(pool.foreman().hands) == 1


def test_outcomes_come_in_the_order_of_the_calls(pool: Pool) -> None:
    with pool.lane(2) as lane:
        errands = [put(lane, stubs.double, *range(start, start + 5)) for start in range(0, 50, 5)]
        found = [outcome for errand in errands for outcome in errand.wait()]
    assert found == [2 * number for number in range(50)]


def test_a_lane_starts_no_more_workers_than_it_may_and_fewer_for_little_work(pool: Pool) -> None:
    with pool.lane(2) as lane:
        put(lane, stubs.own_pid, 1).wait()
        assert len(pool.foreman().hands) == 1
        errands = [put(lane, stubs.wait, 0.02, 1) for _ in range(1)]
        errands = [lane.put(Errand(stubs.wait, [(0.02, number)], [LONG_S])) for number in range(40)]
        for errand in errands:
            errand.wait()
        assert len(pool.foreman().hands) == 2


def test_the_same_workers_serve_the_next_lane(pool: Pool) -> None:
    with pool.lane(1) as lane:
        first = put(lane, stubs.own_pid, 1).wait()
    with pool.lane(1) as lane:
        assert put(lane, stubs.own_pid, 1).wait() == first


@pytest.mark.parametrize("side", [0, 1, 50, 1000, 3000])  # the last two: several shelves full
def test_arrays_come_back_whole_whatever_their_size(pool: Pool, side: int) -> None:
    found = pool.run(stubs.pictures, side, 7)
    assert isinstance(found, dict)
    assert np.array_equal(found["a"], stubs.picture(side, 7))
    assert np.array_equal(found["b"], stubs.picture(side + 1, 8))
    assert found["name"] == "7"


def test_arrays_of_many_answers_do_not_run_into_each_other(pool: Pool) -> None:
    with pool.lane(2) as lane:
        errands = [
            lane.put(Errand(stubs.picture, [(90 + n, n), (91, n)], [LONG_S] * 2)) for n in range(40)
        ]
        for number, errand in enumerate(errands):
            first, second = errand.wait()
            assert first.shape == (90 + number, 90 + number, 3)
            assert (first == number).all()
            assert (second == number).all()


def test_what_a_call_raises_is_raised_where_it_is_waited_for(pool: Pool) -> None:
    with pytest.raises(ZeroDivisionError) as caught:
        pool.run(stubs.divide, 0)
    assert "in divide" in "".join(caught.value.__notes__)


def test_a_known_error_comes_back_with_its_sentence_and_its_hint(pool: Pool) -> None:
    with pytest.raises(KnownError) as caught:
        pool.run(stubs.refuse, "a{b}.jpg")
    sentence = caught.value.sentence
    assert isinstance(sentence, Sentence)
    assert sentence == "The picture a{b}.jpg is bad."
    assert (sentence.pattern, sentence.values) == (
        "The picture {name} is bad.", {"name": "a{b}.jpg"},
    )  # fmt: skip
    assert caught.value.hint == "Choose another one."


def test_what_a_worker_sends_is_not_run(pool: Pool, tmp_path: Path) -> None:
    found = pool.run(stubs.odd, str(tmp_path / "made"))
    assert isinstance(found, Lost)
    assert found.how is How.CRASHED
    assert "must not send" in found.detail
    assert not (tmp_path / "made").exists()
    assert pool.run(stubs.double, 1) == 2


def test_what_does_not_pickle_is_an_error_where_it_is_waited_for(pool: Pool) -> None:
    with pytest.raises(TypeError, match="cannot send generator"):
        pool.run(stubs.lazily, 1)


def test_a_function_that_a_worker_cannot_find_is_an_error(pool: Pool) -> None:
    def here(number: int) -> int:
        return number

    with pytest.raises((AttributeError, pickle.PicklingError), match="here"):
        pool.run(here, 1)
    assert pool.run(stubs.double, 1) == 2


# Bad calls ---------------------------------------------------------------------------------------


@posix
@pytest.mark.parametrize(
    ("bad", "how", "words"),
    [
        ("abort", How.CRASHED, "SIGABRT"),
        ("segfault", How.CRASHED, "SIGSEGV"),
        ("sleep", How.OVERDUE, "ended after"),
        ("compute", How.ENDLESS, "computing"),
        ("eat", How.MEMORY, "memory"),
    ],
)
def test_one_bad_call_among_many_is_lost_and_all_others_are_made(
    pool: Pool, bad: str, how: How, words: str
) -> None:
    limit_s = 1.0 if how in (How.OVERDUE, How.ENDLESS) else LONG_S
    with pool.lane(2) as lane:
        errands = [
            lane.put(
                Errand(stubs.double_or, [(bad, n, 31) for n in range(s, s + 8)], [limit_s] * 8)
            )
            for s in range(0, 64, 8)
        ]
        found = [outcome for errand in errands for outcome in errand.wait()]
    lost = found.pop(31)
    assert found == [2 * number for number in range(64) if number != 31]
    assert isinstance(lost, Lost)
    assert lost.how is how
    assert words in lost.detail


@posix
def test_a_call_is_blamed_only_when_a_fresh_worker_died_over_it_too(pool: Pool) -> None:
    with pool.lane(1) as lane:
        (pid,) = put(lane, stubs.own_pid, 0).wait()
        errand = lane.put(Errand(stubs.die_once_in, [(pid, n) for n in range(6)], [LONG_S] * 6))
        assert errand.wait() == list(range(6))
    assert pool.foreman().deaths == 1


@posix
def test_kill_minus_9_of_workers_in_the_middle_loses_nothing(pool: Pool) -> None:
    with pool.lane(2) as lane:
        errands = [
            lane.put(Errand(stubs.wait, [(0.005, n) for n in range(s, s + 4)], [LONG_S] * 4))
            for s in range(0, 400, 4)
        ]
        found = []
        for number, errand in enumerate(errands):
            found += errand.wait()
            if number in (10, 40, 70):
                for hand in pool.foreman().hands:
                    if not any(part.is_alone for part in hand.parts):
                        hand.process.kill()
    assert found == list(range(400))
    assert pool.foreman().deaths >= 2


def test_what_does_not_fit_into_memory_together_is_done_one_after_the_other(pool: Pool) -> None:
    more = budget_bytes(2) // 2 + (50 << 20)  # two of them do not fit
    with pool.lane(2) as lane:
        errands = [lane.put(Errand(stubs.hold_room, [(more, 0.1)], [LONG_S])) for _ in range(8)]
        times = sorted(errand.wait()[0] for errand in errands)
    assert all(end <= begin for (_, end), (begin, _) in pairwise(times))


# Memory ------------------------------------------------------------------------------------------


def test_who_holds_a_file_and_asks_for_more_does_not_wait_for_ever(pool: Pool) -> None:
    whole = budget_bytes(4)
    with pool.lane(4) as lane:
        errands = [
            lane.put(Errand(stubs.hold_two, [(whole // 4, whole)], [LONG_S])) for _ in range(12)
        ]
        assert [errand.wait()[0] for errand in errands] == [whole // 4] * 12


def test_a_worker_that_asks_for_memory_hears_that_its_shelf_is_free(pool: Pool) -> None:
    with pool.lane(1) as lane:
        errands = [
            lane.put(Errand(stubs.picture_that_asks, [(side, 100 << 20)], [LONG_S]))
            for side in range(300, 340)
        ]
        for side, errand in zip(range(300, 340), errands, strict=True):
            assert (errand.wait()[0] == side % 256).all()
    assert pool.foreman().deaths == 0


@posix
def test_memory_of_a_worker_that_died_is_free_again(pool: Pool) -> None:
    most = budget_bytes(2)
    with pool.lane(2) as lane:
        errand = lane.put(Errand(stubs.hold_room, [(most, 30.0)], [LONG_S]))
        held = pool.foreman()._budget._held
        while not held:
            time.sleep(0.01)
        pid = next(iter(held))
        os.kill(pid, 9)
        while pid in held:
            time.sleep(0.01)
    assert not errand.done.is_set() or errand.error is not None
    assert pool.run(stubs.hold_two, most // 2, most // 2) == most // 2


# Stop and order ----------------------------------------------------------------------------------


def test_stop_is_heard_while_a_worker_is_busy(pool: Pool) -> None:
    control = Control()
    threading.Timer(0.5, control.stop).start()
    with pool.lane(1) as lane, pytest.raises(Cancelled):  # and not a call lost after LONG_S
        put(lane, stubs.sleep_for_ever, 1).wait(control)


def test_a_closed_lane_leaves_its_workers_to_others(pool: Pool) -> None:
    with pool.lane(1) as lane:
        lane.put(Errand(stubs.wait, [(0.05, n) for n in range(1000)], [LONG_S] * 1000))
        waiting = put(lane, stubs.double, 1)
        put(lane, stubs.double, 1)
        time.sleep(0.5)
    with pytest.raises(KnownError, match="broken off"):
        waiting.wait()
    assert pool.run(stubs.double, 3) == 6
    assert len(pool.foreman().hands) <= 2


def test_who_waits_comes_before_a_lane_that_keeps_all_workers_busy(pool: Pool) -> None:
    with pool.lane(1) as lane:
        errands = [lane.put(Errand(stubs.wait, [(0.3, n)], [LONG_S])) for n in range(20)]
        errands[0].wait()
        assert pool.run(stubs.double, 4) == 8
        assert not errands[-1].done.is_set()
        assert len(pool.foreman().hands) <= 1 + EXPRESS


def test_what_a_lanes_setup_made_is_there_at_each_call_and_gone_after_it(pool: Pool) -> None:
    with pool.lane(1, (stubs.Made, ("words",))) as lane:
        found = put(lane, stubs.ask_made, 1, 2, 3).wait() + put(lane, stubs.ask_made, 4).wait()
    assert [calls for _, calls, _ in found] == [1, 2, 3, 4]
    with pool.lane(1, (stubs.Made, ("others",))) as lane:
        assert put(lane, stubs.ask_made, 1).wait() == [("others", 1, found[0][2])]


def test_a_setup_that_fails_is_raised_at_each_call(pool: Pool) -> None:
    with pool.lane(1, (stubs.cannot_make, ("model",))) as lane:
        for _ in range(2):
            with pytest.raises(KnownError, match="There is no model"):
                put(lane, stubs.ask_made, 1).wait()


def test_each_seat_is_one_worker_and_another_takes_it_when_that_dies(pool: Pool) -> None:
    def at(seat: int) -> int:
        errand = lane.put(Errand(stubs.own_pid, [(1,)], [LONG_S], seat=seat))
        return errand.wait()[0]

    with pool.lane(2) as lane:
        pids = [at(seat) for seat in (0, 1, 0, 1)]
        assert pids[:2] == pids[2:]
        assert pids[0] != pids[1]
        os.kill(pids[0], 9)
        assert at(0) not in pids
        assert at(1) == pids[1]


def test_a_heavy_call_waits_for_a_worker_that_reads_it_at_once(pool: Pool) -> None:
    with pool.lane(1) as busy, pool.lane(1) as heavy:
        errands = [busy.put(Errand(stubs.wait, [(0.2, n)], [LONG_S])) for n in range(20)]
        errands[0].wait()
        errand = put(heavy, len, bytes(3_000_000))
        assert errand.wait() == [3_000_000]
        assert not errands[-1].done.is_set()  # it does not wait for ever, either
        assert not any(hand.awaited_by for hand in pool.foreman().hands)


def test_a_heavy_setup_waits_for_a_worker_that_reads_it_at_once(pool: Pool) -> None:
    with pool.lane(1) as busy, pool.lane(1, (stubs.Made, ("word" * 500_000,))) as heavy:
        errands = [busy.put(Errand(stubs.wait, [(0.2, n)], [LONG_S])) for n in range(20)]
        errands[0].wait()
        ((words, calls, _),) = put(heavy, stubs.ask_made, 1).wait()
        assert (len(words), calls) == (2_000_000, 1)
        assert not errands[-1].done.is_set()


@posix
def test_a_worker_that_does_not_read_cannot_hold_up_the_pool(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("imgsim_desktop.workers.hand._READ_S", 0.5)
    pid = pool.run(stubs.own_pid, 1)
    os.kill(pid, signal.SIGSTOP)
    with pool.lane(1) as lane:
        assert put(lane, len, bytes(3_000_000)).wait() == [3_000_000]
    assert pool.foreman().deaths == 1


def test_a_lane_apart_has_workers_of_its_own_that_end_with_it(pool: Pool) -> None:
    with pool.lane(1) as lane:
        (shared,) = put(lane, stubs.own_pid, 1).wait()
        with pool.lane(1, is_apart=True) as apart:
            (own,) = put(apart, stubs.own_pid, 1).wait()
            assert put(lane, stubs.own_pid, 1, 2).wait() == [shared] * 2
            assert own != shared
            waiting = put(apart, stubs.sleep_for_ever, 1)
            assert pool.run(stubs.own_pid, 1) == shared
            while not any(hand.at() for hand in pool.foreman().hands):
                time.sleep(0.01)
        with pytest.raises(KnownError, match="broken off"):
            waiting.wait()
    assert [hand.pid for hand in pool.foreman().hands] == [shared]
    assert pool.foreman().deaths == 0


def test_who_waits_for_many_errands_hears_of_each_that_has_ended(pool: Pool) -> None:
    ended: SimpleQueue[int] = SimpleQueue()
    with pool.lane(2) as lane:
        for n in range(6):
            tell = partial(ended.put, n)
            lane.put(Errand(stubs.double, [(n,), (n,)], [LONG_S] * 2, ended=tell))
        assert sorted(ended.get(timeout=LONG_S) for _ in range(6)) == list(range(6))
        tell = partial(ended.put, 6)
        lane.put(Errand(stubs.divide, [(0,), (0,)], [LONG_S] * 2, ended=tell))
        assert ended.get(timeout=LONG_S) == 6
    assert ended.empty()


# The end -----------------------------------------------------------------------------------------


def test_closing_ends_what_is_under_way_and_the_next_errand_starts_anew(pool: Pool) -> None:
    with pool.lane(1) as lane:
        errand = put(lane, stubs.sleep_for_ever, 1)
        pool.run(stubs.double, 1)
        pool.close()
        with pytest.raises(KnownError, match="broken off"):
            errand.wait()
    assert pool.run(stubs.double, 2) == 4


def test_an_exception_while_waiting_leaves_no_process_and_no_memory(pool: Pool) -> None:
    with pool.lane(2) as lane:
        put(lane, stubs.double, 1, 2)
        errand = put(lane, stubs.divide, 0)
        with pytest.raises(ZeroDivisionError):
            errand.wait()


PARENT = """
import sys, time
from imgsim_desktop.workers import POOL, Errand
from tests.workers import stubs
if __name__ == "__main__":
    with POOL.lane(2) as lane:
        for number in range(2):
            lane.put(Errand(stubs.compute_for_ever, [(number,)], [60.0], seat=number))
        while sum(bool(hand.parts) for hand in POOL.foreman().hands) < 2:
            time.sleep(0.02)
        time.sleep(0.2)
        print(*(hand.pid for hand in POOL.foreman().hands), flush=True)
        if sys.argv[1] == "wait":
            time.sleep(60)
"""


@posix
@pytest.mark.parametrize("end", ["kill", "exit"])
def test_busy_workers_end_with_the_program_however_it_ends(tmp_path: Path, end: str) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    root = str(Path(__file__).parents[2])
    words = [sys.executable, str(script), "wait" if end == "kill" else "exit"]
    environment = {**os.environ, "PYTHONPATH": root}
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=environment) as parent:
        assert parent.stdout is not None
        pids = [int(word) for word in parent.stdout.readline().split()]
        if end == "kill":
            parent.kill()
    assert len(pids) == 2
    until = time.monotonic() + 20
    while any(runs(pid) for pid in pids) and time.monotonic() < until:
        time.sleep(0.05)
    assert not [pid for pid in pids if runs(pid)]


def runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_where_no_process_can_be_started_it_is_said(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(context: object) -> Hand:
        raise OSError(11, "Resource temporarily unavailable")

    with monkeypatch.context() as patched:
        patched.setattr(Hand, "start", refuse)
        with pytest.raises(KnownError, match=r"cannot be started: Resource temporarily"):
            pool.run(stubs.double, 1)
    assert pool.run(stubs.double, 1) == 2


def test_workers_that_end_as_soon_as_they_start_are_not_started_for_ever(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("imgsim_desktop.workers.hand.serve.serve", stubs.leave_at_once)
    with pytest.raises(KnownError, match="as soon as they start"):
        pool.run(stubs.double, 1)


def test_a_bug_of_the_pool_itself_is_raised_where_somebody_waits(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    others = set(multiprocessing.active_children())  # of the program's own pool
    monkeypatch.setattr(Foreman, "_take_outcomes", fail)
    with pytest.raises(ZeroDivisionError):
        pool.run(stubs.double, 1)
    assert not set(multiprocessing.active_children()) - others
