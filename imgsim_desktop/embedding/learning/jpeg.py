"""What saving as JPEG does to a batch of pictures, on the device that holds it."""

from __future__ import annotations

import torch
from torch import Tensor


class JpegLoss:
    """Quantises the 8x8 cosine coefficients as libjpeg does, without subsampling."""

    def __init__(self, device: torch.device) -> None:
        self._dct = _dct_matrix().to(device)
        self._table = _quantisation(device)

    def __call__(self, image: Tensor, quality: Tensor) -> Tensor:
        """image (b, 3, s, s) 0-1, s a multiple of 8; quality (b,) 1-100."""
        side = image.shape[-1]
        to_ycc = image.new_tensor(
            [[0.299, 0.587, 0.114], [-0.1687, -0.3313, 0.5], [0.5, -0.4187, -0.0813]]
        )
        ycc = torch.matmul(to_ycc, image.flatten(2)).view_as(image) * 255
        blocks = ycc.view(-1, 3, side // 8, 8, side // 8, 8).transpose(3, 4)
        coefficients = blocks.reshape(-1, 64) @ self._dct.T
        scale = torch.where(quality < 50, 50 / quality, 2 - quality / 50)
        table = self._table[None, :, None]
        steps = (table * scale[:, None, None, None]).clamp(min=1)
        by_block = coefficients.view(len(image), 3, -1, 64)
        by_block = by_block.div_(steps).round_().mul_(steps)
        blocks = (by_block.view(-1, 64) @ self._dct).view(-1, 3, side // 8, side // 8, 8, 8)
        ycc = blocks.transpose(3, 4).reshape_as(image) / 255
        back = torch.linalg.inv(to_ycc)
        return torch.matmul(back, ycc.flatten(2)).view_as(image)


def _dct_matrix() -> Tensor:
    """(64, 64) orthogonal: a flattened 8x8 block to its cosine coefficients."""
    k = torch.arange(8, dtype=torch.float64)
    matrix = torch.cos((2 * k[None] + 1) * k[:, None] * torch.pi / 16) / 2
    matrix[0] /= 2**0.5
    return torch.kron(matrix, matrix).float()


_LUMA = (
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56,
    14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113,
    92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
)  # fmt: skip
_CHROMA = (
    17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99,
    47, 66, 99, 99, 99, 99, 99, 99, *(99,) * 32,
)  # fmt: skip


def _quantisation(device: torch.device) -> Tensor:
    """(3, 64) the tables of Annex K of the JPEG standard."""
    luma, chroma = torch.tensor(_LUMA), torch.tensor(_CHROMA)
    return torch.stack((luma, chroma, chroma)).float().to(device)
