"""What the four recipes for models of one's own share: pictures, order, checks, state."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from imgsim_desktop.embedding.learning.augment import ViewMaker
from imgsim_desktop.embedding.learning.collages import draw_nearest
from imgsim_desktop.embedding.learning.datasets import PictureSet, shrink
from imgsim_desktop.embedding.learning.scores import class_precision, top_matches
from imgsim_desktop.embedding.learning.strengths import MEDIUM

CHECKED = 500
"""Pictures held back that a check looks at, at most: a second on two cores."""
SHOWN = 6
NEAREST = 8


class OwnTask:
    """A `Task` without its losses; see trainer.py.

    pictures (n, side', side', 3) to learn from; validation are only looked at. All choices are
    drawn from one generator on the processor, so that a checkpoint fits every device.
    """

    module: nn.Module

    def __init__(
        self, pictures: PictureSet, validation: PictureSet | None, side: int,
        device: torch.device, seed: int,
    ) -> None:  # fmt: skip
        torch.manual_seed(seed)
        self.side, self.device, self.seed = side, device, seed
        self.pixels = torch.from_numpy(pictures.pixels).to(device)
        self.pictures = pictures
        self.validation = validation
        if validation is not None and len(validation) > CHECKED:  # all of them sorted by label
            rows = np.linspace(0, len(validation) - 1, CHECKED).astype(np.int64)
            self.validation = validation.where(rows)
        self.random = torch.Generator().manual_seed(seed)
        self._order = torch.empty(0, dtype=torch.int64)
        self._copies: tuple[Tensor, Tensor] | None = None

    # -- Task

    def start_stage(self, side: int, averaged: nn.Module) -> None:
        if side != self.side:
            raise ValueError(f"views of {side} px for a network of {self.side} px")

    @torch.no_grad()
    def check(self, averaged: nn.Module) -> dict[str, float]:
        """precision@5 by label, and how often an edited copy finds its own picture first."""
        held = self.validation
        if held is None or len(held) < 2:
            return {}
        clean, edited = self._held_copies(held)
        vectors = self.describe(averaged, clean)
        asked = self.describe(averaged, edited)
        own = (asked * vectors).sum(1)
        ranks = (asked @ vectors.T > own[:, None] + 1e-6).sum(1)
        found = {"copies@1": round(float((ranks < 1).mean()), 4)}
        if held.labels and len(set(held.labels)) > 1:
            precision = class_precision(vectors, held.classes)
            found["precision@5"] = round(precision, 4)
        return found

    def state(self) -> dict[str, Any]:
        return {"random": self.random.get_state(), "order": self._order}

    def restore(self, state: dict[str, Any]) -> None:
        self.random.set_state(state["random"].cpu())
        order = state["order"].cpu()
        self._order = order[order < len(self.pixels)]  # pictures may have gone since

    def part_from_peers(self, rank: int, step: int) -> None:
        raise RuntimeError("models of one's own are trained in one process")

    # -- parts

    def encoder(self, module: nn.Module) -> nn.Module:
        """The part that describes pictures."""
        encoder = module.encoder
        assert isinstance(encoder, nn.Module)
        return encoder

    def next_rows(self, count: int) -> Tensor:
        """Each picture once before any comes again; (count,) on the processor."""
        while len(self._order) < count:
            fresh = torch.randperm(len(self.pixels), generator=self.random)
            self._order = torch.cat((self._order, fresh))
        rows, self._order = self._order[:count], self._order[count:]
        return rows

    def floats(self, pixels: Tensor) -> Tensor:
        """(b, 3, side, side) 0-1, from uint8 squares of any side."""
        return shrink(pixels, self.side).permute(0, 3, 1, 2).float().div_(255)

    def held_pixels(self) -> Tensor | None:
        """(b, 3, side, side) of the validation pictures, at least one; None without them."""
        if self.validation is None or not len(self.validation):
            return None
        return self.floats(torch.from_numpy(self.validation.pixels).to(self.device))

    def varied(self, pixels: Tensor, most: float) -> Tensor:
        """(b, 3, side, side) moved by up to `most` of the side, half of them mirrored.

        What is moved in from outside repeats the border. 0 changes nothing.
        """
        if not most:
            return pixels
        count, _, _, side = pixels.shape
        far = round(most * side)
        down, right = torch.randint(-far, far + 1, (2, count, 1), generator=self.random)
        mirrored = torch.rand((count, 1), generator=self.random) < 0.5
        along = torch.arange(side).expand(count, side)
        rows = (along + down).clamp(0, side - 1).to(self.device)
        columns = (along + right).clamp(0, side - 1)
        columns = torch.where(mirrored, columns.flip(1), columns).to(self.device)
        every = torch.arange(count, device=self.device)[:, None, None]
        moved = pixels[every, :, rows[:, :, None], columns[:, None, :]]  # (b, side, side, 3)
        return moved.permute(0, 3, 1, 2)

    def describe(self, module: nn.Module, pixels: Tensor) -> NDArray[np.float32]:
        """Vectors of length 1 of (n, 3, side, side) floats."""
        module.eval()
        out = [self.encoder(module)(part).float() for part in torch.split(pixels, 64)]
        vectors = nn.functional.normalize(torch.cat(out), dim=1).cpu().numpy()
        return np.asarray(vectors, np.float32)

    def held_vectors(self, averaged: nn.Module) -> Tensor:
        """(n, d) of the pictures held back, on the processor."""
        assert self.validation is not None
        pixels = self.floats(torch.from_numpy(self.validation.pixels).to(self.device))
        return torch.from_numpy(self.describe(averaged, pixels))

    def shown(self) -> PictureSet:
        """Pictures for the preview: held back ones if there are any."""
        held = self.validation
        return self.pictures if held is None or len(held) <= NEAREST else held

    @torch.no_grad()
    def nearest_picture(self, averaged: nn.Module) -> NDArray[np.uint8]:
        """A few questions with their nearest, framed by label."""
        shown = self.shown()
        rows = np.linspace(0, len(shown) - 1, min(len(shown), CHECKED)).astype(np.int64)
        some = shown.where(rows)
        vectors = self.describe(averaged, self.floats(torch.from_numpy(some.pixels)
                                                      .to(self.device)))  # fmt: skip
        asked = np.linspace(0, len(some) - 1, min(SHOWN, len(some))).astype(np.int64)
        found, _ = top_matches(vectors[asked], vectors, NEAREST + 1)
        nearest = [
            [int(other) for other in near if other != own][:NEAREST]
            for own, near in zip(asked, found, strict=True)
        ]
        labels = some.labels or None
        return draw_nearest(some.pixels, [int(row) for row in asked], nearest, labels)

    def _held_copies(self, held: PictureSet) -> tuple[Tensor, Tensor]:
        """Clean and edited pictures, the same at every check."""
        if self._copies is None:
            pixels = torch.from_numpy(held.pixels).to(self.device)
            aspect = torch.from_numpy(held.aspect).to(self.device)
            random = torch.Generator(self.device).manual_seed(12345)
            side = -(-self.side // 8) * 8
            maker = ViewMaker(pixels, aspect, side, random, seed=1)
            single = replace(MEDIUM, collage=0.0)
            edited = maker.make(torch.arange(len(pixels), device=self.device), single).pixels
            if side != self.side:
                edited = nn.functional.interpolate(
                    edited, size=(self.side, self.side), mode="bilinear", antialias=True
                )
            self._copies = self.floats(pixels), edited
        return self._copies
