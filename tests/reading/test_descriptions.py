"""What is written about a photo is gathered from the file and from its sidecars."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from PIL import PngImagePlugin

from imgsim_desktop.reading.descriptions import describe_file, words_to_write
from imgsim_desktop.reading.xmp import extended_xmp
from imgsim_desktop.records import Description
from tests.reading.exif import PLACE, TAKEN, TAKEN_NS, exif_of
from tests.reading.pictures import saved, scene


def described(tmp_path: Path, content: bytes, name: str = "a.jpg") -> Description:
    (tmp_path / name).write_bytes(content)
    return describe_file(tmp_path / name)


def test_a_photo_without_words_is_described_by_nothing(tmp_path: Path) -> None:
    assert not described(tmp_path, saved("JPEG", scene()))
    assert not described(tmp_path, b"no picture")


def test_date_place_rating_and_caption_of_the_file_are_found(tmp_path: Path) -> None:
    exif = exif_of({270: "Am Meer\nim Juni", 0x4746: 4}, TAKEN, PLACE)
    found = described(tmp_path, saved("JPEG", scene(), exif=exif))
    assert found == Description(TAKEN_NS, 51.5, -0.1, (), 4, "Am Meer\nim Juni")


def test_exif_behind_the_pixels_of_a_png_is_found(tmp_path: Path) -> None:
    info = PngImagePlugin.PngInfo()
    found = described(
        tmp_path, saved("PNG", scene(), exif=exif_of({270: "words"}), pnginfo=info), "a.png"
    )
    assert found.caption == "words"


@pytest.mark.parametrize("text", ["OLYMPUS DIGITAL CAMERA", "SONY DSC", "  ", "default\0"])
def test_what_a_camera_writes_into_every_photo_is_no_caption(tmp_path: Path, text: str) -> None:
    assert described(tmp_path, saved("JPEG", scene(), exif=exif_of({270: text}))).caption is None


def test_the_title_windows_writes_is_a_caption(tmp_path: Path) -> None:
    exif = exif_of({0x9C9B: "Häuser".encode("utf-16-le") + b"\0\0"})
    assert described(tmp_path, saved("JPEG", scene(), exif=exif)).caption == "Häuser"


def test_xmp_in_the_file_has_the_better_caption(tmp_path: Path) -> None:
    xmp = extended_xmp(None, Description(caption="by hand", keywords=("k",)))
    exif = exif_of({270: "by machine"})
    found = described(tmp_path, saved("JPEG", scene(), exif=exif, xmp=xmp))
    assert (found.caption, found.keywords) == ("by hand", ("k",))


def test_the_sidecar_is_right_where_both_say_something(tmp_path: Path) -> None:
    (tmp_path / "a.jpg.xmp").write_bytes(
        extended_xmp(None, Description(rating=5, keywords=("two",), latitude=1.0, longitude=2.0))
    )
    other = tmp_path / "a.json.xmp"
    other.write_bytes(extended_xmp(None, Description(rating=1, keywords=("three",))))
    (tmp_path / "a.jpg").write_bytes(
        saved("JPEG", scene(), exif=exif_of({0x4746: 3}, TAKEN, PLACE))
    )
    found = describe_file(tmp_path / "a.jpg", [other, tmp_path / "a.aae"])
    assert found == Description(TAKEN_NS, 1.0, 2.0, ("three", "two"), 5)


@pytest.mark.parametrize("content", [b"no xmp", b" " * (17 << 20)])
def test_a_sidecar_that_is_none_says_nothing(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.xmp").write_bytes(content)
    assert not described(tmp_path, saved("JPEG", scene()))


def test_a_tag_is_written_with_the_words_of_the_photo_that_a_new_sidecar_would_hide(
    tmp_path: Path,
) -> None:
    photo = tmp_path / "a.jpg"
    photo.write_bytes(
        saved("JPEG", scene(), exif=exif_of({0x9C9E: "dune;sea".encode("utf-16-le")}))
    )
    assert words_to_write(photo, "sun") == ("dune", "sea", "sun")
    assert words_to_write(photo, "sea") == ()
    (tmp_path / "a.jpg.xmp").write_bytes(extended_xmp(None, Description(rating=3)))
    assert words_to_write(photo, "sun") == ("dune", "sea", "sun")
    (tmp_path / "a.jpg.xmp").write_bytes(extended_xmp(None, Description(keywords=("mine",))))
    assert words_to_write(photo, "sea") == ("sea",)
    broken = tmp_path / "b.jpg"
    broken.write_bytes(b"no picture")
    assert words_to_write(broken, "sun") == ("sun",)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes in folders")
def test_a_pipe_in_the_place_of_a_sidecar_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.jpg.xmp")
    os.mkfifo(tmp_path / "a.json")
    (tmp_path / "a.jpg").write_bytes(saved("JPEG", scene(), exif=exif_of({270: "words"})))
    assert describe_file(tmp_path / "a.jpg", [tmp_path / "a.json"]) == Description(caption="words")
