"""Moving the slider: grouping 100,000 photos anew from stored pairs.

python -m tests.benchmarks.bench_groups [--photos 100000] [--pairs 200000]
"""

from __future__ import annotations

import argparse
import time

import numpy as np

from imgsim_desktop.matching.groups import expected_false_pairs, group_pairs
from imgsim_desktop.records import PairTable


def library(photos: int, pairs: int) -> PairTable:
    """Pairs of near ids, confidences as a library has them: mostly near 0 or near 1."""
    rng = np.random.default_rng(0)
    a = rng.integers(0, photos, pairs * 2)
    b = a + rng.integers(1, 6, pairs * 2)
    ends = np.unique(a[b < photos] * photos + b[b < photos])
    ends = np.sort(rng.permutation(ends)[:pairs])
    confidence = rng.beta(0.2, 0.2, len(ends)).astype(np.float32)
    return PairTable.from_columns(
        ends // photos,
        ends % photos,
        confidence=confidence,
        kind=rng.integers(0, 5, len(ends)).astype(np.uint8),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--photos", type=int, default=100_000)
    parser.add_argument("--pairs", type=int, default=200_000)
    args = parser.parse_args()
    pairs = library(args.photos, args.pairs)
    worth = np.random.default_rng(1).permutation(args.photos)
    for confidence in (0.5, 0.9, 0.99):
        wall, cpu = [], []
        for _ in range(5):
            start, start_cpu = time.perf_counter(), time.process_time()
            groups = group_pairs(pairs, confidence, worth)
            wall.append(time.perf_counter() - start)
            cpu.append(time.process_time() - start_cpu)
        members = sum(len(group.members) for group in groups)
        print(
            f"{args.photos} photos, {len(pairs)} pairs, confidence {confidence}: {len(groups)} "
            f"groups of {members} photos in {1e3 * min(wall):.0f} ms (median "
            f"{1e3 * np.median(wall):.0f}, cpu {1e3 * min(cpu):.0f}); "
            f"{expected_false_pairs(pairs, confidence):.1f} false pairs expected"
        )


if __name__ == "__main__":
    main()
