"""Edited copies for the evaluation: what people do to whole photos, one function a kind.

Other code than the training views on purpose: full-size pictures, OpenCV, real JPEG files. What the
network only learnt by heart from its own augmentations shows here.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.records import Pixels

Random = np.random.Generator
Change = Callable[[Pixels, Random], Pixels]


@dataclass(frozen=True, slots=True)
class Edit:
    """One kind of edit. `change` gets the photo; `blend` gets a second one as well."""

    family: str
    change: Change | None = None
    blend: Callable[[Pixels, Pixels, Random], Pixels] | None = None
    quality: int = 88
    """Of the JPEG the copy is saved as."""


def make_copy(edit: Edit, photo: Pixels, other: Pixels, rng: Random) -> bytes:
    """The edited photo as a JPEG file."""
    changed = photo
    if edit.change is not None:
        changed = edit.change(photo, rng)
    elif edit.blend is not None:
        changed = edit.blend(photo, other, rng)
    return save_jpeg(changed, edit.quality)


def save_jpeg(pixels: Pixels, quality: int = 95) -> bytes:
    ok, data = cv2.imencode(
        ".jpg", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, quality]
    )
    if not ok:
        raise ValueError(f"no JPEG of a picture of shape {pixels.shape}")
    encoded: bytes = data.tobytes()
    return encoded


def _bytes(values: NDArray[np.floating]) -> Pixels:
    return np.asarray(np.clip(np.rint(values), 0, 255), np.uint8)


def _resized(photo: Pixels, width: float, height: float) -> Pixels:
    size = (max(1, round(width)), max(1, round(height)))
    shrinks = size[0] < photo.shape[1]
    how = cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(photo, size, interpolation=how), np.uint8)


def _scale(factor: float) -> Change:
    return lambda photo, _: _resized(photo, photo.shape[1] * factor, photo.shape[0] * factor)


def _stretch(photo: Pixels, rng: Random) -> Pixels:
    return _resized(photo, photo.shape[1] * rng.uniform(0.7, 1.3), photo.shape[0])


def _crop(keep: float, *, at_edge: bool) -> Change:
    """keep  share of the area"""

    def change(photo: Pixels, rng: Random) -> Pixels:
        side = math.sqrt(keep)
        high, wide = (max(2, round(n * side)) for n in photo.shape[:2])
        spare = np.array([photo.shape[0] - high, photo.shape[1] - wide])
        place = rng.choice([0.0, 1.0], 2) if at_edge else np.full(2, 0.5)
        top, left = np.rint(spare * place).astype(int)
        return photo[top : top + high, left : left + wide]

    return change


def _square(photo: Pixels, _: Random) -> Pixels:
    side = min(photo.shape[:2])
    top, left = (photo.shape[0] - side) // 2, (photo.shape[1] - side) // 2
    return photo[top : top + side, left : left + side]


def _turn(quarters: int) -> Change:
    return lambda photo, _: np.ascontiguousarray(np.rot90(photo, quarters))


def _tilt(degrees: float, *, is_cut: bool = True) -> Change:
    """Turned a little; cut to the largest upright rectangle, or with empty corners."""

    def change(photo: Pixels, rng: Random) -> Pixels:
        high, wide = photo.shape[:2]
        angle = degrees * rng.choice([-1.0, 1.0])
        turn = cv2.getRotationMatrix2D((wide / 2, high / 2), angle, 1.0)
        turned = np.asarray(
            cv2.warpAffine(photo, turn, (wide, high), flags=cv2.INTER_CUBIC), np.uint8
        )
        if not is_cut:
            return turned
        sine, cosine = abs(math.sin(math.radians(angle))), math.cos(math.radians(angle))
        fit = min(wide / (wide * cosine + high * sine), high / (wide * sine + high * cosine))
        cut_y, cut_x = round(high * (1 - fit) / 2) + 1, round(wide * (1 - fit) / 2) + 1
        return turned[cut_y : high - cut_y, cut_x : wide - cut_x]

    return change


def _keystone(photo: Pixels, rng: Random) -> Pixels:
    high, wide = photo.shape[:2]
    corners = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    inward = rng.uniform(0.01, 0.1, (4, 2)) * [wide, high]
    seen = corners + inward * [[1, 1], [-1, 1], [-1, -1], [1, -1]]
    matrix = cv2.getPerspectiveTransform(seen.astype(np.float32), corners)
    return np.asarray(cv2.warpPerspective(photo, matrix, (wide, high), flags=cv2.INTER_CUBIC))


def _mirror(photo: Pixels, _: Random) -> Pixels:
    return np.ascontiguousarray(photo[:, ::-1])


def _curve(function: Callable[[NDArray[np.float64]], NDArray[np.float64]]) -> Change:
    """A tone curve on 0-1."""
    table = _bytes(255 * function(np.arange(256) / 255))
    return lambda photo, _: table[photo]


def _levels(photo: Pixels, _: Random) -> Pixels:
    low, high = np.percentile(photo, (2, 98), axis=(0, 1))
    return _bytes((photo - low) * (255 / np.maximum(high - low, 1)))


def _colour(rows: list[list[float]], lift: float = 0.0) -> Change:
    matrix = np.array(rows)
    return lambda photo, _: _bytes(photo @ matrix.T + lift)


_LUMA = np.array([[0.299, 0.587, 0.114]])


def _saturation(amount: float) -> list[list[float]]:
    mixed = np.repeat(_LUMA, 3, 0) * (1 - amount) + np.eye(3) * amount
    rows: list[list[float]] = mixed.tolist()
    return rows


def _hue(photo: Pixels, rng: Random) -> Pixels:
    hsv = cv2.cvtColor(photo, cv2.COLOR_RGB2HSV)
    hsv[..., 0] = (hsv[..., 0].astype(int) + int(rng.choice([-14, 14]))) % 180
    return np.asarray(cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB), np.uint8)


def _blur(share: float) -> Change:
    """share  sigma / long side"""
    return lambda photo, _: np.asarray(
        cv2.GaussianBlur(photo, (0, 0), max(0.5, share * max(photo.shape[:2])))
    )


def _sharpen(photo: Pixels, _: Random) -> Pixels:
    soft = cv2.GaussianBlur(photo, (0, 0), 2)
    return np.asarray(cv2.addWeighted(photo, 2.5, soft, -1.5, 0))


def _noise(sigma: float) -> Change:
    return lambda photo, rng: _bytes(photo + rng.normal(0, sigma, photo.shape))


def _blocks(photo: Pixels, _: Random) -> Pixels:
    high, wide = photo.shape[:2]
    small = _resized(photo, wide / (max(high, wide) / 48), high / (max(high, wide) / 48))
    return np.asarray(cv2.resize(small, (wide, high), interpolation=cv2.INTER_NEAREST))


def _write(photo: Pixels, text: str, left: float, base: float, height: float, ink: int) -> None:
    """A line of text, in place; left, base and height as shares of the picture."""
    high, wide = photo.shape[:2]
    scale = height * high / 22
    at = (round(left * wide), round(base * high))
    thick = max(1, round(scale * 2))
    font = cv2.FONT_HERSHEY_DUPLEX
    cv2.putText(photo, text, at, font, scale, (255 - ink,) * 3, thick * 3, cv2.LINE_AA)
    cv2.putText(photo, text, at, font, scale, (ink,) * 3, thick, cv2.LINE_AA)


def _caption(photo: Pixels, rng: Random) -> Pixels:
    out = photo.copy()
    _write(out, "NOBODY EXPECTED THIS", 0.04, 0.95, 0.09, 255)
    if rng.random() < 0.5:
        _write(out, "that moment when", 0.06, 0.12, 0.09, 255)
    return out


def _banner(photo: Pixels, _: Random) -> Pixels:
    out = photo.copy()
    top = round(out.shape[0] * 0.78)
    out[top:] = (20, 20, 24)
    _write(out, "Breaking: see page 3", 0.04, 0.92, 0.08, 240)
    return out


def _watermark(photo: Pixels, _: Random) -> Pixels:
    layer = np.zeros_like(photo)
    for row in range(5):
        for column in range(3):
            _write(layer, "preview", column * 0.36 + row % 2 * 0.1, 0.1 + row * 0.2, 0.06, 255)
    turn = cv2.getRotationMatrix2D((photo.shape[1] / 2, photo.shape[0] / 2), 25, 1.2)
    layer = np.asarray(cv2.warpAffine(layer, turn, (photo.shape[1], photo.shape[0])), np.uint8)
    return np.asarray(cv2.addWeighted(photo, 1.0, layer, 0.4, 0))


def _stamp(photo: Pixels, rng: Random) -> Pixels:
    out = photo.copy()
    high, wide = out.shape[:2]
    left = rng.choice([0.02, 0.68])
    top = rng.choice([0.02, 0.88])
    x0, y0 = round(left * wide), round(top * high)
    out[y0 : y0 + round(high * 0.1), x0 : x0 + round(wide * 0.3)] = rng.integers(0, 200, 3)
    _write(out, "2026-05-01", left + 0.01, top + 0.08, 0.05, 255)
    return out


def _smileys(photo: Pixels, rng: Random) -> Pixels:
    out = photo.copy()
    high, wide = out.shape[:2]
    for _ in range(int(rng.integers(2, 5))):
        radius = round(min(high, wide) * rng.uniform(0.05, 0.12))
        x, y = round(rng.uniform(0.1, 0.9) * wide), round(rng.uniform(0.1, 0.9) * high)
        cv2.circle(out, (x, y), radius, (250, 205, 60), -1, cv2.LINE_AA)
        for eye in (-1, 1):
            at = (x + eye * radius // 3, y - radius // 4)
            cv2.circle(out, at, max(1, radius // 8), (60, 40, 10), -1, cv2.LINE_AA)
        arc = (radius // 2, radius // 2)
        cv2.ellipse(out, (x, y), arc, 0, 20, 160, (60, 40, 10), max(1, radius // 10), cv2.LINE_AA)
    return out


def _vignette(photo: Pixels, _: Random) -> Pixels:
    high, wide = photo.shape[:2]
    y = np.linspace(-1, 1, high)[:, None]
    x = np.linspace(-1, 1, wide)[None]
    return _bytes(photo * (1 - 0.4 * (x * x + y * y))[..., None])


def _border(photo: Pixels, rng: Random) -> Pixels:
    edge = max(2, round(max(photo.shape[:2]) * 0.05))
    colour = [int(c) for c in ((255, 255, 255), (0, 0, 0), (190, 170, 140))[rng.integers(0, 3)]]
    return np.asarray(
        cv2.copyMakeBorder(photo, *(edge,) * 4, cv2.BORDER_CONSTANT, value=colour), np.uint8
    )


def _print_frame(photo: Pixels, _: Random) -> Pixels:
    high, wide = photo.shape[:2]
    side, foot = round(wide * 0.07), round(high * 0.22)
    return np.asarray(
        cv2.copyMakeBorder(
            photo, side, foot, side, side, cv2.BORDER_CONSTANT, value=[246, 244, 240]
        ),
        np.uint8,
    )


def _bars(photo: Pixels, rng: Random) -> Pixels:
    """Black bars to a square, or to 16:9 where it is square already."""
    high, wide = photo.shape[:2]
    long = max(high, wide)
    across = round(long * 16 / 9) if min(high, wide) > 0.9 * long else long
    out = np.zeros((long, across, 3), np.uint8)
    if rng.random() < 0.3:
        out[:] = 255
    top, left = (long - high) // 2, (across - wide) // 2
    out[top : top + high, left : left + wide] = photo
    return out


def _phone_screen(photo: Pixels, rng: Random) -> Pixels:
    wide = max(360, photo.shape[1])
    tall = round(wide * 2.1)
    dark = rng.random() < 0.5
    screen = np.full((tall, wide, 3), 22 if dark else 248, np.uint8)
    fit = min(wide / photo.shape[1], tall * 0.74 / photo.shape[0])
    small = _resized(photo, photo.shape[1] * fit, photo.shape[0] * fit)
    top, left = (tall - small.shape[0]) // 2, (wide - small.shape[1]) // 2
    screen[top : top + small.shape[0], left : left + small.shape[1]] = small
    ink = 235 if dark else 30
    _write(screen, "10:24", 0.05, 0.025, 0.016, ink)
    _write(screen, "Gallery", 0.1, 0.07, 0.02, ink)
    for button in range(5):
        at = (round(wide * (0.1 + 0.2 * button)), round(tall * 0.95))
        cv2.circle(screen, at, wide // 28, (ink,) * 3, 2, cv2.LINE_AA)
    return screen


def _desktop_window(photo: Pixels, rng: Random) -> Pixels:
    high, wide = photo.shape[:2]
    screen = np.full((round(high * 1.3), round(wide * 1.32), 3), 228, np.uint8)
    screen[: round(high * 0.08)] = 60
    _write(screen, "holiday.png - Viewer", 0.3, 0.045, 0.03, 230)
    for row in range(8):
        y = round(screen.shape[0] * (0.14 + 0.1 * row))
        end = round(screen.shape[1] * rng.uniform(0.08, 0.15))
        screen[y : y + max(2, high // 40), round(wide * 0.02) : end] = 150
    top, left = round(high * 0.16), round(wide * 0.24)
    screen[top : top + high, left : left + wide] = photo
    return screen


def _side_by_side(photo: Pixels, other: Pixels, _: Random) -> Pixels:
    high = min(photo.shape[0], other.shape[0])
    halves = [_resized(p, p.shape[1] * high / p.shape[0], high) for p in (photo, other)]
    gap = np.full((high, max(2, high // 50), 3), 255, np.uint8)
    return np.concatenate((halves[0], gap, halves[1]), axis=1)


def _stacked(photo: Pixels, other: Pixels, _: Random) -> Pixels:
    wide = min(photo.shape[1], other.shape[1])
    halves = [_resized(p, wide, p.shape[0] * wide / p.shape[1]) for p in (other, photo)]
    return np.concatenate(halves, axis=0)


def _inset(photo: Pixels, other: Pixels, rng: Random) -> Pixels:
    out = photo.copy()
    small = _resized(other, photo.shape[1] * 0.35, photo.shape[0] * 0.35)
    top = round(rng.uniform(0, 1) * (photo.shape[0] - small.shape[0]))
    left = round(rng.uniform(0, 1) * (photo.shape[1] - small.shape[1]))
    out[top : top + small.shape[0], left : left + small.shape[1]] = small
    return out


def _several(count: int) -> Change:
    """A few edits one after another, drawn for each photo."""

    def change(photo: Pixels, rng: Random) -> Pixels:
        names = rng.choice(COMBINED, count, replace=False)
        for name in names:
            step = EDITS[str(name)].change
            if step is not None:
                photo = step(photo, rng)
        return photo

    return change


EDITS: dict[str, Edit] = {
    "same picture, quality 95": Edit("compress", quality=95),
    "quality 70": Edit("compress", quality=70),
    "quality 30": Edit("compress", quality=30),
    "quality 10": Edit("compress", quality=10),
    "half size": Edit("resize", _scale(0.5)),
    "quarter size": Edit("resize", _scale(0.25)),
    "double size": Edit("resize", _scale(2.0)),
    "stretched": Edit("resize", _stretch),
    "crop 80 % centre": Edit("crop", _crop(0.8, at_edge=False)),
    "crop 80 % corner": Edit("crop", _crop(0.8, at_edge=True)),
    "crop 60 % centre": Edit("crop", _crop(0.6, at_edge=False)),
    "crop 60 % corner": Edit("crop", _crop(0.6, at_edge=True)),
    "crop 40 % centre": Edit("crop", _crop(0.4, at_edge=False)),
    "crop 40 % corner": Edit("crop", _crop(0.4, at_edge=True)),
    "crop 25 % centre": Edit("crop", _crop(0.25, at_edge=False)),
    "crop 25 % corner": Edit("crop", _crop(0.25, at_edge=True)),
    "crop square": Edit("crop", _square),
    "turn 90": Edit("turn", _turn(1)),
    "turn 180": Edit("turn", _turn(2)),
    "turn 270": Edit("turn", _turn(3)),
    "tilt 2": Edit("tilt", _tilt(2)),
    "tilt 5": Edit("tilt", _tilt(5)),
    "tilt 10": Edit("tilt", _tilt(10)),
    "tilt 8 with corners": Edit("tilt", _tilt(8, is_cut=False)),
    "perspective": Edit("tilt", _keystone),
    "mirror": Edit("mirror", _mirror),
    "brighter": Edit("tone", _curve(lambda x: x * 1.4)),
    "darker": Edit("tone", _curve(lambda x: x * 0.6)),
    "more contrast": Edit("tone", _curve(lambda x: 0.5 + (x - 0.5) * 1.6)),
    "less contrast": Edit("tone", _curve(lambda x: 0.5 + (x - 0.5) * 0.5)),
    "gamma light": Edit("tone", _curve(lambda x: x**0.6)),
    "gamma dark": Edit("tone", _curve(lambda x: x**1.8)),
    "auto levels": Edit("tone", _levels),
    "vivid": Edit("colour", _colour(_saturation(1.8))),
    "pale": Edit("colour", _colour(_saturation(0.4))),
    "grey": Edit("colour", _colour(_saturation(0.0))),
    "sepia": Edit("colour", _colour((np.array([[1.08], [0.9], [0.68]]) @ _LUMA).tolist(), 8)),
    "warm": Edit("colour", _colour([[1.18, 0, 0], [0, 1.0, 0], [0, 0, 0.78]])),
    "cold": Edit("colour", _colour([[0.82, 0, 0], [0, 1.0, 0], [0, 0, 1.18]])),
    "hue": Edit("colour", _hue),
    "faded": Edit("colour", _colour((np.array(_saturation(0.7)) * 0.78).tolist(), 42)),
    "soft": Edit("detail", _blur(0.003)),
    "blurred": Edit("detail", _blur(0.009)),
    "sharpened": Edit("detail", _sharpen),
    "grain": Edit("detail", _noise(8)),
    "strong grain": Edit("detail", _noise(28)),
    "blocks": Edit("detail", _blocks),
    "caption": Edit("overlay", _caption),
    "banner": Edit("overlay", _banner),
    "watermark": Edit("overlay", _watermark),
    "date stamp": Edit("overlay", _stamp),
    "smileys": Edit("overlay", _smileys),
    "vignette": Edit("overlay", _vignette),
    "border": Edit("frame", _border),
    "print frame": Edit("frame", _print_frame),
    "bars": Edit("frame", _bars),
    "phone screenshot": Edit("frame", _phone_screen),
    "desktop screenshot": Edit("frame", _desktop_window),
    "side by side": Edit("collage", blend=_side_by_side),
    "stacked": Edit("collage", blend=_stacked),
    "picture in picture": Edit("overlay", blend=_inset),
    "three edits": Edit("combined", _several(3), quality=75),
    "five edits": Edit("combined", _several(5), quality=60),
}
"""Every kind of edit by name; the order is that of the tables."""

COMBINED = (
    "half size", "crop 80 % corner", "tilt 2", "mirror", "brighter", "darker", "more contrast",
    "less contrast", "gamma light", "gamma dark", "vivid", "pale", "grey", "warm", "faded", "soft",
    "sharpened", "grain", "caption", "date stamp", "smileys", "border", "print frame", "vignette",
    "turn 90",
)  # fmt: skip
