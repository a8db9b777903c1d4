"""TIFF: pages, layers, wide numbers.

Sources: TIFF 6.0, its technical notes on Photoshop, BigTIFF, and Adobe's Photoshop file format
(tag 37724, ImageSourceData).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from imgsim_desktop.reading.inside.psd import count_layers_in_blocks
from imgsim_desktop.reading.inside.stored import Piece, Stored
from imgsim_desktop.records import Holdings

_MOST_PAGES = 100_000
_MOST_TAGS = 4096
_SUBFILE, _OLD_SUBFILE, _BITS, _LAYERS = 254, 255, 258, 37724
_SHAPE = (256, 257, 258, 259, 262, 266, 277, 317, 339)
"""What must be equal for equal strips to mean equal pixels."""
_WIDTHS = {1: 1, 2: 1, 3: 2, 4: 4, 6: 1, 7: 1, 8: 2, 9: 4, 11: 4, 13: 4, 16: 8, 17: 8, 18: 8}
_REDUCED, _MASK = 1, 4


@dataclass(frozen=True, slots=True)
class _Tag:
    width: int
    count: int
    start: int
    """Of the values."""

    @property
    def end(self) -> int:
        return self.start + self.width * self.count


_Page = dict[int, _Tag]


def look_into_tiff(file: Stored) -> Holdings:
    """What one TIFF holds beside its first picture."""
    order = "little" if file.read(0, 2) == b"II" else "big"
    pages, bits = 0, 8
    first_layers: _Tag | None = None
    pieces: list[Piece] = []
    shapes = bytearray()
    for page in _pages_of(file, order):
        if _first(file, page.get(_SUBFILE), order) & (_REDUCED | _MASK):
            continue
        if _first(file, page.get(_OLD_SUBFILE), order) == 2:
            continue
        pages += 1
        if pages == 1:
            bits = max(_numbers(file, page.get(_BITS), order, 8), default=1)
            first_layers = page.get(_LAYERS)
        for tag in _SHAPE:
            shapes += repr((tag, list(_numbers(file, page.get(tag), order, 8)))).encode()
        pieces += _strips(file, page, order)
    layers = 0 if first_layers is None else _layers(file, first_layers)
    return Holdings(
        pages=max(1, pages),
        pages_digest=file.digest(pieces, bytes(shapes)) if pages > 1 else b"",
        layers=layers,
        layers_digest=b""
        if first_layers is None or not layers
        else file.digest([(first_layers.start, first_layers.end)]),
        channel_bits=max(8, bits),
    )


def _pages_of(file: Stored, order: str) -> Iterator[_Page]:
    is_big = file.number(2, 2, order) == 43
    width = 8 if is_big else 4
    count_width, tag_size = (8, 20) if is_big else (2, 12)
    at = file.number(8 if is_big else 4, width, order)
    seen: set[int] = set()
    while at and at not in seen and at < file.size and len(seen) < _MOST_PAGES:
        seen.add(at)
        count = file.number(at, count_width, order)
        at += count_width
        if count > _MOST_TAGS:
            return
        page: _Page = {}
        for n in range(count):
            entry = at + tag_size * n
            kind, many = file.number(entry + 2, 2, order), file.number(entry + 4, width, order)
            value = entry + 4 + width
            size = _WIDTHS.get(kind, 0)
            if size * many > width:
                value = file.number(value, width, order)
            if size and value + size * many <= file.size:
                page[file.number(entry, 2, order)] = _Tag(size, many, value)
        yield page
        at = file.number(at + tag_size * count, width, order)


def _numbers(file: Stored, tag: _Tag | None, order: str, most: int) -> Iterator[int]:
    if tag is None:
        return
    values = file.read(tag.start, tag.width * min(tag.count, most))
    for at in range(0, len(values), tag.width):
        piece = values[at : at + tag.width]
        yield int.from_bytes(piece, "little" if order == "little" else "big")


def _first(file: Stored, tag: _Tag | None, order: str) -> int:
    return next(_numbers(file, tag, order, 1), 0)


def _strips(file: Stored, page: _Page, order: str) -> list[Piece]:
    """Where the pixels of a page lie: strips or tiles."""
    for starts, sizes in ((273, 279), (324, 325)):
        if starts in page and sizes in page:
            most = page[starts].count
            found = zip(
                _numbers(file, page[starts], order, most),
                _numbers(file, page[sizes], order, most),
                strict=False,
            )
            return [(start, start + size) for start, size in found]
    return []


def _layers(file: Stored, tag: _Tag) -> int:
    mark = b"Adobe Photoshop Document Data Block\0"
    if file.read(tag.start, len(mark)) != mark:
        return 0
    return count_layers_in_blocks(file, tag.start + len(mark), tag.end, is_aligned=True)
