"""The themes of a library: stored vectors are grouped, photos are answered; no photo is opened."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.control import NULL_CONTROL, Control
from imgsim_desktop.errors import KnownError, Sentence
from imgsim_desktop.library.cache import CacheReader
from imgsim_desktop.library.kept_themes import KeptThemes, save_themes
from imgsim_desktop.library.kept_themes import load_themes as load_kept
from imgsim_desktop.library.paths import Home
from imgsim_desktop.library.places import HASH_BYTES
from imgsim_desktop.matching.themes import Method, find_themes, stand_ins
from imgsim_desktop.records import PAIR_KINDS, REMOVABLE_KINDS, Library, PairTable
from imgsim_desktop.scan.search import photos_among

__all__ = [
    "COPY_CONFIDENCE",
    "FEWEST",
    "HASHES_KEPT",
    "LibraryTheme",
    "LibraryThemes",
    "Method",
    "load_themes",
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
    missing: int = 0
    """Photos that came after the themes were found: in none of them, and not among `unplaced`."""


def theme_library(
    library: Library,
    home: Home,
    model_key: str,
    control: Control = NULL_CONTROL,
    *,
    method: Method = "kmeans",
    count: int | None = None,
    with_offline: bool = False,
    among: Container[int] | None = None,
) -> LibraryThemes:
    """Group the photos of a library by what its vectors say, and keep what was found.

    among  ids of the photos to group; None: all of the library

    Raises KnownError where there are too few photos, Cancelled. Opens a reader of its own.
    """
    reader = CacheReader(home, library)
    try:
        keys, vectors = reader.vectors(model_key)
        photos_of = photos_among(reader.photos_of_contents(with_offline=with_offline), among)
        pairs = reader.pairs(model_key)
        shown = np.array([key in photos_of for key in keys.tolist()], np.bool_)
        keys, vectors = keys[shown], vectors[shown]
        copy_of = copies_among(keys, pairs)
        _check_enough(len(np.unique(copy_of)), count)
        found = find_themes(vectors, copy_of, method=method, count=count, control=control)
        hash_of = {c.content_id: c.content_hash for c in reader.contents(keys.tolist())}
    finally:
        reader.close()
    members = [keys[found.members(theme)].tolist() for theme in range(len(found))]
    if with_offline:
        left = np.setdiff1d(keys, np.array([key for some in members for key in some], np.int64))
        asked = _asked(method, count)
        path = home.themes(library.key, model_key)
        save_themes(path, _kept([*members, left.tolist()], hash_of, asked))
    return _as_themes(members, photos_of, hash_of)


def load_themes(
    library: Library, home: Home, model_key: str, *, method: Method, count: int | None
) -> LibraryThemes | None:
    """Those that were found last with offline photos, for the photos there are now.

    None where they were asked for in another way, or nothing is kept. Opens a reader of its own.
    """
    kept = load_kept(home.themes(library.key, model_key))
    if kept is None or kept.asked != _asked(method, count):
        return None
    reader = CacheReader(home, library)
    try:
        photos_of = reader.photos_of_contents(with_offline=True)
        found = reader.contents(list(photos_of))
    finally:
        reader.close()
    key_of = {content.content_hash: content.content_id for content in found}
    members: dict[int, list[int]] = {}
    for content_hash, theme in zip(kept.hashes, kept.themes.tolist(), strict=True):
        key = key_of.get(content_hash.tobytes())
        if key is not None:
            members.setdefault(theme, []).append(key)
    left = members.pop(-1, [])
    hash_of = {content.content_id: content.content_hash for content in found}
    placed = {key for some in members.values() for key in some}
    new = photos_of.keys() - placed - set(left)
    missing = sum(len(photos_of.pop(key)) for key in new)
    themes = _as_themes(list(members.values()), photos_of, hash_of)
    return replace(themes, missing=missing)


def _asked(method: Method, count: int | None) -> str:
    return f"{method} {count or 0}"


def _kept(members: Sequence[Sequence[int]], hash_of: Mapping[int, bytes], asked: str) -> KeptThemes:
    """members  contents of each theme, and at the end those that are in none"""
    numbers = [*range(len(members) - 1), -1]
    hashes = b"".join(hash_of[key] for some in members for key in some)
    return KeptThemes(
        np.frombuffer(hashes, np.uint8).reshape(-1, HASH_BYTES),
        np.repeat(np.array(numbers, np.int32), [len(some) for some in members]),
        asked,
    )


def _as_themes(
    members: Sequence[Sequence[int]],
    photos_of: Mapping[int, Sequence[int]],
    hash_of: Mapping[int, bytes],
) -> LibraryThemes:
    themes = [
        LibraryTheme(
            np.array([photo for key in contents for photo in photos_of[key]], np.int64),
            tuple(hash_of[key] for key in contents[:HASHES_KEPT]),
        )
        for contents in members
    ]
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
