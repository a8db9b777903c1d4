"""Lettering, stickers and other pictures on a photo."""

from __future__ import annotations

import cv2
import numpy as np

from imgsim_desktop.embedding.learning.edits.edit import Random
from imgsim_desktop.embedding.learning.edits.shape import resized
from imgsim_desktop.records import Pixels


def write(photo: Pixels, text: str, left: float, base: float, height: float, ink: int) -> None:
    """A line of text, in place; left, base and height as shares of the picture."""
    high, wide = photo.shape[:2]
    scale = height * high / 22
    at = (round(left * wide), round(base * high))
    thick = max(1, round(scale * 2))
    font = cv2.FONT_HERSHEY_DUPLEX
    cv2.putText(photo, text, at, font, scale, (255 - ink,) * 3, thick * 3, cv2.LINE_AA)
    cv2.putText(photo, text, at, font, scale, (ink,) * 3, thick, cv2.LINE_AA)


def caption(photo: Pixels, rng: Random) -> Pixels:
    out = photo.copy()
    write(out, "NOBODY EXPECTED THIS", 0.04, 0.95, 0.09, 255)
    if rng.random() < 0.5:
        write(out, "that moment when", 0.06, 0.12, 0.09, 255)
    return out


def banner(photo: Pixels, _: Random) -> Pixels:
    out = photo.copy()
    top = round(out.shape[0] * 0.78)
    out[top:] = (20, 20, 24)
    write(out, "Breaking: see page 3", 0.04, 0.92, 0.08, 240)
    return out


def watermark(photo: Pixels, _: Random) -> Pixels:
    layer = np.zeros_like(photo)
    for row in range(5):
        for column in range(3):
            write(layer, "preview", column * 0.36 + row % 2 * 0.1, 0.1 + row * 0.2, 0.06, 255)
    turn = cv2.getRotationMatrix2D((photo.shape[1] / 2, photo.shape[0] / 2), 25, 1.2)
    layer = np.asarray(cv2.warpAffine(layer, turn, (photo.shape[1], photo.shape[0])), np.uint8)
    return np.asarray(cv2.addWeighted(photo, 1.0, layer, 0.4, 0))


def stamp(photo: Pixels, rng: Random) -> Pixels:
    out = photo.copy()
    high, wide = out.shape[:2]
    left = rng.choice([0.02, 0.68])
    top = rng.choice([0.02, 0.88])
    x0, y0 = round(left * wide), round(top * high)
    out[y0 : y0 + round(high * 0.1), x0 : x0 + round(wide * 0.3)] = rng.integers(0, 200, 3)
    write(out, "2026-05-01", left + 0.01, top + 0.08, 0.05, 255)
    return out


def smileys(photo: Pixels, rng: Random) -> Pixels:
    out = photo.copy()
    high, wide = out.shape[:2]
    for _ in range(int(rng.integers(2, 5))):
        radius = round(min(high, wide) * rng.uniform(0.05, 0.12))
        x, y = round(rng.uniform(0.1, 0.9) * wide), round(rng.uniform(0.1, 0.9) * high)
        cv2.circle(out, (x, y), radius, (250, 205, 60), -1, cv2.LINE_AA)
        for eye in (-1, 1):
            at = (x + eye * radius // 3, y - radius // 4)
            cv2.circle(out, at, max(1, radius // 8), (60, 40, 10), -1, cv2.LINE_AA)
        arc = (radius // 2, radius // 2)
        cv2.ellipse(out, (x, y), arc, 0, 20, 160, (60, 40, 10), max(1, radius // 10), cv2.LINE_AA)
    return out


def inset(photo: Pixels, other: Pixels, rng: Random) -> Pixels:
    out = photo.copy()
    small = resized(other, photo.shape[1] * 0.35, photo.shape[0] * 0.35)
    top = round(rng.uniform(0, 1) * (photo.shape[0] - small.shape[0]))
    left = round(rng.uniform(0, 1) * (photo.shape[1] - small.shape[1]))
    out[top : top + small.shape[0], left : left + small.shape[1]] = small
    return out
