import numpy as np
import pytest
from PIL import Image, ImageEnhance, ImageOps

from imgsim_desktop.matching import looks
from imgsim_desktop.reading.fingerprints import hash_look
from tests.matching.scenes import scene

T = Image.Transpose
TURNS = [T.ROTATE_90, T.ROTATE_180, T.ROTATE_270, T.FLIP_LEFT_RIGHT, T.FLIP_TOP_BOTTOM, T.TRANSPOSE]


def look(picture):
    small = picture.convert("L").resize((64, 64), Image.Resampling.BOX)
    return hash_look(np.asarray(small))


def stacked(*pictures):
    return looks.stack([look(p) for p in pictures])


@pytest.mark.parametrize("turn", TURNS)
def test_a_turned_copy_is_near_in_one_of_eight_orientations(turn):
    original, turned = stacked(scene(1)), stacked(scene(1).transpose(turn))
    assert looks.distances(original, turned)[0] <= 12
    assert looks.distances(turned, original)[0] <= 12


def test_strangers_are_far_in_all_orientations():
    a = stacked(*map(scene, range(8)))
    b = stacked(*map(scene, range(8, 16)))
    assert looks.distances(a, b).min() > looks.NEAR_BITS + 30


def test_near_pairs_are_found_among_many_without_comparing_all():
    hashes = stacked(
        *map(scene, range(20)),
        ImageOps.mirror(scene(3)),
        ImageEnhance.Brightness(scene(5)).enhance(0.7),
    )
    everyone = np.ones(22, np.bool_)
    assert looks.near_pairs(hashes, everyone).tolist() == [[3, 20], [5, 21]]


def test_only_pairs_with_a_photo_that_was_asked_for_are_found():
    hashes = stacked(scene(0), scene(0), scene(1), scene(1))
    asked = np.array([False, False, False, True])
    assert looks.near_pairs(hashes, asked).tolist() == [[2, 3]]
    assert looks.near_pairs(hashes, np.zeros(4, np.bool_)).tolist() == []


@pytest.mark.parametrize("count", [30, 300])
def test_equal_looks_in_a_crowd_hang_together_without_being_paired_all_with_all(count):
    rng = np.random.default_rng(5)
    one = rng.integers(0, 256, 32, np.uint8)
    hashes = np.concatenate([np.tile(one, (count, 1)), rng.integers(0, 256, (50, 32), np.uint8)])
    pairs = looks.near_pairs(hashes, np.ones(len(hashes), np.bool_))
    assert (pairs[:, 0] < pairs[:, 1]).all()
    assert pairs.max() < count
    assert len(pairs) <= 3 * count
    reached = {0}
    for i, j in sorted(pairs.tolist()):
        if i in reached or j in reached:
            reached |= {i, j}
    assert len(reached) == count
