"""Fit the confidence of a pair to labelled evidence, and say how well it is calibrated.

    python -m tests.benchmarks.fit_confidence EVIDENCE.npz... [--plot reliability.png]

EVIDENCE comes from `collect_evidence.py`: `x` (n, features), `y` (1: copies of one original),
`source` (the photo a pair came from; no photo is on both sides of the split), `kind` (what the pair
is, for the table of misses). Prints the coefficients for `matching/confidence.py`, the reliability
table of the held-out half and its expected calibration error.
"""

from __future__ import annotations

import argparse
import zlib
from itertools import pairwise
from pathlib import Path

import numpy as np

from imgsim_desktop.matching.confidence import FEATURES, expand

RIDGE = 0.02
SIGNS = {
    "residual": -1, "sticks out": -1, "not whole": -1, "skew": -1, "low fine ncc": -1,
    "very low fine ncc": -1, "low fine ncc of a part": -1, "low agree": -1, "very low agree": -1,
    "by features": 0,
}  # fmt: skip
"""Which way a feature may pull; 1 where not named, 0: either."""
BINS = np.array([0, 0.01, 0.05, 0.1, 0.3, 0.5, 0.7, 0.9, 0.95, 0.99, 1.0001])


def fit(x: np.ndarray, y: np.ndarray, weight: np.ndarray) -> tuple[np.ndarray, float]:
    """Coefficients and offset of a logistic model, by Newton's method with a ridge."""
    x1 = np.column_stack([x, np.ones(len(x))])
    beta = np.zeros(x1.shape[1])
    ridge = np.full(len(beta), RIDGE)
    ridge[-1] = 0
    for _ in range(60):
        p = 1 / (1 + np.exp(-np.clip(x1 @ beta, -40, 40)))
        gradient = x1.T @ (weight * (y - p)) - ridge * beta * len(x) / 100
        hessian = (x1 * (weight * np.maximum(p * (1 - p), 1e-9))[:, None]).T @ x1
        step = np.linalg.solve(hessian + np.diag(ridge * len(x) / 100 + 1e-9), gradient)
        beta += np.clip(step, -4, 4)
        if np.abs(step).max() < 1e-7:
            break
    return beta[:-1], float(beta[-1])


def fit_signed(x: np.ndarray, y: np.ndarray, weight: np.ndarray) -> tuple[np.ndarray, float]:
    """As `fit`, without the features that would pull the wrong way: more agreement, less copy."""
    signs = np.array([SIGNS.get(name, 1) for name in FEATURES])
    used = np.ones(x.shape[1], np.bool_)
    while True:
        beta = np.zeros(x.shape[1])
        beta[used], offset = fit(x[:, used], y, weight)
        wrong = beta * signs < 0
        if not wrong.any():
            return beta, offset
        used[np.argmin(beta * signs)] = False


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
    held_out = np.array([zlib.crc32(str(s).encode()) % 2 == 1 for s in source])
    for name, train, test in (("half", ~held_out, held_out), ("all", held_out | True, held_out)):
        spread = x[train].std(0) + 1e-9
        beta, offset = fit_signed(x[train] / spread, y[train], weight[train])
        beta = beta / spread
        p = 1 / (1 + np.exp(-(x @ beta + offset)))
        print(f"== fitted on {name}: {train.sum()} pairs, tested on {test.sum()}")
        table(p[test], y[test], weight[test])
        for wrong, label in ((p < 0.9) & (y == 1), "missed"), ((p >= 0.9) & (y == 0), "false"):
            print(label, "at 0.9:", sorted(kind[test & wrong].tolist())[:40])
        if args.plot and name == "half":
            plot(args.plot, p[test], y[test])
    print("COEFFICIENTS = (")
    for feature, value in zip(FEATURES, beta, strict=True):
        print(f"    {value:.4f},  # {feature}")
    print(f")\nOFFSET = {offset:.4f}")


if __name__ == "__main__":
    main()
