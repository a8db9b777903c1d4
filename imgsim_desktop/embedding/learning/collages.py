"""Rows of small pictures as one picture: reconstructions, and queries with their nearest."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.records import Pixels

Colour = tuple[int, int, int]
RIGHT: Colour = (46, 160, 67)
WRONG: Colour = (207, 60, 60)
PLAIN: Colour = (246, 246, 246)
_GAP_PX = 4
_FRAME_PX = 3


def draw_rows(
    rows: Sequence[Sequence[Pixels]],
    frames: Sequence[Sequence[Colour]] | None = None,
    cell_px: int = 72,
    *,
    first_apart: bool = False,
) -> Pixels:
    """One row a sequence; pictures of any size are fitted into square cells.

    frames       colour around each picture; none by default
    first_apart  a wider gap after the first picture of each row, which is the question
    """
    columns = max((len(row) for row in rows), default=1)
    outer = cell_px + 2 * _FRAME_PX + _GAP_PX
    extra = 3 * _GAP_PX if first_apart else 0
    canvas = np.full(
        (max(len(rows), 1) * outer + _GAP_PX, columns * outer + _GAP_PX + extra, 3), 246, np.uint8
    )
    for down, row in enumerate(rows):
        for along, picture in enumerate(row):
            top = _GAP_PX + down * outer
            left = _GAP_PX + along * outer + (extra if along else 0)
            colour = PLAIN if frames is None else frames[down][along]
            canvas[top : top + outer - _GAP_PX, left : left + outer - _GAP_PX] = colour
            top, left = top + _FRAME_PX, left + _FRAME_PX
            canvas[top : top + cell_px, left : left + cell_px] = _fitted(picture, cell_px)
    return canvas


def draw_nearest(
    pictures: Sequence[Pixels] | NDArray[np.uint8],
    questions: Sequence[int],
    nearest: Sequence[Sequence[int]] | NDArray[np.int64],
    labels: Sequence[object] | NDArray[np.int64] | None = None,
    cell_px: int = 72,
) -> Pixels:
    """A row a question: the picture itself, then its nearest; framed by whether the label agrees.

    nearest (questions, k) rows of `pictures`, nearest first, without the question itself
    """
    rows = [
        [pictures[own], *(pictures[int(other)] for other in near)]
        for own, near in zip(questions, nearest, strict=True)
    ]
    frames = None
    if labels is not None:
        frames = [
            [PLAIN, *(RIGHT if labels[int(o)] == labels[own] else WRONG for o in near)]
            for own, near in zip(questions, nearest, strict=True)
        ]
    return draw_rows(rows, frames, cell_px, first_apart=True)


def _fitted(picture: Pixels, side: int) -> Pixels:
    height, width = picture.shape[:2]
    scale = side / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_NEAREST
    small = cv2.resize(picture, size, interpolation=how)
    cell = np.full((side, side, 3), 246, np.uint8)
    top, left = (side - size[1]) // 2, (side - size[0]) // 2
    cell[top : top + size[1], left : left + size[0]] = small
    return cell
