"""The network we ship: loaded from the bundled weights, run in the way that is fastest here."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from torch import nn

from imgsim_desktop.embedding.backend import BackendSpec
from imgsim_desktop.embedding.network import CopyNet, NetShape
from imgsim_desktop.embedding.parts import PartsNet
from imgsim_desktop.embedding.runner import Runner, TorchBackend
from imgsim_desktop.embedding.tuned import TunedNet
from imgsim_desktop.embedding.weights import builtin_files
from imgsim_desktop.errors import Sentence, WeightsMissing

_MIN_AGREEMENT = 0.999
"""Cosine between bf16 and fp32 vectors of the golden pictures below which bf16 is not used."""
_MIN_GAIN = 1.2
_PROBE_SECONDS = 0.3


class BuiltinBackend(TorchBackend):
    """The bundled network on one device; see `backend.Backend`."""

    def __init__(self, spec: BackendSpec, runner: Runner, facts: dict[str, str]) -> None:
        super().__init__(spec, runner, parts_runner(spec, runner))
        self.facts = facts

    @classmethod
    def open(
        cls, spec: BackendSpec, device: str, path: Path | None, precision: str = "auto"
    ) -> BuiltinBackend:
        """precision "fp32", "bf16", or "auto": what a self-test of a second finds best."""
        if path is None:
            files = builtin_files()
            path = files.path
        weights = path
        facts = load_builtin(weights)[1]

        def load(*, bf16: bool) -> nn.Module:
            module, _ = load_builtin(weights)
            if bf16:
                for part in (module.stem, module.stages, module.head):
                    part.to(torch.bfloat16)
            return module

        runner = faster_runner(load, spec, device, precision)
        return cls(spec, runner, facts)


def load_builtin(path: Path) -> tuple[CopyNet, dict[str, str]]:
    """Network ready for inference, and the notes in the file (architecture, date, ...).

    Raises WeightsMissing if the file is damaged or was made for another architecture.
    """
    hint = Sentence("Install the program again, or train anew with `imgsim train`.")
    module = CopyNet(NetShape()).fold()
    try:
        with safe_open(path, framework="pt") as file:
            notes: dict[str, str] = file.metadata() or {}
            state: dict[str, Any] = {name: file.get_tensor(name).float() for name in file.keys()}  # noqa: SIM118
    except (SafetensorError, OSError, ValueError) as error:
        raise WeightsMissing(
            Sentence("The weights {path} are damaged: {why}.", path=path, why=error), hint
        ) from error
    found = notes.get("architecture", "unknown")
    if found != module.shape.name:
        raise WeightsMissing(
            Sentence(
                "The weights {path} belong to another architecture: {found}, not {name}.",
                path=path,
                found=found,
                name=module.shape.name,
            ),
            hint,
        )
    try:
        module.load_state_dict(state)
    except RuntimeError as error:
        raise WeightsMissing(
            Sentence("The weights {path} do not fit the network.", path=path), hint
        ) from error
    return module, notes


def has_native_bf16() -> bool:
    """Whether this processor multiplies bf16 itself; emulated it is slower than fp32."""
    asked = ("_is_avx512_bf16_supported", "_is_amx_tile_supported")
    return any(bool(getattr(torch.cpu, name)()) for name in asked if hasattr(torch.cpu, name))


def probe_pictures(count: int, side: int) -> NDArray[np.uint8]:
    """Drawn pictures, the same everywhere: shapes, ramps, grain. (count, side, side, 3)"""
    rng = np.random.default_rng(20)
    y, x = np.mgrid[0:side, 0:side].astype(np.float32) / side
    pictures = np.empty((count, side, side, 3), np.uint8)
    for i in range(count):
        a, b, c, d = rng.uniform(2, 30, 4)
        waves = np.stack(
            (np.sin(a * x + b * y), np.cos(b * x * y * 3 + c), np.sin(d * (x - y))), -1
        )
        disc = ((x - rng.random()) ** 2 + (y - rng.random()) ** 2 < rng.uniform(0.01, 0.2))[
            ..., None
        ]
        canvas = np.where(disc, rng.uniform(0, 255, 3), 127 + 110 * waves)
        pictures[i] = np.clip(canvas + rng.normal(0, 6, canvas.shape), 0, 255).astype(np.uint8)
    return pictures


class Loader(Protocol):
    """Loads a network, in bf16 where that is asked for."""

    def __call__(self, *, bf16: bool) -> nn.Module: ...


def faster_runner(load: Loader, spec: BackendSpec, device: str, precision: str = "auto") -> Runner:
    """The network in fp32 or bf16: what a self-test of a second finds best, or what was asked."""
    runner = Runner(load(bf16=False), device, spec.input.size_px, spec.dim)
    if precision == "bf16" or (precision == "auto" and device == "cpu"):
        fast = Runner(load(bf16=True), "cpu", spec.input.size_px, spec.dim, precision="bf16")
        if precision == "bf16" or (has_native_bf16() and _is_better(fast, runner)):
            return fast
    return runner


def parts_runner(spec: BackendSpec, whole: Runner) -> Runner | None:
    """What describes parts with the network that describes wholes; None if the spec has none."""
    if spec.parts is None:
        return None
    module: nn.Module = whole.module
    then: nn.Module | None = None
    if isinstance(module, TunedNet):
        then = module.tuning
        module = module.net
    if not isinstance(module, CopyNet):
        raise TypeError(f"{type(module).__name__} has no map to cut parts out of")
    boxes = spec.parts.boxes
    return Runner(
        PartsNet(module, boxes, then), whole.device, spec.parts.input.size_px, spec.dim,
        precision=whole.precision, parts=len(boxes),
    )  # fmt: skip


def _is_better(fast: Runner, plain: Runner) -> bool:
    """Faster here, and the same vectors; takes about a second."""
    pictures = probe_pictures(fast.batch, fast.side)
    agreement = (fast.run(pictures) * plain.run(pictures)).sum(1).min()
    if agreement < _MIN_AGREEMENT:
        return False
    return _rate(fast, pictures) > _MIN_GAIN * _rate(plain, pictures)


def _rate(runner: Runner, pictures: NDArray[np.uint8]) -> float:
    """Best of a few runs, in batches a second: others may be busy, and only delay."""
    best, until = float("inf"), time.perf_counter() + _PROBE_SECONDS
    while time.perf_counter() < until:
        started = time.perf_counter()
        runner.run(pictures)
        best = min(best, time.perf_counter() - started)
    return 1 / best


def folded_state(module: nn.Module) -> dict[str, torch.Tensor]:
    """fp16 tensors of a folded network, to be written to a safetensors file."""
    return {
        name: tensor.detach().to("cpu", torch.float16).contiguous()
        for name, tensor in module.state_dict().items()
    }
