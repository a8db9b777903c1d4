"""Which copies are to be compared in full size: those of which one is to go, and no others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.choosing.shots import OneShot
from imgsim_desktop.errors import KnownError
from imgsim_desktop.library.cache import CacheReader
from imgsim_desktop.library.decisions import Decisions
from imgsim_desktop.library.paths import Home
from imgsim_desktop.records import PairTable
from imgsim_desktop.review.book import ReviewBook
from imgsim_desktop.review.desk import ContentPair

_LEAST: Final = 0.5
"""The lowest place of the slider."""


class NeededLooks:
    """Asked by a scan, in its thread, which pairs of a library its review needs.

    The groups are formed as the review forms them, with all that is decided: of n copies of one
    photo each is compared with the one that stays, so n - 1 pairs instead of n (n - 1) / 2.
    """

    def __init__(
        self,
        home: Home,
        library_key: str,
        rules: Sequence[str],
        one_shot: OneShot,
        confidence: float,
        asked: Callable[[], Iterable[ContentPair]] = tuple,
        is_shown: Callable[[Path], bool] = lambda path: True,
    ) -> None:
        """
        rules, one_shot, confidence  as the review will have them
        asked                        more pairs that somebody waits for; called in the scan thread
        is_shown                     as for `ReviewBook.fill`
        """
        self._home, self._key = home, library_key
        self._rules, self._one_shot = rules, one_shot
        self._confidences = sorted({confidence, _LEAST})
        self._asked, self._is_shown = asked, is_shown

    def __call__(self, cache: CacheReader, pairs: PairTable) -> NDArray[np.int64]:
        """(n, 2) contents, going by all pairs as they are now.

        All pairs where the decisions cannot be read: whoever needs those says so.
        """
        found = set(self._asked())
        try:
            decisions = Decisions(self._home)
        except KnownError:
            return np.column_stack([pairs.a, pairs.b])
        with closing(decisions):
            book = ReviewBook(decisions, self._key, self._rules, self._one_shot)
            book.fill(cache, pairs, self._is_shown)
            for confidence in self._confidences:
                book.desk.regroup(confidence)
                found |= book.desk.needed_looks()
        return np.array(sorted(found), np.int64).reshape(-1, 2)
