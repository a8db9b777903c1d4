"""Where the time of reading a photo goes, beside pure shrunk decoding of the same files.

    python tests/benchmarks/bench_reading.py FOLDER_OR_FILE... [--rounds 5] [--threads 2]

Takes the JPEGs of 7 megapixels and more it finds there; without any, it makes six of 12 megapixels.
Each stage is the best of the rounds, on one thread; the last lines run read_photo and pure decoding
on a pool of threads, one after the other in the same run.
"""

from __future__ import annotations

import argparse
import io
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from imgsim_desktop.reading import decode, facts, fingerprints, openers, read
from imgsim_desktop.records import THUMBNAIL_PX, FoundFile, InputShape, Reading

SHAPE = InputShape(128)


def best_ms(work: Callable[[], object], rounds: int) -> float:
    """Shortest of some runs, in milliseconds."""
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return min(times) * 1000


def found(path: Path) -> FoundFile:
    status = path.stat()
    return FoundFile(path, path.parent, status.st_size, status.st_mtime_ns, 0, 0)


def pure_decode(path: Path) -> None:
    """What any reader must at least do: the file's bytes, decoded as small as read_photo does."""
    with Image.open(io.BytesIO(path.read_bytes())) as image:
        scale = max(THUMBNAIL_PX / max(image.size), decode.WORKING_SHORT_PX / min(image.size))
        image.draft(None, (int(image.width * scale), int(image.height * scale)))
        image.load()


def stages(path: Path, rounds: int) -> dict[str, float]:
    """Milliseconds of each stage of one photo."""
    data = path.read_bytes()

    def decoded() -> tuple[openers.Header, Image.Image]:
        header = openers.open_header(data, path.suffix)
        working = decode.decode(
            data, header, THUMBNAIL_PX, decode.WORKING_SHORT_PX, tolerated_loss=0.02
        )
        return header, working

    header, working = decoded()
    small = decode.shrink_to(working, THUMBNAIL_PX)
    pixels = np.asarray(small)
    grey = facts.luma(np.asarray(small.resize((64, 64), Image.Resampling.BOX)))
    return {
        "read bytes": best_ms(path.read_bytes, rounds),
        "content hash": best_ms(lambda: fingerprints.hash_bytes(data), rounds),
        "header, decode, colour": best_ms(decoded, rounds),
        "shrink to 320": best_ms(lambda: decode.shrink_to(working, THUMBNAIL_PX), rounds),
        "thumbnail JPEG": best_ms(lambda: decode.encode_jpeg(pixels), rounds),
        "network input": best_ms(lambda: decode.shape_input(small, SHAPE), rounds),
        "pixel and look hash": best_ms(
            lambda: (fingerprints.hash_pixels(1, 1, pixels), fingerprints.hash_look(grey)), rounds
        ),
        "facts": best_ms(lambda: facts.gather_facts(header, 1, 1, pixels), rounds),
        "read_photo, all": best_ms(lambda: read.read_photo(found(path), SHAPE), rounds),
        "pure shrunk decoding": best_ms(lambda: pure_decode(path), rounds),
    }


def made_photos(folder: Path) -> list[Path]:
    """Six noisy 12-megapixel JPEGs, about as large as a phone's."""
    rng = np.random.default_rng(1)
    paths = []
    for number in range(6):
        coarse = rng.integers(0, 255, (60, 80, 3), np.uint8)
        image = Image.fromarray(coarse).resize((4000, 3000), Image.Resampling.BICUBIC)
        noise = Image.effect_noise((4000, 3000), 30).filter(ImageFilter.GaussianBlur(1))
        image = Image.blend(image, noise.convert("RGB"), 0.3)
        paths.append(folder / f"made-{number}.jpg")
        image.save(paths[-1], quality=88)
    return paths


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sources", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        paths = [p for s in args.sources for p in ([s] if s.is_file() else sorted(s.rglob("*")))]
        paths = [p for p in paths if p.suffix.lower() in {".jpg", ".jpeg"}]
        photos = []
        for path in paths:
            reading = read.read_photo(found(path), SHAPE)
            if isinstance(reading, Reading):
                size = reading.facts.width_px * reading.facts.height_px
                photos += [path] if size >= 7e6 else []
        photos = photos or made_photos(Path(folder))
        report(photos, args.rounds, args.threads)
    return 0


def report(photos: list[Path], rounds: int, threads: int) -> None:
    tables = [stages(path, rounds) for path in photos]
    megabytes = sum(path.stat().st_size for path in photos) / 1e6 / len(photos)
    print(f"{len(photos)} photos, {megabytes:.1f} MB on average; best of {rounds}, one thread")
    for name in tables[0]:
        print(f"{name:24} {sum(table[name] for table in tables) / len(tables):8.2f} ms")
    jobs = photos * max(1, 24 // len(photos))
    with ThreadPoolExecutor(threads) as pool:
        rates = {}
        for name, work in (
            ("pure", pure_decode),
            ("read", lambda path: read.read_photo(found(path), SHAPE)),
            ("pure again", pure_decode),
        ):
            began = time.perf_counter()
            list(pool.map(work, jobs))
            rates[name] = len(jobs) / (time.perf_counter() - began)
    pure = (rates["pure"] + rates["pure again"]) / 2
    print(f"{threads} threads: read_photo {rates['read']:.1f} photos/s, pure decoding {pure:.1f}/s")
    print(f"read_photo reaches {rates['read'] / pure:.0%} of pure shrunk decoding")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak:.0f} MB")


if __name__ == "__main__":
    sys.exit(main())
