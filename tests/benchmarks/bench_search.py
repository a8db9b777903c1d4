"""Nearest neighbours: click to similar, and from which size on the graph pays.

python -m tests.benchmarks.bench_search [--sizes 20000,50000,100000] [--dim 256]
"""

from __future__ import annotations

import argparse
import time

import numpy as np

from imgsim_desktop.matching.index import Searcher


def clustered(n: int, dim: int) -> np.ndarray:
    """Unit vectors as a network gives them: clusters of about 50 around loose centres."""
    rng = np.random.default_rng(0)
    centres = rng.standard_normal((max(1, n // 50), dim)).astype(np.float32)
    vectors = centres[rng.integers(0, len(centres), n)]
    vectors = vectors + 0.8 * rng.standard_normal((n, dim)).astype(np.float32)
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", default="20000,50000,100000")
    parser.add_argument("--dim", type=int, default=256)
    parser.add_argument("--rows", type=int, default=2000, help="of the self-kNN that is timed")
    parser.add_argument("--no-graph", action="store_true")
    args = parser.parse_args()
    for n in map(int, args.sizes.split(",")):
        vectors, keys = clustered(n, args.dim), np.arange(n)
        for name, below in (("exact", 10**9), ("graph", 0)):
            if name == "graph" and args.no_graph:
                continue
            start, cpu = time.perf_counter(), time.process_time()
            searcher = Searcher.build(keys, vectors, exact_below=below)
            built, built_cpu = time.perf_counter() - start, time.process_time() - cpu
            searcher.query(vectors[:1], 100)
            clicks, clicks_cpu = [], []
            for row in range(0, n, n // 20):
                start, cpu = time.perf_counter(), time.process_time()
                searcher.query(vectors[row], 100)
                clicks.append(time.perf_counter() - start)
                clicks_cpu.append(time.process_time() - cpu)
            rows = np.arange(0, n, max(1, n // args.rows))
            start, cpu = time.perf_counter(), time.process_time()
            found, _ = searcher.neighbours(20, rows)
            whole = (time.perf_counter() - start) * n / len(rows)
            whole_cpu = (time.process_time() - cpu) * n / len(rows)
            if name == "exact":
                truth = found
            hits = [len(np.intersect1d(a, b)) for a, b in zip(found, truth, strict=True)]
            recall = np.mean(hits) / 20
            print(
                f"{n:8d} x {args.dim} {name}: build {built:6.1f} s (cpu {built_cpu:.1f}), click "
                f"median {1e3 * np.median(clicks):6.1f} ms (cpu {1e3 * np.median(clicks_cpu):.1f}) "
                f"worst {1e3 * max(clicks):6.1f} ms, all neighbours {whole:7.1f} s "
                f"(cpu {whole_cpu:.1f}), recall@20 {recall:.4f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
