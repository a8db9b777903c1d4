"""WebP: animations. Source: RFC 9649."""

from __future__ import annotations

from imgsim_desktop.reading.inside.stored import Piece, Stored
from imgsim_desktop.records import Holdings

_MOST_CHUNKS = 500_000


def look_into_webp(file: Stored) -> Holdings:
    """The frames of one WebP, as far as the file goes."""
    frames: list[Piece] = []
    at = 12
    for _ in range(_MOST_CHUNKS):
        head = file.read(at, 8)
        if len(head) < 8:
            break
        size = int.from_bytes(head[4:], "little")
        if head[:4] == b"ANMF":
            # place and size, then what it does to the frame before; not how long it is seen
            frames += [(at + 8, at + 20), (at + 23, at + 8 + size)]
        at += 8 + size + size % 2
    count = len(frames) // 2
    if count < 2:
        return Holdings()
    return Holdings(pages=count, is_animated=True, pages_digest=file.digest(frames))
