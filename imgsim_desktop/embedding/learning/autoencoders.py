"""Learning without labels: draw each picture again from its code (recipes autoencoder, began)."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from imgsim_desktop.embedding.encoders import BeganEncoder, SmallEncoder
from imgsim_desktop.embedding.learning.bf16 import fast_numbers
from imgsim_desktop.embedding.learning.collages import draw_rows
from imgsim_desktop.embedding.learning.datasets import PictureSet, shrink
from imgsim_desktop.embedding.learning.own_models import OwnTask
from imgsim_desktop.embedding.options import AutoencoderOptions, BeganOptions

_SHOWN = 9


class SmallAutoencoder(nn.Module):
    """Encoder and its mirror image; 4,385 weights for grey pictures."""

    def __init__(self, options: AutoencoderOptions) -> None:
        super().__init__()
        self.encoder = SmallEncoder(options)
        self.code_side = -(-options.side // 8)
        # 28 px: 4 -> 8 -> 16, one convolution without a border -> 14, -> 28
        border = 0 if options.side % 8 else 1
        self.decoder = nn.Sequential(
            nn.Conv2d(8, 8, 3, padding=1), nn.ReLU(), nn.Upsample(scale_factor=2),
            nn.Conv2d(8, 8, 3, padding=1), nn.ReLU(), nn.Upsample(scale_factor=2),
            nn.Conv2d(8, 16, 3, padding=border), nn.ReLU(), nn.Upsample(scale_factor=2),
            nn.Conv2d(16, options.colours, 3, padding=1),
        )  # fmt: skip
        self.apply(_keep_the_signal)

    def forward(self, pixels: Tensor) -> Tensor:
        """(n, colours, side, side) logits of the picture drawn again."""
        code = self.encoder(pixels)
        return cast(Tensor, self.decoder(code.view(-1, 8, self.code_side, self.code_side)))


class AutoencoderTask(OwnTask):
    """Recipe `autoencoder`: the smallest model; squared difference or cross-entropy of pixels."""

    module: SmallAutoencoder

    def __init__(
        self, pictures: PictureSet, validation: PictureSet | None, options: AutoencoderOptions,
        device: torch.device, seed: int,
    ) -> None:  # fmt: skip
        super().__init__(pictures, validation, options.side, device, seed)
        self._loss = options.loss
        self.module = SmallAutoencoder(options).to(device)

    def losses(self, batch: int, progress: float) -> dict[str, Tensor]:
        rows = self.next_rows(batch).to(self.device)
        return {self._loss: self._difference(self.module, self.floats(self.pixels[rows]))}

    @torch.no_grad()
    def check(self, averaged: nn.Module) -> dict[str, float]:
        found = super().check(averaged)
        pixels = self.held_pixels()
        if pixels is not None:
            loss = self._difference(cast(SmallAutoencoder, averaged), pixels)
            found[f"held {self._loss}"] = round(float(loss), 5)
        return found

    @torch.no_grad()
    def picture(self, averaged: nn.Module) -> NDArray[np.uint8]:
        """Pictures above, drawn again below."""
        module = cast(SmallAutoencoder, averaged)
        pixels = self.floats(torch.from_numpy(self.shown().pixels[:_SHOWN]).to(self.device))
        again = torch.sigmoid(module(pixels))
        return draw_rows([to_pictures(module.encoder.colour(pixels)), to_pictures(again)])

    def _difference(self, module: SmallAutoencoder, pixels: Tensor) -> Tensor:
        logits, wished = module(pixels), module.encoder.colour(pixels)
        if self._loss == "bce":
            return functional.binary_cross_entropy_with_logits(logits, wished)
        return functional.mse_loss(torch.sigmoid(logits), wished)


class Decoder(nn.Module):
    """Code or noise -> picture, -1 to 1."""

    def __init__(self, options: BeganOptions) -> None:
        super().__init__()
        n = self.channels = options.channels
        self.start_side = options.side // 8
        self.start = nn.Linear(options.code_size, n * self.start_side**2)
        layers: list[nn.Module] = []
        for _ in range(3):
            layers += [
                nn.ConvTranspose2d(n, n, 3, padding=1), nn.LeakyReLU(0.1),
                nn.ConvTranspose2d(n, n, 3, padding=1), nn.LeakyReLU(0.1),
                nn.Upsample(scale_factor=2),
            ]  # fmt: skip
        layers += [
            nn.ConvTranspose2d(n, n, 3, padding=1), nn.LeakyReLU(0.1),
            nn.ConvTranspose2d(n, 3, 3, padding=1), nn.Tanh(),
        ]  # fmt: skip
        self.layers = nn.Sequential(*layers)

    def forward(self, code: Tensor) -> Tensor:
        start = self.start(code).view(-1, self.channels, self.start_side, self.start_side)
        return cast(Tensor, self.layers(start))


class Began(nn.Module):
    """Discriminator (an autoencoder) and generator."""

    def __init__(self, options: BeganOptions) -> None:
        super().__init__()
        self.encoder = BeganEncoder(options)
        self.decoder = Decoder(options)
        self.generator = Decoder(options)
        self.apply(_keep_the_signal)

    def again(self, pictures: Tensor) -> Tensor:
        """Pictures -1 to 1, drawn again by the discriminator."""
        return cast(Tensor, self.decoder(self.encoder((pictures + 1) / 2)))

    def judge(self, *, learns: bool) -> None:
        """Whether gradients reach the discriminator's weights from here on."""
        self.encoder.requires_grad_(learns)
        self.decoder.requires_grad_(learns)


class BeganTask(OwnTask):
    """Recipe `began`.

    D minimises L(real) - k L(G(z)), G minimises L(G(z)). One Adam does for both: it treats every
    weight by itself, and each term reaches only the weights of one of them.
    """

    module: Began

    def __init__(
        self, pictures: PictureSet, validation: PictureSet | None, options: BeganOptions,
        device: torch.device, seed: int, *, bf16: bool,
    ) -> None:  # fmt: skip
        super().__init__(pictures, validation, options.side, device, seed)
        self.options, self._bf16 = options, bf16
        self.module = Began(options).to(device, memory_format=torch.channels_last)  # type: ignore[call-overload]
        self._stored = shrink(self.pixels, options.side * 5 // 4)
        self.balance = 0.0
        """k: how much the discriminator cares to draw the generator's pictures badly."""
        self.convergence = float("nan")
        """M = L(real) + |gamma L(real) - L(G(z))|."""
        self._fixed_noise = self._noise(_SHOWN, torch.Generator().manual_seed(seed))

    def losses(self, batch: int, progress: float) -> dict[str, Tensor]:
        real = self._crops(batch)
        with fast_numbers(self.device, bf16=self._bf16):
            made = self.module.generator(self._noise(batch, self.random))
            loss_real = _distance(real, self.module.again(real))
            still = made.detach()
            loss_still = _distance(still, self.module.again(still))
            self.module.judge(learns=False)
            loss_made = _distance(made, self.module.again(made))
            self.module.judge(learns=True)
        terms = {
            "real": loss_real,
            "against": -self.balance * loss_still,
            "generator": loss_made,
        }
        gap = self.options.gamma * float(loss_real.detach()) - float(loss_made.detach())
        self.balance = min(max(self.balance + self.options.lambda_k * gap, 0.0), 1.0)
        self.convergence = float(loss_real.detach()) + abs(gap)
        return terms

    @torch.no_grad()
    def check(self, averaged: nn.Module) -> dict[str, float]:
        found = super().check(averaged)
        pixels = self.held_pixels()
        if pixels is not None:
            found["held real"] = round(self._held_loss(cast(Began, averaged), pixels), 4)
        return {**found, "balance": round(self.balance, 4),
                "convergence": round(self.convergence, 4)}  # fmt: skip

    @torch.no_grad()
    def picture(self, averaged: nn.Module) -> NDArray[np.uint8]:
        """Pictures above, drawn again below, and what the generator makes up."""
        module = cast(Began, averaged)
        pixels = self.floats(torch.from_numpy(self.shown().pixels[:_SHOWN]).to(self.device))
        again = module.again(pixels * 2 - 1)
        made = module.generator(self._fixed_noise)
        return draw_rows(
            [to_pictures(pixels), to_pictures((again + 1) / 2), to_pictures((made + 1) / 2)]
        )

    def state(self) -> dict[str, Any]:
        return {**super().state(), "balance": self.balance}

    def restore(self, state: dict[str, Any]) -> None:
        super().restore(state)
        self.balance = float(state["balance"])

    def _crops(self, count: int) -> Tensor:
        """(b, 3, side, side) -1 to 1: squares at 5/4 of the side, cut to it at a random place."""
        rows = self.next_rows(count).to(self.device)
        room = self._stored.shape[1] - self.side + 1
        at = torch.randint(room, (count, 2), generator=self.random).tolist()
        cut = [
            self._stored[row, top : top + self.side, left : left + self.side]
            for row, (top, left) in zip(rows.tolist(), at, strict=True)
        ]
        return torch.stack(cut).permute(0, 3, 1, 2).float().div_(127.5).sub_(1)

    def _noise(self, count: int, random: torch.Generator) -> Tensor:
        noise = torch.rand((count, self.options.code_size), generator=random)
        return (noise * 2 - 1).to(self.device)

    def _held_loss(self, module: Began, pixels: Tensor) -> float:
        parts = torch.split(pixels * 2 - 1, 64)
        total = sum(float(_distance(part, module.again(part))) * len(part) for part in parts)
        return total / len(pixels)


def to_pictures(floats: Tensor) -> list[NDArray[np.uint8]]:
    """(n, 1 or 3, h, w) floats 0-1 as RGB pictures."""
    pixels = floats.detach().float().clamp(0, 1).mul(255).round().to(torch.uint8)
    if pixels.shape[1] == 1:
        pixels = pixels.expand(-1, 3, -1, -1)
    return list(pixels.permute(0, 2, 3, 1).cpu().contiguous().numpy())


def _keep_the_signal(layer: nn.Module) -> None:
    """He's start: with torch's own each layer shrinks the signal to a third, and an autoencoder
    draws nothing but its mean for long: MNIST all black (squared difference 0.114 after 140 and
    after 880 steps), cats and dogs all grey (0.38 after 200).
    """
    if isinstance(layer, nn.Conv2d | nn.ConvTranspose2d | nn.Linear):
        nn.init.kaiming_normal_(layer.weight, a=0.1)
        if layer.bias is not None:
            nn.init.zeros_(layer.bias)


def _distance(pictures: Tensor, again: Tensor) -> Tensor:
    """Mean absolute difference, in fp32."""
    return (pictures.float() - again.float()).abs().mean()
