"""What lies in one place only: other content in both is no copy, an addition to one is."""

import numpy as np
import pytest
from PIL import ImageDraw, ImageEnhance, ImageFont

from imgsim_desktop.matching.confidence import COEFFICIENTS, FEATURES, expand, measure, probability
from imgsim_desktop.matching.verify import verify
from tests.matching.scenes import grey, next_shot, scene

WORDS = ("WHEN THE CAT", "NO MORE TEA", "MONDAY AGAIN", "BEST OF ALL")


def meme(picture, words):
    """Large words in two lines across a soft photo."""
    out = picture.copy()
    draw = ImageDraw.Draw(out)
    font = ImageFont.load_default(out.width // 9)
    for line, top in ((words, 0.7), (words[::-1], 0.84)):
        place = out.width // 2, round(top * out.height)
        draw.text(place, line, "white", font, "ma", stroke_width=2, stroke_fill="black")
    return out


def soft(seed):
    return ImageEnhance.Contrast(scene(seed)).enhance(0.7)


def feature(evidence, name):
    return expand(measure(evidence)[None])[0, FEATURES.index(name)]


@pytest.mark.parametrize("seed", range(4))
def test_other_words_in_one_place_of_both_overrule_that_nothing_drifts(seed):
    photo = soft(seed)
    evidence = verify(grey(meme(photo, WORDS[seed])), grey(meme(photo, WORDS[seed - 1])))
    assert feature(evidence, "other content") > 0.5
    assert probability(evidence) < 0.5


@pytest.mark.parametrize("seed", range(4))
def test_words_on_one_copy_alone_are_an_addition(seed):
    photo = soft(seed)
    evidence = verify(grey(photo), grey(meme(photo, WORDS[seed])))
    assert feature(evidence, "other content") == 0
    assert probability(evidence) > 0.98  # 0.93 where the drift under the words counts in full


@pytest.mark.parametrize("seed", range(3))
def test_what_lies_still_beside_words_makes_no_copy_of_another_shot(seed):
    photo = soft(seed)
    evidence = verify(grey(photo), grey(meme(next_shot(photo, seed + 40), WORDS[seed])))
    assert probability(evidence) < 0.5


@pytest.mark.parametrize("seed", range(3))
def test_words_over_two_photos_make_no_copies_of_them(seed):
    evidence = verify(grey(meme(soft(seed), WORDS[0])), grey(meme(soft(seed + 9), WORDS[0])))
    assert probability(evidence) < 0.5


def test_every_feature_counts():
    assert np.all(np.array(COEFFICIENTS) != 0)
    assert len(FEATURES) == len(COEFFICIENTS) == expand(np.zeros((2, 21))).shape[1]
