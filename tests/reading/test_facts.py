"""Facts from headers and pixels; broken metadata never fails a photo."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from imgsim_desktop.reading.facts import is_blank, sharpness
from imgsim_desktop.reading.read import read_photo
from imgsim_desktop.records import Facts, Reading
from tests.reading.exif import exif_of
from tests.reading.pictures import SHAPE, dng, found, saved, scene

SECOND = 1_000_000_000


def facts_of(tmp_path: Path, content: bytes, name: str = "a.jpg") -> Facts:
    path = tmp_path / name
    path.write_bytes(content)
    reading = read_photo(found(path), SHAPE)
    assert isinstance(reading, Reading), reading
    return reading.facts


def jpeg(**options: Any) -> bytes:
    return saved("JPEG", scene(), **options)


def utc_ns(*when: int) -> int:
    return int(datetime(*when, tzinfo=UTC).timestamp()) * SECOND  # type: ignore[misc, arg-type]


def test_a_bare_picture_has_no_facts_but_its_size(tmp_path: Path) -> None:
    facts = facts_of(tmp_path, saved("PNG"), "a.png")
    assert (facts.width_px, facts.height_px, facts.format) == (96, 64, "PNG")
    assert facts.taken_ns is None
    assert facts.camera is None
    assert facts.jpeg_quality is None
    assert facts.keywords == ()
    assert not facts.has_exif


def test_camera_serial_and_software_are_read(tmp_path: Path) -> None:
    exif = exif_of({271: "Canon", 272: "Canon EOS 5D\0", 305: "GIMP"}, {0xA431: "0042"})
    facts = facts_of(tmp_path, jpeg(exif=exif))
    assert (facts.camera, facts.camera_serial) == ("Canon EOS 5D", "0042")
    assert facts.software == "GIMP"
    assert facts.has_exif


@pytest.mark.parametrize(
    ("make", "model", "camera"),
    [("SONY", "DSC-1", "SONY DSC-1"), ("NIKON CORPORATION", "NIKON D70", "NIKON D70"),
     ("Apple", "iPhone 13", "Apple iPhone 13"), ("Maker", "", "Maker"), ("", "Model", "Model"),
     ("", "", None)],
)  # fmt: skip
def test_a_camera_is_named_once(make: str, model: str, camera: str | None, tmp_path: Path) -> None:
    exif = exif_of({271: make, 272: model})
    assert facts_of(tmp_path, jpeg(exif=exif)).camera == camera


@pytest.mark.parametrize(
    ("main", "detail", "expected"),
    [
        ({}, {0x9003: "2020:05:06 07:08:09"}, utc_ns(2020, 5, 6, 7, 8, 9)),
        ({}, {0x9003: "2020:05:06 07:08:09", 0x9291: "25"},
         utc_ns(2020, 5, 6, 7, 8, 9) + SECOND // 4),
        # the offset is no part of it: a copy that lost the tag must not move
        ({}, {0x9003: "2020:05:06 07:08:09", 0x9011: "+02:00"}, utc_ns(2020, 5, 6, 7, 8, 9)),
        ({306: "2021:01:01 00:00:00"}, {0x9003: "0000:00:00 00:00:00"}, utc_ns(2021, 1, 1)),
        ({306: "2021:01:01 00:00:00"}, {0x9004: "2020:01:01 00:00:00"}, utc_ns(2020, 1, 1)),
        ({306: "2021-01-01T00:00:00"}, {}, utc_ns(2021, 1, 1)),
        ({306: "1965:01:01 00:00:00"}, {}, utc_ns(1965, 1, 1)),
        ({306: "2021:13:41 00:00:00"}, {}, None),
        ({306: "yesterday"}, {}, None),
        ({306: "0001:01:01 00:00:00"}, {}, None),
    ],
)  # fmt: skip
def test_the_time_is_that_of_the_shutter_by_the_cameras_clock(
    main: dict[int, Any], detail: dict[int, Any], expected: int | None, tmp_path: Path
) -> None:
    assert facts_of(tmp_path, jpeg(exif=exif_of(main, detail))).taken_ns == expected


def dms(degrees: int, minutes: int, seconds: float) -> tuple[IFDRational, ...]:
    return IFDRational(degrees), IFDRational(minutes), IFDRational(round(seconds * 100), 100)


@pytest.mark.parametrize(
    ("gps", "expected"),
    [
        ({1: "N", 2: dms(46, 30, 0), 3: "E", 4: dms(7, 15, 0)}, (46.5, 7.25)),
        ({1: "S", 2: dms(33, 0, 36), 3: "W", 4: dms(70, 0, 0)}, (-33.01, -70.0)),
        ({1: "N", 2: dms(91, 0, 0), 3: "E", 4: dms(7, 0, 0)}, (None, None)),
        ({1: "N", 2: dms(46, 0, 0)}, (None, None)),
        ({1: "N", 2: dms(0, 0, 0), 3: "E", 4: dms(0, 0, 0)}, (None, None)),
        ({1: "N", 2: (IFDRational(1, 0),) * 3, 3: "E", 4: dms(7, 0, 0)}, (None, None)),
    ],
)
def test_the_position_is_in_degrees_or_absent(
    gps: dict[int, Any], expected: tuple[float | None, float | None], tmp_path: Path
) -> None:
    facts = facts_of(tmp_path, jpeg(exif=exif_of(gps=gps)))
    assert (facts.latitude, facts.longitude) == expected


@pytest.mark.parametrize(("mode", "bits"), [("1", 1), ("P", 8), ("L", None), ("RGB", None)])
def test_a_picture_of_few_colours_is_known_as_one(
    mode: str, bits: int | None, tmp_path: Path
) -> None:
    facts = facts_of(tmp_path, saved("PNG", scene().convert(mode)), "few.png")
    assert facts.palette_bits == bits


@pytest.mark.parametrize("quality", [1, 10, 35, 50, 75, 85, 90, 95, 100])
def test_jpeg_quality_is_found_again(quality: int, tmp_path: Path) -> None:
    found_quality = facts_of(tmp_path, jpeg(quality=quality)).jpeg_quality
    assert found_quality is not None
    assert abs(found_quality - quality) <= 2


XMP = b"""<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF><rdf:Description xmp:Rating="4">
<dc:subject><rdf:Bag><rdf:li>sea</rdf:li><rdf:li>Mum &amp; Dad</rdf:li><rdf:li>sea</rdf:li>
</rdf:Bag></dc:subject></rdf:Description></rdf:RDF></x:xmpmeta>"""


@pytest.mark.parametrize("name", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_keywords_and_rating_come_from_xmp(name: str, tmp_path: Path) -> None:
    if name == "PNG":
        from PIL.PngImagePlugin import PngInfo

        info = PngInfo()
        info.add_itxt("XML:com.adobe.xmp", XMP.decode())
        data = saved("PNG", scene(), pnginfo=info)
    else:
        data = saved(name, scene(), xmp=XMP)
    facts = facts_of(tmp_path, data)
    assert facts.keywords == ("Mum & Dad", "sea")
    assert facts.rating == 4


def test_keywords_of_windows_and_its_rating_are_read(tmp_path: Path) -> None:
    exif = exif_of({0x9C9E: "sea;hills".encode("utf-16-le") + b"\0\0", 0x4746: 3})
    facts = facts_of(tmp_path, jpeg(exif=exif))
    assert facts.keywords == ("hills", "sea")
    assert facts.rating == 3


def test_keywords_come_from_iptc(tmp_path: Path) -> None:
    records = b"".join(
        b"\x1c\x02\x19" + len(word).to_bytes(2, "big") + word for word in (b"sea", b"boat")
    )
    block = b"8BIM\x04\x04\0\0" + len(records).to_bytes(4, "big") + records + b"\0"
    segment = b"Photoshop 3.0\0" + block
    data = jpeg()
    data = data[:2] + b"\xff\xed" + (len(segment) + 2).to_bytes(2, "big") + segment + data[2:]
    assert facts_of(tmp_path, data).keywords == ("boat", "sea")


def test_raw_carries_its_facts(tmp_path: Path) -> None:
    facts = facts_of(tmp_path, dng(), "a.dng")
    assert facts.camera == "Maker Model One"
    assert (facts.width_px, facts.height_px) == (192, 128)


def test_scrambled_exif_never_fails_a_photo(tmp_path: Path) -> None:
    exif = exif_of(
        {271: "Canon", 306: "2020:01:01 00:00:00", 0x4746: 3},
        {0x9003: "2020:05:06 07:08:09", 0xA431: "1"},
        {1: "N", 2: dms(46, 30, 0), 3: "E", 4: dms(7, 15, 0)},
    )
    data = jpeg(exif=exif)
    start = data.index(b"Exif\0\0") + 6
    end = start + len(exif) - 6
    rng = random.Random(3)
    for _ in range(150):
        broken = bytearray(data)
        for _ in range(rng.randint(1, 12)):
            broken[rng.randrange(start, end)] = rng.randrange(256)
        facts = facts_of(tmp_path, bytes(broken))
        assert {facts.width_px, facts.height_px} == {96, 64}


def test_a_sharper_picture_has_a_higher_sharpness() -> None:
    rng = np.random.default_rng(2)
    sharp = rng.integers(0, 255, (60, 80), np.uint8)
    soft = np.asarray(Image.fromarray(sharp).resize((20, 15)).resize((80, 60)))
    assert sharpness(sharp) > 4 * sharpness(soft) > 0
    assert sharpness(np.full((60, 80), 9, np.uint8)) == 0
    assert sharpness(np.zeros((1, 1), np.uint8)) == 0


def test_nearly_one_colour_is_blank() -> None:
    black = np.zeros((100, 100, 3), np.uint8)
    assert is_blank(black)
    assert is_blank(np.full((1, 1, 3), 200, np.uint8))
    rng = np.random.default_rng(1)
    assert is_blank((200 + rng.integers(-3, 4, (100, 100, 3))).astype(np.uint8))
    speck = black.copy()
    speck[:5, :5] = 255
    assert is_blank(speck)
    written = black.copy()
    written[:20, :20] = 255
    assert not is_blank(written)
    assert not is_blank(np.asarray(scene()))


def test_the_exposure_is_read_as_the_camera_wrote_it(tmp_path: Path) -> None:
    detail = {0x829A: 0.025, 0x829D: 2.2, 0x8827: 32, 0x9204: -1.0}
    assert facts_of(tmp_path, jpeg(exif=exif_of({}, detail))).exposure == (0.025, 2.2, 32.0, -1.0)
    only_time = facts_of(tmp_path, jpeg(exif=exif_of({}, {0x829A: 0.5})))
    assert only_time.exposure == (0.5, None, None, None)
    assert facts_of(tmp_path, jpeg()).exposure == ()
