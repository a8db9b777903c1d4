"""The evaluation: true numbers for known cases, and every edit really is one."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from imgsim_desktop.embedding.backend import BackendSpec, PartsShape
from imgsim_desktop.embedding.learning import scores
from imgsim_desktop.embedding.learning.edits.edit import make_copy
from imgsim_desktop.embedding.learning.edits.table import COMBINED, EDITS
from imgsim_desktop.embedding.learning.evaluate import EvaluationSet, evaluate
from imgsim_desktop.embedding.learning.plots import plot_evaluation, plot_log
from imgsim_desktop.records import InputShape, Pixels
from tests.pictures import scene


class ColourBackend:
    """Describes a picture by the colours of its quarters: copies are near, turned ones are not."""

    device = "cpu"
    boxes = ((0, 0, 1, 0.5), (0, 0.5, 1, 1), (0.25, 0.25, 0.75, 0.75))
    spec = BackendSpec(
        "colours", "Colours", 27, InputShape(24), "1", "none", "for tests",
        parts=PartsShape(InputShape(96), boxes),
    )  # fmt: skip

    def embed_batch(self, pixels: np.ndarray) -> np.ndarray:
        cells = pixels.reshape(len(pixels), 3, 8, 3, 8, 3).mean((2, 4)).reshape(len(pixels), -1)
        cells = cells - 110
        return (cells / np.linalg.norm(cells, axis=1, keepdims=True)).astype(np.float32)

    def embed_parts(self, pixels: np.ndarray) -> np.ndarray:
        found = []
        for left, top, right, bottom in self.boxes:
            rows, columns = (
                np.linspace(start * 96, stop * 96, 24, endpoint=False).astype(int)
                for start, stop in ((top, bottom), (left, right))
            )
            found.append(self.embed_batch(pixels[:, rows][:, :, columns]))
        return np.stack(found, axis=1)


def load(jpeg: bytes, shape: InputShape) -> Pixels:
    pixels = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR_RGB)
    side = (shape.size_px, shape.size_px)
    return np.asarray(cv2.resize(pixels, side, interpolation=cv2.INTER_AREA), np.uint8)


@pytest.mark.parametrize("name", EDITS)
@pytest.mark.parametrize("size", [(200, 150), (90, 161), (144, 144)])
def test_every_edit_makes_another_picture_of_any_shape(name: str, size: tuple[int, int]) -> None:
    photo, other = scene(1, *size), scene(2, 170, 120)
    kept = photo.copy()
    copy = make_copy(EDITS[name], photo, other, np.random.default_rng(0))
    assert np.array_equal(photo, kept)
    seen = load(copy, InputShape(64))
    plain = np.asarray(cv2.resize(photo, (64, 64), interpolation=cv2.INTER_AREA))
    difference = np.abs(seen.astype(int) - plain).mean()
    if name in ("same picture, quality 95", "half size", "double size", "stretched", "crop square"):
        return  # seen by a network they are nearly, or for a square photo exactly, the same
    assert difference > 0.4


def test_copies_are_the_same_every_time() -> None:
    photo, other = scene(1), scene(2)
    copies = [
        make_copy(EDITS["five edits"], photo, other, np.random.default_rng(3)) for _ in range(2)
    ]
    assert copies[0] == copies[1]


def test_combined_edits_exist() -> None:
    assert all(EDITS[name].change is not None for name in COMBINED)


def test_the_evaluation_tells_copies_from_others(tmp_path: Path) -> None:
    photos = [scene(seed, 120, 90) for seed in range(30)]
    material = EvaluationSet(
        originals=photos[:6],
        distractors=iter(photos[6:]),
        background=[scene(seed, 120, 90) for seed in range(100, 110)],
        bursts=photos[:3],
        classes=[("a", photos[0]), ("b", photos[1]), ("a", photos[0]), ("b", photos[1])] * 3,
    )
    result = evaluate([ColourBackend()], material, load)
    facts = result["backends"]["colours"]
    assert (result["originals"], result["distractors"]) == (6, 24)
    assert set(facts["kinds"]) == set(EDITS)
    assert facts["kinds"]["same picture, quality 95"]["recall@1"] == 1.0
    turned = facts["kinds"]["turn 90"]
    assert turned["asked 8 ways"]["recall@1"] == 1.0 > turned["recall@1"]
    stacked, crop = facts["kinds"]["stacked"], facts["kinds"]["crop 25 % centre"]
    assert stacked["as scanned"]["recall@1"] == 1.0 > stacked["recall@1"]
    assert crop["as scanned"]["recall@1"] == 1.0
    assert facts["all as scanned"]["recall@1"] >= facts["all"]["recall@1"]
    assert facts["class precision@5"] == 1.0
    assert facts["micro_ap"] > 0.5
    assert 0 < facts["recall_before_first_false"] <= facts["recall_at_1e-6"]
    assert facts["similarity"]["copies"]["0.5"] > facts["similarity"]["nearest stranger"]["0.5"]
    assert 0 <= facts["copies_below_bursts"] <= 1
    assert facts["micro_ap_bursts"] > 0.9
    json.dumps(result)
    plot_evaluation(result, tmp_path / "plot.png")
    assert (tmp_path / "plot.png").read_bytes().startswith(b"\x89PNG")


def test_ranks_count_nearer_pictures() -> None:
    gallery = np.eye(3, dtype=np.float32)
    queries = np.array([[1, 0.1, 0], [0.9, 0.2, 0]], np.float32)
    assert scores.ranks_of_own(queries, gallery, np.array([0, 1])).tolist() == [0, 1]


def test_average_precision_of_known_orders() -> None:
    values = np.array([0.9, 0.8, 0.7], np.float32)
    assert scores.micro_ap(values, np.array([True, True, False]), 2) == 1.0
    assert scores.micro_ap(values, np.array([False, True, False]), 1) == 0.5
    assert scores.micro_ap(values, np.array([True, False, False]), 2) == 0.5


def test_the_threshold_lets_through_the_rate_asked_for() -> None:
    false = np.linspace(0, 1, 1001, dtype=np.float32)
    threshold = scores.threshold_at(false, 1001, 0.01)
    assert (false > threshold).sum() == 10
    assert scores.threshold_at(false, 1001, 0.0) == 1.0  # the first false pair itself


def test_matches_come_nearest_first() -> None:
    gallery = np.array([[1, 0], [0, 1], [0.8, 0.6]], np.float32)
    rows, values = scores.top_matches(np.array([[1, 0]], np.float32), gallery, 5)
    assert rows.tolist() == [[0, 2, 1]]
    assert values[0] == pytest.approx([1, 0.8, 0])


def test_a_log_that_was_cut_off_is_still_plotted(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    log.write_text('{"step": 1, "loss": 2.0}\n{"step": 2, "loss": 1.0}\n{"ste', "utf-8")
    plot_log(log, tmp_path / "loss.png")
    assert (tmp_path / "loss.png").read_bytes().startswith(b"\x89PNG")
