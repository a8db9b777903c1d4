"""JPEG: further pictures (MPF), films and sounds behind the picture, gain and depth maps.

Sources: CIPA DC-007 (Multi-Picture Format), Android's specifications of motion photos 1.0 and of
Ultra HDR 1.1, ISO 21496-1, Google's XMP of depth, panorama sound and containers, and the notes on
Samsung's trailer in ExifTool (lib/Image/ExifTool/Samsung.pm).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from imgsim_desktop.reading.inside.boxes import find_film, read_film
from imgsim_desktop.reading.inside.stored import Piece, Stored
from imgsim_desktop.records import MAPS, Holdings, Recording

_MOST_SEGMENTS = 10_000
_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_MORE_XMP = b"http://ns.adobe.com/xmp/extension/\0"
_ISO_GAIN_MAP = b"urn:iso:std:iso:ts:21496:-1"
_NO_BODY = frozenset({0x01, *range(0xD0, 0xD9)})
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
"""What ends coded data: an 0xFF in it is followed by 0 or a restart mark."""

_PREVIEWS = frozenset({0x010001, 0x010002, 0x010003, 0x010004, 0x010005})
"""Types of MPF that show the first picture smaller."""

_GAIN_MARKS = (b"ns.adobe.com/hdr-gain-map", b"HDRGainMap", b"hdrgainmap", _ISO_GAIN_MAP)
_DEPTH_MARKS = re.compile(
    rb"AuxiliaryImageType\W{1,3}(?:depth|disparity)|ns\.apple\.com/depthData|auxiliary:depth"
    rb"|aux:(?:depth|disparity|portraiteffectsmatte|semantic\w+matte)|photos/1\.0/depthmap",
)
_SEMANTIC, _LENGTH, _PADDING = (
    re.compile(rb"Item:" + name + rb"\s*(?:=\s*[\"']|>)\s*(\w+)")
    for name in (b"Semantic", b"Length", b"Padding")
)
_MOTION = re.compile(rb"MicroVideo|MotionPhoto")
_ITEM = re.compile(rb"<rdf:li\b.*?</rdf:li>", re.DOTALL)
_MAP_OF = {
    b"GainMap": "gain", b"RecoveryMap": "gain", b"Depth": "depth", b"DepthMap": "depth",
    b"ConfidenceMap": "depth", b"Confidence": "depth", b"MotionPhoto": "",
}  # fmt: skip
"""What an item of XMP's container is; a film is found by itself."""
_SOUNDS = re.compile(rb"RIFF.{4}WAVE|#!AMR|OggS|fLaC", re.DOTALL)
_LEAST_SOUND_BYTES = 100


@dataclass(slots=True)
class _Segments:
    """What stands before the pixels."""

    scan: int = 0
    """Where the coded data begins."""
    bits: int = 8
    xmp: bytes = b""
    more_xmp: list[Piece] = field(default_factory=list)
    mpf: Piece | None = None
    maps: set[str] = field(default_factory=set)
    sounds: list[Piece] = field(default_factory=list)


def look_into_jpeg(file: Stored) -> Holdings:
    """What one JPEG file holds beside its first picture."""
    head = _segments_of(file, 0)
    find = _find(file, head)
    sound = find.sound
    if sound is None and find.sounds:
        sound = Recording(file.digest(find.sounds))
    return Holdings(
        pages=1 + len(find.pages),
        pages_digest=file.digest(find.pages) if find.pages else b"",
        film=find.film,
        sound=sound,
        maps=tuple(name for name in MAPS if name in find.maps),
        channel_bits=max(8, head.bits),
    )


def further_pictures_of_jpeg(file: Stored) -> list[Piece]:
    """Where the other pictures stand that count as pages, in order."""
    return _find(file, _segments_of(file, 0)).pages


def film_of_jpeg(file: Stored) -> Piece | None:
    """Where the film of a motion photo stands."""
    return _find(file, _segments_of(file, 0)).film_at


def _find(file: Stored, head: _Segments) -> _Findings:
    find = _Findings(maps=set(head.maps))
    for piece in head.sounds:
        find.sounds.append(piece)
    _look_into_xmp(file, head, find)
    listed = _listed_by_mpf(file, head)
    end = _end_of_picture(file, head)
    named = _listed_by_xmp(file, head, end) if end < file.size else {}
    for piece, kind in listed:
        if piece[0] not in named:
            _take_picture(file, piece, kind, find)
    for start, (piece, name) in named.items():
        if name:
            find.maps.add(name)
        elif file.read(start, 3) == b"\xff\xd8\xff":
            _take_picture(file, piece, 0, find)
    if end < file.size:
        _look_behind(file, end, is_listed=bool(listed or named), find=find)
    return find


@dataclass(slots=True)
class _Findings:
    maps: set[str] = field(default_factory=set)
    pages: list[Piece] = field(default_factory=list)
    sounds: list[Piece] = field(default_factory=list)
    film: Recording | None = None
    film_at: Piece | None = None
    sound: Recording | None = None


def _segments_of(file: Stored, start: int) -> _Segments:
    """Of the JPEG that begins here; as far as they go."""
    found = _Segments(scan=file.size)
    for marker, at, size in _markers(file, start):
        body = (at, at + size)
        if marker == 0xDA:
            found.scan = at + size
        elif marker in _FRAMES:
            found.bits = file.number(at, 1)
        elif 0xE1 <= marker <= 0xEF:
            _take_segment(file, marker, body, found)
    return found


def _markers(file: Stored, start: int) -> Iterator[tuple[int, int, int]]:
    """(marker, start of its body, size), up to the first coded data."""
    at = start + 2
    for _ in range(_MOST_SEGMENTS):
        head = file.read(at, 4)
        if len(head) < 4 or head[0] != 0xFF:
            return
        marker = head[1]
        if marker == 0xFF:  # filling
            at += 1
            continue
        if marker == 0xD9:
            return
        if marker in _NO_BODY:
            at += 2
            continue
        size = int.from_bytes(head[2:], "big")
        yield marker, at + 4, max(0, size - 2)
        if marker == 0xDA:
            return
        at += 2 + max(2, size)


def _take_segment(file: Stored, marker: int, body: Piece, found: _Segments) -> None:
    begin = file.read(body[0], 40)
    if begin.startswith(_XMP):
        found.xmp = file.read(body[0], body[1] - body[0])
    elif begin.startswith(_MORE_XMP):
        found.more_xmp.append(body)
    elif begin.startswith(b"FLIR\0"):
        found.maps.add("thermal")
    elif begin.startswith(b"MPF\0") and found.mpf is None:
        found.mpf = (body[0] + 4, body[1])
    elif marker == 0xEB and (b"HDR_RI" in begin or b"RESI" in begin):  # JPEG-HDR, JPEG XT
        found.maps.add("gain")
    elif not begin.startswith((b"ICC_PROFILE\0", b"Exif\0")):
        if found.sounds and begin.startswith(b"FPXR"):
            found.sounds.append(body)  # one FlashPix stream in several segments
        elif _SOUNDS.search(file.read(body[0], body[1] - body[0])):
            found.sounds.append(body)


def _look_into_xmp(file: Stored, head: _Segments, find: _Findings) -> None:
    """Pictures and sounds that Google's XMP holds as text."""
    if not head.more_xmp:
        return
    text = b"".join(file.read(start + 75, end - start - 75) for start, end in head.more_xmp)
    if b"GDepth:Data" in text:
        find.maps.add("depth")
    if b"GAudio:Data" in text:
        find.sounds += head.more_xmp
    if b"GImage:Data" in text:
        find.pages.append((head.more_xmp[0][0], head.more_xmp[-1][1]))


# Further pictures --------------------------------------------------------------------------------


def _listed_by_mpf(file: Stored, head: _Segments) -> list[tuple[Piece, int]]:
    """The further pictures MPF tells of and their types, where there really is a JPEG."""
    if head.mpf is None:
        return []
    base = head.mpf[0]
    order = "little" if file.read(base, 2) == b"II" else "big"
    folder = base + file.number(base + 4, 4, order)
    listed: Piece | None = None
    for n in range(min(file.number(folder, 2, order), 100)):
        entry = folder + 2 + 12 * n
        if file.number(entry, 2, order) == 0xB002:
            start = base + file.number(entry + 8, 4, order)
            listed = (start, start + file.number(entry + 4, 4, order))
    if listed is None:
        return []
    found = []
    for at in range(listed[0], min(listed[1], listed[0] + 16 * 1000), 16):
        kind, size = file.number(at, 4, order), file.number(at + 4, 4, order)
        offset = file.number(at + 8, 4, order)
        if offset and file.read(base + offset, 2) == b"\xff\xd8":
            start = base + offset
            found.append(((start, start + size), kind & 0xFFFFFF))
    return found


def _listed_by_xmp(file: Stored, head: _Segments, end: int) -> dict[int, tuple[Piece, str]]:
    """By start, what XMP's container says lies behind the picture, with a name of MAPS or none.

    Its items stand one after the other; one that is said to be there and is not is left out.
    """
    found: dict[int, tuple[Piece, str]] = {}
    at = end
    for item in _ITEM.findall(head.xmp):
        semantic, length = _SEMANTIC.search(item), _LENGTH.search(item)
        if semantic is None or semantic[1] == b"Primary":
            padding = _PADDING.search(item)
            at += _number_in(padding)
            continue
        piece = (at, at + _number_in(length))
        is_here = piece[1] <= file.size and file.read(at, 3) == b"\xff\xd8\xff"
        if is_here and semantic[1] != b"MotionPhoto":
            found[at] = (piece, _MAP_OF.get(semantic[1], ""))
        at = piece[1]
    return found


def _number_in(match: re.Match[bytes] | None) -> int:
    return int(match[1]) if match is not None and match[1].isdigit() else 0


def _take_picture(file: Stored, piece: Piece, kind: int, find: _Findings) -> None:
    """A further JPEG inside the file: a map of the first one, or a picture of its own."""
    if kind in _PREVIEWS or piece in find.pages:
        return
    name = _map_in(file, piece)
    if name:
        find.maps.add(name)
    else:
        find.pages.append(piece)


def _map_in(file: Stored, piece: Piece) -> str:
    """Name of MAPS of a JPEG that says what it is; else empty."""
    words = b"".join(
        file.read(at, size)
        for marker, at, size in _markers(file, piece[0])
        if marker in {0xE1, 0xE2}
    )
    if _DEPTH_MARKS.search(words):
        return "depth"
    return "gain" if any(mark in words for mark in _GAIN_MARKS) else ""


# Behind the picture ------------------------------------------------------------------------------


def _end_of_picture(file: Stored, head: _Segments) -> int:
    """Behind the first picture's last mark; the file's size where nothing can follow.

    The coded data is walked through only where there is a sign that something follows: the file
    does not end as a JPEG does, or its XMP lists more than the picture.
    """
    ends_plainly = file.read(file.size - 2, 2) == b"\xff\xd9"
    tells_more = len(_SEMANTIC.findall(head.xmp)) > 1 or _MOTION.search(head.xmp)
    if ends_plainly and not tells_more:
        return file.size
    at = head.scan
    while at < file.size:
        piece = file.read(at, 2**20 + 1)
        found = _MARKER.search(piece)
        if found is None:
            at += 2**20
            continue
        at += found.start()
        marker = piece[found.start() + 1]
        if marker == 0xD9:
            return at + 2
        at += 2 if marker in _NO_BODY else 2 + max(2, file.number(at + 2, 2))
    return file.size


def _look_behind(file: Stored, end: int, *, is_listed: bool, find: _Findings) -> None:
    """is_listed: the pictures behind the first are known already."""
    film = find_film(file, end, file.size)
    if film >= 0:
        until = _end_of_film(file)
        inside = read_film(file, film, until)
        if inside.is_sound:
            find.sound = inside.recording
        else:
            find.film, find.film_at = inside.recording, (film, until)
    samsung = _samsung_parts(file)
    for name, piece in samsung:
        _take_samsung(file, name, piece, find)
    if not is_listed and not samsung:
        _take_unlisted(file, end, film if film >= 0 else file.size, find)
    if film < 0 and not find.sounds:
        behind = file.read(end, min(file.size - end, 2**20))
        sound = _SOUNDS.search(behind)
        if sound and file.size - end - sound.start() > _LEAST_SOUND_BYTES:
            find.sounds.append((end + sound.start(), file.size))


def _end_of_film(file: Stored) -> int:
    """Where Samsung's trailer ends a film, else the end of the file."""
    parts = _samsung_parts(file)
    return max((piece[1] for _, piece in parts), default=file.size)


def _take_unlisted(file: Stored, end: int, until: int, find: _Findings) -> None:
    """JPEGs behind the picture that nothing tells of."""
    at = end
    while (at := file.find(b"\xff\xd8\xff", at, until)) >= 0:
        piece = (at, _end_of_jpeg(file, at, until))
        if piece[1] > at + _LEAST_SOUND_BYTES:
            _take_picture(file, piece, 0, find)
        at = max(piece[1], at + 3)


def _end_of_jpeg(file: Stored, start: int, until: int) -> int:
    inside = _segments_of(file, start)
    found = file.find(b"\xff\xd9", min(inside.scan, until), until)
    return until if found < 0 else found + 2


def _samsung_parts(file: Stored) -> list[tuple[bytes, Piece]]:
    """Names and places of what Samsung's trailer lists."""
    tail = file.read(file.size - 8, 8)
    if tail[4:] != b"SEFT":
        return []
    size = int.from_bytes(tail[:4], "little")
    head = file.size - 8 - size
    if file.read(head, 4) != b"SEFH":
        return []
    found = []
    for n in range(min(file.number(head + 8, 4, "little"), 1000)):
        entry = head + 12 + 12 * n
        start = head - file.number(entry + 4, 4, "little")
        end = start + file.number(entry + 8, 4, "little")
        length = file.number(start + 4, 4, "little")
        if 0 < start < end <= head and length < end - start:
            name = file.read(start + 8, length)
            found.append((name, (start + 8 + length, end)))
    return found


def _take_samsung(file: Stored, name: bytes, piece: Piece, find: _Findings) -> None:
    has_body = piece[1] - piece[0] > _LEAST_SOUND_BYTES
    if b"DepthMap" in name and has_body:
        find.maps.add("depth")
    elif (b"Sound" in name or b"Audio" in name) and has_body:
        if find.sound is None:
            find.sounds.append(piece)
    elif file.read(piece[0], 3) == b"\xff\xd8\xff":
        _take_picture(file, piece, 0, find)
