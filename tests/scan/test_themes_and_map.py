"""Themes and map of a whole library: every photo has its place, and a rescan keeps it."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from imgsim_desktop.control import Control
from imgsim_desktop.errors import KnownError
from imgsim_desktop.library.paths import Home
from imgsim_desktop.library.places import load_places, save_places
from imgsim_desktop.records import Library, Progress
from imgsim_desktop.scan import (
    LibraryThemes,
    load_map,
    load_themes,
    map_library,
    scan,
    theme_library,
)
from tests.fakes import fake_network
from tests.pictures import save_photos
from tests.scan.test_search import paths_of

MODEL = "fake-1"


class Watched(Control):
    """Counts what was reported."""

    def __init__(self) -> None:
        super().__init__()
        self.reports = 0

    def report(self, progress: Progress) -> None:
        super().report(progress)
        self.reports += 1


def everyone(found: LibraryThemes) -> list[int]:
    return np.concatenate([*(t.photos for t in found.themes), found.unplaced]).tolist()


@pytest.mark.parametrize("method", ["kmeans", "density"])
def test_every_photo_of_a_library_is_in_one_theme_or_in_none(
    home: Home, library: Library, photos_folder: Path, method: str
) -> None:
    first = save_photos(photos_folder, 24)[0]
    for name in ("same.jpg", "again.jpg"):
        shutil.copyfile(first, photos_folder / name)
    scan(library, home, fake_network())
    found = theme_library(library, home, MODEL, method=method)  # type: ignore[arg-type]
    ids = paths_of(home, library)
    assert sorted(everyone(found)) == sorted(ids)
    assert all(theme.medoid == theme.photos[0] for theme in found.themes)
    sizes = [len(theme.photos) for theme in found.themes]
    assert sizes == sorted(sizes, reverse=True)
    twins = {key for key, path in ids.items() if path.name in {"0000.jpg", "same.jpg", "again.jpg"}}
    places = [set(theme.photos) & twins for theme in found.themes] + [set(found.unplaced) & twins]
    assert twins in places


def test_photos_that_are_not_described_yet_are_in_no_theme(
    home: Home, library: Library, photos_folder: Path
) -> None:
    save_photos(photos_folder, 6)
    scan(library, home, fake_network())
    with pytest.raises(KnownError, match="too few photos"):
        theme_library(library, home, "another-network")


def test_themes_are_kept_for_the_photos_there_are_then(
    home: Home, library: Library, photos_folder: Path
) -> None:
    paths = save_photos(photos_folder, 24)
    scan(library, home, fake_network())
    asked = {"method": "kmeans", "count": None}
    assert load_themes(library, home, MODEL, **asked) is None  # type: ignore[arg-type]
    found = theme_library(library, home, MODEL, with_offline=True)
    kept = load_themes(library, home, MODEL, **asked)  # type: ignore[arg-type]
    assert kept is not None
    assert [t.photos.tolist() for t in kept.themes] == [t.photos.tolist() for t in found.themes]
    assert [t.hashes for t in kept.themes] == [t.hashes for t in found.themes]
    assert kept.missing == 0
    assert load_themes(library, home, MODEL, method="kmeans", count=3) is None
    gone = next(key for key, path in paths_of(home, library).items() if path == paths[0])
    paths[0].unlink()
    save_photos(photos_folder / "new", 2, first_seed=90)
    scan(library, home, fake_network())
    later = load_themes(library, home, MODEL, **asked)  # type: ignore[arg-type]
    assert later is not None
    assert later.missing == 2
    assert sorted(everyone(later)) == sorted(set(everyone(found)) - {gone})
    path = home.themes(library.key, MODEL)
    path.write_bytes(path.read_bytes()[:-40])
    assert load_themes(library, home, MODEL, **asked) is None  # type: ignore[arg-type]


def test_photos_in_no_theme_are_kept_as_such(
    home: Home, library: Library, photos_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from imgsim_desktop.matching.themes import Themes
    from imgsim_desktop.scan import themes

    save_photos(photos_folder, 6)
    scan(library, home, fake_network())
    labels = np.array([0, 0, 0, -1, -1, -1], np.int32)
    closeness = np.ones(6, np.float32)
    sparse = Themes(labels, np.array([0]), closeness)
    monkeypatch.setattr(themes, "find_themes", lambda *_args, **_more: sparse)
    found = theme_library(library, home, MODEL, with_offline=True)
    assert len(found.unplaced) == 3
    kept = load_themes(library, home, MODEL, method="kmeans", count=None)
    assert kept is not None
    assert kept.unplaced.tolist() == found.unplaced.tolist()
    assert kept.missing == 0


def test_a_map_is_drawn_once_and_kept(home: Home, library: Library, photos_folder: Path) -> None:
    save_photos(photos_folder, 12)
    scan(library, home, fake_network())
    assert load_map(library, home, MODEL) is None
    drawn = map_library(library, home, MODEL)
    assert sorted(drawn.photos.tolist()) == sorted(paths_of(home, library))
    assert drawn.missing == 0
    watched = Watched()
    again = map_library(library, home, MODEL, watched)
    kept = load_map(library, home, MODEL)
    assert watched.reports == 0
    assert kept is not None
    assert np.array_equal(again.places, drawn.places)
    assert np.array_equal(kept.places, drawn.places)


def test_a_map_of_an_older_version_that_fell_onto_one_spot_is_drawn_anew(
    home: Home, library: Library, photos_folder: Path
) -> None:
    save_photos(photos_folder, 12)
    scan(library, home, fake_network())
    drawn = map_library(library, home, MODEL)
    path = home.places(library.key, MODEL)
    stored = load_places(path)
    assert stored is not None
    save_places(path, stored[0], stored[1] * 0.02)
    assert load_map(library, home, MODEL) is None
    assert np.array_equal(map_library(library, home, MODEL).places, drawn.places)


def test_new_photos_are_missing_until_the_map_is_drawn_again(
    home: Home, library: Library, photos_folder: Path
) -> None:
    save_photos(photos_folder, 12)
    scan(library, home, fake_network())
    before = map_library(library, home, MODEL)
    save_photos(photos_folder / "new", 3, first_seed=50)
    scan(library, home, fake_network())
    old = load_map(library, home, MODEL)
    assert old is not None
    assert (len(old.photos), old.missing) == (12, 3)
    assert np.array_equal(old.photos, before.photos)
    drawn = map_library(library, home, MODEL)
    assert (len(drawn.photos), drawn.missing) == (15, 0)


def test_photos_that_are_moved_keep_their_place(
    home: Home, library: Library, photos_folder: Path
) -> None:
    files = save_photos(photos_folder, 8)
    scan(library, home, fake_network())
    before = map_library(library, home, MODEL)
    (photos_folder / "moved").mkdir()
    for file in files:
        file.rename(photos_folder / "moved" / file.name)
    scan(library, home, fake_network())
    after = load_map(library, home, MODEL)
    assert after is not None
    assert after.missing == 0
    assert np.array_equal(np.sort(after.places, axis=0), np.sort(before.places, axis=0))


def test_an_empty_library_has_an_empty_map(home: Home, library: Library) -> None:
    scan(library, home, fake_network())
    assert len(map_library(library, home, MODEL).photos) == 0


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"no zip at all"])
def test_a_broken_file_of_places_is_no_map(
    home: Home, library: Library, photos_folder: Path, content: bytes
) -> None:
    save_photos(photos_folder, 5)
    scan(library, home, fake_network())
    drawn = map_library(library, home, MODEL)
    path = home.places(library.key, MODEL)
    path.write_bytes(content)
    assert load_map(library, home, MODEL) is None
    assert np.array_equal(map_library(library, home, MODEL).places, drawn.places)


def test_places_of_another_shape_are_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "places.npz"
    save_places(path, np.zeros((3, 16), np.uint8), np.zeros((3, 2), np.float32))
    assert load_places(path) is not None
    save_places(path, np.zeros((3, 16), np.uint8), np.zeros((2, 2), np.float32))
    assert load_places(path) is None
    save_places(path, np.zeros((2, 8), np.uint8), np.zeros((2, 2), np.float32))
    assert load_places(path) is None
    np.savez(path, hashes=np.zeros((1, 16), np.uint8))
    assert load_places(path) is None
