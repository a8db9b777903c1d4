"""How far apart the same things lie in two aligned pictures: nowhere in copies, a pixel in others.

Noise, blur, blocks and tone move nothing. Another shot of a thing on plain ground, or a sign drawn
again, agrees in nearly every window, and yet lies off by half a pixel to the left here and upwards
there. Measured as Lucas and Kanade did (1981), in windows, across the edges; what one affine map
takes away was a fault of the alignment.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.matching.planes import Floats, Matrix

_WINDOW: Final = 21
_NEAR: Final = 7
_STEP: Final = 5
"""Windows begin so many pixels apart."""
_MIN_WINDOWS: Final = 20
_TEXTURE: Final = 0.12
"""Standard deviation near by, in units of the whole overlap's, from which a window counts."""
_ALIKE: Final = 0.6
"""Correlation of a window that shows the same in both, not something that lies over it."""
_STIFF: Final = 0.02
"""Keeps a window with edges in one direction only from sliding along them."""
_ROUNDS: Final = 3
_ROBUST_PX: Final = 0.25
"""Windows that stay so far off count half for the common movement."""
_UNIT: Final = 100.0
FARTHEST: Final = 3.0
"""Pixels; what lies farther apart is not the same thing."""

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Drift:
    """How far apart things lie, in pixels of the comparison; means over what has texture."""

    everywhere: float = FARTHEST
    alike: float = FARTHEST
    """In the windows that show the same: words and stamps on a photo are left out."""


NO_DRIFT: Final = Drift()


class Windows:
    """Sums over the windows in which two aligned views have texture."""

    def __init__(self, left: Floats, right: Floats, mask: Floats) -> None:
        """Takes views that are standardised and without ramps."""
        share = _sums(mask)
        self._rows, self._columns = np.nonzero((share > 0.5) & (mask[::_STEP, ::_STEP] > 0))
        left, right = left * mask, right * mask
        texture = np.sqrt(self._at(_texture(left, right, mask))) / _TEXTURE
        kept = texture > 0.6
        self._rows, self._columns = self._rows[kept], self._columns[kept]
        self.weight = np.minimum(texture[kept] - 0.5, 1)
        square_l, square_r = _sums(left * left), _sums(right * right)
        together = self._at(_sums(left * right))
        apart = np.sqrt(np.maximum(self._at(square_l) * self._at(square_r), 1e-12))
        self._alike = (together > _ALIKE * apart).astype(np.float64)
        gain = np.sqrt((square_l + 1e-6) / (square_r + 1e-6))
        right = right * _spread(np.clip(gain, 0.1, 10), right.shape)
        mean, change = (left + right) / 2, right - left
        x = cv2.Sobel(mean, cv2.CV_32F, 1, 0, scale=0.125) * mask
        y = cv2.Sobel(mean, cv2.CV_32F, 0, 1, scale=0.125) * mask
        self._xx, self._xy, self._yy, self._to_x, self._to_y = (
            self._at(_sums(product)) for product in (x * x, x * y, y * y, -x * change, -y * change)
        )
        self._edges = np.maximum(self._xx + self._yy, 1e-8)
        xx, yy = self._xx + _STIFF * self._edges, self._yy + _STIFF * self._edges
        area = np.maximum(xx * yy - self._xy**2, 1e-16)
        self._move_x = (yy * self._to_x - self._xy * self._to_y) / area
        self._move_y = (xx * self._to_y - self._xy * self._to_x) / area

    def _at(self, values: Floats) -> Values:
        return values[self._rows, self._columns].astype(np.float64)

    def _across_edges(self, x: Values, y: Values) -> Values:
        """How far movements go across the edges of their windows."""
        square = self._xx * x * x + 2 * self._xy * x * y + self._yy * y * y
        far: Values = np.sqrt(np.maximum(square, 0) / self._edges)
        return np.minimum(far, FARTHEST)

    def drift(self) -> Drift:
        """How far apart things lie; the farthest where too little has texture to say."""
        if len(self.weight) < _MIN_WINDOWS:
            return NO_DRIFT
        far = self._across_edges(self._move_x, self._move_y)
        alike = self.weight * self._alike
        enough = np.count_nonzero(alike) >= _MIN_WINDOWS
        return Drift(
            everywhere=float(np.average(far, weights=self.weight)),
            alike=float(np.average(far, weights=alike)) if enough else FARTHEST,
        )

    def common_movement(self, *, bent: bool = False) -> Matrix:
        """From places in the left view to where the right one shows the same, an affine map.

        Most of the windows that show the same have it in common. `bent` gives a homography.
        """
        one, none = np.ones(len(self.weight)), np.zeros(len(self.weight))
        place = np.stack([self._columns, self._rows], 1) * float(_STEP)
        middle = place.mean(0)
        x, y = ((place - middle) / _UNIT).T
        of_x = np.stack([x, y, one, none, none, none], 1)
        of_y = np.stack([none, none, none, x, y, one], 1)
        if bent:
            of_x = np.column_stack([of_x, x * x, x * y])
            of_y = np.column_stack([of_y, x * y, y * y])
        robust, found = one, none
        for _ in range(_ROUNDS):
            pull = (self.weight * self._alike * robust / self._edges)[:, None]
            mixed = (of_x * pull * self._xy[:, None]).T @ of_y
            normal = mixed + mixed.T
            normal += (of_x * pull * self._xx[:, None]).T @ of_x
            normal += (of_y * pull * self._yy[:, None]).T @ of_y
            normal += np.eye(len(normal)) * max(1e-6 * float(np.trace(normal)), 1e-12)
            wanted = of_x.T @ (pull[:, 0] * self._to_x) + of_y.T @ (pull[:, 0] * self._to_y)
            found = np.linalg.solve(normal, wanted)
            left = self._across_edges(self._move_x - of_x @ found, self._move_y - of_y @ found)
            robust = 1 / (1 + (left / _ROBUST_PX) ** 2)
        movement = np.eye(3)
        movement[:2] += found[:6].reshape(2, 3) / _UNIT
        if bent:
            movement[2, :2] -= found[6:] / _UNIT
        to_units = np.diag([1, 1, _UNIT]) / _UNIT
        to_units[:2, 2] = -middle / _UNIT
        return np.asarray(np.linalg.inv(to_units) @ movement @ to_units, np.float64)


def _texture(left: Floats, right: Floats, mask: Floats) -> Floats:
    """The lesser variance of the two near each window's middle."""
    share = np.maximum(_sums(mask, _NEAR), 1e-6)
    variances = (
        _sums(view * view, _NEAR) / share - (_sums(view, _NEAR) / share) ** 2
        for view in (left, right)
    )
    return np.asarray(np.maximum(np.minimum(*variances), 0), np.float32)


def _spread(values: Floats, shape: tuple[int, ...]) -> Floats:
    """The value of the nearest window at each pixel."""
    full = np.repeat(np.repeat(values, _STEP, axis=0), _STEP, axis=1)
    off = _STEP // 2
    full = np.pad(full[off:, off:], ((0, off), (0, off)), mode="edge")
    return np.asarray(full[: shape[0], : shape[1]], np.float32)


def _sums(values: Floats, window: int = _WINDOW) -> Floats:
    """Means over the windows, one every `_STEP` pixels."""
    means = cv2.boxFilter(values, -1, (window, window), borderType=cv2.BORDER_CONSTANT)
    return np.asarray(means[::_STEP, ::_STEP], np.float32)
