"""Where the time of a first scan goes, beside pure shrunk decoding of the same files.

    python tests/benchmarks/bench_scan.py FOLDER [--photos 240] [--min-megapixels 7] [--backend X]
    python tests/benchmarks/bench_scan.py PICTURES.zip --typical

Takes the photos of FOLDER that are large enough and copies them, each copy with other bytes behind
its end, until there are enough: the worst case for the comparison, everything has copies.
`--typical` instead enlarges small pictures to 10 megapixels with grain, as a camera makes them: all
different, but for a tenth that are edited copies of others.

Decoding alone (Pillow, `draft`) is timed before and after the scan, in the same process on as many
threads. Stages are processor time, in the program and in its workers, so that a busy machine
changes them little; the rates are wall clock. Prints a Markdown table.
"""

from __future__ import annotations

import argparse
import itertools
import os
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from imgsim_desktop.cores import cores
from imgsim_desktop.library.cache import CacheWriter
from imgsim_desktop.library.libraries import LibraryList
from imgsim_desktop.library.paths import Home
from imgsim_desktop.library.thumbnails import ThumbnailStore
from imgsim_desktop.scan import Network, named_network, scan
from imgsim_desktop.scan import run as scan_run
from tests.benchmarks.stages import (
    READING,
    StageClock,
    most_memory_mb,
    processor_s,
    read_timed,
    seconds_in_workers,
)

SHORT_PX = 256
"""What reading decodes to at least; pure decoding is asked for the same."""

CAMERA_PX = (3648, 2736)
GRAIN = 5.0
"""Standard deviation of the brightness: files become as large as those of cameras, 4-5 MB."""

STAGES: dict[str, list[tuple[Any, str]]] = {
    "embed": [],
    "write": [(CacheWriter, "store_batch"), (ThumbnailStore, "put")],
}
"""Those of the program itself; `stages.READING` are those of its workers."""


def make_photos(source: Path, folder: Path, count: int, megapixels: float) -> list[Path]:
    large = []
    for path in sorted(source.rglob("*.jp*g")) + sorted(source.rglob("*.JP*G")):
        with Image.open(path) as image:
            if image.width * image.height >= megapixels * 1e6:
                large.append(path)
    if not large:
        raise SystemExit(f"no JPEG of {megapixels} megapixels below {source}")
    photos = []
    for number, path in zip(range(count), itertools.cycle(large), strict=False):
        photo = folder / f"{number:05}.jpg"
        photo.write_bytes(path.read_bytes() + f"{number:016}".encode())
        photos.append(photo)
    size = sum(photo.stat().st_size for photo in photos) / count / 1e6
    print(f"{count} photos from {len(large)} of {megapixels}+ megapixels, {size:.1f} MB each")
    return photos


def make_typical(source: Path, folder: Path, count: int) -> list[Path]:
    """A library as people have it: a tenth of it are copies saved again, halved, cropped."""
    rng = np.random.default_rng(1)
    with zipfile.ZipFile(source) as archive:
        names = sorted(n for n in archive.namelist() if n.endswith((".webp", ".jpg", ".png")))
        # neighbours in a collection are often shots of one thing: taken from all over it
        names = names[:: max(1, len(names) // count)][:count]
        photos = []
        for number, name in enumerate(names):
            path = folder / f"{number:05}.jpg"
            if number % 10 == 9:
                edited_copy(photos[-5], number // 10).save(path, quality=85)
            else:
                with Image.open(archive.open(name)) as image:
                    enlarged(image, rng).save(path, quality=92)
            photos.append(path)
    size = sum(photo.stat().st_size for photo in photos) / len(photos) / 1e6
    print(f"{len(photos)} photos of {CAMERA_PX[0]} x {CAMERA_PX[1]}, a tenth copies, {size:.1f} MB")
    return photos


def enlarged(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    """A small picture as if a camera had taken it: its size, with grain in brightness."""
    px = CAMERA_PX if image.width >= image.height else CAMERA_PX[::-1]
    large = np.asarray(image.convert("RGB").resize(px, Image.Resampling.BICUBIC), np.int16)
    grain = rng.normal(0, GRAIN, (512, 512, 1)).astype(np.int16)
    tiles = (-(-px[1] // 512), -(-px[0] // 512), 1)
    noisy = large + np.tile(grain, tiles)[: px[1], : px[0]]
    return Image.fromarray(noisy.clip(0, 255).astype(np.uint8))


def edited_copy(path: Path, number: int) -> Image.Image:
    with Image.open(path) as image:
        image.load()
        width, height = image.size
        if number % 3 == 0:
            return image
        if number % 3 == 1:
            return image.resize((width // 2, height // 2), Image.Resampling.LANCZOS)
        return image.crop((width // 8, height // 8, width * 7 // 8, height * 7 // 8))


def decode_alone(photos: list[Path], threads: int) -> tuple[float, float]:
    """(wall, processor) seconds of shrunk decoding."""

    def decode(path: Path) -> None:
        with Image.open(path) as image:
            scale = SHORT_PX / min(image.size)
            image.draft(None, (round(image.width * scale), round(image.height * scale)))
            image.load()

    return timed(lambda: list(ThreadPoolExecutor(threads).map(decode, photos)))


def timed(work: Callable[[], object]) -> tuple[float, float]:
    wall, processor = time.perf_counter(), processor_s()
    work()
    return time.perf_counter() - wall, processor_s() - processor


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--photos", type=int, default=240)
    parser.add_argument("--min-megapixels", type=float, default=7)
    parser.add_argument("--typical", action="store_true", help="folder is a zip of small pictures")
    parser.add_argument("--backend", default="builtin")
    args = parser.parse_args()
    threads = cores()
    # not above: workers import this module, and shall not load torch
    from imgsim_desktop.embedding.graphs import Graph
    from imgsim_desktop.embedding.runner import Runner

    STAGES["embed"] += [(Runner, "_slice"), (Graph, "_slice")]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "photos")
        folder.mkdir()
        if args.typical:
            photos = make_typical(args.folder, folder, args.photos)
        else:
            photos = make_photos(args.folder, folder, args.photos, args.min_megapixels)
        network = named_network(args.backend)
        backend = network.open("auto")  # loading torch is not what is measured
        clock = StageClock()
        for stage, functions in STAGES.items():
            for owner, name in functions:
                clock.watch(stage, owner, name)
        clock.watch("compare", scan_run, "compare_contents", processor_s)
        clock.watch("second look", scan_run, "look_at_pairs", processor_s)
        scan_run.read_photo = read_timed
        before = decode_alone(photos, threads)
        home = Home(Path(place, "home"))
        library = LibraryList(home).open_for([folder])
        opened = Network(network.spec, lambda device: backend)
        wall, processor = timed(lambda: scan(library, home, opened))
        in_workers, memory = seconds_in_workers(), most_memory_mb()
        after = decode_alone(photos, threads)
    clock.seconds.update(in_workers)
    report(len(photos), threads, clock, (before, after), (wall, processor))
    program, workers = memory
    each = ", ".join(f"{mb:.0f}" for mb in workers)
    print(f"; most memory: program {program:.0f} MB, workers {each} MB")


def report(
    count: int,
    threads: int,
    clock: StageClock,
    decoding: tuple[tuple[float, float], tuple[float, float]],
    scanned: tuple[float, float],
) -> None:
    wall, processor = scanned
    alone_wall = sum(seconds for seconds, _ in decoding) / 2
    alone_processor = sum(seconds for _, seconds in decoding) / 2
    print(f"{threads} cores, load {os.getloadavg()[0]:.1f}\n")
    print("| stage | processor ms/photo |\n|---|---|")
    whole = clock.seconds.pop("read_photo")
    clock.seconds["rest of reading"] = whole - sum(clock.seconds[stage] for stage in READING)
    for stage in (*READING, "rest of reading", *STAGES, "compare", "second look"):
        print(f"| {stage} | {clock.seconds[stage] / count * 1e3:.2f} |")
    rest = processor - sum(clock.seconds.values())
    print(f"| rest (start of workers, messages, walk, Python) | {rest / count * 1e3:.2f} |")
    idle = max(0.0, threads * wall - processor)
    print(f"| idle or taken by others | {idle / count * 1e3:.2f} |")
    print(f"\nscan: {count / wall:.1f} photos/s")
    print(f"decoding alone: {count / alone_wall:.1f} photos/s")
    print(f"scan / decoding alone: {alone_wall / wall:.0%} by the clock, ", end="")
    print(f"{alone_processor / processor:.0%} by processor time", end="; ")
    described = sum(clock.seconds[stage] for stage in (*READING, "rest of reading", *STAGES))
    told = alone_processor / (described + clock.seconds["compare"])
    print(f"{told:.0%} of reading, describing, writing and comparing alone", end=", ")
    print(f"{alone_processor / described:.0%} without comparing", end="")


if __name__ == "__main__":
    main()
