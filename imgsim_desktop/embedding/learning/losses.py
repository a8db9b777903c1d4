"""What is minimised. Every loss takes vectors of length 1 and returns the mean over its rows."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional


def similarities(vectors: Tensor, bank: Tensor) -> Tensor:
    """(b, n) cosines in fp32; multiplied in bf16 where autocast says so (error below 0.004)."""
    return (vectors @ bank.T).float()


def bank_loss(vectors: Tensor, bank: Tensor, targets: Tensor, temperature: float) -> Tensor:
    """Cross-entropy of each view over a whole bank of pictures: InfoNCE with every negative.

    vectors (b, d) views; bank (n, d) one vector a picture; targets (b, n) rows that sum to 1
    """
    logits = similarities(vectors, bank) / temperature
    return -(targets * functional.log_softmax(logits, dim=1)).sum(1).mean()


def info_nce(
    first: Tensor,
    second: Tensor,
    queue: Tensor,
    temperature: float = 0.05,
    is_false: Tensor | None = None,
) -> Tensor:
    """Two views of one picture attract, all others repel (SSCD, arXiv 2202.10261).

    first, second (b, d); queue (q, d) older vectors; is_false (b, b + q) pairs that are copies in
    truth and must not repel
    """
    logits = similarities(first, torch.cat((second, queue))) / temperature
    own = torch.arange(len(first), device=first.device)
    if is_false is not None:
        is_false = is_false.clone()
        is_false[own, own] = False
        logits = logits.masked_fill(is_false, float("-inf"))
    return functional.cross_entropy(logits, own)


def triplet(anchor: Tensor, positive: Tensor, negative: Tensor, margin: float = 0.2) -> Tensor:
    """The copy shall be nearer than the other picture, by `margin` of cosine."""
    gap = (anchor * negative).sum(1) - (anchor * positive).sum(1) + margin
    return gap.clamp(min=0).mean()
