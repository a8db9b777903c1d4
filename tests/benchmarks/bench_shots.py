"""Other shots of one scene, and copies whose date was changed: how many are called removable?

    python -m tests.benchmarks.bench_shots FOLDER --pairs 3000 --seed 1

FOLDER holds real photos. A scene is a window of one, in its own pixels or shrunk, 800 px wide. It
is "taken" twice, each time with a noise of its own (sigma 1 to 8 levels, 0.5 px soft) and in a
light that differs by 1 %:

tripod           the scene was freed of its own noise before, so that it has calm places
textured         it was not: the photo's noise, sand, cloth and leaves are common to both shots
drawn grain      a program drew one and the same grain (sigma 2 to 10, up to 1 px soft) over both
print            grain that lies in the scene, as that of a print, and noise of half to twice that
moved            textured, no noise to speak of (sigma 0.3), and a thing of 3 % of the width moved
trembling, braced, free hand    moved by up to 0.6 px, 4 px, 1 % of the width, some parallax

A third of the shots and half of the copies are exported as programs do: 90, 80 or 50 % of the
size. All are JPEGs of quality 75 to 96, some exported ones in another tone. Copies are made from
the file, or from what the file was made from.

Clocks are taken to be far apart. Of a tripod, the pair check is taken to say "a copy, nothing
moved": what noise alone lets through is counted. A hand's shots go the program's own way:
thumbnail, pair check, clocks, noise.
"""

from __future__ import annotations

import argparse
import io
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from imgsim_desktop.matching.kinds import judge
from imgsim_desktop.matching.noise import ScaledShot, compare_noise
from imgsim_desktop.matching.verify import verify
from imgsim_desktop.reading.decode import encode_jpeg, grey_small, shrink_to
from imgsim_desktop.records import REMOVABLE_KINDS, THUMBNAIL_PX, Facts

Picture = NDArray[np.float32]
SIGMAS = (1, 1.5, 2, 3, 5, 8)
SIZE = (800, 600)
STILL = ("tripod", "textured", "drawn grain", "print", "moved")
HELD = {"trembling": (0.6, 0.0, 0.005), "braced": (4.0, 1.0, 0.05), "free hand": (8.0, 3.0, 0.3)}
COPIES = ("copy, same size", "copy, shrunk")
HELD_SHARE = 0.1
NOON_NS = 1_559_390_400 * 10**9
APART_NS = 7 * 60 * 10**9
REMOVABLE = 0.9


def scenes(folder: Path, rng: np.random.Generator) -> Iterator[Picture]:
    """Endless: windows of photos, each photo opened for twelve of them."""
    paths = sorted(p for p in folder.rglob("*") if p.suffix.lower() in (".jpg", ".jpeg"))
    while True:
        for number in rng.permutation(len(paths)).tolist():
            with Image.open(paths[number]) as file:
                if min(file.width / SIZE[0], file.height / SIZE[1]) < 1:
                    continue
                image = file.convert("RGB")
            for _ in range(12):
                most = min(image.width / SIZE[0], image.height / SIZE[1])
                scale = rng.uniform(1, most) if rng.random() < 0.5 else 1.0
                width, height = (round(scale * side) for side in SIZE)
                left = int(rng.integers(0, image.width - width + 1))
                top = int(rng.integers(0, image.height - height + 1))
                window = image.crop((left, top, left + width, top + height))
                yield np.asarray(window.resize(SIZE, Image.Resampling.LANCZOS), np.float32)


def calmed(scene: Picture) -> Picture:
    pixels = np.clip(scene, 0, 255).astype(np.uint8)
    for _ in range(2):
        pixels = cv2.bilateralFilter(pixels, 7, 18, 5)
    return pixels.astype(np.float32)


def noise(sigma: float, soft_px: float, colours: int, rng: np.random.Generator) -> Picture:
    drawn = rng.standard_normal((SIZE[1], SIZE[0], colours), np.float32)
    if soft_px > 0.2:
        drawn = cv2.GaussianBlur(drawn, (0, 0), soft_px).reshape(drawn.shape)
    return np.asarray(drawn * np.float32(sigma) / drawn.std(), np.float32)


def exposed(scene: Picture, sigma: float, rng: np.random.Generator) -> Picture:
    """With noise that grows with the light, as soft as demosaicing leaves it."""
    strength = 0.6 + 0.8 * np.sqrt(np.clip(scene, 0, 255) / 255)
    light = np.float32(1 + rng.normal(0, 0.005))
    return np.asarray(scene * light + strength * noise(sigma, 0.5, 3, rng), np.float32)


def moved_by_hand(scene: Picture, how: str, rng: np.random.Generator) -> Picture:
    h, w = scene.shape[:2]
    most_px, parallax, turn = HELD[how]
    depth = cv2.resize(
        rng.uniform(-1, 1, (4, 5)).astype(np.float32), (w, h), interpolation=cv2.INTER_CUBIC
    )
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    move = cv2.getRotationMatrix2D((w / 2, h / 2), rng.uniform(-turn, turn), 1.0)
    shift = rng.uniform(-most_px, most_px, 2)
    moved_x = move[0, 0] * x + move[0, 1] * y + move[0, 2] + shift[0]
    moved_x = moved_x + rng.uniform(0.1, 1) * parallax * depth * w / 1000
    moved_y = move[1, 0] * x + move[1, 1] * y + move[1, 2] + shift[1]
    return np.asarray(
        cv2.remap(
            scene, moved_x.astype(np.float32), moved_y.astype(np.float32),
            cv2.INTER_LANCZOS4, borderMode=cv2.BORDER_REFLECT,
        )
    )  # fmt: skip


def two_shots(how: str, scene: Picture, rng: np.random.Generator) -> tuple[Picture, Picture]:
    sigma = float(rng.choice(SIGMAS))
    if how == "tripod" or (how in HELD and rng.random() < 0.5):
        scene = calmed(scene)
    if how == "drawn grain":
        scene = calmed(scene)
        grain = noise(rng.uniform(2, 10), rng.uniform(0, 1), 1, rng)
        first, second = (exposed(scene, sigma, rng) + grain for _ in range(2))
        return first, second
    if how == "print":
        scene = calmed(scene) + noise(sigma / rng.uniform(0.5, 2), rng.uniform(0, 1), 3, rng)
    if how == "moved":
        sigma = 0.3
    then = moved_by_hand(scene, how, rng) if how in HELD else scene
    if how == "moved":
        then, side = then.copy(), round(0.03 * SIZE[0])
        x, y, from_x, from_y = rng.integers(20, SIZE[1] - 2 * side - 20, 4).tolist()
        then[y : y + side, x : x + side] = scene[from_y : from_y + side, from_x : from_x + side]
    return exposed(scene, sigma, rng), exposed(then, sigma, rng)


def coded(picture: Picture | Image.Image, quality: int) -> tuple[Image.Image, int]:
    if not isinstance(picture, Image.Image):
        picture = Image.fromarray(np.clip(np.rint(picture), 0, 255).astype(np.uint8))
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=quality)
    image = Image.open(file)
    image.load()
    return image, quality


def exported(picture: Image.Image, rng: np.random.Generator, scale: float) -> Image.Image:
    size = (round(picture.width * scale), round(picture.height * scale))
    how = (Image.Resampling.BICUBIC, Image.Resampling.LANCZOS, Image.Resampling.BOX)
    if scale != 1:
        picture = picture.resize(size, how[rng.integers(3)])
    if rng.random() < 0.2:
        toned = 255 * (np.asarray(picture, np.float32) / 255) ** np.float32(rng.uniform(0.9, 1.1))
        picture = Image.fromarray(toned.astype(np.uint8))
    return picture


def asked_noise(a: tuple[Image.Image, int], b: tuple[Image.Image, int]) -> bool | None:
    size = min(a[0].size, b[0].size)
    views = [
        ScaledShot(
            np.asarray(i.convert("L").resize(size, Image.Resampling.HAMMING)), size[0] / i.width, q
        )
        for i, q in (a, b)
    ]
    return compare_noise(*views).is_shared


def went_the_whole_way(a: tuple[Image.Image, int], b: tuple[Image.Image, int]) -> str:
    facts = [
        Facts(*image.size, "JPEG", taken_ns=NOON_NS + ns, camera="Bench 1", jpeg_quality=quality)
        for (image, quality), ns in ((a, 0), (b, APART_NS))
    ]
    greys = [grey_small(encode_jpeg(np.asarray(shrink_to(i, THUMBNAIL_PX)))) for i, _ in (a, b)]
    verdict = judge(verify(*greys), *facts)
    if verdict.if_one_exposure is None:
        return "moved"
    shared = asked_noise(a, b)
    verdict = verdict.decided(shares_noise=shared)
    if verdict.kind in REMOVABLE_KINDS and verdict.confidence >= REMOVABLE:
        return "removable"
    return "noise of its own" if shared is False else "nothing known"


def one_pair(how: str, scene: Picture, rng: np.random.Generator, spent: Counter[str]) -> str:
    quality, again = (int(rng.choice([75, 85, 90, 92, 95, 96])) for _ in range(2))
    if how in COPIES:
        shot = exposed(calmed(scene) if rng.random() < 0.5 else scene, rng.choice(SIGMAS), rng)
        first = coded(shot, max(quality, 85))
        plain = Image.fromarray(np.clip(np.rint(shot), 0, 255).astype(np.uint8))
        source = first[0] if rng.random() < 0.5 else plain
        scale = 1.0 if how == COPIES[0] else float(rng.choice([0.9, 0.8, 0.5]))
        second = coded(exported(source, rng, scale), again)
    else:
        shots = two_shots(how, scene, rng)
        first, second = coded(shots[0], quality), coded(shots[1], again)
        if rng.random() < 1 / 3:
            scale = float(rng.choice([1, 0.9, 0.8, 0.5]))
            second = coded(exported(second[0], rng, scale), again)
    if how in HELD:
        return went_the_whole_way(first, second)
    began = time.process_time()
    shared = asked_noise(first, second)
    spent["ms"] += round(1e3 * (time.process_time() - began))
    spent["looks"] += 1
    return {True: "removable", False: "noise of its own", None: "nothing known"}[shared]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pairs", type=int, default=3_000, help="of shots")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=(*HELD, *STILL, *COPIES), help="pairs of one kind alone")
    args = parser.parse_args()
    rng = np.random.default_rng(args.seed)
    cv2.setNumThreads(1)
    found: dict[str, Counter[str]] = {}
    spent: Counter[str] = Counter()
    each = scenes(args.folder, rng)
    held = round(HELD_SHARE * args.pairs)
    plan = [tuple(HELD)[n % len(HELD)] for n in range(held)]
    plan += [STILL[n % len(STILL)] for n in range(args.pairs - held)]
    plan += [COPIES[n % 2] for n in range(args.pairs // 5)]
    if args.only:
        plan = [args.only] * args.pairs
    for how in plan:
        answer = one_pair(how, next(each), rng, spent)
        found.setdefault(how, Counter())[answer] += 1
        done = sum(sum(counts.values()) for counts in found.values())
        if done % 100 == 0:
            print(done, {how: dict(counts) for how, counts in found.items()}, flush=True)
    for how, counts in found.items():
        words = ", ".join(f"{name} {count}" for name, count in counts.most_common())
        print(f"{how:16} {sum(counts.values()):5}  {words}")
    shots = [counts for how, counts in found.items() if how not in COPIES]
    total, wrong = sum(sum(c.values()) for c in shots), sum(c["removable"] for c in shots)
    print(f"{wrong} of {total} pairs of shots removable", end="; ")
    print(
        f"{spent['ms'] / max(1, spent['looks']):.0f} ms of processor "
        f"a look at {SIZE[0]} x {SIZE[1]} px"
    )


if __name__ == "__main__":
    main()
