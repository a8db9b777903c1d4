"""Thumbnails that were lost are made again from a photo, where there still is one."""

from __future__ import annotations

from collections.abc import Iterable

from imgsim_desktop.control import Control
from imgsim_desktop.errors import KnownError
from imgsim_desktop.library.cache import CacheReader
from imgsim_desktop.library.paths import Home
from imgsim_desktop.library.thumbnails import ThumbnailStore
from imgsim_desktop.reading.decode import encode_jpeg, open_upright
from imgsim_desktop.records import THUMBNAIL_PX, Library


def remake_thumbnails(
    contents: Iterable[tuple[int, bytes]],
    home: Home,
    library: Library,
    thumbnails: ThumbnailStore,
    control: Control,
) -> set[int]:
    """Make the missing ones among these (content id, content hash).

    Returns the contents that stay without: no photo of them can be read now. Called from the scan
    thread. Raises Cancelled.
    """
    missing = dict(entry for entry in contents if not thumbnails.has(entry[1]))
    if not missing:
        return set()
    reader = CacheReader(home, library)
    try:
        photo_ids = reader.photos_of_contents()
        for content_id, content_hash in list(missing.items()):
            control.check()
            for photo in reader.photos(photo_ids.get(content_id, ())):
                try:
                    pixels = open_upright(photo.path, THUMBNAIL_PX)
                except KnownError:  # not readable now; perhaps another file of this content is
                    continue
                thumbnails.put(content_hash, encode_jpeg(pixels))
                del missing[content_id]
                break
    finally:
        reader.close()
    return set(missing)
