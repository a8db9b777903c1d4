"""Blocks that differ, joined to regions, and what each region is.

What was laid on a picture has contours of its own where the other one goes on as if nothing were
there; other words have contours on both sides.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np

from imgsim_desktop.matching.look.blocks import Blocks
from imgsim_desktop.matching.look.detail import Pictures
from imgsim_desktop.matching.look.patch import Patch, Spot
from imgsim_desktop.records import RegionKind

_WEAK: Final = 0.5
_JOIN: Final = 5
"""Cells; letters of a word and words of a line belong together."""
_MOST_REGIONS: Final = 40


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
        box = Spot.of_cells(left, top, width, height, blocks.apart.shape)
        is_light = float(blocks.light[labels == number].max()) > 1
        kind, side = _name(pictures, blocks, box, is_light=is_light)
        found.append(
            Found(
                kind, box.left, box.top, box.right, box.bottom,
                float(strength[number]), int(cells[number]), side,
            )
        )  # fmt: skip
    return _of_one_hand(pictures, blocks, found)


def _of_one_hand(pictures: Pictures, blocks: Blocks, found: list[Found]) -> list[Found]:
    """What is in doubt counts as added where more of the same was added to the same picture.

    A sheet of stickers or a watermark in lines lies partly on busy things: an outline is seldom
    plain to see there. The colours of the others are, which the plain picture has not there.
    """
    sides = {f.side for f in found if f.kind is RegionKind.ADDED}
    doubtful = [f for f in found if f.kind is RegionKind.CONTENT]
    if len(sides) != 1 or not doubtful or len(doubtful) > len(found) - len(doubtful):
        return found
    (side,) = sides
    inks = [
        colour
        for f in found
        if f.kind is RegionKind.ADDED
        for colour in Patch.cut(pictures, blocks, _place_of(f)).own_colours(side)
    ]
    named = []
    for one in found:
        is_like = one.kind is RegionKind.CONTENT and Patch.cut(
            pictures, blocks, _place_of(one)
        ).is_laid_on_like(side, inks)
        named.append(replace(one, kind=RegionKind.ADDED, side=side) if is_like else one)
    return named


def _place_of(found: Found) -> Spot:
    return Spot(found.left, found.top, found.right, found.bottom)


def _name(
    pictures: Pictures, blocks: Blocks, box: Spot, *, is_light: bool
) -> tuple[RegionKind, int]:
    patch = Patch.cut(pictures, blocks, box)
    side = patch.written_side()
    if side:
        is_entry = patch.is_written_on_paper(3 - side) or patch.has_ink_of(side)
        return (RegionKind.CONTENT, 0) if is_entry else (RegionKind.ADDED, side)
    if not is_light:
        return (
            RegionKind.BROKEN if box.ends_a_picture(blocks.apart.shape) else RegionKind.COLOUR
        ), 0
    for side in (1, 2):
        if patch.is_hidden(side) or patch.is_mosaic(side):
            return RegionKind.HIDDEN, side
    side = patch.drawn_side()
    if side and (
        patch.has_outline_in_colour(3 - side) or patch.is_dyed() or patch.stands_instead(3 - side)
    ):
        return RegionKind.CONTENT, 0
    if side:
        is_entry = patch.is_written_on_paper(3 - side) or patch.continues(side)
        return (RegionKind.CONTENT, 0) if is_entry else (RegionKind.ADDED, side)
    if box.ends_a_picture(blocks.apart.shape):
        return RegionKind.BROKEN, 0
    for side in (1, 2):
        if patch.is_bar(side):
            return RegionKind.ADDED, side
    side = patch.laid_on_side()
    return (RegionKind.GONE, side) if side else (RegionKind.CONTENT, 0)
