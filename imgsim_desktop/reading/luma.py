"""Luma of a whole photo in a size of somebody's choice, for what a thumbnail averages away."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from imgsim_desktop.errors import KnownError
from imgsim_desktop.reading.decode import open_upright

NOTHING = (0, 0)
"""Shape of what could not be had."""
_GRID_PX = 8
"""Blocks that JPEG codes: where the middle begins, one begins."""


def luma_at(path: Path, width_px: int, height_px: int, most_px: int) -> NDArray[np.uint8]:
    """Luma (h, w), upright, shrunk to this size, and of that the middle, most_px a side at most.

    Empty where the photo cannot be read now, or is smaller than that. For a worker.
    """
    try:
        pixels = open_upright(path)
    except KnownError:
        return np.zeros(NOTHING, np.uint8)
    image = Image.fromarray(pixels).convert("L")
    if image.width < width_px or image.height < height_px:
        return np.zeros(NOTHING, np.uint8)
    if image.size != (width_px, height_px):
        image = image.resize((width_px, height_px), Image.Resampling.HAMMING)
    left, top = (max(0, side - most_px) // 2 // _GRID_PX * _GRID_PX for side in image.size)
    right, bottom = min(width_px, left + most_px), min(height_px, top + most_px)
    return np.asarray(image.crop((left, top, right, bottom)))
