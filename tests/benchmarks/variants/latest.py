"""A third set of kinds that nothing was chosen on when they were first measured."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from tests.benchmarks.variants.tools import Colour, Tools, noisy

_PIECES = "KQRBNP"
_SUITS = "hdcs"
_DYES = [
    (200, 40, 50), (40, 90, 190), (50, 150, 80), (230, 180, 40), (140, 70, 160), (70, 70, 75),
    (235, 235, 230),
]  # fmt: skip


def _grained(t: Tools, image: Image.Image, most: float = 3.0) -> Image.Image:
    return noisy(image, t.random.uniform(0, most), t.random.randrange(10**6))


def _on_table(t: Tools, thing: Image.Image) -> Image.Image:
    """Laid askew on a photo."""
    r = t.random
    turn = r.uniform(-8, 8)
    mask = Image.new("L", thing.size, 255)
    thing, mask = (p.rotate(turn, Image.Resampling.BICUBIC, expand=True) for p in (thing, mask))
    image = t.ground((thing.width + r.randint(60, 300), thing.height + r.randint(60, 200)))
    image.paste(
        thing,
        (r.randint(20, image.width - thing.width), r.randint(20, image.height - thing.height)),
        mask,
    )
    return image.filter(ImageFilter.GaussianBlur(r.uniform(0, 0.7)))


def chess_board(t: Tools) -> Image.Image:
    """One piece stands elsewhere, is another one, or is gone."""
    r = t.random
    side = r.randint(56, 90)
    light, dark = r.choice(
        [
            ((240, 217, 181), (181, 136, 99)),
            ((235, 236, 208), (115, 149, 82)),
            ((222,) * 3, (96,) * 3),
        ]
    )
    image = Image.new("RGB", (side * 8, side * 8), light)
    draw = ImageDraw.Draw(image)
    for n in range(64):
        x, y = n % 8 * side, n // 8 * side
        if (n + n // 8) % 2:
            draw.rectangle([x, y, x + side - 1, y + side - 1], fill=dark)
    for n in range(64):
        drawn = r.random() < 0.35
        piece = (
            t.value(lambda v, drawn=drawn: v.choice(_PIECES if drawn else " ")) if drawn else " "
        )
        is_white = r.random() < 0.5
        if piece != " ":
            _piece(draw, piece, n % 8 * side, n // 8 * side, side, is_white)
    t.least_px = min(t.least_px, side // 2)
    return _on_table(t, image) if r.random() < 0.3 else image


def _piece(
    draw: ImageDraw.ImageDraw, piece: str, x: int, y: int, side: int, is_white: bool
) -> None:
    fill, rim = ((250, 250, 250), (20, 20, 20)) if is_white else ((30, 30, 30), (200, 200, 200))
    s, cx = side, x + side / 2
    draw.polygon(
        [(x + s * 0.25, y + s * 0.85), (x + s * 0.75, y + s * 0.85), (cx + s * 0.1, y + s * 0.4),
         (cx - s * 0.1, y + s * 0.4)], fill=fill, outline=rim,
    )  # fmt: skip
    head = s * {"K": 0.2, "Q": 0.2, "R": 0.17, "B": 0.13, "N": 0.17, "P": 0.12}[piece]
    box = [cx - head, y + s * 0.3 - head, cx + head, y + s * 0.3 + head]
    if piece == "R":
        draw.rectangle(box, fill=fill, outline=rim)
    elif piece == "N":
        draw.polygon(
            [(box[0], box[3]), (box[0], box[1]), (box[2], (box[1] + box[3]) / 2)], fill, rim
        )
    else:
        draw.ellipse(box, fill=fill, outline=rim)
    if piece == "B":
        draw.line([box[0], box[1], box[2], box[3]], fill=rim, width=3)
    if piece == "K":
        draw.line([cx, y + s * 0.02, cx, y + s * 0.18], fill=rim, width=3)
    if piece == "Q":
        for k in (-1, 0, 1):
            draw.ellipse(
                [cx + k * s * 0.14 - 3, y + s * 0.06, cx + k * s * 0.14 + 3, y + s * 0.06 + 6], rim
            )


def bar_code(t: Tools) -> Image.Image:
    """Bars and the digits under them; another digit has other bars."""
    r = t.random
    px = r.randint(22, 36)
    digits = t.digits(9)
    image = Image.new("RGB", (px * 16, px * 9), (255, 255, 255))
    draw = ImageDraw.Draw(image)
    x = px * 1.0
    for digit in digits:
        widths = random.Random(f"bars {digit}")
        for n in range(8):
            step = widths.choice((0.08, 0.16, 0.24)) * px
            if n % 2 == 0:
                draw.rectangle([x, px, x + step, px * 6], fill=(0, 0, 0))
            x += step
    t.text(draw, (px * 1.5, px * 6.5), " ".join(digits), px, fill=(0, 0, 0))
    return _on_table(t, image) if r.random() < 0.6 else image


def square_code(t: Tools) -> Image.Image:
    """A field of black and white modules, some of them other ones; no digits."""
    r = t.random
    module, count = r.randint(8, 14), r.choice((25, 29, 33))
    grid = np.random.default_rng(r.randrange(10**6)).random((count, count)) < 0.5
    place = t.value(lambda v: v.randrange(1, 10**6))
    some = np.random.default_rng(place)
    rows = some.integers(9, count - 9, 12)
    grid[rows, some.integers(9, count - 9, 12)] ^= True
    for y, x in ((0, 0), (0, count - 7), (count - 7, 0)):
        grid[y : y + 7, x : x + 7] = True
        grid[y + 1 : y + 6, x + 1 : x + 6] = False
        grid[y + 2 : y + 5, x + 2 : x + 5] = True
    field = np.pad(np.where(grid, 20, 250).astype(np.uint8), 3, constant_values=250)
    wide = field.repeat(module, 0).repeat(module, 1)
    image = Image.fromarray(np.repeat(wide[..., None], 3, axis=2))
    t.least_px = min(t.least_px, 2 * module)
    return _on_table(t, image) if r.random() < 0.6 else image


def boarding_pass(t: Tools) -> Image.Image:
    """Seat, gate and time in boxes of a printed card."""
    r = t.random
    px = r.randint(22, 34)
    image = Image.new("RGB", (px * 30, px * 12), (250, 250, 250))
    draw = ImageDraw.Draw(image)
    tint = t.colour(0, 160)
    draw.rectangle([0, 0, px * 30, px * 2], fill=tint)
    draw.text((px, px * 0.4), "BOARDING PASS", font=t.font(px), fill="white")
    draw.line([px * 22, 0, px * 22, px * 12], fill=(160, 160, 160), width=2)
    names = ("Flight", "Gate", "Seat", "Boards")
    for n, name in enumerate(names):
        x, y = px * (1 + n % 2 * 10), px * (3 + n // 2 * 4.2)
        draw.text((x, y), name, font=t.font(max(20, px * 2 // 3)), fill=(110, 110, 110))
        if name == "Boards":
            words = f"{t.digits(2)}:{t.digits(2)}"
        else:
            words = t.value(lambda v: v.choice("ABCDEFGHJK")) + t.digits(2)
        t.text(draw, (x, y + px), words, int(px * 1.3), fill=(20, 20, 20))
    name = t.value(lambda v: v.choice(("Mr K", "Ms L", "Dr M", "Mx N")))
    t.text(draw, (px * 22.5, px * 4), name, px, fill=(20, 20, 20))
    return _on_table(t, image) if r.random() < 0.5 else _grained(t, image)


def weather_map(t: Tools) -> Image.Image:
    """Signs and degrees on a map of soft colours."""
    r = t.random
    w, h = r.choice([(960, 720), (1200, 800)])
    cells = np.random.default_rng(r.randrange(10**6)).uniform(0, 1, (5, 6, 1)).astype(np.float32)
    low, high = (np.array(t.colour(90, 250), np.float32) for _ in range(2))
    field = Image.fromarray((low + cells * (high - low)).astype(np.uint8))
    image = field.resize((w, h), Image.Resampling.BICUBIC)
    draw = ImageDraw.Draw(image)
    px = r.randint(24, 36)
    for n in range(8):
        x, y = (
            40 + n % 4 * (w - 80) // 4 + r.randint(0, 30),
            50 + n // 4 * (h // 2) + r.randint(0, 90),
        )
        sign = t.value(lambda v: v.choice(("sun", "cloud", "rain")))
        if sign == "sun":
            draw.ellipse(
                [x, y, x + px * 1.4, y + px * 1.4], fill=(255, 210, 40), outline=(230, 150, 0)
            )
        else:
            for k in range(3):
                draw.ellipse(
                    [x + k * px * 0.5, y + abs(k - 1) * px * 0.3, x + px + k * px * 0.5, y + px],
                    fill=(240, 240, 245),
                )
        if sign == "rain":
            for k in range(3):
                draw.line(
                    [x + px * (0.4 + k * 0.5), y + px, x + px * (0.2 + k * 0.5), y + px * 1.5],
                    fill=(40, 90, 220), width=3,
                )  # fmt: skip
        t.text(draw, (x, y + px * 1.7), f"{t.digits(2)}°", px, fill=(20, 20, 40))
    return image


def receipt(t: Tools) -> Image.Image:
    r = t.random
    px = r.randint(20, 28)
    lines = r.randint(9, 14)
    image = Image.new("RGB", (px * 18, px * (lines + 6) * 3 // 2), (246, 245, 240))
    draw = ImageDraw.Draw(image)
    draw.text((px * 9, px), "CORNER SHOP", font=t.font(px), fill=(40, 40, 40), anchor="ma")
    for n in range(lines):
        y = px * (3 + n * 1.5)
        draw.text((px, y), r.choice(("milk", "bread", "apples", "soap", "tea")), font=t.font(px),
                  fill=(50, 50, 50))  # fmt: skip
        t.text(draw, (px * 12, y), f"{t.digits(1)}.{t.digits(2)}", px, fill=(50, 50, 50))
    y = px * (4 + lines * 1.5)
    draw.line([px, y, px * 17, y], fill=(50, 50, 50), width=2)
    t.text(draw, (px, y + px / 2), f"TOTAL  {t.digits(2)}.{t.digits(2)}", px, fill=(30, 30, 30))
    return _on_table(t, _grained(t, image)) if r.random() < 0.6 else _grained(t, image)


def spreadsheet(t: Tools) -> Image.Image:
    r = t.random
    px = r.randint(20, 24)
    columns, rows = r.randint(5, 8), r.randint(10, 16)
    wide, high = px * 6, int(px * 1.7)
    image = Image.new("RGB", (wide * columns, high * rows), (255, 255, 255))
    draw = ImageDraw.Draw(image)
    tinted = r.random() < 0.5
    for row in range(rows):
        if row == 0 or (tinted and row % 2):
            fill = (220, 228, 240) if row == 0 else (243, 243, 243)
            draw.rectangle([0, row * high, image.width, row * high + high], fill=fill)
        draw.line([0, row * high, image.width, row * high], fill=(205, 205, 205))
        for column in range(columns):
            draw.line([column * wide, 0, column * wide, image.height], fill=(205, 205, 205))
            x, y = column * wide + px / 3, row * high + px * 0.2
            if row == 0:
                draw.text((x, y), r.choice(("Jan", "Feb", "Mar", "Sum")), font=t.font(px), fill=0)
            elif r.random() < 0.8:
                t.text(draw, (x, y), t.digits(r.randint(2, 4)), px, fill=(20, 20, 20))
    return image


def dominoes(t: Tools) -> Image.Image:
    r = t.random
    image = t.ground((1000, 720)).filter(ImageFilter.GaussianBlur(0.6))
    draw = ImageDraw.Draw(image)
    s = r.randint(70, 100)
    ivory, ink = r.choice([((238, 232, 214), (25, 25, 25)), ((35, 35, 38), (235, 235, 235))])
    spots = {0: "", 1: "e", 2: "ai", 3: "aei", 4: "acgi", 5: "acegi", 6: "abcghi"}
    for n in range(6):
        x, y = 40 + n % 3 * 320 + r.randint(0, 60), 50 + n // 3 * 330 + r.randint(0, 60)
        draw.rounded_rectangle([x, y, x + s * 2, y + s], s / 8, fill=ivory, outline=(90, 90, 90))
        draw.line([x + s, y + 5, x + s, y + s - 5], fill=ink, width=2)
        for half in range(2):
            for spot in spots[t.value(lambda v: v.randrange(7))]:
                row, column = divmod("abcdefghi".index(spot), 3)
                cx = x + half * s + s * (0.25 + 0.25 * row)
                cy, radius = y + s * (0.25 + 0.25 * column), s / 13
                draw.ellipse([cx - radius, cy - radius, cx + radius, cy + radius], fill=ink)
    t.least_px = min(t.least_px, s // 6)
    return _grained(t, image)


def circuit(t: Tools) -> Image.Image:
    """Parts between wires: a resistor, a capacitor, a coil, a lamp or a switch, and values."""
    r = t.random
    px = r.randint(20, 26)
    image = Image.new("RGB", (px * 40, px * 28), (255, 255, 252))
    draw = ImageDraw.Draw(image)
    ink, width = t.colour(0, 70), r.choice((2, 3))
    for n in range(9):
        x, y = px * (2 + n % 3 * 12), px * (4 + n // 3 * 8)
        draw.line([x, y, x + px * 3, y], fill=ink, width=width)
        draw.line([x + px * 7, y, x + px * 10, y], fill=ink, width=width)
        a, b, m = x + px * 3, x + px * 7, x + px * 5
        part = t.value(lambda v: v.choice(("r", "c", "l", "lamp", "switch")))
        if part == "r":
            draw.rectangle([a, y - px * 0.8, b, y + px * 0.8], outline=ink, width=width)
        elif part == "c":
            for k in (-0.4, 0.4):
                draw.line([m + k * px, y - px, m + k * px, y + px], fill=ink, width=width)
            draw.line([a, y, m - 0.4 * px, y], fill=ink, width=width)
            draw.line([m + 0.4 * px, y, b, y], fill=ink, width=width)
        elif part == "l":
            for k in range(4):
                draw.arc([a + k * px, y - px / 2, a + (k + 1) * px, y + px / 2], 180, 0, ink, width)
        elif part == "lamp":
            draw.ellipse([m - 2 * px, y - 2 * px, m + 2 * px, y + 2 * px], outline=ink, width=width)
            for k in (-1, 1):
                draw.line(
                    [m - 1.4 * px, y - k * 1.4 * px, m + 1.4 * px, y + k * 1.4 * px], ink, width
                )
        else:
            draw.line([a, y, b - px, y - px * 1.6], fill=ink, width=width)
        t.text(draw, (a, y + px * 2.1), f"{t.digits(2)}k", px, fill=ink)
    return image


def product_photo(t: Tools) -> Image.Image:
    """A cup, a lampshade or a bag with shades and a pattern, in another colour, on a photo."""
    r = t.random
    image = t.ground((900, 900)).filter(ImageFilter.GaussianBlur(r.uniform(0.5, 3)))
    s = r.randint(220, 420)
    colour = t.value(lambda v: v.choice(_DYES))
    x = np.linspace(-1, 1, s, dtype=np.float32)[None, :, None]
    shade = 0.55 + 0.45 * np.sqrt(1 - 0.9 * (x - 0.3).clip(-1, 1) ** 2)
    stripes = 1 - 0.15 * (np.arange(s) // max(6, s // 16) % 2)[:, None, None]
    body = np.array(colour, np.float32) * shade * stripes
    thing = noisy(Image.fromarray(body.clip(0, 255).astype(np.uint8)), 3, r.randrange(10**6))
    mask = Image.new("L", (s, s), 0)
    outline = r.choice(["cup", "shade", "bag"])
    inside = ImageDraw.Draw(mask)
    if outline == "cup":
        inside.rounded_rectangle([s * 0.1, s * 0.1, s * 0.8, s * 0.95], s / 10, fill=255)
        inside.arc([s * 0.65, s * 0.3, s * 0.98, s * 0.7], -90, 90, 255, max(8, s // 16))
    elif outline == "shade":
        inside.polygon([(s * 0.3, 5), (s * 0.7, 5), (s - 5, s - 5), (5, s - 5)], fill=255)
    else:
        inside.rectangle([s * 0.1, s * 0.35, s * 0.9, s * 0.95], fill=255)
        inside.arc([s * 0.3, s * 0.05, s * 0.7, s * 0.65], 180, 0, 255, max(6, s // 24))
    at = r.randint(0, 900 - s), r.randint(0, 900 - s)
    image.paste(thing, at, mask.filter(ImageFilter.GaussianBlur(1)))
    return image


def playing_cards(t: Tools) -> Image.Image:
    r = t.random
    image = t.ground((1100, 760))
    draw = ImageDraw.Draw(image)
    wide = r.randint(130, 180)
    for n in range(5):
        x, y = 20 + n * 210 + r.randint(0, 20), r.randint(60, 360)
        draw.rounded_rectangle([x, y, x + wide, y + wide * 1.4], 10, (252, 252, 252), (80, 80, 80))
        suit = t.value(lambda v: v.choice(_SUITS))
        rank = t.value(lambda v: v.choice("A23456789JQK"))
        ink = (190, 20, 30) if suit in "hd" else (15, 15, 15)
        t.text(draw, (x + 8, y + 4), rank, max(22, wide // 5), fill=ink)
        _suit(draw, suit, x + wide / 2, y + wide * 0.75, wide / 4, ink)
    return _grained(t, image)


def _suit(draw: ImageDraw.ImageDraw, suit: str, x: float, y: float, s: float, ink: Colour) -> None:
    if suit == "d":
        draw.polygon([(x, y - s), (x + s * 0.7, y), (x, y + s), (x - s * 0.7, y)], fill=ink)
        return
    up = -1 if suit == "h" else 1
    lobes = [(-0.45, up * 0.2), (0.45, up * 0.2)] + ([(0, -0.5)] if suit == "c" else [])
    for dx, dy in lobes:
        cx, cy = x + dx * s, y + dy * s
        draw.ellipse([cx - s * 0.48, cy - s * 0.48, cx + s * 0.48, cy + s * 0.48], fill=ink)
    if suit in "hs":
        draw.polygon(
            [(x - s * 0.9, y + up * s * 0.1), (x + s * 0.9, y + up * s * 0.1), (x, y - up * s)],
            fill=ink,
        )
    if suit in "cs":
        draw.polygon([(x, y), (x - s * 0.3, y + s), (x + s * 0.3, y + s)], fill=ink)


def floor_plan(t: Tools) -> Image.Image:
    """Walls, doors that open this way or that, furniture in some rooms."""
    r = t.random
    s = r.randint(180, 240)
    image = Image.new("RGB", (s * 4 + 40, s * 3 + 40), (255, 255, 255))
    draw = ImageDraw.Draw(image)
    for n in range(12):
        x, y = 20 + n % 4 * s, 20 + n // 4 * s
        draw.rectangle([x, y, x + s, y + s], outline=(30, 30, 30), width=5)
        side = t.value(lambda v: v.randrange(4))
        d = s // 4
        door = [(x + d, y), (x + s, y + d), (x + d, y + s), (x, y + d)][side]
        flat = (
            (door[0], door[1], door[0] + d, door[1])
            if side % 2 == 0
            else (*door, door[0], door[1] + d)
        )
        draw.line(flat, fill=(255, 255, 255), width=7)
        if t.value(lambda v: v.randrange(3)) == 0:
            draw.rectangle(
                [x + s * 0.55, y + s * 0.55, x + s * 0.85, y + s * 0.8], outline=90, width=2
            )
        else:
            draw.ellipse(
                [x + s * 0.55, y + s * 0.55, x + s * 0.8, y + s * 0.8], outline=90, width=2
            )
        t.text(draw, (x + s * 0.2, y + s * 0.4), f"{t.digits(2)} m", 22, fill=(70, 70, 70))
    return image


def traffic_light(t: Tools) -> Image.Image:
    """Which of three lamps shines, with its glow, in a photo."""
    r = t.random
    image = t.ground((900, 675))
    draw = ImageDraw.Draw(image)
    s = r.randint(30, 70)
    x, y = r.randint(20, 880 - s * 2), r.randint(20, 640 - s * 4)
    draw.rounded_rectangle([x, y, x + s * 1.4, y + s * 3.6], s / 4, fill=(28, 30, 30))
    on = t.value(lambda v: v.randrange(3))
    for n, colour in enumerate(((255, 60, 50), (255, 190, 40), (60, 230, 110))):
        fill = colour if n == on else tuple(v // 5 + 10 for v in colour)
        top = y + s * (0.2 + n * 1.15)
        draw.ellipse([x + s * 0.2, top, x + s * 1.2, top + s], fill=fill)
    return _grained(t, image.filter(ImageFilter.GaussianBlur(r.uniform(0.3, 1.0))), 4)


def tally(t: Tools) -> Image.Image:
    """Strokes by hand on paper: one more or less, or a cross."""
    r = t.random
    w, h = 900, 640
    image = Image.new("RGB", (w, h), r.choice([(244, 240, 226), (250, 250, 250), (60, 74, 66)]))
    ink = (235, 235, 230) if image.getpixel((0, 0))[0] < 128 else t.colour(10, 80)
    draw = ImageDraw.Draw(image)
    px = r.randint(26, 40)
    for row in range(7):
        y = 40 + row * 82
        draw.text(
            (30, y), r.choice(("Ann", "Ben", "Cem", "Dana", "Eli")), font=t.font(30), fill=ink
        )
        for n in range(t.value(lambda v: v.randrange(1, 15))):
            lean = random.Random(f"{row} {n}").uniform(-4, 4)
            x = 190 + n * px * 0.6 + n // 5 * px * 0.5
            ends = [x + lean, y, x - lean, y + px * 1.2]
            if n % 5 == 4:
                ends = [x - px * 2.6, y + px * 0.9, x, y + px * 0.3]
            draw.line(ends, fill=ink, width=3)
    t.least_px = min(t.least_px, px)
    return _grained(t, image)


def ring_dials(t: Tools) -> Image.Image:
    """Shares as rings, and a line of small bars: a page of figures."""
    r = t.random
    back, ink = (
        ((20, 24, 34), (230, 232, 240)) if r.random() < 0.5 else ((250, 250, 252), (40, 44, 52))
    )
    image = Image.new("RGB", (1100, 640), back)
    draw = ImageDraw.Draw(image)
    dim = tuple((a + b) // 2 for a, b in zip(back, (128, 128, 128), strict=True))
    for n in range(4):
        x, s = 40 + n * 265, 200
        share = t.value(lambda v: v.randrange(3, 20)) / 20
        draw.arc([x, 60, x + s, 60 + s], 0, 360, dim, 22)
        draw.arc([x, 60, x + s, 60 + s], -90, -90 + 360 * share, t.colour(80, 230), 22)
        name, middle = r.choice(("CPU", "RAM", "NET")), (x + s / 2, 60 + s / 2)
        draw.text(middle, name, font=t.font(28), fill=ink, anchor="mm")
    for n in range(30):
        high = t.value(lambda v: v.randrange(1, 12)) * 18
        draw.rectangle([40 + n * 34, 600 - high, 62 + n * 34, 600], fill=(70, 140, 220))
    t.least_px = min(t.least_px, 22)
    return image


def game_map(t: Tools) -> Image.Image:
    """Tiles of a few kinds seen from above, a figure among them at this place or that."""
    r = t.random
    side = r.randint(36, 52)
    tiles: list[Callable[[np.random.Generator], np.ndarray]] = [
        lambda g: g.normal((70, 150, 70), 14, (side, side, 3)),
        lambda g: g.normal((180, 160, 110), 10, (side, side, 3)),
        lambda g: g.normal((60, 110, 190), 8, (side, side, 3)),
        lambda g: g.normal((110, 110, 115), 16, (side, side, 3)),
    ]
    drawn = [tile(np.random.default_rng(r.randrange(10**6))).clip(0, 255) for tile in tiles]
    rows = [
        [drawn[int(math.sin(x * 0.7 + y * 1.3 + r.random() * 1.5) * 2 + 2) % 4] for x in range(20)]
        for y in range(14)
    ]
    pixels = np.concatenate([np.concatenate(row, axis=1) for row in rows])
    image = Image.fromarray(pixels.astype(np.uint8))
    draw = ImageDraw.Draw(image)
    at = t.value(lambda v: (v.randrange(20), v.randrange(14)))
    x, y = at[0] * side, at[1] * side
    tint = t.colour(120, 255)
    draw.rectangle([x + side * 0.3, y + side * 0.4, x + side * 0.7, y + side * 0.9], fill=tint)
    draw.ellipse(
        [x + side * 0.3, y + side * 0.05, x + side * 0.7, y + side * 0.45], (240, 200, 160)
    )
    t.least_px = min(t.least_px, side * 3 // 4)
    return image


KINDS = {
    "chess board": chess_board, "bar code": bar_code, "square code": square_code,
    "boarding pass": boarding_pass, "weather map": weather_map, "receipt": receipt,
    "spreadsheet": spreadsheet, "dominoes": dominoes, "circuit": circuit,
    "product photo": product_photo, "playing cards": playing_cards, "floor plan": floor_plan,
    "traffic light": traffic_light, "tally": tally, "ring dials": ring_dials, "game map": game_map,
}  # fmt: skip
