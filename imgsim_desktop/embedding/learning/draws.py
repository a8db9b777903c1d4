"""The random numbers of a batch of views, all from one generator on one device."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

import torch
from torch import Tensor

from imgsim_desktop.embedding.learning.strengths import Strength


class Draws:
    """Each call takes the next numbers of the generator: their order is part of a training."""

    def __init__(self, generator: torch.Generator, device: torch.device) -> None:
        self._random = generator
        self.device = device

    def uniform(self, count: int, low: float = 0.0, high: float = 1.0) -> Tensor:
        """(count,) from low to high."""
        return self.rand(count) * (high - low) + low

    def rand(self, *shape: int) -> Tensor:
        """0-1, of any shape."""
        return torch.rand(shape, device=self.device, generator=self._random)

    def randn(self, *shape: int) -> Tensor:
        """Of any shape, mean 0 and deviation 1."""
        return torch.randn(shape, device=self.device, generator=self._random)

    def integers(self, count: int, high: int) -> Tensor:
        """(count,) from 0 to high - 1."""
        return torch.randint(high, (count,), device=self.device, generator=self._random)

    def happens(self, probability: Tensor) -> Tensor:
        """Whether a view gets an edit, (b,) like its probability."""
        return self.uniform(len(probability)) < probability

    def chosen(self, probability: Tensor) -> Tensor:
        """Rows that get an edit; probability (b,)."""
        return self.happens(probability).nonzero().squeeze(1)

    def strengths(
        self, count: int, strength: Strength | Sequence[tuple[float, Strength]]
    ) -> dict[str, Tensor]:
        """Each field of the strength as (count,), one number a view."""
        mixed = ((1.0, strength),) if isinstance(strength, Strength) else strength
        names = [field.name for field in fields(Strength)]
        table = torch.tensor([[getattr(one, name) for name in names] for _, one in mixed])
        shares = torch.tensor([share for share, _ in mixed], device=self.device)
        kinds = torch.zeros(count, dtype=torch.int64, device=self.device)
        if len(mixed) > 1 and count:
            kinds = torch.multinomial(shares, count, replacement=True, generator=self._random)
        rows = table.to(self.device)[kinds]
        return {name: rows[:, column] for column, name in enumerate(names)}
