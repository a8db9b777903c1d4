"""Which of two copies was made from the other is said where their pixels prove it, else nothing."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageOps

from imgsim_desktop.matching.derivation.lattice import Lattice, compare_with
from imgsim_desktop.matching.derivation.made_from import Side, find_derivation
from imgsim_desktop.matching.derivation.placing import back, turn_of, turned
from imgsim_desktop.matching.derivation.resolution import Reach
from imgsim_desktop.matching.planes import light_of
from imgsim_desktop.reading.coded import open_coded
from imgsim_desktop.reading.decode import open_upright
from imgsim_desktop.records import Derivation, Making, PairTable, derivation_bits
from tests.matching.scenes import scene
from tests.pictures import let_pillow_write_heic

let_pillow_write_heic()

WHOLE = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)
QUARTER = (0.0, -1.0, 1.0, 1.0, 0.0, 0.0)
"""From relative coordinates of a picture to those of the same turned clockwise."""
CLOCKWISE = 6


def photo(seed: int) -> Image.Image:
    return scene(seed, (640, 480))


def saved(picture: Image.Image, path: Path, **options: object) -> Path:
    picture.save(path, **options)
    return path


def opened(path: Path) -> Image.Image:
    return Image.open(io.BytesIO(path.read_bytes())).convert("RGB")


def side(path: Path) -> Side:
    coded = open_coded(path)
    light = light_of(open_upright(path)) if coded is None else None
    name = {".heic": "HEIF", ".avif": "AVIF", ".png": "PNG"}.get(path.suffix, "")
    return Side(light, coded, path.stat().st_size, name, open_upright(path))


def said(a: Path, b: Path, transform: tuple[float, ...] = WHOLE) -> Derivation | None:
    return find_derivation(side(a), side(b), transform)


def marked(picture: Image.Image) -> Image.Image:
    picture = picture.copy()
    ImageDraw.Draw(picture).rectangle((300, 380, 600, 440), fill="white")
    return picture


@pytest.mark.parametrize("quality", [75, 85, 92])
@pytest.mark.parametrize(
    ("name", "edit", "options"),
    [
        ("png", lambda p: p, {}),
        ("tif", lambda p: p, {}),
        ("jpg", lambda p: p, {"quality": 98}),
        ("jpg", lambda p: p.convert("L"), {"quality": 97}),
        ("jpg", marked, {"quality": 97}),
        ("jpg", lambda p: p.point(lambda v: 255 * (v / 255) ** 0.85), {"quality": 98}),
        ("jpg", lambda p: p.filter(ImageFilter.UnsharpMask(1, 60, 0)), {"quality": 99}),
    ],
    ids=["png", "tiff", "resaved", "grey", "marked", "lighter", "sharpened"],
)
def test_what_was_saved_again_bears_the_steps_of_the_jpeg_it_came_from(
    tmp_path: Path, quality: int, name: str, edit: object, options: dict[str, int]
) -> None:
    first = saved(photo(1), tmp_path / "z.jpg", quality=quality)
    again = saved(edit(opened(first)), tmp_path / f"a.{name}", **options)  # type: ignore[operator]
    assert said(first, again) == Derivation("b", Making.RESAVED)
    assert said(again, first) == Derivation("a", Making.RESAVED)


@pytest.mark.parametrize("suffix", ["png", "heic", "avif", "webp"])
def test_a_jpeg_of_another_format_was_made_from_it(tmp_path: Path, suffix: str) -> None:
    options = {} if suffix == "png" else {"quality": 60}
    other = saved(photo(2), tmp_path / f"z.{suffix}", **options)
    jpeg = saved(Image.fromarray(open_upright(other)), tmp_path / "a.jpg", quality=93)
    assert said(other, jpeg) == Derivation("b", Making.RECODED)
    assert said(jpeg, other) == Derivation("a", Making.RECODED)


@pytest.mark.parametrize("quality", [99, 100])
@pytest.mark.parametrize("suffix", ["avif", "webp", "heic"])
def test_a_jpeg_without_loss_is_made_from_the_small_file_that_it_equals(
    tmp_path: Path, suffix: str, quality: int
) -> None:
    """Its steps do not show; but no other picture is so like what a small file has lost."""
    small = saved(photo(21), tmp_path / f"z.{suffix}", quality=60)
    jpeg = saved(Image.fromarray(open_upright(small)), tmp_path / "a.jpg", quality=quality)
    assert said(small, jpeg) == Derivation("b", Making.RECODED)

    jpeg = saved(photo(21), tmp_path / "b.jpg", quality=quality)
    small = saved(opened(jpeg), tmp_path / f"y.{suffix}", quality=60)
    assert said(small, jpeg) is None
    same = saved(opened(jpeg), tmp_path / "c.png")
    assert said(same, jpeg) is None


def test_a_jpeg_saved_again_at_lower_quality_was_made_from_the_better_one(tmp_path: Path) -> None:
    first = saved(photo(3), tmp_path / "a.jpg", quality=95)
    less = saved(opened(first), tmp_path / "b.jpg", quality=70)
    assert said(first, less) == Derivation("b", Making.RESAVED)


@pytest.mark.parametrize("factor", [1.5, 2, 3])
def test_an_enlargement_of_a_jpeg_was_made_from_it(tmp_path: Path, factor: float) -> None:
    small = saved(photo(4), tmp_path / "z.jpg", quality=85)
    size = round(640 * factor), round(480 * factor)
    large = saved(
        opened(small).resize(size, Image.Resampling.BICUBIC), tmp_path / "a.jpg", quality=94
    )
    assert said(small, large) == Derivation("b", Making.ENLARGED)
    assert said(large, small) == Derivation("a", Making.ENLARGED)


@pytest.mark.parametrize("how", [Image.Resampling.BICUBIC, Image.Resampling.LANCZOS])
@pytest.mark.parametrize("suffix", ["jpg", "png", "webp"])
def test_more_pixels_that_show_nothing_more_were_enlarged_whatever_they_came_from(
    tmp_path: Path, how: Image.Resampling, suffix: str
) -> None:
    """The smaller one is another copy of what was enlarged, so no JPEG tells."""
    picture = photo(14)
    small = saved(picture, tmp_path / f"z.{suffix}", **({} if suffix == "png" else {"quality": 97}))
    large = saved(picture.resize((1280, 960), how), tmp_path / "a.jpg", quality=92)
    assert said(small, large) == Derivation("b", Making.ENLARGED)
    assert said(large, small) == Derivation("a", Making.ENLARGED)


@pytest.mark.parametrize(
    "shrink",
    [
        lambda p: p.resize((640, 480), Image.Resampling.LANCZOS),
        lambda p: p.resize((640, 480), Image.Resampling.BOX),
        lambda p: p.resize((640, 480), Image.Resampling.NEAREST),
        lambda p: p.resize((640, 480)).filter(ImageFilter.UnsharpMask(1, 120, 0)),
    ],
    ids=["lanczos", "box", "nearest", "sharpened"],
)
@pytest.mark.parametrize("blur", [0.0, 0.7, 1.5])
def test_a_soft_picture_is_no_enlargement_of_its_smaller_copy(
    tmp_path: Path, shrink: object, blur: float
) -> None:
    for seed in (15, 16):
        picture = scene(seed, (1280, 960)).filter(ImageFilter.GaussianBlur(blur))
        large = saved(picture, tmp_path / "a.jpg", quality=88)
        small = saved(shrink(opened(large)), tmp_path / "b.jpg", quality=90)  # type: ignore[operator]
        found = said(large, small)
        assert found is None, (seed, found)


def test_a_copy_turned_by_its_tag_or_in_its_pixels_still_shows_what_it_came_from(
    tmp_path: Path,
) -> None:
    first = saved(photo(5), tmp_path / "z.jpg", quality=80)
    pixels = opened(first)
    turned_pixels = saved(pixels.transpose(Image.Transpose.ROTATE_270), tmp_path / "a.png")
    assert said(turned_pixels, first, QUARTER) == Derivation("a", Making.RESAVED)

    tag = Image.Exif()
    tag[274] = CLOCKWISE
    stored = saved(photo(5), tmp_path / "y.jpg", quality=80, exif=tag)
    upright = saved(ImageOps.exif_transpose(Image.open(stored)), tmp_path / "b.png")
    assert said(stored, upright) == Derivation("b", Making.RESAVED)


@pytest.mark.parametrize("qualities", [(75, 85), (85, 90), (90, 94), (88, 88)])
def test_of_two_jpegs_of_one_original_that_is_gone_neither_was_made_from_the_other(
    tmp_path: Path, qualities: tuple[int, int]
) -> None:
    """The coarser one may be said to keep less."""
    coarser = Derivation("a", Making.COARSER) if qualities[0] < qualities[1] else None
    for seed in (6, 7, 8):
        one, other = (
            saved(photo(seed), tmp_path / f"{i}.jpg", quality=q) for i, q in enumerate(qualities)
        )
        assert said(one, other) in (None, coarser)


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp"])
def test_a_picture_that_a_smaller_copy_was_made_of_is_no_enlargement(
    tmp_path: Path, suffix: str
) -> None:
    large = saved(photo(9), tmp_path / f"a.{suffix}")
    small = saved(opened(large).resize((320, 240)), tmp_path / "b.jpg", quality=85)
    assert said(large, small) is None


def test_other_pictures_cut_ones_and_blank_ones_say_nothing(tmp_path: Path) -> None:
    first = saved(photo(10), tmp_path / "a.jpg", quality=80)
    other = saved(photo(11), tmp_path / "b.jpg", quality=95)
    assert said(first, other) is None
    again = saved(opened(first), tmp_path / "c.png")
    assert said(first, again, (0.8, 0.0, 0.1, 0.0, 0.8, 0.1)) is None
    blank = saved(Image.new("RGB", (640, 480), "teal"), tmp_path / "d.jpg")
    same = saved(Image.new("RGB", (640, 480), "teal"), tmp_path / "e.png")
    assert said(blank, same) is None
    tiny = saved(photo(10).resize((20, 15)), tmp_path / "f.jpg")
    assert said(tiny, saved(opened(tiny), tmp_path / "g.png")) is None


def steps_of(step: int) -> dict[str, object]:
    return {"qtables": [[step] * 64], "subsampling": 0}


def test_a_jpeg_that_is_itself_a_second_generation_claims_nothing(tmp_path: Path) -> None:
    """The PNG of its ancestor lies on its steps, too, for they divide the ancestor's."""
    first = saved(photo(12), tmp_path / "first.jpg", **steps_of(20))
    png = saved(opened(first), tmp_path / "a.png")
    again = saved(opened(first), tmp_path / "b.jpg", **steps_of(5))
    assert said(png, again) is None


def test_a_picture_was_made_from_a_jpeg_or_it_from_the_picture_if_all_signs_say_so() -> None:
    saved_again = Lattice(900, on_steps=0.9, off_steps=0.1, spread=0.1, within=1.0, is_first=True)
    assert saved_again.bears_steps
    assert not saved_again.is_cell
    for one in ({"count": 99}, {"on_steps": 0.1}, {"off_steps": 0.35}, {"is_first": False}):
        assert not replace(saved_again, **one).bears_steps

    source = Lattice(
        900, on_steps=-0.1, off_steps=0.4, spread=0.3, within=1.0, is_finer=True, is_first=True
    )
    assert source.is_cell
    assert not source.bears_steps
    for other in (
        {"count": 99}, {"on_steps": 0.1}, {"spread": 0.2}, {"spread": 0.4}, {"within": 0.9},
        {"is_first": False},
    ):  # fmt: skip
        assert not replace(source, **other).is_cell


def test_the_better_of_two_jpegs_is_never_taken_for_one_made_from_the_lesser(
    tmp_path: Path,
) -> None:
    """What is left of an original in the better one lies evenly in the cells of the lesser."""
    for seed in (18, 19, 20):
        better = saved(photo(seed), tmp_path / "a.jpg", quality=98)
        lesser = saved(photo(seed), tmp_path / "b.jpg", quality=50)
        assert said(better, lesser) in (None, Derivation("b", Making.RESAVED))


def test_a_picture_is_enlarged_if_all_signs_say_so() -> None:
    reach = Reach(tiles=48, below=-1.0, beyond=-3.0, finest=-3.0, together=0.9)
    assert reach.is_enlarged
    for one in (
        {"tiles": 0}, {"below": -0.3}, {"beyond": -1.5}, {"finest": -6.5}, {"together": 0.4},
    ):  # fmt: skip
        assert not replace(reach, **one).is_enlarged
    assert not Reach().is_enlarged


def test_equal_pixels_in_another_format_were_decoded_from_the_jpeg(tmp_path: Path) -> None:
    """Steps of 1 do not show; that a JPEG kept a photo exactly is proof enough."""
    jpeg = saved(photo(13), tmp_path / "z.jpg", quality=100)
    png = saved(opened(jpeg), tmp_path / "a.png")
    assert find_derivation(side(jpeg), side(png), WHOLE, are_equal=True) == Derivation(
        "b", Making.RESAVED
    )
    for suffix in ("heic", "avif"):
        small = saved(photo(13), tmp_path / f"y.{suffix}", quality=60)
        png = saved(Image.fromarray(open_upright(small)), tmp_path / "x.png")
        equal = find_derivation(side(png), side(small), WHOLE, are_equal=True)
        assert equal == Derivation("a", Making.RESAVED)
    again = saved(opened(jpeg), tmp_path / "b.png")
    assert find_derivation(side(png), side(again), WHOLE, are_equal=True) is None
    plain = saved(Image.new("RGB", (640, 480), "navy"), tmp_path / "c.png")
    flat = saved(opened(plain), tmp_path / "d.jpg", quality=100)
    assert find_derivation(side(plain), side(flat), WHOLE, are_equal=True) is None


def test_turning_by_a_code_is_what_its_map_says() -> None:
    rng = np.random.default_rng(1)
    picture = rng.integers(0, 255, (6, 9), np.uint8)
    for code in range(1, 9):
        assert np.array_equal(turned(turned(picture, code), back(code)), picture)
        tag = Image.Exif()
        tag[274] = code
        image = Image.fromarray(picture)
        image.getexif()[274] = code
        assert np.array_equal(turned(picture, code), np.asarray(ImageOps.exif_transpose(image)))
    assert turn_of(WHOLE) == 1
    assert turn_of(QUARTER) == CLOCKWISE
    assert turn_of((1.0, 0.0, 0.05, 0.0, 1.0, 0.0)) is None
    assert turn_of((float("nan"),) * 6) is None


@pytest.mark.parametrize("contrast", [1.15, 1.25, 1.35, 1.5, 1.7])
@pytest.mark.parametrize("qualities", [(90, 88), (90, 85), (93, 90), (88, 88)])
def test_stretched_tones_turn_nothing_the_wrong_way_about(
    tmp_path: Path, contrast: float, qualities: tuple[int, int]
) -> None:
    """Steps of the first JPEG, stretched, may fall on the coarser ones of its copy."""
    first = saved(photo(4), tmp_path / "z.jpg", quality=qualities[0])
    copy = ImageEnhance.Contrast(opened(first)).enhance(contrast)
    again = saved(copy, tmp_path / "a.jpg", quality=qualities[1])
    found = said(first, again)
    assert found is None or found.made == "b"
    back = said(again, first)
    assert back is None or back.made == "a"


def test_each_making_has_a_bit_of_its_own_and_the_stored_ones_keep_theirs() -> None:
    bits = {
        (made, how): derivation_bits(Derivation(made, how)) for made in ("a", "b") for how in Making
    }
    assert len(set(bits.values())) == len(bits)
    assert max(bits.values()) < 2**32
    stored = [("a", Making.RESAVED), ("a", Making.RECODED), ("a", Making.ENLARGED)]
    stored += [("b", Making.RESAVED), ("b", Making.RECODED), ("b", Making.ENLARGED)]
    assert [bits[one].bit_length() - 1 for one in stored] == [19, 20, 21, 22, 23, 24]
    for (made, how), edits in bits.items():
        table = PairTable.from_columns(np.array([1]), np.array([2]), edits=edits)
        assert table.pair(0).derivation == Derivation(made, how)
        assert table.pair(0).added_to_b == ()


def test_steps_of_another_jpeg_count_as_wide_as_its_tones_were_stretched(tmp_path: Path) -> None:
    coded = open_coded(saved(photo(4), tmp_path / "z.jpg", quality=80))
    assert coded is not None
    dull = 128 + (coded.light.astype(np.float32) - 128) / 1.5
    nearly_as_coarse = coded.steps / 1.4
    assert compare_with(coded, coded.light, nearly_as_coarse).count > 0
    assert compare_with(coded, dull, nearly_as_coarse).count == 0
    assert compare_with(coded, dull, coded.steps / 3).count > 0


def test_a_copy_of_nearly_as_coarse_steps_is_not_what_the_jpeg_was_made_of(tmp_path: Path) -> None:
    """It lies as evenly between the steps as what was never rounded does."""
    between = Lattice(1000, on_steps=0.03, off_steps=0.3, spread=0.29, within=0.999, is_first=True)
    assert not between.is_cell
    assert replace(between, is_finer=True).is_cell
    coded = open_coded(saved(photo(4), tmp_path / "z.jpg", quality=80))
    assert coded is not None
    assert not compare_with(coded, coded.light, coded.steps / 1.6).is_finer
    assert compare_with(coded, coded.light, coded.steps / 4).is_finer
    assert compare_with(coded, coded.light).is_finer


def light_up(picture: Image.Image) -> Image.Image:
    return ImageEnhance.Brightness(picture).enhance(0.65)


def with_dark_corners(picture: Image.Image) -> Image.Image:
    values = np.asarray(picture, np.float32)
    rows, columns = (np.linspace(-1, 1, side)[:, None] for side in values.shape[:2])
    falls = 1 - 0.3 * (rows**2 + columns.T**2) / 2
    return Image.fromarray(np.clip(values * falls[..., None], 0, 255).astype(np.uint8))


@pytest.mark.parametrize(
    ("edit", "qualities"),
    [
        (lambda p: p, (88, 82)),
        (lambda p: p, (82, 88)),
        (light_up, (92, 90)),
        (lambda p: ImageEnhance.Color(p).enhance(1.4), (88, 82)),
        (lambda p: p.point(lambda v: 255 * (v / 255) ** 1.6), (88, 82)),
        (with_dark_corners, (88, 82)),
    ],
    ids=["coarser", "finer", "darker", "more colour", "gamma", "dark corners"],
)
@pytest.mark.parametrize("seed", [1, 4, 8])
def test_a_copy_whose_steps_are_nearly_as_coarse_is_foretold_from_what_it_was_made_of(
    tmp_path: Path, seed: int, edit: object, qualities: tuple[int, int]
) -> None:
    first = saved(photo(seed), tmp_path / "z.jpg", quality=qualities[0])
    picture = edit(opened(first))  # type: ignore[operator]
    again = saved(picture, tmp_path / "a.jpg", quality=qualities[1])
    there, back = said(first, again), said(again, first)
    assert there is not None
    assert there.made == "b"
    assert there.how in (Making.RESAVED, Making.COARSER)
    assert back == there.other_way


@pytest.mark.parametrize("qualities", [(92, 88), (85, 93), (90, 90), (95, 88)])
def test_of_two_that_were_saved_from_one_picture_that_is_gone_the_coarser_one_keeps_less_at_most(
    tmp_path: Path, qualities: tuple[int, int]
) -> None:
    coarser = "a" if qualities[0] < qualities[1] else "b"
    for seed in (1, 4, 8):
        a, b = (
            saved(photo(seed), tmp_path / f"{name}.jpg", quality=quality)
            for name, quality in zip("ab", qualities, strict=True)
        )
        assert said(a, b) in (None, Derivation(coarser, Making.COARSER))
        darker = saved(light_up(photo(seed)), tmp_path / "c.jpg", quality=qualities[0])
        assert said(a, darker) in (None, Derivation("b", Making.COARSER))


@pytest.mark.parametrize("levels", [1.0, 1.8, 2.6, 4.0, 8.0])
@pytest.mark.parametrize("quality", [70, 80, 90])
def test_noise_on_a_copy_never_makes_the_original_the_later_one(
    tmp_path: Path, levels: float, quality: int
) -> None:
    """It lies between the steps of a coarse original as what that was made of would."""
    first = saved(photo(1), tmp_path / "z.jpg", quality=quality)
    values = np.asarray(opened(first), np.float32)
    noise = np.random.default_rng(2).normal(0, levels, values.shape)
    noisy = Image.fromarray(np.clip(values + noise, 0, 255).astype(np.uint8))
    for name, options in (("b.jpg", {"quality": 95}), ("b.png", {})):
        again = saved(noisy, tmp_path / name, **options)
        assert said(first, again) in (None, Derivation("b", Making.RESAVED))


def test_an_original_that_was_a_jpeg_of_such_steps_before_is_not_made_from_its_copy(
    tmp_path: Path,
) -> None:
    earlier = saved(photo(1), tmp_path / "e.jpg", quality=75)
    values = np.asarray(opened(earlier), np.float32)
    mended = Image.fromarray(np.clip(values + 1.2 * (values > 128), 0, 255).astype(np.uint8))
    first = saved(mended, tmp_path / "z.jpg", quality=95)
    copy = saved(light_up(opened(first)), tmp_path / "a.jpg", quality=75)
    assert said(first, copy) in (None, Derivation("b", Making.RESAVED))
