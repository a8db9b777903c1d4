"""Texts of EXIF 3.0, which has a type of its own for UTF-8 that Pillow passes over.

CIPA DC-008-2023, https://www.cipa.jp/e/std/std-sec.html: type 129, for what was ASCII before.
"""

from __future__ import annotations

import struct
from typing import Final

_UTF8: Final = 129
_MOST_ENTRIES: Final = 1_000
_DETAILS: Final = 0x8769


def utf8_texts(block: bytes) -> dict[int, bytes]:
    """Tag -> bytes of the texts of that type, of the main directory and of that of details.

    block  of EXIF, with or without its own head. Raises struct.error where it is cut off.
    """
    data = block.removeprefix(b"Exif\0\0")
    order = {b"II": "<", b"MM": ">"}.get(data[:2])
    if order is None:
        return {}
    found: dict[int, bytes] = {}
    (first,) = struct.unpack_from(order + "I", data, 4)
    details = _read(data, first, order, found)
    if details is not None:
        _read(data, details, order, found)
    return found


def _read(data: bytes, start: int, order: str, found: dict[int, bytes]) -> int | None:
    """Fills `found`; returns where the directory of details begins."""
    details = None
    (count,) = struct.unpack_from(order + "H", data, start)
    for number in range(min(count, _MOST_ENTRIES)):
        at = start + 2 + 12 * number
        tag, kind, size, place = struct.unpack_from(order + "HHII", data, at)
        if tag == _DETAILS:
            details = place
        if kind == _UTF8:
            begin = at + 8 if size <= 4 else place
            found[tag] = data[begin : begin + size]
    return details
