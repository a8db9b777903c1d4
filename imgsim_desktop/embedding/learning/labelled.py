"""Learning what belongs together: by label, or by being edited copies (triplet, contrastive)."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from imgsim_desktop.embedding.encoders import ContrastiveEncoder, TripletEncoder
from imgsim_desktop.embedding.learning.augment import ViewMaker
from imgsim_desktop.embedding.learning.datasets import PictureSet
from imgsim_desktop.embedding.learning.own_models import OwnTask
from imgsim_desktop.embedding.learning.strengths import MEDIUM
from imgsim_desktop.embedding.options import ContrastiveOptions, TripletOptions

HELD_DRAWS = 50
"""Steps' worth of pairs held back that a check asks about; two runs differ by about 0.02."""
HELD_TRIPLETS = 2_000


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
        """Rows of two different pictures of a class, `count` times; every class comes once before
        any comes again.
        """
        drawn: list[tuple[Tensor, Tensor]] = []
        while len(drawn) < count:
            chosen = torch.randperm(len(self._rows), generator=self._random)[: count - len(drawn)]
            drawn += [self._two(int(c)) for c in chosen]
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


class HeldPicker:
    """Draws from pictures held back: the same ones at every check. Empty without two classes."""

    def __init__(self, held: PictureSet | None, seed: int) -> None:
        classes = np.empty(0, np.int64) if held is None or not held.labels else held.classes
        several = np.flatnonzero(np.bincount(classes)[classes] > 1) if len(classes) else classes
        self._rows, self._classes, self._seed = torch.from_numpy(several), classes[several], seed

    def __bool__(self) -> bool:
        return len(np.unique(self._classes)) > 1

    def pairs(self, count: int) -> list[tuple[Tensor, Tensor]]:
        """HELD_DRAWS steps' worth of pairs, as rows of the pictures held back."""
        picker = self._picker()
        drawn = [picker.pairs(count) for _ in range(HELD_DRAWS)]
        return [(self._rows[first], self._rows[second]) for first, second in drawn]

    def triplets(self, count: int) -> tuple[Tensor, Tensor, Tensor]:
        anchor, positive, negative = self._picker().triplets(count)
        return self._rows[anchor], self._rows[positive], self._rows[negative]

    def _picker(self) -> ClassPicker:
        return ClassPicker(self._classes, torch.Generator().manual_seed(self._seed))


class TripletTask(OwnTask):
    """Recipe `triplet`: the positive shall be nearer than the negative, by a margin."""

    module: Lone

    def __init__(
        self, pictures: PictureSet, validation: PictureSet | None, options: TripletOptions,
        device: torch.device, seed: int,
    ) -> None:  # fmt: skip
        super().__init__(pictures, validation, options.side, device, seed)
        self._margin, self._vary = options.margin, options.vary
        self._picker = ClassPicker(pictures.classes, self.random)
        self.module = Lone(TripletEncoder(options)).to(device)

    def losses(self, batch: int, progress: float) -> dict[str, Tensor]:
        count = max(1, batch // 3)
        rows = torch.cat(self._picker.triplets(count)).to(self.device)
        pixels = self.varied(self.floats(self.pixels[rows]), self._vary)
        anchor, positive, negative = self.module(pixels).split(count)
        return {"triplet": self._loss(anchor, positive, negative)}

    @torch.no_grad()
    def check(self, averaged: nn.Module) -> dict[str, float]:
        found = super().check(averaged)
        held = HeldPicker(self.validation, self.seed)
        if held:
            vectors = self.held_vectors(averaged)
            loss = self._loss(*(vectors[rows] for rows in held.triplets(HELD_TRIPLETS)))
            found["held triplet"] = round(float(loss), 4)
        return found

    def picture(self, averaged: nn.Module) -> NDArray[np.uint8]:
        return self.nearest_picture(averaged)

    def _loss(self, anchor: Tensor, positive: Tensor, negative: Tensor) -> Tensor:
        far = (anchor - negative).pow(2).sum(1)
        near = (anchor - positive).pow(2).sum(1)
        return (self._margin - (far - near)).clamp(min=0).mean()


class ContrastiveTask(OwnTask):
    """Recipe `contrastive`: each anchor shall point to its own positive among all of the step.

    With labels a pair is two pictures of one class; without, a picture and an edited copy of it.
    Fewer classes than pairs come several times, and pairs of one class are then no strangers: with
    one pair of each of two classes a step, cats and dogs stood at ln 2 for 6,000 steps.
    """

    module: Lone

    def __init__(
        self, pictures: PictureSet, validation: PictureSet | None, options: ContrastiveOptions,
        device: torch.device, seed: int,
    ) -> None:  # fmt: skip
        super().__init__(pictures, validation, options.side, device, seed)
        self._temperature, self._vary = options.temperature, options.vary
        self._picker = ClassPicker(pictures.classes, self.random) if pictures.labels else None
        self._classes = torch.from_numpy(pictures.classes)
        self._pairs_a_step = 10
        self._views: ViewMaker | None = None
        self.module = Lone(ContrastiveEncoder(options)).to(device)
        if self._picker is None:
            aspect = torch.from_numpy(pictures.aspect).to(device)
            self._chance = torch.Generator(device).manual_seed(seed)
            self._views = ViewMaker(self.pixels, aspect, options.side, self._chance, seed)

    def losses(self, batch: int, progress: float) -> dict[str, Tensor]:
        first, second, classes = self._pairs(max(2, batch // 2))
        anchors, positives = self.module(torch.cat((first, second))).split(len(first))
        self._pairs_a_step = len(first)
        return {"contrast": self._loss(anchors, positives, classes)}

    @torch.no_grad()
    def check(self, averaged: nn.Module) -> dict[str, float]:
        found = super().check(averaged)
        held = HeldPicker(self.validation, self.seed)
        if held and self._picker is not None:
            vectors = self.held_vectors(averaged)
            drawn = held.pairs(self._pairs_a_step)
            assert self.validation is not None
            known = torch.from_numpy(self.validation.classes)
            losses = [
                self._loss(vectors[first], vectors[second], known[first]) for first, second in drawn
            ]
            found["held contrast"] = round(float(torch.stack(losses).mean()), 4)
        return found

    def picture(self, averaged: nn.Module) -> NDArray[np.uint8]:
        return self.nearest_picture(averaged)

    def _loss(self, anchors: Tensor, positives: Tensor, classes: Tensor | None) -> Tensor:
        """classes (n,) of the pairs: those of the own class are no strangers; None: all are."""
        logits = anchors @ positives.T / self._temperature
        own = torch.arange(len(anchors), device=anchors.device)
        if classes is not None:
            same = classes[:, None] == classes[None]
            same.fill_diagonal_(fill_value=False)
            logits = logits.masked_fill(same.to(logits.device), float("-inf"))
        return functional.cross_entropy(logits, own)

    def _pairs(self, count: int) -> tuple[Tensor, Tensor, Tensor | None]:
        """Anchors, positives, and the class of each pair where there are labels."""
        if self._picker is not None:
            first, second = self._picker.pairs(count)
            rows = torch.cat((first, second)).to(self.device)
            both = self.varied(self.floats(self.pixels[rows]), self._vary)
            return both[: len(first)], both[len(first) :], self._classes[first]
        assert self._views is not None
        rows = self.next_rows(count).to(self.device)
        # a view's own numbers follow from the step's: a training that goes on draws what it would
        self._chance.manual_seed(int(torch.randint(1 << 31, (), generator=self.random)))
        return self._views.clean(rows), self._views.make(rows, MEDIUM).pixels, None
