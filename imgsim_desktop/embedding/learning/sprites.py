"""Things people put on and around photos, drawn: captions, stamps, smileys, app windows."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

SPRITE_PX = 96
_FONTS = (
    cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_DUPLEX, cv2.FONT_HERSHEY_COMPLEX,
    cv2.FONT_HERSHEY_TRIPLEX, cv2.FONT_HERSHEY_SCRIPT_SIMPLEX,
)  # fmt: skip
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,!?#@&-"


def _words(rng: np.random.Generator, letters: int) -> str:
    text = "".join(rng.choice(list(_LETTERS), letters))
    gaps = rng.random(letters) < 0.18
    return (
        "".join(" " if gap else char for char, gap in zip(text, gaps, strict=True)).strip() or "x"
    )


def _colour(rng: np.random.Generator, vivid: float = 0.5) -> tuple[int, int, int]:
    if rng.random() < vivid:
        red, green, blue = (int(v) for v in rng.integers(0, 256, 3))
        return red, green, blue
    grey = int(rng.choice([0, 10, 30, 235, 250, 255]))
    return grey, grey, grey


def _text(
    canvas: NDArray[np.uint8], text: str, at: tuple[int, int], scale: float, colour: Any, bold: int,
    font: int,
) -> None:  # fmt: skip
    cv2.putText(canvas, text, at, font, scale, colour, bold, cv2.LINE_AA)


def _caption(rng: np.random.Generator) -> NDArray[np.uint8]:
    """A line or two of text with a dark or light edge around the letters, on nothing or a bar."""
    side = SPRITE_PX
    ink = np.zeros((side, side, 3), np.uint8)
    alpha = np.zeros((side, side), np.uint8)
    fill = _colour(rng, 0.3)
    edge = tuple(255 - c for c in fill)
    if rng.random() < 0.25:
        alpha[:] = int(rng.integers(90, 256))
        ink[:] = edge
    lines = int(rng.integers(1, 4))
    for line in range(lines):
        text = _words(rng, int(rng.integers(3, 12)))
        font = int(rng.choice(_FONTS))
        (wide, high), _ = cv2.getTextSize(text, font, 1.0, 1)
        scale = min((side - 6) / max(wide, 1), (side / lines - 4) / max(high, 1))
        at = (3, int(side * (line + 0.8) / lines))
        if rng.random() < 0.7:
            _text(ink, text, at, scale, edge, 4, font)
            _text(alpha, text, at, scale, 255, 4, font)
        _text(ink, text, at, scale, fill, 2, font)
        _text(alpha, text, at, scale, 255, 2, font)
    return np.dstack((ink, alpha))


def _watermark(rng: np.random.Generator) -> NDArray[np.uint8]:
    """Faint text again and again, aslant."""
    side = SPRITE_PX
    big = np.zeros((side * 2, side * 2), np.uint8)
    text, font = _words(rng, int(rng.integers(4, 9))), int(rng.choice(_FONTS))
    scale = float(rng.uniform(0.25, 1.1))
    bold = int(rng.integers(1, 4))
    for y in range(0, side * 2, int(rng.integers(14, 44))):
        for x in range(-(y % 3) * 20, side * 2, int(rng.integers(40, 90))):
            _text(big, text, (x, y), scale, 255, bold, font)
    turn = cv2.getRotationMatrix2D((side, side), float(rng.uniform(-50, 50)), 1.0)
    big = np.asarray(cv2.warpAffine(big, turn, (side * 2, side * 2)), np.uint8)
    alpha = big[side // 2 : side // 2 + side, side // 2 : side // 2 + side]
    ink = np.full((side, side, 3), _colour(rng, 0.2), np.uint8)
    return np.dstack((ink, (alpha * float(rng.uniform(0.25, 0.8))).astype(np.uint8)))


def _emoji(rng: np.random.Generator) -> NDArray[np.uint8]:
    """A face, a heart or a star, filling its square."""
    side, mid = SPRITE_PX, SPRITE_PX // 2
    ink = np.zeros((side, side, 3), np.uint8)
    alpha = np.zeros((side, side), np.uint8)
    kind = rng.integers(0, 3)
    if kind == 0:
        fill = (255, int(rng.integers(170, 230)), int(rng.integers(20, 90)))
        for layer, colour in ((ink, fill), (alpha, 255)):
            cv2.circle(layer, (mid, mid), mid - 2, colour, -1, cv2.LINE_AA)
        dark = (80, 50, 0)
        for x in (0.33, 0.67):
            size = (int(side * 0.06), int(side * rng.uniform(0.02, 0.11)))
            cv2.ellipse(ink, (int(side * x), int(side * 0.38)), size, 0, 0, 360, dark, -1)
        bow = (15, 165) if rng.random() < 0.7 else (195, 345)
        size = (int(side * 0.26), int(side * rng.uniform(0.1, 0.26)))
        cv2.ellipse(ink, (mid, int(side * 0.58)), size, 0, *bow, dark, 5)
    else:
        points = 2 if kind == 1 else int(rng.integers(4, 9))
        angle = np.linspace(0, 2 * np.pi, 120)
        if points == 2:
            across = 16 * np.sin(angle) ** 3 / 17
            down = -(13 * np.cos(angle) - 5 * np.cos(2 * angle) - 2 * np.cos(3 * angle)) / 17
        else:
            radius = 0.7 + 0.28 * np.sign(np.sin(points * angle))
            across, down = radius * np.cos(angle), radius * np.sin(angle)
        outline = np.stack((mid + across * (mid - 2), mid + down * (mid - 2)), 1).astype(np.int32)
        cv2.fillPoly(ink, [outline], _colour(rng, 0.95))
        cv2.fillPoly(alpha, [outline], (255,))
    return np.dstack((ink, alpha))


def _stamp(rng: np.random.Generator) -> NDArray[np.uint8]:
    """A box with a name in it."""
    side = SPRITE_PX
    ink = np.full((side, side, 3), _colour(rng, 0.7), np.uint8)
    text, font = _words(rng, int(rng.integers(4, 14))), int(rng.choice(_FONTS))
    (wide, _), _ = cv2.getTextSize(text, font, 1.0, 1)
    _text(ink, text, (4, int(side * 0.62)), (side - 8) / max(wide, 1), _colour(rng), 2, font)
    alpha = np.full((side, side), int(rng.integers(160, 256)), np.uint8)
    return np.dstack((ink, alpha))


_SPRITES = (_caption, _watermark, _caption, _emoji, _watermark, _stamp, _emoji)


def draw_sprites(count: int, seed: int) -> NDArray[np.uint8]:
    """(count, 96, 96, 4) RGBA."""
    rng = np.random.default_rng((seed, 1))
    return np.stack([_SPRITES[i % len(_SPRITES)](rng) for i in range(count)])


def draw_watermarks(count: int, seed: int) -> NDArray[np.uint8]:
    """(count, 96, 96, 4) RGBA: faint text all over."""
    rng = np.random.default_rng((seed, 3))
    return np.stack([_watermark(rng) for _ in range(count)])


def draw_backgrounds(count: int, side: int, seed: int) -> NDArray[np.uint8]:
    """What a photo lies on in a screenshot, a frame or a page: (count, side, side, 3) RGB."""
    rng = np.random.default_rng((seed, 2))
    return np.stack([_background(rng, side, i) for i in range(count)])


def _background(rng: np.random.Generator, side: int, number: int) -> NDArray[np.uint8]:
    canvas = np.full((side, side, 3), _colour(rng, 0.4), np.uint8)
    if number % 3 == 0:
        return canvas
    if number % 9 == 1:
        ends = np.asarray([_colour(rng, 1.0), _colour(rng, 1.0)], np.float32)
        ramp = np.linspace(0, 1, side, dtype=np.float32)[:, None]
        rows = ends[0] * (1 - ramp) + ends[1] * ramp
        return np.broadcast_to(rows[:, None], canvas.shape).astype(np.uint8)
    ink = tuple(255 - c for c in canvas[0, 0].tolist())
    for _ in range(int(rng.integers(1, 4))):  # bars along an edge
        deep = int(rng.uniform(0.03, 0.2) * side)
        edge = int(rng.integers(0, 4))
        bar = [slice(0, deep), slice(side - deep, side)][edge % 2]
        region = (bar, slice(None)) if edge < 2 else (slice(None), bar)
        canvas[region] = _colour(rng, 0.3)
    for _ in range(int(rng.integers(2, 14))):  # words, boxes, buttons
        x, y = (int(v) for v in rng.integers(0, side, 2))
        kind = rng.random()
        if kind < 0.5:
            text = _words(rng, int(rng.integers(3, 14)))
            scale = float(rng.uniform(0.15, 0.5)) * side / 128
            _text(canvas, text, (x - side // 4, y), scale, ink, 1, int(rng.choice(_FONTS)))
        elif kind < 0.75:
            wide, high = (int(v) for v in rng.integers(3, side // 3, 2))
            cv2.rectangle(canvas, (x, y), (x + wide, y + high // 3), _colour(rng), -1)
        else:
            radius = int(rng.integers(2, max(3, side // 12)))
            cv2.circle(canvas, (x, y), radius, _colour(rng), int(rng.choice([-1, 1, 2])))
    return canvas
