"""What a training tells whoever watches it. No torch here: the window imports this."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class TrainingReport:
    """One sample of a running training."""

    step: int
    share: float
    """0-1 of the plan."""
    seconds: float
    """Spent so far, all sessions together."""
    seconds_left: float
    views_per_s: float
    """Of this session."""
    losses: Mapping[str, float]
    """Terms by name, mean of the steps since the last report."""
    checks: Mapping[str, float] = field(default_factory=dict)
    """Quality on pictures held back, as last measured; empty until then."""
    preview: Path | None = None
    """PNG that shows what has been learnt; replaced whole every few seconds. None: none yet."""
    preview_step: int = 0
    """When the preview was drawn: a change says that the file is a new one."""


class LossMean:
    """The mean of the losses since it was last taken: one step of 20 views says little."""

    def __init__(self) -> None:
        self._sums: dict[str, float] = {}
        self._steps = 0

    def add(self, losses: Mapping[str, float]) -> None:
        for name, value in losses.items():
            self._sums[name] = self._sums.get(name, 0.0) + value
        self._steps += 1

    def drain(self) -> dict[str, float]:
        """Begins anew. Empty before the first step."""
        means = {name: value / self._steps for name, value in self._sums.items()}
        self._sums, self._steps = {}, 0
        return means


Watch = Callable[[TrainingReport], None]
"""Called in the training thread, at most a few times a second; must return at once."""


def ignore(_report: TrainingReport) -> None:
    """Nobody watches."""
