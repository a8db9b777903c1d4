"""What two copies say of one another by their detail and the ends of their tones."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from imgsim_desktop.matching.additions import Additions
from imgsim_desktop.matching.derivation.added_noise import find_noisy
from imgsim_desktop.matching.derivation.sharpness import Detail, compare_detail
from imgsim_desktop.matching.derivation.tones import find_clipped
from imgsim_desktop.matching.kinds import PairVerdict, judge_closely
from imgsim_desktop.records import Look, PairKind, RegionKind
from tests.matching.test_second_look import SIZE, gamma, kind_of, looked, noisy, photo, saved

ALL = np.ones(SIZE[::-1], np.uint8)


def sharp(seed: int = 3) -> Image.Image:
    """With fine texture, as cameras see it."""
    grain = np.random.default_rng(seed).normal(0, 14, (SIZE[1], SIZE[0]))
    soft = Image.fromarray(np.clip(128 + grain, 0, 255).astype(np.uint8))
    soft = soft.filter(ImageFilter.GaussianBlur(0.8))
    values = (
        np.asarray(photo(seed), np.float32) + 2.5 * (np.asarray(soft, np.float32) - 128)[..., None]
    )
    return Image.fromarray(values.clip(0, 255).astype(np.uint8))


def light(picture: Image.Image, quality: int = 92) -> np.ndarray:
    return np.asarray(Image.fromarray(saved(picture, quality)).convert("L"))


@pytest.mark.parametrize("radius", [1.0, 1.6, 3.0])
@pytest.mark.parametrize("quality", [92, 75])
def test_a_blur_is_told_from_sharpening(radius: float, quality: int) -> None:
    soft = light(sharp().filter(ImageFilter.GaussianBlur(radius)), quality)
    assert compare_detail(soft, light(sharp()), ALL) is Detail.BLURRED


@pytest.mark.parametrize("how", [(1, 200), (2, 180), (4, 120)])
@pytest.mark.parametrize("quality", [92, 75])
def test_sharpening_is_told_from_a_blur(how: tuple[int, int], quality: int) -> None:
    radius, percent = how
    raised = sharp().filter(ImageFilter.UnsharpMask(radius, percent, 2))
    assert compare_detail(light(sharp()), light(raised, quality), ALL) is Detail.SHARPENED


@pytest.mark.parametrize("levels", [12, 25])
@pytest.mark.parametrize("made", [photo, sharp])
def test_noise_says_nothing_of_the_one_without(made, levels: float) -> None:
    clean, rough = light(made()), light(noisy(made(), levels))
    assert compare_detail(clean, rough, ALL) is Detail.UNKNOWN


@pytest.mark.parametrize("is_first", [True, False])
def test_a_sharpened_copy_makes_no_blurred_one_of_its_original(is_first: bool) -> None:
    raised = sharp().filter(ImageFilter.UnsharpMask(2, 220, 0))
    pair = (raised, sharp()) if is_first else (sharp(), raised)
    look = looked(*pair, quality=(92, 92))
    assert (look.softer, look.sharpened) == ("", "a" if is_first else "b")


def stretched(picture: Image.Image) -> Image.Image:
    return picture.point(lambda level: round(min(255, max(0, (level - 80) * 3))))


@pytest.mark.parametrize("is_first", [True, False])
def test_tones_that_were_pushed_over_the_end_say_which_was_made_of_which(is_first: bool) -> None:
    pair = (stretched(sharp()), sharp()) if is_first else (sharp(), stretched(sharp()))
    look = looked(*pair, quality=(93, 93))
    assert look.clipped == ("a" if is_first else "b")


def with_a_white_sky(seed: int = 6) -> Image.Image:
    picture = sharp(seed)
    ImageDraw.Draw(picture).rectangle((0, 0, SIZE[0], 260), fill="white")
    return picture


@pytest.mark.parametrize(
    "change",
    [
        lambda p: p.point(lambda level: round(level * 0.8)),
        lambda p: gamma(p, 1.5),
        lambda p: gamma(p, 0.6),
        lambda p: noisy(p.point(lambda level: round(level * 0.85)), 12),
        lambda p: p.convert("L"),
    ],
    ids=["darker", "gamma up", "gamma down", "noisy and darker", "grey"],
)
def test_nothing_that_is_done_to_a_clipped_photo_makes_it_the_later_one(change) -> None:
    first, copy = saved(with_a_white_sky(), 92), saved(change(with_a_white_sky()), 92)
    assert find_clipped(first, copy, ALL) in ("", "b")
    assert find_clipped(copy, first, ALL) in ("", "a")


def test_a_vignette_on_a_white_sky_and_words_there_say_nothing() -> None:
    first = saved(with_a_white_sky(), 92)
    y, x = np.mgrid[-1 : 1 : SIZE[1] * 1j, -1 : 1 : SIZE[0] * 1j]
    dark = first * (1 - 0.3 * (x**2 + y**2))[..., None] / 1.0
    assert find_clipped(first, dark.astype(np.uint8), ALL) == ""
    words = with_a_white_sky().point(lambda level: round(level * 0.9))
    ImageDraw.Draw(words).text((60, 60), "GREETINGS FROM THE SEA", fill=(200, 0, 0))
    assert find_clipped(first, saved(words, 92), ALL) == ""


def test_gaps_in_the_histogram_tell_where_they_are_as_many_as_the_stretch_makes() -> None:
    dull = sharp().point(lambda level: 90 + level // 4)
    wide = dull.point(lambda level: (level - 90) * 3 + 20)
    assert find_clipped(np.asarray(dull), np.asarray(wide), ALL) == "b"
    assert find_clipped(np.asarray(wide), np.asarray(dull), ALL) == "a"
    assert find_clipped(np.asarray(wide), saved(wide, 90), ALL) == ""


def test_a_stamp_that_was_laid_on_one_is_still_one_sided() -> None:
    copy = sharp()
    ImageDraw.Draw(copy).rectangle((100, 100, 240, 180), fill="white")
    look: Look = looked(sharp(), copy)
    assert {(region.kind, region.side) for region in look.regions} == {(RegionKind.ADDED, "b")}
    assert kind_of(look) is PairKind.EDITED


def test_beside_a_blurred_copy_the_original_is_not_called_sharpened() -> None:
    look = looked(sharp().filter(ImageFilter.GaussianBlur(1.6)), sharp(), quality=(92, 92))
    first = PairVerdict(0.99, PairKind.SAME_PICTURE, added=Additions(to_b=("sharpened",)))
    assert look.softer == "a"
    assert judge_closely(first, look).added == Additions(to_a=("blurred",))


@pytest.mark.parametrize("is_first", [True, False])
@pytest.mark.parametrize("quality", [92, 85])
def test_of_strong_noise_it_is_said_on_which_copy_it_lies(is_first: bool, quality: int) -> None:
    clean, rough = light(sharp()), light(noisy(sharp(), 25), quality)
    assert find_noisy(*((rough, clean) if is_first else (clean, rough)), ALL) == 2 - is_first


def test_a_noisy_photo_and_what_took_its_noise_away_are_not_told_from_noise_that_was_added() -> (
    None
):
    rng = np.random.default_rng(5)
    for levels, sigma in ((8.0, 0.7), (20.0, 0.0), (25.0, 0.7)):
        values = np.asarray(sharp(), np.float32)
        grain = rng.normal(0, 1, values.shape).astype(np.float32)
        if sigma:
            grain = cv2.GaussianBlur(grain, (0, 0), sigma)
        taken = values + grain / grain.std() * levels * (0.4 + values / 255)
        shot = Image.fromarray(taken.clip(0, 255).astype(np.uint8))
        smooth = Image.fromarray(cv2.medianBlur(np.asarray(shot), 5))
        assert find_noisy(light(shot), light(smooth), ALL) == 0


@pytest.mark.parametrize("quality", [10, 30, 75])
def test_what_coding_takes_is_no_noise_on_the_other_one(quality: int) -> None:
    assert find_noisy(light(sharp()), light(sharp(), quality), ALL) == 0
    soft = sharp().filter(ImageFilter.GaussianBlur(2))
    assert find_noisy(light(sharp()), light(soft), ALL) == 0


def test_where_the_look_in_full_size_sees_no_sharpening_there_is_none() -> None:
    """Beside a copy blurred by a pixel its original looks sharpened in a thumbnail."""
    first = PairVerdict(0.99, PairKind.SAME_PICTURE, added=Additions(to_a=("sharpened",)))
    assert judge_closely(first, Look()).added == Additions()
    assert judge_closely(first, Look(sharpened="a")).added == Additions(to_a=("sharpened",))


@pytest.mark.parametrize(
    "change",
    [
        lambda p: noisy(p, 25),
        lambda p: Image.fromarray(with_corners(np.asarray(p))),
    ],
    ids=["noise", "vignette"],
)
def test_a_white_sky_hides_nothing_that_a_filter_drew_over_it(change) -> None:
    look = looked(with_a_white_sky(), change(with_a_white_sky()), quality=(92, 92))
    assert look.regions == ()


def with_corners(values: np.ndarray) -> np.ndarray:
    y, x = np.mgrid[-1 : 1 : SIZE[1] * 1j, -1 : 1 : SIZE[0] * 1j]
    return (values * (1 - 0.3 * (x**2 + y**2))[..., None]).astype(np.uint8)


def muted(picture: Image.Image, share: float) -> Image.Image:
    return ImageEnhance.Color(picture).enhance(share)


def test_a_photo_of_few_colours_is_not_called_grey_beside_a_copy_that_has_them_stronger() -> None:
    for share in (0.1, 0.2, 0.35):
        pale = muted(photo(3), share)
        for more in (2.0, 4.0, 6.0):
            assert looked(pale, muted(pale, more), quality=(92, 90)).grey in ("",)
    assert looked(photo(3), muted(photo(3), 0), quality=(92, 90)).grey == "b"


def test_a_yellow_sticker_makes_no_tinted_copy_of_the_photo_without() -> None:
    pale = muted(photo(3), 0.15)
    copy = pale.copy()
    ImageDraw.Draw(copy).ellipse((100, 100, 260, 260), fill=(255, 204, 51))
    assert looked(pale, copy, quality=(92, 90)).grey == ""


def test_what_was_tinted_is_no_source_of_colours_for_a_grey_photo() -> None:
    grey = muted(photo(3), 0)
    sepia = grey.point(
        [min(255, round(v * 1.1)) for v in range(256)]
        + list(range(256))
        + [round(v * 0.7) for v in range(256)]
    )
    assert looked(grey, sepia, quality=(92, 90)).grey == ""
