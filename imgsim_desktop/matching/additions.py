"""Which of two copies shows something added to the picture: a frame, a screen, a caption.

Said only where the pixels leave no doubt: a crop of a photo of a thing on white paper has a plain
rim too, and a person who was retouched away leaves the seams in the original.
"""

from __future__ import annotations

from typing import Final, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.matching.planes import (
    Floats,
    Grey,
    Matrix,
    apply,
    frame,
    relative,
    warped,
)  # fmt: skip

Side = Literal["a", "b"]

_OUTSIDE_PX: Final = (2.0, 3.0, 4.0)
_INSIDE_PX: Final = (2.0, 3.0, 4.0)
_STEPS: Final = np.linspace(0.03, 0.97, 48)[:, None]
_EVEN_LEVELS: Final = 2.0
_STEP_LEVELS: Final = 12.0
_STEPPED: Final = 0.6


def size_of(grey: Grey) -> tuple[int, int]:
    return grey.shape[1], grey.shape[0]


def frame_numbers(larger: Grey, outline: Matrix) -> list[tuple[float, float, float]]:
    """Of each side with something outside: (spread outside, share that steps, points)."""
    seen = larger.astype(np.float32)
    found = []
    for side in range(4):
        start, end = outline[side], outline[(side + 1) % 4]
        along = (end - start) / max(float(np.hypot(*(end - start))), 1e-6)
        out = np.array([along[1], -along[0]])
        if float(out @ (start - outline.mean(0))) < 0:
            out = -out
        line = start + _STEPS * (end - start)
        values = []
        for fars, sign in ((_OUTSIDE_PX, 1), (_INSIDE_PX, -1)):
            points = np.round(line[None] + np.array(fars)[:, None, None] * sign * out).astype(int)
            ok = (points >= 0).all(2) & (points[..., 0] < seen.shape[1]) & (points[..., 1] < seen.shape[0])
            points[~ok] = 0
            got = seen[points[..., 1], points[..., 0]]
            values.append(np.where(ok, got, np.nan))
        outer, inner = values
        if np.isnan(outer).mean() > 0.2 :
            continue
        level = np.nanmedian(outer)
        off = np.abs(outer - level)
        step = np.abs(np.nanmean(inner, 0) - level)
        found.append((float(np.nanpercentile(off, 90)), float((step > _STEP_LEVELS).mean()), len(line)))
    return found


def cover_numbers(a: Grey, b: Grey, matrix: Matrix):
    """matrix: pixels of b to those of a"""
    A = a.astype(np.float32)
    B = warped(b, matrix, size_of(a), None)
    inside = warped(np.full(b.shape[:2], 255, np.uint8), matrix, size_of(a), 0) > 254
    inside = cv2.erode(inside.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    if inside.sum() < 1000:
        return None
    use = inside.copy()
    for _ in range(3):
        x, y = B[use], A[use]
        g = np.polyfit(x, y, 1)
        fit = np.polyval(g, B)
        use = inside & (np.abs(A - fit) < max(10, 2 * np.abs(A - fit)[use].std()))
        if use.sum() < 500:
            return None
    if g[0] <= 0.2:
        return None
    B = np.clip(fit, 0, 255).astype(np.float32)
    k = np.ones((3, 3), np.uint8)
    da = np.maximum(np.maximum(A - cv2.dilate(B, k), cv2.erode(B, k) - A), 0)
    db = np.maximum(np.maximum(B - cv2.dilate(A, k), cv2.erode(A, k) - B), 0)
    D = (np.maximum(da, db) > 25) & inside
    D = cv2.morphologyEx(D.astype(np.uint8), cv2.MORPH_CLOSE, k)
    n, lab, stats, _ = cv2.connectedComponentsWithStats(D)
    big = np.flatnonzero(stats[1:, cv2.CC_STAT_AREA] >= 6) + 1
    D = np.isin(lab, big)
    area = D.sum() / inside.sum()
    if D.sum() < 40:
        return (area, 0, 0, 0, 0, 0, 0)
    ring = (cv2.dilate(D.astype(np.uint8), k) - cv2.erode(D.astype(np.uint8), k)) > 0
    ring &= inside
    def grad(v):
        gx, gy = cv2.Sobel(v, cv2.CV_32F, 1, 0), cv2.Sobel(v, cv2.CV_32F, 0, 1)
        return np.hypot(gx, gy) / 8
    gA, gB = grad(A)[ring], grad(B)[ring]
    rest = np.abs(A - B)[inside & ~(cv2.dilate(D.astype(np.uint8), np.ones((7, 7), np.uint8)) > 0)]
    def drawn(v):
        levels = np.bincount(np.clip(np.round(v[D]), 0, 255).astype(int), minlength=256) / D.sum()
        tot = 0
        for _ in range(3):
            s = np.convolve(levels, np.ones(17), "same")
            m = int(s.argmax()); tot += s[m]; levels[max(0, m - 8):m + 9] = 0
        return float(tot)
    return (float(area), float(np.median(gA)), float(np.median(gB)), float((gA > 2 * gB).mean()), float((gB > 2 * gA).mean()),
            float(rest.mean()) if rest.size else 99.0, drawn(A), drawn(B))
