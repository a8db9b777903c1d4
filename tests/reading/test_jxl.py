"""JPEG XL: what is packed inside is read within bounds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from imgsim_desktop.reading.descriptions import describe_file
from imgsim_desktop.reading.jxl import unpacked
from imgsim_desktop.reading.read import read_photo
from imgsim_desktop.reading.xmp import extended_xmp
from imgsim_desktop.records import Description, Reading
from tests.reading.carriers import box, wide_profile
from tests.reading.exif import exif_of
from tests.reading.pictures import SHAPE, found, saved, scene

pylibjxl = pytest.importorskip("pylibjxl")
brotli = pytest.importorskip("brotli")

WORDS = Description(keywords=("Fête", "sea"), rating=4)


def kinds(data: bytes) -> list[bytes]:
    found_kinds, at = [], 0
    while at < len(data):
        found_kinds.append(data[at + 4 : at + 8])
        at += int.from_bytes(data[at : at + 4], "big") or len(data)
    return found_kinds


def with_bomb(data: bytes, kind: bytes = b"Exif") -> bytes:
    """A box of a few hundred bytes that would become 300 MB stands before the pixels."""
    packer = brotli.Compressor(quality=9, lgwin=24)
    bomb = packer.process(bytes(300 * 2**20)) + packer.finish()
    at = data.index(b"jxlc" if b"jxlc" in data else b"jxlp") - 4
    return data[:at] + box(b"brob", kind + bomb) + data[at:]


def written(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "a.jxl"
    path.write_bytes(data)
    return path


def test_date_and_words_packed_inside_are_known(tmp_path: Path) -> None:
    exif = exif_of({271: "Maker"}).removeprefix(b"Exif\0\0")
    data = pylibjxl.encode(np.asarray(scene()), exif=exif, xmp=extended_xmp(None, WORDS))
    assert kinds(data).count(b"brob") == 2
    path = written(tmp_path, data)
    reading = read_photo(found(path), SHAPE)
    assert isinstance(reading, Reading)
    assert reading.facts.camera == "Maker"
    said = describe_file(path)
    assert (said.keywords, said.rating) == (WORDS.keywords, WORDS.rating)


@pytest.mark.parametrize("kind", [b"Exif", b"xml ", b"jumb"])
def test_what_would_unpack_to_more_than_16_mb_is_left_out(kind: bytes, tmp_path: Path) -> None:
    data = pylibjxl.encode(np.asarray(scene()), exif=b"II*\0\x08\0\0\0\0\0")
    bomb = with_bomb(data, kind)
    plain = unpacked(bomb)
    assert len(plain) <= len(bomb)
    assert b"brob" not in kinds(plain)
    assert isinstance(read_photo(found(written(tmp_path, bomb)), SHAPE), Reading)


def test_a_jpeg_packed_without_loss_comes_out_pixel_by_pixel(tmp_path: Path) -> None:
    jpeg = saved("JPEG", scene(), quality=80, exif=exif_of({271: "Maker"}))
    packed = pylibjxl.jpeg_to_jxl(jpeg)
    assert b"brob" in kinds(packed)
    path = tmp_path / "a.jpg"
    path.write_bytes(jpeg)
    before, after = (read_photo(found(p), SHAPE) for p in (path, written(tmp_path, packed)))
    assert isinstance(before, Reading)
    assert isinstance(after, Reading)
    assert after.pixel_hash == before.pixel_hash
    assert after.facts.camera == "Maker"


def test_a_jpeg_whose_recipe_is_spoilt_is_read_by_its_pixels(tmp_path: Path) -> None:
    packed = pylibjxl.jpeg_to_jxl(saved("JPEG", scene(), exif=exif_of({271: "Maker"})))
    assert isinstance(read_photo(found(written(tmp_path, with_bomb(packed))), SHAPE), Reading)
    at = packed.index(b"jbrd")
    spoilt = packed[: at + 8] + bytes(40) + packed[at + 48 :]
    assert isinstance(read_photo(found(written(tmp_path, spoilt)), SHAPE), Reading)


@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA"])
def test_every_kind_of_pixels_comes_out_as_it_was(mode: str, tmp_path: Path) -> None:
    source = scene().convert(mode)
    path = written(tmp_path, pylibjxl.encode(np.asarray(source), lossless=True))
    other = tmp_path / "a.png"
    source.save(other)
    ours, png = read_photo(found(path), SHAPE), read_photo(found(other), SHAPE)
    assert isinstance(ours, Reading)
    assert isinstance(png, Reading)
    assert ours.pixel_hash == png.pixel_hash


def test_a_wide_profile_is_converted(tmp_path: Path) -> None:
    icc = wide_profile()
    path = written(tmp_path, pylibjxl.encode(np.asarray(scene()), lossless=True, icc=icc))
    other = tmp_path / "a.png"
    scene().save(other, icc_profile=icc)
    ours, png = read_photo(found(path), SHAPE), read_photo(found(other), SHAPE)
    assert isinstance(ours, Reading)
    assert isinstance(png, Reading)
    assert ours.pixel_hash == png.pixel_hash


def test_a_cut_off_file_is_a_failure_and_no_crash(tmp_path: Path) -> None:
    data = pylibjxl.encode(np.asarray(scene(640, 480)))
    for share in (0.05, 0.3, 0.9):
        assert not isinstance(
            read_photo(found(written(tmp_path, data[: int(len(data) * share)])), SHAPE), Reading
        )


def test_shorter_files_than_any_head_are_no_trouble() -> None:
    head = b"\0\0\0\x0cJXL \r\n\x87\n"
    for end in range(len(head) + 1):
        assert unpacked(head[:end]) == head[:end]
    assert unpacked(head + b"\0\0\0\x03brob") == head + b"\0\0\0\x03brob"
