"""Whether a picture lies on the steps to which the coefficients of a JPEG were rounded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.matching.planes import Floats, Grey
from imgsim_desktop.records import Coded

_BLOCK: Final = 8
_MARGIN: Final = 6
"""Pixels around a block that a filter may need."""
_TRIED: Final = 4_000
_BLOCKS: Final = 1_000
_FEWEST: Final = 100
_CLIPPED: Final = (1, 254)
"""What clips is rounded to no step."""
_TEXTURE: Final = 1.0
"""Standard deviation in levels from which a block has coefficients."""
_ALIKE: Final = (4.0, 1.0)
"""Blocks that differ by more than so many times as usual, and a level, show something else."""

_TONE_EVERY: Final = 20
"""Pixels of one level from which its tone in the other picture is known."""
_TONED: Final = 0.7
_SLOPE_LEVELS: Final = 16
_STEEPEST: Final = 0.9
"""Share of the pixels whose steps are widened by no more."""
_SIGMAS: Final = (0.0, 0.6, 1.0, 1.8)
"""A mild blur or sharpening, and what resampling left of detail, is a sum of such Gaussians."""

_COARSE: Final = 3.0
"""Levels: finer steps do not show beside rounding to 8 bits."""
_COARSER: Final = 1.3
"""By how much a step must be coarser than that of the other JPEG at the same place: there any
value of that one lies on it, or near it."""
_FINER, _MOSTLY = 3.0, 0.9
"""Times as coarse must a JPEG's steps be, at so many of its coefficients, as those of what it was
made from: rounded to steps nearly as coarse, a copy of it lies as evenly between them."""
_LARGEST: Final = 12
"""Steps: beyond, coefficients are few, and rounding of strong edges clips."""
_COUNT: Final = 300
_ONES: Final = 0.25
"""Of the coefficients that are not 0, those of one step: fewer where coarser steps came before."""
_ROUNDING: Final = 1.5
"""Levels by which rounding to 8 bits moves a coefficient at most, nearly (three sigma)."""
_ON_STEPS: Final = 0.2
_OFF_STEPS: Final = 0.33
"""7 photos at 75, 88 and 95: what the JPEG was made of, or shares an original with, has 0.04 at
most (a WebP 0.15, which is half a step away); saved again it has 0.5 to 0.98, as AVIF and WebP 0.02
to 0.57, of which some is not told. Enlarged twice 0.24 to 0.9; shrunk again 0.01 and less."""
_AS_IT_IS: Final = 0.04
_BETWEEN: Final = 0.05
_IN_CELL: Final = (0.23, 0.37)
"""What the JPEG was made of has 0.29 to 0.35; a copy of the JPEG with noise enough to be so far
away still has 0.07 on the steps."""
_WITHIN: Final = 0.97


@dataclass(frozen=True, slots=True)
class Lattice:
    """How the coefficients of a picture lie between the steps of a JPEG."""

    count: int = 0
    """Coefficients it is told by."""
    on_steps: float = 0.0
    """Mean cosine of their phase: 1 on the steps, 0 or less anywhere between them."""
    off_steps: float = 1.0
    """Root of the mean square distance from the JPEG's own value, in steps."""
    spread: float = 1.0
    """The same without any blur or sharpening taken out: 0.29 in the JPEG's cell."""
    within: float = 0.0
    """Share of the blocks whose every coefficient lies where the JPEG would round it to its own."""
    is_finer: bool = False
    """Whether the other one has no steps, or such that come to little beside those of the JPEG."""
    is_first: bool = False
    """Whether the JPEG itself bears no coarser steps of an earlier one."""

    @property
    def bears_steps(self) -> bool:
        """Whether the picture was made from the JPEG."""
        is_on = self.on_steps >= _ON_STEPS and self.off_steps <= _OFF_STEPS
        return self._is_told and is_on

    @property
    def is_unfiltered(self) -> bool:
        """Whether no blur or sharpening had to be taken out for that."""
        return self.spread - self.off_steps <= _AS_IT_IS

    @property
    def is_cell(self) -> bool:
        """Whether the JPEG is what comes of the picture: all of it would be rounded to the JPEG's
        own values, and it lies as evenly around them as what was never rounded."""
        least, most = _IN_CELL
        is_between = self.on_steps <= _BETWEEN and least <= self.spread <= most
        return self._is_told and self.is_finer and is_between and self.within >= _WITHIN

    @property
    def _is_told(self) -> bool:
        return self.count >= _COUNT and self.is_first


NOTHING_TOLD: Final = Lattice()


def _cosines() -> Floats:
    at, of = np.meshgrid(np.arange(_BLOCK), np.arange(_BLOCK))
    rows = np.sqrt(2 / _BLOCK) * np.cos((2 * at + 1) * of * np.pi / (2 * _BLOCK))
    rows[0] /= np.sqrt(2)
    return np.asarray(rows, np.float32)


def _filters() -> list[Floats]:
    """For each sigma the transform of a block after that blur, from the block with its margin."""
    wide = np.eye(_BLOCK + 2 * _MARGIN, dtype=np.float32)
    found = []
    for sigma in _SIGMAS:
        blurred = cv2.GaussianBlur(wide, (1, 2 * _MARGIN + 1), sigma) if sigma else wide
        found.append(COSINES @ np.asarray(blurred, np.float32)[_MARGIN:-_MARGIN])
    return found


COSINES: Final = _cosines()
_FILTERED: Final = _filters()


def compare_with(coded: Coded, other: Grey | Floats, steps: Floats | None = None) -> Lattice:
    """Look how another picture lies between the steps of a JPEG.

    other  (h, w) light in the pixels of the JPEG's file
    steps  (8, 8) of the other one, where it is a JPEG of the same size
    """
    places = places_of(coded.light, other)
    if len(places) < _FEWEST:
        return NOTHING_TOLD
    own = blocks_of(coded.light, places)
    mine: Floats = transformed(own - 128, COSINES)
    usual: Floats = np.maximum(coded.steps, np.float32(1))
    times = np.round(mine / usual)
    is_wave = np.ones((_BLOCK, _BLOCK), np.bool_)
    is_wave[0, 0] = False
    coarse = is_wave & (coded.steps >= _COARSE)
    told = (np.abs(times) >= 1) & (np.abs(times) <= _LARGEST) & coarse
    if not told.any():
        return NOTHING_TOLD
    is_first = float((np.abs(times[told]) == 1).mean()) >= _ONES
    usable = coarse if steps is None else coarse & (coded.steps >= _COARSER * steps)
    if not is_first or int((told & usable).sum()) < _COUNT:
        return NOTHING_TOLD  # most of the work is still to come
    around, gain = _toned(blocks_of(other, places, _MARGIN), own)
    if steps is not None:
        usable = coarse & (coded.steps >= _COARSER * gain * steps)
    told = told & usable
    if int(told.sum()) < _COUNT:
        return NOTHING_TOLD
    plain = transformed(around, _FILTERED[0])
    filtered = _filtered(around, mine)
    phases = ((filtered - times * usual) / usual)[told]
    off = (plain - times * usual) / usual
    is_within = np.abs(off) <= 0.5 + _ROUNDING / usual
    return Lattice(
        count=int(told.sum()),
        on_steps=float(np.cos(2 * np.pi * phases).mean()),
        off_steps=float(np.sqrt(np.minimum(phases**2, 1).mean())),
        spread=float(np.sqrt(np.minimum(off[told] ** 2, 1).mean())),
        within=float(is_within[:, usable].all(1).mean()),
        is_finer=steps is None
        or float((coded.steps >= _FINER * gain * steps)[np.nonzero(told)[1:]].mean()) >= _MOSTLY,
        is_first=is_first,
    )


def apart(light: Grey, other: Grey) -> float | None:
    """Root of the mean square in levels by which two pictures differ where they have texture; None
    where that is hardly anywhere."""
    places = places_of(light, other)
    if len(places) < _FEWEST:
        return None
    between = blocks_of(light, places, 0) - blocks_of(other, places, 0)
    return float(np.sqrt((between**2).mean()))


def is_textured(light: Grey) -> bool:
    """Whether enough blocks hold something that a JPEG cannot keep exactly."""
    return len(places_of(light, light)) >= _FEWEST


def places_of(
    light: Grey, other: Grey | Floats, tried: int = _TRIED, most: int = _BLOCKS
) -> NDArray[np.int64]:
    """(n, 2) top left corners of blocks with texture that show the same in both."""
    rows, columns = (size // _BLOCK for size in light.shape)
    if min(rows, columns) < 3:
        return np.empty((0, 2), np.int64)
    every = max(1, round(float(np.sqrt(rows * columns / tried))))
    down, right = np.meshgrid(
        np.arange(1, rows - 1, every), np.arange(1, columns - 1, every), indexing="ij"
    )
    places = _BLOCK * np.stack([down.ravel(), right.ravel()], axis=1).astype(np.int64)
    own, copy = blocks_of(light, places, 0), blocks_of(other, places, 0)
    low, high = _CLIPPED
    clips = ((own <= low) | (own >= high) | (copy <= low) | (copy >= high)).any((1, 2))
    usable = ~clips & (own.std((1, 2)) > _TEXTURE)
    if not usable.any():
        return places[:0]
    means = own.mean((1, 2)), copy.mean((1, 2))
    tone = float(np.median((means[0] - means[1])[usable]))
    apart = np.abs(own - copy - tone).mean((1, 2))
    times, beyond = _ALIKE
    places = places[usable & (apart <= times * float(np.median(apart[usable])) + beyond)]
    return np.asarray(places[:: max(1, len(places) // most)], np.int64)


def blocks_of(light: Grey | Floats, places: NDArray[np.int64], margin: int = 0) -> Floats:
    """(n, 8 + 2 margin, 8 + 2 margin) of a picture."""
    span = np.arange(-margin, _BLOCK + margin)
    down = places[:, 0, None] + span
    right = places[:, 1, None] + span
    return np.asarray(light[down[:, :, None], right[:, None, :]], np.float32)


def transformed(blocks: Floats, rows: Floats) -> Floats:
    """rows @ block @ rows.T of each: as two large products, a third of the time of many small."""
    count, side, _ = blocks.shape
    across = (blocks.reshape(-1, side) @ rows.T).reshape(count, side, _BLOCK)
    down = across.swapaxes(1, 2).reshape(-1, side) @ rows.T
    return np.asarray(down.reshape(count, _BLOCK, _BLOCK).swapaxes(1, 2), np.float32)


def _toned(around: Floats, own: Floats) -> tuple[Floats, float]:
    """The blocks of the other picture in the tone of the JPEG, where a curve changed it; and by how
    much that widens steps of its own: stretched by a fifth they may fall on coarser ones."""
    inner = around[:, _MARGIN:-_MARGIN, _MARGIN:-_MARGIN]
    levels = np.clip(np.round(inner), 0, 255).astype(np.int64).ravel()
    counts = np.bincount(levels, minlength=256)
    known = np.flatnonzero(counts >= _TONE_EVERY)
    if len(known) < 2:
        return around - 128, 1.0
    sums = np.bincount(levels, weights=own.ravel().astype(np.float64), minlength=256)
    curve = np.interp(np.arange(256), known, sums[known] / counts[known])
    if float(np.abs(curve[known] - known).mean()) < _TONED:
        return around - 128, 1.0
    slopes = np.abs(curve[_SLOPE_LEVELS:] - curve[:-_SLOPE_LEVELS]) / _SLOPE_LEVELS
    weights = counts[_SLOPE_LEVELS // 2 : _SLOPE_LEVELS // 2 + len(slopes)]
    order = np.argsort(slopes)
    share = np.cumsum(weights[order]) / max(1, int(weights.sum()))
    steepest = float(slopes[order][min(int(np.searchsorted(share, _STEEPEST)), len(order) - 1)])
    whole = around.astype(np.uint8)
    if np.array_equal(whole, around):  # as of a picture that is stored: a tenth of the time
        return curve.astype(np.float32)[whole] - 128, max(1.0, steepest)
    toned = np.interp(around, np.arange(256), curve).astype(np.float32) - 128
    return toned, max(1.0, steepest)


def _filtered(around: Floats, mine: Floats) -> Floats:
    """Coefficients of the other picture after the blur or sharpening that brings it nearest.

    Least squares over all coefficients but the mean: a few weights for 90,000 values, so that
    nothing is brought onto steps on which it does not lie.
    """
    each = [transformed(around, rows) for rows in _FILTERED]
    last = each[-1]
    given = np.stack([(one - last).reshape(-1) for one in each[:-1]]).astype(np.float64)
    wanted = (mine - last).reshape(-1).astype(np.float64)
    square = given @ given.T
    weights = np.linalg.solve(
        square + 1e-6 * np.trace(square) * np.eye(len(square)), given @ wanted
    )
    found = last + sum(
        np.float32(weight) * (one - last) for weight, one in zip(weights, each[:-1], strict=True)
    )
    return np.asarray(found, np.float32)
