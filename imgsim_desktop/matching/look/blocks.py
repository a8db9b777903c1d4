"""Where two pictures of one tone and sharpness differ by more than coding and sampling explain.

A difference counts as far as it lies beyond all that the other picture has within a pixel: half a
pixel of movement, another kernel of resampling and the blocks of JPEG leave little. It counts as it
is where it is far more than such edges have elsewhere in these two. What a strong
JPEG, a sharpened edge or noise does leave, it leaves at all edges of one contrast; other words or
digits lie at a few of them. So the bound of a block rises with the contrast around it and with what
its like have in the same picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.matching.look.detail import Halves, Pictures, half
from imgsim_desktop.matching.planes import Floats, Grey
from imgsim_desktop.records import Pixels

CELL_PX: Final = 4
_AROUND: Final = 5
"""Cells around one whose contrast counts: JPEG rings as far as its block goes."""
_CONTRASTS: Final = (16, 48, 96, 160)
_USUAL: Final = 0.95
_ENOUGH: Final = 60
"""Blocks of one contrast from which what is usual among them is known."""
_FULL_COLOUR_PX: Final = 700


@dataclass(frozen=True, slots=True)
class Bound:
    """From which difference on a block counts, in grey levels."""

    least: float
    by_contrast: float
    """Added to the least for each level of contrast."""
    times_usual: float
    most: float
    most_by_contrast: float
    """What is usual raises no bound beyond these two: in another chat all words differ."""


LIGHT: Final = Bound(9.0, 0.045, 2.2, 16.0, 0.16)
"""For means of 8 x 8 pixels, ..."""
STROKES: Final = Bound(16.0, 0.09, 2.2, 28.0, 0.25)
"""... of 4 x 4, ..."""
EXACT: Final = Bound(12.0, 0.06, 2.2, 36.0, 0.2)
"""... for means of 8 x 8 of the plain difference: a 6 for an 8, or a switch beside where it was,
lies within a pixel of what the other picture has. 86 copies of drawn pictures pass it by 0.74 at
most, the least of what only it finds by 1.1, ..."""
_EXACT_PHOTO: Final = 1.05
"""By how much it rises for photos: a sharpened one passed it by 1.01."""
COLOUR: Final = Bound(15.0, 0.0, 2.2, 32.0, 0.0)
"""... and for colour."""

_LEVEL_OF: Final = np.digitize(np.arange(256), _CONTRASTS).astype(np.uint8)
_NEAR: Final = np.ones((3, 3), np.uint8)
_ROWS: Final = 96
"""Compared at a time: so many stay in the processor's cache, which halves the time at 7 MP."""


@dataclass(frozen=True, slots=True, eq=False)
class Blocks:
    """Cells of 4 x 4 pixels."""

    light: Floats
    """(h, w) by how much the bound for light is passed: above 1 it is."""
    colour: Floats
    """(h, w) the same for colour."""
    apart: Grey
    """Pixels of the light: how far beyond the other picture."""


def compare_blocks(
    pictures: Pictures,
    tolerance: NDArray[np.uint8] | None = None,
    ease: float = 1.0,
    halves: Halves | None = None,
) -> Blocks:
    """
    tolerance  pixels: 64 where a difference counts as it is, less where tones were stretched
    halves     what is known of the halves of both
    ease       by which all bounds are raised: 1 for a picture that was only saved again
    """
    one, other = (np.asarray(cv2.GaussianBlur(p, (3, 3), 0.7), np.uint8) for p in pictures.light)
    near = _Near.of(one), _Near.of(other)
    apart: Grey = _beyond((one, other), near) * pictures.mask
    if tolerance is not None:
        apart = np.asarray(cv2.multiply(apart, tolerance, scale=1 / 64), np.uint8)
    plain = np.asarray(cv2.absdiff(one, other), np.uint8) * pictures.mask
    if tolerance is not None:
        plain = np.asarray(cv2.multiply(plain, tolerance, scale=1 / 64), np.uint8)
    cells = _by_cell(apart).astype(np.float32)
    windows = _windows(cells)
    contrast = np.asarray(cv2.max(*(_contrast(n, cells.shape) for n in near)), np.uint8)
    shown = _by_cell(pictures.mask * np.uint8(255)) > 0
    light = np.maximum(
        passed(windows, contrast, shown, LIGHT), passed(cells, contrast, shown, STROKES)
    )
    exact = _windows(_by_cell(plain).astype(np.float32))
    exact = passed(exact, contrast, shown, EXACT) / np.float32(_EXACT_PHOTO if ease > 1 else 1)
    light = np.maximum(light, exact)
    light, colour = (
        np.asarray(values / np.float32(ease), np.float32)
        for values in (light, _colour(pictures, contrast, shown, halves or Halves()))
    )
    return Blocks(light, colour, apart)


def _colour(pictures: Pictures, contrast: Grey, shown: NDArray[np.bool_], halves: Halves) -> Floats:
    """JPEG keeps colours in half the size."""
    first, second = pictures.first, pictures.second
    if max(pictures.mask.shape) > _FULL_COLOUR_PX:
        first, second = halves(first), halves(second)
    planes = [_colour_planes(p) for p in (first, second)]
    apart = cv2.max(
        *(
            _beyond(both, (_Near.of(both[0]), _Near.of(both[1])))
            for both in zip(*planes, strict=True)
        )
    )
    cells = _by_cell(np.asarray(apart, np.uint8)).astype(np.float32)
    windows = _windows(cells)
    size = shown.shape[1], shown.shape[0]
    wide = cv2.resize(windows, size, interpolation=cv2.INTER_NEAREST)
    return passed(np.asarray(wide, np.float32), contrast, shown, COLOUR)


def _colour_planes(picture: Pixels) -> tuple[Grey, Grey]:
    _, *planes = cv2.split(cv2.cvtColor(picture, cv2.COLOR_RGB2YCrCb))
    red, blue = (np.asarray(cv2.GaussianBlur(p, (5, 5), 1.0), np.uint8) for p in planes)
    return red, blue


@dataclass(frozen=True, slots=True, eq=False)
class _Near:
    """The lightest and the darkest that a picture has within a pixel."""

    high: Grey
    low: Grey

    @classmethod
    def of(cls, picture: Grey) -> _Near:
        high, low = cv2.dilate(picture, _NEAR), cv2.erode(picture, _NEAR)
        return cls(np.asarray(high, np.uint8), np.asarray(low, np.uint8))


def _beyond(both: tuple[Grey, Grey], near: tuple[_Near, _Near]) -> Grey:
    """How far either of two pictures lies outside what the other has within a pixel."""
    most = np.empty_like(both[0])
    for top in range(0, len(most), _ROWS):
        at = np.s_[top : top + _ROWS]
        found = most[at]
        cv2.subtract(both[0][at], near[1].high[at], found)
        for values in (
            cv2.subtract(near[1].low[at], both[0][at]),
            cv2.subtract(both[1][at], near[0].high[at]),
            cv2.subtract(near[0].low[at], both[1][at]),
        ):
            cv2.max(found, values, found)
    return most


def passed(values: Floats, contrast: Grey, shown: NDArray[np.bool_], bound: Bound) -> Floats:
    """The values by their bounds; 0 where nothing is shown."""
    level, whole = cv2.LUT(contrast, _LEVEL_OF), np.minimum(values, 255).astype(np.uint8)
    levels = len(_CONTRASTS) + 1
    counts = cv2.calcHist(
        [level, whole], [0, 1], shown.view(np.uint8), [levels, 256], [0, levels, 0, 256]
    ).astype(np.int64)
    total = counts.sum(1)
    below = np.cumsum(counts, axis=1) < _USUAL * total[:, None]
    usual = np.where(total >= _ENOUGH, bound.times_usual * below.sum(1), 0).astype(np.float32)
    here = np.arange(256, dtype=np.float32)
    raised = np.minimum(usual[_LEVEL_OF], bound.most + bound.most_by_contrast * here)
    bounds = np.maximum(raised, bound.least + bound.by_contrast * here)
    by_bound = values / cv2.LUT(contrast, bounds)
    return np.asarray(np.multiply(by_bound, shown, out=by_bound), np.float32)


def _windows(cells: Floats) -> Floats:
    """Means of 2 x 2 cells, each with those above and to the left."""
    means = cv2.boxFilter(cells, -1, (2, 2), borderType=cv2.BORDER_REPLICATE)
    return np.asarray(means, np.float32)


def _contrast(near: _Near, cells: tuple[int, int]) -> Grey:
    """Between the lightest and the darkest within ten pixels of each cell."""
    size = cells[1], cells[0]
    around = np.ones((_AROUND, _AROUND), np.uint8)
    high, low = (
        cv2.resize(p, size, interpolation=cv2.INTER_NEAREST) for p in (near.high, near.low)
    )
    return np.asarray(cv2.subtract(cv2.dilate(high, around), cv2.erode(low, around)), np.uint8)


def _by_cell(values: Grey) -> Grey:
    """Means of 4 x 4 pixels; a rest at the edges is left out."""
    return half(half(values))
