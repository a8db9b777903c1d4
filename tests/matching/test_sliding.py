"""Pictures with next to no corners: how they lie on each other is found by all their pixels."""

import numpy as np
import pytest
from PIL import Image, ImageFilter

from imgsim_desktop.matching.confidence import probability
from imgsim_desktop.matching.pattern import repeats
from imgsim_desktop.matching.planes import apply, frame
from imgsim_desktop.matching.sliding import find_alignments
from imgsim_desktop.matching.verify import Evidence, verify

SIZE = (640, 420)


def hills(seed: int, size: tuple[int, int] = SIZE) -> Image.Image:
    """Hills behind hills under a sky, each seed others: long edges and hardly a corner."""
    rng = np.random.default_rng(seed)
    w, h = size
    y, x = np.mgrid[0:h, 0:w]
    light = 225 - 40 * y / h
    for top, grey in zip((0.3, 0.65), (150, 50), strict=True):
        waves = zip(
            rng.uniform(20, 45, 3), rng.uniform(0.4, 1.6, 3), rng.uniform(0, 6, 3), strict=True
        )
        ridge = top * h + sum(high * np.sin(far * 6.3 * x / w + at) for high, far, at in waves)
        light = np.where(y > ridge, grey + rng.uniform(-15, 15), light)
    picture = Image.fromarray(np.clip(light, 0, 255).astype(np.uint8))
    return picture.filter(ImageFilter.GaussianBlur(1))


def seen(picture: Image.Image) -> np.ndarray:
    """As the scan keeps it."""
    small = picture.copy()
    small.thumbnail((320, 320))
    return np.asarray(small)


def crop(picture: Image.Image) -> Image.Image:
    return picture.crop((70, 30, 70 + 448, 30 + 294))


def tilted(picture: Image.Image) -> Image.Image:
    turned = picture.rotate(4, Image.Resampling.BICUBIC)
    return turned.crop((40, 40, SIZE[0] - 40, SIZE[1] - 40))


def framed(picture: Image.Image) -> Image.Image:
    out = Image.new("L", (SIZE[0] + 90, SIZE[1] + 160), 240)
    out.paste(picture, (45, 45))
    return out


def boxed(picture: Image.Image) -> Image.Image:
    out = Image.new("L", (SIZE[0], SIZE[0]), 0)
    out.paste(picture, (0, (SIZE[0] - SIZE[1]) // 2))
    return out


EDITS = {"crop": crop, "tilted": tilted, "framed": framed, "boxed": boxed}


def compared(first: Image.Image, second: Image.Image) -> Evidence:
    return verify(seen(first), seen(second))


@pytest.mark.parametrize("name", EDITS)
@pytest.mark.parametrize("seed", range(1, 4))
def test_an_edited_copy_of_a_picture_without_corners_is_found(seed, name):
    evidence = compared(hills(seed), EDITS[name](hills(seed)))
    assert probability(evidence) > 0.9
    assert evidence.coarse.alike > 0.98


@pytest.mark.parametrize("name", ["none", *EDITS])
@pytest.mark.parametrize("seed", range(1, 4))
def test_other_hills_are_no_copy_however_they_are_laid(seed, name):
    other = hills(seed + 50)
    assert probability(compared(hills(seed), EDITS.get(name, lambda same: same)(other))) < 0.1


def test_an_alignment_says_where_a_crop_was_cut():
    a, b = seen(hills(1)), seen(crop(hills(1)))
    corners = apply(find_alignments(a, b, [])[0], frame((b.shape[1], b.shape[0])))
    wanted = frame((224, 147)) + np.array([35.0, 15.0])
    assert np.abs(corners - wanted).max() < 1


def test_where_a_picture_repeats_itself_sliding_says_nothing():
    whole, part = hills(0), crop(hills(0))
    assert repeats(seen(whole))
    assert find_alignments(seen(whole), seen(part), [])
    assert compared(whole, part).method != "slid"


def test_nothing_is_found_between_pictures_that_share_nothing():
    assert find_alignments(seen(hills(1)), seen(hills(51)), []) == []


def test_blank_pictures_have_no_alignment():
    blank = np.full((200, 320), 120, np.uint8)
    assert find_alignments(blank, blank, [np.eye(3)]) == []
    assert find_alignments(blank, seen(hills(1)), []) == []


def test_a_horizon_is_smooth_and_a_board_repeats_itself():
    y, x = np.mgrid[0:200, 0:320]
    board = np.where((x // 25 + y // 25) % 2, 60, 190).astype(np.uint8)
    horizon = (90 + 60 * np.tanh((y - 120) / 6) + 20 * np.sin(y / 9)).astype(np.uint8)
    assert repeats(board)
    assert not repeats(horizon)
