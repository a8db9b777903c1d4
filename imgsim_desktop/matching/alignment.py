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
_SQUARE: Final = 0.04
"""Sine of 2.3 degrees: so far an alignment of few features may be off that is square in truth."""
_GUIDED_COSINE: Final = 0.75

_POLISH_UNTIL: Final = (cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, 25, 1e-4)

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


def fit_affine(source: Floats, target: Floats, mirror: bool) -> Matrix | None:
    """The affine map that most matches agree on, or None where it makes no sense."""
    affine, inside = cv2.estimateAffine2D(
        source, target, method=cv2.RANSAC, ransacReprojThreshold=_RANSAC_PX, maxIters=1000,
        confidence=0.999, refineIters=5,
    )  # fmt: skip
    if affine is None or int(inside.sum()) < MIN_INLIERS:
        return None
    matrix = np.vstack([affine, [0, 0, 1]])
    return matrix if is_sensible(matrix, mirror) else None


def is_sensible(matrix: Matrix, mirror: bool) -> bool:
    """Whether an edit may have mapped one picture on another so, mirrored or not."""
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


def fit_square(source: Floats, target: Floats, before: Matrix) -> Matrix | None:
    """The map without tilt or shear that the matches agree on, where `before` is nearly one.

    Crops, frames, stretches and quarter turns are square; four numbers are surer than six.
    """
    linear = before[:2, :2] / np.linalg.norm(before[:2, :2], axis=1, keepdims=True)
    straight = np.round(linear)
    is_turn = (np.abs(straight).sum(0) == 1).all() and (np.abs(straight).sum(1) == 1).all()
    if not is_turn or np.abs(linear - straight).max() > _SQUARE or len(source) < MIN_INLIERS:
        return None
    matrix = np.eye(3)
    turned = source.astype(np.float64) @ np.abs(straight).T
    for axis in range(2):
        x, y = turned[:, axis], target[:, axis].astype(np.float64)
        near = np.ones(len(x), np.bool_)
        for _ in range(2):
            if near.sum() < MIN_INLIERS or np.ptp(x[near]) < 1:
                return None
            slope, offset = np.polyfit(x[near], y[near], 1)
            near = np.abs(slope * x + offset - y) < _REFIT_PX
        matrix[axis, :2] = slope * np.abs(straight[axis])
        matrix[axis, 2] = offset
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
    return better if _is_mild(better, matrix) and is_sensible(better, mirror) else None


def _is_mild(matrix: Matrix, before: Matrix) -> bool:
    if abs(matrix[2, 2]) < 1e-9:
        return False
    matrix = matrix / matrix[2, 2]
    same_hand = np.linalg.det(matrix[:2, :2]) * np.linalg.det(before[:2, :2]) > 0
    return bool(same_hand and np.abs(matrix[2, :2]).max() * THUMBNAIL_PX < 0.6)
