"""Grounds: a transparent picture as it looks on others than the one it is shown on.

Whoever saves one in a format without transparency lays it over some ground: white, black, a grey.
Its luma grows evenly with that of the ground, so that a few grounds stand for all.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image

from imgsim_desktop.errors import KnownError
from imgsim_desktop.reading.decode import encode_jpeg, open_clear
from imgsim_desktop.reading.facts import luma
from imgsim_desktop.reading.fingerprints import hash_look
from imgsim_desktop.records import THUMBNAIL_PX

GROUNDS: Final = (0, 32, 64, 96, 128, 160, 192, 224, 255)
"""Luma of the grounds it is hashed on. Between two of them a hash differs by some bits of 256."""
_LOOK_PX: Final = 64
_QUALITY: Final = 92


@dataclass(frozen=True, slots=True)
class OnGrounds:
    """What is kept of a transparent picture so that its copies on any ground can be found."""

    hashes: bytes
    """A perceptual hash of 32 bytes for each of GROUNDS."""
    on_white: bytes
    """JPEG as large as a thumbnail; what it has more than the next one is the ground's share."""
    on_black: bytes


def lay_on_grounds(path: Path) -> OnGrounds | None:
    """Open a transparent picture once more; None if it cannot be read now. For a worker."""
    try:
        clear = Image.fromarray(open_clear(path, THUMBNAIL_PX), "RGBA")
    except KnownError:
        return None
    white, black = (
        np.asarray(
            Image.alpha_composite(Image.new("RGBA", clear.size, ground), clear).convert("RGB")
        )
        for ground in ("white", "black")
    )
    least, most = (luma(np.asarray(_small(pixels))).astype(np.float32) for pixels in (black, white))
    hashes = [
        hash_look(np.round(least + (most - least) * (ground / 255)).astype(np.uint8))
        for ground in GROUNDS
    ]
    jpegs = [encode_jpeg(pixels, _QUALITY) for pixels in (white, black)]
    return OnGrounds(b"".join(hashes), *jpegs)


def _small(pixels: np.ndarray) -> Image.Image:
    return Image.fromarray(pixels).resize((_LOOK_PX, _LOOK_PX), Image.Resampling.BOX)
