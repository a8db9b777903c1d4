"""Evidence -> probability that two pictures are copies of one original."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.matching.verify import Evidence

VERSION: Final = "0"
"""Changes whenever the same evidence would give another confidence: stored beside the pairs."""


def features(evidence: Evidence) -> NDArray[np.float64]:
    """What the model sees of one pair; the order is part of the model."""
    coarse, fine = evidence.coarse, evidence.fine
    return np.array(
        [
            coarse.agree,
            coarse.agree_both,
            fine.ncc,
            min(np.log1p(coarse.texture), 3.0),
            min(evidence.sticks_out, 0.5),
        ]
    )


def probability(evidence: Evidence) -> float:
    """0 to 1; 0 where no alignment was found."""
    if evidence.method == "none":
        return 0.0
    agree, both, fine, texture, out = features(evidence).tolist()
    odds = 14 * (min(agree, 1) * min(both, 1) - 0.45) + 4 * (fine - 0.6) - 12 * max(0.0, out - 0.1)
    odds += 2 * min(0.0, texture - 1.5)
    return float(1 / (1 + np.exp(-odds)))
