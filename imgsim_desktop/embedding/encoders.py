"""The networks one can train on one's own photos: pictures -> codes. One class a recipe.

Every encoder takes (n, 3, side, side) floats 0-1 and does its own colours; codes are not yet
brought to length 1.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from torch import Tensor, nn
from torch.nn import functional

from imgsim_desktop.embedding.options import (
    AutoencoderOptions,
    BeganOptions,
    ContrastiveOptions,
    Options,
    TripletOptions,
)
from imgsim_desktop.embedding.tuned import TunedNet


class BeganEncoder(nn.Module):
    """The first half of BEGAN's discriminator: three stages, two convolutions, one linear layer."""

    def __init__(self, options: BeganOptions) -> None:
        super().__init__()
        n = options.channels
        layers: list[nn.Module] = []
        width = 3
        for out in (n, 2 * n, 3 * n):
            layers += [
                nn.Conv2d(width, width, 3, padding=1), nn.ReLU(),
                nn.Conv2d(width, width, 3, padding=1), nn.ReLU(),
                nn.Conv2d(width, out, 3, padding=1), nn.MaxPool2d(2),
            ]  # fmt: skip
            width = out
        for _ in range(2):
            layers += [nn.Conv2d(width, width, 3, padding=1), nn.LeakyReLU(0.1)]
        self.layers = nn.Sequential(*layers)
        self.code = nn.Linear(width * (options.side // 8) ** 2, options.code_size)

    def forward(self, pixels: Tensor) -> Tensor:
        return cast(Tensor, self.code(self.layers(pixels * 2 - 1).flatten(1)))


class SmallEncoder(nn.Module):
    """The first half of the small autoencoder: 16, 8 and 8 channels, halved three times."""

    def __init__(self, options: AutoencoderOptions) -> None:
        super().__init__()
        self.colours = options.colours
        layers: list[nn.Module] = []
        width = options.colours
        for out in (16, 8, 8):
            layers += [
                nn.Conv2d(width, out, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2, ceil_mode=True),
            ]  # fmt: skip
            width = out
        self.layers = nn.Sequential(*layers)

    def colour(self, pixels: Tensor) -> Tensor:
        """(n, colours, side, side): what is encoded and shall be drawn again."""
        if self.colours == 3:
            return pixels
        weights = pixels.new_tensor([0.299, 0.587, 0.114])[:, None, None]
        return (pixels * weights).sum(1, keepdim=True)

    def forward(self, pixels: Tensor) -> Tensor:
        return cast(Tensor, self.layers(self.colour(pixels)).flatten(1))


class TripletEncoder(nn.Module):
    """Three convolutions, each averaged over 2x2 without shrinking, and one wide linear layer."""

    def __init__(self, options: TripletOptions) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        width, side = 3, options.side
        for kernel in (5, 3, 3):
            layers += [nn.Conv2d(width, options.filters, kernel), nn.AvgPool2d(2, 1), nn.ReLU()]
            width, side = options.filters, side - kernel
        self.layers = nn.Sequential(*layers)
        self.code = nn.Linear(width * side**2, options.code_size)

    def forward(self, pixels: Tensor) -> Tensor:
        code = self.code(self.layers(pixels).flatten(1))
        return functional.normalize(code.float(), dim=1)


class ContrastiveEncoder(nn.Module):
    """Three convolutions with stride 2, pooled over the whole map, and a short linear layer."""

    def __init__(self, options: ContrastiveOptions) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Conv2d(3, 32, 3, 2), nn.ReLU(),
            nn.Conv2d(32, 64, 3, 2), nn.ReLU(),
            nn.Conv2d(64, 128, 3, 2), nn.ReLU(),
        )  # fmt: skip
        self.code = nn.Linear(128, options.code_size)

    def forward(self, pixels: Tensor) -> Tensor:
        code = self.code(self.layers(pixels).mean((2, 3)))
        return functional.normalize(code.float(), dim=1)


_ENCODERS: dict[str, Callable[[Any], nn.Module]] = {
    "head": lambda _options: TunedNet(),
    "autoencoder": SmallEncoder,
    "began": BeganEncoder,
    "contrastive": ContrastiveEncoder,
    "triplet": TripletEncoder,
}


def build_encoder(options: Options) -> nn.Module:
    """The encoder of a recipe, with fresh weights."""
    return _ENCODERS[options.recipe](options)
