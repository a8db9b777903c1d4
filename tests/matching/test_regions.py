"""Where two aligned pictures differ, and what each such region is taken for."""

import cv2
import numpy as np
import pytest

from imgsim_desktop.matching.look.blocks import Blocks, compare_blocks
from imgsim_desktop.matching.look.detail import Pictures
from imgsim_desktop.matching.look.patch import Patch, Spot
from imgsim_desktop.matching.look.regions import Found, _of_one_hand, find_regions
from imgsim_desktop.matching.planes import light_of
from imgsim_desktop.records import RegionKind

SHAPE = (240, 320)


def grey_pictures(one: np.ndarray, other: np.ndarray) -> Pictures:
    colours = [np.repeat(p[..., None], 3, axis=2) for p in (one, other)]
    return Pictures(*colours, (one, other), np.ones(one.shape, np.uint8))


def test_fine_lines_a_pixel_beside_where_they_were_are_seen_where_all_else_is_exact():
    lines = np.full(SHAPE, 250, np.uint8)
    lines[:, ::4] = lines[:, 1::4] = 30
    other = lines.copy()
    other[100:132, 100:132] = np.roll(lines, 1, axis=1)[100:132, 100:132]

    blocks = compare_blocks(grey_pictures(lines, other))

    assert blocks.apart.max() < 60, "within a pixel the other one has nearly all of it"
    assert blocks.light.max() > 1


def test_a_dot_of_four_pixels_is_seen_though_it_is_little_of_eight():
    plain = np.full(SHAPE, 128, np.uint8)
    dotted = plain.copy()
    dotted[100:104, 100:104] += 34

    assert compare_blocks(grey_pictures(plain, dotted)).light.max() > 1
    dotted[100:104, 100:104] = 128 + 14
    assert compare_blocks(grey_pictures(plain, dotted)).light.max() < 1


def test_a_thing_of_another_colour_is_seen_where_it_is_as_light():
    light = np.full(SHAPE, 128, np.uint8)
    first = np.full((*SHAPE, 3), 128, np.uint8)
    second = first.copy()
    second[80:140, 80:140] = (200, 104, 82)  # of the same light

    pictures = Pictures(first, second, (light, light), np.ones(SHAPE, np.uint8))
    blocks = compare_blocks(pictures)

    assert blocks.light.max() == 0
    assert [found.kind for found in find_regions(pictures, blocks)] == [RegionKind.COLOUR]


ANSWERS = {
    "written_side": 0,
    "drawn_side": 0,
    "laid_on_side": 0,
    "is_hidden": False,
    "is_mosaic": False,
    "is_bar": False,
    "is_written_on_paper": False,
    "has_ink_of": False,
    "has_outline_in_colour": False,
    "is_dyed": False,
    "stands_instead": False,
    "continues": False,
}


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ({}, RegionKind.CONTENT),
        ({"is_hidden": True}, RegionKind.HIDDEN),
        ({"is_mosaic": True}, RegionKind.HIDDEN),
        ({"is_bar": True}, RegionKind.ADDED),
        ({"laid_on_side": 2}, RegionKind.GONE),
        # lines in a colour of their own, which are no answer on a form and no stroke more
        ({"written_side": 2}, RegionKind.ADDED),
        ({"written_side": 2, "is_written_on_paper": True}, RegionKind.CONTENT),
        ({"written_side": 2, "has_ink_of": True}, RegionKind.CONTENT),
        # something drawn, which neither stands for another thing nor belongs to what is there
        ({"drawn_side": 2}, RegionKind.ADDED),
        ({"drawn_side": 2, "has_outline_in_colour": True}, RegionKind.CONTENT),
        ({"drawn_side": 2, "is_dyed": True}, RegionKind.CONTENT),
        ({"drawn_side": 2, "stands_instead": True}, RegionKind.CONTENT),
        ({"drawn_side": 2, "is_written_on_paper": True}, RegionKind.CONTENT),
        ({"drawn_side": 2, "continues": True}, RegionKind.CONTENT),
    ],
)
def test_what_is_told_of_a_region_makes_it_an_addition_or_other_content(told, kind, monkeypatch):
    for name, answer in {**ANSWERS, **told}.items():
        monkeypatch.setattr(Patch, name, lambda *_asked, answer=answer: answer)
    hot = np.zeros((60, 80), np.float32)
    hot[20:30, 20:30] = 3.0
    cool = np.zeros_like(hot)
    plain = np.full(SHAPE, 128, np.uint8)

    found = find_regions(grey_pictures(plain, plain), Blocks(hot, cool, plain))

    assert [region.kind for region in found] == [kind]


def test_what_differs_in_colour_alone_is_no_addition(monkeypatch):
    for name, answer in {**ANSWERS, "is_bar": True, "is_hidden": True, "drawn_side": 1}.items():
        monkeypatch.setattr(Patch, name, lambda *_asked, answer=answer: answer)
    hot = np.zeros((60, 80), np.float32)
    hot[20:30, 20:30] = 3.0
    plain = np.full(SHAPE, 128, np.uint8)

    found = find_regions(grey_pictures(plain, plain), Blocks(np.zeros_like(hot), hot, plain))

    assert [region.kind for region in found] == [RegionKind.COLOUR]


def test_rows_that_differ_down_to_the_end_are_broken():
    one = np.full(SHAPE, 128, np.uint8)
    hot = np.zeros((60, 80), np.float32)
    hot[40:] = 3.0

    found = find_regions(grey_pictures(one, one), Blocks(hot, np.zeros_like(hot), one))

    assert [region.kind for region in found] == [RegionKind.BROKEN]


def found(kind: RegionKind, side: int = 0, left: int = 40) -> Found:
    return Found(kind, left, 40, left + 40, 80, 3.0, 20, side)


@pytest.mark.parametrize(
    ("regions", "kinds"),
    [
        ("a a c", "a a a"),
        ("a c", "a a"),
        # most of it is in doubt, or each of the two has something of its own
        ("a c c", "a c c"),
        ("a b c", "a b c"),
        ("c", "c"),
    ],
)
def test_what_is_in_doubt_is_more_of_the_same_only_beside_as_much_that_is_sure(
    regions, kinds, monkeypatch
):
    monkeypatch.setattr(Patch, "own_colours", lambda *_asked: [])
    monkeypatch.setattr(Patch, "is_laid_on_like", lambda *_asked: True)
    of = {"a": (RegionKind.ADDED, 1), "b": (RegionKind.ADDED, 2), "c": (RegionKind.CONTENT, 0)}
    plain = np.full(SHAPE, 128, np.uint8)
    cool = np.zeros((60, 80), np.float32)

    named = _of_one_hand(
        grey_pictures(plain, plain),
        Blocks(cool, cool, plain),
        [found(*of[name], left=60 * n) for n, name in enumerate(regions.split())],
    )

    assert [(one.kind, one.side) for one in named] == [of[name] for name in kinds.split()]


@pytest.mark.parametrize(("is_modelled", "side"), [(False, 2), (True, 0)])
def test_a_person_with_shades_everywhere_is_not_drawn_as_a_sticker_is(is_modelled, side):
    ground = np.full((*SHAPE, 3), 150, np.uint8)
    down, right = np.mgrid[0:80, 0:80].astype(np.float32)
    inside = (down - 40) ** 2 + (right - 40) ** 2 < 38**2
    shades = 60 + 6 * (right % 23) - 5 * (down % 19) if is_modelled else np.full((80, 80), 60.0)
    other = ground.copy()
    part = other[80:160, 100:180]
    for channel, tint in enumerate((1.0, 0.8, 0.5)):
        part[..., channel][inside] = np.clip(shades * tint, 0, 255)[inside].astype(np.uint8)
    lights = (light_of(ground), light_of(other))
    pictures = Pictures(ground, other, lights, np.ones(SHAPE, np.uint8))

    patch = Patch.cut(pictures, compare_blocks(pictures), Spot(94, 74, 186, 166))

    assert patch.drawn_side() == side


@pytest.mark.parametrize("is_first", [True, False])
def test_a_spot_more_on_a_plain_ground_is_nothing_hidden_where_coding_made_the_other_uneven(
    is_first,
):
    draw = np.random.default_rng(1)
    clean, noisy = np.full(SHAPE, 35, np.uint8), np.full(SHAPE, 35, np.float32)
    noisy += draw.normal(0, 4, SHAPE).astype(np.float32)
    for picture, places in ((clean, ((90, 90), (110, 110), (130, 130))),
                            (noisy, ((90, 90), (90, 130), (130, 90), (130, 130)))):  # fmt: skip
        for down, right in places:
            cv2.circle(picture, (right, down), 7, 240, -1)
    both = clean, noisy.clip(0, 255).astype(np.uint8)
    pictures = grey_pictures(*(both if is_first else both[::-1]))

    patch = Patch.cut(pictures, compare_blocks(pictures), Spot(60, 60, 168, 168))

    assert not patch.is_hidden(1)
    assert not patch.is_hidden(2)


@pytest.mark.parametrize("is_first", [True, False])
def test_other_digits_in_relief_hide_nothing_though_they_are_as_light_in_the_mean(is_first):
    def coin(digit: str, noise: float) -> np.ndarray:
        height = np.zeros(SHAPE, np.uint8)
        cv2.putText(height, digit, (88, 136), cv2.FONT_HERSHEY_SIMPLEX, 2, 160, 5)
        raised = cv2.GaussianBlur(height, (0, 0), 1.2).astype(np.float32)
        light = 120 + np.gradient(raised, axis=0) + np.gradient(raised, axis=1)
        light += np.random.default_rng(4).normal(0, noise, SHAPE)
        return np.asarray(light.clip(0, 255), np.uint8)

    both = coin("4", 0.5), coin("1", 3)
    pictures = grey_pictures(*(both if is_first else both[::-1]))

    patch = Patch.cut(pictures, compare_blocks(pictures), Spot(78, 78, 138, 146))

    assert not patch.is_hidden(1)
    assert not patch.is_hidden(2)


def test_a_part_that_was_made_even_hides_what_the_other_one_shows():
    texture = np.random.default_rng(2).uniform(60, 180, (24, 32)).astype(np.float32)
    shown = cv2.resize(texture, SHAPE[::-1], interpolation=cv2.INTER_CUBIC)
    shown = (shown + np.random.default_rng(3).normal(0, 15, SHAPE)).clip(0, 255).astype(np.uint8)
    hidden = shown.copy()
    hidden[60:168, 60:168] = cv2.GaussianBlur(shown, (0, 0), 12)[60:168, 60:168]
    pictures = grey_pictures(shown, hidden)

    patch = Patch.cut(pictures, compare_blocks(pictures), Spot(54, 54, 174, 174))

    assert patch.is_hidden(2)
    assert not patch.is_hidden(1)
