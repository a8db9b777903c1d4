"""One tone for two pictures: the steps that bring their colours and their light together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.matching.look.colours import (
    ColourMap,
    Palette,
    distance,
    match_colours,
    softened,
)  # fmt: skip
from imgsim_desktop.matching.look.detail import Halves, half
from imgsim_desktop.matching.look.light import Light, find_light, unevenness
from imgsim_desktop.matching.planes import light_of
from imgsim_desktop.records import Pixels

_SIDE_PX: Final = 1_000
"""Pictures are halved for comparing their tones until they are no longer than this."""
_UNEVEN: Final = 0.025
_SMOOTH: Final = 0.65
_ALL_LIGHT: Final = (0.03, 0.3)
"""Uneven light from which, and share of it that may be left for which, it is light and no tone."""
_BETTER: Final = 0.8


@dataclass(frozen=True, slots=True, eq=False)
class _OneSide:
    """A map of the colours of one of two pictures."""

    is_first: bool
    map: ColourMap

    def __call__(self, first: Pixels, second: Pixels) -> tuple[Pixels, Pixels]:
        return (self.map(first), second) if self.is_first else (first, self.map(second))


Step = _OneSide | Light


@dataclass(frozen=True, slots=True, eq=False)
class Toning:
    """What must be done to two pictures so that they have one tone."""

    steps: tuple[Step, ...]
    palettes: tuple[Palette, Palette] | None
    """Of both as they were; None where they are too small to say."""

    @property
    def is_toned(self) -> bool:
        return any(isinstance(step, _OneSide) for step in self.steps)

    @property
    def is_lit(self) -> bool:
        return any(isinstance(step, Light) for step in self.steps)

    def __call__(
        self, first: Pixels, second: Pixels
    ) -> tuple[Pixels, Pixels, NDArray[np.uint8] | None]:
        """Both in one tone, and how much a difference counts there: 64, or less where a map has
        stretched the levels, and noise with them; None where none has."""
        counts: NDArray[np.uint8] | None = None
        for step in self.steps:
            if isinstance(step, _OneSide):
                table = step.map.steepness()
                if int(table.min()) < 60:
                    changed = first if step.is_first else second
                    here = np.asarray(cv2.LUT(light_of(changed), table), np.uint8)
                    counts = here if counts is None else np.minimum(counts, here)
            first, second = step(first, second)
        return first, second, counts


def find_toning(first: Pixels, second: Pixels, mask: NDArray[np.uint8], halves: Halves) -> Toning:
    """How two aligned pictures of one size come to one tone; mask: 1 where both show something."""
    while max(mask.shape) > _SIDE_PX:
        first, second, mask = halves(first), halves(second), half(mask)
    shown = mask > 0
    first, second = softened(first), softened(second)
    match, one, two = match_colours(first, second, shown)
    steps: list[Step] = [] if match is None else [_OneSide(match.maps_first, match.map)]
    is_drawn = one is None or two is None or one.is_plain or two.is_plain
    if not is_drawn and (match is not None or unevenness(first, second, shown) > _UNEVEN):
        steps = _with_light(first, second, shown, steps)
    return Toning(tuple(steps), None if one is None or two is None else (one, two))


def _with_light(
    first: Pixels, second: Pixels, shown: NDArray[np.bool_], toned: list[Step]
) -> list[Step]:
    """The steps with a change of light among them, before or after the tones, where that helps."""
    raw = find_light(first, second, shown)
    left = find_light(*_after(toned, first, second), shown)
    if raw is None or left is None:
        return toned
    is_left = left.before > _UNEVEN and left.after < _SMOOTH * left.before
    is_all = raw.before > _ALL_LIGHT[0] and raw.after < _ALL_LIGHT[1] * raw.before
    if not is_left and not is_all:
        return toned
    plans = [_lit(first, second, shown, begun) for begun in ((), tuple(toned))]
    best = min(plans, key=lambda steps: _left(first, second, shown, steps))
    now = _left(first, second, shown, toned)
    return best if _left(first, second, shown, best) < _BETTER * now else toned


def _lit(
    first: Pixels, second: Pixels, shown: NDArray[np.bool_], begun: Sequence[Step]
) -> list[Step]:
    steps = list(begun)
    one, two = _after(steps, first, second)
    for _ in range(2):
        light = find_light(one, two, shown)
        if light is None or light.before < 0.02:
            break
        more: list[Step] = [light]
        one, two = light(one, two)
        match, _, _ = match_colours(one, two, shown)
        if match is not None:
            more.append(_OneSide(match.maps_first, match.map))
            one, two = more[-1](one, two)
        steps += more
    return steps


def _after(steps: Sequence[Step], first: Pixels, second: Pixels) -> tuple[Pixels, Pixels]:
    for step in steps:
        first, second = step(first, second)
    return first, second


def _left(first: Pixels, second: Pixels, shown: NDArray[np.bool_], steps: Sequence[Step]) -> float:
    one, two = (p[shown][::7].astype(np.float64) for p in _after(steps, first, second))
    return float(np.sqrt(np.mean(np.minimum(distance(one, two), 50) ** 2)))
