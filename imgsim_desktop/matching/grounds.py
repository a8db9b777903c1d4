"""Grounds: on which one a flat copy of a transparent picture was laid, and the picture on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.matching import looks
from imgsim_desktop.matching.planes import Floats, Matrix
from imgsim_desktop.records import Pixels

Ground = tuple[float, float, float]
"""Red, green and blue of a plain ground, 0 to 255."""

_FRAMING: Final = 0.03
"""Difference of the sides' ratios up to which two pictures are taken to lie alike."""
_SHOWS: Final = 0.1
"""Share of the ground in a pixel from which it tells of the ground; where some show more, half of
the most: what was kept of a pixel's own colour is divided by it."""
_FEWEST: Final = 20
_PLAIN_LEVELS: Final = 16.0
_PLAIN: Final = 0.6
"""Share of what tells of the ground that must agree: else it was laid on another picture."""
_RIM: Final = 0.02
_GRID: Final = 250
"""Points along a side at which two pictures are compared."""


@dataclass(frozen=True, slots=True, eq=False)
class Clear:
    """A transparent picture."""

    on_black: Pixels
    """(h, w, 3): what it has of its own."""
    through: NDArray[np.uint8]
    """(h, w): how much of the ground shows, 0 to 255."""

    @classmethod
    def of_both(cls, on_white: Pixels, on_black: Pixels) -> Clear:
        """From what it looks like on two grounds."""
        between = on_white.astype(np.int16) - on_black
        return cls(on_black, np.clip(between.mean(2), 0, 255).astype(np.uint8))

    @classmethod
    def of_rgba(cls, pixels: Pixels) -> Clear:
        """From (h, w, 4)."""
        alpha = pixels[..., 3:]
        own = cv2.multiply(pixels[..., :3], cv2.merge([alpha] * 3), scale=1 / 255)
        return cls(np.asarray(own, np.uint8), np.asarray(255 - alpha[..., 0], np.uint8))

    def over(self, ground: Ground) -> Pixels:
        """(h, w, 3) on this ground."""
        out = np.empty_like(self.on_black)
        for channel, level in enumerate(ground):
            share = cv2.convertScaleAbs(self.through, alpha=level / 255)
            out[..., channel] = cv2.add(self.on_black[..., channel], share)
        return out


def ground_of(clear: Clear, flat: Pixels, to_flat: Matrix | None = None) -> Ground | None:
    """The plain ground on which a flat picture shows a transparent one; None where there is none.

    flat     (h, w, 3), another picture in any size
    to_flat  3 x 3, relative coordinates of the transparent one to those of the flat one; None: not
             known, both are taken to be framed alike, or else the rim of the flat one is the ground
    """
    ratios = [p.shape[1] / p.shape[0] for p in (clear.on_black, flat)]
    if to_flat is None and abs(ratios[0] / ratios[1] - 1) > _FRAMING:
        return _ground_of_rim(flat)
    own, through, seen = _at_points(clear, flat, np.eye(3) if to_flat is None else to_flat)
    if len(through):
        tells = through >= max(_SHOWS, 0.5 * float(through.max()))
        found = _plain((seen[tells] - own[tells]) / through[tells, None])
        if found is not None or to_flat is not None:
            return found
    return _ground_of_rim(flat) if to_flat is None else None


def _at_points(clear: Clear, flat: Pixels, to_flat: Matrix) -> tuple[Floats, Floats, Floats]:
    """(n, 3) own light, (n,) share of the ground, (n, 3) light of the flat one, at like places."""
    height, width = clear.through.shape
    rows, columns = (np.arange(min(_GRID, side)) + 0.5 for side in (height, width))
    rows, columns = rows / len(rows), columns / len(columns)
    x, y = (part.ravel() for part in np.meshgrid(columns, rows))
    placed = to_flat @ np.stack([x, y, np.ones_like(x)])
    u, v = placed[:2] / placed[2]
    inside = (u >= 0) & (u < 1) & (v >= 0) & (v < 1)
    x, y, u, v = x[inside], y[inside], u[inside], v[inside]
    at = (y * height).astype(np.int64), (x * width).astype(np.int64)
    there = (v * flat.shape[0]).astype(np.int64), (u * flat.shape[1]).astype(np.int64)
    return (
        clear.on_black[at].astype(np.float32),
        clear.through[at].astype(np.float32) / 255,
        flat[there].astype(np.float32),
    )


def _plain(levels: Floats) -> Ground | None:
    """The one colour that most of these (n, 3) have."""
    if len(levels) < _FEWEST:
        return None
    middle = np.median(levels, axis=0)
    if float((np.abs(levels - middle).max(1) <= _PLAIN_LEVELS).mean()) < _PLAIN:
        return None
    red, green, blue = np.clip(middle, 0, 255).tolist()
    return red, green, blue


def _ground_of_rim(flat: Pixels) -> Ground | None:
    height, width = flat.shape[:2]
    rim = max(1, round(_RIM * min(height, width)))
    inner = np.ones((height, width), np.bool_)
    inner[rim:-rim, rim:-rim] = False
    return _plain(flat[inner].astype(np.float32))


def near_on_grounds(
    views: looks.Hashes, rows: NDArray[np.int64], hashes: looks.Hashes, asked: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """(m, 2) rows i < j of a transparent picture and one that is near it on some ground.

    views   (v, 32) hashes of transparent pictures, each on some ground
    rows    (v,) the row of each picture in `hashes`
    hashes  (n, 32) of all pictures as they are shown
    asked   (n,) at least one of a pair is among these
    """
    found: list[NDArray[np.int64]] = [np.empty((0, 2), np.int64)]
    for turned in looks.turned(views):
        near = looks.near_between(turned, hashes, asked[rows], asked)
        pairs = np.stack([rows[near[:, 0]], near[:, 1]], 1)
        pairs = pairs[pairs[:, 0] != pairs[:, 1]]
        found.append(np.sort(pairs, axis=1))
    return np.unique(np.concatenate(found), axis=0)


def stack_views(views: Sequence[bytes]) -> tuple[looks.Hashes, NDArray[np.int64]]:
    """(v, 32) hashes of all grounds of some pictures, and (v,) the place of each picture."""
    side = looks.BITS // 8
    counts = [len(each) // side for each in views]
    return (
        np.frombuffer(b"".join(views), np.uint8).reshape(-1, side),
        np.repeat(np.arange(len(views)), counts),
    )
