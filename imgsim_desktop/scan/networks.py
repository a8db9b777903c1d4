"""The networks there are, as the doors see them; importing this does not import torch."""

from imgsim_desktop.embedding.backend import Backend, BackendSpec
from imgsim_desktop.embedding.registry import (
    BACKENDS,
    all_backends,
    download_weights,
    engine_of,
    import_torch,
    is_ready,
    list_devices,
    may_have_accelerator,
    open_backend,
    rate_of,
    spec_of,
)
from imgsim_desktop.embedding.weights import builtin_files, sha256_of

__all__ = [
    "BACKENDS",
    "Backend",
    "BackendSpec",
    "all_backends",
    "builtin_files",
    "download_weights",
    "engine_of",
    "import_torch",
    "is_ready",
    "list_devices",
    "may_have_accelerator",
    "open_backend",
    "rate_of",
    "sha256_of",
    "spec_of",
]
