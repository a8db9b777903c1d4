"""One training of a head from its samples to its verdict, within a time limit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch

from imgsim_desktop.control import NULL_CONTROL, Control
from imgsim_desktop.embedding.backend import Backend
from imgsim_desktop.embedding.builtin import load_builtin
from imgsim_desktop.embedding.learning.features import FeatureMaker, Load, Sample
from imgsim_desktop.embedding.learning.files import replace_whole
from imgsim_desktop.embedding.learning.head import PLAN, STEPS_A_ROUND, HeadData, HeadTask
from imgsim_desktop.embedding.learning.memory import keep_memory
from imgsim_desktop.embedding.learning.own_recipes import MODEL_NAME
from imgsim_desktop.embedding.learning.trainer import CHECKPOINT_NAME, Trainer
from imgsim_desktop.embedding.learning.trial import TrialResult
from imgsim_desktop.embedding.learning.watching import Watch, ignore
from imgsim_desktop.embedding.learnt import model_bytes
from imgsim_desktop.embedding.models import ModelFacts
from imgsim_desktop.embedding.options import HeadOptions, as_values
from imgsim_desktop.embedding.tuned import TunedNet, Tuning
from imgsim_desktop.embedding.weights import builtin_files
from imgsim_desktop.errors import Sentence
from imgsim_desktop.records import Pixels, Progress

_SHARE = 0.95
"""Of the time: the rest is for measuring and writing."""
_LEAST_MINUTES = 0.2
CPU = torch.device("cpu")
"""Where the head itself learns: batches of 1,024 x 256 numbers are no work for a card."""


@dataclass(frozen=True, slots=True)
class Tuner:
    """What it learns from, and how a thumbnail becomes what a network sees."""

    samples: Sequence[Sample]
    backend: Backend
    """The built-in network."""
    load: Load
    decode: Callable[[bytes], Pixels]
    folder: Path
    options: HeadOptions
    minutes: float
    steps: int = 0
    """0: as PLAN has it."""
    seed: int = 1

    def run(
        self, about: ModelFacts, control: Control = NULL_CONTROL, watch: Watch = ignore,
        say: Callable[[str], None] = lambda _: None,
    ) -> tuple[TrialResult, Path | None]:  # fmt: skip
        """Learn, judge, and write the model into the folder if it is better.

        about  what is known before: data, pictures, date; the rest is filled in

        Raises Cancelled after all that is done was kept, KnownError for a full disk.
        """
        keep_memory()
        maker = FeatureMaker(
            self.samples, self.backend, self.load, self.decode, self.folder, self.seed,
            60 * self.minutes,
        )  # fmt: skip
        checkpoint = self.folder / CHECKPOINT_NAME
        if maker.is_fresh and checkpoint.exists():
            checkpoint.replace(checkpoint.with_suffix(".old"))
        say(
            Sentence(
                "{n} photos to learn from, {held} held out to measure with",
                n=len(maker.learnt),
                held=len(maker.held),
            )
        )
        material = maker.describe(control)
        say(
            Sentence(
                "{n} edited views of each photo to learn from, {copies} edited copies to judge by",
                n=len(material.views),
                copies=len(material.copies),
            )
        )
        task = HeadTask(
            material, maker.copies_shown(), maker.shown, CPU, self.seed,
            temperature=self.options.temperature, whitening=self.options.whitening,
        )  # fmt: skip
        left = max(_LEAST_MINUTES, _SHARE * self.minutes - maker.seconds / 60)
        plan = replace(PLAN, minutes=left, steps=self.steps or _steps_for(material))
        trainer = Trainer(task, plan, self.folder, CPU, self.seed, watch=watch)
        tuning = trainer.run(control)
        assert isinstance(tuning, Tuning)
        control.report(Progress("measuring"))
        verdict = task.verdict(tuning)
        if not verdict.is_better:
            return verdict, None
        facts = replace(
            about,
            options=as_values(self.options),
            steps=trainer.step,
            views=int(material.views[..., 0].size),
            minutes=round(maker.seconds / 60, 2),
            seed=self.seed,
            quality=verdict.as_facts(),
        )
        net = TunedNet(load_builtin(builtin_files().path)[0], tuning)
        made = self.folder / MODEL_NAME
        replace_whole(made, model_bytes(net, facts))
        return verdict, made


def _steps_for(material: HeadData) -> int:
    return min(PLAN.steps, STEPS_A_ROUND * len(material.views))
