"""How cache.db behaves with many photos: python -m tests.benchmarks.bench_cache [PHOTOS]

Stores synthetic photos in batches of 32 with vectors of 256 numbers, then times what the window and
the next scan ask. Prints milliseconds, best of three where it says so.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from imgsim_desktop.library.cache import CacheReader, CacheWriter
from imgsim_desktop.library.paths import Home
from imgsim_desktop.records import Facts, FoundFile, Library, PairTable, Reading

MODEL = "bench-1"
DIM = 256


def reading(number: int) -> Reading:
    root = Path("/photos")
    path = root / f"{2000 + number % 24}" / f"album {number % 311}" / f"IMG_{number}.jpg"
    return Reading(
        file=FoundFile(path, root, 3_000_000 + number, number * 10**9, 1, number + 1),
        content_hash=number.to_bytes(16, "big"),
        pixel_hash=bytes(16),
        perceptual_hash=bytes(32),
        facts=Facts(4000, 3000, "JPEG", taken_ns=(number * 7919 % 10**6) * 10**9, camera="Bench"),
        thumbnail_jpeg=b"",
        pixels=np.zeros((1, 1, 3), np.uint8),
    )


def best_ms(what: Callable[[], object]) -> float:
    times = []
    for _ in range(3):
        start = time.perf_counter()
        what()
        times.append(time.perf_counter() - start)
    return min(times) * 1000


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    rng = np.random.default_rng(0)
    with tempfile.TemporaryDirectory() as folder:
        home, library = Home(Path(folder)), Library("bench", "Bench", (Path("/photos"),))
        with CacheWriter(home, library) as writer:
            start = time.perf_counter()
            for first in range(0, count, 32):
                batch = [reading(number) for number in range(first, min(first + 32, count))]
                vectors = rng.normal(size=(len(batch), DIM)).astype(np.float32)
                writer.store_batch(batch, vectors, MODEL)
            seconds = time.perf_counter() - start
            print(f"store {count} photos in batches of 32: {count / seconds:.0f} photos/s")
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            start = time.perf_counter()
            known = writer.known_files()
            grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
            print(f"known_files: {(time.perf_counter() - start) * 1000:.0f} ms,", end=" ")
            print(f"{grown / len(known):.0f} B a photo")
            ids = np.arange(1, count)
            pairs = PairTable.from_columns(ids, ids + 1, confidence=0.9)
            start = time.perf_counter()
            writer.store_pairs(MODEL, pairs, ids)
            print(f"store {len(pairs)} pairs: {(time.perf_counter() - start) * 1000:.0f} ms")
        reader = CacheReader(home, library)
        for sort in ("date", "name", "size", "folder"):
            print(f"photo_ids by {sort}: {best_ms(lambda s=sort: reader.photo_ids(s)):.0f} ms")
        filtered = best_ms(lambda: reader.photo_ids("name", name_filter="777"))
        print(f"photo_ids by name filter: {filtered:.0f} ms")
        page = rng.integers(1, count, 200).tolist()
        print(f"200 photos: {best_ms(lambda: reader.photos(page)):.1f} ms")
        print(f"versions: {best_ms(reader.versions):.2f} ms")
        print(f"folders: {best_ms(reader.folders):.0f} ms")
        print(f"photos_of_contents: {best_ms(reader.photos_of_contents):.0f} ms")
        print(f"vectors: {best_ms(lambda: reader.vectors(MODEL)):.0f} ms")
        print(f"pairs: {best_ms(lambda: reader.pairs(MODEL)):.0f} ms")
        size = home.cache_db(library.key).stat().st_size
        print(f"cache.db: {size / count:.0f} B a photo")
        reader.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
