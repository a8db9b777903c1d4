"""Which of two copies has lost its colours: to grey, or to one tint as sepia.

Where the other one is a tinted print or has few colours of its own, nothing is said: a filter may
have laid them on. Nor where its colours are those of this one, only stronger.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from imgsim_desktop.matching.look.colours import LUMA, Palette, Points, across

_GREY_LEVELS: Final = 2.0
"""44 photos of cameras saved in grey: 0.0 of all; the palest of them in colour 3.7."""
_COLOURED_LEVELS: Final = 10.0
_VARIED: Final = 2.5
"""Levels by which colours vary that are no tint of a grey picture: those of the 44 photos by 2.6
and more, but for two, of which nothing is said. A map of a grey picture leaves 0.7."""
_TINTED_LEVELS: Final = 10.0
_TINTED: Final = 0.3
_VARIED_LEVELS: Final = 12.0
"""25 photos of cameras have 2 to 96 levels, in two kinds of sepia 0.1 to 9.7. With a saturation of
0.4 three of them count as tinted, too."""
_RETOLD: Final = 0.4
"""Share of the colours that were only made stronger: 0.62 to 0.98 of photos of few colours, beside
copies with more contrast or at a quality of 10; in sepia 0.005 to 0.21."""
_LEAST: Final = 1e-6


def find_grey(
    palettes: tuple[Palette, Palette] | None, sides: tuple[str, str], *, has_regions: bool
) -> str:
    """The side that has no colours, or one tint for all, where the other one has colours; or "".

    has_regions  something lies on one of them: a yellow sticker makes no other one a tinted copy
    """
    if palettes is None:
        return ""
    strengths = [palette.colourfulness for palette in palettes]
    varieties = [palette.variety for palette in palettes]
    for number, other in ((0, 1), (1, 0)):
        is_coloured = strengths[other] > _COLOURED_LEVELS and varieties[other] > _VARIED
        if strengths[number] < _GREY_LEVELS and is_coloured:
            return sides[number]
        is_tinted = varieties[number] < min(_TINTED_LEVELS, _TINTED * varieties[other])
        may_be = is_tinted and varieties[other] > _VARIED_LEVELS and not has_regions
        if may_be and retold(palettes[other]) < _RETOLD:
            return sides[number]
    return ""


def retold(palette: Palette) -> float:
    """Share of how the colours vary at one light that the other picture's colours account for."""
    light = np.clip((palette.own @ LUMA) // 16, 0, 15).astype(np.int64)
    weight = palette.share
    total = np.maximum(np.bincount(light, weights=weight, minlength=16), _LEAST)

    def varied(colours: Points) -> Points:
        chroma = across(colours)
        usual = [np.bincount(light, weights=weight * c, minlength=16) / total for c in chroma.T]
        return np.asarray((chroma - np.stack(usual, axis=1)[light]) * np.sqrt(weight)[:, None])

    own, other = varied(palette.own), varied(palette.other)
    square = other.T @ other
    fitted = other @ np.linalg.solve(
        square + (_LEAST + 1e-3 * np.trace(square)) * np.eye(2), other.T @ own
    )
    return 1 - float(((own - fitted) ** 2).sum()) / max(float((own**2).sum()), _LEAST)
