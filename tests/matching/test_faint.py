"""Faint writing on a bare page is content, however little of it coding would leave elsewhere."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from imgsim_desktop.records import REMOVABLE_KINDS, Look, PairKind
from tests.matching.test_second_look import kind_of, looked

SIZE = (620, 877)
FONT = ImageFont.load_default(26)


def letterhead(words: str = "", level: int = 225, *, grain: float = 0.0) -> Image.Image:
    """A page with print at its head and pale writing in the middle."""
    page = Image.new("RGB", SIZE, (248, 247, 244))
    draw = ImageDraw.Draw(page)
    draw.ellipse((40, 40, 110, 110), fill=(30, 90, 160))
    draw.text((130, 60), "Harbour Library", font=FONT, fill=(30, 30, 30))
    draw.text((90, 400), words, font=FONT, fill=(level, level, level))
    if not grain:
        return page
    noise = np.random.default_rng(len(words)).normal(0, grain, (*SIZE[::-1], 1))
    return Image.fromarray(np.clip(np.asarray(page, np.float32) + noise, 0, 255).astype(np.uint8))


def kind(one: Image.Image, other: Image.Image, quality: tuple[int, int] = (90, 85)) -> PairKind:
    look: Look = looked(one, other, quality=quality)
    return kind_of(look)


@pytest.mark.parametrize("level", [205, 220, 228])
@pytest.mark.parametrize("grain", [0.0, 1.5])
def test_pages_with_other_pale_words_are_no_copies(level: int, grain: float) -> None:
    one = letterhead("received 12 April", level, grain=grain)
    other = letterhead("paid in full, May", level, grain=grain)
    assert kind(one, other) is PairKind.VARIANT
    assert kind(other, one) is PairKind.VARIANT


def test_a_page_with_a_pale_note_is_no_copy_of_the_blank_one() -> None:
    assert kind(letterhead(), letterhead("call back on Monday", 215)) is PairKind.VARIANT
    assert kind(letterhead("call back on Monday", 215), letterhead()) is PairKind.VARIANT


@pytest.mark.parametrize("quality", [30, 50, 75, 93])
@pytest.mark.parametrize("grain", [0.0, 1.5])
def test_a_page_with_a_pale_note_that_was_saved_again_is_still_a_copy(
    quality: int, grain: float
) -> None:
    page = letterhead("call back on Monday", 215, grain=grain)
    assert kind(page, page, (95, quality)) in REMOVABLE_KINDS
    smaller = page.resize((434, 614), Image.Resampling.LANCZOS)
    assert kind(page, smaller, (95, quality)) in REMOVABLE_KINDS


def test_bare_letterheads_are_copies_of_one_another() -> None:
    assert kind(letterhead(), letterhead(), (95, 60)) in REMOVABLE_KINDS
    assert kind(letterhead(grain=2.0), letterhead(grain=2.0), (95, 60)) in REMOVABLE_KINDS
