"""The names a person gave to themes, and words for those that have none."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from functools import partial

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.choosing.theme_colours import COLOUR_WORDS, colour_of_theme
from imgsim_desktop.choosing.theme_names import names_of_themes
from imgsim_desktop.choosing.theme_words import ThemeWords, words_of_themes
from imgsim_desktop.library.cache import CacheReader
from imgsim_desktop.library.paths import Home
from imgsim_desktop.library.thumbnails import ThumbnailStore
from imgsim_desktop.records import Library, Photo

__all__ = ["COLOUR_WORDS", "ThemeWords", "names_of_themes", "tell_themes"]

LOOKED_AT = 24
"""Photos of a theme whose colours are looked at: 1 ms each."""


def tell_themes(
    library: Library, home: Home, themes: Sequence[NDArray[np.int64]]
) -> list[ThemeWords]:
    """Words for themes by the ids of their photos. Opens a reader of its own; any thread."""
    with closing(CacheReader(home, library)) as cache:
        colour_of = partial(_colour_of, ThumbnailStore(home.thumbnails))
        return words_of_themes([cache.photos(ids.tolist()) for ids in themes], colour_of)


def _colour_of(thumbnails: ThumbnailStore, photos: Sequence[Photo]) -> str:
    from imgsim_desktop.reading.decode import decode_thumbnail  # loads Pillow: not at the start

    some = photos[:: max(1, len(photos) // LOOKED_AT)][:LOOKED_AT]
    found = (thumbnails.get(photo.content_hash) for photo in some)
    return colour_of_theme([decode_thumbnail(jpeg) for jpeg in found if jpeg is not None])
