"""torchvision's networks: shortened right, fed right, and safe against wrong files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file
from torchvision import models

from imgsim_desktop.embedding.registry import BACKENDS, open_backend
from imgsim_desktop.embedding.torchvision_nets import _RECIPES, read_weights
from imgsim_desktop.errors import WeightsMissing

SMALL = ("mobilenet_v2", "mobilenet_v3_large", "regnet_y_400mf", "efficientnet_b0")


def test_every_torchvision_network_has_a_recipe_and_true_facts() -> None:
    names = set(BACKENDS) - {"builtin"}
    assert set(_RECIPES) == names
    for name in names:
        spec = BACKENDS[name]
        assert spec.download is not None
        enum, entry = spec.download.enum.split(".")
        published = getattr(models, enum)[entry]
        assert published.url == spec.download.url
        assert abs(published.meta["_file_size"] * 2**20 - spec.download.size_bytes) < 2**17
        if name != "mobilenet_v2":  # the yardstick sees the whole picture at 160 px
            own = published.transforms()
            assert [spec.input.size_px] == own.crop_size
            assert [spec.input.resize_px] == own.resize_size


@pytest.mark.parametrize("name", SMALL)
def test_a_shortened_network_gives_vectors_of_the_promised_length(
    name: str, tmp_path: Path
) -> None:
    torch.manual_seed(0)
    whole = getattr(models, name)(weights=None)
    path = tmp_path / "weights.pth"
    torch.save({key: value.half() for key, value in whole.state_dict().items()}, path)
    backend = open_backend(name, "cpu", weights_file=path)
    side = backend.spec.input.size_px
    pixels = np.random.default_rng(0).integers(0, 256, (2, side, side, 3), np.uint8)
    vectors = backend.embed_batch(pixels)
    assert vectors.shape == (2, BACKENDS[name].dim)
    assert np.abs(np.linalg.norm(vectors, axis=1) - 1).max() < 1e-5
    assert np.array_equal(backend.embed_batch(pixels[:1])[0], vectors[0])


def test_the_large_ones_lose_their_last_layer() -> None:
    for name in ("resnet50", "vgg19", "convnext_tiny", "vit_b_16"):
        with torch.device("meta"):
            recipe = _RECIPES[name]
            module = recipe.shorten(recipe.build(weights=None))
            out = module(torch.zeros(1, 3, 224, 224))
        assert out.shape == (1, BACKENDS[name].dim)


def test_weights_of_another_network_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "weights.safetensors"
    state = models.shufflenet_v2_x0_5(weights=None).state_dict()
    save_file({key: value.contiguous() for key, value in state.items()}, path)
    with pytest.raises(WeightsMissing, match="another network than RegNetY"):
        open_backend("regnet_y_400mf", "cpu", weights_file=path)


def test_a_file_that_runs_code_is_refused(tmp_path: Path) -> None:
    class Trap:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return (Path.touch, (str(tmp_path / "touched"),))

    path = tmp_path / "trap.pth"
    torch.save({"weight": Trap()}, path)
    with pytest.raises(WeightsMissing, match="cannot be read"):
        read_weights(path)
    assert not (tmp_path / "touched").exists()


@pytest.mark.parametrize("content", [b"", b"no weights at all", b"PK\x03\x04 cut"])
def test_a_file_that_is_no_weights_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "weights.pth"
    path.write_bytes(content)
    with pytest.raises(WeightsMissing, match="cannot be read"):
        read_weights(path)


def test_a_list_is_no_weights(tmp_path: Path) -> None:
    path = tmp_path / "list.pth"
    torch.save([1, 2, 3], path)
    with pytest.raises(WeightsMissing, match="holds no weights"):
        read_weights(path)


def test_a_path_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(WeightsMissing, match=r"gone.pth cannot be read"):
        open_backend("resnet50", "cpu", weights_file=tmp_path / "gone.pth")
