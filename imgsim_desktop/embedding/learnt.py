"""Models trained on one's own photos as backends."""

from __future__ import annotations

import hashlib
import struct
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save
from torch import nn

from imgsim_desktop.embedding.backend import BackendSpec
from imgsim_desktop.embedding.builtin import faster_runner, parts_runner
from imgsim_desktop.embedding.encoders import build_encoder
from imgsim_desktop.embedding.models import ModelFacts, check_model, header_of
from imgsim_desktop.embedding.options import HeadOptions
from imgsim_desktop.embedding.runner import Runner, TorchBackend
from imgsim_desktop.embedding.tuned import TunedNet
from imgsim_desktop.errors import Sentence, WeightsMissing


class LearntBackend(TorchBackend):
    """A trained encoder on one device; see `backend.Backend`."""

    @classmethod
    def open(cls, spec: BackendSpec, device: str, path: Path) -> LearntBackend:
        """Raises WeightsMissing if the file is damaged or no model of this program."""
        facts = check_model(path)

        def load(*, bf16: bool) -> nn.Module:
            module = load_encoder(path, facts)
            if bf16 and isinstance(module, TunedNet):
                module.use_bf16()
            return module

        if facts.recipe == HeadOptions.recipe:  # the others are too small to gain by it
            runner = faster_runner(load, spec, device)
            return cls(spec, runner, parts_runner(spec, runner))
        return cls(spec, Runner(load(bf16=False), device, spec.input.size_px, spec.dim))


def load_encoder(path: Path, facts: ModelFacts) -> nn.Module:
    """The encoder in a model's file, fp32. Raises WeightsMissing if the weights do not fit.

    Built without memory of its own and given the tensors of the file: a file that lies about its
    size cannot make us allocate more than it holds.
    """
    with torch.device("meta"):
        module = build_encoder(facts.made_options)
    try:
        state: dict[str, Any] = {name: value.float() for name, value in load_file(path).items()}
        module.load_state_dict(state, assign=True)
    except (SafetensorError, OSError, ValueError, RuntimeError) as error:
        raise WeightsMissing(
            Sentence(
                "The weights in {path} do not fit the {recipe} network they are said to be of.",
                path=path,
                recipe=facts.recipe,
            ),
            "Export the model again, or train it again.",
        ) from error
    return module


def model_bytes(encoder: nn.Module, facts: ModelFacts) -> bytes:
    """The file of a model: fp16 weights, and the facts with their checksum in the header."""
    state = {
        name: tensor.detach().to("cpu", torch.float16).contiguous()
        for name, tensor in encoder.state_dict().items()
    }
    plain = save(state)
    start = 8 + struct.unpack("<Q", plain[:8])[0]
    digest = hashlib.sha256(plain[start:]).hexdigest()
    return bytes(save(state, header_of(replace(facts, weights_sha256=digest))))
