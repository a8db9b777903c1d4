"""What vectors know of labels and of turned pictures: true numbers for known cases."""

from __future__ import annotations

import numpy as np
import pytest

from imgsim_desktop.embedding.backend import BackendSpec
from imgsim_desktop.embedding.learning.labels import (
    chance,
    kept_when_turned,
    label_metrics,
    svm_accuracy,
    svm_between,
)
from imgsim_desktop.records import InputShape
from tests.pictures import scene


def two_clouds(count: int, apart: float, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    classes = np.arange(count) % 2
    vectors = rng.normal(size=(count, 8)).astype(np.float32)
    vectors[:, 0] += apart * (2 * classes - 1)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True), classes


class Turning:
    """Describes a picture by its mean colours: whole, or of its upper half."""

    device = "cpu"

    def __init__(self, *, whole: bool) -> None:
        self.spec = BackendSpec("mean", "Mean", 3, InputShape(16), "1", "none", "for tests")
        self._whole = whole

    def embed_batch(self, pixels: np.ndarray) -> np.ndarray:
        seen = pixels if self._whole else pixels[:, :4]
        means = seen.astype(np.float32).mean((1, 2)) - 90
        return (means / np.linalg.norm(means, axis=1, keepdims=True)).astype(np.float32)


def test_clouds_far_apart_are_told_apart_and_mixed_ones_are_not() -> None:
    far = label_metrics(*two_clouds(60, 20.0))
    assert far["class precision@5"] == 1.0
    assert far["linear SVM"] == 1.0
    assert far["class chance"] == pytest.approx(29 / 59, abs=1e-3)
    mixed = label_metrics(*two_clouds(60, 0.0))
    assert abs(mixed["class precision@10"] - 0.5) < 0.15
    assert mixed["linear SVM"] < 0.75


def test_chance_counts_the_others_of_the_class() -> None:
    assert chance(np.array([0, 0, 1, 1])) == pytest.approx(1 / 3)
    assert chance(np.array([0, 0, 0])) == 1.0


def test_the_svm_needs_five_of_each_class() -> None:
    vectors, classes = two_clouds(8, 20.0)
    assert svm_accuracy(vectors, classes) is None
    assert "linear SVM" not in label_metrics(vectors, classes)
    assert svm_between(*two_clouds(40, 20.0), *two_clouds(40, 20.0, seed=2)) == 1.0


def test_what_does_not_see_turns_keeps_all_its_similarity() -> None:
    pictures = np.stack([scene(seed, 16, 16) for seed in range(12)])
    blind, seeing = (kept_when_turned(Turning(whole=whole), pictures) for whole in (True, False))
    assert blind["turned 90"] == blind["mirrored"] == blind["turned @1"] == 1.0
    assert seeing["turned 180"] < 0.9
    assert seeing["turned @1"] < 1.0
    assert blind["another picture"] < 0.9
