"""Vectors of parts of a picture, pooled from regions of one feature map.

One pass over a larger input costs less than a pass for each part, and finds more: METHODS.md calls
it regional max-activation of convolutions (R-MAC), here with the network's own GeM pooling.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from torch import Tensor, nn

from imgsim_desktop.embedding.network import CopyNet

Box = tuple[float, float, float, float]


class PartsNet(nn.Module):
    """Pictures (n, 3, side, side) -> (n, parts, dim).

    net   the network that describes whole pictures; shared, not copied
    then  what is done to its vectors of length 1, if anything
    """

    def __init__(self, net: CopyNet, boxes: Sequence[Box], then: nn.Module | None = None) -> None:
        super().__init__()
        self.net, self.boxes, self.then = net, tuple(boxes), then

    def forward(self, pixels: Tensor) -> Tensor:
        coarse, middle = self.net.maps(pixels)
        found = [self._of_box(coarse, middle, box) for box in self.boxes]
        return torch.stack(found, dim=1)

    def _of_box(self, coarse: Tensor, middle: Tensor, box: Box) -> Tensor:
        vectors = self.net.pooled(cut_out(coarse, box), cut_out(middle, box))
        if self.then is None:
            return vectors
        after: Tensor = self.then(nn.functional.normalize(vectors.float(), dim=1))
        return after


def cut_out(fields: Tensor, box: Box) -> Tensor:
    """The cells of a map (n, c, h, w) that a part touches."""
    left, top, right, bottom = box
    high, wide = fields.shape[2:]
    rows = slice(math.floor(top * high), math.ceil(bottom * high))
    columns = slice(math.floor(left * wide), math.ceil(right * wide))
    return fields[:, :, rows, columns]
