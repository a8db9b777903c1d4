"""Which of two copies was made from the other; nothing where their pixels do not prove it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from imgsim_desktop.matching.derivation.foretelling import (
    NOT_TOLD,
    Foretold,
    foretell,
    made_of,
)
from imgsim_desktop.matching.derivation.lattice import (
    NOTHING_TOLD,
    Lattice,
    apart,
    compare_with,
    is_textured,
)
from imgsim_desktop.matching.derivation.placing import back, shrunk_to, turn_of, turned
from imgsim_desktop.matching.derivation.resolution import compare_reach
from imgsim_desktop.matching.planes import Floats, Grey, size_of
from imgsim_desktop.records import Coded, Derivation, Making, Pixels

_LARGER: Final = 1.03
"""Of the sides, from which a picture was enlarged and not cut or rounded by a pixel."""
_FINE: Final = ((1.0, (0.36, 0.7)), (2.0, (0.52, 0.6)))
"""Coarsest step of a JPEG; levels by which it may differ from what it was made of, and bytes that
this may have by its own. HEIC, AVIF and WebP at 60 to 100 differ by 0.31 from a JPEG (100) of them
and by 0.48 from one of 99. Made of such a JPEG they differ by 0.73 to 4.9, or have 0.69 to 1.2 of
its bytes (4 photos)."""
_LOSSY: Final = frozenset({"HEIF", "AVIF", "WEBP"})
"""Formats that lose something, or need most of the bytes of a PNG: WebP 0.69 to 0.78 (3 photos)."""
_LOST: Final = 0.35
_NOT_OF_IT: Final = 0.5
"""Excess of a JPEG that was not saved from the other one, as in `foretelling`: of two photos that
had been JPEGs of 75 before, and so lay on the steps of their copies at 75, it is 1.5 and more."""
_MUCH_LARGER: Final = 1.25
"""The same where only the detail tells: between, the limits lie too near one another."""


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One of two copies, in full size."""

    light: Grey | None = None
    """(h, w) upright, in sRGB; not needed of a JPEG."""
    coded: Coded | None = None
    """Of a JPEG."""
    size_bytes: int = 0
    format: str = ""
    """Of the file, as in `records.Facts`."""
    colours: Pixels | None = None
    """(h, w, 3) upright, in sRGB, in full size or smaller."""

    @property
    def upright(self) -> Grey | None:
        return (
            self.light if self.coded is None else turned(self.coded.light, self.coded.orientation)
        )


def are_whole(transform: tuple[float, ...]) -> bool:
    """Whether both of a pair show the whole picture: only of such copies something is said."""
    return turn_of(transform) is not None


def find_derivation(
    a: Side, b: Side, transform: tuple[float, ...], *, are_equal: bool = False
) -> Derivation | None:
    """Say which of two copies was made from the other, where their pixels prove it.

    transform  six numbers, relative coordinates of b to those of a, as in `records.Pair`
    are_equal  all pixels of both are the same
    """
    turn = turn_of(transform)
    if turn is None:
        return None
    if are_equal:
        return _of_equal(a, b)
    of_a, of_b = _foretold(a, b, turn), _foretold(b, a, back(turn))
    if foretold := made_of(of_a, of_b):
        return foretold
    to_a, to_b = _found(a, b, turn), _found(b, a, back(turn))
    if to_a.bears_steps != to_b.bears_steps:
        made, found, own = ("b", to_a, of_b) if to_a.bears_steps else ("a", to_b, of_a)
        if own.is_told and own.excess >= _NOT_OF_IT and found.lattice.is_unfiltered:
            return None  # it bears such steps of an earlier time: nothing else would make it so
        return Derivation(made, Making.ENLARGED if found.is_enlarged else Making.RESAVED)
    if to_a.bears_steps:
        return None
    if to_a.is_cell == to_b.is_cell:
        return _of_fine(a, b, turn) or _of_sizes(a, b, turn, (to_b.shrunk, to_a.shrunk))
    made, other = ("a", b) if to_a.is_cell else ("b", a)
    return Derivation(made, Making.RECODED if other.coded is None else Making.RESAVED)


def _of_fine(a: Side, b: Side, turn: int) -> Derivation | None:
    """Whether one is a JPEG with steps too fine to show, and the other one's file so much smaller
    that it cannot be so like any picture but its own."""
    if (a.coded is None) == (b.coded is None):
        return None
    jpeg, other = (a, b) if b.coded is None else (b, a)
    one, two = a.upright, b.upright
    if jpeg.coded is None or one is None or two is None:
        return None
    two = turned(two, turn)
    if one.shape != two.shape or not jpeg.size_bytes:
        return None
    share = other.size_bytes / jpeg.size_bytes
    coarsest = float(jpeg.coded.steps.max())
    bound = next((b for step, b in _FINE if coarsest <= step), None)
    if bound is None or share > bound[1]:
        return None
    between = apart(one, two)
    if between is None or between > bound[0]:
        return None
    return Derivation("a" if jpeg is a else "b", Making.RECODED)


def _of_sizes(
    a: Side, b: Side, turn: int, shrunk: tuple[Grey | None, Grey | None]
) -> Derivation | None:
    """Whether the larger one shows no more than the smaller one.

    shrunk  each in the size of the other one, turned as that, where it is at hand
    """
    one, other = a.upright, b.upright
    if one is None or other is None:
        return None
    other = turned(other, turn)
    larger = [min(p.shape[i] / q.shape[i] for i in (0, 1)) for p, q in ((one, other), (other, one))]
    if (
        larger[0] >= _MUCH_LARGER
        and compare_reach(other, one, shrunk[0] if turn == 1 else None).is_enlarged
    ):
        return Derivation("a", Making.ENLARGED)
    if larger[1] >= _MUCH_LARGER and compare_reach(one, other, shrunk[1]).is_enlarged:
        return Derivation("b", Making.ENLARGED)
    return None


def _of_equal(a: Side, b: Side) -> Derivation | None:
    """What lost something cannot have kept a picture with texture exactly: it was first."""
    loses = _loses(a, b), _loses(b, a)
    first = a if loses[0] else b
    light = first.upright
    if loses[0] == loses[1] or light is None or not is_textured(light):
        return None
    return Derivation("b" if first is a else "a", Making.RESAVED)


def _loses(one: Side, other: Side) -> bool:
    """Whether the one is a JPEG, or of another format and too small to have lost nothing."""
    if one.coded is not None:
        return True
    is_small = one.size_bytes <= _LOST * other.size_bytes
    return one.format in _LOSSY and other.format not in _LOSSY and is_small


@dataclass(frozen=True, slots=True)
class _Found:
    """How one picture lies on the steps of the other one, a JPEG."""

    lattice: Lattice = NOTHING_TOLD
    is_enlarged: bool = False
    shrunk: Grey | None = None
    """The other one averaged to the size of the JPEG, where that is upright."""

    @property
    def bears_steps(self) -> bool:
        return self.lattice.bears_steps

    @property
    def is_cell(self) -> bool:
        return self.lattice.is_cell and not self.is_enlarged


_NOTHING: Final = _Found()


def _foretold(jpeg: Side, other: Side, turn: int) -> Foretold:
    """How a JPEG follows from the other one. turn: EXIF code that brings that one to the JPEG."""
    coded, upright = jpeg.coded, other.upright
    if coded is None or upright is None or other.colours is None:
        return NOT_TOLD
    as_stored = back(coded.orientation)
    placed = turned(turned(upright, turn), as_stored)
    if placed.shape != coded.light.shape:
        return NOT_TOLD
    return foretell(coded, placed, turned(turned(other.colours, turn), as_stored))


def _found(jpeg: Side, other: Side, turn: int) -> _Found:
    """turn: EXIF code that brings the other one to the JPEG."""
    coded, upright = jpeg.coded, other.upright
    if coded is None or upright is None:
        return _NOTHING
    placed = turned(turned(upright, turn), back(coded.orientation))
    size = size_of(coded.light)
    if placed.shape == coded.light.shape:
        steps = None if other.coded is None else _finest(other.coded)
        return _Found(compare_with(coded, placed, steps))
    if min(placed.shape[1] / size[0], placed.shape[0] / size[1]) < _LARGER:
        return _NOTHING
    shrunk = [shrunk_to(placed, size, is_averaged=way) for way in (True, False)]
    best = max((compare_with(coded, one) for one in shrunk), key=lambda told: told.on_steps)
    return _Found(best, is_enlarged=True, shrunk=shrunk[0] if coded.orientation == 1 else None)


def _finest(coded: Coded) -> Floats:
    """Steps beyond which no value is due to them, however the picture was turned since."""
    return np.asarray(np.maximum(coded.steps, coded.steps.T), np.float32)
