"""Processor time of the second look at one pair, beside decoding, by size and kind of copy.

    python tests/benchmarks/bench_look_cost.py PHOTOS [--mp 0.5 2 12] [--against CHECKOUT]

Of some large photos copies are made of each size, and each pair is decoded as the program decodes
it, then looked at several times; the least time counts. Alignments are a quarter of a pixel of a
thumbnail off, as the first comparison leaves them. With another checkout of the project both are
measured in turn, in processes of their own, so that what else the machine does meets both.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance

TRANSFORM = (1.0, 0.0, 0.0008, 0.0, 1.0, -0.0008)
LEAST_PX = 5_000_000
REPOSITORY = Path(__file__).parents[2]


def copies(photo: Image.Image) -> dict[str, Image.Image]:
    size = photo.size
    softer = photo.resize((size[0] * 7 // 10, size[1] * 7 // 10), Image.Resampling.LANCZOS)
    marked = photo.copy()
    ImageDraw.Draw(marked).rectangle(
        [size[0] // 10, size[1] // 10, size[0] // 5, size[1] // 6], fill=(250, 240, 20)
    )
    return {
        "saved again": photo,
        "enlarged again": softer.resize(size, Image.Resampling.BICUBIC),
        "smaller": photo.resize((size[0] * 6 // 10, size[1] * 6 // 10), Image.Resampling.LANCZOS),
        "brighter": ImageEnhance.Brightness(photo).enhance(1.2),
        "marked": marked,
    }


def make(photos: Path, folder: Path, megapixels: float, count: int) -> None:
    large = []
    for path in sorted(photos.rglob("*.jp*g")):
        with Image.open(path) as image:
            if image.width * image.height >= LEAST_PX:
                large.append(path)
    for number, path in enumerate(large[:: max(1, len(large) // count)][:count]):
        image = Image.open(path).convert("RGB")
        scale = (megapixels * 1e6 / (image.width * image.height)) ** 0.5
        size = round(image.width * scale), round(image.height * scale)
        photo = image.resize(size, Image.Resampling.LANCZOS)
        photo.save(folder / f"{number}.jpg", quality=92)
        for kind, copy in copies(photo).items():
            copy.save(folder / f"{number} {kind}.jpg", quality=78)


def measure(folder: Path, times: int) -> dict[str, list[float]]:
    """Milliseconds of each pair, by kind of copy."""
    from imgsim_desktop.matching.look.frame import MAX_PX
    from imgsim_desktop.matching.look.second import look_closely
    from imgsim_desktop.matching.threads import stay_in_one_thread
    from imgsim_desktop.reading.decode import open_upright

    stay_in_one_thread()
    found: dict[str, list[float]] = {}
    for path in sorted(folder.glob("* *.jpg")):
        number, kind = path.stem.split(" ", 1)
        both = (folder / f"{number}.jpg", path)
        a, b = (np.asarray(open_upright(file, round(1.02 * MAX_PX))) for file in both)
        spent = []
        for _ in range(times):
            begun = time.process_time()
            look_closely(a, b, TRANSFORM)
            spent.append(1000 * (time.process_time() - begun))
        found.setdefault(kind, []).append(min(spent))
    return found


def _measured_in(checkout: Path, folder: Path, times: int) -> dict[str, list[float]]:
    answer = subprocess.run(
        [sys.executable, __file__, str(folder), "--one", "--times", str(times)],
        env={**os.environ, "PYTHONPATH": str(checkout)},
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return json.loads(answer.stdout)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("photos", type=Path)
    parser.add_argument("--mp", type=float, nargs="+", default=[0.5, 2, 12])
    parser.add_argument("--photos-each", type=int, default=6)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--against", type=Path, help="another checkout, measured in turn")
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        print(json.dumps(measure(args.photos, args.times)))
        return
    checkouts = [REPOSITORY] if args.against is None else [args.against, REPOSITORY]
    for megapixels in args.mp:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            make(args.photos, folder, megapixels, args.photos_each)
            rounds = [
                [_measured_in(checkout, folder, args.times) for checkout in checkouts]
                for _ in range(args.rounds)
            ]
        for kind in rounds[0][0]:
            means = [
                float(np.mean(np.min([one[place][kind] for one in rounds], axis=0)))
                for place in range(len(checkouts))
            ]
            print(f"{megapixels:4} MP  {kind:15}", *(f"{ms:7.1f} ms" for ms in means), flush=True)


if __name__ == "__main__":
    main()
