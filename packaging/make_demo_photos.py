#!/usr/bin/env python3
"""Render the demo photos in `resources/demo`: landscapes nobody owns, with real copies among them.

    python packaging/make_demo_photos.py resources/demo

Everything is computed (fractal terrain seen through a pinhole camera), so the pictures are free of
any rights: CC0. Seeded: the same script gives the same scenes. Needs numpy, Pillow and OpenCV.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageOps

WIDTH, HEIGHT = 1200, 800
MAP = 1024
Float = NDArray[np.float32]
Colour = tuple[float, float, float]


@dataclass(frozen=True)
class Palette:
    """Colours 0-1 of one hour of the day."""

    zenith: Colour
    horizon: Colour
    sun: Colour
    low: Colour
    high: Colour
    top: Colour
    water: Colour
    light: float = 1.0
    stars: bool = False


NOON = Palette(
    (0.18, 0.42, 0.78),
    (0.76, 0.87, 0.95),
    (1, 0.98, 0.9),
    (0.22, 0.36, 0.13),
    (0.42, 0.38, 0.3),
    (0.97, 0.97, 1),
    (0.1, 0.32, 0.45),
)
DAWN = Palette(
    (0.32, 0.36, 0.58),
    (1, 0.72, 0.55),
    (1, 0.8, 0.55),
    (0.2, 0.22, 0.18),
    (0.42, 0.3, 0.28),
    (1, 0.85, 0.8),
    (0.5, 0.4, 0.45),
    0.9,
)
DUSK = Palette(
    (0.14, 0.13, 0.32),
    (0.98, 0.45, 0.25),
    (1, 0.6, 0.25),
    (0.2, 0.15, 0.15),
    (0.42, 0.26, 0.27),
    (0.95, 0.62, 0.52),
    (0.42, 0.26, 0.34),
    0.95,
)
NIGHT = Palette(
    (0.02, 0.04, 0.12),
    (0.16, 0.24, 0.4),
    (0.85, 0.9, 1),
    (0.08, 0.12, 0.17),
    (0.2, 0.25, 0.34),
    (0.62, 0.7, 0.85),
    (0.06, 0.12, 0.22),
    0.9,
    stars=True,
)
DESERT = Palette(
    (0.25, 0.5, 0.8),
    (0.96, 0.87, 0.72),
    (1, 0.95, 0.8),
    (0.8, 0.55, 0.3),
    (0.86, 0.62, 0.38),
    (0.93, 0.75, 0.52),
    (0.25, 0.45, 0.5),
)
AUTUMN = Palette(
    (0.4, 0.55, 0.72),
    (0.9, 0.88, 0.82),
    (1, 0.95, 0.85),
    (0.55, 0.27, 0.07),
    (0.45, 0.36, 0.16),
    (0.8, 0.76, 0.7),
    (0.16, 0.28, 0.34),
    0.95,
)
ARCTIC = Palette(
    (0.35, 0.55, 0.75),
    (0.9, 0.94, 0.98),
    (1, 1, 1),
    (0.75, 0.82, 0.88),
    (0.85, 0.9, 0.95),
    (1, 1, 1),
    (0.08, 0.25, 0.36),
)
TROPIC = Palette(
    (0.1, 0.45, 0.8),
    (0.65, 0.88, 0.95),
    (1, 1, 0.95),
    (0.12, 0.42, 0.14),
    (0.2, 0.5, 0.18),
    (0.5, 0.6, 0.35),
    (0.0, 0.55, 0.6),
)


def fractal_noise(rng: np.random.Generator, size: int, octaves: int, ridged: float = 0.0) -> Float:
    """Sum of smooth random grids, (size, size), 0-1; `ridged` folds it into sharp crests."""
    total = np.zeros((size, size), np.float32)
    weight, scale = 0.0, 4
    for octave in range(octaves):
        grid = rng.random((scale + 3, scale + 3), dtype=np.float32)
        layer = cv2.resize(grid, (size, size), interpolation=cv2.INTER_CUBIC)
        if ridged:
            layer = (1 - ridged) * layer + ridged * (1 - np.abs(2 * layer - 1))
        amplitude = 0.5**octave
        total += amplitude * layer
        weight += amplitude
        scale *= 2
    total -= total.min()
    return total / total.max()


def mix(a: Colour | Float, b: Colour | Float, share: Float) -> Float:
    return (
        np.asarray(a, np.float32) * (1 - share[..., None])
        + np.asarray(b, np.float32) * share[..., None]
    )


def sky(rng: np.random.Generator, p: Palette, sun_x: float, sun_y: float, clouds: float) -> Float:
    """Gradient, sun with glow, clouds in perspective and, at night, stars."""
    y = np.linspace(0, 1, HEIGHT, dtype=np.float32)[:, None].repeat(WIDTH, 1)
    x = np.linspace(0, 1, WIDTH, dtype=np.float32)[None].repeat(HEIGHT, 0)
    picture = mix(p.zenith, p.horizon, np.clip(y * 1.7, 0, 1) ** 1.3)
    if p.stars:
        star = (rng.random((HEIGHT, WIDTH)) > 0.9988) * rng.random((HEIGHT, WIDTH)) * (1 - y)
        picture += cv2.GaussianBlur(star.astype(np.float32), (3, 3), 0.7)[..., None] * 2.4
    distance = np.hypot((x - sun_x) * 1.5, y - sun_y)
    picture = mix(picture, p.sun, np.exp(-(distance**2) / 0.03) * 0.6)
    picture = mix(picture, (1, 1, 1), np.clip((0.035 - distance) * 120, 0, 1))
    if clouds:
        depth = 0.16 / (0.62 - np.clip(y, 0, 0.6))
        noise = fractal_noise(rng, MAP, 7)
        sample = cv2.remap(
            noise,
            ((x - 0.5) * depth * 520 + 512) % (MAP - 1),
            (depth * 330) % (MAP - 1),
            cv2.INTER_LINEAR,
        )
        cover = np.clip((sample - (0.72 - clouds * 0.4)) * 4, 0, 1) * np.clip((0.55 - y) * 6, 0, 1)
        picture = mix(picture, np.clip(np.asarray(p.horizon) * 1.12 + 0.04, 0, 1), cover * 0.85)
    return picture


def terrain(
    rng: np.random.Generator, p: Palette, *, ridged: float, water: float, snow: float, relief: float,
    camera: tuple[float, float, float], haze: float = 1.0, sun_x: float = 0.7, sun_y: float = 0.22, clouds: float = 0.5,
) -> Float:  # fmt: skip
    """March over a height map from near to far and paint what rises above what is painted."""
    picture = sky(np.random.default_rng(int(rng.integers(1 << 30))), p, sun_x, sun_y, clouds)
    height = cv2.GaussianBlur(fractal_noise(rng, MAP, 9, ridged), (0, 0), 0.8) ** 1.4
    detail = fractal_noise(rng, MAP, 9)
    ground = np.maximum(height, water)
    slope_x = cv2.Sobel(ground, cv2.CV_32F, 1, 0, ksize=3) * MAP / 40
    slope_y = cv2.Sobel(ground, cv2.CV_32F, 0, 1, ksize=3) * MAP / 40
    shade = np.clip(
        0.75 + (sun_x - 0.5) * 0.9 * slope_x * relief + 0.35 * slope_y * relief, 0.25, 1.35
    )
    steep = np.clip(np.hypot(slope_x, slope_y) * 0.5, 0, 1)
    colour = mix(
        p.low, p.high, np.clip((height - water) * 2.2 + steep * 0.4 + (detail - 0.5), 0, 1)
    )
    colour = mix(colour, p.top, np.clip((height - snow + (detail - 0.5) * 0.25) * 9 - steep, 0, 1))
    colour *= (shade * (0.75 + 0.5 * detail) * p.light)[..., None]
    wet = height <= water
    colour[wet] = np.asarray(p.water) * (0.8 + 0.35 * detail[wet][:, None]) * p.light
    camera_x, camera_y, above = camera
    eye = float(ground[int(camera_y) % MAP, int(camera_x) % MAP]) * relief + above
    painted = np.full(WIDTH, HEIGHT, np.int32)
    columns = np.arange(WIDTH)
    rows = np.arange(HEIGHT)[:, None]
    z = 6.0
    while z < 620:
        spread = (columns / WIDTH - 0.5) * 1.15
        at_x = ((camera_x + spread * z) % MAP).astype(np.float32)[None]
        at_y = np.full((1, WIDTH), (camera_y - z) % MAP, np.float32)
        rise = (
            cv2.remap(ground, at_x, at_y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_WRAP)[0]
            * relief
            * 120
        )
        tint = cv2.remap(colour, at_x, at_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP)[0]
        screen = ((eye * 120 - rise) / z * 560 + HEIGHT * 0.42).astype(np.int32)
        screen = np.clip(screen, 0, HEIGHT)
        fog = np.float32(1 - np.exp(-((z / 420) ** 1.6) * haze))
        line = tint * (1 - fog) + np.asarray(p.horizon, np.float32) * fog
        if (screen < painted).any():
            top = int(screen.min())
            mask = (rows[top:] >= screen) & (rows[top:] < painted)
            band = picture[top:]
            band[mask] = np.broadcast_to(line, (HEIGHT - top, WIDTH, 3))[mask]
            painted = np.minimum(painted, screen)
        z *= 1.006
    return picture


def town(rng: np.random.Generator, p: Palette) -> Float:
    """A skyline with lit windows above its reflection."""
    picture = sky(rng, p, 0.75, 0.3, 0.35)
    base = int(HEIGHT * 0.68)
    for depth in (0.35, 0.6, 1.0):
        x = -20
        while x < WIDTH:
            wide = int(rng.integers(34, 105))
            tall = int(rng.gamma(3, 62) * (1.5 - depth * 0.55)) + 60
            face = np.asarray(
                mix(p.horizon, p.low, np.asarray(0.35 + depth * 0.6)), np.float32
            ).reshape(3)
            top = max(20, base - tall)
            picture[top:base, max(0, x) : x + wide] = face * float(rng.uniform(0.75, 1.1))
            lit = rng.random((40, 12)) > 0.55
            for row, wy in enumerate(range(top + 8, base - 8, 13)):
                for column, wx in enumerate(range(x + 5, x + wide - 7, 11)):
                    if 0 <= wx < WIDTH - 6 and lit[row % 40, column % 12]:
                        picture[wy : wy + 7, wx : wx + 6] = np.asarray(
                            (1, 0.85, 0.5)
                        ) * rng.uniform(0.5, 1.1)
            x += wide + int(rng.integers(0, 14))
    mirror = picture[base - (HEIGHT - base) : base][::-1]
    ripple = (np.sin(np.arange(HEIGHT - base) ** 0.8 * 1.9) * 5).astype(int)
    for row in range(HEIGHT - base):
        picture[base + row] = (
            np.roll(mirror[row], ripple[row], 0) * 0.62 + np.asarray(p.water) * 0.25
        )
    return picture


def flower(
    rng: np.random.Generator, petal: Colour, heart: Colour, ground: Colour, petals: int
) -> Float:
    """One flower in front of soft lights."""
    picture = np.ones((HEIGHT, WIDTH, 3), np.float32) * np.asarray(ground, np.float32)
    for _ in range(70):
        spot = (int(rng.integers(WIDTH)), int(rng.integers(HEIGHT)))
        tint = np.clip(np.asarray(ground) * rng.uniform(0.6, 2.2) + rng.uniform(0, 0.12), 0, 1)
        layer = picture.copy()
        cv2.circle(layer, spot, int(rng.integers(18, 90)), tint.tolist(), -1, cv2.LINE_AA)
        picture = picture * 0.6 + layer * 0.4
    picture = cv2.GaussianBlur(picture, (0, 0), 7)
    centre = (int(WIDTH * rng.uniform(0.4, 0.6)), int(HEIGHT * rng.uniform(0.42, 0.52)))
    cv2.line(picture, centre, (centre[0] + 60, HEIGHT + 50), (0.2, 0.38, 0.12), 16, cv2.LINE_AA)
    for ring, reach in ((0, 1.0), (1, 0.78)):
        for k in range(petals):
            angle = 360 * (k + ring * 0.5) / petals + float(rng.normal(0, 2))
            tip = np.radians(angle)
            long = int(165 * reach * rng.uniform(0.92, 1.06))
            at = (
                int(centre[0] + np.cos(tip) * long * 0.95),
                int(centre[1] + np.sin(tip) * long * 0.95),
            )
            tone = np.clip(np.asarray(petal) * rng.uniform(0.8, 1.1), 0, 1).tolist()
            cv2.ellipse(
                picture,
                at,
                (long, int(long * 3.2 / petals**0.75)),
                angle,
                0,
                360,
                tone,
                -1,
                cv2.LINE_AA,
            )
            dark = (np.asarray(petal) * 0.68).tolist()
            cv2.line(
                picture,
                centre,
                (int(at[0] + np.cos(tip) * long * 0.6), int(at[1] + np.sin(tip) * long * 0.6)),
                dark,
                2,
                cv2.LINE_AA,
            )
    for k in range(520):
        radius, angle = 3.3 * np.sqrt(k), k * 2.39996
        at = (int(centre[0] + radius * np.cos(angle)), int(centre[1] + radius * np.sin(angle)))
        cv2.circle(
            picture,
            at,
            4,
            (np.asarray(heart) * rng.uniform(0.55, 1.2)).clip(0, 1).tolist(),
            -1,
            cv2.LINE_AA,
        )
    return picture


def develop(picture: Float, rng: np.random.Generator) -> Image.Image:
    """Grain, vignette and a gentle curve, as a camera would leave them."""
    y, x = np.mgrid[-1 : 1 : HEIGHT * 1j, -1 : 1 : WIDTH * 1j]
    picture = picture * (1 - 0.16 * (x**2 + y**2))[..., None]
    picture = picture + rng.normal(0, 0.008, picture.shape)
    picture = np.clip(picture, 0, 1)
    picture = picture * picture * (3 - 2 * picture) * 0.45 + picture * 0.55
    return Image.fromarray((picture * 255 + 0.5).astype(np.uint8)).filter(ImageFilter.SMOOTH)


Shot = Callable[[np.random.Generator], Float]


def scenes() -> dict[str, Shot]:
    """Name -> what to render; `burst` pairs differ by a step of the camera."""

    def land(p: Palette, ridged: float, water: float, snow: float, relief: float, camera: tuple[float, float, float], **more: float) -> Shot:  # fmt: skip
        return lambda rng: terrain(
            rng, p, ridged=ridged, water=water, snow=snow, relief=relief, camera=camera, **more
        )

    return {
        "2023-06 Alps/IMG_2041": land(NOON, .9, .1, .55, 1.5, (500, 900, .35)),
        "2023-06 Alps/IMG_2055": land(DAWN, 1, .0, .62, 1.7, (300, 700, .5), sun_x=.3),
        "2023-06 Alps/IMG_2078": land(DUSK, .8, .25, .7, 1.3, (700, 600, .4), sun_x=.42, sun_y=.36),
        "2023-06 Alps/IMG_2090": land(NIGHT, 1, .1, .5, 1.6, (200, 400, .4), sun_x=.8, sun_y=.14, clouds=0),
        "2023-06 Alps/IMG_2101": land(AUTUMN, .7, .3, .8, 1.1, (450, 820, .3)),
        "2023-08 Coast/IMG_3310": land(TROPIC, .2, .52, 1.2, .8, (512, 512, .3)),
        "2023-08 Coast/IMG_3311": land(TROPIC, .2, .52, 1.2, .8, (530, 506, .31)),
        "2023-08 Coast/IMG_3342": land(DUSK, .3, .55, 1.2, .7, (100, 900, .28), sun_x=.55, sun_y=.38, clouds=.8),
        "2023-08 Coast/IMG_3360": land(ARCTIC, .5, .5, .6, 1, (820, 300, .25), sun_x=.2),
        "2023-08 Coast/IMG_3377": land(DAWN, .1, .6, 1.2, .6, (333, 222, .3), sun_x=.6, sun_y=.33),
        "2024-01 Desert/DSC_0007": land(DESERT, .15, .0, 1.5, .5, (400, 1000, .22), clouds=0),
        "2024-01 Desert/DSC_0012": land(DESERT, .6, .0, 1.5, 1, (740, 333, .35), sun_x=.25, clouds=.2),
        "2024-01 Desert/DSC_0031": land(DUSK, .3, .0, 1.5, .5, (600, 140, .2), sun_x=.5, sun_y=.37, clouds=.3),
        "2024-01 Desert/DSC_0044": land(NIGHT, .5, .0, 1.5, .8, (50, 640, .3), sun_x=.2, sun_y=.1, clouds=.1),
        "2024-03 Town/P1010001": lambda rng: town(rng, NIGHT),
        "2024-03 Town/P1010009": lambda rng: town(rng, DUSK),
        "2024-03 Town/P1010015": lambda rng: town(rng, DAWN),
        "2024-05 Garden/PXL_0501": lambda rng: flower(rng, (.98, .78, .1), (.35, .18, .05), (.2, .35, .12), 21),
        "2024-05 Garden/PXL_0502": lambda rng: flower(rng, (.92, .25, .42), (.95, .8, .25), (.12, .25, .16), 8),
        "2024-05 Garden/PXL_0507": lambda rng: flower(rng, (.97, .97, .95), (.98, .75, .1), (.25, .42, .2), 17),
        "2024-05 Garden/PXL_0511": lambda rng: flower(rng, (.5, .35, .85), (.95, .85, .4), (.16, .3, .26), 11),
        "2024-05 Garden/PXL_0519": lambda rng: flower(rng, (.98, .5, .15), (.3, .12, .05), (.3, .2, .1), 13),
    }  # fmt: skip


def screenshot(photo: Image.Image) -> Image.Image:
    """The photo as a telephone shows it: black bars, a clock and two buttons."""
    page = Image.new("RGB", (720, 1280), (12, 12, 14))
    page.paste(photo.resize((720, 480), Image.Resampling.LANCZOS), (0, 390))
    draw = ImageDraw.Draw(page)
    draw.text((40, 24), "12:41", fill="white")
    draw.rounded_rectangle((620, 26, 680, 46), 6, outline="white", width=2)
    for x in (150, 360, 570):
        draw.ellipse((x - 24, 1180, x + 24, 1228), outline=(190, 190, 190), width=3)
    return page


def copies(shots: dict[str, Image.Image]) -> dict[str, tuple[Image.Image, dict[str, int]]]:
    """What a year of telephones, messengers and editors makes of some of them."""

    def half(name: str) -> Image.Image:
        return shots[name].resize((600, 400), Image.Resampling.LANCZOS)

    def sent(name: str) -> tuple[Image.Image, dict[str, int]]:
        return shots[name].resize((800, 533), Image.Resampling.LANCZOS), {"quality": 62}

    alps, coast, garden = "2023-06 Alps/IMG_", "2023-08 Coast/IMG_", "2024-05 Garden/PXL_"
    crop = shots[alps + "2041"].crop((230, 120, 1010, 640))
    bright = ImageEnhance.Color(
        ImageEnhance.Brightness(shots[garden + "0502"]).enhance(1.12)
    ).enhance(1.2)
    framed = ImageOps.expand(half(garden + "0507"), 40, (250, 250, 246))
    return {
        "Messenger/IMG-20230702-WA0003": sent(alps + "2041"),
        "Messenger/IMG-20230702-WA0004": sent(alps + "2055"),
        "Messenger/IMG-20230903-WA0011": sent(coast + "3310"),
        "Messenger/IMG-20240511-WA0002": sent(garden + "0511"),
        "Edited/IMG_2041-cropped": (crop, {"quality": 86}),
        "Edited/PXL_0502-edited": (bright, {"quality": 88}),
        "Edited/IMG_3342-bw": (
            ImageOps.grayscale(shots[coast + "3342"]).convert("RGB"),
            {"quality": 84},
        ),
        "Edited/DSC_0012 turned": (
            shots["2024-01 Desert/DSC_0012"].rotate(90, expand=True),
            {"quality": 85},
        ),
        "Edited/P1010009 mirrored": (
            ImageOps.mirror(shots["2024-03 Town/P1010009"]),
            {"quality": 84},
        ),
        "Edited/PXL_0507 card": (framed, {"quality": 88}),
        "Screenshots/Screenshot_20240310": (
            screenshot(shots["2024-03 Town/P1010015"]),
            {"quality": 80},
        ),
        "Screenshots/Screenshot_20240604": (screenshot(shots[garden + "0519"]), {"quality": 80}),
    }


def exif(name: str, position: int) -> bytes:
    """Camera and date: the month of the folder, and a second apart within a burst."""
    tags = Image.Exif()
    tags[0x010F], tags[0x0110] = "ImgSim", "Demo One"
    number = int("".join(c for c in name[8:] if c.isdigit()))
    month = name[:7].replace("-", ":")
    when = f"{month}:{1 + number // 10 % 28:02d} {8 + position % 10:02d}:15:{number % 60:02d}"
    if name.endswith("3311"):
        when = f"{month}:{1 + 3310 // 10 % 28:02d} {8 + (position - 1) % 10:02d}:15:{3310 % 60 + 1:02d}"
    tags[0x0132] = when
    tags.get_ifd(0x8769)[0x9003] = when
    return tags.tobytes()


def main() -> int:
    target = Path(sys.argv[1] if len(sys.argv) > 1 else "resources/demo")
    shots: dict[str, Image.Image] = {}
    for position, (name, render) in enumerate(scenes().items()):
        seed = 3310 if name.endswith("3311") else int("".join(c for c in name if c.isdigit())[-4:])
        shots[name] = develop(render(np.random.default_rng(seed)), np.random.default_rng(position))
        path = target / f"{name}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        shots[name].save(path, quality=84, exif=exif(name, position), optimize=True)
    for name, (picture, options) in copies(shots).items():
        path = target / f"{name}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        picture.save(path, optimize=True, **options)
    for source, copy in (
        ("2023-08 Coast/IMG_3377", "Backup/IMG_3377 (1)"),
        ("2024-03 Town/P1010001", "Backup/P1010001 copy"),
        ("2024-01 Desert/DSC_0007", "Backup/DSC_0007"),
    ):
        path = target / f"{copy}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((target / f"{source}.jpg").read_bytes())
    (target / "LICENSE.txt").write_text(
        "These pictures were computed by packaging/make_demo_photos.py of ImgSim Desktop.\n"
        "To the extent possible under law their makers waive all rights to them (CC0 1.0).\n"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
