"""Pictures that look alike and are no copies: how many pairs are called copies all the same?

    python -m tests.benchmarks.bench_hard_negatives [--each 40] [--confidence 0.9] [--photos FOLDER]

Draws families of pictures (text pages, forms, screenshots in one frame, photos under one caption or
watermark, logos, checkerboards, skies, blank and dark pictures, next shots of a burst) and compares
each with its nearest eight by small tiles, which is worse than what a network proposes.
"""

from __future__ import annotations

import argparse
import collections
import random
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from imgsim_desktop.matching import candidates as candidates_module
from imgsim_desktop.matching.candidates import Content, find_candidates
from imgsim_desktop.matching.index import Searcher
from imgsim_desktop.matching.judging import PixelLoaders
from imgsim_desktop.matching.pairs import match_contents
from imgsim_desktop.matching.sketch import Sketch
from imgsim_desktop.reading.fingerprints import hash_look
from imgsim_desktop.records import PAIR_KINDS, REMOVABLE_KINDS, Facts
from tests.matching.scenes import captioned, next_shot, phone_screenshot, scene

TEXT = (
    "house tree river the and of a in to with winter summer light paper glass street under over "
    "green seven quick letter market window garden number people morning evening answer"
)
WORDS = TEXT.split()
Draw = Callable[[random.Random, int], Image.Image]


def text_page(rng: random.Random, _: int) -> Image.Image:
    page = Image.new("L", (240, 320), 250)
    draw = ImageDraw.Draw(page)
    font = ImageFont.load_default(9)
    for line in range(26):
        draw.text((18, 16 + 11 * line), " ".join(rng.choices(WORDS, k=7)), 20, font)
    return page


def form(rng: random.Random, _: int) -> Image.Image:
    page = Image.new("L", (240, 320), 252)
    draw = ImageDraw.Draw(page)
    font = ImageFont.load_default(10)
    draw.text((20, 14), "TAX OFFICE   Form 1040-B", 0, ImageFont.load_default(14))
    for row in range(13):
        draw.rectangle((20, 44 + 20 * row, 220, 60 + 20 * row), outline=90)
        draw.text((24, 46 + 20 * row), f"{WORDS[row]} {WORDS[row + 9]}:", 60, font)
        draw.text((120, 46 + 20 * row), rng.choice(WORDS) + f" {rng.randint(1, 9999)}", 10, font)
    return page


def chat(rng: random.Random, _: int) -> Image.Image:
    page = Image.new("RGB", (180, 320), (229, 221, 213))
    draw = ImageDraw.Draw(page)
    font = ImageFont.load_default(9)
    draw.rectangle((0, 0, 180, 30), fill=(7, 94, 84))
    draw.text((10, 8), "Family group    09:41", "white", font)
    y = 38
    while y < 290:
        mine, lines = rng.random() < 0.5, rng.randint(1, 3)
        x = 60 if mine else 8
        draw.rounded_rectangle(
            (x, y, x + 110, y + 12 * lines + 6), 5, fill=(220, 248, 198) if mine else "white"
        )
        for line in range(lines):
            draw.text((x + 5, y + 3 + 12 * line), " ".join(rng.choices(WORDS, k=3)), 0, font)
        y += 12 * lines + 14
    return page


def logo(rng: random.Random, number: int) -> Image.Image:
    page = Image.new("RGB", (300, 300), "white")
    draw = ImageDraw.Draw(page)
    draw.ellipse((60, 40, 240, 220), fill=(200, 30, 40))
    draw.polygon([(150, 60), (100, 190), (200, 190)], fill="white")
    draw.text((60, 240), f"ACME {WORDS[number % len(WORDS)]}", "black", ImageFont.load_default(28))
    draw.text((90, 275), f"since {rng.randint(1850, 2020)}", "grey", ImageFont.load_default(14))
    return page


def checkerboard(rng: random.Random, _: int) -> Image.Image:
    cells = rng.randint(5, 24)
    y, x = np.mgrid[0:240, 0:320]
    turn = rng.uniform(-0.3, 0.3)
    u = (x * np.cos(turn) + y * np.sin(turn)) * cells / 320 + rng.random()
    v = (y * np.cos(turn) - x * np.sin(turn)) * cells / 320 + rng.random()
    board = (np.floor(u) + np.floor(v)) % 2
    return Image.fromarray((40 + 180 * board).astype(np.uint8))


def sky(rng: random.Random, number: int) -> Image.Image:
    draw = np.random.default_rng(rng.getrandbits(32))
    top, bottom = rng.uniform(60, 130), rng.uniform(150, 230)
    ramp = np.linspace(top, bottom, 240)[:, None] + np.linspace(0, rng.uniform(-20, 20), 320)
    if number % 2:
        cloud = Image.fromarray(draw.normal(0, rng.uniform(3, 14), (4, 6)).astype(np.float32))
        ramp = ramp + np.asarray(cloud.resize((320, 240), Image.Resampling.BICUBIC))
    noisy = ramp + draw.normal(0, rng.uniform(0.5, 3), (240, 320))
    return Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8))


def blank(rng: random.Random, _: int) -> Image.Image:
    draw = np.random.default_rng(rng.getrandbits(32))
    level = rng.choice([0, 2, 8, 20, 128, 250, 255])
    noisy = level + draw.normal(0, rng.uniform(0, 4), (240, 320))
    return Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8))


def dark(rng: random.Random, number: int) -> Image.Image:
    draw = np.random.default_rng(rng.getrandbits(32))
    dim = np.asarray(scene(7000 + number).convert("L"), np.float32) * 0.06
    noisy = dim + draw.normal(0, 3, dim.shape)
    return Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8))


def watermarked(picture: Image.Image) -> Image.Image:
    layer = Image.new("L", picture.size, 0)
    draw = ImageDraw.Draw(layer)
    for y in range(0, picture.height, 50):
        for x in range(-40, picture.width, 110):
            draw.text((x + y % 80, y), "(c) SAMPLE", 120, ImageFont.load_default(18))
    white = Image.new(picture.mode, picture.size, "white")
    return Image.composite(white, picture, layer.rotate(20))


def families(photos: list[Image.Image]) -> dict[str, Draw]:
    def photo(number: int) -> Image.Image:
        return photos[number % len(photos)] if photos else scene(number)

    return {
        "text page": text_page,
        "form": form,
        "chat": chat,
        "logo": logo,
        "checkerboard": checkerboard,
        "sky": sky,
        "blank": blank,
        "dark": dark,
        "phone screenshot": lambda _, n: phone_screenshot(photo(n)),
        "caption": lambda _, n: captioned(photo(n + 1000)),
        "watermark": lambda _, n: watermarked(photo(n + 2000)),
        "blurred": lambda _, n: photo(n + 3000).filter(ImageFilter.GaussianBlur(6)),
        "next shot": lambda _, n: (
            photo(n // 2 + 4000) if n % 2 else next_shot(photo(n // 2 + 4000), n)
        ),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--each", type=int, default=26)
    parser.add_argument("--confidence", type=float, default=0.9)
    parser.add_argument("--photos", type=Path, help="distinct photos to dress, else drawn scenes")
    parser.add_argument("--save-wrong", type=Path)
    args = parser.parse_args()
    files = sorted(args.photos.rglob("*.*")) if args.photos else []
    photos = [Image.open(f).convert("RGB").resize((320, 240)) for f in files]
    rng = random.Random(1)
    pictures, family = [], []
    for name, draw in families(photos).items():
        for number in range(args.each):
            pictures.append(draw(rng, number))
            family.append(name)
    greys = [np.asarray(p.convert("L")) for p in pictures]
    contents = []
    for key, picture in enumerate(pictures):
        small = np.asarray(picture.convert("L").resize((64, 64), Image.Resampling.BOX))
        facts = Facts(*picture.size, "PNG", is_blank=bool(small.std() < 2))
        look = hash_look(small)
        contents.append(Content(key, key.to_bytes(16, "big"), key.to_bytes(16, "big"), look, facts))
    tiles = np.array([Sketch(g).tile.reshape(-1) for g in greys])
    vectors = tiles / np.maximum(np.linalg.norm(tiles, axis=1, keepdims=True), 1e-6)
    keys = np.arange(len(pictures))
    candidates_module._FIRST_LIFT, candidates_module._FIRST_WAVE = -99.0, 8
    candidates = find_candidates(keys, vectors, Searcher.build(keys, vectors), k=8)
    start, cpu = time.perf_counter(), time.process_time()
    table = match_contents(contents, candidates, PixelLoaders(greys.__getitem__))
    print(
        f"{len(pictures)} pictures, {len(table)} pairs looked at in "
        f"{time.perf_counter() - start:.1f} s (cpu {time.process_time() - cpu:.1f})"
    )
    removable = np.isin(table.kind, [PAIR_KINDS.index(kind) for kind in REMOVABLE_KINDS])
    counts: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for row in range(len(table)):
        a, b = int(table.a[row]), int(table.b[row])
        name = family[a] if family[a] == family[b] else f"{family[a]} / {family[b]}"
        counts[name]["pairs"] += 1
        for threshold in (0.5, args.confidence):
            wrong = bool(removable[row]) and table.confidence[row] >= threshold
            counts[name][f">={threshold}"] += wrong
            if wrong and args.save_wrong and threshold == args.confidence:
                side = Image.new("RGB", (660, 340))
                side.paste(pictures[a].convert("RGB"), (0, 0))
                side.paste(pictures[b].convert("RGB"), (330, 0))
                args.save_wrong.mkdir(parents=True, exist_ok=True)
                side.save(args.save_wrong / f"{name.replace(' / ', '-')}-{a}-{b}.png")
    for name, count in sorted(counts.items()):
        if family.count(name) or any(value for key, value in count.items() if key != "pairs"):
            print(f"  {name:36s} {dict(count)}")
    for threshold in (0.5, args.confidence):
        total = sum(count[f">={threshold}"] for count in counts.values())
        print(f"false pairs at confidence {threshold}: {total}")


if __name__ == "__main__":
    main()
