"""Fills: one of two pictures is of one colour from some edge to its end, where the other goes on.

So a photo looks whose data ran out, once it was saved again: its file has no fault any more, and
the grey that the decoder left has lost its exact value. A bar that somebody laid there hides as
much. A picture whose own plain ground ends it has no edge there, whatever was laid on its copy.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.matching.planes import Floats, Grey, light_of, size_of
from imgsim_desktop.records import Pixels

_SIDE_PX: Final = 512
"""Fills are looked for among so many pixels a side, or a little more."""
_SHARED: Final = 0.9
"""Of the picture, what both must show; the rim of small ones is left out."""
_CORNER: Final = 0.06
_PLAIN_LEVELS: Final = 6
"""Coding leaves that much of a plain colour."""
_COARSE_LEVELS: Final = 10
"""The same of single pixels in full size."""
_RIM_PX: Final = 3
"""Pixels that two pictures may not share."""
_LEAST_PX: Final = 3
_LEAST: Final = 0.005
"""Share of the picture that is filled."""
_WIDE: Final = 0.1
"""Share of the width that is filled from a corner on: data run out in the middle of a row, ..."""
_WHOLE: Final = 0.95
"""... and fill up all behind it."""
_BEFORE_PX: Final = (4, 7, 10)
"""There, behind what coding blurs, it has an edge ..."""
_EDGE_LEVELS: Final = 10
_EDGED: Final = 0.7
"""... in so many columns."""
_OTHERWISE: Final = 0.4
"""Share of what is filled where the other picture has the same colour, or one colour at all."""
_SMOOTHED_PX: Final = 7
"""What noise leaves after averaging over that, of its light, is plain: a level or two in ten."""
_SAMPLED: Final = 20_000
_CLOSED: Final = 0.08
"""Of the width: gaps in what is filled, where a bright edge rings, say."""
_WIDENED_PX: Final = 15
"""Coding blurs the edge, its colours twice as far."""


@dataclass(frozen=True, slots=True, eq=False)
class Fill:
    """What one of two pictures in one frame does not show."""

    side: int
    """1 or 2: the picture that is filled up."""
    area: NDArray[np.uint8]
    """(h, w): 1 where it is, in the pixels of the frame."""
    box: tuple[int, int, int, int]
    """Left, top, right, bottom."""


def find_fill(first: Pixels, second: Pixels, mask: NDArray[np.uint8]) -> Fill | None:
    """Two pictures in one frame, mask 1 where both show something."""
    if not any(map(_has_plain_corner, (first, second))):
        return None  # as of most photos: nothing is shrunk for them
    step = max(1, round(max(mask.shape) / _SIDE_PX))  # averaging costs 14 ms a megapixel
    if float((mask[::step, ::step] > 0).mean()) < _SHARED:
        return None
    one, other = (
        np.ascontiguousarray(light_of(picture[::step])[:, ::step]) for picture in (first, second)
    )
    filled = [_filled(*pair) for pair in ((one, other), (other, one))]
    if (filled[0] is None) == (filled[1] is None):
        return None
    side, area = (1, filled[0]) if filled[0] is not None else (2, filled[1])
    assert area is not None
    wide = cv2.dilate(area, np.ones((_WIDENED_PX, _WIDENED_PX), np.uint8))
    full = cv2.resize(wide, size_of(mask), interpolation=cv2.INTER_NEAREST)
    left, top, width, height = cv2.boundingRect(full)
    return Fill(side, np.asarray(full, np.uint8), (left, top, left + width, top + height))


def _has_plain_corner(picture: Pixels) -> bool:
    height, width = picture.shape[:2]
    rim = _RIM_PX
    if min(height, width) < 2 * (rim + _LEAST_PX):
        return False  # an icon, with nothing between its rims
    across, down = (max(rim + _LEAST_PX, round(_CORNER * side)) for side in (width, height))
    rows = picture[[rim, -1 - rim]]
    columns = picture[:, [rim, -1 - rim]].swapaxes(0, 1)
    ends = [rows[:, rim:across], rows[:, -across:-rim]]
    ends += [columns[:, rim:down], columns[:, -down:-rim]]
    greens = [end[..., 1].astype(np.int16) for both in ends for end in both]
    return any(int(np.abs(g - int(np.median(g))).max(initial=0)) <= _COARSE_LEVELS for g in greens)


def _filled(own: Grey, other: Grey) -> NDArray[np.uint8] | None:
    """(h, w) 1 where the own picture is filled up and the other one is not."""
    for turns in range(4):
        for is_mirrored in (False, True):
            views = [np.rot90(picture, turns) for picture in (own, other)]
            views = [view[:, ::-1] if is_mirrored else view for view in views]
            area = _filled_from_below(*views)
            if area is not None:
                area = area[:, ::-1] if is_mirrored else area
                return np.ascontiguousarray(np.rot90(area, -turns))
    return None


def _filled_from_below(own: Grey, other: Grey) -> NDArray[np.uint8] | None:
    """Filled from the right end of the last row on."""
    height, width = own.shape
    corner = own[-_LEAST_PX:, -max(_LEAST_PX, round(_CORNER * width)) :]
    level = int(np.median(corner))
    if int(np.abs(corner.astype(np.int16) - level).max()) > _PLAIN_LEVELS:
        return None
    is_plain = np.abs(own.astype(np.int16) - level) <= _PLAIN_LEVELS
    rows = np.where(is_plain.all(0), height, (~is_plain[::-1]).argmax(0))
    is_filled = (rows >= _LEAST_PX) & (rows <= height - _BEFORE_PX[-1])
    columns = np.flatnonzero(is_filled)
    if not len(columns) or int(rows[columns].sum()) < _LEAST * own.size:
        return None
    extent = width - int(columns[0])
    if extent < _WIDE * width or len(columns) < _WHOLE * extent:
        return None
    first = height - rows[columns]
    steps = np.stack([np.abs(own[first - k, columns].astype(np.int16) - level) for k in _BEFORE_PX])
    if float((steps.max(0) >= _EDGE_LEVELS).mean()) < _EDGED:
        return None
    area = (np.arange(height)[:, None] >= height - rows) & is_filled
    shown = other[area].astype(np.int16)
    for off in (shown - level, shown - int(np.median(shown)), _off_smooth(other, area)):
        if float((np.abs(off) <= _PLAIN_LEVELS).mean()) > _OTHERWISE:
            return None
    gap = np.ones((1, max(1, round(_CLOSED * width))), np.uint8)
    return np.asarray(cv2.morphologyEx(area.astype(np.uint8), cv2.MORPH_CLOSE, gap), np.uint8)


def _off_smooth(picture: Grey, area: NDArray[np.bool_]) -> Floats:
    """Levels by which what is shown in an area lies off a smooth surface, but for noise.

    A white sky under a filter that darkens the corners, or with noise laid on it, is plain: nothing
    hides there in the other one.
    """
    size = (_SMOOTHED_PX, _SMOOTHED_PX)
    seen = np.asarray(cv2.blur(picture.astype(np.float32), size), np.float32)
    within = cv2.blur(area.astype(np.float32), size) >= 1  # beyond lies something else
    within = within if within.any() else area
    down, right = (
        at.astype(np.float64) / side
        for at, side in zip(np.nonzero(within), picture.shape, strict=True)
    )
    terms = np.stack([np.ones_like(down), down, right, down**2, right**2, down * right], axis=1)
    levels = seen[within].astype(np.float64)
    every = max(1, len(levels) // _SAMPLED)
    weights, *_ = np.linalg.lstsq(terms[::every], levels[::every], rcond=None)
    return np.asarray(levels - terms @ weights, np.float32)
