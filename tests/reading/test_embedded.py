"""HEIC read by the thumbnail inside: only where it must show what the photo shows."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageEnhance

from imgsim_desktop.reading import read as read_module
from imgsim_desktop.reading.embedded import decode_embedded
from imgsim_desktop.reading.inside.heif_thumbnail import SmallPicture, find_small
from imgsim_desktop.reading.inside.stored import Stored
from imgsim_desktop.reading.openers import open_header
from imgsim_desktop.reading.read import read_photo
from imgsim_desktop.records import InputShape, Pixels, Reading
from tests.pictures import scene
from tests.reading.pictures import found

pillow_heif = pytest.importorskip("pillow_heif")

SHAPE, PARTS = InputShape(128), InputShape(192)


def photo(seed: int = 3, width: int = 480, height: int = 360) -> Image.Image:
    """A scene with grain: flat colours would show no softness."""
    pixels = scene(seed, width, height).astype(np.float32)
    pixels += np.random.default_rng(seed).normal(0, 6, pixels.shape)
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def heic(image: Image.Image, tile: int = 128, thumbnail: int = 320, orientation: int = 1) -> bytes:
    exif = Image.Exif()
    exif[274] = orientation
    buffer = io.BytesIO()
    heif = pillow_heif.from_pillow(image)
    heif.save(
        buffer, quality=80, tile_size=tile, thumbnails=[thumbnail], exif=exif.tobytes(),
        enc_params={"preset": "ultrafast"},
    )  # fmt: skip
    return buffer.getvalue()


@pytest.fixture(scope="module")
def whole() -> bytes:
    return heic(photo())


def small_of(data: bytes) -> SmallPicture | None:
    with Stored(data, b"") as file:
        return find_small(file)


def with_thumbnail_of(data: bytes, other: bytes) -> bytes:
    """A photo with the coded thumbnail of another one, as a careless editor leaves it behind.

    Both must have the same size and tiles; the bytes of the other are put behind the end.
    """
    start, end = place_of(other)
    own_start, own_end = place_of(data)
    changed = data + other[start:end]
    for old, new in ((own_start, len(data)), (own_end - own_start, end - start)):
        before = old.to_bytes(4, "big")
        assert changed.count(before, 0, own_start) == 1
        changed = changed.replace(before, new.to_bytes(4, "big"), 1)
    return changed


def place_of(data: bytes) -> tuple[int, int]:
    """Where the coded thumbnail lies."""
    from imgsim_desktop.reading.inside.boxes import boxes_of
    from imgsim_desktop.reading.inside.heif import Meta, read_meta

    small, meta = small_of(data), Meta()
    assert small is not None
    with Stored(data, b"") as file:
        for box in boxes_of(file, 0, file.size):
            if box.kind == b"meta":
                read_meta(file, box, meta)
    return meta.places[small.item][0]


def by_thumbnail(data: bytes, short_px: int = 192) -> Pixels | None:
    header = open_header(data, ".heic")
    embedded = decode_embedded(data, header, short_px)
    return None if embedded is None else np.asarray(embedded.image)


def read(tmp_path: Path, data: bytes) -> Reading:
    path = tmp_path / "a.heic"
    path.write_bytes(data)
    reading = read_photo(found(path), SHAPE, PARTS)
    assert isinstance(reading, Reading), reading
    return reading


def read_in_full(tmp_path: Path, data: bytes, monkeypatch: pytest.MonkeyPatch) -> Reading:
    with monkeypatch.context() as patched:
        patched.setattr(read_module, "decode_embedded", lambda *_: None)
        return read(tmp_path, data)


@pytest.mark.parametrize("orientation", [1, 6])
def test_a_heic_is_read_by_its_thumbnail_as_it_would_be_in_full(
    orientation: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = heic(photo(), orientation=orientation)
    assert by_thumbnail(data) is not None
    short, full = read(tmp_path, data), read_in_full(tmp_path, data, monkeypatch)
    assert short.pixel_hash != full.pixel_hash
    assert (short.facts.width_px, short.facts.height_px) == (
        full.facts.width_px,
        full.facts.height_px,
    )
    assert short.facts.holdings == full.facts.holdings
    assert short.facts.taken_ns == full.facts.taken_ns
    assert short.pixels.shape == full.pixels.shape
    assert np.abs(short.pixels.astype(int) - full.pixels).mean() < 4
    bits = np.frombuffer(short.perceptual_hash, np.uint8) ^ np.frombuffer(
        full.perceptual_hash, np.uint8
    )
    assert np.unpackbits(bits).sum() <= 16
    with Image.open(io.BytesIO(short.thumbnail_jpeg)) as thumbnail:
        assert max(thumbnail.size) == 320
    assert short.facts.sharpness == pytest.approx(full.facts.sharpness, rel=0.3)


def test_equal_coded_data_have_one_pixel_hash_whatever_else_the_file_says(
    tmp_path: Path, whole: bytes
) -> None:
    other = heic(photo(), thumbnail=400)
    renamed = whole + b"\0\0\0\x0cfree1234"
    hashes = [read(tmp_path, data).pixel_hash for data in (whole, renamed, other, heic(photo(4)))]
    assert hashes[0] == hashes[1] == hashes[2]
    assert hashes[0] != hashes[3]


@pytest.mark.parametrize(
    "edit",
    [
        lambda image: image.convert("L").convert("RGB"),
        lambda image: ImageEnhance.Brightness(image).enhance(1.25),
        lambda image: image.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
        lambda image: image.crop((70, 50, 430, 320)).resize(image.size),
        lambda _: photo(9),
    ],
    ids=["grey", "brighter", "mirrored", "cropped", "another"],
)
def test_a_thumbnail_from_before_an_edit_is_told(
    edit: object, whole: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edited = heic(edit(photo()))  # type: ignore[operator]
    stale = with_thumbnail_of(edited, whole)
    small = small_of(stale)
    assert small is not None
    assert by_thumbnail(stale) is None
    read_now = read(tmp_path, stale)
    full = read_in_full(tmp_path, stale, monkeypatch)
    assert read_now.pixel_hash == full.pixel_hash
    assert np.array_equal(read_now.pixels, full.pixels)


def test_a_thumbnail_that_was_moved_and_is_current_is_taken(whole: bytes) -> None:
    assert by_thumbnail(with_thumbnail_of(whole, whole)) is not None


def test_small_thumbnails_and_those_of_a_network_that_sees_more_are_passed_over(
    whole: bytes,
) -> None:
    assert by_thumbnail(whole, 241) is None
    assert by_thumbnail(heic(photo(), thumbnail=256)) is None
    assert by_thumbnail(heic(photo(), tile=0)) is None  # nothing tells whether it is current


def test_a_thumbnail_that_leaves_points_out_is_passed_over() -> None:
    grain = np.random.default_rng(1).normal(0, 40, (720, 960, 1))
    pixels = np.clip(scene(3, 960, 720) * 0.5 + 64 + grain, 0, 255)
    data = heic(Image.fromarray(pixels.astype(np.uint8)))
    assert small_of(data) is not None
    assert by_thumbnail(data) is None


def test_a_photo_of_which_not_all_is_there_is_not_read_by_its_thumbnail(whole: bytes) -> None:
    assert small_of(whole[:-500]) is None
    zeros = whole[: len(whole) // 2] + bytes(len(whole) - len(whole) // 2)
    assert small_of(zeros) is None


def test_no_byte_of_the_container_makes_it_raise_or_show_another_picture(whole: bytes) -> None:
    shown = by_thumbnail(whole)
    assert shown is not None
    head = whole.index(b"mdat")
    rng = np.random.default_rng(11)
    taken = 0
    for _ in range(250):
        broken = bytearray(whole)
        for place in rng.integers(0, head, rng.integers(1, 4)):
            broken[place] = rng.integers(0, 256)
        data = bytes(broken)
        try:
            header = open_header(data, ".heic")
        except Exception:  # noqa: BLE001 - then nobody asks for its thumbnail
            continue
        embedded = decode_embedded(data, header, 192)
        if embedded is not None:
            taken += 1
            pixels = np.asarray(embedded.image)
            assert pixels.shape == shown.shape
            assert np.abs(pixels.astype(int) - shown).mean() < 8
    assert taken > 20
