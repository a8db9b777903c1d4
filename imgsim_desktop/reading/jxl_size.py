"""JPEG XL: what the first bits say, because the plugin decodes before it tells.

The layout is that of ISO/IEC 18181-1, SizeHeader and ImageMetadata; boxes as in ISO/IEC 18181-2.
"""

from __future__ import annotations

_HEAD_BYTES = 64
_RATIOS = {1: (1, 1), 2: (12, 10), 3: (4, 3), 4: (3, 2), 5: (16, 9), 6: (5, 4), 7: (2, 1)}


def read_jxl_size(data: bytes) -> tuple[int, int] | None:
    """(width, height) as declared, or None if this is no JPEG XL."""
    stream = data if data.startswith(b"\xff\x0a") else _codestream(data)
    if stream is None or len(stream) < 6 or not stream.startswith(b"\xff\x0a"):
        return None
    bits = _Bits(stream[2:18])
    is_small = bits.read(1)
    height = 8 * (1 + bits.read(5)) if is_small else _long_side(bits)
    ratio = bits.read(3)
    if ratio:
        over, under = _RATIOS[ratio]
        return height * over // under, height
    return (8 * (1 + bits.read(5)) if is_small else _long_side(bits)), height


def read_jxl_kind(data: bytes) -> tuple[int, bool]:
    """(bits a channel, whether it is animated) as declared; (8, False) where it does not say."""
    stream = data if data.startswith(b"\xff\x0a") else _codestream(data)
    if stream is None or not stream.startswith(b"\xff\x0a"):
        return 8, False
    bits = _Bits(stream[2:])
    _skip_size(bits)
    if bits.read(1):  # all as usual
        return 8, False
    is_animated = False
    if bits.read(1):
        bits.read(3)  # orientation
        if bits.read(1):  # a size of its own for the screen
            _skip_size(bits)
        if bits.read(1):  # a preview, whose header is not worth its code
            return 8, False
        is_animated = bool(bits.read(1))
        if is_animated:
            for widths in ((0, 0, 10, 30), (0, 0, 8, 10), (0, 3, 16, 32)):  # ticks and loops
                bits.read(widths[bits.read(2)])
            bits.read(1)
    is_float = bits.read(1)
    of_selector = (
        ((32, 0), (16, 0), (24, 0), (1, 6)) if is_float else ((8, 0), (10, 0), (12, 0), (1, 6))
    )
    least, width = of_selector[bits.read(2)]
    return least + bits.read(width), is_animated


def _skip_size(bits: _Bits) -> None:
    is_small = bits.read(1)
    for n in range(2):
        if n == 1 and bits.read(3):  # the width follows from the height
            return
        if is_small:
            bits.read(5)
        else:
            _long_side(bits)


def _long_side(bits: _Bits) -> int:
    return 1 + bits.read((9, 13, 18, 30)[bits.read(2)])


def _codestream(data: bytes) -> bytes | None:
    """The start of the first codestream box."""
    at = 0
    while at + 8 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        kind = data[at + 4 : at + 8]
        start = at + 8
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16], "big")
            start = at + 16
        if kind == b"jxlc":
            return data[start : start + _HEAD_BYTES]
        if kind == b"jxlp":
            return data[start + 4 : start + 4 + _HEAD_BYTES]
        if size < 8:
            return None
        at += size
    return None


class _Bits:
    """Bits of a short piece of bytes, least significant first; zeros beyond its end."""

    def __init__(self, data: bytes) -> None:
        self._value = int.from_bytes(data, "little")

    def read(self, count: int) -> int:
        taken = self._value & ((1 << count) - 1)
        self._value >>= count
        return taken
