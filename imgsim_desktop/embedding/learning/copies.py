"""Learning to recognise copies: the task behind the recipe `builtin`.

First the network learns to give every edited view the teacher's vector of the clean picture
(distillation against the whole bank of training pictures); then views are drawn to the network's
own vector of the picture and away from all others, and the vectors are spread over the sphere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from imgsim_desktop.embedding.learning import losses
from imgsim_desktop.embedding.learning.augment import ViewMaker
from imgsim_desktop.embedding.learning.bf16 import fast_numbers
from imgsim_desktop.embedding.learning.datasets import PictureSet, shrink
from imgsim_desktop.embedding.learning.peers import ALONE, Peers
from imgsim_desktop.embedding.learning.start import unfold
from imgsim_desktop.embedding.learning.strengths import MEDIUM, MIXED, WEAK, Strength
from imgsim_desktop.embedding.network import CopyNet, NetShape


@dataclass(frozen=True, slots=True)
class CopyOptions:
    """Weights and temperatures; measured choices are in tests/benchmarks/RESULTS.md."""

    temperature: float = 0.05
    teacher_temperature: float = 0.03
    """So small that only true copies among the training pictures share a target."""
    contrast_from: float = 0.18
    """Share of the plan after which the network's own vectors are the targets."""
    distil: float = 1.0
    distil_later: float = 0.5
    cosine: float = 2.0
    spread: float = 8.0
    """KoLeo."""
    weak_views: float = 0.2
    """Share of the batch that is nearly unedited, as most photos of a library are."""
    copies_above: float = 0.8
    """Teacher similarity from which two training pictures count as copies of each other."""


FURTHER = CopyOptions(contrast_from=0.0, distil_later=1.0, cosine=3.0, spread=5.0)
"""For a training that goes on from weights: the teacher keeps its full say to the end."""


class CopyTask:
    """See the module's docstring.

    pictures to learn from, teacher (n, dim) vectors of length 1 of the clean pictures or None;
    validation pictures are only looked at in `check`; start: a folded network to go on from.
    """

    module: CopyNet

    def __init__(
        self, pictures: PictureSet, teacher: NDArray[np.float32] | None,
        validation: PictureSet | None,
        device: torch.device, seed: int, *, bf16: bool, shape: NetShape | None = None,
        options: CopyOptions | None = None,
        strength: Strength | Sequence[tuple[float, Strength]] = MIXED, peers: Peers = ALONE,
        start: CopyNet | None = None,
    ) -> None:  # fmt: skip
        torch.manual_seed(seed)
        self.options = CopyOptions() if options is None else options
        self._strength, self._device, self._seed, self._bf16 = strength, device, seed, bf16
        self._pixels = torch.from_numpy(pictures.pixels).to(device)
        module = CopyNet(shape) if start is None else unfold(start, _sample(pictures, 256))
        self.module = module.to(device, memory_format=torch.channels_last)  # type: ignore[call-overload]
        self._aspect = torch.from_numpy(pictures.aspect).to(device)
        self._teacher = None if teacher is None else torch.from_numpy(teacher).to(device)
        self._validation = validation
        self._peers = peers
        self._random = torch.Generator(device).manual_seed(seed + 1000 * peers.rank)
        self._order = torch.empty(0, dtype=torch.int64, device=device)
        self._memory: Tensor | None = None
        self._averaged: nn.Module | None = None
        self._views: ViewMaker | None = None

    # -- Task

    def start_stage(self, side: int, averaged: nn.Module) -> None:
        stored = shrink(self._pixels, min(side * 10 // 7, self._pixels.shape[1]))
        self._views = ViewMaker(stored, self._aspect, side, self._random, self._seed)
        self._averaged = averaged

    def losses(self, batch: int, progress: float) -> dict[str, Tensor]:
        if self._views is None:
            raise RuntimeError("begin() comes first")
        weak_count = round(batch * self.options.weak_views)
        rows = self._next_rows(batch - weak_count)
        strong = self._views.make(rows, self._strength)
        weak_rows = rows[:weak_count]
        weak = self._views.make(weak_rows, WEAK)
        pixels = torch.cat((strong.pixels, weak.pixels))
        with fast_numbers(self._device, bf16=self._bf16):
            vectors = self.module(pixels.contiguous(memory_format=torch.channels_last))
        owners = torch.cat((rows, weak_rows))
        second = torch.cat((strong.second, weak_rows))
        share = torch.cat((strong.share, torch.ones(weak_count, device=self._device)))
        with fast_numbers(self._device, bf16=self._bf16):
            targets = self._targets(owners, second, share)
        contrast = self._teacher is None or progress >= self.options.contrast_from
        with fast_numbers(self._device, bf16=self._bf16):
            terms = self._distillation(vectors, owners, second, share, targets, contrast=contrast)
            if contrast:
                terms |= self._contrast(vectors, owners, len(rows), targets)
        return terms

    @torch.inference_mode()
    def check(self, averaged: nn.Module) -> dict[str, float]:
        """Recall of edited validation pictures (one or two edits) among all, at the full side."""
        if self._validation is None or not len(self._validation):
            return {}
        side = 128
        random = torch.Generator(self._device).manual_seed(12345)
        pixels = shrink(torch.from_numpy(self._validation.pixels).to(self._device), side * 5 // 4)
        aspect = torch.from_numpy(self._validation.aspect).to(self._device)
        views = ViewMaker(pixels, aspect, side, random, seed=1)
        count = min(len(pixels), 1000)
        clean = self._describe(
            averaged, views, torch.arange(len(pixels), device=self._device), None
        )
        found = {}
        single = replace(MEDIUM, collage=0.0)
        rows = torch.arange(count, device=self._device)
        edited = self._describe(averaged, views, rows, single)
        own = (edited * clean[:count]).sum(1, keepdim=True)
        rank = ((edited @ clean.T) > own).sum(1)
        for k in (1, 20):
            found[f"recall@{k}"] = round(float((rank < k).float().mean()), 4)
        found["own_cosine"] = round(float(own.mean()), 4)
        return found

    def state(self) -> dict[str, Any]:
        return {"random": self._random.get_state(), "order": self._order, "memory": self._memory}

    def restore(self, state: dict[str, Any]) -> None:
        self._random.set_state(state["random"].cpu())
        self._order, self._memory = state["order"], state["memory"]

    def part_from_peers(self, rank: int, step: int) -> None:
        self._random.manual_seed(self._seed + 1000 * rank + step)
        self._order = self._order[:0]

    # -- parts

    def _next_rows(self, count: int) -> Tensor:
        """Each picture once before any comes again."""
        while len(self._order) < count:
            fresh = torch.randperm(len(self._pixels), generator=self._random, device=self._device)
            self._order = torch.cat((self._order, fresh))
        rows, self._order = self._order[:count], self._order[count:]
        return rows

    def _targets(self, owners: Tensor, second: Tensor, share: Tensor) -> Tensor:
        """(b, n) what share of each training picture a view shows; copies in truth share."""
        if self._teacher is None:
            first = functional.one_hot(owners, len(self._pixels)).float()
            other = functional.one_hot(second, len(self._pixels)).float()
        else:
            sharp = self.options.teacher_temperature
            first = (losses.similarities(self._teacher[owners], self._teacher) / sharp).softmax(1)
            mixed = (share < 1).nonzero().squeeze(1)
            other = first.clone()
            likeness = losses.similarities(self._teacher[second[mixed]], self._teacher)
            other[mixed] = (likeness / sharp).softmax(1)
        return share[:, None] * first + (1 - share)[:, None] * other

    def _distillation(
        self, vectors: Tensor, owners: Tensor, second: Tensor, share: Tensor, targets: Tensor, *,
        contrast: bool,
    ) -> dict[str, Tensor]:  # fmt: skip
        if self._teacher is None:
            return {}
        weight = self.options.distil_later if contrast else self.options.distil
        mix = share[:, None] * self._teacher[owners] + (1 - share)[:, None] * self._teacher[second]
        cosine = (vectors * functional.normalize(mix, dim=1)).sum(1)
        bank = losses.bank_loss(vectors, self._teacher, targets, self.options.temperature)
        return {
            "distil": weight * bank,
            "cosine": weight * self.options.cosine * (1 - cosine).mean(),
        }

    def _contrast(
        self, vectors: Tensor, owners: Tensor, strong_count: int, targets: Tensor
    ) -> dict[str, Tensor]:
        memory = self._own_memory().clone()  # autograd keeps it; the original is changed below
        strong, weak = vectors[:strong_count], vectors[strong_count:]
        pairs = len(weak)
        bank = losses.bank_loss(vectors, memory, targets, self.options.temperature)
        same = self._copies(owners[:pairs])
        in_batch = same[:, owners[:pairs]]
        attract = losses.info_nce(
            strong[:pairs], weak, memory, self.options.temperature, torch.cat((in_batch, same), 1)
        )
        near = losses.similarities(weak, memory).masked_fill(same, -1.0).max(1).values
        spread = -(2 - 2 * near).clamp(min=1e-4).sqrt().log().mean()
        self._remember(strong, owners[:strong_count], 0.9)
        self._remember(weak, owners[strong_count:], 0.5)
        return {"bank": bank, "pairs": 0.5 * attract, "spread": self.options.spread * spread}

    @torch.no_grad()
    def _remember(self, vectors: Tensor, owners: Tensor, keep: float) -> None:
        memory = self._own_memory()
        vectors, owners = self._peers.gather((vectors.detach().float(), owners))
        memory[owners] = functional.normalize(keep * memory[owners] + (1 - keep) * vectors, dim=1)

    @torch.no_grad()
    def _copies(self, rows: Tensor) -> Tensor:
        """(b, n) pictures that are the same one or copies of it in truth."""
        if self._teacher is None:
            return functional.one_hot(rows, len(self._pixels)).bool()
        same = losses.similarities(self._teacher[rows], self._teacher) > self.options.copies_above
        same[torch.arange(len(rows), device=rows.device), rows] = True
        return same

    @torch.no_grad()
    def _own_memory(self) -> Tensor:
        """(n, dim) the network's own vectors of the clean pictures, as they were last seen."""
        if self._memory is None:
            if self._views is None or self._averaged is None:
                raise RuntimeError("begin() comes first")
            everything = torch.arange(len(self._pixels), device=self._device)
            self._memory = self._describe(self._averaged, self._views, everything, None).clone()
        return self._memory

    @torch.no_grad()
    def _describe(
        self, module: nn.Module, views: ViewMaker, rows: Tensor, strength: Strength | None
    ) -> Tensor:
        module.eval()
        out = []
        for part in torch.split(rows, 128):
            pixels = views.clean(part) if strength is None else views.make(part, strength).pixels
            with fast_numbers(self._device, bf16=self._bf16):
                out.append(module(pixels.contiguous(memory_format=torch.channels_last)).float())
        return torch.cat(out)


def _sample(pictures: PictureSet, count: int, side: int = 128) -> Tensor:
    """(count, 3, side, side) some of the pictures, evenly spread."""
    rows = np.unique(np.linspace(0, len(pictures) - 1, count).round().astype(np.int64))
    pixels = shrink(torch.from_numpy(pictures.pixels[rows]), side)
    return pixels.permute(0, 3, 1, 2).float() / 255
