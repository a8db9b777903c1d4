"""Many points as one picture: where more photos stand it is denser."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

DOT_PX: Final = 2
"""Side of a dot. Points are counted in squares of it: a quarter of the screen's pixels."""
_LEVELS: Final = 40
_LEAST: Final = 0.55
"""How dark a single photo is; the most are reached at _LEVELS photos in one dot."""


class DensityPainter:
    """Counts points into dots with numpy; a hundred thousand take two milliseconds."""

    def __init__(self) -> None:
        self._pixels: NDArray[np.uint32] = np.zeros((0, 0), np.uint32)

    def image(
        self,
        screen: NDArray[np.float32],
        width_px: int,
        height_px: int,
        ground: QColor,
        dot: QColor,
    ) -> QImage:
        """One pixel a dot, to be drawn DOT_PX times as large; borrows our memory until the next.

        screen  (n, 2) pixels; points outside are left out
        """
        across, down = -(-width_px // DOT_PX), -(-height_px // DOT_PX)
        # By rounding towards zero a strip left of the picture would fall into its first column.
        x, y = np.floor(screen.T * np.float32(1 / DOT_PX)).astype(np.int32)
        inside = (x >= 0) & (x < across) & (y >= 0) & (y < down)
        dots = y * across + x
        counted = np.bincount(dots if inside.all() else dots[inside], minlength=across * down)
        shades = _table(ground, dot)
        self._pixels = shades.take(counted, mode="clip")
        return QImage(self._pixels.data, across, down, 4 * across, QImage.Format.Format_RGB32)


def _table(ground: QColor, dot: QColor) -> NDArray[np.uint32]:
    """Colours for 0, 1, 2 ... photos in a dot, as Qt keeps them."""
    level = np.arange(_LEVELS) / (_LEVELS - 1)
    share = np.where(level == 0, 0, _LEAST + (1 - _LEAST) * np.sqrt(level))[:, None]
    ends = [np.array([c.red(), c.green(), c.blue()]) for c in (ground, dot)]
    mixed = np.round(ends[0] * (1 - share) + ends[1] * share).astype(np.uint32)
    table: NDArray[np.uint32] = (mixed << np.array([16, 8, 0], np.uint32)).sum(1, dtype=np.uint32)
    return table | np.uint32(0xFF000000)
