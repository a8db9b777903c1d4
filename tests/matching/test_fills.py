"""A copy whose end is one plain colour, as the decoder leaves it of data that ran out."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageFont

from imgsim_desktop.matching.look.fills import find_fill
from imgsim_desktop.records import Look, PairKind, RegionKind
from tests.matching.test_second_look import SIZE, kind_of, looked, photo

GREY = (128, 128, 128)


def run_out(picture: Image.Image, share: float, level: int = 128) -> Image.Image:
    """Data ran out in the middle of a row of blocks."""
    out = picture.copy()
    row = round(share * picture.height) // 16 * 16
    draw = ImageDraw.Draw(out)
    draw.rectangle((picture.width * 2 // 5, row, picture.width, row + 16), fill=(level,) * 3)
    draw.rectangle((0, row + 16, picture.width, picture.height), fill=(level,) * 3)
    return out


def said(look: Look) -> list[tuple[RegionKind, str]]:
    return [(region.kind, region.side) for region in look.regions]


@pytest.mark.parametrize("share", [0.55, 0.8, 0.93])
@pytest.mark.parametrize("how", ["as it is", "smaller", "lighter", "turned", "mirrored"])
def test_a_copy_that_ends_in_the_grey_of_lost_data_is_the_one_with_something_on_it(
    share: float, how: str
) -> None:
    whole, copy = photo(4), run_out(photo(4), share)
    transform = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)
    if how == "smaller":
        copy = copy.resize((630, 476), Image.Resampling.LANCZOS)
    elif how == "lighter":
        copy = ImageEnhance.Brightness(copy).enhance(1.15)
    elif how == "turned":
        copy, transform = copy.transpose(Image.Transpose.ROTATE_180), (-1, 0, 1, 0, -1, 1)
    elif how == "mirrored":
        copy = copy.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
        transform = (-1, 0, 1, 0, 1, 0)
    look = looked(whole, copy, transform, quality=(88, 95))
    assert said(look) == [(RegionKind.ADDED, "b")]
    assert kind_of(look) is PairKind.EDITED
    _, top, right, bottom = look.regions[0].box
    assert (right, bottom) == pytest.approx((1, 1), abs=0.03)
    assert top == pytest.approx(share, abs=0.06)
    assert said(looked(copy, whole, transform, quality=(95, 88))) == [(RegionKind.ADDED, "a")]


def test_words_on_the_plain_foot_of_a_copy_are_said_of_the_copy() -> None:
    plain = photo(5)
    ImageDraw.Draw(plain).rectangle((0, 560, *SIZE), fill=(235, 235, 230))
    copy = plain.copy()
    draw = ImageDraw.Draw(copy)
    for row in (570, 610, 645):
        draw.text(
            (20, row), "A LINE OF WORDS " * 4, font=ImageFont.load_default(28), fill=(9, 9, 9)
        )
    assert "a" not in {side for _, side in said(looked(plain, copy))}


def test_a_banner_over_a_plain_foot_is_no_fill_of_the_one_without() -> None:
    plain = photo(5)
    ImageDraw.Draw(plain).rectangle((0, 420, *SIZE), fill=(210, 220, 235))
    copy = plain.copy()
    banner = photo(9).crop((0, 0, SIZE[0], 140))
    copy.paste(banner, (0, SIZE[1] - 140))
    assert "a" not in {side for _, side in said(looked(plain, copy))}


def test_a_plain_end_that_both_have_is_no_fill() -> None:
    plain = run_out(photo(6), 0.8)
    assert said(looked(plain, plain.resize((630, 476), Image.Resampling.LANCZOS))) == []


def test_a_photo_whose_lower_part_is_another_one_stays_a_variant() -> None:
    whole, other = photo(4), photo(4)
    other.paste(Image.fromarray(np.asarray(photo(8))[460:]), (0, 460))
    assert kind_of(looked(whole, other)) is PairKind.VARIANT


@pytest.mark.parametrize("size", [(58, 58), (200, 40), (32, 32), (11, 300), (6, 6), (1, 1), (3, 1)])
def test_the_smallest_pictures_have_corners_like_all_others(size: tuple[int, int]) -> None:
    """No row or column of them is empty, which would leave the whole pair unlooked at."""
    small = np.asarray(photo(3).resize(size))
    whole = np.ones((size[1], size[0]), np.uint8)
    assert find_fill(small, small, whole) is None
