"""torchvision's networks as backends: last layer removed, their own transforms."""

from __future__ import annotations

import pickle
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn
from torchvision import models

from imgsim_desktop.embedding.backend import BackendSpec
from imgsim_desktop.embedding.network import gem
from imgsim_desktop.embedding.runner import Runner, TorchBackend
from imgsim_desktop.errors import Sentence, WeightsMissing

_IMAGENET_MEAN = (0.485, 0.456, 0.406)
_IMAGENET_STD = (0.229, 0.224, 0.225)


@dataclass(frozen=True, slots=True)
class _Recipe:
    """How one network is built and shortened."""

    build: Callable[..., nn.Module]
    shorten: Callable[[nn.Module], nn.Module]
    last: str
    """Name of the layer that is removed; tells the number of classes of foreign weights."""


class _GemFeatures(nn.Module):
    """The convolutions of a network, pooled by the generalised mean instead of the plain one."""

    def __init__(self, features: nn.Module) -> None:
        super().__init__()
        self.features = features

    def forward(self, pixels: Tensor) -> Tensor:
        return gem(self.features(pixels))


def _without(name: str) -> Callable[[nn.Module], nn.Module]:
    """Replace a layer, or the last one of a row of layers, by nothing."""

    def shorten(module: nn.Module) -> nn.Module:
        layer = getattr(module, name)
        if isinstance(layer, nn.Sequential):
            layer[-1] = nn.Identity()
        elif isinstance(getattr(layer, "head", None), nn.Linear):
            layer.head = nn.Identity()
        else:
            setattr(module, name, nn.Identity())
        return module

    return shorten


def _gem_of_features(module: nn.Module) -> nn.Module:
    features = module.features
    assert isinstance(features, nn.Module)
    return _GemFeatures(features)


_RECIPES: dict[str, _Recipe] = {
    "convnext_tiny": _Recipe(models.convnext_tiny, _without("classifier"), "classifier.2"),
    "efficientnet_b0": _Recipe(models.efficientnet_b0, _without("classifier"), "classifier.1"),
    "mobilenet_v2": _Recipe(models.mobilenet_v2, _gem_of_features, "classifier.1"),
    "mobilenet_v3_large": _Recipe(
        models.mobilenet_v3_large, _without("classifier"), "classifier.3"
    ),
    "regnet_y_400mf": _Recipe(models.regnet_y_400mf, _without("fc"), "fc"),
    "resnet50": _Recipe(models.resnet50, _without("fc"), "fc"),
    "vgg19": _Recipe(models.vgg19, _without("classifier"), "classifier.6"),
    "vit_b_16": _Recipe(models.vit_b_16, _without("heads"), "heads.head"),
}


class TorchvisionBackend(TorchBackend):
    """One of torchvision's classifiers without its last layer; see `backend.Backend`."""

    @classmethod
    def open(cls, spec: BackendSpec, device: str, path: Path) -> TorchvisionBackend:
        """Raises WeightsMissing if the file is damaged or of another network."""
        recipe = _RECIPES[spec.id]
        state = read_weights(path)
        classes = _classes(state, recipe, spec, path)
        module = recipe.build(weights=None, num_classes=classes)
        try:
            module.load_state_dict(state)
        except RuntimeError as error:
            raise _other_network(spec, path) from error
        module = recipe.shorten(module)
        prepare = _to_minus_one_to_one if classes == 1001 else _imagenet_colours
        return cls(spec, Runner(module, device, spec.input.size_px, spec.dim, prepare=prepare))


def read_weights(path: Path) -> dict[str, Tensor]:
    """A state dict from a .pth or .safetensors file, as fp32. Never runs code from the file.

    Raises WeightsMissing if the file cannot be read or holds something else.
    """
    try:
        if path.suffix == ".safetensors":
            state: Any = load_file(path)
        else:
            state = torch.load(path, map_location="cpu", weights_only=True)
    except (
        OSError, EOFError, RuntimeError, ValueError, KeyError, SafetensorError, zipfile.BadZipFile,
        pickle.UnpicklingError,
    ) as error:  # fmt: skip
        first = (str(error).splitlines() or [type(error).__name__])[0]
        raise WeightsMissing(
            Sentence("The weights {path} cannot be read: {why}.", path=path, why=first),
            "Download the file again.",
        ) from error
    if isinstance(state, dict) and all(isinstance(value, Tensor) for value in state.values()):
        return {
            name: value.float() if value.is_floating_point() else value
            for name, value in state.items()
        }
    raise WeightsMissing(
        Sentence("{path} holds no weights.", path=path),
        "A file of named tensors (state dict) is needed.",
    )


def _classes(state: dict[str, Tensor], recipe: _Recipe, spec: BackendSpec, path: Path) -> int:
    last = state.get(f"{recipe.last}.bias")
    if last is None:
        raise _other_network(spec, path)
    return len(last)


def _other_network(spec: BackendSpec, path: Path) -> WeightsMissing:
    return WeightsMissing(
        Sentence(
            "The weights {path} belong to another network than {name}.", path=path, name=spec.title
        ),
        "Choose the network they were made for.",
    )


def _imagenet_colours(pixels: Tensor) -> Tensor:
    mean = pixels.new_tensor(_IMAGENET_MEAN)[:, None, None]
    return (pixels - mean) / pixels.new_tensor(_IMAGENET_STD)[:, None, None]


def _to_minus_one_to_one(pixels: Tensor) -> Tensor:
    """Weights with 1001 classes come from TensorFlow: class 0 is background, input is -1 to 1."""
    return pixels * 2 - 1
