"""Training pictures in memory: small squares and the shape they had."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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

    def keep(self, path: Path, key: str) -> None:
        """Write all to a file, so that a training that goes on need not decode them again."""
        names = np.array(self.names, dtype=np.str_)
        save_arrays(path, key=np.array(key), pixels=self.pixels, aspect=self.aspect, names=names)

    @classmethod
    def kept(cls, path: Path, key: str) -> PictureSet | None:
        """What was kept under the same key; None if there is nothing or something else."""
        found = load_arrays(path, key)
        if found is None:
            return None
        return cls(found["pixels"], found["aspect"], tuple(found["names"].tolist()))


def save_arrays(path: Path, **arrays: NDArray[np.generic]) -> None:
    """Write named arrays; a stop never leaves half a file behind the name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(path.name + ".new")
    with aside.open("wb") as file:
        np.savez(file, allow_pickle=False, **arrays)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)


def load_arrays(path: Path, key: str) -> dict[str, NDArray[Any]] | None:
    """Arrays of a file whose `key` is this one; None if it is absent, damaged or of another key."""
    try:
        # opened here: np.load leaves the file of a damaged archive open
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            if str(arrays["key"]) != key:
                return None
            return dict(arrays)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None


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
