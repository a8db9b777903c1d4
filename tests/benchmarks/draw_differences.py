"""The difference view of ten kinds of edit on one sheet, to be looked at.

python -m tests.benchmarks.draw_differences SHEET.png [--photo PHOTO]
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageOps

from imgsim_desktop.matching.confidence import probability
from imgsim_desktop.matching.difference import difference_picture
from imgsim_desktop.matching.verify import verify
from imgsim_desktop.records import THUMBNAIL_PX
from tests.matching.scenes import captioned, next_shot, phone_screenshot, scene

CELL = 230


def with_spots(photo: Image.Image) -> Image.Image:
    out = photo.copy()
    draw = ImageDraw.Draw(out)
    for x, y in ((0.2, 0.3), (0.7, 0.2), (0.5, 0.7)):
        left, top, side = x * out.width, y * out.height, 0.15 * out.height
        draw.ellipse((left, top, left + side, top + side), fill=(255, 204, 51), outline="black")
    return out


def cropped(photo: Image.Image) -> Image.Image:
    w, h = photo.size
    return photo.crop((w // 4, h // 5, w * 9 // 10, h * 8 // 10))


def tilted(photo: Image.Image) -> Image.Image:
    w, h = photo.size
    turned = photo.rotate(7, Image.Resampling.BICUBIC)
    return turned.crop((w // 8, h // 8, w * 7 // 8, h * 7 // 8))


EDITS: dict[str, Callable[[Image.Image], Image.Image]] = {
    "half size": lambda p: p.resize((p.width // 2, p.height // 2)),
    "cropped": cropped,
    "tilted": tilted,
    "mirrored": ImageOps.mirror,
    "turned": lambda p: p.transpose(Image.Transpose.ROTATE_90),
    "brighter": lambda p: ImageEnhance.Brightness(p).enhance(1.35),
    "black and white": lambda p: ImageOps.grayscale(p).convert("RGB"),
    "spots": with_spots,
    "caption": captioned,
    "cropped, spots": lambda p: with_spots(cropped(p)),
    "phone": phone_screenshot,
    "next shot": lambda p: next_shot(p, 3),
}


def small(photo: Image.Image) -> np.ndarray:
    photo = photo.convert("L")
    photo.thumbnail((THUMBNAIL_PX, THUMBNAIL_PX))
    return np.asarray(photo)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sheet", type=Path)
    parser.add_argument("--photo", type=Path)
    args = parser.parse_args()
    photo = Image.open(args.photo).convert("RGB") if args.photo else scene(1, (640, 480))
    photo.thumbnail((640, 640))
    sheet = Image.new("RGB", (3 * CELL * 2, (CELL + 16) * ((len(EDITS) + 1) // 2)), "white")
    draw = ImageDraw.Draw(sheet)
    for number, (name, edit) in enumerate(EDITS.items()):
        other = edit(photo)
        evidence = verify(small(photo), small(other))
        x, y = (number % 2) * 3 * CELL, (number // 2) * (CELL + 16)
        draw.text((x, y), f"{name}: confidence {probability(evidence):.3f}", "black")
        shown = difference_picture(np.asarray(photo), np.asarray(other), evidence.transform)
        if shown is None:
            continue
        glow = np.zeros_like(shown.left)
        glow[..., 0] = np.round(255 * shown.heat)
        faded = shown.left // 3 + glow // 3 * 2
        for column, pixels in enumerate((shown.left, shown.right, faded)):
            picture = Image.fromarray(pixels)
            if column != 1:
                corners = [tuple(c) for c in (shown.outline * picture.size).tolist()]
                ImageDraw.Draw(picture).polygon(corners, outline="lime", width=3)
            picture.thumbnail((CELL - 6, CELL - 6))
            sheet.paste(picture, (x + column * CELL, y + 14))
    sheet.save(args.sheet)


if __name__ == "__main__":
    main()
