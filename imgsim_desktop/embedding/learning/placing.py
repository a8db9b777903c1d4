"""Where a picture lies in its view: crops, turns and tilts as maps, frames and collages as boxes.

A box is (left, top, right, bottom), 0-1 of the view.
"""

from __future__ import annotations

import torch
from torch import Tensor

from imgsim_desktop.embedding.learning.draws import Draws


def content_maps(draws: Draws, aspect: Tensor, much: dict[str, Tensor]) -> Tensor:
    """(b, 3, 3) homographies from the view's square to the stored square, both -1..1.

    aspect (b,) width / height of the pictures; much as `Draws.strengths` gives it.
    """
    count, device = len(aspect), draws.device
    eye = torch.eye(3, device=device).expand(count, 3, 3)
    # crop: half sizes and centre; towards a corner half of the time
    cropped = draws.uniform(count) < much["crop"]
    area = torch.exp(draws.uniform(count) * much["smallest_area"].log())
    skew = torch.exp(draws.uniform(count, -0.35, 0.35))
    half_x = torch.where(cropped, (area.sqrt() * skew).clamp(max=1), 1.0)
    half_y = torch.where(cropped, (area / half_x).clamp(max=1), 1.0)
    crop = eye.clone()
    crop[:, 0, 0], crop[:, 1, 1] = half_x, half_y
    for axis, half in ((0, half_x), (1, half_y)):
        along = draws.uniform(count, -1.0, 1.0)
        along = torch.where(draws.uniform(count) < 0.35, along.sign(), along)
        crop[:, axis, 2] = along * (1 - half)
    # quarter turns and mirror: exact permutations of the square
    quarter = torch.where(
        draws.uniform(count) < much["turn"], draws.integers(count, 3) + 1, 0
    ).float()
    angle = quarter * (torch.pi / 2)
    flip = torch.where(draws.uniform(count) < much["mirror"], -1.0, 1.0)
    turn = eye.clone()
    turn[:, 0, 0], turn[:, 0, 1] = angle.cos() * flip, -angle.sin()
    turn[:, 1, 0], turn[:, 1, 1] = angle.sin() * flip, angle.cos()
    # small tilt, about the middle, in true proportions; mostly zoomed until no corner is empty
    ratio = aspect * half_x / half_y
    ratio = torch.where(quarter % 2 == 1, 1 / ratio, ratio)
    tilted = draws.uniform(count) < much["tilt"]
    bound = much["largest_tilt_deg"] * torch.pi / 180
    theta = torch.where(tilted, draws.uniform(count, -1.0, 1.0) * bound, 0.0)
    cos, sin = theta.cos(), theta.sin()
    reach = torch.maximum(cos + sin.abs() / ratio, cos + sin.abs() * ratio)
    zoom = torch.where(draws.uniform(count) < 0.75, 1 / reach, 1.0)
    tilt = eye.clone()
    tilt[:, 0, 0], tilt[:, 0, 1] = cos * zoom, -sin * zoom / ratio
    tilt[:, 1, 0], tilt[:, 1, 1] = sin * zoom * ratio, cos * zoom
    # keystone
    seen = draws.uniform(count) < much["perspective"]
    keystone = eye.clone()
    for axis in (0, 1):
        pull = torch.where(seen, draws.uniform(count, -0.12, 0.12), 0.0)
        keystone[:, 2, axis] = pull
    slack = 1 - keystone[:, 2, :2].abs().sum(1)
    keystone[:, 0, 0] = keystone[:, 1, 1] = slack
    return crop @ turn @ tilt @ keystone


def margins(draws: Draws, count: int) -> Tensor:
    """(m, 4) left, top, right, bottom of photos in a frame or on a screen, 0-1."""
    kind = draws.uniform(count)
    thin = draws.uniform(count, 0.01, 0.12)[:, None].expand(count, 4)
    uneven = torch.stack([draws.uniform(count, 0.0, 0.22) for _ in range(4)], 1)
    bars = torch.zeros((count, 4), device=draws.device)
    held = 1 - draws.uniform(count, 0.22, 0.95)
    along = torch.where(draws.uniform(count) < 0.7, 0.5, draws.uniform(count))
    upright = draws.uniform(count) < 0.6
    first, last = held * along, held * (1 - along)
    zero = torch.zeros_like(first)
    bars = torch.where(
        upright[:, None],
        torch.stack((zero, first, zero, last), 1),
        torch.stack((first, zero, last, zero), 1),
    )
    lost_x, lost_y = draws.uniform(count, 0.02, 0.5), draws.uniform(count, 0.02, 0.5)
    at_x, at_y = draws.uniform(count), draws.uniform(count)
    window = torch.stack(
        (lost_x * at_x, lost_y * at_y, lost_x * (1 - at_x), lost_y * (1 - at_y)), 1
    )
    margins = torch.where((kind < 0.3)[:, None], thin, uneven)
    margins = torch.where((kind > 0.5)[:, None], bars, margins)
    margins = torch.where((kind > 0.78)[:, None], window, margins)
    return torch.stack((margins[:, 0], margins[:, 1], 1 - margins[:, 2], 1 - margins[:, 3]), 1)


def halves(draws: Draws, count: int) -> tuple[Tensor, Tensor]:
    """Two boxes (m, 4) side by side or one above the other, with a gap; random sides."""
    cut = draws.uniform(count, 0.32, 0.68)
    gap = torch.where(draws.uniform(count) < 0.6, draws.uniform(count, 0.0, 0.03), 0.0)
    edge = torch.where(draws.uniform(count) < 0.6, gap, 0.0)
    first = torch.stack((edge, edge, cut - gap / 2, 1 - edge), 1)
    last = torch.stack((cut + gap / 2, edge, 1 - edge, 1 - edge), 1)
    upright = (draws.uniform(count) < 0.55)[:, None]
    turned = [1, 0, 3, 2]
    first = torch.where(upright, first[:, turned], first)
    last = torch.where(upright, last[:, turned], last)
    swap = (draws.uniform(count) < 0.5)[:, None]
    return torch.where(swap, last, first), torch.where(swap, first, last)


def box_maps(box: Tensor) -> Tensor:
    """(m, 3, 3) from the view's square to the square that fills the box (m, 4), both -1..1."""
    scale = 1 / (box[:, 2:] - box[:, :2])
    maps = torch.eye(3, device=box.device).repeat(len(box), 1, 1)
    for axis in (0, 1):
        maps[:, axis, axis] = scale[:, axis]
        maps[:, axis, 2] = -(box[:, axis] + box[:, axis + 2] - 1) * scale[:, axis]
    return maps


def area(box: Tensor) -> Tensor:
    """(m,) of boxes (m, 4)."""
    return (box[:, 2] - box[:, 0]) * (box[:, 3] - box[:, 1])
