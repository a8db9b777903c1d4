"""t-SNE in the plane, for libraries of any size: similar photos near each other.

Own code, because scikit-learn's Barnes-Hut takes minutes at 20,000 points, cannot be stopped and
tells no progress (tests/benchmarks/bench_map.py compares them), and openTSNE and umap-learn would
bring compilers and numba along. The repulsion of all pairs is interpolated on a grid and convolved
by FFT: Linderman et al., "Fast interpolation-based t-SNE", Nature Methods 16 (2019). Neighbours
have equal weights instead of a perplexity: Boehm et al., JMLR 23 (2022), saw no difference.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.control import NULL_CONTROL, Control

Places = NDArray[np.float64]
"""(n, 2)"""

EXAGGERATION: Final = 12.0
"""Attraction is this many times stronger at first, so that kinds find together."""
EARLY_STEPS: Final = 250
PLACED_STEPS: Final = 100
"""Enough of these where a sample has been settled already and the others stand near it."""
LATE_STEPS: Final = 400
REDRAW_STEPS: Final = 120
"""Enough where most points stand already."""
SHOWN_EVERY: Final = 40
"""Steps between two pictures of what is being drawn."""
_NODES: Final = 3
"""Of the grid in a box and a direction; Lagrange polynomials between them."""
_BOXES: Final = (20, 150)
"""In a direction, at least and at most; a box is about 1 wide, the reach of the repulsion."""
_MAX_STEP: Final = 5.0


def weights_of(neighbours: NDArray[np.int64]) -> Any:
    """The symmetric (n, n) scipy matrix of attractions, sum 1.

    neighbours  (n, k) rows of the nearest others of each row
    """
    from scipy.sparse import csr_matrix

    n, k = neighbours.shape
    starts = np.arange(0, n * k + 1, k)
    one_way = csr_matrix((np.ones(n * k), neighbours.reshape(-1), starts), shape=(n, n))
    both: Any = (one_way + one_way.T).tocsr()
    both.data /= both.data.sum()
    return both


def settle(
    weights: Any,
    places: Places,
    *,
    is_new: bool = True,
    early_steps: int = EARLY_STEPS,
    control: Control = NULL_CONTROL,
    tell: Callable[[int, int], None] = lambda _done, _total: None,
    show: Callable[[Places], None] = lambda _places: None,
) -> Places:
    """Move points until neighbours are near and the others are not.

    weights  of `weights_of`
    places   where they start: the first two principal axes, or the map of yesterday
    early_steps  with exaggeration, of a new map
    is_new   False: most stand where they belong, a short run without exaggeration will do
    tell     called with steps done and steps in all
    show     called now and then with the places so far, once kinds have found together
    """
    n = len(places)
    early = early_steps if is_new else 0
    total = early + (LATE_STEPS if is_new else REDRAW_STEPS)
    places = places - places.mean(0)
    if is_new:
        places = places / max(float(places.std()), 1e-12) * 1e-2
    moved = np.zeros_like(places)
    gains = np.ones_like(places)
    for step in range(total):
        control.check()
        is_early = step < early
        exaggeration = EXAGGERATION if is_early else 1.0
        gradient = exaggeration * _attraction(weights, places) - _repulsion(places)
        gains = np.where((gradient > 0) != (moved > 0), gains + 0.2, gains * 0.8).clip(0.01)
        moved = (0.5 if is_early else 0.8) * moved - (n / exaggeration) * gains * gradient
        length = np.linalg.norm(moved, axis=1, keepdims=True)
        moved *= np.minimum(1.0, _MAX_STEP / np.maximum(length, 1e-12))
        places = places + moved
        places -= places.mean(0)
        tell(step + 1, total)
        if step >= early and (step - early) % SHOWN_EVERY == 0:
            show(places)
    return places


def _attraction(weights: Any, places: Places) -> Places:
    """Pull of the neighbours: sum of p / (1 + d2) * (y_i - y_j)."""
    # Column by column, and rows summed where they stand: a third of the time of whole points.
    counts, starts = np.diff(weights.indptr), weights.indptr[:-1]
    apart = []
    for column in places.T:
        values = np.ascontiguousarray(column)
        apart.append(np.repeat(values, counts) - values[weights.indices])
    pull = weights.data / (1.0 + apart[0] ** 2 + apart[1] ** 2)
    return np.stack([np.add.reduceat(pull * along, starts) for along in apart], axis=1)


def _repulsion(places: Places) -> Places:
    """Push of all others: sum of q2 * (y_i - y_j) / Z with q = 1 / (1 + d2), Z the sum of all q."""
    from scipy.fft import irfft2, next_fast_len, rfft2
    from scipy.sparse import csr_matrix

    n = len(places)
    low = places.min(0)
    span = max(float((places.max(0) - low).max()), 1e-6) * (1 + 1e-9)
    boxes = int(np.clip(span, *_BOXES))
    side = boxes * _NODES
    spacing = span / side
    at, weight = _on_grid((places - low) / spacing, boxes, side)
    spread = csr_matrix((weight, at, np.arange(0, at.size + 1, _NODES**2)), shape=(n, side * side))
    square = np.einsum("nd,nd->n", places, places)
    charges = np.column_stack([np.ones(n), places, square])
    # Single precision in the transforms only: half the time, and the sums differ by a thousandth.
    grid = (spread.T @ charges).T.reshape(4, side, side).astype(np.float32)
    # The kernel wraps around in a grid of twice the size: no point feels the far edge.
    wide = next_fast_len(2 * side, real=True)
    steps = (np.minimum(np.arange(wide), wide - np.arange(wide)) * spacing).astype(np.float32)
    kernel = 1.0 / (1.0 + steps[:, None] ** 2 + steps[None, :] ** 2) ** 2
    felt = irfft2(rfft2(grid, (wide, wide)) * rfft2(kernel), (wide, wide))[:, :side, :side]
    one, x, y, far = (spread @ felt.reshape(4, -1).T).T
    # (1 + d2) * q2 is q, so the same four sums give Z; a point does not push itself.
    total = float(((1 + square) * one - 2 * (places[:, 0] * x + places[:, 1] * y) + far).sum()) - n
    push: Places = (places * one[:, None] - np.column_stack([x, y])) / max(total, 1e-12)
    return push


def _on_grid(at: Places, boxes: int, side: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Nodes around each point and their weights, nine a point; `at` in steps of the grid."""
    box = np.minimum((at / _NODES).astype(np.int64), boxes - 1)
    inside = at - box * _NODES - 0.5  # nodes stand in the middle of their cells: at 0, 1, 2
    lagrange = np.stack(
        [
            (inside - 1) * (inside - 2) / 2,
            inside * (2 - inside),
            inside * (inside - 1) / 2,
        ],
        axis=2,
    )
    nodes = box[:, :, None] * _NODES + np.arange(_NODES)
    flat = nodes[:, 0, :, None] * side + nodes[:, 1, None, :]
    weight = lagrange[:, 0, :, None] * lagrange[:, 1, None, :]
    return flat.reshape(-1), weight.reshape(-1)
