"""How often and how strongly views are edited: bounds, and the mixtures a training draws from."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Strength:
    """Probabilities and bounds of the edits; the defaults are the strong views of the recipe."""

    crop: float = 0.75
    smallest_area: float = 0.15
    turn: float = 0.28
    mirror: float = 0.35
    tilt: float = 0.35
    largest_tilt_deg: float = 15.0
    perspective: float = 0.25
    place: float = 0.36
    """Border, letterbox, frame or screenshot."""
    collage: float = 0.28
    inset: float = 0.06
    """Another picture lies on this one."""
    watermark: float = 0.06
    """Faint text all over the picture."""
    tone: float = 0.65
    grey: float = 0.16
    gamma: float = 0.3
    vignette: float = 0.1
    sprites: float = 0.34
    cutout: float = 0.06
    detail: float = 0.25
    noise: float = 0.12
    coarse: float = 0.2
    jpeg: float = 0.18


STRONG = Strength()
MEDIUM = Strength(
    crop=0.5, smallest_area=0.2, turn=0.18, mirror=0.25, tilt=0.15, largest_tilt_deg=10.0,
    perspective=0.08, place=0.25, collage=0.15, inset=0.02, tone=0.35, grey=0.06, gamma=0.15,
    vignette=0.04, watermark=0.03, sprites=0.2, cutout=0.02, detail=0.15, noise=0.06, coarse=0.1,
    jpeg=0.1,
)  # fmt: skip
"""One or two edits, as most copies have."""
WEAK = Strength(
    crop=0.3, smallest_area=0.8, turn=0.0, mirror=0.0, tilt=0.1, largest_tilt_deg=3.0,
    perspective=0.0, place=0.0, collage=0.0, inset=0.0, tone=0.3, grey=0.0, gamma=0.1, vignette=0.0,
    watermark=0.0, sprites=0.0, cutout=0.0, detail=0.2, noise=0.05, coarse=0.1, jpeg=0.2,
)  # fmt: skip

_ALMOST = Strength(
    crop=0.1, smallest_area=0.7, turn=0.0, mirror=0.0, tilt=0.05, largest_tilt_deg=3.0,
    perspective=0.0, place=0.0, collage=0.0, inset=0.0, watermark=0.0, tone=0.15, grey=0.0,
    gamma=0.05, vignette=0.0, sprites=0.0, cutout=0.0, detail=0.08, noise=0.04, coarse=0.08,
    jpeg=0.15,
)  # fmt: skip
MIXED: tuple[tuple[float, Strength], ...] = (
    (0.26, STRONG),
    (0.16, MEDIUM),
    (0.15, replace(_ALMOST, crop=1.0, smallest_area=0.15, mirror=0.1)),
    (0.05, replace(_ALMOST, turn=0.8, mirror=0.5)),
    (0.03, replace(_ALMOST, tilt=1.0, largest_tilt_deg=12.0, perspective=0.4)),
    (0.08, replace(_ALMOST, place=1.0)),
    (0.13, replace(_ALMOST, collage=1.0)),
    (0.07, replace(_ALMOST, tone=1.0, grey=0.4, gamma=0.3, vignette=0.1)),
    (0.05, replace(_ALMOST, watermark=0.6, sprites=0.5, inset=0.2, cutout=0.1)),
    (0.02, replace(_ALMOST, detail=0.5, noise=0.4, coarse=0.4, jpeg=0.4)),
)
"""(share, strength): half of the views get one kind of edit, as most copies in a library have; a
network that only ever sees five edits at once learns little from the views it cannot solve."""
