"""Pages: of files that begin alike, whether all their frames or pages are the same."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.control import Control
from imgsim_desktop.library.cache import CacheReader, CacheWriter
from imgsim_desktop.library.paths import Home
from imgsim_desktop.matching.candidates import Content
from imgsim_desktop.reading.beside import hash_pages
from imgsim_desktop.records import Library


def compare_pages(
    contents: Sequence[Content],
    new: NDArray[np.int64],
    cache: CacheWriter,
    library: Library,
    home: Home,
    control: Control,
) -> list[Content]:
    """The contents, with the hash of all decoded pages where it decides something.

    That is among contents of several pages whose first ones are equal and whose further ones are
    stored in different bytes: one animation in two formats, or two documents with one cover. A file
    that cannot be read now stays without, and is then the same as no other.
    Called from the scan thread. Raises Cancelled.
    """
    fresh = set(new.tolist())
    begin_alike: dict[tuple[bytes, int], list[Content]] = {}
    for content in contents:
        holdings = content.facts.holdings
        if holdings is not None and holdings.has_more_pages:
            begin_alike.setdefault((content.pixel_hash, holdings.pages), []).append(content)
    undecided = [
        content
        for alike in begin_alike.values()
        if any(content.content_id in fresh for content in alike)
        and len({_stored(content) for content in alike}) > 1
        for content in alike
        if content.facts.holdings is not None and not content.facts.holdings.pages_hash
    ]
    if not undecided:
        return list(contents)
    found: dict[int, Content] = {}
    with closing(CacheReader(home, library)) as reader:
        photo_ids = reader.photos_of_contents()
        for content in undecided:
            holdings = content.facts.holdings
            assert holdings is not None
            photos = reader.photos(photo_ids.get(content.content_id, ()))
            hashes = (hash_pages(photo.path, holdings.pages, control) for photo in photos)
            pages_hash = next((known for known in hashes if known is not None), None)
            if pages_hash is not None:
                cache.set_pages_hash(content.content_id, pages_hash)
                holdings = replace(holdings, pages_hash=pages_hash)
                facts = replace(content.facts, holdings=holdings)
                found[content.content_id] = replace(content, facts=facts)
    return [found.get(content.content_id, content) for content in contents]


def _stored(content: Content) -> bytes:
    return b"" if content.facts.holdings is None else content.facts.holdings.pages_digest
