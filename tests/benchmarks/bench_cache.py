"""How cache.db behaves with many photos: python -m tests.benchmarks.bench_cache [PHOTOS]

Stores synthetic photos in batches of 32 with vectors of 256 numbers, then times what the window and
the next scan ask. Prints milliseconds, best of three.
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


def show(name: str, what: Callable[[], object]) -> None:
    """Best of three by the clock, and by the processor: they differ where other programs run."""
    walls, processors = [], []
    for _ in range(3):
        wall, processor = time.perf_counter(), time.process_time()
        what()
        walls.append(time.perf_counter() - wall)
        processors.append(time.process_time() - processor)
    print(f"{name}: {min(walls) * 1000:.2f} ms, processor {min(processors) * 1000:.2f} ms")


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    rng = np.random.default_rng(0)
    with tempfile.TemporaryDirectory() as folder:
        home, library = Home(Path(folder)), Library("bench", "Bench", (Path("/photos"),))
        with CacheWriter(home, library) as writer:
            start, processor = time.perf_counter(), time.process_time()
            for first in range(0, count, 32):
                batch = [reading(number) for number in range(first, min(first + 32, count))]
                vectors = rng.normal(size=(len(batch), DIM)).astype(np.float32)
                writer.store_batch(batch, vectors, MODEL)
            seconds = time.perf_counter() - start
            processor = time.process_time() - processor
            print(
                f"store {count} photos in batches of 32: {count / seconds:.0f} photos/s,", end=" "
            )
            print(f"{processor / count * 1e6:.0f} us of the processor each")
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            start, processor = time.perf_counter(), time.process_time()
            known = writer.known_files()
            grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
            print(f"known_files: {(time.perf_counter() - start) * 1000:.0f} ms,", end=" ")
            print(f"processor {(time.process_time() - processor) * 1000:.0f} ms,", end=" ")
            print(f"{grown / len(known):.0f} B a photo")
            ids = np.arange(1, count)
            pairs = PairTable.from_columns(ids, ids + 1, confidence=0.9)
            start = time.perf_counter()
            writer.store_pairs(MODEL, pairs, ids)
            print(f"store {len(pairs)} pairs: {(time.perf_counter() - start) * 1000:.0f} ms")
        reader = CacheReader(home, library)
        for sort in ("date", "name", "size", "folder"):
            show(f"photo_ids by {sort}", lambda s=sort: reader.photo_ids(s))
        show("photo_ids by name filter", lambda: reader.photo_ids(name_filter="777"))
        page = rng.integers(1, count, 200).tolist()
        show("200 photos", lambda: reader.photos(page))
        show("versions", reader.versions)
        show("folders", reader.folders)
        show("photos_of_contents", reader.photos_of_contents)
        show("all photos", reader.photos)
        show("vectors", lambda: reader.vectors(MODEL))
        show("pairs", lambda: reader.pairs(MODEL))
        size = home.cache_db(library.key).stat().st_size
        print(f"cache.db: {size / count:.0f} B a photo")
        reader.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
