"""Which of two copies shows something added to the picture, where the pixels leave little doubt.

    surrounded  the other one with something drawn around it: a frame, a screen, a collage
    covered     lettering, stickers or a watermark lie on it, which the other one has not
    sharpened   the other one with its fine detail raised

A copy is larger than its original by what was added, so that size alone would keep the copy.
Thresholds: 30 photos of cameras and 100 small pictures, 23 kinds of edits (RESULTS.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.matching.planes import (
    Floats,
    Grey,
    Matrix,
    apply,
    between_pixels,
    frame,
    side_of,
    size_of,
    warped,
)  # fmt: skip
from imgsim_desktop.matching.verify import Evidence

_WHOLE: Final = 0.97
_ALONG: Final = np.linspace(0.03, 0.97, 48)[:, None]
_OUTSIDE_PX: Final = (1.0, 1.5, 2.0, 3.0, 4.0)
"""A collage of 320 px has gaps of 2 px, and an alignment errs by one."""
_INSIDE_PX: Final = (2.0, 3.0)
_DRAWN_LEVELS: Final = 8.0
"""Nine tenths of a drawn side differ by less: the thin gaps of a collage blur to 7."""
_STEP_LEVELS: Final = 12.0
_STEP_OF_SIDE: Final = 0.3
_STEPS: Final = 0.6
"""Along so much of the outline the picture ends: a crop of a thing on white paper goes on white."""

_DEPTH_PX: Final = 7
_ERR_PX: Final = 2
_SHARP: Final = 1.5
"""A picture ends sharply; the shadow of a thing on white paper fades, wherever it is cut."""

_OTHER_LEVELS: Final = 25
_MIN_PIXELS: Final = 40
_MIN_SPOT: Final = 6
_AREA: Final = (0.002, 0.3)
_CALM: Final = 4.0
"""Grey levels by which the rest may differ: a recoloured copy says nothing about its parts."""
_SAME_TONE: Final = 0.1
_SEAM: Final = 2.0
_HAS_SEAM: Final = 0.5
_HAS_NONE: Final = 0.25
_STEEPER: Final = 2.5
_WHITE: Final = 225
_BLACK: Final = 30
_FEW_COLOURS: Final = 0.78
_MANY_SPOTS: Final = 10
_SHEER: Final = (0.1, 0.6)
_EVENLY_SHEER: Final = 0.2

_BASE: Final = (0.02, 0.06)
_LOW: Final = (0.10, 0.15)
_MIDDLE: Final = (0.25, 0.30)
_HIGH: Final = (0.40, 0.45)
"""Cycles a pixel."""
_RAISED: Final = (0.35, 1.0)
_BENDS: Final = 1.9
"""Blur falls with the square of the frequency, so undoing it would rise 2.1 to 3 times as much up
to the high band as up to the middle one; sharpening levels off."""
_SMALLEST_PX: Final = 300
_MORE_DETAIL: Final = 1.3
"""Spares most pairs the spectra: what was sharpened has 2.1 to 5.2 times the variance."""


@dataclass(frozen=True, slots=True)
class Additions:
    """What each of two copies has that was added to the picture; names of records.ADDED."""

    to_a: tuple[str, ...] = ()
    to_b: tuple[str, ...] = ()

    def with_one(self, name: str, side: str) -> Additions:
        """Also this one, on the picture "a" or "b", and not on the other one."""
        to_a, to_b = (tuple(n for n in names if n != name) for names in (self.to_a, self.to_b))
        return Additions((*to_a, name), to_b) if side == "a" else Additions(to_a, (*to_b, name))

    def without_one(self, name: str, side: str) -> Additions:
        """Not this one, on the picture "a" or "b"."""
        to_a, to_b = (tuple(n for n in names if n != name) for names in (self.to_a, self.to_b))
        return Additions(to_a, self.to_b) if side == "a" else Additions(self.to_a, to_b)

    def without(self, side: str) -> Additions:
        """Nothing on the picture "a" or "b"."""
        return Additions(to_b=self.to_b) if side == "a" else Additions(to_a=self.to_a)


NOTHING_ADDED: Final = Additions()


def find_additions(a: Grey, b: Grey, evidence: Evidence) -> Additions:
    """Look at two aligned copies of one picture.

    a, b  luma (height, width), as they were compared
    """
    if not evidence.homography:
        return NOTHING_ADDED
    to_a = between_pixels(evidence.homography, size_of(a), size_of(b))
    if evidence.coverage < _WHOLE:
        if max(evidence.coverage_a, evidence.coverage_b) < _WHOLE:
            return NOTHING_ADDED
        if evidence.coverage_a < evidence.coverage_b:
            is_drawn = _is_drawn_around(a, apply(to_a, frame(size_of(b))))
            return Additions(to_a=("surrounded",)) if is_drawn else NOTHING_ADDED
        is_drawn = _is_drawn_around(b, apply(np.linalg.inv(to_a), frame(size_of(a))))
        return Additions(to_b=("surrounded",)) if is_drawn else NOTHING_ADDED
    patches = _Patches.between(a, b, to_a)
    if patches is not None:
        if patches.are_laid_on(patches.a, patches.b):
            return Additions(to_a=("covered",))
        if patches.are_laid_on(patches.b, patches.a):
            return Additions(to_b=("covered",))
    if evidence.method == "aligned" and a.shape == b.shape and not evidence.mirrored:
        if abs(evidence.angle_deg) < 1 and _is_sharpened(b, a):
            return Additions(to_b=("sharpened",))
        if abs(evidence.angle_deg) < 1 and _is_sharpened(a, b):
            return Additions(to_a=("sharpened",))
    return NOTHING_ADDED


def _is_drawn_around(larger: Grey, outline: Matrix) -> bool:
    """Whether all that borders on the outline is of one colour, and the picture ends there."""
    seen = larger.astype(np.float32)
    steps = []
    edges = withins = 0.0
    for side in range(4):
        start, end, out = side_of(outline, side)
        line = start + _ALONG * (end - start)
        lines = [_levels(seen, line + far * out) for far in _OUTSIDE_PX]
        found = [levels for levels in lines if levels is not None]
        if len(found) < 2:  # the picture ends here, or all but
            continue
        drawn = [(float(np.percentile(np.abs(v - np.median(v)), 90)), v) for v in found]
        spread, outer = min(drawn, key=lambda one: one[0])
        if spread > _DRAWN_LEVELS:
            return False
        edge, within = _changes_across(seen, line, out)
        edges, withins = edges + edge, withins + within
        inner = [_levels(seen, line - far * out) for far in _INSIDE_PX]
        ends = np.mean([v for v in inner if v is not None], 0) - np.median(outer)
        steps.append(float((np.abs(ends) > _STEP_LEVELS).mean()))
    if not steps or min(steps) < _STEP_OF_SIDE or edges < _SHARP * withins:
        return False
    return float(np.mean(steps)) >= _STEPS


def _changes_across(seen: Floats, line: Matrix, out: Matrix) -> tuple[float, float]:
    """Grey levels a pixel by which a picture changes at most at a line, and on the way to it."""
    lines = [_levels(seen, line + far * out) for far in range(-_DEPTH_PX, 4)]
    found = [levels for levels in lines if levels is not None]
    changes = [float(np.abs(b - a).mean()) for a, b in pairwise(found)]
    within = changes[: _DEPTH_PX - _ERR_PX]
    return max(changes[len(within) :], default=0.0), float(np.mean(within)) if within else 0.0


def _levels(seen: Floats, points: Matrix) -> Floats | None:
    """Grey levels at points; None if more than a tenth of them lie outside."""
    at = np.round(points).astype(int)
    inside = (at >= 0).all(1) & (at[:, 0] < seen.shape[1]) & (at[:, 1] < seen.shape[0])
    if inside.mean() <= 0.9:
        return None
    at = np.clip(at, 0, [seen.shape[1] - 1, seen.shape[0] - 1])
    return np.asarray(seen[at[:, 1], at[:, 0]], np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class _Patches:
    """Where two pictures of one tone differ clearly, in the sampling of the first."""

    a: Floats
    b: Floats
    where: NDArray[np.bool_]
    seam: NDArray[np.bool_]
    """The border of these places."""
    spots: int

    @classmethod
    def between(cls, a: Grey, b: Grey, to_a: Matrix) -> _Patches | None:
        """None where nothing stands out, or everything differs."""
        left, size = a.astype(np.float32), size_of(a)
        right = warped(b, to_a, size)
        full = np.full(b.shape, 255, np.uint8)
        inside = _eroded(warped(full, to_a, size, 0) > 254, 5)
        calm = inside & (np.abs(left - right) < _OTHER_LEVELS)
        if int(calm.sum()) < 500 or float(right[calm].std()) < 1:
            return None
        x, y = right[calm] - right[calm].mean(), left[calm] - left[calm].mean()
        slope = float((x * y).sum() / (x * x).sum())
        beyond = np.maximum(_beyond(left, right), _beyond(right, left))
        differs = ((beyond > _OTHER_LEVELS) & inside).astype(np.uint8)
        closed = cv2.morphologyEx(differs, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
        _, labels, facts, _ = cv2.connectedComponentsWithStats(closed)
        spots = np.flatnonzero(facts[1:, cv2.CC_STAT_AREA] >= _MIN_SPOT) + 1
        where = np.isin(labels, spots)
        rest = inside & ~_dilated(where, 7)
        share = float(where.sum()) / max(1, int(inside.sum()))
        if int(where.sum()) < _MIN_PIXELS or not _AREA[0] < share < _AREA[1] or not rest.any():
            return None
        if float(np.abs(left - right)[rest].mean()) > _CALM or abs(slope - 1) > _SAME_TONE:
            return None
        seam = _dilated(where, 3) & ~_eroded(where, 3) & inside
        return cls(left, right, where, seam, len(spots))

    def are_laid_on(self, one: Floats, other: Floats) -> bool:
        """Whether the one has contours here where the other one goes on, and what is drawn."""
        steep, flat = _steepness(one)[self.seam], _steepness(other)[self.seam]
        if float((steep > _SEAM * flat).mean()) < _HAS_SEAM:
            return False
        if float((flat > _SEAM * steep).mean()) > _HAS_NONE:
            return False
        if float(np.median(steep)) < _STEEPER * float(np.median(flat)):
            return False
        return self._is_drawn(one[self.where], other[self.where])

    def _is_drawn(self, one: Floats, other: Floats) -> bool:
        """Outlined lettering, a few plain colours, or one sheer ink on many spots.

        Somebody who was retouched away is none of these: then it is not said which is the original.
        """
        white, black = float((one >= _WHITE).mean()), float((one <= _BLACK).mean())
        if white >= 0.12 and black >= 0.08:
            return True
        if _share_of_plainest(one) >= _FEW_COLOURS and white + black <= 0.35:
            return True
        if self.spots < _MANY_SPOTS:
            return False
        lighter = float((one > other).mean())
        room = 255 - other if lighter > 0.5 else other
        strength = np.abs(one - other) / np.maximum(room, 20)
        low, high = np.percentile(strength, (25, 75)).tolist()
        is_sheer = _SHEER[0] < low and high < _SHEER[1] and high - low < _EVENLY_SHEER
        return is_sheer and max(lighter, 1 - lighter) > 0.94


def _share_of_plainest(levels: Floats) -> float:
    """Share of the three grey levels, give or take 8, that most of it has."""
    counts = np.bincount(np.round(levels).clip(0, 255).astype(int), minlength=256) / levels.size
    total = 0.0
    for _ in range(3):
        shares = np.convolve(counts, np.ones(17), "same")
        level = int(shares.argmax())
        total += float(shares[level])
        counts[max(0, level - 8) : level + 9] = 0
    return total


def _is_sharpened(one: Grey, other: Grey) -> bool:
    """Whether the one is the other with its fine detail raised, and the other is not blurred.

    Both of one size. Sharpening with the usual small radius does not show in the thumbnail of a
    large photo; then nothing is said.
    """
    if max(one.shape) < _SMALLEST_PX or _detail(one) < _MORE_DETAIL * _detail(other):
        return False
    first, second = _Spectrum(one), _Spectrum(other)
    base, low, middle, high = (
        0.5 * np.log(max(first.power(band), 1.0) / max(second.power(band), 1.0))
        for band in (_BASE, _LOW, _MIDDLE, _HIGH)
    )
    if not _RAISED[0] < high < _RAISED[1] or abs(base) > 0.1 or middle - low < 0.1:
        return False
    return bool(high - low < _BENDS * (middle - low))


class _Spectrum:
    """Power of a picture by frequency."""

    def __init__(self, grey: Grey) -> None:
        values = grey.astype(np.float32)
        height, width = values.shape
        window = np.outer(np.hanning(height), np.hanning(width))
        self._power = np.abs(np.fft.rfft2((values - values.mean()) * window)) ** 2
        self._at = np.hypot(np.fft.fftfreq(height)[:, None], np.fft.rfftfreq(width)[None])

    def power(self, band: tuple[float, float]) -> float:
        return float(self._power[(self._at >= band[0]) & (self._at < band[1])].mean())


def _detail(grey: Grey) -> float:
    return float(cv2.Laplacian(grey, cv2.CV_32F).var())


def _beyond(values: Floats, other: Floats) -> Floats:
    """How far values lie outside what the other picture has within a pixel of there."""
    near = np.ones((3, 3), np.uint8)
    above, below = values - cv2.dilate(other, near), cv2.erode(other, near) - values
    return np.asarray(np.maximum(np.maximum(above, below), 0), np.float32)


def _steepness(values: Floats) -> Floats:
    across, down = cv2.Sobel(values, cv2.CV_32F, 1, 0), cv2.Sobel(values, cv2.CV_32F, 0, 1)
    return np.asarray(np.hypot(across, down) / 8, np.float32)


def _eroded(mask: NDArray[np.bool_], size: int) -> NDArray[np.bool_]:
    return cv2.erode(mask.astype(np.uint8), np.ones((size, size), np.uint8)) > 0


def _dilated(mask: NDArray[np.bool_], size: int) -> NDArray[np.bool_]:
    return cv2.dilate(mask.astype(np.uint8), np.ones((size, size), np.uint8)) > 0
