"""What an edit is: photo and random numbers in, photo out; and a copy as a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from imgsim_desktop.records import Pixels

Random = np.random.Generator
Change = Callable[[Pixels, Random], Pixels]


@dataclass(frozen=True, slots=True)
class Edit:
    """One kind of edit. `change` gets the photo; `blend` gets a second one as well."""

    family: str
    change: Change | None = None
    blend: Callable[[Pixels, Pixels, Random], Pixels] | None = None
    quality: int = 88
    """Of the JPEG the copy is saved as."""


def make_copy(edit: Edit, photo: Pixels, other: Pixels, rng: Random) -> bytes:
    """The edited photo as a JPEG file."""
    changed = photo
    if edit.change is not None:
        changed = edit.change(photo, rng)
    elif edit.blend is not None:
        changed = edit.blend(photo, other, rng)
    return save_jpeg(changed, edit.quality)


def save_jpeg(pixels: Pixels, quality: int = 95) -> bytes:
    """The picture as a JPEG file. Raises ValueError for a shape that is no picture's."""
    ok, data = cv2.imencode(
        ".jpg", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, quality]
    )
    if not ok:
        raise ValueError(f"no JPEG of a picture of shape {pixels.shape}")
    encoded: bytes = data.tobytes()
    return encoded
