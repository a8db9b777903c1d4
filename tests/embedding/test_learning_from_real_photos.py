"""Each recipe learns something true about real pictures, in 5 to 10 seconds of a quiet core."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from imgsim_desktop.embedding.learning.datasets import PictureSet, shrink
from imgsim_desktop.embedding.learning.jobs import TrainingJob
from imgsim_desktop.embedding.learning.labels import chance
from imgsim_desktop.embedding.learning.own_recipes import OWN_RECIPES, fit_plan, stored_side
from imgsim_desktop.embedding.learning.recipes import train
from imgsim_desktop.embedding.learning.scores import class_precision
from imgsim_desktop.embedding.learning.trainer import LOG_NAME
from imgsim_desktop.embedding.learnt import LearntBackend
from imgsim_desktop.embedding.models import ModelFacts, read_model, spec_of_model
from imgsim_desktop.embedding.options import make_options
from imgsim_desktop.scan.lessons import gather_pictures

HELD = 400
FACTS: dict[str, Any] = {
    "trained_on": "2026-01-02", "data": "real", "pictures": 1500, "labels": "folders",
}  # fmt: skip


def learn_from(
    source: Path, recipe: str, steps: int, rate: float, wishes: dict[str, Any], folder: Path
) -> tuple[ModelFacts, LearntBackend, PictureSet]:
    """Train on most of 1,900 pictures; the others, drawn by lot, come back to be asked."""
    options = make_options(recipe, wishes)
    side = stored_side(options, labelled=True)
    pictures = gather_pictures([source], side, labels="folders", limit=1900)
    order = np.random.default_rng(3).permutation(len(pictures))
    held_count = min(HELD, len(pictures) // 5)
    held, learnt = pictures.where(order[:held_count]), pictures.where(order[held_count:])
    plan = replace(
        OWN_RECIPES[recipe].plan, epochs=0.0, minutes=0.0, steps=steps,
        learning_rate=rate, log_steps=5,
    )  # fmt: skip
    plan = fit_plan(plan, options, learnt, own_batch=False)
    job = TrainingJob(recipe, learnt, held, None, folder, plan, options=options)
    path = train(job, dict(FACTS))
    facts = read_model(path)
    return facts, LearntBackend.open(spec_of_model("mine", facts), "cpu", path), held


def inputs(pictures: PictureSet, side: int) -> np.ndarray:
    return np.asarray(shrink(torch.from_numpy(pictures.pixels), side).numpy())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("recipe", "data", "steps", "rate", "wishes", "margin"),
    [
        ("autoencoder", "mnist", 150, 3e-3, {"loss": "bce"}, 4.0),
        ("triplet", "cifar10-train-4000.zip", 60, 1e-4, {"filters": 16, "code_size": 128}, 1.5),
        ("contrastive", "cifar10-train-4000.zip", 800, 1e-3, {"code_size": 64}, 1.5),
    ],
)
def test_neighbours_agree_more_often_than_by_chance(
    recipe: str, data: str, steps: int, rate: float, wishes: dict[str, Any], margin: float,
    shared_data: Path, tmp_path: Path,
) -> None:  # fmt: skip
    """Of the five nearest of 400 pictures held back, `margin` times as many have the own label."""
    source = shared_data / "tutorial" / data
    facts, backend, held = learn_from(source, recipe, steps, rate, wishes, tmp_path)
    vectors = backend.embed_batch(inputs(held, backend.spec.input.size_px))
    precision = class_precision(vectors, held.classes)
    print(f"{recipe}: precision@5 {precision:.3f} after {facts.steps} steps")
    assert precision > margin * chance(held.classes)


@pytest.mark.slow
def test_began_learns_to_draw_photos_and_finds_their_edited_copies(
    shared_data: Path, tmp_path: Path
) -> None:
    """An edited copy finds its own photo first 4 times as often as by chance, and drawings improve.

    Its neighbours are of no one kind after a minute: labels are no measure for it yet.
    """
    source = shared_data / "tutorial" / "catsdogs"
    wishes = {"side": 32, "channels": 8}
    facts, _, held = learn_from(source, "began", 120, 3e-4, wishes, tmp_path)
    lines = [json.loads(line) for line in (tmp_path / LOG_NAME).read_text("utf-8").splitlines()]
    drawn = [line["real"] for line in lines if "real" in line]
    drawn = [float(np.mean(part)) for part in (drawn[:3], drawn[-3:])]
    print(
        f"began: copies@1 {facts.quality['copies@1']:.3f}, L(real) {drawn[0]:.3f} -> {drawn[1]:.3f}"
    )
    assert facts.quality["copies@1"] > 4 / len(held)
    assert drawn[1] < 0.95 * drawn[0]
