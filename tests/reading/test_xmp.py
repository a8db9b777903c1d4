"""Sidecars are read as other programs write them, and extended without losing a word."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgsim_desktop.reading.xmp import (
    as_keyword,
    extended_xmp,
    has_edits,
    read_xmp,
    reduced_xmp,
    sidecar_of,
)
from imgsim_desktop.records import Description

NOON_NS = int(datetime(2019, 6, 1, 12, 30, 5, tzinfo=UTC).timestamp()) * 10**9
ALL = Description(NOON_NS, 51.5020567, -0.1243, ("Anna", "sea & <sand>"), 4, "Am Meer\nim Juni")

DARKTABLE = b"""<?xml version="1.0" encoding="UTF-8"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="XMP Core 4.4.0-Exiv2">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:exif="http://ns.adobe.com/exif/1.0/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:darktable="http://darktable.sf.net/"
   exif:DateTimeOriginal="2019-06-01T12:30:05.250+02:00"
   exif:GPSLatitude="51,30,15N"
   exif:GPSLongitude="0,7.458W"
   xmp:Rating="3"
   darktable:history_end="8">
   <!-- a comment of somebody's -->
   <dc:subject>
    <rdf:Seq>
     <rdf:li>Anna</rdf:li>
    </rdf:Seq>
   </dc:subject>
   <darktable:history><rdf:Seq><rdf:li darktable:params="7800c93"/></rdf:Seq></darktable:history>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
"""


def test_everything_that_is_written_is_read_again() -> None:
    written = extended_xmp(None, ALL)
    assert read_xmp(written) == ALL
    assert written.startswith(b"<?xpacket")
    assert extended_xmp(written, ALL) == written


def test_what_darktable_wrote_is_understood() -> None:
    found = read_xmp(DARKTABLE)
    assert found.taken_ns == NOON_NS + 250_000_000
    assert found.latitude == pytest.approx(51 + 30 / 60 + 15 / 3600)
    assert found.longitude == pytest.approx(-7.458 / 60)
    assert (found.keywords, found.rating, found.caption) == (("Anna",), 3, None)


def test_what_was_there_stays_and_only_the_new_is_added() -> None:
    extended = extended_xmp(DARKTABLE, ALL)
    assert read_xmp(extended) == Description(
        taken_ns=NOON_NS + 250_000_000,
        latitude=read_xmp(DARKTABLE).latitude,
        longitude=read_xmp(DARKTABLE).longitude,
        keywords=("Anna", "sea & <sand>"),
        rating=3,
        caption="Am Meer\nim Juni",
        utc_offset_min=120,
    )
    for word in (b"somebody's", b'darktable:history_end="8"', b'params="7800c93"', b"4.4.0-Exiv2"):
        assert word in extended
    assert extended.count(b"<dc:subject>") == 1
    assert extended.startswith(b"<?xml")


def test_a_file_that_says_it_all_is_not_written_again() -> None:
    assert extended_xmp(DARKTABLE, Description(keywords=("Anna",), rating=1)) == DARKTABLE


def test_a_zoneless_minute_and_a_plain_text_are_enough() -> None:
    plain = b"""<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
      xmlns:d="http://purl.org/dc/elements/1.1/" xmlns:p="http://ns.adobe.com/photoshop/1.0/">
      <r:Description r:about="uuid:1"><d:subject>one</d:subject><d:description/>
      <p:DateCreated>2019-06-01T12:30</p:DateCreated></r:Description></r:RDF>"""
    assert read_xmp(plain) == Description(
        taken_ns=NOON_NS - 5 * 10**9, keywords=("one",), taken_step_s=60
    )
    extended = extended_xmp(plain, ALL)
    assert read_xmp(extended).keywords == ("Anna", "one", "sea & <sand>")
    assert read_xmp(extended).caption == ALL.caption
    assert extended.count(b'about="uuid:1"') == 2


def test_rdf_without_a_prefix_is_extended_too() -> None:
    bare = b"""<RDF xmlns="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
      xmlns:d="http://purl.org/dc/elements/1.1/"><Description><d:subject><Bag><li>x</li></Bag>
      </d:subject></Description></RDF>"""
    assert read_xmp(extended_xmp(bare, ALL)).keywords == ("Anna", "sea & <sand>", "x")
    assert read_xmp(extended_xmp(bare, ALL)).caption == ALL.caption


@pytest.mark.parametrize(
    "data",
    [
        b"no xml",
        b"",
        b"<a/>",
        b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
        b"<?xml version='1.0' encoding='klingon'?><a/>",
        b" " * (16 << 20) + b"<a/>",
    ],
)
def test_what_is_no_xmp_is_refused_and_never_written(data: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        extended_xmp(data, ALL)


@pytest.mark.parametrize(
    ("text", "known"),
    [("51,30.5N", True), ("91,0.0N", False), ("51.5", False), ("51,30.5E", False), ("", False)],
)
def test_a_place_that_makes_no_sense_is_none(text: str, known: bool) -> None:
    data = extended_xmp(None, ALL).replace(b"51,30.123402N", text.encode())
    assert (read_xmp(data).latitude is not None) is known
    assert (read_xmp(data).longitude is not None) is known


def test_a_date_that_makes_no_sense_is_none() -> None:
    data = extended_xmp(None, ALL).replace(b"2019-06-01", b"2019-13-41")
    assert read_xmp(data).taken_ns is None


WORDS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cn"], exclude_characters="\ufffe\uffff"),
    min_size=1, max_size=20,
).map(as_keyword).filter(bool)  # fmt: skip
DESCRIPTIONS = st.builds(
    Description,
    taken_ns=st.none() | st.integers(10**5, 1_500_000_000).map(lambda seconds: seconds * 10**9),
    latitude=st.just(12.5),
    longitude=st.floats(-180, 180).map(lambda value: round(value, 6)),
    keywords=st.lists(WORDS, unique=True, max_size=4).map(lambda found: tuple(sorted(found))),
    rating=st.none() | st.sampled_from([-1, 1, 2, 3, 4, 5]),
    caption=st.none() | WORDS,
)


@settings(max_examples=60)
@given(DESCRIPTIONS, DESCRIPTIONS)
def test_any_description_survives_and_a_second_one_takes_nothing_away(
    first: Description, second: Description
) -> None:
    written = extended_xmp(None, first)
    found = read_xmp(written)
    assert found.longitude == pytest.approx(first.longitude, abs=2e-6)
    assert (found.taken_ns, found.keywords, found.rating, found.caption) == (
        first.taken_ns, first.keywords, first.rating, first.caption,
    )  # fmt: skip
    both = read_xmp(extended_xmp(written, second))
    assert set(both.keywords) == {*first.keywords, *second.keywords}
    assert both.caption == (second.caption if first.caption is None else first.caption)
    assert both.rating == (second.rating if first.rating is None else first.rating)
    assert both.longitude == found.longitude


def test_a_sidecar_keeps_the_photos_whole_name_unless_adobes_is_there(tmp_path: Path) -> None:
    photo = tmp_path / "IMG_1.CR2"
    assert sidecar_of(photo) == tmp_path / "IMG_1.CR2.xmp"
    (tmp_path / "IMG_1.xmp").touch()
    assert sidecar_of(photo) == tmp_path / "IMG_1.xmp"
    (tmp_path / "IMG_1.CR2.xmp").touch()
    assert sidecar_of(photo) == tmp_path / "IMG_1.CR2.xmp"


def test_a_sidecar_in_capitals_is_the_one_there_is(tmp_path: Path) -> None:
    """As old cameras and Windows programs write it: no second one is put beside it."""
    photo = tmp_path / "IMG_1.CR2"
    (tmp_path / "IMG_1.XMP").touch()
    assert sidecar_of(photo).samefile(tmp_path / "IMG_1.XMP")
    (tmp_path / "IMG_1.CR2.XMP").touch()
    assert sidecar_of(photo).samefile(tmp_path / "IMG_1.CR2.XMP")


def test_words_are_taken_out_and_everything_else_stays() -> None:
    tagged = extended_xmp(DARKTABLE, Description(keywords=("dune", "sea")))
    known = read_xmp(DARKTABLE)
    assert read_xmp(reduced_xmp(tagged, ["dune", "sea"])) == known
    without = reduced_xmp(tagged, ["Anna", "dune", "sea"])
    assert read_xmp(without) == replace(known, keywords=())
    assert b"dc:subject" not in without
    assert b"a comment of somebody's" in without
    assert b"7800c93" in without
    assert reduced_xmp(tagged, ["nothing of this"]) == tagged


@given(st.lists(WORDS, unique=True, max_size=4), st.lists(WORDS, unique=True, min_size=1))
def test_a_word_that_is_added_and_taken_out_leaves_the_others(
    mine: list[str], added: list[str]
) -> None:
    old = extended_xmp(None, Description(keywords=tuple(mine), rating=2))
    new = [word for word in added if word not in mine]
    both = extended_xmp(old, Description(keywords=tuple(new)))
    assert read_xmp(reduced_xmp(both, new)) == read_xmp(old)


def test_a_block_of_the_program_goes_with_its_last_word() -> None:
    old = extended_xmp(None, Description(rating=4))
    tagged = extended_xmp(old, Description(keywords=("sea",)))
    assert tagged.count(b"<rdf:Description") == 2
    assert reduced_xmp(tagged, ["sea"]).count(b"<rdf:Description") == 1


@pytest.mark.parametrize(
    ("typed", "word"), [("  sea\tside\n", "sea side"), ("\0\ud800 ", ""), ("海\u3000边", "海 边")]
)
def test_a_keyword_is_one_line_that_xml_can_hold(typed: str, word: str) -> None:
    assert as_keyword(typed) == word


def with_attributes(words: str) -> bytes:
    return DARKTABLE.replace(b'xmp:Rating="3"', words.encode())


@pytest.mark.parametrize(
    ("words", "add", "part"),
    [
        ('exif:GPSLatitude="somewhere"', Description(latitude=1.0, longitude=2.0), "place"),
        ('xmp:Rating="many"', Description(rating=4), "rating"),
    ],
)
def test_what_cannot_be_said_beside_nonsense_is_an_error_and_written_nowhere(
    words: str, add: Description, part: str
) -> None:
    old = with_attributes(words).replace(b'exif:GPSLatitude="51,30,15N"', b"")
    with pytest.raises(ValueError, match=f"its {part} cannot be said in it"):
        extended_xmp(old, add)


def test_what_says_nothing_is_filled_in_and_no_property_stands_twice() -> None:
    old = with_attributes('xmp:Rating="0" photoshop:DateCreated=""').replace(
        b"xmlns:dc=", b'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:dc='
    ).replace(b'exif:DateTimeOriginal="2019-06-01T12:30:05.250+02:00"', b"")  # fmt: skip
    new = extended_xmp(old, ALL)
    assert (read_xmp(new).rating, read_xmp(new).taken_ns) == (4, NOON_NS)
    assert new.count(b"Rating") == 1
    assert new.count(b"DateCreated") == 1
    element = old.replace(b'xmp:Rating="0"', b"").replace(
        b"<dc:subject>", b"<xmp:Rating> 0 </xmp:Rating><dc:subject>"
    )
    assert extended_xmp(element, ALL).count(b"<xmp:Rating>4</xmp:Rating>") == 1


def test_words_that_stand_as_an_attribute_are_extended_too() -> None:
    old = with_attributes('dc:subject="mine" dc:description=""').replace(b"<dc:subject>", b"<dc:x>")
    new = extended_xmp(old.replace(b"</dc:subject>", b"</dc:x>"), ALL)
    assert set(read_xmp(new).keywords) == {"mine", *ALL.keywords}
    assert read_xmp(new).caption == ALL.caption
    assert b"dc:description=" not in new


def test_words_in_a_set_that_cannot_be_told_are_not_written() -> None:
    with pytest.raises(ValueError, match="caption in a character set that cannot be told"):
        extended_xmp(None, Description(keywords=("sea",), unread=("caption:cceef1",)))


ADOBE = (
    b"<x:xmpmeta xmlns:x='adobe:ns:meta/' xmlns:crs='http://ns.adobe.com/camera-raw-settings/1.0/'>"
)


@pytest.mark.parametrize(
    ("sidecar", "is_developed"),
    [
        (DARKTABLE, True),
        (ADOBE + b"<rdf:Description crs:HasSettings='True'/></x:xmpmeta>", True),
        (ADOBE + b"<rdf:Description crs:Exposure2012='+0.5'/></x:xmpmeta>", True),
        (ADOBE + b"<rdf:Description crs:HasSettings = 'False'/></x:xmpmeta>", False),
        (ADOBE + b"<crs:HasSettings>False</crs:HasSettings></x:xmpmeta>", False),
        ((ADOBE + b"</x:xmpmeta>").decode().encode("utf-16"), True),
        (extended_xmp(None, ALL), False),
        (b"", False),
        (b"\0" * (17 << 20), True),
    ],
)
def test_edits_in_a_sidecar_are_told_from_words(sidecar: bytes, *, is_developed: bool) -> None:
    """What is too large to be read counts as edits: nobody may call it mere words."""
    assert has_edits(sidecar) == is_developed
