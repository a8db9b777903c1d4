"""Which copy has a frame, a caption or raised detail is told, and only where it is plain to see."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageOps

from imgsim_desktop.matching.additions import Additions, find_additions
from imgsim_desktop.matching.kinds import PairVerdict
from imgsim_desktop.matching.verify import verify
from imgsim_desktop.records import ADDED, ADDED_TO_A, ADDED_TO_B, PairKind
from tests.matching.scenes import captioned, grey, phone_screenshot, scene

ORIGINAL = scene(1)


def found(one: Image.Image, other: Image.Image) -> Additions:
    return find_additions(grey(one), grey(other), verify(grey(one), grey(other)))


def collage() -> Image.Image:
    out = Image.new("RGB", (480, 180), "white")
    out.paste(ORIGINAL.resize((230, 172)), (4, 4))
    out.paste(scene(77).resize((230, 172)), (240, 4))
    return out


def with_smiley() -> Image.Image:
    out = ORIGINAL.copy()
    draw = ImageDraw.Draw(out)
    draw.ellipse((60, 50, 130, 120), fill=(255, 204, 51), outline=(200, 140, 0), width=2)
    draw.ellipse((80, 70, 88, 80), fill=(80, 50, 0))
    draw.ellipse((102, 70, 110, 80), fill=(80, 50, 0))
    return out


def with_watermark() -> Image.Image:
    ink = Image.new("L", ORIGINAL.size, 0)
    draw = ImageDraw.Draw(ink)
    for y in range(10, 240, 60):
        for x in range(10, 320, 100):
            draw.text((x, y), "HI II", fill=110, font_size=32, stroke_width=1, stroke_fill=110)
    return Image.composite(Image.new("RGB", ORIGINAL.size, "white"), ORIGINAL, ink)


MADE = {
    "framed": (ImageOps.expand(ORIGINAL, 40, (245, 243, 238)), "surrounded"),
    "letterboxed": (ImageOps.expand(ORIGINAL, (0, 40), "black"), "surrounded"),
    "on a phone": (phone_screenshot(ORIGINAL), "surrounded"),
    "collage": (collage(), "surrounded"),
    "captioned": (captioned(ORIGINAL), "covered"),
    "with a smiley": (with_smiley(), "covered"),
    "with a watermark": (with_watermark(), "covered"),
}


@pytest.mark.parametrize("name", MADE)
def test_what_was_added_is_told_of_the_copy_and_never_of_the_original(name: str) -> None:
    made, added = MADE[name]
    assert found(ORIGINAL, made) == Additions(to_b=(added,))
    assert found(made, ORIGINAL) == Additions(to_a=(added,))


def small(picture: Image.Image) -> Image.Image:
    return picture.resize((320, 240), Image.Resampling.LANCZOS)


def test_raised_detail_is_told() -> None:
    large = scene(3, (1600, 1200))
    plain, sharp = small(large), small(large.filter(ImageFilter.UnsharpMask(4, 180, 2)))
    assert found(plain, sharp) == Additions(to_b=("sharpened",))
    assert found(sharp, plain) == Additions(to_a=("sharpened",))


@pytest.mark.parametrize("radius", [1, 2, 3, 4, 6, 10])
def test_beside_a_blurred_copy_the_sharp_one_is_no_sharpened_one(radius: float) -> None:
    large = scene(3, (1600, 1200))
    plain, blurred = small(large), small(large.filter(ImageFilter.GaussianBlur(radius)))
    assert found(plain, blurred) == Additions()
    assert found(blurred, plain) == Additions()


def on_white(box: tuple[int, int, int, int]) -> Image.Image:
    """A thing on white paper, cut to a box: its rim is as plain as a frame."""
    out = Image.new("RGB", (320, 240), "white")
    mask = Image.new("L", (320, 240), 0)
    ImageDraw.Draw(mask).ellipse((90, 60, 230, 180), fill=255)
    out.paste(ORIGINAL, (0, 0), mask)
    return out.crop(box)


def without_somebody() -> Image.Image:
    """Retouched: a part of the picture in the place of another."""
    mask = Image.new("L", ORIGINAL.size, 0)
    ImageDraw.Draw(mask).ellipse((120, 80, 180, 170), fill=255)
    smooth = ORIGINAL.filter(ImageFilter.GaussianBlur(12))
    return Image.composite(smooth, ORIGINAL, mask.filter(ImageFilter.GaussianBlur(3)))


SILENT = {
    "cropped": ORIGINAL.crop((80, 40, 260, 200)),
    "resized": ORIGINAL.resize((160, 120)),
    "brighter": ImageEnhance.Brightness(ORIGINAL).enhance(1.3),
    "more contrast": ImageEnhance.Contrast(ORIGINAL).enhance(1.5),
    "blurred": ORIGINAL.filter(ImageFilter.GaussianBlur(1)),
    "mirrored": ImageOps.mirror(ORIGINAL),
    "turned": ORIGINAL.transpose(Image.Transpose.ROTATE_90),
    "the same": ORIGINAL,
    "retouched": without_somebody(),
}


@pytest.mark.parametrize("name", SILENT)
def test_nothing_is_said_of_other_edits(name: str) -> None:
    assert found(ORIGINAL, SILENT[name]) == Additions()
    assert found(SILENT[name], ORIGINAL) == Additions()


def test_white_paper_around_a_thing_is_no_frame() -> None:
    assert found(on_white((0, 0, 320, 240)), on_white((60, 30, 260, 210))) == Additions()


def test_paper_around_a_thing_cut_in_its_shadow_is_no_frame() -> None:
    fades = np.clip(6.0 * (np.arange(320) - 50), 0, 255) / 255
    large = Image.fromarray(np.uint8(255 - fades * (255 - grey(ORIGINAL).astype(float))))
    cut = large.crop((52, 0, 320, 240))
    assert found(large, cut) == Additions()
    assert found(cut, large) == Additions()


def test_strangers_say_nothing() -> None:
    assert found(ORIGINAL, scene(2)) == Additions()
    assert found(ORIGINAL, Image.new("RGB", (320, 240), "grey")) == Additions()


@pytest.mark.parametrize("name", ADDED)
def test_the_other_way_round_the_bits_change_sides(name: str) -> None:
    verdict = PairVerdict(1.0, PairKind.EDITED, added=Additions(to_a=(name,)))
    bit = ADDED.index(name)
    assert verdict.edit_bits(swapped=False) == 1 << ADDED_TO_A + bit
    assert verdict.edit_bits(swapped=True) == 1 << ADDED_TO_B + bit
    assert np.uint32(verdict.edit_bits(swapped=True)) == verdict.edit_bits(swapped=True)
