"""A colour word for a theme of which nothing else is known: what most of its photos look like."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.errors import translatable

SHARE = 0.6
"""Of a theme's photos: so many must look so before it is said of all of them."""
GREY, DARK, BRIGHT = 0.09, 0.22, 0.82
"""Mean saturation below which a photo has no colour; mean value of a dark and of a bright one."""

_HUES = (
    (15, "red"), (45, "brown"), (70, "yellow"), (165, "green"), (260, "blue"), (290, "purple"),
    (335, "pink"), (360, "red"),
)  # fmt: skip
"""Up to which angle of the colour circle, in degrees, a hue has that name. Orange in the light of
a photo is mostly wood, sand, skin and brick."""

COLOUR_WORDS: Mapping[str, str] = {
    "grey": translatable("Without colours"),
    "dark": translatable("Dark"),
    "bright": translatable("Bright"),
    "red": translatable("Mostly red"),
    "brown": translatable("Mostly brown and orange"),
    "yellow": translatable("Mostly yellow"),
    "green": translatable("Mostly green"),
    "blue": translatable("Mostly blue"),
    "purple": translatable("Mostly purple"),
    "pink": translatable("Mostly pink"),
}
"""Code of a colour -> what a theme is called by it."""


def colour_of_theme(pictures: Sequence[NDArray[np.uint8]]) -> str:
    """What most photos of a theme look like, as a code of COLOUR_WORDS; empty where they differ.

    pictures  uint8 (h, w, 3) sRGB each, small ones suffice
    """
    if not pictures:
        return ""
    ((best, count),) = Counter(map(colour_of, pictures)).most_common(1)
    return best if count >= SHARE * len(pictures) else ""


def colour_of(picture: NDArray[np.uint8]) -> str:
    """The code of what one picture looks like.

    Its hue is the one with most chroma (largest less smallest of red, green and blue), so that a
    grey sky does not count beside a red roof.
    """
    rgb = picture[::4, ::4].reshape(-1, 3).astype(np.float32) / 255
    value, low = rgb.max(axis=1), rgb.min(axis=1)
    chroma = value - low
    if float(value.mean()) < DARK:
        return "dark"
    if float(chroma.mean()) < GREY * float(value.mean()):
        return "bright" if float(value.mean()) > BRIGHT else "grey"
    red, green, blue = rgb.T
    safe = np.maximum(chroma, 1e-6)
    sector = np.select(
        [value == red, value == green],
        [((green - blue) / safe) % 6, (blue - red) / safe + 2],
        (red - green) / safe + 4,
    )
    weights = dict.fromkeys(COLOUR_WORDS, 0.0)
    names = np.searchsorted([edge for edge, _ in _HUES], 60 * sector, side="right")
    sums = np.bincount(names, weights=chroma, minlength=len(_HUES) + 1)
    for (_, name), weight in zip(_HUES, sums, strict=False):
        weights[name] += float(weight)
    return max(weights, key=weights.__getitem__)
