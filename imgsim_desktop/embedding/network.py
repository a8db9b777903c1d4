"""The network we ship: a small residual net of dense convolutions with GeM pooling.

Dense, because depthwise convolutions are bound by memory in torch on a CPU: MobileNetV2 at 160 px
(153 M multiplications) runs at 110 pictures a second on two cores where this one, at 128 px with
the same number of multiplications, runs at 870 (EPYC, fp32).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval


@dataclass(frozen=True, slots=True)
class NetShape:
    """Everything that fixes the architecture; weights fit one shape only."""

    stem: int = 32
    widths: tuple[int, ...] = (64, 128, 192, 256)
    """Channels of the stages at 1/4, 1/8, 1/16 and 1/32 of the side."""
    blocks: tuple[int, ...] = (0, 1, 3, 1)
    inner: tuple[int, ...] = (64, 64, 128, 96)
    """Channels between the two convolutions of a block."""
    head: int = 448
    dim: int = 256

    @property
    def name(self) -> str:
        """Written beside the weights, so that weights of another architecture are recognised."""
        stages = "-".join(
            f"{w}x{b}i{i}" for w, b, i in zip(self.widths, self.blocks, self.inner, strict=True)
        )
        return f"copynet-s{self.stem}-{stages}-h{self.head}-d{self.dim}"


class ConvUnit(nn.Module):
    """Convolution, batch norm, and ReLU if asked for."""

    def __init__(self, cin: int, cout: int, kernel: int, stride: int = 1, *, relu: bool = True):
        super().__init__()
        self.conv = nn.Conv2d(cin, cout, kernel, stride, kernel // 2, bias=False)
        self.norm: nn.Module = nn.BatchNorm2d(cout)
        self.relu: nn.Module = nn.ReLU(inplace=True) if relu else nn.Identity()

    def forward(self, x: Tensor) -> Tensor:
        return cast(Tensor, self.relu(self.norm(self.conv(x))))

    def fold(self) -> None:
        """Merge the batch norm into the convolution; for inference only."""
        if isinstance(self.norm, nn.BatchNorm2d):
            self.conv = fuse_conv_bn_eval(self.conv, self.norm)
            self.norm = nn.Identity()


class Block(nn.Module):
    """Two 3x3 convolutions around a narrower middle, added to their input."""

    def __init__(self, width: int, inner: int) -> None:
        super().__init__()
        self.first = ConvUnit(width, inner, 3)
        self.second = ConvUnit(inner, width, 3, relu=False)
        norm = self.second.norm
        if isinstance(norm, nn.BatchNorm2d):
            nn.init.zeros_(norm.weight)  # a block starts as identity: KoLeo is unstable otherwise

    def forward(self, x: Tensor) -> Tensor:
        return torch.relu(x + self.second(self.first(x)))


def gem(x: Tensor) -> Tensor:
    """Generalised mean, p = 3, over the map, in fp32: bf16 loses the small values."""
    return x.float().clamp(min=1e-5).pow(3).mean((2, 3)).pow(1 / 3)


class CopyNet(nn.Module):
    """Pictures -> vectors of length 1: pooled features of two scales through one linear layer."""

    def __init__(self, shape: NetShape | None = None) -> None:
        super().__init__()
        self.shape = shape = NetShape() if shape is None else shape
        self.stem = ConvUnit(3, shape.stem, 3, 2)
        stages: list[nn.Module] = []
        width = shape.stem
        for out, count, inner in zip(shape.widths, shape.blocks, shape.inner, strict=True):
            stages.append(
                nn.Sequential(
                    ConvUnit(width, out, 3, 2), *(Block(out, inner) for _ in range(count))
                )
            )
            width = out
        self.stages = nn.ModuleList(stages)
        self.head = ConvUnit(width, shape.head, 1)
        self.describe = nn.Linear(shape.head + shape.widths[-2], shape.dim)

    def maps(self, pixels: Tensor) -> tuple[Tensor, Tensor]:
        """Feature maps at 1/32 and 1/16 of the side.

        pixels (n, 3, side, side), float, RGB 0-1; side a multiple of 32, for parts of 16.
        """
        x = self.stem(pixels.sub(0.45).mul_(4.0).to(self.stem.conv.weight.dtype))
        middle = x
        for number, stage in enumerate(self.stages):
            x = stage(x)
            if number == len(self.stages) - 2:
                middle = x
        return self.head(x), middle

    def pooled(self, coarse: Tensor, middle: Tensor) -> Tensor:
        """Vectors of maps, or of cut-outs of them, before they are brought to length 1."""
        found = torch.cat((gem(coarse), gem(middle)), dim=1)
        with torch.autocast(found.device.type, enabled=False):
            return cast(Tensor, self.describe(found))

    def features(self, pixels: Tensor) -> Tensor:
        """Vectors of whole pictures before they are brought to length 1; pixels as for `maps`."""
        return self.pooled(*self.maps(pixels))

    def forward(self, pixels: Tensor) -> Tensor:
        return nn.functional.normalize(self.features(pixels).float(), dim=1)

    def fold(self) -> CopyNet:
        """Ready for inference: batch norms merged into the convolutions. Changes the module."""
        self.eval()
        for module in list(self.modules()):
            if isinstance(module, ConvUnit):
                module.fold()
        return self
