"""How wide and from which day each photo is: what a layout needs to know of photos it never saw.

Both come from the cache, in which a scan has written the upright size and the moment of the shot:
nothing is opened and nothing decoded. 20 bytes a photo.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_DAY_NS = 86_400 * 10**9
NARROWEST, WIDEST = 0.4, 4.0
"""Width by height of a tile; what is longer still is shown whole within it."""
_UNKNOWN = 4 / 3


@dataclass(frozen=True, slots=True)
class Shapes:
    """Of photos in the order they are shown; made by `shapes_of`."""

    sums: NDArray[np.float64]
    """(n + 1,) width by height of all photos before this one, each between NARROWEST and WIDEST."""
    days: NDArray[np.int32]
    """(n,) days since 1970 by the clock of the camera."""
    starts: NDArray[np.int64]
    """(days,) rows a day begins with."""

    def __len__(self) -> int:
        return len(self.days)


def shapes_of(aspects: NDArray[np.float32], days: NDArray[np.int32]) -> Shapes:
    """aspects  (n,) width by height

    days     (n,) days since 1970
    """
    sums = np.zeros(len(aspects) + 1)
    np.cumsum(np.clip(aspects, NARROWEST, WIDEST), out=sums[1:], dtype=np.float64)
    starts = np.flatnonzero(np.diff(days)) + 1
    none = np.zeros(min(1, len(days)), np.int64)
    return Shapes(sums, days, np.concatenate((none, starts)).astype(np.int64))


@dataclass(frozen=True, slots=True)
class ShapeRows:
    """As the cache tells them, in any order."""

    photo_ids: NDArray[np.int64]
    aspects: NDArray[np.float32]
    days: NDArray[np.int32]


def shape_rows(rows: NDArray[np.int64]) -> ShapeRows:
    """From rows (n, 4): photo id, width and height in pixels, moment in ns."""
    wide, high = rows[:, 1], rows[:, 2]
    known = (wide > 0) & (high > 0)
    aspects = np.where(known, wide / np.maximum(high, 1), _UNKNOWN)
    return ShapeRows(
        rows[:, 0].copy(),
        aspects.astype(np.float32),
        (rows[:, 3] // _DAY_NS).astype(np.int32),
    )


class ShapeTable:
    """The shapes of a library by photo id, 8 bytes for each. GUI thread.

    Ids count from 1; those of photos that are only listed count down from -1.
    """

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Another library."""
        self._sides = (_Side(), _Side())
        """Of ids above and below 0."""
        self._is_stale = False
        self.version = 0
        """Another number whenever `of` may have another answer."""

    def grow_old(self) -> None:
        """Files may have changed: all are asked for again, and those known serve until then."""
        self._is_stale = True

    def missing(self, photo_ids: NDArray[np.int64]) -> NDArray[np.int64]:
        """Those of some photos that have to be asked for."""
        if self._is_stale:
            return photo_ids
        unknown: NDArray[np.int64] = photo_ids[self._looked_up(photo_ids)[0] == 0]
        return unknown

    def learn(self, rows: ShapeRows) -> None:
        """What the cache has said; an id that is known already gets its new shape."""
        self._is_stale = False
        if not len(rows.photo_ids):
            return
        self.version += 1
        is_early = rows.photo_ids < 0
        for side, chosen in zip(self._sides, (~is_early, is_early), strict=True):
            if chosen.any():
                at = np.abs(rows.photo_ids[chosen])
                side.learn(at, rows.aspects[chosen], rows.days[chosen])

    def of(self, photo_ids: NDArray[np.int64]) -> Shapes:
        """In the order of the ids; unknown ones are taken for four by three, of the day before."""
        aspects, days = self._looked_up(photo_ids)
        is_known = aspects > 0
        if is_known.all() or not is_known.any():
            return shapes_of(np.where(is_known, aspects, np.float32(_UNKNOWN)), days)
        first = int(np.argmax(is_known))
        last = np.maximum.accumulate(np.where(is_known, np.arange(len(days)), first))
        return shapes_of(np.where(is_known, aspects, np.float32(_UNKNOWN)), days[last])

    def _looked_up(
        self, photo_ids: NDArray[np.int64]
    ) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
        """Aspects, 0 for unknown ones, and days."""
        known, early = self._sides
        if not early.has_any:
            return known.at(photo_ids)
        is_early = photo_ids < 0
        aspects, days = known.at(np.where(is_early, 0, photo_ids))
        of_early = early.at(-photo_ids[is_early])
        aspects[is_early], days[is_early] = of_early
        return aspects, days


class _Side:
    """Shapes by numbers from 1."""

    def __init__(self) -> None:
        self._aspects = np.zeros(0, np.float32)
        """0 where nothing is known."""
        self._days = np.zeros(0, np.int32)

    @property
    def has_any(self) -> bool:
        return len(self._aspects) > 0

    def learn(
        self, at: NDArray[np.int64], aspects: NDArray[np.float32], days: NDArray[np.int32]
    ) -> None:
        more = int(at.max()) + 1 - len(self._aspects)
        if more > 0:
            more += len(self._aspects) // 4  # a scan adds some at a time
            self._aspects = np.append(self._aspects, np.zeros(more, np.float32))
            self._days = np.append(self._days, np.zeros(more, np.int32))
        self._aspects[at] = aspects
        self._days[at] = days

    def at(self, numbers: NDArray[np.int64]) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
        inside = (numbers >= 0) & (numbers < len(self._aspects))
        if inside.all():
            return self._aspects[numbers], self._days[numbers]
        aspects, days = np.zeros(len(numbers), np.float32), np.zeros(len(numbers), np.int32)
        aspects[inside], days[inside] = self._aspects[numbers[inside]], self._days[numbers[inside]]
        return aspects, days
