"""Going on from weights that were exported: batch norms back, and a teacher that fits."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from imgsim_desktop.embedding.network import ConvUnit, CopyNet


@torch.no_grad()
def unfold(folded: CopyNet, pixels: Tensor) -> CopyNet:
    """A network that can be trained and does what a folded one does.

    Each batch norm gets the mean and variance that its convolution has on `pixels` (n, 3, side,
    side), and takes them back by its own scale and shift. Filters get the length they have at the
    start of a training, so that a step of the optimiser means the same to all.
    """
    seen: dict[nn.Module, tuple[Tensor, Tensor]] = {}

    def look(conv: nn.Module, _: object, out: Tensor) -> None:
        seen[conv] = (out.mean((0, 2, 3)), out.var((0, 2, 3)))

    units = [unit for unit in folded.modules() if isinstance(unit, ConvUnit)]
    hooks = [unit.conv.register_forward_hook(look) for unit in units]
    folded.eval()(pixels)
    for hook in hooks:
        hook.remove()
    module = CopyNet(folded.shape)
    fresh = [unit for unit in module.modules() if isinstance(unit, ConvUnit)]
    for old, new in zip(units, fresh, strict=True):
        mean, variance = seen[old.conv]
        bias = torch.zeros_like(mean) if old.conv.bias is None else old.conv.bias
        length = old.conv.weight.flatten(1).norm(dim=1).clamp(min=1e-6)
        scale = 2**0.5 / length
        norm = new.norm
        if not isinstance(norm, nn.BatchNorm2d) or norm.running_mean is None:
            raise TypeError("a fresh network has its batch norms")
        new.conv.weight.copy_(old.conv.weight * scale[:, None, None, None])
        norm.running_mean.copy_((mean - bias) * scale)
        if norm.running_var is not None:
            norm.running_var.copy_(variance * scale**2)
        norm.weight.copy_((variance * scale**2 + norm.eps).sqrt() / scale)
        norm.bias.copy_(mean)
    module.describe.load_state_dict(folded.describe.state_dict())
    return module


def turn_towards(
    teacher: NDArray[np.float32], own: NDArray[np.float32], rows: NDArray[np.int64]
) -> NDArray[np.float32]:
    """The teacher's vectors, turned as a whole to where the network's own are.

    Axes of a teacher's vectors mean nothing; angles do, and a rotation keeps them (orthogonal
    Procrustes). teacher (n, dim); own (r, dim) vectors of the pictures in `rows`.
    """
    left, _, right = np.linalg.svd(teacher[rows].T.astype(np.float64) @ own)
    return np.asarray(teacher @ (left @ right), np.float32)
