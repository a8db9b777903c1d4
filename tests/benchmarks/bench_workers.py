"""What it costs and brings that files are read in processes beside the program.

    python tests/benchmarks/bench_workers.py speed FOLDER [--rounds 5]
    python tests/benchmarks/bench_workers.py memory [--workers 2 8 16]
    python tests/benchmarks/bench_workers.py bombs

speed   the photos of FOLDER read in two threads and in two workers, in turn, in one run: processor
        time of program and workers, so that a busy machine changes it little
memory  a scan of JPEGs padded to 255 MB and PNGs of 54 megapixels: the most that program, network
        and workers take together (proportional set size, shared pages once)
bombs   progressive JPEGs with 4,000 scans, and a file whose reading never ends: how long each takes
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Self

import numpy as np
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from imgsim_desktop.embedding.registry import BACKENDS
from imgsim_desktop.library.libraries import LibraryList
from imgsim_desktop.library.paths import Home
from imgsim_desktop.reading.beside import failure_of, limit_s
from imgsim_desktop.reading.read import read_photo
from imgsim_desktop.records import Failure, FoundFile, Reading
from imgsim_desktop.scan import named_network, scan
from imgsim_desktop.scan.pool import Work, read_ahead
from imgsim_desktop.workers import POOL
from tests.benchmarks.stages import processor_s
from tests.workers import stubs

SPEC = BACKENDS["builtin"]
WINDOW = 96
PADDED, PADDED_BYTES = 16, 255 << 20
LARGE = 6
"""PNGs of 54 megapixels, which decode to 162 MB each."""


def found(path: Path) -> FoundFile:
    status = path.stat()
    return FoundFile(path, path.parent, status.st_size, status.st_mtime_ns, 0, 0)


def read_in_threads(files: list[FoundFile], threads: int) -> Iterator[Reading | Failure]:
    with ThreadPoolExecutor(threads) as pool:
        yield from pool.map(lambda file: read_photo(file, SPEC.input, SPEC.parts_input), files)


def read_in_workers(files: list[FoundFile], workers: int) -> Iterator[Reading | Failure]:
    work: Work[FoundFile, Reading | Failure] = Work(
        read_photo,
        lambda file: (file, SPEC.input, SPEC.parts_input),
        failure_of,
        lambda file: limit_s(file.size_bytes),
        lambda file: file.size_bytes,
    )
    yield from read_ahead(files, work, threads=workers, window=WINDOW)


def speed(folder: Path, rounds: int) -> None:
    files = [found(path) for path in sorted(folder.iterdir()) if path.is_file()]
    ways: dict[str, Callable[[], Iterator[Reading | Failure]]] = {
        "threads": lambda: read_in_threads(files, 2),
        "workers": lambda: read_in_workers(files, 2),
    }
    for way in ways.values():
        assert all(isinstance(outcome, Reading) for outcome in way())
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            before = processor_s()
            list(way())
            times[name].append((processor_s() - before) / len(files) * 1e3)
    for name, spent in times.items():
        print(f"{name}: best {min(spent):.2f}, median {np.median(spent):.2f} ms of processor each")
    print(f"{len(files)} photos, load {os.getloadavg()[0]:.1f}")


def memory(counts: list[int]) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "photos")
        folder.mkdir()
        picture = io.BytesIO()
        Image.new("RGB", (600, 400), "#468").save(picture, "JPEG")
        for number in range(PADDED):
            path = folder / f"padded{number}.jpg"
            path.write_bytes(picture.getvalue() + b"%d" % number)
            os.truncate(path, PADDED_BYTES)  # sparse: no disk, but as many bytes to read
        for number in range(LARGE):
            large = Image.effect_noise((9000, 6000), 8 + number).resize((9000, 6000))
            large.convert("RGB").save(folder / f"large{number}.png", compress_level=1)
        network = named_network("builtin")
        for count in counts:
            POOL.close()
            home = Home(Path(place, f"home{count}"))
            library = LibraryList(home).open_for([folder])
            with _Peak() as peak:
                summary = scan(library, home, network, threads=count)
            print(
                f"{count} workers: {peak.megabytes:.0f} MB at most, of it the program "
                f"{peak.program_megabytes:.0f}; {summary.read} of {PADDED + LARGE} read"
            )
    POOL.close()


class _Peak:
    """The most that this process and the workers take together while the context lasts."""

    def __enter__(self) -> Self:
        self.megabytes = self.program_megabytes = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(0.05):
            pids = [os.getpid(), *(hand.pid for hand in list(POOL.foreman().hands))]
            each = list(map(_shared_out_mb, pids))
            if sum(each) > self.megabytes:
                self.megabytes, self.program_megabytes = sum(each), each[0]


def _shared_out_mb(pid: int) -> float:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    except OSError:  # it has just ended
        pass
    return 0.0


def scan_bomb(side: int, scans: int) -> bytes:
    """A progressive JPEG that repeats its last scan."""
    file = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").resize((side, side)).save(
        file, "JPEG", quality=30, progressive=True
    )
    data = file.getvalue()
    last = data.rindex(b"\xff\xda")
    return data[:last] + data[last:-2] * scans + b"\xff\xd9"


def bombs() -> None:
    with tempfile.TemporaryDirectory() as place:
        path = Path(place, "bomb.jpg")
        path.write_bytes(scan_bomb(6000, 4000))
        began = time.monotonic()
        (outcome,) = read_in_workers([found(path)], 2)
        said = outcome.detail if isinstance(outcome, Failure) else "read"
        print(f"4,000 scans of 36 MP, {path.stat().st_size >> 10} kB: {said}", end=", ")
        print(f"{time.monotonic() - began:.1f} s with the start of a worker")
    for name in ("sleep", "compute"):
        began = time.monotonic()
        lost = POOL.run(stubs.double_or, name, 0, 0, limit_s=limit_s(4_000_000))
        print(f"{name} for ever: given up after {time.monotonic() - began:.1f} s ({lost})")
    print(f"load {os.getloadavg()[0]:.1f}")
    POOL.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("speed", "memory", "bombs"))
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--workers", type=int, nargs="+", default=[2, 8, 16])
    args = parser.parse_args()
    if args.what == "speed":
        speed(args.folder, args.rounds)
    elif args.what == "memory":
        memory(args.workers)
    else:
        bombs()


if __name__ == "__main__":
    main()
