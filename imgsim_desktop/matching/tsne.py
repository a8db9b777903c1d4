"""t-SNE in the plane, for libraries of any size: similar photos near each other.

openTSNE moves the points (Policar, Strazar and Zupan, "openTSNE: A Modular Python Library for t-SNE
Dimensionality Reduction and Embedding", J. Stat. Softw. 109, 2024); of many it interpolates the
repulsion of all pairs on a grid (Linderman et al., Nature Methods 16, 2019). Neighbours have equal
weights instead of a perplexity: Boehm et al., JMLR 23 (2022), saw no difference.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.control import NULL_CONTROL, Control
from imgsim_desktop.cores import has_avx2

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
TOLD_EVERY: Final = 5
"""Steps between two looks at Stop: half a second at 100,000 points."""
SHOWN_EVERY: Final = 40
"""Steps between two pictures of what is being drawn."""
_GRID_ABOVE: Final = 4000
"""Fewer points are pushed by Barnes and Hut's tree: quicker there, and the same to the bit."""
_NEW_SPREAD: Final = 1e-2


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


def lay_out(
    weights: Any,
    places: Places,
    *,
    is_new: bool = True,
    early_steps: int = EARLY_STEPS,
    control: Control = NULL_CONTROL,
    report: Callable[[int, int], None] = lambda _done, _total: None,
    show: Callable[[Places], None] = lambda _places: None,
) -> Places:
    """Move points until neighbours are near and the others are not.

    weights  of `weights_of`
    places   where they start: the first two principal axes, or the map of yesterday
    early_steps  with exaggeration, of a new map
    is_new   False: most stand where they belong, a short run without exaggeration will do
    report   called with steps done and steps in all
    show     called now and then with the places so far, once kinds have found together

    Without AVX2 nothing moves: openTSNE's wheels are built for it, and the first of its calls would
    end the program by an illegal instruction. Two principal axes are a coarser map, but one.
    """
    if has_avx2() is False:
        return places
    from openTSNE import TSNEEmbedding
    from openTSNE.affinity import PrecomputedAffinities

    early = early_steps if is_new else 0
    late = LATE_STEPS if is_new else REDRAW_STEPS
    places = places - places.mean(0)
    if is_new:
        places = places / max(float(places.std()), 1e-12) * _NEW_SPREAD
    points = TSNEEmbedding(
        places,
        PrecomputedAffinities(weights, normalize=False),
        negative_gradient_method="fft" if len(places) > _GRID_ABOVE else "bh",
        ints_in_interval=2,
        n_jobs=1,
    )

    def move(before: int, steps: int, exaggeration: float, momentum: float) -> None:
        def look(step: int, _error: float, moved: Any) -> None:
            control.check()
            report(before + step, early + late)
            if before >= early and step % SHOWN_EVERY == 0:
                show(np.array(moved, np.float64))

        points.optimize(
            steps, exaggeration=exaggeration, momentum=momentum, inplace=True,
            callbacks=look, callbacks_every_iters=TOLD_EVERY,
        )  # fmt: skip

    if early:
        move(0, early, EXAGGERATION, 0.5)
    move(early, late, 1.0, 0.8)
    return np.array(points, np.float64)
