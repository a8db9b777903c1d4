"""Boxes of ISO base media files (ISO/IEC 14496-12): films, HEIC, AVIF, JPEG 2000, JPEG XL."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from imgsim_desktop.reading.inside.stored import Stored
from imgsim_desktop.records import Recording

_MOST_BOXES = 10_000
_LONGEST_S = 86_400.0
"""A film that claims to be longer has a broken index."""
_IMAGE_BRANDS = (b"hei", b"hev", b"mif", b"msf", b"avi", b"crx", b"jp2", b"jxl")
"""First letters of brands whose files are pictures and no films."""


@dataclass(frozen=True, slots=True)
class Box:
    """One box: its body without the head."""

    kind: bytes
    start: int
    end: int


def boxes_of(file: Stored, start: int, end: int) -> Iterator[Box]:
    """The boxes side by side between two places, until something is no box."""
    end = min(end, file.size)
    for _ in range(_MOST_BOXES):
        head = file.read(start, 16)
        if start + 8 > end or len(head) < 8 or not _is_kind(head[4:8]):
            return
        size, body = int.from_bytes(head[:4], "big"), start + 8
        if size == 1:
            size, body = int.from_bytes(head[8:16], "big"), start + 16
        until = end if size == 0 else min(start + size, end)
        if until < body:
            return
        yield Box(head[4:8], body, until)
        start = until


def _is_kind(letters: bytes) -> bool:
    return all(32 <= letter < 127 or letter == 0xA9 for letter in letters)


def box_at(file: Stored, path: tuple[bytes, ...], start: int, end: int) -> Box | None:
    """The first box along a path of kinds, each inside the one before."""
    found: Box | None = None
    for kind in path:
        inside = (start, end) if found is None else (found.start, found.end)
        found = next((box for box in boxes_of(file, *inside) if box.kind == kind), None)
        if found is None:
            return None
    return found


def find_film(file: Stored, start: int, end: int) -> int:
    """Where a film, or a sound in such a file, begins between two places; -1 if nowhere."""
    at = start
    while (at := file.find(b"ftyp", at, end)) >= 0:
        head = file.read(at - 4, 12)
        size, brand = int.from_bytes(head[:4], "big"), head[8:12]
        is_head = at - 4 >= start and 12 <= size <= 4096 and _is_kind(brand)
        if is_head and not brand.lower().startswith(_IMAGE_BRANDS):
            return at - 4
        at += 4
    return -1


@dataclass(frozen=True, slots=True)
class FilmInside:
    """A film or a sound as its boxes tell it."""

    recording: Recording
    is_sound: bool
    """It has sound and no pictures."""


def read_film(file: Stored, start: int, end: int) -> FilmInside:
    """Length and digest of a film that begins here and ends at the latest there.

    Without its index (cut, or still being written) it is a film of unknown length.
    """
    seconds: float | None = None
    tracks: set[bytes] = set()
    until = start
    for box in boxes_of(file, start, end):
        until = box.end
        if box.kind == b"moov":
            seconds = _seconds_of(file, box)
            tracks |= set(_tracks_of(file, box))
    if seconds is None:
        until = end
    recording = Recording(file.digest([(start, until)]), seconds)
    return FilmInside(recording, b"soun" in tracks and b"vide" not in tracks)


def _seconds_of(file: Stored, moov: Box) -> float | None:
    head = box_at(file, (b"mvhd",), moov.start, moov.end)
    if head is None:
        return None
    body = file.read(head.start, 32)
    if body[:1] == b"\1":
        scale, length = body[20:24], body[24:32]
    else:
        scale, length = body[12:16], body[16:20]
    ticks_per_s, ticks = int.from_bytes(scale, "big"), int.from_bytes(length, "big")
    is_unknown = not ticks_per_s or not ticks or length.strip(b"\xff") == b""
    seconds = 0.0 if is_unknown else round(ticks / ticks_per_s, 3)
    return seconds if 0 < seconds < _LONGEST_S else None


def _tracks_of(file: Stored, moov: Box) -> Iterator[bytes]:
    """What each track is: b"vide", b"soun", b"pict", ..."""
    for track in boxes_of(file, moov.start, moov.end):
        if track.kind == b"trak":
            handler = box_at(file, (b"mdia", b"hdlr"), track.start, track.end)
            if handler is not None:
                yield file.read(handler.start + 8, 4)


def count_samples(file: Stored, moov: Box) -> int:
    """Pictures of an image sequence: those of its longest picture track."""
    counts = [0]
    for track in boxes_of(file, moov.start, moov.end):
        if track.kind != b"trak":
            continue
        handler = box_at(file, (b"mdia", b"hdlr"), track.start, track.end)
        if handler is None or file.read(handler.start + 8, 4) not in {b"pict", b"vide"}:
            continue
        sizes = box_at(file, (b"mdia", b"minf", b"stbl", b"stsz"), track.start, track.end)
        if sizes is not None:
            counts.append(file.number(sizes.start + 8, 4))
    return max(counts)
