"""The small picture inside a HEIC, and how to make a decoder show it.

A decoder shows the item that the box `pitm` names. In a copy of the container's head it is made to
name the thumbnail instead, or one tile of the photo, which costs 1 % or 2 % of the whole: libheif
1.23 has a call for thumbnails, but pi_heif 1.4 does not pass it on.
"""

from __future__ import annotations

from dataclasses import dataclass

from imgsim_desktop.reading.inside.boxes import boxes_of
from imgsim_desktop.reading.inside.heif import Meta, read_meta
from imgsim_desktop.reading.inside.stored import Piece, Stored

_CODED = b"hvc1"
_MOST_TILES = 1024
_MOST_NALS = 4096
"""Pieces of one tile that are counted: encoders write one to four."""
_TURNS = (b"irot", b"imir", b"clap")


@dataclass(frozen=True, slots=True)
class Tiles:
    """The tiles a photo is put together from, row by row."""

    items: tuple[int, ...]
    columns: int
    width_px: int
    height_px: int
    """Of one tile; the last ones of a row or column may reach over the photo's edge."""


@dataclass(frozen=True, slots=True)
class SmallPicture:
    """The thumbnail of the first picture of a file, turned as it is and of the same shape."""

    item: int
    width_px: int
    height_px: int
    """As coded, before it is turned."""
    full_px: tuple[int, int]
    """Width and height of the photo, as coded."""
    quarter_turns: int
    """Anticlockwise, that the decoder does; the same for both."""
    tiles: Tiles
    coded_hash: bytes
    """Of all that decoders make the photo's pixels from: equal ones have equal pixels."""
    _number: Piece
    _flags: dict[int, int]
    _kinds: tuple[int, ...]

    def show(self, item: int, data: bytes) -> bytes:
        """The same file, whose first picture is now this item: the thumbnail or a tile."""
        changed = bytearray(data)
        start, end = self._number
        changed[start:end] = item.to_bytes(end - start, "big")
        changed[self._flags[item]] &= 0xFE  # tiles are hidden
        for place in self._kinds:
            changed[place : place + 4] = b"skip"  # or it is a thumbnail still, and none's photo
        return bytes(changed)


def find_small(file: Stored) -> SmallPicture | None:
    """The largest thumbnail that must show the same picture the same way round; None without.

    Only of a photo in tiles, of which all is there: with them it can be told whether the thumbnail
    is up to date. Nothing in the file is believed that two of its boxes say differently.

    Raises TooMuchError.
    """
    boxes = list(boxes_of(file, 0, file.size))
    metas = [box for box in boxes if box.kind == b"meta"]
    if len(metas) != 1 or any(box.kind == b"moov" for box in boxes):
        return None
    meta = Meta()
    read_meta(file, metas[0], meta)
    if len(meta.primary_places) != 1 or meta.kinds.get(meta.primary) != b"grid":
        return None
    full = _size_of(file, meta, meta.primary)
    tiles = None if full is None else _tiles_of(file, meta, full)
    if full is None or tiles is None:
        return None
    kind = meta.kinds[tiles.items[0]]
    own = _of_kinds(file, meta, meta.primary, _TURNS)
    if any(name != b"irot" for name, _ in own):
        return None
    best: tuple[int, int, int] | None = None
    for says, one, many in meta.refers:
        if says != b"thmb" or many != [meta.primary] or meta.kinds.get(one) != kind:
            continue
        size = _size_of(file, meta, one)
        is_turned_alike = _of_kinds(file, meta, one, _TURNS) == own
        if size is None or not is_turned_alike or one in tiles.items or not _is_scaled(size, full):
            continue
        if _is_whole(file, meta, one) and (best is None or size[0] > best[0]):
            best = (*size, one)
    if best is None:
        return None
    places = [
        place - 4
        for (says, one, _), place in zip(meta.refers, meta.refer_places, strict=True)
        if says == b"thmb" and one == best[2]
    ]
    if any(file.read(place, 4) != b"thmb" for place in places):
        return None  # boxes with long sizes, which nobody writes for a few bytes
    number = meta.primary_places[0]
    if max(best[2], *tiles.items) >= 256 ** (number[1] - number[0]):
        return None
    return SmallPicture(
        item=best[2],
        width_px=best[0],
        height_px=best[1],
        full_px=full,
        quarter_turns=next((value[0] & 3 for name, value in own if name == b"irot"), 0),
        tiles=tiles,
        coded_hash=_hash_of(file, meta, tiles),
        _number=number,
        _flags={item: meta.flag_places[item] for item in (best[2], *tiles.items)},
        _kinds=tuple(places),
    )


def _size_of(file: Stored, meta: Meta, item: int) -> tuple[int, int] | None:
    found = _of_kinds(file, meta, item, (b"ispe",))
    if len(found) != 1 or len(found[0][1]) != 12:
        return None
    body = found[0][1]
    size = int.from_bytes(body[4:8], "big"), int.from_bytes(body[8:12], "big")
    return size if min(size) > 0 else None


def _of_kinds(
    file: Stored, meta: Meta, item: int, kinds: tuple[bytes, ...]
) -> list[tuple[bytes, bytes]]:
    """Properties of an item that are of these kinds, with what they say, in their order."""
    found = []
    for number in meta.owned.get(item, ()):
        if 0 < number <= len(meta.properties):
            box = meta.properties[number - 1]
            if box.kind in kinds:
                found.append((box.kind, file.read(box.start, box.end - box.start)))
    return found


def _is_scaled(size: tuple[int, int], full: tuple[int, int]) -> bool:
    """Whether it is the photo made smaller, to a pixel of its own."""
    scale = max(size) / max(full)
    return scale < 1 and all(
        abs(small - large * scale) <= 1.5 for small, large in zip(size, full, strict=True)
    )


def _tiles_of(file: Stored, meta: Meta, full: tuple[int, int]) -> Tiles | None:
    """None unless they cover the photo, are all of one kind and size, and wholly there."""
    lists = [many for says, one, many in meta.refers if says == b"dimg" and one == meta.primary]
    if len(lists) != 1 or not 1 < len(lists[0]) <= _MOST_TILES:
        return None
    items = lists[0]
    kind, size = meta.kinds.get(items[0], b""), _size_of(file, meta, items[0])
    if size is None or kind != _CODED or len(set(items)) != len(items):
        return None
    columns, rows = -(-full[0] // size[0]), -(-full[1] // size[1])
    if columns * rows != len(items):
        return None
    for item in items:
        is_alike = meta.kinds.get(item) == kind and _size_of(file, meta, item) == size
        if not is_alike or _of_kinds(file, meta, item, _TURNS) or not _is_whole(file, meta, item):
            return None
    return Tiles(tuple(items), columns, *size)


def _is_whole(file: Stored, meta: Meta, item: int) -> bool:
    """Whether all bytes of an item in H.265 are there, and look like what they should be.

    The lengths of its pieces must add up: zeros, as a failed copy leaves them, do not.
    """
    pieces = meta.places.get(item, [])
    if not pieces or any(not 0 < start < end <= file.size for start, end in pieces):
        return False
    if len(pieces) != 1:
        return False
    at, end = pieces[0]
    for _ in range(_MOST_NALS):
        length = file.number(at, 4)
        at += 4 + length
        if length == 0 or at > end:
            return False
        if at == end:
            return True
    return False


def _hash_of(file: Stored, meta: Meta, tiles: Tiles) -> bytes:
    """Of the coded tiles in their order, and of every property of theirs and of the photo."""
    said = b"".join(
        len(body).to_bytes(4, "big") + kind + body
        for item in (meta.primary, *tiles.items)
        for kind, body in _all_properties(file, meta, item)
    )
    pieces = [piece for item in tiles.items for piece in meta.places[item]]
    return file.digest(pieces, b"coded tiles " + said)


def _all_properties(file: Stored, meta: Meta, item: int) -> list[tuple[bytes, bytes]]:
    return _of_kinds(file, meta, item, tuple({box.kind for box in meta.properties}))
