"""A fourth set of kinds that nothing was chosen on when they were first measured."""

from __future__ import annotations

import math
import random

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from tests.benchmarks.variants.tools import Colour, Tools, noisy

_DOTS = {
    "0": (14, 17, 19, 21, 25, 17, 14),
    "1": (4, 12, 4, 4, 4, 4, 14),
    "2": (14, 17, 1, 6, 8, 16, 31),
    "3": (14, 17, 1, 6, 1, 17, 14),
    "4": (2, 6, 10, 18, 31, 2, 2),
    "5": (31, 16, 30, 1, 1, 17, 14),
    "6": (6, 8, 16, 30, 17, 17, 14),
    "7": (31, 1, 2, 4, 8, 8, 8),
    "8": (14, 17, 17, 14, 17, 17, 14),
    "9": (14, 17, 17, 15, 1, 2, 12),
    ":": (0, 4, 4, 0, 4, 4, 0),
}
"""Digits on a board of five by seven lamps: a number a row, a bit a lamp."""
_INKS = [(20, 30, 110), (25, 25, 25), (150, 20, 30), (10, 90, 60)]


def _askew(t: Tools, image: Image.Image, thing: Image.Image, at: tuple[int, int]) -> Image.Image:
    """A thing with an alpha channel, turned a little and as soft as the photo it lies on."""
    r = t.random
    turned = thing.rotate(r.uniform(-12, 12), Image.Resampling.BICUBIC, expand=True)
    turned = turned.filter(ImageFilter.GaussianBlur(r.uniform(0.3, 0.9)))
    image.paste(turned, at, turned.getchannel("A"))
    return noisy(image, r.uniform(1, 4), r.randrange(10**6))


def hand_note(t: Tools) -> Image.Image:
    """Words by hand: wavy strokes whose bends are other ones in one word."""
    r = t.random
    paper = r.choice([(250, 248, 240), (255, 250, 190), (236, 240, 246)])
    image = Image.new("RGB", (900, 640), paper)
    draw = ImageDraw.Draw(image)
    for y in range(60, 640, 58):
        draw.line([0, y, 900, y], fill=tuple(v - 22 for v in paper), width=1)
    ink, wide = r.choice(_INKS), r.choice((2, 3, 4))
    for line in range(9):
        x, y = 30.0, 52 + line * 58
        while x < 800:
            seed = t.value(lambda v: v.randrange(10**6))
            long = r.randint(70, 170)
            bends = np.random.default_rng(seed)
            steps = np.arange(0, long, 3)
            phase = np.cumsum(bends.uniform(0.3, 1.1, len(steps)))
            reach = np.repeat(bends.choice([7, 7, 18], len(steps) // 5 + 1), 5)[: len(steps)]
            points = [
                (x + s + 3 * math.cos(p), y - 10 + h * math.sin(p) / 1.2)
                for s, p, h in zip(steps, phase, reach, strict=True)
            ]
            draw.line(points, fill=ink, width=wide, joint="curve")
            x += long + r.randint(18, 40)
    t.least_px = min(t.least_px, 24)
    return noisy(image, r.uniform(0, 4), r.randrange(10**6))


def lamp_board(t: Tools) -> Image.Image:
    """A departure board of glowing dots."""
    r = t.random
    dot = r.randint(4, 6)
    lit = r.choice([(255, 170, 30), (255, 60, 40), (120, 255, 120), (240, 240, 255)])
    rows, columns = 5, 14
    grid = np.zeros((rows * 10 + 3, columns * 7 + 3), bool)
    for row in range(rows):
        words = f"{t.digits(3)}:{t.digits(2)}:{t.digits(4)}:{t.digits(2)}"[:columns]
        for n, letter in enumerate(words):
            bits = np.array([[row >> k & 1 for k in (4, 3, 2, 1, 0)] for row in _DOTS[letter]])
            grid[row * 10 + 3 : row * 10 + 10, n * 7 + 2 : n * 7 + 7] = bits
    image = Image.new("RGB", (grid.shape[1] * dot, grid.shape[0] * dot), (14, 14, 16))
    draw = ImageDraw.Draw(image)
    for y, x in np.argwhere(np.ones_like(grid)):
        box = [x * dot + 1, y * dot + 1, x * dot + dot - 1, y * dot + dot - 1]
        draw.ellipse(box, fill=lit if grid[y, x] else (34, 32, 32))
    t.least_px = min(t.least_px, dot * 7)
    glow = image.filter(ImageFilter.GaussianBlur(dot / 2))
    return Image.blend(image, glow, 0.4)


def home_screen(t: Tools) -> Image.Image:
    """Icons over a photo, with counts in red dots and a clock."""
    r = t.random
    image = t.ground((720, 1280)).filter(ImageFilter.GaussianBlur(r.uniform(0, 3)))
    draw = ImageDraw.Draw(image)
    draw.text((30, 14), f"{t.digits(2)}:{t.digits(2)}", font=t.font(30), fill="white",
              stroke_width=1, stroke_fill="black")  # fmt: skip
    t.least_px = min(t.least_px, 26)
    for n in range(20):
        x, y = 40 + n % 4 * 170, 110 + n // 4 * 220
        draw.rounded_rectangle([x, y, x + 120, y + 120], 26, fill=t.colour(30, 240))
        draw.text((x + 60, y + 60), r.choice("ABCDEFGHKMPRSTUVW"), font=t.font(60), fill="white",
                  anchor="mm")  # fmt: skip
        if r.random() < 0.35:
            count = t.value(lambda v: str(v.randrange(1, 60)))
            draw.ellipse([x + 88, y - 16, x + 136, y + 32], fill=(235, 50, 50))
            draw.text((x + 112, y + 8), count, font=t.font(26), fill="white", anchor="mm")
    return image


def map_pin(t: Tools) -> Image.Image:
    """A pin in a picture from the air, here or there, and the way to it."""
    r = t.random
    image = t.ground((1000, 750))
    draw = ImageDraw.Draw(image)
    size = r.randint(26, 44)
    for _ in range(2):
        x, y = t.value(lambda v: (v.randrange(8) * 110 + 80, v.randrange(6) * 100 + 100))
        fill = r.choice([(220, 40, 40), (40, 110, 230), (250, 180, 30)])
        draw.polygon([(x - size / 2, y - size), (x + size / 2, y - size), (x, y)], fill=fill)
        draw.ellipse([x - size / 2, y - size * 1.5, x + size / 2, y - size / 2], fill=fill)
        draw.ellipse([x - size / 6, y - size * 1.15, x + size / 6, y - size * 0.85], fill="white")
    t.least_px = min(t.least_px, size)
    return image


def road_sign(t: Tools) -> Image.Image:
    """A round sign with a number, askew in a photo."""
    r = t.random
    image, s = t.ground((1000, 750)), r.randint(90, 200)
    sign = Image.new("RGBA", (s, s), (0, 0, 0, 0))
    draw = ImageDraw.Draw(sign)
    draw.ellipse([0, 0, s - 1, s - 1], fill=(190, 25, 35, 255))
    draw.ellipse([s * 0.12, s * 0.12, s * 0.88, s * 0.88], fill=(240, 240, 238, 255))
    number = t.value(lambda v: str(v.randrange(1, 13) * 10))
    px = int(s * 0.4)
    t.text(draw, (s / 2, s / 2), number, px, fill=(20, 20, 20, 255), anchor="mm")
    return _askew(t, image, sign, (r.randint(0, 1000 - s), r.randint(0, 750 - s)))


def jersey(t: Tools) -> Image.Image:
    """A number on cloth with folds."""
    r = t.random
    image, s = t.ground((900, 900)), r.randint(260, 420)
    draw_of = np.random.default_rng(r.randrange(10**6))
    folds = cv2.resize(
        draw_of.normal(0, 1, (7, 5)).astype(np.float32), (s, s), interpolation=cv2.INTER_CUBIC
    )
    cloth, print_ = np.array(t.colour(40, 220), np.float32), t.colour(0, 255)
    flat = Image.new("RGB", (s, s), tuple(int(v) for v in cloth))
    draw = ImageDraw.Draw(flat)
    t.text(draw, (s / 2, s / 2), t.digits(2), int(s * 0.5), fill=print_, anchor="mm")
    y, x = np.mgrid[0:s, 0:s].astype(np.float32)
    bent = cv2.remap(np.asarray(flat, np.float32), x + folds * 5, y + folds * 3, cv2.INTER_LINEAR,
                     borderMode=cv2.BORDER_REFLECT_101)  # fmt: skip
    shaded = bent * (1 + 0.16 * folds[..., None]) + draw_of.normal(0, 5, (s, s, 1))
    thing = Image.fromarray(shaded.clip(0, 255).astype(np.uint8)).convert("RGBA")
    mask = Image.new("L", (s, s), 0)
    ImageDraw.Draw(mask).polygon(
        [(s * 0.3, 0), (s * 0.7, 0), (s, s * 0.2), (s * 0.85, s), (s * 0.15, s), (0, s * 0.2)], 255
    )
    thing.putalpha(mask)
    return _askew(t, image, thing, (r.randint(0, 900 - s), r.randint(0, 900 - s)))


def scan_of_a_body(t: Tools) -> Image.Image:
    """Soft grey shapes and grain; one small round shade is elsewhere, or of another size."""
    r = t.random
    draw_of = np.random.default_rng(r.randrange(10**6))
    base = cv2.resize(
        draw_of.uniform(20, 190, (6, 6)).astype(np.float32),
        (900, 900),
        interpolation=cv2.INTER_CUBIC,
    )
    y, x = np.mgrid[0:900, 0:900].astype(np.float32)
    for n in range(9):
        base += 35 * np.exp(-(((y - 60 - n * 95 - 40 * np.sin(x / 180)) / 16) ** 2))
    cx, cy, radius = t.value(
        lambda v: (v.randrange(2, 8) * 100, v.randrange(2, 8) * 100, v.randrange(18, 34))
    )
    base += 70 / (1 + np.exp(np.clip((np.hypot(x - cx, y - cy) - radius) / 2.5, -50, 50)))
    grey = (base + draw_of.normal(0, 4, base.shape)).clip(0, 255).astype(np.uint8)
    t.least_px = min(t.least_px, 36)
    return Image.fromarray(np.repeat(grey[..., None], 3, axis=2))


def coin(t: Tools) -> Image.Image:
    """A year in relief on metal, in a photo."""
    r = t.random
    image, s = t.ground((900, 700)), r.randint(240, 380)
    height = Image.new("L", (s, s), 90)
    draw = ImageDraw.Draw(height)
    draw.ellipse([4, 4, s - 5, s - 5], outline=200, width=s // 24)
    draw.ellipse([s * 0.3, s * 0.2, s * 0.7, s * 0.62], fill=170)
    px = max(30, s // 7)
    t.text(draw, (s / 2, s * 0.78), f"19{t.digits(2)}", px, fill=200, anchor="mm")
    raised = np.asarray(height.filter(ImageFilter.GaussianBlur(1.4)), np.float32)
    light = np.gradient(raised, axis=0) + np.gradient(raised, axis=1)
    metal = np.array(r.choice([(190, 170, 110), (170, 172, 176), (170, 110, 80)]), np.float32)
    lit = metal * (1 + light[..., None] / 60)
    lit += np.random.default_rng(r.randrange(10**6)).normal(0, 5, (s, s, 1))
    thing = Image.fromarray(lit.clip(0, 255).astype(np.uint8)).convert("RGBA")
    mask = Image.new("L", (s, s), 0)
    ImageDraw.Draw(mask).ellipse([2, 2, s - 3, s - 3], 255)
    thing.putalpha(mask)
    return _askew(t, image, thing, (r.randint(0, 900 - s), r.randint(0, 700 - s)))


def book_shelf(t: Tools) -> Image.Image:
    """Spines with titles along them."""
    r = t.random
    image = Image.new("RGB", (1200, 700), (60, 42, 30))
    x = 10
    while x < 1120:
        wide = r.randint(44, 84)
        fill = t.colour(20, 220)
        spine = Image.new("RGB", (640, wide), fill)
        light = 255 if sum(fill) < 380 else 20
        px = r.randint(22, min(36, wide - 16))
        t.text(
            ImageDraw.Draw(spine),
            (40, (wide - px) / 2 - 3),
            t.words(2).title(),
            px,
            fill=(light,) * 3,
        )
        image.paste(spine.rotate(90, expand=True), (x, 40))
        x += wide + 2
    shade = np.linspace(1.05, 0.75, 700)[:, None, None]
    lit = Image.fromarray((np.asarray(image, np.float32) * shade).clip(0, 255).astype(np.uint8))
    return noisy(lit, r.uniform(1, 5), r.randrange(10**6))


def signature(t: Tools) -> Image.Image:
    """A certificate that another person has signed."""
    r = t.random
    image = Image.new("RGB", (1000, 720), (252, 250, 244))
    draw = ImageDraw.Draw(image)
    draw.rectangle([20, 20, 980, 700], outline=(160, 130, 60), width=6)
    draw.text((500, 110), "Certificate", font=t.font(64), fill=(60, 50, 40), anchor="mm")
    for n in range(3):
        words = " ".join(r.sample(("of", "good", "work", "in", "the", "year"), 4))
        draw.text((500, 220 + n * 50), words, font=t.font(28), fill=(80, 70, 60), anchor="mm")
    seed = t.value(lambda v: v.randrange(10**6))
    bends = np.random.default_rng(seed)
    steps = np.linspace(0, 1, 60)
    path = [np.interp(steps, np.linspace(0, 1, 14), bends.uniform(-1, 1, 14)) for _ in range(2)]
    points = [(620 + 260 * s + 24 * a, 560 + 44 * b) for s, a, b in zip(steps, *path, strict=True)]
    draw.line(points, fill=r.choice(_INKS), width=3, joint="curve")
    draw.line([600, 620, 920, 620], fill=(120, 120, 120), width=2)
    t.least_px = min(t.least_px, 40)
    return noisy(image, r.uniform(0, 3), r.randrange(10**6))


def pattern(t: Tools) -> Image.Image:
    """A print that repeats, of which one motif has another colour."""
    r = t.random
    step = r.randint(70, 110)
    columns, rows = 1000 // step, 800 // step
    inks: list[Colour] = [t.colour(30, 230) for _ in range(4)]
    image = Image.new("RGB", (columns * step, rows * step), t.colour(150, 255))
    draw = ImageDraw.Draw(image)
    for n in range(columns * rows):
        ink = t.value(lambda v: v.choice(inks))
        x, y = n % columns * step + step / 2, n // columns * step + step / 2
        for k in range(5):
            a = k * math.tau / 5
            cx, cy = x + step * 0.2 * math.cos(a), y + step * 0.2 * math.sin(a)
            draw.ellipse([cx - step / 7, cy - step / 7, cx + step / 7, cy + step / 7], fill=ink)
        draw.ellipse([x - step / 9, y - step / 9, x + step / 9, y + step / 9], fill=(250, 220, 90))
    t.least_px = min(t.least_px, step // 2)
    return noisy(image, r.uniform(0, 3), r.randrange(10**6))


def level(t: Tools) -> Image.Image:
    """A film still with a bar that shows how far it is, and the time."""
    image = t.ground((1280, 720))
    draw = ImageDraw.Draw(image)
    draw.rectangle([0, 650, 1280, 720], fill=(18, 18, 20))
    share = t.value(lambda v: v.randrange(1, 30)) / 30
    draw.rectangle([30, 664, 1250, 672], fill=(90, 90, 92))
    draw.rectangle([30, 664, 30 + 1220 * share, 672], fill=(230, 40, 40))
    draw.ellipse([22 + 1220 * share, 660, 38 + 1220 * share, 676], fill=(230, 40, 40))
    t.text(draw, (40, 682), f"{t.digits(2)}:{t.digits(2)} / 42:17", 26, fill=(220, 220, 220))
    return image


def sketched_face(t: Tools) -> Image.Image:
    """A line drawing on textured paper, with another mouth or brow."""
    r = t.random
    image = Image.blend(t.ground((800, 800)), Image.new("RGB", (800, 800), (245, 240, 225)), 0.8)
    draw = ImageDraw.Draw(image)
    ink, wide = r.choice(_INKS), r.choice((4, 6, 8))
    draw.ellipse([180, 120, 620, 680], outline=ink, width=wide)
    for side in (-1, 1):
        x = 400 + side * 95
        draw.ellipse([x - 32, 320, x + 32, 362], outline=ink, width=wide)
        look = t.value(lambda v: v.choice((-14, 0, 14)))
        draw.ellipse([x + look - 9, 332, x + look + 9, 350], fill=ink)
        tilt = t.value(lambda v: v.choice((-22, 0, 22)))
        draw.line([x - 40, 280 - tilt, x + 40, 280 + tilt], fill=ink, width=wide)
    draw.line([400, 370, 380, 450, 410, 455], fill=ink, width=wide)
    mouth = t.value(lambda v: v.choice(("up", "flat", "down", "open")))
    box = [310, 500, 490, 600]
    if mouth == "open":
        draw.ellipse([355, 520, 445, 600], outline=ink, width=wide)
    elif mouth == "flat":
        draw.line([310, 550, 490, 550], fill=ink, width=wide)
    else:
        draw.arc(box, *((20, 160) if mouth == "up" else (200, 340)), ink, wide)
    t.least_px = min(t.least_px, 20)
    return image


def queue_number(t: Tools) -> Image.Image:
    """A slip of thermal paper, pale and grainy, held over a photo."""
    r = t.random
    image, wide = t.ground((900, 700)), r.randint(220, 320)
    slip = Image.new("RGBA", (wide, int(wide * 1.3)), (232, 232, 236, 255))
    draw = ImageDraw.Draw(slip)
    ink = (r.randint(60, 130),) * 3
    draw.text((wide / 2, 30), "your number", font=t.font(24), fill=ink, anchor="mm")
    t.text(
        draw,
        (wide / 2, wide * 0.6),
        f"{r.choice('ABC')} {t.digits(3)}",
        wide // 4,
        fill=ink,
        anchor="mm",
    )
    t.text(
        draw,
        (wide / 2, wide * 1.1),
        f"{t.digits(2)}.{t.digits(2)} {t.digits(2)}:{t.digits(2)}",
        24,
        fill=ink,
        anchor="mm",
    )
    return _askew(t, image, slip, (r.randint(0, 900 - wide), r.randint(0, 120)))


def plant_label(t: Tools) -> Image.Image:
    """White marker on a stick before leaves: one letter of a name."""
    r = t.random
    image = t.ground((900, 900))
    w, h = r.randint(260, 380), r.randint(70, 100)
    stick = Image.new("RGBA", (w, h), (*t.colour(20, 90), 255))
    at = r.randrange(6)
    letters = [random.Random(f"{r.random()}").choice("abdeghknoprstuy") for _ in range(7)]
    letters[at] = t.value(lambda v: v.choice("abdeghknoprstuy"))
    t.text(
        ImageDraw.Draw(stick),
        (16, h / 2),
        "".join(letters),
        h // 2,
        fill=(238, 238, 230, 255),
        anchor="lm",
    )
    return _askew(t, image, stick, (r.randint(0, 900 - w), r.randint(100, 700)))


KINDS = {
    "hand note": hand_note, "lamp board": lamp_board, "home screen": home_screen,
    "map pin": map_pin, "road sign": road_sign, "jersey": jersey, "scan": scan_of_a_body,
    "coin": coin, "book shelf": book_shelf, "signature": signature, "pattern": pattern,
    "level": level, "sketched face": sketched_face, "queue number": queue_number,
    "plant label": plant_label,
}  # fmt: skip
