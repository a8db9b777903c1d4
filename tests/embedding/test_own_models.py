"""The four recipes for models of one's own: each learns something real in seconds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from imgsim_desktop.control import Cancelled, Control
from imgsim_desktop.embedding.learning.autoencoders import SmallAutoencoder
from imgsim_desktop.embedding.learning.datasets import PictureSet
from imgsim_desktop.embedding.learning.jobs import TrainingJob
from imgsim_desktop.embedding.learning.labelled import ClassPicker, ContrastiveTask, HeldPicker
from imgsim_desktop.embedding.learning.own_models import OwnTask
from imgsim_desktop.embedding.learning.own_recipes import OWN_RECIPES, fit_plan
from imgsim_desktop.embedding.learning.peers import ALONE
from imgsim_desktop.embedding.learning.plots import read_log
from imgsim_desktop.embedding.learning.recipes import train
from imgsim_desktop.embedding.learning.trainer import CHECKPOINT_NAME, Trainer
from imgsim_desktop.embedding.learning.watching import TrainingReport
from imgsim_desktop.embedding.learnt import LearntBackend
from imgsim_desktop.embedding.models import read_model, spec_of_model
from imgsim_desktop.embedding.options import (
    AutoencoderOptions,
    ContrastiveOptions,
    TripletOptions,
    as_values,
    make_options,
)
from imgsim_desktop.errors import KnownError
from tests.pictures import scene

SMALL = {
    "autoencoder": {"side": 16},
    "began": {"side": 16, "channels": 4, "code_size": 8},
    "contrastive": {"side": 16},
    "triplet": {"side": 16, "filters": 4, "code_size": 16},
}
"""So small that a step takes milliseconds."""
FACTS: dict[str, Any] = {
    "trained_on": "2026-01-02", "data": "drawn", "pictures": 24, "labels": "folders",
}  # fmt: skip


def drawn(count: int = 24, side: int = 20) -> PictureSet:
    """Pictures of three classes: the same scene in other brightness."""
    pixels = [scene(number % 3, side, side) // (1 + number // 3 % 4) for number in range(count)]
    labels = tuple("abc"[number % 3] for number in range(count))
    aspect = np.ones(count, np.float32)
    return PictureSet(np.stack(pixels), aspect, tuple(map(str, range(count))), labels)


def small_job(recipe: str, folder: Path, steps: int = 4, **more: Any) -> TrainingJob:
    options = make_options(recipe, SMALL[recipe])
    pictures = more.pop("pictures", drawn())
    plan = replace(OWN_RECIPES[recipe].plan, minutes=0.0, epochs=0.0, steps=steps, log_steps=1)
    plan = fit_plan(plan, options, pictures, own_batch=False)
    return TrainingJob(recipe, pictures, drawn(12), None, folder, plan, options=options, **more)


@pytest.mark.parametrize("recipe", OWN_RECIPES)
def test_a_recipe_leaves_a_model_that_opens_and_pictures_of_its_progress(
    recipe: str, tmp_path: Path
) -> None:
    reports: list[TrainingReport] = []
    path = train(small_job(recipe, tmp_path, watch=reports.append), dict(FACTS))
    facts = read_model(path)
    assert (facts.recipe, facts.steps, facts.data) == (recipe, 4, "drawn")
    assert facts.options == as_values(make_options(recipe, SMALL[recipe]))
    assert facts.quality["copies@1"] >= 0
    spec = spec_of_model("mine", facts)
    backend = LearntBackend.open(spec, "cpu", path)
    vectors = backend.embed_batch(np.stack([scene(i, 16, 16) for i in range(3)]))
    assert vectors.shape == (3, spec.dim)
    assert np.abs(np.linalg.norm(vectors, axis=1) - 1).max() < 1e-5
    assert (tmp_path / "loss.png").read_bytes().startswith(b"\x89PNG")
    assert reports[-1].preview == tmp_path / "preview.png"
    assert (tmp_path / "preview.png").read_bytes().startswith(b"\x89PNG")
    assert (reports[-1].step, reports[-1].share) == (4, 1.0)
    assert reports[-1].losses
    assert reports[-1].checks == facts.quality


@pytest.mark.parametrize("recipe", OWN_RECIPES)
def test_a_training_that_was_stopped_goes_on_to_the_same_weights(
    recipe: str, tmp_path: Path
) -> None:
    class StopAtThird(Control):
        checks = 0

        def check(self) -> None:
            self.checks += 1
            if self.checks == 3:
                self.stop()
            super().check()

    whole = train(small_job(recipe, tmp_path / "whole"), dict(FACTS))
    with pytest.raises(Cancelled):
        train(small_job(recipe, tmp_path / "parts"), dict(FACTS), StopAtThird())
    assert (tmp_path / "parts" / CHECKPOINT_NAME).exists()
    parts = train(small_job(recipe, tmp_path / "parts"), dict(FACTS))
    first, second = read_model(whole), read_model(parts)
    assert first.weights_sha256 == second.weights_sha256
    assert second.steps == 4


def test_contrastive_learns_from_edited_copies_without_labels(tmp_path: Path) -> None:
    bare = replace(drawn(side=24), labels=())
    job = small_job("contrastive", tmp_path, pictures=bare)
    assert job.plan.batch == 128
    facts = read_model(train(job, {**FACTS, "labels": "none"}))
    assert facts.steps == 4


def test_the_small_autoencoder_has_the_weights_of_its_source() -> None:
    module = SmallAutoencoder(AutoencoderOptions())
    assert sum(p.numel() for p in module.parameters()) == 4385
    assert module.encoder(torch.rand(2, 3, 28, 28)).shape == (2, 128)
    assert module(torch.rand(2, 3, 28, 28)).shape == (2, 1, 28, 28)
    assert SmallAutoencoder(AutoencoderOptions(side=32))(torch.rand(1, 3, 32, 32)).shape[2:] == (
        32,
        32,
    )


def test_the_defaults_are_those_of_the_sources() -> None:
    triplet, contrastive = TripletOptions(), ContrastiveOptions()
    assert (triplet.side, triplet.filters, triplet.code_size, triplet.margin) == (32, 32, 1024, 1)
    assert (contrastive.side, contrastive.code_size, contrastive.temperature) == (32, 8, 0.2)
    plan = OWN_RECIPES["contrastive"].plan
    assert (plan.steps, plan.batch, plan.learning_rate) == (20 * 1000, 2 * 10, 1e-4)
    plan = OWN_RECIPES["autoencoder"].plan
    assert (plan.epochs, plan.batch) == (2, 32)


def test_a_pair_is_two_different_pictures_of_one_class_and_all_classes_come_in_turn() -> None:
    classes = np.array([0, 0, 1, 1, 1, 2, 2, 3, 3])
    picker = ClassPicker(classes, torch.Generator().manual_seed(1))
    for _ in range(50):
        first, second = picker.pairs(10)
        assert (classes[first] == classes[second]).all()
        assert (first != second).all()
        counts = np.bincount(classes[first])
        assert (counts.min(), counts.max(), counts.sum()) == (2, 3, 10)
        assert sorted(classes[picker.pairs(4)[0]]) == [0, 1, 2, 3]
        assert len(set(classes[picker.pairs(3)[0]])) == 3
    anchor, positive, negative = picker.triplets(100)
    assert (classes[anchor] == classes[positive]).all()
    assert (anchor != positive).all()
    assert (classes[anchor] != classes[negative]).all()


def test_began_keeps_its_balance_between_0_and_1_and_teaches_each_half_its_own(
    tmp_path: Path,
) -> None:
    job = small_job("began", tmp_path)
    task = OWN_RECIPES["began"].task(job, None)  # type: ignore[arg-type]
    terms = task.losses(8, 0.0)
    assert set(terms) == {"real", "against", "generator"}
    module: Any = task.module
    terms["generator"].backward()
    assert all(p.grad is None for p in module.encoder.parameters())
    assert all(p.grad is not None for p in module.generator.parameters())
    module.zero_grad(set_to_none=True)
    terms["real"].backward()
    assert all(p.grad is None for p in module.generator.parameters())
    assert all(p.grad is not None for p in module.encoder.parameters())
    for _ in range(5):
        task.losses(8, 0.0)
        assert 0 <= task.balance <= 1  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("recipe", "wishes", "words"),
    [
        ("began", {"colour": 1}, "no option 'colour'. There are: side, channels"),
        ("began", {"side": 60}, "multiple of 8, not 60. Such as 64"),
        ("began", {"side": "big"}, "side must be a whole number, not 'big'"),
        ("triplet", {"margin": "nan"}, "margin is from 0 to 4, not nan"),
        ("triplet", {"code_size": 100_000}, "code_size is from 8 to 2048"),
        ("autoencoder", {"loss": "mae"}, "no loss 'mae'"),
        ("autoencoder", {"colours": 2}, "1 or 3 colours"),
    ],
)
def test_options_that_cannot_be_are_named(
    recipe: str, wishes: dict[str, object], words: str
) -> None:
    with pytest.raises(KnownError, match=words):
        make_options(recipe, wishes)


def test_options_are_taken_as_texts() -> None:
    assert make_options("triplet", {"margin": "0.5", "filters": "8"}) == TripletOptions(
        margin=0.5, filters=8
    )


def test_too_few_pictures_are_refused(tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="9 pictures are too few to learn from; 16 are needed"):
        train(small_job("autoencoder", tmp_path, pictures=drawn(9)), dict(FACTS))


def test_a_full_disk_is_said_and_the_last_checkpoint_stays(tmp_path: Path) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("no /dev/full on this system: a full disk is NOT tested here")
    job = small_job("autoencoder", tmp_path)
    train(job, dict(FACTS))
    checkpoint = tmp_path / CHECKPOINT_NAME
    before = checkpoint.read_bytes()
    (tmp_path / f"{CHECKPOINT_NAME}.new").symlink_to(full)
    with pytest.raises(KnownError, match=r"disk is full.*checkpoint\.pt.*goes on from the last"):
        train(small_job("autoencoder", tmp_path, steps=8), dict(FACTS))
    assert checkpoint.read_bytes() == before
    done = train(small_job("autoencoder", tmp_path, steps=8), dict(FACTS))
    assert read_model(done).steps == 8


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB"), "smaller --batch"),
        (RuntimeError("CUDA error: device lost\nmore"), "gave up at step 2: CUDA error: device"),
    ],
)
def test_a_lost_graphics_card_is_said_and_the_last_checkpoint_stays(
    error: Exception, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    train(small_job("autoencoder", tmp_path, steps=2), dict(FACTS))
    before = (tmp_path / CHECKPOINT_NAME).read_bytes()
    job = small_job("autoencoder", tmp_path)
    task = OWN_RECIPES["autoencoder"].task(job, None)  # type: ignore[arg-type]

    def broken(*_: object) -> None:
        raise error

    monkeypatch.setattr(task, "losses", broken)
    trainer = Trainer(task, job.plan, tmp_path, torch.device("cpu"), 1)
    trainer._device = torch.device("cuda")
    monkeypatch.setattr(trainer, "_resume", lambda: setattr(trainer, "step", 2))
    with pytest.raises(KnownError, match=words):
        trainer.run()
    assert (tmp_path / CHECKPOINT_NAME).read_bytes() == before


def test_weights_that_diverged_never_replace_the_last_checkpoint(tmp_path: Path) -> None:
    train(small_job("autoencoder", tmp_path, steps=2), dict(FACTS))
    before = (tmp_path / CHECKPOINT_NAME).read_bytes()
    job = small_job("autoencoder", tmp_path, steps=50)
    wild = replace(job, plan=replace(job.plan, learning_rate=1e30))
    with pytest.raises(KnownError, match=r"diverged at step \d+.*from the checkpoint"):
        train(wild, dict(FACTS))
    assert (tmp_path / CHECKPOINT_NAME).read_bytes() == before
    assert read_model(train(job, dict(FACTS))).steps == 50


@pytest.mark.parametrize("recipe", ["triplet", "contrastive"])
def test_a_check_says_the_loss_of_pictures_held_back(recipe: str, tmp_path: Path) -> None:
    """Else nobody sees that a training learns its few pictures by heart."""
    job = small_job(recipe, tmp_path)
    loss = "triplet" if recipe == "triplet" else "contrast"
    first = read_model(train(job, dict(FACTS))).quality[f"held {loss}"]
    assert 0 < first < 3
    longer = small_job(recipe, tmp_path / "longer", steps=150)
    longer = replace(longer, plan=replace(longer.plan, log_steps=50))
    assert read_model(train(longer, dict(FACTS))).quality[f"held {loss}"] < 0.8 * first


def test_pictures_held_back_are_drawn_alike_at_every_check_and_need_two_of_a_class() -> None:
    held = replace(drawn(7), labels=tuple("aabbbcd"))
    picker = HeldPicker(held, seed=1)
    classes = held.classes
    for first, second in picker.pairs(10):
        assert sorted(classes[first]) == [0] * 5 + [1] * 5
        assert (classes[first] == classes[second]).all()
        assert (first != second).all()
    again = HeldPicker(held, seed=1)
    for once, twice in zip(picker.triplets(20), again.triplets(20), strict=True):
        assert (once == twice).all()
        assert set(once.tolist()) <= {0, 1, 2, 3, 4}
    assert not HeldPicker(replace(held, labels=tuple("aaabcde")), 1)
    assert not HeldPicker(replace(held, labels=()), 1)
    assert not HeldPicker(None, 1)


def test_varied_pictures_are_moved_and_mirrored_and_nothing_else(tmp_path: Path) -> None:
    task = OWN_RECIPES["triplet"].task(small_job("triplet", tmp_path), ALONE)
    assert isinstance(task, OwnTask)
    picture = torch.arange(3 * 16 * 16).float().view(1, 3, 16, 16)
    same = picture.expand(40, -1, -1, -1)
    assert task.varied(same, 0.0) is same
    middle = picture[0, 0, 4:12, 4:12]
    both = [middle.flatten().tolist(), middle.flip(1).flatten().tolist()]
    found = set()
    for varied in task.varied(same, 0.25)[:, 0]:
        windows = varied.unfold(0, 8, 1).unfold(1, 8, 1).reshape(81, 64).tolist()
        assert any(way in windows for way in both), "the middle of the picture is not in it"
        at, way = next((windows.index(way), way is both[1]) for way in both if way in windows)
        found.add((at, way))
    assert len(found) > 20
    assert {way for _, way in found} == {True, False}


@pytest.mark.parametrize("recipe", ["triplet", "contrastive"])
def test_a_recipe_learns_from_varied_pictures_too(recipe: str, tmp_path: Path) -> None:
    plain, varied = small_job(recipe, tmp_path / "plain"), small_job(recipe, tmp_path / "varied")
    varied = replace(varied, options=make_options(recipe, {**SMALL[recipe], "vary": 0.125}))
    made = [read_model(train(job, dict(FACTS))) for job in (plain, varied)]
    assert made[0].weights_sha256 != made[1].weights_sha256
    assert made[1].options["vary"] == 0.125


def test_pairs_of_one_class_are_no_strangers_and_two_classes_are_learnt(tmp_path: Path) -> None:
    pictures = drawn()
    few = pictures.where(np.array([label != "c" for label in pictures.labels]))
    job = small_job("contrastive", tmp_path, steps=400, pictures=few)
    assert job.plan.batch == 20
    job = replace(job, plan=replace(job.plan, log_steps=50))
    task = OWN_RECIPES["contrastive"].task(job, ALONE)
    assert isinstance(task, ContrastiveTask)
    vectors = torch.eye(3)
    alike = task._loss(vectors, vectors, torch.tensor([0, 0, 0]))
    assert float(alike) == 0.0
    alone = task._loss(vectors, vectors, torch.tensor([0, 1, 2]))
    assert float(alone) == pytest.approx(float(task._loss(vectors, vectors, None)))
    assert float(alone) > 0.01
    train(job, dict(FACTS))
    losses = [entry["contrast"] for entry in read_log(tmp_path / "log.jsonl") if "rate" in entry]
    assert losses[-1] < 0.6 * losses[0]
