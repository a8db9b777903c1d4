"""On which ground a flat copy of a transparent picture was laid."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from imgsim_desktop.matching.candidates import Candidates, ComparisonPlan, Content
from imgsim_desktop.matching.grounds import Clear, ground_of
from imgsim_desktop.reading.fingerprints import hash_look
from imgsim_desktop.reading.grounds import lay_on_grounds
from imgsim_desktop.records import Facts, PairTable
from tests.matching.scenes import scene

SIZE = (240, 180)


def cut_out(seed: int, softness: float = 1) -> Image.Image:
    picture, alpha = scene(seed, SIZE), Image.new("L", SIZE)
    ImageDraw.Draw(alpha).ellipse((50, 30, 190, 150), fill=255)
    picture.putalpha(alpha.filter(ImageFilter.GaussianBlur(softness)))
    return picture


def laid(picture: Image.Image, ground: tuple[int, int, int]) -> Image.Image:
    flat = Image.new("RGB", picture.size, ground)
    flat.paste(picture, mask=picture.getchannel("A"))
    return flat


def clear(picture: Image.Image) -> Clear:
    return Clear.of_rgba(np.asarray(picture))


@pytest.mark.parametrize("ground", [(0, 0, 0), (255, 255, 255), (128, 128, 128), (200, 30, 60)])
@pytest.mark.parametrize("softness", [1, 25])
def test_the_ground_of_a_flat_copy_is_found_and_shown(
    ground: tuple[int, int, int], softness: float
) -> None:
    picture = cut_out(1, softness)
    flat = laid(picture, ground)
    found = ground_of(clear(picture), np.asarray(flat.resize((160, 120))))
    assert found == pytest.approx(ground, abs=4)
    shown = clear(picture).over(ground)
    assert np.abs(shown.astype(int) - np.asarray(flat)).max() <= 2


def test_the_ground_of_a_turned_copy_is_that_of_its_rim() -> None:
    picture = cut_out(2)
    turned = laid(picture, (10, 90, 40)).rotate(90, expand=True)
    assert ground_of(clear(picture), np.asarray(turned)) == pytest.approx((10, 90, 40), abs=2)


def test_the_ground_of_a_cut_copy_is_found_where_both_are_known_to_lie() -> None:
    picture = cut_out(2)
    cut = laid(picture, (10, 90, 40)).crop((0, 0, 200, 160))
    to_flat = np.array([[240 / 200, 0, 0], [0, 180 / 160, 0], [0, 0, 1]])
    assert ground_of(clear(picture), np.asarray(cut), to_flat) == pytest.approx((10, 90, 40), abs=2)


def test_another_photo_is_no_ground() -> None:
    photo = scene(7, SIZE)
    photo.paste(cut_out(3), mask=cut_out(3).getchannel("A"))
    assert ground_of(clear(cut_out(3)), np.asarray(photo)) is None


def test_a_picture_and_both_its_sides_are_the_same_in_what_they_let_through() -> None:
    picture = cut_out(4)
    both = Clear.of_both(*(np.asarray(laid(picture, (g, g, g))) for g in (255, 0)))
    assert np.abs(both.through.astype(int) - clear(picture).through).max() <= 2


def hash_of(picture: Image.Image) -> bytes:
    return hash_look(np.asarray(picture.convert("L").resize((64, 64), Image.Resampling.BOX)))


@pytest.mark.parametrize("level", [0, 75, 145, 240])
def test_of_many_only_the_transparent_one_of_a_flat_copy_is_proposed(
    level: int, tmp_path: Path
) -> None:
    contents = []
    for n in range(12):
        path = tmp_path / f"{n}.png"
        cut_out(n).save(path)
        on_grounds = lay_on_grounds(path)
        assert on_grounds is not None
        shown = hash_of(laid(cut_out(n), (255, 255, 255)))
        contents.append(content(n, shown, on_grounds.hashes))
    contents.append(content(12, hash_of(laid(cut_out(5), (level,) * 3))))
    plan = ComparisonPlan.make(
        contents,
        NO_CANDIDATES,
        np.arange(13) == 12,
        {n: n for n in range(13)},
        PairTable.empty(),
    )
    assert set(plan.waves[0]) == {(5, 12)}


def test_two_transparent_pictures_are_not_proposed_for_how_they_look_on_other_grounds(
    tmp_path: Path,
) -> None:
    cut_out(1).save(tmp_path / "a.png")
    on_grounds = lay_on_grounds(tmp_path / "a.png")
    assert on_grounds is not None
    black = hash_of(laid(cut_out(1), (0, 0, 0)))
    contents = [content(0, bytes(32), on_grounds.hashes), content(1, black, on_grounds.hashes)]
    plan = ComparisonPlan.make(
        contents, NO_CANDIDATES, np.ones(2, np.bool_), {0: 0, 1: 1}, PairTable.empty()
    )
    assert not plan.waves[0]


def content(number: int, look: bytes, on_grounds: bytes = b"") -> Content:
    facts = Facts(1, 1, "PNG")
    return Content(number, bytes([number]) * 16, bytes([number]), look, facts, on_grounds)


_NONE = np.empty(0, np.float32)
NO_CANDIDATES = Candidates(
    np.empty(0, np.int64),
    np.empty((0, 0), np.int64),
    np.empty((0, 0), np.float32),
    _NONE,
    _NONE,
    np.empty(0, np.int64),
    np.empty((0, 0), np.float32),
)
