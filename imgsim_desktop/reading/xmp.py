"""XMP sidecars: what they say about a photo, and adding to them without losing a word.

The file is read as a tree and written again with everything that was in it, comments, history and
unknown namespaces included; what is added stands in an rdf:Description of its own, so that no
prefix can clash. Properties and their forms: XMP specification, part 2 (Adobe, 2016).

Named `photo.jpg.xmp` as digiKam, darktable and Immich name them; Adobe's `photo.xmp` is extended
where it is there. https://docs.immich.app/features/xmp-sidecars
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.dom import minidom
from xml.parsers.expat import ExpatError

from imgsim_desktop.reading.charsets import many_lines, one_line
from imgsim_desktop.reading.coordinates import from_text, said_degrees
from imgsim_desktop.reading.moments import Moment, parse_moment, said_moment
from imgsim_desktop.reading.xmp_reader import (
    DC,
    EXIF,
    PHOTOSHOP,
    RDF,
    TIFF,
    XML,
    XMP,
    Name,
    Property,
    plain_xml,
    read_properties,
)
from imgsim_desktop.records import Description, Rating, Sidecar

_XMLNS = "http://www.w3.org/2000/xmlns/"
_DIGIKAM = "http://www.digikam.org/ns/1.0/"
_PREFIXES = {EXIF: "exif", PHOTOSHOP: "photoshop", XMP: "xmp", _DIGIKAM: "digiKam"}

_SHOT = ((EXIF, "DateTimeOriginal"), (PHOTOSHOP, "DateCreated"))
_MADE = ((XMP, "CreateDate"), (EXIF, "DateTimeDigitized"))
"""Where the moments of the shot and of scanning are looked for, best first."""
_CAPTIONS = ((DC, "description"), (TIFF, "ImageDescription"), (EXIF, "UserComment"))
_KEYWORDS, _RATING = (DC, "subject"), (XMP, "Rating")
_PICK = (_DIGIKAM, "PickLabel")
"""digiKam's: 0 none, 1 rejected, 2 pending, 3 accepted. XMP itself has -1 stars for rejected."""
_LATITUDE, _LONGITUDE = (EXIF, "GPSLatitude"), (EXIF, "GPSLongitude")

_FINEST_NS = 1_000_000
"""Milliseconds are written, no less."""
_NEAR_DEG = 1e-6

_NEW = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
    f' <rdf:RDF xmlns:rdf="{RDF}">\n'
    " </rdf:RDF>\n"
    "</x:xmpmeta>\n"
    '<?xpacket end="w"?>\n'
)


def sidecar_of(photo: Path) -> Path:
    """Where XMP about a photo stands, in either spelling, or would stand if there is none yet."""
    appended, replaced = photo.with_name(photo.name + ".xmp"), photo.with_suffix(".xmp")
    places = (appended, appended.with_suffix(".XMP"), replaced, replaced.with_suffix(".XMP"))
    # Path.exists raises for a name that is too long with its ending.
    return next((place for place in places if os.path.exists(place)), appended)  # noqa: PTH110


_ADOBE, _DARKTABLE = b"http://ns.adobe.com/camera-raw-settings/", b"http://darktable.sf.net/"
"""Namespaces in which programs write how a photo is developed."""
_UNDEVELOPED = re.compile(rb"HasSettings(?:\s*=\s*[\"']|>)False", re.IGNORECASE)
"""As Lightroom and Bridge say that nothing was changed yet."""


def has_edits(data: bytes) -> bool:
    """Whether a sidecar says how its photo was developed; also where it cannot be read."""
    try:
        text = plain_xml(data)
    except (ValueError, LookupError):
        return True
    by_adobe = _ADOBE in text and _UNDEVELOPED.search(text) is None
    return by_adobe or _DARKTABLE in text


def read_xmp(data: bytes) -> Description:
    """What a sidecar, or the packet in a file, says. Raises ValueError if it is no XMP."""
    return _description(read_properties(data))


def _description(found: dict[Name, Property]) -> Description:
    taken, made = _first_moment(found, _SHOT), _first_moment(found, _MADE)
    captions = (many_lines(text) for name in _CAPTIONS for text in _in_order(found.get(name)))
    words = {one_line(text) for text in _texts(found, _KEYWORDS)} - {""}
    rating = re.fullmatch(r"(-1|[1-5])(?:\.0*)?", _text_of(found, _RATING))
    return Description(
        taken_ns=None if taken is None else taken.ns,
        latitude=from_text(_text_of(found, _LATITUDE), "NS"),
        longitude=from_text(_text_of(found, _LONGITUDE), "EW"),
        keywords=tuple(sorted(words)),
        rating=int(rating[1]) if rating else None,
        caption=next(filter(None, captions), None),
        utc_offset_min=None if taken is None else taken.offset_min,
        taken_step_s=1 if taken is None else taken.step_s,
        made_ns=None if made is None else made.ns,
    )


def extended_xmp(old: bytes | None, add: Description) -> bytes:
    """The sidecar with what it does not say yet; the same bytes if it says all that already.

    old      its content; None: there is none yet
    Nothing in it is replaced but what says nothing (a rating of 0, an empty date): where it has a
    date, place, rating or caption of its own that stays. What was written is read again.
    Raises ValueError if it is no XMP, or if what is to be added cannot be said in it: also where
    nobody knows what it says, because its character set is not known.
    """
    if add.unread:
        parts = sorted({said.partition(":")[0] for said in add.unread})
        raise ValueError(f"{' and '.join(parts)} in a character set that cannot be told")
    known = Description() if old is None else read_xmp(old)
    words = dict.fromkeys(map(one_line, add.keywords))
    new_words = [word for word in words if word and word not in known.keywords]
    values = _values(add, known)
    caption = add.caption if known.caption is None else None
    if not new_words and not values and caption is None:
        return _NEW.encode() if old is None else old
    document = _parse(_NEW.encode() if old is None else old)
    root = _elements(document, RDF, "RDF")[0]
    block = _new_block(document, root)
    for name, text in values:
        _put(document, block, name, text)
    if new_words:
        _add_words(document, block, new_words)
    if caption is not None:
        _add_caption(document, block, caption)
    if block.firstChild is not None:
        root.appendChild(block)
        root.appendChild(document.createTextNode("\n"))
    new = _written(document, has_declaration=old is not None and old.lstrip().startswith(b"<?xml "))
    _check_said(new, add, known)
    return new


def _check_said(new: bytes, add: Description, known: Description) -> None:
    """Raises ValueError unless a reader finds in it what was added, and what was there."""
    said = read_xmp(new)
    wanted = {
        "date": known.taken_ns or add.taken_ns,
        "place": known.latitude if known.latitude is not None else add.latitude,
        "rating": known.rating or add.rating,
        "caption": many_lines(known.caption or add.caption or "") or None,
        "keywords": {*known.keywords, *map(one_line, add.keywords)} - {""},
    }
    found = {
        "date": said.taken_ns, "place": said.latitude, "rating": said.rating,
        "caption": said.caption, "keywords": set(said.keywords),
    }  # fmt: skip
    for part, value in wanted.items():
        now = found[part]
        near = {"date": _FINEST_NS, "place": _NEAR_DEG}.get(part)
        same = now == value
        if near is not None and isinstance(value, int | float) and isinstance(now, int | float):
            same = abs(now - value) < near
        if not same:
            raise ValueError(f"its {part} cannot be said in it")


def reduced_xmp(old: bytes, words: Collection[str]) -> bytes:
    """The sidecar without some keywords; the same bytes if it has none of them.

    Raises ValueError if it is no XMP.
    """
    document = _parse(old)
    unwanted = set(map(one_line, words))
    gone = [
        line
        for subject in _properties(document, DC, "subject")
        for line in subject.getElementsByTagNameNS(RDF, "li")
        if one_line(_text(line)) in unwanted
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


def rated_xmp(old: bytes | None, rating: Rating, *, is_rated_inside: bool = False) -> bytes | None:
    """The sidecar with a person's stars or pick; the same if it says so already.

    old              its content; None: there is none yet, and there need be none to take a rating
                     away that nobody gave
    is_rated_inside  the photo itself has one: that there are no stars any more must be said

    Unlike `extended_xmp` it replaces what stood there: that is what the person wants. A rejected
    photo has a rating of -1, as Adobe Bridge writes it, and digiKam's label; stars and picking end
    that. Raises ValueError if it is no XMP, or cannot say it.
    """
    found = {} if old is None else read_properties(old)
    is_rejected = _text_of(found, _RATING).partition(".")[0] == "-1"
    pick = _text_of(found, _PICK)
    if rating.stars is not None:
        wanted = {_RATING: str(rating.stars), _PICK: "0" if pick == "1" else pick}
    else:
        stars = "0" if is_rejected else _text_of(found, _RATING)
        wanted = {
            Rating.REJECT: {_RATING: "-1", _PICK: "1"},
            Rating.PICK: {_RATING: stars, _PICK: "3"},
        }.get(rating, {_RATING: stars, _PICK: "0"})
    if is_rated_inside and rating is Rating.NO_STARS and _RATING not in found:
        return _with_values(old, found, wanted, always=_RATING)
    return _with_values(old, found, wanted)


def read_sidecar(data: bytes) -> Sidecar:
    """What one may look for in it. Raises ValueError if it is no XMP."""
    found = read_properties(data)
    told = _description(found)
    said = re.fullmatch(r"(-1|[0-5])(?:\.0*)?", _text_of(found, _RATING))
    return Sidecar(
        int(said[1]) if said else None,
        _text_of(found, _PICK) == "3",
        told.keywords,
        told.caption or "",
    )


def unrated_xmp(now: bytes, before: bytes | None, after: bytes) -> bytes:
    """The sidecar as it is now, with the stars and pick it had before a rating.

    before, after  as it was when the rating was set; what has been changed since then stays
    Raises ValueError if one of them is no XMP.
    """
    found = read_properties(now)
    was = {} if before is None else read_properties(before)
    became = read_properties(after)
    wanted = {
        name: _text_of(was, name)
        for name in (_RATING, _PICK)
        if _text_of(found, name) == _text_of(became, name) != _text_of(was, name)
    }
    return _with_values(now, found, wanted) or now


def _with_values(
    old: bytes | None,
    found: dict[Name, Property],
    wanted: Mapping[Name, str],
    always: Name | None = None,
) -> bytes | None:
    """With simple properties set to these texts, or taken out where the text is empty.

    always  this one is written even if it is 0 and stood nowhere
    """
    values = {
        name: text
        for name, text in wanted.items()
        if text != _text_of(found, name) and (text != "0" or name in found or name == always)
    }
    if not values:
        return old
    document = _parse(_NEW.encode() if old is None else old)
    root = _elements(document, RDF, "RDF")[0]
    block = _new_block(document, root)
    for name, text in values.items():
        _take_value_out(document, name)
        if text:
            block.setAttribute(f"xmlns:{_PREFIXES[name[0]]}", name[0])
            block.appendChild(_element(document, name[0], f"{_PREFIXES[name[0]]}:{name[1]}", text))
    if block.firstChild is not None:
        root.appendChild(block)
        root.appendChild(document.createTextNode("\n"))
    new = _written(document, has_declaration=old is not None and old.lstrip().startswith(b"<?xml "))
    said, known = read_properties(new), {k: v for k, v in found.items() if k not in values}
    if {k: v for k, v in said.items() if k not in values} != known or any(
        _text_of(said, name) != text for name, text in values.items()
    ):
        raise ValueError("its rating cannot be said in it")
    return new


def _take_value_out(document: minidom.Document, name: Name) -> None:
    for other in _descriptions(document):
        if other.hasAttributeNS(*name):
            other.removeAttributeNS(*name)
    for found in list(_properties(document, *name)):
        _take_out(found)


def as_keyword(text: str) -> str:
    """What a person typed as a keyword: one line, nothing XML cannot hold; may be empty."""
    return one_line(text)


def _first_moment(found: dict[Name, Property], names: Sequence[Name]) -> Moment | None:
    moments = (parse_moment(_text_of(found, name)) for name in names)
    return next((moment for moment in moments if moment is not None), None)


def _texts(found: dict[Name, Property], name: Name) -> list[str]:
    return found[name].texts if name in found else []


def _text_of(found: dict[Name, Property], name: Name) -> str:
    return next(iter(_texts(found, name)), "")


def _in_order(said: Property | None) -> list[str]:
    """Of a text in several languages the one that is right for everybody first."""
    if said is None:
        return []
    return [text for language, text in said.items if language == "x-default"] + said.texts


def _parse(data: bytes) -> minidom.Document:
    """As a tree, to be written again. Only of what `read_properties` has read within its limits."""
    read_properties(data)
    try:
        return minidom.parseString(plain_xml(data))  # noqa: S318  (no entities, bounded)
    except (ExpatError, UnicodeError, LookupError) as error:
        raise ValueError(f"it is no XML: {error}") from error


def _elements(document: minidom.Document, space: str, name: str) -> list[minidom.Element]:
    return list(document.getElementsByTagNameNS(space, name))


def _descriptions(document: minidom.Document) -> Iterator[minidom.Element]:
    """Those that speak of the photo: directly in rdf:RDF, not those of its history."""
    for root in _elements(document, RDF, "RDF")[:1]:
        for child in root.childNodes:
            if isinstance(child, minidom.Element) and child.namespaceURI == RDF:
                yield child


def _properties(document: minidom.Document, space: str, name: str) -> Iterator[minidom.Element]:
    for block in _descriptions(document):
        elements = (node for node in block.childNodes if isinstance(node, minidom.Element))
        for child in elements:
            if (child.namespaceURI, child.localName) == (space, name):
                yield child


def _text(node: minidom.Element) -> str:
    texts = (child.data for child in node.childNodes if isinstance(child, minidom.Text))
    return "".join(texts).strip()


def _values(add: Description, known: Description) -> list[tuple[Name, str]]:
    """The simple properties to add, with their texts."""
    values: list[tuple[Name, str]] = []
    if add.taken_ns is not None and known.taken_ns is None:
        moment = said_moment(add.taken_ns, add.utc_offset_min, add.taken_step_s)
        values += [(name, moment) for name in _SHOT]
    if add.made_ns is not None and known.made_ns is None:
        values.append((_MADE[0], said_moment(add.made_ns)))
    if add.latitude is not None and add.longitude is not None and known.latitude is None:
        values.append((_LATITUDE, said_degrees(add.latitude, "NS")))
        values.append((_LONGITUDE, said_degrees(add.longitude, "EW")))
    if add.rating is not None and known.rating is None:
        values.append((_RATING, str(add.rating)))
    return values


def _put(document: minidom.Document, block: minidom.Element, name: Name, text: str) -> None:
    """A property may stand only once: where it stands and says nothing it is filled in."""
    space, local = name
    nothing = {"", "0"} if name == _RATING else {""}
    for other in _descriptions(document):
        attribute = other.getAttributeNodeNS(space, local)
        if attribute is not None:
            if attribute.value.strip() in nothing:
                attribute.value = text
            return
    for found in _properties(document, space, local):
        if _text(found) in nothing and not _has_elements(found):
            for child in list(found.childNodes):
                found.removeChild(child)
            found.appendChild(document.createTextNode(text))
        return
    prefix = _PREFIXES[space]
    block.setAttribute(f"xmlns:{prefix}", space)
    block.appendChild(_element(document, space, f"{prefix}:{local}", text))


def _has_elements(node: minidom.Element) -> bool:
    return any(isinstance(child, minidom.Element) for child in node.childNodes)


def _new_block(document: minidom.Document, root: minidom.Element) -> minidom.Element:
    """An rdf:Description about the same thing as those that are there."""
    prefix = root.prefix or "rdf"
    block = document.createElementNS(RDF, f"{prefix}:Description")
    if root.prefix is None:
        block.setAttribute("xmlns:rdf", RDF)
    about = next((b.getAttributeNS(RDF, "about") for b in _descriptions(document)), "")
    block.setAttributeNS(RDF, f"{prefix}:about", about)
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
    block.setAttribute("xmlns:dc", DC)
    found = document.createElementNS(DC, f"dc:{name}")
    held = document.createElementNS(RDF, f"{prefix}:{kind}")
    for line in lines:
        held.appendChild(_element(document, RDF, f"{prefix}:li", line))
    found.appendChild(held)
    block.appendChild(found)
    return held


def _add_words(document: minidom.Document, block: minidom.Element, words: Sequence[str]) -> None:
    """Into the list that is there: a property may stand only once."""
    for subject in _properties(document, DC, "subject"):
        for held in subject.childNodes:
            if isinstance(held, minidom.Element) and held.namespaceURI == RDF:
                name = f"{held.prefix}:li" if held.prefix else "li"
                for word in words:
                    held.appendChild(_element(document, RDF, name, word))
                return
        words = [*filter(None, [_text(subject)]), *words]
        _take_out(subject)
    for said in _as_attribute(document, "subject"):
        words = [*filter(None, [one_line(said)]), *words]
    _list(document, block, "subject", "Bag", words)


def _add_caption(document: minidom.Document, block: minidom.Element, caption: str) -> None:
    for empty in list(_properties(document, DC, "description")):
        _take_out(empty)
    _as_attribute(document, "description")
    held = _list(document, block, "description", "Alt", [caption])
    line = held.firstChild
    assert isinstance(line, minidom.Element)
    line.setAttributeNS(XML, "xml:lang", "x-default")


def _as_attribute(document: minidom.Document, name: str) -> list[str]:
    """Takes a dc property that stands as an attribute out, and returns its text."""
    said = []
    for other in _descriptions(document):
        if other.hasAttributeNS(DC, name):
            said.append(other.getAttributeNS(DC, name))
            other.removeAttributeNS(DC, name)
    return said


def _is_empty(node: minidom.Element) -> bool:
    """Whether a list, its property or its rdf:Description says nothing any more."""
    if any(isinstance(child, minidom.Element) for child in node.childNodes):
        return False
    attributes = (node.attributes.item(number) for number in range(node.attributes.length))
    said = [a for a in attributes if a is not None and a.namespaceURI != _XMLNS]
    is_root = (node.namespaceURI, node.localName) == (RDF, "RDF")
    return not is_root and all((a.namespaceURI, a.localName) == (RDF, "about") for a in said)


def _take_out(node: minidom.Element) -> None:
    assert node.parentNode is not None
    node.parentNode.removeChild(node)


def _written(document: minidom.Document, *, has_declaration: bool) -> bytes:
    parts = [node.toxml() for node in document.childNodes]
    if has_declaration:
        parts.insert(0, '<?xml version="1.0" encoding="UTF-8"?>')
    return ("\n".join(parts) + "\n").encode()


Extend = Callable[[bytes | None, Description], bytes]
"""What `extended_xmp` is to the room that writes files."""
