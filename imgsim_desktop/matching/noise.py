"""Whether two pictures of one frame have one noise, and so are one exposure whatever clocks say.

A sensor's noise is drawn anew with every exposure. Two shots from a tripod agree in everything but
that; a copy, however its date was changed, has the noise of its original, the weaker the finer it
is where it was coded or shrunk. To be looked at in full size: a thumbnail averages noise away.

Asked are the calmest blocks, and they say something only if what varies in them is noise: white, so
that half the size has much less of it, and neither as weak as coding nor as strong as sand. Of
pictures without noise, without calm places or made very small nothing is known.

Shots may have a grain in common: sand, cloth, a print, the grain that a program draws over both. So
one noise alone makes no copy: the second picture, coded as the first one was, has to become the
first one, everywhere and up to what coding leaves. A sensor's own noise beside a common grain shows
in what is left.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.matching.planes import Floats, Grey

_BLOCK_PX: Final = 16
_MIN_BLOCKS: Final = 12
_CALMEST: Final = 0.05
"""Share of the blocks that is asked."""
_HIGH_PASS_PX: Final = 2.0
_NOISE: Final = (0.8, 60.0)
"""Variance between which it may be noise."""
_WHITE: Final = 0.5
"""Most that half the size has of it: white noise keeps a fifth to a third, texture all."""
_CUT: Final = (8, 247)
"""Levels beyond which a tone may have cut it off."""
_FARTHEST_PX: Final = 1.0
"""Copies of one frame lie on each other; between two shots a hand moves by more."""
_LOST: Final = 0.01
"""Share of the long side from which it is no movement: what has no things in it has no phases."""
_SHARED: Final = (0.36, 0.62)
"""Correlation in full and in half size from which it is one noise. Copies of quality 85 and more,
not smaller than 0.6, have 0.4 and 0.7 at least; shots whose own noise is as strong as what both
show in common, such as the grain of a print, 0.5 and 0.6 at most."""
_OWN: Final = (0.2, 0.35)
"""Up to which each has its own."""
_REGISTER_PX: Final = 1_024
_SHARPEST: Final = 0.1
"""Share of the blocks, the calmest ones, in which is looked at what is left."""


@dataclass(frozen=True, slots=True)
class _Bounds:
    """What one exposure keeps to: measured by tests/benchmarks/bench_shots.py."""

    alike: float
    """Correlation in the calm blocks, at least."""
    mostly_alike: float
    """The same of all but a twentieth of the blocks that hold something."""
    left: float
    """Variance of what is left in a calm block, in the middle, at most."""


_SAME_SIZE: Final = _Bounds(0.9, 0.8, 0.3)
"""Next to nothing is left of a copy made from the file itself. With 1.1 levels squared, 3 of 3,000
pairs of shots passed: much sand, and noise of one level in the shadows."""
_SHRUNK: Final = _Bounds(0.645, 0.5, 1.45)
"""How a program shrinks is not known; so a common grain and noise of less than a level pass."""
_EVEN: Final = 0.3
"""A shrunk picture is asked only if what varies in its calm blocks is at least this share of what
varies in the middle one: where sand and cloth drown noise, shrinking leaves none to be seen."""
_LEAST_SCALE: Final = 0.75
_LEAST_QUALITY: Final = 80
"""Of a shrunk copy: below, shrinking and coding leave too little of a noise of its own."""
_CHANGED: Final = 1.5
"""Squared difference of a block by what varies in it, beyond which something else is there."""


@dataclass(frozen=True, slots=True)
class Noise:
    """How two pictures share their noise."""

    full: float = 0.0
    """Correlation of what varies in the calmest blocks."""
    half: float = 0.0
    """The same in half the size, where coding has left more of it."""
    blocks: int = 0
    """That were asked; 0 where none holds noise alone."""
    shift_px: float = 0.0
    """How far the one lies off the other."""
    becomes: bool = False
    """Whether the one, coded as the other was, becomes the other but for what coding leaves."""

    @property
    def is_shared(self) -> bool | None:
        """None where nothing can be said."""
        if self.shift_px > _FARTHEST_PX:
            return False
        if self.blocks == 0:
            return None
        if self.full >= _SHARED[0] and self.half >= _SHARED[1]:
            return True if self.becomes else None
        return False if self.full <= _OWN[0] and self.half <= _OWN[1] else None


@dataclass(frozen=True, slots=True)
class ScaledShot:
    """A photo in the size of the smaller one of two."""

    luma: Grey
    scale: float = 1.0
    """By which it was shrunk for this; 1: it is in its own size."""
    jpeg_quality: int | None = None
    """Of its file; None: not a JPEG."""


def compare_noise(first: ScaledShot, second: ScaledShot) -> Noise:
    """Two pictures of one frame, both in the size of the smaller one."""
    a, b = first.luma, second.luma
    if a.shape != b.shape or min(a.shape) < 8 * _BLOCK_PX:
        return Noise()
    shift = _shift(a, b)
    far = float(np.hypot(*shift))
    if far > _LOST * max(a.shape):
        return Noise()
    if far > _FARTHEST_PX:
        return Noise(shift_px=far)
    views = [np.asarray(view, np.float32) for view in (a, _moved(b, shift))]
    halves = [_halved(view) for view in views]
    full, half = [_detail(view) for view in views], [_detail(view) for view in halves]
    strengths = [_means(view * view, _BLOCK_PX) for view in full]
    noisier = int(float(np.median(strengths[1])) > float(np.median(strengths[0])))
    coarse = _means(half[noisier] ** 2, _BLOCK_PX // 2)
    rows, columns = (min(strengths[0].shape[k], coarse.shape[k]) for k in (0, 1))
    cut = np.s_[:rows, :columns]
    inside = ((a >= _CUT[0]) & (a <= _CUT[1])).astype(np.float32)
    usable = _means(inside, _BLOCK_PX)[cut] > 0.98
    count = int(usable.sum())
    if count < _MIN_BLOCKS:
        return Noise(shift_px=far)
    strength, coarse = strengths[noisier][cut], coarse[cut]
    calm = np.quantile(coarse[usable], max(_CALMEST, _MIN_BLOCKS / count))
    asked = usable & (coarse <= calm)
    level = float(np.median(strength[asked]))
    white = float(np.median(coarse[asked] / np.maximum(strength[asked], 1e-3)))
    if not _NOISE[0] < level < _NOISE[1] or white > _WHITE:
        return Noise(shift_px=far)
    alike = _correlation(full, _BLOCK_PX, asked), _correlation(half, _BLOCK_PX // 2, asked)
    is_worth_it = alike[0] >= _SHARED[0] and alike[1] >= _SHARED[1]
    becomes = is_worth_it and (_becomes(first, second) or _becomes(second, first))
    return Noise(*alike, int(asked.sum()), far, becomes)


def _becomes(source: ScaledShot, copy: ScaledShot) -> bool:
    """Whether `source` in the tones of `copy` and coded with its quality is that picture."""
    is_coarse = copy.jpeg_quality is not None and copy.jpeg_quality < _LEAST_QUALITY
    is_shrunk = source.scale < 1
    if copy.scale < 1 or (is_shrunk and (source.scale < _LEAST_SCALE or is_coarse)):
        return False
    bounds = _SHRUNK if is_shrunk else _SAME_SIZE
    made = _coded(_in_tones_of(source.luma, copy.luma), copy.jpeg_quality).astype(np.float32)
    there = np.asarray(copy.luma, np.float32)
    details = _detail(made), _detail(there)
    energy = [_means(detail * detail, _BLOCK_PX) for detail in details]
    varies = np.sqrt(energy[0] * energy[1])
    common = _means(details[0] * details[1], _BLOCK_PX)
    left = _means((details[0] - details[1]) ** 2, _BLOCK_PX)
    calm = varies <= np.quantile(varies, max(_SHARPEST, min(1.0, _MIN_BLOCKS / varies.size)))
    holds = varies > _NOISE[0]
    level = float(np.median(varies[calm]))
    if is_shrunk and level < _EVEN * float(np.median(varies)):
        return False
    if float(common[calm].sum()) < bounds.alike * float(varies[calm].sum()) or not holds.any():
        return False
    if float(np.quantile(common[holds] / varies[holds], 0.05)) < bounds.mostly_alike:
        return False
    changed = _means((made - there) ** 2, _BLOCK_PX) / (varies + 2)
    return float(np.median(left[calm])) <= bounds.left and float(changed.max()) <= _CHANGED


def _in_tones_of(source: Grey, copy: Grey) -> Grey:
    """By the cubic curve that fits best; as it is where that is off by less than a level."""
    small = []
    for view in (source, copy):
        soft = cv2.GaussianBlur(view, (0, 0), _HIGH_PASS_PX)
        small.append(cv2.resize(soft, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA))
    x, y = (np.asarray(view, np.float64).ravel() / 255 for view in small)
    levels = np.arange(256) / 255
    curve = np.polynomial.Polynomial.fit(x, y, 3)(levels) if np.ptp(x) > 0.1 else levels
    inside = (levels >= x.min()) & (levels <= x.max())
    if np.abs(curve - levels)[inside].max() < 1 / 255:
        return source
    table = np.clip(np.rint(255 * curve), 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(source, table), np.uint8)


def _coded(view: Grey, quality: int | None) -> Grey:
    if quality is None:
        return view
    _, data = cv2.imencode(".jpg", view, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), np.uint8)


def _shift(a: Grey, b: Grey) -> tuple[float, float]:
    """How far b lies off a, in pixels, by the phases of the middle."""
    most = min(_REGISTER_PX, *a.shape)
    # Of other lengths OpenCV pads the one side, and is off by half a pixel.
    side = next(n for n in range(most, 0, -1) if n % 2 == 0 and cv2.getOptimalDFTSize(n) == n)
    top, left = ((length - side) // 2 for length in a.shape)
    parts = [v[top : top + side, left : left + side].astype(np.float32) for v in (a, b)]
    one, two = (part - cv2.GaussianBlur(part, (0, 0), 8) for part in parts)
    (x, y), _ = cv2.phaseCorrelate(one, two, cv2.createHanningWindow((side, side), cv2.CV_32F))
    return float(x), float(y)


def _moved(b: Grey, shift: tuple[float, float]) -> Grey:
    move = np.array([[1, 0, shift[0]], [0, 1, shift[1]]], np.float32)
    how = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    size = b.shape[1], b.shape[0]
    moved = cv2.warpAffine(b, move, size, flags=how, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(moved, np.uint8)


def _halved(view: Floats) -> Floats:
    size = view.shape[1] // 2, view.shape[0] // 2
    return np.asarray(cv2.resize(view, size, interpolation=cv2.INTER_AREA), np.float32)


def _detail(view: Floats) -> Floats:
    return np.asarray(view - cv2.GaussianBlur(view, (0, 0), _HIGH_PASS_PX), np.float32)


def _means(values: Floats, block_px: int) -> Floats:
    rows, columns = values.shape[0] // block_px, values.shape[1] // block_px
    even = values[: rows * block_px, : columns * block_px]
    return np.asarray(cv2.resize(even, (columns, rows), interpolation=cv2.INTER_AREA), np.float32)


def _correlation(views: list[Floats], block_px: int, asked: NDArray[np.bool_]) -> float:
    rows, columns = asked.shape
    one, two, together = (
        float(_means(product, block_px)[:rows, :columns][asked].sum())
        for product in (views[0] ** 2, views[1] ** 2, views[0] * views[1])
    )
    return together / float(np.sqrt(max(one * two, 1e-9)))
