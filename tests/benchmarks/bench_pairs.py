"""The pairs room on a labelled set: recall per kind of edit, precision, milliseconds.

    python make_edits.py PHOTOS SET --n 300 --per 1 --distractors 1000     # or a like tool
    python -m tests.benchmarks.bench_pairs SET [--backend builtin] [--vectors V.npz] [--pairs OUT]

SET holds `img/` and `truth.json`. Vectors come from the network, or from a file with `names` and
`vectors`. OUT gets JSON lines {"a", "b", "score", "kind", "edits"} of all pairs above 0.05.
"""

from __future__ import annotations

import argparse
import collections
import json
import time
from pathlib import Path

import numpy as np

from imgsim_desktop.control import Control
from imgsim_desktop.embedding.registry import BACKENDS, open_backend
from imgsim_desktop.matching.index import Searcher
from imgsim_desktop.matching.pairs import Content, find_candidates, match_contents
from imgsim_desktop.reading.decode import decode_thumbnail, grey_small
from imgsim_desktop.reading.read import read_photo
from imgsim_desktop.records import PAIR_KINDS, REMOVABLE_KINDS, FoundFile, Progress, Reading


class Looked(Control):
    """Counts the pairs whose pixels were compared."""

    def __init__(self) -> None:
        super().__init__()
        self.pairs = 0

    def report(self, progress: Progress) -> None:
        before = self.progress
        same_wave = progress.total == before.total and progress.done > before.done
        self.pairs += progress.done - (before.done if same_wave else 0)
        super().report(progress)


def read(path: Path, backend: str) -> Reading | None:
    stat = path.stat()
    file = FoundFile(path, path.parent, stat.st_size, stat.st_mtime_ns, stat.st_dev, stat.st_ino)
    reading = read_photo(file, BACKENDS[backend].input)
    return reading if isinstance(reading, Reading) else None


def embed(readings: list[Reading], backend_id: str) -> np.ndarray:
    backend = open_backend(backend_id, device="cpu")
    parts = [
        backend.embed_batch(np.stack([r.pixels for r in readings[start : start + 32]]))
        for start in range(0, len(readings), 32)
    ]
    return np.concatenate(parts)


def stored_vectors(path: Path, names: list[str]) -> np.ndarray:
    stored = np.load(path)
    row = {name: n for n, name in enumerate(stored["names"].tolist())}
    return stored["vectors"][[row[name] for name in names]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("set", type=Path)
    parser.add_argument("--backend", default="builtin")
    parser.add_argument("--vectors", type=Path)
    parser.add_argument("--confidence", type=float, default=0.9)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--pairs", type=Path)
    args = parser.parse_args()
    items = json.loads((args.set / "truth.json").read_text())["items"]
    by_hash: dict[bytes, list[str]] = {}
    found: dict[bytes, Reading] = {}
    start = time.perf_counter()
    for name in sorted(items):
        reading = read(args.set / "img" / name, args.backend)
        if reading is not None:
            by_hash.setdefault(reading.content_hash, []).append(name)
            found[reading.content_hash] = reading
    hashes = sorted(found)
    readings = [found[h] for h in hashes]
    names = [by_hash[h][0] for h in hashes]
    print(f"read {len(items)} pictures in {time.perf_counter() - start:.1f} s")
    start = time.perf_counter()
    vectors = stored_vectors(args.vectors, names) if args.vectors else embed(readings, args.backend)
    print(f"vectors in {time.perf_counter() - start:.1f} s")
    keys = np.arange(len(readings))
    start, cpu = time.perf_counter(), time.process_time()
    searcher = Searcher.build(keys, vectors)
    candidates = find_candidates(keys, vectors, searcher)
    print(
        f"candidates in {time.perf_counter() - start:.1f} s (cpu {time.process_time() - cpu:.1f})"
    )
    contents = [
        Content(key, r.content_hash, r.pixel_hash, r.perceptual_hash, r.facts)
        for key, r in enumerate(readings)
    ]
    control = Looked()
    start, cpu = time.perf_counter(), time.process_time()
    table = match_contents(
        contents,
        candidates,
        lambda key: grey_small(readings[key].thumbnail_jpeg),
        control=control,
        load_colour=lambda key: np.asarray(decode_thumbnail(readings[key].thumbnail_jpeg)),
        threads=args.threads,
    )
    wall, cpu = time.perf_counter() - start, time.process_time() - cpu
    print(
        f"{len(table)} pairs kept in {wall:.1f} s (cpu {cpu:.1f}): {control.pairs} looked at, "
        f"{1e3 * wall / control.pairs:.1f} ms a pair (cpu {1e3 * cpu / control.pairs:.1f}), "
        f"{1e3 * wall / len(items):.1f} ms a picture (cpu {1e3 * cpu / len(items):.1f})"
    )
    reported = {}
    for copies in by_hash.values():
        reported |= {(copies[0], other): (1.0, "identical", ()) for other in copies[1:]}
    for pair in map(table.pair, range(len(table))):
        if pair.confidence >= 0.05:
            for a in by_hash[hashes[pair.a]]:
                for b in by_hash[hashes[pair.b]]:
                    reported[a, b] = (pair.confidence, pair.kind.value, pair.edits)
    if args.pairs:
        with args.pairs.open("w") as out:
            for (a, b), (score, kind, edits) in sorted(reported.items()):
                line = {"a": a, "b": b, "score": score, "kind": kind, "edits": edits}
                out.write(json.dumps(line) + "\n")
    score_pairs(items, reported, args.confidence)


def score_pairs(
    items: dict[str, dict[str, object]],
    reported: dict[tuple[str, str], tuple[float, str, tuple[str, ...]]],
    confidence: float,
) -> None:
    removable = {kind.value for kind in REMOVABLE_KINDS}
    assert removable <= {kind.value for kind in PAIR_KINDS}
    sure = {
        frozenset(ends)
        for ends, (score, kind, _) in reported.items()
        if score >= confidence and kind in removable
    }
    groups = {name: {item["group"], *item["also"]} for name, item in items.items()}
    original = {item["group"]: n for n, item in items.items() if item["type"] == "orig"}
    hits, total, family = collections.Counter(), collections.Counter(), {}
    for name, item in items.items():
        if item["type"] not in ("orig", "distractor"):
            total[item["type"]] += 1
            family[item["type"]] = item["family"]
            hits[item["type"]] += any(
                frozenset((name, original[g])) in sure for g in groups[name] if g in original
            )
    wrong = [ends for ends in sure if not set.intersection(*(groups[n] for n in ends))]
    recall = {kind: hits[kind] / total[kind] for kind in total}
    print(
        f"confidence {confidence}: recall over kinds {100 * np.mean(list(recall.values())):.1f} %, "
        f"{len(sure)} pairs, {len(wrong)} between groups "
        f"(precision {100 * (1 - len(wrong) / max(1, len(sure))):.2f} % if all of those are wrong)"
    )
    for name in dict.fromkeys(family.values()):
        kinds = [kind for kind in total if family[kind] == name]
        mean = 100 * np.mean([recall[kind] for kind in kinds])
        low = ", ".join(f"{k} {100 * recall[k]:.0f}" for k in kinds if recall[k] < 0.93)
        print(f"  {name:9s} {mean:5.1f}" + (f"   below 93: {low}" if low else ""))


if __name__ == "__main__":
    main()
