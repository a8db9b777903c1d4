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
    crop = _crops(draws, much)
    turn, is_upended = _turns(draws, much)
    ratio = aspect * crop[:, 0, 0] / crop[:, 1, 1]
    tilt = _tilts(draws, much, torch.where(is_upended, 1 / ratio, ratio))
    return crop @ turn @ tilt @ _keystones(draws, much)


def _crops(draws: Draws, much: dict[str, Tensor]) -> Tensor:
    """Half sizes on the diagonal and a centre, at an edge in a third of the draws."""
    cropped = draws.happens(much["crop"])
    area = torch.exp(draws.uniform(len(cropped)) * much["smallest_area"].log())
    skew = torch.exp(draws.uniform(len(cropped), -0.35, 0.35))
    half_x = torch.where(cropped, (area.sqrt() * skew).clamp(max=1), 1.0)
    half_y = torch.where(cropped, (area / half_x).clamp(max=1), 1.0)
    maps = _unchanged(cropped)
    maps[:, 0, 0], maps[:, 1, 1] = half_x, half_y
    for axis, half in ((0, half_x), (1, half_y)):
        along = draws.uniform(len(cropped), -1.0, 1.0)
        along = torch.where(draws.uniform(len(cropped)) < 0.35, along.sign(), along)
        maps[:, axis, 2] = along * (1 - half)
    return maps


def _turns(draws: Draws, much: dict[str, Tensor]) -> tuple[Tensor, Tensor]:
    """Quarter turns and mirror, exact permutations of the square; (b,) whether width is height."""
    turned = draws.happens(much["turn"])
    quarter = torch.where(turned, draws.integers(len(turned), 3) + 1, 0).float()
    angle = quarter * (torch.pi / 2)
    flip = torch.where(draws.happens(much["mirror"]), -1.0, 1.0)
    maps = _unchanged(turned)
    maps[:, 0, 0], maps[:, 0, 1] = angle.cos() * flip, -angle.sin()
    maps[:, 1, 0], maps[:, 1, 1] = angle.sin() * flip, angle.cos()
    return maps, quarter % 2 == 1


def _tilts(draws: Draws, much: dict[str, Tensor], ratio: Tensor) -> Tensor:
    """About the middle, in true proportions; mostly zoomed until no corner is empty."""
    tilted = draws.happens(much["tilt"])
    bound = much["largest_tilt_deg"] * torch.pi / 180
    theta = torch.where(tilted, draws.uniform(len(tilted), -1.0, 1.0) * bound, 0.0)
    cos, sin = theta.cos(), theta.sin()
    reach = torch.maximum(cos + sin.abs() / ratio, cos + sin.abs() * ratio)
    zoom = torch.where(draws.uniform(len(tilted)) < 0.75, 1 / reach, 1.0)
    maps = _unchanged(tilted)
    maps[:, 0, 0], maps[:, 0, 1] = cos * zoom, -sin * zoom / ratio
    maps[:, 1, 0], maps[:, 1, 1] = sin * zoom * ratio, cos * zoom
    return maps


def _keystones(draws: Draws, much: dict[str, Tensor]) -> Tensor:
    """Seen from the side, above or below; nothing from outside the picture."""
    seen = draws.happens(much["perspective"])
    maps = _unchanged(seen)
    for axis in (0, 1):
        maps[:, 2, axis] = torch.where(seen, draws.uniform(len(seen), -0.12, 0.12), 0.0)
    slack = 1 - maps[:, 2, :2].abs().sum(1)
    maps[:, 0, 0] = maps[:, 1, 1] = slack
    return maps


def _unchanged(views: Tensor) -> Tensor:
    """(b, 3, 3) maps that change nothing, one for each of `views` (b, ...)."""
    return torch.eye(3, device=views.device).repeat(len(views), 1, 1)


def margins(draws: Draws, count: int) -> Tensor:
    """(m, 4) left, top, right, bottom of photos in a frame or on a screen, 0-1."""
    kind = draws.uniform(count)
    thin = draws.uniform(count, 0.01, 0.12)[:, None].expand(count, 4)
    uneven = torch.stack([draws.uniform(count, 0.0, 0.22) for _ in range(4)], 1)
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
    maps = _unchanged(box)
    for axis in (0, 1):
        maps[:, axis, axis] = scale[:, axis]
        maps[:, axis, 2] = -(box[:, axis] + box[:, axis + 2] - 1) * scale[:, axis]
    return maps


def area(box: Tensor) -> Tensor:
    """(m,) of boxes (m, 4)."""
    return (box[:, 2] - box[:, 0]) * (box[:, 3] - box[:, 1])
