"""Files that every browser shows are read; of what lost its end, as much as there is."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms, ImageDraw

from imgsim_desktop.reading.decode import can_decode, open_upright
from imgsim_desktop.reading.read import read_photo
from imgsim_desktop.records import Damage, Failure, Reading
from tests.reading.broken import cut, junk, overwritten, with_zero_tail
from tests.reading.pictures import SHAPE, corners, found, saved, scene
from tests.reading.test_jpeg import textured


def read(folder: Path, data: bytes, name: str) -> Reading:
    path = folder / name
    path.write_bytes(data)
    reading = read_photo(found(path), SHAPE)
    assert isinstance(reading, Reading), reading
    assert can_decode(path) is (reading.facts.damage is None)
    return reading


def chunk(kind: bytes, content: bytes, *, is_wrong: bool = False) -> bytes:
    crc = zlib.crc32(kind + content) ^ is_wrong
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", crc)


def png_with(*chunks: bytes, image: Image.Image | None = None) -> bytes:
    """A PNG with these behind its header."""
    data = saved("PNG", image)
    return data[:33] + b"".join(chunks) + data[33:]


PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
LARGE = b"icc\0\0" + zlib.compress(PROFILE + bytes(1_200_000))


@pytest.mark.parametrize(
    "odd",
    [
        chunk(b"tEXt", b"Comment\0hello", is_wrong=True),
        chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"x"), is_wrong=True),
        chunk(b"iTXt", b"Comment\0\0\0\0\0x", is_wrong=True),
        chunk(b"pHYs", struct.pack(">IIB", 1, 1, 1), is_wrong=True),
        chunk(b"iCCP", b"icc\0\0" + zlib.compress(PROFILE), is_wrong=True),
        chunk(b"tIME", bytes(7), is_wrong=True),
        chunk(b"gAMA", b"\0"),
        chunk(b"cHRM", bytes(5)),
        chunk(b"iCCP", b"icc\0\7junk"),
        chunk(b"zTXt", b"workflow\0\0" + zlib.compress(b"{}" * 800_000)),
        chunk(b"iTXt", b"w\0\1\0\0\0" + zlib.compress(b"{}" * 800_000)),
        chunk(b"iCCP", LARGE),
        b"".join(chunk(b"tEXt", b"a\0" + bytes([65]) * 900_000) for _ in range(40)),
    ],
)
def test_what_stands_around_the_pixels_of_a_png_never_keeps_it_from_being_read(
    odd: bytes, tmp_path: Path
) -> None:
    reading = read(tmp_path, png_with(odd), "a.png")
    assert reading.facts.damage is None
    assert corners(reading.pixels) == "rgbw"


def test_a_large_profile_still_says_what_the_colours_are(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(png_with(chunk(b"iCCP", LARGE)))
    assert corners(open_upright(path)) == "rgbw"


def test_an_animation_with_a_wrong_check_sum_stays_one(tmp_path: Path) -> None:
    frames = [scene(), scene().rotate(180)]
    buffer = io.BytesIO()
    frames[0].save(buffer, "PNG", save_all=True, append_images=frames[1:])
    data = buffer.getvalue()
    at = data.index(b"acTL")
    wrong = data[: at + 12] + b"oops" + data[at + 16 :]
    reading = read(tmp_path, wrong, "a.png")
    assert corners(reading.pixels) == "rgbw"
    assert reading.facts.holdings is not None


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P"])
def test_a_png_that_lost_its_end_is_read_as_far_as_it_goes(mode: str, tmp_path: Path) -> None:
    image = textured().quantize(64) if mode == "P" else textured().convert(mode)
    whole = saved("PNG", image)
    reading = read(tmp_path, cut(whole, 0.1), "a.png")
    assert reading.facts.damage is Damage.CUT
    assert (reading.facts.width_px, reading.facts.height_px) == (800, 600)
    shown = open_upright(tmp_path / "a.png")[:500].astype(int)
    assert np.abs(shown - np.asarray(image.convert("RGB"))[:500]).max() <= 1
    assert read(tmp_path, with_zero_tail(whole, 0.1), "b.png").facts.damage is Damage.ZEROS
    assert read(tmp_path, overwritten(whole, 0.9, junk(9)), "c.png").facts.damage is Damage.BROKEN


def test_a_png_without_its_last_chunk_is_whole_and_of_half_of_one_nothing_is_made(
    tmp_path: Path,
) -> None:
    whole = saved("PNG", textured())
    assert read(tmp_path, whole[:-12], "a.png").facts.damage is None
    assert read(tmp_path, whole[:-15], "a.png").facts.damage is None
    path = tmp_path / "half.png"
    path.write_bytes(cut(whole, 0.5))
    assert isinstance(read_photo(found(path), SHAPE), Failure)


def test_a_png_whose_check_sum_alone_is_wrong_is_whole(tmp_path: Path) -> None:
    data = saved("PNG", scene())
    at = data.index(b"IDAT") - 4
    end = at + 12 + int.from_bytes(data[at : at + 4], "big")
    wrong = data[: end - 4] + b"oops" + data[end:]
    assert read(tmp_path, wrong, "a.png").facts.damage is None


@pytest.mark.parametrize("tags", [{254: 1}, {254: 4}, {255: 2}])
def test_of_a_tiff_the_picture_is_read_and_not_its_preview(
    tags: dict[int, int], tmp_path: Path
) -> None:
    small, buffer = Image.new("RGB", (24, 16), "black"), io.BytesIO()
    small.save(buffer, "TIFF", save_all=True, append_images=[scene()], tiffinfo=tags)
    data = bytearray(buffer.getvalue())
    tag = struct.pack("<HHI", *((254, 4, 1) if 254 in tags else (255, 3, 1)))
    last = data.rindex(tag)
    data[last + 8 : last + 12] = bytes(4)  # the second page is a picture of its own
    data = bytes(data)
    reading = read(tmp_path, data, "a.tif")
    assert (reading.facts.width_px, reading.facts.height_px) == (96, 64)
    assert corners(reading.pixels) == "rgbw"


def test_a_tiff_of_nothing_but_previews_shows_the_first(tmp_path: Path) -> None:
    reading = read(tmp_path, saved("TIFF", scene(), tiffinfo={254: 1}), "a.tif")
    assert corners(reading.pixels) == "rgbw"


@pytest.mark.parametrize("name", ["TGA", "BMP"])
def test_alpha_that_is_zero_everywhere_is_no_alpha(name: str, tmp_path: Path) -> None:
    clear = scene().convert("RGBA")
    clear.putalpha(0)
    data = saved(name, clear)
    if name == "BMP":  # Pillow writes no mask of alpha: the fourth byte is unused there anyway
        data = saved(name, scene())
    assert corners(read(tmp_path, data, f"a.{name.lower()}").pixels) == "rgbw"


def test_white_drawings_on_clear_ground_are_seen_and_others_lie_on_white(tmp_path: Path) -> None:
    logo = Image.new("RGBA", (200, 200), (0, 0, 0, 0))
    ImageDraw.Draw(logo).ellipse((40, 40, 160, 160), outline="white", width=20)
    for name in ("PNG", "WEBP"):
        reading = read(tmp_path, saved(name, logo, lossless=True), f"a.{name.lower()}")
        assert not reading.facts.is_blank
        assert reading.pixels[0, 0].max() < 20
    dark = Image.new("RGBA", (200, 200), (0, 0, 0, 0))
    ImageDraw.Draw(dark).ellipse((40, 40, 160, 160), outline="black", width=20)
    assert read(tmp_path, saved("PNG", dark), "b.png").pixels[0, 0].min() > 235
