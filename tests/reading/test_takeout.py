"""What Google Takeout wrote beside a photo is read, and comes last where others speak too."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from imgsim_desktop.reading.descriptions import describe_file
from imgsim_desktop.reading.takeout import read_takeout, takeout_of
from imgsim_desktop.reading.xmp import extended_xmp, sidecar_of
from imgsim_desktop.records import Description
from tests.reading.exif import PLACE, TAKEN, TAKEN_NS, exif_of
from tests.reading.pictures import saved, scene

SAID = {
    "title": "IMG_1.jpg",
    "description": "On the pier\nin June",
    "photoTakenTime": {"timestamp": "1559392205", "formatted": "Jun 1, 2019, 12:30:05 PM UTC"},
    "geoData": {"latitude": 0.0, "longitude": 0.0, "altitude": 0.0},
    "geoDataExif": {"latitude": 51.5, "longitude": -0.1},
    "people": [{"name": "Ada"}, {"name": " Zoë\n"}, {"name": ""}, {}, "x"],
    "favorited": True,
}


def takeout(**other: object) -> bytes:
    return json.dumps(SAID | other).encode()


def test_words_people_moment_and_place_are_read() -> None:
    assert read_takeout(takeout()) == Description(
        1_559_392_205 * 10**9, 51.5, -0.1, ("Ada", "Zoë"), None, "On the pier\nin June",
        utc_offset_min=0,
    )  # fmt: skip


@pytest.mark.parametrize(
    "other",
    [
        {"description": "", "people": None, "geoDataExif": None},
        {"description": 7, "people": {"a": 1}, "geoDataExif": {"latitude": 91, "longitude": 1}},
        {"description": None, "people": [], "geoDataExif": {"latitude": "51", "longitude": 1}},
        {"description": " ", "people": [[]], "geoDataExif": {"latitude": 10**400, "longitude": 1}},
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "moment", [{"timestamp": "0"}, {"timestamp": 5}, {"timestamp": "9" * 12}, 3]
)
def test_what_says_nothing_is_nothing(other: dict[str, object], moment: object) -> None:
    assert not read_takeout(takeout(**other, photoTakenTime=moment))


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff", b"[]", b'{"description": "of a shop"}', b"[" * 200_000, b" " * (2 << 20)],
)
def test_other_json_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_takeout(data)


@pytest.mark.parametrize("name", ["a.jpg.json", "a.jpg.supplemental-metadata.json"])
def test_a_photo_is_described_by_the_json_named_after_it(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.jpg").write_bytes(saved("JPEG", scene()))
    (tmp_path / name).write_bytes(takeout())
    assert describe_file(tmp_path / "a.jpg") == read_takeout(takeout())


def test_a_json_that_is_none_of_takeout_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(saved("JPEG", scene()))
    other = tmp_path / "a.jp.json"
    other.write_bytes(b'{"price": 3}')
    assert not describe_file(tmp_path / "a.jpg", [other])


def test_file_and_xmp_are_right_where_takeout_says_something_else(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(saved("JPEG", scene(), exif=exif_of({}, TAKEN, PLACE)))
    (tmp_path / "a.jpg.xmp").write_bytes(extended_xmp(None, Description(caption="by hand")))
    cut = tmp_path / "a.jpg.supplemental-meta.json"
    cut.write_bytes(takeout(photoTakenTime={"timestamp": "1"}, geoData=None))
    found = describe_file(tmp_path / "a.jpg", [cut])
    assert found == Description(TAKEN_NS, 51.5, -0.1, ("Ada", "Zoë"), None, "by hand")


def test_a_photo_whose_name_leaves_no_room_for_an_ending_has_none(tmp_path: Path) -> None:
    photo = tmp_path / ("n" * 251 + ".jpg")
    photo.write_bytes(b"picture")
    assert takeout_of(photo) is None
    assert sidecar_of(photo).name == photo.name + ".xmp"
