"""Fit the confidence of a pair to labelled evidence, and say how well it is calibrated.

    python -m tests.benchmarks.fit_confidence EVIDENCE.npz... [--plot reliability.png]

EVIDENCE comes from `collect_evidence.py`: `x` (n, features), `y` (1: copies of one original),
`source` (the photo a pair came from; no photo is on both sides of the split), `kind` (what the pair
is, for the table of misses). Prints the coefficients for `matching/confidence.py`, the reliability
table of the held-out half and its expected calibration error.
"""

from __future__ import annotations

import argparse
import collections
import zlib
from itertools import pairwise
from pathlib import Path

import numpy as np

from imgsim_desktop.matching.confidence import FEATURES, expand

RIDGE = 1e-4
STEPS = 8_000
SIGNS = {
    "residual": -1, "sticks out": -1, "not whole": -1, "skew": -1, "low fine ncc": -1,
    "very low fine ncc": -1, "low fine ncc of a part": -1, "low agree": -1, "very low agree": -1,
    "by features": 0,
}  # fmt: skip
"""Which way a feature may pull; 1 where not named, 0: either."""
FIXED = {"other words": -9.0}
"""Set by hand: drawn pages are no sample of anybody's documents. They are tested, not fitted."""
BINS = np.array([0, 0.01, 0.05, 0.1, 0.3, 0.5, 0.7, 0.9, 0.95, 0.99, 1.0001])


def fit(x: np.ndarray, y: np.ndarray, weight: np.ndarray) -> tuple[np.ndarray, float]:
    """Coefficients and offset of a logistic model whose coefficients keep to their SIGNS.

    More agreement may never make a copy less likely. Convex, so accelerated projected gradients
    find the one optimum, whatever the start.
    """
    signs = np.array([SIGNS.get(name, 1) for name in FEATURES])
    mean, spread = x.mean(0), x.std(0) + 1e-9
    fixed = np.array([name in FIXED for name in FEATURES])
    given = x[:, fixed] @ np.array([FIXED[name] for name in FEATURES if name in FIXED])
    design = np.column_stack([(x - mean) / spread * ~fixed, np.ones(len(x))])
    share = weight / weight.sum()
    steep = 0.25 * np.linalg.eigvalsh((design * share[:, None]).T @ design)[-1] + RIDGE
    beta = ahead = np.zeros(design.shape[1])
    pull = np.append(np.full(x.shape[1], RIDGE), 0)
    pace = 1.0
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-np.clip(design @ ahead + given, -40, 40)))
        new = ahead - (design.T @ (share * (p - y)) + pull * ahead) / steep
        new[:-1] = np.where(new[:-1] * signs < 0, 0, new[:-1])
        if float((ahead - new) @ (new - beta)) > 0:
            pace = 1.0  # overshot: start the acceleration anew
        faster = (1 + np.sqrt(1 + 4 * pace**2)) / 2
        ahead, beta, pace = new + (pace - 1) / faster * (new - beta), new, faster
    slopes = np.where(fixed, 0, beta[:-1] / spread)
    offset = float(beta[-1] - slopes @ mean)
    slopes[fixed] = [FIXED[name] for name in FEATURES if name in FIXED]
    return slopes, offset


def table(p: np.ndarray, y: np.ndarray, weight: np.ndarray) -> float:
    """Print the reliability table; returns the expected calibration error."""
    error = 0.0
    print("   bin            n   said   were")
    for low, high in pairwise(BINS):
        inside = (p >= low) & (p < high)
        if not inside.any():
            continue
        w = weight[inside]
        said, were = np.average(p[inside], weights=w), np.average(y[inside], weights=w)
        error += float(w.sum() / weight.sum()) * abs(said - were)
        print(f"   {low:4.2f}-{min(high, 1):4.2f} {inside.sum():7d}  {said:5.3f}  {were:5.3f}")
    print(f"expected calibration error {error:.4f}")
    return error


def plot(path: Path, p: np.ndarray, y: np.ndarray) -> None:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5, 5), layout="constrained")
    axes = figure.add_subplot()
    edges = np.linspace(0, 1, 11)
    for low, high in pairwise(edges):
        inside = (p >= low) & (p <= high)
        if inside.any():
            axes.plot(p[inside].mean(), y[inside].mean(), "o", color="tab:blue")
    axes.plot([0, 1], [0, 1], color="grey", linewidth=1)
    axes.set_xlabel("confidence said")
    axes.set_ylabel("share that were copies")
    figure.savefig(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("evidence", nargs="+", type=Path)
    parser.add_argument("--plot", type=Path)
    args = parser.parse_args()
    parts = [np.load(path) for path in args.evidence]
    x = expand(np.concatenate([part["x"] for part in parts]))
    y = np.concatenate([part["y"] for part in parts]).astype(np.float64)
    kind = np.concatenate([part["kind"] for part in parts])
    source = np.concatenate([part["source"] for part in parts])
    weight = np.concatenate([part["weight"] for part in parts])
    drawn = np.array([str(k).startswith(("drawn:", "again:")) for k in kind])
    held_out = np.array([zlib.crc32(str(s).encode()) % 2 == 1 for s in source])
    for name, train, test in (
        ("half", ~held_out & ~drawn, held_out & ~drawn),
        ("all", ~drawn, ~drawn),
    ):
        beta, offset = fit(x[train], y[train], weight[train])
        p = 1 / (1 + np.exp(-(x @ beta + offset)))
        print(f"== fitted on {name}: {train.sum()} pairs, tested on {test.sum()}")
        table(p[test], y[test], weight[test])
        for wrong, label in ((p < 0.9) & (y == 1), "missed"), ((p >= 0.9) & (y == 0), "false"):
            names = [str(k).split(":d")[0].split(":g")[0] for k in kind[test & wrong]]
            print(label, "at 0.9:", dict(collections.Counter(names)))
        for wrong, label in ((p < 0.9) & (y == 1), "missed"), ((p >= 0.9) & (y == 0), "false"):
            found = collections.Counter(kind[drawn & wrong].tolist())
            print(
                f"drawn pages {label}:",
                dict(found),
                "of",
                int((drawn & (y == (label == "missed"))).sum()),
            )
        if args.plot and name == "half":
            plot(args.plot, p[test], y[test])
    print("COEFFICIENTS = (")
    for feature, value in zip(FEATURES, beta, strict=True):
        print(f"    {value:.4f},  # {feature}")
    print(f")\nOFFSET = {offset:.4f}")


if __name__ == "__main__":
    main()
