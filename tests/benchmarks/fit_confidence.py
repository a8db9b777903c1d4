"""Fit the confidence of a pair to labelled evidence, and say how well it is calibrated.

    python -m tests.benchmarks.fit_confidence EVIDENCE.npz... [--test OTHER.npz] [--plot R.png]
    python -m tests.benchmarks.fit_confidence EVIDENCE.npz... --only "other content" ...
    python -m tests.benchmarks.fit_confidence --shipped --test OTHER.npz [--plot R.png]

EVIDENCE comes from `collect_evidence.py`: `x` (n, features), `y` (1: copies of one original),
`source` (the photo a pair came from; no photo is on both sides of the split), `kind` (what the pair
is, for the table of misses). Prints the coefficients for `matching/confidence.py`, the reliability
table of the held-out half (with `--test`: of other photos, which nothing was fitted on) and its
expected calibration error. `--only` fits these features and leaves all others, and the offset, as
the program has them: for a new one, by pairs that show it. `--free-offset` fits the offset, too,
and `--weight KIND=NUMBER` gives pairs of a kind another weight than their file does. `--shipped`
tests the coefficients of the program. Bins with fewer than 100 pairs are joined with their
neighbour: their share of copies would be chance.
"""

from __future__ import annotations

import argparse
import collections
import zlib
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

import numpy as np

from imgsim_desktop.matching.confidence import (
    COEFFICIENTS,
    FEATURES,
    MOST_ODDS,
    OFFSET,
    VERSION,
    expand,
)

RIDGE = 1e-4
STEPS = 8_000
SIGNS = {
    "sticks out": -1, "not whole": -1, "skew": -1, "skew sticking out": -1,
    "low fine ncc of a part": -1, "low agree": -1, "very low agree": -1, "other content": -1,
    "unlike": -1, "by sliding": 0, "first drift": -1, "drift": -1, "by features": 0,
}  # fmt: skip
"""Which way a feature may pull; 1 where not named, 0: either."""
FIXED = {"other words": -24.0, "other content": -12.0}
"""Set by hand: drawn pages and made variants are no sample of anybody's library. Pairs with other
words are left out of the fit, which would make up for the weight elsewhere. Other content alone
would be weighed -34 by as many variants as copies; that much costs emojis on busy photos."""
BINS = np.array([0, 0.01, 0.05, 0.1, 0.3, 0.5, 0.7, 0.9, 0.95, 0.99, 1.0001])
MIN_IN_BIN = 100


def fit(
    x: np.ndarray,
    y: np.ndarray,
    weight: np.ndarray,
    held: Mapping[str, float] = FIXED,
    offset: float | None = None,
) -> tuple[np.ndarray, float]:
    """Coefficients and offset of a logistic model whose coefficients keep to their SIGNS.

    held    coefficients that are given; so is the offset, if it is not None


    More agreement may never make a copy less likely. Convex, so accelerated projected gradients
    find the one optimum, whatever the start.
    """
    signs = np.array([SIGNS.get(name, 1) for name in FEATURES])
    mean, spread = x.mean(0), x.std(0) + 1e-9
    fixed = np.array([name in held for name in FEATURES])
    known = np.array([held[name] for name in FEATURES if name in held])
    given = x[:, fixed] @ known + (offset or 0.0)
    if offset is not None:
        mean = np.zeros_like(mean)
    design = np.column_stack([(x - mean) / spread * ~fixed, np.full(len(x), float(offset is None))])
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
    found = float(beta[-1] - slopes @ mean) if offset is None else offset
    slopes[fixed] = known
    return slopes, found


def bins_of(p: np.ndarray, weight: np.ndarray) -> list[np.ndarray]:
    """Rows of each bin of confidence, lowest first, at least MIN_IN_BIN pairs in each."""
    found: list[np.ndarray] = []
    for low, high in pairwise(BINS):
        inside = np.flatnonzero((p >= low) & (p < high) & (weight > 0))
        if found and (len(found[-1]) < MIN_IN_BIN or (high > 1 and len(inside) < MIN_IN_BIN)):
            found[-1] = np.concatenate([found[-1], inside])
        else:
            found.append(inside)
    return [rows for rows in found if len(rows)]


def table(p: np.ndarray, y: np.ndarray, weight: np.ndarray) -> float:
    """Print the reliability table; returns the expected calibration error."""
    error = worst = 0.0
    print("   confidence         n   said   were    off")
    for rows in bins_of(p, weight):
        w = weight[rows]
        said, were = np.average(p[rows], weights=w), np.average(y[rows], weights=w)
        error += float(w.sum() / weight.sum()) * abs(said - were)
        worst = max(worst, abs(said - were))
        low, high = p[rows].min(), p[rows].max()
        print(
            f"   {low:5.3f}-{high:5.3f} {len(rows):6d}  {said:5.3f}  {were:5.3f} {said - were:+.3f}"
        )
    print(f"expected calibration error {error:.4f}, worst bin {worst:.3f} off")
    return error


def plot(path: Path, p: np.ndarray, y: np.ndarray) -> None:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5, 5), layout="constrained")
    axes = figure.add_subplot()
    for rows in bins_of(p, np.ones(len(p))):
        axes.plot(p[rows].mean(), y[rows].mean(), "o", color="tab:blue")
        axes.annotate(f" {len(rows)}", (p[rows].mean(), y[rows].mean()), fontsize=7)
    axes.plot([0, 1], [0, 1], color="grey", linewidth=1)
    axes.set_xlabel("confidence said")
    axes.set_ylabel("share that were copies")
    figure.savefig(path)


class Evidence:
    """Labelled pairs of some files as arrays."""

    def __init__(self, paths: list[Path]) -> None:
        parts = [np.load(path) for path in paths]
        self.x = expand(np.concatenate([part["x"] for part in parts]))
        self.y = np.concatenate([part["y"] for part in parts]).astype(np.float64)
        self.kind = np.concatenate([part["kind"] for part in parts])
        self.source = np.concatenate([part["source"] for part in parts])
        self.weight = np.concatenate([part["weight"] for part in parts])
        self.of = np.array([str(k).split(":")[0] for k in self.kind])
        self.drawn = np.array([str(k).startswith(("drawn:", "again:")) for k in self.kind])
        self.odd = np.array([zlib.crc32(str(s).encode()) % 2 == 1 for s in self.source])
        self.words = self.x[:, FEATURES.index("other words")] > 0

    def told(self, coefficients: np.ndarray, offset: float) -> np.ndarray:
        odds = np.clip(self.x @ coefficients + offset, -MOST_ODDS, MOST_ODDS)
        return np.asarray(1 / (1 + np.exp(-odds)))

    def judge(self, p: np.ndarray, rows: np.ndarray) -> None:
        """Print how well these rows are calibrated, and what is missed and false at 0.9."""
        table(p[rows], self.y[rows], self.weight[rows])
        print("the pairs of the product alone:")
        product = rows & (self.weight == 1)
        table(p[product], self.y[product], np.ones(int(product.sum())))
        for wrong, label in (
            ((p < 0.9) & (self.y == 1), "missed"),
            ((p >= 0.9) & (self.y == 0), "false"),
        ):
            names = [str(k).split(":d")[0].split(":g")[0] for k in self.kind[rows & wrong]]
            print(f"{label} at 0.9: {len(names)}", dict(collections.Counter(names).most_common(30)))
            found = collections.Counter(self.kind[self.drawn & wrong].tolist())
            all_drawn = int((self.drawn & (self.y == (label == "missed"))).sum())
            print(f"   of {all_drawn} drawn pages:", dict(found))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("evidence", nargs="*", type=Path)
    parser.add_argument("--test", type=Path)
    parser.add_argument("--only", nargs="+", choices=FEATURES, default=[])
    parser.add_argument("--free-offset", action="store_true")
    parser.add_argument("--weight", nargs="+", default=[], metavar="KIND=NUMBER")
    parser.add_argument("--shipped", action="store_true")
    parser.add_argument("--plot", type=Path)
    args = parser.parse_args()
    test = Evidence([args.test]) if args.test else None
    held, known = dict(FIXED), None
    if args.only:
        held = dict(zip(FEATURES, COEFFICIENTS, strict=True))
        held = {name: held[name] for name in held if name not in args.only}
        known = None if args.free_offset else OFFSET
    if args.shipped:
        if test is None:
            parser.error("--shipped needs --test")
        coefficients, offset = np.array(COEFFICIENTS), OFFSET
        print(f"== shipped confidence, version {VERSION}, on {len(test.y)} pairs")
        p, shown = test.told(coefficients, offset), ~test.drawn
        test.judge(p, shown)
    else:
        fitted = Evidence(args.evidence)
        for given in args.weight:
            kind, number = given.split("=")
            fitted.weight[fitted.of == kind] = float(number)
        usable = ~fitted.words
        test = test or fitted
        shown = ~test.drawn & (test.odd if test is fitted else True)
        half = usable & ~fitted.odd if test is fitted else usable
        coefficients, offset = fit(fitted.x[half], fitted.y[half], fitted.weight[half], held, known)
        p = test.told(coefficients, offset)
        print(f"== fitted on {half.sum()} pairs, tested on {shown.sum()} of other photos")
        test.judge(p, shown)
        coefficients, offset = fit(
            fitted.x[usable], fitted.y[usable], fitted.weight[usable], held, known
        )
        print(f"== fitted on all {usable.sum()} pairs, tested on the same")
        fitted.judge(fitted.told(coefficients, offset), ~fitted.drawn)
        print("COEFFICIENTS = (")
        for feature, value in zip(FEATURES, coefficients, strict=True):
            print(f"    {value:.4f},  # {feature}")
        print(f")\nOFFSET = {offset:.4f}")
    if args.plot:
        plot(args.plot, p[shown], test.y[shown])


if __name__ == "__main__":
    main()
