"""Other colours and light for a batch of views."""

from __future__ import annotations

import torch
from torch import Tensor

from imgsim_desktop.embedding.learning.draws import Draws


def tones(draws: Draws, image: Tensor, much: dict[str, Tensor], radius: Tensor) -> Tensor:
    """Brightness, contrast, saturation, hue, warmth and fades are one 3x4 matrix a view.

    image (b, 3, side, side) 0-1; much as `Draws.strengths` gives it; radius (1, 1, side, side) the
    square of the distance from the middle, 1 in the corners
    """
    count, device = len(image), draws.device
    eye = torch.eye(3, device=device)
    luma = torch.tensor([0.299, 0.587, 0.114], device=device)
    grey = luma.expand(3, 3)
    some = draws.happens(much["tone"])

    def pick(low: float, high: float, probability: float, neutral: float) -> Tensor:
        mine = some & (draws.uniform(count) < probability)
        return torch.where(mine, draws.uniform(count, low, high), neutral)

    saturation = pick(0.2, 2.0, 0.5, 1.0)
    is_grey = draws.happens(much["grey"])
    saturation = torch.where(is_grey, 0.0, saturation)
    matrix = grey + (eye - grey) * saturation[:, None, None]
    hue = pick(-0.5, 0.5, 0.25, 0.0)
    matrix = _hue_turns(hue) @ matrix
    tint = torch.stack([pick(0.75, 1.25, 0.45, 1.0) for _ in range(3)], 1)
    # sepia and its like: a grey picture in one colour, mostly a warm one
    toned = is_grey & (draws.uniform(count) < 0.5)
    deep = draws.uniform(count, 0.0, 0.35)
    deep = torch.where(draws.uniform(count) < 0.2, -deep, deep)
    sepia = torch.stack((1 + deep * 0.6, 1 - deep * 0.2, 1 - deep), 1)
    tint = torch.where(toned[:, None], tint * sepia, tint)
    gain = pick(0.5, 1.6, 0.5, 1.0) * pick(0.5, 1.7, 0.5, 1.0)
    matrix = matrix * (tint * gain[:, None])[:, :, None]
    lift = pick(-0.1, 0.2, 0.35, 0.0)
    pivot = torch.where(draws.uniform(count) < 0.5, 0.45 * (1 - gain), 0.0)
    offset = (lift + pivot)[:, None] + torch.where(some[:, None], 0.06 * draws.randn(count, 3), 0)
    flat = torch.baddbmm(offset[:, :, None], matrix, image.flatten(2)).clamp_(0, 1)
    image = flat.view_as(image)
    bent = draws.chosen(much["gamma"])
    if len(bent):
        power = torch.exp(draws.uniform(len(bent), -0.75, 0.75))[:, None, None, None]
        image[bent] = image[bent].clamp(min=1e-3).pow(power)
    dark = draws.chosen(much["vignette"])
    if len(dark):
        deep = draws.uniform(len(dark), 0.2, 0.9)[:, None, None, None]
        image[dark] = image[dark] * (1 - deep * radius.pow(1.2))
    odd = draws.chosen(0.05 * much["tone"])
    if len(odd):
        image[odd] = (image[odd] * 4).round() / 4 if len(odd) % 2 else 1 - image[odd]
    return image


def _hue_turns(angle: Tensor) -> Tensor:
    """(b, 3, 3) rotations of RGB about the grey axis."""
    cos, sin = angle.cos()[:, None, None], angle.sin()[:, None, None]
    third = torch.full((3, 3), 1 / 3, device=angle.device)
    root = 3**-0.5
    cross = angle.new_tensor([[0, -root, root], [root, 0, -root], [-root, root, 0]])
    return cos * torch.eye(3, device=angle.device) + sin * cross + (1 - cos) * third
