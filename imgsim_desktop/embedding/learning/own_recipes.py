"""The recipes for models of one's own, with the figures of their authors as defaults."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import torch
from torch import nn

from imgsim_desktop.embedding.learning.autoencoders import AutoencoderTask, BeganTask
from imgsim_desktop.embedding.learning.datasets import PictureSet
from imgsim_desktop.embedding.learning.files import make_folder, replace_whole
from imgsim_desktop.embedding.learning.jobs import Recipe, TrainingJob
from imgsim_desktop.embedding.learning.labelled import ContrastiveTask, TripletTask
from imgsim_desktop.embedding.learning.peers import Peers
from imgsim_desktop.embedding.learning.plan import Schedule
from imgsim_desktop.embedding.learning.task import Task
from imgsim_desktop.embedding.learnt import model_bytes
from imgsim_desktop.embedding.models import ModelFacts
from imgsim_desktop.embedding.options import (
    AutoencoderOptions,
    BeganOptions,
    ContrastiveOptions,
    Options,
    TripletOptions,
    as_values,
    make_options,
)

MODEL_NAME = "model.safetensors"
_PLAIN = Schedule(
    weight_decay=0.0, warm_up=0.0, decay="none", clip=0.0, average=0.0, check_minutes=1.0,
    checkpoint_minutes=1.0,
)  # fmt: skip
"""Adam with one learning rate and nothing else, as the sources have it."""
_UNLABELLED_BATCH = 128
"""Of the contrastive recipe where edited copies are the positives: 64 pairs, as no classes
bound their number."""


def _task(job: TrainingJob, _peers: Peers) -> Task:
    options = make_options(job.recipe, {}) if job.options is None else job.options
    device = torch.device(job.device)
    known = (job.pictures, job.validation)
    if isinstance(options, BeganOptions):  # in bf16 it takes 1.3 times as long on a processor
        return BeganTask(*known, options, device, job.seed, bf16=job.device == "cuda")
    if isinstance(options, AutoencoderOptions):
        return AutoencoderTask(*known, options, device, job.seed)
    if isinstance(options, TripletOptions):
        return TripletTask(*known, options, device, job.seed)
    assert isinstance(options, ContrastiveOptions)
    return ContrastiveTask(*known, options, device, job.seed)


def _export(module: nn.Module, folder: Path, about: dict[str, Any]) -> Path:
    """Write the encoder as one file; `about` has the fields of ModelFacts."""
    make_folder(folder)
    options: Options = about.pop("options")
    facts = ModelFacts(recipe=options.recipe, options=as_values(options), **about)
    path = folder / MODEL_NAME
    replace_whole(path, model_bytes(cast(nn.Module, module.encoder), facts))
    return path


OWN_RECIPES: dict[str, Recipe] = {
    "autoencoder": Recipe(
        "a small autoencoder that learns without labels (28 px, grey): seconds to train",
        replace(_PLAIN, epochs=2, batch=32, learning_rate=1e-3),
        _task,
        _export,
        fewest=16,
    ),
    "began": Recipe(
        "an autoencoder that learns without labels, against a generator of pictures (BEGAN)",
        replace(_PLAIN, minutes=20, batch=16, learning_rate=1e-4),
        _task,
        _export,
        fewest=16,
    ),
    "contrastive": Recipe(
        "pairs with the same label, or a picture and its edited copy, against all others",
        replace(_PLAIN, steps=20_000, batch=20, learning_rate=1e-4, log_steps=100),
        _task,
        _export,
        fewest=16,
    ),
    "triplet": Recipe(
        "pictures with the same label shall be nearer than others; needs labels",
        replace(_PLAIN, epochs=20, batch=96, learning_rate=1e-4, log_steps=10),
        _task,
        _export,
        fewest=16,
        needs_labels=True,
    ),
}


def fit_plan(
    plan: Schedule, options: Options, pictures: PictureSet, *, own_batch: bool
) -> Schedule:
    """The plan with what follows from options and pictures: side, stairs, batch, steps.

    own_batch  the person chose the batch; else it may fit the pictures better
    """
    plan = replace(plan, sides=((1.0, options.side),))
    if isinstance(options, BeganOptions):
        plan = replace(plan, decay="stairs", stair=(options.lr_decay_every, options.lr_decay))
    if isinstance(options, ContrastiveOptions) and not pictures.labels and not own_batch:
        plan = replace(plan, batch=_UNLABELLED_BATCH)
    if plan.epochs:
        steps = max(1, round(plan.epochs * len(pictures) / plan.batch))
        plan = replace(plan, steps=steps, epochs=0.0)
    return plan


def stored_side(options: Options, *, labelled: bool) -> int:
    """At which side pictures are kept for a training: larger where it cuts or edits them."""
    if isinstance(options, BeganOptions):
        return options.side * 5 // 4
    if isinstance(options, ContrastiveOptions) and not labelled:
        return options.side * 3 // 2
    return options.side
