"""What stands in a file beside its pixels: EXIF, XMP and IPTC, read together and in one way.

The scan's facts and what a commit carries come from here both, so that they never disagree.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from PIL import Image

from imgsim_desktop.reading.charsets import (
    decoded,
    decoded_comment,
    decoded_utf16,
    is_text,
    many_lines,
    one_line,
)
from imgsim_desktop.reading.coordinates import from_tags
from imgsim_desktop.reading.exif_texts import utf8_texts
from imgsim_desktop.reading.iptc import Iptc, block_of, read_iptc
from imgsim_desktop.reading.moments import Moment, parse_moment
from imgsim_desktop.reading.openers import METADATA_TROUBLE, Header
from imgsim_desktop.reading.xmp import read_xmp
from imgsim_desktop.records import Description

T = TypeVar("T")
Tags = dict[int, Any]

_EXIF_IFD, _GPS_IFD = 0x8769, 0x8825
DATE_TIME, RATING, XMP_PACKET = 306, 0x4746, 700
_IMAGE_DESCRIPTION, _USER_COMMENT = 270, 0x9286
_XP_TITLE, _XP_COMMENT, _XP_KEYWORDS, _XP_SUBJECT = 0x9C9B, 0x9C9C, 0x9C9E, 0x9C9F
_SHOT = 0x9003, 0x9291, 0x9011
_MADE = 0x9004, 0x9292, 0x9012
_SAVED = DATE_TIME, 0x9290, 0x9010
"""Tags of a date, of its fraction of a second, and of the offset of its clock."""

_MAX_KEYWORDS = 1_000

_CAMERA_CAPTIONS: Final = frozenset(
    {"olympus digital camera", "sony dsc", "digital camera", "minolta digital camera", "dcim",
     "default", "camera", "image", "picture", "untitled", "samsung digital camera",
     "kodak digital still camera", "konica minolta digital camera", "dsc", "cof", "dav", "oznor"}
)  # fmt: skip
"""What cameras and phones write into each photo: nobody's caption."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """All that is written in one file."""

    main: Tags
    detail: Tags
    said: Description
    taken: Moment | None
    """Of the shot."""
    made: Moment | None
    """When the picture was scanned or the file begun, ..."""
    saved: Moment | None
    """... and when it was saved last."""


def read_metadata(header: Header) -> Metadata:
    """Of an opened picture; each part that is broken is as good as absent."""
    main, detail, gps = _tags_of(header)
    xmp = attempt_metadata(lambda: _packet(header.image, main), Description())
    iptc = attempt_metadata(lambda: read_iptc(block_of(header.image, main)), Iptc())
    order = attempt_metadata(lambda: header.exif and header.exif.endian, None)
    shot = _exif_moment(detail, detail, _SHOT)
    taken = _best([shot, _moment_of(xmp), iptc.taken])
    made = _exif_moment(detail, detail, _MADE)
    if made is None and xmp.made_ns is not None:
        made = Moment(xmp.made_ns)
    latitude, longitude = _position(gps)
    if latitude is None or longitude is None:
        latitude, longitude = xmp.latitude, xmp.longitude
    keywords, unread_keywords = _keywords(xmp, iptc, main)
    caption, unread_caption = _caption(xmp, iptc, main, detail, big=order == ">")
    said = Description(
        taken_ns=None if taken is None else taken.ns,
        latitude=latitude,
        longitude=longitude,
        keywords=keywords,
        rating=xmp.rating or _rating(main),
        caption=caption,
        utc_offset_min=None if taken is None else taken.offset_min,
        taken_step_s=1 if taken is None else taken.step_s,
        made_ns=None if made is None else made.ns,
        unread=(*unread_caption, *unread_keywords),
    )
    return Metadata(main, detail, said, taken, made, _exif_moment(main, detail, _SAVED))


def attempt_metadata(read: Callable[[], T], otherwise: T) -> T:
    """What a reader finds, or the other thing where it stumbles over what it reads."""
    try:
        return read()
    except (*METADATA_TROUBLE, struct.error):
        return otherwise


def _tags_of(header: Header) -> tuple[Tags, Tags, Tags]:
    """The main, the photo's and the position's tags, each empty where broken or absent."""
    exif = header.exif
    if exif is None:
        return {}, {}, {}
    nothing: Tags = {}
    main = attempt_metadata(lambda: dict(exif), nothing)
    detail = attempt_metadata(lambda: dict(exif.get_ifd(_EXIF_IFD)), nothing)
    gps = attempt_metadata(lambda: dict(exif.get_ifd(_GPS_IFD)), nothing)
    block = header.image.info.get("exif")
    if isinstance(block, bytes):
        more = attempt_metadata(lambda: utf8_texts(block), nothing)
        main, detail = {**more, **main}, {**more, **detail}
    return main, detail, gps


def text_of(value: object) -> str | None:
    """A name in EXIF, on one line, or None; for showing, so a doubtful letter is not refused."""
    if value is None:
        return None
    raw = _raw_of(value)
    text = decoded(raw)
    if text is None:
        text = raw.split(b"\0")[0].decode("utf-8", "replace")
    return one_line(text) or None


def _raw_of(value: object) -> bytes:
    """The bytes of a text: Pillow makes of each byte the letter that Latin-1 has for it."""
    if isinstance(value, str):
        try:
            return value.encode("latin-1")
        except UnicodeEncodeError:
            return value.encode("utf-8", "replace")
    if isinstance(value, tuple) and all(isinstance(v, int) and 0 <= v < 256 for v in value):
        return bytes(value)
    return value if isinstance(value, bytes) else b""


def _exif_moment(tags: Tags, detail: Tags, names: tuple[int, int, int]) -> Moment | None:
    date, fraction, offset = names
    if date not in tags:
        return None
    parts = (tags.get(date), detail.get(fraction), detail.get(offset))
    texts = [_raw_of(part).decode("latin-1") for part in parts]
    return attempt_metadata(lambda: parse_moment(*texts), None)


def _moment_of(said: Description) -> Moment | None:
    if said.taken_ns is None:
        return None
    return Moment(said.taken_ns, said.utc_offset_min, said.taken_step_s)


def _best(moments: Iterable[Moment | None]) -> Moment | None:
    """The first that is known to the second, or else the first.

    With the offset that another one has for the same second: EXIF got a tag for it only in 2016.
    """
    known = [moment for moment in moments if moment is not None]
    if not known:
        return None
    best = min(known, key=lambda moment: moment.step_s > 1)
    same = [m.offset_min for m in known if abs(m.ns - best.ns) < 10**9 and m.step_s == best.step_s]
    offsets = [offset for offset in same if offset is not None]
    return Moment(best.ns, offsets[0] if offsets else None, best.step_s)


def _position(gps: Tags) -> tuple[float | None, float | None]:
    latitude = attempt_metadata(lambda: from_tags(gps.get(2), text_of(gps.get(1)), "NS"), None)
    longitude = attempt_metadata(lambda: from_tags(gps.get(4), text_of(gps.get(3)), "EW"), None)
    if latitude is None or longitude is None or (latitude == 0 and longitude == 0):
        return None, None
    return latitude, longitude


def _rating(main: Tags) -> int | None:
    value = main.get(RATING)
    return value if isinstance(value, int) and value in (-1, 1, 2, 3, 4, 5) else None


def _packet(image: Image.Image, main: Tags) -> Description:
    packet = image.info.get("xmp") or main.get(XMP_PACKET)
    if isinstance(packet, str):
        packet = packet.encode()
    if isinstance(packet, tuple):
        packet = bytes(packet)
    return read_xmp(packet) if isinstance(packet, bytes) else Description()


def _keywords(xmp: Description, iptc: Iptc, main: Tags) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """From XMP, else IPTC, else Windows' own tag; sorted, each once. And those nobody can read."""
    if xmp.keywords:
        return xmp.keywords[:_MAX_KEYWORDS], ()
    unread = tuple(f"keyword:{raw.hex()}" for raw in iptc.unread_keywords)
    by_windows = (decoded_utf16(_raw_of(main.get(_XP_KEYWORDS))) or "").split(";")
    for source in (iptc.keywords, by_windows):
        words = {one_line(word) for word in source} - {""}
        if words:
            return tuple(sorted(words)[:_MAX_KEYWORDS]), unread
    return (), unread


_Said = tuple[str | None, bytes | None]
"""A text, or the bytes of one that nobody can read."""


def _caption(
    xmp: Description, iptc: Iptc, main: Tags, detail: Tags, *, big: bool
) -> tuple[str | None, tuple[str, ...]]:
    """Description, comment, title and subject, each on a line of its own where they differ.

    Of one thing said in several places the first counts: it was written last, by hand. And the
    bytes of what nobody can read.
    """
    by_windows = (_XP_COMMENT, _XP_TITLE, _XP_SUBJECT)
    comment, title, subject = (_said_utf16(_raw_of(main.get(tag))) for tag in by_windows)
    groups: tuple[tuple[_Said, ...], ...] = (
        (
            (xmp.caption, None),
            (iptc.caption, iptc.unread_caption),
            _said_description(_raw_of(main.get(_IMAGE_DESCRIPTION))),
        ),
        (_said_comment(_raw_of(detail.get(_USER_COMMENT)), big=big), comment),
        (title,),
        (subject,),
    )
    said: list[str] = []
    unread: list[bytes] = []
    for group in groups:
        texts = [many_lines(text) for text, _ in group if text]
        words = next((text for text in texts if text.casefold() not in _CAMERA_CAPTIONS), "")
        if words and words.casefold() not in "\n".join(said).casefold():
            said.append(words)
        if not any(texts):
            unread += [raw for _, raw in group if raw is not None][:1]
    return "\n".join(filter(None, said)) or None, tuple(f"caption:{raw.hex()}" for raw in unread)


def _said_description(raw: bytes) -> _Said:
    raw = raw.split(b"\0")[0].strip()
    text = decoded(raw)
    return text, raw if text is None and is_text(raw) else None


def _said_comment(raw: bytes, *, big: bool) -> _Said:
    if not raw:
        return None, None
    try:
        return decoded_comment(raw, big=big), None
    except ValueError:
        return None, raw


def _said_utf16(raw: bytes) -> _Said:
    if not raw:
        return None, None
    text = decoded_utf16(raw)
    return text, raw if text is None and raw.strip(b"\0 ") else None
