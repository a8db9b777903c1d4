"""From stored vectors to groups, without looking at pixels: seconds by the clock and of processor.

python -m tests.benchmarks.bench_candidates [--photos 100000] [--graph] [--hashes]

A made-up library: photos in clusters of 50 that look alike, as many copies as a tenth of them, five
parts each that look like their photo, and random perceptual hashes. OMP_NUM_THREADS threads.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from imgsim_desktop.matching import looks
from imgsim_desktop.matching.candidates import ComparisonPlan, Content, find_candidates
from imgsim_desktop.matching.groups import group_pairs
from imgsim_desktop.matching.index import EXACT_BELOW, Searcher
from imgsim_desktop.records import Facts, PairTable


@contextmanager
def timed(what: str) -> Iterator[None]:
    start, cpu = time.perf_counter(), time.process_time()
    yield
    wall, cpu = time.perf_counter() - start, time.process_time() - cpu
    print(f"{what:28s} {wall:7.2f} s, processor {cpu:7.2f} s", flush=True)


def library(photos: int, numbers: int = 256) -> tuple[np.ndarray, list[Content]]:
    rng = np.random.default_rng(1)
    centres = rng.standard_normal((photos // 50 + 1, numbers)).astype(np.float32)
    vectors = centres[np.arange(photos) // 50]
    vectors += 0.9 * rng.standard_normal((photos, numbers)).astype(np.float32)
    hashes = rng.integers(0, 256, (photos, 32), np.uint8)
    copies = photos // 10
    vectors[:copies] = vectors[copies : 2 * copies] + 0.1 * vectors[:copies]
    hashes[:copies] = hashes[copies : 2 * copies]
    order = rng.permutation(photos)
    vectors, hashes = vectors[order], hashes[order]
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    facts = Facts(4000, 3000, "JPEG")
    return vectors, [
        Content(n, n.to_bytes(16, "big"), n.to_bytes(16, "big"), hashes[n].tobytes(), facts)
        for n in range(photos)
    ]


def parts_of(keys: np.ndarray, vectors: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """In blocks, as the cache gives them."""
    rng = np.random.default_rng(2)
    for start in range(0, len(keys), 500):
        some = slice(start, start + 500)
        noise = rng.standard_normal((len(keys[some]), 5, vectors.shape[1])).astype(np.float32)
        parts = vectors[some, None] + 0.8 * noise / np.linalg.norm(noise, axis=2, keepdims=True)
        yield keys[some], parts / np.linalg.norm(parts, axis=2, keepdims=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--photos", type=int, default=100_000)
    parser.add_argument("--graph", action="store_true", help="by the graph, whatever the number")
    parser.add_argument("--hashes", action="store_true", help="only compare the hashes")
    args = parser.parse_args()
    vectors, contents = library(args.photos)
    keys = np.arange(args.photos)
    asked = np.ones(args.photos, np.bool_)
    print(f"{args.photos} photos, {looks.BITS}-bit hashes, vectors of {vectors.shape[1]} numbers")
    hashes = looks.stack([content.perceptual_hash for content in contents])
    with timed("hashes, all asked for"):
        looks.near_pairs(hashes, asked)
    with timed("hashes, one asked for"):
        looks.near_pairs(hashes, keys == 7)
    if args.hashes:
        return
    with timed("index"):
        below = 0 if args.graph else EXACT_BELOW
        searcher = Searcher.build(keys, vectors, exact_below=below)
    with timed("neighbours and background"):
        find_candidates(keys, vectors, searcher)
    with timed("the same, and what parts find"):
        candidates = find_candidates(keys, vectors, searcher, parts=parts_of(keys, vectors))
    with timed("hashes and plan"):
        row_of = {n: n for n in range(args.photos)}
        plan = ComparisonPlan.make(contents, candidates, asked, row_of, PairTable.empty())
    first = np.array(plan.waves[0])
    table = PairTable.from_columns(first[:, 0], first[:, 1], confidence=0.95)
    with timed("groups of all candidates"):
        groups = group_pairs(table, 0.9, keys)
    print(f"{len(first)} pairs would be looked at first, {len(groups)} groups if all were copies")


if __name__ == "__main__":
    main()
