"""A smooth change of light over a picture: vignettes, the lamp over a print that was photographed.

The logarithm of the ratio of two pictures in 24 x 24 cells is nearly a polynomial then. Things have
edges and are none: they are left where they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.matching.planes import Floats, Grey, light_of
from imgsim_desktop.records import Pixels

_CELLS: Final = 24
_FINER: Final = 4
"""The light of a corner falls steeply: the polynomial is known in 96 x 96 cells."""
_DEGREE: Final = 4
_BLACK: Final = 4.0
"""Grey levels that are added, so that black has a logarithm."""
_STIFF: Final = 0.3
_MOST_LEFT: Final = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Light:
    """The light on the first of two pictures against that on the second, as logarithm, by cell."""

    field: Floats
    """(96, 96)"""
    before: float
    """Median distance of the cells from their middle, ..."""
    after: float
    """... and from the polynomial."""

    def __call__(self, first: Pixels, second: Pixels) -> tuple[Pixels, Pixels]:
        """Both in one light. The lighter one is darkened: what is black has no detail to show."""
        return _darkened(first, -self.field), _darkened(second, self.field)


def unevenness(first: Pixels, second: Pixels, mask: NDArray[np.bool_]) -> float:
    """`Light.before` alone; 0 where too little is shown."""
    found = _ratio(first, second, mask)
    if found is None:
        return 0.0
    ratio, inside = found
    return _spread(ratio[inside])


def find_light(first: Pixels, second: Pixels, mask: NDArray[np.bool_]) -> Light | None:
    """None where too little is shown."""
    both = _ratio(first, second, mask)
    if both is None:
        return None
    ratio, inside = both
    terms = _terms(_CELLS)
    a, b = terms[inside], ratio[inside]
    weight: NDArray[np.float64] = np.ones(len(b))
    found: NDArray[np.float64] = np.zeros(a.shape[1])
    off: NDArray[np.floating] = b
    for _ in range(8):
        pulled = (a * weight[:, None]).T
        square = pulled @ a + _STIFF * np.eye(a.shape[1])
        found = np.asarray(np.linalg.solve(square, pulled @ b), np.float64)
        off = b - a @ found
        usual = max(1.48 * float(np.median(np.abs(off))), 0.01)
        weight = 1 / (1 + (off / (2 * usual)) ** 2)
    left = np.clip(ratio - terms @ found, -_MOST_LEFT, _MOST_LEFT)
    cells = np.where(inside, left, 0).astype(np.float32)
    cells = np.asarray(cv2.GaussianBlur(cv2.medianBlur(cells, 5), (3, 3), 0.8), np.float32)
    fine = _CELLS * _FINER
    rest = cv2.resize(cells, (fine, fine), interpolation=cv2.INTER_LINEAR)
    return Light(
        np.asarray(_terms(fine) @ found + rest, np.float32),
        _spread(b),
        float(np.median(np.abs(off))),
    )


def _terms(cells: int) -> NDArray[np.float64]:
    """(cells, cells, 15) the terms of a polynomial at the middles of so many cells."""
    at = (2 * np.arange(cells) + 1) / cells - 1
    y, x = np.meshgrid(at, at, indexing="ij")
    powers = [x**i * y**j for i in range(_DEGREE + 1) for j in range(_DEGREE + 1 - i)]
    return np.stack(powers, axis=-1)


def _ratio(
    first: Pixels, second: Pixels, mask: NDArray[np.bool_]
) -> tuple[Floats, NDArray[np.bool_]] | None:
    """(24, 24) logarithm of the light of the first by that of the second, and where both show
    something; None where that is too little."""
    shown = mask.view(np.uint8)
    share = _by_cell(shown)
    inside = share > 0.5
    if int(inside.sum()) < _CELLS * _CELLS // 6:
        return None
    one, other = (
        _by_cell(light_of(p) * shown) / np.maximum(share, 1e-3) + _BLACK for p in (first, second)
    )
    return np.asarray(np.log(one / other), np.float32), inside


def _spread(values: Floats) -> float:
    return float(np.median(np.abs(values - np.median(values))))


def _by_cell(values: Grey) -> Floats:
    """(24, 24) means: as `cv2.resize` by areas, which takes eight times as long."""
    shown = values.astype(np.float32)
    height, width = shown.shape
    if min(height, width) < _CELLS:
        cells = cv2.resize(shown, (_CELLS, _CELLS), interpolation=cv2.INTER_AREA)
    else:
        cells = _areas(height) @ (shown @ _areas(width).T)
    return np.asarray(cells, np.float32)


@lru_cache(maxsize=8)
def _areas(length: int) -> Floats:
    """(24, length) share of each cell that each pixel takes."""
    ends = np.arange(_CELLS + 1) * length / _CELLS
    pixels = np.arange(length)
    low, high = np.maximum(ends[:-1, None], pixels), np.minimum(ends[1:, None], pixels + 1)
    return np.asarray(np.maximum(high - low, 0) * _CELLS / length, np.float32)


def _darkened(picture: Pixels, field: Floats) -> Pixels:
    least = np.minimum(field, 0)
    if float(least.min()) > -0.01:
        return picture
    size = picture.shape[1], picture.shape[0]
    factor = np.exp(cv2.resize(least, size, interpolation=cv2.INTER_LINEAR))[..., None]
    darker = np.clip((picture + np.float32(_BLACK)) * factor - _BLACK, 0, 255)
    return np.asarray(darker, np.uint8)
