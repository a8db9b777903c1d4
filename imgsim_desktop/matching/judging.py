"""Who compares the pixels of pairs: threads of ours, or the program's workers for long work.

Comparing is a thousand short calls a pair, and two threads of one interpreter wait for each other
at most of them: on two quiet cores two threads compared 1.2 times as many pairs a second as one,
and the window stood still meanwhile. A worker takes half a second to start and to load OpenCV.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from queue import Empty, SimpleQueue
from typing import Final, Self

from imgsim_desktop.control import NULL_CONTROL, Control
from imgsim_desktop.matching.additions import find_additions
from imgsim_desktop.matching.candidates import Content
from imgsim_desktop.matching.grounds import Clear, ground_of
from imgsim_desktop.matching.kinds import PairVerdict, judge
from imgsim_desktop.matching.planes import Grey, light_of
from imgsim_desktop.matching.sketch import Sketch
from imgsim_desktop.matching.threads import one_thread_each, stay_in_one_thread
from imgsim_desktop.matching.verify import compare
from imgsim_desktop.records import PairKind, Pixels
from imgsim_desktop.workers import POOL, Errand, How, Lost, NoWorkers, Pool, WorkerLane
from imgsim_desktop.workers.errand import LOOK_S
from imgsim_desktop.workers.pool import LIMIT_S

BESIDE_FROM: Final = 400
"""Pairs from which on workers compare: three seconds of work."""
_MOST_WORKERS: Final = 8
"""Each takes some 100 MB."""
_UNDER_WAY: Final = 2
"""Chunks a worker has at a time, so that it need not wait for the next."""
_SKETCHES: Final = 8_000
"""Pictures whose features are kept at a time, about 25 kB each, by all workers together."""
_WITH_PIXELS: Final = 1_000
"""Of them: those kept with their pixels, 60 kB each."""

_FOUND: Final = 0.9
"""Confidence from which a copy needs no other ground to be one."""

Ends = tuple[Content, Content]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PixelLoaders:
    """Where pixels come from, by content id; called from several threads at a time.

    To be used in workers, all must be known to pickle.
    """

    grey: Callable[[int], Grey]
    """Luma (height, width), upright, long side at most THUMBNAIL_PX."""
    colour: Callable[[int], Pixels] | None = None
    """Thumbnail (height, width, 3), to tell recoloured copies; None: not told."""
    on_grounds: Callable[[int], tuple[Pixels, Pixels] | None] | None = None
    """A transparent picture as large as its thumbnail, on white and on black; None: unknown."""


@dataclass(frozen=True, slots=True, eq=False)
class _Side:
    """One picture of a pair, as it is compared."""

    content: Content
    sketch: Sketch
    colours: Callable[[], Pixels] | None
    """Loads it in colour; None: not told."""


class Judge:
    """Compares pairs, and remembers the pictures it looked at lately. Shared by threads."""

    def __init__(self, loaders: PixelLoaders, share: int = 1) -> None:
        """share  of how many judges this is one: they divide the memory among them"""
        self._loaders = loaders
        self._sketches = _Sketches(loaders.grey, share)

    def judge(self, a: Content, b: Content) -> PairVerdict:
        """Of a transparent picture and a flat one, on the ground of the flat one if they agree
        there only."""
        one, other = self._side(a), self._side(b)
        verdict = _judged(one, other)
        if a.is_transparent == b.is_transparent or verdict.confidence >= _FOUND:
            return verdict
        if a.is_transparent:
            laid = self._laid_as(one, other)
            again = None if laid is None else _judged(laid, other)
        else:
            laid = self._laid_as(other, one)
            again = None if laid is None else _judged(one, laid)
        return verdict if again is None or again.confidence <= verdict.confidence else again

    def _side(self, content: Content) -> _Side:
        load = self._loaders.colour
        colours = None if load is None else partial(load, content.content_id)
        return _Side(content, self._sketches.get(content.content_id), colours)

    def _laid_as(self, clear: _Side, flat: _Side) -> _Side | None:
        """A transparent picture on the ground of a flat one; None where that has no plain one."""
        if self._loaders.on_grounds is None or flat.colours is None:
            return None
        both = self._loaders.on_grounds(clear.content.content_id)
        if both is None:
            return None
        picture = Clear.of_both(*both)
        ground = ground_of(picture, flat.colours())
        if ground is None:
            return None
        laid = picture.over(ground)
        return _Side(clear.content, Sketch(light_of(laid)), lambda: laid)


def _judged(a: _Side, b: _Side) -> PairVerdict:
    evidence = compare(a.sketch, b.sketch)
    colours = None
    if a.colours is not None and b.colours is not None:
        load_a, load_b = a.colours, b.colours
        colours = lambda: (load_a(), load_b())  # noqa: E731
    return judge(
        evidence,
        a.content.facts,
        b.content.facts,
        colours,
        lambda: find_additions(a.sketch.grey, b.sketch.grey, evidence),
    )


class Judges:
    """Verdicts on many pairs, by several threads or workers; the same whoever gives them.

    A context: workers keep pictures for it from the first long call to its end. Used from one
    thread.
    """

    def __init__(
        self,
        loaders: PixelLoaders,
        threads: int = 1,
        *,
        beside: bool = False,
        control: Control = NULL_CONTROL,
        pool: Pool = POOL,
    ) -> None:
        """
        threads  or workers
        beside   whether workers may compare; the loaders must be known to pickle then
        """
        self._loaders = loaders
        self._threads = threads
        self._beside = beside and threads > 1
        self._control = control
        self._judge = Judge(loaders)
        self._pool = pool
        self._lane: WorkerLane | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._lane is not None:
            self._lane.close()

    def verdicts(self, chunks: Sequence[Sequence[Ends]]) -> Iterator[tuple[int, list[PairVerdict]]]:
        """The number of each chunk and the verdicts on its pairs, as they become known.

        chunks  those that follow one another share pictures

        Raises Cancelled after Stop.
        """
        left = set(range(len(chunks)))
        if self._is_long(chunks):
            try:
                for number, found in self._in_workers(chunks):
                    left.discard(number)
                    yield number, found
            except NoWorkers as error:  # slower, and nothing is lost
                _log.warning("comparing goes on in this process: %s", error)
                self._beside = False
        yield from self._in_threads(chunks, sorted(left))

    def _is_long(self, chunks: Sequence[Sequence[Ends]]) -> bool:
        if not self._beside:
            return False
        return self._lane is not None or sum(map(len, chunks)) >= BESIDE_FROM

    def _in_workers(
        self, chunks: Sequence[Sequence[Ends]]
    ) -> Iterator[tuple[int, list[PairVerdict]]]:
        count = min(self._threads, _MOST_WORKERS)
        if self._lane is None:
            self._lane = self._pool.lane(count, (_judge_for_good, (self._loaders, count)))
        lane = self._lane
        shares = _Shares(len(chunks), count)
        running: dict[int, tuple[int, Errand[PairVerdict]]] = {}
        ended: SimpleQueue[int] = SimpleQueue()

        def hand_to(worker: int) -> None:
            number = shares.next_for(worker)
            if number is not None:
                chunk = chunks[number]
                errand = Errand(
                    Judge.judge,
                    chunk,
                    [LIMIT_S] * len(chunk),
                    seat=worker,
                    ended=partial(ended.put, number),
                )
                running[number] = worker, errand
                lane.put(errand)

        for _ in range(_UNDER_WAY):
            for worker in range(count):
                hand_to(worker)
        while running:
            self._control.check()
            try:
                number = ended.get(timeout=LOOK_S)
            except Empty:
                continue
            worker, errand = running.pop(number)
            hand_to(worker)
            outcomes = zip(chunks[number], errand.wait(), strict=True)
            yield number, [self._survived(ends, outcome) for ends, outcome in outcomes]

    def _survived(self, ends: Ends, outcome: PairVerdict | Lost) -> PairVerdict:
        """A verdict in any case: what took too long or too much memory is compared here."""
        if not isinstance(outcome, Lost):
            return outcome
        names = " and ".join(content.content_hash.hex() for content in ends)
        _log.warning("comparing %s: %s", names, outcome.detail)
        if outcome.how is How.CRASHED:
            return PairVerdict(0.0, PairKind.SIMILAR)  # here it would take the program along
        with one_thread_each():
            return self._judge.judge(*ends)

    def _in_threads(
        self, chunks: Sequence[Sequence[Ends]], numbers: Sequence[int]
    ) -> Iterator[tuple[int, list[PairVerdict]]]:
        def judged(number: int) -> tuple[int, list[PairVerdict]]:
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

    What he looked at lately he need not look at again: dealt out in turn, two workers made the
    features of 45 % of the pictures of a library twice, with a run each those of 10 %.
    """

    def __init__(self, chunks: int, workers: int) -> None:
        bounds = [chunks * worker // workers for worker in range(workers + 1)]
        self._left = [deque(range(*run)) for run in pairwise(bounds)]

    def next_for(self, worker: int) -> int | None:
        """The number of a chunk; None: all are taken."""
        own, most = self._left[worker], max(self._left, key=len)
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


def _judge_for_good(loaders: PixelLoaders, share: int) -> Judge:  # pragma: no cover  in a worker
    """What a worker keeps for a lane; from then on it has one thread."""
    stay_in_one_thread()
    return Judge(loaders, share)
