"""Whether a picture repeats itself: then an alignment says nothing about where it was cut from."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from imgsim_desktop.matching.planes import Grey, area_resized

_SIDE_PX: Final = 80
_WIDE: Final = 31
_MIN_STEP_PX: Final = 6
_MIN_SHARED: Final = 0.35
_LEVELS: Final = 6.0
"""Standard deviation of a shared part that has content, in grey levels."""
_SAME: Final = 0.9
"""Correlation with its own shifted self: boards reach it, 3 of 900 photos do."""
_OTHER_BETWEEN: Final = 0.6
"""Correlation at most when shifted half as far: what is the same all the way is merely smooth, as
skies, horizons and broad stripes are along themselves."""


def repeats(grey: Grey) -> bool:
    """Boards, tiles and weaves; 3 ms. Found by the autocorrelation of the picture at 80 px."""
    shrink = min(1.0, _SIDE_PX / max(grey.shape))
    w, h = (max(1, round(side * shrink)) for side in (grey.shape[1], grey.shape[0]))
    small = area_resized(grey.astype(np.float32), (w, h))
    small = small - cv2.blur(small, (_WIDE, _WIDE), borderType=cv2.BORDER_REFLECT)
    least = _LEVELS**2 * w * h * _MIN_SHARED
    size = (2 * h, 2 * w)
    inside = np.fft.rfft2(np.ones_like(small), size)
    seen, squared = np.fft.rfft2(small, size), np.fft.rfft2(small * small, size)
    product = np.fft.irfft2(seen * seen.conj(), size)
    here = np.fft.irfft2(squared * inside.conj(), size)
    there = np.fft.irfft2(inside * squared.conj(), size)
    shared = np.fft.irfft2(inside * inside.conj(), size)
    down, right = (np.abs(np.fft.fftfreq(2 * n, 1 / (2 * n))) for n in (h, w))
    far = np.maximum(down[:, None], right) >= _MIN_STEP_PX
    counts = far & (shared >= _MIN_SHARED * w * h) & (np.minimum(here, there) >= least)
    likeness = product / np.sqrt(np.maximum(here * there, 1e-6))
    if not (counts & (likeness > _SAME)).any():
        return False
    rows, columns = np.nonzero(counts & (likeness > _SAME))
    half = np.rint(np.fft.fftfreq(2 * h, 1 / (2 * h))[rows] / 2).astype(int)
    way = np.rint(np.fft.fftfreq(2 * w, 1 / (2 * w))[columns] / 2).astype(int)
    return bool((likeness[half, way] < _OTHER_BETWEEN).any())
