"""How many variants are taken for copies, and how many copies are lost, by the second look.

    python -m tests.benchmarks.make_variants PHOTOS SET [--held]     # pairs.json
    python make_edits.py PHOTOS SET2 --n 40 --max-side 1600          # truth.json
    python -m tests.benchmarks.bench_look SET SET2 [--every 3] [--save found.json]

Each pair is read as the program reads files, compared on its thumbnails and, where it would be
suggested for removal, looked at in full size. Copies lost by the first comparison count for
`first`, those that the second look takes away for `lost`. Milliseconds are processor time of the
second look beside decoding.
"""

from __future__ import annotations

import argparse
import collections
import json
import time
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from imgsim_desktop.embedding.registry import BACKENDS
from imgsim_desktop.matching.kinds import PairVerdict, judge, judge_closely
from imgsim_desktop.matching.look.second import look_closely
from imgsim_desktop.matching.threads import stay_in_one_thread
from imgsim_desktop.matching.verify import verify
from imgsim_desktop.reading.decode import decode_thumbnail, grey_small, open_upright
from imgsim_desktop.reading.read import read_photo
from imgsim_desktop.records import REMOVABLE_KINDS, FoundFile, Look, PairKind, Reading

SURE = 0.9
COPIES = frozenset({"copy", "edit", "added"})


@dataclass(frozen=True, slots=True)
class Labelled:
    a: Path
    b: Path
    label: str
    kind: str


@dataclass(frozen=True, slots=True)
class Seen:
    pair: Labelled
    first: PairVerdict
    last: PairVerdict
    look: Look | None
    ms: float
    is_same_pixels: bool

    @property
    def was_removable(self) -> bool:
        return self.is_same_pixels or _is_removable(self.first)

    @property
    def is_removable(self) -> bool:
        return _is_removable(self.last)


def _is_removable(verdict: PairVerdict) -> bool:
    return verdict.kind in REMOVABLE_KINDS and verdict.confidence >= SURE


def read_pairs(folder: Path) -> list[Labelled]:
    img = folder / "img"
    if (folder / "pairs.json").exists():
        pairs = json.loads((folder / "pairs.json").read_text())
        return [Labelled(img / p["a"], img / p["b"], p["label"], p["kind"]) for p in pairs]
    groups: dict[str, dict[str, str]] = collections.defaultdict(dict)
    for name, item in json.loads((folder / "truth.json").read_text())["items"].items():
        groups[item["group"]][item["type"]] = name
    return [
        Labelled(img / files["orig"], img / name, "edit", kind)
        for _, files in sorted(groups.items())
        for kind, name in sorted(files.items())
        if kind not in ("orig", "copy_exact") and "orig" in files
    ]


def see(pair: Labelled) -> Seen | None:
    """None for files that cannot be read."""
    one, other = (_read(path) for path in (pair.a, pair.b))
    if one is None or other is None:
        return None
    evidence = verify(*(grey_small(r.thumbnail_jpeg) for r in (one, other)))
    colours = tuple(np.asarray(decode_thumbnail(r.thumbnail_jpeg)) for r in (one, other))
    first = judge(evidence, one.facts, other.facts, lambda: (colours[0], colours[1]))
    is_same = one.pixel_hash == other.pixel_hash
    first = replace(first, confidence=1.0, kind=PairKind.SAME_PIXELS) if is_same else first
    if not is_same and not _is_removable(first):
        return Seen(pair, first, first, None, 0.0, is_same)
    pictures = [open_upright(path) for path in (pair.a, pair.b)]
    transform = (1.0, 0, 0, 0, 1, 0) if is_same else first.transform
    begun = time.process_time()
    look = look_closely(pictures[0], pictures[1], transform)
    spent = 1000 * (time.process_time() - begun)
    return Seen(pair, first, judge_closely(first, look), look, spent, is_same)


def _read(path: Path) -> Reading | None:
    stat = path.stat()
    file = FoundFile(path, path.parent, stat.st_size, stat.st_mtime_ns, stat.st_dev, stat.st_ino)
    reading = read_photo(file, BACKENDS["builtin"].input)
    return reading if isinstance(reading, Reading) else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--every", type=int, default=1, help="only each N-th pair")
    parser.add_argument("--from", dest="start", type=int, default=0)
    parser.add_argument("--labels", nargs="*", help="only these")
    parser.add_argument("--save", type=Path)
    parser.add_argument("--list", type=int, default=0, help="name so many pairs that went wrong")
    args = parser.parse_args()
    stay_in_one_thread()
    seen = []
    for folder in args.sets:
        for pair in read_pairs(folder)[args.start :: args.every]:
            if not args.labels or pair.label in args.labels:
                found = see(pair)
                if found is not None:
                    seen.append(found)
                if len(seen) % 100 == 99:
                    print(len(seen) + 1, flush=True)
    tell(seen)
    wrong = [s for s in seen if (s.pair.label in COPIES) != s.is_removable and s.was_removable]
    for one in wrong[: args.list]:
        regions = [] if one.look is None else one.look.regions
        told = [(r.kind.value, r.side, round(r.strength, 2)) for r in regions[:4]]
        print(
            one.pair.label, one.pair.kind, one.pair.a.name, one.pair.b.name, one.last.kind.value,
            f"{one.first.confidence:.3f}", told, one.look and one.look.are_shots,
            one.look and one.look.is_drawn,
        )  # fmt: skip
    if args.save is not None:
        args.save.write_text(json.dumps([_row(one) for one in seen], indent=0))


def tell(seen: list[Seen]) -> None:
    by_label: dict[str, list[Seen]] = collections.defaultdict(list)
    for one in seen:
        by_label[one.pair.label].append(one)
    for label, group in by_label.items():
        before, after = (sum(s.was_removable for s in group), sum(s.is_removable for s in group))
        kinds = collections.Counter(s.last.kind.value for s in group if s.was_removable)
        ms = [s.ms for s in group if s.ms]
        print(
            f"{label:9} {len(group):5} pairs, removable before {before}, now {after}; "
            f"{dict(kinds)}; {np.mean(ms) if ms else 0:.0f} ms"
        )
    lost: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for one in seen:
        if one.pair.label in COPIES:
            count = lost[f"{one.pair.label} {one.pair.kind}"]
            count["all"] += 1
            count["first"] += not one.was_removable
            count["lost"] += one.was_removable and not one.is_removable
    rates = [1 - (c["first"] + c["lost"]) / c["all"] for c in lost.values()]
    firsts = [1 - c["first"] / c["all"] for c in lost.values()]
    if rates:
        print(f"macro recall of copies: {np.mean(firsts):.4f} before, {np.mean(rates):.4f} now")
    for name, count in sorted(lost.items(), key=lambda item: -item[1]["lost"]):
        if count["lost"]:
            print(f"   {name:28} {dict(count)}")
    for label in sorted({s.pair.label for s in seen} - COPIES):
        kinds = collections.Counter(
            s.pair.kind for s in seen if s.pair.label == label and s.is_removable
        )
        if kinds:
            print(f"   {label} called removable: {dict(kinds)}")


def _row(one: Seen) -> dict[str, object]:
    look = one.look
    return {
        "a": str(one.pair.a), "b": str(one.pair.b), "label": one.pair.label, "kind": one.pair.kind,
        "first": one.first.kind.value, "confidence": one.first.confidence,
        "last": one.last.kind.value, "ms": one.ms, "same": one.is_same_pixels,
        "shots": look is not None and look.are_shots, "drawn": look is not None and look.is_drawn,
        "regions": [] if look is None else [
            [r.kind.value, r.side, r.strength, r.box] for r in look.regions
        ],
    }  # fmt: skip


if __name__ == "__main__":
    main()
