"""Thumbnails: lost ones are made again where there is a photo; those nobody needs go at last."""

from __future__ import annotations

import time
from collections.abc import Iterable
from contextlib import closing

from imgsim_desktop.control import Control
from imgsim_desktop.errors import KnownError
from imgsim_desktop.library.cache import CacheReader
from imgsim_desktop.library.libraries import LibraryList
from imgsim_desktop.library.paths import Home
from imgsim_desktop.library.thumbnails import ThumbnailStore, on_grounds
from imgsim_desktop.reading.beside import make_thumbnail
from imgsim_desktop.records import Library


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
    asked = dict(contents)
    lacking = thumbnails.lacking(asked.values())
    missing = {content_id: tag for content_id, tag in asked.items() if tag in lacking}
    if not missing:
        return set()
    reader = CacheReader(home, library)
    try:
        photo_ids = reader.photos_of_contents()
        for content_id, content_hash in list(missing.items()):
            control.check()
            for photo in reader.photos(photo_ids.get(content_id, ())):
                try:
                    jpeg = make_thumbnail(photo.path, control=control)
                except KnownError:  # not readable now; perhaps another file of this content is
                    continue
                thumbnails.put(content_hash, jpeg)
                del missing[content_id]
                break
    finally:
        reader.close()
    return set(missing)


DAY_NS = 24 * 3600 * 10**9
PRUNE_EVERY_NS = 7 * DAY_NS
"""Listing 100,000 thumbnails takes about a second; once a week nobody notices."""
KEPT_NS = 30 * DAY_NS
"""As long as most systems keep what was thrown away."""


def prune_thumbnails(home: Home, thumbnails: ThumbnailStore) -> int:
    """Once a week, delete thumbnails older than a month whose content is in no library.

    returns  how many; 0 too where a library's cache cannot be asked: then nothing is deleted
    """
    now = time.time_ns()
    is_soon = 0 <= now - thumbnails.pruned_ns < PRUNE_EVERY_NS  # below 0: the clock was wrong
    if is_soon or not thumbnails.folder.is_dir():
        return 0
    keep: set[bytes] = set()
    for library in LibraryList(home).all():
        if not home.cache_db(library.key).exists():
            return 0
        try:
            with closing(CacheReader(home, library)) as reader:
                keep |= reader.hashes_in_use()
        except KnownError:
            return 0
    keep |= {key for content_hash in keep for key in on_grounds(content_hash)}
    return thumbnails.prune(keep, now - KEPT_NS)
