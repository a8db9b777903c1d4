"""IPTC records inside JPEG, TIFF and PSD: keywords, caption and date as agencies have written them.

IIM version 4.2, https://www.iptc.org/std/IIM/4.2/specification/IIMV4.2.pdf: each dataset is 0x1C,
record, number, length, bytes. Read here and not by Pillow, which gives up all of it at the first
byte that is wrong, and says no character set.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from PIL import Image

from imgsim_desktop.reading.charsets import declared_set, decoded, is_text
from imgsim_desktop.reading.moments import DAY_S, Moment, moment_at, parse_offset

_BLOCK_OF_PHOTOSHOP: Final = 0x0404
_TIFF_TAG: Final = 33723
_CHARSET, _KEYWORD, _DATE, _TIME, _CAPTION = (1, 90), (2, 25), (2, 55), (2, 60), (2, 120)
_MOST_DATASETS: Final = 2_000


@dataclass(frozen=True, slots=True)
class Iptc:
    """What such a block says."""

    keywords: tuple[str, ...] = ()
    caption: str | None = None
    taken: Moment | None = None
    unread_keywords: tuple[bytes, ...] = ()
    unread_caption: bytes | None = None
    """Texts whose character set cannot be told."""


def block_of(image: Image.Image, tags: dict[int, object]) -> bytes:
    """The records of an opened picture, from where its format keeps them; empty if there are none.

    tags  of its main EXIF directory, which for TIFF are its own
    """
    for blocks in (image.info.get("photoshop"), getattr(image, "resources", None)):
        if isinstance(blocks, dict):
            found = blocks.get(_BLOCK_OF_PHOTOSHOP)
            if isinstance(found, bytes):
                return found
        if isinstance(blocks, list):  # PSD: (number, name, data)
            for number, _, data in blocks:
                if number == _BLOCK_OF_PHOTOSHOP:
                    return bytes(data)
    found = tags.get(_TIFF_TAG)
    if isinstance(found, tuple):  # some programs call the bytes whole numbers of four
        found = b"".join(int(number).to_bytes(4, "little") for number in found)
    return found if isinstance(found, bytes) else b""


def read_iptc(block: bytes) -> Iptc:
    """What the records say, as far as they go."""
    found: dict[tuple[int, int], list[bytes]] = {}
    for key, data in _datasets(block):
        found.setdefault(key, []).append(data)
    declared = declared_set(found.get(_CHARSET, [None])[0])
    words = [(raw, decoded(raw, declared)) for raw in found.get(_KEYWORD, [])]
    caption = found.get(_CAPTION, [b""])[0]
    said = decoded(caption, declared)
    return Iptc(
        keywords=tuple(word for _, word in words if word),
        caption=said or None,
        taken=_moment(found),
        unread_keywords=tuple(raw for raw, word in words if word is None and is_text(raw)),
        unread_caption=caption if said is None and is_text(caption) else None,
    )


def _datasets(block: bytes) -> Iterator[tuple[tuple[int, int], bytes]]:
    at = block.find(b"\x1c")
    for _ in range(_MOST_DATASETS):
        if at < 0 or len(block) < at + 5 or block[at] != 0x1C:
            return
        size = int.from_bytes(block[at + 3 : at + 5], "big")
        if size & 0x8000:  # a length of lengths: nothing that we read is so long
            return
        data = block[at + 5 : at + 5 + size]
        if len(data) == size:
            yield (block[at + 1], block[at + 2]), data
        at += 5 + size


def _moment(found: dict[tuple[int, int], list[bytes]]) -> Moment | None:
    """2:55 `20190601` and 2:60 `123005+0200`; zeros stand for what nobody knew."""
    day = re.match(rb"(\d{4})[-:/]?(\d\d)[-:/]?(\d\d)", found.get(_DATE, [b""])[0].strip())
    if day is None:
        return None
    year, month, number = (int(part) for part in day.groups())
    said = found.get(_TIME, [b""])[0].strip()
    clock = re.match(rb"([01]\d|2[0-3]):?([0-5]\d):?([0-5]\d)", said)
    if clock is None:
        return moment_at((year, month, number), [0, 0, 0], step_s=DAY_S)
    offset_min = parse_offset(said[clock.end() :].decode("ascii", "replace"))
    return moment_at((year, month, number), [int(part) for part in clock.groups()], 0, offset_min)
