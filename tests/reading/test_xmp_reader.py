"""The one reader of XMP takes every form that programs write, and nothing that exhausts it."""

from __future__ import annotations

import codecs
import contextlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from imgsim_desktop.reading.xmp import extended_xmp, read_xmp, reduced_xmp
from imgsim_desktop.reading.xmp_reader import (
    DC,
    MAX_BYTES,
    MAX_DEPTH,
    MAX_ELEMENTS,
    XMP,
    read_properties,
)
from imgsim_desktop.records import Description

SPACES = (
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
    'xmlns:exif="http://ns.adobe.com/exif/1.0/" '
    'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"'
)


def document(inside: str, attributes: str = "") -> str:
    return (
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF {SPACES}>'
        f'<rdf:Description rdf:about="" {attributes}>{inside}</rdf:Description>'
        "</rdf:RDF></x:xmpmeta>"
    )


def said(inside: str, attributes: str = "") -> Description:
    return read_xmp(document(inside, attributes).encode())


BY_ME = "<rdf:value>4</rdf:value><xmp:by>me</xmp:by>"


@pytest.mark.parametrize(
    ("inside", "attributes"),
    [
        ("", 'xmp:Rating="4"'),
        ("<xmp:Rating>4</xmp:Rating>", ""),
        ("<xmp:Rating>\n 4.0 </xmp:Rating>", ""),
        ("<xmp:Rating><![CDATA[4]]></xmp:Rating>", ""),
        ('<xmp:Rating rdf:value="4"/>', ""),
        (f'<xmp:Rating rdf:parseType="Resource">{BY_ME}</xmp:Rating>', ""),
        ('<xmp:Rating><rdf:Description rdf:value="4" xmp:by="me"/></xmp:Rating>', ""),
        ('<x:Rating xmlns:x="http://ns.adobe.com/xap/1.0/">4</x:Rating>', ""),
        ('<Rating xmlns="http://ns.adobe.com/xap/1.0/">4</Rating>', ""),
    ],
)
def test_a_simple_property_in_every_form(inside: str, attributes: str) -> None:
    assert said(inside, attributes).rating == 4


AS_RESOURCE = '<rdf:li rdf:parseType="Resource"><rdf:value>sea</rdf:value></rdf:li>'


@pytest.mark.parametrize(
    ("kind", "lines"),
    [
        ("Bag", "<rdf:li>sea</rdf:li><rdf:li>a &amp; b</rdf:li>"),
        ("Seq", "<rdf:li> sea\n</rdf:li><rdf:li>a &#38; b</rdf:li>"),
        ("Bag", '<rdf:li rdf:value="sea"/><rdf:li>a &amp; b<!-- no word --></rdf:li><rdf:li/>'),
        ("Alt", '<rdf:li xml:lang="en"><![CDATA[a & b]]></rdf:li><rdf:li>sea</rdf:li>'),
        ("Bag", f"{AS_RESOURCE}<rdf:li>a &amp; b</rdf:li>"),
    ],
)  # fmt: skip
def test_a_list_in_every_form(kind: str, lines: str) -> None:
    inside = f"<dc:subject><rdf:{kind}>{lines}</rdf:{kind}></dc:subject>"
    assert said(inside).keywords == ("a & b", "sea")


def test_of_a_caption_in_several_languages_the_one_for_everybody_is_taken() -> None:
    lines = '<rdf:li xml:lang="de">Meer</rdf:li><rdf:li xml:lang="x-default">Sea</rdf:li>'
    assert said(f"<dc:description><rdf:Alt>{lines}</rdf:Alt></dc:description>").caption == "Sea"
    first = '<rdf:li xml:lang="de">Meer</rdf:li>'
    assert said(f"<dc:description><rdf:Alt>{first}</rdf:Alt></dc:description>").caption == "Meer"


def test_only_what_is_said_of_the_photo_itself_counts() -> None:
    other = '<rdf:Description xmp:Rating="1"><dc:subject>other</dc:subject></rdf:Description>'
    line = f'<rdf:li rdf:parseType="Resource">{other}</rdf:li>'
    history = f"<xmp:History><rdf:Seq>{line}</rdf:Seq></xmp:History>"
    nested = f"<xmp:Made><rdf:RDF>{other}</rdf:RDF></xmp:Made>"
    found = said(history + nested + "<dc:subject>mine</dc:subject>")
    assert (found.keywords, found.rating) == (("mine",), None)


def test_a_property_that_stands_there_twice_counts_once() -> None:
    found = said(
        "<xmp:Rating>2</xmp:Rating><dc:subject/><dc:subject>x</dc:subject>", 'xmp:Rating="5"'
    )
    assert (found.rating, found.keywords) == (5, ("x",))


def test_prefixes_that_nobody_declared_mean_what_they_mean_everywhere() -> None:
    bare = (
        "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF><rdf:Description xmp:Rating='4'>"
        "<dc:subject><rdf:Bag><rdf:li>sea</rdf:li></rdf:Bag></dc:subject>"
        "</rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    assert read_xmp(bare.encode()) == Description(keywords=("sea",), rating=4)


ENCODINGS = (
    "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be",
)  # fmt: skip


@pytest.mark.parametrize("name", ENCODINGS)
@pytest.mark.parametrize("head", ["", '<?xml version="1.0" encoding="UTF-16"?>'])
@pytest.mark.parametrize("padding", ["", "\n   \n", "\0\0\0"])
def test_every_encoding_of_xmp_is_read_and_written_to(name: str, head: str, padding: str) -> None:
    if head and name in ("utf-8",):
        head = head.replace("UTF-16", "UTF-8")
    data = (head + document("<dc:subject>Straße, 東京</dc:subject>") + padding).encode(name)
    assert read_xmp(data).keywords == ("Straße, 東京",)
    extended = extended_xmp(data, Description(rating=3, caption="Zürich"))
    assert read_xmp(extended) == Description(keywords=("Straße, 東京",), rating=3, caption="Zürich")


@pytest.mark.parametrize("name", ENCODINGS)
@pytest.mark.parametrize(
    "kind",
    [
        "<!DOCTYPE a>", "<!DOCTYPE a [<!ENTITY b 'c'>]>", '<!DOCTYPE a SYSTEM "file:///etc/passwd">',
        "<!doctype a>", "<!DOCTYPE a [<!ENTITY % b SYSTEM 'http://x/'> %b;]>",
    ],
)  # fmt: skip
def test_a_document_type_is_refused_in_every_encoding(name: str, kind: str) -> None:
    data = (kind + document("<dc:subject>sea</dc:subject>")).encode(name)
    for act in (
        lambda: read_xmp(data),
        lambda: extended_xmp(data, Description(rating=1)),
        lambda: reduced_xmp(data, ["sea"]),
    ):
        with pytest.raises(ValueError, match=r"document type|no XML"):
            act()


def test_entities_that_grow_are_refused_before_they_grow() -> None:
    laughs = "".join(f"<!ENTITY l{k} '{f'&l{k - 1};' * 10}'>" for k in range(1, 10))
    data = f"<!DOCTYPE a [<!ENTITY l0 'ha'>{laughs}]>{document('<dc:subject>&l9;</dc:subject>')}"
    for name in ("utf-8", "utf-16"):
        with pytest.raises(ValueError, match="document type"):
            read_xmp(data.encode(name))


def nested(levels: int) -> bytes:
    return document("<dc:subject>" * levels + "x" + "</dc:subject>" * levels).encode()


@pytest.mark.parametrize("levels", [MAX_DEPTH, 2_000, 100_000])
def test_what_is_nested_too_deeply_is_refused(levels: int) -> None:
    for act in (
        lambda: read_xmp(nested(levels)),
        lambda: extended_xmp(nested(levels), Description(rating=1)),
    ):
        with pytest.raises(ValueError, match="nested too deeply"):
            act()


def test_what_develop_settings_nest_is_read() -> None:
    assert read_xmp(nested(MAX_DEPTH - 4)) == Description()


def test_more_elements_attributes_or_namespaces_than_xmp_has_are_refused() -> None:
    with pytest.raises(ValueError, match="too many"):
        read_xmp(document("<dc:a/>" * MAX_ELEMENTS).encode())
    attributes = " ".join(f'dc:a{number}=""' for number in range(MAX_ELEMENTS))
    with pytest.raises(ValueError, match="too many"):
        read_xmp(document("", attributes).encode())
    with pytest.raises(ValueError, match="namespaces"):
        read_xmp(document("", " ".join(f'xmlns:a{k}="b{k}"' for k in range(2_000))).encode())


def test_what_is_larger_than_any_sidecar_is_refused_unread() -> None:
    with pytest.raises(ValueError, match="too many"):
        read_properties(b"<" * (MAX_BYTES + 1))


def test_padding_of_any_kind_behind_a_packet_does_no_harm() -> None:
    data = document("<dc:subject>sea</dc:subject>").encode()
    assert read_xmp(data + b"\0\0 \n").keywords == ("sea",)
    assert read_xmp(data + b"<junk").keywords == ("sea",)


@pytest.mark.parametrize(
    "data",
    [b"", b"no xml", b"<a/>", codecs.BOM_UTF16_LE + b"\0", b"\xff" * 9, b"<?xml encoding='x'?>"],
)
def test_what_is_no_xmp_is_a_value_error(data: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_xmp(data)


WHOLE = document(
    "<dc:subject><rdf:Bag><rdf:li>sea</rdf:li></rdf:Bag></dc:subject><xmp:Rating>3</xmp:Rating>"
    "<dc:description><rdf:Alt><rdf:li xml:lang='x-default'>Meer</rdf:li></rdf:Alt>"
    "</dc:description>",
    'exif:GPSLatitude="1,2N" exif:GPSLongitude="3,4E" photoshop:DateCreated="2019-06-01"',
).encode()


@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), max_size=6))
@example([])
def test_a_damaged_document_is_read_or_is_a_value_error(changes: list[tuple[int, int]]) -> None:
    data = bytearray(WHOLE)
    for place, value in changes:
        data[place] = value
    for act in (
        lambda: read_xmp(bytes(data)),
        lambda: extended_xmp(bytes(data), Description(keywords=("new",), rating=1, caption="new")),
        lambda: reduced_xmp(bytes(data), ["sea"]),
    ):
        with contextlib.suppress(ValueError):
            act()


def test_properties_are_named_by_their_namespace() -> None:
    found = read_properties(WHOLE)
    assert found[XMP, "Rating"].texts == ["3"]
    assert found[DC, "description"].items == [("x-default", "Meer")]
