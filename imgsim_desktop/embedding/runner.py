"""Runs a network on batches: fixed slices, so that a vector does not depend on its neighbours."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from imgsim_desktop.embedding.backend import BackendSpec, check_pixels, first_line
from imgsim_desktop.errors import BackendTrouble

CPU_BATCH = 4
GPU_BATCH = 32
"""Pictures a slice. Short ones are filled up with black: torch picks other kernels for other batch
sizes, which round differently, and equal pictures must give equal vectors. On the processor small
ones: a picture from outside costs 4 passes, not 16, and a long scan 8 % more (RESULTS.md)."""


class TorchBackend:
    """A network of torch on one device; see `backend.Backend`."""

    def __init__(self, spec: BackendSpec, runner: Runner, parts: Runner | None = None) -> None:
        """parts  for networks whose spec has parts"""
        self.spec = spec
        self._runner = runner
        self._parts = parts

    @property
    def device(self) -> str:
        return self._runner.device

    @property
    def precision(self) -> str:
        """ "fp32" or "bf16", as the self-test chose."""
        return self._runner.precision

    def embed_batch(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        return self._runner.run(pixels)

    def embed_parts(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        if self._parts is None:
            raise ValueError(f"{self.spec.id} looks at no parts")
        return self._parts.run(pixels)


class Runner:
    """A module that maps (n, 3, side, side) floats 0-1 to (n, dim), on one device.

    parts    to (n, parts, dim) instead; 0: as above
    prepare  what is done to the pixels before; none for networks that do it themselves
    """

    def __init__(
        self, module: nn.Module, device: str, side: int, dim: int, precision: str = "fp32",
        prepare: Callable[[Tensor], Tensor] | None = None, parts: int = 0,
    ) -> None:  # fmt: skip
        self.device, self.side, self.dim, self.precision = device, side, dim, precision
        self.batch = CPU_BATCH if device == "cpu" else GPU_BATCH
        self._prepare = prepare
        self._lanes: ThreadPoolExecutor | None = None
        self._shape = (parts, dim) if parts else (dim,)
        module = module.eval().requires_grad_(False)  # noqa: FBT003
        try:
            self.module = module.to(device, memory_format=torch.channels_last)  # type: ignore[call-overload]
        except RuntimeError as error:
            raise BackendTrouble(f"{device}: {first_line(error)}") from error

    def run(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        """See `Backend.embed_batch`."""
        check_pixels(pixels, self.side)
        try:
            if self.device == "cpu":
                return self._run_side_by_side(pixels)
            return self._run_in_turn(pixels)
        except RuntimeError as error:
            if self.device == "cpu" and "not enough memory" not in str(error):
                raise
            raise BackendTrouble(f"{self.device}: {first_line(error)}") from error

    def _run_in_turn(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        out = np.empty((len(pixels), *self._shape), np.float32)
        start = 0
        while start < len(pixels):
            part = pixels[start : start + self.batch]
            try:
                out[start : start + len(part)] = self._slice(part)
            except torch.OutOfMemoryError as error:
                self._halve(error)
            else:
                start += len(part)
        return out

    def _run_side_by_side(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        """As many slices at a time as torch has threads, each in one that waits for no other.

        Two threads on one slice of 16 spun for each other while another process had the core: 51 to
        57 ms of processor a picture where one thread took 17.
        """
        threads = torch.get_num_threads()
        if self._lanes is None:
            self._lanes = ThreadPoolExecutor(
                threads, "network", initializer=torch.set_num_threads, initargs=(1,)
            )
        starts = range(0, len(pixels), self.batch)
        try:
            parts = [pixels[start : start + self.batch] for start in starts]
            found = list(self._lanes.map(self._slice, parts))
        finally:
            torch.set_num_threads(threads)  # or threads that are started later take that of a lane
        return np.concatenate([np.empty((0, *self._shape), np.float32), *found])

    def _halve(self, error: torch.OutOfMemoryError) -> None:
        """Smaller slices from here on; they are always filled, so the caller's batch is no help."""
        if self.batch == 1:
            raise BackendTrouble(f"{self.device} is out of memory") from error
        self.batch //= 2
        if self.device == "cuda":
            torch.cuda.empty_cache()

    @torch.inference_mode()
    def _slice(self, part: NDArray[np.uint8]) -> NDArray[np.float32]:
        full = part
        if len(part) < self.batch:
            full = np.zeros((self.batch, *part.shape[1:]), np.uint8)
            full[: len(part)] = part
        batch = torch.from_numpy(np.ascontiguousarray(full)).to(self.device)
        floats = batch.permute(0, 3, 1, 2).float().div_(255)  # NHWC in memory: channels_last
        if self._prepare is not None:
            floats = self._prepare(floats)
        vectors = self.module(floats).float()
        # scaled first: below 1e-12 normalize() divides by its floor, and gives vectors too short
        largest = vectors.abs().amax(-1, keepdim=True)
        vectors = torch.where(largest > 0, vectors / largest.clamp(min=1e-37), 1.0)
        vectors = nn.functional.normalize(vectors, dim=-1)
        result: NDArray[np.float32] = vectors[: len(part)].cpu().numpy()
        return result
