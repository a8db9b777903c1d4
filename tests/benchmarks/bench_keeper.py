"""How often the original is suggested to stay beside one edited copy, for each kind of edit.

    python make_edits.py PHOTOS SET --n 30 --max-side 2400         # originals without EXIF
    python -m tests.benchmarks.bench_keeper SET

Everything that could help is taken away: both files are of one age, neither name tells, and of two
copies that are as good the other one comes first. "before" is without the rules about additions.
"""

from __future__ import annotations

import argparse
import collections
import json
import time
from pathlib import Path

import numpy as np

from imgsim_desktop.choosing.additions import with_added
from imgsim_desktop.choosing.rules import DEFAULT_RULES, suggest_keeper
from imgsim_desktop.embedding.registry import BACKENDS
from imgsim_desktop.matching import additions
from imgsim_desktop.matching.kinds import judge
from imgsim_desktop.matching.verify import Evidence, verify
from imgsim_desktop.reading.decode import decode_thumbnail, grey_small
from imgsim_desktop.reading.read import read_photo
from imgsim_desktop.records import ADDED, PAIR_KINDS, FoundFile, PairTable, Photo, Reading

OLD_RULES = tuple(name for name in DEFAULT_RULES if name[4:] not in ADDED and name != "has-colour")
_SURE = 0.9


def read(path: Path) -> Reading | None:
    stat = path.stat()
    file = FoundFile(path, path.parent, stat.st_size, stat.st_mtime_ns, stat.st_dev, stat.st_ino)
    reading = read_photo(file, BACKENDS["builtin"].input)
    return reading if isinstance(reading, Reading) else None


def photo_of(number: int, reading: Reading, path: str) -> Photo:
    return Photo(
        number, number, Path(path), Path("/p"), reading.file.size_bytes, 0,
        reading.content_hash, reading.facts,
    )  # fmt: skip


def compared(original: Reading, copy: Reading, spent: list[float]) -> PairTable:
    """The one pair, as the product finds it."""
    greys = [grey_small(r.thumbnail_jpeg) for r in (original, copy)]
    evidence: Evidence = verify(*greys)

    def find_added() -> additions.Additions:
        start = time.process_time()
        found = additions.find_additions(*greys, evidence)
        spent.append(time.process_time() - start)
        return found

    verdict = judge(
        evidence, original.facts, copy.facts,
        lambda: tuple(np.asarray(decode_thumbnail(r.thumbnail_jpeg)) for r in (original, copy)),
        find_added,
    )  # fmt: skip
    return PairTable.from_columns(
        np.array([1]), np.array([2]), confidence=verdict.confidence,
        kind=PAIR_KINDS.index(verdict.kind), edits=verdict.edit_bits(swapped=False),
        coverage=np.array([verdict.coverage], np.float32),
    )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("set", type=Path)
    args = parser.parse_args()
    items = json.loads((args.set / "truth.json").read_text())["items"]
    groups: dict[str, dict[str, str]] = collections.defaultdict(dict)
    for name, item in items.items():
        groups[item["group"]][item["type"]] = name
    counts: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    spent: list[float] = []
    start = time.process_time()
    for members in groups.values():
        original = read(args.set / "img" / members.pop("orig")) if "orig" in members else None
        for kind, name in members.items() if original is not None else ():
            copy = read(args.set / "img" / name)
            if copy is None or copy.content_hash == original.content_hash:
                continue
            pairs = compared(original, copy, spent)
            if pairs.confidence[0] < _SURE:
                continue
            photos = with_added(
                [photo_of(1, original, "/p/b.jpg"), photo_of(2, copy, "/p/a.jpg")], pairs
            )
            counts[kind]["found"] += 1
            counts[kind]["before"] += suggest_keeper(photos, OLD_RULES).keeper == 1
            counts[kind]["now"] += suggest_keeper(photos).keeper == 1
            counts[kind]["wrong side"] += bool(photos[0].added)
    print("| edit | copies found | original stays: before | now | said of the original |")
    print("|---|---|---|---|---|")
    for kind, found in sorted(counts.items()):
        n = found["found"]
        print(
            f"| {kind} | {n} | {found['before'] / n:.0%} | {found['now'] / n:.0%}"
            f" | {found['wrong side']} |"
        )
    print(f"find_additions: {1e3 * np.mean(spent):.1f} ms of processor a pair of copies,", end=" ")
    print(f"everything {time.process_time() - start:.0f} s")


if __name__ == "__main__":
    main()
