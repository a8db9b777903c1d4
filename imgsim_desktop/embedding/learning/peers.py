"""Several processes that train one network together, each with a part of every batch."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, distributed, nn


@dataclass(frozen=True, slots=True)
class Peers:
    """This process among those that train together; alone by default, where all of it is free.

    On a processor one process a core with one thread each beats one process with many threads:
    they wait for one another once a step, not at each of its thousand operations. With another busy
    program on 2 cores, two threads fell from 540 to 30 views/s.
    """

    rank: int = 0
    count: int = 1

    def average_gradients(self, module: nn.Module) -> None:
        """Each process ends with the mean of all gradients."""
        if self.count == 1:
            return
        grads = [p.grad for p in module.parameters() if p.grad is not None]
        flat = torch.cat([grad.reshape(-1) for grad in grads])
        distributed.all_reduce(flat)
        flat /= self.count
        parts = torch.split(flat, [grad.numel() for grad in grads])
        for grad, part in zip(grads, parts, strict=True):
            grad.copy_(part.view_as(grad))

    def share(self, module: nn.Module) -> None:
        """Every process gets the first one's weights: they start from the same, to the last bit."""
        if self.count == 1:
            return
        for value in module.state_dict().values():
            distributed.broadcast(value, 0)

    def agree(self, value: float) -> float:
        """The first process's value, in all of them."""
        if self.count == 1:
            return value
        box = torch.tensor([value], dtype=torch.float64)
        distributed.broadcast(box, 0)
        return float(box)

    def gather(self, tensors: Iterable[Tensor]) -> list[Tensor]:
        """Rows of all processes, in the order of their ranks; equal shapes everywhere."""
        if self.count == 1:
            return list(tensors)
        out = []
        for tensor in tensors:
            parts = [torch.empty_like(tensor) for _ in range(self.count)]
            distributed.all_gather(parts, tensor.contiguous())
            out.append(torch.cat(parts))
        return out


ALONE = Peers()


def join_peers(rank: int, count: int, meeting: Path) -> Peers:
    """Wait until all `count` processes have come to `meeting`, a file that does not exist yet."""
    if count == 1:
        return ALONE
    distributed.init_process_group(
        "gloo", init_method=f"file://{meeting}", rank=rank, world_size=count
    )
    return Peers(rank, count)


def leave_peers() -> None:
    """End the meeting, if there was one."""
    if distributed.is_initialized():
        distributed.destroy_process_group()
