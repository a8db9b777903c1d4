"""A copy has the noise of its original, another shot has its own, and without any none says."""

from __future__ import annotations

import io

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from imgsim_desktop.matching.noise import Noise, ScaledShot, compare_noise

SIZE = (900, 675)


def still_life(seed: int = 1, size: tuple[int, int] = SIZE) -> NDArray[np.float32]:
    """Soft ground with sharp things on it, and no noise of its own."""
    rng = np.random.default_rng(seed)
    w, h = size
    coarse = rng.integers(50, 190, (5, 6, 3), dtype=np.uint8)
    scene = cv2.resize(coarse, size, interpolation=cv2.INTER_CUBIC).astype(np.float32)
    for _ in range(30):
        x, y, s = int(rng.integers(0, w)), int(rng.integers(0, h)), int(rng.integers(20, 110))
        colour = tuple(int(c) for c in rng.integers(30, 220, 3))
        cv2.rectangle(scene, (x, y), (x + s, y + s // 2), colour, -1, cv2.LINE_AA)
    return scene


def soft_ground() -> NDArray[np.float32]:
    """A scene with something, but nothing sharp, everywhere."""
    rng = np.random.default_rng(1)
    scene = np.zeros((SIZE[1], SIZE[0], 3), np.float32)
    for cells in (4, 12, 30):
        coarse = rng.uniform(0, 255, (cells, cells, 3)).astype(np.float32)
        scene += cv2.resize(coarse, SIZE, interpolation=cv2.INTER_CUBIC) / np.float32(cells**0.5)
    return np.asarray(30 + 190 * (scene - scene.min()) / np.ptp(scene), np.float32)


def exposed(scene: NDArray[np.float32], seed: int, sigma: float = 4.0) -> Image.Image:
    """What a sensor makes of it: noise of its own each time."""
    noise = np.random.default_rng(seed).normal(0, sigma, scene.shape)
    return Image.fromarray(np.clip(scene + noise, 0, 255).astype(np.uint8))


def compared(first: tuple[Image.Image, int], second: tuple[Image.Image, int]) -> Noise:
    """Pictures and the quality they were saved with, in the size of the smaller one."""
    width = min(picture.width for picture, _ in (first, second))
    size = min(picture.size for picture, _ in (first, second))
    views = []
    for picture, quality in (first, second):
        grey = picture.convert("L").resize(size, Image.Resampling.HAMMING)
        views.append(ScaledShot(np.asarray(grey), width / picture.width, quality))
    found = compare_noise(*views)
    assert found.is_shared == compare_noise(*views[::-1]).is_shared
    return found


def coded(picture: Image.Image, quality: int, scale: float = 1.0) -> Image.Image:
    if scale != 1:
        size = (round(picture.width * scale), round(picture.height * scale))
        picture = picture.resize(size, Image.Resampling.LANCZOS)
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=quality)
    return Image.open(file)


SHOT = exposed(still_life(), 1)
CAMERAS = coded(SHOT, 95)


@pytest.mark.parametrize("quality", [95, 88, 82])
def test_a_copy_has_the_noise_of_its_original(quality: int) -> None:
    found = compared((CAMERAS, 95), (coded(CAMERAS, quality), quality))
    assert found.is_shared is True, found


def test_a_smaller_copy_has_it_too_where_coding_left_it() -> None:
    grain = np.random.default_rng(5).normal(0, 3, (SIZE[1], SIZE[0], 1)).astype(np.float32)
    shot = Image.fromarray(np.clip(soft_ground() + grain, 0, 255).astype(np.uint8))
    size = (round(0.9 * SIZE[0]), round(0.9 * SIZE[1]))
    copy = coded(shot.resize(size, Image.Resampling.BICUBIC), 88)
    found = compared((coded(shot, 97), 97), (copy, 88))
    assert found.is_shared is True, found


@pytest.mark.parametrize("seed", range(2, 8))
@pytest.mark.parametrize(("quality", "scale"), [(95, 1.0), (85, 1.0), (85, 0.8)])
def test_another_shot_from_a_tripod_has_its_own(seed: int, quality: int, scale: float) -> None:
    other = coded(exposed(still_life(), seed), quality, scale)
    found = compared((CAMERAS, 95), (other, quality))
    assert found.is_shared is False, found


@pytest.mark.parametrize("gain", [0.8, 1.2])
def test_a_change_of_tone_changes_neither(gain: float) -> None:
    brighter = coded(Image.fromarray(cv2.convertScaleAbs(np.asarray(CAMERAS), alpha=gain)), 92)
    assert compared((CAMERAS, 95), (brighter, 92)).is_shared is not False
    other = coded(exposed(still_life() * gain, 9), 92)
    assert compared((CAMERAS, 95), (other, 92)).is_shared is False


@pytest.mark.parametrize("seed", [4, 5, 6])
@pytest.mark.parametrize("own", [1.5, 2.0, 3.5])
@pytest.mark.parametrize(("quality", "scale"), [(95, 1.0), (85, 1.0), (70, 1.0), (88, 0.8)])
def test_shots_that_have_a_grain_in_common_are_not_one(
    seed: int, own: float, quality: int, scale: float
) -> None:
    print_of_film = np.asarray(exposed(still_life(), 3, 3.0), np.float32)
    first, second = (exposed(print_of_film, seed + 10 * n, own) for n in (0, 1))
    both = (coded(first, 95), 95), (coded(second, quality, scale), quality)
    assert compared(*both).is_shared is not True, compared(*both)


@pytest.mark.parametrize("strength", [3.0, 6.0, 10.0])
@pytest.mark.parametrize("soft_px", [0.0, 0.6])
@pytest.mark.parametrize("own", [1.0, 2.0, 4.0])
def test_one_grain_drawn_over_two_shots_makes_no_copies(
    strength: float, soft_px: float, own: float
) -> None:
    drawn = np.random.default_rng(7).normal(0, 1, (SIZE[1], SIZE[0])).astype(np.float32)
    if soft_px:
        drawn = cv2.GaussianBlur(drawn, (0, 0), soft_px)
    grain = (strength * drawn / drawn.std())[:, :, None]
    shots = [still_life() + grain, still_life() + grain]
    first, second = (coded(exposed(shot, n, own), 92) for n, shot in enumerate(shots))
    found = compared((first, 92), (second, 92))
    assert found.is_shared is not True, found


def test_what_went_by_between_two_shots_parts_them_though_a_grain_is_all_they_have() -> None:
    ground = np.asarray(exposed(still_life(), 3, 3.0), np.float32)
    then = ground.copy()
    then[300:324, 200:224] = ground[500:524, 600:624]
    first, second = (coded(Image.fromarray(v.astype(np.uint8)), 95) for v in (ground, then))
    assert compared((first, 95), (coded(first, 92), 92)).is_shared is True
    assert compared((first, 95), (second, 95)).is_shared is None


def test_where_no_noise_is_seen_nothing_is_known() -> None:
    clean = coded(exposed(still_life(), 1, 0.3), 95)
    assert compared((clean, 95), (coded(clean, 85), 85)).is_shared is None


def test_a_copy_of_half_the_size_says_nothing() -> None:
    assert compared((CAMERAS, 95), (coded(CAMERAS, 95, 0.5), 95)).is_shared is None


@pytest.mark.parametrize(("sigma", "soft_px"), [(90.0, 0.8), (25.0, 1.2)])
def test_sand_and_cloth_are_no_noise(sigma: float, soft_px: float) -> None:
    ground = np.asarray(exposed(still_life(), 6, sigma), np.float32)
    texture = cv2.GaussianBlur(ground, (0, 0), soft_px)
    first, second = (coded(exposed(texture, seed, 1.0), 95) for seed in (7, 8))
    assert compared((first, 95), (second, 95)).is_shared is None


def test_a_picture_that_lies_off_by_pixels_is_another_shot() -> None:
    moved = coded(Image.fromarray(np.roll(np.asarray(CAMERAS), 3, axis=1)), 95)
    found = compared((CAMERAS, 95), (moved, 95))
    assert found.shift_px == pytest.approx(3, abs=0.2)
    assert found.is_shared is False


@pytest.mark.parametrize("shape", [(40, 40), (100, 700), (0, 0)])
def test_what_is_too_small_or_of_another_shape_says_nothing(shape: tuple[int, int]) -> None:
    small = ScaledShot(np.zeros(shape, np.uint8))
    assert compare_noise(small, small) == Noise()
    luma = np.asarray(CAMERAS.convert("L"))
    assert compare_noise(ScaledShot(luma), ScaledShot(luma[:-1])).is_shared is None


def test_plain_pictures_say_nothing() -> None:
    plain = ScaledShot(np.full((600, 800), 90, np.uint8))
    assert compare_noise(plain, plain).is_shared is None
    assert compare_noise(ScaledShot(np.full((600, 800), 255, np.uint8)), plain).is_shared is None
