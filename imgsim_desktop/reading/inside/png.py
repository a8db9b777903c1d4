"""PNG: animations, wide numbers, layers of Fireworks.

Source: PNG specification, third edition (APNG, cICP).
"""

from __future__ import annotations

import re

from imgsim_desktop.reading.gamut import WIDE_PRIMARIES, are_wide
from imgsim_desktop.reading.inside.stored import Piece, Stored
from imgsim_desktop.records import Holdings

_MOST_CHUNKS = 500_000


def look_into_png(file: Stored) -> Holdings:
    """What one PNG holds beside its first picture."""
    bits, frames, layers = 8, 0, 0
    is_wide = has_profile = False
    further: list[Piece] = []
    of_layers: list[Piece] = []
    at = 8
    for _ in range(_MOST_CHUNKS):
        head = file.read(at, 8)
        if len(head) < 8 or not re.fullmatch(rb"[A-Za-z]{4}", head[4:]):
            break
        size, kind, body = int.from_bytes(head[:4], "big"), head[4:], at + 8
        if kind == b"IHDR":
            bits = file.number(body + 8, 1)
        elif kind == b"fcTL":
            # without its running number, which a program may count anew, and its time
            frames += 1
            further += [(body + 4, body + 20), (body + 24, body + 26)]
        elif kind == b"fdAT":
            further.append((body + 4, body + size))
        elif kind == b"cICP":
            has_profile, is_wide = True, file.number(body, 1) in WIDE_PRIMARIES
        elif kind in {b"iCCP", b"sRGB"}:
            has_profile = True
        elif kind == b"cHRM" and not has_profile:
            x_y = [file.number(body + 8 + 4 * n, 4) / 1e5 for n in range(6)]
            is_wide = are_wide(((x_y[0], x_y[1]), (x_y[2], x_y[3]), (x_y[4], x_y[5])))
        elif kind in {b"mkBF", b"mkTS", b"mkBS"}:  # Fireworks keeps its document in these
            layers += kind == b"mkBF"
            of_layers.append((body, body + size))
        elif kind == b"IEND":
            break
        at = body + size + 4
    return Holdings(
        pages=max(1, frames),
        is_animated=frames > 1,
        pages_digest=file.digest(further) if frames > 1 else b"",
        layers=max(layers, 1 if of_layers else 0),
        layers_digest=file.digest(of_layers) if of_layers else b"",
        channel_bits=max(8, bits),
        is_wide_gamut=is_wide,
    )
