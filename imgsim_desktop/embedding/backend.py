"""What a backend is: frozen facts about a network, and the one thing it does. No torch here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.records import InputShape


@dataclass(frozen=True, slots=True)
class Download:
    """A file of weights somebody else offers."""

    url: str
    sha256_start: str
    """First hexadecimal digits of the file's SHA-256, as torchvision puts them into the name."""
    size_bytes: int
    """As far as known; shown before the download and used to check the space on the disk."""
    enum: str
    """torchvision's name of these weights."""

    @property
    def file_name(self) -> str:
        return self.url.rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True)
class PartsShape:
    """Parts of a picture that get vectors of their own, beside that of the whole."""

    input: InputShape
    """What the network sees of the whole picture; larger, so that half of it is large enough."""
    boxes: tuple[tuple[float, float, float, float], ...]
    """left, top, right, bottom of each part, as shares of the picture."""


BUILTIN_PARTS = PartsShape(
    InputShape(192, "squash"),
    ((0, 0, 1, 0.5), (0, 0.5, 1, 1), (0, 0, 0.5, 1), (0.5, 0, 1, 1), (0.25, 0.25, 0.75, 0.75)),
)
"""Upper, lower, left and right half and the middle; measured in tests/benchmarks/RESULTS.md."""


@dataclass(frozen=True, slots=True)
class BackendSpec:
    """Everything about a network that can be known without loading it."""

    id: str
    title: str
    dim: int
    input: InputShape
    preprocess_version: str
    """Changes with the weights or with what is done to pictures: old vectors are void then."""
    licence: str
    """Shown before a download."""
    summary: str
    """What it is good for, in a sentence."""
    download: Download | None = None
    """None: the weights come with the program, or with `--weights`."""
    is_bundled: bool = False
    parts: PartsShape | None = None
    """None: the network is asked about whole pictures only."""
    recipe: str = ""
    """How it was trained here; empty for networks that come from elsewhere."""

    @property
    def parts_input(self) -> InputShape | None:
        return None if self.parts is None else self.parts.input

    @property
    def model_key(self) -> str:
        """Names vectors, index files and pairs of this network."""
        return f"{self.id}-{self.preprocess_version}"


class Backend(Protocol):
    """A loaded network. Used from one thread at a time."""

    @property
    def spec(self) -> BackendSpec: ...

    @property
    def device(self) -> str:
        """Where it runs: "cpu", "cuda" or "mps"."""
        ...

    def embed_batch(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Describe each picture by a unit vector; row i belongs to picture i.

        pixels   (n, size, size, 3) RGB, upright, 0-255; n may be 0
        returns  (n, dim), L2 norm 1 +- 1e-5; equal pictures give equal rows, whatever the batch

        Raises BackendTrouble if the device gives up; the batch may be tried again, smaller.
        """
        ...

    def embed_parts(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Describe the parts of each picture; only for networks whose spec has parts.

        pixels   (n, size, size, 3) as `spec.parts.input` says
        returns  (n, parts, dim), each of norm 1, to be compared with vectors of whole pictures

        Else as `embed_batch`.
        """
        ...


def check_pixels(pixels: NDArray[np.uint8], side: int) -> None:
    """Raise ValueError unless these are pictures of that side, (n, side, side, 3)."""
    if pixels.ndim != 4 or pixels.shape[1:] != (side, side, 3):
        raise ValueError(f"pixels of shape {pixels.shape}, not (n, {side}, {side}, 3)")


def first_line(error: BaseException) -> str:
    """What a runtime says went wrong, without its trace; the error's name where it says nothing."""
    return (str(error).splitlines() or [type(error).__name__])[0]
