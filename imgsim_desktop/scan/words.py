"""Words: captions and lenses of photos that were read before anybody looked for them."""

from __future__ import annotations

from contextlib import closing
from typing import Final

from imgsim_desktop.control import Control
from imgsim_desktop.library.cache import CacheReader, CacheWriter
from imgsim_desktop.library.paths import Home
from imgsim_desktop.reading.beside import limit_s
from imgsim_desktop.reading.descriptions import read_words
from imgsim_desktop.records import Library, Photo, Words
from imgsim_desktop.scan.pool import ItemWork, read_ahead
from imgsim_desktop.scan.progress import Meter

_AHEAD: Final = 8
_AT_ONCE: Final = 200
"""Photos whose words are written in one transaction."""


def find_words(
    cache: CacheWriter,
    library: Library,
    home: Home,
    threads: int,
    meter: Meter,
    control: Control,
) -> int:
    """Look for them in the headers, by workers; returns how many photos that were.

    Nothing is decoded, and nothing compared again. What cannot be read now is tried again by the
    next scan. Scan thread. Raises Cancelled.
    """
    missing = cache.wordless_contents()
    if not missing:
        return 0
    work: ItemWork[Photo, Words | None] = ItemWork(
        read_words,
        lambda photo: (photo.path.absolute(),),
        lambda photo, lost: Words(),  # a header that takes its reader along says nothing
        lambda photo: limit_s(photo.size_bytes),
        lambda photo: photo.size_bytes,
    )
    with closing(CacheReader(home, library)) as reader:
        photo_of = reader.photos_of_contents()
        photos = reader.photos(photo_of[c][0] for c in missing if c in photo_of)
    meter.begin("words", len(photos))
    found: list[tuple[int, Words]] = []
    try:
        seen = read_ahead(photos, work, threads=threads, window=_AHEAD * threads, control=control)
        for photo, words in zip(photos, seen, strict=True):
            control.check()
            meter.advance()
            if words is None:
                continue
            found.append((photo.content_id, words))
            if len(found) == _AT_ONCE:
                cache.store_words(found)
                found = []
    finally:
        if found:
            cache.store_words(found)
    return len(photos)
