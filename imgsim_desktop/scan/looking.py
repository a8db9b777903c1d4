"""Looking: every pair of copies once more, in the originals, before anything is suggested to go."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.control import Control
from imgsim_desktop.library.cache import CacheReader, CacheWriter
from imgsim_desktop.library.paths import Home
from imgsim_desktop.matching import confidence
from imgsim_desktop.matching.look import LOOK_VERSION
from imgsim_desktop.reading.beside import limit_s
from imgsim_desktop.records import (
    PAIR_KINDS,
    REMOVABLE_KINDS,
    Library,
    LookResult,
    PairTable,
    Photo,
)
from imgsim_desktop.scan.look_beside import LookAnswer, LookTask, LookTrouble, Original, look_at
from imgsim_desktop.scan.pool import ItemWork, read_ahead
from imgsim_desktop.scan.progress import Meter
from imgsim_desktop.workers import How, Lost

LEAST: Final = 0.5
"""Confidence from which a pair is a copy at any place of the slider."""
_AHEAD: Final = 3
"""Pairs a worker has before it at most: what somebody waits for comes after them."""
_KEEP_S: Final = 3.0
"""What was seen is written so often: Stop or kill -9 loses no more than that."""
_NOTE: Final = "second look"

Ends = NDArray[np.int64]
Needs = Callable[[CacheReader, PairTable], Ends]
"""(n, 2) pairs of contents, `a < b`, that must be looked at, going by all pairs as they are now."""


@dataclass(slots=True)
class Looked:
    """What one scan looked at."""

    pairs: int = 0
    troubles: dict[LookTrouble, int] = field(default_factory=dict)
    """Pairs that could not be looked at, of this scan and of earlier ones."""

    def count(self, trouble: LookTrouble, pairs: int = 1) -> None:
        if pairs:
            self.troubles[trouble] = self.troubles.get(trouble, 0) + pairs


def look_at_pairs(
    cache: CacheWriter,
    library: Library,
    home: Home,
    model_key: str,
    threads: int,
    meter: Meter,
    control: Control,
    wanted: Callable[[], Collection[int]] = tuple,
    needs: Needs | None = None,
) -> Looked:
    """Look at the pairs of copies that nobody has looked at yet, most bytes to gain first.

    wanted  the contents somebody has before them now: their pairs come before all others and are
            written at once; asked in this thread, again and again
    needs   which pairs are enough; asked again after those were looked at, since what they show may
            change what stays, until nothing is left. None: all pairs of copies

    Originals that are gone, have changed or lie on a disk that is not connected are tried again by
    the next scan; until then nothing is suggested of such a pair. Results are written every few
    seconds. Scan thread; workers decode and compare. Raises Cancelled.
    """
    _forget_looks_of_another_version(cache)
    looked = Looked()
    with closing(CacheReader(home, library)) as reader:
        looked.count(LookTrouble.UNREADABLE, cache.count_look_troubles())
        meter.begin("looking", 0)
        tried: set[tuple[int, int]] = set()
        while todo := _todo(cache, reader, model_key, looked, needs, tried):
            meter.begin("looking", len(todo))
            _look_at_each(todo, cache, threads, meter, control, wanted, looked)
    return looked


def _look_at_each(
    todo: Sequence[LookTask],
    cache: CacheWriter,
    threads: int,
    meter: Meter,
    control: Control,
    wanted: Callable[[], Collection[int]],
    looked: Looked,
) -> None:
    work: ItemWork[LookTask, LookAnswer] = ItemWork(
        look_at,
        lambda task: (task,),
        lambda task, lost: LookAnswer(None, trouble=_trouble_of(lost), detail=lost.detail),
        lambda task: limit_s(task.a.size_bytes) + limit_s(task.b.size_bytes),
        lambda task: task.a.size_bytes + task.b.size_bytes,
    )
    results: list[LookResult] = []
    kept = time.monotonic()
    begun: deque[LookTask] = deque()
    tasks = _noted(_wanted_first(todo, wanted), begun)
    try:
        window = _AHEAD * threads
        for answer in read_ahead(tasks, work, threads=threads, window=window, control=control):
            task = begun.popleft()
            result = _result(task, answer)
            if result is not None:
                results.append(result)
            if answer.trouble is not None:
                looked.count(answer.trouble)
            looked.pairs += 1
            meter.advance(current=task.a.path.name)
            control.check()
            is_waited_for = _is_between(task, set(wanted()))
            if results and (is_waited_for or time.monotonic() - kept > _KEEP_S):
                cache.store_looks(results)
                results, kept = [], time.monotonic()
    finally:
        if results:
            cache.store_looks(results)


def _wanted_first(
    todo: Sequence[LookTask], wanted: Callable[[], Collection[int]]
) -> Iterator[LookTask]:
    """The tasks in their order, but those between wanted contents as soon as they are wanted."""
    numbers_of: dict[int, list[int]] = {}
    for number, task in enumerate(todo):
        numbers_of.setdefault(task.pair.a, []).append(number)
    given: set[int] = set()
    at = 0
    while len(given) < len(todo):
        asked = set(wanted())
        between = (
            number
            for content in sorted(asked)
            for number in numbers_of.get(content, ())
            if number not in given and _is_between(todo[number], asked)
        )
        found = next(between, None)
        if found is None:
            while at in given:
                at += 1
            found = at
        given.add(found)
        yield todo[found]


def _is_between(task: LookTask, contents: Collection[int]) -> bool:
    return task.pair.a in contents and task.pair.b in contents


def _noted(tasks: Iterator[LookTask], begun: deque[LookTask]) -> Iterator[LookTask]:
    """The tasks, each put into `begun` as it is handed out."""
    for task in tasks:
        begun.append(task)
        yield task


def _forget_looks_of_another_version(cache: CacheWriter) -> None:
    version = f"{LOOK_VERSION} after {confidence.VERSION}"
    if cache.note(_NOTE) != version:
        cache.forget_looks()
        cache.set_note(_NOTE, version)


def _todo(
    cache: CacheWriter,
    reader: CacheReader,
    model_key: str,
    looked: Looked,
    needs: Needs | None,
    tried: set[tuple[int, int]],
) -> list[LookTask]:
    """Pairs to be looked at, in their order; without those of which an original is out of reach.

    tried  pairs of which this scan can make no more; what is handed out, or out of reach, is added
    """
    table = cache.pairs(model_key)
    codes = [PAIR_KINDS.index(kind) for kind in REMOVABLE_KINDS]
    table = table.where(np.isin(table.kind, codes) & (table.confidence >= LEAST))
    known = cache.looked_at()
    if len(known):
        table = _without(table, known)
    if tried:
        table = _without(table, np.array(list(tried), np.int64))
    if len(table) and needs is not None:
        needed = needs(reader, reader.pairs(model_key))
        table = table.where(np.isin(_keys(table.a, table.b), _keys(needed[:, 0], needed[:, 1])))
    if not len(table):
        return []
    tried.update(zip(table.a.tolist(), table.b.tolist(), strict=True))
    originals = _originals(reader, np.union1d(table.a, table.b))
    rows = [
        row
        for row in _in_order(table, {c: o.size_bytes for c, o in originals.items()})
        if int(table.a[row]) in originals and int(table.b[row]) in originals
    ]
    looked.count(LookTrouble.OFFLINE, len(table) - len(rows))
    return [LookTask(pair, originals[pair.a], originals[pair.b]) for pair in map(table.pair, rows)]


def _originals(reader: CacheReader, contents: Ends) -> dict[int, Original]:
    """A file of each content that can be reached."""
    wanted = set(contents.tolist())
    photo_of = {
        content: ids[0] for content, ids in reader.photos_of_contents().items() if content in wanted
    }
    return {photo.content_id: original_of(photo) for photo in reader.photos(photo_of.values())}


def original_of(photo: Photo) -> Original:
    """A file as it was when it was read."""
    facts = photo.facts
    return Original(
        photo.path.absolute(), photo.size_bytes, photo.mtime_ns, facts.width_px, facts.height_px,
        facts.format, facts.holdings is not None and facts.holdings.is_transparent,
    )  # fmt: skip


def _in_order(table: PairTable, size_of: dict[int, int]) -> Iterator[int]:
    """Rows: the group that gains most first, and pairs of one group together.

    What a group gains is all its bytes but those of its largest file.
    """
    group_of: dict[int, int] = {}

    def root(content: int) -> int:
        while (parent := group_of.setdefault(content, content)) != content:
            group_of[content] = group_of.get(parent, parent)
            content = parent
        return content

    ends = list(zip(table.a.tolist(), table.b.tolist(), strict=True))
    for a, b in ends:
        group_of[max(root(a), root(b))] = min(root(a), root(b))
    sizes: dict[int, list[int]] = {}
    for content in list(group_of):
        sizes.setdefault(root(content), []).append(size_of.get(content, 0))
    gain = {group: sum(found) - max(found) for group, found in sizes.items()}
    yield from sorted(
        range(len(ends)), key=lambda row: (-gain[root(ends[row][0])], root(ends[row][0]), row)
    )


def _result(task: LookTask, answer: LookAnswer) -> LookResult | None:
    """What is kept of an answer; None where the next scan may do better."""
    pair = task.pair
    if answer.verdict is not None:
        verdict = answer.verdict
        bits = verdict.edit_bits(swapped=False)
        return LookResult(pair.a, pair.b, verdict.kind, verdict.confidence, bits, answer.regions)
    if answer.trouble is LookTrouble.UNREADABLE:
        return LookResult(pair.a, pair.b, pair.kind, pair.confidence, 0, (), answer.detail or "-")
    return None


def _trouble_of(lost: Lost) -> LookTrouble:
    """Of a pair that its worker did not survive: what may go well at another time is tried then."""
    may_pass = lost.how in (How.OVERDUE, How.MEMORY)
    return LookTrouble.SLOW if may_pass else LookTrouble.UNREADABLE


def _without(table: PairTable, pairs: Ends) -> PairTable:
    return table.where(~np.isin(_keys(table.a, table.b), _keys(pairs[:, 0], pairs[:, 1])))


def _keys(a: Ends, b: Ends) -> Ends:
    return np.asarray((a << 32) | b, np.int64)
