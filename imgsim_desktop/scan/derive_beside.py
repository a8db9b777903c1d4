"""Which of two originals was made from the other: what a worker asks after the second look.

The luma of a JPEG is decoded once more for it, as its file has it: of a picture that was turned,
shrunk, or brought to sRGB nobody can tell to which steps it was rounded.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from imgsim_desktop.errors import KnownError
from imgsim_desktop.matching.derivation.made_from import Side, are_whole, find_derivation
from imgsim_desktop.matching.grounds import Clear, Ground
from imgsim_desktop.matching.planes import Grey, light_of
from imgsim_desktop.reading.coded import open_coded
from imgsim_desktop.reading.decode import open_clear, open_upright
from imgsim_desktop.records import Coded, Derivation, Look, Making, Pixels


@dataclass(frozen=True, slots=True, eq=False)
class SeenOriginal:
    """An original and how it was looked at."""

    path: Path
    size: tuple[int, int]
    """Width and height in pixels, upright, of all of it."""
    picture: Pixels
    """At least in the size of the smaller one."""
    size_bytes: int = 0
    format: str = ""
    """Of the file, as in `records.Facts`."""
    ground: Ground | None = None
    """On which a transparent one is compared; None: as it is shown."""

    def light(self) -> Grey:
        """In full size. Raises KnownError."""
        if self.picture.shape[:2] == self.size[::-1]:
            return light_of(self.picture)
        if self.ground is None:
            return light_of(open_upright(self.path))
        return light_of(Clear.of_rgba(open_clear(self.path)).over(self.ground))


def derivation_of(
    a: SeenOriginal, b: SeenOriginal, transform: tuple[float, ...], look: Look | None
) -> Derivation | None:
    """Of two copies that were looked at; None where nothing proves it.

    Nor is anything said where one of them cannot be decoded in full, or against what was seen: what
    is grey, or has something on it, is no source. The steps of a JPEG are stronger than the latter:
    in small pictures a mosaic on the copy was taken for a thing on the original.

    look  None: all their pixels are the same
    """
    if not are_whole(transform):
        return None
    coded = open_coded(a.path), open_coded(b.path)
    if coded == (None, None) and a.size == b.size and look is not None:
        return None
    try:
        sides = _side(a, coded[0]), _side(b, coded[1])
    except KnownError:
        return None  # too large to be decoded in full, say; it was looked at all the same
    found = find_derivation(*sides, transform, are_equal=look is None)
    if found is None and look is not None and look.clipped:
        found = Derivation(look.clipped, Making.CLIPPED)
    if found is None and look is not None and look.noisy:
        found = Derivation(look.noisy, Making.NOISED)
    if found is None or look is None:
        return found
    changed = {look.grey}
    if found.how is not Making.RESAVED:
        changed |= {region.side for region in look.regions}
    return None if found.source in changed else found


def _side(seen: SeenOriginal, coded: Coded | None) -> Side:
    light = seen.light() if coded is None else None
    return Side(light, coded, seen.size_bytes, seen.format, seen.picture)
