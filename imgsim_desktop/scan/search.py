"""Similar photos: contents are searched, photos are answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.control import NULL_CONTROL, Control
from imgsim_desktop.library.cache import CacheReader
from imgsim_desktop.library.paths import Home
from imgsim_desktop.matching.index import Searcher
from imgsim_desktop.records import Library
from imgsim_desktop.scan.pairs import open_index


@dataclass(frozen=True, slots=True)
class Match:
    """A photo that resembles what was asked for."""

    photo_id: int
    similarity: float
    """Cosine, -1 to 1."""


class PhotoSearch:
    """A frozen view of a library's vectors; open a new one when the library has changed.

    Never changed once made, so it may be handed from the thread that opens it to the one that asks.
    """

    def __init__(self, searcher: Searcher, photos_of_content: Mapping[int, Sequence[int]]) -> None:
        """photos_of_content  the photos to answer with; a content without any is passed over."""
        self._searcher = searcher
        self._photos_of_content = photos_of_content
        self._content_of_photo = {
            photo: content for content, photos in photos_of_content.items() for photo in photos
        }
        self._row_of_content = {int(key): row for row, key in enumerate(searcher.keys)}

    def __len__(self) -> int:
        return len(self._content_of_photo)

    def like_photo(self, photo_id: int, count: int = 20) -> list[Match]:
        """The photos most similar to a photo of the library, itself excluded, best first.

        Byte-identical files come first, with similarity 1. Empty if the photo has no vector (yet).
        """
        content = self._content_of_photo.get(photo_id)
        row = None if content is None else self._row_of_content.get(content)
        if content is None or row is None:
            return []
        twins = [Match(p, 1.0) for p in self._photos_of_content[content] if p != photo_id]
        others = self._nearest(self._searcher.vectors[row], count - len(twins), without=content)
        return (twins + others)[:count]

    def like_vector(self, vector: NDArray[np.float32], count: int = 20) -> list[Match]:
        """The photos most similar to a picture from anywhere (see `embed_picture`), best first."""
        return self._nearest(vector, count, without=None)

    def _nearest(self, vector: NDArray[np.float32], count: int, without: int | None) -> list[Match]:
        asked = count + 1
        while count > 0:
            keys, similarities = self._searcher.query(vector, asked)
            matches = [
                Match(photo, float(similarity))
                for content, similarity in zip(keys[0].tolist(), similarities[0], strict=True)
                if content != without
                for photo in self._photos_of_content.get(content, ())
            ]
            if len(matches) >= count or asked >= len(self._searcher):
                return matches[:count]
            asked *= 4  # contents of folders that are offline stood in the way
        return []


def open_searcher(
    library: Library, home: Home, model_key: str, control: Control = NULL_CONTROL
) -> PhotoSearch:
    """Load the index of a library, or build it if it is missing, stale or broken.

    Photos of folders that are offline are not answered. Raises Cancelled.
    """
    reader = CacheReader(home, library)
    try:
        keys, vectors = reader.vectors(model_key)
        photos_of_content = reader.photos_of_contents()
    finally:
        reader.close()
    searcher = open_index(library, home, model_key, keys, vectors, control)
    return PhotoSearch(searcher, photos_of_content)
