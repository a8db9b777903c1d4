"""What every network promises, and what the built-in one says for given pictures."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from PIL import Image
from safetensors.torch import load_file, save_file

from imgsim_desktop.embedding import runner as runner_module
from imgsim_desktop.embedding import weights
from imgsim_desktop.embedding.builtin import BuiltinBackend, load_builtin, probe_pictures
from imgsim_desktop.embedding.registry import BACKENDS, list_devices, open_backend, spec_of
from imgsim_desktop.embedding.runner import Runner, TorchBackend
from imgsim_desktop.errors import BackendTrouble, KnownError, WeightsMissing
from imgsim_desktop.resources import resource

SIDE = BACKENDS["builtin"].input.size_px


@pytest.fixture(scope="module")
def plain() -> BuiltinBackend:
    return BuiltinBackend.open(BACKENDS["builtin"], "cpu", None, precision="fp32")


@pytest.fixture(scope="module")
def fast() -> BuiltinBackend:
    return BuiltinBackend.open(BACKENDS["builtin"], "cpu", None, precision="bf16")


@pytest.fixture(scope="module")
def golden() -> dict[str, NDArray[np.generic]]:
    with np.load(resource("weights/builtin-golden.npz")) as file:
        return dict(file)


def test_names_and_model_keys_are_unique_and_safe_as_file_names() -> None:
    keys = [spec.model_key for spec in BACKENDS.values()]
    assert len(set(keys)) == len(keys)
    assert all(key.replace("-", "").replace("_", "").isalnum() for key in keys)
    assert all(name == spec.id for name, spec in BACKENDS.items())


def test_the_golden_vectors_are_met(
    plain: BuiltinBackend, golden: dict[str, NDArray[np.generic]]
) -> None:
    vectors = plain.embed_batch(golden["pixels"].astype(np.uint8))
    assert np.abs(vectors - golden["vectors"]).max() < 1e-4


def test_bf16_says_the_same_as_fp32(
    fast: BuiltinBackend, golden: dict[str, NDArray[np.generic]]
) -> None:
    vectors = fast.embed_batch(golden["pixels"].astype(np.uint8))
    assert (vectors * golden["vectors"]).sum(1).min() > 0.999


@pytest.mark.parametrize("precision", ["plain", "fast"])
def test_equal_pictures_get_equal_vectors_whatever_the_batch(
    precision: str, request: pytest.FixtureRequest
) -> None:
    backend: BuiltinBackend = request.getfixturevalue(precision)
    pictures = probe_pictures(21, SIDE)
    together = backend.embed_batch(pictures)
    assert np.array_equal(backend.embed_batch(pictures[::-1])[::-1], together)
    alone = np.concatenate([backend.embed_batch(pictures[row : row + 1]) for row in (0, 7, 20)])
    assert np.array_equal(alone, together[[0, 7, 20]])
    assert np.abs(np.linalg.norm(together, axis=1) - 1).max() < 1e-5


def test_slices_side_by_side_leave_torch_its_threads() -> None:
    before = torch.get_num_threads()
    torch.set_num_threads(4)
    try:
        backend = BuiltinBackend.open(BACKENDS["builtin"], "cpu", None, precision="fp32")
        pictures = probe_pictures(40, SIDE)
        together = backend.embed_batch(pictures)
        seen: list[int] = []
        later = threading.Thread(target=lambda: seen.append(torch.get_num_threads()))
        later.start()
        later.join()
        assert torch.get_num_threads() == 4
        assert seen == [4]
        alone = np.concatenate([backend.embed_batch(pictures[row : row + 1]) for row in (0, 39)])
        assert np.array_equal(alone, together[[0, 39]])
    finally:
        torch.set_num_threads(before)


class Counting(torch.nn.Module):
    """Notes how many pictures each pass had, and by how many threads it was done."""

    def __init__(self) -> None:
        super().__init__()
        self.passes: list[tuple[int, int]] = []

    def forward(self, floats: torch.Tensor) -> torch.Tensor:
        self.passes.append((len(floats), torch.get_num_threads()))
        return floats.mean((2, 3))


@pytest.mark.parametrize("count", [1, 4, 9, 16])
def test_the_processor_works_on_small_slices_each_in_one_thread(count: int) -> None:
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        counting = Counting()
        Runner(counting, "cpu", SIDE, 3).run(probe_pictures(count, SIDE))
        assert counting.passes == [(4, 1)] * -(-count // 4)
    finally:
        torch.set_num_threads(before)


def test_no_pictures_give_no_vectors(plain: BuiltinBackend) -> None:
    assert plain.embed_batch(np.empty((0, SIDE, SIDE, 3), np.uint8)).shape == (0, 256)


def test_pictures_of_another_size_are_refused(plain: BuiltinBackend) -> None:
    with pytest.raises(ValueError, match="pixels of shape"):
        plain.embed_batch(np.zeros((1, 64, 64, 3), np.uint8))


def test_blank_grey_and_noisy_pictures_get_sound_vectors(plain: BuiltinBackend) -> None:
    rng = np.random.default_rng(0)
    blank = [np.full((SIDE, SIDE, 3), value, np.uint8) for value in (0, 128, 255)]
    grey = np.repeat(rng.integers(0, 256, (SIDE, SIDE, 1), np.uint8), 3, axis=2)
    stripe = np.zeros((SIDE, SIDE, 3), np.uint8)
    stripe[:, :1] = 255  # what is left of a picture of 20,000 x 1 pixels
    vectors = plain.embed_batch(np.stack([*blank, grey, stripe]))
    assert np.isfinite(vectors).all()
    assert np.abs(np.linalg.norm(vectors, axis=1) - 1).max() < 1e-5


def test_views_that_are_not_contiguous_are_read_right(plain: BuiltinBackend) -> None:
    picture = probe_pictures(1, SIDE)
    turned = np.rot90(picture, 1, axes=(1, 2))
    assert np.array_equal(
        plain.embed_batch(turned), plain.embed_batch(np.ascontiguousarray(turned))
    )


def test_the_file_is_small_and_its_facts_are_true(plain: BuiltinBackend) -> None:
    files = weights.builtin_files()
    assert files.path.stat().st_size <= 6_000_000
    assert files.facts["architecture"] == plain.facts["architecture"]
    assert (files.facts["size_px"], files.facts["dim"]) == (SIDE, BACKENDS["builtin"].dim)


def test_weights_that_are_not_there_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Path:
        raise FileNotFoundError(f"{name} is nowhere")

    monkeypatch.setattr(weights, "resource", missing)
    with pytest.raises(WeightsMissing, match=r"not installed.*nowhere"):
        weights.builtin_files()


def test_damaged_bundled_weights_are_found_by_their_checksum(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("builtin.safetensors", "builtin.json"):
        shutil.copy(resource(f"weights/{name}"), tmp_path)
    with (tmp_path / "builtin.safetensors").open("r+b") as file:
        file.seek(100_000)
        file.write(b"\x55")
    monkeypatch.setattr(weights, "resource", lambda name: tmp_path / Path(name).name)
    with pytest.raises(WeightsMissing, match="damaged"):
        weights.builtin_files()


def test_half_a_file_is_damaged(tmp_path: Path) -> None:
    half = tmp_path / "half.safetensors"
    half.write_bytes(resource("weights/builtin.safetensors").read_bytes()[:50_000])
    with pytest.raises(WeightsMissing, match="damaged"):
        load_builtin(half)


def test_weights_of_another_architecture_are_named(tmp_path: Path) -> None:
    other = tmp_path / "other.safetensors"
    state = load_file(resource("weights/builtin.safetensors"))
    save_file(state, other, {"architecture": "copynet-larger"})
    with pytest.raises(WeightsMissing, match="another architecture: copynet-larger"):
        open_backend("builtin", "cpu", weights_file=other)


def test_weights_from_a_file_get_a_model_key_of_their_own(tmp_path: Path) -> None:
    copy = Path(shutil.copy(resource("weights/builtin.safetensors"), tmp_path / "mine.safetensors"))
    backend = open_backend("builtin", "cpu", weights_file=copy)
    assert backend.spec.model_key != BACKENDS["builtin"].model_key
    assert backend.device == "cpu"


def test_a_device_that_is_not_there_is_named() -> None:
    assert list_devices()[-1] == "cpu"
    with pytest.raises(KnownError, match="no device 'abacus'"):
        open_backend("builtin", "abacus")


def test_an_unknown_network_is_named_with_those_there_are() -> None:
    with pytest.raises(KnownError, match=r"'nope'.*builtin, convnext_tiny"):
        spec_of("nope")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB"), "out of memory"),
        (RuntimeError("CUDA error: device lost\nmore"), "device lost"),
    ],
)
def test_trouble_of_the_device_is_told_as_such(
    error: Exception, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken(torch.nn.Module):
        def forward(self, _: torch.Tensor) -> torch.Tensor:
            raise error

    broken = Runner(Broken(), "cpu", 8, 4)
    broken.device = "cuda"
    monkeypatch.setattr(runner_module.torch.Tensor, "to", lambda self, *_: self)
    with pytest.raises(BackendTrouble, match=words):
        broken.run(np.zeros((1, 8, 8, 3), np.uint8))


def test_a_card_short_of_memory_gets_half_the_pictures_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Small(torch.nn.Module):
        asked: ClassVar[list[int]] = []

        def forward(self, pixels: torch.Tensor) -> torch.Tensor:
            self.asked.append(len(pixels))
            if len(pixels) > 4:
                raise torch.OutOfMemoryError("CUDA out of memory")
            return pixels.mean((2, 3))

    module = Small()
    runner = Runner(module, "cpu", 8, 3)
    runner.device, runner.batch = "cuda", 16
    monkeypatch.setattr(runner_module.torch.Tensor, "to", lambda self, *_: self)
    pixels = np.random.default_rng(0).integers(1, 256, (7, 8, 8, 3), np.uint8)
    vectors = runner.run(pixels)
    assert module.asked == [16, 8, 4, 4]
    wanted = pixels.astype(np.float32).mean((1, 2))
    wanted /= np.linalg.norm(wanted, axis=1, keepdims=True)
    assert np.abs(vectors - wanted).max() < 1e-5


def larger(pictures: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    return np.stack(
        [
            np.asarray(Image.fromarray(p).resize((side, side), Image.Resampling.BICUBIC))
            for p in pictures
        ]
    )


@pytest.mark.parametrize("precision", ["plain", "fast"])
def test_equal_pictures_get_equal_vectors_of_parts_whatever_the_batch(
    precision: str, request: pytest.FixtureRequest
) -> None:
    backend: BuiltinBackend = request.getfixturevalue(precision)
    assert backend.spec.parts is not None
    pictures = probe_pictures(18, backend.spec.parts.input.size_px)
    together = backend.embed_parts(pictures)
    assert together.shape == (18, len(backend.spec.parts.boxes), backend.spec.dim)
    assert np.abs(np.linalg.norm(together, axis=2) - 1).max() < 1e-5
    alone = np.concatenate([backend.embed_parts(pictures[row : row + 1]) for row in (0, 17)])
    assert np.array_equal(alone, together[[0, 17]])
    assert backend.embed_parts(pictures[:0]).shape == (0, *together.shape[1:])


def test_a_part_resembles_the_crop_it_stands_for(plain: BuiltinBackend) -> None:
    """More than it does any crop of another picture, and more than the whole does."""
    parts = plain.spec.parts
    assert parts is not None
    full = probe_pictures(12, 384)
    described = plain.embed_parts(larger(full, parts.input.size_px))
    wholes = plain.embed_batch(larger(full, SIDE))
    for number, (left, top, right, bottom) in enumerate(parts.boxes):
        rows = slice(int(top * 384), int(bottom * 384))
        columns = slice(int(left * 384), int(right * 384))
        crops = plain.embed_batch(larger(full[:, rows, columns], SIDE))
        similarity = described[:, number] @ crops.T
        assert (similarity.argmax(1) == np.arange(12)).sum() >= 10  # two are stripes all over
        assert np.diag(similarity).mean() > (wholes * crops).sum(1).mean()


def test_a_network_without_parts_says_so() -> None:
    class Same(torch.nn.Module):
        def forward(self, pixels: torch.Tensor) -> torch.Tensor:
            return pixels.mean((2, 3))

    backend = TorchBackend(BACKENDS["resnet50"], Runner(Same(), "cpu", 8, 3))
    with pytest.raises(ValueError, match="no parts"):
        backend.embed_parts(np.zeros((1, 8, 8, 3), np.uint8))
