"""TIFFs of wide numbers are read as they look; what lost its end, as far as it goes."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from imgsim_desktop.reading.colour import to_bytes
from imgsim_desktop.reading.decode import can_decode, open_upright
from imgsim_desktop.reading.read import read_photo
from imgsim_desktop.reading.trouble import attempt
from imgsim_desktop.reading.wide_tiff import main_picture, open_wide_tiff
from imgsim_desktop.records import Damage, Failure, Reading
from tests.reading.broken import cut
from tests.reading.pictures import SHAPE, corners, found, saved, scene
from tests.reading.test_jpeg import textured

SCENE = np.asarray(scene())
GREY = np.asarray(scene().convert("L"))
MOST = {"u2": 65535, "u4": 2**32 - 1, "i4": 2**31 - 1, "f4": 1, "f8": 1}
KINDS = {"u": 1, "i": 2, "f": 3}


def wide(kind: str, pixels: NDArray[Any] = SCENE) -> NDArray[Any]:
    """0-255 as the same share of another kind of number."""
    return (pixels.astype(np.float64) / 255 * MOST[kind]).astype(kind)


def stored(
    values: NDArray[Any], *, is_separate: bool = False, order: str = "<", **more: Any
) -> bytes:
    """A TIFF without compression, several strips a colour where colours are separate."""
    h, w = values.shape[:2]
    count = 1 if values.ndim == 2 else values.shape[2]
    kind = np.dtype(values.dtype)
    tags: dict[int, tuple[int, tuple[int, ...]]] = {
        256: (4, (w,)), 257: (4, (h,)), 258: (3, (8 * kind.itemsize,) * count), 259: (3, (1,)),
        262: (3, (2 if count > 1 else 1,)), 277: (3, (count,)), 284: (3, (1 + is_separate,)),
        339: (3, (KINDS[kind.kind],) * count),
    }  # fmt: skip
    tags |= {int(tag[1:]): value for tag, value in more.items()}
    values = values.astype(kind.newbyteorder(order))
    rows = h // 4 if is_separate else h
    planes = [values[..., k] for k in range(count)] if is_separate else [values]
    strips = [plane[y : y + rows].tobytes() for plane in planes for y in range(0, h, rows)]
    tags |= {278: (4, (rows,)), 279: (4, tuple(map(len, strips))), 273: (4, (0,) * len(strips))}
    behind_at = 8 + 2 + 12 * len(tags) + 4
    fields = {tag: struct.pack(f"{order}{len(v)}{' BBHI'[t]}", *v) for tag, (t, v) in tags.items()}
    at = behind_at + sum(len(packed) for packed in fields.values() if len(packed) > 4)
    starts = [at + sum(map(len, strips[:number])) for number in range(len(strips))]
    fields[273] = struct.pack(f"{order}{len(starts)}I", *starts)
    entries, behind = b"", b""
    for tag in sorted(tags):
        packed = fields[tag]
        if len(packed) > 4:
            place = struct.pack(order + "I", behind_at + len(behind))
            behind += packed
        else:
            place = packed.ljust(4, b"\0")
        entries += struct.pack(order + "HHI", tag, tags[tag][0], len(tags[tag][1])) + place
    mark = b"II*\0" if order == "<" else b"MM\0*"
    head = mark + struct.pack(order + "IH", 8, len(tags))
    return head + entries + bytes(4) + behind + b"".join(strips)


def shown(folder: Path, data: bytes) -> NDArray[np.int_]:
    path = folder / "a.tif"
    path.write_bytes(data)
    reading = read_photo(found(path), SHAPE)
    assert isinstance(reading, Reading), reading
    assert can_decode(path)
    return open_upright(path).astype(int)


@pytest.mark.parametrize("kind", ["u4", "i4", "f4", "f8"])
@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("is_separate", [False, True])
def test_colours_of_wide_numbers_are_read_as_they_look(
    kind: str, order: str, is_separate: bool, tmp_path: Path
) -> None:
    pixels = shown(tmp_path, stored(wide(kind), order=order, is_separate=is_separate))
    assert np.abs(pixels - SCENE).max() <= 1


@pytest.mark.parametrize("order", ["<", ">"])
def test_all_colours_of_sixteen_bits_are_read_where_they_are_separate(
    order: str, tmp_path: Path
) -> None:
    pixels = shown(tmp_path, stored(wide("u2"), order=order, is_separate=True))
    assert np.abs(pixels - SCENE).max() <= 1


@pytest.mark.parametrize("kind", ["u2", "u4", "f4", "f8"])
def test_grey_whose_zero_is_white_is_no_negative(kind: str, tmp_path: Path) -> None:
    turned = wide(kind, 255 - GREY)
    pixels = shown(tmp_path, stored(turned, _262=(3, (0,))))
    assert np.abs(pixels[..., 0] - GREY).max() <= 1


@pytest.mark.parametrize("kind", ["u4", "f8"])
def test_grey_of_wide_numbers_is_read(kind: str, tmp_path: Path) -> None:
    pixels = shown(tmp_path, stored(wide(kind, GREY)))
    assert np.abs(pixels[..., 0] - GREY).max() <= 1


@pytest.mark.parametrize("compression", [5, 32946, 8])
def test_they_may_be_packed(compression: int, tmp_path: Path) -> None:
    path = tmp_path / "made.tif"
    how = [cv2.IMWRITE_TIFF_COMPRESSION, compression, cv2.IMWRITE_TIFF_PREDICTOR, 3]
    cv2.imwrite(str(path), wide("f4")[..., ::-1], how)
    assert np.abs(shown(tmp_path, path.read_bytes()) - SCENE).max() <= 1


def test_what_lets_light_through_is_laid_on_its_ground(tmp_path: Path) -> None:
    alpha = np.zeros_like(GREY)
    alpha[:32] = 255
    data = stored(wide("f4", np.dstack([SCENE, alpha])), _338=(3, (2,)))
    pixels = shown(tmp_path, data)
    assert np.abs(pixels[:32] - SCENE[:32]).max() <= 1
    assert pixels[32:].min() == 255
    reading = read_photo(found(tmp_path / "a.tif"), SHAPE)
    assert isinstance(reading, Reading)
    assert reading.facts.holdings is not None
    assert reading.facts.holdings.is_transparent
    assert reading.facts.holdings.channel_bits == 32


def test_it_is_turned_upright(tmp_path: Path) -> None:
    turned = np.asarray(scene().rotate(90, expand=True))
    pixels = shown(tmp_path, stored(wide("f4", turned), _274=(3, (6,))))
    assert corners(pixels.astype(np.uint8)) == "rgbw"
    assert pixels.shape[:2] == GREY.shape


def test_the_picture_is_read_and_not_its_preview(tmp_path: Path) -> None:
    preview = stored(wide("f4", SCENE[::8, ::8]), _254=(4, (1,)))
    picture = bytearray(stored(wide("f4")))
    move = len(preview)
    count = struct.unpack_from("<H", picture, 8)[0]
    for at in range(10, 10 + 12 * count, 12):  # its offsets are now from further ahead
        tag, kind, number = struct.unpack_from("<HHI", picture, at)
        if tag == 273 or number * (2 if kind == 3 else 4) > 4:
            struct.pack_into(
                "<I", picture, at + 8, move + struct.unpack_from("<I", picture, at + 8)[0]
            )
    link = 10 + 12 * struct.unpack_from("<H", preview, 8)[0]
    both = preview[:link] + struct.pack("<I", move + 8) + preview[link + 4 :] + picture
    assert np.abs(shown(tmp_path, both) - SCENE).max() <= 1


def test_measured_light_without_an_end_is_shown_from_dark_to_bright() -> None:
    rng = np.random.default_rng(1)
    light = rng.gamma(1.0, 300.0, (200, 200)).astype(np.float32)
    light[0, 0], light[0, 1], light[0, 2] = 1e9, np.nan, -np.inf
    levels = to_bytes(light)
    assert np.median(levels) > 25
    assert levels.std() > 30
    assert levels[0, 0] == 255
    order = np.argsort(light[1:].ravel())
    assert (np.diff(levels[1:].ravel()[order].astype(int)) >= 0).all()


@pytest.mark.parametrize(("values", "level"), [(np.full((4, 4), 0.5, "f4"), 127),
    (np.full((4, 4), 200.0, "f4"), 200), (np.full((4, 4), 32768, "u2"), 127),
    (np.full((4, 4), 30_000, "i4"), 116), (np.full((4, 4), np.nan, "f4"), 0),
    (np.zeros((0, 0), "f4"), 0)])  # fmt: skip
def test_plain_numbers_keep_their_place(values: NDArray[Any], level: int) -> None:
    assert (to_bytes(values) == level).all()


def test_what_pillow_reads_rightly_is_left_to_it() -> None:
    for mode in ("L", "RGB", "RGBA", "P", "1", "I;16", "F", "CMYK"):
        image = scene().convert("F").convert(mode) if mode == "I;16" else scene().convert(mode)
        assert open_wide_tiff(saved("TIFF", image)) is None, mode


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 400), st.binary(min_size=1, max_size=12))
def test_nonsense_in_a_directory_is_a_reason_and_no_crash(
    tmp_path_factory: pytest.TempPathFactory, at: int, new: bytes
) -> None:
    data = stored(wide("f4", SCENE[:16, :16]), is_separate=True)
    path = tmp_path_factory.mktemp("tiff") / "a.tif"
    path.write_bytes(data[:at] + new + data[at + len(new) :])
    assert isinstance(read_photo(found(path), SHAPE), Reading | Failure)


def test_a_file_without_a_directory_has_no_picture() -> None:
    for data in (b"", b"II*\0", b"II*\0\xff\xff\xff\xff", b"MM\0*" + bytes(4), b"II+\0" + bytes(4)):
        assert attempt(lambda data=data: main_picture(data)) is None  # type: ignore[misc]


@pytest.mark.parametrize("is_lossless", [False, True])
def test_a_webp_that_lost_its_end_is_read_as_far_as_it_goes(
    is_lossless: bool, tmp_path: Path
) -> None:
    whole, path = saved("WEBP", textured(), lossless=is_lossless, quality=80), tmp_path / "a.webp"
    path.write_bytes(cut(whole, 0.2))
    reading = read_photo(found(path), SHAPE)
    assert isinstance(reading, Reading)
    assert reading.facts.damage is Damage.CUT
    assert not can_decode(path)
    path.write_bytes(whole)
    as_it_was = open_upright(path).astype(int)
    path.write_bytes(cut(whole, 0.2))
    off = np.abs(open_upright(path).astype(int) - as_it_was).mean(axis=(1, 2))
    assert off[:400].max() < 3
    path.write_bytes(cut(whole, 0.6))
    assert isinstance(read_photo(found(path), SHAPE), Failure)


@pytest.mark.parametrize("is_lossless", [False, True])
def test_a_webp_that_lacks_only_what_stands_behind_its_pixels_is_whole(
    is_lossless: bool, tmp_path: Path
) -> None:
    exif = b"Exif" + bytes(301)
    whole = saved("WEBP", textured(), lossless=is_lossless, exif=exif)
    path = tmp_path / "a.webp"
    for data in (whole[:-1], whole[:-200]):
        path.write_bytes(data)
        reading = read_photo(found(path), SHAPE)
        assert isinstance(reading, Reading), reading
        assert reading.facts.damage is None
        assert can_decode(path)


def test_an_animated_webp_that_lost_frames_is_damaged(tmp_path: Path) -> None:
    frames = [textured().rotate(turn) for turn in (0, 90, 180)]
    whole = saved("WEBP", frames[0], save_all=True, append_images=frames[1:])
    path = tmp_path / "a.webp"
    last = whole.rindex(b"ANMF")
    path.write_bytes(whole[:last])
    assert not can_decode(path)
    reading = read_photo(found(path), SHAPE)
    assert isinstance(reading, Failure) or reading.facts.damage is Damage.CUT


@pytest.mark.parametrize("is_wide", [False, True])
def test_a_tiff_that_lost_its_end_is_read_as_far_as_it_goes(is_wide: bool, tmp_path: Path) -> None:
    image = textured()
    whole = stored(wide("f4", np.asarray(image))) if is_wide else saved("TIFF", image)
    path = tmp_path / "a.tif"
    path.write_bytes(cut(whole, 0.1))
    reading = read_photo(found(path), SHAPE)
    assert isinstance(reading, Reading)
    assert reading.facts.damage is Damage.CUT
    assert not can_decode(path)
    assert np.abs(open_upright(path)[:530].astype(int) - np.asarray(image)[:530]).max() <= 1
    path.write_bytes(cut(whole, 0.6))
    assert isinstance(read_photo(found(path), SHAPE), Failure)


@pytest.mark.parametrize("size", [0, 10**6, 2**32 - 1])
def test_a_tiff_that_says_nonsense_of_the_size_of_its_strip_is_whole(
    size: int, tmp_path: Path
) -> None:
    whole, path = bytearray(stored(SCENE, order="<")), tmp_path / "a.tif"
    at = whole.index(struct.pack("<HHI", 279, 4, 1))
    struct.pack_into("<I", whole, at + 8, size)
    path.write_bytes(whole)
    reading = read_photo(found(path), SHAPE)
    assert isinstance(reading, Reading), reading
    assert reading.facts.damage is None


def test_a_packed_tiff_that_lost_its_end_is_named_as_not_readable(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    path.write_bytes(cut(saved("TIFF", textured(), compression="tiff_lzw"), 0.1))
    assert isinstance(read_photo(found(path), SHAPE), Failure)
