"""One sharpness for two pictures, so that blur and sharpening are no difference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.matching.planes import Floats, Grey
from imgsim_desktop.records import Pixels

_LESS_DETAIL: Final = 0.1
"""Energy of the finest detail, of that in the other picture, below which a picture was enlarged or
blurred and holds no more in half its size."""
_SOFT: Final = 0.3
_SMALLEST_PX: Final = (400, 64)
"""Long and short side that are not halved."""

_SIGMAS: Final = (0.0, 0.8, 1.6, 3.2, 6.4)
_TILE: Final = 96
_TILES: Final = 10
_SHOWN: Final = 0.99
_PLAIN: Final = 2.0
"""Grey levels of standard deviation from which a tile has texture."""
_RIM: Final = 12
_INNER: Final = np.s_[_RIM:-_RIM, _RIM:-_RIM]
_EVERY: Final = 3
_STIFF: Final = 0.05
_ALIKE: Final = 3.0
"""Grey levels of difference below which nothing is to be gained."""
_GAIN: Final = 0.85
_MOST: Final = 60.0
_SOFTENED: Final = 1.5
"""Of eight edits what is left is 1.0 to 1.75 times as much as after softening, in a busy wood that
was saved at 60 four times."""
_ROUNDS: Final = 4
_SLIGHT: Final = 0.02
"""Weights that the widest Gaussian takes over."""
_MARGIN: Final = 32
_INSIDE: Final = np.s_[_MARGIN:-_MARGIN, _MARGIN:-_MARGIN]
_STEPS: Final = 2.0
"""Square of the width, in pixels, of a step down a pyramid (1 4 6 4 1) and one up again."""

Weights = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Pictures:
    """Two pictures of one size in one tone, their light, and where both show something."""

    first: Pixels
    second: Pixels
    light: tuple[Grey, Grey]
    mask: NDArray[np.uint8]
    halvings: int = 0
    softer: int = 0
    """1 or 2: which one clearly holds less fine detail at the edges of both."""
    apart: float = 0.0
    """Root of the mean square by which texture differs, in grey levels: by coding and noise."""

    def halved(self) -> Pictures:
        first, second, one, other, mask = (
            half(p) for p in (self.first, self.second, *self.light, self.mask)
        )
        return Pictures(
            first, second, (one, other), mask, self.halvings + 1, self.softer, self.apart
        )


def at_true_size(pictures: Pictures) -> Pictures:
    """The pictures in the size whose detail both of them have."""
    longest, shortest = _SMALLEST_PX
    while max(pictures.mask.shape) > longest and min(pictures.mask.shape) > shortest:
        one, other = fine_energies(*pictures.light, pictures.mask)
        if pictures.softer == 0 and min(one, other) < _SOFT * max(one, other):
            pictures = replace(pictures, softer=1 if one < other else 2)
        if min(one, other) > _LESS_DETAIL * max(one, other):
            return pictures
        pictures = pictures.halved()
    return pictures


def fine_energies(first: Grey, second: Grey, mask: NDArray[np.uint8]) -> tuple[float, float]:
    """Of the finest octave of each, at the edges that both have; equal where there are few."""
    smaller = [np.asarray(cv2.pyrDown(p), np.uint8) for p in (first, second)]
    near = np.ones((7, 7), np.uint8)
    edges = cv2.min(*(cv2.morphologyEx(p, cv2.MORPH_GRADIENT, near) for p in smaller))
    size = edges.shape[1], edges.shape[0]
    shown = cv2.resize(mask, size, interpolation=cv2.INTER_NEAREST) > 0
    counts = cv2.calcHist([edges], [0], None, [256], [0, 256]).reshape(-1).astype(np.int64)
    level = max(12, int(np.searchsorted(np.cumsum(counts), 0.85 * counts.sum())))
    at = (edges >= level) & shown
    if np.count_nonzero(at) < 50:
        return 1.0, 1.0
    energies = []
    for picture, small in zip((first, second), smaller, strict=True):
        coarse = cv2.pyrUp(small, dstsize=(picture.shape[1], picture.shape[0]))
        fine = half(np.asarray(cv2.absdiff(picture, coarse), np.uint8))[
            : at.shape[0], : at.shape[1]
        ]
        inside = at[: fine.shape[0], : fine.shape[1]].view(np.uint8)
        counts = cv2.calcHist([fine], [0], inside, [256], [0, 256]).reshape(-1).astype(np.int64)
        # without the strongest: lettering on one of them has edges, too
        total = np.minimum(np.cumsum(counts), counts.sum() * 4 // 5)
        squares = np.diff(total, prepend=0) @ np.arange(256) ** 2
        energies.append(float(squares / total[-1]) + 0.3)
    return energies[0], energies[1]


def as_sharp(pictures: Pictures) -> Pictures:
    """The pictures with the light of one of them filtered so that both are as sharp, if it helps.

    The filter is a sum of Gaussians, found by least squares on ten tiles: blur and unsharp masks
    are such sums.
    """
    first, second = pictures.light
    tiles = _tiles(first, second, pictures.mask)
    if not tiles:
        return pictures
    apart = [(a - b)[_INNER][::_EVERY, ::_EVERY].astype(np.float64) for a, b in tiles]
    before = float(np.median([_rms(part) for part in apart]))
    if before < _ALIKE:
        return replace(pictures, apart=before)
    first_blurred, second_blurred = (_blurred(part) for part in zip(*tiles, strict=True))
    to_second = _fit(first_blurred, second_blurred[0])
    to_first = _fit(second_blurred, first_blurred[0])
    least = min((to_second, to_first), key=lambda fit: fit.left)
    if least.left > _GAIN * before:
        return replace(pictures, apart=_apart(tiles, before))
    if least is to_second:
        light = _filtered(first, least.weights), second
    else:
        light = first, _filtered(second, least.weights)
    return replace(pictures, light=light, apart=_apart(_tiles(*light, pictures.mask), least.left))


def _apart(tiles: list[tuple[Floats, Floats]], left: float) -> float:
    """What is left between two pictures, in grey levels, as far as blocks see any of it.

    What coding takes of leaves and grass differs from pixel to pixel: it is much, and next to
    nothing in pictures that were softened, as they are where blocks are compared.
    """
    if not tiles:
        return left
    soft = [[cv2.GaussianBlur(p, (3, 3), 0.7) for p in pair] for pair in tiles]
    of_tiles = [_rms((a - b)[_INNER][::_EVERY, ::_EVERY].astype(np.float64)) for a, b in soft]
    return min(left, _SOFTENED * float(np.median(of_tiles)))


@dataclass(frozen=True, slots=True, eq=False)
class _Fit:
    weights: Weights
    left: float
    """Middle over the tiles of the root of the mean square: words on a tile or two do not count."""


def _tiles(first: Grey, second: Grey, mask: NDArray[np.uint8]) -> list[tuple[Floats, Floats]]:
    """Those with most texture of a grid of tiles that both pictures show."""
    height, width = mask.shape
    side = min(_TILE, height, width)
    found = []
    for top in np.linspace(0, height - side, 5).astype(np.int64).tolist():
        for left in np.linspace(0, width - side, 5).astype(np.int64).tolist():
            at = np.s_[top : top + side, left : left + side]
            if cv2.countNonZero(mask[at]) < _SHOWN * side * side:
                continue
            texture = min(_spread(first[at]), _spread(second[at]))
            if texture > _PLAIN:
                found.append((texture, at))
    found.sort(key=lambda tile: -tile[0])
    return [
        (first[at].astype(np.float32), second[at].astype(np.float32)) for _, at in found[:_TILES]
    ]


def _spread(tile: Grey) -> float:
    """Standard deviation of every fourth pixel."""
    return float(cv2.meanStdDev(np.ascontiguousarray(tile[::2, ::2]))[1][0, 0])


def _blurred(tiles: Sequence[Floats]) -> Floats:
    """(5, n, pixels) some of the inner pixels of tiles after each of the Gaussians."""
    stack = np.stack(tiles)
    count, side, _ = stack.shape
    gaussians = _gaussians_of(side)
    inner = gaussians.shape[1]
    every = _EVERY if inner % _EVERY == 0 else 1  # so that columns alone are left out
    across = gaussians[:, ::every]
    wide = stack.reshape(count * side, side) @ across.reshape(-1, side).T
    wide = wide.reshape(count, side, len(_SIGMAS), -1)
    blurred = np.stack(
        [down @ np.ascontiguousarray(wide[:, :, number]) for number, down in enumerate(gaussians)]
    ).reshape(len(_SIGMAS), count, -1)
    return np.asarray(blurred if every > 1 else blurred[..., ::_EVERY], np.float32)


@lru_cache(maxsize=4)
def _gaussians_of(side: int) -> Floats:
    """(5, side - 24, side) for each Gaussian what inner pixels take of the pixels in their row.

    Ten tiles after all of them are two products, in a third of the time of filtering each.
    """
    each, alone = np.eye(side, dtype=np.float32), np.ones((1, 1), np.float32)
    blurred = [
        cv2.sepFilter2D(each, cv2.CV_32F, alone, _gaussian(s)[0]) if s else each for s in _SIGMAS
    ]
    return np.ascontiguousarray(np.stack(blurred)[:, _RIM:-_RIM], np.float32)


def _fit(given: Floats, wanted: Floats) -> _Fit:
    """Weights of the Gaussians of the one picture that give the other, but for the last one.

    given   (5, n, pixels) of the one, as `_blurred` gives them
    wanted  (n, pixels) of the other
    """
    x = given.reshape(len(given), -1).astype(np.float64)
    y = wanted.reshape(-1).astype(np.float64)
    ends = np.arange(1, len(wanted)) * wanted.shape[1]
    detail, goal = x[:-1] - x[-1], y - x[-1]
    plain = np.zeros(len(_SIGMAS) - 1)
    plain[0] = 1.0
    stiff = _STIFF * len(y)
    weights: Weights = plain
    off: Weights = goal - detail[0]
    pulled = detail
    for number in range(_ROUNDS):
        if number:
            usual = max(2.0, 2 * 1.48 * float(np.median(np.abs(off))))
            pulled = detail / (1 + (off / usual) ** 2)
        square = pulled @ detail.T + stiff * np.eye(len(plain))
        weights = np.asarray(np.linalg.solve(square, pulled @ goal + stiff * plain), np.float64)
        off = goal - weights @ detail
    return _Fit(weights, _of_tiles(off, ends))


def _of_tiles(values: Weights, ends: NDArray[np.int64]) -> float:
    return float(np.median([_rms(part) for part in np.split(values, ends)]))


def _filtered(picture: Grey, weights: Weights) -> Grey:
    """The picture as a sum of Gaussians. Of the two widest ones nothing is finer than two pixels:
    they are made in a half and a quarter of the size, in a sixth of the time."""
    *fine, wide = (w if abs(w) > _SLIGHT else 0.0 for w in weights.tolist())
    rim = _MARGIN  # which pyramids do not keep right
    wider = cv2.copyMakeBorder(picture, rim, rim, rim, rim, cv2.BORDER_REFLECT_101)
    wider = wider.astype(np.float32)
    values = wider[_INSIDE]
    smaller = cv2.pyrDown(wider)
    widest = cv2.GaussianBlur(cv2.pyrDown(smaller), (0, 0), _narrowed(_SIGMAS[-1], 2))
    size = smaller.shape[1], smaller.shape[0]
    soft = cv2.pyrUp(widest * np.float32(1 - sum(fine) - wide), dstsize=size)
    if wide:
        blurred = cv2.GaussianBlur(smaller, (0, 0), _narrowed(_SIGMAS[-2], 1))
        soft = cv2.scaleAdd(blurred, wide, soft)
    result = cv2.pyrUp(soft, dstsize=(wider.shape[1], wider.shape[0]))[_INSIDE]
    for weight, sigma in zip(fine, _SIGMAS, strict=False):
        if weight:
            blurred = cv2.sepFilter2D(picture, cv2.CV_32F, *_gaussian(sigma)) if sigma else values
            result = cv2.scaleAdd(blurred, weight, result)
    return np.asarray(cv2.addWeighted(result, 1, result, 0, 0, dtype=cv2.CV_8U), np.uint8)


def _gaussian(sigma: float) -> tuple[Floats, Floats]:
    """Down and across. By `sepFilter2D`, from bytes, two thirds of the time of `GaussianBlur`."""
    kernel = np.asarray(
        cv2.getGaussianKernel(2 * round(4 * sigma) + 1, sigma, cv2.CV_32F), np.float32
    )
    return kernel, kernel


def _narrowed(sigma: float, halvings: int) -> float:
    """Of a Gaussian between so many steps down a pyramid and up again, which widen it, too."""
    for _ in range(halvings):
        sigma = float(np.sqrt((sigma * sigma - _STEPS) / 4))
    return sigma


def half(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Half the size, a last odd row or column left out."""
    height, width = max(1, picture.shape[0] // 2), max(1, picture.shape[1] // 2)
    even = picture[: height * 2, : width * 2]
    return np.asarray(cv2.resize(even, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


class Halves:
    """Halves pictures, each of them once: of one pair registering, tones and colours ask for it.

    A picture is known by its place in memory, so that a view of the whole of it is the same one.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], tuple[Pixels, Pixels]] = {}

    def __call__(self, picture: Pixels) -> Pixels:
        key = picture.__array_interface__["data"][0], picture.shape, picture.strides
        if key not in self._known:
            self._known[key] = picture, half(picture)  # held, so that no other one comes there
        return self._known[key][1]


def _rms(values: Weights) -> float:
    return float(np.sqrt(np.mean(np.minimum(np.abs(values), _MOST) ** 2)))
