"""Photos on a plain ground: cut out, under a burnt sky, or laid on white. They are no pages.

A page has words and boxes here and there on its ground, of few colours; a photo is one piece, and
has many colours beside that of the ground.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from imgsim_desktop.matching.look.colours import Palette
from imgsim_desktop.records import Pixels

_SIDE_PX: Final = 500
_MANY_COLOURS: Final = 12.0
"""Colours beside the ground, counted by their shares: pages and charts have 1 to 8, of two photos
on white the richer one 15 to 27."""
_OFF_LEVELS: Final = 24
_GAP: Final = 7
_LEAST: Final = 0.05
"""Share of the picture that the photo takes, ..."""
_IN_ONE: Final = 0.97
"""... and share of all that is not the ground that lies in one piece."""


def is_photo_on_ground(picture: Pixels, palette: Palette) -> bool:
    """palette: of this picture."""
    if palette.is_plain or _colours_beside_ground(palette) < _MANY_COLOURS:
        return False
    step = max(1, max(picture.shape[:2]) // _SIDE_PX)
    ground = palette.own[palette.share.argmax()]
    some = np.abs(picture[::step, ::step].astype(np.float32) - ground.astype(np.float32))
    off = np.maximum(np.maximum(some[..., 0], some[..., 1]), some[..., 2])
    shown = (off > _OFF_LEVELS).astype(np.uint8)
    joined = cv2.morphologyEx(shown, cv2.MORPH_CLOSE, np.ones((_GAP, _GAP), np.uint8))
    _, labels = cv2.connectedComponents(joined)
    pieces = np.bincount(labels[shown > 0])
    largest, total = int(pieces.max(initial=0)), int(pieces.sum())
    return bool(largest >= max(_LEAST * shown.size, _IN_ONE * total))


def _colours_beside_ground(palette: Palette) -> float:
    beside = np.sort(palette.share)[:-1]
    total = float(beside.sum())
    return total * total / max(float((beside * beside).sum()), 1e-12)
