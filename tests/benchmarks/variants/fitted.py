"""Kinds of pictures whose bounds were chosen on them."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from tests.benchmarks.variants.tools import Tools, noisy


def ticket(t: Tools) -> Image.Image:
    r = t.random
    size = r.choice([(900, 500), (1400, 640), (700, 1000)])
    image = t.ground(size) if r.random() < 0.7 else Image.new("RGB", size, t.colour(150))
    draw = ImageDraw.Draw(image)
    w, h = size
    draw.rectangle([w * 0.55, h * 0.55, w - 12, h - 12], fill="white")
    px, x, y = r.randint(22, 40), w * 0.55 + 14, h * 0.55 + 8
    lines = (
        f"Row {t.digits(2)} Seat {t.digits(2)}",
        f"No. {t.digits(7)}",
        f"Gate {t.value(lambda v: v.choice('ABCDEFGH'))}  {t.digits(2)}.50",
    )
    for n, line in enumerate(lines):
        t.text(draw, (x, y + n * px * 1.3), line, px, fill=0)
    draw.text(
        (20, 20), "SUMMER CONCERT", font=t.font(px * 2), fill="white", stroke_width=3, stroke_fill=0
    )
    return image


def form(t: Tools) -> Image.Image:
    r = t.random
    px = r.randint(20, 30)
    rows, w = r.randint(8, 16), r.randint(700, 1100)
    image = Image.new("RGB", (w, int(px * 2 * rows + 120)), (252, 252, r.randint(235, 252)))
    draw = ImageDraw.Draw(image)
    draw.text((30, 24), "TAX OFFICE  Form 1040", font=t.font(px + 12), fill=(30, 30, 90))
    for row in range(rows):
        y = 90 + row * px * 2
        draw.rectangle([w * 0.45, y, w - 30, y + px * 1.6], outline=(120, 120, 120), width=2)
        draw.text(
            (30, y + 4),
            f"{row + 1}. {t.random.choice(('Name', 'Amount', 'Date', 'Place'))}",
            font=t.font(px),
            fill=60,
        )
        if r.random() < 0.5:
            t.text(draw, (w * 0.47, y + 3), t.digits(r.randint(2, 6)), px, fill=(10, 10, 60))
        else:
            t.text(draw, (w * 0.47, y + 3), t.words(1), px, fill=(10, 10, 60))
    for n in range(3):
        box = [40 + n * 90, image.height - 30, 60 + n * 90, image.height - 10]
        draw.rectangle(box, outline=0, width=2)
        if t.value(lambda v: v.random() < 0.5):
            draw.line([box[0], box[1], box[2], box[3]], fill=0, width=3)
            draw.line([box[0], box[3], box[2], box[1]], fill=0, width=3)
    return image


def card(t: Tools) -> Image.Image:
    """An identity or business card with a small portrait."""
    r = t.random
    size = r.choice([(860, 540), (1011, 638)])
    a, b = t.colour(170), t.colour(170)
    ramp = np.linspace(0, 1, size[0])[None, :, None]
    image = Image.fromarray(
        np.broadcast_to((1 - ramp) * a + ramp * b, (size[1], size[0], 3)).astype(np.uint8).copy()
    )
    draw = ImageDraw.Draw(image)
    image.paste(t.ground((220, 280)), (40, 130))
    px = r.randint(24, 38)
    draw.text((40, 30), "UNIVERSITY LIBRARY", font=t.font(px + 14), fill=(20, 20, 80))
    fields = (
        ("Name", t.words(2)),
        ("No", t.digits(8)),
        ("Born", f"{t.digits(2)}.0{t.digits(1)}.19{t.digits(2)}"),
    )
    for n, (name, words) in enumerate(fields):
        draw.text((300, 140 + n * 100), name, font=t.font(20), fill=90)
        t.text(draw, (300, 165 + n * 100), words, px, fill=0)
    return image


def meme(t: Tools) -> Image.Image:
    r = t.random
    size = r.choice([(800, 600), (700, 700), (1200, 900), (600, 800)])
    image = t.ground(size)
    draw = ImageDraw.Draw(image)
    px = int(size[0] / r.uniform(11, 16))
    for y in (size[1] * 0.03, size[1] * 0.97 - px * 1.3):
        words = t.words(r.randint(2, 3)).upper()
        t.least_px = min(t.least_px, px)
        draw.text(
            (size[0] / 2, y), words, font=t.font(px), fill="white", anchor="ma",
            stroke_width=max(2, px // 12), stroke_fill="black",
        )  # fmt: skip
    return image


def scoreboard(t: Tools) -> Image.Image:
    r = t.random
    size = r.choice([(1280, 720), (960, 540)])
    image = t.ground(size)
    draw = ImageDraw.Draw(image)
    px = r.randint(24, 44)
    draw.rectangle([30, 30, 30 + px * 12, 30 + px * 1.5], fill=(20, 20, 30))
    line = f"HOM {t.digits(1)} : {t.digits(1)} AWY   {t.digits(2)}:{t.digits(2)}"
    t.text(draw, (42, 32), line, px, fill="white")
    return image


def chat(t: Tools) -> Image.Image:
    r = t.random
    w = r.choice([540, 720, 1080])
    px = max(20, w // 30)
    image = Image.new("RGB", (w, int(w * r.uniform(1.4, 2.1))), (229, 221, 213))
    draw = ImageDraw.Draw(image)
    draw.rectangle([0, 0, w, px * 3], fill=(7, 94, 84))
    draw.text((px, px * 0.8), "Family group   09:41", font=t.font(px + 4), fill="white")
    y = px * 4.0
    while y < image.height - px * 5:
        mine, lines = r.random() < 0.5, r.randint(1, 3)
        x = w * 0.3 if mine else w * 0.03
        box = (x, y, x + w * 0.66, y + px * 1.5 * lines + px)
        draw.rounded_rectangle(box, 12, fill=(220, 248, 198) if mine else "white")
        for line in range(lines):
            t.text(draw, (x + px, y + px * (0.4 + 1.5 * line)), t.words(3), px, fill=(20, 20, 20))
        y += px * 1.5 * lines + px * 2
    return image


def product(t: Tools) -> Image.Image:
    """A shirt or a mug on white, with shading and some noise: one of its colours differs."""
    r = t.random
    side = r.choice([600, 800, 1000])
    image = Image.new("RGB", (side, side), (r.randint(235, 255),) * 3)
    draw = ImageDraw.Draw(image)
    palette = [
        (190, 30, 40),
        (30, 60, 170),
        (30, 130, 60),
        (230, 190, 40),
        (120, 60, 140),
        (60, 60, 65),
        (230, 120, 40),
        (160, 110, 70),
    ]
    colour = t.value(lambda v: v.choice(palette))
    trim = t.value(lambda v: v.choice(palette))
    s = side / 800
    if r.random() < 0.5:
        outline = [
            250,
            150,
            330,
            120,
            470,
            120,
            550,
            150,
            680,
            300,
            590,
            360,
            550,
            300,
            550,
            680,
            250,
            680,
            250,
            300,
            210,
            360,
            120,
            300,
        ]
        draw.polygon([v * s for v in outline], fill=colour)
        draw.polygon([v * s for v in (250, 620, 550, 620, 550, 680, 250, 680)], fill=trim)
    else:
        draw.ellipse([v * s for v in (520, 300, 700, 520)], outline=trim, width=int(36 * s))
        draw.rounded_rectangle([v * s for v in (220, 200, 580, 640)], 40 * s, fill=colour)
        draw.rectangle([v * s for v in (220, 260, 580, 300)], fill=trim)
    draw.text(
        (330 * s, 380 * s),
        r.choice(("SURF", "HIKE", "MOON")),
        font=t.font(int(60 * s)),
        fill="white",
    )
    light = np.asarray(image, np.float32)
    y, x = np.mgrid[0:side, 0:side] / side
    folds = 1 + 0.15 * np.sin(x * r.uniform(10, 30) + y * r.uniform(5, 20)) * (light.sum(2) < 690)
    image = Image.fromarray((light * folds[..., None]).clip(0, 255).astype(np.uint8))
    return noisy(image.filter(ImageFilter.GaussianBlur(0.6)), r.uniform(0, 4), r.randrange(9999))


def figure(t: Tools) -> Image.Image:
    """A drawn figure whose eyes, mouth, hair or badge differ."""
    r = t.random
    w, h = r.choice([(1000, 750), (700, 900)])
    image = Image.new("RGB", (w, h), t.colour(100, 220))
    draw = ImageDraw.Draw(image)
    for _ in range(30):
        x, y = r.randint(0, w), r.randint(h // 2, h)
        draw.rectangle([x, y, x + 60, y + 90], fill=t.colour(50, 200))
    cx, cy, s = w / 2, h * 0.38, min(w, h) / r.uniform(5, 7)
    draw.rectangle([cx - s, cy + s, cx + s, h], fill=t.colour(40, 160))
    draw.ellipse([cx - s, cy - s * 1.1, cx + s, cy + s * 1.1], fill=(250, 220, 190))
    hair = t.value(lambda v: v.choice([(80, 40, 30), (230, 200, 90), (30, 30, 30), (190, 60, 30)]))
    draw.pieslice([cx - s * 1.1, cy - s * 1.3, cx + s * 1.1, cy + s * 0.6], 180, 360, fill=hair)
    eyes = t.value(lambda v: v.randrange(4))
    for ex in (cx - s * 0.4, cx + s * 0.4):
        e = s * 0.14
        if eyes == 0:
            draw.ellipse([ex - e, cy - e, ex + e, cy + e], fill=0)
        elif eyes == 1:
            draw.line([ex - e * 1.3, cy, ex + e * 1.3, cy], fill=0, width=5)
        elif eyes == 2:
            draw.line([ex - e, cy - e, ex + e, cy + e], fill=0, width=5)
        else:
            draw.ellipse([ex - e, cy - e, ex + e, cy + e], fill="white", outline=0, width=3)
            draw.ellipse([ex - e / 3, cy - e / 3, ex + e / 3, cy + e / 3], fill=(30, 60, 150))
    mouth = t.value(lambda v: v.randrange(3))
    box = [cx - s * 0.4, cy + s * 0.3, cx + s * 0.4, cy + s * 0.75]
    if mouth == 2:
        draw.ellipse([cx - s * 0.15, cy + s * 0.4, cx + s * 0.15, cy + s * 0.7], fill=(160, 0, 0))
    else:
        draw.arc(box, *((20, 160) if mouth == 0 else (200, 340)), fill=(160, 0, 0), width=6)
    badge = t.value(lambda v: v.choice(["red", "gold", "navy", "white"]))
    draw.ellipse(
        [cx - s * 0.8, cy + s * 1.5, cx - s * 0.5, cy + s * 1.8], fill=badge, outline=0, width=2
    )
    return image


def grid(t: Tools) -> Image.Image:
    """Sudoku, bingo or crossword: cells that are empty or not."""
    r = t.random
    n, cell = r.choice([(5, 110), (9, 70), (7, 80)])
    image = Image.new("RGB", (n * cell + 20, n * cell + 20), "white")
    draw = ImageDraw.Draw(image)
    for k in range(n + 1):
        width = 5 if k % 3 == 0 else 2
        draw.line([10 + k * cell, 10, 10 + k * cell, 10 + n * cell], fill=0, width=width)
        draw.line([10, 10 + k * cell, 10 + n * cell, 10 + k * cell], fill=0, width=width)
    px = int(cell * 0.55)
    for place in range(n * n):
        digit = t.value(lambda v: str(v.randint(1, 9)) if v.random() < 0.5 else "")
        at = (10 + place % n * cell + cell / 2, 10 + place // n * cell + cell / 2)
        if digit:
            t.text(draw, at, digit, px, fill=0, anchor="mm")
    return image


def badge(t: Tools) -> Image.Image:
    """Status icons, flags and buttons: a few plain colours of which one differs."""
    r = t.random
    palette = [
        (40, 160, 70),
        (200, 40, 40),
        (240, 180, 30),
        (60, 110, 210),
        (150, 150, 150),
        (250, 250, 250),
        (40, 40, 40),
        (150, 60, 170),
    ]
    w, h = r.choice([(256, 256), (600, 400), (900, 600)])
    image = Image.new("RGB", (w, h), "white")
    draw = ImageDraw.Draw(image)
    if r.random() < 0.5:
        bands = r.choice([2, 3])
        across = r.random() < 0.5
        for k in range(bands):
            colour = t.value(lambda v: v.choice(palette))
            box = (
                [k * w / bands, 0, (k + 1) * w / bands, h]
                if across
                else [0, k * h / bands, w, (k + 1) * h / bands]
            )
            draw.rectangle(box, fill=colour)
        draw.regular_polygon((w / 2, h / 2, h / 9), 5, fill=palette[r.randrange(8)])
    else:
        s = min(w, h)
        draw.ellipse([20, 20, s - 20, s - 20], fill=t.value(lambda v: v.choice(palette[:5])))
        points = [s * 0.27, s * 0.5, s * 0.45, s * 0.68, s * 0.74, s * 0.33]
        draw.line(
            points, fill=t.value(lambda v: v.choice(["white", "black", "navy"])), width=s // 11
        )
    return image


def clock(t: Tools) -> Image.Image:
    r = t.random
    side = r.choice([500, 800])
    image = Image.new("RGB", (side, side), t.colour(180))
    draw = ImageDraw.Draw(image)
    c, s = side / 2, side * 0.42
    draw.ellipse([c - s, c - s, c + s, c + s], fill="white", outline=0, width=side // 60)
    for k in range(12):
        a = math.radians(k * 30)
        draw.text(
            (c + s * 0.82 * math.sin(a), c - s * 0.82 * math.cos(a)),
            str(k or 12),
            font=t.font(side // 16),
            fill=0,
            anchor="mm",
        )
    hour, minute = t.value(lambda v: v.randrange(12)), t.value(lambda v: v.randrange(0, 60, 5))
    for turn, reach, width in (
        (hour * 30 + minute / 2, 0.5, side // 40),
        (minute * 6, 0.72, side // 70),
    ):
        a = math.radians(turn)
        draw.line(
            [c, c, c + s * reach * math.sin(a), c - s * reach * math.cos(a)],
            fill=(30, 30, 30),
            width=width,
        )
    return image


KINDS = {
    "ticket": ticket, "form": form, "card": card, "meme": meme, "scoreboard": scoreboard,
    "chat": chat, "product": product, "figure": figure, "grid": grid, "badge": badge,
    "clock": clock,
}  # fmt: skip
