"""What stands in a file is found wherever it stands, and is the same for scan and commit."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PIL.PngImagePlugin import PngInfo
from PIL.TiffImagePlugin import IFDRational as Q
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from imgsim_desktop.reading.descriptions import describe_file
from imgsim_desktop.reading.read import read_photo
from imgsim_desktop.reading.xmp import extended_xmp
from imgsim_desktop.records import Description, Facts, Reading
from tests.pictures import let_pillow_write_heic
from tests.reading.exif import exif_block, exif_of, iptc_segment, with_segment
from tests.reading.pictures import SHAPE, dng, found, saved, scene

SECOND = 10**9


def ns(*when: int) -> int:
    return int(datetime(*when, tzinfo=UTC).timestamp()) * SECOND  # type: ignore[misc, arg-type]


NOON = ns(2019, 6, 1, 12, 30, 5)
SHOT = {0x9003: "2019:06:01 12:30:05"}
WORDS = Description(NOON, 47.375, 8.54, ("Fête", "sea"), 4, "Straße, 東京", utc_offset_min=120)
PACKET = extended_xmp(None, WORDS)


def both(tmp_path: Path, content: bytes, name: str = "a.jpg") -> tuple[Facts, Description]:
    """What the scan and what a commit know of it."""
    path = tmp_path / name
    path.write_bytes(content)
    reading = read_photo(found(path), SHAPE)
    assert isinstance(reading, Reading), reading
    return reading.facts, describe_file(path)


def jpeg(**options: Any) -> bytes:
    return saved("JPEG", scene(), **options)


def as_png() -> bytes:
    info = PngInfo()
    info.add_itxt("XML:com.adobe.xmp", PACKET.decode())
    return saved("PNG", scene(), pnginfo=info)


def as_tiff() -> bytes:
    tags = ImageFileDirectory_v2()
    tags[700] = PACKET
    return saved("TIFF", scene(), tiffinfo=tags)


CONTAINERS = {
    "a.jpg": lambda: jpeg(xmp=PACKET),
    "a.png": as_png,
    "a.tif": as_tiff,
    "a.webp": lambda: saved("WEBP", scene(), xmp=PACKET),
    "a.avif": lambda: saved("AVIF", scene(), xmp=PACKET),
}


@pytest.mark.parametrize("name", sorted(CONTAINERS))
def test_date_place_and_words_in_xmp_inside_are_known(tmp_path: Path, name: str) -> None:
    facts, said = both(tmp_path, CONTAINERS[name](), name)
    assert said == WORDS
    assert (facts.taken_ns, facts.utc_offset_min, facts.is_shot_time) == (NOON, 120, True)
    assert (facts.latitude, facts.longitude) == (47.375, 8.54)
    assert (facts.keywords, facts.rating) == (("Fête", "sea"), 4)


def test_xmp_in_heic_is_known(tmp_path: Path) -> None:
    let_pillow_write_heic()
    facts, said = both(tmp_path, saved("HEIF", scene(), xmp=PACKET), "a.heic")
    assert said == WORDS
    assert facts.keywords == WORDS.keywords


def test_xmp_in_raw_is_known(tmp_path: Path) -> None:
    _, said = both(tmp_path, dng(more={700: (1, PACKET)}), "a.dng")
    assert said == WORDS
    assert both(tmp_path, dng(), "b.dng")[1] == Description()


def test_only_the_moment_of_the_shot_is_carried_and_that_of_saving_is_shown(tmp_path: Path) -> None:
    facts, said = both(tmp_path, jpeg(exif=exif_of({306: "2023:02:11 21:13:44"})))
    assert (facts.taken_ns, facts.is_shot_time) == (ns(2023, 2, 11, 21, 13, 44), False)
    assert not said
    digitised = {0x9004: "2021:01:02 03:04:05"}
    facts, said = both(tmp_path, jpeg(exif=exif_of({306: "2023:02:11 21:13:44"}, digitised)))
    assert (facts.taken_ns, facts.is_shot_time) == (ns(2021, 1, 2, 3, 4, 5), False)
    assert said == Description(made_ns=ns(2021, 1, 2, 3, 4, 5))
    facts, said = both(tmp_path, jpeg(exif=exif_of({306: "2023:02:11 21:13:44"}, SHOT)))
    assert (facts.taken_ns, facts.is_shot_time, said.taken_ns) == (NOON, True, NOON)


def test_offset_and_fraction_of_the_shot_are_known(tmp_path: Path) -> None:
    detail = {**SHOT, 0x9291: "25", 0x9011: "+02:00", 0x9010: "+05:00"}
    facts, said = both(tmp_path, jpeg(exif=exif_of({}, detail)))
    assert (facts.taken_ns, facts.utc_offset_min) == (NOON + SECOND // 4, 120)
    assert (said.taken_ns, said.utc_offset_min) == (NOON + SECOND // 4, 120)


def test_exif_knows_the_fraction_and_xmp_the_offset_of_one_moment(tmp_path: Path) -> None:
    exif = exif_of({}, {**SHOT, 0x9291: "25"})
    _, said = both(tmp_path, jpeg(exif=exif, xmp=PACKET))
    assert (said.taken_ns, said.utc_offset_min) == (NOON + SECOND // 4, 120)


@pytest.mark.parametrize(
    ("text", "expected", "step_s"),
    [
        ("2019:06:01  9:05:07", ns(2019, 6, 1, 9, 5, 7), 1),
        ("2019: 6: 2 10: 0: 0", ns(2019, 6, 2, 10), 1),
        ("2019:06:03 10:00", ns(2019, 6, 3, 10), 60),
        ("2019:06:04", ns(2019, 6, 4), 86_400),
        ("1980:01:01 00:00:00", None, 1),
        ("2566:06:01 10:00:00", None, 1),
    ],
)
def test_dates_as_old_cameras_write_them(
    tmp_path: Path, text: str, expected: int | None, step_s: int
) -> None:
    facts, said = both(tmp_path, jpeg(exif=exif_of({}, {0x9003: text})))
    assert (facts.taken_ns, facts.taken_step_s) == (expected, step_s)
    assert (said.taken_ns, said.taken_step_s) == (expected, step_s)


@pytest.mark.parametrize(
    ("gps", "expected"),
    [
        ({1: "N", 2: (Q(47), Q(2250, 100), Q(0, 0)), 3: "E", 4: (Q(8), Q(3240, 100), Q(0, 0))},
         (47.375, 8.54)),
        ({1: "s", 2: (Q(33), Q(51), Q(30)), 3: "w", 4: (Q(70), Q(40), Q(12))},
         (-33.8583333, -70.67)),
        ({1: "South", 2: (Q(33), Q(5150, 100)), 3: "West", 4: (Q(7067, 100),)},
         (-33.8583333, -70.67)),
        ({2: (Q(33), Q(51), Q(30)), 4: (Q(70), Q(40), Q(12))}, (None, None)),
    ],
)  # fmt: skip
def test_places_as_devices_write_them(
    tmp_path: Path, gps: dict[int, Any], expected: tuple[float | None, float | None]
) -> None:
    facts, said = both(tmp_path, jpeg(exif=exif_of(gps=gps)))
    assert (facts.latitude, facts.longitude) == (said.latitude, said.longitude)
    if expected[0] is None:
        assert said.latitude is None
    else:
        assert (said.latitude, said.longitude) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("kind", [2, 129])
@pytest.mark.parametrize("order", "<>")
@pytest.mark.parametrize("text", ["Straße bei Zürich, 東京", "ok", "abc"])
def test_a_caption_of_exif_in_utf_8_is_read(
    tmp_path: Path, kind: int, order: str, text: str
) -> None:
    block = exif_block([(270, kind, text.encode() + b"\0")], order=order)
    assert both(tmp_path, jpeg(exif=block))[1].caption == text


def test_texts_of_exif_3_are_read_among_others(tmp_path: Path) -> None:
    block = exif_block(
        [(270, 129, "東京\0".encode()), (271, 2, b"Maker\0"), (272, 129, "小さい\0".encode())],
        [(0x9003, 2, b"2019:06:01 12:30:05\0"), (0xA431, 129, "№ 7\0".encode())],
    )
    facts, said = both(tmp_path, jpeg(exif=block))
    assert (said.caption, facts.camera, facts.camera_serial) == ("東京", "Maker 小さい", "№ 7")
    assert facts.taken_ns == NOON


def test_a_camera_named_in_utf_8_is_shown_by_its_name(tmp_path: Path) -> None:
    block = exif_block([(271, 2, "小米\0".encode())])
    assert both(tmp_path, jpeg(exif=block))[0].camera == "小米"


IPTC = (((2, 25), "Zürich"), ((2, 25), "Fête"), ((2, 120), "Straße bei Nürnberg"))


def iptc(name: str, *more: tuple[tuple[int, int], bytes]) -> bytes:
    words = [(key, text.encode(name)) for key, text in IPTC]
    return with_segment(jpeg(), iptc_segment(*more, *words))


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("latin-1", ()), ("utf-8", ()), ("utf-8", (((1, 90), b"\x1b%G"),)),
        ("cp1252", (((1, 90), b"\x1b-A"),)),
    ],
)  # fmt: skip
def test_iptc_is_read_by_its_declared_or_evident_set(
    tmp_path: Path, name: str, more: tuple[tuple[tuple[int, int], bytes], ...]
) -> None:
    facts, said = both(tmp_path, iptc(name, *more))
    assert said == Description(keywords=("Fête", "Zürich"), caption="Straße bei Nürnberg")
    assert facts.keywords == ("Fête", "Zürich")


def test_the_date_of_iptc_is_known_with_its_offset(tmp_path: Path) -> None:
    dated = with_segment(jpeg(), iptc_segment(((2, 55), b"20190601"), ((2, 60), b"123005+0200")))
    facts, said = both(tmp_path, dated)
    assert said == Description(taken_ns=NOON, utc_offset_min=120)
    assert facts.taken_ns == NOON
    day = with_segment(jpeg(), iptc_segment(((2, 55), b"20190601")))
    assert both(tmp_path, day)[1] == Description(taken_ns=ns(2019, 6, 1), taken_step_s=86_400)
    unknown = with_segment(jpeg(), iptc_segment(((2, 55), b"19870000")))
    assert both(tmp_path, unknown)[1] == Description()


def test_iptc_of_a_tiff_is_read(tmp_path: Path) -> None:
    tags = ImageFileDirectory_v2()
    tags[33723] = b"\x1c\x02\x19\x00\x03sea"
    tags.tagtype[33723] = 1
    facts, said = both(tmp_path, saved("TIFF", scene(), tiffinfo=tags), "a.tif")
    assert facts.keywords == said.keywords == ("sea",)


def test_records_behind_a_damaged_one_are_lost_and_those_before_it_are_not(tmp_path: Path) -> None:
    segment = iptc_segment(((2, 25), b"sea"), ((2, 25), b"boat"))
    broken = segment.replace(b"\x1c\x02\x19\x00\x04", b"\x1c\x02\x19\x7f\xff")
    assert both(tmp_path, with_segment(jpeg(), broken))[1].keywords == ("sea",)


@pytest.mark.parametrize(
    ("main", "detail", "caption"),
    [
        ({}, {0x9286: b"ASCII\0\0\0a comment"}, "a comment"),
        ({}, {0x9286: b"UNICODE\0" + "Straße".encode("utf-16-le")}, "Straße"),
        ({0x9C9C: "Anmerkung ß".encode("utf-16-le")}, {}, "Anmerkung ß"),
        ({0x9C9F: "Betreff".encode("utf-16-le")}, {}, "Betreff"),
        ({270: "Title", 0x9C9B: "Title".encode("utf-16-le")}, {}, "Title"),
        ({270: "what", 0x9C9F: "why".encode("utf-16-le")}, {0x9286: b"ASCII\0\0\0how"},
         "what\nhow\nwhy"),
        ({270: "OLYMPUS DIGITAL CAMERA"}, {0x9286: b"ASCII\0\0\0mine"}, "mine"),
        ({}, {0x9286: b"ASCII\0\0\0" + bytes(60)}, None),
        ({}, {0x9286: bytes(8) + bytes(range(60))}, None),
    ],
)  # fmt: skip
def test_comments_titles_and_subjects_are_not_lost(
    tmp_path: Path, main: dict[int, Any], detail: dict[int, Any], caption: str | None
) -> None:
    _, said = both(tmp_path, jpeg(exif=exif_of(main, detail)))
    assert (said.caption, said.unread) == (caption, ())


MOSCOW = "Москва".encode("cp1251")


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (jpeg(exif=exif_block([(270, 2, MOSCOW + b"\0")])), "caption"),
        (jpeg(exif=exif_block(detail=[(0x9286, 7, b"ASCII\0\0\0" + MOSCOW)])), "caption"),
        (with_segment(jpeg(), iptc_segment(((2, 120), MOSCOW))), "caption"),
        (with_segment(jpeg(), iptc_segment(((2, 25), MOSCOW), ((2, 25), b"sea"))), "keyword"),
    ],
)
def test_a_text_that_cannot_be_told_is_no_word_and_is_not_forgotten(
    tmp_path: Path, content: bytes, part: str
) -> None:
    facts, said = both(tmp_path, content)
    assert said.caption is None
    assert set(facts.keywords) <= {"sea"}
    [unread] = said.unread
    assert unread.startswith(f"{part}:")
    assert unread.endswith(MOSCOW.hex())


def test_a_text_that_stands_readable_elsewhere_is_read_there(tmp_path: Path) -> None:
    segment = iptc_segment(((2, 25), MOSCOW), ((2, 120), MOSCOW))
    xmp = extended_xmp(None, Description(keywords=("Москва",), caption="Москва"))
    _, said = both(tmp_path, with_segment(jpeg(xmp=xmp), segment))
    assert said == Description(keywords=("Москва",), caption="Москва")
    (tmp_path / "b.jpg.xmp").write_bytes(extended_xmp(None, Description(caption="by hand")))
    _, said = both(tmp_path, jpeg(exif=exif_block([(270, 2, MOSCOW + b"\0")])), "b.jpg")
    assert said == Description(caption="by hand")


def test_a_broken_packet_leaves_the_rest_to_be_read(tmp_path: Path) -> None:
    exif = exif_of({270: "words", 0x4746: 3})
    for packet in (b"<x:xmpmeta", b"<a>" * 3_000, b"<!DOCTYPE a>" + PACKET):
        facts, said = both(tmp_path, jpeg(exif=exif, xmp=packet))
        assert said == Description(caption="words", rating=3)
        assert facts.rating == 3


def test_the_picture_of_a_file_is_let_go_whatever_it_says(tmp_path: Path) -> None:
    content = jpeg(
        exif=exif_block([(270, 5, bytes(8)), (700, 12, bytes(16))], [(0x9286, 3, b"ab")])
    )
    assert not both(tmp_path, content)[1]
