"""An unchanged library scanned again, and what a photo costs in memory.

    python tests/benchmarks/bench_rescan.py [--photos 100000]

Makes that many tiny files and a cache that knows them all, then scans in a process of its own:
once with a tenth of the files, once with all, so that the growth of memory can be told. The second
part reads 6,000 tiny pictures and watches the memory while it grows.
"""

from __future__ import annotations

import argparse
import contextlib
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from imgsim_desktop.control import Cancelled, Control
from imgsim_desktop.library.cache import CacheWriter
from imgsim_desktop.library.libraries import LibraryList
from imgsim_desktop.library.paths import Home
from imgsim_desktop.matching import confidence
from imgsim_desktop.reading.read import READER_VERSION
from imgsim_desktop.records import Facts, FoundFile, Library, PairTable, Progress, Reading
from imgsim_desktop.scan import scan
from imgsim_desktop.scan.pairs import pair_check_note
from tests.fakes import FAKE_SPEC, fake_network
from tests.pictures import save_photo

PER_FOLDER = 500
TO_READ = 6_000


def make_known(place: Path, count: int) -> tuple[Home, Library]:
    """Files, and a cache that has read them all."""
    home, folder = Home(place / "home"), place / "photos"
    home.thumbnails.mkdir(parents=True)
    folder.mkdir()
    library = LibraryList(home).open_for([folder])
    model_key = FAKE_SPEC.model_key
    vectors = np.random.default_rng(1).standard_normal((PER_FOLDER, FAKE_SPEC.dim)).astype("f4")
    with CacheWriter(home, library) as cache:
        for start in range(0, count, PER_FOLDER):
            readings = []
            for number in range(start, min(start + PER_FOLDER, count)):
                path = folder / f"{start:06}" / f"IMG_{number:06}.jpg"
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(b"%06d" % number)
                readings.append(_reading(path, folder, number))
            some = vectors[: len(readings)]
            cache.store_batch(readings, some, model_key, reader_version=READER_VERSION)
        contents, _ = cache.vectors(model_key)
        cache.store_pairs(model_key, PairTable.empty(), contents)
        cache.set_note(pair_check_note(model_key), confidence.VERSION)
    return home, library


def _reading(path: Path, root: Path, number: int) -> Reading:
    status = path.stat()
    file = FoundFile(path, root, status.st_size, status.st_mtime_ns, status.st_dev, status.st_ino)
    digest = number.to_bytes(16, "big")
    return Reading(
        file=file,
        content_hash=digest,
        pixel_hash=digest,
        perceptual_hash=digest * 2,
        facts=Facts(width_px=4000, height_px=3000, format="JPEG", taken_ns=number * 10**9),
        thumbnail_jpeg=b"",
        pixels=np.empty((0, 0, 3), np.uint8),
    )


def rescan(place: Path) -> None:
    """In a process of its own: prints seconds and peak memory."""
    home = Home(place / "home")
    (library,) = LibraryList(home).all()
    began = time.perf_counter()
    summary = scan(library, home, fake_network())
    seconds = time.perf_counter() - began
    assert summary.read == 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(summary.unchanged, seconds, time.process_time(), peak)


def measure(count: int) -> tuple[float, float, float]:
    """(wall seconds, processor seconds, peak bytes) of an unchanged scan."""
    with tempfile.TemporaryDirectory() as place:
        make_known(Path(place), count)
        command = [sys.executable, __file__, "--rescan", place]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    unchanged, seconds, processor, peak = map(float, done.stdout.split())
    assert unchanged == count
    return seconds, processor, peak


class Gauge(Control):
    """Notes the memory in use at each 500 photos, and stops before the comparison."""

    def __init__(self) -> None:
        super().__init__()
        self.samples: list[tuple[int, int]] = []

    def report(self, progress: Progress) -> None:
        super().report(progress)
        if progress.stage == "index":
            self.stop()
        if progress.stage == "reading" and progress.done >= 500 * (len(self.samples) + 1):
            pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
            self.samples.append((progress.done, pages * resource.getpagesize()))


def growth_while_reading() -> float:
    """Bytes of memory a photo, while photos are read for the first time."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "photos")
        for number in range(TO_READ):
            save_photo(folder / f"{number:05}.jpg", number, width=64, height=48)
        home, gauge = Home(Path(place, "home")), Gauge()
        library = LibraryList(home).open_for([folder])
        with contextlib.suppress(Cancelled):
            scan(library, home, fake_network(), control=gauge)
    photos, memory = np.array(gauge.samples[2:], float).T
    return float(np.polyfit(photos, memory, 1)[0])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=100_000)
    parser.add_argument("--rescan", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.rescan:
        rescan(args.rescan)
        return
    _, _, little = measure(args.photos // 10)
    seconds, processor, peak = measure(args.photos)
    growth = (peak - little) / (args.photos - args.photos // 10)
    print(f"unchanged scan of {args.photos} files: {seconds:.1f} s, {processor:.1f} s of processor")
    print(f"peak memory {peak / 1e6:.0f} MB, {growth:.0f} bytes a photo more than a tenth of them")
    print(f"while reading: {growth_while_reading():.0f} bytes a photo")


if __name__ == "__main__":
    main()
