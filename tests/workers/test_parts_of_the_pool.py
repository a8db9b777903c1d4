"""What the pool is made of: the budget, the shelf's clock, the wire, and the sandbox."""

from __future__ import annotations

import os
import pickle
import signal
import socket
import sys
import threading
import time
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.records import Failure, FoundFile, Reason
from imgsim_desktop.workers import Pool, wire
from imgsim_desktop.workers.hand import Hand
from imgsim_desktop.workers.limits import CallLimits
from imgsim_desktop.workers.room import Budget, Request, Room, budget_bytes
from imgsim_desktop.workers.shelf import Shelf
from tests.workers import stubs

linux = pytest.mark.skipif(sys.platform != "linux", reason="the sandbox is of Linux")

# The budget --------------------------------------------------------------------------------------


def granted(budget: Budget) -> list[int]:
    return [request.who for request in budget.grant()]


def test_memory_is_granted_in_turn_and_never_more_than_there_is() -> None:
    budget = Budget(100)
    for who, size in enumerate([60, 50, 10]):
        budget.ask(Request(who, size, more_follows=False))
    assert granted(budget) == [0]  # 10 would fit, but 50 was first
    budget.give_back(0, 60)
    assert granted(budget) == [1, 2]


def test_who_wants_more_than_there_is_gets_it_alone() -> None:
    budget = Budget(100)
    budget.ask(Request(0, 10, more_follows=False))
    budget.ask(Request(1, 150, more_follows=False))
    assert granted(budget) == [0]
    budget.give_back(0, 10)
    assert granted(budget) == [1]


@given(
    st.lists(
        st.tuples(st.integers(1, 300), st.integers(1, 300)), min_size=1, max_size=12
    ),
    st.randoms(use_true_random=False),
)  # fmt: skip
def test_whoever_holds_a_file_and_asks_to_decode_it_is_served_in_the_end(
    wishes: list[tuple[int, int]], rng: object
) -> None:
    budget = Budget(200)
    state = dict.fromkeys(range(len(wishes)), "file")
    for who, (file, _) in enumerate(wishes):
        budget.ask(Request(who, file, more_follows=True))
    for _ in range(4 * len(wishes)):
        for who in granted(budget):
            if state[who] == "file":
                state[who] = "decode"
                budget.ask(Request(who, wishes[who][1], more_follows=False))
            else:
                state[who] = "decoding"
        held = sum(budget._held.values())
        decoding = [who for who, at in state.items() if at == "decoding"]
        if len(decoding) > 1:
            assert held <= 200
        for who in decoding[:1]:
            budget.give_back(who, sum(wishes[who]))
            state[who] = "done"
    assert set(state.values()) == {"done"}


def test_threads_of_one_process_share_a_budget_too() -> None:
    room, log = Room(), []

    def hold() -> None:
        with room.taken(budget_bytes(0)):
            log.append("begin")
            time.sleep(0.01)
            log.append("end")

    threads = [threading.Thread(target=hold) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert log == ["begin", "end"] * 4


@pytest.mark.parametrize("workers", [1, 2, 8])
def test_budget_and_workers_together_are_what_is_promised(workers: int) -> None:
    assert budget_bytes(workers) <= 2_000_000_000 - workers * 48_000_000


# The shelf ---------------------------------------------------------------------------------------


def test_the_clock_stands_while_a_worker_waits_for_memory() -> None:
    import multiprocessing

    from imgsim_desktop.workers.shelf import make_shared

    shelf = Shelf(make_shared(multiprocessing.get_context("spawn")))
    shelf.start_clock(3, 0)
    shelf.pause()
    time.sleep(0.05)
    assert shelf.worked_s() < 0.05
    shelf.go_on()
    assert shelf.worked_s() < 0.05
    time.sleep(0.05)
    assert shelf.worked_s() >= 0.05


# The wire ----------------------------------------------------------------------------------------


def test_records_and_arrays_come_back_as_they_were(tmp_path: Path) -> None:
    file = FoundFile(tmp_path / "a.jpg", tmp_path, 1, 2, 3, 4)
    value = (Failure(file, Reason.DAMAGED, "why"), np.arange(6).reshape(2, 3), [None, b"x", 1.5])
    data, arrays = wire.pack(value)
    back = wire.unpack(data, arrays)
    assert back[0] == value[0]
    assert np.array_equal(back[1], value[1])
    assert back[2] == value[2]


def test_enumerations_come_back_though_python_3_11_2_packs_them_by_getattr(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        Reason, "__reduce_ex__", lambda self, _protocol: (getattr, (Reason, self.name))
    )
    assert b"getattr" in pickle.dumps(Reason.DAMAGED)
    data, arrays = wire.pack([Reason.DAMAGED, Reason.DAMAGED, Reason.EMPTY])
    assert wire.unpack(data, arrays) == [Reason.DAMAGED, Reason.DAMAGED, Reason.EMPTY]


def test_a_sentence_comes_back_with_its_pattern_whatever_stands_in_it() -> None:
    inner = Sentence("{n} of it", n=3)
    said = Sentence("{name}: {why} ({inner})", name="{x}.jpg", why=BadZipFile("bad"), inner=inner)
    data, arrays = wire.pack(KnownError(said, "Hint."))
    back = wire.unpack(data, arrays)
    assert (back.sentence, back.hint) == ("{x}.jpg: bad (3 of it)", "Hint.")
    assert back.sentence.pattern == "{name}: {why} ({inner})"
    assert back.sentence.values["inner"].pattern == "{n} of it"


@pytest.mark.parametrize("name", ["os.system", "builtins.eval", "subprocess.Popen",
                                  "imgsim_desktop.cli.run", "builtins.getattr"])  # fmt: skip
def test_nothing_is_called_by_what_arrives(name: str) -> None:
    module, _, word = name.rpartition(".")
    data = b"c" + module.encode() + b"\n" + word.encode() + b"\n(S'x'\ntR."
    with pytest.raises(pickle.UnpicklingError, match="must not send"):
        wire.unpack(data)


# The sandbox -------------------------------------------------------------------------------------


@linux
def test_a_worker_reads_everywhere_and_writes_nowhere(pool: Pool, tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.write_bytes(b"as it was")
    assert pool.run(stubs.read_file, str(there)) == b"as it was"
    sandbox = pool.foreman().hands[0].sandbox
    if "landlock" not in sandbox:
        pytest.skip(f"this kernel has no Landlock, only {sandbox}: writing is NOT tested here")
    for forbidden in (stubs.write_file, stubs.make_folder):
        with pytest.raises(OSError, match="denied"):
            pool.run(forbidden, str(tmp_path / "new"))
    for forbidden in (stubs.write_file, stubs.append_to, stubs.unlink, stubs.rename):
        with pytest.raises(OSError, match="denied"):
            pool.run(forbidden, str(there))
    assert there.read_bytes() == b"as it was"
    assert list(tmp_path.iterdir()) == [there]


@linux
def test_a_worker_starts_no_program_and_reaches_neither_network_nor_parent(pool: Pool) -> None:
    pool.run(stubs.double, 1)
    hand: Hand = pool.foreman().hands[0]
    if set(hand.sandbox) != {"landlock", "seccomp"}:
        pytest.skip(f"this kernel has only {hand.sandbox}: the sandbox is NOT tested here")
    with pytest.raises(OSError, match="denied"):
        pool.run(stubs.start_program, sys.executable)
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        with pytest.raises(OSError, match="not permitted"):
            pool.run(stubs.open_socket, int(kind))
    with pytest.raises(OSError, match="not permitted"):
        pool.run(stubs.kill_parent, int(signal.SIGUSR1))
    assert pool.foreman().hands == [hand]


@linux
def test_a_worker_is_nice(pool: Pool) -> None:
    assert pool.run(stubs.niceness, 0) == min(19, os.nice(0) + 5)


# Limits ------------------------------------------------------------------------------------------


@linux
def test_a_call_is_never_allowed_more_than_the_person_allows_the_program(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """`ulimit -v 2097152`: to raise that is refused, and all photos lost their worker."""
    import resource

    most, said = 1 << 50, []  # more than this process, with all it has loaded, may ever use
    monkeypatch.setattr(resource, "getrlimit", lambda _: (most, most))
    monkeypatch.setattr(resource, "setrlimit", lambda what, limits: said.append((what, limits)))
    limits = CallLimits()
    limits.allow(100 << 50)
    limits.allow(0)
    assert [what for what, _ in said] == [resource.RLIMIT_AS] * 2
    assert said[0][1] == (most, most)
    assert said[1][1][0] < most
    assert said[1][1][1] == most
