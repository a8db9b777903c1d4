"""Grounds: transparent pictures are looked at once more, so that their flat copies are found."""

from __future__ import annotations

from contextlib import closing
from typing import Final

from imgsim_desktop.control import Control
from imgsim_desktop.library.cache import CacheReader, CacheWriter
from imgsim_desktop.library.paths import Home
from imgsim_desktop.library.thumbnails import ThumbnailStore, on_grounds
from imgsim_desktop.reading.beside import limit_s
from imgsim_desktop.reading.grounds import OnGrounds, lay_on_grounds
from imgsim_desktop.records import Library, Photo
from imgsim_desktop.scan.pool import ItemWork, read_ahead

_AHEAD: Final = 3
_AT_ONCE: Final = 32
"""Pictures whose hashes are written in one transaction."""


def find_grounds(
    cache: CacheWriter,
    library: Library,
    home: Home,
    thumbnails: ThumbnailStore,
    threads: int,
    control: Control,
) -> dict[int, bytes]:
    """Hashes on other grounds of all transparent pictures, by content id.

    Those that are not known yet are opened once more, by workers; opaque pictures cost nothing.
    What becomes known makes its picture one that is to be compared. What cannot be read now stays
    without, and is tried again by the next scan. Scan thread. Raises Cancelled.
    """
    known: dict[int, bytes] = {}
    missing: list[int] = []
    hash_of: dict[int, bytes] = {}
    for content_id, content_hash, hashes in cache.transparent_contents():
        hash_of[content_id] = content_hash
        if hashes is None or not all(map(thumbnails.has, on_grounds(content_hash))):
            missing.append(content_id)
        else:
            known[content_id] = hashes
    if not missing:
        return known
    work: ItemWork[Photo, OnGrounds | None] = ItemWork(
        lay_on_grounds,
        lambda photo: (photo.path.absolute(),),
        lambda photo, lost: None,
        lambda photo: limit_s(photo.size_bytes),
        lambda photo: photo.size_bytes,
    )
    with closing(CacheReader(home, library)) as reader:
        photo_of = reader.photos_of_contents()
        photos = list(reader.photos(photo_of[c][0] for c in missing if c in photo_of))
    found: list[tuple[int, bytes]] = []
    try:
        seen = read_ahead(photos, work, threads=threads, window=_AHEAD * threads, control=control)
        for photo, laid in zip(photos, seen, strict=True):
            control.check()
            if laid is None:
                continue
            white, black = on_grounds(hash_of[photo.content_id])
            thumbnails.put(white, laid.on_white)
            thumbnails.put(black, laid.on_black)
            known[photo.content_id] = laid.hashes
            found.append((photo.content_id, laid.hashes))
            if len(found) == _AT_ONCE:
                cache.store_grounds(found)
                found = []
    finally:
        if found:
            cache.store_grounds(found)
    return known
