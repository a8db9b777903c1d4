"""One region of both pictures, and what can be told of it: whose contours, colours and detail."""

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
from imgsim_desktop.records import Pixels

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
_LOW_LEVELS_THERE: Final = 20.0
"""The same of the pixels that differ: 3 and 7 behind mosaics, 37 where a domino of a clean file has
other spots than that of a noisy one, whose ground alone looks as if it were hidden."""
_HIDDEN_COLOUR: Final = 12.0
_HIDDEN_FINE: Final = 0.62
"""Of the finest detail of what is hidden: mosaics leave up to 0.5 of it, and a "1" where there was
a "4", both in relief on a coin, has 0.8."""
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
_MOSTLY_EVEN: Final = 0.6
_THING: Final = 0.08
"""Of the pixels that differ: a diamond under a spade has half of them, a small one an eighth."""
_DYED_LEVELS: Final = 24
_FAR_IN: Final = np.ones((13, 13), np.uint8)
"""Where the outline has no part in the relief."""
_RELIEF_PX: Final = 3.0
_RELIEF: Final = 2.5
_SAME_RELIEF: Final = 0.75
_CELL: Final = np.ones((4, 4), np.uint8)
_CELL_AREA: Final = 40
_CELL_APART: Final = 3
_CELL_DIFFERS: Final = 0.35
_CELLS: Final = 5
_CELLS_SHARE: Final = 0.25
_CELL_LEVELS: Final = 12.0
_CELL_MOST: Final = 0.4
_CELLS_NEAR: Final = 0.8
_CELLS_VARY: Final = 6.0
_CELL_DETAIL: Final = 2.5
"""Levels by which a mosaic's cells are more even than what they hide."""
_BAR_LEVELS: Final = 10
_BAR_FULL: Final = 0.9
_BAR_PX: Final = 8
_BAR_HIDES: Final = 6.0
_BAR_EDGE: Final = 5.0
_BAR_EDGED: Final = 0.6
_STEEP_INK: Final = 1.5
_WRITTEN: Final = 0.6
_WRITTEN_ALONE: Final = 0.93
"""Dates in orange on photos have 0.97 and more of the steep outlines in colour."""
_LINE_PX: Final = 7
_LINES: Final = 4
_LINE_LEFT: Final = 0.1
_EVEN_LEVELS: Final = 18
_INK_NEAR: Final = 14
_INK_ON_EVEN: Final = 24
"""Levels; on a photo much is nearly of one colour."""
_INK_THERE: Final = 0.3
_DRAWN_THERE: Final = 0.3
"""Of the pixels of the ink: digits of one date have 0.6 and more of it in another one, eyes of a
die between 0.3 and 0.6."""
_OWN_SHARE: Final = 0.1
_OWN_ELSEWHERE: Final = 0.03
_ALONE: Final = 0.93
_EVENLY_SHEER: Final = 0.5
_SHEER: Final = (0.1, 0.75)
_ROOM_LEVELS: Final = 50
_VARIES: Final = 4.0


@dataclass(frozen=True, slots=True)
class Spot:
    left: int
    top: int
    right: int
    bottom: int

    @classmethod
    def of_cells(cls, left: int, top: int, width: int, height: int, shape: tuple[int, ...]) -> Spot:
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


@dataclass(frozen=True, slots=True, eq=False)
class Patch:
    """One region of both pictures."""

    light: tuple[Grey, Grey]
    colour: tuple[Pixels, Pixels]
    around: tuple[Grey, Grey]
    """The light of three times as much, ..."""
    colour_around: tuple[Pixels, Pixels]
    """... and its colours."""
    where: NDArray[np.bool_]
    """The pixels that differ."""

    @classmethod
    def cut(cls, pictures: Pictures, blocks: Blocks, box: Spot) -> Patch:
        apart = blocks.apart[box.part]
        level = max(_CLEAR_LEVELS, _CLEAR * float(apart.max(initial=0)))
        one, other = pictures.light
        colours = [
            cv2.GaussianBlur(cv2.cvtColor(p[box.part], cv2.COLOR_RGB2YCrCb), (5, 5), 1.0)[..., 1:]
            for p in (pictures.first, pictures.second)
        ]
        other_colour = cv2.absdiff(*(np.ascontiguousarray(c) for c in colours)).max(2)
        where = (apart >= level) | (other_colour >= _OTHER_COLOUR)
        if int(where.sum()) < _FEW_PIXELS:  # it lies within a pixel of what the other one has
            plain = cv2.absdiff(one[box.part], other[box.part])
            where = where | (plain >= min(_CLEAR_LEVELS, _CLEAR * float(plain.max(initial=0))))
        wide = box.wide(one.shape)
        return cls(
            (one[box.part], other[box.part]),
            (pictures.first[box.part], pictures.second[box.part]),
            (one[wide], other[wide]),
            (pictures.first[wide], pictures.second[wide]),
            where,
        )

    def is_hidden(self, side: int) -> bool:
        """Whether one picture is blurred here, or a mosaic, and the same but for that."""
        if not self._is_of_one_colour():
            return False
        own, other = self.light[side - 1], self.light[2 - side]
        sigma = float(np.clip(min(own.shape) / 10, *_LOW_PX))
        low = [cv2.GaussianBlur(p, (0, 0), sigma).astype(np.float32) for p in (own, other)]
        apart = np.abs(low[0] - low[1])
        is_as_light = float(apart.mean()) <= _LOW_LEVELS
        if not is_as_light or float(apart[self.where].mean()) > _LOW_LEVELS_THERE:
            return False
        fine = [self._fine_levels(n) for n in (side - 1, 2 - side)]
        if fine[0] > _HIDDEN_FINE * fine[1]:
            return False
        flat = [float((local_range(p, 3) <= _FLAT_LEVELS).mean()) for p in (own, other)]
        if flat[0] > _FLAT > 2 * flat[1]:
            return True
        inside, outside = self._softness(side)
        return inside < _SOFTER * outside

    def _fine_levels(self, number: int) -> float:
        """Grey levels by which one picture's light differs from its blur, where the two differ."""
        values = self.light[number].astype(np.float32)
        return float(np.abs(values - cv2.GaussianBlur(values, (0, 0), _SOFT_PX))[self.where].mean())

    def _is_of_one_colour(self) -> bool:
        """Whether both have one colour in the mean, as a picture has behind a blur or a mosaic."""
        one, other = (p[self.where].mean(0) for p in self.colour)
        apart = (one - one.mean()) - (other - other.mean())
        return float(np.abs(apart).max()) <= _HIDDEN_COLOUR

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

    def is_mosaic(self, side: int) -> bool:
        """Whether one is in large even cells here, each in the middle light of the other one."""
        if not self._is_of_one_colour():
            return False
        own, other = self.light[side - 1], self.light[2 - side]
        flat = cv2.morphologyEx(
            (local_range(own, 3) <= _FLAT_LEVELS).astype(np.uint8), cv2.MORPH_OPEN, _CELL
        )
        count, labels, facts, _ = cv2.connectedComponentsWithStats(flat, connectivity=4)
        areas = facts[:, cv2.CC_STAT_AREA].astype(np.float64)
        areas[0] = 0
        flats = labels.reshape(-1)
        apart = cv2.absdiff(own, other).reshape(-1) > _CELL_APART
        differs = np.bincount(flats, weights=apart, minlength=count)  # letters leave most as it is
        chosen = (areas >= _CELL_AREA) & (differs >= _CELL_DIFFERS * areas)
        if int(chosen.sum()) < _CELLS or areas[chosen].sum() < _CELLS_SHARE * own.size:
            return False
        means = []
        for light in (own, other):
            values = light.reshape(-1).astype(np.float64)
            sums = np.bincount(flats, weights=values, minlength=count)
            squares = np.bincount(flats, weights=values * values, minlength=count)
            mean = sums / np.maximum(areas, 1)
            means.append((mean, np.sqrt(np.maximum(squares / np.maximum(areas, 1) - mean**2, 0))))
        (own_mean, own_std), (other_mean, other_std) = means
        weight = areas * chosen
        is_near = np.abs(own_mean - other_mean) <= _CELL_LEVELS
        near = min(float((weight * is_near).sum() / weight.sum()), float(is_near[chosen].mean()))
        if weight.max() > _CELL_MOST * weight.sum():
            return False  # an even ground with letters on it, say
        varies = float(np.std(own_mean[chosen]))
        lost = float(np.average(other_std - own_std, weights=weight))
        return near >= _CELLS_NEAR and varies > _CELLS_VARY and lost > _CELL_DETAIL

    def is_bar(self, side: int) -> bool:
        """Whether one is of one colour here, with edges all around, and hides what is there."""
        own, other = self.colour[side - 1], self.colour[2 - side]
        inside = _eroded(self.where)
        if int(inside.sum()) < _FEW_PIXELS:
            return False
        ink = np.median(own[inside], axis=0)
        solid = (np.abs(own.astype(np.int32) - ink.astype(np.int32)).max(2) <= _BAR_LEVELS).astype(
            np.uint8
        )
        _, labels, facts, _ = cv2.connectedComponentsWithStats(solid, connectivity=4)
        facts[0, cv2.CC_STAT_AREA] = 0
        number = int(facts[:, cv2.CC_STAT_AREA].argmax())
        wide, high, area = facts[number, cv2.CC_STAT_WIDTH : cv2.CC_STAT_AREA + 1].tolist()
        is_square = area >= _BAR_FULL * wide * high and min(wide, high) >= _BAR_PX
        if not is_square or float(solid[inside].mean()) < _BAR_FULL:
            return False
        bar = labels == number
        if float(self.light[2 - side][bar].std()) < _BAR_HIDES or float(other[bar].std()) < 1:
            return False
        rim = _dilated(bar) & ~_eroded(bar)
        rim[[0, -1]] = rim[:, [0, -1]] = False
        steep = [_steepness(light)[rim] > _BAR_EDGE for light in self.light]
        return bool(rim.any()) and float(steep[side - 1].mean()) >= _BAR_EDGED

    def written_side(self) -> int:
        """Which picture has thin lines in a colour of their own here, the other one none; or 0."""
        seam = self._outline()
        if not seam.any() or not self.is_thin():
            return 0
        one, other = (self._colour_steepness(n)[seam] for n in (0, 1))
        shares = [
            float((x > _STEEPER * y + _STEEP_INK).mean()) for x, y in ((one, other), (other, one))
        ]
        for side, own in enumerate(shares, 1):
            if own >= _WRITTEN and own >= _WRITTEN_ALONE * sum(shares):
                return side
        return 0

    def is_thin(self) -> bool:
        """Whether what differs is made of lines, as letters are, and no thing as wide as high."""
        thin = self._thin_of(self.where)
        return float(thin.sum()) >= (1 - _LINE_LEFT) * float(self.where.sum())

    def _thin_of(self, mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """The lines of a mask of this place, or of what lies around it."""
        size = max(_LINE_PX, min(self.where.shape) // _LINES)
        left = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, np.ones((size, size)))
        return np.asarray(mask & (left == 0), np.bool_)

    def continues(self, side: int) -> bool:
        """Whether what one picture has drawn here may belong to what both have drawn near by."""
        one, other = self.light[side - 1][self.where], self.light[2 - side][self.where]
        if _unevenness(one, other) < _EVENLY_SHEER:
            return False  # a watermark
        if float(np.percentile(np.abs(one.astype(np.float32) - other), 95)) < _INK_LEVELS:
            return False
        may_be = self.is_even(3 - side) or self.is_thin()
        return may_be and self.has_ink_of(side, _DRAWN_THERE)

    def has_ink_of(self, side: int, share: float = _INK_THERE) -> bool:
        """Whether the plain picture, too, has the colour of what was drawn on the other one near
        by, in lines or beside an even ground: then it may be a stroke more of letters that both
        have, or one of the spots of a die."""
        own, plain = self.colour[side - 1], self.colour[2 - side]
        apart = np.abs(own.astype(np.int32) - plain.astype(np.int32)).max(2)
        far = self.where & (apart >= 0.8 * np.percentile(apart[self.where], 95))
        if not far.any():
            return True
        ink = np.median(own[far], axis=0).astype(np.int32)
        off = np.abs(self.colour_around[2 - side].astype(np.int32) - ink).max(2)
        is_even = self.is_even(3 - side)
        found = off <= _INK_ON_EVEN if is_even else self._thin_of(off <= _INK_NEAR)
        return float(found.sum()) > share * float(far.sum())

    def is_even(self, side: int) -> bool:
        """Whether one picture has nothing where the two differ but an even ground."""
        low, high = np.percentile(self.light[side - 1][self.where], (3, 97)).tolist()
        return bool(high - low <= _EVEN_LEVELS)

    def own_colours(self, side: int) -> list[NDArray[np.float64]]:
        """The plain colours of one picture here that the other one has not."""
        own, other = self.colour[side - 1][self.where], self.colour[2 - side][self.where]
        return [
            middle
            for middle, share in _plainest(own)
            if share >= _OWN_SHARE and _share_near(other, middle) < _OWN_ELSEWHERE
        ]

    def is_laid_on_like(self, side: int, inks: list[NDArray[np.float64]]) -> bool:
        """Whether one picture has something laid on here, going by more of the same elsewhere."""
        seam = self._seam()
        if seam[side - 1] >= max(_HAS_SEAM, _ALONE * sum(seam)):
            return True
        if self._plainness(side - 1) < _PLAIN or seam[side - 1] < seam[2 - side]:
            return False
        return any(
            np.abs(colour - ink).max() <= _NEAR_LEVELS
            for colour in self.own_colours(side)
            for ink in inks
        )

    def _colour_steepness(self, number: int) -> Floats:
        soft = cv2.cvtColor(self.colour[number], cv2.COLOR_RGB2YCrCb)
        soft = cv2.GaussianBlur(soft, (5, 5), 1.0)
        planes = (_steepness(np.ascontiguousarray(soft[..., n])) for n in (1, 2))
        return np.asarray(cv2.max(*planes), np.float32)

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
        steep = self._colour_steepness(side - 1)
        return float((steep[seam] > _STEEP_COLOUR).mean()) > _OUTLINED

    def stands_instead(self, side: int) -> bool:
        """Whether this picture has a thing of its own on an even ground where the two differ.

        What was laid on a photo hides parts of things; a spade in the place of a heart covers it.
        """
        alike = ~_dilated(self.where)
        if not alike.any():
            return False
        picture = self.colour[side - 1].astype(np.int32)
        off = np.abs(picture - np.median(picture[alike], axis=0)).max(2)
        if float((off[alike] <= _EVEN_LEVELS).mean()) < _MOSTLY_EVEN:
            return False
        _, things = cv2.connectedComponents((off > _INK_LEVELS).astype(np.uint8))
        differs = np.bincount(things[self.where], minlength=int(things.max()) + 1)
        goes_on = np.concatenate([things[[0, -1]].reshape(-1), things[:, [0, -1]].reshape(-1)])
        differs[goes_on] = 0
        return int(differs[1:].sum()) >= _THING * int(self.where.sum())

    def is_dyed(self) -> bool:
        """Whether both have the same relief here, in clearly other colours: one thing, dyed.

        A yellow bag before yellow lamps has no outline in its colour, a violet one has.
        """
        inside = cv2.erode(self.where.astype(np.uint8), _FAR_IN, borderValue=0) > 0
        if int(inside.sum()) < _FEW_PIXELS:
            return False
        tints = [cv2.cvtColor(p, cv2.COLOR_RGB2YCrCb)[..., 1:][inside] for p in self.colour]
        one, other = (np.median(tint, axis=0) for tint in tints)
        if float(np.abs(one - other).max()) < _DYED_LEVELS:
            return False
        reliefs = []
        for light in self.light:
            values = light.astype(np.float32)
            reliefs.append((values - cv2.GaussianBlur(values, (0, 0), _RELIEF_PX))[inside])
        spread = [float(relief.std()) for relief in reliefs]
        if min(spread) < _RELIEF:
            return False
        return float(np.mean(reliefs[0] * reliefs[1])) > _SAME_RELIEF * spread[0] * spread[1]

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
    """Share of the colours, give or take a little, that most of it has."""
    return sum(share for _, share in _plainest(colours))


def _plainest(colours: Pixels) -> list[tuple[NDArray[np.float64], float]]:
    """The colours that most of it has, give or take a little, and the share of each."""
    wide = colours.astype(np.int32) // _COLOUR_STEP
    bins = 256 // _COLOUR_STEP + 1
    keys = (wide[:, 0] * bins + wide[:, 1]) * bins + wide[:, 2]
    left = np.ones(len(keys), np.bool_)
    found: list[tuple[NDArray[np.float64], float]] = []
    for _ in range(_PLAIN_COLOURS):
        if not left.any():
            break
        some, counts = np.unique(keys[left], return_counts=True)
        middle = colours[left & (keys == some[counts.argmax()])].mean(0)
        is_near = left & (np.abs(colours - middle).max(1) <= _NEAR_LEVELS)
        found.append((middle, float(is_near.mean())))
        left &= ~is_near
    return found


def _share_near(colours: Pixels, middle: NDArray[np.float64]) -> float:
    return float((np.abs(colours - middle).max(1) <= _NEAR_LEVELS).mean())


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
