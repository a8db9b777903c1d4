"""ImgSim Desktop: find similar photos and near-duplicates on your own computer.

For Python: `import imgsim_desktop as imgsim`, then `imgsim.scan(...)`; docs/api.md. Nothing is
loaded before it is asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from imgsim_desktop.api import (
        PhotoLibrary as Library,
    )
    from imgsim_desktop.api import (
        PhotoPair,
        Scanned,
        SimilarPhoto,
        pairs,
        scan,
        similar,
    )
    from imgsim_desktop.errors import KnownError

__version__ = "0.2.0"

__all__ = [
    "KnownError",
    "Library",
    "PhotoPair",
    "Scanned",
    "SimilarPhoto",
    "pairs",
    "scan",
    "similar",
]
"""What is stable; see docs/api.md."""

_API = {
    "Library": "PhotoLibrary",
    "PhotoPair": "PhotoPair",
    "Scanned": "Scanned",
    "SimilarPhoto": "SimilarPhoto",
    "pairs": "pairs",
    "similar": "similar",
}


def __getattr__(name: str) -> object:
    if name == "scan":  # the package of the pipe, which is a function, too
        return import_module("imgsim_desktop.scan")
    if name == "KnownError":
        found: object = import_module("imgsim_desktop.errors").KnownError
    elif name in _API:
        found = getattr(import_module("imgsim_desktop.api"), _API[name])
    else:
        raise AttributeError(f"module {__name__} has no {name}")
    globals()[name] = found
    return found
