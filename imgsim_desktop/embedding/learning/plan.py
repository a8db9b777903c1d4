"""How long and how fast a training runs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Schedule:
    """How long and how fast. `minutes`, `steps` or both are not 0; the first to come ends it."""

    minutes: float = 0.0
    """The learning rate has decayed to nothing when this time is up, whatever the machine does."""
    steps: int = 0
    epochs: float = 0.0
    """Instead of `steps`: how often each picture is seen; made into steps when they are counted."""
    batch: int = 128
    learning_rate: float = 1.5e-3
    weight_decay: float = 0.05
    warm_up: float = 0.02
    """Share of the plan."""
    decay: Literal["cosine", "none", "stairs"] = "cosine"
    """Of the learning rate: to 1 % of the peak, not at all, or by a factor every so many steps."""
    stair: tuple[int, float] = (1, 1.0)
    """(steps, factor) of the stairs."""
    clip: float = 5.0
    """Longest gradient that is let through; 0: any."""
    sides: tuple[tuple[float, int], ...] = ((0.2, 64), (0.7, 80), (1.0, 112))
    """(end as share of the plan, side of the views): small views first buy many more of them."""
    average: float = 0.998
    """Decay of the averaged weights, which are the ones exported; 0: the last weights are."""
    checkpoint_minutes: float = 3.0
    check_minutes: float = 6.0
    log_steps: int = 50
    preview_seconds: float = 10.0

    def side_at(self, progress: float) -> int:
        return next(side for end, side in self.sides if progress < end or end >= 1)

    def rate_at(self, progress: float, step: int = 0) -> float:
        """Linear warm-up, then as `decay` says."""
        if progress < self.warm_up:
            return self.learning_rate * max(progress, 1e-3) / self.warm_up
        if self.decay == "none":
            return self.learning_rate
        if self.decay == "stairs":
            every, factor = self.stair
            return self.learning_rate * factor ** (step // every)
        along = (progress - self.warm_up) / (1 - self.warm_up)
        return self.learning_rate * (0.01 + 0.99 * (1 + math.cos(math.pi * min(along, 1))) / 2)
