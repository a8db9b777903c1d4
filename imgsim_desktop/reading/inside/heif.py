"""HEIC and AVIF: collections, sequences, gain and depth maps, films of motion photos.

Sources: ISO/IEC 23008-12 (HEIF), ISO 21496-1 (`tmap`), Apple's auxiliary types, Android's motion
photos 1.0 (`mpvd`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from imgsim_desktop.reading.gamut import WIDE_PRIMARIES
from imgsim_desktop.reading.inside.boxes import (
    Box,
    boxes_of,
    count_samples,
    find_film,
    read_film,
)
from imgsim_desktop.reading.inside.stored import Piece, Stored
from imgsim_desktop.records import MAPS, Holdings

_MOST_ITEMS = 100_000
_PICTURES = frozenset(
    {b"hvc1", b"av01", b"avc1", b"jpeg", b"j2k1", b"unci", b"vvc1", b"evc1", b"grid", b"iovl"}
    | {b"iden"}
)


@dataclass(slots=True)
class Meta:
    """What the box `meta` says of the items of a file."""

    primary: int = 0
    primary_places: list[Piece] = field(default_factory=list)
    """Where the number of the first picture stands; one in a good file."""
    kinds: dict[int, bytes] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    flag_places: dict[int, int] = field(default_factory=dict)
    """Where the flags of an item stand, of which the lowest hides it."""
    refers: list[tuple[bytes, int, list[int]]] = field(default_factory=list)
    """(kind, from, to)."""
    refer_places: list[int] = field(default_factory=list)
    """Where what a reference says begins, behind the head of its box; as many as there are."""
    properties: list[Box] = field(default_factory=list)
    owned: dict[int, list[int]] = field(default_factory=dict)
    """Numbers of properties from 1, by item."""
    places: dict[int, list[Piece]] = field(default_factory=dict)
    alternatives: set[int] = field(default_factory=set)


def look_into_heif(file: Stored) -> Holdings:
    """What one HEIC or AVIF file holds beside its first picture."""
    meta = Meta()
    frames, data = 0, []
    for box in boxes_of(file, 0, file.size):
        if box.kind == b"meta":
            read_meta(file, box, meta)
        elif box.kind == b"moov":
            frames = max(frames, count_samples(file, box))
        elif box.kind == b"mdat":
            data.append((box.start, box.end))
        elif box.kind == b"ftyp" and box.start > 8:
            break  # a film begins, with an index of its own
    film = film_of_heif(file)
    if frames > 1:
        pages, digest = frames, file.digest(data)
    else:
        pages, digest = _collection(file, meta)
    recording = None if film is None else read_film(file, *film).recording
    own = dict(_own_properties(file, meta))
    return Holdings(
        pages=pages,
        is_animated=frames > 1,
        pages_digest=digest,
        film=recording,
        maps=_maps_of(file, meta),
        channel_bits=_bits_of(file, own),
        is_wide_gamut=_is_wide(file, own),
    )


def film_of_heif(file: Stored) -> Piece | None:
    """Where the film of a motion photo stands: in a box of its own, or behind the picture."""
    for box in boxes_of(file, 0, file.size):
        is_second_head = box.kind == b"ftyp" and box.start > 8
        if box.kind == b"mpvd" or is_second_head:
            start = box.start - 8 if is_second_head else box.start
            end = file.size if is_second_head else box.end
            if (film := find_film(file, start, end)) >= 0:
                return film, end
    return None


def _collection(file: Stored, meta: Meta) -> tuple[int, bytes]:
    """Pictures that are shown by themselves, and the digest of all but the first."""
    parts = {to for kind, _, many in meta.refers if kind == b"dimg" for to in many}
    belongs = {one for kind, one, _ in meta.refers if kind in {b"thmb", b"auxl"}}
    others = [
        item
        for item, kind in meta.kinds.items()
        if kind in _PICTURES
        and item != meta.primary
        and item not in meta.hidden | parts | belongs | meta.alternatives
    ]
    if not others:
        return 1, b""
    of_grid = {one: many for kind, one, many in meta.refers if kind == b"dimg"}
    pieces = [
        piece
        for item in others
        for part in (item, *of_grid.get(item, ()))
        for piece in meta.places.get(part, ())
    ]
    return 1 + len(others), file.digest(pieces) if pieces else file.as_a_whole()


def _maps_of(file: Stored, meta: Meta) -> tuple[str, ...]:
    found = set()
    if b"tmap" in meta.kinds.values():
        found.add("gain")
    for box in meta.properties:
        if box.kind == b"auxC":
            name = file.read(box.start + 4, box.end - box.start - 4).lower()
            if b"hdrgainmap" in name:
                found.add("gain")
            if b"depth" in name or b"disparity" in name or b"matte" in name or b"auxid:2" in name:
                found.add("depth")
    return tuple(name for name in MAPS if name in found)


def _own_properties(file: Stored, meta: Meta) -> Iterator[tuple[bytes, Box]]:
    """Those of the first picture; of a grid, those of its first tile too."""
    tiles = [many[0] for kind, one, many in meta.refers if kind == b"dimg" and one == meta.primary]
    for item in (*tiles[:1], meta.primary):
        for number in meta.owned.get(item, ()):
            if 0 < number <= len(meta.properties):
                box = meta.properties[number - 1]
                kind = box.kind
                if kind == b"colr":
                    kind += file.read(box.start, 4)
                yield kind, box


def _bits_of(file: Stored, own: dict[bytes, Box]) -> int:
    if (box := own.get(b"pixi")) is not None:
        count = file.number(box.start + 4, 1)
        return int(max((8, *file.read(box.start + 5, count))))
    if (box := own.get(b"av1C")) is not None:
        flags = file.number(box.start + 2, 1)
        return 12 if flags & 0x20 and flags & 0x40 else 10 if flags & 0x40 else 8
    if (box := own.get(b"hvcC")) is not None:
        return 8 + (file.number(box.start + 17, 1) & 7)
    return 8


def _is_wide(file: Stored, own: dict[bytes, Box]) -> bool:
    """By the number of its primaries; a profile of its own is judged by the profile."""
    box = own.get(b"colrnclx")
    return box is not None and file.number(box.start + 4, 2) in WIDE_PRIMARIES


# The box `meta` ----------------------------------------------------------------------------------


def read_meta(file: Stored, meta_box: Box, meta: Meta) -> None:
    """Add what the box says of the items. Raises TooMuchError."""
    for box in boxes_of(file, meta_box.start + 4, meta_box.end):
        version = file.number(box.start, 1)
        body = box.start + 4
        if box.kind == b"pitm":
            width = 2 if version == 0 else 4
            meta.primary = file.number(body, width)
            meta.primary_places.append((body, body + width))
        elif box.kind == b"iinf":
            _read_items(file, body + (2 if version == 0 else 4), box.end, meta)
        elif box.kind == b"iref":
            _read_references(file, body, box.end, 2 if version == 0 else 4, meta)
        elif box.kind == b"iprp":
            _read_properties(file, box, meta)
        elif box.kind == b"iloc":
            _read_places(file, box, version, meta)
        elif box.kind == b"grpl":
            _read_groups(file, box, meta)


def _read_items(file: Stored, start: int, end: int, meta: Meta) -> None:
    for box in boxes_of(file, start, end):
        version = file.number(box.start, 1)
        if box.kind != b"infe" or version < 2:
            continue
        width = 2 if version == 2 else 4
        item = file.number(box.start + 4, width)
        meta.kinds[item] = file.read(box.start + 4 + width + 2, 4)
        meta.flag_places[item] = box.start + 3
        if file.number(box.start + 3, 1) & 1:
            meta.hidden.add(item)


def _read_references(file: Stored, start: int, end: int, width: int, meta: Meta) -> None:
    for box in boxes_of(file, start, end):
        one = file.number(box.start, width)
        count = min(file.number(box.start + width, 2), _MOST_ITEMS)
        first = box.start + width + 2
        many = [file.number(first + width * n, width) for n in range(count)]
        if many:
            meta.refers.append((box.kind, one, many))
            meta.refer_places.append(box.start)


def _read_properties(file: Stored, iprp: Box, meta: Meta) -> None:
    for box in boxes_of(file, iprp.start, iprp.end):
        if box.kind == b"ipco":
            meta.properties = list(boxes_of(file, box.start, box.end))
        elif box.kind == b"ipma":
            version, flags = file.number(box.start, 1), file.number(box.start + 3, 1)
            item_width, number_width = 2 if version == 0 else 4, 2 if flags & 1 else 1
            at = box.start + 8
            for _ in range(min(file.number(box.start + 4, 4), _MOST_ITEMS)):
                if at >= box.end:
                    break
                item, count = file.number(at, item_width), file.number(at + item_width, 1)
                at += item_width + 1
                mask = 0x7FFF if number_width == 2 else 0x7F
                meta.owned[item] = [
                    file.number(at + number_width * n, number_width) & mask for n in range(count)
                ]
                at += number_width * count


def _read_places(file: Stored, box: Box, version: int, meta: Meta) -> None:
    """Only what lies in the file itself, which is where encoders put pictures."""
    sizes = file.number(box.start + 4, 2)
    offset_width, length_width = sizes >> 12, sizes >> 8 & 15
    base_width, index_width = sizes >> 4 & 15, sizes & 15 if version else 0
    id_width = 2 if version < 2 else 4
    at = box.start + 6 + id_width
    for _ in range(min(file.number(box.start + 6, id_width), _MOST_ITEMS)):
        if at >= box.end:
            return
        item = file.number(at, id_width)
        at += id_width
        method = file.number(at, 2) & 15 if version else 0
        at += 2 if version else 0
        base = file.number(at + 2, base_width)
        at += 2 + base_width
        count = file.number(at, 2)
        at += 2
        for _ in range(min(count, _MOST_ITEMS)):
            at += index_width
            start = base + file.number(at, offset_width)
            length = file.number(at + offset_width, length_width)
            at += offset_width + length_width
            if method == 0:
                meta.places.setdefault(item, []).append((start, start + length))


def _read_groups(file: Stored, grpl: Box, meta: Meta) -> None:
    """Items that stand for the first picture in other programs are no pictures of their own."""
    for box in boxes_of(file, grpl.start, grpl.end):
        if box.kind == b"altr":
            count = min(file.number(box.start + 8, 4), _MOST_ITEMS)
            items = [file.number(box.start + 12 + 4 * n, 4) for n in range(count)]
            if meta.primary in items:
                meta.alternatives.update(set(items) - {meta.primary})
