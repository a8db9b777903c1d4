"""Colour: whatever a file stores -> 8-bit RGB in sRGB.

Transparent pictures are laid over white, as browsers and file managers show them.
"""

from __future__ import annotations

import io
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms
from PIL.ImageCms import Flags, ImageCmsTransform, Intent

_PLAIN_MODES = frozenset({"L", "LA", "RGB", "RGBA", "RGBX", "CMYK", "LAB", "YCbCr", "HSV"})
"""Modes whose values may be averaged; the others are palettes, bits and wide numbers."""


def to_plain(image: Image.Image) -> Image.Image:
    """A mode that can be reduced: palettes looked up, bits, 16-bit and float brought to 8 bits."""
    mode = image.mode
    if mode in _PLAIN_MODES:
        return image
    if mode in {"P", "PA"}:
        has_alpha = mode == "PA" or "transparency" in image.info
        return image.convert("RGBA" if has_alpha else "RGB")
    if mode.startswith("I") or mode == "F":
        return Image.fromarray(_to_bytes(np.asarray(image)))
    if mode in {"RGBa", "La"}:
        return image.convert("RGBA" if mode == "RGBa" else "LA")
    return image.convert("L" if mode == "1" else "RGB")


def to_srgb(image: Image.Image, icc_profile: bytes | None) -> Image.Image:
    """RGB in sRGB, opaque. A profile that cannot be used is left out, never a failure."""
    if image.mode == "LAB":
        lab = _transform(None, "LAB")
        return image.convert("RGB") if lab is None else _apply(lab, image)
    has_tone_alpha = image.mode in {"L", "RGB"} and "transparency" in image.info
    if has_tone_alpha:
        image = image.convert("RGBA")
    if image.mode in {"LA", "RGBA"}:
        image = _over_white(image)
    if icc_profile and image.mode in {"L", "RGB", "CMYK"}:
        transform = _transform(icc_profile, image.mode)
        if transform is not None:
            return _apply(transform, image)
    return image if image.mode == "RGB" else image.convert("RGB")


def _to_bytes(values: NDArray[Any]) -> NDArray[np.uint8]:
    """Wide numbers to 0-255: 16 bits by their range, floats from 0..1, the rest by what occurs."""
    wide = np.nan_to_num(values.astype(np.float32), posinf=0.0, neginf=0.0)
    low, high = float(wide.min(initial=0.0)), float(wide.max(initial=0.0))
    if values.dtype.kind == "u" and values.dtype.itemsize == 2:
        low, high = 0.0, 65535.0
    elif low >= 0 and high <= 1 and values.dtype.kind == "f":
        low, high = 0.0, 1.0
    elif low >= 0 and high <= 255:
        low, high = 0.0, 255.0
    elif low >= 0 and high <= 65535:
        low, high = 0.0, 65535.0
    return ((wide - low) * (255.0 / max(high - low, 1e-9))).astype(np.uint8)


def _over_white(image: Image.Image) -> Image.Image:
    rgba = image.convert("RGBA")
    white = Image.new("RGBA", rgba.size, "white")
    return Image.alpha_composite(white, rgba).convert("RGB")


def _apply(transform: ImageCmsTransform, image: Image.Image) -> Image.Image:
    try:
        done = ImageCms.applyTransform(image, transform)
    except (ImageCms.PyCMSError, ValueError):
        return image.convert("RGB")
    return image.convert("RGB") if done is None else done


@lru_cache(maxsize=32)
def _transform(icc_profile: bytes | None, mode: str) -> ImageCmsTransform | None:
    """The way from a profile to sRGB; None where there is nothing to do or the profile is broken.

    Kept, because a camera writes the same profile into each photo and building a transform costs
    more than applying it to a reduced picture. NOCACHE, so that threads may share one.
    """
    srgb = ImageCms.createProfile("sRGB")
    try:
        if icc_profile is None:
            source = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
        else:
            source = ImageCms.ImageCmsProfile(io.BytesIO(icc_profile))
            if "sRGB" in ImageCms.getProfileDescription(source):
                return None
        return ImageCms.buildTransform(
            source, srgb, mode, "RGB", Intent.RELATIVE_COLORIMETRIC, Flags.NOCACHE
        )
    except (ImageCms.PyCMSError, OSError, TypeError, ValueError):
        return None
