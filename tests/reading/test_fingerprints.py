"""Equal bytes, equal pixels, alike at a glance."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageEnhance, ImageFilter

from imgsim_desktop.reading import fingerprints
from imgsim_desktop.reading.fingerprints import hash_bytes, hash_file, hash_pixels
from imgsim_desktop.reading.read import read_photo
from imgsim_desktop.records import Reading
from tests.reading.pictures import SHAPE, found, saved


def photo(seed: int = 0, size: tuple[int, int] = (400, 300)) -> Image.Image:
    rng = np.random.default_rng(seed)
    coarse = Image.fromarray(rng.integers(0, 255, (9, 12, 3), np.uint8))
    fine = Image.fromarray(rng.integers(0, 255, (60, 80, 3), np.uint8))
    blobs = coarse.resize(size, Image.Resampling.BICUBIC)
    return Image.blend(blobs, fine.resize(size, Image.Resampling.BICUBIC), 0.25)


def read(tmp_path: Path, content: bytes) -> Reading:
    path = tmp_path / "a.bin"
    path.write_bytes(content)
    reading = read_photo(found(path), SHAPE)
    assert isinstance(reading, Reading), reading
    return reading


def bits_apart(a: bytes, b: bytes) -> int:
    return (int.from_bytes(a, "big") ^ int.from_bytes(b, "big")).bit_count()


@pytest.mark.parametrize("size", [0, 1, 10, 11, 25])
def test_a_file_hashes_like_its_bytes(
    size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fingerprints, "_CHUNK_BYTES", 10)
    data = bytes(range(size))
    path = tmp_path / "a"
    path.write_bytes(data)
    assert hash_file(path) == hash_bytes(data) == hashlib.blake2b(data, digest_size=16).digest()


def test_a_missing_file_cannot_be_hashed(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        hash_file(tmp_path / "nothing")


def test_lossless_resaves_have_equal_pixels_and_other_bytes(tmp_path: Path) -> None:
    readings = [
        read(tmp_path, saved("PNG", photo())),
        read(tmp_path, saved("PNG", photo(), compress_level=1)),
        read(tmp_path, saved("TIFF", photo(), compression="tiff_lzw")),
        read(tmp_path, saved("BMP", photo())),
        read(tmp_path, saved("WEBP", photo(), lossless=True)),
        read(tmp_path, saved("QOI", photo())),
    ]
    assert len({reading.content_hash for reading in readings}) == len(readings)
    assert len({reading.pixel_hash for reading in readings}) == 1


def test_a_jpeg_with_other_metadata_has_equal_pixels(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[305] = "editor"
    plain = read(tmp_path, saved("JPEG", photo(), quality=90))
    tagged = read(tmp_path, saved("JPEG", photo(), quality=90, exif=exif.tobytes()))
    packed = read(tmp_path, saved("JPEG", photo(), quality=90, optimize=True))
    progressive = read(tmp_path, saved("JPEG", photo(), quality=90, progressive=True))
    hashes = {r.pixel_hash for r in (plain, tagged, packed, progressive)}
    assert hashes == {plain.pixel_hash}


def test_a_lossy_resave_has_other_pixels(tmp_path: Path) -> None:
    one = read(tmp_path, saved("JPEG", photo(), quality=95))
    other = read(tmp_path, saved("JPEG", photo(), quality=50))
    assert one.pixel_hash != other.pixel_hash


def test_another_full_size_is_another_pixel_hash() -> None:
    pixels = np.zeros((2, 3, 3), np.uint8)
    assert hash_pixels(30, 20, pixels) != hash_pixels(60, 40, pixels)
    assert hash_pixels(30, 20, pixels) != hash_pixels(30, 20, pixels + 1)


@pytest.mark.parametrize("seed", range(3))
def test_reencoding_resizing_and_tone_change_few_bits_of_the_look(
    seed: int, tmp_path: Path
) -> None:
    original = read(tmp_path, saved("BMP", photo(seed))).perceptual_hash
    edits = {
        "jpeg 40": saved("JPEG", photo(seed), quality=40),
        "half": saved("BMP", photo(seed).resize((200, 150))),
        "double": saved("BMP", photo(seed).resize((800, 600))),
        "squeezed": saved("BMP", photo(seed).resize((300, 300))),
        "brighter": saved("BMP", ImageEnhance.Brightness(photo(seed)).enhance(1.2)),
        "grey": saved("BMP", photo(seed).convert("L")),
        "blurred": saved("BMP", photo(seed).filter(ImageFilter.GaussianBlur(2))),
    }
    for name, data in edits.items():
        assert bits_apart(original, read(tmp_path, data).perceptual_hash) <= 26, name


def test_different_photos_differ_in_about_half_of_the_bits(tmp_path: Path) -> None:
    looks = [read(tmp_path, saved("BMP", photo(seed))).perceptual_hash for seed in range(6)]
    apart = [bits_apart(a, b) for i, a in enumerate(looks) for b in looks[:i]]
    assert min(apart) > 85
    assert 115 < np.mean(apart) < 141


def test_the_look_has_as_many_ones_as_zeros(tmp_path: Path) -> None:
    look = read(tmp_path, saved("BMP", photo())).perceptual_hash
    assert int.from_bytes(look, "big").bit_count() == 128
