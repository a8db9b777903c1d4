"""Signs that two aligned pictures are two exposures, of which neither holds the other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.matching.look.detail import half
from imgsim_desktop.matching.planes import Floats, Grey

_BLOCK_PX: Final = 32
_SHRINK: Final = 4
_FINE_PX: Final = 1.5
_COARSE_PX: Final = (3.0, 9.0)
_TEXTURE: Final = 9.0
"""Variance of coarse detail in both from which a block says how sharp it is, ..."""
_FINE: Final = 4.0
"""... and of fine detail in either, beyond the noise."""
_MIN_BLOCKS: Final = 12
_CALM_SHARE: Final = 25
_DARK_SHARE: Final = 33
_STILL: Final = 0.3
_MOST_OF_IT: Final = 0.5
"""Share of the shadows in which there must be fine detail: where most of them is still, as in
drawings, the few blocks that are not hold what coding made there, and each copy has its own."""
_FULL_PX: Final = 1_300
_MIDDLE_BLOCKS: Final = 26
_SILENT: Final = 1.7
"""Variance of noise in both below which nothing is said: coding makes as much of its own."""
_BURNT, _BLACK = 250, 6
_HOLDS: Final = (238, 14)
_VARIES: Final = 6


@dataclass(frozen=True, slots=True)
class Signs:
    """How two pictures share detail, noise and range."""

    focus: float = 0.0
    """Octaves by which the one is sharper in a tenth of the picture and the other one in another;
    0 or less for copies: blur, sharpening and coding act everywhere alike."""
    noise: float = 1.0
    """Correlation of the finest detail in calm places: near 0 where each has its own."""
    noise_ratio: float = 0.0
    """Octaves by which the first has more of it."""
    shadows: float = 1.0
    """Correlation of the finest detail in the darkest third: below 0.9 where each exposure has its
    own noise, which shows there first."""
    apart: float = 0.0
    """Grey levels by which coarse detail differs in the darkest third. Coding keeps such detail and
    averaging takes most noise away: a copy in another tone is right to 0.6 levels and less, an
    exposure with noise of its own is off by more."""
    range: float = 0.0
    """Least share of the picture that either holds where the other one is burnt or black, at the
    other end: 0 for copies, of which one has clipped both ends."""


def find_signs(first: Grey, second: Grey, mask: NDArray[np.uint8], changed: Floats) -> Signs:
    """first, second: light in one tone, one size, registered; mask: 1 where both show something.

    changed  share of each block that differs in content, (h / 32, w / 32); such blocks say nothing
    """
    rows, columns = first.shape[0] // _BLOCK_PX, first.shape[1] // _BLOCK_PX
    if min(rows, columns) < 3:
        return Signs()
    if max(first.shape) > _FULL_PX:
        return _of_large(first, second, mask, changed)
    blocks = _Blocks.of(first, second, mask, changed)
    return Signs() if blocks is None else blocks.noise(_with_range(blocks, first, second, mask))


def _with_range(blocks: _Blocks, first: Grey, second: Grey, mask: NDArray[np.uint8]) -> Signs:
    """The signs that need no finest detail."""
    rows, columns = blocks.usable.shape
    size = columns * _BLOCK_PX, rows * _BLOCK_PX
    repeated = cv2.resize(blocks.usable.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST)
    wide = np.asarray(repeated, np.uint8)
    one, other, shown = (p[: size[1], : size[0]] for p in (first, second, mask))
    focus = _focus(blocks.fine, blocks.coarse, blocks.usable)
    return Signs(focus=focus, range=_range(one, other, shown * wide))


@dataclass(frozen=True, slots=True, eq=False)
class _Blocks:
    """What blocks of 32 pixels hold, (h / 32, w / 32) each."""

    usable: NDArray[np.bool_]
    details: tuple[Floats, Floats]
    """Pixels: the finest detail of both."""
    fine: list[Floats]
    """Its mean square, ..."""
    coarse: list[Floats]
    """... and that of coarse detail."""
    pictures: tuple[Grey, Grey]

    @classmethod
    def of(
        cls, first: Grey, second: Grey, mask: NDArray[np.uint8], changed: Floats
    ) -> _Blocks | None:
        """None where too little is usable."""
        if min(mask.shape) < _BLOCK_PX:
            return None
        usable = (_means(mask.astype(np.float32)) > 0.99) & (changed < 0.02)
        if int(usable.sum()) < _MIN_BLOCKS:
            return None
        details = _fine_detail(first), _fine_detail(second)
        return cls(
            usable,
            details,
            [_mean_products(v, v) for v in details],
            [_coarse_detail(p) for p in (first, second)],
            (first, second),
        )

    def noise(self, signs: Signs) -> Signs:
        """With the signs that the finest detail gives."""
        usable, fine = self.usable, self.fine
        together = _mean_products(*self.details)
        calmest = usable & (self.coarse[0] < np.percentile(self.coarse[0][usable], _CALM_SHARE))
        calm = calmest & (np.minimum(*fine) > _SILENT)
        noise, ratio = 1.0, 0.0
        if int(calm.sum()) >= _MIN_BLOCKS:
            noise = float(np.median(together[calm] / np.sqrt(fine[0][calm] * fine[1][calm])))
            ratio = 0.5 * float(np.median(np.log2(fine[0][calm] / fine[1][calm])))
        light = np.minimum(*(_means(p.astype(np.float32)) for p in self.pictures))
        dark = usable & (light <= np.percentile(light[usable], _DARK_SHARE))
        apart = float(np.sqrt(np.median(_coarse_difference(*self.pictures)[dark])))
        loud = dark & (np.minimum(*fine) > _STILL)
        in_shadows = 1.0
        if int(loud.sum()) >= max(_MIN_BLOCKS, _MOST_OF_IT * int(dark.sum())):
            in_shadows = float(np.median(together[loud] / np.sqrt(fine[0][loud] * fine[1][loud])))
        return replace(signs, noise=noise, noise_ratio=ratio, shadows=in_shadows, apart=apart)


def _of_large(first: Grey, second: Grey, mask: NDArray[np.uint8], changed: Floats) -> Signs:
    """Focus and range from half the size; noise, which halving averages away, from the middle."""
    one, other, shown = first, second, mask
    while max(one.shape) > _FULL_PX:
        one, other, shown = half(one), half(other), half(shown)
    size = max(1, one.shape[1] // _BLOCK_PX), max(1, one.shape[0] // _BLOCK_PX)
    coarser = np.asarray(cv2.resize(changed, size, interpolation=cv2.INTER_AREA), np.float32)
    blocks = _Blocks.of(one, other, shown, coarser)
    signs = Signs() if blocks is None else _with_range(blocks, one, other, shown)
    rows, columns = (max(0, n // _BLOCK_PX - _MIDDLE_BLOCKS) // 2 for n in first.shape)
    part = np.s_[
        rows * _BLOCK_PX : (rows + _MIDDLE_BLOCKS) * _BLOCK_PX,
        columns * _BLOCK_PX : (columns + _MIDDLE_BLOCKS) * _BLOCK_PX,
    ]
    near = np.s_[rows : rows + _MIDDLE_BLOCKS, columns : columns + _MIDDLE_BLOCKS]
    middle = _Blocks.of(first[part], second[part], mask[part], changed[near])
    return signs if middle is None else middle.noise(signs)


def _focus(fine: list[Floats], coarse: list[Floats], usable: NDArray[np.bool_]) -> float:
    floors = [float(np.percentile(f[usable], 10)) for f in fine]
    clear = np.maximum(fine[0] - 2 * floors[0], fine[1] - 2 * floors[1]) > _FINE
    textured = usable & clear & (np.minimum(*coarse) > _TEXTURE)
    if int(textured.sum()) < _MIN_BLOCKS:
        return 0.0
    sharper = [
        0.5 * np.log2((np.maximum(f - floor, 0) + 1) / (c + 1))
        for f, floor, c in zip(fine, floors, coarse, strict=True)
    ]
    there = textured.astype(np.float32)
    octaves = np.where(textured, sharper[0] - sharper[1], 0).astype(np.float32)
    smooth = cv2.blur(octaves, (3, 3)) / np.maximum(cv2.blur(there, (3, 3)), 1e-3)
    low, high = np.percentile(smooth[textured], (10, 90)).tolist()
    return float(min(-low, high))


def _range(first: Grey, second: Grey, mask: NDArray[np.uint8]) -> float:
    soft = [cv2.blur(p, (5, 5)) for p in (first, second)]
    near = np.ones((5, 5), np.uint8)
    varies = [cv2.subtract(cv2.dilate(p, near), cv2.erode(p, near)) >= _VARIES for p in soft]
    shown = mask > 0
    count = max(1, int(np.count_nonzero(shown)))

    def holds(here: int, there: int) -> tuple[float, float]:
        """Share where one is burnt, or black, and the other shows something."""
        light = (soft[there] >= _BURNT) & (soft[here] < _HOLDS[0])
        dark = (soft[there] <= _BLACK) & (soft[here] > _HOLDS[1])
        shares = [np.count_nonzero(shown & varies[here] & p) / count for p in (light, dark)]
        return shares[0], shares[1]

    (light_one, dark_one), (light_two, dark_two) = holds(0, 1), holds(1, 0)
    return max(min(light_one, dark_two), min(light_two, dark_one))


def _fine_detail(picture: Grey) -> Floats:
    soft = cv2.GaussianBlur(picture, (7, 7), _FINE_PX)
    return np.asarray(cv2.subtract(picture, soft, dtype=cv2.CV_32F), np.float32)


def _coarse_detail(picture: Grey) -> Floats:
    """Mean square of detail of 3 to 9 pixels, by block; looked at in a quarter of the size."""
    rows, columns = picture.shape[0] // _BLOCK_PX, picture.shape[1] // _BLOCK_PX
    even = picture[: rows * _BLOCK_PX, : columns * _BLOCK_PX]
    small = half(half(even)).astype(np.float32)
    near, far = (cv2.GaussianBlur(small, (0, 0), sigma / _SHRINK) for sigma in _COARSE_PX)
    square = (near - far) ** 2
    return np.asarray(cv2.resize(square, (columns, rows), interpolation=cv2.INTER_AREA), np.float32)


def _coarse_difference(first: Grey, second: Grey) -> Floats:
    """Mean square by block of what is as large as four pixels and more.

    Without what is larger than a few such cells, as tones that do not quite fit.
    """
    rows, columns = first.shape[0] // _BLOCK_PX, first.shape[1] // _BLOCK_PX
    size = columns * _BLOCK_PX // _SHRINK, rows * _BLOCK_PX // _SHRINK
    even = np.s_[: rows * _BLOCK_PX, : columns * _BLOCK_PX]
    plain = cv2.subtract(first[even], second[even], dtype=cv2.CV_32F)
    apart = np.asarray(cv2.resize(plain, size, interpolation=cv2.INTER_AREA), np.float32)
    square = (apart - np.asarray(cv2.GaussianBlur(apart, (7, 7), _FINE_PX), np.float32)) ** 2
    return np.asarray(cv2.resize(square, (columns, rows), interpolation=cv2.INTER_AREA), np.float32)


def _means(values: Floats) -> Floats:
    """Of blocks; a rest at the edges is left out."""
    bands = _bands(values)
    return _by_columns(np.matmul(np.ones((1, _BLOCK_PX), np.float32), bands)[:, 0])


def _mean_products(one: Floats, other: Floats) -> Floats:
    """The same of both, pixel by pixel."""
    return _by_columns(np.einsum("ijk,ijk->ik", _bands(one), _bands(other)))


def _bands(values: Floats) -> Floats:
    """(rows, 32, width) a view of whole blocks."""
    rows, columns = values.shape[0] // _BLOCK_PX, values.shape[1] // _BLOCK_PX
    even = values[: rows * _BLOCK_PX, : columns * _BLOCK_PX]
    return even.reshape(rows, _BLOCK_PX, columns * _BLOCK_PX)


def _by_columns(sums: Floats) -> Floats:
    """Means of blocks of the sums of their columns, (rows, width)."""
    blocks = sums.reshape(len(sums), -1, _BLOCK_PX)
    return np.asarray(blocks.sum(2) / np.float32(_BLOCK_PX * _BLOCK_PX), np.float32)
