"""Evidence of labelled pairs, for fitting the confidence and for testing it.

    python make_edits.py PHOTOS SET --n 900 --per 2 --distractors 9999     # or a like tool
    python -m tests.benchmarks.collect_evidence SET evidence.npz [--backend builtin] [--extra 400]

The pairs are those that the product looks at, on its own path: vectors of the network, candidates,
the same order. Copies share a group of `truth.json`; pairs of two groups are
strangers, but those of `real_copies.txt`: public sets are full of real copies, and every pair of
strangers of a confidence above 0.5 was looked at by a person before it was counted as false.
A set of `make_variants.py` (`pairs.json`) gives its own pairs: variants and other shots are no
copies, a copy with something added to it is one.
`--most` takes so many of the candidates, drawn at random, and not what follows from them.
`--extra` adds, with a tenth of the weight, so many pairs that such sets have few of: two photos
under one overlay or in one frame, drawn second shots; drawn pages that differ have three times it.
"""

from __future__ import annotations

import argparse
import collections
import json
import random
import time
from pathlib import Path

import cv2
import numpy as np

from imgsim_desktop.matching import judging
from imgsim_desktop.matching.candidates import ComparisonPlan, Content
from imgsim_desktop.matching.confidence import measure
from imgsim_desktop.matching.kinds import PairVerdict
from imgsim_desktop.matching.pairs import match_contents
from imgsim_desktop.matching.sketch import Sketch
from imgsim_desktop.matching.verify import Evidence, compare
from imgsim_desktop.records import THUMBNAIL_PX, PairTable
from tests.benchmarks.bench_hard_negatives import families
from tests.benchmarks.labelled import LabelledSet, read_set
from tests.benchmarks.real_copies import are_copies

EXTRA_WEIGHT = 0.1
DRAWN_WEIGHT = 3.0
"""Lines of text lie where other lines lie: with 1, 33 of 209 such pairs came above 0.5."""

MADE_COPIES = ("copy", "added")

OVERLAYS = (
    "caption", "watermark", "logo", "screenshot_phone", "screenshot_desktop", "frame", "border",
    "letterbox", "collage", "emoji", "vignette", "noise_strong",
)  # fmt: skip


class Collector:
    """Pictures of one set, and the evidence gathered so far."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        truth = folder / "truth.json"
        self.items = json.loads(truth.read_text())["items"] if truth.exists() else {}
        self.random = random.Random(seed)
        self.source_of = {
            item["group"]: str(item.get("params", {}).get("src", item["group"]))
            for item in self.items.values()
            if item["type"] in ("orig", "distractor")
        }
        self.sketches: dict[str, Sketch] = {}
        self.x: list[np.ndarray] = []
        self.y: list[int] = []
        self.source: list[str] = []
        self.kind: list[str] = []
        self.weight: list[float] = []
        self.left_out = 0

    def groups(self, name: str) -> set[str]:
        item = self.items[name]
        return {item["group"], *item["also"]}

    def extra(self, count: int) -> None:
        """Pairs that sets of edits have few of."""
        self.under_one_overlay(count)
        self.second_shots(count // 2)
        self.in_one_frame(count // 4)
        self.drawn(count // 16)

    def save(self, path: Path) -> None:
        np.savez(
            path,
            x=np.array(self.x),
            y=np.array(self.y),
            source=np.array(self.source),
            kind=np.array(self.kind),
            weight=np.array(self.weight),
        )

    def sketch(self, name: str) -> Sketch:
        if len(self.sketches) > 3000:
            self.sketches.clear()
        if name not in self.sketches:
            grey = cv2.cvtColor(cv2.imread(str(self.folder / "img" / name)), cv2.COLOR_BGR2GRAY)
            shrink = THUMBNAIL_PX / max(grey.shape)
            if shrink < 1:
                grey = cv2.resize(grey, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
            jpeg = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, 85])[1]
            self.sketches[name] = Sketch(cv2.imdecode(jpeg, cv2.IMREAD_GRAYSCALE))
        return self.sketches[name]

    def add(self, evidence: Evidence, y: int, source: str, kind: str, weight: float = 1.0) -> None:
        """Keep the evidence of one pair; pairs without any are refused without a model."""
        if evidence.method == "none" or evidence.coarse.texture < 0.5:
            return
        self.x.append(measure(evidence))
        self.y.append(y)
        self.source.append(self.source_of.get(source, source))
        self.kind.append(kind)
        self.weight.append(weight)

    def product_pairs(self, labelled: LabelledSet, threads: int, most: int = 0) -> None:
        """What the product looks at in this set, with its evidence.

        most  so many of its candidates, drawn at random; 0: all, and what follows from them
        """
        looked = self.some_of(labelled, most) if most else looked_at(labelled, threads)
        for (i, j), evidence in sorted(looked.items()):
            a, b = labelled.names[i][0], labelled.names[j][0]
            common = labelled.groups(i) & labelled.groups(j)
            if not common and are_copies(labelled, i, j):
                self.left_out += 1
                continue
            types = "/".join(sorted(str(self.items[n]["type"]) for n in (a, b)))
            group = min(common) if common else str(self.items[a]["group"])
            kind = types if common else f"neighbours:{a}:{b}"
            self.add(evidence, int(bool(common)), group, kind)

    def some_of(self, labelled: LabelledSet, most: int) -> dict[tuple[int, int], Evidence]:
        row_of = {int(key): row for row, key in enumerate(labelled.keys)}
        everything = np.ones(len(row_of), np.bool_)
        plan = ComparisonPlan.make(
            labelled.contents, labelled.candidates(), everything, row_of, PairTable.empty()
        )
        pairs = sorted({pair for wave in plan.waves for pair in wave})
        drawn = self.random.sample(pairs, min(most, len(pairs)))
        sketches = {row: Sketch(labelled.grey(row)) for row in {row for ij in drawn for row in ij}}
        return {(i, j): compare(sketches[i], sketches[j]) for i, j in drawn}

    def made_pairs(self) -> None:
        """Of a set of `make_variants.py`."""
        for pair in json.loads((self.folder / "pairs.json").read_text()):
            evidence = compare(self.sketch(pair["a"]), self.sketch(pair["b"]))
            label = str(pair["label"])
            self.add(evidence, int(label in MADE_COPIES), pair["a"], f"{label}:{pair['kind']}")

    def under_one_overlay(self, count: int) -> None:
        by_type = collections.defaultdict(list)
        for name, item in self.items.items():
            by_type[item["type"]].append(name)
        usable = [kind for kind in OVERLAYS if len(by_type[kind]) > 1]
        for _ in range(count if usable else 0):
            kind = self.random.choice(usable)
            a, b = self.random.sample(by_type[kind], 2)
            if not self.groups(a) & self.groups(b):
                evidence = compare(self.sketch(a), self.sketch(b))
                self.add(evidence, 0, self.items[a]["group"], f"both:{kind}", EXTRA_WEIGHT)

    def in_one_frame(self, count: int) -> None:
        """Thick plain frames with a little text: around two photos, and around one and itself."""
        originals = [n for n, item in self.items.items() if item["type"] == "orig"]
        for number in range(count if len(originals) > 1 else 0):
            a, b = self.random.sample(originals, 2)
            dress = self.random.randint(0, 255), self.random.randint(15, 70), number % 5
            first, second = (framed(self.sketch(n).grey, *dress) for n in (a, b))
            group = self.items[a]["group"]
            self.add(compare(Sketch(first), Sketch(second)), 0, group, "in one frame", EXTRA_WEIGHT)
            if number % 2:
                other = framed(self.sketch(a).grey, dress[0], dress[1] + 20, dress[2])
                other = self.sketch(a).grey if number % 4 == 1 else again(other, self.random)
                self.add(compare(Sketch(first), Sketch(other)), 1, group, "framed", EXTRA_WEIGHT)

    def drawn(self, count: int) -> None:
        """Pages, forms, chats, logos, boards, skies among themselves; the first four also cut."""
        for name, draw in families([]).items():
            if name in (
                "blank",
                "next shot",
                "phone screenshot",
                "caption",
                "watermark",
                "blurred",
            ):
                continue
            pages = [np.asarray(draw(self.random, n).convert("L")) for n in range(count)]
            sketches = [Sketch(again(page, self.random)) for page in pages]
            for n, page in enumerate(pages):
                evidence = compare(sketches[n], sketches[(n + 1) % count])
                self.add(evidence, 0, f"{name} {n}", f"drawn:{name}", DRAWN_WEIGHT)
                h, w = page.shape
                cut = page[: h - n % h // 2, (n % 3) * w // 20 :]
                if name in ("text page", "form", "chat", "logo"):
                    evidence = compare(sketches[n], Sketch(again(cut, self.random)))
                    self.add(evidence, 1, f"{name} {n}", f"again:{name}")

    def second_shots(self, count: int) -> None:
        originals = [n for n, item in self.items.items() if item["type"] == "orig"]
        for name in self.random.sample(originals, min(count, len(originals))):
            first, second = second_shot(self.sketch(name).grey, self.random)
            evidence = compare(Sketch(first), Sketch(second))
            self.add(evidence, 0, self.items[name]["group"], "second shot", EXTRA_WEIGHT)


def second_shot(grey: np.ndarray, rng: random.Random) -> tuple[np.ndarray, np.ndarray]:
    """A photo and another exposure of its moment: parallax, zoom, light, noise, things moved."""
    h, w = grey.shape
    draw = np.random.default_rng(rng.getrandbits(32))
    reach, knots = rng.uniform(0.008, 0.04) * max(h, w), rng.randint(3, 6)
    shifts = [
        cv2.resize(
            draw.normal(0, reach, (knots, knots)).astype(np.float32),
            (w, h),
            interpolation=cv2.INTER_CUBIC,
        )
        for _ in range(2)
    ]
    zoom = rng.uniform(0.9, 1.0)
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    x = x * zoom + rng.uniform(0, 1 - zoom) * w + shifts[0]
    y = y * zoom + rng.uniform(0, 1 - zoom) * h + shifts[1]
    other = cv2.remap(
        grey.astype(np.float32),
        x.astype(np.float32),
        y.astype(np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REFLECT_101,
    )
    if rng.random() < 0.5:
        side = int(min(h, w) * rng.uniform(0.15, 0.35))
        top, left = rng.randint(0, h - side - 1), rng.randint(0, w - side - 1)
        to_top, to_left = rng.randint(0, h - side - 1), rng.randint(0, w - side - 1)
        moved = other[top : top + side, left : left + side].copy()
        other[to_top : to_top + side, to_left : to_left + side] = moved
    other = other * rng.uniform(0.85, 1.15) + rng.uniform(-10, 10)
    other = other + draw.normal(0, rng.uniform(0, 4), other.shape)
    rim = int(0.03 * min(h, w))
    cut = np.s_[rim : h - rim, rim : w - rim]
    return grey[cut], np.clip(other[cut], 0, 255).astype(np.uint8)


def framed(grey: np.ndarray, level: int, margin: int, words: int) -> np.ndarray:
    out = np.full((320, 320), level, np.uint8)
    shrink = (320 - 2 * margin) / max(grey.shape)
    small = cv2.resize(grey, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    top, left = (320 - small.shape[0]) // 2, (320 - small.shape[1]) // 2
    out[top : top + small.shape[0], left : left + small.shape[1]] = small
    for n in range(words):
        place = 10 + n * 30, 18 if n % 2 else 312
        cv2.putText(out, "Photos 09:41 Edit"[n * 3 :], place, 0, 0.5, 255 - level, 1)
    return out


def again(grey: np.ndarray, rng: random.Random) -> np.ndarray:
    """Saved again, sometimes after shrinking."""
    if rng.random() < 0.5:
        shrink = rng.uniform(0.5, 1)
        grey = cv2.resize(grey, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    jpeg = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, rng.randint(30, 95)])[1]
    return cv2.imdecode(jpeg, cv2.IMREAD_GRAYSCALE)


def looked_at(labelled: LabelledSet, threads: int) -> dict[tuple[int, int], Evidence]:
    """Every pair whose pixels the product compares, with what it saw."""
    seen: dict[tuple[int, int], Evidence] = {}

    row_of = {content.content_id: row for row, content in enumerate(labelled.contents)}

    class Recording(judging.Judge):
        def judge(self, a: Content, b: Content) -> PairVerdict:
            ends = (a.content_id, b.content_id)
            evidence = compare(*(self._sketches.get(content_id) for content_id in ends))
            seen[row_of[ends[0]], row_of[ends[1]]] = evidence
            return judging.judge(evidence, a.facts, b.facts)

    plain, judging.Judge = judging.Judge, Recording
    try:
        loaders = judging.PixelLoaders(labelled.grey)
        match_contents(labelled.contents, labelled.candidates(), loaders, threads=threads)
    finally:
        judging.Judge = plain
    return seen


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("set", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--backend", default="builtin")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--extra", type=int, default=400)
    parser.add_argument("--most", type=int, default=0, help="candidates, drawn at random; 0: all")
    parser.add_argument("--seed", type=int, default=9)
    args = parser.parse_args()
    cv2.setNumThreads(1)
    start = time.perf_counter()
    collector = Collector(args.set, args.seed)
    if (args.set / "pairs.json").exists():
        collector.made_pairs()
    else:
        labelled = read_set(args.set, args.backend, args.threads)
        collector.product_pairs(labelled, args.threads, args.most)
        collector.extra(args.extra)
    collector.save(args.out)
    print(
        f"{len(collector.y)} pairs with evidence, {sum(collector.y)} of copies, "
        f"{collector.left_out} pairs of strangers left out as real copies, "
        f"{time.perf_counter() - start:.0f} s"
    )


if __name__ == "__main__":
    main()
