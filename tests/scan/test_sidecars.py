"""What XMP beside photos says is known after a scan, and forgotten when it is gone."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from imgsim_desktop.library.cache import CacheReader, CacheWriter
from imgsim_desktop.library.finding import parse
from imgsim_desktop.library.paths import Home
from imgsim_desktop.reading import descriptions
from imgsim_desktop.reading.xmp import extended_xmp, rated_xmp
from imgsim_desktop.records import Description, Library, Rating
from imgsim_desktop.scan import read_sidecars_again, scan
from imgsim_desktop.scan import sidecars as module
from tests.fakes import fake_network
from tests.pictures import save_photos

Readers = Callable[[], CacheReader]


def xmp(stars: Rating, *words: str) -> bytes:
    return rated_xmp(extended_xmp(None, Description(keywords=words)), stars) or b""


def found(cache: CacheReader, text: str) -> list[str]:
    query = parse(text, date(2026, 12, 1), {})
    return [photo.path.name for photo in cache.photos(cache.photo_ids(query=query).tolist())]


@pytest.fixture
def rated(home: Home, library: Library, photos_folder: Path) -> Path:
    """Three photos, of which one has stars and a keyword beside it."""
    save_photos(photos_folder, 3)
    (photos_folder / "0001.jpg.xmp").write_bytes(xmp(Rating.FOUR_STARS, "harbour"))
    scan(library, home, fake_network())
    return photos_folder


def test_stars_beside_photos_are_found_in_a_file_whose_name_ends_in_capitals(
    home: Home, library: Library, photos_folder: Path, reading_cache: Readers
) -> None:
    save_photos(photos_folder, 2)
    (photos_folder / "0001.XMP").write_bytes(xmp(Rating.FOUR_STARS, "harbour"))
    scan(library, home, fake_network())
    assert found(reading_cache(), "rating:4") == ["0001.jpg"]


def test_stars_and_words_beside_photos_are_found(rated: Path, reading_cache: Readers) -> None:
    cache = reading_cache()
    assert found(cache, "rating:4") == ["0001.jpg"]
    assert found(cache, "keyword:harbour") == ["0001.jpg"]
    assert found(cache, "rating:0") == ["0000.jpg", "0002.jpg"]


def test_only_what_has_changed_is_read_again(
    rated: Path, home: Home, library: Library, reading_cache: Readers,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    read: list[str] = []

    def watched(photo: Path) -> object:
        read.append(photo.name)
        return descriptions.sidecar_beside(photo)

    monkeypatch.setattr(module, "sidecar_beside", watched)
    (rated / "0000.jpg.xmp").write_bytes(xmp(Rating.PICK))
    scan(library, home, fake_network())
    assert read == ["0000.jpg"]
    beside = rated / "0001.jpg.xmp"
    beside.write_bytes(xmp(Rating.TWO_STARS, "evening"))
    os.utime(beside, ns=(1, 1))
    scan(library, home, fake_network())
    assert read == ["0000.jpg", "0001.jpg"]
    cache = reading_cache()
    assert found(cache, "kind:picked") == ["0000.jpg"]
    assert found(cache, "rating:2 evening") == ["0001.jpg"]


def test_what_is_gone_is_forgotten_and_what_is_unplugged_is_not(
    rated: Path, home: Home, library: Library, reading_cache: Readers
) -> None:
    away = rated.rename(rated.with_name("unplugged"))
    scan(library, home, fake_network())
    assert found(reading_cache(), "keyword:harbour") == []  # offline photos are not listed
    away.rename(rated)
    (rated / "0002.jpg.xmp").write_bytes(xmp(Rating.ONE_STAR))
    scan(library, home, fake_network())
    assert found(reading_cache(), "rating:>=1") == ["0001.jpg", "0002.jpg"]
    (rated / "0001.jpg.xmp").unlink()
    scan(library, home, fake_network())
    assert found(reading_cache(), "rating:>=1") == ["0002.jpg"]


def test_a_sidecar_that_is_none_says_nothing_and_stops_no_scan(
    rated: Path, home: Home, library: Library, reading_cache: Readers
) -> None:
    (rated / "0001.jpg.xmp").write_bytes(b"\0 no xmp")
    (rated / "0002.jpg.xmp").mkdir()
    scan(library, home, fake_network())
    assert found(reading_cache(), "rating:>=1") == []


def test_what_the_program_writes_is_known_without_a_scan(
    rated: Path, home: Home, library: Library, reading_cache: Readers
) -> None:
    (rated / "0002.jpg.xmp").write_bytes(xmp(Rating.FIVE_STARS))
    assert read_sidecars_again(home, library, [rated / "0002.jpg", rated / "unknown.jpg"])
    assert found(reading_cache(), "rating:5") == ["0002.jpg"]


def test_a_scan_that_meets_nothing_new_beside_photos_writes_nothing(
    rated: Path, home: Home, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    (rated / "0000.Xmp").write_bytes(xmp(Rating.PICK))  # an ending that is not looked for
    scan(library, home, fake_network())
    written: list[object] = []
    monkeypatch.setattr(CacheWriter, "store_sidecars", lambda _self, found: written.append(found))
    scan(library, home, fake_network())
    assert written == []
