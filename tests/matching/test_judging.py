"""Workers that compare pictures: the same verdicts as here, and none outlives the program."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageOps

from imgsim_desktop.control import Cancelled, Control
from imgsim_desktop.matching import judging
from imgsim_desktop.matching.candidates import Content
from imgsim_desktop.matching.judging import Ends, Judges, PixelLoaders, _Shares
from imgsim_desktop.matching.kinds import PairVerdict
from imgsim_desktop.matching.planes import Grey
from imgsim_desktop.records import Facts, PairKind
from imgsim_desktop.workers import Errand, Pool
from imgsim_desktop.workers.hand import Hand
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


LOADERS = PixelLoaders(load_grey, load_colour)


def content(key: int) -> Content:
    name = key.to_bytes(16, "big")
    return Content(key, name, name, bytes(32), Facts(320, 240, "PNG"))


def pairs(scenes: int = 3) -> list[list[Ends]]:
    """In chunks of five: copies, and a stranger or two for each."""
    count = scenes * len(EDITS)
    ends = [(i, j) for i in range(count) for j in range(i + 1, min(count, i + 5))]
    found = [(content(i), content(j)) for i, j in ends]
    return [found[start : start + 5] for start in range(0, len(found), 5)]


def all_of(judges: Judges, chunks: list[list[Ends]]) -> list[list[PairVerdict]]:
    found = dict(judges.verdicts(chunks))
    assert sorted(found) == list(range(len(chunks)))
    return [found[number] for number in range(len(chunks))]


@pytest.fixture(scope="module")
def shared_pool() -> Iterator[Pool]:
    """Of this module's tests: half a second of processor for each worker that is started."""
    made = Pool()
    yield made
    made.close()
    assert own_children() == []


@pytest.fixture
def pool(shared_pool: Pool, monkeypatch: pytest.MonkeyPatch) -> Pool:
    """For any number of pairs."""
    monkeypatch.setattr(judging, "BESIDE_FROM", 10)
    return shared_pool


def workers(pool: Pool) -> list[Hand]:
    return pool.foreman().hands


def test_workers_find_what_threads_find(pool: Pool) -> None:
    chunks = pairs()
    with Judges(LOADERS, 1) as judges:
        expected = all_of(judges, chunks)
    with Judges(LOADERS, 2, beside=True, pool=pool) as judges:
        assert all_of(judges, chunks) == expected
        assert len(workers(pool)) == 2
        assert all_of(judges, chunks[:1]) == expected[:1]  # little work is theirs, too, once begun
    kinds = [verdict.kind for verdicts in expected for verdict in verdicts]
    assert {PairKind.EDITED, PairKind.SIMILAR} <= set(kinds)


def threads_of(judge: judging.Judge) -> tuple[int, set[int]]:
    """In a worker: threads of OpenCV, and of all that compute with matrices."""
    import threadpoolctl

    libraries = threadpoolctl.threadpool_info()
    return cv2.getNumThreads(), {one["num_threads"] for one in libraries}


def test_a_worker_keeps_to_one_thread(pool: Pool) -> None:
    with Judges(LOADERS, 2, beside=True, pool=pool) as judges:
        all_of(judges, pairs())
        assert judges._lane is not None
        (found,) = judges._lane.put(Errand(threads_of, [()], [60.0])).wait()
    assert found == (1, {1})


def kept_by(judge: judging.Judge) -> set[int]:
    return set(judge._sketches._kept)


def test_a_worker_keeps_to_its_own_run_of_pictures(pool: Pool) -> None:
    chunks = pairs(6)
    with Judges(LOADERS, 2, beside=True, pool=pool) as judges:
        all_of(judges, chunks)
        assert judges._lane is not None
        put = judges._lane.put
        kept = [put(Errand(kept_by, [()], [60.0], seat=seat)).wait()[0] for seat in (0, 1)]
    pictures = {end.content_id for chunk in chunks for ends in chunk for end in ends}
    assert kept[0] | kept[1] == pictures
    assert len(kept[0] & kept[1]) < len(pictures) / 2


def test_little_work_starts_no_worker() -> None:
    pool = Pool()
    with Judges(LOADERS, 2, beside=True, pool=pool) as judges:
        all_of(judges, pairs(1))
    assert pool._foreman is None


def test_a_worker_that_is_killed_costs_time_and_no_verdict(pool: Pool) -> None:
    chunks = pairs(6)
    with Judges(LOADERS, 1) as judges:
        expected = all_of(judges, chunks)
    found = {}
    with Judges(LOADERS, 2, beside=True, pool=pool) as judges:
        deaths = pool.foreman().deaths
        for number, verdicts in judges.verdicts(chunks):
            if not found:
                workers(pool)[0].process.kill()
            assert number not in found
            found[number] = verdicts
    assert [found[number] for number in range(len(chunks))] == expected
    assert pool.foreman().deaths == deaths + 1


def test_where_no_process_can_be_started_the_work_is_done_here(
    pool: Pool, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(context: object) -> Hand:
        raise OSError(11, "Resource temporarily unavailable")

    chunks = pairs()
    with Judges(LOADERS, 1) as judges:
        expected = all_of(judges, chunks)
    pool.close()
    monkeypatch.setattr(Hand, "start", refuse)
    with caplog.at_level(logging.WARNING), Judges(LOADERS, 2, beside=True, pool=pool) as judges:
        assert all_of(judges, chunks) == expected
    assert "comparing goes on in this process" in caplog.text


def test_stop_breaks_off_between_two_pairs(pool: Pool) -> None:
    control = Control()
    with Judges(LOADERS, 2, beside=True, control=control, pool=pool) as judges:
        verdicts = judges.verdicts(pairs(6))
        next(verdicts)
        control.stop()
        with pytest.raises(Cancelled):
            list(verdicts)
    assert pool.run(os.getpid) in [hand.pid for hand in workers(pool)]


def test_an_error_in_a_worker_is_raised_here(pool: Pool) -> None:
    judges = Judges(PixelLoaders(broken), 2, beside=True, pool=pool)
    with judges, pytest.raises(ZeroDivisionError):
        list(judges.verdicts(pairs()))


BAD = 3


def abort_at_one(key: int) -> Grey:
    if key == BAD:
        os.abort()
    return load_grey(key)


def hang_at_one(key: int) -> Grey:
    if key == BAD and os.getpid() != TEST_PID:
        time.sleep(60)
    return load_grey(key)


TEST_PID = int(os.environ.setdefault("IMGSIM_TEST_PID", str(os.getpid())))
"""Workers inherit it."""


@pytest.mark.skipif(sys.platform == "win32", reason="signals are of Unix")
@pytest.mark.skipif(sys.platform == "win32", reason="signals are of Unix")
def test_a_thumbnail_that_kills_its_workers_is_no_copy_of_anything(
    pool: Pool, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(judging, "BESIDE_FROM", 1)
    chunks = pairs(1)
    with Judges(LOADERS, 1) as judges:
        expected = list(chain.from_iterable(all_of(judges, chunks)))
    with caplog.at_level(logging.WARNING):
        judges = Judges(PixelLoaders(abort_at_one, load_colour), 2, beside=True, pool=pool)
        with judges:
            found = list(chain.from_iterable(all_of(judges, chunks)))
    has_bad = [BAD in {end.content_id for end in ends} for chunk in chunks for ends in chunk]
    assert [v for v, bad in zip(found, has_bad, strict=True) if bad] == (
        [PairVerdict(0.0, PairKind.SIMILAR)] * sum(has_bad)
    )
    assert [v for v, bad in zip(found, has_bad, strict=True) if not bad] == (
        [v for v, bad in zip(expected, has_bad, strict=True) if not bad]
    )
    assert sum(has_bad) == 3
    assert content(BAD).content_hash.hex() in caplog.text


def test_what_takes_too_long_in_a_worker_is_compared_here(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging, "LIMIT_S", 1.0)
    chunks = pairs(1)
    with Judges(LOADERS, 1) as judges:
        expected = all_of(judges, chunks)
    monkeypatch.setattr(judging, "BESIDE_FROM", 1)
    with Judges(PixelLoaders(hang_at_one, load_colour), 2, beside=True, pool=pool) as judges:
        assert all_of(judges, chunks) == expected


def broken(key: int) -> Grey:
    raise ZeroDivisionError(key)


PARENT = """
import time
from imgsim_desktop.matching import judging
from tests.matching.test_judging import LOADERS, pairs
from imgsim_desktop.workers import POOL
if __name__ == "__main__":
    judging.BESIDE_FROM = 1
    with judging.Judges(LOADERS, 2, beside=True) as judges:
        list(judges.verdicts(pairs(1)))
        print(*(hand.pid for hand in POOL.foreman().hands), flush=True)
        time.sleep(60)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 and /proc are of Linux")
def test_workers_end_when_the_program_is_killed(tmp_path: Path) -> None:
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


def test_each_worker_has_a_run_of_chunks_then_helps_where_most_is_left() -> None:
    shares = _Shares(7, 2)
    assert [shares.next_for(0) for _ in range(3)] == [0, 1, 2]
    assert shares.next_for(1) == 3
    assert shares.next_for(0) == 6
    assert [shares.next_for(1) for _ in range(3)] == [4, 5, None]
    assert shares.next_for(0) is None
