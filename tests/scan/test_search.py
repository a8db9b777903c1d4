"""Similar photos come best first, whoever asks."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from imgsim_desktop.embedding.backend import Backend, PartsShape
from imgsim_desktop.embedding.registry import open_backend
from imgsim_desktop.errors import KnownError
from imgsim_desktop.library.cache import CacheReader
from imgsim_desktop.library.libraries import LibraryList
from imgsim_desktop.library.paths import Home
from imgsim_desktop.records import InputShape, Library
from imgsim_desktop.scan import PhotoSearch, embed_picture, open_searcher, scan
from imgsim_desktop.scan.search import LIKENESS_LEAST, PART_HANDICAP, likeness_ends
from tests.fakes import FAKE_SPEC, FakeBackend, fake_network
from tests.pictures import save_photo, save_photos, scene

PARTS = PartsShape(InputShape(64, "squash"), ((0, 0, 0.5, 1), (0.5, 0, 1, 1)))
PARTS_SPEC = replace(FAKE_SPEC, parts=PARTS)


@pytest.fixture(scope="module")
def builtin() -> Backend:
    return open_backend("builtin", "cpu")


def paths_of(home: Home, library: Library) -> dict[int, Path]:
    reader = CacheReader(home, library)
    paths = {photo.photo_id: photo.path for photo in reader.photos()}
    reader.close()
    return paths


def scanned(home: Home, library: Library) -> tuple[PhotoSearch, dict[str, int]]:
    scan(library, home, fake_network())
    ids = {path.name: photo_id for photo_id, path in paths_of(home, library).items()}
    return open_searcher(library, home, "fake-1"), ids


def test_a_photo_finds_its_copies_before_other_photos(
    home: Home, library: Library, photos_folder: Path
) -> None:
    first = save_photos(photos_folder, 20)[0]
    Image.open(first).resize((200, 150)).save(photos_folder / "smaller.jpg", quality=60)
    shutil.copyfile(first, photos_folder / "same.jpg")
    search, ids = scanned(home, library)
    matches = search.like_photo(ids["0000.jpg"], 5)
    assert [m.photo_id for m in matches[:2]] == [ids["same.jpg"], ids["smaller.jpg"]]
    assert matches[0].similarity == 1.0
    assert len(matches) == 5
    assert [m.similarity for m in matches] == sorted((m.similarity for m in matches), reverse=True)
    assert ids["0000.jpg"] not in {m.photo_id for m in matches}


def test_a_picture_from_outside_finds_the_same_photo_with_similarity_1(
    home: Home, library: Library, photos_folder: Path, tmp_path: Path
) -> None:
    save_photos(photos_folder, 10)
    outside = shutil.copyfile(photos_folder / "0003.jpg", tmp_path / "outside.jpg")
    search, ids = scanned(home, library)
    best = search.like_vector(embed_picture(outside, FakeBackend()), 3)[0]
    assert best.photo_id == ids["0003.jpg"]
    assert best.similarity == pytest.approx(1.0, abs=1e-6)


@pytest.mark.parametrize("size", [(1, 1), (1, 20_000), (20_000, 1), (40, 30)])
@pytest.mark.parametrize("mode", ["L", "RGB", "RGBA", "P"])
def test_odd_pictures_get_sound_vectors_from_the_built_in_network(
    size: tuple[int, int], mode: str, builtin: Backend, tmp_path: Path
) -> None:
    Image.new("RGBA", size, (200, 90, 30, 60)).convert(mode).save(tmp_path / "odd.png")
    vectors = embed_picture(tmp_path / "odd.png", builtin)
    assert vectors.shape == (6, builtin.spec.dim)
    assert np.isfinite(vectors).all()
    assert np.abs(np.linalg.norm(vectors, axis=1) - 1).max() < 1e-5


def test_a_picture_that_cannot_be_read_is_told_with_its_reason(tmp_path: Path) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_text("no picture")
    with pytest.raises(KnownError, match="not-a-picture"):
        embed_picture(broken, FakeBackend())
    with pytest.raises(KnownError, match="cannot be opened"):
        embed_picture(tmp_path / "absent.jpg", FakeBackend())


def test_photos_of_an_unplugged_folder_are_not_answered(
    home: Home, photos_folder: Path, tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    save_photos(photos_folder, 2)
    for i in range(8):  # nearer to 0000.jpg than 0001.jpg is, all of them
        pixels = scene(0).astype(np.int16)
        pixels[:, :, 0] += i
        disk.mkdir(exist_ok=True)
        Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).save(disk / f"{i}.png")
    library = LibraryList(home).open_for([photos_folder, disk])
    scan(library, home, fake_network())
    disk.rename(tmp_path / "unplugged")
    search, ids = scanned(home, library)
    assert [m.photo_id for m in search.like_photo(ids["0000.jpg"], 1)] == [ids["0001.jpg"]]


def test_likeness_ends_where_photos_drawn_at_random_begin() -> None:
    random = np.random.default_rng(3).normal(size=(400, 64)).astype(np.float32)
    random /= np.linalg.norm(random, axis=1, keepdims=True)
    spread = likeness_ends(random)
    assert spread == likeness_ends(random), "the same each time"
    assert LIKENESS_LEAST <= spread < 0.3
    alike = random + 0.25
    alike /= np.linalg.norm(alike, axis=1, keepdims=True)
    assert likeness_ends(alike) > spread, "where all are alike only more counts"
    assert likeness_ends(random[:10]) < 0, "of few nobody knows"


def test_a_library_that_was_never_scanned_has_nothing_similar(
    home: Home, library: Library, photos_folder: Path
) -> None:
    search = open_searcher(library, home, "fake-1")
    picture = save_photo(photos_folder / "x.jpg", 1)
    assert search.like_vector(embed_picture(picture, FakeBackend()), 5) == []
    assert search.like_photo(1, 5) == []
    assert len(search) == 0


def save_half(photo: Path, target: Path) -> None:
    with Image.open(photo) as image:
        image.crop((0, 0, image.width // 2, image.height)).save(target, quality=92)


def test_half_of_a_photo_is_found_by_its_part_with_less_than_full_similarity(
    home: Home, library: Library, photos_folder: Path
) -> None:
    photos = save_photos(photos_folder, 30)
    save_half(photos[4], photos_folder / "half.jpg")
    network = fake_network(lambda device: FakeBackend(device, PARTS_SPEC), PARTS_SPEC)
    scan(library, home, network)
    ids = {path.name: photo_id for photo_id, path in paths_of(home, library).items()}
    search = open_searcher(library, home, "fake-1")
    by_photo = search.like_photo(ids["0004.jpg"], 5)
    assert by_photo[0].photo_id == ids["half.jpg"]
    assert by_photo[0].similarity <= 1 - PART_HANDICAP
    assert len({match.photo_id for match in by_photo}) == 5
    asked = embed_picture(photos[4], FakeBackend("cpu", PARTS_SPEC))
    assert [match.photo_id for match in search.like_vector(asked, 2)] == [
        ids["0004.jpg"],
        ids["half.jpg"],
    ]
    by_whole = {match.photo_id: match.similarity for match in search.like_vector(asked[0], 31)}
    assert by_whole[ids["half.jpg"]] < by_photo[0].similarity - 0.2


def test_a_part_finds_the_photos_that_have_it_somewhere_in_them(
    home: Home, library: Library, photos_folder: Path, tmp_path: Path
) -> None:
    photos = save_photos(photos_folder, 30)
    shutil.copyfile(photos[4], photos_folder / "twin.jpg")
    with Image.open(photos[4]) as image:
        image.resize((200, 150)).save(photos_folder / "smaller.jpg", quality=80)
        image.crop((160, 0, 320, 240)).save(tmp_path / "part.png")
    network = fake_network(lambda device: FakeBackend(device, PARTS_SPEC), PARTS_SPEC)
    scan(library, home, network)
    ids = {path.name: photo_id for photo_id, path in paths_of(home, library).items()}
    search = open_searcher(library, home, "fake-1")
    asked = embed_picture(tmp_path / "part.png", FakeBackend("cpu", PARTS_SPEC))
    found = search.like_part(asked, ids["0007.jpg"], 3)
    assert {match.photo_id for match in found} == {
        ids["0004.jpg"], ids["twin.jpg"], ids["smaller.jpg"],
    }  # fmt: skip
    assert all(0.8 < match.similarity <= 1 - PART_HANDICAP for match in found)
    assert [m.similarity for m in found] == sorted((m.similarity for m in found), reverse=True)
    own = search.like_part(asked, ids["0004.jpg"], 1, [ids["smaller.jpg"]])
    assert own[0].photo_id not in {ids["0004.jpg"], ids["twin.jpg"], ids["smaller.jpg"]}
