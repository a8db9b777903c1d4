"""EXIF blocks as cameras write them."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from PIL import Image

TAKEN = {0x9003: "2019:06:01 12:30:05"}
TAKEN_NS = int(datetime(2019, 6, 1, 12, 30, 5, tzinfo=UTC).timestamp()) * 10**9
PLACE = {1: "N", 2: (51.0, 30.0, 0.0), 3: "W", 4: (0.0, 6.0, 0.0)}
"""When and where, as tags of the detail and of the GPS block."""


def exif_of(
    main: dict[int, Any] | None = None,
    detail: dict[int, Any] | None = None,
    gps: dict[int, Any] | None = None,
) -> bytes:
    """Tags by number: of the main block, of the one of details, and of GPS."""
    exif = Image.Exif()
    exif.update(main or {})
    exif.get_ifd(0x8769).update(detail or {})
    exif.get_ifd(0x8825).update(gps or {})
    return exif.tobytes()


TYPE_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 129: 1}
"""Bytes of one value of each type of TIFF, and of Exif 3.0's UTF-8."""

Entry = tuple[int, int, bytes]
"""Tag, type, and the bytes of its values as they are written."""


def exif_block(
    main: Sequence[Entry] = (), detail: Sequence[Entry] = (), gps: Sequence[Entry] = (),
    order: str = "<",
) -> bytes:  # fmt: skip
    """A block of EXIF with exactly these bytes in it, sense or nonsense. order: `<` or `>`."""
    links = [(0x8769, 4, b"\0\0\0\0")] * bool(detail) + [(0x8825, 4, b"\0\0\0\0")] * bool(gps)
    blocks = [[*main, *links], *([detail] if detail else []), *([gps] if gps else [])]
    starts = [8]
    for block in blocks:
        outside = sum(len(raw) + len(raw) % 2 for _, _, raw in block if len(raw) > 4)
        starts.append(starts[-1] + 2 + 12 * len(block) + 4 + outside)
    targets = iter(starts[1:-1])
    out = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", 8)
    for start, block in zip(starts, blocks, strict=False):
        entries, beyond = [], b""
        at = start + 2 + 12 * len(block) + 4
        for tag, kind, raw in sorted(block, key=lambda entry: entry[0]):
            if tag in (0x8769, 0x8825) and block is blocks[0]:
                raw = struct.pack(order + "I", next(targets))
            held = raw.ljust(4, b"\0")
            if len(raw) > 4:
                held = struct.pack(order + "I", at + len(beyond))
                beyond += raw + bytes(len(raw) % 2)
            count = len(raw) // TYPE_SIZES[kind]
            entries.append(struct.pack(order + "HHI", tag, kind, count) + held)
        out += struct.pack(order + "H", len(block)) + b"".join(entries) + bytes(4) + beyond
    return b"Exif\0\0" + out


def iptc_segment(*datasets: tuple[tuple[int, int], bytes]) -> bytes:
    """The segment of a JPEG that holds IPTC datasets: ((record, number), bytes)."""
    data = b"".join(
        b"\x1c" + bytes(key) + len(value).to_bytes(2, "big") + value for key, value in datasets
    )
    block = b"8BIM\x04\x04\0\0" + len(data).to_bytes(4, "big") + data + bytes(len(data) % 2)
    body = b"Photoshop 3.0\0" + block
    return b"\xff\xed" + (len(body) + 2).to_bytes(2, "big") + body


def with_segment(jpeg: bytes, segment: bytes) -> bytes:
    """A JPEG with one more segment at its beginning."""
    return jpeg[:2] + segment + jpeg[2:]
