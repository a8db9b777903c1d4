"""Grey ends: where JPEG data ran out, libjpeg leaves the rest of the picture at exactly 128.

Saved again, such a picture has a file without any fault, and the grey stays.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_GREY = 128
_LEAST_ROWS = 0.01
_LEAST_COLUMNS = 0.02
_SAME_PLACE = 0.04
"""Of the width: blocks at the edge blur where the picture was saved again."""
_ABOVE_ROWS = 8


def missing_rows(image: Image.Image) -> float:
    """Share of the rows at the bottom that are flat grey."""
    whole = np.flatnonzero(~_grey(np.asarray(image)).all(axis=1))
    return 1.0 - (int(whole[-1]) + 1 if len(whole) else 0) / image.height


def ends_grey(image: Image.Image) -> bool:
    """Whether a picture ends like one whose data ran out, though its own file is whole.

    Data run out in the middle of a row of blocks: right above the grey rows, some more are grey
    from one place on, and nothing above these is. A grey bar that somebody drew has a straight
    edge.
    """
    bottom = image.crop((0, image.height - 1, image.width, image.height))
    if image.mode not in {"L", "RGB", "CMYK"} or not _grey(np.asarray(bottom)).all():
        return False
    is_grey = _grey(np.asarray(image))
    height, width = is_grey.shape
    tails = np.where(is_grey.all(axis=1), width, (~is_grey[:, ::-1]).argmax(axis=1))
    mixed = np.flatnonzero(tails < width)
    if not len(mixed):
        return False
    last = int(mixed[-1])
    tail = int(tails[last])
    if height - 1 - last < _LEAST_ROWS * height:
        return False
    if not _LEAST_COLUMNS <= tail / width <= 1 - _LEAST_COLUMNS:
        return False
    other = np.flatnonzero(np.abs(tails[: last + 1] - tail) > max(2, _SAME_PLACE * width))
    first = int(other[-1]) + 1 if len(other) else 0  # row from which on the right part is grey
    above = tails[max(0, first - _ABOVE_ROWS) : first]
    return len(above) > 0 and bool((above < tail / 2).all())


def _grey(pixels: NDArray[Any]) -> NDArray[np.bool_]:
    """(h, w): all channels within 1 of the middle."""
    near = np.abs(pixels.astype(np.int16) - _GREY) <= 1
    return near if near.ndim == 2 else np.asarray(near.all(axis=2))
