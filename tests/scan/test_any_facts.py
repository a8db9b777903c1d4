"""Whatever a file says of itself, the other photos of its batch are stored and the scan goes on."""

from __future__ import annotations

import os
import sqlite3
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.sax.saxutils import quoteattr

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from imgsim_desktop.library import cache_writer
from imgsim_desktop.library.cache import CacheReader, CacheWriter
from imgsim_desktop.library.insertions import insert_content
from imgsim_desktop.library.paths import Home
from imgsim_desktop.listing.walk import walk
from imgsim_desktop.reading.descriptions import describe_file
from imgsim_desktop.reading.read import read_photo
from imgsim_desktop.records import Facts, FoundFile, Library, Reading, Reason
from imgsim_desktop.scan import scan
from tests.fakes import fake_network
from tests.library.conftest import ROOT, make_file, make_reading
from tests.reading.exif import Entry, exif_block, exif_of
from tests.reading.pictures import SHAPE, found, saved, scene

OTHERS = 60
FAR_OFF = st.integers(-(2**70), 2**70)
TAGS_MAIN = [270, 271, 272, 274, 305, 306, 315, 700, 0x4746, 0x9C9B, 0x9C9C, 0x9C9E, 0x9C9F, 33723]
TAGS_DETAIL = [
    0x829A, 0x829D, 0x8827, 0x9003, 0x9004, 0x9010, 0x9011, 0x9204, 0x9286, 0x9290, 0x9291, 0xA431,
]  # fmt: skip
DATES = st.builds(
    "{}{}{}{}{} {}:{}{}".format,
    st.sampled_from(["0000", "1601", "1826", "1970", "2019", "2262", "2566", "9999", "20", ""]),
    st.sampled_from(":-/. "), st.sampled_from(["01", " 1", "13", "00"]),
    st.sampled_from(":-/. "), st.sampled_from(["01", "31", " 9", "41"]),
    st.sampled_from(["12", " 9", "24", "99"]), st.sampled_from(["00", "60"]),
    st.sampled_from(["", ":00", ":59.999999999999", ":61", "+02:00", "Z"]),
).map(str.encode)  # fmt: skip
VALUES = st.one_of(
    st.tuples(st.sampled_from([1, 2, 6, 7, 129]), st.binary(max_size=24) | DATES),
    st.tuples(st.sampled_from([3, 8]), st.binary(min_size=2, max_size=2)),
    st.tuples(st.sampled_from([4, 9, 11]), st.binary(min_size=4, max_size=4)),
    st.tuples(
        st.sampled_from([5, 10, 12]), st.lists(st.binary(min_size=8, max_size=8)).map(b"".join)
    ),
)


def entries(tags: list[int]) -> st.SearchStrategy[list[Entry]]:
    one = st.tuples(st.sampled_from(tags), VALUES).map(lambda both: (both[0], *both[1]))
    return st.lists(one, max_size=6, unique_by=lambda entry: entry[0])


BLOCKS = st.builds(
    exif_block,
    entries(TAGS_MAIN),
    entries(TAGS_DETAIL),
    entries(list(range(8))),
    st.sampled_from("<>"),
)
PROPERTIES = [
    "exif:DateTimeOriginal", "photoshop:DateCreated", "xmp:CreateDate", "exif:GPSLatitude",
    "exif:GPSLongitude", "xmp:Rating", "dc:subject", "dc:description",
]  # fmt: skip
SAYINGS = (
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
    | FAR_OFF.map(str)
    | st.floats().map(str)
    | DATES.map(bytes.decode)
    | st.sampled_from(["2566-06-01T10:00:00", "9999-12-31T23:59:59Z", "999,99.9N", "47,22.5N"])
)


def packet(said: dict[str, str]) -> bytes:
    spaces = {
        "exif": "http://ns.adobe.com/exif/1.0/", "photoshop": "http://ns.adobe.com/photoshop/1.0/",
        "xmp": "http://ns.adobe.com/xap/1.0/", "dc": "http://purl.org/dc/elements/1.1/",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    }  # fmt: skip
    declared = " ".join(f'xmlns:{name}="{space}"' for name, space in spaces.items())
    words = " ".join(f"{name}={quoteattr(value)}" for name, value in said.items())
    inside = f"<rdf:RDF {declared}><rdf:Description {words}/></rdf:RDF>"
    return f'<x:xmpmeta xmlns:x="adobe:ns:meta/">{inside}</x:xmpmeta>'.encode()


@contextmanager
def a_cache() -> Iterator[tuple[CacheWriter, CacheReader]]:
    with TemporaryDirectory() as folder:
        home, library = Home(Path(folder)), Library("key", "Photos", (ROOT,))
        with CacheWriter(home, library) as writer:
            reader = CacheReader(home, library)
            try:
                yield writer, reader
            finally:
                reader.close()


OTHER_READINGS = [make_reading(f"{number}.jpg") for number in range(OTHERS)]


def stored_among_others(odd: Reading) -> tuple[int, int]:
    """Photos and failures after the odd one was stored in the middle of others."""
    with a_cache() as (writer, reader):
        half = OTHERS // 2
        readings = [*OTHER_READINGS[:half], odd, *OTHER_READINGS[half:]]
        ids = writer.store_batch(readings, np.ones((OTHERS + 1, 8), np.float32), "net-1")
        assert len(set(ids)) == OTHERS + 1
        assert {p.path for p in reader.photos()} >= {r.file.path for r in OTHER_READINGS}
        return reader.count(), len(reader.failures())


@settings(max_examples=60, deadline=None)
@given(BLOCKS, st.dictionaries(st.sampled_from(PROPERTIES), SAYINGS), FAR_OFF)
def test_any_exif_xmp_and_file_time_can_be_stored(
    block: bytes, said: dict[str, str], mtime_ns: int
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "odd.jpg"
        path.write_bytes(saved("JPEG", scene(32, 24), exif=block, xmp=packet(said)))
        file = FoundFile(path, path.parent, path.stat().st_size, mtime_ns, 1, 1)
        odd = read_photo(file, SHAPE)
        assert isinstance(odd, Reading), odd
        describe_file(path)
    assert stored_among_others(odd) == (OTHERS + 1, 0)


@settings(max_examples=60, deadline=None)
@given(size=FAR_OFF, mtime_ns=FAR_OFF, device=st.integers(0, 2**70), inode=st.integers(0, 2**70))
def test_any_answer_of_stat_can_be_stored(
    size: int, mtime_ns: int, device: int, inode: int
) -> None:
    file = FoundFile(ROOT / "odd.jpg", ROOT, size, mtime_ns, device, inode)
    with a_cache() as (writer, _):
        reading = make_reading("odd.jpg")
        writer.store_batch([Reading(**{**fields(reading), "file": file})], None, "net-1")
        [known] = writer.known_files().values()
        assert (known.mtime_ns, known.size_bytes) == (file.mtime_ns, file.size_bytes)
        assert writer.not_stored == 0


NUMBERS = [
    "width_px", "height_px", "taken_ns", "latitude", "longitude", "jpeg_quality", "sharpness",
    "rating", "palette_bits",
]  # fmt: skip
TEXTS = ["format", "camera", "camera_serial", "software"]
SLIPPED = st.one_of(
    st.tuples(st.sampled_from(NUMBERS), FAR_OFF | st.floats() | st.none()),
    st.tuples(st.sampled_from(TEXTS), st.text(st.characters(), max_size=9) | st.none()),
    st.tuples(st.just("keywords"), st.lists(st.text(st.characters(), max_size=9)).map(tuple)),
    st.tuples(st.just("exposure"), st.lists(FAR_OFF | st.floats() | st.none()).map(tuple)),
)


def fields(record: Any) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__dataclass_fields__}


@settings(max_examples=60, deadline=None)
@given(SLIPPED)
@example(("exposure", (float("inf"),)))
def test_a_fact_that_slipped_through_is_the_failure_of_its_own_file_alone(
    slipped: tuple[str, object],
) -> None:
    odd = make_reading("odd.jpg")
    object.__setattr__(odd.facts, *slipped)  # as a fault of ours would leave it
    photos, failures = stored_among_others(odd)
    assert photos + failures == OTHERS + 1


def test_the_failure_says_what_could_not_be_stored() -> None:
    odd = make_reading("odd.jpg")
    object.__setattr__(odd.facts, "taken_ns", 2**64)
    with a_cache() as (writer, reader):
        writer.store_batch([make_reading("good.jpg"), odd], None, "net-1")
        [failure] = reader.failures()
        assert (failure.file.path.name, failure.reason) == ("odd.jpg", Reason.NOT_STORABLE)
        assert "OverflowError" in failure.detail
        assert [photo.path.name for photo in reader.photos()] == ["good.jpg"]
        assert writer.not_stored == 1


def test_nothing_of_a_photo_stays_behind_where_a_part_of_it_could_not_be_stored() -> None:
    odd = make_reading("odd.jpg")
    object.__setattr__(odd.file, "mtime_ns", 2**70)  # its content is written before its file
    with a_cache() as (writer, reader):
        writer.store_batch([odd], np.ones((1, 8), np.float32), "net-1")
        assert [failure.file.path.name for failure in reader.failures()] == ["odd.jpg"]
        assert len(writer.vectors("net-1")[0]) == 0
        assert reader._number("SELECT count(*) FROM contents") == 0


@settings(max_examples=200)
@given(FAR_OFF, st.floats(), st.floats(), st.lists(st.floats() | st.none(), max_size=4))
def test_no_number_of_the_facts_is_beyond_what_can_be_counted_with(
    number: int, first: float, second: float, exposure: list[float | None]
) -> None:
    facts = Facts(
        number, number, "JPEG", taken_ns=number, latitude=first, longitude=second,
        jpeg_quality=number, sharpness=first, rating=number, exposure=tuple(exposure),
        palette_bits=number,
    )  # fmt: skip
    assert 0 <= facts.width_px == facts.height_px < 2**31
    assert facts.taken_ns is None or abs(facts.taken_ns) <= 2**62
    assert (facts.latitude is None) is (facts.longitude is None)
    assert facts.latitude is None or abs(facts.latitude) <= 90
    assert 0 <= facts.sharpness < float("inf")
    assert all(value is None or abs(value) <= 1e9 for value in facts.exposure)
    assert facts.rating in (None, -1, 0, 1, 2, 3, 4, 5)
    assert Facts(**fields(facts)) == facts  # bounded once is bounded for good


def test_a_scan_ends_and_says_which_file_could_not_be_stored(
    home: Home, library: Library, photos_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        (photos_folder / f"{number}.jpg").write_bytes(saved("JPEG", scene(40 + number, 30)))

    def insert(db: sqlite3.Connection, reading: Reading, reader_version: int) -> int:
        if reading.facts.width_px == 42:
            object.__setattr__(reading.facts, "jpeg_quality", 2**80)
        return insert_content(db, reading, reader_version)

    monkeypatch.setattr(cache_writer, "insert_content", insert)
    summary = scan(library, home, fake_network())
    assert (summary.photos, summary.read, summary.failed) == (4, 4, 1)
    with_reader = CacheReader(home, library)
    [failure] = with_reader.failures()
    with_reader.close()
    assert (failure.file.path.name, failure.reason) == ("2.jpg", Reason.NOT_STORABLE)


@pytest.mark.parametrize("year", [1901, 2262, 2286, 2400])
def test_a_file_time_out_of_range_is_kept_as_near_as_it_can_be(
    home: Home, library: Library, photos_folder: Path, year: int
) -> None:
    path = photos_folder / "odd.jpg"
    path.write_bytes(saved("JPEG", scene()))
    (photos_folder / "good.jpg").write_bytes(saved("JPEG", scene(80, 60)))
    seconds = (year - 1970) * 31_556_952
    try:
        os.utime(path, (seconds, seconds))
    except OverflowError:
        pytest.skip("this system keeps no such time")
    if int(path.stat().st_mtime) != seconds:
        pytest.skip("this file system keeps no such time")
    assert scan(library, home, fake_network()).photos == 2
    again = scan(library, home, fake_network())
    assert (again.photos, again.unchanged, again.read) == (2, 2, 0)


def test_a_date_of_the_buddhist_calendar_is_no_date(tmp_path: Path) -> None:
    path = tmp_path / "thai.jpg"
    path.write_bytes(saved("JPEG", scene(), exif=exif_of({}, {0x9003: "2566:06:01 10:00:00"})))
    reading = read_photo(found(path), SHAPE)
    assert isinstance(reading, Reading)
    assert reading.facts.taken_ns is None
    assert describe_file(path).taken_ns is None


def test_sizes_of_many_huge_files_still_add_up() -> None:
    with a_cache() as (writer, reader):
        huge = make_file("huge.jpg", size_bytes=2**63 - 1)
        odd = make_reading("huge.jpg")
        for number in range(3):
            file = FoundFile(ROOT / f"{number}.jpg", ROOT, huge.size_bytes, 0, 1, number)
            writer.store_batch([Reading(**{**fields(odd), "file": file})], None, "net-1")
        assert reader.status().size_bytes == 3 * 2**53


def test_the_walk_meets_a_file_whose_time_is_beyond_63_bits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(b"x")
    try:
        os.utime(path, (10**10, 10**10))
    except OverflowError:
        pytest.skip("this system keeps no such time")
    [met] = walk(Library("key", "name", (tmp_path,)), lambda _: True)
    assert isinstance(met, FoundFile)
    assert struct.pack("q", met.mtime_ns)
