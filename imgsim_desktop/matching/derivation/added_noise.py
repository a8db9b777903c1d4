"""Which of two copies had strong noise laid on it.

What is laid on by a program is as strong in the sky as in the trees, and as strong in the dark as
in the light; no pixel of it knows of its neighbour, and the picture below is as it was. What a
camera's sensor adds goes by the light and runs on into its neighbours, and who takes that away
takes texture with it: where noise is weak, both may look alike, and nothing is said.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.matching.planes import Floats, Grey

_BLOCK: Final = 16
_MOST: Final = 600
_FEWEST: Final = 30
_CLIPPED: Final = (12, 243)
_QUARTER: Final = 4
_STRONG: Final = 11.0
"""Levels. Weaker, noise of a sensor that was taken out of a copy looks the same: 5 of 10 photos
with noise of 4 to 6 levels that goes by the light, in no step with its neighbours, smoothed in two
ways and saved again."""
_EVEN: Final = 0.12
_AS_STRONG: Final = (0.9, 1.1)
_ALONE: Final = 0.1
_UNTOUCHED: Final = 0.04
"""10 photos with noise of 25 levels, saved at 85 to 93: spread 0.05 to 0.07, as strong in calm
places as in rough ones within 2 %, 0.04 in step with its neighbour, 0.02 of the picture in it.
Lost by blurring, coding at 10 and 30 or smoothing: spread 0.1 to 1.4."""
_NOTHING: Final = 1e-6


def find_noisy(a: Grey, b: Grey, mask: NDArray[np.uint8]) -> int:
    """1 or 2: the one with noise on it; 0 where that is not sure.

    a, b  (h, w) in one frame and tone; mask (h, w): 1 where both show something
    """
    blocks = _blocks(a, b, mask)
    if blocks is None:
        return 0
    spreads = [part.std((1, 2)) for part in blocks]
    order = np.argsort(np.minimum(*spreads))
    count = len(order) // _QUARTER
    calm, rough = order[:count], order[-count:]
    noisy = int(np.median(spreads[1][calm]) > np.median(spreads[0][calm]))
    below = blocks[1 - noisy]
    noise = blocks[noisy] - below
    levels = noise.std((1, 2))
    strong = float(np.median(levels[calm]))
    if strong < _STRONG:
        return 0
    low, middle, high = np.percentile(levels, (25, 50, 75)).tolist()
    least, most = _AS_STRONG
    is_even = high - low <= _EVEN * middle
    is_even &= least <= strong / max(float(np.median(levels[rough])), _NOTHING) <= most
    if not is_even or max(map(abs, _in_step(noise[calm]))) > _ALONE:
        return 0
    shared = float((noise[rough] * below[rough]).sum())
    if abs(shared) > _UNTOUCHED * float((below[rough] ** 2).sum()):
        return 0
    return noisy + 1


def _blocks(a: Grey, b: Grey, mask: NDArray[np.uint8]) -> tuple[Floats, Floats] | None:
    """(n, 16, 16) blocks of both without their means, where nothing is clipped."""
    rows, columns = (side // _BLOCK for side in mask.shape)
    every = max(1, round(float(np.sqrt(rows * columns / (4 * _MOST)))))
    shown = _cut(mask, rows, columns, every).min(1).min(2) > 0
    low, high = _CLIPPED
    cut = [_cut(picture, rows, columns, every) for picture in (a, b)]
    for part in cut:
        shown &= (part.min(1).min(2) > low) & (part.max(1).max(2) < high)
    down, right = np.nonzero(shown)
    if len(down) < _FEWEST:
        return None
    step = len(down) // _MOST + 1
    one, other = (part[down[::step], :, right[::step]].astype(np.float32) for part in cut)
    return one - one.mean((1, 2), keepdims=True), other - other.mean((1, 2), keepdims=True)


def _cut(picture: Grey, rows: int, columns: int, every: int) -> Grey:
    """(rows, 16, columns, 16) a view of every so many blocks down and across."""
    whole = picture[: rows * _BLOCK, : columns * _BLOCK]
    return whole.reshape(rows, _BLOCK, columns, _BLOCK)[::every, :, ::every]


def _in_step(noise: Floats) -> tuple[float, float]:
    """How much a pixel has of the one beside it, and of the one below."""
    power = max(float((noise**2).mean()), _NOTHING)
    beside = float((noise[:, :, 1:] * noise[:, :, :-1]).mean())
    below = float((noise[:, 1:] * noise[:, :-1]).mean())
    return beside / power, below / power
