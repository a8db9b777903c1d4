"""Files of several frames or pages are the same only where all of them are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from imgsim_desktop.library.cache import CacheReader
from imgsim_desktop.library.paths import Home
from imgsim_desktop.records import Library, PairKind
from imgsim_desktop.scan import scan
from tests.fakes import fake_network
from tests.pictures import scene

Readers = Callable[[], CacheReader]
COVER, *REST = (Image.fromarray(scene(seed)) for seed in range(5))


def save(path: Path, *seeds: int, **options: object) -> Path:
    first, *others = (Image.fromarray(scene(seed)) for seed in seeds)
    first.save(path, save_all=True, append_images=others, **options)  # type: ignore[arg-type]
    return path


def kinds(reader: CacheReader) -> dict[tuple[str, str], tuple[PairKind, float]]:
    """By names of the two files: kind and confidence of each pair."""
    names = {photo.content_id: photo.path.name for photo in reader.photos()}
    table = reader.pairs("fake-1")
    found = {}
    for row in range(len(table)):
        pair = table.pair(row)
        ends = sorted((names[pair.a], names[pair.b]))
        found[ends[0], ends[1]] = pair.kind, pair.confidence
    return found


def test_documents_that_share_their_cover_only_are_look_alikes_and_no_copies(
    home: Home, library: Library, photos_folder: Path, reading_cache: Readers
) -> None:
    save(photos_folder / "a.tif", 0, 1, 2)
    save(photos_folder / "b.tif", 0, 3, 4)
    scan(library, home, fake_network())
    for kind, confidence in kinds(reading_cache()).values():
        assert kind is PairKind.SIMILAR
        assert confidence <= 0.02


def test_one_document_stored_in_two_ways_is_the_same_and_decoded_only_then(
    home: Home, library: Library, photos_folder: Path, reading_cache: Readers
) -> None:
    save(photos_folder / "a.tif", 0, 1, 2)
    save(photos_folder / "other.tif", 4, 1, 2)
    scan(library, home, fake_network())
    known = {p.path.name: p.facts.holdings for p in reading_cache().photos()}
    assert all(holdings is not None and not holdings.pages_hash for holdings in known.values())
    save(photos_folder / "b.tif", 0, 1, 2, compression="tiff_deflate")
    scan(library, home, fake_network())
    assert kinds(reading_cache())["a.tif", "b.tif"] == (PairKind.SAME_PIXELS, 1.0)
    known = {p.path.name: p.facts.holdings for p in reading_cache().photos()}
    hashes = {n: h.pages_hash for n, h in known.items() if h is not None}
    assert hashes["a.tif"] == hashes["b.tif"] != b""
    assert hashes["other.tif"] == b""


def test_an_animation_is_the_same_in_two_formats_that_lose_nothing(
    home: Home, library: Library, photos_folder: Path, reading_cache: Readers
) -> None:
    save(photos_folder / "a.png", 0, 1, 2)
    save(photos_folder / "b.webp", 0, 1, 2, lossless=True)
    save(photos_folder / "c.webp", 0, 1, 3, lossless=True)
    scan(library, home, fake_network())
    found = kinds(reading_cache())
    assert found["a.png", "b.webp"] == (PairKind.SAME_PIXELS, 1.0)
    assert found.get(("b.webp", "c.webp"), (PairKind.SIMILAR, 0))[0] is PairKind.SIMILAR
    assert found.get(("a.png", "c.webp"), (PairKind.SIMILAR, 0))[0] is PairKind.SIMILAR


def test_a_still_is_a_copy_of_the_first_frame_and_not_the_same_pixels(
    home: Home, library: Library, photos_folder: Path, reading_cache: Readers
) -> None:
    save(photos_folder / "a.png", 0, 1, 2)
    COVER.save(photos_folder / "still.png", compress_level=0)
    scan(library, home, fake_network())
    kind, confidence = kinds(reading_cache())["a.png", "still.png"]
    assert kind is PairKind.SAME_PICTURE
    assert confidence > 0.9


def test_what_was_decoded_of_pages_outlives_another_copy_of_the_same_bytes(
    home: Home, library: Library, photos_folder: Path, reading_cache: Readers
) -> None:
    first = save(photos_folder / "a.tif", 0, 1, 2)
    save(photos_folder / "b.tif", 0, 1, 2, compression="tiff_deflate")
    scan(library, home, fake_network())
    (photos_folder / "c.tif").write_bytes(first.read_bytes())
    scan(library, home, fake_network())
    holdings = [photo.facts.holdings for photo in reading_cache().photos()]
    assert all(found is not None and found.pages_hash for found in holdings)
    assert kinds(reading_cache())["b.tif", "c.tif"][0] is PairKind.SAME_PIXELS


def test_pages_that_cannot_be_decoded_now_are_the_same_as_no_others(
    home: Home,
    library: Library,
    photos_folder: Path,
    reading_cache: Readers,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from imgsim_desktop.reading import pages
    from imgsim_desktop.scan import pages as comparing

    monkeypatch.setattr(comparing, "hash_pages", pages.hash_pages)  # here, not in a worker
    monkeypatch.setattr(pages, "MOST_PAGES", 1)
    save(photos_folder / "a.tif", 0, 1, 2)
    save(photos_folder / "b.tif", 0, 1, 2, compression="tiff_deflate")
    scan(library, home, fake_network())
    assert {kind for kind, _ in kinds(reading_cache()).values()} <= {PairKind.SIMILAR}
