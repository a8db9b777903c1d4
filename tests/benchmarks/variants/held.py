"""Kinds of pictures that nothing was chosen on: only for testing."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from tests.benchmarks.variants.tools import Tools, noisy


def settings(t: Tools) -> Image.Image:
    """A window of a program: switches, bars, numbers, a list with one line chosen."""
    r = t.random
    dark = r.random() < 0.5
    back, ink = ((32, 33, 36), (230, 230, 230)) if dark else ((248, 249, 250), (32, 33, 36))
    w, h = r.choice([(1000, 700), (720, 1280), (1366, 768)])
    image = Image.new("RGB", (w, h), back)
    draw = ImageDraw.Draw(image)
    px = r.randint(20, 28)
    draw.rectangle([0, 0, w, px * 2], fill=tuple(v // 2 + 60 for v in back))
    draw.text((20, px * 0.4), "Settings", font=t.font(px), fill=ink)
    chosen = t.value(lambda v: v.randrange(4))
    for n in range(int((h - 120) / (px * 2.6))):
        y = px * 3 + n * px * 2.6
        if n == chosen:
            draw.rectangle([8, y - 4, w - 8, y + px * 1.6], fill=(60, 100, 180))
        draw.text(
            (30, y),
            r.choice(("Wireless", "Volume", "Battery", "Storage", "Display")),
            font=t.font(px),
            fill=ink,
        )
        kind = r.randrange(3)
        if kind == 0:
            on = t.value(lambda v: v.random() < 0.5)
            draw.rounded_rectangle(
                [w - 120, y, w - 60, y + px * 1.2],
                px * 0.6,
                fill=(70, 170, 90) if on else (140, 140, 140),
            )
            x = w - 80 if on else w - 100
            draw.ellipse([x - px / 2, y + 2, x + px / 2, y + px * 1.2 - 2], fill="white")
        elif kind == 1:
            share = t.value(lambda v: v.randrange(1, 10)) / 10
            draw.rectangle([w - 320, y + 4, w - 60, y + px], fill=(120, 120, 120))
            draw.rectangle([w - 320, y + 4, w - 320 + 260 * share, y + px], fill=(66, 133, 244))
        else:
            t.text(draw, (w - 160, y), f"{t.digits(2)} %", px, fill=ink)
    return image


def sheet_music(t: Tools) -> Image.Image:
    r = t.random
    w, h = r.choice([(1000, 700), (1240, 900)])
    image = Image.new("RGB", (w, h), (255, 253, 245))
    draw = ImageDraw.Draw(image)
    gap = r.randint(10, 15)
    draw.text((w / 2, 30), "Waltz No. 2", font=t.font(34), fill=0, anchor="mt")
    for staff in range(int((h - 120) / (gap * 9))):
        top = 110 + staff * gap * 9
        for line in range(5):
            draw.line([40, top + line * gap, w - 40, top + line * gap], fill=0, width=2)
        x = 110
        while x < w - 70:
            pitch = t.value(lambda v: v.randrange(-1, 10))
            y = top + 4 * gap - pitch * gap / 2
            filled = r.random() < 0.7
            draw.ellipse(
                [x - gap * 0.65, y - gap * 0.45, x + gap * 0.65, y + gap * 0.45],
                fill=0 if filled else None,
                outline=0,
                width=2,
            )
            up = pitch < 4
            draw.line(
                [
                    x + (0.6 if up else -0.6) * gap,
                    y,
                    x + (0.6 if up else -0.6) * gap,
                    y - (3.2 if up else -3.2) * gap,
                ],
                fill=0,
                width=2,
            )
            x += r.choice([2, 3, 4]) * gap
    return image


def street_map(t: Tools) -> Image.Image:
    r = t.random
    w, h = r.choice([(900, 700), (1280, 720)])
    image = Image.new("RGB", (w, h), (242, 239, 233))
    draw = ImageDraw.Draw(image)
    for _ in range(6):
        x, y = r.randint(0, w), r.randint(0, h)
        draw.polygon(
            [(x + r.randint(-150, 150), y + r.randint(-150, 150)) for _ in range(5)],
            fill=r.choice([(200, 230, 190), (170, 210, 230)]),
        )
    lines = [[(r.randint(0, w), 0), (r.randint(0, w), h)] for _ in range(7)]
    lines += [[(0, r.randint(0, h)), (w, r.randint(0, h))] for _ in range(7)]
    for line in lines:
        draw.line(line, fill=(200, 190, 180), width=12)
    for line in lines:
        draw.line(line, fill="white", width=8)
    for _ in range(8):
        draw.text(
            (r.randint(20, w - 160), r.randint(20, h - 40)),
            t.words(1).title(),
            font=t.font(r.randint(20, 26)),
            fill=(70, 60, 60),
        )
    t.least_px = min(t.least_px, 20)
    for _ in range(3):
        at = t.value(lambda v: (v.randint(60, w - 60), v.randint(60, h - 60)))
        draw.regular_polygon((*at, 18), 3, rotation=180, fill=(220, 50, 40))
        draw.ellipse(
            [at[0] - 14, at[1] - 26, at[0] + 14, at[1] + 2],
            fill=(220, 50, 40),
            outline="white",
            width=3,
        )
    if r.random() < 0.5:
        route = t.value(
            lambda v: tuple((v.randint(50, w - 50), v.randint(50, h - 50)) for _ in range(4))
        )
        draw.line(route, fill=(66, 133, 244), width=6, joint="curve")
    return image


def parcel_label(t: Tools) -> Image.Image:
    """A shipping or price label, sometimes lying on a photographed ground."""
    r = t.random
    w, h = r.choice([(800, 560), (620, 900)])
    label = Image.new("RGB", (w, h), (250, 250, 246))
    draw = ImageDraw.Draw(label)
    px = r.randint(22, 34)
    draw.rectangle([8, 8, w - 8, h - 8], outline=0, width=3)
    draw.text((24, 20), "PRIORITY PARCEL", font=t.font(px + 10), fill=0)
    rows = (
        t.words(2).title(),
        f"{t.words(1).title()} {t.digits(2)}",
        f"{t.digits(5)} {t.words(1).title()}",
        f"{t.digits(2)},{t.digits(2)} kg",
    )
    for n, row in enumerate(rows):
        t.text(draw, (24, 90 + n * px * 1.5), row, px, fill=0)
    code = t.value(lambda v: tuple(v.randint(2, 7) for _ in range(60)))
    x = 24
    for n, width in enumerate(code):
        if x + width > w - 24:
            break
        if n % 2 == 0:
            draw.rectangle([x, h - 150, x + width, h - 60], fill=0)
        x += width
    t.text(draw, (24, h - 50), t.digits(10), max(20, px - 6), fill=0)
    if r.random() < 0.5:
        ground = t.ground((int(w * 1.4), int(h * 1.4)))
        ground.paste(label, (int(w * r.uniform(0, 0.4)), int(h * r.uniform(0, 0.4))))
        return ground.filter(ImageFilter.GaussianBlur(0.7))
    return label


def serial_plate(t: Tools) -> Image.Image:
    """Embossed numbers on metal, with the light of a lamp and grain."""
    r = t.random
    w, h = r.choice([(900, 420), (1300, 700)])
    draw_on = Image.new("L", (w, h), 128)
    draw = ImageDraw.Draw(draw_on)
    px = r.randint(26, 54)
    for n, line in enumerate(
        (f"TYPE {t.digits(3)}", f"S/N {t.digits(8)}", f"20{t.digits(2)}  {t.digits(3)} V")
    ):
        at = (40, 40 + n * px * 1.6)
        t.text(draw, (at[0] + 2, at[1] + 2), line, px, fill=220)
        draw.text(at, line, font=t.font(px), fill=40)
    relief = np.asarray(draw_on, np.float32) - 128
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    lamp = 120 + 90 * np.exp(
        -(((x - w * r.random()) / w) ** 2 + ((y - h * r.random()) / h) ** 2) * 3
    )
    brushed = np.random.default_rng(r.randrange(9999)).normal(0, 9, (h, 1)) + np.zeros((h, w))
    grey = lamp + relief * 0.8 + brushed
    tint = np.array([1.0, 0.99, 0.95]) * grey[..., None]
    return noisy(
        Image.fromarray(tint.clip(0, 255).astype(np.uint8)), r.uniform(2, 6), r.randrange(9999)
    )


def subtitle(t: Tools) -> Image.Image:
    r = t.random
    size = r.choice([(1280, 720), (854, 480), (1920, 1080)])
    image = t.ground(size)
    draw = ImageDraw.Draw(image)
    px = int(size[1] / r.uniform(13, 18))
    t.least_px = min(t.least_px, px)
    for n in range(r.randint(1, 2)):
        at = (size[0] / 2, size[1] * 0.95 - px * 1.3 * (n + 1))
        draw.text(
            at,
            t.words(r.randint(3, 5)),
            font=t.font(px),
            fill=r.choice(["white", (250, 230, 60)]),
            anchor="ma",
            stroke_width=2,
            stroke_fill="black",
        )
    return image


def number_plate(t: Tools) -> Image.Image:
    """A car's plate in a photo, a little turned and soft."""
    r = t.random
    size = r.choice([(1000, 750), (1400, 900)])
    image = t.ground(size)
    px = r.randint(30, 70)
    w = px * 6
    plate = Image.new("RGBA", (w, int(px * 1.4)), (245, 245, 240, 255))
    draw = ImageDraw.Draw(plate)
    draw.rectangle([0, 0, w - 1, int(px * 1.4) - 1], outline=(20, 20, 20, 255), width=3)
    letters = "".join(t.value(lambda v: v.choice("ABCDEFGHKLMNPRSTUVWXYZ")) for _ in range(2))
    t.text(
        draw, (w / 2, px * 0.7), f"{letters} {t.digits(4)}", px, fill=(20, 20, 30, 255), anchor="mm"
    )
    plate = plate.rotate(r.uniform(-8, 8), Image.Resampling.BICUBIC, expand=True)
    image.paste(
        plate, (r.randint(0, size[0] - plate.width), r.randint(0, size[1] - plate.height)), plate
    )
    return noisy(
        image.filter(ImageFilter.GaussianBlur(r.uniform(0.3, 0.9))),
        r.uniform(0, 5),
        r.randrange(9999),
    )


def board(t: Tools) -> Image.Image:
    """Go or draughts: stones at other places."""
    r = t.random
    n, cell = r.choice([(9, 80), (13, 56), (8, 90)])
    side = n * cell + 40
    image = Image.new("RGB", (side, side), (220, 179, 92))
    draw = ImageDraw.Draw(image)
    for k in range(n):
        at = 20 + cell / 2 + k * cell
        draw.line([at, 20 + cell / 2, at, side - 20 - cell / 2], fill=(60, 40, 20), width=2)
        draw.line([20 + cell / 2, at, side - 20 - cell / 2, at], fill=(60, 40, 20), width=2)
    for place in range(n * n):
        stone = t.value(lambda v: v.choice(["", "", "black", "white"]))
        if stone:
            x, y = 20 + cell / 2 + place % n * cell, 20 + cell / 2 + place // n * cell
            draw.ellipse(
                [x - cell * 0.44, y - cell * 0.44, x + cell * 0.44, y + cell * 0.44],
                fill=stone,
                outline=(30, 30, 30),
                width=2,
            )
    return noisy(image, r.uniform(0, 3), r.randrange(9999))


def chart(t: Tools) -> Image.Image:
    r = t.random
    w, h = r.choice([(900, 600), (1200, 700)])
    image = Image.new("RGB", (w, h), "white")
    draw = ImageDraw.Draw(image)
    draw.text((w / 2, 20), "Sales by month", font=t.font(30), fill=0, anchor="mt")
    draw.line([80, 80, 80, h - 60, w - 30, h - 60], fill=0, width=3)
    bars = r.randint(5, 9)
    colour = t.value(lambda v: v.choice([(66, 133, 244), (219, 68, 55), (15, 157, 88)]))
    for k in range(bars):
        share = t.value(lambda v: v.randrange(10, 95)) / 100
        x = 110 + k * (w - 160) / bars
        draw.rectangle(
            [x, h - 60 - share * (h - 160), x + (w - 160) / bars * 0.6, h - 60], fill=colour
        )
        draw.text((x, h - 50), str(k + 1), font=t.font(22), fill=0)
    return image


def swapped_thing(t: Tools) -> Image.Image:
    """A photo in which a thing is of another colour or lies elsewhere, as photographed."""
    r = t.random
    size = r.choice([(1000, 750), (1500, 1000)])
    image = t.ground(size)
    s = r.randint(50, 160)
    layer = Image.new("RGBA", (s * 2, s * 2))
    draw = ImageDraw.Draw(layer)
    hue = t.value(lambda v: v.choice([(180, 40, 40), (40, 70, 170), (40, 140, 70), (220, 180, 50)]))
    for k in range(12):
        shade = tuple(int(v * (0.55 + 0.45 * k / 12)) for v in hue)
        e = k * s / 30
        draw.ellipse(
            [s * 0.5 + e, s * 0.5 + e * 0.6, s * 1.5 - e * 0.6, s * 1.5 - e], fill=(*shade, 255)
        )
    layer = layer.filter(ImageFilter.GaussianBlur(1.2))
    x, y = t.value(lambda v: (v.randint(0, size[0] - s * 2), v.randint(0, size[1] - s * 2)))
    image.paste(layer, (x, y), layer)
    return noisy(image, r.uniform(0, 4), r.randrange(9999))


def pie(t: Tools) -> Image.Image:
    r = t.random
    side = r.choice([500, 800])
    image = Image.new("RGB", (side, side), (250, 250, 250))
    draw = ImageDraw.Draw(image)
    start, c, s = -90.0, side / 2, side * 0.4
    for k, colour in enumerate([(66, 133, 244), (219, 68, 55), (244, 180, 0), (15, 157, 88)]):
        end = start + t.value(lambda v: v.randrange(30, 110, 8)) if k < 3 else 270
        draw.pieslice([c - s, c - s, c + s, c + s], start, end, fill=colour)
        start = end
    hole = s * math.sqrt(0.2)
    draw.ellipse([c - hole, c - hole, c + hole, c + hole], fill=(250, 250, 250))
    t.text(draw, (c, c), f"{t.digits(2)} %", side // 14, fill=0, anchor="mm")
    return image


KINDS = {
    "settings": settings, "sheet music": sheet_music, "map": street_map, "label": parcel_label,
    "serial number": serial_plate, "subtitle": subtitle, "plate": number_plate, "board": board,
    "chart": chart, "swapped thing": swapped_thing, "pie": pie,
}  # fmt: skip
