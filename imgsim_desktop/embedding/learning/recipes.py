"""Ways to learn, by name, and the one function that runs them."""

from __future__ import annotations

import multiprocessing
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from imgsim_desktop.control import NULL_CONTROL, Control
from imgsim_desktop.embedding.backend import Backend
from imgsim_desktop.embedding.builtin import BuiltinBackend, load_builtin
from imgsim_desktop.embedding.learning.bf16 import uses_bf16
from imgsim_desktop.embedding.learning.copies import FURTHER, CopyOptions, CopyTask
from imgsim_desktop.embedding.learning.datasets import PictureSet, shrink
from imgsim_desktop.embedding.learning.export import export_builtin
from imgsim_desktop.embedding.learning.files import make_folder
from imgsim_desktop.embedding.learning.jobs import Recipe, TrainingJob
from imgsim_desktop.embedding.learning.own_recipes import OWN_RECIPES
from imgsim_desktop.embedding.learning.peers import ALONE, Peers, join_peers, leave_peers
from imgsim_desktop.embedding.learning.plan import Schedule
from imgsim_desktop.embedding.learning.plots import plot_log
from imgsim_desktop.embedding.learning.start import turn_towards
from imgsim_desktop.embedding.learning.task import Task
from imgsim_desktop.embedding.learning.teacher import half_whitening
from imgsim_desktop.embedding.learning.trainer import LOG_NAME, Trainer
from imgsim_desktop.embedding.learning.watching import ignore
from imgsim_desktop.embedding.learning.whiten import half_whiten
from imgsim_desktop.embedding.network import CopyNet, NetShape
from imgsim_desktop.embedding.registry import BACKENDS
from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.records import Progress


def _copy_task(job: TrainingJob, peers: Peers) -> Task:
    start = None if job.start is None else load_builtin(job.start)[0]
    return CopyTask(
        job.pictures, job.teacher, job.validation, torch.device(job.device), job.seed,
        bf16=uses_bf16(job.device), peers=peers, start=start,
        options=CopyOptions() if start is None else FURTHER,
    )  # fmt: skip


def _export_copies(module: nn.Module, folder: Path, facts: dict[str, Any]) -> Path:
    return export_builtin(cast(CopyNet, module), folder, facts)


def _even_out(module: nn.Module, job: TrainingJob) -> None:
    half_whiten(cast(CopyNet, module), job.pictures.pixels)


RECIPES: dict[str, Recipe] = {
    "builtin": Recipe(
        "recognise edited copies; makes the files of the built-in network",
        Schedule(minutes=90),
        _copy_task,
        _export_copies,
        fewest=64,
        finish=_even_out,
        can_share=True,
        further=Schedule(
            minutes=90, learning_rate=1e-3, sides=((0.55, 96), (1.0, 112)), check_minutes=12
        ),
    ),
    **OWN_RECIPES,
}
"""Every recipe by its name."""


def ask_teacher(
    backend: Backend,
    pictures: PictureSet,
    dim: int = NetShape().dim,
    control: Control = NULL_CONTROL,
) -> NDArray[np.float32]:
    """(n, dim) half-whitened vectors of the clean pictures by a larger network.

    Each is the mean over the picture and its mirror image, which shall be found alike.
    """
    if len(pictures) <= dim:
        raise KnownError(
            Sentence(
                "A teacher needs more than {dim} pictures to learn the directions from.", dim=dim
            ),
            "Give more --images, or leave out --teacher.",
        )
    pixels = torch.from_numpy(pictures.pixels)
    found = []
    for start in range(0, len(pixels), 64):
        control.check()
        control.report(Progress("teacher", start, len(pixels)))
        part = shrink(pixels[start : start + 64], backend.spec.input.size_px)
        pair = (backend.embed_batch(part.numpy()), backend.embed_batch(part.flip(2).numpy()))
        found.append((pair[0] + pair[1]) / 2)
    features = np.concatenate(found).astype(np.float32)
    return half_whitening(features, dim)(features)


def train(job: TrainingJob, facts: dict[str, Any], control: Control = NULL_CONTROL) -> Path:
    """Run a recipe to its end, or on from its last checkpoint; returns the file of weights.

    In `job.folder`: checkpoint.pt, log.jsonl, loss.png, and what the recipe exports. `facts` are
    written beside the weights. Raises KnownError for too few pictures, or if the loss diverges.
    """
    recipe = RECIPES[job.recipe]
    if len(job.pictures) < recipe.fewest:
        raise KnownError(
            Sentence(
                "{n} pictures are too few to learn from; {fewest} are needed.",
                n=len(job.pictures),
                fewest=recipe.fewest,
            ),
            "Give more --images.",
        )
    make_folder(job.folder)
    job = _towards_start(job)
    if job.processes > 1 and not recipe.can_share:
        raise KnownError(
            Sentence("{recipe} is trained in one process.", recipe=job.recipe),
            "Leave out --processes; try --threads.",
        )
    try:
        if job.processes > 1 and job.device == "cpu":
            trained = _train_together(job, control)
        else:
            trained = _train_part(job, ALONE, control)
    finally:
        if (job.folder / LOG_NAME).exists():
            plot_log(job.folder / LOG_NAME, job.folder / "loss.png")
    about = {
        "steps": trained.steps, "views": trained.steps * job.plan.batch, "seed": job.seed, **facts,
    }  # fmt: skip
    if job.options is not None:
        about |= {
            "options": job.options,
            "minutes": round(trained.seconds / 60, 2),
            "quality": trained.quality,
        }
    if recipe.finish is not None:
        recipe.finish(trained.module, job)
    return recipe.export(trained.module, job.folder, about)


@dataclass(frozen=True, slots=True)
class _Trained:
    """What a finished training leaves."""

    module: nn.Module
    steps: int
    seconds: float
    quality: dict[str, float]


def _towards_start(job: TrainingJob) -> TrainingJob:
    """The same job, its teacher turned to where the vectors of the weights at the start are."""
    if job.start is None or job.teacher is None:
        return job
    spec = BACKENDS["builtin"]
    backend = BuiltinBackend.open(spec, job.device, job.start, precision="fp32")
    rows = np.unique(np.linspace(0, len(job.pictures) - 1, 3000).round().astype(np.int64))
    pixels = shrink(torch.from_numpy(job.pictures.pixels[rows]), spec.input.size_px)
    own = backend.embed_batch(pixels.numpy())
    return replace(job, teacher=turn_towards(job.teacher, own, rows))


def _train_part(job: TrainingJob, peers: Peers, control: Control) -> _Trained:
    task = RECIPES[job.recipe].task(job, peers)
    device = torch.device(job.device)
    trainer = Trainer(task, job.plan, job.folder, device, job.seed, peers, job.watch)
    module = trainer.run(control)
    return _Trained(module, trainer.step, trainer.seconds, trainer.checks)


def _train_together(job: TrainingJob, control: Control) -> _Trained:
    """This process and `processes - 1` others, which are ended with it."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory(dir=job.folder) as place:
        shared = Path(place)
        np.save(shared / "pixels.npy", job.pictures.pixels)
        bare = PictureSet(job.pictures.pixels[:0], job.pictures.aspect, ())
        message = replace(job, pictures=bare, validation=None, watch=ignore)
        others = [
            context.Process(target=_other_process, args=(message, shared, rank), daemon=True)
            for rank in range(1, job.processes)
        ]
        for other in others:
            other.start()
        try:
            peers = join_peers(0, job.processes, shared / "meeting")
            return _train_part(job, peers, control)
        finally:
            for other in others:
                other.terminate()
                other.join()
            leave_peers()
            torch.set_num_threads(threads)


def _other_process(job: TrainingJob, shared: Path, rank: int) -> None:
    torch.set_num_threads(1)
    pixels = np.load(shared / "pixels.npy", mmap_mode="c")
    pictures = PictureSet(pixels, job.pictures.aspect, ())
    peers = join_peers(rank, job.processes, shared / "meeting")
    _train_part(replace(job, pictures=pictures), peers, NULL_CONTROL)
