"""Which networks there are, and how one is opened. Importing this does not import torch.

Nor does opening the built-in network on the processor: see `graphs`.
"""

from __future__ import annotations

import os
import platform
import sys
import time
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

import numpy as np

from imgsim_desktop.control import NULL_CONTROL, Control
from imgsim_desktop.embedding import weights
from imgsim_desktop.embedding.backend import BUILTIN_PARTS, Backend, BackendSpec, Download
from imgsim_desktop.embedding.models import list_models, model_path, read_model, spec_of_model
from imgsim_desktop.errors import KnownError, Sentence, WeightsMissing, translatable
from imgsim_desktop.records import InputShape

_HUB = "https://download.pytorch.org/models/"
_TORCHVISION = translatable(
    "Weights: published by torchvision (BSD-3-Clause library), trained on ImageNet, whose "
    "pictures are for research; the weights themselves carry no licence."
)
_RATE_BATCH = 32
"""Pictures at a time when the rate is measured: as a scan describes them."""
BUILTIN_VERSION = "3"
"""Raised with every new file of built-in weights."""


def _torchvision(
    name: str,
    title: str,
    dim: int,
    resize_px: int,
    enum: str,
    file: str,
    megabytes: float,
    use: str,
) -> BackendSpec:
    digits = file.removesuffix(".pth").rsplit("-", 1)[-1]
    return BackendSpec(
        id=name,
        title=title,
        dim=dim,
        input=InputShape(224, "centre", resize_px),
        preprocess_version=f"{digits}-1",
        licence=_TORCHVISION,
        summary=use,
        download=Download(_HUB + file, digits, round(megabytes * 2**20), enum),
    )


BACKENDS: dict[str, BackendSpec] = {
    spec.id: spec
    for spec in (
        BackendSpec(
            id="builtin",
            title=translatable("Built-in"),
            dim=256,
            input=InputShape(128, "squash"),
            preprocess_version=BUILTIN_VERSION,
            licence=translatable(
                "MIT; trained by this project on freely licensed pictures, credited in README"
            ),
            summary=translatable(
                "Small and fast, needs no download; trained to recognise edited copies."
            ),
            is_bundled=True,
            parts=BUILTIN_PARTS,
        ),
        _torchvision(
            "convnext_tiny", "ConvNeXt Tiny", 768, 236, "ConvNeXt_Tiny_Weights.IMAGENET1K_V1",
            "convnext_tiny-983f1562.pth", 109.119,
            translatable("Good at what a picture shows; slow."),
        ),
        _torchvision(
            "efficientnet_b0", "EfficientNet-B0", 1280, 256,
            "EfficientNet_B0_Weights.IMAGENET1K_V1", "efficientnet_b0_rwightman-7f5810bc.pth",
            20.451, translatable("A small classifier."),
        ),
        BackendSpec(
            id="mobilenet_v2",
            title=translatable("MobileNetV2, GeM-pooled"),
            dim=1280,
            input=InputShape(160, "squash"),
            preprocess_version="7ebf99e0-gem-1",
            licence=_TORCHVISION,
            summary=translatable("The yardstick the built-in network is measured against."),
            download=Download(
                f"{_HUB}mobilenet_v2-7ebf99e0.pth", "7ebf99e0", round(13.598 * 2**20),
                "MobileNet_V2_Weights.IMAGENET1K_V2",
            ),
        ),
        _torchvision(
            "mobilenet_v3_large", "MobileNetV3 Large", 1280, 232,
            "MobileNet_V3_Large_Weights.IMAGENET1K_V2", "mobilenet_v3_large-5c1a4163.pth", 21.107,
            "A small classifier.",
        ),
        _torchvision(
            "regnet_y_400mf", "RegNetY 400MF", 440, 232, "RegNet_Y_400MF_Weights.IMAGENET1K_V2",
            "regnet_y_400mf-e6988f5f.pth", 16.806,
            translatable("A small classifier, quick on processors."),
        ),
        _torchvision(
            "resnet50", "ResNet50", 2048, 232, "ResNet50_Weights.IMAGENET1K_V2",
            "resnet50-11ad3fa6.pth", 97.79,
            translatable("The classic; slow without a graphics card."),
        ),
        _torchvision(
            "vgg19", "VGG19", 4096, 256, "VGG19_Weights.IMAGENET1K_V1", "vgg19-dcbb9e9d.pth",
            548.051, translatable("An old, very large classifier."),
        ),
        _torchvision(
            "vit_b_16", "ViT-B/16", 768, 256, "ViT_B_16_Weights.IMAGENET1K_V1",
            "vit_b_16-c867db91.pth", 330.285,
            translatable("A large transformer; wants a graphics card."),
        ),
    )
}  # fmt: skip
"""Every network by its name. A new one is one entry here and its loading code."""


def all_backends(weights_dir: Path | None) -> dict[str, BackendSpec]:
    """BACKENDS, and then the models in the folder that were trained here or imported.

    A model that cannot be used is left out; `models.list_models` says why.
    """
    trained = {
        model.name: spec_of_model(model.name, model.facts)
        for model in list_models(weights_dir)
        if model.facts is not None and model.name not in BACKENDS
    }
    return {**BACKENDS, **trained}


def spec_of(
    backend_id: str, weights_file: Path | None = None, weights_dir: Path | None = None
) -> BackendSpec:
    """Facts of one network; with weights of its own it has a model key of its own.

    weights_dir  where trained models lie

    Raises KnownError naming those there are, WeightsMissing for a file that cannot be read.
    """
    spec = BACKENDS.get(backend_id) or _spec_of_trained(backend_id, weights_dir)
    if spec is None:
        known = ", ".join(sorted(all_backends(weights_dir)))
        raise KnownError(
            Sentence("There is no network named {backend_id!r}.", backend_id=backend_id),
            Sentence("There are: {names}.", names=known),
        )
    if weights_file is None:
        return spec
    if spec.recipe:
        raise KnownError(
            Sentence(
                "The model {backend_id} has its own weights and takes no others.",
                backend_id=backend_id,
            ),
            "Bring a file in with `imgsim models --import FILE`.",
        )
    digest = weights.sha256_of(weights_file)[:8]
    return replace(spec, preprocess_version=f"{spec.preprocess_version}-{digest}")


def open_backend(
    backend_id: str,
    device: str = "auto",
    weights_file: Path | None = None,
    weights_dir: Path | None = None,
    threads: int | None = None,
) -> Backend:
    """Load a network; where torch is needed, it takes seconds the first time to import it.

    device        "auto" takes CUDA, then MPS, then the processor
    weights_file  weights from this file instead of the bundled or downloaded ones; vectors then
                  get a model key of their own
    weights_dir   where downloads and trained models lie; see `download_weights`
    threads       of the network; torch's are those of the whole process. None leaves its choice

    Raises WeightsMissing if there are none, they are damaged or of another architecture, and
    KnownError for an unknown network, a device this machine does not have, or torch where it is
    needed and not installed.
    """
    spec = spec_of(backend_id, weights_file, weights_dir)
    path = weights_file
    if spec.recipe and weights_dir is not None:
        path = model_path(weights_dir, backend_id)
    elif path is None and not spec.is_bundled:
        path = weights.find_download(spec, weights_dir)
    chosen = _choose_device(device)
    if spec.id == "builtin" and path is None and chosen == "cpu":
        from imgsim_desktop.embedding.graphs import GraphBackend

        return GraphBackend.open(spec, weights.builtin_files(), threads)
    import_torch(threads)
    if spec.id == "builtin":
        from imgsim_desktop.embedding.builtin import BuiltinBackend

        return BuiltinBackend.open(spec, chosen, path)
    if path is None:
        raise WeightsMissing(Sentence("No weights for {name}.", name=spec.title))
    if spec.recipe:
        from imgsim_desktop.embedding.learnt import LearntBackend

        return LearntBackend.open(spec, chosen, path)
    from imgsim_desktop.embedding.torchvision_nets import TorchvisionBackend

    return TorchvisionBackend.open(spec, chosen, path)


def download_weights(
    backend_id: str,
    weights_dir: Path,
    agree: weights.Agree,
    control: Control = NULL_CONTROL,
) -> Path:
    """Fetch a network's weights into a folder, if they are not there yet.

    `agree` is asked first, with the spec (its licence and size); a no raises WeightsMissing. The
    progress goes to `control` in bytes; a download that is cut off goes on where it stopped.
    """
    return weights.download(spec_of(backend_id), weights_dir, agree, control)


def is_ready(backend_id: str, weights_dir: Path | None) -> bool:
    """Whether the network can be opened without a download. Looks for the file, not into it."""
    spec = spec_of(backend_id, weights_dir=weights_dir)
    if spec.is_bundled or spec.download is None:
        return True
    return weights_dir is not None and (weights_dir / spec.download.file_name).is_file()


def _spec_of_trained(name: str, weights_dir: Path | None) -> BackendSpec | None:
    """None if there is no such file; raises WeightsMissing if there is one, but unusable."""
    if weights_dir is None:
        return None
    try:
        path = model_path(weights_dir, name)
    except KnownError:  # can be no name: then it is none of ours
        return None
    return spec_of_model(name, read_model(path)) if path.is_file() else None


def list_devices() -> tuple[str, ...]:
    """Devices of this machine, best first; "cpu" is always the last.

    Imports torch only where the system knows of a device that torch could use.
    """
    if not may_have_accelerator() or find_spec("torch") is None:
        return ("cpu",)
    torch = import_torch(None)
    devices = []
    if torch.cuda.is_available():
        devices.append("cuda")
    if torch.backends.mps.is_available():
        devices.append("mps")
    return (*devices, "cpu")


def may_have_accelerator() -> bool:
    """Whether the system has the driver of a graphics card, or is Apple silicon. Takes 1 ms."""
    if sys.platform == "darwin":
        return platform.machine() == "arm64"
    if sys.platform == "win32":
        return (Path(os.environ.get("SYSTEMROOT", r"C:\Windows")) / "System32/nvcuda.dll").is_file()
    # NVIDIA's driver, its form inside WSL, and AMD's
    return any(map(os.path.exists, ("/dev/nvidiactl", "/dev/dxg", "/dev/kfd")))


def engine_of(backend: Backend) -> str:
    """What multiplies for it, by the name people know."""
    from imgsim_desktop.embedding.graphs import GraphBackend

    return "ONNX Runtime" if isinstance(backend, GraphBackend) else "torch"


def rate_of(backend: Backend, seconds: float = 1.0) -> float:
    """Photos a second it describes now, parts included where it looks at them.

    seconds  it takes, about; the first batch, which warms up, is not counted
    """
    side, parts = backend.spec.input.size_px, backend.spec.parts
    pictures = np.zeros((_RATE_BATCH, side, side, 3), np.uint8)
    larger = None
    if parts is not None:
        larger = np.zeros((_RATE_BATCH, parts.input.size_px, parts.input.size_px, 3), np.uint8)

    def describe() -> None:
        backend.embed_batch(pictures)
        if larger is not None:
            backend.embed_parts(larger)

    describe()
    done, began = 0, time.perf_counter()
    while not done or time.perf_counter() - began < seconds:
        describe()
        done += _RATE_BATCH
    return done / (time.perf_counter() - began)


def import_torch(threads: int | None) -> ModuleType:
    """torch, told before its first import to let idle threads sleep.

    Spinning ones fight the decoders for the cores: with two other busy processes, two threads ran
    at 13 pictures/s where one made 40 (METHODS.md, 3.1). Raises KnownError if it is not installed.
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    os.environ.setdefault("KMP_BLOCKTIME", "0")
    try:
        import torch
    except ImportError as error:
        raise KnownError(
            Sentence("This needs torch, which cannot be loaded: {why}.", why=error),
            "Install it with `pip install torch torchvision`. The built-in network needs neither "
            "to find similar photos on the processor.",
        ) from error

    if threads is not None:
        torch.set_num_threads(max(1, threads))
    return torch


def _choose_device(wish: str) -> str:
    if wish == "cpu":
        return wish
    devices = list_devices()
    if wish == "auto":
        return devices[0]
    if wish not in devices:
        import_torch(None)  # where it is absent, that is what must be said
        raise KnownError(
            Sentence("This machine has no device {wish!r}.", wish=wish),
            Sentence("There are: {names}.", names=", ".join(devices)),
        )
    return wish
