"""Upright, in sRGB, over white, and no larger than needed."""

from __future__ import annotations

import io
import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from imgsim_desktop.errors import KnownError
from imgsim_desktop.reading.decode import can_decode, encode_jpeg, grey_small, open_upright
from imgsim_desktop.reading.read import read_photo
from imgsim_desktop.records import Failure, Reading, Reason
from tests.reading.pictures import MAKERS, SHAPE, corners, dng, found, packed_jpeg, saved, scene

ORIENTATION = 274
STORED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""How a camera that writes this EXIF orientation has stored an upright scene."""


def stored(orientation: int, size: tuple[int, int] = (96, 64)) -> tuple[Image.Image, bytes]:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    turn = STORED[orientation]
    image = scene(*size)
    return (image if turn is None else image.transpose(turn)), exif.tobytes()


def read(tmp_path: Path, content: bytes, name: str) -> Reading:
    path = tmp_path / name
    path.write_bytes(content)
    reading = read_photo(found(path), SHAPE)
    assert isinstance(reading, Reading), reading
    return reading


@pytest.mark.parametrize("orientation", STORED)
@pytest.mark.parametrize("name", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_every_orientation_stands_upright(name: str, orientation: int, tmp_path: Path) -> None:
    image, exif = stored(orientation)
    reading = read(tmp_path, saved(name, image, exif=exif, quality=90), "a.bin")
    assert corners(reading.pixels) == "rgbw"
    assert (reading.facts.width_px, reading.facts.height_px) == (96, 64)
    with Image.open(io.BytesIO(reading.thumbnail_jpeg)) as thumbnail:
        assert corners(np.asarray(thumbnail)) == "rgbw"
        assert ORIENTATION not in thumbnail.getexif()
    assert corners(open_upright(tmp_path / "a.bin")) == "rgbw"


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_heif_is_turned_once(orientation: int, tmp_path: Path) -> None:
    pillow_heif = pytest.importorskip("pillow_heif")
    image, exif = stored(orientation)
    buffer = io.BytesIO()
    pillow_heif.from_pillow(image).save(buffer, quality=90, exif=exif)
    reading = read(tmp_path, buffer.getvalue(), "a.heic")
    assert corners(reading.pixels) == "rgbw"


@pytest.mark.parametrize("orientation", [1, 6])
def test_jpeg_xl_is_turned_once(orientation: int, tmp_path: Path) -> None:
    image, exif = stored(orientation)
    # a JPEG inside JPEG XL: what comes out is the JPEG as it was, turned by its EXIF
    path = tmp_path / "source.jpg"
    image.save(path, quality=90, exif=exif)
    assert corners(read(tmp_path, packed_jpeg(path), "a.jxl").pixels) == "rgbw"


@pytest.mark.parametrize(("orientation", "expected"), [(1, "rgbw"), (6, "brwg"), (8, "gwrb")])
def test_raw_is_turned_by_its_own_tag(orientation: int, expected: str, tmp_path: Path) -> None:
    reading = read(tmp_path, dng(orientation), "a.dng")
    assert corners(reading.pixels) == expected
    size = (192, 128) if orientation == 1 else (128, 192)
    assert (reading.facts.width_px, reading.facts.height_px) == size


def test_exif_behind_the_pixels_of_a_png_is_found(tmp_path: Path) -> None:
    image, exif = stored(6)
    data = saved("PNG", image, exif=exif)
    at = data.index(b"eXIf") - 4
    length = int.from_bytes(data[at : at + 4], "big") + 12
    chunk, rest = data[at : at + length], data[:at] + data[at + length :]
    end = rest.index(b"IEND") - 4
    reading = read(tmp_path, rest[:end] + chunk + rest[end:], "a.png")
    assert corners(reading.pixels) == "rgbw"
    assert (reading.facts.width_px, reading.facts.height_px) == (96, 64)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "CMYK", "P", "LAB"])
def test_colour_modes_come_out_the_same(mode: str, tmp_path: Path) -> None:
    if mode == "LAB":
        srgb, lab = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
        transform = ImageCms.buildTransform(srgb, lab, "RGB", "LAB")
        image = ImageCms.applyTransform(scene(), transform)
        assert image is not None
    else:
        image = scene().quantize(64) if mode == "P" else scene().convert(mode)
    reading = read(tmp_path, saved("TIFF", image), "a.tif")
    assert corners(reading.pixels) == "rgbw"
    difference = reading.pixels.astype(int) - np.asarray(scene().resize((64, 64)))
    assert np.abs(difference).mean() < 6


GREY = np.linspace(0, 1, 96 * 64).reshape(64, 96)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("PNG", (GREY * 255).astype(np.uint8)),
        ("PNG", (GREY * 65535).astype(np.uint16)),
        ("TIFF", (GREY * 65535).astype(np.uint16)),
        ("TIFF", (GREY * 65535).astype(np.int32)),
        ("TIFF", GREY.astype(np.float32)),
        ("TIFF", (GREY * 255).astype(np.float32)),
        ("TIFF", (GREY * 4000 - 2000).astype(np.float32)),
    ],
)
def test_grey_of_any_depth_uses_its_whole_range(
    name: str, values: np.ndarray[tuple[int, int], np.dtype[np.generic]], tmp_path: Path
) -> None:
    reading = read(tmp_path, saved(name, Image.fromarray(values)), "a.bin")
    rows = reading.pixels[:, 32, 0].astype(int)
    assert rows[0] < 6
    assert rows[-1] > 249
    assert (np.diff(rows) >= 0).all()


def test_bits_become_black_and_white(tmp_path: Path) -> None:
    image = Image.new("1", (64, 64))
    image.paste(1, (32, 0, 64, 64))
    pixels = read(tmp_path, saved("TIFF", image, compression="group4"), "a.tif").pixels
    assert (pixels[:, :30] == 0).all()
    assert (pixels[:, 34:] == 255).all()


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_transparency_lies_over_white(mode: str, tmp_path: Path) -> None:
    image = Image.new("RGBA", (64, 64), (0, 0, 0, 0))
    image.paste((10, 10, 10, 255), (32, 0, 64, 64))
    data = saved("GIF", image) if mode == "P" else saved("PNG", image.convert(mode))
    pixels = read(tmp_path, data, "a.bin").pixels
    assert (pixels[:, :30] == 255).all()
    assert (pixels[:, 34:] < 20).all()


def swapped_profile() -> bytes:
    """A profile whose red and green are exchanged: ignoring it cannot go unnoticed."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, green = profile.index(b"rXYZ"), profile.index(b"gXYZ")
    profile[red : red + 4], profile[green : green + 4] = b"gXYZ", b"rXYZ"
    text = profile.index("sRGB".encode("utf-16-be"))
    profile[text : text + 8] = "Swap".encode("utf-16-be")
    return bytes(profile)


@pytest.mark.parametrize("name", ["JPEG", "PNG", "TIFF", "WEBP", "AVIF"])
def test_a_colour_profile_is_applied(name: str, tmp_path: Path) -> None:
    data = saved(name, scene(), icc_profile=swapped_profile(), quality=90)
    assert corners(read(tmp_path, data, "a.bin").pixels) == "grbw"


def test_a_broken_colour_profile_is_left_out(tmp_path: Path) -> None:
    data = saved("JPEG", scene(), icc_profile=b"nonsense" * 20)
    assert corners(read(tmp_path, data, "a.jpg").pixels) == "rgbw"


def test_a_profile_for_other_channels_is_left_out(tmp_path: Path) -> None:
    data = saved("JPEG", scene().convert("L"), icc_profile=swapped_profile())
    assert read(tmp_path, data, "a.jpg").facts.format == "JPEG"


def test_the_srgb_profile_changes_nothing(tmp_path: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    plain = read(tmp_path, saved("PNG", scene()), "a.png")
    tagged = read(tmp_path, saved("PNG", scene(), icc_profile=profile), "b.png")
    assert plain.pixel_hash == tagged.pixel_hash


def test_a_view_is_as_large_as_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    scene(3000, 2000).save(path, quality=80)
    assert open_upright(path).shape == (2000, 3000, 3)
    assert open_upright(path, 1000).shape == (667, 1000, 3)
    assert open_upright(path, 9999).shape == (2000, 3000, 3)


def test_a_view_of_a_cut_photo_shows_what_there_is(tmp_path: Path) -> None:
    whole = saved("JPEG", scene(800, 600), quality=90)
    path = tmp_path / "a.jpg"
    path.write_bytes(whole[: len(whole) * 3 // 4])
    pixels = open_upright(path)
    assert corners(pixels)[:2] == "rg"


@pytest.mark.parametrize("content", [b"", b"hello", saved("PNG")[:60]])
def test_a_view_of_no_picture_is_a_known_error_that_names_the_file(
    content: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "strange.png"
    path.write_bytes(content)
    with pytest.raises(KnownError, match=r"strange\.png"):
        open_upright(path)


def test_a_missing_view_is_a_known_error(tmp_path: Path) -> None:
    with pytest.raises(KnownError):
        open_upright(tmp_path / "nothing.jpg")


def test_only_a_whole_photo_can_be_decoded(tmp_path: Path) -> None:
    whole = saved("JPEG", scene(800, 600), quality=90)
    path = tmp_path / "a.jpg"
    for content, expected in ((whole, True), (whole[:-40], False), (b"", False), (b"x", False)):
        path.write_bytes(content)
        assert can_decode(path) is expected
    assert not can_decode(tmp_path / "nothing.jpg")


def test_grey_of_a_thumbnail_is_its_luma(tmp_path: Path) -> None:
    reading = read(tmp_path, MAKERS["PNG"](), "a.png")
    grey = grey_small(reading.thumbnail_jpeg)
    assert grey.shape == (64, 96)
    assert grey.dtype == np.uint8
    expected = np.asarray(scene().convert("L")).astype(int)
    assert np.abs(grey - expected).mean() < 4


def test_pixels_become_a_jpeg_file() -> None:
    data = encode_jpeg(np.asarray(scene()), quality=95)
    with Image.open(io.BytesIO(data)) as image:
        assert (image.format, image.size) == ("JPEG", (96, 64))
        assert corners(np.asarray(image)) == "rgbw"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    """Opening one waits for ever, and so would the window when it closes."""
    pipe = tmp_path / "pipe.jpg"
    os.mkfifo(pipe)
    with pytest.raises(KnownError, match="no plain file"):
        open_upright(pipe)
    assert not can_decode(pipe)
    failure = read_photo(found(pipe), SHAPE)
    assert isinstance(failure, Failure)
    assert failure.reason is Reason.NOT_A_PICTURE
