"""Look again at the pixels of two pictures: do they show the same photo, and what was changed?

Two pictures are aligned (in one of eight orientations as they are, or by local features: RootSIFT,
mutual nearest neighbours, RANSAC, also against the mirror image), then the aligned pixels are
compared over the whole overlap. Counting inliers is not enough: two photos in one screenshot frame
or under one caption have a dozen. The only home of OpenCV.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.records import THUMBNAIL_PX, Pixels

Grey = NDArray[np.uint8]
Matrix = NDArray[np.floating]
Floats = NDArray[np.float32]

_TILE: Final = 32
_POINTS: Final = 400
_RATIO: Final = 0.82
_MIN_INLIERS: Final = 5
_RANSAC_PX: Final = 3.0
_GUIDED_PX: Final = 4.0
_GUIDED_COSINE: Final = 0.75
_COARSE_PX: Final = 80
_FINE_PX: Final = 224
_WINDOW: Final = 7
_SAME_NCC: Final = 0.6
_TEXTURE: Final = 0.12
"""Standard deviation in a window, in units of the whole overlap's, from which it counts."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """How well two aligned pictures agree, up to tone, over the part that both show."""

    agree: float = 0.0
    """Share of the textured windows whose correlation is above 0.6; texture in either counts."""
    agree_both: float = 0.0
    """The same with windows weighted by the texture that both have: noise counts little."""
    ncc: float = 0.0
    """Mean local correlation, weighted as `agree_both`."""
    smooth: float = 0.0
    """Correlation of the blurred overlaps as a whole."""
    residual: float = 1.0
    """Share of the overlap whose blurred values differ by more than half a standard deviation."""
    texture: float = 0.0
    """How many windows' worth of texture there is in both."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the pixels of two pictures say about their being one photo."""

    method: Literal["none", "aligned", "features"] = "none"
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
    coarse: Overlap = Overlap()
    fine: Overlap = Overlap()
    mirrored: bool = False
    angle_deg: float = 0.0
    """Turn of b against a, -180 to 180, clockwise on the screen."""
    scale: float = 1.0
    """Thumbnail pixels of a for one of b."""
    skew: float = 0.0
    """How far the alignment is from a similarity: 0, or log of the ratio of its two stretches."""
    tone: float = 0.0
    """How far the grey levels differ beyond noise: 0, or rms in units of the full range."""
    framed: bool = False
    """Whether the larger view ends the smaller one's content in a straight edge: frame, screen."""

    @property
    def transform(self) -> tuple[float, ...]:
        """Six numbers of the affine map nearest to the homography; empty without one."""
        if not self.homography:
            return ()
        corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float64)
        mapped = _apply(np.reshape(self.homography, (3, 3)), corners)
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


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """Local features of one picture, in pixels of its thumbnail."""

    xy: Floats
    """(n, 2)"""
    descriptors: Floats
    """(n, 128) RootSIFT, L2 norm 1."""

    @property
    def mirrored_descriptors(self) -> Floats:
        """What the features of the mirror image would be: rows and turning of the bins reversed."""
        bins = self.descriptors.reshape(-1, 4, 4, 8)[:, ::-1][..., _MIRRORED_BINS]
        return np.ascontiguousarray(bins).reshape(-1, 128)


_MIRRORED_BINS: Final = (-np.arange(8)) % 8


class Sketch:
    """One picture made ready for comparing; what is costly is made when first asked for.

    May be shared by threads: at worst the same thing is made twice.
    """

    def __init__(self, grey: Grey) -> None:
        side = max(grey.shape)
        if side > THUMBNAIL_PX:
            grey = _shrunk(grey, THUMBNAIL_PX / side)
        self.grey: Grey = np.ascontiguousarray(grey)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.grey.shape[1], self.grey.shape[0]

    @cached_property
    def tile(self) -> Floats:
        """(32, 32), mean 0 and norm 1 (0 for a blank picture)."""
        return _normalised(_area(self.grey.astype(np.float32), (_TILE, _TILE)))

    @cached_property
    def tiles(self) -> Floats:
        """(8, 1024) the tile in the orientations of `_ORIENTATIONS`."""
        turns = [np.rot90(t, k) for t in (self.tile, self.tile[:, ::-1]) for k in range(4)]
        return np.stack([t.reshape(-1) for t in turns])

    @cached_property
    def features(self) -> Features:
        return find_features(self.grey)


def verify(grey_a: Grey, grey_b: Grey) -> Evidence:
    """Align two pictures and compare their pixels.

    grey_a, grey_b  luma (height, width), upright; shrunk to THUMBNAIL_PX if they are larger
    """
    return compare(Sketch(grey_a), Sketch(grey_b))


def find_features(grey: Grey) -> Features:
    """Up to 400 RootSIFT features; none on a blank picture."""
    # Small pictures are enlarged: at 144 px half of the features lie below SIFT's first octave.
    up = min(2.0, max(1.0, 240.0 / max(grey.shape)))
    seen = grey if up == 1.0 else cv2.resize(grey, None, fx=up, fy=up)
    points, descriptors = cv2.SIFT.create(_POINTS, contrastThreshold=0.02).detectAndCompute(
        seen, None
    )
    if descriptors is None or not len(points):
        return Features(np.empty((0, 2), np.float32), np.empty((0, 128), np.float32))
    order = np.argsort([-p.response for p in points], kind="stable")[:_POINTS]
    xy = np.array([points[i].pt for i in order], np.float32)
    xy = (xy + 0.5) / np.float32(up) - 0.5
    rooted = np.sqrt(
        descriptors[order] / np.maximum(descriptors[order].sum(1, keepdims=True), 1e-9)
    )
    return Features(xy, rooted.astype(np.float32))


def compare(a: Sketch, b: Sketch) -> Evidence:
    """As `verify`, on pictures whose features may be known already."""
    aligned = _compare_aligned(a, b)
    if aligned.coarse.agree > _SURE_AGREE and aligned.coarse.smooth > _SURE_SMOOTH:
        return aligned
    found = _compare_by_features(a, b)
    return max(aligned, found, key=_strength)


_SURE_AGREE: Final = 0.93
_SURE_SMOOTH: Final = 0.95


def _strength(evidence: Evidence) -> float:
    coarse = evidence.coarse
    return coarse.agree_both * coarse.agree * min(coarse.texture, 10.0)


def changes_colour(a: Pixels, b: Pixels, evidence: Evidence) -> bool:
    """Whether the colours of two aligned thumbnails differ by more than compression would."""
    small = 48
    wide = _area(a.astype(np.float32), (small, small))
    to_small = _pixel_scaling((a.shape[1], a.shape[0]), (small, small))
    relative = np.reshape(evidence.homography, (3, 3))
    matrix = np.linalg.inv(_relative((a.shape[1], a.shape[0]))) @ relative
    matrix = to_small @ matrix @ _relative((b.shape[1], b.shape[0]))
    left, right = wide, _warped(b, matrix, (small, small))
    inside = _warped(np.full(b.shape[:2], 255, np.uint8), matrix, (small, small), 0) > 254
    if int(inside.sum()) < 64:
        return False
    # Chroma only: the light is compared in grey.
    chroma_l = (left - left.mean(2, keepdims=True))[inside]
    chroma_r = (right - right.mean(2, keepdims=True))[inside]
    return bool(np.median(np.abs(chroma_l - chroma_r).max(1)) > _CHROMA_STEP)


_CHROMA_STEP: Final = 6.0
"""Grey levels; a JPEG of quality 30 moves the median chroma of 7-pixel cells by under 2."""


# --- alignment as the pictures are ---------------------------------------------------------------


def _orientation_matrix(index: int, size: tuple[int, int]) -> Matrix:
    """Pixels of a picture of this size to those of its turned copy, as `Sketch.tiles` turns it."""
    mirrored, turns = divmod(index, 4)
    w, h = size
    matrix = np.eye(3)
    if mirrored:
        matrix = np.array([[-1.0, 0, w - 1], [0, 1, 0], [0, 0, 1]])
    for _ in range(turns):  # np.rot90: counter-clockwise
        matrix = np.array([[0.0, 1, 0], [-1, 0, w - 1], [0, 0, 1]]) @ matrix
        w, h = h, w
    return matrix


def _compare_aligned(a: Sketch, b: Sketch) -> Evidence:
    likeness = b.tiles @ a.tile.reshape(-1)
    best = int(np.argmax(likeness))
    if likeness[best] < 0.5:
        return Evidence()
    turned = _orientation_matrix(best, b.size)
    w, h = b.size if best % 2 == 0 else b.size[::-1]
    stretch = _pixel_scaling((w, h), a.size)
    return _evidence(a, b, stretch @ turned, "aligned")


def _pixel_scaling(source: tuple[int, int], target: tuple[int, int]) -> Matrix:
    sx, sy = target[0] / source[0], target[1] / source[1]
    return np.array([[sx, 0, 0.5 * sx - 0.5], [0, sy, 0.5 * sy - 0.5], [0, 0, 1]])


# --- alignment by local features -----------------------------------------------------------------


def _compare_by_features(a: Sketch, b: Sketch) -> Evidence:
    fa, fb = a.features, b.features
    if min(len(fa.xy), len(fb.xy)) < _MIN_INLIERS:
        return Evidence()
    best = Evidence()
    for mirror in (False, True):
        likeness = fa.descriptors @ (fb.mirrored_descriptors if mirror else fb.descriptors).T
        ia, ib = _mutual_matches(likeness)
        if len(ia) < _MIN_INLIERS:
            continue
        matrix = _fit(fb.xy[ib], fa.xy[ia], mirror)
        if matrix is None:
            continue
        matrix, pairs = _guided(fa.xy, fb.xy, likeness, matrix)
        evidence = _evidence(a, b, matrix, "features", len(ia), pairs)
        best = max(best, evidence, key=_strength)
    return best


def _mutual_matches(likeness: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs that are each other's nearest and clearly nearer than the second nearest."""
    nearest = likeness.argmax(1)
    rows = np.arange(len(likeness))
    mutual = likeness.argmax(0)[nearest] == rows
    first = likeness[rows, nearest]
    rest = likeness.copy()
    rest[rows, nearest] = -1
    second = rest.max(1)
    # Distances of unit vectors: |x - y|^2 = 2 - 2 cos.
    clear = np.maximum(1 - first, 0) < _RATIO**2 * np.maximum(1 - second, 1e-9)
    kept = np.flatnonzero(mutual & clear)
    return kept, nearest[kept]


def _fit(source: Floats, target: Floats, mirror: bool) -> Matrix | None:
    """The affine map that most matches agree on, or None where it makes no sense."""
    affine, inside = cv2.estimateAffine2D(
        source, target, method=cv2.RANSAC, ransacReprojThreshold=_RANSAC_PX, maxIters=1000,
        confidence=0.999, refineIters=5,
    )  # fmt: skip
    if affine is None or int(inside.sum()) < _MIN_INLIERS:
        return None
    matrix = np.vstack([affine, [0, 0, 1]])
    return matrix if _is_sensible(matrix, mirror) else None


def _is_sensible(matrix: Matrix, mirror: bool) -> bool:
    determinant = np.linalg.det(matrix[:2, :2])
    stretches = np.linalg.svd(matrix[:2, :2], compute_uv=False)
    if not np.isfinite(stretches).all() or stretches[1] < 1e-6:
        return False
    return bool(
        (determinant < 0) == mirror
        and 1 / 12 < np.sqrt(abs(determinant)) < 12
        and stretches[0] / stretches[1] < 2.5
    )


def _guided(
    xy_a: Floats, xy_b: Floats, likeness: Floats, matrix: Matrix
) -> tuple[Matrix, tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Find more matches where the alignment says they must be, and align anew on all of them."""
    reach = _GUIDED_PX * 2
    pairs = (np.empty(0, np.int64), np.empty(0, np.int64))
    for _ in range(2):
        at = _apply(matrix, xy_b.astype(np.float64))
        back = _scale(matrix)
        far = (
            (xy_a[:, None, 0] - at[None, :, 0]) ** 2 + (xy_a[:, None, 1] - at[None, :, 1]) ** 2
        ) > (reach * max(1.0, back)) ** 2
        near = np.where(far, np.float32(-1), likeness)
        nearest = near.argmax(1)
        rows = np.arange(len(near))
        kept = np.flatnonzero(
            (near.argmax(0)[nearest] == rows) & (near[rows, nearest] > _GUIDED_COSINE)
        )
        pairs = (kept, nearest[kept])
        better = _refit(xy_b[pairs[1]], xy_a[pairs[0]], matrix)
        if better is None:
            break
        matrix, reach = better, _GUIDED_PX
    return matrix, pairs


def _refit(source: Floats, target: Floats, before: Matrix) -> Matrix | None:
    """Least squares on the matches: a homography where many agree on it, else an affine map."""
    if len(source) < 6:
        return None
    if len(source) >= 16:
        found, _ = cv2.findHomography(source, target, cv2.RANSAC, _RANSAC_PX)
        if found is not None and _is_mild(np.asarray(found, np.float64), before):
            return np.asarray(found / found[2, 2], np.float64)
    affine, _ = cv2.estimateAffine2D(source, target, method=cv2.RANSAC, ransacReprojThreshold=3.0)
    if affine is None:
        return None
    matrix = np.vstack([affine, [0, 0, 1]])
    return matrix if _is_mild(matrix, before) else None


def _is_mild(matrix: Matrix, before: Matrix) -> bool:
    if abs(matrix[2, 2]) < 1e-9:
        return False
    matrix = matrix / matrix[2, 2]
    same_hand = np.linalg.det(matrix[:2, :2]) * np.linalg.det(before[:2, :2]) > 0
    return bool(same_hand and np.abs(matrix[2, :2]).max() * THUMBNAIL_PX < 0.6)


# --- comparing aligned pixels --------------------------------------------------------------------


def _evidence(
    a: Sketch,
    b: Sketch,
    matrix: Matrix,
    method: Literal["aligned", "features"],
    matches: int = 0,
    pairs: tuple[NDArray[np.int64], NDArray[np.int64]] | None = None,
) -> Evidence:
    """All numbers of one alignment, `matrix` from pixels of b to those of a."""
    shown = _shared_polygon(a.size, b.size, matrix)
    if shown is None:
        return Evidence()
    area_a = _area_of(shown)
    area_b = _area_of(_apply(np.linalg.inv(matrix), shown))
    scale = _scale(matrix)
    if scale <= 1:
        views = a, b, matrix, shown
    else:
        back = np.linalg.inv(matrix)
        views = b, a, back, _apply(back, shown)
    coarse = _compare_views(*views, _COARSE_PX)
    fine = _compare_views(*views, _FINE_PX) if coarse.agree_both > 0.3 else Overlap()
    linear = matrix[:2, :2]
    stretches = np.linalg.svd(linear, compute_uv=False)
    mirrored = bool(np.linalg.det(linear) < 0)
    turn = linear @ np.diag([-1, 1]) if mirrored else linear
    relative = _relative(a.size) @ matrix @ np.linalg.inv(_relative(b.size))
    return Evidence(
        method=method,
        homography=tuple((relative / relative[2, 2]).reshape(-1).tolist()),
        matches=matches,
        inliers=0 if pairs is None else len(pairs[0]),
        matched_share=0.0 if pairs is None else _matched_share(a, b, matrix, len(pairs[0])),
        coverage_a=min(1.0, area_a / (a.size[0] * a.size[1])),
        coverage_b=min(1.0, area_b / (b.size[0] * b.size[1])),
        coarse=coarse,
        fine=fine,
        mirrored=mirrored,
        angle_deg=float(np.degrees(np.arctan2(turn[1, 0] - turn[0, 1], turn[0, 0] + turn[1, 1]))),
        scale=scale,
        skew=float(np.log(stretches[0] / max(stretches[1], 1e-9))),
    )


def _matched_share(a: Sketch, b: Sketch, matrix: Matrix, inliers: int) -> float:
    inside_a = _inside(_apply(np.linalg.inv(matrix), a.features.xy.astype(np.float64)), b.size)
    inside_b = _inside(_apply(matrix, b.features.xy.astype(np.float64)), a.size)
    return inliers / max(1, min(int(inside_a.sum()), int(inside_b.sum())))


def _inside(xy: Matrix, size: tuple[int, int]) -> NDArray[np.bool_]:
    return (xy >= 0).all(1) & (xy[:, 0] < size[0]) & (xy[:, 1] < size[1])


def _relative(size: tuple[int, int]) -> Matrix:
    """Pixels (centres at whole numbers) to relative coordinates."""
    w, h = size
    return np.array([[1 / w, 0, 0.5 / w], [0, 1 / h, 0.5 / h], [0, 0, 1]])


def _apply(matrix: Matrix, xy: Matrix) -> Matrix:
    mapped = xy @ matrix[:, :2].T + matrix[:, 2]
    return mapped[:, :2] / mapped[:, 2:]


def _scale(matrix: Matrix) -> float:
    return float(np.sqrt(abs(np.linalg.det(matrix[:2, :2]))))


def _frame(size: tuple[int, int]) -> Matrix:
    w, h = size
    return np.array([[-0.5, -0.5], [w - 0.5, -0.5], [w - 0.5, h - 0.5], [-0.5, h - 0.5]])


def _shared_polygon(
    size_a: tuple[int, int], size_b: tuple[int, int], matrix: Matrix
) -> Matrix | None:
    """The part of a that b shows, as a convex polygon in pixels of a; None: nothing."""
    corners = np.column_stack([_frame(size_b), np.ones(4)]) @ matrix.T
    if (corners[:, 2] < 0.2).any():
        return None
    quad = (corners[:, :2] / corners[:, 2:]).astype(np.float32)
    area, shared = cv2.intersectConvexConvex(quad, _frame(size_a).astype(np.float32))
    if area < 16 or shared is None:
        return None
    return shared.reshape(-1, 2).astype(np.float64)


def _area_of(polygon: Matrix) -> float:
    return float(abs(cv2.contourArea(polygon.astype(np.float32))))


def _compare_views(
    reference: Sketch, other: Sketch, matrix: Matrix, shown: Matrix, side_px: int
) -> Overlap:
    """Compare what both show, at most `side_px` long, in the sampling of the coarser picture.

    matrix  pixels of the other, finer picture to those of the reference; shown in its pixels
    """
    low, high = shown.min(0), shown.max(0)
    reduce = min(1.0, side_px / max(high - low))
    out = tuple(np.maximum(np.round((high - low) * reduce), 1).astype(int).tolist())
    if min(out) < _WINDOW:
        return Overlap()
    to_out = _pixel_scaling((1, 1), (reduce, reduce)) @ np.array(
        [[1, 0, -(low[0] + 0.5)], [0, 1, -(low[1] + 0.5)], [0, 0, 1.0]]
    )
    left = _warped(reference.grey, to_out, out)
    right = _warped(other.grey, to_out @ matrix, out)
    mask = np.zeros((out[1], out[0]), np.uint8)
    cv2.fillConvexPoly(mask, np.round(_apply(to_out, shown)).astype(np.int32), 1)
    return _overlap(left, right, mask.astype(np.float32))


def _warped(grey: Grey, matrix: Matrix, out: tuple[int, int], beyond: int | None = None) -> Floats:
    """Picture after `matrix`, averaged rather than sampled where it shrinks.

    beyond  value outside the picture; None: that of the nearest pixel in it
    """
    shrink = _scale(matrix)
    if shrink < 0.9:
        w, h = (max(1, round(n * shrink)) for n in (grey.shape[1], grey.shape[0]))
        small = _area(grey.astype(np.float32), (w, h))
        matrix = matrix @ _pixel_scaling((w, h), (grey.shape[1], grey.shape[0]))
    else:
        small = grey.astype(np.float32)
    mode = cv2.BORDER_REPLICATE if beyond is None else cv2.BORDER_CONSTANT
    return np.asarray(
        cv2.warpPerspective(
            small, matrix, out, flags=cv2.INTER_LINEAR, borderMode=mode, borderValue=beyond or 0
        ),
        np.float32,
    )


def _overlap(left: Floats, right: Floats, mask: Floats) -> Overlap:
    left, right = _standardised(left, mask), _standardised(right, mask)
    share = np.maximum(_box(mask), 1e-6)
    inside = (mask > 0) & (share > 0.5)
    mean_l, mean_r = _box(left * mask) / share, _box(right * mask) / share
    var_l = np.maximum(_box(left * left * mask) / share - mean_l**2, 0)
    var_r = np.maximum(_box(right * right * mask) / share - mean_r**2, 0)
    cov = _box(left * right * mask) / share - mean_l * mean_r
    ncc = cov / np.sqrt(np.maximum(var_l * var_r, 1e-8))
    both = np.sqrt(np.minimum(var_l, var_r)) / _TEXTURE
    both = np.where(inside, np.clip(both - 0.5, 0, 1), 0)
    either = np.sqrt(np.maximum(var_l, var_r)) / _TEXTURE
    either = np.where(inside, np.clip(either - 0.5, 0, 1), 0)
    same = ncc > _SAME_NCC
    n_both, n_either, n = float(both.sum()), float(either.sum()), int(inside.sum())
    if n == 0 or n_either < 1:
        return Overlap()
    smooth, residual = _smooth_agreement(mean_l[inside], mean_r[inside])
    return Overlap(
        agree=float((either * same).sum()) / n_either,
        agree_both=float((both * same).sum()) / max(n_both, 1.0),
        ncc=float((both * ncc).sum()) / max(n_both, 1.0),
        smooth=smooth,
        residual=residual,
        texture=n_both / _WINDOW**2,
    )


def _smooth_agreement(left: Matrix, right: Matrix) -> tuple[float, float]:
    """Correlation, and share that differs by over half a standard deviation after a linear fit."""
    x, y = left - left.mean(), right - right.mean()
    sx, sy = float(np.sqrt((x * x).mean())), float(np.sqrt((y * y).mean()))
    if min(sx, sy) < 1e-3:
        return 0.0, 1.0
    x, y = x / sx, y / sy
    return float((x * y).mean()), float((np.abs(x - y) > 0.5).mean())


def _standardised(values: Floats, mask: Floats) -> Floats:
    n = max(float(mask.sum()), 1.0)
    values = values - float((values * mask).sum()) / n
    spread = float(np.sqrt((values * values * mask).sum() / n))
    # Under two grey levels there is only noise: left small, so that nothing counts as texture.
    return (values / max(spread, 2.0)).astype(np.float32)


def _box(values: Floats) -> Floats:
    mean = cv2.boxFilter(values, -1, (_WINDOW, _WINDOW), borderType=cv2.BORDER_CONSTANT)
    return np.asarray(mean, np.float32)


def _area(values: Floats, size: tuple[int, int]) -> Floats:
    return np.asarray(cv2.resize(values, size, interpolation=cv2.INTER_AREA), np.float32)


def _shrunk(grey: Grey, by: float) -> Grey:
    size = max(1, round(grey.shape[1] * by)), max(1, round(grey.shape[0] * by))
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)


def _normalised(values: Floats) -> Floats:
    values = values - values.mean()
    norm = float(np.sqrt((values * values).sum()))
    return (values / norm if norm > 1 else np.zeros_like(values)).astype(np.float32)
