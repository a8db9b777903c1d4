"""Drawn photos for the pair check: every seed is another scene, each edit is a few lines."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont


def scene(seed: int, size: tuple[int, int] = (320, 240)) -> Image.Image:
    """A cluttered picture: soft background, many shapes, a little grain."""
    rng = np.random.default_rng(seed)
    w, h = size
    coarse = Image.fromarray(rng.integers(60, 200, (6, 8, 3), np.uint8))
    picture = coarse.resize(size, Image.Resampling.BICUBIC)
    draw = ImageDraw.Draw(picture)
    for _ in range(70):
        x, y = rng.integers(-20, w), rng.integers(-20, h)
        dx, dy = rng.integers(6, w // 5), rng.integers(6, h // 4)
        colour = tuple(int(c) for c in rng.integers(0, 256, 3))
        shape = (draw.rectangle, draw.ellipse)[int(rng.integers(2))]
        shape((int(x), int(y), int(x + dx), int(y + dy)), fill=colour)
    picture = picture.filter(ImageFilter.GaussianBlur(0.8))
    grain = rng.normal(0, 3, (h, w, 3))
    return Image.fromarray(np.clip(np.asarray(picture) + grain, 0, 255).astype(np.uint8))


def grey(picture: Image.Image) -> np.ndarray:
    return np.asarray(picture.convert("L"))


def next_shot(picture: Image.Image, seed: int) -> Image.Image:
    """The same scene a moment later: everything moved a little, each part its own way."""
    rng = np.random.default_rng(seed)
    w, h = picture.size
    moves = [
        np.asarray(
            Image.fromarray(rng.normal(0, 0.025 * w, (4, 5)).astype(np.float32)).resize(
                (w, h), Image.Resampling.BICUBIC
            )
        )
        for _ in range(2)
    ]
    y, x = np.mgrid[0:h, 0:w]
    x = np.clip(np.round(x + moves[0]), 0, w - 1).astype(int)
    y = np.clip(np.round(y + moves[1]), 0, h - 1).astype(int)
    moved = np.asarray(picture)[y, x] + rng.normal(0, 3, (h, w, 3))
    return Image.fromarray(np.clip(moved, 0, 255).astype(np.uint8))


def phone_screenshot(picture: Image.Image) -> Image.Image:
    """The picture in a viewer: status line, bars, buttons; the same around every picture."""
    out = Image.new("RGB", (240, 500), (20, 20, 24))
    shown = picture.resize((240, 180))
    out.paste(shown, (0, 160))
    draw = ImageDraw.Draw(out)
    draw.text((12, 8), "09:41   Photos   Albums", fill="white")
    draw.text((12, 40), "Yesterday 18:20  Edit  Select", fill="white")
    for i in range(5):
        draw.ellipse((16 + 45 * i, 440, 40 + 45 * i, 464), outline="white", width=3)
        draw.rectangle((20 + 45 * i, 470, 34 + 45 * i, 482), fill=(200, 40 * i, 90))
    return out


def captioned(picture: Image.Image) -> Image.Image:
    out = picture.copy()
    font = ImageFont.load_default(out.width // 16)
    ImageDraw.Draw(out).text(
        (out.width // 2, out.height - out.width // 10),
        "BEST DAY EVER 2024",
        "white",
        font,
        anchor="ma",
        stroke_width=max(1, out.width // 160),
        stroke_fill="black",
    )
    return out
