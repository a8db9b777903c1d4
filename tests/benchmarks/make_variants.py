"""Write a labelled set of pairs: other content somewhere, and true copies of the same pictures.

    python -m tests.benchmarks.make_variants PHOTOS OUT --n 220 [--held | --further | --latest]

PHOTOS  folder of photos, the grounds of what is drawn; `--held` takes the other half of them, other
        fonts and other kinds: what nothing is chosen on; `--further` all of them, and kinds and
        letters that are none of these; `--latest` all letters, and kinds made after all of those;
        `--newest` all letters, and kinds made after those again
OUT     gets `img/` and `pairs.json`: [{"a", "b", "label", "kind", "places", "least_px", ...}]

Labels: `variant` (tickets, forms, faces, colours ... of which some places differ), `copy` (saved
again, smaller, in other tones, cut), `added` (a caption, mark, sticker, bar, mosaic or stamp on `b`
alone), `stack` (focused near and far), `bracket` (two exposures), `shots` (two shots of a moment).
"""

from __future__ import annotations

import argparse
import io
import json
import random
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from tests.benchmarks.variants import fitted, further, held, latest, newest
from tests.benchmarks.variants.tools import Tools, find_fonts, find_grounds

LEAST_PX = 20
"""Letters at changed places are never made smaller than that."""


def encoded(image: Image.Image, r: random.Random, low: int, high: int) -> tuple[bytes, str]:
    buffer = io.BytesIO()
    kind = r.choices(["jpg", "png", "webp"], [8, 1, 1])[0]
    if kind == "jpg":
        image.save(buffer, "JPEG", quality=r.randint(low, high), subsampling=r.choice([0, 2, 2]))
    elif kind == "png":
        image.save(buffer, "PNG", compress_level=1)
    else:
        image.save(buffer, "WEBP", quality=r.randint(max(low, 60), high), method=2)
    return buffer.getvalue(), kind


def resized(image: Image.Image, factor: float, r: random.Random) -> Image.Image:
    size = max(1, round(image.width * factor)), max(1, round(image.height * factor))
    how = r.choice([Image.Resampling.LANCZOS, Image.Resampling.BICUBIC, Image.Resampling.BOX])
    return image.resize(size, how)


def changed_again(image: Image.Image, r: random.Random) -> tuple[Image.Image, list[str]]:
    """What programs do to a whole picture."""
    done = []
    if r.random() < 0.25:
        k = r.uniform(0.8, 0.98)
        w, h = int(image.width * k), int(image.height * k)
        x, y = r.randint(0, image.width - w), r.randint(0, image.height - h)
        image, done = image.crop((x, y, x + w, y + h)), [*done, "cut"]
    if r.random() < 0.5:
        image, done = resized(image, r.uniform(0.4, 1.0), r), [*done, "resized"]
    if r.random() < 0.12:
        image = image.transform(
            image.size, Image.Transform.AFFINE, (1, 0, 0.5, 0, 1, 0.5), Image.Resampling.BICUBIC
        )
        done.append("half a pixel")
    if r.random() < 0.12:
        image, done = (
            image.filter(ImageFilter.GaussianBlur(r.uniform(0.4, 1.2))),
            [*done, "blurred"],
        )
    if r.random() < 0.1:
        image, done = image.filter(ImageFilter.UnsharpMask(2, 120, 2)), [*done, "sharpened"]
    if r.random() < 0.1:
        grain = np.random.default_rng(r.randrange(10**6)).normal(
            0, r.uniform(3, 12), (image.height, image.width, 3)
        )
        image = Image.fromarray(
            (np.asarray(image, np.float32) + grain).clip(0, 255).astype(np.uint8)
        )
        done.append("noise")
    if r.random() < 0.3:
        how = r.choice(["bright", "contrast", "gamma", "colour", "warm"])
        if how == "bright":
            image = ImageEnhance.Brightness(image).enhance(r.uniform(0.75, 1.25))
        elif how == "contrast":
            image = ImageEnhance.Contrast(image).enhance(r.uniform(0.7, 1.3))
        elif how == "gamma":
            power = r.uniform(0.7, 1.4)
            image = image.point([round(255 * (v / 255) ** power) for v in range(256)] * 3)
        elif how == "colour":
            image = ImageEnhance.Color(image).enhance(r.uniform(0.6, 1.5))
        else:
            tint = np.array([r.uniform(1, 1.15), 1, r.uniform(0.85, 1)])
            image = Image.fromarray((np.asarray(image) * tint).clip(0, 255).astype(np.uint8))
        done.append(how)
    return image, done


def with_addition(image: Image.Image, r: random.Random, t: Tools) -> tuple[Image.Image, str]:
    image = image.copy()
    draw = ImageDraw.Draw(image)
    w, h = image.size
    how = r.choice(["caption", "mark", "date", "sticker", "bar", "mosaic", "stamp", "line"])
    px = max(18, int(min(w, h) * r.uniform(0.03, 0.09)))
    if how == "caption":
        draw.text(
            (w / 2, h - px * 1.5),
            t.words(3).upper(),
            font=t.font(px),
            fill="white",
            anchor="ma",
            stroke_width=max(1, px // 12),
            stroke_fill="black",
        )
    elif how == "mark":
        draw.text(
            (w * 0.75, h - px * 1.2),
            "(c) somebody",
            font=t.font(max(16, px // 2)),
            fill="white",
            stroke_width=r.choice([0, 2]),
            stroke_fill="black",
        )
    elif how == "date":
        draw.text((w * 0.7, h * 0.9), "14.07.2019", font=t.font(px), fill=(255, 140, 30))
    elif how == "line":
        draw.text((w * 0.1, h * r.uniform(0.1, 0.8)), t.words(4), font=t.font(px), fill=t.colour())
    elif how == "sticker":
        x, y, s = r.uniform(0, w - px * 3), r.uniform(0, h - px * 3), px * r.uniform(1.5, 3)
        draw.ellipse([x, y, x + s, y + s], fill=(255, 204, 51), outline=(200, 140, 0), width=3)
        draw.arc(
            [x + s * 0.25, y + s * 0.35, x + s * 0.75, y + s * 0.8],
            15,
            165,
            fill=(80, 50, 0),
            width=4,
        )
    elif how == "bar":
        x, y = r.uniform(0, w * 0.6), r.uniform(0, h * 0.8)
        draw.rectangle([x, y, x + w * r.uniform(0.1, 0.3), y + px * 1.5], fill="black")
    elif how == "mosaic":
        x, y, s = r.randint(0, w // 2), r.randint(0, h // 2), min(w, h) // 4
        part = image.crop((x, y, x + s, y + s)).resize((6, 6), Image.Resampling.BOX)
        image.paste(part.resize((s, s), Image.Resampling.NEAREST), (x, y))
    else:
        x, y = r.uniform(0, w * 0.6), r.uniform(0, h * 0.85)
        draw.rectangle([x, y, x + w * 0.3, y + px * 1.6], fill=t.colour(0, 120))
        draw.text((x + 8, y + px * 0.2), "photo.example", font=t.font(px), fill="white")
    return image, how


def _remapped(values: np.ndarray, reach: float, draw: np.random.Generator) -> np.ndarray:
    """Parallax: what is near lies elsewhere."""
    h, w = values.shape[:2]
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    shifts = [
        cv2.resize(
            draw.normal(0, reach, (4, 4)).astype(np.float32), (w, h), interpolation=cv2.INTER_CUBIC
        )
        for _ in range(2)
    ]
    moved = cv2.remap(
        values, x + shifts[0], y + shifts[1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101
    )
    return np.asarray(moved, np.float32)


def _pixels(values: np.ndarray, noise: float, draw: np.random.Generator) -> Image.Image:
    return Image.fromarray(
        (values + draw.normal(0, noise, values.shape)).clip(0, 255).astype(np.uint8)
    )


def focus_stack(image: Image.Image, r: random.Random) -> tuple[Image.Image, Image.Image]:
    """Sharp near and soft far, and the other way round; a mask says what is near."""
    draw = np.random.default_rng(r.randrange(10**6))
    sharp = np.asarray(image, np.float32)
    h, w = sharp.shape[:2]
    depth = cv2.resize(
        draw.uniform(0, 1, (4, 5)).astype(np.float32), (w, h), interpolation=cv2.INTER_CUBIC
    )
    depth += np.linspace(-0.5, 0.5, h, dtype=np.float32)[:, None] * r.choice([-1, 1])
    depth = np.clip((depth - np.median(depth)) * r.choice([4.0, 40.0]) + 0.5, 0, 1)[..., None]
    blur = max(w, h) * r.uniform(0.0015, 0.006)
    soft = cv2.GaussianBlur(sharp, (0, 0), blur)
    shots = depth * sharp + (1 - depth) * soft, depth * soft + (1 - depth) * sharp
    second = _remapped(shots[1], r.uniform(0, 0.001) * max(w, h), draw)
    noise = r.uniform(1, 4)
    return _pixels(shots[0], noise, draw), _pixels(second, noise, draw)


def bracket(image: Image.Image, r: random.Random) -> tuple[Image.Image, Image.Image]:
    """Two exposures of one scene, one to three stops apart, clipped at either end."""
    draw = np.random.default_rng(r.randrange(10**6))
    light = (np.asarray(image, np.float32) / 255) ** 2.2
    light *= 0.5 / max(1e-3, float(np.percentile(light, 90)))
    stops = r.uniform(0.8, 1.6)
    found = []
    for gain in (2**stops, 2**-stops):
        seen = np.clip(light * gain + draw.normal(0, r.uniform(0.002, 0.006), light.shape), 0, 1)
        found.append(_pixels(255 * seen ** (1 / 2.2), 1, draw))
    second = _remapped(
        np.asarray(found[1], np.float32), r.uniform(0, 0.0006) * max(image.size), draw
    )
    return found[0], _pixels(second, 0, draw)


def second_shot(image: Image.Image, r: random.Random) -> tuple[Image.Image, Image.Image]:
    """A hand that hardly moved, something that did, and the noise of its own of each shot."""
    draw = np.random.default_rng(r.randrange(10**6))
    values = np.asarray(image, np.float32)
    h, w = values.shape[:2]
    other = _remapped(values, r.uniform(0.0004, 0.003) * max(w, h), draw)
    if r.random() < 0.6:
        s = int(min(w, h) * r.uniform(0.06, 0.2))
        y, x = r.randint(0, h - s - 1), r.randint(0, w - s - 1)
        y2, x2 = np.clip(
            [y + r.randint(-s // 3, s // 3), x + r.randint(-s // 2, s // 2)], 0, [h - s, w - s]
        )
        other[y2 : y2 + s, x2 : x2 + s] = other[y : y + s, x : x + s].copy()
    noise = r.uniform(1.5, 5)
    return _pixels(values, noise, draw), _pixels(other, noise, draw)


class Writer:
    def __init__(self, out: Path) -> None:
        self._img = out / "img"
        self._img.mkdir(parents=True, exist_ok=True)
        self.pairs: list[dict[str, object]] = []

    def add(
        self,
        label: str,
        kind: str,
        first: tuple[bytes, str],
        second: tuple[bytes, str],
        **more: object,
    ) -> None:
        number = len(self.pairs)
        names = [
            f"{number:05d}{side}.{kind_of}"
            for side, (_, kind_of) in zip("ab", (first, second), strict=True)
        ]
        for name, (data, _) in zip(names, (first, second), strict=True):
            (self._img / name).write_bytes(data)
        self.pairs.append({"a": names[0], "b": names[1], "label": label, "kind": kind, **more})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("photos", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument(
        "--n", type=int, default=220, help="variants; as many copies, a third each of the others"
    )
    parser.add_argument("--held", action="store_true")
    parser.add_argument("--further", action="store_true")
    parser.add_argument("--latest", action="store_true")
    parser.add_argument("--newest", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    fonts, grounds = find_fonts(held=args.held), find_grounds(args.photos, held=args.held)
    if args.further or args.latest or args.newest:
        grounds += find_grounds(args.photos, held=not args.held)
    if args.latest or args.newest:
        fonts += find_fonts(held=not args.held)
    sets = {"newest": newest, "latest": latest, "further": further, "held": held}
    kinds = next((s.KINDS for name, s in sets.items() if getattr(args, name)), fitted.KINDS)
    writer = Writer(args.out)
    for number in range(args.n):
        kind = list(kinds)[number % len(kinds)]
        seed = f"{args.seed}/{args.held}/{number}"
        r = random.Random(seed + " saved")
        first = Tools(seed, fonts, grounds)
        picture = kinds[kind](first)
        count = first.places
        some = 1 if r.random() < 0.6 else r.randint(1, count)
        second = Tools(seed, fonts, grounds, frozenset(r.sample(range(count), some)))
        other = kinds[kind](second)
        smallest = LEAST_PX / first.least_px if first.least_px < 999 else 0.5
        both = r.uniform(max(0.5, smallest), 1) if r.random() < 0.3 else 1.0
        one = r.uniform(max(0.5, smallest), 1) if r.random() < 0.3 else both
        a, b = resized(picture, both, r), resized(other, one, r)
        a, b = (a, b) if r.random() < 0.5 else (b, a)
        writer.add(
            "variant",
            kind,
            encoded(a, r, 60, 95),
            encoded(b, r, 60, 95),
            places=some,
            least_px=first.least_px,
        )
        again, done = changed_again(picture, r)
        writer.add("copy", kind, encoded(picture, r, 60, 95), encoded(again, r, 20, 95), done=done)
    for number in range(args.n // 3):
        seed = f"{args.seed}/{args.held}/photo {number}"
        r, t = random.Random(seed), Tools(seed, fonts, grounds)
        photo = t.ground(r.choice([(800, 600), (1200, 900), (1600, 1200), (900, 1200)]))
        dressed, how = with_addition(photo, r, t)
        writer.add("added", how, encoded(photo, r, 70, 95), encoded(dressed, r, 70, 95))
        for label, make in (("stack", focus_stack), ("bracket", bracket), ("shots", second_shot)):
            one, two = make(photo, r)
            writer.add(label, label, encoded(one, r, 85, 95), encoded(two, r, 85, 95))
    (args.out / "pairs.json").write_text(json.dumps(writer.pairs, indent=0))
    print(f"{len(writer.pairs)} pairs, {len(grounds)} grounds, {len(fonts)} fonts -> {args.out}")


if __name__ == "__main__":
    main()
