"""PNG: what stands around the pixels never keeps them from being read, and what was lost is told.

Each chunk carries a check sum, and the pixels one of their own. Browsers leave out a chunk that no
pixel needs where its sum is wrong; Pillow refuses the whole file, as it does texts and profiles of
more than 1 MB. So such chunks are taken out before it sees them.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from imgsim_desktop.reading.memory import DECODING, MAX_DECODE_BYTES
from imgsim_desktop.reading.mended import Mended
from imgsim_desktop.records import Damage

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PIXELS = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND"})
"""Without these nothing is shown."""
_MOVING = frozenset({b"acTL", b"fcTL", b"fdAT"})
"""Frames of an animated PNG; their names say that they can be done without."""
_TEXTS = frozenset({b"tEXt", b"zTXt", b"iTXt"})
_LEAST_BYTES = {b"gAMA": 4, b"cHRM": 32, b"sRGB": 1, b"pHYs": 9, b"acTL": 8, b"fcTL": 26}
_UNPACKED_BYTES = 2**20
"""Pillow unpacks no more of a text or a profile."""
_PROFILE_BYTES = 16 * 2**20
"""Profiles of printers take a few MB."""
_ALL_TEXTS_BYTES = 32 * 2**20

_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2),
          (0, 1, 1, 2))  # fmt: skip
"""Left, top and the steps across and down of the seven passes."""
_PIECE_BYTES = 4096
_ZERO_TAIL = 16


@dataclass(frozen=True, slots=True)
class _Chunk:
    kind: bytes
    content: memoryview
    is_right: bool
    """Its check sum fits."""
    is_complete: bool

    def packed(self) -> bytes:
        body = self.kind + bytes(self.content)
        return len(self.content).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")


def check_png(data: bytes) -> Mended:
    """The same file where it is in order; else one that decodes as far as it goes.

    An animation stays one. Costs a check sum of the file, 1 ms per MB.
    """
    chunks = list(_chunks(data))
    kept = _without_trouble(chunks)
    pixels = [chunk for chunk in chunks if chunk.kind in {b"IHDR", b"PLTE", b"IDAT"}]
    if chunks and chunks[-1].kind == b"IEND" and all(chunk.is_right for chunk in pixels):
        profile = _large_profile(chunks)
        damage = None if _is_moving_right(chunks) else Damage.BROKEN
        if kept == chunks and all(c.is_right for c in chunks if c.kind in {b"acTL", b"fcTL"}):
            return Mended(data, damage)
        return Mended(_written(kept), damage, icc_profile=profile)
    return mend_png(data) or Mended(data, Damage.BROKEN)


def mend_png(data: bytes) -> Mended | None:
    """What can be unpacked of the pixels as a PNG without fault; None if that is nothing."""
    chunks = list(_chunks(data))
    header = next((chunk for chunk in chunks if chunk.kind == b"IHDR"), None)
    if header is None or len(header.content) != 13:
        return None
    rows, row_bytes = _layout(bytes(header.content))
    wanted = rows * row_bytes if row_bytes else rows
    if not 0 < wanted <= MAX_DECODE_BYTES // 4:
        return None
    packed = [chunk.content for chunk in chunks if chunk.kind == b"IDAT"]
    with DECODING.taken(3 * wanted):
        raw, is_broken = _unpacked(packed, wanted)
        is_whole = len(raw) >= wanted and not is_broken
        if not raw or not (header.is_right or is_whole):
            return None
        loss = 1 - len(raw) / wanted
        damage = None if is_whole else _kind(data, is_broken=is_broken)
        if any(chunk.kind == b"PLTE" and not chunk.is_right for chunk in chunks):
            damage = Damage.BROKEN
        raw = _filled(raw, wanted, row_bytes)
        around = [c for c in _without_trouble(chunks) if c.kind not in _MOVING | {b"IDAT"}]
        packed_again = memoryview(zlib.compress(raw, 1))
        image = _Chunk(b"IDAT", packed_again, is_right=True, is_complete=True)
        at = next((i for i, c in enumerate(around) if c.kind == b"IEND"), len(around))
        return Mended(
            _written([*around[:at], image, *around[at:]]), damage, loss, _large_profile(chunks)
        )


def _kind(data: bytes, *, is_broken: bool) -> Damage:
    if len(data) - len(data.rstrip(b"\0")) >= _ZERO_TAIL:
        return Damage.ZEROS
    return Damage.BROKEN if is_broken else Damage.CUT


def _chunks(data: bytes) -> Iterator[_Chunk]:
    """Up to the last one, or to where there is none any more."""
    at, view = len(_SIGNATURE), memoryview(data)
    while at + 8 <= len(data):
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if not kind.isalpha():
            return
        content = view[at + 8 : at + 8 + size]
        end = at + 12 + size
        crc = zlib.crc32(content, zlib.crc32(kind))
        is_right = end <= len(data) and crc == int.from_bytes(data[end - 4 : end], "big")
        yield _Chunk(kind, content, is_right, end <= len(data))
        if kind == b"IEND":
            return
        at = end


def _without_trouble(chunks: Sequence[_Chunk]) -> list[_Chunk]:
    """Without chunks no pixel needs that are wrong, or more than Pillow takes."""
    kept, text_bytes = [], 0
    for chunk in chunks:
        if chunk.kind in _PIXELS or (chunk.kind in _MOVING and chunk.is_complete):
            kept.append(chunk)
            continue
        is_text = chunk.kind in _TEXTS
        text_bytes += len(chunk.content) if is_text else 0
        if (
            chunk.is_right
            and len(chunk.content) >= _LEAST_BYTES.get(chunk.kind, 0)
            and not (is_text and text_bytes > _ALL_TEXTS_BYTES)
            and _fits(chunk)
        ):
            kept.append(chunk)
    return kept


def _fits(chunk: _Chunk) -> bool:
    """Whether Pillow unpacks it."""
    content = bytes(chunk.content)
    rest = content.partition(b"\0")[2]
    if chunk.kind in {b"iCCP", b"zTXt"}:
        return rest[:1] == b"\0" and _is_small(rest[1:])
    if chunk.kind == b"iTXt" and rest[:1] != b"\0":
        return len(parts := rest[2:].split(b"\0", 2)) < 3 or _is_small(parts[2])
    return True


def _is_small(packed: bytes) -> bool:
    unpacker = zlib.decompressobj()
    try:
        return len(unpacker.decompress(packed, _UNPACKED_BYTES + 1)) <= _UNPACKED_BYTES
    except zlib.error:
        return True  # Pillow leaves it out by itself


def _large_profile(chunks: Sequence[_Chunk]) -> bytes | None:
    """A colour profile that is in order but more than Pillow takes."""
    for chunk in chunks:
        if chunk.kind == b"iCCP" and chunk.is_right and not _fits(chunk):
            unpacker = zlib.decompressobj()
            packed = bytes(chunk.content).partition(b"\0")[2][1:]
            try:
                profile = unpacker.decompress(packed, _PROFILE_BYTES)
            except zlib.error:
                return None
            return profile if unpacker.eof else None
    return None


def _is_moving_right(chunks: Sequence[_Chunk]) -> bool:
    return all(chunk.is_right for chunk in chunks if chunk.kind == b"fdAT")


def _written(chunks: Sequence[_Chunk]) -> bytes:
    return _SIGNATURE + b"".join(chunk.packed() for chunk in chunks)


def _layout(header: bytes) -> tuple[int, int]:
    """Rows and bytes a row with its filter; for interlaced pictures all bytes, and 0."""
    width, height = int.from_bytes(header[:4], "big"), int.from_bytes(header[4:8], "big")
    bits_px = header[8] * _CHANNELS.get(header[9], 0)

    def row_bytes(columns: int) -> int:
        return 1 + (columns * bits_px + 7) // 8

    if not header[12]:
        return height, row_bytes(width)
    total = 0
    for left, top, across, down in _ADAM7:
        columns = max(0, -(-(width - left) // across))
        total += max(0, -(-(height - top) // down)) * row_bytes(columns) if columns else 0
    return total, 0


def _unpacked(packed: Sequence[memoryview], wanted: int) -> tuple[bytes, bool]:
    """The pixels up to the first fault, and whether there was one."""
    unpacker = zlib.decompressobj()
    found: list[bytes] = []
    size = 0
    for part in packed:
        for start in range(0, len(part), _PIECE_BYTES):
            piece = part[start : start + _PIECE_BYTES]
            before = unpacker.copy()
            try:
                more = unpacker.decompress(piece)
            except zlib.error:
                found += _bytewise(before.decompress, piece)
                return b"".join(found)[:wanted], True
            found.append(more)
            size += len(more)
            if unpacker.eof or size > wanted:  # too much: zeros go on as pixels without an end
                return b"".join(found)[:wanted], size > wanted
    return b"".join(found)[:wanted], False


def _bytewise(unpack: Callable[[memoryview], bytes], piece: memoryview) -> list[bytes]:
    """What comes out before the byte that is wrong."""
    found: list[bytes] = []
    for at in range(len(piece)):
        try:
            found.append(unpack(piece[at : at + 1]))
        except zlib.error:
            break
    return found


def _filled(raw: bytes, wanted: int, row_bytes: int) -> bytes:
    """Zeros for what is missing, and no filter where a row names one that does not exist."""
    if row_bytes:
        pixels = np.zeros(wanted, np.uint8)
        pixels[: len(raw)] = np.frombuffer(raw, np.uint8)
        filters = pixels.reshape(-1, row_bytes)[:, 0]
        filters[filters > 4] = 0
        return pixels.tobytes()
    return raw.ljust(wanted, b"\0")
