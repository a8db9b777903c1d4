"""The built-in network without torch: its graphs in ONNX, run by ONNX Runtime on the processor.

Two small files stand beside the weights, one for whole pictures and one for their parts. They hold
the layers only and read the numbers out of the weights themselves, as ONNX's external data; who
writes them is `packaging/make_graphs.py`. Most layers multiply in 8 bits: the weights are rounded
when a graph is opened. The vectors are those of 32 bits, which a graphics card gives, up to a
cosine of 0.995 for photos and 0.999 for most (RESULTS.md); they share one model key.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.cores import cores
from imgsim_desktop.embedding.backend import BackendSpec, check_pixels, first_line
from imgsim_desktop.embedding.weights import BuiltinFiles, sha256_of
from imgsim_desktop.errors import BackendTrouble, Sentence, WeightsMissing

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

PICTURES, VECTORS = "pictures", "vectors"
"""What goes into a graph, (n, side, side, 3) of 0-255, and what comes out of it: vectors of any
length, (n, dim) or (n, parts, dim)."""
SLICE = 4
"""Pictures a run. As fast a picture as 16, and small slices keep every core busy."""


def graph_files(weights: Path) -> tuple[Path, Path]:
    """Where the graphs of a file of weights lie: for whole pictures, for parts."""
    return weights.with_name(f"{weights.stem}-whole.onnx"), weights.with_name(
        f"{weights.stem}-parts.onnx"
    )


class GraphBackend:
    """The built-in network on the processor; see `backend.Backend`.

    One picture's vector does not depend on those beside it: each is multiplied by itself.
    """

    device = "cpu"
    precision = "int8"

    def __init__(self, spec: BackendSpec, whole: Graph, parts: Graph) -> None:
        self.spec = spec
        self._whole, self._parts = whole, parts

    @classmethod
    def open(
        cls, spec: BackendSpec, files: BuiltinFiles, threads: int | None = None
    ) -> GraphBackend:
        """threads  that work on pictures; None: one for each core this process may use

        Raises WeightsMissing if a graph is absent, damaged or of other weights.
        """
        if spec.parts is None:
            raise ValueError(f"{spec.id} has no parts")
        count = max(1, threads or cores())
        lanes = ThreadPoolExecutor(count, "network") if count > 1 else None
        whole, parts = graph_files(files.path)
        for path in (whole, parts):
            if sha256_of(path) != files.facts.get("graphs", {}).get(path.name):
                raise _not_usable(path, "it has changed")
        return cls(
            spec,
            Graph(whole, spec.input.size_px, (spec.dim,), lanes),
            Graph(parts, spec.parts.input.size_px, (len(spec.parts.boxes), spec.dim), lanes),
        )

    def embed_batch(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        return self._whole.run(pixels)

    def embed_parts(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        return self._parts.run(pixels)


class Graph:
    """One graph, opened when it is needed: a search needs that of whole pictures only.

    side   of its pictures, in pixels
    shape  of what it gives for one picture
    lanes  threads that share a batch; None: it is done in the caller's
    """

    def __init__(
        self, path: Path, side: int, shape: tuple[int, ...], lanes: ThreadPoolExecutor | None
    ) -> None:
        self._path, self._side, self._shape, self._lanes = path, side, shape, lanes
        self._session: InferenceSession | None = None

    def run(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Unit vectors; see `Backend.embed_batch`."""
        check_pixels(pixels, self._side)
        if self._session is None:
            self._session = _opened(self._path)
        slices = [pixels[start : start + SLICE] for start in range(0, len(pixels), SLICE)]
        found = list(map(self._slice, slices) if self._lanes is None else self._lanes.map(
            self._slice, slices
        ))  # fmt: skip
        return np.concatenate([np.empty((0, *self._shape), np.float32), *found])

    def _slice(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        from onnxruntime.capi import onnxruntime_pybind11_state as trouble

        assert self._session is not None
        try:
            found = self._session.run([VECTORS], {PICTURES: np.ascontiguousarray(pixels)})
        except (MemoryError, trouble.RuntimeException, trouble.Fail) as error:
            raise BackendTrouble(f"cpu: {first_line(error)}") from error
        return unit_vectors(found[0])


def unit_vectors(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Brought to length 1 along the last axis; one of zeros, which points nowhere, to equal parts.

    Scaled first: the square of a very small number is none.
    """
    largest = np.abs(vectors).max(-1, keepdims=True)
    scaled = np.where(largest > 0, vectors / np.maximum(largest, 1e-37), np.float32(1))
    result: NDArray[np.float32] = scaled / np.sqrt((scaled * scaled).sum(-1, keepdims=True))
    return result


def _opened(path: Path) -> InferenceSession:
    import onnxruntime

    onnxruntime.disable_telemetry_events()  # builds for Windows tell the system of each session
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # slices stand side by side instead; none waits for another
    options.inter_op_num_threads = 1
    options.log_severity_level = 3  # errors only: they are raised, too
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except _refusals() as error:
        raise _not_usable(path, first_line(error)) from error


def _refusals() -> tuple[type[Exception], ...]:
    """What the runtime raises for a file it cannot open; its classes have no common base."""
    from onnxruntime.capi import onnxruntime_pybind11_state as raised

    return (
        raised.Fail, raised.InvalidArgument, raised.InvalidGraph, raised.InvalidProtobuf,
        raised.NoSuchFile, raised.NotImplemented, raised.RuntimeException,
    )  # fmt: skip


def _not_usable(path: Path, why: str) -> WeightsMissing:
    return WeightsMissing(
        Sentence("The built-in network {path} cannot be used: {why}.", path=path, why=why),
        "Install the program again.",
    )
