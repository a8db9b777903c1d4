"""Learning: views keep their shape, training goes on where it stopped, and it learns something."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from imgsim_desktop.control import Cancelled, Control
from imgsim_desktop.embedding.learning import losses, recipes
from imgsim_desktop.embedding.learning.augment import ViewMaker
from imgsim_desktop.embedding.learning.copies import CopyOptions, CopyTask
from imgsim_desktop.embedding.learning.datasets import PictureSet, shrink
from imgsim_desktop.embedding.learning.plan import Schedule
from imgsim_desktop.embedding.learning.recipes import RECIPES, TrainingJob, ask_teacher, train
from imgsim_desktop.embedding.learning.start import turn_towards, unfold
from imgsim_desktop.embedding.learning.strengths import MEDIUM, MIXED, STRONG, WEAK, Strength
from imgsim_desktop.embedding.learning.teacher import half_whitening
from imgsim_desktop.embedding.learning.trainer import (
    CHECKPOINT_NAME,
    LOG_NAME,
    Trainer,
    load_checkpoint,
)
from imgsim_desktop.embedding.learning.whiten import half_whiten
from imgsim_desktop.embedding.network import CopyNet, NetShape
from imgsim_desktop.embedding.registry import open_backend
from imgsim_desktop.embedding.weights import builtin_files
from imgsim_desktop.errors import KnownError
from tests.pictures import scene

CPU = torch.device("cpu")
TINY = NetShape(
    stem=8, widths=(8, 16, 16, 16), blocks=(0, 1, 0, 0), inner=(8, 8, 8, 8), head=16, dim=32
)
NOTHING = Strength(**dict.fromkeys(Strength.__dataclass_fields__, 0.0) | {"smallest_area": 1.0})


def pictures(count: int, first: int = 0, side: int = 48) -> PictureSet:
    pixels = np.stack([scene(first + i, side, side) for i in range(count)])
    names = tuple(str(first + i) for i in range(count))
    return PictureSet(pixels, np.full(count, 1.5, np.float32), names)


def views(seed: int = 1, side: int = 48, count: int = 40) -> ViewMaker:
    known = pictures(count)
    random = torch.Generator().manual_seed(seed)
    return ViewMaker(torch.from_numpy(known.pixels), torch.from_numpy(known.aspect), side, random)


def task(count: int = 96, seed: int = 1) -> CopyTask:
    return CopyTask(
        pictures(count), None, pictures(48, first=500), CPU, seed, bf16=False, shape=TINY,
        options=CopyOptions(spread=0.5), strength=MEDIUM,
    )  # fmt: skip


PLAN = Schedule(steps=8, batch=16, sides=((1.0, 32),), log_steps=1, checkpoint_minutes=99)


@pytest.mark.parametrize("strength", [STRONG, MEDIUM, WEAK, MIXED], ids=["s", "m", "w", "mixed"])
def test_views_are_pictures(strength: Strength | tuple[tuple[float, Strength], ...]) -> None:
    made = views().make(torch.arange(40), strength)
    assert made.pixels.shape == (40, 3, 48, 48)
    assert torch.isfinite(made.pixels).all()
    assert made.pixels.min() >= 0
    assert made.pixels.max() <= 1
    assert ((made.share > 0) & (made.share <= 1)).all()
    assert (made.second[made.share == 1] == torch.arange(40)[made.share == 1]).all()


def test_every_view_is_another_one_and_the_seed_decides_which() -> None:
    rows = torch.zeros(6, dtype=torch.int64)
    first = views(seed=1).make(rows).pixels
    assert torch.equal(first, views(seed=1).make(rows).pixels)
    assert not torch.equal(first, views(seed=2).make(rows).pixels)
    assert all(not torch.equal(first[0], first[i]) for i in range(1, 6))


def test_a_view_without_edits_is_the_picture() -> None:
    maker = views()
    rows = torch.arange(8)
    plain = maker.make(rows, NOTHING).pixels
    assert (plain - maker.clean(rows)).abs().max() < 0.08
    assert (plain - maker.clean(rows)).abs().mean() < 0.005


@pytest.mark.parametrize(
    "name", sorted(set(Strength.__dataclass_fields__) - {"smallest_area", "largest_tilt_deg"})
)
def test_each_edit_by_itself_changes_the_picture(name: str) -> None:
    one = replace(NOTHING, smallest_area=0.3, largest_tilt_deg=15.0, **{name: 1.0})
    maker = views()
    rows = torch.arange(12)
    assert (maker.make(rows, one).pixels - maker.clean(rows)).abs().mean() > 0.004


def test_of_mixed_strengths_each_view_draws_one() -> None:
    maker = views()
    rows = torch.arange(40)
    mixed = ((0.5, NOTHING), (0.5, replace(NOTHING, tone=1.0, grey=1.0)))
    made = maker.make(rows, mixed).pixels
    is_grey = (made.amax(1) - made.amin(1)).flatten(1).amax(1) < 0.6
    is_plain = (made - maker.clean(rows)).abs().flatten(1).amax(1) < 0.08
    assert 8 < int(is_plain.sum()) < 32
    assert int(is_grey.sum()) > 0


def test_quarter_turns_and_mirrors_are_exact() -> None:
    turned = views().make(
        torch.zeros(30, dtype=torch.int64), replace(NOTHING, turn=1.0, mirror=0.5)
    )
    clean = views().clean(torch.tensor([0]))[0]
    ways = [
        torch.rot90(way, quarters, (1, 2))
        for way in (clean, clean.flip(2))
        for quarters in (1, 2, 3)
    ]
    for view in turned.pixels:
        assert min(float((view - way).abs().max()) for way in ways) < 0.08


def test_a_collage_names_the_other_picture() -> None:
    made = views().make(torch.arange(40), replace(NOTHING, collage=1.0))
    assert (made.share < 1).all()
    assert (made.second != torch.arange(40)).any()


def test_shrinking_keeps_a_flat_colour_and_the_size_asked_for() -> None:
    flat = torch.full((3, 40, 40, 3), 77, dtype=torch.uint8)
    assert torch.equal(shrink(flat, 24), torch.full((3, 24, 24, 3), 77, dtype=torch.uint8))


def test_vectors_that_agree_cost_least() -> None:
    vectors = torch.nn.functional.normalize(torch.randn(8, 16), dim=1)
    own = torch.eye(8)
    others = vectors.roll(1, 0)
    assert losses.bank_loss(vectors, vectors, own, 0.05) < losses.bank_loss(
        others, vectors, own, 0.05
    )
    empty = vectors[:0]
    assert losses.info_nce(vectors, vectors, empty) < losses.info_nce(vectors, others, empty)
    assert losses.triplet(vectors, vectors, others) < losses.triplet(vectors, others, vectors)


def test_copies_among_the_others_do_not_repel() -> None:
    vectors = torch.nn.functional.normalize(torch.randn(4, 16), dim=1)
    is_false = torch.zeros(4, 8, dtype=torch.bool)
    is_false[:, 4:] = True
    with_copies = losses.info_nce(vectors, vectors, vectors, is_false=is_false)
    assert torch.isclose(with_copies, losses.info_nce(vectors, vectors, vectors[:0]))


def test_half_whitening_evens_out_the_directions() -> None:
    rng = np.random.default_rng(0)
    features = (rng.normal(size=(400, 12)) * np.linspace(0.1, 3, 12) + 5).astype(np.float32)
    vectors = half_whitening(features, 8)(features)
    assert vectors.shape == (400, 8)
    assert np.abs(np.linalg.norm(vectors, axis=1) - 1).max() < 1e-5
    spread = vectors.std(0)
    assert spread.max() / spread.min() < 3


def test_training_that_was_stopped_ends_with_the_same_weights(tmp_path: Path) -> None:
    class StopAfter(Control):
        def __init__(self, checks: int) -> None:
            super().__init__()
            self.left = checks

        def check(self) -> None:
            self.left -= 1
            if self.left < 0:
                self.stop()
            super().check()

    whole = Trainer(task(), PLAN, tmp_path / "whole", CPU, 1).run()
    with pytest.raises(Cancelled):
        Trainer(task(), PLAN, tmp_path / "parts", CPU, 1).run(StopAfter(5))
    resumed = Trainer(task(), PLAN, tmp_path / "parts", CPU, 1)
    parts = resumed.run()
    assert resumed.step == PLAN.steps
    for name, value in whole.state_dict().items():
        assert torch.allclose(value.float(), parts.state_dict()[name].float(), atol=1e-5), name


def test_the_log_has_a_line_a_step_and_a_check(tmp_path: Path) -> None:
    Trainer(task(), PLAN, tmp_path, CPU, 1).run()
    lines = [json.loads(line) for line in (tmp_path / LOG_NAME).read_text("utf-8").splitlines()]
    assert [line["step"] for line in lines if "rate" in line] == list(range(1, 9))
    assert set(lines[-1]["check"]) == {"recall@1", "recall@20", "own_cosine"}
    assert all(line["seed"] == 1 for line in lines)


def test_a_damaged_checkpoint_is_named(tmp_path: Path) -> None:
    path = tmp_path / CHECKPOINT_NAME
    path.write_bytes(b"PK\x03\x04 half a file")
    with pytest.raises(KnownError, match=r"checkpoint.*damaged"):
        load_checkpoint(path, CPU)


def test_a_checkpoint_of_another_network_is_named(tmp_path: Path) -> None:
    Trainer(task(), PLAN, tmp_path, CPU, 1).run()
    wider = CopyTask(pictures(96), None, None, CPU, 1, bf16=False, shape=replace(TINY, head=24))
    with pytest.raises(KnownError, match="another network"):
        Trainer(wider, PLAN, tmp_path, CPU, 1).run()


def test_the_learning_rate_rises_and_then_decays_to_nothing() -> None:
    plan = Schedule(minutes=1)
    rates = [plan.rate_at(i / 100) for i in range(101)]
    assert max(rates) == pytest.approx(plan.learning_rate, rel=0.01)
    assert rates[0] < rates[2]
    assert rates[-1] < 0.02 * plan.learning_rate
    assert [plan.side_at(p) for p in (0, 0.5, 0.99, 1)] == [64, 80, 112, 112]


def test_a_few_seconds_of_training_beat_chance(tmp_path: Path) -> None:
    learner = task(count=128)
    before = learner.check(learner.module)
    plan = Schedule(steps=60, batch=32, learning_rate=4e-3, sides=((1.0, 32),), average=0.9)
    after = learner.check(Trainer(learner, plan, tmp_path, CPU, 1).run())
    chance = 1 / 48
    assert after["recall@1"] > 5 * chance
    assert after["recall@1"] > before["recall@1"]


def test_a_recipe_leaves_weights_that_open(tmp_path: Path) -> None:
    plan = replace(RECIPES["builtin"].plan, minutes=0.0, steps=2, batch=8, sides=((1.0, 32),))
    job = TrainingJob("builtin", pictures(64), None, None, tmp_path, plan)
    path = train(job, {"trained_on": "2026-01-01"})
    backend = open_backend("builtin", "cpu", weights_file=path)
    assert backend.embed_batch(np.zeros((1, 128, 128, 3), np.uint8)).shape == (1, 256)
    facts = json.loads((tmp_path / "builtin.json").read_text("utf-8"))
    assert (facts["steps"], facts["trained_on"]) == (2, "2026-01-01")
    assert (tmp_path / "loss.png").read_bytes().startswith(b"\x89PNG")


def test_too_few_pictures_are_refused(tmp_path: Path) -> None:
    job = TrainingJob("builtin", pictures(5), None, None, tmp_path, Schedule(steps=1))
    with pytest.raises(KnownError, match="5 pictures are too few"):
        train(job, {})


def test_a_teacher_needs_more_pictures_than_directions() -> None:
    backend = open_backend("builtin", "cpu")
    with pytest.raises(KnownError, match="more than 256 pictures"):
        ask_teacher(backend, pictures(5))
    vectors = ask_teacher(backend, pictures(40), dim=16)
    assert vectors.shape == (40, 16)


def test_two_trainings_with_one_seed_give_the_same_weights(tmp_path: Path) -> None:
    first = Trainer(task(), PLAN, tmp_path / "first", CPU, 1).run().state_dict()
    second = Trainer(task(), PLAN, tmp_path / "second", CPU, 1).run().state_dict()
    other = Trainer(task(seed=2), PLAN, tmp_path / "other", CPU, 2).run().state_dict()
    for name, value in first.items():
        assert torch.equal(value, second[name]), name
    assert not torch.equal(first["describe.weight"], other["describe.weight"])


def test_two_processes_train_one_network(tmp_path: Path) -> None:
    plan = replace(RECIPES["builtin"].plan, minutes=0.0, steps=2, batch=16, sides=((1.0, 32),))
    job = TrainingJob("builtin", pictures(64), None, None, tmp_path, plan, processes=2)
    assert train(job, {"trained_on": "2026-01-01"}).is_file()
    lines = [json.loads(line) for line in (tmp_path / LOG_NAME).read_text("utf-8").splitlines()]
    assert lines[-1]["step"] == 2
    assert not list(tmp_path.glob("tmp*"))


def test_a_network_that_goes_on_from_weights_starts_as_good_as_they_are() -> None:
    torch.manual_seed(4)
    net = CopyNet(TINY).train()
    pixels = torch.rand(32, 3, 32, 32)
    for _ in range(3):
        net(pixels)
    with torch.no_grad():
        for parameter in net.parameters():
            parameter.add_(0.1 * torch.randn_like(parameter))
    folded = net.eval().fold()
    with torch.inference_mode():
        wanted = folded(pixels)
    module = unfold(folded, pixels)
    with torch.inference_mode():
        assert torch.allclose(module.eval()(pixels), wanted, atol=1e-4)
        assert torch.allclose(module.train()(pixels), wanted, atol=0.02)  # its batch is the sample


def test_a_teacher_is_turned_to_where_the_network_is() -> None:
    rng = np.random.default_rng(5)
    teacher = rng.normal(size=(300, 12)).astype(np.float32)
    teacher /= np.linalg.norm(teacher, axis=1, keepdims=True)
    turn, _ = np.linalg.qr(rng.normal(size=(12, 12)))
    rows = np.arange(0, 300, 2)
    turned = turn_towards(teacher, (teacher[rows] @ turn).astype(np.float32), rows)
    assert np.abs(turned - teacher @ turn).max() < 1e-4
    assert np.abs(turned @ turned.T - teacher @ teacher.T).max() < 1e-4


def test_training_goes_on_from_exported_weights(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # 64 drawn pictures are no measure for the directions of 256 numbers
    monkeypatch.setattr(recipes, "half_whiten", lambda *_: None)
    further = RECIPES["builtin"].further
    assert further is not None
    plan = replace(further, minutes=0.0, steps=2, batch=8, sides=((1.0, 32),), learning_rate=1e-5)
    known = pictures(64)
    teacher = np.random.default_rng(1).normal(size=(64, 256)).astype(np.float32)
    teacher /= np.linalg.norm(teacher, axis=1, keepdims=True)
    shipped = builtin_files().path
    job = TrainingJob("builtin", known, None, teacher, tmp_path, plan, start=shipped)
    path = train(job, {"trained_on": "2026-01-01"})
    pixels = np.stack([scene(i, 128, 128) for i in range(6)])
    before = open_backend("builtin", "cpu").embed_batch(pixels)
    after = open_backend("builtin", "cpu", weights_file=path).embed_batch(pixels)
    assert (before * after).sum(1).min() > 0.5  # a network anew agrees by chance only


def test_half_whitening_the_last_layer_centres_its_outputs_and_evens_them_out() -> None:
    torch.manual_seed(6)
    net = CopyNet(TINY).eval()
    known = pictures(80, side=32)
    pixels = torch.from_numpy(known.pixels).permute(0, 3, 1, 2).float() / 255
    with torch.inference_mode():
        before = net.features(pixels).numpy()
    half_whiten(net, known.pixels, side=32)
    with torch.inference_mode():
        after = net.features(pixels).numpy()
    assert np.abs(after.mean(0)).max() < 0.01 * np.abs(after).max()
    spread = [np.linalg.eigvalsh(np.cov(vectors.T))[-20:] for vectors in (before, after)]
    old, new = (values[-1] / values[0] for values in spread)
    assert 0.7 * old**0.5 < new < 1.4 * old**0.5


def test_kept_pictures_come_back_under_their_key_only(tmp_path: Path) -> None:
    known, path = pictures(3), tmp_path / "pictures.npz"
    assert PictureSet.kept(path, "key") is None
    known.keep(path, "key")
    found = PictureSet.kept(path, "key")
    assert found is not None
    assert np.array_equal(found.pixels, known.pixels)
    assert (found.names, found.aspect.tolist()) == (known.names, known.aspect.tolist())
    assert PictureSet.kept(path, "another key") is None
    path.write_bytes(path.read_bytes()[:5000])
    assert PictureSet.kept(path, "key") is None


def test_folding_changes_nothing_but_speed() -> None:
    torch.manual_seed(3)
    net = CopyNet(TINY)
    net.train()
    pixels = torch.rand(8, 3, 32, 32)
    net(pixels)
    net.eval()
    with torch.inference_mode():
        before = net(pixels)
        assert torch.allclose(net.fold()(pixels), before, atol=1e-4)
