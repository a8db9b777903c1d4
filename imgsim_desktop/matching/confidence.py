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

VERSION: Final = "1"
"""Changes whenever the same evidence would give another confidence: stored beside the pairs."""

FEATURES: Final = (
    "agree", "agree_both", "ncc", "smooth", "residual", "texture",
    "fine agree", "fine agree_both", "fine ncc", "fine texture",
    "by features", "inliers", "matched share",
    "sticks out", "coverage", "not whole", "skew",
    "weakest part", "fine weakest part",
    "low fine ncc", "very low fine ncc", "low fine ncc of a part", "low agree", "very low agree",
)  # fmt: skip


def measure(evidence: Evidence) -> NDArray[np.float64]:
    """The numbers of one pair that the model uses, in the order that `expand` takes."""
    coarse, fine = evidence.coarse, evidence.fine
    return np.array(
        [
            coarse.agree, coarse.agree_both, coarse.ncc, coarse.smooth, coarse.residual,
            coarse.texture, fine.agree, fine.agree_both, fine.ncc, fine.texture,
            evidence.method == "features", evidence.inliers, evidence.matched_share,
            evidence.coverage_a, evidence.coverage_b, evidence.skew,
            coarse.weakest, fine.weakest,
        ],
        np.float64,
    )  # fmt: skip


def expand(measured: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n, 18) measurements to the (n, 24) FEATURES, bounded so that no single one decides."""
    (
        agree, both, ncc, smooth, residual, texture, fine_agree, fine_both, fine_ncc, fine_texture,
        by_features, inliers, matched, coverage_a, coverage_b, skew,
        weakest, fine_weakest,
    ) = measured.T  # fmt: skip
    larger, smaller = np.maximum(coverage_a, coverage_b), np.minimum(coverage_a, coverage_b)
    not_whole = np.clip((0.985 - smaller) / 0.03, 0, 1)
    low_fine = np.maximum(0.85 - fine_ncc, 0)
    return np.column_stack(
        [
            agree, both, ncc, np.maximum(smooth, 0), residual, np.log1p(np.minimum(texture, 60)),
            fine_agree, fine_both, fine_ncc, np.log1p(np.minimum(fine_texture, 200)),
            by_features, np.log1p(np.minimum(inliers, 100)), np.minimum(matched, 0.6),
            np.clip(0.98 - larger, 0, 0.4), smaller, not_whole, np.minimum(skew, 0.3),
            weakest, fine_weakest, low_fine, np.maximum(0.65 - fine_ncc, 0), low_fine * not_whole,
            np.maximum(0.8 - agree, 0), np.maximum(0.55 - agree, 0),
        ]
    )  # fmt: skip


def probability(evidence: Evidence) -> float:
    """0 to 1; 0 where no alignment was found."""
    if evidence.method == "none" or evidence.coarse.texture == 0:
        return 0.0
    odds = _ODDS_OF_CONFLICT * float(np.clip((evidence.fine.conflict - 2.5) / 6, 0, 1))
    odds += float(expand(measure(evidence)[None])[0] @ np.array(COEFFICIENTS)) + OFFSET
    return float(1 / (1 + np.exp(-np.clip(odds, -30, 30))))


_ODDS_OF_CONFLICT: Final = -8.0
"""Set by hand: drawn forms, chats and logos with other words have conflicts of 14 to 330, their
re-encodings, crops and shrunk copies at most 2.4, one edited photo in twenty above 5."""

COEFFICIENTS: Final = (
    0.0000,  # agree
    3.1296,  # agree_both
    2.2494,  # ncc
    0.0000,  # smooth
    -3.3040,  # residual
    1.0888,  # texture
    0.0000,  # fine agree
    0.0000,  # fine agree_both
    1.3644,  # fine ncc
    0.0825,  # fine texture
    -1.4369,  # by features
    0.2161,  # inliers
    1.0838,  # matched share
    -24.8386,  # sticks out
    0.0000,  # coverage
    -0.7699,  # not whole
    -15.0100,  # skew
    1.2087,  # weakest part
    4.0166,  # fine weakest part
    -2.8322,  # low fine ncc
    -1.7148,  # very low fine ncc
    0.0000,  # low fine ncc of a part
    0.0000,  # low agree
    0.0000,  # very low agree
)
OFFSET: Final = -9.9283
