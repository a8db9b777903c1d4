"""Blocks that differ, joined to regions, and what each region is.

What was laid on a picture has contours of its own where the other one goes on as if nothing were
there; other words have contours on both sides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.matching.look.blocks import CELL_PX, Blocks
from imgsim_desktop.matching.look.colours import local_range
from imgsim_desktop.matching.look.detail import Pictures
from imgsim_desktop.matching.planes import Floats, Grey
from imgsim_desktop.records import Pixels, RegionKind

_WEAK: Final = 0.5
_JOIN: Final = 5
"""Cells; letters of a word and words of a line belong together."""
_MOST_REGIONS: Final = 40
_AROUND_PX: Final = 6
_CLEAR: Final = 0.25
"""Share of a region's greatest difference from which a pixel counts to it, ..."""
_CLEAR_LEVELS: Final = 8
"""... and grey levels."""
_STEEPER: Final = 2.0
_STEEP_LEVELS: Final = 2.0
_STEEP_COLOUR: Final = 3.0
"""Levels of colour a pixel, ..."""
_OUTLINED: Final = 0.5
"""... and share of an outline that must be so steep: drawn things have 0.8, grounds below 0.2."""
_HAS_SEAM: Final = 0.1
_ONE_SIDED: Final = 0.87
"""Of the contours in one of the two alone, so many must be of one side: "8" over "1" has 0.81."""
_FLAT_LEVELS: Final = 4
_FLAT: Final = 0.55
_LOW_PX: Final = (4.0, 16.0)
_LOW_LEVELS: Final = 10.0
_SOFT_PX: Final = 1.5
_SOFTER: Final = 0.5
_ACROSS: Final = 0.9
_PAPER_LEVELS: Final = 10
_PAPER: Final = 0.45
_INK_LEVELS: Final = 50
_INK: Final = 0.008
_STROKE_PX: Final = 13
_FEW_PIXELS: Final = 40
_EDGE_LEVELS: Final = 40
_MODELLED: Final = 0.4
_PLAIN: Final = 0.5
_LEAD: Final = 0.7
_PLAIN_TOO: Final = 0.65
_SURE: Final = 0.95
_MORE: Final = 0.6
_VERY_EVEN: Final = 0.2
_PLAIN_COLOURS: Final = 3
_COLOUR_STEP: Final = 12
_NEAR_LEVELS: Final = 18
_OTHER_COLOUR: Final = 16
_EVENLY_SHEER: Final = 0.5
_SHEER: Final = (0.1, 0.75)
_ROOM_LEVELS: Final = 50
_VARIES: Final = 4.0


@dataclass(frozen=True, slots=True)
class Found:
    """One region, in pixels of the compared pictures."""

    kind: RegionKind
    left: int
    top: int
    right: int
    bottom: int
    strength: float
    cells: int
    """That pass their bound."""
    side: int = 0
    """1: the first picture has something added or hidden, 2: the second; 0: both differ."""


def find_regions(pictures: Pictures, blocks: Blocks) -> list[Found]:
    """The regions that hold a block beyond its bound, strongest first."""
    passed = np.maximum(blocks.light, blocks.colour)
    hot = passed > 1
    if not hot.any():
        return []
    joined = cv2.dilate((passed > _WEAK).astype(np.uint8), np.ones((_JOIN, _JOIN), np.uint8))
    count, labels, facts, _ = cv2.connectedComponentsWithStats(joined)
    strength = np.zeros(count, np.float32)
    numbers = labels[hot].astype(np.int64)
    np.maximum.at(strength, numbers, passed[hot])
    cells = np.bincount(numbers, minlength=count)
    found = []
    for number in np.argsort(-strength)[:_MOST_REGIONS].tolist():
        if strength[number] <= 1 or number == 0:
            continue
        left, top, width, height, _ = facts[number].tolist()
        box = _Box.of_cells(left, top, width, height, blocks.apart.shape)
        is_light = float(blocks.light[labels == number].max()) > 1
        kind, side = _name(pictures, blocks, box, is_light=is_light)
        found.append(
            Found(
                kind, box.left, box.top, box.right, box.bottom,
                float(strength[number]), int(cells[number]), side,
            )
        )  # fmt: skip
    return found


@dataclass(frozen=True, slots=True)
class _Box:
    left: int
    top: int
    right: int
    bottom: int

    @classmethod
    def of_cells(cls, left: int, top: int, width: int, height: int, shape: tuple[int, ...]) -> _Box:
        rim = _AROUND_PX
        return cls(
            max(0, left * CELL_PX - rim),
            max(0, top * CELL_PX - rim),
            min(shape[1], (left + width) * CELL_PX + rim),
            min(shape[0], (top + height) * CELL_PX + rim),
        )

    @property
    def part(self) -> tuple[slice, slice]:
        return np.s_[self.top : self.bottom, self.left : self.right]

    def ends_a_picture(self, shape: tuple[int, ...]) -> bool:
        """Whether it lies across the whole picture, from somewhere on to the end."""
        height, width = shape
        is_wide = self.right - self.left >= _ACROSS * width
        is_high = self.bottom - self.top >= _ACROSS * height
        at_foot = self.bottom >= height - CELL_PX or self.top <= CELL_PX
        at_side = self.right >= width - CELL_PX or self.left <= CELL_PX
        return (is_wide and at_foot) != (is_high and at_side)

    def wide(self, shape: tuple[int, ...]) -> tuple[slice, slice]:
        high, across = self.bottom - self.top, self.right - self.left
        reach = min(high, across)
        return np.s_[
            max(0, self.top - reach) : min(shape[0], self.bottom + reach),
            max(0, self.left - reach) : min(shape[1], self.right + reach),
        ]


def _name(
    pictures: Pictures, blocks: Blocks, box: _Box, *, is_light: bool
) -> tuple[RegionKind, int]:
    if not is_light:
        return (
            RegionKind.BROKEN if box.ends_a_picture(blocks.apart.shape) else RegionKind.COLOUR
        ), 0
    patch = _Patch.cut(pictures, blocks, box)
    for side in (1, 2):
        if patch.is_hidden(side):
            return RegionKind.HIDDEN, side
    side = patch.drawn_side()
    if side and patch.has_outline_in_colour(3 - side):
        return RegionKind.CONTENT, 0
    if side:
        is_entry = patch.is_written_on_paper(3 - side)
        return (RegionKind.CONTENT, 0) if is_entry else (RegionKind.ADDED, side)
    if box.ends_a_picture(blocks.apart.shape):
        return RegionKind.BROKEN, 0
    side = patch.laid_on_side()
    return (RegionKind.GONE, side) if side else (RegionKind.CONTENT, 0)


@dataclass(frozen=True, slots=True, eq=False)
class _Patch:
    """One region of both pictures."""

    light: tuple[Grey, Grey]
    colour: tuple[Pixels, Pixels]
    around: tuple[Grey, Grey]
    """The light of three times as much."""
    where: NDArray[np.bool_]
    """The pixels that differ."""

    @classmethod
    def cut(cls, pictures: Pictures, blocks: Blocks, box: _Box) -> _Patch:
        apart = blocks.apart[box.part]
        level = max(_CLEAR_LEVELS, _CLEAR * float(apart.max(initial=0)))
        one, other = pictures.light
        colours = [
            cv2.GaussianBlur(cv2.cvtColor(p[box.part], cv2.COLOR_RGB2YCrCb), (5, 5), 1.0)[..., 1:]
            for p in (pictures.first, pictures.second)
        ]
        other_colour = cv2.absdiff(*(np.ascontiguousarray(c) for c in colours)).max(2)
        return cls(
            (one[box.part], other[box.part]),
            (pictures.first[box.part], pictures.second[box.part]),
            (one[box.wide(one.shape)], other[box.wide(one.shape)]),
            (apart >= level) | (other_colour >= _OTHER_COLOUR),
        )

    def is_hidden(self, side: int) -> bool:
        """Whether one picture is blurred here, or a mosaic, and the same but for that."""
        own, other = self.light[side - 1], self.light[2 - side]
        sigma = float(np.clip(min(own.shape) / 10, *_LOW_PX))
        low = [cv2.GaussianBlur(p, (0, 0), sigma).astype(np.float32) for p in (own, other)]
        if float(np.abs(low[0] - low[1]).mean()) > _LOW_LEVELS:
            return False
        flat = [float((local_range(p, 3) <= _FLAT_LEVELS).mean()) for p in (own, other)]
        if flat[0] > _FLAT > 2 * flat[1]:
            return True
        inside, outside = self._softness(side)
        return inside < _SOFTER * outside

    def _softness(self, side: int) -> tuple[float, float]:
        """Fine detail by coarse detail of one picture, here and around; 1 where all is flat."""
        found = []
        for light in (self.light[side - 1], self.around[side - 1]):
            values = light.astype(np.float32)
            soft = cv2.GaussianBlur(values, (0, 0), _SOFT_PX)
            coarse = soft - cv2.GaussianBlur(values, (0, 0), 4 * _SOFT_PX)
            fine_std, coarse_std = float((values - soft).std()), float(coarse.std())
            found.append(fine_std / coarse_std if coarse_std > _FLAT_LEVELS else 1.0)
        return found[0], found[1]

    def laid_on_side(self) -> int:
        """Which picture has contours here where the other one goes on; 0: both have their own."""
        shares = self._seam()
        for side, own in enumerate(shares, 1):
            if own >= _HAS_SEAM and own >= _ONE_SIDED * sum(shares):
                return side
        return 0

    def _seam(self) -> tuple[float, float]:
        """Share of the outline at which the one is clearly steeper, and the other one."""
        seam = self._outline()
        if not seam.any():
            return 0.0, 0.0
        one, other = (_steepness(p)[seam] for p in self.light)
        steeper = [x > _STEEPER * y + _STEEP_LEVELS for x, y in ((one, other), (other, one))]
        return float(steeper[0].mean()), float(steeper[1].mean())

    def has_outline_in_colour(self, side: int) -> bool:
        """Whether the outline of what differs is one of this picture's colours, too.

        A red ball in the place of a yellow one may be as light as what lies around it.
        """
        seam = self._outline()
        if not seam.any():
            return False
        soft = cv2.cvtColor(self.colour[side - 1], cv2.COLOR_RGB2YCrCb)
        soft = cv2.GaussianBlur(soft, (5, 5), 1.0)
        steep = cv2.max(*(_steepness(np.ascontiguousarray(soft[..., n])) for n in (1, 2)))
        return float((steep[seam] > _STEEP_COLOUR).mean()) > _OUTLINED

    def _outline(self) -> NDArray[np.bool_]:
        return _dilated(self.where) & ~_eroded(self.where)

    def is_written_on_paper(self, side: int) -> bool:
        """Whether the plain picture has an even ground here, and thin strokes on it near by.

        A number in a form is no caption: the form without it holds less.
        """
        here, near = self.light[side - 1], self.around[side - 1]
        low, ground, high = np.percentile(here[self.where], (3, 50, 97)).tolist()
        if high - low > _PAPER_LEVELS:
            return False
        off = np.abs(near.astype(np.float32) - ground)
        if float((off <= _PAPER_LEVELS).mean()) < _PAPER:
            return False
        wide = np.ones((_STROKE_PX, _STROKE_PX), np.uint8)
        filled = [cv2.morphologyEx(near, how, wide) for how in (cv2.MORPH_CLOSE, cv2.MORPH_OPEN)]
        gone = [np.abs(f.astype(np.float32) - ground) <= _INK_LEVELS / 2 for f in filled]
        return float(((off > _INK_LEVELS) & (gone[0] | gone[1])).mean()) >= _INK

    def drawn_side(self) -> int:
        """Which picture has something drawn here, in a few plain colours or a sheer ink; or 0.

        Somebody who stands in a photo has neither: skin and cloth are never quite of one colour.
        """
        seam = self._seam()
        total = max(sum(seam), 1e-6)
        one, other = (light[self.where] for light in self.light)
        uneven = _unevenness(one, other), _unevenness(other, one)
        plain = self._plainness(0), self._plainness(1)
        for number in (0, 1):
            share = seam[number] / total
            if seam[number] < _HAS_SEAM:
                continue
            is_sheer = uneven[number] < _EVENLY_SHEER and uneven[number] < uneven[1 - number]
            if is_sheer and share >= (_MORE if uneven[number] < _VERY_EVEN else _ONE_SIDED):
                return number + 1
            lead = plain[number] - plain[1 - number]
            is_sure = share >= _ONE_SIDED or (
                plain[1 - number] < _PLAIN_TOO and share + _LEAD * lead >= _SURE
            )
            if plain[number] >= _PLAIN and is_sure:
                return number + 1
        return 0

    def _plainness(self, number: int) -> float:
        """How far it is of few colours, with plain parts and clear edges and little between."""
        ranges = local_range(self.light[number], 3)[self.where]
        modelled = float(((ranges > _FLAT_LEVELS) & (ranges < _EDGE_LEVELS)).mean())
        return _share_of_plainest(self.colour[number][self.where]) - _MODELLED * modelled


def _share_of_plainest(colours: Pixels) -> float:
    """Share of the four colours, give or take a little, that most of it has."""
    wide = colours.astype(np.int32) // _COLOUR_STEP
    bins = 256 // _COLOUR_STEP + 1
    keys = (wide[:, 0] * bins + wide[:, 1]) * bins + wide[:, 2]
    left = np.ones(len(keys), np.bool_)
    for _ in range(_PLAIN_COLOURS):
        if not left.any():
            break
        found, counts = np.unique(keys[left], return_counts=True)
        middle = colours[left & (keys == found[counts.argmax()])].mean(0)
        left &= np.abs(colours - middle).max(1) > _NEAR_LEVELS
    return 1.0 - float(left.mean())


def _unevenness(own: Grey, other: Grey) -> float:
    """How unevenly thin the ink would be under which the one is the other: 0.1 for a watermark.

    Infinite where it is no thin ink at all, or nothing shows through it.
    """
    one, under = own.astype(np.float32), other.astype(np.float32)
    is_lighter = float((one > under).mean()) if own.size >= _FEW_PIXELS else 0.5
    if max(is_lighter, 1 - is_lighter) < 0.94:
        return np.inf
    room = 255 - under if is_lighter > 0.5 else under
    clear = room > _ROOM_LEVELS
    if float(clear.mean()) < 0.5 or float(np.std(room[clear])) < _VARIES:
        return np.inf
    low, middle, high = np.percentile(
        np.abs(one - under)[clear] / room[clear], (30, 60, 90)
    ).tolist()
    return (high - low) / middle if _SHEER[0] < middle < _SHEER[1] else np.inf


def _steepness(light: Grey) -> Floats:
    across, down = (cv2.Sobel(light, cv2.CV_32F, x, 1 - x) for x in (1, 0))
    return np.asarray(cv2.magnitude(across, down) / 8, np.float32)


def _dilated(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return cv2.dilate(mask.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0


def _eroded(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return cv2.erode(mask.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
