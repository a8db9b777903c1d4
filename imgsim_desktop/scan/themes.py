"""The themes of a library: stored vectors are grouped, photos are answered; no photo is opened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.control import NULL_CONTROL, Control
from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.library.cache import CacheReader
from imgsim_desktop.library.paths import Home
from imgsim_desktop.matching.themes import Method, find_themes, stand_ins
from imgsim_desktop.records import PAIR_KINDS, REMOVABLE_KINDS, Library, PairTable

__all__ = [
    "COPY_CONFIDENCE",
    "FEWEST",
    "HASHES_KEPT",
    "LibraryTheme",
    "LibraryThemes",
    "Method",
    "theme_library",
]

COPY_CONFIDENCE: Final = 0.9
"""Photos that are copies as surely as this count once when themes are made."""
HASHES_KEPT: Final = 200
"""Contents of a theme by which its name is found again."""
FEWEST: Final = 2


@dataclass(frozen=True, slots=True, eq=False)
class LibraryTheme:
    """Photos of one kind of picture.

    photos  ids, the medoid's first, then the nearest to the middle; copies beside each other
    hashes  of its contents, in the same order, at most HASHES_KEPT
    """

    photos: NDArray[np.int64]
    hashes: tuple[bytes, ...]

    @property
    def medoid(self) -> int:
        """The photo that stands for all."""
        return int(self.photos[0])


@dataclass(frozen=True, slots=True, eq=False)
class LibraryThemes:
    """All themes by falling size, and the photos that are in none; each photo is in one place."""

    themes: tuple[LibraryTheme, ...]
    unplaced: NDArray[np.int64]
    """Photo ids: too far from all others, or not described yet."""


def theme_library(
    library: Library,
    home: Home,
    model_key: str,
    control: Control = NULL_CONTROL,
    *,
    method: Method = "kmeans",
    count: int | None = None,
    with_offline: bool = False,
) -> LibraryThemes:
    """Group the photos of a library by what its vectors say.

    Raises KnownError where there are too few photos, Cancelled. Opens a reader of its own.
    """
    reader = CacheReader(home, library)
    try:
        keys, vectors = reader.vectors(model_key)
        photos_of = reader.photos_of_contents(with_offline=with_offline)
        pairs = reader.pairs(model_key)
        shown = np.array([key in photos_of for key in keys.tolist()], np.bool_)
        keys, vectors = keys[shown], vectors[shown]
        copy_of = copies_among(keys, pairs)
        _check_enough(len(np.unique(copy_of)), count)
        found = find_themes(vectors, copy_of, method=method, count=count, control=control)
        hash_of = {c.content_id: c.content_hash for c in reader.contents(keys.tolist())}
    finally:
        reader.close()
    themes = []
    for theme in range(len(found)):
        contents = keys[found.members(theme)].tolist()
        themes.append(
            LibraryTheme(
                np.array([photo for key in contents for photo in photos_of[key]], np.int64),
                tuple(hash_of[key] for key in contents[:HASHES_KEPT]),
            )
        )
    placed = [theme.photos for theme in themes]
    everything = np.array([photo for ids in photos_of.values() for photo in ids], np.int64)
    return LibraryThemes(
        tuple(sorted(themes, key=lambda theme: -len(theme.photos))),
        np.setdiff1d(everything, np.concatenate(placed) if placed else everything[:0]),
    )


def copies_among(keys: NDArray[np.int64], pairs: PairTable) -> NDArray[np.int64]:
    """For each content the row of the content it is a copy of, or its own."""
    kinds = [PAIR_KINDS.index(kind) for kind in REMOVABLE_KINDS]
    sure = pairs.where(np.isin(pairs.kind, kinds) & (pairs.confidence >= COPY_CONFIDENCE))
    sure = sure.where(np.isin(sure.a, keys) & np.isin(sure.b, keys))
    order = np.argsort(keys)
    a = order[np.searchsorted(keys, sure.a, sorter=order)]
    b = order[np.searchsorted(keys, sure.b, sorter=order)]
    return stand_ins(len(keys), a, b)


def _check_enough(different: int, count: int | None) -> None:
    if different < FEWEST:
        raise KnownError(
            "There are too few photos for themes.",
            "Scan a folder with more photos; copies of one photo count once.",
        )
    if count is not None and count > different:
        raise KnownError(
            Sentence(
                "{count} themes cannot be made of {different} different photos.",
                count=count,
                different=different,
            ),
            "Ask for fewer themes.",
        )
