"""Colour: whatever a file stores -> 8-bit RGB in sRGB.

Transparent pictures are laid over white, as browsers and file managers show them, or over black
where white hides what is drawn.
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


_HIDDEN = 12.0
"""Levels of contrast over white below which a transparent picture is tried over black as well."""
_SHOWN = 3.0
"""Times as much contrast over black: only then it is looked at so."""


_COUNTED = 1_000_000
"""Numbers at least that are counted for what follows."""
_ENDS = (0.5, 50, 99.5)
_DARK, _GAMMA = 0.1, 2.2
"""Middle of the numbers, as a share of their span, below which they are taken for light that no
eye's curve was applied to."""


def to_plain(image: Image.Image) -> Image.Image:
    """A mode that can be reduced: palettes looked up, bits, 16-bit and float brought to 8 bits."""
    mode = image.mode
    if mode in _PLAIN_MODES:
        return image
    if mode in {"P", "PA"}:
        has_alpha = mode == "PA" or "transparency" in image.info
        return image.convert("RGBA" if has_alpha else "RGB")
    if mode.startswith("I") or mode == "F":
        return Image.fromarray(to_bytes(np.asarray(image)))
    if mode in {"RGBa", "La"}:
        return image.convert("RGBA" if mode == "RGBa" else "LA")
    return image.convert("L" if mode == "1" else "RGB")


def to_srgb(
    image: Image.Image, icc_profile: bytes | None, *, keeps_alpha: bool = False
) -> Image.Image:
    """RGB in sRGB, opaque. A profile that cannot be used is left out, never a failure.

    keeps_alpha  RGBA instead, laid over no ground
    """
    if image.mode == "LAB":
        lab = _transform(None, "LAB")
        return image.convert("RGB") if lab is None else _apply(lab, image)
    has_tone_alpha = image.mode in {"L", "RGB"} and "transparency" in image.info
    if has_tone_alpha:
        image = image.convert("RGBA")
    if keeps_alpha:
        alpha = image.convert("RGBA").getchannel("A")
        colours = image.convert("RGB") if image.mode in {"LA", "RGBA"} else image
        shown = to_srgb(colours, icc_profile)
        shown.putalpha(alpha)
        return shown
    if image.mode in {"LA", "RGBA"}:
        image = _on_its_ground(image)
    if icc_profile and image.mode in {"L", "RGB", "CMYK"}:
        transform = _transform(icc_profile, image.mode)
        if transform is not None:
            return _apply(transform, image)
    return image if image.mode == "RGB" else image.convert("RGB")


def to_bytes(values: NDArray[Any]) -> NDArray[np.uint8]:
    """Wide numbers to 0-255.

    16 bits by their range, floats from 0 to 1, others by what they seem to be out of: 255, 65,535
    or all of their bits. What is out of none of these (light as it was measured, without an upper
    end) goes from its darkest half percent to its brightest one; mostly dark, it is lightened.
    """
    wide = np.nan_to_num(values.astype(np.float32), posinf=0.0, neginf=0.0)
    low, high = float(wide.min(initial=0.0)), float(wide.max(initial=0.0))
    if values.dtype.kind == "u" and values.dtype.itemsize == 2:
        return _scaled(wide, 0.0, 65535.0)
    few = wide.reshape(-1)[:: max(1, wide.size // _COUNTED)]
    dark, middle, bright = np.percentile(few, _ENDS) if few.size else (0.0, 0.0, 0.0)
    if values.dtype.kind == "f" and low >= 0 and bright <= 1:
        return _scaled(wide, 0.0, 1.0)
    is_whole = values.dtype.kind in "iu"
    own = float(np.iinfo(values.dtype).max) if is_whole else 65535.0
    for most in (255.0, 65535.0, own):
        least = 0.0 if is_whole and most <= 65535 else most / 16
        if low >= 0 and least <= bright and high <= most * 1.0001:
            return _scaled(wide, 0.0, most)
    span = max(float(bright - dark), 1e-9)
    if (middle - dark) / span < _DARK:
        bent = np.clip((wide - dark) / span, 0, 1) ** (1 / _GAMMA)
        return _scaled(np.asarray(bent, np.float32), 0.0, 1.0)
    return _scaled(wide, float(dark), float(bright))


def _scaled(wide: NDArray[np.float32], low: float, high: float) -> NDArray[np.uint8]:
    scaled = (wide - np.float32(low)) * np.float32(255.0 / max(high - low, 1e-9))
    return np.asarray(np.clip(scaled, 0, 255), np.uint8)


def drop_empty_alpha(image: Image.Image) -> Image.Image:
    """Opaque where alpha is 0 everywhere: formats of games leave that byte unused."""
    if image.mode in {"LA", "RGBA"} and image.getchannel("A").getextrema() == (0, 0):
        return image.convert("L" if image.mode == "LA" else "RGB")
    return image


def _on_its_ground(image: Image.Image) -> Image.Image:
    """Laid over white, or over black where white would hide what is drawn in white."""
    rgba = image.convert("RGBA")
    on_white = _laid_over(rgba, "white")
    if rgba.getchannel("A").getextrema()[0] == 255 or _contrast(on_white) > _HIDDEN:
        return on_white
    on_black = _laid_over(rgba, "black")
    return on_black if _contrast(on_black) > _SHOWN * _contrast(on_white) else on_white


def _laid_over(rgba: Image.Image, ground: str) -> Image.Image:
    return Image.alpha_composite(Image.new("RGBA", rgba.size, ground), rgba).convert("RGB")


def _contrast(image: Image.Image) -> float:
    """Standard deviation of the luma of a small version."""
    small = image.convert("L").resize((64, 64), Image.Resampling.BOX)
    return float(np.asarray(small, np.float32).std()) + 0.1


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
