"""One file in, one reading or one reason out."""

from __future__ import annotations

import io
import threading
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageFile

from imgsim_desktop.control import Cancelled
from imgsim_desktop.reading import read as read_module
from imgsim_desktop.reading.fingerprints import hash_file
from imgsim_desktop.reading.read import read_from_thumbnail, read_photo
from imgsim_desktop.records import THUMBNAIL_PX, Failure, InputShape, Reading, Reason
from tests.reading.pictures import SHAPE, corners, found, saved, scene


def read(tmp_path: Path, content: bytes, name: str = "a.jpg") -> Reading | Failure:
    path = tmp_path / name
    path.write_bytes(content)
    return read_photo(found(path), SHAPE)


def reason(tmp_path: Path, content: bytes, name: str = "a.jpg") -> Reason:
    result = read(tmp_path, content, name)
    assert isinstance(result, Failure)
    assert result.detail
    return result.reason


def good(tmp_path: Path, content: bytes, name: str = "a.jpg") -> Reading:
    result = read(tmp_path, content, name)
    assert isinstance(result, Reading), result
    return result


def textured(width: int, height: int) -> Image.Image:
    """Soft blobs, about 40 across, as noisy as a photo at the size of a thumbnail."""
    rng = np.random.default_rng(5)
    coarse = Image.fromarray(rng.integers(0, 255, (40 * height // width, 40, 3), np.uint8))
    return coarse.resize((width, height), Image.Resampling.BICUBIC)


def test_a_reading_holds_everything_about_one_photo(tmp_path: Path) -> None:
    reading = good(tmp_path, saved("JPEG", textured(1600, 1200), quality=90))
    assert reading.content_hash == hash_file(tmp_path / "a.jpg")
    assert [len(reading.content_hash), len(reading.pixel_hash)] == [16, 16]
    assert len(reading.perceptual_hash) == 32
    assert (reading.facts.width_px, reading.facts.height_px) == (1600, 1200)
    with Image.open(io.BytesIO(reading.thumbnail_jpeg)) as thumbnail:
        assert thumbnail.format == "JPEG"
        assert max(thumbnail.size) == THUMBNAIL_PX
        assert thumbnail.size == (320, 240)
    assert reading.pixels.shape == (64, 64, 3)


def test_small_pictures_are_not_enlarged_for_the_thumbnail(tmp_path: Path) -> None:
    reading = good(tmp_path, saved("PNG", scene(40, 30)), "a.png")
    with Image.open(io.BytesIO(reading.thumbnail_jpeg)) as thumbnail:
        assert thumbnail.size == (40, 30)


@pytest.mark.parametrize("size", [(1, 1), (1, 3000), (3000, 1), (2, 2), (5000, 20)])
def test_strange_shapes_are_read(size: tuple[int, int], tmp_path: Path) -> None:
    for shape in (InputShape(64), InputShape(32, "centre", 48)):
        path = tmp_path / "a.png"
        Image.new("RGB", size, (9, 99, 200)).save(path)
        reading = read_photo(found(path), shape)
        assert isinstance(reading, Reading), reading
        assert reading.pixels.shape == (shape.size_px, shape.size_px, 3)
        assert (reading.pixels == (9, 99, 200)).all()


def test_squash_shows_the_whole_picture_and_centre_its_middle(tmp_path: Path) -> None:
    wide = Image.new("RGB", (900, 300), "red")
    wide.paste("blue", (300, 0, 600, 300))
    path = tmp_path / "wide.png"
    wide.save(path)
    squashed = read_photo(found(path), InputShape(90))
    centred = read_photo(found(path), InputShape(90, "centre", 90))
    assert isinstance(squashed, Reading)
    assert isinstance(centred, Reading)
    assert squashed.pixels[45, 10].tolist() == [255, 0, 0]
    assert squashed.pixels[45, 45].tolist() == [0, 0, 255]
    assert (centred.pixels[:, 3:-3] == (0, 0, 255)).all()


@pytest.mark.parametrize(
    "shape",
    [InputShape(128), InputShape(224), InputShape(224, "centre", 256), InputShape(480),
     InputShape(384, "centre", 400)],
)  # fmt: skip
def test_hashes_and_thumbnail_do_not_depend_on_the_network(
    shape: InputShape, tmp_path: Path
) -> None:
    path = tmp_path / "a.jpg"
    textured(2400, 1500).save(path, quality=90)
    base, other = read_photo(found(path), SHAPE), read_photo(found(path), shape)
    assert isinstance(base, Reading)
    assert isinstance(other, Reading)
    assert base.pixel_hash == other.pixel_hash
    assert base.perceptual_hash == other.perceptual_hash
    assert base.thumbnail_jpeg == other.thumbnail_jpeg
    assert other.pixels.shape == (shape.size_px, shape.size_px, 3)


@pytest.mark.parametrize(
    "shape", [InputShape(128), InputShape(160, "centre", 176), InputShape(224)]
)
def test_input_from_the_thumbnail_is_nearly_the_input_from_the_photo(
    shape: InputShape, tmp_path: Path
) -> None:
    path = tmp_path / "a.jpg"
    textured(2400, 1600).save(path, quality=90)
    reading = read_photo(found(path), shape)
    assert isinstance(reading, Reading)
    again = read_from_thumbnail(reading.thumbnail_jpeg, shape)
    assert again.shape == reading.pixels.shape
    assert np.abs(again.astype(int) - reading.pixels).mean() < 4


def test_a_jpeg_is_decoded_about_as_well_shrunk_as_whole(tmp_path: Path) -> None:
    image = textured(2000, 1600)
    path = tmp_path / "a.png"
    image.save(path, compress_level=1)
    whole = read_photo(found(path), SHAPE)
    shrunk = good(tmp_path, saved("JPEG", image, quality=95))
    assert isinstance(whole, Reading)
    assert np.abs(whole.pixels.astype(int) - shrunk.pixels).mean() < 3


def test_an_empty_file_is_empty(tmp_path: Path) -> None:
    assert reason(tmp_path, b"") is Reason.EMPTY


def test_a_text_named_jpg_is_not_a_picture(tmp_path: Path) -> None:
    assert reason(tmp_path, b"Dear diary, today") is Reason.NOT_A_PICTURE


def test_zeros_are_not_a_picture(tmp_path: Path) -> None:
    assert reason(tmp_path, bytes(5000)) is Reason.NOT_A_PICTURE


@pytest.mark.parametrize(
    "content",
    [b"<svg xmlns='x'/>", b"<?xml version='1.0'?><svg/>", b"%PDF-1.7", b"%!PS-Adobe-3.0 EPSF",
     b"\0\0\0\x18ftypisom", b"v/1\x01\2\0\0\0", b"#?RADIANCE\n"],
)  # fmt: skip
def test_what_we_recognise_but_do_not_open_is_unsupported(content: bytes, tmp_path: Path) -> None:
    assert reason(tmp_path, content) is Reason.UNSUPPORTED


def test_a_file_deleted_meanwhile_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(saved("JPEG"))
    file = found(path)
    path.unlink()
    result = read_photo(file, SHAPE)
    assert isinstance(result, Failure)
    assert result.reason is Reason.GONE


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (PermissionError(13, "Permission denied"), Reason.NO_PERMISSION),
        (OSError(5, "Input/output error"), Reason.READ_ERROR),
        (MemoryError(), Reason.TOO_LARGE),
    ],
)
def test_trouble_with_the_disk_has_its_own_reason(
    error: Exception, expected: Reason, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(saved("JPEG"))

    def fail(_path: Path) -> bytes:
        raise error

    monkeypatch.setattr(Path, "read_bytes", fail)
    result = read_photo(found(path), SHAPE)
    assert isinstance(result, Failure)
    assert result.reason is expected
    assert result.detail


@pytest.mark.parametrize("stop", [Cancelled, KeyboardInterrupt])
def test_a_stop_passes_through(
    stop: type[BaseException], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(saved("JPEG"))

    def stopping(*_args: object) -> None:
        raise stop

    monkeypatch.setattr(read_module, "open_header", stopping)
    with pytest.raises(stop):
        read_photo(found(path), SHAPE)


def test_half_a_jpeg_is_truncated(tmp_path: Path) -> None:
    whole = saved("JPEG", textured(800, 600), quality=90)
    assert reason(tmp_path, whole[: len(whole) // 2]) is Reason.TRUNCATED


def test_a_jpeg_that_lost_its_last_bytes_is_read(tmp_path: Path) -> None:
    whole = saved("JPEG", textured(800, 600), quality=90)
    assert isinstance(read(tmp_path, whole[:-40]), Reading)


@pytest.mark.parametrize("name", ["PNG", "WEBP", "GIF", "TIFF", "BMP", "JPEG2000"])
def test_half_a_file_of_another_format_is_a_failure(name: str, tmp_path: Path) -> None:
    whole = saved(name, textured(160, 120))
    result = reason(tmp_path, whole[: len(whole) // 2], "a.bin")
    assert result in {Reason.TRUNCATED, Reason.DAMAGED}


def png_bomb(width: int, height: int) -> bytes:
    """A PNG that declares a huge picture and holds nothing."""
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        crc = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(bytes(1000)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + body + chunk(b"IEND", b"")


def test_a_bomb_is_refused_before_it_is_decoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def explode(_self: object) -> None:
        raise AssertionError("decoded")

    monkeypatch.setattr(ImageFile.ImageFile, "load", explode)
    assert reason(tmp_path, png_bomb(60_000, 60_000), "a.png") is Reason.TOO_LARGE
    assert reason(tmp_path, png_bomb(20_000, 20_000), "a.png") is Reason.TOO_LARGE


def test_a_jpeg_bomb_is_refused_although_it_could_be_shrunk(tmp_path: Path) -> None:
    small = saved("JPEG", scene(), quality=90)
    at = small.index(b"\xff\xc0") + 5
    bomb = small[:at] + b"\xff\xff\xff\xff" + small[at + 4 :]
    assert reason(tmp_path, bomb) is Reason.TOO_LARGE


def test_a_100_megapixel_jpeg_is_read_shrunk(tmp_path: Path) -> None:
    path = tmp_path / "large.jpg"
    Image.new("L", (11_600, 8_700), 77).save(path, quality=50)
    reading = read_photo(found(path), SHAPE)
    assert isinstance(reading, Reading)
    assert (reading.facts.width_px, reading.facts.height_px) == (11_600, 8_700)
    assert reading.facts.is_blank


def test_a_jxl_bomb_is_refused_before_the_plugin_sees_it(tmp_path: Path) -> None:
    # SizeHeader: large, 30-bit height 2**29, ratio 1:1
    bits = 0 | 3 << 1 | (2**29 - 1) << 3 | 1 << 33
    content = b"\xff\x0a" + bits.to_bytes(8, "little") + bytes(50)
    assert reason(tmp_path, content, "a.jxl") is Reason.TOO_LARGE


def test_a_file_too_large_for_memory_is_read_from_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.tif"
    textured(400, 300).save(path)
    in_memory = read_photo(found(path), SHAPE)
    monkeypatch.setattr(read_module, "MAX_BYTES_IN_MEMORY", 1000)
    monkeypatch.setattr(Path, "read_bytes", lambda _path: pytest.fail("read at once"))
    from_disk = read_photo(found(path), SHAPE)
    assert isinstance(in_memory, Reading)
    assert isinstance(from_disk, Reading)
    assert from_disk.content_hash == in_memory.content_hash
    assert from_disk.pixel_hash == in_memory.pixel_hash
    assert from_disk.facts == in_memory.facts


def test_the_first_frame_of_an_animation_counts(tmp_path: Path) -> None:
    other = Image.new("RGB", scene().size, "black")
    for name in ("GIF", "WEBP", "PNG", "AVIF"):
        data = saved(name, scene(), save_all=True, append_images=[other], duration=100)
        reading = good(tmp_path, data, f"a.{name.lower()}")
        assert corners(reading.pixels) == "rgbw", name


def test_threads_read_the_same_as_one_thread_and_warn_nobody(tmp_path: Path) -> None:
    files = []
    for number in range(12):
        path = tmp_path / f"{number}.jpg"
        textured(320 + 8 * number, 240).save(path, quality=80)
        # EXIF that is cut short: Pillow warns about it
        data = path.read_bytes()
        exif = b"Exif\0\0II*\0\x08\0\0\0\x09\0" + b"\x0f\x01\x02\0\xff\0\0\0\xf0\xff\0\0" * 2
        segment = b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif
        path.write_bytes(data[:2] + segment + data[2:])
        files.append(found(path))
    filters = list(warnings.filters)
    alone = [read_photo(file, SHAPE) for file in files]
    barrier = threading.Barrier(4)
    with ThreadPoolExecutor(4, initializer=barrier.wait) as pool:
        together = list(pool.map(lambda file: read_photo(file, SHAPE), files * 4))
    for one, other in zip(alone * 4, together, strict=True):
        assert isinstance(one, Reading)
        assert isinstance(other, Reading)
        assert one.pixel_hash == other.pixel_hash
        assert one.thumbnail_jpeg == other.thumbnail_jpeg
    assert list(warnings.filters) == filters


def test_pillow_keeps_its_own_limits() -> None:
    assert Image.MAX_IMAGE_PIXELS is not None
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False
