"""The names a person gave to themes, and words for those that have none."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing

import numpy as np
from numpy.typing import NDArray

from imgsim_desktop.choosing.theme_names import names_of_themes
from imgsim_desktop.choosing.theme_words import ThemeWords, words_of_themes
from imgsim_desktop.library.cache import CacheReader
from imgsim_desktop.library.paths import Home
from imgsim_desktop.records import Library

__all__ = ["ThemeWords", "names_of_themes", "tell_themes"]


def tell_themes(
    library: Library, home: Home, themes: Sequence[NDArray[np.int64]]
) -> list[ThemeWords]:
    """Words for themes by the ids of their photos. Opens a reader of its own; any thread."""
    with closing(CacheReader(home, library)) as cache:
        return words_of_themes([cache.photos(ids.tolist()) for ids in themes])
