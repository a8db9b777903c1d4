"""More kinds that nothing was chosen on, with letters of their own: drawn by OpenCV's strokes, by
seven bars, or in pixels."""

from __future__ import annotations

import math

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont

from tests.benchmarks.variants.tools import Tools, noisy

_STROKES = (
    cv2.FONT_HERSHEY_SIMPLEX,
    cv2.FONT_HERSHEY_DUPLEX,
    cv2.FONT_HERSHEY_COMPLEX,
    cv2.FONT_HERSHEY_TRIPLEX,
    cv2.FONT_HERSHEY_SCRIPT_SIMPLEX,
)
_BARS = {
    "0": "abcdef", "1": "bc", "2": "abged", "3": "abgcd", "4": "fgbc", "5": "afgcd",
    "6": "afgedc", "7": "abc", "8": "abcdefg", "9": "abcdfg",
}  # fmt: skip
_BAR_AT = {
    "a": (0, 0, 1, 0), "b": (1, 0, 1, 1), "c": (1, 1, 1, 2), "d": (0, 2, 1, 2),
    "e": (0, 1, 0, 2), "f": (0, 0, 0, 1), "g": (0, 1, 1, 1),
}  # fmt: skip
Colour = tuple[int, int, int]


def _stroked(
    t: Tools, image: Image.Image, at: tuple[int, int], words: str, px: int, ink: Colour
) -> None:
    """Words of so many pixels in height, by OpenCV; no smaller than asked."""
    t.least_px = min(t.least_px, px)
    font = _STROKES[t.random.randrange(len(_STROKES))]
    values = np.array(image)
    size = cv2.getFontScaleFromHeight(font, px, max(1, px // 12))
    line = cv2.LINE_AA
    cv2.putText(values, words, (at[0], at[1] + px), font, size, ink, max(1, px // 12), line)
    image.paste(Image.fromarray(values))


def _pixelled(image: Image.Image, at: tuple[int, int], words: str, times: int, ink: Colour) -> None:
    font = ImageFont.load_default_imagefont()
    box = font.getbbox(words)
    mask = Image.new("L", (int(box[2]), int(box[3])), 0)
    ImageDraw.Draw(mask).text((0, 0), words, font=font, fill=255)
    large = mask.resize((mask.width * times, mask.height * times), Image.Resampling.NEAREST)
    image.paste(ink, at, large)


def _shade(image: Image.Image, box: tuple[int, int, int, int], share: float) -> None:
    part = image.crop(box)
    image.paste(ImageEnhance.Brightness(part).enhance(share), box[:2])


def meter(t: Tools) -> Image.Image:
    """Digits of seven bars on a dark display, in a photo."""
    r = t.random
    w, h = r.choice([(960, 720), (1280, 853)])
    image = t.ground((w, h))
    px = r.randint(20, 44)
    t.least_px = min(t.least_px, px)
    x, y = r.randint(20, w - px * 7), r.randint(20, h - px * 3)
    _shade(image, (x, y, x + px * 6, y + px * 2), 0.25)
    draw = ImageDraw.Draw(image)
    ink = r.choice([(255, 80, 60), (120, 255, 140), (240, 240, 230)])
    for n, digit in enumerate(t.digits(6)):
        left = x + px * 0.4 + n * px * 0.9
        for bar in _BARS[digit]:
            x1, y1, x2, y2 = _BAR_AT[bar]
            ends = [
                (left + a * px * 0.5, y + px * 0.5 + b * px * 0.5) for a, b in ((x1, y1), (x2, y2))
            ]
            draw.line([*ends[0], *ends[1]], fill=ink, width=max(2, px // 9))
    return noisy(image, r.uniform(0, 4), r.randrange(10**6))


def price_tag(t: Tools) -> Image.Image:
    """A tag that lies askew in a photo."""
    r = t.random
    w, h = r.choice([(1000, 750), (1400, 933)])
    image = t.ground((w, h))
    px = r.randint(22, 40)
    t.least_px = min(t.least_px, int(px * 0.9))
    tag = Image.new("RGB", (px * 9, px * 4), r.choice([(255, 250, 230), (255, 225, 80)]))
    draw = ImageDraw.Draw(tag)
    draw.rectangle([2, 2, tag.width - 3, tag.height - 3], outline=(60, 60, 60), width=2)
    _stroked(t, tag, (px, px // 2), f"{t.digits(2)}.{t.digits(2)}", px, (150, 20, 20))
    _stroked(
        t, tag, (px, px * 2 + px // 2), r.choice(("each", "per kg", "today")), px, (30, 30, 30)
    )
    mask = Image.new("L", tag.size, 255)
    turn = r.uniform(-25, 25)
    tag, mask = (p.rotate(turn, Image.Resampling.BICUBIC, expand=True) for p in (tag, mask))
    image.paste(tag, (r.randint(0, w - tag.width), r.randint(0, h - tag.height)), mask)
    return image.filter(ImageFilter.GaussianBlur(r.uniform(0, 0.6)))


def dice(t: Tools) -> Image.Image:
    """Dice on a table: other eyes."""
    r = t.random
    image = t.ground((1000, 700)).filter(ImageFilter.GaussianBlur(1))
    draw = ImageDraw.Draw(image)
    side = r.randint(60, 110)
    for n in range(5):
        x, y = 30 + n * 190 + r.randint(0, 60), r.randint(40, 560)
        draw.rounded_rectangle([x, y, x + side, y + side], side / 6, fill=(240, 238, 230))
        eyes = t.value(lambda v: v.randrange(1, 7))
        spots = {1: "e", 2: "ai", 3: "aei", 4: "acgi", 5: "acegi", 6: "abcghi"}[eyes]
        for spot in spots:
            row, column = divmod("abcdefghi".index(spot), 3)
            cx, cy = x + side * (0.25 + 0.25 * row), y + side * (0.25 + 0.25 * column)
            draw.ellipse([cx - side / 12, cy - side / 12, cx + side / 12, cy + side / 12], fill=20)
    return noisy(image, r.uniform(0, 3), r.randrange(10**6))


def calendar(t: Tools) -> Image.Image:
    """A month with one day that is marked."""
    r = t.random
    image = Image.new("RGB", (900, 760), (254, 253, 250))
    picture = t.ground((900, 260))
    image.paste(picture, (0, 0))
    px = r.randint(22, 30)
    marked = t.value(lambda v: v.randrange(1, 29))
    for day in range(1, 31):
        x, y = 40 + (day - 1) % 7 * 120, 290 + (day - 1) // 7 * 90
        if day == marked:
            ImageDraw.Draw(image).ellipse(
                [x - 12, y - 12, x + px * 2, y + px + 16], outline=(210, 40, 40), width=3
            )
        _stroked(t, image, (x, y), str(day), px, (40, 40, 60))
    return image


def gauge(t: Tools) -> Image.Image:
    """A needle that points elsewhere."""
    r = t.random
    w, h = 900, 900
    image = t.ground((w, h))
    draw = ImageDraw.Draw(image)
    radius = r.randint(150, 320)
    cx, cy = r.randint(radius, w - radius), r.randint(radius, h - radius)
    draw.ellipse(
        [cx - radius, cy - radius, cx + radius, cy + radius],
        fill=(235, 235, 232),
        outline=40,
        width=6,
    )
    for n in range(11):
        turn = math.radians(135 + n * 27)
        a, b = radius * 0.82, radius * 0.94
        draw.line(
            [
                cx + a * math.cos(turn), cy + a * math.sin(turn),
                cx + b * math.cos(turn), cy + b * math.sin(turn),
            ],
            fill=30,
            width=4,
        )  # fmt: skip
    turn = math.radians(135 + 27 * t.value(lambda v: v.randrange(11)))
    draw.line(
        [cx, cy, cx + radius * 0.75 * math.cos(turn), cy + radius * 0.75 * math.sin(turn)],
        fill=(200, 30, 30),
        width=max(3, radius // 40),
    )
    return noisy(image, r.uniform(0, 4), r.randrange(10**6))


def crossword(t: Tools) -> Image.Image:
    """One letter in one cell."""
    r = t.random
    cells, side = r.randint(8, 12), r.randint(44, 60)
    image = Image.new("RGB", (cells * side + 40, cells * side + 40), (250, 248, 240))
    draw = ImageDraw.Draw(image)
    letters = "ABCDEFGHIJKLMNOPRSTUVWZ"
    for row in range(cells):
        for column in range(cells):
            x, y = 20 + column * side, 20 + row * side
            is_block = r.random() < 0.2
            draw.rectangle([x, y, x + side, y + side], fill=20 if is_block else None, outline=20)
            if not is_block and r.random() < 0.7:
                letter = t.value(lambda v: v.choice(letters))
                t.least_px = min(t.least_px, side // 2)
                _stroked(t, image, (x + side // 4, y + side // 4), letter, side // 2, (30, 30, 90))
    return image


def lamp(t: Tools) -> Image.Image:
    """One of some lamps on a device in a photo has another colour."""
    r = t.random
    w, h = r.choice([(1000, 667), (1200, 900)])
    image = t.ground((w, h))
    x, y = r.randint(0, w - 420), r.randint(0, h - 120)
    _shade(image, (x, y, x + 400, y + 100), 0.35)
    glow = Image.new("RGB", (w, h), 0)
    draw = ImageDraw.Draw(glow)
    for n in range(5):
        colour = t.value(lambda v: v.choice([(220, 40, 30), (40, 200, 60), (240, 200, 40)]))
        cx, cy, s = x + 50 + n * 75, y + 50, 16
        draw.ellipse([cx - s, cy - s, cx + s, cy + s], fill=colour)
    soft = glow.filter(ImageFilter.GaussianBlur(2))
    lit = np.maximum(np.asarray(image), np.asarray(soft))
    return noisy(Image.fromarray(lit), r.uniform(0, 3), r.randrange(10**6))


def dyed_thing(t: Tools) -> Image.Image:
    """A part of a photo in another hue, with all its texture."""
    r = t.random
    w, h = r.choice([(1000, 750), (750, 1000)])
    image = t.ground((w, h))
    hue = t.value(lambda v: v.randrange(0, 180, 30))
    values = cv2.cvtColor(np.array(image), cv2.COLOR_RGB2HSV)
    mask = Image.new("L", (w, h), 0)
    x, y, s = r.randint(100, w - 200), r.randint(100, h - 200), r.randint(50, 140)
    ImageDraw.Draw(mask).polygon(
        [
            (x + s * r.uniform(0.7, 1) * math.cos(a), y + s * r.uniform(0.7, 1) * math.sin(a))
            for a in np.linspace(0, 2 * math.pi, 12)[:-1]
        ],
        fill=255,
    )
    inside = np.asarray(mask.filter(ImageFilter.GaussianBlur(1.5)), np.float32)[..., None] / 255
    dyed = values.copy()
    dyed[..., 0] = hue
    dyed[..., 1] = np.maximum(dyed[..., 1], 150)
    dyed[..., 2] = np.maximum(dyed[..., 2], 90)
    changed = cv2.cvtColor(dyed, cv2.COLOR_HSV2RGB)
    return Image.fromarray((inside * changed + (1 - inside) * np.asarray(image)).astype(np.uint8))


def face(t: Tools) -> Image.Image:
    """A face in a photo, with soft edges: another mouth, other eyes."""
    r = t.random
    w, h = r.choice([(900, 700), (1200, 800)])
    image = t.ground((w, h))
    s = r.randint(90, 170)
    cx, cy = r.randint(s, w - s), r.randint(s, h - s)
    head = Image.new("RGB", (w, h), 0)
    mask = Image.new("L", (w, h), 0)
    box = [cx - s * 0.75, cy - s, cx + s * 0.75, cy + s]
    ImageDraw.Draw(mask).ellipse(box, fill=255)
    draw = ImageDraw.Draw(head)
    skin = r.choice([(224, 172, 140), (141, 95, 70), (255, 214, 190)])
    draw.ellipse(box, fill=skin)
    mouth = t.value(lambda v: v.choice(["smile", "sad", "open", "line"]))
    mx, my = cx, cy + s * 0.45
    ink = tuple(v // 3 for v in skin)
    if mouth == "open":
        draw.ellipse([mx - s * 0.15, my - s * 0.12, mx + s * 0.15, my + s * 0.12], fill=ink)
    elif mouth == "line":
        draw.line([mx - s * 0.25, my, mx + s * 0.25, my], fill=ink, width=s // 18)
    else:
        ends = (20, 160) if mouth == "smile" else (200, 340)
        draw.arc(
            [mx - s * 0.3, my - s * 0.2, mx + s * 0.3, my + s * 0.2], *ends, fill=ink, width=s // 14
        )
    look = t.value(lambda v: v.choice([-1, 0, 1]))
    for side in (-1, 1):
        ex, ey = cx + side * s * 0.28, cy - s * 0.15
        draw.ellipse([ex - s * 0.12, ey - s * 0.08, ex + s * 0.12, ey + s * 0.08], fill="white")
        ex += look * s * 0.05
        draw.ellipse(
            [ex - s * 0.05, ey - s * 0.05, ex + s * 0.05, ey + s * 0.05], fill=(40, 60, 90)
        )
    image.paste(
        head.filter(ImageFilter.GaussianBlur(1.5)), (0, 0), mask.filter(ImageFilter.GaussianBlur(3))
    )
    return noisy(image, r.uniform(1, 5), r.randrange(10**6))


def two_lines(t: Tools) -> Image.Image:
    """Subtitles in two lines, strokes with a dark rim."""
    r = t.random
    w, h = r.choice([(1280, 720), (1024, 576)])
    image = t.ground((w, h))
    px = r.randint(22, 34)
    state = r.getstate()
    lines = [t.words(2), t.words(2)]
    for n, words in enumerate(lines):
        at = (w // 6, h - px * 4 + n * int(px * 1.7))
        r.setstate(state)
        for shift in ((-2, 0), (2, 0), (0, -2), (0, 2)):
            r.setstate(state)
            _stroked(t, image, (at[0] + shift[0], at[1] + shift[1]), words, px, (0, 0, 0))
        r.setstate(state)
        _stroked(t, image, at, words, px, (250, 250, 250))
    return image


def cell(t: Tools) -> Image.Image:
    """A form of cells, of which one is ticked, crossed, or filled."""
    r = t.random
    image = Image.new("RGB", (1000, 720), r.choice([(255, 255, 255), (250, 246, 232)]))
    draw = ImageDraw.Draw(image)
    ink = r.choice([(20, 30, 120), (30, 30, 30)])
    for row in range(9):
        y = 40 + row * 72
        _stroked(t, image, (40, y), f"{row + 1}. question", 24, (40, 40, 40))
        draw = ImageDraw.Draw(image)
        chosen = t.value(lambda v: v.randrange(5))
        for column in range(5):
            x = 420 + column * 100
            draw.rectangle([x, y, x + 30, y + 30], outline=(60, 60, 60), width=2)
            if column == chosen:
                t.least_px = min(t.least_px, 26)
                draw.line([x + 5, y + 15, x + 13, y + 25, x + 26, y + 4], fill=ink, width=3)
    return image


def screen(t: Tools) -> Image.Image:
    """An old screen in letters of pixels, with one number that differs."""
    r = t.random
    w, h = r.choice([(960, 640), (1280, 800)])
    image = Image.new("RGB", (w, h), r.choice([(10, 16, 60), (8, 8, 8), (220, 220, 210)]))
    light = sum(image.getpixel((0, 0))) < 300
    ink = (200, 240, 200) if light else (30, 30, 30)
    times = r.choice([2, 3])
    t.least_px = min(t.least_px, 10 * times)
    for line in range(int(h / (16 * times)) - 1):
        words = r.choice(("LOAD", "FREE", "USER", "DISK", "NODE", "TEMP"))
        _pixelled(image, (20, 10 + line * 16 * times), f"{words} {t.digits(4)} OK", times, ink)
    return image


def moved_piece(t: Tools) -> Image.Image:
    """A thing of one photo that lies at another place of a second one."""
    r = t.random
    w, h = r.choice([(1000, 750), (1200, 800)])
    image = t.ground((w, h))
    s = r.randint(40, 110)
    thing = t.ground((s, s))
    mask = Image.new("L", (s, s), 0)
    ImageDraw.Draw(mask).ellipse([4, 4, s - 5, s - 5], fill=255)
    mask = mask.filter(ImageFilter.GaussianBlur(1.2))
    at = t.value(lambda v: (v.randrange(5), v.randrange(4)))
    image.paste(thing, (20 + at[0] * (w - s - 40) // 4, 20 + at[1] * (h - s - 40) // 3), mask)
    return image


KINDS = {
    "meter": meter, "price tag": price_tag, "dice": dice, "calendar": calendar, "gauge": gauge,
    "crossword": crossword, "lamp": lamp, "dyed thing": dyed_thing, "face": face,
    "two lines": two_lines, "cell": cell, "screen": screen, "moved piece": moved_piece,
}  # fmt: skip
