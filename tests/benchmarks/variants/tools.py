"""What the kinds of drawn pictures share: values that may differ, fonts, photographic grounds."""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import numpy as np
from PIL import Image, ImageDraw, ImageFont, ImageOps

Value = TypeVar("Value")
Colour = tuple[int, int, int]

FITTED_FONTS = ("DejaVuSans", "DejaVuSerif")
WORDS = (
    "market", "river", "stone", "window", "garden", "letter", "yellow", "silver", "bridge",
    "mountain", "summer", "ticket", "orange", "table", "number", "station", "forest", "kitchen",
    "winter", "flower", "engine", "pocket", "morning", "island", "paper", "candle", "harbour",
    "castle", "button", "meadow", "pencil", "thunder", "velvet", "carpet", "mirror", "basket",
)  # fmt: skip


class Tools:
    """One picture to be drawn: all is as its seed says, but for the values that were changed.

    A kind draws the same picture twice; `value` gives the second one other values at the places
    that `changed` names by their number.
    """

    def __init__(
        self,
        seed: str,
        fonts: Sequence[Path],
        grounds: Sequence[Path],
        changed: frozenset[int] = frozenset(),
    ) -> None:
        self.random = random.Random(seed)
        self.places = 0
        self.least_px = 999
        """Size of the smallest letters drawn at a place that was changed."""
        self._seed, self._fonts, self._grounds, self._changed = seed, fonts, grounds, changed
        self._font = self.random.choice(fonts)

    def value(self, draw: Callable[[random.Random], Value]) -> Value:
        number = self.places
        self.places += 1
        first = draw(random.Random(f"{self._seed}/{number}"))
        if number not in self._changed:
            return first
        for attempt in range(1, 200):
            other = draw(random.Random(f"{self._seed}/{number}/{attempt}"))
            if other != first:
                return other
        raise ValueError(f"place {number} of {self._seed} has one value only")

    def digits(self, count: int) -> str:
        """A number; the other one differs in a single digit."""
        at = self.random.randrange(count)
        digits = [str(self.random.randrange(1, 10)) for _ in range(count)]
        digits[at] = self.value(lambda r: str(r.randrange(10)))
        return "".join(digits)

    def words(self, count: int) -> str:
        return self.value(lambda r: " ".join(r.sample(WORDS, count)))

    def text(
        self,
        draw: ImageDraw.ImageDraw,
        at: tuple[float, float],
        words: str,
        px: int,
        **more: object,
    ) -> None:
        self.least_px = min(self.least_px, px)
        draw.text(at, words, font=self.font(px), **more)

    def font(self, px: int) -> ImageFont.FreeTypeFont:
        return font_of(str(self._font), px)

    def colour(self, low: int = 0, high: int = 255) -> Colour:
        r = self.random
        return r.randint(low, high), r.randint(low, high), r.randint(low, high)

    def ground(self, size: tuple[int, int]) -> Image.Image:
        """A part of a photo, never enlarged by more than a third."""
        r = self.random
        for _ in range(30):
            photo = photo_of(str(r.choice(self._grounds)))
            if min(photo.width / size[0], photo.height / size[1]) >= 0.75:
                break
        fill = max(size[0] / photo.width, size[1] / photo.height)
        scale = max(fill, r.uniform(0.3, 1.0))
        w, h = min(photo.width, int(size[0] / scale)), min(photo.height, int(size[1] / scale))
        x, y = r.randint(0, photo.width - w), r.randint(0, photo.height - h)
        return photo.resize(size, Image.Resampling.LANCZOS, box=(x, y, x + w, y + h))


@lru_cache(maxsize=64)
def font_of(path: str, px: int) -> ImageFont.FreeTypeFont:
    if path == ".":
        return ImageFont.load_default(px)  # type: ignore[return-value]
    return ImageFont.truetype(path, px)


@lru_cache(maxsize=6)
def photo_of(path: str) -> Image.Image:
    return ImageOps.exif_transpose(Image.open(path)).convert("RGB")


def is_held(name: str) -> bool:
    """Whether a photo belongs to the half that nothing is chosen on."""
    return zlib.crc32(name.encode()) % 2 == 1


def find_grounds(folder: Path, *, held: bool, least_px: int = 400) -> list[Path]:
    """One photo a scene."""
    found: dict[str, Path] = {}
    for path in sorted(folder.rglob("*")):
        scene = _scene(path.name)
        if path.suffix.lower() not in {".jpg", ".jpeg"} or is_held(scene) != held:
            continue
        with Image.open(path) as image:
            if min(image.size) >= least_px:
                found.setdefault(scene, path)
    return list(found.values())


def _scene(name: str) -> str:
    """Turned and HDR copies of one photo show one scene."""
    for scene in ("landscape", "portrait", "iphone_hdr", "canon_hdr", "img_044"):
        if scene in name.lower():
            return scene
    return name


def find_fonts(*, held: bool) -> list[Path]:
    """DejaVu for fitting; Noto, STIX, Computer Modern and Pillow's own for testing."""
    if not held:
        folder = Path("/usr/share/fonts/truetype/dejavu")
        fonts = [p for p in sorted(folder.glob("*.ttf")) if p.name.startswith(FITTED_FONTS)]
        return [p for p in fonts if "Math" not in p.name]
    import matplotlib as mpl

    inside = Path(mpl.get_data_path()) / "fonts/ttf"
    fonts = [
        inside / f"{name}.ttf" for name in ("STIXGeneral", "STIXGeneralBol", "cmb10", "cmss10")
    ]
    fonts += sorted(Path("/usr/share/fonts").rglob("Noto*.tt[cf]"))
    return [Path(), *(p for p in fonts if p.exists())]


def noisy(image: Image.Image, levels: float, seed: int) -> Image.Image:
    grain = np.random.default_rng(seed).normal(0, levels, (image.height, image.width, 1))
    return Image.fromarray((np.asarray(image, np.float32) + grain).clip(0, 255).astype(np.uint8))
