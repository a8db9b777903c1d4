"""What a trainer asks of a recipe."""

from __future__ import annotations

from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray
from torch import Tensor, nn


class Task(Protocol):
    """What is learnt: its weights, its losses, and how well it does. One for each recipe."""

    @property
    def module(self) -> nn.Module:
        """Everything that learns."""
        ...

    def start_stage(self, side: int, averaged: nn.Module) -> None:
        """A stage starts, or training goes on after a stop: views are `side` pixels from here."""
        ...

    def losses(self, batch: int, progress: float) -> dict[str, Tensor]:
        """Weighted terms of one step; their sum is minimised. progress 0-1 of the whole plan."""
        ...

    def check(self, averaged: nn.Module) -> dict[str, float]:
        """Quality on validation pictures; empty without them."""
        ...

    def state(self) -> dict[str, Any]:
        """What a checkpoint must keep beside the weights; plain values and tensors only."""
        ...

    def restore(self, state: dict[str, Any]) -> None: ...

    def part_from_peers(self, rank: int, step: int) -> None:
        """Draw other random numbers than the other processes, which restored the same state."""
        ...


@runtime_checkable
class Pictured(Protocol):
    """A task that can show what it has learnt."""

    def picture(self, averaged: nn.Module) -> NDArray[np.uint8]:
        """(height, width, 3) RGB; drawn in the training thread."""
        ...
