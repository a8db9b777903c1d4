"""Ways to learn, by name, and the one function that runs them."""

from __future__ import annotations

import multiprocessing
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from imgsim_desktop.control import NULL_CONTROL, Control
from imgsim_desktop.embedding.backend import Backend
from imgsim_desktop.embedding.builtin import has_native_bf16
from imgsim_desktop.embedding.learning.copies import CopyTask
from imgsim_desktop.embedding.learning.datasets import PictureSet, shrink
from imgsim_desktop.embedding.learning.export import export_builtin
from imgsim_desktop.embedding.learning.peers import ALONE, Peers, join_peers, leave_peers
from imgsim_desktop.embedding.learning.plots import plot_log
from imgsim_desktop.embedding.learning.teacher import half_whitening
from imgsim_desktop.embedding.learning.trainer import LOG_NAME, Plan, Task, Trainer
from imgsim_desktop.embedding.network import CopyNet, NetShape
from imgsim_desktop.errors import KnownError
from imgsim_desktop.records import Progress


@dataclass(frozen=True, slots=True)
class Job:
    """One training: what to learn from, for how long, and where the results go."""

    recipe: str
    pictures: PictureSet
    validation: PictureSet | None
    teacher: NDArray[np.float32] | None
    """(n, dim) what the teacher says about the clean pictures."""
    folder: Path
    plan: Plan
    device: str = "cpu"
    seed: int = 1
    processes: int = 1
    """More than one only on the processor: one a core, with one thread each."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """One way to learn: what is learnt, for how long if nobody says, and how it is kept."""

    summary: str
    plan: Plan
    task: Callable[[Job, Peers], Task]
    export: Callable[[nn.Module, Path, dict[str, Any]], Path]
    fewest: int
    """Pictures below which it makes no sense."""


def _copy_task(job: Job, peers: Peers) -> Task:
    return CopyTask(
        job.pictures, job.teacher, job.validation, torch.device(job.device), job.seed,
        bf16=uses_bf16(job.device), peers=peers,
    )  # fmt: skip


def _export_copies(module: nn.Module, folder: Path, facts: dict[str, Any]) -> Path:
    return export_builtin(cast(CopyNet, module), folder, facts)


RECIPES: dict[str, Recipe] = {
    "builtin": Recipe(
        "recognise edited copies; makes the files of the built-in network",
        Plan(minutes=90),
        _copy_task,
        _export_copies,
        fewest=64,
    ),
}
"""Every recipe by its name."""


def uses_bf16(device: str) -> bool:
    """Whether training multiplies in bf16 there."""
    return device == "cuda" or (device == "cpu" and has_native_bf16())


def ask_teacher(
    backend: Backend,
    pictures: PictureSet,
    dim: int = NetShape().dim,
    control: Control = NULL_CONTROL,
) -> NDArray[np.float32]:
    """(n, dim) half-whitened vectors of the clean pictures by a larger network."""
    if len(pictures) <= dim:
        raise KnownError(
            f"A teacher needs more than {dim} pictures to learn the directions from.",
            "Give more --images, or leave out --teacher.",
        )
    pixels = torch.from_numpy(pictures.pixels)
    found = []
    for start in range(0, len(pixels), 64):
        control.check()
        control.report(Progress("teacher", start, len(pixels)))
        part = shrink(pixels[start : start + 64], backend.spec.input.size_px)
        found.append(backend.embed_batch(part.numpy()))
    features = np.concatenate(found)
    return half_whitening(features, dim)(features)


def train(job: Job, facts: dict[str, Any], control: Control = NULL_CONTROL) -> Path:
    """Run a recipe to its end, or on from its last checkpoint; returns the file of weights.

    In `job.folder`: checkpoint.pt, log.jsonl, loss.png, and what the recipe exports. `facts` are
    written beside the weights. Raises KnownError for too few pictures, or if the loss diverges.
    """
    recipe = RECIPES[job.recipe]
    if len(job.pictures) < recipe.fewest:
        raise KnownError(
            f"{len(job.pictures)} pictures are too few to learn from; {recipe.fewest} are needed.",
            "Give more --images.",
        )
    job.folder.mkdir(parents=True, exist_ok=True)
    if job.processes > 1 and job.device == "cpu":
        module, steps = _train_together(job, control)
    else:
        module, steps = _train_part(job, ALONE, control)
    plot_log(job.folder / LOG_NAME, job.folder / "loss.png")
    about = {"steps": steps, "views": steps * job.plan.batch, "seed": job.seed, **facts}
    return recipe.export(module, job.folder, about)


def _train_part(job: Job, peers: Peers, control: Control) -> tuple[nn.Module, int]:
    task = RECIPES[job.recipe].task(job, peers)
    trainer = Trainer(task, job.plan, job.folder, torch.device(job.device), job.seed, peers)
    return trainer.run(control), trainer.step


def _train_together(job: Job, control: Control) -> tuple[nn.Module, int]:
    """This process and `processes - 1` others, which are ended with it."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory(dir=job.folder) as place:
        shared = Path(place)
        np.save(shared / "pixels.npy", job.pictures.pixels)
        bare = PictureSet(job.pictures.pixels[:0], job.pictures.aspect, ())
        message = replace(job, pictures=bare, validation=None)
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


def _other_process(job: Job, shared: Path, rank: int) -> None:
    torch.set_num_threads(1)
    pixels = np.load(shared / "pixels.npy", mmap_mode="c")
    pictures = PictureSet(pixels, job.pictures.aspect, ())
    peers = join_peers(rank, job.processes, shared / "meeting")
    _train_part(replace(job, pictures=pictures), peers, NULL_CONTROL)
