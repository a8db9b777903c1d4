"""Learning what belongs together: by label, or by being edited copies (triplet, contrastive)."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from imgsim_desktop.embedding.encoders import ContrastiveEncoder, TripletEncoder
from imgsim_desktop.embedding.learning.augment import MEDIUM, ViewMaker
from imgsim_desktop.embedding.learning.datasets import PictureSet
from imgsim_desktop.embedding.learning.own_models import OwnTask
from imgsim_desktop.embedding.options import ContrastiveOptions, TripletOptions


class Lone(nn.Module):
    """An encoder and nothing beside it."""

    def __init__(self, encoder: nn.Module) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, pixels: Tensor) -> Tensor:
        out: Tensor = self.encoder(pixels)
        return out


class ClassPicker:
    """Draws classes and different pictures of each. Every class has at least two pictures."""

    def __init__(self, classes: NDArray[np.int64], random: torch.Generator) -> None:
        self._rows = [torch.from_numpy(np.flatnonzero(classes == c)) for c in np.unique(classes)]
        self._random = random

    def __len__(self) -> int:
        return len(self._rows)

    def pairs(self, count: int) -> tuple[Tensor, Tensor]:
        """Rows of two different pictures of `count` different classes, or of all there are."""
        count = min(count, len(self._rows))
        chosen = torch.randperm(len(self._rows), generator=self._random)[:count]
        drawn = [self._two(int(c)) for c in chosen]
        return torch.stack([a for a, _ in drawn]), torch.stack([b for _, b in drawn])

    def triplets(self, count: int) -> tuple[Tensor, Tensor, Tensor]:
        """Rows of anchors, positives and negatives; a class may come several times."""
        anchors, positives, negatives = [], [], []
        for _ in range(count):
            own, other = torch.randperm(len(self._rows), generator=self._random)[:2]
            a, b = self._two(int(own))
            anchors.append(a)
            positives.append(b)
            rows = self._rows[int(other)]
            negatives.append(rows[self._number(len(rows))])
        return torch.stack(anchors), torch.stack(positives), torch.stack(negatives)

    def _two(self, number: int) -> tuple[Tensor, Tensor]:
        rows = self._rows[number]
        first = self._number(len(rows))
        second = (first + 1 + self._number(len(rows) - 1)) % len(rows)
        return rows[first], rows[second]

    def _number(self, below: int) -> int:
        return int(torch.randint(below, (), generator=self._random))


class TripletTask(OwnTask):
    """Recipe `triplet`: the positive shall be nearer than the negative, by a margin."""

    module: Lone

    def __init__(
        self, pictures: PictureSet, validation: PictureSet | None, options: TripletOptions,
        device: torch.device, seed: int,
    ) -> None:  # fmt: skip
        super().__init__(pictures, validation, options.side, device, seed)
        self._margin = options.margin
        self._picker = ClassPicker(pictures.classes, self.random)
        self.module = Lone(TripletEncoder(options)).to(device)

    def losses(self, batch: int, progress: float) -> dict[str, Tensor]:
        count = max(1, batch // 3)
        rows = torch.cat(self._picker.triplets(count)).to(self.device)
        anchor, positive, negative = self.module(self.floats(self.pixels[rows])).split(count)
        far = (anchor - negative).pow(2).sum(1)
        near = (anchor - positive).pow(2).sum(1)
        return {"triplet": (self._margin - (far - near)).clamp(min=0).mean()}

    def picture(self, averaged: nn.Module) -> NDArray[np.uint8]:
        return self.nearest_picture(averaged)


class ContrastiveTask(OwnTask):
    """Recipe `contrastive`: each anchor shall point to its own positive among all of the step.

    With labels a pair is two pictures of one class; without, a picture and an edited copy of it.
    """

    module: Lone

    def __init__(
        self, pictures: PictureSet, validation: PictureSet | None, options: ContrastiveOptions,
        device: torch.device, seed: int,
    ) -> None:  # fmt: skip
        super().__init__(pictures, validation, options.side, device, seed)
        self._temperature = options.temperature
        self._picker = ClassPicker(pictures.classes, self.random) if pictures.labels else None
        self._views: ViewMaker | None = None
        self.module = Lone(ContrastiveEncoder(options)).to(device)
        if self._picker is None:
            aspect = torch.from_numpy(pictures.aspect).to(device)
            self._chance = torch.Generator(device).manual_seed(seed)
            self._views = ViewMaker(self.pixels, aspect, options.side, self._chance, seed)

    def losses(self, batch: int, progress: float) -> dict[str, Tensor]:
        first, second = self._pairs(max(2, batch // 2))
        anchors, positives = self.module(torch.cat((first, second))).split(len(first))
        logits = anchors @ positives.T / self._temperature
        own = torch.arange(len(first), device=self.device)
        return {"contrast": functional.cross_entropy(logits, own)}

    def picture(self, averaged: nn.Module) -> NDArray[np.uint8]:
        return self.nearest_picture(averaged)

    def _pairs(self, count: int) -> tuple[Tensor, Tensor]:
        if self._picker is not None:
            first, second = self._picker.pairs(count)
            rows = torch.cat((first, second)).to(self.device)
            both = self.floats(self.pixels[rows])
            return both[: len(first)], both[len(first) :]
        assert self._views is not None
        rows = self.next_rows(count).to(self.device)
        # a view's own numbers follow from the step's: a training that goes on draws what it would
        self._chance.manual_seed(int(torch.randint(1 << 31, (), generator=self.random)))
        return self._views.clean(rows), self._views.make(rows, MEDIUM).pixels
