"""Who compares the pixels of pairs: threads of ours, or processes beside us for long work.

Comparing is a thousand short calls a pair, and two threads of one interpreter wait for each other
at most of them: on two quiet cores two threads compared 1.2 times as many pairs a second as one,
and the window stood still meanwhile. Processes cost half a second each to start.
"""

from __future__ import annotations

import logging
import multiprocessing
import signal
import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    wait,
)  # fmt: skip
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Self

from imgsim_desktop.control import NULL_CONTROL, Control
from imgsim_desktop.matching.additions import find_additions
from imgsim_desktop.matching.candidates import Content
from imgsim_desktop.matching.kinds import Verdict, judge
from imgsim_desktop.matching.planes import Grey
from imgsim_desktop.matching.sketch import Sketch
from imgsim_desktop.matching.threads import one_thread_each, stay_in_one_thread
from imgsim_desktop.matching.verify import compare
from imgsim_desktop.records import Pixels

BESIDE_FROM: Final = 400
"""Pairs from which on processes are started: three seconds of work."""
_MOST_PROCESSES: Final = 8
"""Each takes some 100 MB."""
_UNDER_WAY: Final = 2
"""Chunks a process has at a time, so that it need not wait for the next."""
_LOOK_S: Final = 0.1
"""How often we look whether the person pressed Stop."""
_SKETCHES: Final = 8_000
"""Pictures whose features are kept at a time, about 25 kB each, by all processes together."""
_WITH_PIXELS: Final = 1_000
"""Of them: those kept with their pixels, 60 kB each."""

_NO_PROCESSES: Final = (BrokenProcessPool, OSError, ImportError, NotImplementedError)
"""The last two: what Python raises where the system has no semaphores for them."""

Ends = tuple[Content, Content]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Loaders:
    """Where pixels come from, by content id; called from several threads at a time.

    To be used in processes, both must be known to pickle.
    """

    grey: Callable[[int], Grey]
    """Luma (height, width), upright, long side at most THUMBNAIL_PX."""
    colour: Callable[[int], Pixels] | None = None
    """Thumbnail (height, width, 3), to tell recoloured copies; None: not told."""


class Judge:
    """Compares pairs, and remembers the pictures it looked at lately. Shared by threads."""

    def __init__(self, loaders: Loaders, share: int = 1) -> None:
        """share  of how many judges this is one: they divide the memory among them"""
        self._loaders = loaders
        self._sketches = _Sketches(loaders.grey, share)

    def judge(self, a: Content, b: Content) -> Verdict:
        sketch_a, sketch_b = self._sketches.get(a.content_id), self._sketches.get(b.content_id)
        evidence = compare(sketch_a, sketch_b)
        colours = None
        if self._loaders.colour is not None:
            load = self._loaders.colour
            colours = lambda: (load(a.content_id), load(b.content_id))  # noqa: E731
        return judge(
            evidence,
            a.facts,
            b.facts,
            colours,
            lambda: find_additions(sketch_a.grey, sketch_b.grey, evidence),
        )


class Judges:
    """Verdicts on many pairs, by several threads or processes; the same whoever gives them.

    A context: the processes last from the first long call to its end. Used from one thread.
    """

    def __init__(
        self,
        loaders: Loaders,
        threads: int = 1,
        *,
        beside: bool = False,
        control: Control = NULL_CONTROL,
    ) -> None:
        """
        threads  or processes
        beside   whether processes may be started; the loaders must be known to pickle then
        """
        self._loaders = loaders
        self._threads = threads
        self._beside = beside and threads > 1
        self._control = control
        self._judge = Judge(loaders)
        self._pools: list[ProcessPoolExecutor] = []
        """Of one process each: a process keeps to its own pictures."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for pool in self._pools:
            pool.shutdown(cancel_futures=True)

    def verdicts(self, chunks: Sequence[Sequence[Ends]]) -> Iterator[tuple[int, list[Verdict]]]:
        """The number of each chunk and the verdicts on its pairs, as they become known.

        chunks  those that follow one another share pictures

        Raises Cancelled after Stop.
        """
        left = set(range(len(chunks)))
        if self._is_long(chunks):
            try:
                for number, found in self._in_processes(chunks):
                    left.discard(number)
                    yield number, found
            except _NO_PROCESSES as error:
                # Killed for its memory, or none could be started: slower, and nothing is lost.
                _log.warning("comparing goes on in this process: %s", error)
                self._beside = False
        yield from self._in_threads(chunks, sorted(left))

    def _is_long(self, chunks: Sequence[Sequence[Ends]]) -> bool:
        if not self._beside:
            return False
        return bool(self._pools) or sum(map(len, chunks)) >= BESIDE_FROM

    def _in_processes(
        self, chunks: Sequence[Sequence[Ends]]
    ) -> Iterator[tuple[int, list[Verdict]]]:
        self._start_processes()
        shares = _Shares(len(chunks), len(self._pools))
        running: dict[Future[list[Verdict]], tuple[int, int]] = {}

        def hand_to(process: int) -> None:
            number = shares.next_for(process)
            if number is not None:
                future = self._pools[process].submit(_judge_beside, chunks[number])
                running[future] = process, number

        for _ in range(_UNDER_WAY):
            for process in range(len(self._pools)):
                hand_to(process)
        while running:
            self._control.check()
            for future in wait(running, _LOOK_S, FIRST_COMPLETED).done:
                process, number = running.pop(future)
                hand_to(process)
                yield number, future.result()

    def _start_processes(self) -> None:
        count = min(self._threads, _MOST_PROCESSES)
        while len(self._pools) < count:
            self._pools.append(
                ProcessPoolExecutor(
                    1,
                    multiprocessing.get_context("spawn"),
                    initializer=_begin_beside,
                    initargs=(self._loaders, count),
                )
            )

    def _in_threads(
        self, chunks: Sequence[Sequence[Ends]], numbers: Sequence[int]
    ) -> Iterator[tuple[int, list[Verdict]]]:
        def judged(number: int) -> tuple[int, list[Verdict]]:
            self._control.check()
            return number, [self._judge.judge(*ends) for ends in chunks[number]]

        with one_thread_each():
            if self._threads == 1:
                yield from map(judged, numbers)
                return
            with ThreadPoolExecutor(self._threads, "pairs") as pool:
                try:
                    yield from pool.map(judged, numbers)
                finally:
                    pool.shutdown(cancel_futures=True)


class _Shares:
    """Who takes which chunk: each has a run of his own, then helps who has most left.

    What he looked at lately he need not look at again: dealt out in turn, two processes made the
    features of 45 % of the pictures of a library twice, with a run each those of 10 %.
    """

    def __init__(self, chunks: int, processes: int) -> None:
        bounds = [chunks * process // processes for process in range(processes + 1)]
        self._left = [deque(range(*run)) for run in pairwise(bounds)]

    def next_for(self, process: int) -> int | None:
        """The number of a chunk; None: all are taken."""
        own, most = self._left[process], max(self._left, key=len)
        if own:
            return own.popleft()
        return most.pop() if most else None


class _Sketches:
    """The pictures looked at lately, ready for comparing.

    The lock keeps the pool's threads from changing the order of use at one time; a picture that
    two of them ask for at once is loaded twice, which does no harm.
    """

    def __init__(self, load: Callable[[int], Grey], share: int) -> None:
        self._load = load
        self._most, self._most_with_pixels = _SKETCHES // share, _WITH_PIXELS // share
        self._lock = threading.Lock()
        self._kept: OrderedDict[int, Sketch] = OrderedDict()
        self._heavy: OrderedDict[int, Sketch] = OrderedDict()

    def get(self, content_id: int) -> Sketch:
        with self._lock:
            sketch = self._kept.get(content_id)
            if sketch is None:
                sketch = self._kept[content_id] = Sketch(lambda: self._load(content_id))
            self._kept.move_to_end(content_id)
            self._heavy[content_id] = sketch
            self._heavy.move_to_end(content_id)
            if len(self._heavy) > self._most_with_pixels:
                self._heavy.popitem(last=False)[1].forget_pixels()
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return sketch


# In the other processes --------------------------------------------------------------------------

_JUDGES: Final[list[Judge]] = []
"""The one of this process."""


def _begin_beside(loaders: Loaders, share: int) -> None:  # pragma: no cover  another process
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C asks our parent, who ends us
    threading.Thread(target=_end_with_parent, daemon=True).start()
    stay_in_one_thread()
    _JUDGES.append(Judge(loaders, share))


def _end_with_parent() -> None:  # pragma: no cover  another process
    """A pool's process would wait for ever for work from a parent that was killed."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        signal.raise_signal(signal.SIGTERM)


def _judge_beside(chunk: Sequence[Ends]) -> list[Verdict]:  # pragma: no cover  another process
    return [_JUDGES[0].judge(*ends) for ends in chunk]
