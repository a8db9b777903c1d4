"""Themes: photos of one kind of picture together, for browsing; scikit-learn does the grouping.

    k-means    every photo is in a theme; the number is chosen, or suggested by the silhouette
    density    HDBSCAN: as many themes as there are dense places; the rest is in none

Both see each set of copies as one photo, so ten copies are no theme, and both give the same answer
for the same vectors.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.control import NULL_CONTROL, Control
from imgsim_desktop.matching.density import dense_places
from imgsim_desktop.matching.index import Searcher
from imgsim_desktop.matching.reduction import SEED, principal, unit
from imgsim_desktop.records import Progress

Rows = NDArray[np.int64]
Vectors = NDArray[np.float32]
Method = Literal["kmeans", "density"]

STAGE: Final = "themes"
"""Of the Progress reported: `done` of `total` steps."""
COUNTS: Final = (2, 3, 4, 6, 8, 10, 12, 16, 20, 24, 32, 40, 50)
"""Numbers of themes that are tried when none is chosen."""
_PHOTOS_A_THEME: Final = 8
"""At least, on average, where the number is suggested: the silhouette alone likes pairs best."""
_DIM: Final = 64
_DENSE_DIM: Final = 24
_SAMPLE: Final = 2_000
"""Photos whose silhouette suggests the number: 0.1 s a number tried."""
_WHOLE_BELOW: Final = 20_000
"""Above it k-means looks at batches, a few passes over all."""
_BATCH: Final = 4_096
_PASSES: Final = 6
_STARTS: Final = 4
_ROUNDS: Final = 20
_DENSE_AT_ONCE: Final = 8_000
"""HDBSCAN compares all with all; above this a sample is grouped and the rest joins it."""
_LOOSE: Final = 1.5
"""A theme whose photos lie this many times farther apart than those of the library is none."""
_JOIN_SHARE: Final = 0.1
"""The rest joins a theme if it is as near to it as nine of ten of its own members."""


@dataclass(frozen=True, slots=True, eq=False)
class Themes:
    """Themes by falling size, each with the rows of its members.

    labels     (n,) theme of each row, -1: in none
    medoids    (k,) of each theme the row most similar to all its others: its face
    closeness  (n,) cosine of each row with the centre of its theme; 0 for rows in none
    """

    labels: Rows
    medoids: Rows
    closeness: Vectors

    def __len__(self) -> int:
        return len(self.medoids)

    def members(self, theme: int) -> Rows:
        """Rows of a theme, the medoid first, then the nearest to its centre."""
        rows = np.flatnonzero(self.labels == theme)
        is_other = rows != self.medoids[theme]
        return rows[np.lexsort((rows, -np.round(self.closeness[rows], 6), is_other))]

    def unplaced(self) -> Rows:
        """Rows in no theme."""
        return np.flatnonzero(self.labels < 0)


def find_themes(
    vectors: Vectors,
    copy_of: Rows,
    *,
    method: Method = "kmeans",
    count: int | None = None,
    control: Control = NULL_CONTROL,
) -> Themes:
    """Group vectors into themes.

    vectors  (n, d) L2 norm 1, sorted by content so that two scans agree
    copy_of  (n,) the row each row is a copy of, as `stand_ins` gives it: itself for most
    count    how many themes k-means makes, at most one a different photo; None: suggested
    """
    from threadpoolctl import threadpool_limits

    copy_of = with_equals(vectors, copy_of)
    different = np.unique(copy_of)
    if not len(different):
        return _as_themes(vectors, copy_of, copy_of, different)
    # With several threads sums come in another order each time, and photos at an edge change sides.
    with threadpool_limits(1, "openmp"):
        if method == "density":
            found = _dense(vectors[different], control)
        else:
            found = _by_means(vectors[different], count, control)
    labels = np.full(len(vectors), -1, np.int64)
    labels[different] = found
    return _as_themes(vectors, labels[copy_of], copy_of, different)


def stand_ins(n: int, a: Rows, b: Rows) -> Rows:
    """For each of n rows the first row it is joined to by pairs (a[i], b[i]), directly or not."""
    leader = np.arange(n)
    while True:
        before = leader.copy()
        low = np.minimum(leader[a], leader[b])
        np.minimum.at(leader, a, low)
        np.minimum.at(leader, b, low)
        leader = leader[leader]
        if np.array_equal(leader, before):
            return leader


def with_equals(vectors: Vectors, copy_of: Rows) -> Rows:
    """As `copy_of`, and rows of equal vectors count as copies, too."""
    if not len(vectors):
        return copy_of
    whole = np.ascontiguousarray(vectors).view(
        np.dtype((np.void, vectors.dtype.itemsize * vectors.shape[1]))
    )
    _, first, inverse = np.unique(whole[:, 0], return_index=True, return_inverse=True)
    rows = np.arange(len(vectors))
    return stand_ins(len(rows), np.tile(rows, 2), np.concatenate([copy_of, first[inverse]]))


# k-means


def _by_means(vectors: Vectors, count: int | None, control: Control) -> Rows:
    rows = unit(principal(vectors, _DIM, control))
    wanted = _suggested(rows, control) if count is None else count
    return _means(rows, max(1, min(wanted, len(rows))), control)


def _suggested(rows: Vectors, control: Control) -> int:
    """The number of COUNTS whose themes are most apart: the highest silhouette of a sample."""
    from sklearn.metrics import pairwise_distances, silhouette_score

    some = rows[np.linspace(0, len(rows) - 1, min(len(rows), _SAMPLE)).astype(np.int64)]
    distances = pairwise_distances(some)
    np.fill_diagonal(distances, 0)
    best, best_score = 1, -1.0
    tried = [count for count in COUNTS if count * _PHOTOS_A_THEME <= len(some)]
    for step, count in enumerate(tried):
        control.check()
        control.report(Progress(STAGE, done=step, total=len(tried) + _STARTS))
        labels = _means(some, count, control, starts=1)
        if 1 < len(np.unique(labels)) < len(some):
            score = float(silhouette_score(distances, labels, metric="precomputed"))
            if score > best_score:
                best, best_score = count, score
    return best


def _means(rows: Vectors, count: int, control: Control, starts: int = _STARTS) -> Rows:
    """k-means in short runs, so that it can be stopped between them."""
    if len(rows) > _WHOLE_BELOW:
        return _means_in_batches(rows, count, control)
    from sklearn.cluster import KMeans, kmeans_plusplus

    best, best_cost = np.zeros(len(rows), np.int64), np.inf
    for start in range(starts):
        centres, _ = kmeans_plusplus(rows, count, random_state=SEED + start)
        for _round in range(_ROUNDS):
            control.check()
            fitted = KMeans(count, init=centres, n_init=1, max_iter=10).fit(rows)
            centres = fitted.cluster_centers_
            if fitted.n_iter_ < 10:
                break
        if fitted.inertia_ < best_cost:
            best, best_cost = fitted.labels_.astype(np.int64), fitted.inertia_
        if starts > 1:
            control.report(Progress(STAGE, done=start + 1, total=starts))
    return best


def _means_in_batches(rows: Vectors, count: int, control: Control) -> Rows:
    from sklearn.cluster import MiniBatchKMeans

    rng = np.random.default_rng(SEED)
    means = MiniBatchKMeans(
        count, init="k-means++", n_init=3, batch_size=_BATCH, random_state=SEED,
        reassignment_ratio=0.0,
    )  # fmt: skip
    steps = _PASSES * -(-len(rows) // _BATCH)
    done = 0
    for _pass in range(_PASSES):
        order = rng.permutation(len(rows))
        for start in range(0, len(rows), _BATCH):
            control.check()
            means.partial_fit(rows[order[start : start + _BATCH]])
            done += 1
            control.report(Progress(STAGE, done=done, total=steps))
    labels = [means.predict(rows[at : at + _BATCH]) for at in range(0, len(rows), _BATCH)]
    return np.concatenate(labels).astype(np.int64)


# density


def _dense(vectors: Vectors, control: Control) -> Rows:
    """HDBSCAN on at most _DENSE_AT_ONCE photos; the others join the theme they lie in."""
    rows = unit(principal(vectors, _DENSE_DIM, control))
    sample = np.linspace(0, len(rows) - 1, min(len(rows), _DENSE_AT_ONCE)).astype(np.int64)
    smallest = smallest_theme(len(sample))
    labels = np.full(len(rows), -1, np.int64)
    if len(sample) < 2 * smallest:
        return labels
    control.check()
    control.report(Progress(STAGE, done=0, total=2))
    found = dense_places(rows[sample], smallest, control)
    labels[sample] = _dense_only(found, rows[sample], control)
    control.report(Progress(STAGE, done=1, total=2))
    _join(rows, labels, control)
    return labels


def smallest_theme(n: int) -> int:
    """Photos that make a dense place a theme: 4 of a hundred, 9 of a thousand, 22 of 8,000."""
    return max(4, round(math.sqrt(n) / 4))


def _dense_only(labels: Rows, rows: Vectors, control: Control) -> Rows:
    """Without the leaf that holds the strays: it is a leaf, but not dense."""
    _, near = Searcher.build(np.arange(len(rows)), rows).neighbours(1, control=control)
    apart = np.sqrt(np.maximum(2 - 2 * near[:, 0], 0))
    limit = _LOOSE * float(np.median(apart))
    for theme in range(int(labels.max()) + 1):
        if np.median(apart[labels == theme]) > limit:
            labels[labels == theme] = -1
    return labels


def _join(rows: Vectors, labels: Rows, control: Control) -> None:
    """Give a photo in no theme that of the nearest one in any, if it is as near as its members."""
    grouped = np.flatnonzero(labels >= 0)
    if not len(grouped):
        return
    searcher = Searcher.build(grouped, rows[grouped])
    _, own = searcher.neighbours(1, control=control)
    theme_of = labels[grouped]
    least = np.ones(theme_of.max() + 1, np.float32)
    for theme in np.unique(theme_of).tolist():
        least[theme] = np.quantile(own[theme_of == theme, 0], _JOIN_SHARE)
    rest = np.flatnonzero(labels < 0)
    for start in range(0, len(rest), _BATCH):
        control.check()
        mine = rest[start : start + _BATCH]
        nearest, similarity = searcher.query(rows[mine], 1)
        theme = labels[nearest[:, 0]]
        labels[mine] = np.where(similarity[:, 0] >= least[theme], theme, -1)


# both


def _as_themes(vectors: Vectors, labels: Rows, copy_of: Rows, different: Rows) -> Themes:
    """Number the themes by falling size, and find their medoids among the different photos."""
    found, sizes = np.unique(labels[labels >= 0], return_counts=True)
    closeness = np.zeros(len(vectors), np.float32)
    named: list[tuple[int, int, int]] = []
    for theme, size in zip(found.tolist(), sizes.tolist(), strict=True):
        members = np.flatnonzero(labels == theme)
        once = members[copy_of[members] == members]
        # The sum of cosines with all members is the product with their sum: the medoid, exactly.
        centre = vectors[once].sum(0)
        cosines = vectors[members] @ (centre / max(float(np.linalg.norm(centre)), 1e-12))
        closeness[members] = cosines
        medoid = int(once[np.argmax(np.round(closeness[once], 6))])
        named.append((-size, medoid, theme))
    named.sort()
    renamed = np.full(int(found.max()) + 1 if len(found) else 0, -1, np.int64)
    for new, (_, _, old) in enumerate(named):
        renamed[old] = new
    placed = labels >= 0
    ordered = np.full(len(labels), -1, np.int64)
    ordered[placed] = renamed[labels[placed]]
    return Themes(ordered, np.array([medoid for _, medoid, _ in named], np.int64), closeness)
