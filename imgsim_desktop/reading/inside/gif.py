"""GIF: how many frames, and whether they are those of another file.

Source: Graphics Interchange Format, version 89a.
"""

from __future__ import annotations

from imgsim_desktop.reading.inside.stored import Piece, Stored
from imgsim_desktop.records import Holdings


def look_into_gif(file: Stored) -> Holdings:
    """The frames of one GIF, as far as the file goes."""
    flags = file.number(10, 1)
    at = 13 + _table_bytes(flags)
    pieces: list[Piece] = [(13, at)]
    frames = 0
    while True:
        kind = file.read(at, 2)
        if kind[:1] == b"\x21":
            start, at = at + 2, _behind_blocks(file, at + 2)
            if kind[1:] == b"\xf9":  # what is clear and what stays; not how long
                pieces += [(start + 1, start + 2), (start + 4, start + 5)]
        elif kind[:1] == b"\x2c":
            frames += 1
            start = at
            at = _behind_blocks(file, at + 11 + _table_bytes(file.number(at + 9, 1)))
            pieces.append((start, at))
        else:
            break
    if frames < 2:
        return Holdings()
    return Holdings(pages=frames, is_animated=True, pages_digest=file.digest(pieces))


def _table_bytes(flags: int) -> int:
    """Size of a table of colours, by the byte before it."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _behind_blocks(file: Stored, at: int) -> int:
    """Behind the blocks of up to 255 bytes that begin here; at the file's end if they go on."""
    while piece := file.read(at, 2**16):
        inside = 0
        while inside < len(piece):
            if not piece[inside]:
                return at + inside + 1
            inside += 1 + piece[inside]
        at += inside
    return file.size
