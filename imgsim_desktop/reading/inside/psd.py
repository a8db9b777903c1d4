"""PSD: layers. Source: Adobe Photoshop File Formats Specification."""

from __future__ import annotations

from imgsim_desktop.reading.inside.stored import Stored
from imgsim_desktop.records import Holdings

_MOST_BLOCKS = 10_000
_OF_LAYERS = frozenset({b"Layr", b"Lr16", b"Lr32"})
_WIDE_IN_PSB = frozenset(
    {b"LMsk", b"Lr16", b"Lr32", b"Layr", b"Mt16", b"Mt32", b"Mtrn", b"Alph", b"FMsk", b"lnk2"}
    | {b"FEid", b"FXid", b"PxSD"}
)


def look_into_psd(file: Stored) -> Holdings:
    """What one PSD holds beside the flat picture."""
    is_large = file.number(4, 2) == 2
    bits = file.number(22, 2)
    width = 8 if is_large else 4
    at = 26
    at += 4 + file.number(at, 4)  # table of colours
    at += 4 + file.number(at, 4)  # resources
    start = at + width
    end = min(start + file.number(at, width), file.size)
    layers = 0
    if end > start:
        size = file.number(start, width)
        layers = _count_at(file, start + width) if size else 0
        behind = start + width + size
        if not layers:  # of 16 and 32 bits they stand in a block behind the mask of all
            behind += 4 + file.number(behind, 4)
            layers = count_layers_in_blocks(file, behind, end, is_large=is_large)
    return Holdings(
        layers=layers,
        layers_digest=file.digest([(start, end)]) if layers else b"",
        channel_bits=max(8, bits),
    )


def count_layers_in_blocks(
    file: Stored, start: int, end: int, *, is_large: bool = False, is_aligned: bool = False
) -> int:
    """Layers that a block of layers among others tells of; the other byte order in TIFF as well.

    is_aligned  blocks begin at every fourth byte
    """
    at = start
    for _ in range(_MOST_BLOCKS):
        sign, key = file.read(at, 4), file.read(at + 4, 4)
        if at + 12 > end or sign not in {b"8BIM", b"8B64", b"MIB8", b"46B8"}:
            return 0
        order = "little" if sign in {b"MIB8", b"46B8"} else "big"
        key = key[::-1] if order == "little" else key
        width = 8 if sign in {b"8B64", b"46B8"} or (is_large and key in _WIDE_IN_PSB) else 4
        size = file.number(at + 8, width, order)
        body = at + 8 + width
        if key in _OF_LAYERS:
            return _count_at(file, body, order) if size else 0
        at = body + size
        if is_aligned:
            at += -size % 4
        elif size % 2:
            at += 1
    return 0


def _count_at(file: Stored, start: int, order: str = "big") -> int:
    """Negative where the first transparency channel is that of the whole picture."""
    count = file.number(start, 2, order)
    return 65536 - count if count > 32767 else count
