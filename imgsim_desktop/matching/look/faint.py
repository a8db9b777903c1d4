"""Faint writing: what pencils and pale prints leave on a plain ground, and single strokes hide in.

A stroke of 20 levels is less than what coding leaves at the edges of black print, so the bounds for
those see nothing of it. On bare paper coding leaves next to nothing: there a window is written on
if it varies by far more than the paper around, and both show the same writing if they vary alike.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.matching.look.detail import Pictures
from imgsim_desktop.matching.look.regions import Found
from imgsim_desktop.matching.planes import Floats, Grey
from imgsim_desktop.records import RegionKind

_WINDOW_PX: Final = 24
_BASE_PX: Final = 49
"""Over which the paper's own shade is averaged and taken off."""
_STRONG: Final = 64
"""Levels between the lightest and the darkest from which it is print, of which others judge."""
_RING_PX: Final = 25
"""So far from print coding rings."""
_BARE: Final = 0.25
"""Share of the page that must be bare, ..."""
_USUAL: Final = 0.6
"""... and of its windows, of the calmest, from which it is known what paper varies by."""
_ABOVE: Final = 2.2
_LEAST: Final = 1.3
"""Times as much as the paper, and levels, by which writing varies at least."""
_CLEARLY: Final = 2.2
"""Levels by which writing that only one of them has must vary. Of 168 copies of 7 pages, saved at
10 to 93, resized, in other tones, tilted, blurred and noisy, one has a window beyond: the photo of
a page in uneven light, saved at 10. Writing of 20 and 30 levels has 2.3 to 6 times as much."""
_OTHER: Final = 0.35
"""Of the waves of one, those the other one has, below which they are other writing."""
_WINDOWS: Final = 3
_TINY: Final = 1e-6


def find_faint(pictures: Pictures) -> list[Found]:
    """Where one of two pages has faint writing that the other one has not, or has other writing."""
    bare = _bare(*pictures.light, pictures.mask)
    if float((bare > 0).mean()) < _BARE:
        return []
    one, other = (_without_shade(p) * bare for p in pictures.light)
    share = _mean(bare.astype(np.float32))
    whole = share > 0.99
    if int(whole.sum()) < _WINDOWS:
        return []
    powers = [_mean(p * p) for p in (one, other)]
    both = _mean(one * other)
    levels = [np.sqrt(np.maximum(p, 0)) for p in powers]
    bounds = [max(_LEAST, _ABOVE * float(np.quantile(level[whole], _USUAL))) for level in levels]
    written = [whole & (level > bound) for level, bound in zip(levels, bounds, strict=True)]
    alike = both / (levels[0] * levels[1] + _TINY)
    clearly = max(_CLEARLY, *bounds)
    content = written[0] & written[1] & (alike < _OTHER)
    only = [written[k] & (levels[k] > clearly) & ~written[1 - k] & (alike < _OTHER) for k in (0, 1)]
    strength = np.asarray(np.maximum(*levels) / clearly, np.float32)
    found = [(RegionKind.CONTENT, 0, content)]
    found += [(RegionKind.ADDED, k + 1, only[k]) for k in (0, 1)]
    return [
        region for kind, side, where in found for region in _regions(kind, side, where, strength)
    ]


def _bare(one: Grey, other: Grey, mask: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """1 where neither has print near."""
    near = np.ones((9, 9), np.uint8)
    contrast = cv2.max(
        *(cv2.subtract(cv2.dilate(p, near), cv2.erode(p, near)) for p in (one, other))
    )
    ring = np.ones((_RING_PX, _RING_PX), np.uint8)
    print_there = cv2.dilate(((contrast > _STRONG) | (mask == 0)).astype(np.uint8), ring)
    return np.asarray(1 - print_there, np.uint8)


def _without_shade(light: Grey) -> Floats:
    soft = cv2.GaussianBlur(light.astype(np.float32), (3, 3), 0.7)
    return np.asarray(soft - cv2.blur(soft, (_BASE_PX, _BASE_PX)), np.float32)


def _mean(values: Floats) -> Floats:
    """Of windows that overlap by half."""
    half = _WINDOW_PX // 2
    means = cv2.blur(values, (_WINDOW_PX, _WINDOW_PX))
    return np.asarray(means[half::half, half::half], np.float32)


def _regions(
    kind: RegionKind, side: int, where: NDArray[np.bool_], strength: Floats
) -> list[Found]:
    joined = cv2.dilate(where.astype(np.uint8), np.ones((3, 5), np.uint8))
    count, labels = cv2.connectedComponents(joined)
    half = _WINDOW_PX // 2
    found = []
    for label in range(1, count):
        rows, columns = np.nonzero((labels == label) & where)
        if len(rows) < _WINDOWS:
            continue
        found.append(
            Found(
                kind,
                int(columns.min()) * half,
                int(rows.min()) * half,
                (int(columns.max()) + 2) * half,
                (int(rows.max()) + 2) * half,
                float(strength[rows, columns].max()),
                len(rows),
                side,
            )
        )
    return found
