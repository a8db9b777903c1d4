"""A head for one library: what is learnt on top of the built-in network's vectors of its photos.

Almost all the time goes into describing edited views; they are described once, and what learns is
small: a centre and a matrix of 256 x 256. It starts as a half-whitening of the library's own
vectors (METHODS.md: +0.8 points of recall@1 by itself) and learns in batches of 1,024 that a view
belongs to its photo.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from imgsim_desktop.embedding.learning import trial
from imgsim_desktop.embedding.learning.collages import draw_nearest
from imgsim_desktop.embedding.learning.plan import Schedule
from imgsim_desktop.embedding.learning.scores import top_matches
from imgsim_desktop.embedding.tuned import Tuning
from imgsim_desktop.records import Pixels

Floats = NDArray[np.float32]

BATCH = 1024
COPIES_ABOVE = 0.85
"""Similarity from which two photos of the library may be copies of each other: these neither
attract nor repel."""
PLAN = Schedule(
    steps=300, batch=BATCH, learning_rate=1e-3, weight_decay=0.0, warm_up=0.1, average=0.9,
    sides=((1.0, 128),), checkpoint_minutes=0.5, check_minutes=0.25, log_steps=10,
    preview_seconds=5.0,
)  # fmt: skip
"""Measured on 3,000 pictures (tests/benchmarks/RESULTS.md): 300 steps at 1e-3 gain 1.5 times what
300 at 1e-4 gain."""
STEPS_A_ROUND = 25
"""With fewer views there are fewer steps: 300 on two views a photo lost what 50 keep."""
_SHOWN = 5
_NEAREST = 7


@dataclass(frozen=True, slots=True)
class HeadData:
    """Everything that was described once; the learning itself looks at no picture."""

    library: Floats
    """(n, d) one vector a photo."""
    learnt: NDArray[np.int64]
    """(m,) photos that are learnt from; the others are held out."""
    views: Floats
    """(v, m, d) edited views of those, v of each."""
    second: NDArray[np.int64]
    """(v, m) the other photo that can be seen in a view, as a row of the library; the own one
    where there is no other."""
    copies: Floats
    """(q, d) edited copies of held-out photos, made by other code than the views."""
    questions: trial.Questions


class HeadTask:
    """A `Task` for the trainer; `module` is a Tuning."""

    module: Tuning

    def __init__(
        self, material: HeadData, shown_copies: Sequence[Pixels], show: Callable[[int], Pixels],
        device: torch.device, seed: int, *, temperature: float = 0.05, whitening: float = 0.25,
    ) -> None:  # fmt: skip
        """shown_copies  the first questions as pictures; show: a photo of the library as one"""
        torch.manual_seed(seed)
        self.module = Tuning(material.library.shape[1]).to(device)
        self._material, self._device = material, device
        self._shown_copies, self._show = shown_copies, show
        self._temperature = temperature
        self._random = torch.Generator().manual_seed(seed)
        self._library = torch.from_numpy(material.library[material.learnt]).to(device)
        self._views = torch.from_numpy(material.views).to(device)
        self._second = torch.from_numpy(_places(material)).to(device)
        half_whiten(self.module, self._library, whitening)

    # -- Task

    def start_stage(self, side: int, averaged: nn.Module) -> None:
        """Every stage is the same: no picture is looked at."""

    def losses(self, batch: int, progress: float) -> dict[str, Tensor]:
        count = min(batch, len(self._library))
        rows = torch.randperm(len(self._library), generator=self._random)[:count].to(self._device)
        which = torch.randint(len(self._views), (count,), generator=self._random).to(self._device)
        photos = self._library[rows]
        asked, clean = self.module(self._views[which, rows]), self.module(photos)
        own = torch.arange(count, device=self._device)
        alike = photos @ photos.T > COPIES_ABOVE
        alike[own, own] = False
        shown = self._second[which, rows][:, None] == rows[None]
        shown[own, own] = False
        far = torch.finfo(torch.float32).min
        to_clean = asked @ clean.T / self._temperature
        among = (clean @ clean.T / self._temperature).masked_fill(
            alike | torch.eye(count, dtype=torch.bool, device=self._device), far
        )
        found = functional.cross_entropy(to_clean.masked_fill(alike | shown, far), own)
        owned = torch.cat((to_clean.T.masked_fill(alike, far), among), 1)
        return {"copy to photo": found, "photo to copy": 0.5 * functional.cross_entropy(owned, own)}

    @torch.no_grad()
    def check(self, averaged: nn.Module) -> dict[str, float]:
        """How often a copy finds its own photo first, in the whole library."""
        answers = self.answers(averaged)
        return {"copies@1": round(float(answers.first.mean()), 4)}

    def state(self) -> dict[str, Any]:
        return {"random": self._random.get_state()}

    def restore(self, state: dict[str, Any]) -> None:
        self._random.set_state(state["random"].cpu())

    def part_from_peers(self, rank: int, step: int) -> None:
        raise RuntimeError("a head is learnt in one process")

    # -- what it is judged by

    @torch.no_grad()
    def answers(self, module: nn.Module | None) -> trial.Answers:
        """What these vectors, or the built-in ones if None, make of the questions."""
        library, copies = self._material.library, self._material.copies
        if module is not None:
            library, copies = tuned(module, library), tuned(module, copies)
        return trial.answer(copies, library, self._material.questions)

    def verdict(self, module: nn.Module) -> trial.TrialResult:
        """Whether the tuned vectors may replace the built-in ones."""
        old, new = self.answers(None), self.answers(module)
        return trial.compare(old, new, self._material.questions)

    def picture(self, averaged: nn.Module) -> NDArray[np.uint8]:
        """A few held-out copies with their nearest photos of the library."""
        step = max(1, len(self._shown_copies) // _SHOWN)
        asked = list(range(0, len(self._shown_copies), step))[:_SHOWN]
        vectors = tuned(averaged, self._material.copies[asked])
        near, _ = top_matches(vectors, tuned(averaged, self._material.library), _NEAREST)
        pictures = [self._shown_copies[place] for place in asked]
        nearest = []
        for rows in near:
            nearest.append(list(range(len(pictures), len(pictures) + len(rows))))
            pictures += [self._show(int(row)) for row in rows]
        return draw_nearest(pictures, list(range(len(asked))), nearest)


@torch.no_grad()
def tuned(module: nn.Module, vectors: Floats) -> Floats:
    """(n, d) vectors of length 1 as the head has them."""
    device = next(module.parameters()).device
    return np.asarray(module(torch.from_numpy(vectors).to(device)).cpu().numpy(), np.float32)


@torch.no_grad()
def half_whiten(module: Tuning, vectors: Tensor, power: float) -> None:
    """Start: centred, and directions in which all photos of the library differ made smaller.

    power 0.5 would be a full whitening, in which noise speaks as loudly as what is seen; the
    eigenvalues of few photos are drawn towards their mean.
    """
    centre = vectors.mean(0)
    spread = torch.cov((vectors - centre).T.double()).float()
    trust = len(vectors) / (len(vectors) + vectors.shape[1])
    middle = spread.diagonal().mean().clamp(min=1e-9)
    values, axes = torch.linalg.eigh(
        trust * spread + (1 - trust) * middle * torch.eye(len(spread), device=spread.device)
    )
    scale = (values.clamp(min=1e-9) / middle) ** -power
    module.centre.copy_(centre)
    module.turn.copy_((axes * scale) @ axes.T)


def _places(material: HeadData) -> NDArray[np.int64]:
    """`second` as rows of the photos learnt from; -1 for others."""
    place = np.full(len(material.library), -1, np.int64)
    place[material.learnt] = np.arange(len(material.learnt))
    return place[material.second]
