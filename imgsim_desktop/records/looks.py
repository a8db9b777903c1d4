"""What was seen when two copies were compared in full size."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from imgsim_desktop.records.pairs import PairKind

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, relative to the width and height of a picture."""


class RegionKind(StrEnum):
    """How two pictures differ in one place."""

    CONTENT = "content"
    """Both show something of their own: other words, another face, a thing of another shape."""
    COLOUR = "colour"
    """The same shapes in other colours."""
    ADDED = "added"
    """One of them has something drawn on it: lettering, a sticker, a bar, a watermark."""
    HIDDEN = "hidden"
    """One of them is blurred or made a mosaic here."""
    GONE = "gone"
    """One of them shows a thing that the other one does not, and nobody can say which was first."""
    BROKEN = "broken"
    """From here on to the end of the picture nothing agrees: rows were lost or shifted."""


@dataclass(frozen=True, slots=True)
class Region:
    """One place where two pictures differ."""

    kind: RegionKind
    box: Box
    """In the first picture, upright."""
    strength: float
    """How far beyond what coding and sampling explain; 1 is the bound."""
    side: str = ""
    """"a" or "b": the picture on which something was added or hidden; empty where both differ."""


@dataclass(frozen=True, slots=True)
class Look:
    """Two pictures, compared in full size over all that both show."""

    regions: tuple[Region, ...] = ()
    """The strongest first."""
    is_drawn: bool = False
    """A page, a form, an icon: a few plain colours cover most of it."""
    is_retoned: bool = False
    """Their colours differ as a filter makes them."""
    grey: str = ""
    """"a" or "b": which one has lost its colours: it is grey, or of one tint."""
    softer: str = ""
    """Which one has clearly lost detail, everywhere."""
    sharpened: str = ""
    """Which one has its detail raised, so that the other one only seems softer."""
    clipped: str = ""
    """Which one lost what lies at the end of its tones, where these were changed."""
    noisy: str = ""
    """The side on which noise was laid; empty: neither, or it is not sure."""
    are_shots: bool = False
    """Two exposures: focus, noise or range of their own, or things that moved as they do in depth.
    Neither holds the other; never two pages."""
    compared_px: int = 0
    """Pixels of the common sampling that were compared."""


@dataclass(frozen=True, slots=True)
class LookResult:
    """What became of one pair that was to be looked at in full size; `a < b`, content ids."""

    a: int
    b: int
    kind: PairKind
    confidence: float
    edits: int
    """Bits as in `PairTable.edits`."""
    regions: tuple[Region, ...] = ()
    trouble: str = ""
    """Why it could not be looked at, in the decoder's words; it counts as not looked at then."""
