"""Stand-ins that really do something: a network whose vectors are a few colour averages."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.embedding.backend import BackendSpec
from imgsim_desktop.records import InputShape
from imgsim_desktop.scan import Network

GRID = 4

FAKE_SPEC = BackendSpec(
    id="fake",
    title="Colour averages",
    dim=GRID * GRID * 3,
    input=InputShape(32, "squash"),
    preprocess_version="1",
    licence="MIT",
    summary="For tests.",
    is_bundled=True,
)


class FakeBackend:
    """Average colours of 4 x 4 fields: similar pictures get similar vectors, turned ones do not."""

    def __init__(self, device: str = "cpu", spec: BackendSpec = FAKE_SPEC) -> None:
        self.spec = spec
        self.device = "cpu" if device == "auto" else device
        self.batches: list[int] = []

    def embed_batch(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        self.batches.append(len(pixels))
        side = self.spec.input.size_px
        assert pixels.shape[1:] == (side, side, 3)
        fields = pixels.reshape(len(pixels), GRID, side // GRID, GRID, side // GRID, 3)
        vectors = fields.mean((2, 4)).reshape(len(pixels), -1).astype(np.float32)
        vectors -= vectors.mean(1, keepdims=True) - 1e-3  # never the zero vector
        lengths: NDArray[np.float32] = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / lengths, np.float32)

    def embed_parts(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Each part enlarged to the network's own input and described like a picture."""
        assert self.spec.parts is not None
        side, own = self.spec.parts.input.size_px, self.spec.input.size_px
        assert pixels.shape[1:] == (side, side, 3)
        found = []
        for left, top, right, bottom in self.spec.parts.boxes:
            rows = np.linspace(top * side, bottom * side, own, endpoint=False).astype(int)
            columns = np.linspace(left * side, right * side, own, endpoint=False).astype(int)
            found.append(self.embed_batch(pixels[:, rows][:, :, columns]))
        return np.stack(found, axis=1)


def fake_network(
    open_backend: Callable[[str], FakeBackend] = FakeBackend, spec: BackendSpec = FAKE_SPEC
) -> Network:
    """A network for `scan`, without torch."""
    return Network(spec, open_backend)
