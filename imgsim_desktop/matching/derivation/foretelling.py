"""Whether a JPEG is what comes of another picture: its every value foretold from that one's pixels.

What was made from a picture can be made again: its tones are known from the two, and rounding the
picture's coefficients to the JPEG's steps gives the JPEG's own values. What it was made of, or
has in common with it only an original that is gone, has values between those steps that nothing in
the JPEG tells. That goes for copies in other tones and colours, too, and where the steps of both
are nearly as coarse; not for what was blurred, sharpened, or has noise laid on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.matching.derivation.lattice import COSINES, blocks_of, places_of, transformed
from imgsim_desktop.matching.planes import Floats, Grey
from imgsim_desktop.records import Coded, Derivation, Making, Pixels

_TRIED: Final = 2_000
_BLOCKS: Final = 240
_FEWEST: Final = 60
_COARSE: Final = 3.0
"""Levels: finer steps do not show beside rounding to 8 bits."""
_LARGEST: Final = 12
_COUNT: Final = 300
"""Coefficients that are not 0: a copy without texture tells nothing."""
_KNOTS: Final = 33
_EVERY: Final = 3
"""Pixels of a block that the tones are fitted to, as one in so many."""
_STIFF: Final = 3e-4
_RIDGE: Final = 1e-3
_TONED: Final = 0.5
_LIT: Final = 0.7
"""Share of the square of what is left that a light which changes must leave to be believed."""
_LUMA: Final = (0.299, 0.587, 0.114)

_FORETOLD: Final = 0.25
_PROVED: Final = 0.05
_NEARLY: Final = 0.15
_MORE: Final = (0.8, 4.0)
_EVEN: Final = ((0.06, 0.2), (0.12, 0.14), (_FORETOLD, 0.1))
_FULLER: Final = 1.7
_NEAR, _FULL = 0.25, 1.3
_BEARS: Final = (0.35, 0.3, 0.8)
"""44 photos of cameras with their edited copies in one frame: of a copy up to 0.36 is not foretold
(in units of what rounding alone makes uncertain), of an original 0.4 to 11 by a copy rounded to
coarser steps. Noise of a third of a step has less than 0.25 only where it still shows the steps of
what it was laid on, with a cosine of 0.16 and more (0.24 at 0.12, 0.33 at 0.06).
Of two saved from one picture at 88 and 92 to 97 the coarser one has 0.07 to 0.67."""


@dataclass(frozen=True, slots=True)
class Foretold:
    """How the values of a JPEG follow from another picture."""

    count: int = 0
    """Coefficients it is told by."""
    excess: float = 1.0
    """How far its values lie off what the other picture rounds to: mean square, by that of even
    rounding; 0 where all are foretold."""
    fill: float = 1.0
    """Mean square of what the other one has between the steps, in the same unit: 1 if that is
    spread evenly, less where it lies near the JPEG's own values."""
    cosine: float = 0.0
    """Mean of the phase of that: 1 on the steps, 0 where it is spread evenly."""

    @property
    def is_told(self) -> bool:
        """Whether enough of it has texture."""
        return self.count >= _COUNT

    @property
    def is_made(self) -> bool:
        """Whether the JPEG may come of the other picture, which is spread between its steps."""
        even = next((most for excess, most in _EVEN if self.excess <= excess), None)
        return self.is_told and even is not None and self.cosine <= even

    def bears_steps_of(self, other: Foretold) -> bool:
        """Whether what the other one was compared with, the own picture, lies near its steps, and
        not the other way about."""
        near, nearer, most = _BEARS
        is_near = other.excess <= _FORETOLD and other.cosine >= near and other.fill <= most
        return is_near and self.excess <= _FORETOLD and self.cosine <= other.cosine - nearer


NOT_TOLD: Final = Foretold()


def made_of(a: Foretold, b: Foretold) -> Derivation | None:
    """Which of two was made from the other, or keeps less; None where that is not proved.

    a, b  how each of them follows from the other one; NOT_TOLD of what is no JPEG
    """
    for_a, for_b = _how(a, b), _how(b, a)
    if for_a is not None and for_b is None:
        return Derivation("a", for_a)
    return Derivation("b", for_b) if for_b is not None and for_a is None else None


def _how(own: Foretold, other: Foretold) -> Making | None:
    """How the own one comes of the other one; None: it does not, or might as well be its source."""
    if not (own.is_told and other.is_told):
        return None
    least, times = _MORE
    if own.is_made and other.excess >= max(least, times * own.excess):
        # saved from one picture, the coarser one has so much only where it is far coarser
        return Making.RESAVED if own.excess <= _PROVED else Making.COARSER
    # Each follows from the other: what was made fills its own steps, and lies near the other's.
    # Were it the other way about, the coarser one could not tell the values of the finer one.
    both = max(own.excess, other.excess)
    if both <= _NEARLY and own.fill >= _FULLER * other.fill:
        return Making.RESAVED
    lies_near = other.cosine >= _NEAR and own.fill >= _FULL * other.fill
    if own.is_made and other.excess <= _FORETOLD and lies_near:
        return Making.RESAVED
    return Making.RESAVED if own.bears_steps_of(other) else None


def foretell(coded: Coded, light: Grey, colours: Pixels) -> Foretold:
    """See how a JPEG follows from another picture of its size.

    light    (h, w) of the other one in the pixels of the JPEG's file
    colours  (h', w', 3) of it, turned alike, in this or a smaller size
    """
    places = places_of(coded.light, light, _TRIED, _BLOCKS)
    if len(places) < _FEWEST:
        return NOT_TOLD
    own = blocks_of(coded.light, places)
    given = blocks_of(light, places)
    coloured = _coloured(given, places, light.shape, colours)
    toned = _in_tone(given, coloured, own)
    found = _compared(toned, own, coded)
    if found.excess <= _FORETOLD or not found.is_told or toned is given:
        return found
    lit = _in_light(toned, coloured, own, _where(places, light.shape))
    return found if lit is None else min(found, _compared(lit, own, coded), key=lambda f: f.excess)


def _compared(expected: Floats, own: Floats, coded: Coded) -> Foretold:
    """Blocks as they are expected beside those of the JPEG."""
    values = transformed(expected - 128, COSINES)
    steps: Floats = np.maximum(coded.steps, np.float32(1))
    times = np.round(transformed(own - 128, COSINES) / steps)
    told = (np.abs(times) >= 1) & (np.abs(times) <= _LARGEST) & (steps >= _COARSE)
    told[:, 0, 0] = False
    count = int(told.sum())
    if count < _COUNT:
        return NOT_TOLD
    step = np.broadcast_to(steps, times.shape)[told]
    off = np.clip(values[told] - (times * steps)[told], -step, step)
    least = values[told] - step * np.round(values[told] / step)
    even = float((step**2).sum()) / 12
    return Foretold(
        count,
        float((off**2 - least**2).sum()) / even,
        float((off**2).sum()) / even,
        float(np.cos(2 * np.pi * off / step).mean()),
    )


def _coloured(
    given: Floats, places: NDArray[np.int64], shape: tuple[int, ...], colours: Pixels
) -> Floats:
    """(n, 8, 8, 3) blocks in colour: their light, and the tint of what may be a smaller picture."""
    side = np.arange(given.shape[1]) + 0.5
    rows, columns = (
        np.asarray((places[:, axis, None] + side) * (colours.shape[axis] / shape[axis]), np.int64)
        for axis in (0, 1)
    )
    seen = colours[rows[:, :, None], columns[:, None, :]].astype(np.float32)
    tint = seen - (seen @ np.array(_LUMA, np.float32))[..., None]
    return np.asarray(np.clip(given[..., None] + tint, 0, 255), np.float32)


def _where(places: NDArray[np.int64], shape: tuple[int, ...]) -> Floats:
    """(n, 8, 8, 2) where the pixels of blocks lie, from -1 to 1."""
    side = np.arange(COSINES.shape[0]) + 0.5
    down, right = ((places[:, i, None] + side) * (2 / shape[i]) - 1 for i in (0, 1))
    down, right = np.broadcast_arrays(down[:, :, None], right[:, None, :])
    return np.asarray(np.stack([down, right], axis=-1), np.float32)


def _in_tone(given: Floats, coloured: Floats, own: Floats) -> Floats:
    """The light of the blocks after three curves, of red, green and blue, that give the own ones
    best; the very same blocks where that is none other.

    Of brightness, contrast, gamma and white balance that is exact; saturation changes no light.
    """
    pixels = coloured.reshape(-1, 3)
    weights = _fitted(_hats(pixels[_SOME]), own.reshape(-1)[_SOME], _PLAIN)
    curved = _curved(pixels, weights).reshape(given.shape)
    is_toned = float(np.abs(curved - given).mean()) >= _TONED
    return curved if is_toned else given


def _in_light(toned: Floats, coloured: Floats, own: Floats, at: Floats) -> Floats | None:
    """The same under a light that changes smoothly over the picture, as a vignette; None: it is no
    better.

    at  (n, 8, 8, 2) where each pixel lies, from -1 to 1
    """
    pixels, curved, wanted = coloured.reshape(-1, 3), toned.reshape(-1), own.reshape(-1)[_SOME]
    terms = _smooth(at.reshape(-1, 2))
    lit = curved[_SOME, None] * terms[_SOME]
    design = np.concatenate([_hats(pixels[_SOME]), lit], axis=1)
    weights = _fitted(design, wanted, np.r_[_PLAIN, np.zeros(terms.shape[1])])
    curves, rest = np.split(weights, [len(_PLAIN)])
    best = _curved(pixels, curves) + curved * (terms @ rest.astype(np.float32))
    before, after = (float(((p[_SOME] - wanted) ** 2).mean()) for p in (curved, best))
    return best.reshape(toned.shape) if after < _LIT * before else None


def _fitted(design: Floats, wanted: Floats, plain: NDArray[np.float64]) -> NDArray[np.float64]:
    """Least squares, near the plain weights and with smooth curves."""
    square = (design.T @ design).astype(np.float64)
    square += _RIDGE * np.trace(square) / len(square) * np.eye(len(square))
    square[: len(_BENDS), : len(_BENDS)] += _STIFF * len(design) * _BENDS
    left = wanted - design @ plain.astype(np.float32)
    found = np.linalg.solve(square, (design.T @ left).astype(np.float64))
    return np.asarray(plain + found, np.float64)


def _curved(pixels: Floats, weights: NDArray[np.float64]) -> Floats:
    levels = np.round(pixels).astype(np.int64)
    found = np.zeros(len(levels), np.float32)
    for part in range(3):
        curve = np.interp(np.arange(256), _AT, weights[part * _KNOTS : (part + 1) * _KNOTS])
        found += curve.astype(np.float32)[levels[:, part]]
    return found


def _smooth(at: Floats) -> Floats:
    """(n, 15) terms of a light that changes smoothly: powers of both up to the fourth, and of the
    distance from the middle, to the sixth."""
    powers = [at[:, 0] ** i * at[:, 1] ** j for i in range(5) for j in range(5 - i) if i + j]
    return np.stack([*powers, (at**2).sum(1) ** 3], axis=1)


_SOME: Final = slice(None, None, _EVERY)
_AT: Final = np.linspace(0, 256, _KNOTS)
_PLAIN: Final = np.concatenate([share * _AT for share in _LUMA])


def _hats(pixels: Floats) -> Floats:
    """(n, 3 knots) shares of the knots on both sides of each value."""
    design = np.zeros((len(pixels), 3 * _KNOTS), np.float32)
    rows = np.arange(len(pixels))
    for part in range(3):
        at = pixels[:, part] * ((_KNOTS - 1) / 256)
        left = np.minimum(at.astype(np.int64), _KNOTS - 2)
        share = at - left
        design[rows, part * _KNOTS + left] = 1 - share
        design[rows, part * _KNOTS + left + 1] = share
    return design


def _bends() -> NDArray[np.float64]:
    """Quadratic form of how much three curves bend."""
    one = np.diff(np.eye(_KNOTS), 2, axis=0)
    return np.asarray(np.kron(np.eye(3), one.T @ one), np.float64)


_BENDS: Final = _bends()
