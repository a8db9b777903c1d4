"""XMP sidecars: what they say about a photo, and adding to them without losing a word.

The file is read as a tree and written again with everything that was in it, comments, history and
unknown namespaces included; what is added stands in an rdf:Description of its own, so that no
prefix can clash. Properties and their forms: XMP specification, part 2 (Adobe, 2016).

Named `photo.jpg.xmp` as digiKam, darktable and Immich name them; Adobe's `photo.xmp` is extended
where it is there. https://docs.immich.app/features/xmp-sidecars
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.dom import minidom
from xml.parsers.expat import ExpatError

from imgsim_desktop.records import Description

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_DC = "http://purl.org/dc/elements/1.1/"
_XMP = "http://ns.adobe.com/xap/1.0/"
_EXIF = "http://ns.adobe.com/exif/1.0/"
_PHOTOSHOP = "http://ns.adobe.com/photoshop/1.0/"
_XMLNS = "http://www.w3.org/2000/xmlns/"
_XML = "http://www.w3.org/XML/1998/namespace"

_DATES = ((_EXIF, "DateTimeOriginal"), (_PHOTOSHOP, "DateCreated"), (_XMP, "CreateDate"))
"""Where the moment of the shot is looked for, best first."""

MAX_BYTES = 16 << 20
"""Larger files are no sidecars; darktable's with masks reach some 100 kB."""

_NEW = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
    f' <rdf:RDF xmlns:rdf="{_RDF}">\n'
    " </rdf:RDF>\n"
    "</x:xmpmeta>\n"
    '<?xpacket end="w"?>\n'
)


def sidecar_of(photo: Path) -> Path:
    """Where XMP about a photo stands, or would stand if there is none yet."""
    appended, replaced = photo.with_name(photo.name + ".xmp"), photo.with_suffix(".xmp")
    return replaced if replaced.exists() and not appended.exists() else appended


def read_xmp(data: bytes) -> Description:
    """What a sidecar says. Raises ValueError if it is no XMP."""
    document = _parse(data)
    latitude = _degrees(_value(document, _EXIF, "GPSLatitude"), "NS", 90)
    longitude = _degrees(_value(document, _EXIF, "GPSLongitude"), "EW", 180)
    has_place = latitude is not None and longitude is not None
    rating = re.fullmatch(r"-1|[1-5]", _value(document, _XMP, "Rating"))
    found = (_moment(_value(document, space, name)) for space, name in _DATES)
    return Description(
        taken_ns=next((moment for moment in found if moment is not None), None),
        latitude=latitude if has_place else None,
        longitude=longitude if has_place else None,
        keywords=tuple(sorted({word for word in _items(document, _DC, "subject") if word})),
        rating=int(rating.group()) if rating else None,
        caption=next((text for text in _items(document, _DC, "description") if text), None),
    )


def extended_xmp(old: bytes | None, add: Description) -> bytes:
    """The sidecar with what it does not say yet; the same bytes if it says all that already.

    old      its content; None: there is none yet
    Nothing in it is replaced: where it has a date, place, rating or caption of its own that stays.
    Raises ValueError if it is no XMP.
    """
    known = Description() if old is None else read_xmp(old)
    new_words = [word for word in add.keywords if word not in known.keywords]
    texts = _texts(add, known)
    caption = add.caption if known.caption is None else None
    if not new_words and not texts and caption is None:
        return _NEW.encode() if old is None else old
    document = _parse(_NEW.encode() if old is None else old)
    roots = _elements(document, _RDF, "RDF")
    if not roots:
        raise ValueError("there is no rdf:RDF in it")
    root = roots[0]
    block = _new_block(document, root)
    for space, prefix, name, text in texts:
        block.setAttribute(f"xmlns:{prefix}", space)
        block.appendChild(_element(document, space, f"{prefix}:{name}", text))
    if new_words:
        _add_words(document, block, new_words)
    if caption is not None:
        _add_caption(document, block, caption)
    if block.firstChild is not None:
        root.appendChild(block)
        root.appendChild(document.createTextNode("\n"))
    return _written(
        document, has_declaration=old is not None and old.lstrip().startswith(b"<?xml ")
    )


def reduced_xmp(old: bytes, words: Collection[str]) -> bytes:
    """The sidecar without some keywords; the same bytes if it has none of them.

    Raises ValueError if it is no XMP.
    """
    document = _parse(old)
    gone = [
        line
        for subject in _properties(document, _DC, "subject")
        for line in subject.getElementsByTagNameNS(_RDF, "li")
        if _text(line) in words
    ]
    if not gone:
        return old
    for line in gone:
        empty: Any = line
        while _is_empty(empty) or empty is line:
            parent = empty.parentNode
            _take_out(empty)
            empty = parent
    return _written(document, has_declaration=old.lstrip().startswith(b"<?xml "))


def as_keyword(text: str) -> str:
    """What a person typed as a keyword: one line, nothing XML cannot hold; may be empty."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _parse(data: bytes) -> minidom.Document:
    if len(data) > MAX_BYTES:
        raise ValueError(f"{len(data)} bytes are too many for a sidecar")
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise ValueError("it declares entities, which XMP never does")
    try:
        return minidom.parseString(data.strip(b"\0 \t\r\n"))  # noqa: S318  (no entities, bounded)
    except (ExpatError, UnicodeError, LookupError) as error:
        raise ValueError(f"it is no XML: {error}") from error


def _elements(document: minidom.Document, space: str, name: str) -> list[minidom.Element]:
    return list(document.getElementsByTagNameNS(space, name))


def _descriptions(document: minidom.Document) -> Iterator[minidom.Element]:
    """Those that speak of the photo: directly in rdf:RDF, not those of its history."""
    for root in _elements(document, _RDF, "RDF"):
        for child in root.childNodes:
            if isinstance(child, minidom.Element) and child.namespaceURI == _RDF:
                yield child


def _properties(document: minidom.Document, space: str, name: str) -> Iterator[minidom.Element]:
    for block in _descriptions(document):
        elements = (node for node in block.childNodes if isinstance(node, minidom.Element))
        for child in elements:
            if (child.namespaceURI, child.localName) == (space, name):
                yield child


def _value(document: minidom.Document, space: str, name: str) -> str:
    """A simple property, written as an attribute or as an element; empty if there is none."""
    for block in _descriptions(document):
        if block.hasAttributeNS(space, name):
            return block.getAttributeNS(space, name).strip()
    return next((_text(found) for found in _properties(document, space, name)), "")


def _items(document: minidom.Document, space: str, name: str) -> list[str]:
    """Texts of a list property; a plain text counts as a list of one."""
    for found in _properties(document, space, name):
        lines = found.getElementsByTagNameNS(_RDF, "li")
        return [_text(line) for line in lines] or [_text(found)]
    plain = _value(document, space, name)
    return [plain] if plain else []


def _text(node: minidom.Element) -> str:
    texts = (child.data for child in node.childNodes if isinstance(child, minidom.Text))
    return "".join(texts).strip()


def _texts(add: Description, known: Description) -> list[tuple[str, str, str, str]]:
    """(namespace, prefix, name, text) of the simple properties to add."""
    texts = []
    if add.taken_ns is not None and known.taken_ns is None:
        moment = _said_moment(add.taken_ns)
        texts += [(_EXIF, "exif", "DateTimeOriginal", moment)]
        texts += [(_PHOTOSHOP, "photoshop", "DateCreated", moment)]
    if add.latitude is not None and add.longitude is not None and known.latitude is None:
        texts += [(_EXIF, "exif", "GPSLatitude", _said_degrees(add.latitude, "NS"))]
        texts += [(_EXIF, "exif", "GPSLongitude", _said_degrees(add.longitude, "EW"))]
    if add.rating is not None and known.rating is None:
        texts += [(_XMP, "xmp", "Rating", str(add.rating))]
    return texts


def _new_block(document: minidom.Document, root: minidom.Element) -> minidom.Element:
    """An rdf:Description about the same thing as those that are there."""
    prefix = root.prefix or "rdf"
    block = document.createElementNS(_RDF, f"{prefix}:Description")
    if root.prefix is None:
        block.setAttribute("xmlns:rdf", _RDF)
    about = next((b.getAttributeNS(_RDF, "about") for b in _descriptions(document)), "")
    block.setAttributeNS(_RDF, f"{prefix}:about", about)
    return block


def _element(document: minidom.Document, space: str, name: str, text: str) -> minidom.Element:
    made = document.createElementNS(space, name)
    made.appendChild(document.createTextNode(text))
    return made


def _list(
    document: minidom.Document, block: minidom.Element, name: str, kind: str, lines: Sequence[str]
) -> minidom.Element:
    """A dc property that is a list; returns the list."""
    prefix = block.prefix
    block.setAttribute("xmlns:dc", _DC)
    found = document.createElementNS(_DC, f"dc:{name}")
    held = document.createElementNS(_RDF, f"{prefix}:{kind}")
    for line in lines:
        held.appendChild(_element(document, _RDF, f"{prefix}:li", line))
    found.appendChild(held)
    block.appendChild(found)
    return held


def _add_words(document: minidom.Document, block: minidom.Element, words: Sequence[str]) -> None:
    """Into the list that is there: a property may stand only once."""
    for subject in _properties(document, _DC, "subject"):
        for held in subject.childNodes:
            if isinstance(held, minidom.Element) and held.namespaceURI == _RDF:
                name = f"{held.prefix}:li" if held.prefix else "li"
                for word in words:
                    held.appendChild(_element(document, _RDF, name, word))
                return
        words = [*filter(None, [_text(subject)]), *words]
        _take_out(subject)
    _list(document, block, "subject", "Bag", words)


def _add_caption(document: minidom.Document, block: minidom.Element, caption: str) -> None:
    for empty in list(_properties(document, _DC, "description")):
        _take_out(empty)
    held = _list(document, block, "description", "Alt", [caption])
    line = held.firstChild
    assert isinstance(line, minidom.Element)
    line.setAttributeNS(_XML, "xml:lang", "x-default")


def _is_empty(node: minidom.Element) -> bool:
    """Whether a list, its property or its rdf:Description says nothing any more."""
    if any(isinstance(child, minidom.Element) for child in node.childNodes):
        return False
    attributes = (node.attributes.item(number) for number in range(node.attributes.length))
    said = [a for a in attributes if a is not None and a.namespaceURI != _XMLNS]
    is_root = (node.namespaceURI, node.localName) == (_RDF, "RDF")
    return not is_root and all((a.namespaceURI, a.localName) == (_RDF, "about") for a in said)


def _take_out(node: minidom.Element) -> None:
    assert node.parentNode is not None
    node.parentNode.removeChild(node)


def _written(document: minidom.Document, *, has_declaration: bool) -> bytes:
    parts = [node.toxml() for node in document.childNodes]
    if has_declaration:
        parts.insert(0, '<?xml version="1.0" encoding="UTF-8"?>')
    return ("\n".join(parts) + "\n").encode()


def _said_moment(taken_ns: int) -> str:
    """ISO 8601 without a zone: the camera's clock knew none."""
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=taken_ns // 1000)
    return moment.replace(tzinfo=None).isoformat(
        timespec="milliseconds" if moment.microsecond else "seconds"
    )


def _moment(text: str) -> int | None:
    """As the camera's clock showed it; a zone is left out, as with EXIF."""
    match = re.match(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?", text)
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    try:
        moment = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None
    seconds = int((moment - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds())
    return seconds * 10**9 + int((match.group(7) or "").ljust(9, "0"))


def _said_degrees(value: float, sides: str) -> str:
    """ "51,30.1234N": whole degrees, minutes with a fraction, side."""
    millionths = round(abs(value) * 60 * 10**6)
    degrees, minutes = divmod(millionths, 60 * 10**6)
    return f"{degrees},{minutes / 10**6:.6f}{sides[0] if value >= 0 else sides[1]}"


def _degrees(text: str, sides: str, limit: float) -> float | None:
    match = re.fullmatch(
        rf"(\d{{1,3}}),(\d{{1,2}}(?:\.\d+)?)(?:,(\d{{1,2}}(?:\.\d+)?))?([{sides}])", text
    )
    if match is None:
        return None
    degrees = int(match.group(1)) + float(match.group(2)) / 60 + float(match.group(3) or 0) / 3600
    if degrees > limit:
        return None
    return round(degrees if match.group(4) == sides[0] else -degrees, 7)


Extend = Callable[[bytes | None, Description], bytes]
"""What `extended_xmp` is to the room that writes files."""
