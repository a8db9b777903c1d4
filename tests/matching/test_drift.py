import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageEnhance

from imgsim_desktop.matching.confidence import probability
from imgsim_desktop.matching.drift import FARTHEST, Windows
from imgsim_desktop.matching.verify import verify
from tests.matching.scenes import captioned, grey, next_shot, scene

ORIGINAL = scene(3)


def noisy(picture):
    grain = np.random.default_rng(0).normal(0, 12, np.asarray(picture).shape)
    return Image.fromarray(np.clip(np.asarray(picture) + grain, 0, 255).astype(np.uint8))


def blocky(picture):
    small = picture.resize((160, 120), Image.Resampling.LANCZOS)
    return small.resize(picture.size, Image.Resampling.BICUBIC)


def tilted_plane(picture):
    """As if seen from the side: no affine map."""
    plane = (1.03, 0.02, -2, 0.01, 1.02, -1, 1e-4, 8e-5)
    how = Image.Transform.PERSPECTIVE, plane, Image.Resampling.BICUBIC
    return picture.transform(picture.size, *how)


def tools(seed, moved_px=0.0):
    """A few tools on plain ground; each lies elsewhere by up to so many pixels."""
    rng, moves = np.random.default_rng(seed), np.random.default_rng(seed + 1)
    picture = Image.new("RGB", (640, 480), (214, 208, 196))
    draw = ImageDraw.Draw(picture)
    for number in range(9):
        x, y = 60 + 180 * (number % 3), 40 + 140 * (number // 3)
        dx, dy = moves.uniform(-moved_px, moved_px, 2) * 2
        points = rng.uniform(0, 120, (7, 2)) + np.array([x + dx, y + dy])
        draw.line([tuple(p) for p in points], fill=(40, 40, 44), width=9, joint="curve")
    return picture.resize((320, 240), Image.Resampling.LANCZOS)


def drift_of(one, other):
    return verify(grey(one), grey(other)).drift


@pytest.mark.parametrize(
    "edit",
    [noisy, blocky, tilted_plane, lambda p: ImageEnhance.Contrast(p).enhance(0.6)],
    ids=["noisy", "blocky", "tilted plane", "paler"],
)
def test_nothing_drifts_in_an_edited_copy(edit):
    assert drift_of(ORIGINAL, edit(ORIGINAL)).everywhere < 0.15


@pytest.mark.parametrize("seed", range(4))
def test_things_drift_in_the_next_shot(seed):
    shot = scene(seed)
    assert drift_of(shot, next_shot(shot, seed + 70)).everywhere > 0.5


def test_things_on_plain_ground_that_lie_elsewhere_are_no_copy():
    same = verify(grey(tools(5)), grey(blocky(tools(5))))
    others = verify(grey(tools(5)), grey(tools(5, moved_px=1.5)))
    assert same.drift.everywhere < 0.1
    assert probability(same) > 0.9
    assert others.coarse.agree > 0.9  # they agree nearly everywhere
    assert others.drift.everywhere > 0.3
    assert probability(others) < 0.5


def test_what_lies_over_a_copy_is_left_out_where_it_shows_something_else():
    drift = drift_of(ORIGINAL, captioned(ORIGINAL))
    assert drift.alike < 0.05
    assert drift.alike < drift.everywhere


def test_without_texture_nothing_is_known():
    blank = np.zeros((120, 160), np.float32)
    drift = Windows(blank, blank, np.ones_like(blank)).drift()
    assert (drift.everywhere, drift.alike) == (FARTHEST, FARTHEST)


@pytest.mark.parametrize("bent", [False, True])
def test_the_common_movement_is_found(bent):
    rng = np.random.default_rng(1)
    wide = np.asarray(
        Image.fromarray(rng.normal(0, 1, (24, 32)).astype(np.float32)).resize(
            (320, 240), Image.Resampling.BICUBIC
        )
    )
    left, right = wide[20:200, 20:260], wide[21:201, 19:259]
    movement = Windows(left, right, np.ones_like(left)).common_movement(bent=bent)
    # What is at (x, y) in the left view is at (x + 1, y - 1) in the right one.
    assert movement @ [100, 80, 1] == pytest.approx([101, 79, 1], abs=0.15)
