"""Which part of a picture, of a pair or of the map is seen, and how large; no widget."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

_IS_FITTED = 1.001
"""Times the fitted scale that is still taken for it: a step of the wheel lands beside it."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What is looked at, in units of its own: pixels of a photo, places of the map."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Limits:
    """How near and how far a camera may go. Scales are pixels of the view a unit of the ground."""

    margin_px: float = 0.0
    """Left free on each side of the fitted ground."""
    fitted_scale: float = math.inf
    """At most, so that a small picture is not blown up."""
    closest_scale: float = math.inf
    closest_fits: float = math.inf
    """Times the fitted scale. The smaller of the two holds, but fitted is always allowed."""
    farthest_fits: float = 1.0
    """Times the fitted scale. At 1 who goes as far as that is fitted again."""
    fills_view: bool = False
    """Never show an empty edge where the ground could fill it; else its middle may reach an edge
    of the ground."""


@dataclass(frozen=True, slots=True)
class Camera:
    """A place over the ground: what of it stands in the middle of the view, and its scale.

    Points of the view are pixels from its top left corner. A change gives another camera.
    """

    ground: Ground
    limits: Limits
    width_px: float
    height_px: float
    x: float
    y: float
    """What stands in the middle of the view, in units of the ground."""
    scale: float
    """Pixels of the view a unit of the ground."""
    is_fitted: bool = field(default=False, compare=False)
    """All is seen, and will be after the view gets another size."""

    @classmethod
    def over(
        cls, ground: Ground, width_px: float, height_px: float, limits: Limits = Limits()
    ) -> Camera:
        """All of the ground in the middle of the view."""
        width_px, height_px = max(1, width_px), max(1, height_px)
        whole = cls(ground, limits, width_px, height_px, *ground.middle, 1.0, is_fitted=True)
        return replace(whole, scale=whole.fit_scale)

    @property
    def fit_scale(self) -> float:
        """The largest scale at which all is seen; 1 where there is nothing to see."""
        if self.ground.width <= 0 or self.ground.height <= 0:
            return 1.0
        frame = 2 * self.limits.margin_px
        return min(
            max(1.0, self.width_px - frame) / self.ground.width,
            max(1.0, self.height_px - frame) / self.ground.height,
            self.limits.fitted_scale,
        )

    @property
    def closest_scale(self) -> float:
        fit = self.fit_scale
        return max(fit, min(self.limits.closest_scale, fit * self.limits.closest_fits))

    def on_screen(self, places: NDArray[np.float32]) -> NDArray[np.float32]:
        """Where places of the ground, (n, 2) or (2,), stand in the view, in its pixels."""
        middle = np.array([self.x, self.y], np.float32)
        half = np.array([self.width_px / 2, self.height_px / 2], np.float32)
        screen: NDArray[np.float32] = (places - middle) * np.float32(self.scale) + half
        return screen

    def in_view(self, x: float, y: float) -> tuple[float, float]:
        """Where a place of the ground stands in the view, in its pixels."""
        return (
            (x - self.x) * self.scale + self.width_px / 2,
            (y - self.y) * self.scale + self.height_px / 2,
        )

    def under(self, x_px: float, y_px: float) -> tuple[float, float]:
        """The place of the ground that is seen at a point of the view."""
        return (
            self.x + (x_px - self.width_px / 2) / self.scale,
            self.y + (y_px - self.height_px / 2) / self.scale,
        )

    def fitted(self) -> Camera:
        return Camera.over(self.ground, self.width_px, self.height_px, self.limits)

    def zoomed(self, factor: float, x_px: float, y_px: float) -> Camera:
        """Closer or farther; what is under the point stays there."""
        return self.at_scale(self.scale * factor, x_px, y_px)

    def at_scale(self, scale: float, x_px: float, y_px: float) -> Camera:
        """At this scale or the nearest one allowed; what is under the point stays there."""
        limits, fit = self.limits, self.fit_scale
        snaps = limits.farthest_fits >= 1 and scale < limits.fitted_scale
        if snaps and scale <= fit * _IS_FITTED:
            return self.fitted()
        scale = min(max(scale, fit * limits.farthest_fits), self.closest_scale)
        x, y = self.under(x_px, y_px)
        return replace(
            self,
            x=x - (x_px - self.width_px / 2) / scale,
            y=y - (y_px - self.height_px / 2) / scale,
            scale=scale,
            is_fitted=False,
        )

    def moved(self, dx_px: float, dy_px: float) -> Camera:
        """The ground follows the hand, as far as it may."""
        return self.over_place(self.x - dx_px / self.scale, self.y - dy_px / self.scale)

    def over_place(self, x: float, y: float) -> Camera:
        """With a place of the ground in the middle, or as near to it as it may be."""
        half_wide = half_high = 0.0
        if self.limits.fills_view:
            half_wide = self.width_px / 2 / self.scale
            half_high = self.height_px / 2 / self.scale
        x = _held(x, self.ground.left, self.ground.right, half_wide)
        y = _held(y, self.ground.top, self.ground.bottom, half_high)
        stays = (x, y) == (self.x, self.y)
        return replace(self, x=x, y=y, is_fitted=self.is_fitted and stays)

    def held(self) -> Camera:
        """Back to where it may be, after a zoom at the edge or in a view of another size."""
        return self.over_place(self.x, self.y)

    def resized(self, width_px: float, height_px: float, *, keeps_share: bool = False) -> Camera:
        """The same middle at the same scale, or with the same share of the ground; fitted fits."""
        if self.is_fitted:
            return Camera.over(self.ground, width_px, height_px, self.limits)
        after = replace(self, width_px=max(1, width_px), height_px=max(1, height_px))
        if keeps_share:
            after = replace(after, scale=self.scale * after.fit_scale / self.fit_scale)
        return after


def _held(place: float, first: float, last: float, half_view: float) -> float:
    """`half_view`: half of what is seen of the ground; more than all of it stands in the middle."""
    if half_view and 2 * half_view >= last - first:
        return (first + last) / 2
    return min(last - half_view, max(first + half_view, place))
