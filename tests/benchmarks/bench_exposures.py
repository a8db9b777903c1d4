"""Exposures of one scene and copies made lighter or darker: which of them are called removable?

    python -m tests.benchmarks.bench_exposures FOLDER --pairs 400 --seed 1 [--list 20]

FOLDER holds real photos; a scene is a window of one, 800 to 1,600 px wide. No file has EXIF. What
each pair is, in turn:

bracket   two exposures, 0.7 to 3 stops apart, each with shot and read noise of its own; half of the
          scenes were freed of the photo's own noise. The camera renders with a gamma or a curve
          with a shoulder, with or without noise reduction and sharpening. On a tripod (nothing
          moved, but for up to half a pixel as a whole), or with parallax of up to 1 px a 1,000.
stack     focus_stack of `make_variants`; next: its second_shot
toned     one exposure, saved (JPEG 88 to 96), and a copy of that file made lighter or darker by
          0.3 to 1.6 stops (in linear light or as a factor), by a gamma, a curve, levels or
          contrast; in the same size or smaller (JPEG 75 to 95)

Pairs go the program's own way: thumbnails, pair check, second look.
"""

from __future__ import annotations

import argparse
import io
import random
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageEnhance, ImageOps

from tests.benchmarks.bench_look import Labelled, Seen, see
from tests.benchmarks.make_variants import focus_stack, second_shot

Light = NDArray[np.float32]
WIDTHS = (800, 1_200, 1_600)
STOPS = (0.7, 1.0, 1.3, 2.0, 3.0)
GAMMA = 2.2
PLAN = ("bracket", "toned", "bracket", "stack", "bracket", "toned", "bracket", "next")
TONED = ("factor", "exposure", "gamma", "curve", "levels", "contrast")


def windows(folder: Path, r: random.Random) -> Iterator[Image.Image]:
    """Endless: parts of photos, in their own pixels or shrunk."""
    paths = sorted(p for p in folder.rglob("*") if p.suffix.lower() in (".jpg", ".jpeg"))
    while True:
        for path in r.sample(paths, len(paths)):
            with Image.open(path) as file:
                image = file.convert("RGB")
            for _ in range(4):
                width = r.choice(WIDTHS)
                height = width * 3 // 4
                most = min(image.width / width, image.height / height)
                if most < 1:
                    continue
                scale = r.uniform(1, most)
                w, h = int(width * scale), int(height * scale)
                x, y = r.randint(0, image.width - w), r.randint(0, image.height - h)
                part = image.crop((x, y, x + w, y + h))
                yield part.resize((width, height), Image.Resampling.LANCZOS)


def calmed(image: Image.Image) -> Image.Image:
    """Without the noise of its own."""
    pixels = np.asarray(image)
    for _ in range(2):
        pixels = np.asarray(cv2.bilateralFilter(pixels, 7, 18, 5), np.uint8)
    return Image.fromarray(pixels)


class Camera:
    """One and the same for both exposures of a pair."""

    def __init__(self, r: random.Random) -> None:
        self.read, self.shot = r.uniform(0.0005, 0.004), r.uniform(0.002, 0.012)
        self.has_shoulder = r.random() < 0.5
        self.reduces_noise, self.sharpens = r.random() < 0.4, r.random() < 0.4
        self.quality = r.randint(85, 97)

    def rendered(self, light: Light, draw: np.random.Generator) -> Image.Image:
        """light  (h, w, 3) linear, 1 where the sensor is full"""
        sigma = np.sqrt(self.read**2 + self.shot**2 * np.clip(light, 0, 1))
        grain = cv2.GaussianBlur(draw.standard_normal(light.shape, np.float32), (0, 0), 0.5)
        seen = np.clip(light + sigma * grain / grain.std(), 0, 1)
        toned = seen ** (1 / GAMMA)
        if self.has_shoulder:
            toned = toned * toned * (3 - 2 * toned) * 0.5 + toned * 0.5
        pixels = np.clip(255 * toned + 0.5, 0, 255).astype(np.uint8)
        if self.reduces_noise:
            pixels = np.asarray(cv2.bilateralFilter(pixels, 5, 12, 2), np.uint8)
        if self.sharpens:
            soft = cv2.GaussianBlur(pixels, (0, 0), 1.2)
            pixels = np.asarray(cv2.addWeighted(pixels, 1.6, soft, -0.6, 0), np.uint8)
        return Image.fromarray(pixels)


def light_of_scene(image: Image.Image, r: random.Random) -> Light:
    light = (np.asarray(image, np.float32) / 255) ** np.float32(GAMMA)
    usual = max(1e-3, float(np.percentile(light, 90)))
    return np.asarray(light * r.uniform(0.35, 0.8) / usual, np.float32)


def moved(light: Light, parallax_px: float, shift: float, draw: np.random.Generator) -> Light:
    h, w = light.shape[:2]
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    maps = []
    for at in (x, y):
        rough = draw.normal(0, 1, (4, 4)).astype(np.float32)
        field = cv2.resize(rough, (w, h), interpolation=cv2.INTER_CUBIC)
        maps.append(at + parallax_px * field + np.float32(draw.uniform(-shift, shift)))
    how = {"interpolation": cv2.INTER_CUBIC, "borderMode": cv2.BORDER_REFLECT_101}
    return np.asarray(cv2.remap(light, maps[0], maps[1], **how), np.float32)


def bracket(image: Image.Image, r: random.Random) -> tuple[bytes, bytes, str]:
    draw = np.random.default_rng(r.randrange(10**6))
    if r.random() < 0.5:
        image = calmed(image)
    camera, stops = Camera(r), r.choice(STOPS)
    light = light_of_scene(image, r)
    how = r.choice(["still", "still, shifted", "hand"])
    other = light
    if how == "still, shifted":
        other = moved(light, 0.0, 0.5, draw)
    if how == "hand":
        other = moved(light, r.uniform(0.0001, 0.001) * image.width, 2.0, draw)
    pair = [
        camera.rendered(seen * np.float32(2 ** (half * stops)), draw)
        for seen, half in ((light, 0.5), (other, -0.5))
    ]
    one, two = (jpeg(p, camera.quality) for p in pair)
    return one, two, f"{stops} stops, {how}"


def toned(image: Image.Image, r: random.Random) -> tuple[bytes, bytes, str]:
    draw = np.random.default_rng(r.randrange(10**6))
    if r.random() < 0.5:
        image = calmed(image)
    photo = jpeg(Camera(r).rendered(light_of_scene(image, r), draw), r.randint(88, 96))
    picture, how = Image.open(io.BytesIO(photo)), r.choice(TONED)
    stops = r.choice([-1, 1]) * r.uniform(0.3, 1.6)
    if how == "factor":
        other = ImageEnhance.Brightness(picture).enhance(2 ** (stops / GAMMA))
    elif how == "exposure":
        levels = [min(1.0, (v / 255) ** GAMMA * 2**stops) ** (1 / GAMMA) for v in range(256)]
        other = picture.point([round(255 * v) for v in levels] * 3)
    elif how == "gamma":
        power = 2 ** (-stops / GAMMA)
        other = picture.point([round(255 * (v / 255) ** power) for v in range(256)] * 3)
    elif how == "curve":
        bend = r.uniform(-0.8, 0.8)
        at = np.linspace(0, 1, 256)
        curve = np.clip(at + bend * at * (1 - at), 0, 1)
        other = picture.point([round(255 * v) for v in curve.tolist()] * 3)
    elif how == "levels":
        other = ImageOps.autocontrast(picture, cutoff=r.uniform(0.2, 3))
    else:
        other = ImageEnhance.Contrast(picture).enhance(r.uniform(0.6, 1.5))
    size = "same size"
    if r.random() < 0.25:
        share, size = r.uniform(0.4, 0.9), "smaller"
        other = other.resize((round(other.width * share), round(other.height * share)))
    return photo, jpeg(other, r.randint(75, 95)), f"{how}, {size}"


def drawn_pair(what: str, image: Image.Image, r: random.Random) -> tuple[bytes, bytes, str]:
    if what == "bracket":
        return bracket(image, r)
    if what == "toned":
        return toned(image, r)
    one, two = (focus_stack if what == "stack" else second_shot)(image, r)
    return jpeg(one, r.randint(85, 95)), jpeg(two, r.randint(85, 95)), what


def jpeg(image: Image.Image, quality: int) -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG", quality=quality, subsampling=0 if quality > 92 else 2)
    return file.getvalue()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pairs", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--list", type=int, default=0, help="name so many pairs that went wrong")
    parser.add_argument("--keep", type=Path, help="folder for the files of pairs that went wrong")
    args = parser.parse_args()
    cv2.setNumThreads(1)
    r = random.Random(args.seed)
    each = windows(args.folder, r)
    found: dict[str, list[Seen]] = defaultdict(list)
    begun, wrong = time.process_time(), []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(args.pairs):
            what = PLAN[number % len(PLAN)]
            one, two, how = drawn_pair(what, next(each), random.Random(f"{args.seed}/{number}"))
            a, b = (Path(folder) / f"{number}{side}.jpg" for side in "ab")
            a.write_bytes(one)
            b.write_bytes(two)
            seen = see(Labelled(a, b, what, how))
            if seen is not None:
                found[what].append(seen)
                if seen.was_removable and (what == "toned") != seen.is_removable:
                    wrong.append(seen)
                    if args.keep is not None:
                        for path in (a, b):
                            (args.keep / path.name).write_bytes(path.read_bytes())
            a.unlink()
            b.unlink()
    for what, group in found.items():
        kinds = Counter(s.last.kind.value for s in group if s.was_removable)
        before, now = (sum(s.was_removable for s in group), sum(s.is_removable for s in group))
        print(f"{what:8} {len(group):5} pairs, removable before {before}, now {now}; {dict(kinds)}")
        by_kind = Counter(s.pair.kind for s in wrong if s.pair.label == what)
        if by_kind:
            print(f"         wrong: {dict(by_kind)}")
    for one in wrong[: args.list]:
        told = [(x.kind.value, x.side, round(x.strength, 2)) for x in one.look.regions[:3]]
        print(one.pair.label, one.pair.a.name, one.pair.kind, one.last.kind.value, told)
    print(f"{time.process_time() - begun:.0f} s of processor")


if __name__ == "__main__":
    main()
