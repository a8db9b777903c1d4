"""Maps between the pixels of two pictures: 3 x 3 matrices, centres of pixels at whole numbers."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Matrix = NDArray[np.floating]
Floats = NDArray[np.float32]
Size = tuple[int, int]
"""Width and height in pixels."""


def orientation_matrix(index: int, size: tuple[int, int]) -> Matrix:
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


def light_of(picture: NDArray[np.uint8]) -> Grey:
    """Luma (h, w) of colours (h, w, 3)."""
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)


def pixel_scaling(source: tuple[int, int], target: tuple[int, int]) -> Matrix:
    sx, sy = target[0] / source[0], target[1] / source[1]
    return np.array([[sx, 0, 0.5 * sx - 0.5], [0, sy, 0.5 * sy - 0.5], [0, 0, 1]])


def relative(size: tuple[int, int]) -> Matrix:
    """Pixels (centres at whole numbers) to relative coordinates."""
    w, h = size
    return np.array([[1 / w, 0, 0.5 / w], [0, 1 / h, 0.5 / h], [0, 0, 1]])


def size_of(picture: NDArray[np.generic]) -> Size:
    return picture.shape[1], picture.shape[0]


def between_pixels(homography: tuple[float, ...], size_a: Size, size_b: Size) -> Matrix:
    """Pixels of b to those of a, from nine numbers between their relative coordinates."""
    between = np.reshape(homography, (3, 3))
    matrix: Matrix = np.linalg.inv(relative(size_a)) @ between @ relative(size_b)
    return matrix


def side_of(outline: Matrix, side: int) -> tuple[Matrix, Matrix, Matrix]:
    """Where one of four sides of an outline starts and ends, and the way out, one pixel long."""
    start, end = outline[side], outline[(side + 1) % 4]
    along = (end - start) / max(float(np.hypot(*(end - start))), 1e-6)
    out = np.array([along[1], -along[0]])
    return start, end, -out if float(out @ (start - outline.mean(0))) < 0 else out


def apply(matrix: Matrix, xy: Matrix) -> Matrix:
    mapped = xy @ matrix[:, :2].T + matrix[:, 2]
    return mapped[:, :2] / mapped[:, 2:]


def scale_of(matrix: Matrix) -> float:
    return float(np.sqrt(abs(np.linalg.det(matrix[:2, :2]))))


def frame(size: tuple[int, int]) -> Matrix:
    w, h = size
    return np.array([[-0.5, -0.5], [w - 0.5, -0.5], [w - 0.5, h - 0.5], [-0.5, h - 0.5]])


def inside(xy: Matrix, size: tuple[int, int]) -> NDArray[np.bool_]:
    return (xy >= 0).all(1) & (xy[:, 0] < size[0]) & (xy[:, 1] < size[1])


def shared_polygon(
    size_a: tuple[int, int], size_b: tuple[int, int], matrix: Matrix
) -> Matrix | None:
    """The part of a that b shows, as a convex polygon in pixels of a; None: nothing."""
    corners = np.column_stack([frame(size_b), np.ones(4)]) @ matrix.T
    if (corners[:, 2] < 0.2).any():
        return None
    quad = (corners[:, :2] / corners[:, 2:]).astype(np.float32)
    area, shared = cv2.intersectConvexConvex(quad, frame(size_a).astype(np.float32))
    if area < 16 or shared is None:
        return None
    return shared.reshape(-1, 2).astype(np.float64)


def area_of(polygon: Matrix) -> float:
    return float(abs(cv2.contourArea(polygon.astype(np.float32))))


def warped(grey: Grey, matrix: Matrix, out: tuple[int, int], beyond: int | None = None) -> Floats:
    """Picture after `matrix`, averaged rather than sampled where it shrinks.

    beyond  value outside the picture; None: that of the nearest pixel in it
    """
    shrink = scale_of(matrix)
    if shrink < 0.9:
        w, h = (max(1, round(n * shrink)) for n in (grey.shape[1], grey.shape[0]))
        small = area_resized(grey.astype(np.float32), (w, h))
        matrix = matrix @ pixel_scaling((w, h), (grey.shape[1], grey.shape[0]))
    else:
        small = grey.astype(np.float32)
    mode = cv2.BORDER_REPLICATE if beyond is None else cv2.BORDER_CONSTANT
    return np.asarray(
        cv2.warpPerspective(
            small, matrix, out, flags=cv2.INTER_LINEAR, borderMode=mode, borderValue=beyond or 0
        ),
        np.float32,
    )


def area_resized(values: Floats, size: tuple[int, int]) -> Floats:
    return np.asarray(cv2.resize(values, size, interpolation=cv2.INTER_AREA), np.float32)
