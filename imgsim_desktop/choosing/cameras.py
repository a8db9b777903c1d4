"""Whether a file is the camera's own."""

from __future__ import annotations

import re

from imgsim_desktop.records import Photo

_EDITORS = re.compile(
    r"photoshop|lightroom|gimp|snapseed|picasa|paint|affinity|capture one|darktable|rawtherapee"
    r"|acdsee|photoscape|vsco|instagram|facetune|pixelmator|luminar|topaz|imagemagick|irfanview"
    r"|xnview|google photos|polarr|canva|meitu|美图",
    re.IGNORECASE,
)
"""Cameras write their firmware into EXIF Software too, so only known editors count."""


def camera_rank(photo: Photo) -> int:
    """1 for a file that names a camera, -1 for one that names an editing program, else 0."""
    if _EDITORS.search(photo.facts.software or ""):
        return -1
    return int(photo.facts.camera is not None)
