"""The pairs room on a labelled set: recall per kind of edit, precision, milliseconds.

    python make_edits.py PHOTOS SET --n 300 --per 1 --distractors 1000     # or a like tool
    python -m tests.benchmarks.bench_pairs SET [--backend builtin] [--pairs OUT] [--wrong SHEET.jpg]

SET holds `img/` and `truth.json`. A set of strangers alone (other shots of one scene, screenshots)
counts what is called a copy all the same. OUT gets JSON lines {"a", "b", "score", "kind", "edits"}
of all pairs above 0.05; SHEET shows the wrong ones. Pairs of `real_copies.txt` are no errors.
"""

from __future__ import annotations

import argparse
import collections
import json
import time
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from imgsim_desktop.control import Control
from imgsim_desktop.matching import sketch as sketch_module
from imgsim_desktop.matching.judging import PixelLoaders
from imgsim_desktop.matching.pairs import match_contents
from imgsim_desktop.records import PAIR_KINDS, REMOVABLE_KINDS, Progress
from tests.benchmarks.labelled import Items, LabelledSet, groups_of, read_set
from tests.benchmarks.real_copies import cluster_of

Reported = dict[tuple[str, str], tuple[float, str, tuple[str, ...]]]


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


def count_features() -> collections.Counter[int]:
    """Counts from now on how often features are made, by the side in pixels."""
    counted: collections.Counter[int] = collections.Counter()
    plain = sketch_module.find_features

    def counting(grey: np.ndarray, side_px: int) -> sketch_module.Features:
        counted[side_px] += 1
        return plain(grey, side_px)

    sketch_module.find_features = counting
    return counted


def report(labelled: LabelledSet, threads: int) -> Reported:
    """Compare the contents and print what it cost."""
    start, cpu = time.perf_counter(), time.process_time()
    candidates = labelled.candidates()
    wall, cpu = time.perf_counter() - start, time.process_time() - cpu
    print(f"candidates in {wall:.1f} s (cpu {cpu:.1f})")
    features, control = count_features(), Looked()
    start, cpu = time.perf_counter(), time.process_time()
    table = match_contents(
        labelled.contents,
        candidates,
        PixelLoaders(labelled.grey, labelled.colour),
        threads=threads,
        control=control,
    )
    wall, cpu = time.perf_counter() - start, time.process_time() - cpu
    pairs, pictures = max(1, control.pairs), len(labelled.items)
    print(
        f"{len(table)} pairs kept in {wall:.1f} s (cpu {cpu:.1f}): {control.pairs} looked at, "
        f"{1e3 * wall / pairs:.1f} ms a pair (cpu {1e3 * cpu / pairs:.1f}), "
        f"{1e3 * wall / pictures:.1f} ms a picture (cpu {1e3 * cpu / pictures:.1f}); "
        f"features made, by side: {dict(features)}"
    )
    reported: Reported = {}
    for copies in labelled.names:
        reported |= {(copies[0], other): (1.0, "identical", ()) for other in copies[1:]}
    for pair in map(table.pair, range(len(table))):
        if pair.confidence >= 0.05:
            for a in labelled.names[pair.a]:
                for b in labelled.names[pair.b]:
                    reported[a, b] = (pair.confidence, pair.kind.value, pair.edits)
    return reported


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("set", type=Path)
    parser.add_argument("--backend", default="builtin")
    parser.add_argument("--confidence", type=float, default=0.9)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--pairs", type=Path)
    parser.add_argument("--wrong", type=Path)
    args = parser.parse_args()
    start, cpu = time.perf_counter(), time.process_time()
    labelled = read_set(args.set, args.backend, args.threads)
    wall, cpu = time.perf_counter() - start, time.process_time() - cpu
    print(f"read and embedded {len(labelled.items)} pictures in {wall:.1f} s (cpu {cpu:.1f})")
    reported = report(labelled, args.threads)
    if args.pairs:
        with args.pairs.open("w") as out:
            for (a, b), (score, kind, edits) in sorted(reported.items()):
                line = {"a": a, "b": b, "score": score, "kind": kind, "edits": edits}
                out.write(json.dumps(line) + "\n")
    wrong = score_pairs(labelled, reported, args.confidence)
    if args.wrong and wrong:
        draw_wrong(args.set / "img", wrong, args.wrong)


def score_pairs(
    labelled: LabelledSet, reported: Reported, confidence: float
) -> list[tuple[float, str, str]]:
    """Print recall and precision; returns pairs between groups above 0.5, surest first."""
    items = labelled.items
    removable = {kind.value for kind in REMOVABLE_KINDS}
    assert removable <= {kind.value for kind in PAIR_KINDS}
    groups = {name: groups_of(items, name) for name in items}
    clusters = {
        name: {cluster_of(labelled.source_of[group]) for group in groups[name]} for name in items
    }
    called = {ends: said for ends, said in reported.items() if said[1] in removable}
    sure = {frozenset(ends) for ends, said in called.items() if said[0] >= confidence}
    between = [(said[0], *ends) for ends, said in called.items() if said[0] >= 0.5]
    between = [pair for pair in between if not groups[pair[1]] & groups[pair[2]]]
    wrong = sorted(p for p in between if not clusters[p[1]] & clusters[p[2]])[::-1]
    n_between = sum(pair[0] >= confidence for pair in between)
    n_wrong = sum(pair[0] >= confidence for pair in wrong)
    print(
        f"confidence {confidence}: {len(sure)} pairs, {n_between} between groups, "
        f"{n_wrong} of them no known copies (precision "
        f"{100 * (1 - n_wrong / max(1, len(sure))):.2f} %); at 0.5: {len(wrong)} wrong"
    )
    score_edits(items, groups, sure)
    return wrong


def score_edits(items: Items, groups: dict[str, set[str]], sure: set[frozenset[str]]) -> None:
    """Print the recall of each family of edits, and which kinds are low."""
    original = {str(item["group"]): n for n, item in items.items() if item["type"] == "orig"}
    hits, total = collections.Counter[str](), collections.Counter[str]()
    family: dict[str, str] = {}
    for name, item in items.items():
        kind = str(item["type"])
        if kind not in ("orig", "distractor"):
            total[kind] += 1
            family[kind] = str(item["family"])
            hits[kind] += any(
                frozenset((name, original[g])) in sure for g in groups[name] if g in original
            )
    recall = {kind: hits[kind] / total[kind] for kind in total}
    if recall:
        print(f"recall over kinds {100 * np.mean(list(recall.values())):.1f} %")
    for name in dict.fromkeys(family.values()):
        kinds = [kind for kind in total if family[kind] == name]
        mean = 100 * np.mean([recall[kind] for kind in kinds])
        low = ", ".join(f"{k} {100 * recall[k]:.0f}" for k in kinds if recall[k] < 0.95)
        print(f"  {name:9s} {mean:5.1f}" + (f"   below 95: {low}" if low else ""))


def draw_wrong(
    folder: Path, wrong: list[tuple[float, str, str]], path: Path, cell: int = 104
) -> None:
    """A sheet of the wrong pairs, to be looked at, with their place in the list that is printed."""
    columns = 8
    shown = wrong[: columns * 20]
    rows = (len(shown) + columns - 1) // columns
    sheet = Image.new("RGB", (columns * (2 * cell + 10), rows * (cell + 12)), "white")
    draw = ImageDraw.Draw(sheet)
    for number, (confidence, *ends) in enumerate(shown):
        print(f"wrong {number}: {confidence:.3f} {ends[0]} {ends[1]}")
        x, y = number % columns * (2 * cell + 10), number // columns * (cell + 12)
        draw.text((x, y), f"{number}: {confidence:.3f}", "black")
        for side, name in enumerate(ends):
            with Image.open(folder / name) as opened:
                picture = opened.convert("RGB")
            picture.thumbnail((cell, cell))
            sheet.paste(picture, (x + side * (cell + 1), y + 11))
    sheet.save(path)


if __name__ == "__main__":
    main()
