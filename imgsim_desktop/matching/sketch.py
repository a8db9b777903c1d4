"""One picture made ready for being compared with many others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.matching.pattern import repeats
from imgsim_desktop.matching.planes import Floats, Grey, area_resized, size_of
from imgsim_desktop.records import THUMBNAIL_PX

_TILE: Final = 32
_CELLS: Final = np.arange(_TILE**2).reshape(_TILE, _TILE)
_TURNS: Final = np.stack(
    [np.rot90(cells, k).reshape(-1) for cells in (_CELLS, _CELLS[:, ::-1]) for k in range(4)]
)
_POINTS: Final = 400
_SIDE_PX: Final = 160
"""Features cost 9 ms of a busy core, with two layers an octave. 224 px cost 18 ms and find as many
of 442 edited copies that do not agree as they are; 128 px find 2 % fewer, 112 px 4 %."""
_MOST_ENLARGED: Final = 2.0
_ENOUGH: Final = 80
_LARGER_PX: Final = 224
"""A picture in seven has fewer features than that, and is looked at in this size: small crops of
plain things, of which 5 in 944 copies were not aligned without."""
_UNITS: Final = np.float32(512)
_MIRRORED_BINS: Final = (-np.arange(8)) % 8


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """Local features of one picture, in pixels of its thumbnail."""

    xy: Floats
    """(n, 2)"""
    packed: NDArray[np.uint8]
    """(n, 128) RootSIFT in units of 1/512, so that 9,000 pictures fit into 200 MB."""

    @property
    def descriptors(self) -> Floats:
        """(n, 128), L2 norm nearly 1."""
        return self.packed.astype(np.float32) / _UNITS

    @property
    def mirrored_descriptors(self) -> Floats:
        """What the features of the mirror image would be: rows and turning of the bins reversed."""
        bins = self.descriptors.reshape(-1, 4, 4, 8)[:, ::-1][..., _MIRRORED_BINS]
        return np.ascontiguousarray(bins).reshape(-1, 128)


_NO_FEATURES: Final = Features(np.empty((0, 2), np.float32), np.empty((0, 128), np.uint8))


class Sketch:
    """One picture made ready for comparing; what is costly is made when first asked for.

    May be shared by threads: at worst the same thing is made twice.
    """

    def __init__(self, grey: Grey | Callable[[], Grey]) -> None:
        """Takes the picture, or what loads it when needed, again after `forget_pixels`."""
        self._load: Callable[[], Grey] = grey if callable(grey) else lambda: grey
        self._grey: Grey | None = None

    def forget_pixels(self) -> None:
        """Keep only the features and the small tile, 25 instead of 80 kB."""
        self._grey = None

    @property
    def grey(self) -> Grey:
        """(height, width), long side at most THUMBNAIL_PX."""
        grey = self._grey
        if grey is None:
            grey = self._load()
            side = max(grey.shape)
            if side > THUMBNAIL_PX:
                grey = _shrunk(grey, THUMBNAIL_PX / side)
            self._grey = grey = np.ascontiguousarray(grey)
        return grey

    @cached_property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return size_of(self.grey)

    @cached_property
    def tile(self) -> Floats:
        """(32, 32), mean 0 and norm 1 (0 for a blank picture)."""
        return _normalised(area_resized(self.grey.astype(np.float32), (_TILE, _TILE)))

    @cached_property
    def features(self) -> Features:
        found = find_features(self.grey, _SIDE_PX)
        if len(found.xy) >= _ENOUGH or max(self.grey.shape) * _MOST_ENLARGED <= _SIDE_PX:
            return found
        return find_features(self.grey, _LARGER_PX)

    @cached_property
    def repeats(self) -> bool:
        """Whether the picture repeats itself."""
        return repeats(self.grey)

    @property
    def tiles(self) -> Floats:
        """(8, 1024) the tile in the orientations of `planes.orientation_matrix`."""
        return self.tile.reshape(-1)[_TURNS]


def find_features(grey: Grey, side_px: int) -> Features:
    """Up to 400 RootSIFT features at this long side; none on a blank picture or a mere line."""
    # Small pictures are enlarged: at 144 px half of the features lie below SIFT's first octave.
    up = min(_MOST_ENLARGED, side_px / max(grey.shape))
    if min(grey.shape) * up < 1:
        return _NO_FEATURES
    how = cv2.INTER_AREA if up < 1 else cv2.INTER_LINEAR
    seen = grey if up == 1.0 else cv2.resize(grey, None, fx=up, fy=up, interpolation=how)
    sift = cv2.SIFT.create(
        _POINTS, nOctaveLayers=2, contrastThreshold=0.02, enable_precise_upscale=True
    )
    points, descriptors = sift.detectAndCompute(seen, None)
    if descriptors is None or not len(points):
        return _NO_FEATURES
    order = np.argsort([-p.response for p in points], kind="stable")[:_POINTS]
    xy = np.array([points[i].pt for i in order], np.float32)
    xy = (xy + 0.5) / np.float32(up) - 0.5
    rooted = np.sqrt(
        descriptors[order] / np.maximum(descriptors[order].sum(1, keepdims=True), 1e-9)
    )
    packed = np.minimum(np.round(rooted * _UNITS), 255).astype(np.uint8)
    return Features(xy, packed)


def _normalised(values: Floats) -> Floats:
    values = values - values.mean()
    norm = float(np.sqrt((values * values).sum()))
    return (values / norm if norm > 1 else np.zeros_like(values)).astype(np.float32)


def _shrunk(grey: Grey, by: float) -> Grey:
    size = max(1, round(grey.shape[1] * by)), max(1, round(grey.shape[0] * by))
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)
