"""Each format in the table is really read, and content decides before the name."""

from __future__ import annotations

import sys
from pathlib import Path, PurePath

import numpy as np
import pytest

from imgsim_desktop.reading.decode import can_decode, open_upright
from imgsim_desktop.reading.formats import FORMATS, is_photo_name, is_picture_inside, sniff
from imgsim_desktop.reading.read import read_photo
from imgsim_desktop.records import Failure, Reading, Reason
from tests.reading.pictures import GREY_ONLY, MAKERS, SHAPE, corners, found, saved, scene


def test_each_format_has_a_sample() -> None:
    assert set(MAKERS) == set(FORMATS)


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_is_read(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"picture{FORMATS[name].suffixes[0]}"
    path.write_bytes(MAKERS[name]())
    reading = read_photo(found(path), SHAPE)
    assert isinstance(reading, Reading), reading
    assert reading.facts.format == name
    assert reading.pixels.shape == (64, 64, 3)
    assert reading.pixels.dtype == np.uint8
    if name not in GREY_ONLY:
        assert corners(reading.pixels) == "rgbw"
    assert can_decode(path)
    view = open_upright(path)
    assert view.shape[:2] == (reading.facts.height_px, reading.facts.width_px) or name == "RAW"


@pytest.mark.parametrize("name", [n for n in FORMATS if FORMATS[n].magic and n != "RAW"])
def test_content_decides_whatever_the_name_says(name: str, tmp_path: Path) -> None:
    path = tmp_path / "picture.gif"
    path.write_bytes(MAKERS[name]())
    reading = read_photo(found(path), SHAPE)
    assert isinstance(reading, Reading), reading
    assert reading.facts.format == name


def test_a_raw_file_named_tif_is_read_as_raw(tmp_path: Path) -> None:
    path = tmp_path / "picture.tif"
    path.write_bytes(MAKERS["RAW"]())
    reading = read_photo(found(path), SHAPE)
    assert isinstance(reading, Reading)
    assert reading.facts.format == "RAW"


def test_names_and_suffixes_are_unique() -> None:
    suffixes = [suffix for format_ in FORMATS.values() for suffix in format_.suffixes]
    assert len(suffixes) == len(set(suffixes))
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in suffixes)


@pytest.mark.parametrize(
    ("name", "is_photo"),
    [("a.jpg", True), ("A.JPEG", True), ("a.HEIC", True), ("a.cr2", True), ("a.txt", False),
     ("a.mp4", False), ("jpg", False), (".jpg", False), ("a.jpg.part", False), ("a.eps", False)],
)  # fmt: skip
def test_photos_are_told_by_their_suffix(name: str, is_photo: bool) -> None:
    assert is_photo_name(PurePath(name)) == is_photo


@pytest.mark.parametrize(
    ("brands", "name"),
    [(b"heic\0\0\0\0mif1heic", "HEIF"), (b"mif1\0\0\0\0mif1avif", "AVIF"),
     (b"mif1\0\0\0\0mif1heic", "HEIF"), (b"avis\0\0\0\0avifmif1", "AVIF")],
)  # fmt: skip
def test_heif_and_avif_are_told_apart_by_their_brands(brands: bytes, name: str) -> None:
    head = (8 + len(brands)).to_bytes(4, "big") + b"ftyp" + brands
    format_ = sniff(head, ".heic")
    assert format_ is not None
    assert format_.name == name


@pytest.mark.parametrize("name", ["HEIF", "JXL", "RAW"])
def test_a_missing_plugin_is_named_and_everything_else_goes_on(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs = FORMATS[name].needs
    assert needs
    path = tmp_path / f"picture{FORMATS[name].suffixes[0]}"
    path.write_bytes(MAKERS[name]())
    for module in [m for m in sys.modules if m.split(".")[0] in needs]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setattr(
        "importlib.util.find_spec", lambda package: None if package in needs else object()
    )
    failure = read_photo(found(path), SHAPE)
    assert isinstance(failure, Failure)
    assert failure.reason is Reason.UNSUPPORTED
    assert needs[0] in failure.detail
    other = tmp_path / "other.png"
    other.write_bytes(saved("PNG", scene()))
    assert isinstance(read_photo(found(other), SHAPE), Reading)


ODD = (
    "a.jpg_large",
    "a.jpg-large",
    "a.jfif-tbnl",
    "a.insp",
    "a.jps",
    "a.pjpeg",
    "a.jpg!d",
    "a",
    "a.tmp",
)


@pytest.mark.parametrize("name", ODD)
def test_a_picture_with_an_odd_name_is_known_by_its_content(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    assert not is_photo_name(path)
    for kind in ("JPEG", "PNG", "WEBP", "HEIF"):
        path.write_bytes(MAKERS[kind]())
        assert is_picture_inside(path), kind
    assert isinstance(read_photo(found(path), SHAPE), Reading)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("notes", b"words"),
        ("a", b""),
        ("a.h_", b"#define X 1"),
        ("a", b"BM, he said"),
        ("a", b"\0\0\1\0" + bytes(60)),
        ("film.mts", b"\xff\xd8\xff" + bytes(60)),
        ("data.BIN", b"\x89PNG\r\n\x1a\n"),
    ],
)
def test_what_only_looks_a_little_like_one_is_none(
    name: str, content: bytes, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert not is_picture_inside(path)
    assert not is_picture_inside(tmp_path / "gone")
