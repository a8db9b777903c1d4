"""The map of a library: drawn from stored vectors, kept in a file, photos are answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.control import NULL_CONTROL, Control
from imgsim_desktop.library.cache import CacheReader
from imgsim_desktop.library.paths import Home
from imgsim_desktop.library.places import HASH_BYTES, Hashes, load_places, save_places
from imgsim_desktop.matching.map import Places, draw_map
from imgsim_desktop.records import Library
from imgsim_desktop.scan.themes import copies_among

_SPOT: Final = 0.05
"""No photo of a map farther from its middle: it fell onto one spot. The farthest stand at 1; where
all are copies of one photo, at more than this."""


@dataclass(frozen=True, slots=True, eq=False)
class LibraryMap:
    """A place for each photo.

    photos  (n,) ids; photos of equal content stand on one spot
    places  (n, 2) within -1 and 1
    """

    photos: NDArray[np.int64]
    places: Places
    missing: int
    """Photos that are not on it: they came after it was drawn, or are not described yet."""


def load_map(library: Library, home: Home, model_key: str) -> LibraryMap | None:
    """The map that was drawn last, for the photos there are now; None if there is none."""
    reader = CacheReader(home, library)
    try:
        stored = _spread_places(home.places(library.key, model_key))
        return None if stored is None else _placed(reader, stored)
    finally:
        reader.close()


def map_library(
    library: Library,
    home: Home,
    model_key: str,
    control: Control = NULL_CONTROL,
    show: Callable[[LibraryMap], None] = lambda _map: None,
) -> LibraryMap:
    """Draw the map anew, or add what is new to the one there is; and keep it.

    show  told, in this thread, how a new map looks so far

    Raises Cancelled, KnownError on a full disk. Opens a reader of its own.
    """
    reader = CacheReader(home, library)
    try:
        keys, vectors = reader.vectors(model_key)
        path = home.places(library.key, model_key)
        hashes = _hashes(reader, keys)
        stored = _spread_places(path)
        known = _known(hashes, stored)
        if not len(keys) or not np.isfinite(known).all():
            copy_of = copies_among(keys, reader.pairs(model_key))
            photos_of = reader.photos_of_contents(with_offline=True)

            def sketch(places: Places) -> None:
                if stored is None:
                    show(_as_map(photos_of, keys, places))

            save_places(path, hashes, draw_map(vectors, copy_of, known, control, sketch))
        kept = load_places(path)
        assert kept is not None
        return _placed(reader, kept)
    finally:
        reader.close()


def _placed(reader: CacheReader, stored: tuple[Hashes, Places]) -> LibraryMap:
    photos_of = reader.photos_of_contents(with_offline=True)
    keys = np.fromiter(photos_of, np.int64, len(photos_of))
    return _as_map(photos_of, keys, _known(_hashes(reader, keys), stored))


def _spread_places(path: Path) -> tuple[Hashes, Places] | None:
    """A stored map; None for one of an older version that fell onto one spot: it is drawn anew."""
    stored = load_places(path)
    if stored is None or len(stored[1]) < 2:
        return stored
    return stored if float(np.abs(stored[1]).max()) > _SPOT else None


def _as_map(
    photos_of: Mapping[int, Sequence[int]], keys: NDArray[np.int64], places: Places
) -> LibraryMap:
    """places  of the contents `keys`, NaN for those that have none"""
    is_shown = [key in photos_of for key in keys.tolist()]
    has = np.isfinite(places[:, 0]) & np.array(is_shown, np.bool_)
    shown = [photos_of[key] for key in keys[has].tolist()]
    counts = [len(photos) for photos in shown]
    return LibraryMap(
        np.array([photo for photos in shown for photo in photos], np.int64),
        np.repeat(places[has], counts, axis=0),
        sum(map(len, photos_of.values())) - sum(counts),
    )


def _hashes(reader: CacheReader, keys: NDArray[np.int64]) -> Hashes:
    known = reader.contents(keys.tolist())
    return np.frombuffer(b"".join(c.content_hash for c in known), np.uint8).reshape(
        len(keys), HASH_BYTES
    )


def _known(hashes: Hashes, stored: tuple[Hashes, Places] | None) -> Places:
    """The stored place of each content, NaN where there is none."""
    places = np.full((len(hashes), 2), np.nan, np.float32)
    if stored is None or not len(hashes) or not len(stored[0]):
        return places
    names, old = _as_names(hashes), _as_names(stored[0])
    order = np.argsort(old)
    at = np.minimum(np.searchsorted(old, names, sorter=order), len(old) - 1)
    found = order[at]
    same = old[found] == names
    places[same] = stored[1][found[same]]
    return places


def _as_names(hashes: Hashes) -> NDArray[np.void]:
    """Each row as one value that can be sorted."""
    whole: NDArray[np.void] = np.ascontiguousarray(hashes).view(np.dtype((np.void, 16)))[:, 0]
    return whole
