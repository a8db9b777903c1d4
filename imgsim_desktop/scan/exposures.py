"""Exposures: of pairs that only their clocks part, whether both have the noise of one exposure.

Looked at in the originals, by workers: there are few such pairs, those of a tripod and those whose
date was changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.control import NULL_CONTROL, Control
from imgsim_desktop.library.cache import CacheReader
from imgsim_desktop.library.paths import Home
from imgsim_desktop.matching.candidates import Content
from imgsim_desktop.matching.clocks import clocks_differ_by
from imgsim_desktop.matching.noise import ScaledShot, compare_noise
from imgsim_desktop.reading.beside import limit_s
from imgsim_desktop.reading.luma import luma_at
from imgsim_desktop.records import Facts, Library
from imgsim_desktop.workers import POOL, Errand, Lost, Pool

_MOST_PX: Final = 2_400
"""Side of the middle that is compared: 5.8 MB a picture, and more noise than is needed."""
_SAME_SHAPE: Final = 0.01
_SERIES: Final = 4
"""Exposures that a picture proved to differ from until it counts as one of a series; a copy with
another date, which is compared with all of them as well, is met before."""
_CORRECTED_NS: Final = 120 * 1_000_000_000
"""Clocks that are less apart are believed of a smaller picture: shots of a series are, and
shrinking leaves too little of their noise to be sure of."""
_AT_ONCE: Final = 8
"""Pairs whose pixels are on the way at a time: 100 MB."""

_Size = tuple[int, int]


class Exposures:
    """Answers for one comparison of a library. Called from the scan thread."""

    def __init__(
        self,
        contents: Sequence[Content],
        library: Library,
        home: Home,
        *,
        threads: int = 1,
        control: Control = NULL_CONTROL,
        pool: Pool = POOL,
    ) -> None:
        self._facts: Mapping[int, Facts] = {c.content_id: c.facts for c in contents}
        self._library, self._home = library, home
        self._threads, self._control, self._pool = threads, control, pool
        self._others: Counter[int] = Counter()
        """Of each content, how many proved to have another noise."""

    def share_noise(self, pairs: Sequence[tuple[int, int]]) -> list[bool | None]:
        """Of pairs of content ids: True for one exposure, False for two, None if nobody can say.

        A series from a tripod is not compared each with each: two pictures that both proved to be
        exposures of their own beside several others are so beside each other. Raises Cancelled.
        """
        found: list[bool | None] = []
        with (
            closing(CacheReader(self._home, self._library)) as reader,
            self._pool.lane(self._threads) as lane,
        ):
            paths = _Paths(reader)
            left = iter(pairs)
            while some := list(islice(left, _AT_ONCE)):
                errands = [self._errand(a, b, paths) for a, b in some]
                for begun in filter(None, errands):
                    lane.put(begun)
                for (a, b), errand in zip(some, errands, strict=True):
                    is_series = self._are_of_a_series(a, b)
                    answer = False if is_series else self._answer(a, b, errand)
                    if answer is False:
                        self._others.update((a, b))
                    found.append(answer)
        return found

    def _are_of_a_series(self, a: int, b: int) -> bool:
        return min(self._others[a], self._others[b]) >= _SERIES

    def _is_too_close(self, a: int, b: int) -> bool:
        one, other = self._facts[a], self._facts[b]
        apart_ns = clocks_differ_by(one, other) or _CORRECTED_NS
        return one.width_px != other.width_px and apart_ns < _CORRECTED_NS

    def _errand(self, a: int, b: int, paths: _Paths) -> Errand[NDArray[np.uint8]] | None:
        """What fetches the pixels of both; None where they cannot be compared."""
        size = _common_size(self._facts[a], self._facts[b])
        files = paths.of(a), paths.of(b)
        if size is None or self._are_of_a_series(a, b) or self._is_too_close(a, b):
            return None
        calls, limits = [], []
        for file in files:
            if file is None:
                return None
            calls.append((file[0], *size, _MOST_PX))
            limits.append(limit_s(file[1]))
        return Errand(luma_at, calls, limits)

    def _answer(self, a: int, b: int, errand: Errand[NDArray[np.uint8]] | None) -> bool | None:
        if errand is None:
            return None
        one, other = errand.wait(self._control)
        if isinstance(one, Lost) or isinstance(other, Lost) or not one.size or not other.size:
            return None
        views = (self._view(a, b, one), self._view(b, a, other))
        return compare_noise(*views).is_shared

    def _view(self, content_id: int, beside: int, luma: NDArray[np.uint8]) -> ScaledShot:
        own, least = self._facts[content_id], self._facts[beside]
        scale = min(1.0, least.width_px / max(1, own.width_px))
        return ScaledShot(luma, scale, own.jpeg_quality)


class _Paths:
    """Where a content lies now, and how many bytes it has."""

    def __init__(self, reader: CacheReader) -> None:
        self._reader = reader
        self._ids = reader.photos_of_contents()

    def of(self, content_id: int) -> tuple[Path, int] | None:
        photos = self._reader.photos(self._ids.get(content_id, [])[:1])
        return (photos[0].path.absolute(), photos[0].size_bytes) if photos else None


def _common_size(a: Facts, b: Facts) -> _Size | None:
    """Of the smaller one, if both have one shape."""
    sizes = sorted([(a.width_px, a.height_px), (b.width_px, b.height_px)])
    (width, height), (wide, high) = sizes
    if height > high or not width or not height:
        return None
    is_alike = abs(width * high - wide * height) <= _SAME_SHAPE * width * high
    return (width, height) if is_alike else None
