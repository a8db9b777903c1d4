"""Pictures to vectors, come what may: the network is opened late, and gives way when it must."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.control import NULL_CONTROL, Control
from imgsim_desktop.embedding.backend import Backend, BackendSpec
from imgsim_desktop.embedding.registry import open_backend, spec_of
from imgsim_desktop.errors import BackendTrouble, KnownError, Sentence
from imgsim_desktop.library.paths import Home, find_home
from imgsim_desktop.reading.beside import read_photo
from imgsim_desktop.records import Failure, FoundFile, Reading

BATCH_SIZE = 32
"""Pictures a batch: METHODS.md measured 8-32 as best on processors; a batch is also what is written
in one transaction, about a second's worth on two cores."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Network:
    """A network that can be opened when something must be embedded; naming it costs nothing."""

    spec: BackendSpec
    open: Callable[[str], Backend]
    """device ("auto", "cpu", "cuda", "mps") -> the network on it; takes seconds the first time."""


def named_network(
    backend_id: str, home: Home | None = None, weights_file: Path | None = None
) -> Network:
    """The network of that name in the registry, without loading it.

    home          where downloaded weights lie; None: the usual home
    weights_file  weights instead of the bundled or downloaded ones

    Raises KnownError, naming those there are, for a name that is not in it.
    """
    weights_dir = (home or find_home()).weights
    return Network(
        spec_of(backend_id, weights_file, weights_dir),
        lambda device: open_backend(backend_id, device, weights_file, weights_dir),
    )


class Describer:
    """Embeds batches for one scan: opens the network at the first one, and survives its troubles.

    Lives in the scan thread. `device` is empty until the network is open.
    """

    def __init__(self, network: Network, device: str, notify: Callable[[str], None]) -> None:
        self._network = network
        self._wish = device
        self._notify = notify
        self._backend: Backend | None = None
        self._batch_size = BATCH_SIZE

    @property
    def device(self) -> str:
        return "" if self._backend is None else self._backend.device

    def describe(self, pictures: Sequence[NDArray[np.uint8]]) -> NDArray[np.float32]:
        """One unit vector a picture, in their order.

        pictures  each (size, size, 3) as the network's InputShape says; may be none
        returns   (n, dim)

        Raises KnownError if even the processor gives up on a single picture.
        """
        return self._run(pictures, lambda backend, batch: backend.embed_batch(batch), ())

    def describe_parts(self, pictures: Sequence[NDArray[np.uint8]]) -> NDArray[np.float32] | None:
        """Vectors of the parts of each picture; None for a network that looks at none.

        pictures  each (size, size, 3) as its PartsShape says; may be none
        returns   (n, parts, dim)

        Raises as `describe`.
        """
        parts = self._network.spec.parts
        if parts is None:
            return None
        count = (len(parts.boxes),)
        return self._run(pictures, lambda backend, batch: backend.embed_parts(batch), count)

    def _run(
        self,
        pictures: Sequence[NDArray[np.uint8]],
        embed: Callable[[Backend, NDArray[np.uint8]], NDArray[np.float32]],
        more: tuple[int, ...],
    ) -> NDArray[np.float32]:
        """(n, *more, dim), whatever the backend's trouble."""
        vectors: list[NDArray[np.float32]] = []
        start = 0
        while start < len(pictures):
            backend = self._open()
            batch = np.stack(pictures[start : start + self._batch_size])
            try:
                vectors.append(embed(backend, batch))
            except BackendTrouble as trouble:
                self._give_way(backend, trouble)
            else:
                start += len(batch)
        if not vectors:
            return np.empty((0, *more, self._network.spec.dim), np.float32)
        return np.concatenate(vectors)

    def _open(self) -> Backend:
        if self._backend is None:
            self._backend = self._network.open(self._wish)
        return self._backend

    def _give_way(self, backend: Backend, trouble: BackendTrouble) -> None:
        """Halve the batch; at one picture, change to the processor."""
        _log.warning("%s gave up on %d pictures: %s", backend.device, self._batch_size, trouble)
        if self._batch_size > 1:
            self._batch_size //= 2
            return
        if backend.device == "cpu":
            raise KnownError(
                Sentence("The network gave up on a picture: {why}.", why=trouble),
                "Close other programs to free memory, or choose another network.",
            ) from trouble
        self._notify(f"{backend.device} gave up ({trouble}); the processor goes on.")
        self._backend = self._network.open("cpu")
        self._batch_size = BATCH_SIZE


def read_outside(path: Path, spec: BackendSpec, control: Control = NULL_CONTROL) -> Reading:
    """A picture that need not belong to a library, read exactly as a scan reads it.

    Raises KnownError if it cannot be read, Cancelled.
    """
    try:
        status = path.stat()
    except OSError as error:
        raise KnownError(
            Sentence("{path} cannot be opened: {why}.", path=path, why=error.strerror)
        ) from error
    file = FoundFile(
        path, path.parent, status.st_size, status.st_mtime_ns, status.st_dev, status.st_ino
    )
    reading = read_photo(file, spec.input, spec.parts_input, control=control)
    if isinstance(reading, Failure):
        raise KnownError(
            Sentence(
                "{path} cannot be read as a picture: {reason} ({why}).",
                path=path,
                reason=reading.reason.value,
                why=reading.detail,
            ),
            "Choose another picture.",
        )
    return reading


def embed_picture(
    path: Path, backend: Backend, control: Control = NULL_CONTROL
) -> NDArray[np.float32]:
    """Vectors (1 + parts, dim) of a picture that need not belong to a library: whole, then parts.

    A copy of a photo gets the photo's own vector.
    Raises KnownError if it cannot be read, Cancelled.
    """
    reading = read_outside(path, backend.spec, control)
    whole = backend.embed_batch(reading.pixels[None])
    if reading.part_pixels is None:
        return whole
    return np.concatenate([whole, backend.embed_parts(reading.part_pixels[None])[0]])
