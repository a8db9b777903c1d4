"""What the second look works out in another way than it says is what it says."""

import cv2
import numpy as np
import pytest

from imgsim_desktop.matching.look import detail, frame, light
from imgsim_desktop.matching.look.detail import Halves, half
from imgsim_desktop.matching.look.second import look_closely
from tests.matching.scenes import scene
from tests.matching.test_second_look import SAME, SIZE, photo, saved, swayed

PICTURE = saved(photo(), 92)


def lies_still(other: np.ndarray) -> bool:
    return frame._lie_as_they_are(PICTURE, other, Halves()) is not None


@pytest.mark.parametrize("quality", [85, 90, 95])
def test_a_file_that_was_only_saved_again_is_seen_to_lie_as_it_is(quality):
    other = saved(photo(), quality)

    assert lies_still(other)


def test_where_nothing_moved_both_ways_of_registering_find_the_same(monkeypatch):
    other = saved(photo(), 85)
    quick = frame.bring_together(PICTURE, other, np.eye(3))
    monkeypatch.setattr(frame, "_lie_as_they_are", lambda *_: None)
    slow = frame.bring_together(PICTURE, other, np.eye(3))

    assert quick is not None
    assert slow is not None
    assert np.array_equal(quick.reference, slow.reference)
    assert np.array_equal(quick.other, slow.other)
    assert np.array_equal(quick.mask, slow.mask)
    assert slow.registration.sway_px <= quick.registration.sway_px < 0.03


@pytest.mark.parametrize("shift", [(0.25, 0.0), (0.0, 0.5), (1.0, 1.0), (3.0, 0.0)])
def test_what_was_shifted_by_part_of_a_pixel_or_more_is_followed(shift):
    matrix = np.array([[1, 0, shift[0]], [0, 1, shift[1]]])
    size = PICTURE.shape[1], PICTURE.shape[0]
    other = cv2.warpAffine(PICTURE, matrix, size, borderMode=cv2.BORDER_REFLECT)

    assert not lies_still(np.asarray(other, np.uint8))


@pytest.mark.parametrize("reach_px", [0.05, 0.1, 0.4])
def test_a_scene_that_sways_a_little_is_followed(reach_px):
    assert not lies_still(saved(swayed(photo(), reach_px), 90))


def test_a_plain_picture_says_nothing_of_where_it_lies():
    plain = np.full((300, 400, 3), 90, np.uint8)

    assert frame._lie_as_they_are(plain, plain + np.uint8(1), Halves()) is None


@pytest.mark.parametrize(
    "weights", [[0.6, 0.2, 0.15, 0.1], [0.0, 0.3, 0.5, 0.3], [1.5, -0.3, -0.2, 0.01]]
)
def test_a_filter_whose_wide_parts_are_made_smaller_is_off_by_rounding_alone(weights):
    picture = np.asarray(cv2.cvtColor(PICTURE, cv2.COLOR_RGB2GRAY), np.uint8)
    values, sigmas = picture.astype(np.float32), detail._SIGMAS
    blurs = [cv2.GaussianBlur(values, (0, 0), s) if s else values for s in sigmas]
    kept = [w if abs(w) > 0.02 else 0.0 for w in weights]
    direct = sum(w * b for w, b in zip([*kept, 1 - sum(kept)], blurs, strict=True))
    expected = np.clip(direct + 0.5, 0, 255).astype(np.uint8)

    found = detail._filtered(picture, np.array(weights))

    off = np.abs(found.astype(int) - expected)
    assert off.max() <= 1
    assert (off > 0).mean() < 0.02


@pytest.mark.parametrize("shape", [(24, 24), (100, 61), (301, 200)])
def test_means_by_cells_are_those_of_areas(shape):
    values = np.asarray(scene(5).convert("L").resize(shape[::-1]), np.uint8)
    expected = cv2.resize(values.astype(np.float32), (24, 24), interpolation=cv2.INTER_AREA)

    assert light._by_cell(values) == pytest.approx(expected, abs=0.01)


def test_a_picture_and_a_view_of_the_whole_of_it_are_halved_once():
    halves = Halves()
    first = halves(PICTURE)

    assert halves(PICTURE[:]) is first
    assert np.array_equal(first, half(PICTURE))
    assert halves(PICTURE[1:]) is not first


@pytest.mark.parametrize("size", [(20, 23), (3000, 100), (100, 3000)])
def test_a_strip_or_an_icon_is_looked_at(size):
    picture = scene(7, SIZE).resize(size)

    look = look_closely(saved(picture, 92), saved(picture, 80), SAME)

    assert look is None or look.regions == ()


@pytest.mark.parametrize("side", [96, 70])
def test_tiles_are_blurred_as_pictures_are(side):
    tile = cv2.cvtColor(PICTURE, cv2.COLOR_RGB2GRAY)[:side, :side].astype(np.float32)
    expected = [
        (cv2.GaussianBlur(tile, (0, 0), s) if s else tile)[12:-12, 12:-12].reshape(-1)[::3]
        for s in detail._SIGMAS
    ]

    found = detail._blurred([tile])

    assert found[:, 0] == pytest.approx(np.stack(expected), abs=0.02)
