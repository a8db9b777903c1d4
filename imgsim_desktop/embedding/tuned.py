"""The built-in network tuned to one library: its vectors, centred and turned by what was learnt."""

from __future__ import annotations

from typing import cast

import torch
from torch import Tensor, nn

from imgsim_desktop.embedding.network import CopyNet, NetShape


class Tuning(nn.Module):
    """Vectors of length 1 -> vectors of length 1: a centre is taken away, the rest is turned.

    Starts as nothing: the vectors stay what they are.
    """

    def __init__(self, dim: int) -> None:
        super().__init__()
        self.centre = nn.Parameter(torch.zeros(dim))
        self.turn = nn.Parameter(torch.eye(dim))

    def forward(self, vectors: Tensor) -> Tensor:
        turned = (vectors.float() - self.centre) @ self.turn
        return nn.functional.normalize(turned, dim=1)


class TunedNet(nn.Module):
    """The whole network as it is kept in a model's file: pictures -> vectors of length 1.

    net  the built-in network, folded
    """

    def __init__(self, net: CopyNet | None = None, tuning: Tuning | None = None) -> None:
        super().__init__()
        self.net = CopyNet(NetShape()).fold() if net is None else net
        self.tuning = Tuning(self.net.shape.dim) if tuning is None else tuning

    def forward(self, pixels: Tensor) -> Tensor:
        return cast(Tensor, self.tuning(self.net(pixels)))

    def use_bf16(self) -> None:
        """Multiply in bf16 where the built-in network does; the last layers stay in fp32."""
        for part in (self.net.stem, self.net.stages, self.net.head):
            part.to(torch.bfloat16)
