"""Processes that compare pictures: the same verdicts as here, and none outlives its work."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest
import threadpoolctl
from PIL import Image, ImageOps

from imgsim_desktop.control import Cancelled, Control
from imgsim_desktop.matching import judging
from imgsim_desktop.matching.candidates import Content
from imgsim_desktop.matching.judging import Ends, Judges, Loaders, _Shares
from imgsim_desktop.matching.kinds import Verdict
from imgsim_desktop.matching.planes import Grey
from imgsim_desktop.records import Facts, PairKind
from tests.matching.scenes import captioned, grey, scene
from tests.processes import own_children

EDITS = (lambda p: p, ImageOps.mirror, captioned, lambda p: p.resize((200, 150)))


@cache
def picture(key: int) -> Image.Image:
    """Of each scene four versions."""
    seed, edit = divmod(key, len(EDITS))
    return EDITS[edit](scene(seed))


def load_grey(key: int) -> Grey:
    return grey(picture(key))


def load_colour(key: int) -> np.ndarray:
    return np.asarray(picture(key))


LOADERS = Loaders(load_grey, load_colour)


def content(key: int) -> Content:
    name = key.to_bytes(16, "big")
    return Content(key, name, name, bytes(32), Facts(320, 240, "PNG"))


def pairs(scenes: int = 3) -> list[list[Ends]]:
    """In chunks of five: copies, and a stranger or two for each."""
    count = scenes * len(EDITS)
    ends = [(i, j) for i in range(count) for j in range(i + 1, min(count, i + 5))]
    found = [(content(i), content(j)) for i, j in ends]
    return [found[start : start + 5] for start in range(0, len(found), 5)]


def all_of(judges: Judges, chunks: list[list[Ends]]) -> list[list[Verdict]]:
    found = dict(judges.verdicts(chunks))
    assert sorted(found) == list(range(len(chunks)))
    return [found[number] for number in range(len(chunks))]


@pytest.fixture
def _processes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(judging, "BESIDE_FROM", 10)
    yield
    assert own_children() == []


@pytest.mark.usefixtures("_processes")
def test_processes_find_what_threads_find() -> None:
    chunks = pairs()
    with Judges(LOADERS, 1) as judges:
        expected = all_of(judges, chunks)
    with Judges(LOADERS, 2, beside=True) as judges:
        assert all_of(judges, chunks) == expected
        assert len(own_children()) == 2
        assert all_of(judges, chunks[:1]) == expected[:1]  # little work is theirs, too, once begun
    kinds = [verdict.kind for verdicts in expected for verdict in verdicts]
    assert {PairKind.EDITED, PairKind.SIMILAR} <= set(kinds)


@pytest.mark.usefixtures("_processes")
def test_a_process_keeps_to_one_thread() -> None:
    with Judges(LOADERS, 2, beside=True) as judges:
        all_of(judges, pairs())
        assert judges._pools[0].submit(cv2.getNumThreads).result() == 1
        libraries = judges._pools[0].submit(threadpoolctl.threadpool_info).result()
    assert {one["num_threads"] for one in libraries if one["user_api"] == "blas"} == {1}


def test_little_work_starts_no_process() -> None:
    with Judges(LOADERS, 2, beside=True) as judges:
        all_of(judges, pairs(1))
        assert own_children() == []


@pytest.mark.usefixtures("_processes")
def test_a_process_that_is_killed_costs_time_and_no_verdict(
    caplog: pytest.LogCaptureFixture,
) -> None:
    chunks = pairs(6)
    with Judges(LOADERS, 1) as judges:
        expected = all_of(judges, chunks)
    found = {}
    with caplog.at_level(logging.WARNING), Judges(LOADERS, 2, beside=True) as judges:
        for number, verdicts in judges.verdicts(chunks):
            if not found:
                own_children()[0].kill()
            assert number not in found
            found[number] = verdicts
    assert [found[number] for number in range(len(chunks))] == expected
    assert "comparing goes on in this process" in caplog.text


@pytest.mark.usefixtures("_processes")
@pytest.mark.parametrize("trouble", [OSError("too many"), NotImplementedError("no semaphores")])
def test_where_no_process_can_be_started_the_work_is_done_here(
    trouble: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise trouble

    chunks = pairs()
    with Judges(LOADERS, 1) as judges:
        expected = all_of(judges, chunks)
    monkeypatch.setattr(judging, "ProcessPoolExecutor", refuse)
    with Judges(LOADERS, 2, beside=True) as judges:
        assert all_of(judges, chunks) == expected


@pytest.mark.usefixtures("_processes")
def test_stop_ends_the_processes() -> None:
    control = Control()
    with Judges(LOADERS, 2, beside=True, control=control) as judges:
        verdicts = judges.verdicts(pairs(6))
        next(verdicts)
        control.stop()
        with pytest.raises(Cancelled):
            list(verdicts)


@pytest.mark.usefixtures("_processes")
def test_an_error_in_a_process_is_raised_here() -> None:
    with Judges(Loaders(broken), 2, beside=True) as judges, pytest.raises(ZeroDivisionError):
        list(judges.verdicts(pairs()))


def broken(key: int) -> Grey:
    raise ZeroDivisionError(key)


PARENT = """
import time
from imgsim_desktop.matching import judging
from tests.matching.test_judging import LOADERS, pairs
import multiprocessing
if __name__ == "__main__":
    judging.BESIDE_FROM = 1
    with judging.Judges(LOADERS, 2, beside=True) as judges:
        list(judges.verdicts(pairs(1)))
        print(*(child.pid for child in multiprocessing.active_children()), flush=True)
        time.sleep(60)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 and /proc are of Linux")
def test_processes_end_when_the_program_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    root = str(Path(__file__).parents[2])
    program = [sys.executable, str(script)]
    environment = {**os.environ, "PYTHONPATH": root}
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True, env=environment) as parent:
        assert parent.stdout is not None
        children = [int(word) for word in parent.stdout.readline().split()]
        parent.kill()
    assert len(children) == 2
    until = time.monotonic() + 20
    while (left := [pid for pid in children if runs(pid)]) and time.monotonic() < until:
        time.sleep(0.05)
    assert left == []


def runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_each_process_has_a_run_of_chunks_then_helps_where_most_is_left() -> None:
    shares = _Shares(7, 2)
    assert [shares.next_for(0) for _ in range(3)] == [0, 1, 2]
    assert shares.next_for(1) == 3
    assert shares.next_for(0) == 6
    assert [shares.next_for(1) for _ in range(3)] == [4, 5, None]
    assert shares.next_for(0) is None
