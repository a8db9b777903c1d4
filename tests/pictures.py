"""Pictures made for tests: each seed another scene, the same one every time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from imgsim_desktop.reading.openers import register_plugins


def scene(seed: int, width: int = 320, height: int = 240) -> NDArray[np.uint8]:
    """A colour gradient with a dozen plain rectangles: edges, areas and colours of its own."""
    rng = np.random.default_rng(seed)
    corners = rng.uniform(0, 255, (2, 2, 3))
    y, x = np.linspace(0, 1, height)[:, None, None], np.linspace(0, 1, width)[None, :, None]
    top = corners[0, 0] * (1 - x) + corners[0, 1] * x
    bottom = corners[1, 0] * (1 - x) + corners[1, 1] * x
    pixels = top * (1 - y) + bottom * y
    for _ in range(12):
        left, upper = rng.uniform(0, 0.8, 2)
        wide, high = rng.uniform(0.08, 0.45, 2)
        rows = slice(int(upper * height), int((upper + high) * height))
        columns = slice(int(left * width), int((left + wide) * width))
        pixels[rows, columns] = rng.uniform(0, 255, 3)
    return pixels.astype(np.uint8)


def save_photo(
    path: Path, seed: int, *, width: int = 320, height: int = 240, quality: int = 90
) -> Path:
    """Write scene `seed` as the suffix says; folders are made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    options = {"quality": quality} if path.suffix in (".jpg", ".webp") else {}
    Image.fromarray(scene(seed, width, height)).save(path, **options)
    return path


def save_photos(folder: Path, count: int, first_seed: int = 0) -> list[Path]:
    """Different photos `0000.jpg`, `0001.jpg`, ..."""
    return [save_photo(folder / f"{i:04}.jpg", first_seed + i) for i in range(count)]


def painted(path: Path, top: tuple[int, int, int], bottom: tuple[int, int, int], seed: int) -> Path:
    """Two colours, one above the other, with grain."""
    rng = np.random.default_rng(seed)
    pixels = np.concatenate([np.full((90, 240, 3), colour) for colour in (top, bottom)])
    noise = rng.integers(-40, 40, (6, 8, 3)).repeat(30, 0).repeat(30, 1)
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray((pixels + noise).clip(0, 255).astype(np.uint8)).save(path, quality=92)
    return path


def save_ticket(path: Path, seat: str, *, quality: int = 90) -> Path:
    """One scene with a white field, 900 x 600; two tickets differ in what the field says."""
    picture = Image.fromarray(scene(5, 900, 600))
    draw = ImageDraw.Draw(picture)
    draw.rectangle([560, 400, 880, 580], fill="white")
    draw.text((580, 420), seat, font=ImageFont.load_default(30), fill=0)
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.save(path, quality=quality)
    return path


def let_pillow_write_heic() -> None:
    """Saving by pillow-heif; what opens HEIC stays the program's own plugin."""
    import pillow_heif

    register_plugins()
    reader = Image.OPEN["HEIF"]
    pillow_heif.register_heif_opener()
    Image.OPEN["HEIF"] = reader
