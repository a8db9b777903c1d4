"""Why one of two copies has less fine detail: it was blurred, or the other one sharpened.

A blur takes the more the finer a wave is, up to all of it. Sharpening raises all fine waves by
nearly one factor, which is never large. Where what both share is as strong in both, noise was added
to the one or taken from the other, by coding, say: 2 of 4 photos saved again at 10 looked as if
noise had been added to the first one. Measured by what both share in tiles with texture.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.matching.derivation.resolution import places_with_texture
from imgsim_desktop.matching.planes import Grey

_TILE: Final = 64
_FEWEST: Final = 6
_BANDS: Final = (
    (0.025, 0.05), (0.05, 0.09), (0.09, 0.14), (0.14, 0.2), (0.2, 0.28), (0.28, 0.36), (0.36, 0.44),
)  # fmt: skip
"""Cycles a pixel."""
_COARSE: Final = 2
_FINE: Final = 5
"""Bands that are compared."""
_LOST: Final = 0.25
"""Share of the fine waves below which no sharpening of the other one explains it."""
_STEEP: Final = 6.0
_EVEN: Final = 3.6
"""Logarithm of what is left of fine waves by that of coarse ones: 7 photos, blurred in four ways,
6.3 and more; sharpened with radius 1 to 4, 1.1 to 3.5; with 0.6, 3.9 to 5.2, which is not told."""
_SHARED: Final = 0.75
"""Coherence of waves up to the fine ones, where both show the same."""
_HOLDS: Final = 0.5
"""Coherence of waves that the soft one still has, beside what coding makes."""
_UNCHANGED: Final = 0.12
"""By how much those may differ in the noisy one: others by 0.25 and more."""
_NOTHING: Final = 1e-9
_WINDOW: Final = np.outer(np.hanning(_TILE), np.hanning(_TILE))

Powers = NDArray[np.float64]


class Detail(StrEnum):
    """What explains that one of two copies has less fine detail than the other one."""

    BLURRED = "blurred"
    """It has lost it."""
    SHARPENED = "sharpened"
    """That of the other one was raised."""
    UNKNOWN = "unknown"
    """Noise was added to the other one or taken from this one, say: that looks the same."""


def compare_detail(soft: Grey, sharp: Grey, mask: NDArray[np.uint8]) -> Detail:
    """Both in one frame and tone; mask (h, w), 1 where both show something."""
    shared = _Shared.of(soft, sharp, mask)
    if shared is None:
        return Detail.UNKNOWN
    if shared.is_unchanged:
        return Detail.UNKNOWN
    left = shared.left
    steepness = np.log(min(float(left[_FINE]), 0.99)) / np.log(min(float(left[_COARSE]), 0.99))
    if left[_FINE] < _LOST or steepness >= _STEEP:
        return Detail.BLURRED
    if steepness <= _EVEN and bool((shared.coherence[:_FINE] >= _SHARED).all()):
        return Detail.SHARPENED
    return Detail.UNKNOWN


@dataclass(frozen=True, slots=True, eq=False)
class _Shared:
    """What two pictures have in common, by bands, from coarse to fine waves."""

    own: Powers
    other: Powers
    both: Powers

    @classmethod
    def of(cls, own: Grey, other: Grey, mask: NDArray[np.uint8]) -> _Shared | None:
        """None where there is too little texture."""
        spans = [
            np.s_[y : y + _TILE, x : x + _TILE]
            for y, x in places_with_texture(own)
            if mask[y : y + _TILE, x : x + _TILE].all()
        ]
        if len(spans) < _FEWEST:
            return None
        one, two = (_waves(np.stack([light[span] for span in spans])) for light in (own, other))
        return cls(
            _banded(np.abs(one) ** 2) + _NOTHING,
            _banded(np.abs(two) ** 2) + _NOTHING,
            _banded((one * two.conj()).real),
        )

    @property
    def left(self) -> Powers:
        """What the own one has of the other one's waves."""
        return np.maximum(self.both, _NOTHING) / self.other

    @property
    def coherence(self) -> Powers:
        return np.maximum(self.both, _NOTHING) ** 2 / (self.own * self.other)

    @property
    def is_unchanged(self) -> bool:
        """Whether the other one has all of the own one's waves as they are."""
        held = self.coherence >= _HOLDS
        off = np.abs(self.both / self.own - 1)
        return bool(held.any()) and bool((off[held] <= _UNCHANGED).all())


def _waves(tiles: NDArray[np.uint8]) -> NDArray[np.complex128]:
    values = tiles.astype(np.float64)
    return np.fft.fft2((values - values.mean((1, 2), keepdims=True)) * _WINDOW)


def _banded(power: Powers) -> Powers:
    """(7,) mean of each band over all tiles."""
    along = np.abs(np.fft.fftfreq(_TILE))
    waves = np.hypot(along[:, None], along[None, :])
    mean = power.mean(0)
    return np.array([mean[(waves >= low) & (waves < high)].mean() for low, high in _BANDS])
