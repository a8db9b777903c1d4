"""Training and measuring networks, as the doors call it. Imports torch: imported where needed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from imgsim_desktop.embedding.learning.datasets import (
    STORE_PX,
    PictureSet,
    load_arrays,
    save_arrays,
)
from imgsim_desktop.embedding.learning.evaluate import EvaluationSet, evaluate
from imgsim_desktop.embedding.learning.jobs import TrainingJob
from imgsim_desktop.embedding.learning.plan import Schedule
from imgsim_desktop.embedding.learning.recipes import RECIPES, ask_teacher, train

__all__ = [
    "RECIPES",
    "STORE_PX",
    "EvaluationSet",
    "PictureSet",
    "Schedule",
    "TrainingJob",
    "ask_teacher",
    "evaluate",
    "load_arrays",
    "plot_evaluation",
    "save_arrays",
    "train",
]


def plot_evaluation(result: dict[str, Any], target: Path) -> None:
    """What `evaluate` returned, as a picture; only this brings matplotlib."""
    from imgsim_desktop.embedding.learning.plots import plot_evaluation as plot

    plot(result, target)
