"""Embedded: a HEIC read by the thumbnail inside it, where that must show what it shows.

An iPhone's 12 megapixels take 600 ms to decode, its thumbnail of 320 x 240 takes 7 and two tiles of
the full picture 25. The tiles tell whether the thumbnail was renewed when the photo was edited.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PIL import Image

from imgsim_desktop.reading.decode import TOLERATED_LOSS, decode
from imgsim_desktop.reading.facts import luma, sharpness
from imgsim_desktop.reading.inside.heif_thumbnail import SmallPicture, find_small
from imgsim_desktop.reading.inside.stored import Stored
from imgsim_desktop.reading.memory import DECODING
from imgsim_desktop.reading.openers import Header, check_size, decode_bytes, open_plugin
from imgsim_desktop.reading.trouble import Trouble, attempt
from imgsim_desktop.records import THUMBNAIL_PX, Damage

LEAST_SHORT_PX = 240
_CELLS = 8
"""Of a tile, along each side, that are compared."""
_MOST_TINT, _MOST_OFF, _OFF_SHARE = 5.0, 3.0, 0.25
"""Up to which a thumbnail is that of the photo: difference of the mean of a colour, in levels, and
of the cells, in levels and as a share of their spread. An iPhone sharpens its thumbnails: of the
tiles of one photo the worst were off by 3.0, and by 0.2 of the spread."""
_LEAST_SOFT, _MOST_SOFT = 0.35, 8.0
"""Harder than this is a thumbnail that leaves points out instead of averaging them, as libheif's
own encoder makes it (0.1 to 0.3 on drone photos; confidences of crops fell from .999 to .972)."""
_UNTURN = {
    1: Image.Transpose.ROTATE_270,
    2: Image.Transpose.ROTATE_180,
    3: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True, slots=True)
class Embedded:
    """What stands for a photo's own pixels."""

    image: Image.Image
    """Upright, sRGB."""
    coded_hash: bytes
    """Equal for photos whose pixels are made of the same coded data; never of the thumbnail."""
    damage: Damage | None
    softness: float
    """Sharpness of the photo itself, at this size, by that of the thumbnail."""


def decode_embedded(data: bytes, header: Header, short_px: int) -> Embedded | None:
    """A photo by its own thumbnail; None where it has none, or one that may show something else.

    header    of the photo; stays as it is, not decoded
    short_px  that the thumbnail must have at least, beside LEAST_SHORT_PX

    Never raises for a bad file: whoever asks decodes the photo then.
    """
    found = attempt(lambda: _decode(data, header, max(short_px, LEAST_SHORT_PX)))
    return None if isinstance(found, Trouble) else found


def _decode(data: bytes, header: Header, short_px: int) -> Embedded | None:
    name = header.format.name
    if name != "HEIF" or header.image.mode != "RGB":
        return None
    with Stored(data, b"") as file:
        small = find_small(file)
    if small is None or min(small.width_px, small.height_px) < short_px:
        return None
    turns = small.quarter_turns
    size = (small.width_px, small.height_px)
    if max(size) < THUMBNAIL_PX or header.image.size != _turned(small.full_px, turns):
        return None
    image = open_plugin(small.show(small.item, data), name)
    if image.size != _turned(size, turns) or image.mode != "RGB":
        return None
    profiles = (image.info.get("icc_profile"), header.image.info.get("icc_profile"))
    if profiles[0] != profiles[1]:
        return None
    thumbnail = Header(
        image, header.format, header.width_px, header.height_px, header.orientation, None
    )
    shown = decode(data, thumbnail, THUMBNAIL_PX, short_px, tolerated_loss=TOLERATED_LOSS)
    turn = _UNTURN.get(turns)
    coded = image if turn is None else image.transpose(turn)
    looks = [_look(coded, small, tile, data, header) for tile in _telling(coded, small)]
    if shown is not image:
        thumbnail.close()
    if None in looks:
        return None
    full, there = (sum(look[k] for look in looks if look) for k in (0, 1))
    softness = full / there if there else 1.0
    if softness < _LEAST_SOFT:
        return None
    return Embedded(shown, small.coded_hash, thumbnail.damage, min(softness, _MOST_SOFT))


def _turned(size: tuple[int, int], quarter_turns: int) -> tuple[int, int]:
    return size[::-1] if quarter_turns % 2 else size


def _telling(thumbnail: Image.Image, small: SmallPicture) -> list[int]:
    """Two tiles by number: that with most to see in it, and one that nobody can foresee."""
    count = len(small.tiles.items)
    spreads = [
        np.asarray(thumbnail.crop(_inner(_box_of(small, number)))).std() for number in range(count)
    ]
    richest = int(np.argmax(spreads))
    drawn = int.from_bytes(small.coded_hash[:4], "big") % (count - 1)
    return [richest, drawn + (drawn >= richest)]


def _region_of(small: SmallPicture, number: int) -> tuple[int, int, int, int]:
    """The part of the photo, as coded, that a tile shows."""
    tiles = small.tiles
    row, column = divmod(number, tiles.columns)
    left, top = column * tiles.width_px, row * tiles.height_px
    right = min(left + tiles.width_px, small.full_px[0])
    return left, top, right, min(top + tiles.height_px, small.full_px[1])


def _box_of(small: SmallPicture, number: int) -> tuple[float, float, float, float]:
    """The same in the thumbnail."""
    left, top, right, bottom = _region_of(small, number)
    x, y = small.width_px / small.full_px[0], small.height_px / small.full_px[1]
    return left * x, top * y, right * x, bottom * y


def _inner(box: tuple[float, float, float, float]) -> tuple[int, int, int, int]:
    """The whole pixels inside, at least one."""
    left, top = math.ceil(box[0]), math.ceil(box[1])
    return left, top, max(left + 1, math.floor(box[2])), max(top + 1, math.floor(box[3]))


def _look(
    thumbnail: Image.Image, small: SmallPicture, number: int, data: bytes, header: Header
) -> tuple[float, float] | None:
    """Sharpness of a tile and of the thumbnail there; None where they show different things."""
    shown = open_plugin(small.show(small.tiles.items[number], data), header.format.name)
    tile = Header(shown, header.format, *shown.size, 1, None)
    check_size(tile)
    if shown.size != (small.tiles.width_px, small.tiles.height_px) or shown.mode != "RGB":
        return None
    box = _box_of(small, number)
    inner = _inner(box)
    left, top, right, bottom = _region_of(small, number)
    x, y = small.full_px[0] / small.width_px, small.full_px[1] / small.height_px
    inside = (
        inner[0] * x - left,
        inner[1] * y - top,
        min(inner[2] * x - left, right - left),
        min(inner[3] * y - top, bottom - top),
    )
    with DECODING.taken(decode_bytes(tile)):
        tile.load()
        seen = shown.resize(
            (_CELLS, _CELLS), Image.Resampling.BOX, box=(0, 0, right - left, bottom - top)
        )
        size = (inner[2] - inner[0], inner[3] - inner[1])
        reduced = shown.resize(size, Image.Resampling.HAMMING, box=inside, reducing_gap=2.0)
    tile.close()
    there = thumbnail.resize((_CELLS, _CELLS), Image.Resampling.BOX, box=box)
    cells = np.asarray(seen, np.float32)
    off = cells - np.asarray(there, np.float32)
    tint = float(np.abs(off.mean((0, 1))).max())
    most_off = _MOST_OFF + _OFF_SHARE * float(cells.std())
    if tint > _MOST_TINT or float(np.abs(off).mean()) > most_off:
        return None
    there = thumbnail.crop(inner)
    return sharpness(luma(np.asarray(reduced))), sharpness(luma(np.asarray(there)))
