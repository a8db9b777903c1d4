"""Which contents are copies of one original: the pipe's last part, on stored vectors alone."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.control import NULL_CONTROL, Control
from imgsim_desktop.library.cache import CacheWriter
from imgsim_desktop.library.paths import Home
from imgsim_desktop.library.rebuilding import once_more_if_broken
from imgsim_desktop.library.thumbnails import ThumbnailStore, on_grounds
from imgsim_desktop.matching import confidence
from imgsim_desktop.matching.candidates import Content, find_candidates
from imgsim_desktop.matching.index import Keys, Searcher, Vectors
from imgsim_desktop.matching.judging import PixelLoaders
from imgsim_desktop.matching.pairs import match_contents
from imgsim_desktop.matching.planes import Grey
from imgsim_desktop.reading.decode import decode_thumbnail, grey_small
from imgsim_desktop.records import Library, PairTable, Pixels, Progress
from imgsim_desktop.scan.exposures import Exposures
from imgsim_desktop.scan.grounds import find_grounds
from imgsim_desktop.scan.pages import compare_pages
from imgsim_desktop.scan.progress import Meter
from imgsim_desktop.scan.thumbnails import remake_thumbnails

CONTENTS_AT_ONCE = 2_000
"""Rows that are in memory twice, as the library gives them and as matching takes them."""


def find_pairs(
    library: Library,
    home: Home,
    model_key: str,
    control: Control = NULL_CONTROL,
    *,
    threads: int = 1,
) -> PairTable:
    """Forget the pairs of a library, and find them again from its vectors and thumbnails.

    No photo is opened: the pair check looks at thumbnails. Raises LibraryInUse, Cancelled.
    """

    def work() -> PairTable:
        with CacheWriter(home, library) as cache:
            cache.forget_pairs(model_key)
            meter = Meter(control)
            return compare_contents(cache, library, home, model_key, threads, meter, control)

    return once_more_if_broken(work)


def compare_contents(
    cache: CacheWriter,
    library: Library,
    home: Home,
    model_key: str,
    threads: int,
    meter: Meter,
    control: Control,
) -> PairTable:
    """Compare contents that are new with all others; returns all pairs, old and new.

    Verdicts are written every few seconds: Stop or kill -9 loses the last ones only, and the next
    scan goes on from there. Also brings the index file up to date. Scan thread; `threads` more
    threads or processes look at pixels.
    """
    _forget_pairs_of_another_check(cache, model_key)
    thumbnails = ThumbnailStore(home.thumbnails)
    hashes_on_grounds = find_grounds(cache, library, home, thumbnails, threads, control)
    keys, vectors = cache.vectors(model_key)
    new = np.setdiff1d(keys, cache.matched(model_key))
    known = cache.pairs(model_key)
    if not len(new):
        return known
    meter.begin("index", len(keys))
    searcher = open_index(library, home, model_key, keys, vectors, control)
    parts = cache.parts(model_key, vectors.shape[1])
    candidates = find_candidates(keys, vectors, searcher, control, only=new, parts=parts)
    contents = [
        Content(
            c.content_id,
            c.content_hash,
            c.pixel_hash,
            c.perceptual_hash,
            c.facts,
            hashes_on_grounds.get(c.content_id, b""),
        )
        for start in range(0, len(keys), CONTENTS_AT_ONCE)
        for c in cache.contents(keys[start : start + CONTENTS_AT_ONCE].tolist())
    ]
    contents = compare_pages(contents, new, cache, library, home, control)
    without = remake_thumbnails(
        ((c.content_id, c.content_hash) for c in contents), home, library, thumbnails, control
    )
    looks = _Looks(thumbnails, {c.content_id: c.content_hash for c in contents})
    unseen = np.fromiter(without, np.int64, len(without))
    meter.begin("pairs")
    exposures = Exposures(contents, library, home, threads=threads, control=control)
    table = match_contents(
        contents,
        candidates,
        PixelLoaders(looks.grey, looks.colour, looks.on_grounds),
        known=known,
        keep=lambda found: cache.store_pairs(model_key, found.where(~_touches(found, unseen)), ()),
        threads=threads,
        beside=True,
        share_noise=exposures.share_noise,
        control=_Relay(meter, control),
    )
    table = table.where(~_touches(table, unseen))
    compared = np.setdiff1d(new, unseen)
    cache.store_pairs(model_key, table.where(_touches(table, compared)), compared)
    return table


def _forget_pairs_of_another_check(cache: CacheWriter, model_key: str) -> None:
    """Confidences of two versions of the pair check mean two things: all are found again."""
    if cache.note(pair_check_note(model_key)) != confidence.VERSION:
        cache.forget_pairs(model_key)
        cache.set_note(pair_check_note(model_key), confidence.VERSION)


def pair_check_note(model_key: str) -> str:
    """Where the cache notes which version of the pair check its pairs come from."""
    return f"pair check of {model_key}"


def _touches(table: PairTable, contents: Keys) -> NDArray[np.bool_]:
    """Pairs of which at least one end is among these contents."""
    touches: NDArray[np.bool_] = np.isin(table.a, contents) | np.isin(table.b, contents)
    return touches


def open_index(
    library: Library, home: Home, model_key: str, keys: Keys, vectors: Vectors, control: Control
) -> Searcher:
    """The index file of a library if it fits these vectors, else a new one.

    Where no file can be written (full disk, read-only home) the index lives in memory only.
    """
    path = home.index(library.key, model_key)
    try:
        return Searcher.load_or_build(path, keys, vectors, model_key, control)
    except OSError:
        return Searcher.build(keys, vectors, control)


class _Looks:
    """Thumbnails for the pair check, by content id. Called from its threads and processes."""

    def __init__(self, thumbnails: ThumbnailStore, hashes: Mapping[int, bytes]) -> None:
        self._thumbnails = thumbnails
        self._hashes = hashes

    def grey(self, content_id: int) -> Grey:
        jpeg = self._thumbnails.get(self._hashes[content_id])
        return _NOTHING_GREY if jpeg is None else grey_small(jpeg)

    def colour(self, content_id: int) -> Pixels:
        jpeg = self._thumbnails.get(self._hashes[content_id])
        return _NOTHING if jpeg is None else np.asarray(decode_thumbnail(jpeg))

    def on_grounds(self, content_id: int) -> tuple[Pixels, Pixels] | None:
        white, black = map(self._thumbnails.get, on_grounds(self._hashes[content_id]))
        if white is None or black is None:
            return None
        return np.asarray(decode_thumbnail(white)), np.asarray(decode_thumbnail(black))


_NOTHING_GREY: Grey = np.zeros((32, 32), np.uint8)
"""Stands for a picture that cannot be had now: resembles nothing, and is compared again later."""
_NOTHING: Pixels = np.zeros((32, 32, 3), np.uint8)


class _Relay(Control):
    """Lets a room below report how far it is, and the meter add rate and time left."""

    def __init__(self, meter: Meter, control: Control) -> None:
        super().__init__()
        self._meter = meter
        self._control = control

    @property
    def is_stopped(self) -> bool:
        return self._control.is_stopped

    def check(self) -> None:
        self._control.check()

    def report(self, progress: Progress) -> None:
        self._meter.reach(progress.done, progress.total)
