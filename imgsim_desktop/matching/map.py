"""The map of a library: a place in the plane for each photo, similar ones near each other."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.control import NULL_CONTROL, Control
from imgsim_desktop.matching import tsne
from imgsim_desktop.matching.index import Searcher
from imgsim_desktop.matching.reduction import principal, unit
from imgsim_desktop.matching.themes import with_equals
from imgsim_desktop.records import Progress

STAGE: Final = "map"
"""Of the Progress reported."""
_DIM: Final = 50
_NEIGHBOURS: Final = 15
_SHARE_NEAR: Final = 3
"""At most one of so many others is a neighbour: who is drawn to nearly all falls onto one spot."""
_EXACT_BELOW: Final = 15_000
"""Above it neighbours come from a graph: at 100,000 photos that is a tenth of the time."""
_EXAGGERATED_FROM: Final = 100
"""Few photos need no help to find together, and stronger attraction pulls them into one spot."""
_FEWEST: Final = 4
"""Fewer different photos than this stand on a circle."""
_ROUGH_ABOVE: Final = 20_000
_SAMPLE: Final = 8_000
"""Of more photos so many are settled first; the others start between the nearest of these."""
_ANCHORS: Final = 3
"""So many; the median of their places, so that none starts on a bridge between two far ones."""
_WIDEST: Final = 60.0
"""t-SNE's own maps reach about the root of n from the middle, 62 at 5,000 and 56 at 20,000."""
_KNOWN_SHARE: Final = 0.5
"""At least as many photos must have a place already for a map to be kept and added to."""
_GOLDEN: Final = 2.399963
"""Angle that fills a disc evenly: copies stand around their original like seeds."""

Places = NDArray[np.float32]
Show = Callable[[Places], None]


def draw_map(
    vectors: NDArray[np.float32],
    copy_of: NDArray[np.int64],
    known: Places | None = None,
    control: Control = NULL_CONTROL,
    show: Show = lambda _places: None,
) -> Places:
    """Where each photo stands, within -1 and 1 in both directions.

    The same for the same input up to a few thousand photos; of more, rounding decides details.

    vectors  (n, d) L2 norm 1, sorted by content
    copy_of  (n,) the row each row is a copy of: copies stand around it
    known    (n, 2) an older map, NaN for rows that are new in it; if it holds most of them, the
             rest is put beside what it resembles and little moves
    show     told now and then where they stand so far, in this thread
    """
    copy_of = with_equals(vectors, copy_of)
    different = np.unique(copy_of)
    row_of = np.zeros(len(vectors), np.int64)
    row_of[different] = np.arange(len(different))

    def with_copies(places: NDArray[np.float64]) -> Places:
        return _fitted(places[row_of[copy_of]] + _around(copy_of, places))

    if len(different) < _FEWEST:
        return with_copies(_circle(len(different)))
    old = None if known is None else known[different]
    shown = partial(_show_places, with_copies, show)
    return with_copies(_drawn(vectors[different], old, control, shown))


def _show_places(
    finish: Callable[[NDArray[np.float64]], Places], show: Show, places: NDArray[np.float64]
) -> None:
    show(finish(places))


def _drawn(
    vectors: NDArray[np.float32],
    known: Places | None,
    control: Control,
    show: Callable[[NDArray[np.float64]], None],
) -> NDArray[np.float64]:
    control.report(Progress(STAGE))
    rows = unit(principal(vectors, _DIM, control))
    start = principal(vectors, 2, control).astype(np.float64)
    is_old = known is not None and np.isfinite(known[:, 0]).mean() >= _KNOWN_SHARE
    is_rough = not is_old and len(rows) > _ROUGH_ABOVE

    def report(done: int, total: int) -> None:
        """Steps in all; a step of the sample counts as its share of the photos."""
        if is_rough:
            before = (tsne.EARLY_STEPS + tsne.LATE_STEPS) * _SAMPLE / len(rows)
            done, total = round(before + done), round(before + total)
        control.report(Progress(STAGE, done=done, total=total))

    if is_rough:
        start = _roughly(rows, start, control, show)
    neighbours = _neighbours(rows, control)
    if known is not None and is_old:
        own_scale = min(np.sqrt(len(rows)), _WIDEST)
        start = _filled(known.astype(np.float64), neighbours, start) * own_scale
    return tsne.lay_out(
        tsne.weights_of(neighbours), start, is_new=not is_old,
        early_steps=_early_steps(len(rows), is_rough=is_rough),
        control=control, report=report, show=show,
    )  # fmt: skip


def _early_steps(count: int, *, is_rough: bool) -> int:
    if is_rough:
        return tsne.PLACED_STEPS
    return tsne.EARLY_STEPS if count >= _EXAGGERATED_FROM else 0


def _neighbours(rows: NDArray[np.float32], control: Control) -> NDArray[np.int64]:
    searcher = Searcher.build(np.arange(len(rows)), rows, control, exact_below=_EXACT_BELOW)
    count = min(_NEIGHBOURS, max(3, (len(rows) - 1) // _SHARE_NEAR))
    return searcher.neighbours(count, control=control)[0]


def _roughly(
    rows: NDArray[np.float32],
    start: NDArray[np.float64],
    control: Control,
    show: Callable[[NDArray[np.float64]], None],
) -> NDArray[np.float64]:
    """Settle some, and put the others between those they resemble most.

    At 100,000 photos that is seen after 8 s of some 150 s in all, and fewer steps do for the rest.
    A short run of all after it saved little, and kept 13 % of the neighbours instead of 16 %.
    """
    some = np.linspace(0, len(rows) - 1, _SAMPLE).astype(np.int64)
    searcher = Searcher.build(np.arange(_SAMPLE), rows[some], control, exact_below=_EXACT_BELOW)
    neighbours, _ = searcher.neighbours(_NEIGHBOURS, control=control)
    anchors, _ = searcher.query(rows, _ANCHORS)
    apart = start / max(float(np.abs(start).max()), 1e-12)  # no two on one spot

    def spread(places: NDArray[np.float64]) -> NDArray[np.float64]:
        wide = float(np.abs(places).max())
        between: NDArray[np.float64] = np.median(places[anchors], axis=1)
        return between + apart * (wide * 1e-2)

    def report(done: int, total: int) -> None:
        share = _SAMPLE / len(rows)
        steps = total * share + tsne.PLACED_STEPS + tsne.LATE_STEPS
        control.report(Progress(STAGE, done=round(done * share), total=round(steps)))

    placed = tsne.lay_out(
        tsne.weights_of(neighbours), start[some], control=control, report=report,
        show=lambda places: show(spread(places)),
    )  # fmt: skip
    all_placed = spread(placed)
    show(all_placed)
    return all_placed


def _filled(
    known: NDArray[np.float64], neighbours: NDArray[np.int64], start: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Places for the new rows: the middle of the neighbours that have one, else of the map."""
    near = known[neighbours]
    has = np.isfinite(near[:, :, :1])
    counted = has.sum(1)
    middle = np.where(has, near, 0).sum(1) / np.maximum(counted, 1)
    spread = start / max(float(np.abs(start).max()), 1e-12) * 1e-3  # no two on one spot
    filled = np.where(counted > 0, middle, 0) + spread
    placed: NDArray[np.float64] = np.where(np.isfinite(known), known, filled)
    return placed


def _circle(count: int) -> NDArray[np.float64]:
    angles = np.arange(count) * (2 * np.pi / max(count, 1))
    radius = 0.0 if count == 1 else 1.0
    return radius * np.column_stack([np.cos(angles), np.sin(angles)])


def _around(copy_of: NDArray[np.int64], places: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far copies stand from their original: the nth as the nth seed of a sunflower."""
    number = np.zeros(len(copy_of))
    order = np.argsort(copy_of, kind="stable")
    first = np.searchsorted(copy_of[order], copy_of[order])
    number[order] = np.arange(len(order)) - first
    size = float(np.abs(places).max()) if len(places) else 1.0
    step = 0.1 * max(size, 1e-9) / np.sqrt(max(len(places), 1))
    angles = number * _GOLDEN
    seeds = np.column_stack([np.cos(angles), np.sin(angles)])
    moved: NDArray[np.float64] = step * np.sqrt(number)[:, None] * seeds
    return moved


def _fitted(places: NDArray[np.float64]) -> Places:
    if not len(places):
        return np.zeros((0, 2), np.float32)
    low, high = places.min(0), places.max(0)
    size = max(float((high - low).max()), 1e-9)
    made: Places = ((places - (low + high) / 2) * (2 / size)).astype(np.float32)
    return made
