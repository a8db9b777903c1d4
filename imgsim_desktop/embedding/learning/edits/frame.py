"""Borders, screens and collages around a photo."""

from __future__ import annotations

import cv2
import numpy as np

from imgsim_desktop.embedding.learning.edits.edit import Random
from imgsim_desktop.embedding.learning.edits.overlay import write
from imgsim_desktop.embedding.learning.edits.shape import resized
from imgsim_desktop.records import Pixels


def border(photo: Pixels, rng: Random) -> Pixels:
    edge = max(2, round(max(photo.shape[:2]) * 0.05))
    colour = [int(c) for c in ((255, 255, 255), (0, 0, 0), (190, 170, 140))[rng.integers(0, 3)]]
    return np.asarray(
        cv2.copyMakeBorder(photo, *(edge,) * 4, cv2.BORDER_CONSTANT, value=colour), np.uint8
    )


def print_frame(photo: Pixels, _: Random) -> Pixels:
    high, wide = photo.shape[:2]
    side, foot = round(wide * 0.07), round(high * 0.22)
    return np.asarray(
        cv2.copyMakeBorder(
            photo, side, foot, side, side, cv2.BORDER_CONSTANT, value=[246, 244, 240]
        ),
        np.uint8,
    )


def bars(photo: Pixels, rng: Random) -> Pixels:
    """Black bars to a square, or to 16:9 where it is square already."""
    high, wide = photo.shape[:2]
    long = max(high, wide)
    across = round(long * 16 / 9) if min(high, wide) > 0.9 * long else long
    out = np.zeros((long, across, 3), np.uint8)
    if rng.random() < 0.3:
        out[:] = 255
    top, left = (long - high) // 2, (across - wide) // 2
    out[top : top + high, left : left + wide] = photo
    return out


def phone_screen(photo: Pixels, rng: Random) -> Pixels:
    wide = max(360, photo.shape[1])
    tall = round(wide * 2.1)
    dark = rng.random() < 0.5
    screen = np.full((tall, wide, 3), 22 if dark else 248, np.uint8)
    fit = min(wide / photo.shape[1], tall * 0.74 / photo.shape[0])
    small = resized(photo, photo.shape[1] * fit, photo.shape[0] * fit)
    top, left = (tall - small.shape[0]) // 2, (wide - small.shape[1]) // 2
    screen[top : top + small.shape[0], left : left + small.shape[1]] = small
    ink = 235 if dark else 30
    write(screen, "10:24", 0.05, 0.025, 0.016, ink)
    write(screen, "Gallery", 0.1, 0.07, 0.02, ink)
    for button in range(5):
        at = (round(wide * (0.1 + 0.2 * button)), round(tall * 0.95))
        cv2.circle(screen, at, wide // 28, (ink,) * 3, 2, cv2.LINE_AA)
    return screen


def desktop_window(photo: Pixels, rng: Random) -> Pixels:
    high, wide = photo.shape[:2]
    screen = np.full((round(high * 1.3), round(wide * 1.32), 3), 228, np.uint8)
    screen[: round(high * 0.08)] = 60
    write(screen, "holiday.png - Viewer", 0.3, 0.045, 0.03, 230)
    for row in range(8):
        y = round(screen.shape[0] * (0.14 + 0.1 * row))
        end = round(screen.shape[1] * rng.uniform(0.08, 0.15))
        screen[y : y + max(2, high // 40), round(wide * 0.02) : end] = 150
    top, left = round(high * 0.16), round(wide * 0.24)
    screen[top : top + high, left : left + wide] = photo
    return screen


def side_by_side(photo: Pixels, other: Pixels, _: Random) -> Pixels:
    high = min(photo.shape[0], other.shape[0])
    halves = [resized(p, p.shape[1] * high / p.shape[0], high) for p in (photo, other)]
    gap = np.full((high, max(2, high // 50), 3), 255, np.uint8)
    return np.concatenate((halves[0], gap, halves[1]), axis=1)


def stacked(photo: Pixels, other: Pixels, _: Random) -> Pixels:
    wide = min(photo.shape[1], other.shape[1])
    halves = [resized(p, wide, p.shape[0] * wide / p.shape[1]) for p in (other, photo)]
    return np.concatenate(halves, axis=0)
