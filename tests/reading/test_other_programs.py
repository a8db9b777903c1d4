"""What is written beside a photo is read back by ExifTool and Exiv2, and theirs by us."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imgsim_desktop.reading.descriptions import describe_file
from imgsim_desktop.reading.xmp import as_keyword, extended_xmp, rated_xmp, read_xmp
from imgsim_desktop.records import Description, Rating
from tests.reading.pictures import saved, scene

NOON_NS = int(datetime(2019, 6, 1, 12, 30, 5, tzinfo=UTC).timestamp()) * 10**9
FULL = Description(
    NOON_NS + 250_000_000, -33.8583333, -70.67, ("Fête", "Straße & <Meer>", "東京"), 4,
    "Am Meer\nim Juni, 東京 👨‍👩‍👧", utc_offset_min=120,
)  # fmt: skip
DAY = Description(NOON_NS // (86_400 * 10**9) * 86_400 * 10**9, taken_step_s=86_400, rating=-1)
MADE = Description(made_ns=NOON_NS, keywords=("scan",))


def needs(program: str) -> str:
    found = shutil.which(program)
    if found is None:
        pytest.skip(f"NOT CHECKED: {program} is not installed, which reads what we write")
    return found


def exiftool(path: Path) -> dict[str, object]:
    command = [needs("exiftool"), "-json", "-n", "-G1", "-charset", "utf8", "-api", "QuickTimeUTC"]
    said = subprocess.run([*command, path], capture_output=True, check=True).stdout
    [found] = json.loads(said.decode())
    return dict(found)


def exiv2(path: Path) -> dict[str, str]:
    """Property -> its text as Exiv2 prints it; the values of a list by commas."""
    command = [needs("exiv2"), "-PXkv", path]
    said = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    found: dict[str, str] = {}
    last = ""
    for line in said.splitlines():
        match = re.match(r"(Xmp\.\S+)\s+(.*)", line)
        if match:
            last = match[1]
            found[last] = match[2]
        elif last:
            found[last] += "\n" + line
    return found


def test_exiftool_reads_all_that_is_written(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg.xmp"
    path.write_bytes(extended_xmp(None, FULL))
    said = exiftool(path)
    assert said["XMP-exif:DateTimeOriginal"] == "2019:06:01 12:30:05.250+02:00"
    assert said["XMP-photoshop:DateCreated"] == "2019:06:01 12:30:05.250+02:00"
    assert said["XMP-exif:GPSLatitude"] == pytest.approx(FULL.latitude, abs=1e-6)
    assert said["XMP-exif:GPSLongitude"] == pytest.approx(FULL.longitude, abs=1e-6)
    assert said["XMP-dc:Subject"] == list(FULL.keywords)
    assert said["XMP-xmp:Rating"] == 4
    assert said["XMP-dc:Description"] == FULL.caption
    assert not [name for name in said if name.startswith("ExifTool:") and "Warning" in name]


def test_both_read_stars_and_picks(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg.xmp"
    for rating, stars, pick in (("4", 4, None), ("reject", -1, 1), ("pick", 0, 3)):
        old = path.read_bytes() if path.exists() else None
        path.write_bytes(rated_xmp(old, Rating(rating)) or b"")
        said = exiftool(path)
        assert (said["XMP-xmp:Rating"], said.get("XMP-digiKam:PickLabel")) == (stars, pick)
        assert exiv2(path)["Xmp.xmp.Rating"] == str(stars)


def test_exiv2_reads_all_that_is_written(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg.xmp"
    path.write_bytes(extended_xmp(None, FULL))
    said = exiv2(path)
    assert said["Xmp.exif.DateTimeOriginal"] == "2019-06-01T12:30:05.250+02:00"
    assert said["Xmp.exif.GPSLatitude"] == "33,51.499998S"
    assert said["Xmp.exif.GPSLongitude"] == "70,40.200000W"
    assert said["Xmp.dc.subject"] == ", ".join(FULL.keywords)
    assert said["Xmp.xmp.Rating"] == "4"
    assert said["Xmp.dc.description"] == f'lang="x-default" {FULL.caption}'


@pytest.mark.parametrize(
    ("description", "tag", "text"),
    [
        (DAY, "XMP-exif:DateTimeOriginal", "2019:06:01"),
        (MADE, "XMP-xmp:CreateDate", "2019:06:01 12:30:05"),
    ],
)
def test_no_more_is_said_of_a_date_than_is_known(
    tmp_path: Path, description: Description, tag: str, text: str
) -> None:
    path = tmp_path / "a.xmp"
    path.write_bytes(extended_xmp(None, description))
    assert exiftool(path)[tag] == text
    assert read_xmp(path.read_bytes()) == description
    assert exiv2(path)


def test_both_read_a_sidecar_of_theirs_that_was_extended(tmp_path: Path) -> None:
    path = tmp_path / "a.xmp"
    words = ["-XMP-dc:Subject=mine", "-XMP-xmp:Rating=0", "-XMP-dc:Creator=Zoë"]
    subprocess.run([needs("exiftool"), "-q", *words, path], check=True)
    path.write_bytes(extended_xmp(path.read_bytes(), FULL))
    said = exiftool(path)
    assert said["XMP-dc:Subject"] == ["mine", *FULL.keywords]
    assert (said["XMP-xmp:Rating"], said["XMP-dc:Creator"]) == (4, "Zoë")
    assert exiv2(path)["Xmp.dc.subject"] == ", ".join(["mine", *FULL.keywords])


def test_what_exiftool_writes_into_a_photo_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(saved("JPEG", scene()))
    words = [
        "-EXIF:DateTimeOriginal=2019:06:01 12:30:05", "-EXIF:SubSecTimeOriginal=25",
        "-EXIF:OffsetTimeOriginal=+02:00", "-EXIF:GPSLatitude=33.8583333",
        "-EXIF:GPSLatitudeRef=S", "-EXIF:GPSLongitude=70.67", "-EXIF:GPSLongitudeRef=W",
        "-EXIF:XPSubject=Betreff 東京", "-EXIF:UserComment=Anmerkung 東京",
        "-IPTC:Keywords=Fête", "-IPTC:Keywords=東京", "-IPTC:CodedCharacterSet=UTF8",
        "-IPTC:Caption-Abstract=Straße",
    ]  # fmt: skip
    subprocess.run(
        [needs("exiftool"), "-q", "-codedcharacterset=utf8", "-overwrite_original", *words, path],
        check=True,
    )
    said = describe_file(path)
    assert said.latitude == pytest.approx(-33.8583333, abs=1e-6)
    assert said.longitude == pytest.approx(-70.67, abs=1e-6)
    assert (said.taken_ns, said.utc_offset_min) == (NOON_NS + 250_000_000, 120)
    assert (said.keywords, said.unread) == (("Fête", "東京"), ())
    assert said.caption == "Straße\nAnmerkung 東京\nBetreff 東京"


def test_latin_1_that_exiftool_wrote_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(saved("JPEG", scene()))
    words = ["-IPTC:Keywords=Zürich", "-IPTC:Caption-Abstract=Straße bei Nürnberg"]
    subprocess.run(
        [needs("exiftool"), "-q", "-charset", "iptc=Latin", "-overwrite_original", *words, path],
        check=True,
    )
    assert describe_file(path) == Description(keywords=("Zürich",), caption="Straße bei Nürnberg")


WORDS = (
    st.text(
        st.characters(
            exclude_categories=["Cs", "Cc", "Cn", "Co", "Zl", "Zp", "Nd"], min_codepoint=33
        ),
        min_size=1,
        max_size=12,
    )
    .map(as_keyword)
    .filter(lambda word: word and word.lower() not in ("true", "false"))  # no texts in its JSON
)


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(WORDS, unique=True, max_size=4).map(sorted),
    st.none() | WORDS,
    st.floats(-89, 89).map(lambda value: round(value, 5)),
    st.none() | st.integers(-14 * 60, 14 * 60),
)
def test_any_words_and_places_come_back_from_exiftool(
    tmp_path: Path, words: list[str], caption: str | None, place: float, offset_min: int | None
) -> None:
    add = Description(NOON_NS, place, place, tuple(words), None, caption, utc_offset_min=offset_min)
    path = tmp_path / "a.xmp"
    path.write_bytes(extended_xmp(None, add))
    said = exiftool(path)
    found = said.get("XMP-dc:Subject", [])
    assert [str(word) for word in (found if isinstance(found, list) else [found])] == words
    assert str(said.get("XMP-dc:Description", "")) == (caption or "")
    assert said["XMP-exif:GPSLatitude"] == pytest.approx(place, abs=2e-6)
    assert read_xmp(path.read_bytes()).utc_offset_min == offset_min
