"""Fewer numbers a photo, so that grouping and drawing a whole library stay workable."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.control import NULL_CONTROL, Control

SEED: Final = 20
FIT_ROWS: Final = 20_000
"""Rows the principal axes are taken from: of 100,000 or of 20,000 they are the same to the eye."""
_BLOCK: Final = 8_192


def principal(
    vectors: NDArray[np.float32], dim: int, control: Control = NULL_CONTROL
) -> NDArray[np.float32]:
    """The coordinates of vectors on their `dim` principal axes, widest first.

    vectors  (n, d)
    returns  (n, min(dim, d, n)), the same for the same vectors
    """
    n = len(vectors)
    rows = np.linspace(0, n - 1, min(n, FIT_ROWS)).astype(np.int64) if n else np.arange(0)
    middle = vectors[rows].mean(0) if n else np.zeros(vectors.shape[1], np.float32)
    centred = vectors[rows] - middle
    _, axes = np.linalg.eigh(centred.T @ centred)
    axes = axes[:, ::-1][:, : min(dim, n)]
    made = np.empty((n, axes.shape[1]), np.float32)
    for start in range(0, n, _BLOCK):
        control.check()
        made[start : start + _BLOCK] = (vectors[start : start + _BLOCK] - middle) @ axes
    return made


def unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows of norm 1; a row of nothing stays nothing."""
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    made: NDArray[np.float32] = (rows / np.maximum(norms, 1e-12)).astype(np.float32)
    return made
