"""Which of two copies in other tones lost what lay at the end of its tones.

Where a picture is white or black, nothing that is done to its colours brings back what was there.
If the other one shows texture in those places, it was not made from this one. A gradient or a
vignette, noise, and a few words laid over a white sky are no texture. The other way about, tones
that were stretched in 8 bits leave gaps in the histogram, as many as they were stretched by.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.matching.planes import Floats, Size, light_of
from imgsim_desktop.records import Pixels

_WHITE: Final = 253
_BLACK: Final = 0
"""Not a level more: a gamma curve makes 20 levels of the first two."""
_CELL_PX: Final = 4
_RIM_PX: Final = 1
"""By which two pictures may lie beside one another."""
_FEWEST: Final = 60
"""Clipped cells, and as many that are neighbours, ..."""
_LEAST: Final = 0.001
"""... and share of the picture."""
_VARIES: Final = 0.6
"""Levels by which a cell lies off the middle of its neighbours, in half of the places: a gradient
has none, texture more."""
_NO_NOISE: Final = 0.4
"""Of the spread within a cell: white noise has 0.2 of it."""
_OFF_END: Final = 3.0
"""Levels by which what is not clipped lies off the end there."""
_GAPS: Final = (0.08, 0.02)
"""Share of the levels in use that have no pixel, in what was stretched and in the other one."""
_AS_STRETCHED: Final = 0.07
_FEW_PIXELS: Final = 50_000


def find_clipped(a: Pixels, b: Pixels, mask: NDArray[np.uint8]) -> str:
    """ "a" or "b": the one that lost tones the other one has; empty where that is not sure.

    a, b  (h, w, 3) in one frame, as they were decoded; mask (h, w): 1 where both show something
    """
    lost = _lost_to(a, b, mask), _lost_to(b, a, mask)
    if lost[0] != lost[1]:
        return "a" if lost[0] else "b"
    if lost[0]:
        return ""
    stretched = _is_stretched(a, b), _is_stretched(b, a)
    return "" if stretched[0] == stretched[1] else "a" if stretched[0] else "b"


def _lost_to(own: Pixels, other: Pixels, mask: NDArray[np.uint8]) -> bool:
    """Whether the own one is white or black where the other one has texture."""
    size = mask.shape[1] // _CELL_PX, mask.shape[0] // _CELL_PX
    if min(size) < 2:
        return False
    for end, low, high in ((255, _WHITE, 255), (0, 0, _BLACK)):
        is_at = cv2.inRange(own, (low,) * 3, (high,) * 3)
        rim = np.ones((1 + 2 * _RIM_PX, 1 + 2 * _RIM_PX), np.uint8)
        shown = is_at * (mask > 0)
        clipped = np.asarray(cv2.erode(shown, rim, borderValue=0), np.uint8)
        fewest = max(_FEWEST, _LEAST * size[0] * size[1])
        if cv2.countNonZero(clipped) < fewest * _CELL_PX**2:
            continue  # as in most photos: of the other one nothing need be known
        inside = _by_cell(clipped, size) == 255
        if np.count_nonzero(inside) >= fewest and _has_texture(other, inside, end):
            return True
    return False


def _has_texture(picture: Pixels, inside: NDArray[np.bool_], end: int) -> bool:
    """Whether it varies in some of its cells, and lies off the end of the tones there."""
    light: Floats = light_of(picture).astype(np.float32)
    size = inside.shape[1], inside.shape[0]
    mean, square = (np.asarray(_by_cell(v, size), np.float32) for v in (light, light**2))
    steps = np.concatenate([_bends(mean, inside), _bends(mean.T, inside.T)])
    off = np.median(np.abs(mean[inside] - end))
    if len(steps) < _FEWEST or off < _OFF_END:
        return False
    within = np.sqrt(np.maximum(square - mean**2, 0))
    step = float(np.median(steps))
    return step >= _VARIES and step >= _NO_NOISE * float(np.median(within[inside]))


def _by_cell(values: NDArray[np.uint8] | Floats, size: Size) -> NDArray[np.floating]:
    """Means of whole cells, (h, w) of this size."""
    span = np.s_[: size[1] * _CELL_PX, : size[0] * _CELL_PX]
    return np.asarray(cv2.resize(values[span], size, interpolation=cv2.INTER_AREA), np.float32)


def _bends(mean: Floats, inside: NDArray[np.bool_]) -> Floats:
    """Of three clipped cells in a row, by how much the middle one lies off the other two."""
    bend = np.abs(mean[:, 1:-1] - (mean[:, :-2] + mean[:, 2:]) / 2)
    return np.asarray(bend[inside[:, 1:-1] & inside[:, :-2] & inside[:, 2:]], np.float32)


def _is_stretched(own: Pixels, other: Pixels) -> bool:
    """Whether the own one has the gaps that come of stretching the tones of the other one."""
    if own[..., 1].size < _FEW_PIXELS:
        return False
    shares, reach = [], []
    for picture in (own, other):
        counts = cv2.calcHist([picture], [1], None, [256], [0, 256]).reshape(-1).astype(np.int64)
        below = np.cumsum(counts) / counts.sum()
        low, high = int(np.searchsorted(below, 0.05)), int(np.searchsorted(below, 0.95))
        shares.append(float((counts[low : high + 1] == 0).mean()))
        reach.append(high - low)
    if shares[0] < _GAPS[0] or shares[1] > _GAPS[1] or reach[1] <= 0:
        return False
    return abs(shares[0] - (1 - reach[1] / max(reach[0], 1))) <= _AS_STRETCHED
