"""How well two aligned pictures agree over the whole part that both show."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.matching.drift import Windows
from imgsim_desktop.matching.planes import (
    Floats,
    Grey,
    Matrix,
    apply,
    area_resized,
    between_pixels,
    frame,
    pixel_scaling,
    side_of,
    size_of,
    warped,
)  # fmt: skip
from imgsim_desktop.records import Pixels

COARSE_PX: Final = 80
FINE_PX: Final = 224
_LEAST_PX: Final = 21
"""So high stays a panorama, if its thumbnail is: one of 13 : 1 would have no window at 80 px."""
_SOFT_PX: Final = 0.8
"""Blur before comparing: grain and the blocks of JPEG are no content."""
_WINDOW: Final = 7
_WIDE: Final = 15
_SAME_NCC: Final = 0.6
_TEXTURE: Final = 0.12
"""Standard deviation in a window, in units of the whole overlap's, from which it counts."""
_PAPER_LEVELS: Final = 8
_PAPER_SHARE: Final = 0.4
_FEW_COLOURS: Final = 3
_DRAWN_SHARE: Final = 0.81
"""Three plain greys cover 0.83 and more of forms, chats and logos that were saved again, and of one
photo in eight of Caltech-101, whose things often stand on white."""
_PAPER_AROUND: Final = 0.3
_SMOOTH_LEVELS: Final = 1.5
_CALM_LEVELS: Final = 3.0
_DRAWN_EVEN: Final = 0.6
"""Of the paper that varies by under 3 grey levels, so much varies by under 1.5 where it was drawn:
0.9 and more on forms, chats and logos saved again, 0.4 to 0.55 on photos of dull things."""
_ENOUGH_TEXTURE: Final = 0.3
_FULL: Final = 0.99
"""Of a window inside: nearer to the rim lies the edge of a frame that was missed by a pixel."""
_RIM_PX: Final = (2.0, 3.5)
"""Beyond the edge itself, which an alignment misses by a pixel."""
_PLAIN: Final = 8.0
"""Standard deviation along one side of a frame, in grey levels; content varies by 20 and more."""
_MIN_RIM_POINTS: Final = 40
_ROUGH: Final = 10.0
_CHROMA_STEP: Final = 6.0
"""Grey levels; a JPEG of quality 30 moves the median chroma of 7-pixel cells by under 2."""


@dataclass(frozen=True, slots=True)
class Clash:
    """What both show in one place and does not agree: other content, or something over one copy.

    Other words, faces and cells are as strong in both. What lies under a caption, an emoji or a
    stamp is as strong as photos are there, mostly far less than what lies over it.
    """

    windows: float = 0.0
    """How many windows' worth."""
    balance: float = 1.0
    """Contrast in the one by that in the other, the lesser by the greater."""
    contrast: float = 0.0
    """The lesser of the two, in units of the whole overlap's standard deviation."""


NO_CLASH: Final = Clash()


@dataclass(frozen=True, slots=True)
class Overlap:
    """How well two aligned pictures agree, up to tone, over the part that both show."""

    agree: float = 0.0
    """Share of the textured windows whose correlation is above 0.6; texture in either counts."""
    agree_both: float = 0.0
    """The same with windows weighted by the texture that both have: noise counts little."""
    ncc: float = 0.0
    """Mean local correlation, weighted as `agree_both`."""
    smooth: float = 0.0
    """Correlation of the blurred overlaps as a whole."""
    residual: float = 1.0
    """Share of the overlap whose blurred values differ by more than half a standard deviation."""
    texture: float = 0.0
    """How many windows' worth of texture there is in both."""
    weakest: float = 0.0
    """Least `agree_both` of any part a third as wide and high: low for two photos in one frame."""
    conflict: float = 0.0
    """How many windows' worth of paper bears ink in both that does not agree: other words."""
    tone: float = 0.0
    """Median difference of the blurred grey levels, in units of the full range."""
    clash: Clash = NO_CLASH
    alike: float = 0.0
    """Correlation of all that both show, without ramps and rim: what smooth pictures have to go by,
    in whose windows there is little but noise."""


@dataclass(frozen=True, slots=True)
class Around:
    """What the larger of two views shows around the part that is the smaller one."""

    plain_edge: float = 0.0
    """Share of the rim on sides of one colour: near 1 in a frame, near 0 around a crop."""
    busy: float = 0.0
    """Share of what lies farther out that has texture: high in a collage, low on a screen."""


NO_OVERLAP: Final = Overlap()
NOTHING_AROUND: Final = Around()


@dataclass(frozen=True, slots=True, eq=False)
class Views:
    """What both of two aligned pictures show, in one sampling."""

    left: Floats
    right: Floats
    mask: Floats
    """1 where both show something, else 0."""
    to_views: Matrix
    """Pixels of the reference to those of the views."""

    def windows(self) -> Windows:
        """For the drift between the two."""
        left, right = (
            _without_ramps(_standardised(view, self.mask), self.mask)
            for view in (self.left, self.right)
        )
        return Windows(left, right, self.mask)


def common_views(
    reference: Grey, other: Grey, matrix: Matrix, shown: Matrix, side_px: int
) -> Views | None:
    """What both show in the sampling of the coarser picture, softened.

    At most `side_px` long; a strip more.

    matrix   pixels of the other, finer picture to those of the reference; shown in its pixels
    returns  None where less than a window is shown
    """
    low, high = shown.min(0), shown.max(0)
    strip_px = _LEAST_PX * max(reference.shape) / min(reference.shape)
    reduce = min(1.0, max(side_px, strip_px) / max(high - low))
    out = tuple(np.maximum(np.round((high - low) * reduce), 1).astype(int).tolist())
    if min(out) < _WINDOW:
        return None
    to_out = pixel_scaling((1, 1), (reduce, reduce)) @ np.array(
        [[1, 0, -(low[0] + 0.5)], [0, 1, -(low[1] + 0.5)], [0, 0, 1.0]]
    )
    left, right = (
        np.asarray(cv2.GaussianBlur(view, (0, 0), _SOFT_PX), np.float32)
        for view in (warped(reference, to_out, out), warped(other, to_out @ matrix, out))
    )
    mask = np.zeros((out[1], out[0]), np.uint8)
    cv2.fillConvexPoly(mask, np.round(apply(to_out, shown)).astype(np.int32), 1)
    return Views(left, right, mask.astype(np.float32), to_out)


def compare_views(views: Views | None, *, finely: bool = False) -> Overlap:
    """How well they agree.

    finely  measure `conflict` and `clash`, and not what is the same at any size: smooth, residual
            and tone
    """
    if views is None:
        return NO_OVERLAP
    found = _overlap(views.left, views.right, views.mask, finely)
    if finely or found is NO_OVERLAP:
        return found
    shown = views.mask > 0
    apart = np.abs(views.left - views.right)[shown]
    share = np.maximum(_box(views.mask), 1e-6)
    smooth, residual = _smooth_agreement(
        *(
            (_box(_standardised(view, views.mask) * views.mask) / share)[shown]
            for view in (views.left, views.right)
        )
    )
    tone = float(np.median(apart)) / 255 if apart.size else 0.0
    return replace(found, smooth=smooth, residual=residual, tone=tone)


def _overlap(left: Floats, right: Floats, mask: Floats, words: bool) -> Overlap:
    paper: NDArray[np.bool_] | np.bool_ = np.False_
    if words and (on_left := _near_paper(left, mask)).any():
        paper = on_left & _near_paper(right, mask)
    left, right = _standardised(left, mask), _standardised(right, mask)
    share = np.maximum(_box(mask), 1e-6)
    left, right = _without_ramps(left, mask), _without_ramps(right, mask)
    inside = (mask > 0) & (share > 0.5)
    mean_l, mean_r = _box(left * mask) / share, _box(right * mask) / share
    var_l = np.maximum(_box(left * left * mask) / share - mean_l**2, 0)
    var_r = np.maximum(_box(right * right * mask) / share - mean_r**2, 0)
    cov = _box(left * right * mask) / share - mean_l * mean_r
    ncc = cov / np.sqrt(np.maximum(var_l * var_r, 1e-8))
    both = np.sqrt(np.minimum(var_l, var_r)) / _TEXTURE
    both = np.where(inside, np.clip(both - 0.5, 0, 1), 0).astype(np.float32)
    either = np.sqrt(np.maximum(var_l, var_r)) / _TEXTURE
    either = np.where(inside, np.clip(either - 0.5, 0, 1), 0)
    same = ncc > _SAME_NCC
    n_both, n_either, n = float(both.sum()), float(either.sum()), int(inside.sum())
    if n == 0 or n_either < 1:
        return NO_OVERLAP
    return Overlap(
        agree=float((either * same).sum()) / n_either,
        agree_both=float((both * same).sum()) / max(n_both, 1.0),
        ncc=float((both * ncc).sum()) / max(n_both, 1.0),
        texture=n_both / _WINDOW**2,
        conflict=float((both * ~same * paper).sum()) / _WINDOW**2,
        weakest=_weakest_part(both, same),
        clash=_clash(both * ~same, var_l, var_r) if words else NO_CLASH,
        alike=_correlation(left, right, share > _FULL),
    )


def _correlation(left: Floats, right: Floats, inside: NDArray[np.bool_]) -> float:
    """0 where nothing varies."""
    if not inside.any():
        return 0.0
    x, y = left[inside] - left[inside].mean(), right[inside] - right[inside].mean()
    spread = float(np.sqrt(float((x * x).sum()) * float((y * y).sum())))
    return float((x * y).sum()) / spread if spread > 1e-3 else 0.0


def _clash(apart: Matrix, var_l: Floats, var_r: Floats) -> Clash:
    """Of windows that do not agree, with how much they count and how much varies in them."""
    n = float(apart.sum())
    if n < 1:
        return NO_CLASH
    lesser, greater = sorted(float(np.sqrt((apart * var).sum() / n)) for var in (var_l, var_r))
    return Clash(n / _WINDOW**2, lesser / max(greater, 1e-6), lesser)


def _near_paper(grey: Floats, mask: Floats) -> NDArray[np.bool_]:
    """Where much of the surrounding has the picture's one plain colour; nowhere on photos.

    Forms, chats and logos share all but a few words, which would count as an overlay on a photo.
    """
    levels = np.bincount(grey[mask > 0].astype(np.int64).clip(0, 255), minlength=256)
    plain = _plainest(levels / max(1, levels.sum()))
    if plain[0][1] < _PAPER_SHARE or sum(share for _, share in plain) < _DRAWN_SHARE:
        return np.zeros(grey.shape, np.bool_)
    is_paper = (np.abs(grey - plain[0][0]) <= _PAPER_LEVELS).astype(np.float32)
    if not _is_even(grey, (is_paper * mask) > 0):
        return np.zeros(grey.shape, np.bool_)
    around = cv2.blur(is_paper * mask, (_WIDE, _WIDE), borderType=cv2.BORDER_CONSTANT)
    return np.asarray(around > _PAPER_AROUND, np.bool_)


def _is_even(grey: Floats, paper: NDArray[np.bool_]) -> bool:
    """Whether a plain ground was drawn: wood, cloth and walls are never quite of one colour."""
    mean = cv2.blur(grey, (5, 5))
    variance = (cv2.blur(grey * grey, (5, 5)) - mean * mean)[paper]
    calm = int((variance < _CALM_LEVELS**2).sum())
    return int((variance < _SMOOTH_LEVELS**2).sum()) >= _DRAWN_EVEN * calm > 0


def _plainest(levels: NDArray[np.float64]) -> list[tuple[int, float]]:
    """The grey levels around which most of a picture lies, each with its share of it."""
    found = []
    for _ in range(_FEW_COLOURS):
        shares = np.convolve(levels, np.ones(2 * _PAPER_LEVELS + 1), "same")
        level = int(shares.argmax())
        found.append((level, float(shares[level])))
        levels[max(0, level - _PAPER_LEVELS) : level + _PAPER_LEVELS + 1] = 0
    return found


def _weakest_part(both: Matrix, same: NDArray[np.bool_]) -> float:
    """Share of the texture that agrees where least does, among parts with enough of it."""
    part = max(_WINDOW, both.shape[1] // 3), max(_WINDOW, both.shape[0] // 3)
    there = cv2.blur(both, part, borderType=cv2.BORDER_CONSTANT)
    agreeing = cv2.blur(both * same, part, borderType=cv2.BORDER_CONSTANT)
    enough = there > _ENOUGH_TEXTURE
    return float((agreeing[enough] / there[enough]).min()) if enough.any() else 1.0


def _smooth_agreement(left: Matrix, right: Matrix) -> tuple[float, float]:
    """Correlation, and share that differs by over half a standard deviation after a linear fit."""
    x, y = left - left.mean(), right - right.mean()
    sx, sy = float(np.sqrt((x * x).mean())), float(np.sqrt((y * y).mean()))
    if min(sx, sy) < 1e-3:
        return 0.0, 1.0
    x, y = x / sx, y / sy
    return float((x * y).mean()), float((np.abs(x - y) > 0.5).mean())


def _standardised(values: Floats, mask: Floats) -> Floats:
    n = max(float(mask.sum()), 1.0)
    values = values - float((values * mask).sum()) / n
    spread = float(np.sqrt((values * values * mask).sum() / n))
    # Under two grey levels there is only noise: left small, so that nothing counts as texture.
    return (values / max(spread, 2.0)).astype(np.float32)


def _without_ramps(values: Floats, mask: Floats) -> Floats:
    """Less the mean of a wide surrounding: all skies agree in their ramps and in nothing else."""
    wide = (_WIDE, _WIDE)
    share = np.maximum(cv2.blur(mask, wide, borderType=cv2.BORDER_CONSTANT), 1e-6)
    mean = cv2.blur(values * mask, wide, borderType=cv2.BORDER_CONSTANT) / share
    return np.asarray(values - mean, np.float32)


def _box(values: Floats) -> Floats:
    mean = cv2.boxFilter(values, -1, (_WINDOW, _WINDOW), borderType=cv2.BORDER_CONSTANT)
    return np.asarray(mean, np.float32)


def look_around(a: Grey, b: Grey, matrix: Matrix) -> Around:
    """Look at the larger view beyond the other picture's outline."""
    area_a = a.size * abs(float(np.linalg.det(np.linalg.inv(matrix)[:2, :2])))
    if area_a >= b.size:
        larger, outline = a, apply(matrix, frame(size_of(b)))
    else:
        larger, outline = b, apply(np.linalg.inv(matrix), frame(size_of(a)))
    seen = larger.astype(np.float32)
    plain, all_points = 0, 0
    for side in range(4):
        values = _just_outside(seen, outline, side)
        all_points += len(values)
        plain += len(values) if len(values) and float(values.std()) < _PLAIN else 0
    if all_points < _MIN_RIM_POINTS:
        return NOTHING_AROUND
    inside = np.zeros(seen.shape, np.uint8)
    cv2.fillConvexPoly(inside, np.round(outline).astype(np.int32), 1)
    far = cv2.dilate(inside, np.ones((21, 21), np.uint8)) == 0
    mean = cv2.blur(seen, (9, 9))
    rough = np.sqrt(np.maximum(cv2.blur(seen * seen, (9, 9)) - mean * mean, 0)) > _ROUGH
    return Around(
        plain_edge=plain / all_points, busy=float(rough[far].mean()) if far.any() else 0.0
    )


def _just_outside(seen: Floats, outline: Matrix, side: int) -> Floats:
    """Grey levels of the larger view along one side of the outline, a few pixels outside."""
    start, end, out = side_of(outline, side)
    steps = np.linspace(0.02, 0.98, 40)[:, None]
    line = start + steps * (end - start)
    points = np.round(np.concatenate([line + out * far for far in _RIM_PX])).astype(int)
    inside = (points >= 0).all(1) & (points[:, 0] < seen.shape[1]) & (points[:, 1] < seen.shape[0])
    return np.asarray(seen[points[inside, 1], points[inside, 0]], np.float32)


def changes_colour(a: Pixels, b: Pixels, homography: tuple[float, ...]) -> bool:
    """Whether the colours of two aligned thumbnails differ by more than compression would."""
    small = 48
    wide = area_resized(a.astype(np.float32), (small, small))
    to_small = pixel_scaling(size_of(a), (small, small))
    matrix = to_small @ between_pixels(homography, size_of(a), size_of(b))
    left, right = wide, warped(b, matrix, (small, small))
    inside = warped(np.full(b.shape[:2], 255, np.uint8), matrix, (small, small), 0) > 254
    if int(inside.sum()) < 64:
        return False
    # Chroma only: the light is compared in grey.
    chroma_l = (left - left.mean(2, keepdims=True))[inside]
    chroma_r = (right - right.mean(2, keepdims=True))[inside]
    return bool(np.median(np.abs(chroma_l - chroma_r).max(1)) > _CHROMA_STEP)
