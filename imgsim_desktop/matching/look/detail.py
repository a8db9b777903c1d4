"""One sharpness for two pictures, so that blur and sharpening are no difference."""

from __future__ import annotations

from dataclasses import dataclass, replace
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
    counts = np.bincount(edges.reshape(-1), minlength=256)
    level = max(12, int(np.searchsorted(np.cumsum(counts), 0.85 * counts.sum())))
    at = (edges >= level) & shown
    if int(at.sum()) < 50:
        return 1.0, 1.0
    energies = []
    for picture, small in zip((first, second), smaller, strict=True):
        coarse = cv2.pyrUp(small, dstsize=(picture.shape[1], picture.shape[0]))
        fine = half(np.asarray(cv2.absdiff(picture, coarse), np.uint8))[
            : at.shape[0], : at.shape[1]
        ]
        inside = at[: fine.shape[0], : fine.shape[1]]
        squares = np.sort(fine[inside].astype(np.float32) ** 2)
        # without the strongest: lettering on one of them has edges, too
        energies.append(float(squares[: len(squares) * 4 // 5].mean()) + 0.3)
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
    to_second, to_first = _fit(tiles), _fit([(b, a) for a, b in tiles])
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
            if mask[at].mean() < 0.99:
                continue
            a, b = (p[at].astype(np.float32) for p in (first, second))
            texture = min(float(a[::2, ::2].std()), float(b[::2, ::2].std()))
            found.append((texture, a, b))
    found.sort(key=lambda tile: -tile[0])
    return [(a, b) for texture, a, b in found[:_TILES] if texture > 2]


def _fit(tiles: list[tuple[Floats, Floats]]) -> _Fit:
    """Weights of the Gaussians of the one picture that give the other, but for the last one."""
    given, wanted = [], []
    for one, other in tiles:
        blurs = [one if not s else cv2.GaussianBlur(one, (0, 0), s) for s in _SIGMAS]
        given.append(np.stack([b[_INNER].reshape(-1)[::_EVERY] for b in blurs], axis=1))
        wanted.append(other[_INNER].reshape(-1)[::_EVERY])
    x, y = np.concatenate(given).astype(np.float64), np.concatenate(wanted).astype(np.float64)
    ends = np.cumsum([len(part) for part in wanted])[:-1]
    detail, goal = x[:, :-1] - x[:, -1:], y - x[:, -1]
    plain = np.zeros(len(_SIGMAS) - 1)
    plain[0] = 1.0
    stiff = _STIFF * len(y)
    weights: Weights = plain
    off: Weights = goal - detail @ plain
    pull: Weights = np.ones(len(y))
    for _ in range(_ROUNDS):
        pulled = (detail * pull[:, None]).T
        square = pulled @ detail + stiff * np.eye(len(plain))
        weights = np.asarray(np.linalg.solve(square, pulled @ goal + stiff * plain), np.float64)
        off = goal - detail @ weights
        usual = max(2.0, 2 * 1.48 * float(np.median(np.abs(off))))
        pull = 1 / (1 + (off / usual) ** 2)
    return _Fit(weights, _of_tiles(off, ends))


def _of_tiles(values: Weights, ends: NDArray[np.int64]) -> float:
    return float(np.median([_rms(part) for part in np.split(values, ends)]))


def _filtered(picture: Grey, weights: Weights) -> Grey:
    values = picture.astype(np.float32)
    low = np.asarray(cv2.GaussianBlur(values, (0, 0), _SIGMAS[-1]), np.float32)
    result = low * np.float32(1 - float(weights.sum()))
    for weight, sigma in zip(weights.tolist(), _SIGMAS, strict=False):
        if abs(weight) > 0.02:
            blurred = values if not sigma else cv2.GaussianBlur(values, (0, 0), sigma)
            result += np.float32(weight) * blurred
        else:
            result += np.float32(weight) * low
    return np.asarray(np.clip(result + 0.5, 0, 255), np.uint8)


def half(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Half the size, a last odd row or column left out."""
    height, width = max(1, picture.shape[0] // 2), max(1, picture.shape[1] // 2)
    even = picture[: height * 2, : width * 2]
    return np.asarray(cv2.resize(even, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def _rms(values: Weights) -> float:
    return float(np.sqrt(np.mean(np.minimum(np.abs(values), _MOST) ** 2)))
