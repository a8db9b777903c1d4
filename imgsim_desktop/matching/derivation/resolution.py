"""Whether a larger copy shows more than a smaller one, or only has more pixels.

A picture of its own reaches beyond the limit of its smaller copy, and what it has there fades
evenly; shrinking can only weaken what lies below the limit, or fold into it what lay above. An
enlargement has weakened what the smaller one shows near its limit, and has next to nothing beyond.
Sharpening the one or the other acts far below the limit as well, and is taken out by what it did
there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.matching.planes import Grey, size_of

_TILE: Final = 64
_RIM: Final = 8
_TRIED: Final = 400
_EVERY: Final = 2
"""Pixels of a tile that are looked at to see its texture."""
_TILES: Final = 48
_FEWEST: Final = 8
_TEXTURE: Final = 3.0
_CLIPPED: Final = (2, 253)
_ACROSS: Final = 0.5
"""Waves are told by their frequency along one side while it is lower than this along the other."""
_TONE: Final = (0.3, 0.4)
"""Of the limit: far below it both show the same, but for what was done to the whole picture."""
_BELOW: Final = (0.8, 0.9)
_BEYOND: Final = (1.2, 1.1)
"""What folds into each of the bands below when a picture is shrunk by leaving pixels out."""
_WIDE: Final = 0.1
_SHARP: Final = -6.0
"""Below, a picture is so soft that coding makes its finest detail, which says nothing of another
one: 5 photos have -2.4 to -3.7, one out of focus -9.3."""
_NOTHING: Final = 1e-9
_WEAKENED: Final = -0.4
_EMPTY: Final = -1.6
_TOGETHER: Final = 0.45
"""Enlarged 1.3 and 2 times in three ways, from JPEGs or what they were made of: medians -0.7 and
-2.6. Shrunk in five ways, or sharpened as well, 108 pairs of 9 photos: -0.33 and above where 0.45
is in both. Pixels left out in uneven steps of a smooth photo leave -0.8 to -2.3, 0.4 in both."""

Powers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Reach:
    """What a larger picture shows of the finest detail of its smaller copy, in natural logs."""

    tiles: int = 0
    below: float = 0.0
    """Power it has near the smaller one's limit, with all that could have folded into it, by that
    of the smaller one: 0 or more for a picture of its own."""
    beyond: float = 0.0
    """Power it has above that limit by that of the smaller one below it."""
    finest: float = 0.0
    """Power of what the smaller one has near its limit, in squares of grey levels a wave."""

    together: float = 0.0
    """Share of that which the larger one shows at the same places, 0 to 1."""

    @property
    def is_enlarged(self) -> bool:
        """Whether the larger one shows nothing more than the smaller one."""
        return (
            self.tiles >= _FEWEST
            and self.finest >= _SHARP
            and self.below <= _WEAKENED
            and self.beyond <= _EMPTY
            and self.together >= _TOGETHER
        )


def compare_reach(small: Grey, large: Grey, shrunk: Grey | None = None) -> Reach:
    """Both upright or turned alike, whole; the larger one has more pixels along both sides.

    shrunk  the larger one averaged to the size of the smaller one, where that is at hand
    """
    across, down = (large.shape[i] / small.shape[i] for i in (1, 0))
    side = 2 * round(_TILE * float(np.sqrt(across * down)) / 2)
    places = places_with_texture(small)
    if shrunk is None:
        found = cv2.resize(large, size_of(small), interpolation=cv2.INTER_AREA)
        shrunk = np.asarray(found, np.uint8)
    tiles = [
        (small[y : y + _TILE, x : x + _TILE], large[v : v + side, u : u + side])
        for y, x in places
        for v, u in [(round(y * down), round(x * across))]
    ]
    pairs = [(one, other) for one, other in tiles if other.shape == (side, side)]
    if len(pairs) < _FEWEST:
        return Reach()
    less = _Spectrum([one for one, _ in pairs])
    more = _Spectrum([other for _, other in pairs])
    tone = float(np.mean([more(at) - less(at) for at in _TONE]))
    below = [
        np.logaddexp(more(at), more(folded)) - less(at)
        for at, folded in zip(_BELOW, _BEYOND, strict=True)
    ]
    beyond = more(_BEYOND[0]) - less(_BELOW[1])
    return Reach(
        len(pairs),
        float(np.mean(below)) - tone,
        beyond - tone,
        less(_BELOW[1]),
        _coherence(small, shrunk, places),
    )


def _coherence(one: Grey, other: Grey, places: list[tuple[int, int]]) -> float:
    """Of the waves near the limit of two pictures of one size."""
    window = np.outer(np.hanning(_TILE), np.hanning(_TILE))
    waves = np.abs(np.fft.fftfreq(_TILE, 1 / _TILE)) * (2 / _TILE)
    fine, coarse = (waves >= _BELOW[0]) & (waves < 1), waves < _ACROSS
    chosen = (fine[:, None] & coarse) | (coarse[:, None] & fine)
    cut = [np.stack([p[y : y + _TILE, x : x + _TILE] for y, x in places]) for p in (one, other)]
    a, b = (
        np.fft.fft2((tiles - tiles.mean((1, 2), keepdims=True)) * window)[:, chosen]
        for tiles in cut
    )
    power = float((np.abs(a) ** 2).sum() * (np.abs(b) ** 2).sum())
    return float(np.abs((a * b.conj()).sum()) ** 2) / max(power, _NOTHING)


def places_with_texture(small: Grey) -> list[tuple[int, int]]:
    """Top left corners of the tiles with most texture."""
    height, width = small.shape
    grid = [
        (y, x)
        for y in range(_RIM, height - _TILE - _RIM, _TILE // 2)
        for x in range(_RIM, width - _TILE - _RIM, _TILE // 2)
    ]
    found = []
    for y, x in grid[:: len(grid) // _TRIED + 1]:
        tile = small[y : y + _TILE : _EVERY, x : x + _TILE : _EVERY]
        shown = float(((tile > _CLIPPED[0]) & (tile < _CLIPPED[1])).mean())
        texture = min(float(tile.std()), 60.0) * shown
        if texture > _TEXTURE:
            found.append((texture, y, x))
    found.sort(reverse=True)
    return [(y, x) for _, y, x in found[:_TILES]]


class _Spectrum:
    """Mean power of tiles of one size, by frequency in parts of the limit of 64 pixels."""

    def __init__(self, tiles: list[Grey]) -> None:
        side = tiles[0].shape[0]
        window = np.outer(np.hanning(side), np.hanning(side))
        window /= window.sum()
        stack = np.stack(tiles).astype(np.float64)
        stack -= stack.mean((1, 2), keepdims=True)
        self._power: Powers = (np.abs(np.fft.fft2(stack * window)) ** 2).mean(0)
        waves = np.abs(np.fft.fftfreq(side, 1 / side)) * (2 / _TILE)
        self._down, self._right = waves[:, None], waves[None, :]

    def __call__(self, least: float) -> float:
        """Log of the mean power of the waves from this frequency on, along either side."""
        most = least + _WIDE
        rows = (self._down >= least) & (self._down < most) & (self._right < _ACROSS)
        columns = (self._right >= least) & (self._right < most) & (self._down < _ACROSS)
        chosen = self._power[rows | columns]
        return float(np.log(chosen.mean() + _NOTHING)) if chosen.size else float(np.log(_NOTHING))
