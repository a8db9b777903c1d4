"""Training pictures in memory: small squares and the shape they had."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from imgsim_desktop.records import Pixels

STORE_PX = 160
"""Side of the stored squares: views of 128 px keep some detail when they are cropped."""


@dataclass(frozen=True, slots=True)
class PictureSet:
    """Pictures squashed to squares; row i of each field belongs to picture i."""

    pixels: NDArray[np.uint8]
    """(n, side, side, 3) RGB."""
    aspect: NDArray[np.float32]
    """(n,) width / height of the picture before it was squashed."""
    names: tuple[str, ...]
    labels: tuple[str, ...] = ()
    """What each picture shows, in words; empty where nobody said."""

    def __len__(self) -> int:
        return len(self.pixels)

    def where(self, rows: NDArray[np.int64] | NDArray[np.bool_]) -> PictureSet:
        """The chosen rows, in their order."""
        chosen = np.flatnonzero(rows) if rows.dtype == np.bool_ else rows
        names = tuple(self.names[int(row)] for row in chosen)
        labels = tuple(self.labels[int(row)] for row in chosen) if self.labels else ()
        return PictureSet(self.pixels[chosen], self.aspect[chosen], names, labels)

    @property
    def classes(self) -> NDArray[np.int64]:
        """(n,) each picture's label as a number; equal labels give equal ones. Needs labels."""
        known = {label: number for number, label in enumerate(sorted(set(self.labels)))}
        return np.array([known[label] for label in self.labels], np.int64)

    @classmethod
    def collect(cls, squares: Iterable[tuple[str, Pixels, float]], limit: int = 0) -> PictureSet:
        """Gather (name, square, aspect) triples; at most `limit` if it is not 0."""
        names: list[str] = []
        pixels: list[Pixels] = []
        aspect: list[float] = []
        for name, square, ratio in squares:
            names.append(name)
            pixels.append(square)
            aspect.append(ratio)
            if limit and len(names) >= limit:
                break
        if not names:
            return cls(np.empty((0, STORE_PX, STORE_PX, 3), np.uint8), np.empty(0, np.float32), ())
        return cls(np.stack(pixels), np.asarray(aspect, np.float32), tuple(names))


def shrink(pixels: Tensor, side: int) -> Tensor:
    """uint8 (n, s, s, 3) squares at another side, averaged while shrinking; in slices of 256."""
    if pixels.shape[1] == side:
        return pixels
    out = torch.empty((len(pixels), side, side, 3), dtype=torch.uint8, device=pixels.device)
    for start in range(0, len(pixels), 256):
        part = pixels[start : start + 256].permute(0, 3, 1, 2).float()
        part = torch.nn.functional.interpolate(
            part, size=(side, side), mode="bilinear", align_corners=False, antialias=True
        )
        out[start : start + 256] = part.round().clamp(0, 255).to(torch.uint8).permute(0, 2, 3, 1)
    return out
