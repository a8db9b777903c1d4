"""Where two pictures show the same, by all their pixels: for skies, drawings and other smooth ones.

They have few corners or none, so that no local features say how they lie on each other. The one is
slid over the other in many sizes (template matching), and what lies best is brought together from
coarse to fine (Lucas and Kanade 1981, on the differences that remain after robust weights).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.matching.alignment import is_sensible
from imgsim_desktop.matching.overlap import Views, common_views
from imgsim_desktop.matching.planes import (
    Floats,
    Grey,
    Matrix,
    apply,
    area_of,
    area_resized,
    frame,
    pixel_scaling,
    scale_of,
    shared_polygon,
    size_of,
)

_SLID_PX: Final = 40
"""Long side of the picture that is slid over the other."""
_MOST_PX: Final = 120
"""Long side of what it is slid over, where it fills as much of it as it can."""
_LEAST_PART: Final = 0.4
"""Of the larger picture's side that the other fills at least, where it fits at all."""
_STEP: Final = 1.08
_FINE_PX: Final = 1.0
_WIDE_PX: Final = 5.0
"""Between these two blurs lies what is compared: ramps are alike everywhere."""
_MIN_SIDE_PX: Final = 10
_MIN_SPREAD: Final = 0.7
"""Standard deviation of the slid picture in grey levels; less is noise."""
_MIN_LIKENESS: Final = 0.55
_STARTS: Final = 3
_APART: Final = 0.08
"""Two starts are one if their corners lie so close, in sides of the picture."""

_FREE_TURN: Final = 4
"""Shift, scale and turn."""
_FREE_TILT: Final = 8
"""Stretch, shear and perspective, too."""
_COARSE: Final = (40, 6, _FREE_TURN)
"""Long side of what both show in pixels, moves at most, and what may change."""
_MIDDLE: Final = (80, 4, _FREE_TURN)
_MIDDLE_TILTED: Final = (80, 6, _FREE_TILT)
_FINE: Final = (192, 6, _FREE_TURN)
_FINE_TILTED: Final = (192, 6, _FREE_TILT)
_SETTLED_PX: Final = 0.03
_TOGETHER: Final = 0.6
"""Correlation under which a start is given up."""
_PROMISING: Final = 0.8
"""Correlation from which it may be a copy that was tilted."""
_BETTER: Final = 0.002
"""By so much more alike must be what is tilted."""
_PREFER_LARGER: Final = 0.05
"""Two edges that cross look the same in any size: of two alignments the larger is likelier."""
_PREFER_SQUARE: Final = 0.2
_STIFF: Final = 1e-3
"""Keeps what the pixels say nothing about where it was, as a share of all that they say."""
_MIN_POINTS: Final = 64
_RIM: Final = 0.04
"""Of the side: so wide a rim is left out, on which the edge of a frame may lie."""


@dataclass(frozen=True, slots=True, eq=False)
class Start:
    """One way in which two pictures may lie on each other."""

    likeness: float
    matrix: Matrix
    """Pixels of b to those of a."""


def starts_of(a: Grey, b: Grey) -> list[Start]:
    """The few likeliest ways in which the one may be a part of the other, the likeliest first."""
    found = [*_slid(a, b)]
    found += [Start(start.likeness, np.linalg.inv(start.matrix)) for start in _slid(b, a)]
    kept: list[Start] = []
    for start in sorted(found, key=lambda start: -start.likeness):
        if len(kept) == _STARTS or start.likeness < _MIN_LIKENESS:
            break
        if all(_are_apart(start.matrix, other.matrix, b) for other in kept):
            kept.append(start)
    return kept


def _slid(whole: Grey, part: Grey) -> Iterator[Start]:
    """Where `part` lies best on `whole`, for each size that it may have there."""
    shrink = _SLID_PX / max(part.shape)
    slid = _banded(_resized(part, shrink))
    if min(slid.shape) < _MIN_SIDE_PX or float(slid.std()) < _MIN_SPREAD:
        return
    fits = min(whole.shape[0] / part.shape[0], whole.shape[1] / part.shape[1])
    if shrink / fits * max(whole.shape) > _MOST_PX:  # a strip and a square
        return
    steps = int(np.log(1 / _LEAST_PART) / np.log(_STEP)) + 1
    largest = _resized(whole, min(1.0, shrink / fits * _STEP**steps))
    middle_of_part = np.array([part.shape[1] - 1, part.shape[0] - 1]) / 2
    for step in range(steps):
        scale = fits / _STEP**step
        ground = _resized(largest, shrink / scale * whole.shape[0] / largest.shape[0])
        short = [max(0, slid.shape[axis] - ground.shape[axis]) for axis in (0, 1)]
        padded = np.pad(ground, [(0, short[0]), (0, short[1])], mode="edge")
        alike = cv2.matchTemplate(_banded(padded), slid, cv2.TM_CCOEFF_NORMED)
        y, x = divmod(int(alike.argmax()), alike.shape[1])
        middle = np.array([[x + (slid.shape[1] - 1) / 2, y + (slid.shape[0] - 1) / 2]])
        to_whole = pixel_scaling((ground.shape[1], ground.shape[0]), size_of(whole))
        matrix = np.diag([scale, scale, 1.0])
        matrix[:2, 2] = apply(to_whole, middle)[0] - scale * middle_of_part
        yield Start(float(alike[y, x]), matrix)


def _resized(grey: Grey | Floats, by: float) -> Floats:
    size = max(1, round(grey.shape[1] * by)), max(1, round(grey.shape[0] * by))
    return area_resized(grey.astype(np.float32), size)


def _banded(values: Floats) -> Floats:
    fine = cv2.GaussianBlur(values, (0, 0), _FINE_PX)
    return np.asarray(fine - cv2.GaussianBlur(values, (0, 0), _WIDE_PX), np.float32)


def _are_apart(one: Matrix, other: Matrix, b: Grey) -> bool:
    corners = frame(size_of(b))
    first, second = apply(one, corners), apply(other, corners)
    far = np.abs(first - second).max()
    return bool(far > _APART * np.abs(first - first.mean(0)).max() * 2)


@dataclass(frozen=True, slots=True, eq=False)
class Lying:
    """Two pictures as they lie on each other after their pixels were brought together."""

    matrix: Matrix
    """Pixels of b to those of a."""
    likeness: float
    """Correlation of what both show, without its ramps."""
    shown: float
    """Share of the larger view that both show."""

    @property
    def worth(self) -> float:
        stretches = np.linalg.svd(self.matrix[:2, :2], compute_uv=False)
        stretched = float(np.log(stretches[0] / max(float(stretches[1]), 1e-9)))
        return self.likeness - _PREFER_LARGER * (1 - self.shown) - _PREFER_SQUARE * stretched


def find_alignments(a: Grey, b: Grey, near: Sequence[Matrix]) -> list[Matrix]:
    """Alignments of b on a, from coarse to fine: without tilt, and with. Empty: there is none.

    near  some that may be off by a few percent
    """
    tried = [*near, *(start.matrix for start in starts_of(a, b))]
    coarse = [lying for matrix in tried if (lying := _settled(a, b, matrix, *_COARSE)) is not None]
    middle = [
        lying
        for start in sorted(coarse, key=lambda lying: -lying.worth)[:2]
        if (lying := _settled(a, b, start.matrix, *_MIDDLE)) is not None
    ]
    if not middle:
        return []
    best = max(middle, key=lambda lying: lying.worth)
    found = [_settled(a, b, best.matrix, *_FINE)]
    if best.likeness > _PROMISING:
        tilted = _settled(a, b, best.matrix, *_MIDDLE_TILTED)
        if tilted is not None and tilted.likeness > best.likeness + _BETTER:
            found.append(_settled(a, b, tilted.matrix, *_FINE_TILTED))
    return [lying.matrix for lying in found if lying is not None]


def _settled(a: Grey, b: Grey, matrix: Matrix, side_px: int, moves: int, free: int) -> Lying | None:
    """Brought together at this size by so many moves at most; None: they have nothing in common."""
    mirror = bool(np.linalg.det(matrix[:2, :2]) < 0)
    left = moves
    while True:
        seen = _seen_at(a, b, matrix, side_px) if is_sensible(matrix, mirror) else None
        compared = None if seen is None else _Compared.of(seen.views)
        if seen is None or compared is None or compared.likeness < _TOGETHER:
            return None
        if not left:
            return Lying(matrix, compared.likeness, seen.shown)
        left -= 1
        movement = compared.movement(free)
        to_views = seen.views.to_views
        move = np.linalg.inv(to_views) @ movement @ to_views
        matrix = matrix @ np.linalg.inv(move) if seen.swapped else move @ matrix
        if abs(matrix[2, 2]) < 1e-9:
            return None
        matrix = matrix / matrix[2, 2]
        corners = frame(size_of(seen.views.mask))
        if float(np.abs(apply(movement, corners) - corners).max()) < _SETTLED_PX:
            left = 0


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    views: Views
    swapped: bool
    """Whether a is the picture that was brought onto the other."""
    shown: float


def _seen_at(a: Grey, b: Grey, matrix: Matrix, side_px: int) -> _Seen | None:
    shown = shared_polygon(size_of(a), size_of(b), matrix)
    if shown is None:
        return None
    back = np.linalg.inv(matrix)
    swapped = scale_of(matrix) > 1
    if swapped:
        views = common_views(b, a, back, apply(back, shown), side_px)
    else:
        views = common_views(a, b, matrix, shown, side_px)
    if views is None:
        return None
    share = min(area_of(shown) / a.size, area_of(apply(back, shown)) / b.size)
    return _Seen(views, swapped, share)


@dataclass(frozen=True, slots=True, eq=False)
class _Compared:
    """Two views without their ramps, standardised."""

    left: Floats
    right: Floats
    inside: NDArray[np.bool_]
    likeness: float

    @classmethod
    def of(cls, views: Views) -> _Compared | None:
        """None where they have nothing to compare."""
        rim = 2 * max(2, round(_RIM * max(views.mask.shape))) + 1
        square = np.ones((rim, rim), np.uint8)
        eroded = cv2.erode(views.mask, square, borderType=cv2.BORDER_CONSTANT, borderValue=0)
        mask = np.asarray(eroded, np.float32)
        inside = mask > 0
        if np.count_nonzero(inside) < _MIN_POINTS:
            return None
        left, right = (_standard(_within(view, mask), inside) for view in (views.left, views.right))
        return cls(left, right, inside, float((left * right)[inside].mean()))

    def movement(self, free: int) -> Matrix:
        """What brings the right view nearer to the left one, in pixels of the views.

        free  numbers of the movement: `_FREE_TURN` or `_FREE_TILT`
        """
        mean = (self.left + self.right) / 2
        x = cv2.Sobel(mean, cv2.CV_32F, 1, 0, scale=0.125)[self.inside].astype(np.float64)
        y = cv2.Sobel(mean, cv2.CV_32F, 0, 1, scale=0.125)[self.inside].astype(np.float64)
        off = (self.left - self.right)[self.inside].astype(np.float64)
        robust = 1 / (1 + (off / max(1.5 * float(np.median(np.abs(off))), 1e-3)) ** 2)
        rows, columns = np.nonzero(self.inside)
        half = max(self.inside.shape) / 2
        middle_x, middle_y = columns.mean(), rows.mean()
        u, v = (columns - middle_x) / half, (rows - middle_y) / half
        across = u * x + v * y
        ways = [x, y, across, u * y - v * x, u * x - v * y, v * x + u * y, u * across, v * across]
        design = np.stack(ways[:free], 1)
        pulled = design * robust[:, None]
        normal = pulled.T @ design
        normal += np.diag(np.full(free, max(_STIFF * float(np.trace(normal)) / free, 1e-12)))
        dx, dy, scale, turn, stretch, shear, lean_x, lean_y = np.pad(
            np.linalg.solve(normal, pulled.T @ off) / half, (0, _FREE_TILT - free)
        )
        movement = np.eye(3)
        movement[0] += np.array([scale + stretch, shear - turn, dx])
        movement[1] += np.array([shear + turn, scale - stretch, dy])
        movement[2, :2] -= lean_x, lean_y
        to_units = np.array([[1, 0, -middle_x], [0, 1, -middle_y], [0, 0, half]]) / half
        return np.asarray(np.linalg.inv(to_units) @ np.linalg.inv(movement) @ to_units, np.float64)


def _within(view: Floats, mask: Floats) -> Floats:
    """As `_banded`, without what lies beyond the mask."""
    fine = cv2.GaussianBlur(view, (0, 0), _FINE_PX)
    share = np.maximum(cv2.GaussianBlur(mask, (0, 0), _WIDE_PX), np.float32(1e-3))
    wide = cv2.GaussianBlur(fine * mask, (0, 0), _WIDE_PX) / share
    return np.asarray(fine - wide, np.float32)


def _standard(values: Floats, inside: NDArray[np.bool_]) -> Floats:
    values = values - float(values[inside].mean())
    spread = float(values[inside].std())
    return np.asarray(values / max(spread, _MIN_SPREAD), np.float32)
