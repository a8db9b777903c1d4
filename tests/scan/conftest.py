"""A home, a folder of photos, and its library."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from imgsim_desktop.library.cache import CacheReader
from imgsim_desktop.library.libraries import LibraryList
from imgsim_desktop.library.paths import Home
from imgsim_desktop.records import Library


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "imgsim-home")


@pytest.fixture
def library(home: Home, photos_folder: Path) -> Library:
    return LibraryList(home).open_for([photos_folder])


@pytest.fixture
def reading_cache(home: Home, library: Library) -> Iterator[Callable[[], CacheReader]]:
    """Opens readers and closes them at the end."""
    opened: list[CacheReader] = []

    def open_reader() -> CacheReader:
        opened.append(CacheReader(home, library))
        return opened[-1]

    yield open_reader
    for reader in opened:
        reader.close()
