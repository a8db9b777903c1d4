"""What the person chose in "Learn from my photos", as the words of the command line. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from imgsim_desktop.scan.models import name_for
from imgsim_desktop.scan.networks import BACKENDS

RECIPES = ("head", "contrastive", "triplet", "began", "autoencoder")
"""In the order offered: what helps most people first."""
DEFAULT_MINUTES = {"head": 10, "contrastive": 10, "triplet": 15, "began": 30, "autoencoder": 2}
TAKES_LABELS = frozenset({"contrastive", "triplet"})
NEEDS_LABELS = frozenset({"triplet"})


@dataclass(frozen=True, slots=True)
class LessonForm:
    """One training as it was filled in; what is 0 is as the recipe has it."""

    recipe: str
    sources: tuple[Path, ...]
    name: str
    minutes: float
    labels: str = "none"
    """none, folders, or the path of a CSV file."""
    batch: int = 0
    learning_rate: float = 0.0
    limit: int = 0
    seed: int = 1
    options: Mapping[str, str] = field(default_factory=dict)
    """Only those that are not as the recipe has them."""

    def words(self, folder: Path, home: Path, device: str) -> list[str]:
        """After `imgsim`; `folder` is where the training keeps its files."""
        words = ["train", "--progress-json", "--home", str(home), "--recipe", self.recipe]
        words += ["--out", str(folder), "--name", self.name, "--minutes", f"{self.minutes:g}"]
        words += ["--seed", str(self.seed), "--device", device]
        if self.recipe in TAKES_LABELS:
            words += ["--labels", self.labels]
        for option, value in (
            ("--batch", self.batch), ("--learning-rate", self.learning_rate),
            ("--limit", self.limit),
        ):  # fmt: skip
            if value:
                words += [option, f"{value:g}" if isinstance(value, float) else str(value)]
        if self.options:
            words += ["--option", *(f"{name}={value}" for name, value in self.options.items())]
        return [*words, "--images", *map(str, self.sources)]


def free_name(wish: str, taken: Iterable[str]) -> str:
    """The wish as a name of a model, with a number where it is taken."""
    name = name_for(wish)
    used = {*taken, *BACKENDS}
    free, number = name, 2
    while free in used:
        free = f"{name[:44]}-{number}"
        number += 1
    return free
