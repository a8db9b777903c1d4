"""A head for one library: what it learns, when it is kept, and that it goes on where it stopped."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from imgsim_desktop.control import NULL_CONTROL, Cancelled, Control
from imgsim_desktop.embedding.builtin import load_builtin, probe_pictures
from imgsim_desktop.embedding.learning import features, trial
from imgsim_desktop.embedding.learning.features import FeatureMaker, Sample, burst_pairs, split
from imgsim_desktop.embedding.learning.head import HeadData, HeadTask, tuned
from imgsim_desktop.embedding.learnt import LearntBackend, model_bytes
from imgsim_desktop.embedding.model_store import export_model, import_model, rename_model
from imgsim_desktop.embedding.models import ModelFacts, spec_of_model
from imgsim_desktop.embedding.registry import open_backend
from imgsim_desktop.embedding.tuned import TunedNet, Tuning
from imgsim_desktop.embedding.weights import builtin_files
from imgsim_desktop.errors import KnownError
from imgsim_desktop.library.libraries import LibraryList
from imgsim_desktop.library.paths import Home
from imgsim_desktop.reading.decode import decode_thumbnail, encode_jpeg
from imgsim_desktop.reading.read import read_from_thumbnail
from imgsim_desktop.scan import named_network, scan
from imgsim_desktop.scan.learn import Lesson
from imgsim_desktop.scan.tune import gather_samples, tune
from tests.fakes import FakeBackend
from tests.pictures import save_photo, scene

Floats = NDArray[np.float32]
MINUTE_NS = 60 * 10**9


def unit(vectors: Floats) -> Floats:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def material(seed: int = 1, photos: int = 400, dim: int = 32, rounds: int = 6) -> HeadData:
    """Photos that all share eight strong directions which edits change and which mean nothing."""
    rng = np.random.default_rng(seed)

    def described(rows: NDArray[np.int64]) -> Floats:
        noise = np.concatenate(
            (rng.normal(0, 1.6, (len(rows), 8)), rng.normal(0, 0.25, (len(rows), dim - 8))), 1
        )
        return unit((seen[rows] + noise).astype(np.float32))

    seen = rng.normal(0, 1, (photos, dim)).astype(np.float32)
    seen[:, :8] *= 0.2
    every = np.arange(photos)
    held, learnt = every[: photos // 4], every[photos // 4 :]
    owners = np.tile(held, 5)
    return HeadData(
        library=described(every),
        learnt=learnt,
        views=np.stack([described(learnt) for _ in range(rounds)]),
        second=np.tile(learnt, (rounds, 1)),
        copies=described(owners),
        questions=trial.Questions(
            owners, np.zeros((len(owners), photos), bool), np.empty((0, 2), np.int64)
        ),
    )


def task_for(known: HeadData) -> HeadTask:
    blank = np.zeros((8, 8, 3), np.uint8)
    return HeadTask(known, [blank] * 6, lambda _row: blank, torch.device("cpu"), seed=1)


def learn(task: HeadTask, steps: int = 80) -> Tuning:
    optimiser = torch.optim.Adam(task.module.parameters(), lr=3e-3)
    for _ in range(steps):
        torch.stack(list(task.losses(128, 0.5).values())).sum().backward()
        optimiser.step()
        optimiser.zero_grad()
    return task.module


# what decides


def test_a_head_that_learnt_what_edits_change_is_better() -> None:
    task = task_for(material())
    verdict = task.verdict(learn(task))
    assert verdict.is_better
    assert verdict.precision.low > 0
    assert verdict.recall.new > verdict.recall.old + 0.05
    assert verdict.sentence.startswith("Better on held-out copies: ")


def test_equal_vectors_are_not_better_and_the_reason_is_said() -> None:
    task = task_for(material())
    answers = task.answers(None)
    verdict = trial.compare(answers, answers, material().questions)
    assert not verdict.is_better
    assert verdict.precision.low == verdict.precision.high == 0
    assert "could be chance" in verdict.sentence
    assert "the built-in network stays" in verdict.sentence


def test_a_gain_that_brings_neighbouring_shots_nearer_is_refused() -> None:
    known = material()
    pairs = np.column_stack([np.arange(0, 90, 2), np.arange(1, 90, 2)])
    questions = trial.Questions(known.questions.owners, known.questions.unclear, pairs)
    old = trial.answer(known.copies, known.library, questions)
    task = task_for(known)
    module = learn(task)
    copies, library = tuned(module, known.copies), tuned(module, known.library)
    new = trial.answer(copies, library, questions)
    assert trial.compare(old, new, questions).is_better
    nearer = trial.Answers(new.own, new.strangers, np.full(len(pairs), 0.99, np.float32))
    verdict = trial.compare(old, nearer, questions)
    assert not verdict.is_better
    assert "neighbouring shots come nearer" in verdict.sentence


def test_fewer_copies_found_first_is_refused_whatever_else_rises() -> None:
    own = np.full(40, 0.8, np.float32)
    strangers = np.full((40, 1), 0.79, np.float32)
    questions = trial.Questions(np.arange(40), np.zeros((40, 41), bool), np.empty((0, 2), np.int64))
    none = np.empty(0, np.float32)
    old = trial.Answers(own, strangers, none)
    worse = trial.Answers(
        np.where(np.arange(40) < 4, 0.5, 0.99).astype(np.float32), strangers, none
    )
    verdict = trial.compare(old, worse, questions)
    assert not verdict.is_better
    assert "fewer copies are found first" in verdict.sentence


def test_copies_the_library_already_has_count_neither_way() -> None:
    library = unit(np.eye(4, dtype=np.float32))
    library = np.concatenate((library, library[:1]))
    unclear = np.zeros((1, 5), bool)
    unclear[0, 4] = True
    none = np.empty((0, 2), np.int64)
    plain = trial.Questions(np.array([0]), np.zeros((1, 5), bool), none)
    answers = trial.answer(library[:1], library, plain)
    assert answers.strangers[0, 0] == pytest.approx(1)
    answers = trial.answer(library[:1], library, trial.Questions(np.array([0]), unclear, none))
    assert answers.strangers[0, 0] == pytest.approx(0)


# what is learnt from


def sample(number: int, taken_ns: int | None = None) -> Sample:
    return Sample(str(number), encode_jpeg(scene(number, 64, 48)), taken_ns)


def test_shots_of_one_minute_are_neighbours() -> None:
    times = [0, 5 * MINUTE_NS, 5 * MINUTE_NS + 10**9, None, 9 * MINUTE_NS]
    samples = [sample(number, taken) for number, taken in enumerate(times)]
    assert burst_pairs(samples).tolist() == [[1, 2]]


def test_a_burst_is_never_on_both_sides() -> None:
    samples = [sample(number, (number // 5) * 10 * MINUTE_NS + number) for number in range(60)]
    held, learnt = split(samples, seed=3)
    assert len(held) + len(learnt) == 60
    assert 0 < len(held) <= 12
    assert not {row // 5 for row in held.tolist()} & {row // 5 for row in learnt.tolist()}


def maker(folder: Path, backend: FakeBackend, seed: int = 1, limit_s: float = 0.0) -> FeatureMaker:
    samples = [sample(number) for number in range(40)]
    return FeatureMaker(
        samples, backend, read_from_thumbnail, decode_thumbnail, folder, seed, limit_s
    )


def test_what_was_described_is_kept_and_not_described_again(tmp_path: Path) -> None:
    first = FakeBackend()
    known = maker(tmp_path, first).describe(NULL_CONTROL)
    assert len(known.views) == features.LEAST_ROUNDS
    assert len(known.copies) == features.LEAST_COPIES * 8
    assert first.batches
    again = FakeBackend()
    same = maker(tmp_path, again).describe(NULL_CONTROL)
    assert not again.batches
    assert np.array_equal(same.views, known.views)
    assert np.array_equal(same.questions.unclear, known.questions.unclear)
    other = FakeBackend()
    maker(tmp_path, other, seed=2).describe(NULL_CONTROL)
    assert other.batches


def test_a_stop_keeps_what_is_done(tmp_path: Path) -> None:
    class StopsLater(Control):
        def check(self) -> None:
            if self.progress.stage == "views":
                self.stop()
            super().check()

    with pytest.raises(Cancelled):
        maker(tmp_path, FakeBackend()).describe(StopsLater())
    rest = FakeBackend()
    maker(tmp_path, rest).describe(NULL_CONTROL)
    assert sum(rest.batches) == 32 * (features.LEAST_ROUNDS - 1)  # one round of views was done


def test_a_head_of_other_photos_is_not_gone_on_with(photos_folder: Path, tmp_path: Path) -> None:
    for number in range(66):
        save_photo(photos_folder / f"{number:02}.jpg", number, width=64, height=48)
    lesson = Lesson("head", (photos_folder,), tmp_path / "out", minutes=0.01, steps=3)
    tune(lesson, Home(tmp_path / "home"))
    save_photo(photos_folder / "new.jpg", 99, width=64, height=48)
    seen: list[int] = []
    result = tune(lesson, Home(tmp_path / "home"), watch=lambda report: seen.append(report.step))
    assert seen[-1] == 3  # it learnt anew
    assert (tmp_path / "out" / "checkpoint.old").exists()
    verdict = tmp_path / "out" / "verdict.txt"
    assert result.model is not None or verdict.read_text("utf-8").strip() == result.sentence


# the model


def facts(**changes: object) -> ModelFacts:
    values: dict[str, object] = {
        "recipe": "head", "options": {}, "trained_on": "2026-11-21", "data": "photos",
        "pictures": 100, "labels": "none", "steps": 1, "views": 2, "minutes": 0.1, "seed": 1,
    }  # fmt: skip
    return ModelFacts(**{**values, **changes})  # type: ignore[arg-type]


def test_a_tuned_network_is_a_network_like_any_other(tmp_path: Path) -> None:
    tuning = Tuning(256)
    with torch.no_grad():
        tuning.turn += 0.02 * torch.randn((256, 256), generator=torch.Generator().manual_seed(1))
        tuning.centre += 0.01
    net = TunedNet(load_builtin(builtin_files().path)[0], tuning)
    path = tmp_path / "mine.safetensors"
    path.write_bytes(model_bytes(net, facts()))
    known = import_model(path, tmp_path / "weights")
    assert known.facts is not None
    backend = open_backend("mine", "cpu", weights_dir=tmp_path / "weights")
    assert isinstance(backend, LearntBackend)
    pictures = probe_pictures(5, 128)
    wanted = tuned(tuning, open_backend("builtin", "cpu").embed_batch(pictures))
    assert (backend.embed_batch(pictures) * wanted).sum(1).min() > 0.995
    assert backend.spec.model_key != spec_of_model("mine", facts()).model_key
    exported = export_model(tmp_path / "weights", "mine", tmp_path / "out.safetensors")
    assert exported.read_bytes() == path.read_bytes()


def test_a_model_is_renamed_but_never_over_another_one(tmp_path: Path) -> None:
    net = TunedNet(load_builtin(builtin_files().path)[0])
    for name in ("one", "two"):
        (tmp_path / f"{name}.safetensors").write_bytes(model_bytes(net, facts()))
    assert rename_model(tmp_path, "one", "three").name == "three"
    with pytest.raises(KnownError, match="another network named two"):
        rename_model(tmp_path, "three", "two")
    with pytest.raises(KnownError, match="another network named builtin"):
        rename_model(tmp_path, "three", "builtin")
    with pytest.raises(KnownError, match="can be no name"):
        rename_model(tmp_path, "three", "../two")
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "three.safetensors", "two.safetensors",
    ]  # fmt: skip


# from photos to the verdict


def test_too_few_photos_are_a_sentence(photos_folder: Path, tmp_path: Path) -> None:
    for number in range(5):
        save_photo(photos_folder / f"{number}.jpg", number)
    (photos_folder / "letter.jpg").write_bytes(b"no picture")
    lesson = Lesson("head", (photos_folder,), tmp_path / "out")
    said: list[str] = []
    with pytest.raises(KnownError, match="5 photos are too few"):
        tune(lesson, Home(tmp_path / "home"), say=said.append)
    assert "letter.jpg is left out" in said[0]


def test_a_scanned_library_is_learnt_from_its_thumbnails(
    photos_folder: Path, tmp_path: Path
) -> None:
    home = Home(tmp_path / "home")
    for number in range(70):
        save_photo(photos_folder / f"{number:02}.jpg", number)
    library = LibraryList(home).open_for([photos_folder])
    scan(library, home, named_network("builtin", home), device="cpu")
    for path in photos_folder.iterdir():
        path.write_bytes(b"gone")
    lesson = Lesson("head", (photos_folder,), tmp_path / "out", limit=66)
    samples = gather_samples(lesson, home, 1000, NULL_CONTROL, lambda _: None)
    assert len(samples) == 66
    assert decode_thumbnail(samples[0].jpeg).shape[2] == 3


def test_a_head_is_learnt_and_judged_from_a_folder(photos_folder: Path, tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    for number in range(66):
        save_photo(photos_folder / f"{number:02}.jpg", number)
    lesson = Lesson("head", (photos_folder,), tmp_path / "out", minutes=0.01, steps=4)
    shares: list[float] = []
    result = tune(lesson, home, watch=lambda report: shares.append(report.share))
    assert shares[-1] == 1
    assert (tmp_path / "out" / "preview.png").exists()
    assert "edited copies found first" in result.sentence
    assert (result.model is not None) == result.sentence.startswith("Better")
