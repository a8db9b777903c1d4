"""Where two pictures show the same, by their local features: matches, RANSAC, more matches."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.matching.planes import Floats, Grey, Matrix, apply, scale_of
from imgsim_desktop.records import THUMBNAIL_PX

MIN_INLIERS: Final = 5
_RATIO: Final = 0.82
_RANSAC_PX: Final = 3.0
_GUIDED_PX: Final = 4.0
_REFIT_PX: Final = 1.5
_MIN_FOR_HOMOGRAPHY: Final = 16
_GUIDED_COSINE: Final = 0.75

_POLISH_UNTIL: Final = (cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, 25, 1e-4)
_GLANCE_MIN_FEATURES: Final = 8
_GLANCE_INLIERS: Final = 3
_GLANCE_MATCHES: Final = 7

Rows = NDArray[np.int64]


def mutual_matches(likeness: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
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


def may_share(xy_a: Floats, xy_b: Floats, likeness: Floats, mirror: bool) -> bool:
    """Whether the rough features of two pictures leave hope that they show the same.

    Of 5,151 pictures with two edits of 900 (tests/benchmarks), 98.9 % of the copies that do not
    agree as they are and a fifth of the strangers that the network proposes.
    """
    if min(likeness.shape) < _GLANCE_MIN_FEATURES:
        return True
    ia, ib = mutual_matches(likeness)
    if len(ia) < _GLANCE_INLIERS or len(ia) >= _GLANCE_MATCHES:
        return len(ia) >= _GLANCE_MATCHES
    affine, inside = cv2.estimateAffine2D(
        xy_b[ib], xy_a[ia], method=cv2.RANSAC, ransacReprojThreshold=4.0, maxIters=300,
        confidence=0.99, refineIters=0,
    )  # fmt: skip
    if affine is None or int(inside.sum()) < _GLANCE_INLIERS:
        return False
    return _is_sensible(np.vstack([affine, [0, 0, 1]]), mirror)


def fit_affine(source: Floats, target: Floats, mirror: bool) -> Matrix | None:
    """The affine map that most matches agree on, or None where it makes no sense."""
    affine, inside = cv2.estimateAffine2D(
        source, target, method=cv2.RANSAC, ransacReprojThreshold=_RANSAC_PX, maxIters=1000,
        confidence=0.999, refineIters=5,
    )  # fmt: skip
    if affine is None or int(inside.sum()) < MIN_INLIERS:
        return None
    matrix = np.vstack([affine, [0, 0, 1]])
    return matrix if _is_sensible(matrix, mirror) else None


def _is_sensible(matrix: Matrix, mirror: bool) -> bool:
    if not np.isfinite(matrix).all():
        return False
    determinant = np.linalg.det(matrix[:2, :2])
    stretches = np.linalg.svd(matrix[:2, :2], compute_uv=False)
    if stretches[1] < 1e-6:
        return False
    return bool(
        (determinant < 0) == mirror
        and 1 / 12 < np.sqrt(abs(determinant)) < 12
        and stretches[0] / stretches[1] < 2.5
    )


def find_guided(
    xy_a: Floats, xy_b: Floats, likeness: Floats, matrix: Matrix
) -> tuple[Matrix, tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Find more matches where the alignment says they must be, and align anew on all of them."""
    reach = _GUIDED_PX * 2
    pairs = (np.empty(0, np.int64), np.empty(0, np.int64))
    for _ in range(2):
        at = apply(matrix, xy_b.astype(np.float64))
        back = scale_of(matrix)
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
    """The affine map that most of the matches agree on."""
    if len(source) < 6:
        return None
    affine, _ = cv2.estimateAffine2D(
        source, target, method=cv2.RANSAC, ransacReprojThreshold=_REFIT_PX
    )
    if affine is None:
        return None
    matrix: Matrix = np.vstack([affine, [0, 0, 1]])
    return matrix if _is_mild(matrix, before) else None


def fit_homography(source: Floats, target: Floats, before: Matrix) -> Matrix | None:
    """The homography that most of the matches agree on; `before` is their affine map.

    A crop fitted by a homography bends by a percent, so this is tried only where an affine map
    leaves a part misaligned.
    """
    if len(source) < _MIN_FOR_HOMOGRAPHY:
        return None
    found, _ = cv2.findHomography(source, target, cv2.RANSAC, _REFIT_PX)
    if found is None or abs(found[2, 2]) < 1e-9:
        return None
    matrix: Matrix = np.asarray(found / found[2, 2], np.float64)
    return matrix if _is_mild(matrix, before) else None


def polish(source: Grey, target: Grey, matrix: Matrix) -> Matrix | None:
    """The alignment of `source` on `target` after the pixels themselves were brought together.

    Features of small or soft pictures miss by a percent, which is what tells a copy from the next
    shot; 2 to 30 ms (enhanced correlation, Evangelidis and Psarakis 2008). None: unsettled.
    """
    back = np.linalg.inv(matrix)
    if abs(back[2, 2]) < 1e-9:
        return None
    back = back / back[2, 2]
    soft_target = cv2.GaussianBlur(target, (0, 0), 1.0)
    soft_source = cv2.GaussianBlur(source, (0, 0), max(1.0, scale_of(back)))
    try:
        _, found = cv2.findTransformECC(
            soft_target, soft_source, back.astype(np.float32), cv2.MOTION_HOMOGRAPHY,
            _POLISH_UNTIL, np.full(source.shape, 255, np.uint8), 1,
        )  # fmt: skip
    except cv2.error:  # no overlap, or it runs away
        return None
    if not np.isfinite(found).all() or abs(np.linalg.det(found)) < 1e-12:
        return None
    better: Matrix = np.linalg.inv(found.astype(np.float64))
    if abs(better[2, 2]) < 1e-9:
        return None
    better = better / better[2, 2]
    mirror = bool(np.linalg.det(matrix[:2, :2]) < 0)
    return better if _is_mild(better, matrix) and _is_sensible(better, mirror) else None


def _is_mild(matrix: Matrix, before: Matrix) -> bool:
    if abs(matrix[2, 2]) < 1e-9:
        return False
    matrix = matrix / matrix[2, 2]
    same_hand = np.linalg.det(matrix[:2, :2]) * np.linalg.det(before[:2, :2]) > 0
    return bool(same_hand and np.abs(matrix[2, :2]).max() * THUMBNAIL_PX < 0.6)
