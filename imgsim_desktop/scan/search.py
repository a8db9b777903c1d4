"""Similar photos: contents are searched, photos are answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.control import NULL_CONTROL, Control
from imgsim_desktop.library.cache import CacheReader
from imgsim_desktop.library.paths import Home
from imgsim_desktop.matching.index import EXACT_BELOW, HAS_GRAPH, Searcher
from imgsim_desktop.records import Library
from imgsim_desktop.scan.pairs import open_index

PART_HANDICAP = 0.1
"""A part finds crops that the whole does not, but looks like strangers more often. Of crops asked
for by their photo among 10,100 pictures, 94 % are among the 20 nearest without parts, 99 with them;
without a handicap other edits lose up to 7 points, with this one 0.3 (RESULTS.md)."""

LIKENESS_LEAST = 0.2
"""Below this cosine two photos have nothing in common but colours and mood, in every library."""
_LIKENESS_SHARE = 0.95
"""Of pairs drawn at random that lie below the end of likeness. Measured with the built-in network
on 353 pictures of cats, dogs, rooms and landscapes (AMD EPYC, 2026-12-01): half of all pairs below
0.02, 95 % below 0.26; of the cats and dogs above 0.25, 0.3 and 0.4, 62, 67 and 78 % are of the same
kind, where a draw would give half."""
_LIKENESS_PAIRS = 4000
_LIKENESS_CONTENTS = 50
"""Of fewer pictures nobody can say what chance would bring, and the list is short."""

PartsOf = Callable[[int], NDArray[np.float32]]
"""Content id -> vectors (parts, dim) of its parts, perhaps none."""


@dataclass(frozen=True, slots=True)
class Match:
    """A photo that resembles what was asked for."""

    photo_id: int
    similarity: float
    """Cosine, -1 to 1; less PART_HANDICAP if only a part of what was asked for resembles it."""


class PhotoSearch:
    """A frozen view of a library's vectors; open a new one when the library has changed.

    Never changed once made, so it may be handed from the thread that opens it to the one that asks.
    """

    def __init__(
        self,
        searcher: Searcher,
        photos_of_content: Mapping[int, Sequence[int]],
        parts_of: PartsOf,
    ) -> None:
        """photos_of_content  the photos to answer with; a content without any is passed over."""
        self._searcher = searcher
        self._parts_of = parts_of
        self._photos_of_content = photos_of_content
        self._content_of_photo = {
            photo: content for content, photos in photos_of_content.items() for photo in photos
        }
        self._row_of_content = {int(key): row for row, key in enumerate(searcher.keys)}
        self.likeness_ends = likeness_ends(searcher.vectors)
        """Cosine from which on down photos are no more alike than two drawn at random."""

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
        asked = np.concatenate([self._searcher.vectors[row][None], self._parts_of(content)])
        others = self._nearest(asked, count - len(twins), without=content)
        return (twins + others)[:count]

    def like_vector(self, vector: NDArray[np.float32], count: int = 20) -> list[Match]:
        """The photos most similar to a picture from anywhere, best first.

        vector  (1 + parts, dim) as `embed_picture` gives it, or of the whole alone (dim,)
        """
        return self._nearest(np.atleast_2d(vector), count, without=None)

    def _nearest(
        self, vectors: NDArray[np.float32], count: int, without: int | None
    ) -> list[Match]:
        """Each photo as similar as the whole finds it, or else the best of the parts."""
        asked = count + 1
        while count > 0:
            keys, similarities = self._searcher.query(vectors, asked)
            similarities[1:] -= PART_HANDICAP
            best: dict[int, float] = {}
            for key, similarity in zip(keys.ravel().tolist(), similarities.ravel(), strict=True):
                best[key] = max(float(similarity), best.get(key, -2.0))
            matches = [
                Match(photo, similarity)
                for content, similarity in sorted(best.items(), key=lambda e: (-e[1], e[0]))
                if content != without
                for photo in self._photos_of_content.get(content, ())
            ]
            if len(matches) >= count or asked >= len(self._searcher):
                return matches[:count]
            asked *= 4  # contents of folders that are offline stood in the way
        return []


def likeness_ends(vectors: NDArray[np.float32]) -> float:
    """Below which cosine two of these are as alike as chance makes them; -1 where nobody knows.

    vectors  (n, dim) of unit length

    Always the same for the same vectors: the pairs are drawn from a fixed seed.
    """
    count = len(vectors)
    if count < _LIKENESS_CONTENTS:
        return -1.0
    draw = np.random.default_rng(0)
    a = draw.integers(0, count, _LIKENESS_PAIRS)
    b = (a + draw.integers(1, count, _LIKENESS_PAIRS)) % count
    similarities = np.einsum("ij,ij->i", vectors[a], vectors[b])
    return max(LIKENESS_LEAST, float(np.quantile(similarities, _LIKENESS_SHARE)))


def lacks_graph(photos: int) -> bool:
    """Whether so many photos are searched one by one only because hnswlib is missing."""
    return not HAS_GRAPH and photos >= EXACT_BELOW


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

    def parts_of(content_id: int) -> NDArray[np.float32]:
        with closing(CacheReader(home, library)) as own:  # of the thread that asks
            return own.parts_of(model_key, content_id, vectors.shape[1])

    return PhotoSearch(searcher, photos_of_content, parts_of)
