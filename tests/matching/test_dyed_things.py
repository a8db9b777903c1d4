"""Things of another colour, told from filters and from what was laid on a photo."""

import numpy as np
import pytest

from imgsim_desktop.matching.look.blocks import compare_blocks
from imgsim_desktop.matching.look.colours import ColourMap, Palette, _is_a_filter
from imgsim_desktop.matching.look.detail import Pictures
from imgsim_desktop.matching.look.patch import Patch
from imgsim_desktop.matching.look.regions import find_regions
from imgsim_desktop.matching.planes import light_of
from imgsim_desktop.records import RegionKind

GREENS = np.array([[40 + 5 * n, 50 + 6 * n, 25 + 4 * n] for n in range(28)], np.float64)
YELLOW, WHITE = [170.0, 133.0, 28.0], [174.0, 175.0, 170.0]


def palette(thing: list[float], then: list[float]) -> Palette:
    """Foliage in many lights and one thing."""
    own, other = np.vstack([GREENS, thing]), np.vstack([GREENS, then])
    share = np.r_[np.full(len(GREENS), 0.9 / len(GREENS)), 0.1]
    return Palette(own, other, share, (own, other))


def test_no_filter_takes_the_colour_of_one_thing_alone():
    """The best map found for a yellow bag before leaves beside the same bag in white."""
    found = ColourMap(
        None,
        np.array([[1.04, -0.03, -0.01, 0.3], [0.53, 0.62, -0.18, 7], [1.78, -1.24, 0.35, 23.6]]),
    )

    assert not _is_a_filter(found, palette(YELLOW, WHITE))


def test_a_filter_may_fade_all_colours():
    grey = np.array([0.299, 0.587, 0.114])
    fading = 0.3 * np.eye(3, 4)
    fading[:, :3] += 0.7 * grey

    assert _is_a_filter(ColourMap(None, fading), palette(YELLOW, YELLOW))


def patch(one: tuple[int, int, int], other: tuple[int, int, int], relief: bool) -> Patch:
    """A thing with stripes in two colours, or two plain ones."""
    stripes = np.where(np.arange(80) // 8 % 2, 1.0, 0.8 if relief else 1.0)[:, None, None]
    colours = [
        np.broadcast_to(np.array(c) * stripes, (80, 80, 3)).astype(np.uint8) for c in (one, other)
    ]
    lights = [np.asarray(c.mean(2), np.uint8) for c in colours]
    where = np.zeros((80, 80), np.bool_)
    where[10:70, 10:70] = True
    pair, lit = (colours[0], colours[1]), (lights[0], lights[1])
    return Patch(lit, pair, lit, pair, where)


def test_a_thing_with_one_relief_in_two_colours_is_dyed():
    assert patch((215, 170, 45), (130, 60, 150), relief=True).is_dyed()


@pytest.mark.parametrize(
    ("one", "other", "relief"),
    [((215, 170, 45), (225, 185, 60), True), ((215, 170, 45), (130, 60, 150), False)],
)
def test_what_is_lighter_or_has_no_relief_is_not_dyed(one, other, relief):
    assert not patch(one, other, relief=relief).is_dyed()


def test_what_has_the_relief_of_its_surroundings_in_another_colour_is_no_addition():
    """A violet bag where the other one is as yellow as all around it."""
    stripes = np.where(np.arange(160) // 8 % 2, 1.0, 0.8)[:, None, None]
    yellow, violet = (
        np.broadcast_to(np.array(c) * stripes, (160, 160, 3)).astype(np.uint8)
        for c in ((215, 170, 45), (130, 60, 150))
    )
    other = yellow.copy()
    other[40:120, 40:120] = violet[40:120, 40:120]
    lights = light_of(yellow), light_of(other)
    pictures = Pictures(yellow, other, lights, np.ones((160, 160), np.uint8))

    (found,) = find_regions(pictures, compare_blocks(pictures))

    assert found.kind is RegionKind.CONTENT
