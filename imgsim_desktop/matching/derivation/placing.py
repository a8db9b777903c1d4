"""One picture in the pixels of the other one's file: turned as that is stored, in its size."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from imgsim_desktop.matching.planes import Grey

_NEAR: Final = 0.02
"""Relative to the sides: a copy that was cut, tilted or framed by more lies on no common grid."""

_TURNS: Final[dict[int, tuple[tuple[int, int], tuple[int, int]]]] = {
    1: ((1, 0), (0, 1)),
    2: ((-1, 0), (0, 1)),
    3: ((-1, 0), (0, -1)),
    4: ((1, 0), (0, -1)),
    5: ((0, 1), (1, 0)),
    6: ((0, -1), (1, 0)),
    7: ((0, -1), (-1, 0)),
    8: ((0, 1), (-1, 0)),
}
"""EXIF codes, and what turning by them does to relative coordinates measured from the middle."""

_BACK: Final = {6: 8, 8: 6}
"""Codes that undo one another; all others undo themselves."""


def turn_of(transform: tuple[float, ...]) -> int | None:
    """EXIF code of a map from relative coordinates of `b` to those of `a`, as in `records.Pair`.

    None unless both show the whole picture, however they are turned.
    """
    matrix = np.reshape(np.array(transform, np.float64), (2, 3))
    middle = matrix @ (0.5, 0.5, 1.0)
    if not np.isfinite(matrix).all() or float(np.abs(middle - 0.5).max()) > _NEAR:
        return None
    for code, turn in _TURNS.items():
        if float(np.abs(matrix[:, :2] - turn).max()) <= _NEAR:
            return code
    return None


def back(code: int) -> int:
    """The code that undoes another."""
    return _BACK.get(code, code)


def turned(picture: Grey, code: int) -> Grey:
    """As a viewer turns a picture with this EXIF code; (h, w) or (h, w, 3)."""
    if code >= 5:
        picture = picture.swapaxes(0, 1)
    if code in (3, 4, 7, 8):
        picture = picture[::-1]
    if code in (2, 3, 6, 7):
        picture = picture[:, ::-1]
    return picture


def shrunk_to(picture: Grey, size: tuple[int, int], *, is_averaged: bool) -> Grey:
    """A picture that may have been enlarged from this size, back in it.

    is_averaged  over all pixels that became of one, which takes coding out of them; else they are
                 sampled sharply, which brings back more detail where each became few

    Rounded to levels, as the picture itself is: floats took twice as long and told no more.
    """
    how = cv2.INTER_AREA if is_averaged else cv2.INTER_LANCZOS4
    return np.asarray(cv2.resize(np.ascontiguousarray(picture), size, interpolation=how), np.uint8)
