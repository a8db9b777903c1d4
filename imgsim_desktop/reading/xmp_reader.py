"""The one reader of XMP, of sidecars and of packets inside files: properties and their texts.

Reads events and builds no tree, so that neither depth nor size can exhaust anything; what XMP never
has (a document type, entities, thousands of levels) is refused in whatever encoding it comes.
Forms of a property: XMP specification, part 1 (Adobe, 2012), 7.4 to 7.9.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
DC: Final = "http://purl.org/dc/elements/1.1/"
XMP: Final = "http://ns.adobe.com/xap/1.0/"
EXIF: Final = "http://ns.adobe.com/exif/1.0/"
TIFF: Final = "http://ns.adobe.com/tiff/1.0/"
PHOTOSHOP: Final = "http://ns.adobe.com/photoshop/1.0/"
XML: Final = "http://www.w3.org/XML/1998/namespace"

MAX_BYTES: Final = 16 << 20
"""Larger files are no sidecars; darktable's with masks reach some 100 kB."""
MAX_DEPTH: Final = 100
"""Levels; develop settings with masks in masks have some 20."""
MAX_ELEMENTS: Final = 200_000
"""With attributes; the brush strokes of a long evening in Lightroom are tens of thousands."""
_MAX_SPACES: Final = 1_000

_WELL_KNOWN: Final = {
    "rdf": RDF, "dc": DC, "xmp": XMP, "xap": XMP, "exif": EXIF, "tiff": TIFF,
    "photoshop": PHOTOSHOP, "xml": XML,
}  # fmt: skip
"""Prefixes as everybody uses them, for writers that forget to declare them."""

_ENCODINGS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (b"<\0\0\0", "utf-32-le"), (b"\0\0\0<", "utf-32-be"), (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)  # fmt: skip
"""How a document begins in them."""
_DECLARATION: Final = re.compile(r"\A<\?xml\s[^>]*\?>")
_PADDING: Final = b"\0 \t\r\n"
_JUNK_BEHIND: Final = 9
"""Expat's code for what follows the document: packets are padded with anything."""

Name = tuple[str, str]
"""Namespace and name."""


@dataclass(slots=True)
class Property:
    """One property of the photo as it stands in a document."""

    text: str = ""
    items: list[tuple[str, str]] = field(default_factory=list)
    """Language, if the writer said it, and text of each line of a list."""

    @property
    def texts(self) -> list[str]:
        """The lines of a list; a plain text counts as a list of one."""
        return [text for _, text in self.items if text] or [self.text] * bool(self.text)


def plain_xml(data: bytes) -> bytes:
    """The document in UTF-8 without padding and declaration, where it is not in one byte a sign.

    Raises ValueError for what is too large, or is not in the encoding in which it begins.
    """
    if len(data) > MAX_BYTES:
        raise ValueError(f"{len(data)} bytes are too many for XMP")
    for head, name in _ENCODINGS:
        if data.startswith(head):
            width = 4 if "32" in name else 2 if "16" in name else 1
            text = data[: len(data) // width * width].decode(name)
            return _DECLARATION.sub("", text.strip("\ufeff\0 \t\r\n")).encode()
    return data.strip(_PADDING)


def read_properties(data: bytes) -> dict[Name, Property]:
    """What a document says about its photo, by property.

    Of a property that stands there twice, as an attribute and as an element, the first counts.
    Raises ValueError if it is no XMP, or more than any XMP is.
    """
    reader = _Reader()
    try:
        reader.parse(plain_xml(data))
    except (expat.ExpatError, UnicodeError, LookupError) as error:
        is_behind = isinstance(error, expat.ExpatError) and error.code == _JUNK_BEHIND
        if not (is_behind and reader.has_rdf):
            raise ValueError(f"it is no XML: {error}") from error
    if not reader.has_rdf:
        raise ValueError("there is no rdf:RDF in it")
    return reader.found


class _Reader:
    """Where in the document the parser is, and what it has met."""

    def __init__(self) -> None:
        self.found: dict[Name, Property] = {}
        self.has_rdf = False
        self._elements = 0
        self._path: list[Name] = []
        self._spaces: list[dict[str, str]] = [{}]
        self._root = -1
        """Level of the rdf:RDF we are in: the first, of which alone XMP speaks."""
        self._property: Property | None = None
        self._text: list[str] | None = None
        """Parts of the text that is being read."""
        self._language = ""

    def parse(self, data: bytes) -> None:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse
        parser.EntityDeclHandler = _refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.Parse(data, True)  # noqa: FBT003 - takes no names

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._elements += 1 + len(attributes)
        if self._elements > MAX_ELEMENTS or len(self._path) >= MAX_DEPTH:
            raise ValueError("it is nested too deeply, or has too many elements, for XMP")
        declared = {
            name[6:]: value for name, value in attributes.items() if name.startswith("xmlns")
        }
        spaces = self._spaces[-1]
        self._spaces.append({**spaces, **declared} if declared else spaces)
        if len(self._spaces[-1]) > _MAX_SPACES:
            raise ValueError("it declares more namespaces than XMP has")
        name = self._named(tag, is_element=True)
        self._path.append(name)
        level = len(self._path) - 1
        if name == (RDF, "RDF") and not self.has_rdf:
            self._root, self.has_rdf = level, True
            return
        if self._root < 0:
            return
        said = {
            self._named(key): value
            for key, value in attributes.items()
            if not key.startswith("xmlns")  # nothing else may begin so
        }
        match level - self._root:
            case 1:
                for key, value in said.items():
                    if key[0] not in (RDF, XML) and key[0]:
                        self.found.setdefault(key, Property(value.strip()))
            case 2:
                self._property = Property()
                self._begin(said)
            case 4 if name == (RDF, "li"):
                self._begin(said)
            case _:
                self._begin_value(name, said)

    def _begin(self, said: dict[Name, str]) -> None:
        """A text of its own begins, or stands in rdf:value beside its qualifiers."""
        self._language = said.get((XML, "lang"), "")
        value = said.get((RDF, "value"))
        self._text = [] if value is None else [value]

    def _begin_value(self, name: Name, said: dict[Name, str]) -> None:
        value = said.get((RDF, "value"))
        if name == (RDF, "value") or (name == (RDF, "Description") and value is not None):
            self._text = [] if value is None else [value]

    def _end(self, _: str) -> None:
        name = self._path.pop()
        self._spaces.pop()
        level = len(self._path)
        if self._root < 0:
            return
        if level == self._root:
            self._root = -1
            return
        match level - self._root:
            case 2 if self._property is not None:
                if not self._property.items:
                    self._property.text = self._taken()
                held = self.found.get(name)
                if held is None or not held.texts:
                    self.found[name] = self._property
                self._property = self._text = None
            case 4 if name == (RDF, "li") and self._property is not None:
                self._property.items.append((self._language, self._taken()))
                self._text = None

    def _characters(self, text: str) -> None:
        """Directly in the property, in a line of its list, or in the rdf:value of either."""
        if self._root < 0 or self._text is None:
            return
        level = len(self._path) - 1 - self._root
        name = self._path[-1]
        if name == (RDF, "value") or level == 2 or (level == 4 and name == (RDF, "li")):
            self._text.append(text)

    def _taken(self) -> str:
        return "".join(self._text or ()).strip()

    def _named(self, name: str, *, is_element: bool = False) -> Name:
        prefix, colon, local = name.rpartition(":")
        if not colon and not is_element:
            return "", local
        space = self._spaces[-1].get(prefix)
        return (_WELL_KNOWN.get(prefix, "") if space is None else space), local


def _refuse(*_: object) -> None:
    raise ValueError("it declares a document type or entities, which XMP never does")
