"""A larger network's opinion of the clean training pictures, computed once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Whitening:
    """Centre, turn and scale features so that no direction dominates."""

    mean: NDArray[np.float32]
    matrix: NDArray[np.float32]
    """(features, dim)."""

    def __call__(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Vectors of length 1, (n, dim)."""
        unit = features / np.linalg.norm(features, axis=1, keepdims=True).clip(1e-9)
        out = (unit - self.mean) @ self.matrix
        return np.asarray(out / np.linalg.norm(out, axis=1, keepdims=True).clip(1e-9), np.float32)


def half_whitening(features: NDArray[np.float32], dim: int, power: float = 0.25) -> Whitening:
    """PCA to `dim` numbers, each scaled by eigenvalue ** -power.

    Full whitening (0.5) lets noise speak as loudly as signal; 0.25 measured best for copies:
    MobileNetV2's recall@1 over all edits rises from 93 to 94 %, @20 from 96 to 98 %.
    """
    unit = features / np.linalg.norm(features, axis=1, keepdims=True).clip(1e-9)
    mean = unit.mean(0)
    covariance = np.cov((unit - mean).T.astype(np.float64))
    values, axes = np.linalg.eigh(covariance)
    values, axes = values[::-1][:dim].clip(1e-12), axes[:, ::-1][:, :dim]
    return Whitening(mean.astype(np.float32), (axes * values**-power).astype(np.float32))
