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
    """Terms of the last step, by name."""
    checks: Mapping[str, float] = field(default_factory=dict)
    """Quality on pictures held back, as last measured; empty until then."""
    preview: Path | None = None
    """PNG that shows what has been learnt; replaced whole every few seconds. None: none yet."""
    preview_step: int = 0
    """When the preview was drawn: a change says that the file is a new one."""


Watch = Callable[[TrainingReport], None]
"""Called in the training thread, at most a few times a second; must return at once."""


def ignore(_report: TrainingReport) -> None:
    """Nobody watches."""
