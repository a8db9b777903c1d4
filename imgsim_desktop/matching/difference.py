"""What changed between two pictures that show one photo, to be looked at."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.matching.planes import (
    Floats,
    Matrix,
    apply,
    pixel_scaling,
    relative,
    size_of,
    warped,
)  # fmt: skip
from imgsim_desktop.records import Pixels

_BLUR_PX: Final = 1.5
_STRETCH: Final = 16
_FEW: Final = 8
_RARE: Final = 0.005
"""Levels of less than this share of the pixels have no say: a caption's white, for one."""
_FULL_HEAT: Final = 48.0
"""Grey levels of difference that glow fully."""


@dataclass(frozen=True, slots=True, eq=False)
class Difference:
    """Two pictures at one scale in the frame of the larger view."""

    left: Pixels
    """The first picture, black where it shows nothing."""
    right: Pixels
    """The second one, aligned with it."""
    heat: Floats
    """(h, w) 0 to 1: how much changed beyond a change of tone; 0 where only one shows anything."""
    outline: Matrix
    """(4, 2) corners of the smaller view in relative coordinates of the frame."""


def difference_picture(
    a: Pixels, b: Pixels, transform: tuple[float, ...], max_side_px: int = 1200
) -> Difference | None:
    """Align two pictures and show where they differ; None where they share nothing.

    a, b       pixels (height, width, 3), upright, of any size
    transform  six numbers, relative coordinates of b to those of a, as in `records.Pair`
    """
    if len(transform) != 6 or not np.isfinite(transform).all():
        return None
    to_a: Matrix = np.vstack([np.reshape(transform, (2, 3)), [0.0, 0.0, 1.0]])
    size = abs(float(np.linalg.det(to_a)))
    if size < 1e-9:
        return None
    larger, smaller, to_larger = (a, b, to_a) if size <= 1 else (b, a, np.linalg.inv(to_a))
    h, w = larger.shape[:2]
    shrink = min(1.0, max_side_px / max(h, w))
    out = max(1, round(w * shrink)), max(1, round(h * shrink))
    whole = pixel_scaling((w, h), out)
    small_size = size_of(smaller)
    placed = np.linalg.inv(relative(out)) @ to_larger @ relative(small_size)
    under = warped(larger, whole, out)
    over = warped(smaller, placed, out, 0)
    shown = warped(np.full(smaller.shape[:2], 255, np.uint8), placed, out, 0) > 254
    if int(shown.sum()) < 64:
        return None
    heat = _heat(under, over, shown)
    pictures = [np.clip(np.round(p), 0, 255).astype(np.uint8) for p in (under, over)]
    left, right = pictures if larger is a else reversed(pictures)
    corners = np.array([[0.0, 0.0], [1, 0], [1, 1], [0, 1]])
    return Difference(left, right, heat, apply(to_larger, corners))


def _heat(under: Floats, over: Floats, shown: NDArray[np.bool_]) -> Floats:
    """Difference after each channel of the one was given the other's tone."""
    soft_under, soft_over = (_blurred(p) for p in (under, over))
    # From the picture with fewer burnt pixels: what is burnt has no tone to give back.
    if _burnt(soft_over, shown) < _burnt(soft_under, shown):
        soft_under, soft_over = soft_over, soft_under
    most = np.zeros(shown.shape, np.float32)
    for channel in range(3):
        x, y = soft_under[..., channel], soft_over[..., channel]
        levels, toned = _tone(x[shown], y[shown])
        most = np.maximum(most, np.abs(np.interp(x, levels, toned) - y))
    most = np.where(shown, most, 0)
    # A rim of two pixels is where one picture ends, not where it was changed.
    core = cv2.erode(shown.astype(np.uint8), np.ones((5, 5), np.uint8))
    return np.asarray(np.clip(most / _FULL_HEAT, 0, 1) * core, np.float32)


def _burnt(picture: Floats, shown: NDArray[np.bool_]) -> float:
    inside = picture[shown]
    return float(((inside > 252) | (inside < 3)).mean())


def _blurred(picture: Floats) -> Floats:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), _BLUR_PX), np.float32)


def _tone(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """A rising curve from x to y through the medians of 16 stretches of x, as its two axes.

    A line (gain and offset) left every gamma, fade and burnt light glowing all over.
    """
    stretch = np.minimum((x / _STRETCH).astype(np.int64), 255 // _STRETCH)
    order = np.argsort(stretch, kind="stable")
    starts = np.searchsorted(stretch[order], np.arange(256 // _STRETCH + 1))
    levels, toned = [], []
    for first, end in pairwise(starts.tolist()):
        if end - first >= max(_FEW, len(x) * _RARE):
            levels.append(float(np.median(x[order[first:end]])))
            toned.append(float(np.median(y[order[first:end]])))
    if len(levels) == 1:  # one plain colour: an offset
        levels, toned = [levels[0], levels[0] + 1], [toned[0], toned[0] + 1]
    rising = np.maximum.accumulate(np.array(toned, np.float32))
    return _to_the_ends(np.array(levels, np.float32), rising)


def _to_the_ends(levels: Floats, toned: Floats) -> tuple[Floats, Floats]:
    """The curve from 0 to 255, straight on beyond its first and last point."""
    low = toned[0] - (toned[1] - toned[0]) / max(levels[1] - levels[0], 1) * levels[0]
    high = toned[-1] + (toned[-1] - toned[-2]) / max(levels[-1] - levels[-2], 1) * (
        255 - levels[-1]
    )
    ends = np.clip(np.array([low, high], np.float32), 0, 255)
    return (
        np.concatenate([[np.float32(-1)], levels, [np.float32(256)]]),
        np.concatenate([ends[:1], toned, ends[1:]]),
    )
