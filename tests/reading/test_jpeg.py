"""What is lost of a JPEG is told from what only looks odd."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from imgsim_desktop.reading.decode import can_decode
from imgsim_desktop.reading.raster_step import has_raster_step
from imgsim_desktop.reading.read import read_photo
from imgsim_desktop.records import Damage, Failure, Reading, Reason
from tests.reading.broken import END, before_the_end, cut, junk, overwritten, with_zero_tail
from tests.reading.pictures import SHAPE, found, saved

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


def textured(width: int = 800, height: int = 600) -> Image.Image:
    """Soft blobs with some noise: each row of blocks has bytes of its own."""
    rng = np.random.default_rng(5)
    coarse = Image.fromarray(rng.integers(0, 255, (30, 40, 3), np.uint8))
    soft = np.asarray(coarse.resize((width, height), Image.Resampling.BICUBIC)).astype(int)
    return Image.fromarray((soft + rng.integers(-6, 7, soft.shape)).clip(0, 255).astype(np.uint8))


PLAIN = saved("JPEG", textured(), quality=90)
KINDS = {
    "plain": PLAIN,
    "grey": saved("JPEG", textured().convert("L"), quality=90),
    "inks": saved("JPEG", textured().convert("CMYK"), quality=90),
    "in steps": saved("JPEG", textured(), quality=90, progressive=True),
    "with restarts": saved("JPEG", textured(), quality=90, restart_marker_rows=1),
    "full colour": saved("JPEG", textured(), quality=90, subsampling=0),
}


def read(folder: Path, data: bytes, name: str = "a.jpg") -> Reading | Failure:
    path = folder / name
    path.write_bytes(data)
    return read_photo(found(path), SHAPE)


def damage_of(folder: Path, data: bytes) -> Damage | None:
    reading = read(folder, data)
    assert isinstance(reading, Reading), reading
    assert can_decode(folder / "a.jpg") is (reading.facts.damage is None)
    return reading.facts.damage


@pytest.mark.parametrize("kind", KINDS)
def test_a_whole_photo_is_not_damaged(kind: str, tmp_path: Path) -> None:
    assert damage_of(tmp_path, KINDS[kind]) is None


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("share", [0.001, 0.02, 0.2])
def test_a_cut_end_is_damage(kind: str, share: float, tmp_path: Path) -> None:
    assert damage_of(tmp_path, cut(KINDS[kind], share)) is Damage.CUT


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("share", [0.01, 0.05, 0.2])
def test_a_tail_of_zeros_is_damage(kind: str, share: float, tmp_path: Path) -> None:
    assert damage_of(tmp_path, with_zero_tail(KINDS[kind], share)) is Damage.ZEROS
    ended = with_zero_tail(KINDS[kind], share)[: -len(END)] + END
    assert damage_of(tmp_path, ended) is not None


@pytest.mark.parametrize("kind", ["plain", "grey", "inks", "with restarts", "full colour"])
@pytest.mark.parametrize("share", [0.6, 0.75, 0.88, 0.95])
def test_foreign_bytes_inside_are_damage(kind: str, share: float, tmp_path: Path) -> None:
    assert damage_of(tmp_path, overwritten(KINDS[kind], share, junk(400))) is not None
    assert damage_of(tmp_path, overwritten(KINDS[kind], share, bytes(512))) is not None


def test_blocks_that_are_off_by_one_amount_are_damage_without_any_warning() -> None:
    """As a few wrong bytes leave them: from some block on, in its row and in all below."""
    pixels = np.asarray(textured(500, 376)).astype(int)
    shifted = pixels.copy()
    shifted[200:202, 180:] += (-9, 13, -9)
    shifted[202:] += (-9, 13, -9)
    image = Image.fromarray(shifted.clip(0, 255).astype(np.uint8))
    assert has_raster_step(image, (2, 2))
    assert not has_raster_step(Image.fromarray(pixels.astype(np.uint8)), (2, 2))
    barred = pixels.copy()
    barred[202:] += (-9, 13, -9)  # a straight edge is somebody's work
    assert not has_raster_step(Image.fromarray(barred.clip(0, 255).astype(np.uint8)), (2, 2))


def test_foreign_bytes_in_a_progressive_photo_are_damage(tmp_path: Path) -> None:
    broken = overwritten(KINDS["in steps"], 0.5, junk(2000))
    assert damage_of(tmp_path, broken) is Damage.BROKEN


@pytest.mark.parametrize(
    "odd",
    [
        PLAIN.removesuffix(END),
        PLAIN.removesuffix(END) + bytes(700),
        PLAIN + bytes(5000),
        PLAIN + junk(700),
        PLAIN + b"\r\n" * 10,
        before_the_end(PLAIN, b"\0"),
        before_the_end(PLAIN, bytes(3)),
        before_the_end(PLAIN, bytes(600)),
        before_the_end(PLAIN, b"\xff" * 7),
        before_the_end(PLAIN, b"\r\n" * 8),
        before_the_end(PLAIN, b"padding of some maker"),
        PLAIN[:2] + b"\xff\xe5\x00\x04ab" + b"garbage" + PLAIN[2:],
        KINDS["in steps"].removesuffix(END),
        KINDS["with restarts"].removesuffix(END),
    ],
)
def test_what_only_looks_odd_is_no_damage(odd: bytes, tmp_path: Path) -> None:
    assert damage_of(tmp_path, odd) is None


def test_zeros_that_belong_to_a_flat_picture_are_no_damage(tmp_path: Path) -> None:
    """With tables of its own a white page is coded by bits of zero."""
    page = Image.new("L", (800, 800), 255)
    page.paste(textured(800, 80).convert("L"))
    data = saved("JPEG", page, quality=90, optimize=True)
    assert b"\0" * 16 in data[-700:]
    assert damage_of(tmp_path, data) is None
    assert damage_of(tmp_path, data.removesuffix(END)) is None
    assert damage_of(tmp_path, data.removesuffix(END) + bytes(300)) is None


def test_a_progressive_photo_that_lacks_whole_steps_is_damaged(tmp_path: Path) -> None:
    data = KINDS["in steps"]
    last_step = data.rindex(b"\xff\xda")
    assert damage_of(tmp_path, data[:last_step]) is Damage.CUT


def test_what_is_left_of_a_photo_is_shown_and_most_of_it_must_be_left(tmp_path: Path) -> None:
    reading = read(tmp_path, cut(PLAIN, 0.3))
    assert isinstance(reading, Reading)
    with Image.open(io.BytesIO(reading.thumbnail_jpeg)) as thumbnail:
        top = np.asarray(thumbnail)[:100].astype(int)
    whole = np.asarray(textured().resize((320, 240)))[:100]
    assert np.abs(top - whole).mean() < 8
    failure = read(tmp_path, cut(PLAIN, 0.6))
    assert isinstance(failure, Failure)
    assert failure.reason is Reason.TRUNCATED
    assert "rows are missing" in failure.detail


def test_a_damaged_photo_that_was_saved_again_is_damaged(tmp_path: Path) -> None:
    with Image.open(io.BytesIO(cut(PLAIN, 0.15) + END)) as broken:
        for data in (saved("JPEG", broken, quality=92), saved("PNG", broken)):
            assert damage_of(tmp_path, data) is Damage.GREY
        smaller = broken.resize((400, 300), Image.Resampling.BILINEAR)
        assert damage_of(tmp_path, saved("JPEG", smaller, quality=85)) is Damage.GREY


def test_a_grey_bar_somebody_drew_is_no_damage(tmp_path: Path) -> None:
    barred = textured()
    barred.paste((128, 128, 128), (0, 500, 800, 600))
    assert damage_of(tmp_path, saved("JPEG", barred, quality=92)) is None
    grey = Image.new("RGB", (800, 600), (128, 128, 128))
    assert damage_of(tmp_path, saved("JPEG", grey)) is None


def test_arithmetic_coding_is_read(tmp_path: Path) -> None:
    """Made by `jpegtran -arithmetic` of a JPEG of red, green, blue and white quarters."""
    data = (Path(__file__).parent / "arithmetic.jpg").read_bytes()
    assert b"\xff\xc9" in data
    reading = read(tmp_path, data)
    assert isinstance(reading, Reading)
    assert (reading.facts.width_px, reading.facts.height_px) == (96, 64)
    assert can_decode(tmp_path / "a.jpg")


def test_of_all_real_photos_none_is_called_damaged() -> None:
    if not DATA.is_dir():
        pytest.skip(f"NOT CHECKED: no photos in {DATA}")
    damaged, count = [], 0
    for path in sorted(DATA.rglob("*.[jJ][pP]*[gG]")):
        if "hostile" in path.parts:
            continue
        reading = read_photo(found(path), SHAPE)
        if isinstance(reading, Reading):
            count += 1
            damaged += [path] if reading.facts.damage else []
    assert count > 300
    assert not damaged
