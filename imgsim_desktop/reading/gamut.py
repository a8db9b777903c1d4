"""Gamut: whether a colour profile has colours that sRGB has not."""

from __future__ import annotations

import io
from functools import lru_cache

from PIL import ImageCms

Chromaticities = tuple[tuple[float, float], tuple[float, float], tuple[float, float]]
"""x and y of red, green and blue."""

WIDE_PRIMARIES = frozenset({8, 9, 10, 11, 12})
"""ITU-T H.273: film, BT.2020, XYZ, DCI P3, Display P3."""

_SRGB: Chromaticities = ((0.64, 0.33), (0.30, 0.60), (0.15, 0.06))
_WIDER = 1.1
"""Display P3 spans 1.36 times the triangle of sRGB, Adobe RGB 1.35 times; measured profiles of
screens made for sRGB up to 1.05."""


def are_wide(primaries: Chromaticities) -> bool:
    """Whether these span a clearly larger triangle than those of sRGB."""
    return _area(primaries) > _WIDER * _area(_SRGB)


@lru_cache(maxsize=64)
def is_wide_profile(icc_profile: bytes) -> bool:
    """Whether an ICC profile has more colours than sRGB; not where it does not say.

    Kept, because a camera writes the same profile into each photo.
    """
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(icc_profile)).profile
    except (ImageCms.PyCMSError, OSError, TypeError, ValueError):
        return False
    primaries = (profile.red_primary, profile.green_primary, profile.blue_primary)
    if any(primary is None for primary in primaries):
        return profile.xcolor_space.strip() in {"CMYK", "Lab"}
    red, green, blue = (primary[1][:2] for primary in primaries if primary is not None)
    return are_wide((red, green, blue))


def _area(primaries: Chromaticities) -> float:
    (rx, ry), (gx, gy), (bx, by) = primaries
    return abs(rx * (gy - by) + gx * (by - ry) + bx * (ry - gy)) / 2
