"""Look again at the pixels of two pictures: do they show the same photo, and what was changed?

Two pictures are aligned (in one of eight orientations as they are, by local features: RootSIFT,
mutual nearest neighbours, RANSAC, also against the mirror image, or by sliding the one over the
other), then the aligned pixels are compared over the whole overlap. Counting inliers is not enough:
two photos in one screenshot frame or under one caption have a dozen.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np

from imgsim_desktop.matching.alignment import (
    MIN_INLIERS,
    Rows,
    find_guided,
    fit_affine,
    fit_homography,
    fit_square,
    mutual_matches,
    polish,
)  # fmt: skip
from imgsim_desktop.matching.drift import NO_DRIFT, Drift, Windows
from imgsim_desktop.matching.overlap import (
    COARSE_PX,
    FINE_PX,
    NO_OVERLAP,
    NOTHING_AROUND,
    Around,
    Overlap,
    common_views,
    compare_views,
    look_around,
)  # fmt: skip
from imgsim_desktop.matching.planes import (
    Grey,
    Matrix,
    Size,
    apply,
    area_of,
    between_pixels,
    inside,
    orientation_matrix,
    pixel_scaling,
    relative,
    scale_of,
    shared_polygon,
)  # fmt: skip
from imgsim_desktop.matching.sketch import Features, Sketch
from imgsim_desktop.matching.sliding import find_alignments

Method = Literal["none", "aligned", "features", "slid"]

_MIN_LIKENESS: Final = 0.5
"""Correlation of 32 x 32 tiles from which two pictures may be aligned as they are."""
_BENT: Final = 0.9
"""Agreement of the weakest part under which a homography is tried for an affine map, as it is where
the whole agrees less than exactly."""
_EXACT: Final = 0.98
"""Local correlation from which no better alignment is looked for."""
_SETTLED: Final = 0.97
_STICKS_OUT: Final = 0.03
_UNSTEADY: Final = 0.25
_NEARLY_AS_STRONG: Final = 0.93
_BLURRED: Final = 0.93
"""Local correlation below which an alignment may be off by a pixel."""
_WORTH_POLISHING: Final = 8
"""Inliers from which an alignment is near enough for its pixels to be brought together, ..."""
_HOPELESS: Final = 0.55
"""... and agreement without which nothing comes of it: 39 of 65 pairs of strangers are spared it,
and no copy of 442 is lost."""
_PROMISING: Final = 0.3
"""Coarse agreement from which the pixels are looked at finely."""
_FAR_OFF: Final = 0.35
"""Fine agreement below which no drift is looked for: 650 of 2,250 pairs of strangers, no copy."""
_STEADY: Final = 0.08
"""Drift in pixels below which an alignment is exact: half of all copies have less than 0.03 ..."""
_LOOSE: Final = 0.15
"""... and drift from which it is bent, too: perspective is no affine map."""
_FLAT: Final = 1e-9
_MOVES: Final = 4
_LESS: Final = 0.8
"""Share of the drift that may remain after a move: what is off by itself stays so."""
_NEARLY_WHOLE: Final = 0.99
"""Coverage from which nothing is left around."""
_TELLING: Final = 0.6
_AS_THEY_ARE: Final = 1.03
"""Favours two pictures as they are over an alignment that noise has shifted."""
_SURE_AGREE: Final = 0.93
_SURE_SMOOTH: Final = 0.95


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """Local features that two pictures share."""

    a: Features
    b: Features
    matches: int
    """Before geometry."""
    rows_a: Rows
    rows_b: Rows

    def share(self, size_a: Size, size_b: Size, matrix: Matrix) -> float:
        """Of the features of the overlap, in the picture that has fewer there."""
        inside_a = inside(apply(np.linalg.inv(matrix), self.a.xy.astype(np.float64)), size_b)
        inside_b = inside(apply(matrix, self.b.xy.astype(np.float64)), size_a)
        return len(self.rows_a) / max(1, min(int(inside_a.sum()), int(inside_b.sum())))


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the pixels of two pictures say about their being one photo."""

    method: Method = "none"
    homography: tuple[float, ...] = ()
    """Nine numbers: relative coordinates of b to those of a; empty without an alignment."""
    matches: int = 0
    """Mutual nearest local features, before geometry."""
    inliers: int = 0
    """Of them, after the alignment was used to find more."""
    matched_share: float = 0.0
    """Inliers among the local features of the overlap, in the picture that has fewer there."""
    coverage_a: float = 0.0
    """Share of a that b shows."""
    coverage_b: float = 0.0
    coarse: Overlap = NO_OVERLAP
    fine: Overlap = NO_OVERLAP
    mirrored: bool = False
    angle_deg: float = 0.0
    """Turn of b against a, -180 to 180, clockwise on the screen."""
    scale: float = 1.0
    """Thumbnail pixels of a for one of b."""
    skew: float = 0.0
    """How far the alignment is from a similarity: 0, or log of the ratio of its two stretches."""
    first_drift: Drift = NO_DRIFT
    """How far apart the same things lie in the two, as first aligned, ..."""
    drift: Drift = NO_DRIFT
    """... and with the alignment that leaves least of it, from which all other numbers are."""
    around: Around = NOTHING_AROUND
    """What the larger view shows beyond the smaller one."""

    @property
    def transform(self) -> tuple[float, ...]:
        """Six numbers of the affine map nearest to the homography; empty without one."""
        if not self.homography:
            return ()
        corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float64)
        mapped = apply(np.reshape(self.homography, (3, 3)), corners)
        square = np.column_stack([corners, np.ones(4)])
        return tuple(np.linalg.lstsq(square, mapped, rcond=None)[0].T.reshape(-1).tolist())

    @property
    def coverage(self) -> float:
        """Share of the larger view that the smaller one shows."""
        return min(self.coverage_a, self.coverage_b)

    @property
    def sticks_out(self) -> float:
        """How much of the better covered picture the other one does not show: 0 for a crop."""
        return 1.0 - max(self.coverage_a, self.coverage_b)


def verify(grey_a: Grey, grey_b: Grey) -> Evidence:
    """Align two pictures and compare their pixels.

    grey_a, grey_b  luma (height, width), upright; shrunk to THUMBNAIL_PX if they are larger
    """
    return compare(Sketch(grey_a), Sketch(grey_b))


def compare(a: Sketch, b: Sketch) -> Evidence:
    """As `verify`, on pictures whose features may be known already."""
    aligned = _compare_aligned(a, b)
    featured = Evidence()
    if aligned.coarse.agree <= _SURE_AGREE or aligned.coarse.smooth <= _SURE_SMOOTH:
        featured = _compare_by_features(a, b)
    evidence = max(aligned, featured, key=_strength)
    if not _is_settled(a, b, evidence):
        slid = _compare_by_sliding(a, b, (aligned, featured))
        evidence = _steadiest(a, b, [evidence, *slid])
    return _with_drift(a, b, evidence)


def _is_settled(a: Sketch, b: Sketch, evidence: Evidence) -> bool:
    """Whether no other alignment can agree better; smooth pictures agree and drift."""
    fine = evidence.fine
    if fine.ncc < _SETTLED or fine.weakest < _BENT or evidence.sticks_out > _STICKS_OUT:
        return False
    return _drift_of(a, b, evidence) < _UNSTEADY


def _fine_strength(evidence: Evidence) -> float:
    """Also counts what is seen finely: smooth pictures agree coarsely wherever they lie."""
    lying_within = 1.0 - min(evidence.sticks_out, 0.4)
    return _strength(evidence) * max(evidence.fine.ncc, 0.0) * lying_within


def _steadiest(a: Sketch, b: Sketch, found: list[Evidence]) -> Evidence:
    """The strongest, or of several that are nearly as strong the one that drifts least.

    Where too little has texture to say, the one that is most alike.
    """
    least = _NEARLY_AS_STRONG * max(map(_fine_strength, found))
    found = [evidence for evidence in found if _fine_strength(evidence) >= least]
    if len(found) == 1:
        return found[0]
    return min(found, key=lambda e: (_drift_of(a, b, e), -e.fine.alike))


def _drift_of(a: Sketch, b: Sketch, evidence: Evidence) -> float:
    look = _Look.at(a, b, _pixel_map(a, b, evidence)) if evidence.homography else None
    return NO_DRIFT.everywhere if look is None else look.drift.everywhere


def _compare_by_sliding(a: Sketch, b: Sketch, tried: tuple[Evidence, ...]) -> list[Evidence]:
    near = [_pixel_map(a, b, evidence) for evidence in tried if evidence.homography]
    found = find_alignments(a.grey, b.grey, near)
    if found and (a.repeats or b.repeats):
        return []
    return [_evidence(a, b, matrix, "slid") for matrix in found]


def _strength(evidence: Evidence) -> float:
    coarse = evidence.coarse
    strength = coarse.agree_both * coarse.agree * min(coarse.texture, 10.0)
    return strength * (_AS_THEY_ARE if evidence.method == "aligned" else 1.0)


def _compare_aligned(a: Sketch, b: Sketch) -> Evidence:
    likeness = b.tiles @ a.tile.reshape(-1)
    best = int(np.argmax(likeness))
    if likeness[best] < _MIN_LIKENESS:
        return Evidence()
    turned = orientation_matrix(best, b.size)
    w, h = b.size if best % 2 == 0 else b.size[::-1]
    stretch = pixel_scaling((w, h), a.size)
    return _evidence(a, b, stretch @ turned, "aligned")


def _compare_by_features(a: Sketch, b: Sketch) -> Evidence:
    fa, fb = a.features, b.features
    if min(len(fa.xy), len(fb.xy)) < MIN_INLIERS:
        return Evidence()
    best = Evidence()
    for mirror in (False, True):
        likeness = fa.descriptors @ (fb.mirrored_descriptors if mirror else fb.descriptors).T
        ia, ib = mutual_matches(likeness)
        matches = len(ia)
        if matches < MIN_INLIERS:
            continue
        matrix = fit_affine(fb.xy[ib], fa.xy[ia], mirror)
        if matrix is None:
            continue
        matrix, (ia, ib) = find_guided(fa.xy, fb.xy, likeness, matrix)
        found = _Found(fa, fb, matches, ia, ib)
        best = max(best, _settled(a, b, matrix, found), key=_strength)
    if best.coarse.agree_both > _TELLING and (a.repeats or b.repeats):
        return Evidence()
    return best


def _settled(a: Sketch, b: Sketch, matrix: Matrix, found: _Found) -> Evidence:
    """The evidence of an alignment after it was bent or moved where that agrees better."""
    evidence = _evidence(a, b, matrix, "features", found)
    if 0 < evidence.fine.ncc < _EXACT:
        square = fit_square(found.b.xy[found.rows_b], found.a.xy[found.rows_a], matrix)
        if square is not None:
            other = _evidence(a, b, square, "features", found)
            evidence = max(evidence, other, key=lambda e: e.fine.ncc)
    if 0 < evidence.fine.weakest < _BENT or 0 < evidence.fine.ncc < _EXACT:
        bent = fit_homography(found.b.xy[found.rows_b], found.a.xy[found.rows_a], matrix)
        if bent is not None:
            other = _evidence(a, b, bent, "features", found)
            evidence = max(evidence, other, key=lambda e: e.fine.ncc)
    if _is_worth_polishing(evidence):
        polished = polish(b.grey, a.grey, _pixel_map(a, b, evidence))
        if polished is not None:
            other = _evidence(a, b, polished, "features", found)
            evidence = max(evidence, other, key=lambda e: e.fine.ncc)
    return evidence


def _is_worth_polishing(evidence: Evidence) -> bool:
    if evidence.inliers < _WORTH_POLISHING or evidence.coarse.agree_both < _HOPELESS:
        return False
    return 0 < evidence.fine.ncc < _BLURRED


def _with_drift(a: Sketch, b: Sketch, evidence: Evidence) -> Evidence:
    """The evidence with its drift, after the alignment was moved where that leaves less.

    Also looks around, which only copies need.
    """
    if evidence.fine.ncc < _FAR_OFF:
        return evidence
    matrix = _pixel_map(a, b, evidence)
    look = _Look.at(a, b, matrix)
    if look is None:
        return evidence
    best = look
    is_bent = float(np.abs(matrix[2, :2]).max()) > _FLAT
    for bent, enough in ((False, _STEADY), (True, _STEADY if is_bent else _LOOSE)):
        for _ in range(_MOVES):
            if best.drift.everywhere < enough or best.drift == NO_DRIFT:
                break
            nearer = _Look.at(a, b, best.moved(bent=bent))
            if nearer is None or not nearer.is_steadier(best):
                break
            best = nearer
    if best is not look:
        found = _evidence(a, b, best.matrix, evidence.method)
        if found.fine.ncc > evidence.fine.ncc:
            matched = evidence.matches, evidence.inliers, evidence.matched_share
            evidence = replace(
                found, matches=matched[0], inliers=matched[1], matched_share=matched[2]
            )
    around = NOTHING_AROUND
    if evidence.coverage < _NEARLY_WHOLE:
        around = look_around(a.grey, b.grey, _pixel_map(a, b, evidence))
    return replace(evidence, first_drift=look.drift, drift=best.drift, around=around)


@dataclass(frozen=True, slots=True, eq=False)
class _Look:
    """One alignment, seen in windows."""

    matrix: Matrix
    """Pixels of b to those of a."""
    windows: Windows
    drift: Drift
    to_views: Matrix
    swapped: bool
    """Whether a is the picture that was brought onto the other."""

    @classmethod
    def at(cls, a: Sketch, b: Sketch, matrix: Matrix) -> _Look | None:
        shown = shared_polygon(a.size, b.size, matrix)
        if shown is None:
            return None
        views = common_views(*_coarser_first(a, b, matrix, shown), FINE_PX)
        if views is None:
            return None
        windows = views.windows()
        return cls(matrix, windows, windows.drift(), views.to_views, scale_of(matrix) > 1)

    def is_steadier(self, other: _Look) -> bool:
        return self.drift.everywhere < other.drift.everywhere * _LESS

    def moved(self, *, bent: bool) -> Matrix:
        """The alignment less what the drift of all windows has in common."""
        movement = np.linalg.inv(self.windows.common_movement(bent=bent))
        move = np.linalg.inv(self.to_views) @ movement @ self.to_views
        return self.matrix @ np.linalg.inv(move) if self.swapped else move @ self.matrix


def _pixel_map(a: Sketch, b: Sketch, evidence: Evidence) -> Matrix:
    """Pixels of b to those of a."""
    matrix = between_pixels(evidence.homography, a.size, b.size)
    return np.asarray(matrix / matrix[2, 2], np.float64)


def _coarser_first(
    a: Sketch, b: Sketch, matrix: Matrix, shown: Matrix
) -> tuple[Grey, Grey, Matrix, Matrix]:
    """The arguments of `common_views`."""
    if scale_of(matrix) <= 1:
        return a.grey, b.grey, matrix, shown
    back = np.linalg.inv(matrix)
    return b.grey, a.grey, back, apply(back, shown)


def _evidence(
    a: Sketch,
    b: Sketch,
    matrix: Matrix,
    method: Method,
    found: _Found | None = None,
) -> Evidence:
    """All numbers of one alignment, `matrix` from pixels of b to those of a."""
    shown = shared_polygon(a.size, b.size, matrix)
    if shown is None:
        return Evidence()
    area_a = area_of(shown)
    area_b = area_of(apply(np.linalg.inv(matrix), shown))
    scale = scale_of(matrix)
    views = _coarser_first(a, b, matrix, shown)
    coarse = compare_views(common_views(*views, COARSE_PX))
    fine = NO_OVERLAP
    if coarse.agree_both > _PROMISING:
        fine = compare_views(common_views(*views, FINE_PX), finely=True)
    linear = matrix[:2, :2]
    stretches = np.linalg.svd(linear, compute_uv=False)
    mirrored = bool(np.linalg.det(linear) < 0)
    turn = linear @ np.diag([-1, 1]) if mirrored else linear
    homography = relative(a.size) @ matrix @ np.linalg.inv(relative(b.size))
    return Evidence(
        method=method,
        homography=tuple((homography / homography[2, 2]).reshape(-1).tolist()),
        matches=0 if found is None else found.matches,
        inliers=0 if found is None else len(found.rows_a),
        matched_share=0.0 if found is None else found.share(a.size, b.size, matrix),
        coverage_a=min(1.0, area_a / (a.size[0] * a.size[1])),
        coverage_b=min(1.0, area_b / (b.size[0] * b.size[1])),
        coarse=coarse,
        fine=fine,
        mirrored=mirrored,
        angle_deg=float(np.degrees(np.arctan2(turn[1, 0] - turn[0, 1], turn[0, 0] + turn[1, 1]))),
        scale=scale,
        skew=float(np.log(stretches[0] / max(stretches[1], 1e-9))),
    )
