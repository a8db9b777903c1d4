"""Numbers from similarities: recall, micro-AP, thresholds. Pure numpy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


def ranks_of_own(queries: Floats, gallery: Floats, owners: NDArray[np.int64]) -> NDArray[np.int64]:
    """How many gallery pictures are nearer to each query than its own one; 0 is best.

    queries (q, d), gallery (n, d), owners (q,) rows of the gallery
    """
    ranks = np.empty(len(queries), np.int64)
    for start in range(0, len(queries), 512):
        part = slice(start, start + 512)
        similarity = queries[part] @ gallery.T
        own = similarity[np.arange(len(similarity)), owners[part]][:, None]
        ranks[part] = (similarity > own + 1e-6).sum(1)
    return ranks


def top_matches(queries: Floats, gallery: Floats, count: int) -> tuple[NDArray[np.int64], Floats]:
    """Rows and similarities (q, count) of the nearest gallery pictures, nearest first."""
    count = min(count, len(gallery))
    if not count:
        return np.empty((len(queries), 0), np.int64), np.empty((len(queries), 0), np.float32)
    rows = np.empty((len(queries), count), np.int64)
    values = np.empty((len(queries), count), np.float32)
    for start in range(0, len(queries), 512):
        part = slice(start, start + 512)
        similarity = queries[part] @ gallery.T
        best = np.argpartition(-similarity, count - 1, axis=1)[:, :count]
        found = np.take_along_axis(similarity, best, 1)
        order = np.argsort(-found, axis=1, kind="stable")
        rows[part] = np.take_along_axis(best, order, 1)
        values[part] = np.take_along_axis(found, order, 1)
    return rows, values


def micro_ap(scores: Floats, is_true: NDArray[np.bool_], positives: int) -> float:
    """Average precision of all pairs of all queries in one order: needs one global threshold.

    scores, is_true (pairs,); positives: true pairs there are, found or not
    """
    if not positives:
        return float("nan")
    order = np.argsort(-scores, kind="stable")
    hits = is_true[order]
    precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)
    return float(precision[hits].sum() / positives)


def normalised(values: Floats, queries: Floats, background: Floats) -> Floats:
    """Similarities less what the query scores against pictures that are surely no copies.

    SSCD (arXiv 2202.10261): the mean over the 3 nearest of a background set is subtracted.
    """
    if not len(background):
        return values
    _, near = top_matches(queries, background, 3)
    return np.asarray(values - near.mean(1, keepdims=True), np.float32)


def threshold_at(false_scores: Floats, pairs: int, rate: float) -> float:
    """Similarity that only `rate` of all false pairs exceed.

    false_scores  the highest ones, at least rate * pairs of them; pairs: how many false pairs
    there were in all
    """
    allowed = int(pairs * rate)
    if allowed >= len(false_scores):
        return float(false_scores.min()) if len(false_scores) else 1.0
    return float(-np.partition(-false_scores, allowed)[allowed])


def same_look(thumbs: Floats, others: Floats, limit: float = 0.97) -> NDArray[np.bool_]:
    """(n, m) which pictures are the same one for anybody: correlation of 16x16 luma.

    thumbs (n, 256), others (m, 256), zero mean and length 1
    """
    return np.asarray(thumbs @ others.T > limit)


def class_precision(vectors: Floats, classes: NDArray[np.int64], count: int = 5) -> float:
    """Share of the nearest `count` pictures that are of the picture's own class."""
    rows, _ = top_matches(vectors, vectors, count + 1)
    hits = []
    for own, near in enumerate(rows):
        others = near[near != own][:count]
        hits.append((classes[others] == classes[own]).mean())
    return float(np.mean(hits))
