"""Light, colour and sharpness of a photo; its shape stays."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from imgsim_desktop.embedding.learning.edits.edit import Change, Random
from imgsim_desktop.embedding.learning.edits.shape import resized
from imgsim_desktop.records import Pixels

_LUMA = np.array([[0.299, 0.587, 0.114]])
SEPIA = np.array([[1.08], [0.9], [0.68]]) @ _LUMA
"""Rows (3, 3) for `colour`."""


def curve(function: Callable[[NDArray[np.float64]], NDArray[np.float64]]) -> Change:
    """A tone curve on 0-1."""
    table = _bytes(255 * function(np.arange(256) / 255))
    return lambda photo, _: table[photo]


def levels(photo: Pixels, _: Random) -> Pixels:
    """Each colour stretched from its 2nd to its 98th percentile."""
    low, high = np.percentile(photo, (2, 98), axis=(0, 1))
    return _bytes((photo - low) * (255 / np.maximum(high - low, 1)))


def colour(rows: ArrayLike, lift: float = 0.0) -> Change:
    """Red, green and blue of a pixel mixed anew by rows (3, 3), then raised by `lift` (0-255)."""
    matrix = np.asarray(rows)
    return lambda photo, _: _bytes(photo @ matrix.T + lift)


def saturation(amount: float) -> NDArray[np.float64]:
    """Rows (3, 3) for `colour`: 0 is grey, 1 changes nothing."""
    return np.asarray(np.repeat(_LUMA, 3, 0) * (1 - amount) + np.eye(3) * amount)


def hue(photo: Pixels, rng: Random) -> Pixels:
    """All colours turned by 28 degrees, one way or the other."""
    hsv = cv2.cvtColor(photo, cv2.COLOR_RGB2HSV)
    hsv[..., 0] = (hsv[..., 0].astype(int) + int(rng.choice([-14, 14]))) % 180
    return np.asarray(cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB), np.uint8)


def blur(share: float) -> Change:
    """share: sigma / long side."""
    return lambda photo, _: np.asarray(
        cv2.GaussianBlur(photo, (0, 0), max(0.5, share * max(photo.shape[:2])))
    )


def sharpen(photo: Pixels, _: Random) -> Pixels:
    soft = cv2.GaussianBlur(photo, (0, 0), 2)
    return np.asarray(cv2.addWeighted(photo, 2.5, soft, -1.5, 0))


def noise(sigma: float) -> Change:
    """sigma of 0-255."""
    return lambda photo, rng: _bytes(photo + rng.normal(0, sigma, photo.shape))


def blocks(photo: Pixels, _: Random) -> Pixels:
    """48 coarse pixels along the long side."""
    high, wide = photo.shape[:2]
    small = resized(photo, wide / (max(high, wide) / 48), high / (max(high, wide) / 48))
    return np.asarray(cv2.resize(small, (wide, high), interpolation=cv2.INTER_NEAREST))


def vignette(photo: Pixels, _: Random) -> Pixels:
    high, wide = photo.shape[:2]
    y = np.linspace(-1, 1, high)[:, None]
    x = np.linspace(-1, 1, wide)[None]
    return _bytes(photo * (1 - 0.4 * (x * x + y * y))[..., None])


def _bytes(values: NDArray[np.floating]) -> Pixels:
    return np.asarray(np.clip(np.rint(values), 0, 255), np.uint8)
