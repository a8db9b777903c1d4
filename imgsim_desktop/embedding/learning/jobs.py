"""One training as values: what to learn, from what, for how long; and what a recipe is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from torch import nn

from imgsim_desktop.embedding.learning.datasets import PictureSet
from imgsim_desktop.embedding.learning.peers import Peers
from imgsim_desktop.embedding.learning.plan import Schedule
from imgsim_desktop.embedding.learning.task import Task
from imgsim_desktop.embedding.learning.watching import Watch, ignore
from imgsim_desktop.embedding.options import Options


@dataclass(frozen=True, slots=True)
class TrainingJob:
    """One training: what to learn from, for how long, and where the results go."""

    recipe: str
    pictures: PictureSet
    validation: PictureSet | None
    teacher: NDArray[np.float32] | None
    """(n, dim) what the teacher says about the clean pictures."""
    folder: Path
    plan: Schedule
    device: str = "cpu"
    seed: int = 1
    processes: int = 1
    """More than one only on the processor: one a core, with one thread each."""
    options: Options | None = None
    """Of the recipes for models of one's own; their defaults if None."""
    watch: Watch = ignore
    start: Path | None = None
    """Exported weights of the same recipe to go on from."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """One way to learn: what is learnt, for how long if nobody says, and how it is kept."""

    summary: str
    plan: Schedule
    task: Callable[[TrainingJob, Peers], Task]
    export: Callable[[nn.Module, Path, dict[str, Any]], Path]
    fewest: int
    """Pictures below which it makes no sense."""
    needs_labels: bool = False
    can_share: bool = False
    """Whether several processes can train it together."""
    finish: Callable[[nn.Module, TrainingJob], None] | None = None
    """What is done to the trained network before it is exported."""
    further: Schedule | None = None
    """The plan when training goes on from weights (`TrainingJob.start`); None: it cannot."""
