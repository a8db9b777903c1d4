"""What looking for damage costs beside decoding JPEGs for a scan.

    python -m tests.benchmarks.bench_damage FOLDER --rounds 5

Each JPEG in FOLDER is decoded as a scan does (shrunk by the decoder to 320 px or a little more):
once by Pillow alone, once by the decoder whose warnings are heard, and what it gave is looked at
for rows that are shifted or grey. Processor time, the two by turns; files are in memory.
"""

from __future__ import annotations

import argparse
import io
import time
from collections import Counter
from pathlib import Path

from PIL.JpegImagePlugin import JpegImageFile

from imgsim_desktop.reading.decode import WORKING_SHORT_PX, _block, _shrink, _wanted
from imgsim_desktop.reading.grey_end import ends_grey
from imgsim_desktop.reading.jpeg import decode_jpeg, find_damage
from imgsim_desktop.reading.raster_step import has_raster_step
from imgsim_desktop.records import THUMBNAIL_PX


def megapixels(path: Path) -> float:
    with JpegImageFile(io.BytesIO(path.read_bytes())) as image:
        return image.width * image.height / 1e6


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--least-mp", type=float, default=0.0, help="smaller ones are left out")
    args = parser.parse_args()
    paths = sorted(p for p in args.folder.rglob("*") if p.suffix.lower() in (".jpg", ".jpeg"))
    files = [path.read_bytes() for path in paths if megapixels(path) >= args.least_mp]
    spent: Counter[str] = Counter()
    warned: set[int] = set()
    called: set[int] = set()

    def timed(what: str, began: int) -> int:
        now = time.process_time_ns()
        spent[what] += now - began
        return now

    for _ in range(args.rounds):
        for number, data in enumerate(files):
            image = JpegImageFile(io.BytesIO(data))
            wanted = _wanted(image.size, THUMBNAIL_PX, WORKING_SHORT_PX)
            shrink = _shrink(image.size, wanted)
            again = JpegImageFile(io.BytesIO(data))
            again.draft(None, wanted)
            image.draft(None, wanted)
            now = time.process_time_ns()
            image.load()
            now = timed("pillow", now)
            shown = decode_jpeg(data, again, shrink, strict=True)
            now = timed("heard", now)
            if shown is None:
                warned.add(number)
                if find_damage(data) is not None:
                    called.add(number)
                now = timed("what a warning means", now)
            else:
                if has_raster_step(shown, _block(again, shrink)):
                    called.add(number)
                now = timed("shifted rows", now)
            if ends_grey(shown or image):
                called.add(number)
            timed("grey rows", now)
    count = args.rounds * len(files)
    for what, ns in spent.items():
        share = ns / spent["pillow"]
        print(f"{what:21} {ns / count / 1e6:7.3f} ms a file, {share:6.1%} of Pillow's decoding")
    more = sum(spent.values()) - 2 * spent["pillow"]
    print(f"all of it costs {more / spent['pillow']:.1%} more than decoding by Pillow", end="; ")
    print(f"{len(files)} files, {len(warned)} of them left to Pillow or warned of, ", end="")
    print(f"{len(called)} called damaged")


if __name__ == "__main__":
    main()
