"""Other sizes, crops, turns, tilts and mirror images of a photo."""

from __future__ import annotations

import math

import cv2
import numpy as np

from imgsim_desktop.embedding.learning.edits.edit import Change, Random
from imgsim_desktop.records import Pixels


def resized(photo: Pixels, width: float, height: float) -> Pixels:
    """At this size in pixels, rounded, at least 1."""
    size = (max(1, round(width)), max(1, round(height)))
    shrinks = size[0] < photo.shape[1]
    how = cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(photo, size, interpolation=how), np.uint8)


def scale(factor: float) -> Change:
    return lambda photo, _: resized(photo, photo.shape[1] * factor, photo.shape[0] * factor)


def stretch(photo: Pixels, rng: Random) -> Pixels:
    return resized(photo, photo.shape[1] * rng.uniform(0.7, 1.3), photo.shape[0])


def crop(keep: float, *, at_edge: bool) -> Change:
    """keep: share of the area."""

    def change(photo: Pixels, rng: Random) -> Pixels:
        side = math.sqrt(keep)
        high, wide = (max(2, round(n * side)) for n in photo.shape[:2])
        spare = np.array([photo.shape[0] - high, photo.shape[1] - wide])
        place = rng.choice([0.0, 1.0], 2) if at_edge else np.full(2, 0.5)
        top, left = np.rint(spare * place).astype(int)
        return photo[top : top + high, left : left + wide]

    return change


def square(photo: Pixels, _: Random) -> Pixels:
    side = min(photo.shape[:2])
    top, left = (photo.shape[0] - side) // 2, (photo.shape[1] - side) // 2
    return photo[top : top + side, left : left + side]


def turn(quarters: int) -> Change:
    """Against the clock."""
    return lambda photo, _: np.ascontiguousarray(np.rot90(photo, quarters))


def tilt(degrees: float, *, is_cut: bool = True) -> Change:
    """Turned a little; cut to the largest upright rectangle, or with empty corners."""

    def change(photo: Pixels, rng: Random) -> Pixels:
        high, wide = photo.shape[:2]
        angle = degrees * rng.choice([-1.0, 1.0])
        turn = cv2.getRotationMatrix2D((wide / 2, high / 2), angle, 1.0)
        turned = np.asarray(
            cv2.warpAffine(photo, turn, (wide, high), flags=cv2.INTER_CUBIC), np.uint8
        )
        if not is_cut:
            return turned
        sine, cosine = abs(math.sin(math.radians(angle))), math.cos(math.radians(angle))
        fit = min(wide / (wide * cosine + high * sine), high / (wide * sine + high * cosine))
        cut_y, cut_x = round(high * (1 - fit) / 2) + 1, round(wide * (1 - fit) / 2) + 1
        return turned[cut_y : high - cut_y, cut_x : wide - cut_x]

    return change


def keystone(photo: Pixels, rng: Random) -> Pixels:
    high, wide = photo.shape[:2]
    corners = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    inward = rng.uniform(0.01, 0.1, (4, 2)) * [wide, high]
    seen = corners + inward * [[1, 1], [-1, 1], [-1, -1], [1, -1]]
    matrix = cv2.getPerspectiveTransform(seen.astype(np.float32), corners)
    return np.asarray(cv2.warpPerspective(photo, matrix, (wide, high), flags=cv2.INTER_CUBIC))


def mirror(photo: Pixels, _: Random) -> Pixels:
    return np.ascontiguousarray(photo[:, ::-1])
