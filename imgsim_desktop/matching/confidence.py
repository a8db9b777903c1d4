"""Evidence -> probability that two pictures are copies of one original.

A logistic model on what the pixels say. The vectors' cosine is left out on purpose: it only
proposes pairs, so that another network needs no other calibration. Fitted and checked by
tests/benchmarks/fit_confidence.py.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.matching.verify import Evidence

VERSION: Final = "16"
"""Changes whenever the same pictures would give another verdict: stored beside the pairs."""

FEATURES: Final = (
    "agree", "agree_both", "texture", "fine clean", "unlike",
    "by features", "by sliding", "inliers",
    "sticks out", "not whole", "skew", "skew sticking out",
    "fine weakest part", "low fine ncc of a part", "low agree", "very low agree",
    "other words", "other content", "first drift", "drift", "steady", "steady beside it",
)  # fmt: skip


_EXACT: Final = 0.03
"""Pixels; a lesser drift says no more."""


def measure(evidence: Evidence) -> NDArray[np.float64]:
    """The numbers of one pair that the model uses, in the order that `expand` takes."""
    coarse, fine = evidence.coarse, evidence.fine
    return np.array(
        [
            coarse.agree, coarse.agree_both, coarse.texture, coarse.alike,
            fine.agree, fine.agree_both, fine.ncc, fine.weakest, fine.conflict,
            fine.clash.windows, fine.clash.balance, fine.clash.contrast,
            evidence.method == "features", evidence.method == "slid", evidence.inliers,
            evidence.coverage_a, evidence.coverage_b,
            evidence.skew if evidence.method != "aligned" else 0,  # else squashed on purpose
            evidence.first_drift.everywhere, evidence.drift.everywhere, evidence.drift.alike,
        ],
        np.float64,
    )  # fmt: skip


def expand(measured: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n, 21) measurements to the (n, 22) FEATURES, bounded so that no single one decides."""
    (
        agree, both, texture, alike,
        fine_agree, fine_both, fine_ncc, fine_weakest, conflict,
        clash, balance, contrast,
        by_features, by_sliding, inliers, coverage_a, coverage_b, skew,
        first_drift, drift, drift_alike,
    ) = measured.T  # fmt: skip
    larger, smaller = np.maximum(coverage_a, coverage_b), np.minimum(coverage_a, coverage_b)
    not_whole = np.clip((0.985 - smaller) / 0.03, 0, 1)
    sticks_out = np.clip(0.98 - larger, 0, 0.4)
    bent = np.minimum(skew, 0.3)
    # Forms, chats and logos that share all but some words; a noisy photo of a thing on white has
    # conflicts too, but no part of it disagrees.
    other_words = np.clip((conflict - 0.7) / 2, 0, 1) * np.clip((0.97 - fine_weakest) / 0.1, 0, 1)
    other_words = other_words * np.clip((fine_agree - 0.45) / 0.15, 0, 1)  # else noise, or refused
    # On any ground: as strong in both, and stronger than the texture of photos. What lies over one
    # copy alone is stronger than what it hides.
    other_content = np.clip((balance - 0.75) / 0.15, 0, 1) * np.clip((contrast - 0.55) / 0.2, 0, 1)
    other_content = other_content * np.clip(clash / 3, 0, 1)
    addition = np.clip((0.75 - balance) / 0.2, 0, 1) * np.clip((fine_agree - 0.45) / 0.15, 0, 1)
    first_drift, drift, drift_alike = (
        np.minimum(np.log(value + _EXACT), 0) for value in (first_drift, drift, drift_alike)
    )
    # Two skies in one frame agree in all that has texture, which is the frame; what lies over one
    # copy has much that clashes, and is far stronger.
    lies_over = np.clip(clash / 10, 0, 1) * np.clip((0.55 - balance) / 0.15, 0, 1)
    unlike = np.clip((0.97 - alike) / 0.1, 0, 1) * (1 - lies_over)
    # Words over a photo seem to drift; the photo beside them does not.
    beside = addition * np.maximum(drift_alike**2 - drift**2, 0)
    return np.column_stack(
        [
            agree, both, np.log1p(np.minimum(texture, 60)),
            np.clip(fine_ncc - fine_both, -0.12, 0.02), unlike,
            by_features, by_sliding, np.log1p(np.minimum(inliers, 100)),
            sticks_out, not_whole, bent, bent * np.minimum(sticks_out / 0.05, 1),
            fine_weakest, np.maximum(0.85 - fine_ncc, 0) * not_whole,
            np.maximum(0.8 - agree, 0), np.maximum(0.55 - agree, 0),
            other_words, other_content, first_drift, drift, first_drift * drift, beside,
        ]
    )  # fmt: skip


def probability(evidence: Evidence) -> float:
    """0 to 1; 0 where no alignment was found."""
    if evidence.method == "none" or evidence.coarse.texture < _MIN_TEXTURE:
        return 0.0
    odds = float(expand(measure(evidence)[None])[0] @ np.array(COEFFICIENTS)) + OFFSET
    return float(1 / (1 + np.exp(-np.clip(odds, -MOST_ODDS, MOST_ODDS))))


MOST_ODDS: Final = 9.0
"""Thumbnails alone never make sure beyond 0.9999: certain are only equal files and pixels."""
SUREST: Final = 0.9999
"""Of pictures that are equal as thumbnails and not in full size."""
_MIN_TEXTURE: Final = 0.5
"""Windows of texture below which nothing is known: skies and blank pictures."""

COEFFICIENTS: Final = (
    1.0382,  # agree
    0.9113,  # agree_both
    0.3156,  # texture
    25.0300,  # fine clean
    -2.8363,  # unlike
    -1.3505,  # by features
    -2.2036,  # by sliding
    0.1776,  # inliers
    -13.9394,  # sticks out
    -0.2479,  # not whole
    -14.8259,  # skew
    -24.8040,  # skew sticking out
    2.0301,  # fine weakest part
    -2.9629,  # low fine ncc of a part
    -1.9726,  # low agree
    -2.2475,  # very low agree
    -24.0000,  # other words
    -12.0000,  # other content
    -0.2721,  # first drift
    -0.6789,  # drift
    1.2012,  # steady
    0.2731,  # steady beside it
)
OFFSET: Final = -4.5852
