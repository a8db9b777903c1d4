"""What an older version of the reading found out is found out anew, once, and nothing is lost."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from imgsim_desktop.control import Cancelled
from imgsim_desktop.library.cache import CacheReader
from imgsim_desktop.library.paths import Home
from imgsim_desktop.library.seal import Seal
from imgsim_desktop.library.thumbnails import ThumbnailStore
from imgsim_desktop.reading.read import READER_VERSION
from imgsim_desktop.records import Library, Reason
from imgsim_desktop.scan import ScanSummary, scan
from imgsim_desktop.scan import run as scan_run
from imgsim_desktop.scan.describe import BATCH_SIZE
from tests.fakes import FakeBackend, fake_network
from tests.pictures import save_photo, save_photos
from tests.scan.stubs import fail_all, see_another
from tests.scan.test_scan import StopAfter, no_backend, no_reading

Readers = Callable[[], CacheReader]
READ_AS_BY_0_1_0 = "UPDATE contents SET reader_version = 1; UPDATE photos SET reader_version = 1;"


@pytest.fixture
def change(home: Home, library: Library) -> Callable[[str], None]:
    """Writes into the cache what another version would have written."""

    def run(sql: str) -> None:
        Seal(home.cache_db(library.key)).lift()  # a wanted change, no damage
        with closing(sqlite3.connect(home.cache_db(library.key))) as db, db:
            db.executescript(sql)

    return run


def facts_row(home: Home, library: Library) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(home.cache_db(library.key))) as db:
        return db.execute("SELECT * FROM contents ORDER BY content_id").fetchall()


def vectors_of(reader: CacheReader) -> dict[int, bytes]:
    ids, vectors = reader.vectors("fake-1")
    return {int(key): vector.tobytes() for key, vector in zip(ids, vectors, strict=True)}


def test_contents_of_an_older_version_are_read_again_once_and_keep_their_vectors(
    home: Home,
    library: Library,
    photos_folder: Path,
    change: Callable[[str], None],
    reading_cache: Readers,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    save_photos(photos_folder, 3)
    scan(library, home, fake_network())
    before, vectors = facts_row(home, library), vectors_of(reading_cache())
    pairs = reading_cache().pairs("fake-1")
    change(READ_AS_BY_0_1_0 + "UPDATE contents SET keywords = '[\"old\"]', sharpness = -1;")
    summary = scan(library, home, fake_network(no_backend))
    assert (summary.read, summary.read_again, summary.unchanged, summary.photos) == (3, 3, 0, 3)
    assert facts_row(home, library) == before
    assert vectors_of(reading_cache()) == vectors
    assert reading_cache().pairs("fake-1").a.tolist() == pairs.a.tolist()
    monkeypatch.setattr(scan_run, "read_photo", no_reading)
    assert scan(library, home, fake_network(no_backend)).unchanged == 3


def test_of_byte_identical_files_one_is_read_again_and_all_move_to_the_new_time(
    home: Home,
    library: Library,
    photos_folder: Path,
    change: Callable[[str], None],
    reading_cache: Readers,
) -> None:
    photo = save_photo(photos_folder / "a.jpg", 1)
    for name in ("b.jpg", "c.jpg"):
        shutil.copyfile(photo, photos_folder / name)
    scan(library, home, fake_network())
    order = reading_cache().photo_ids("date").tolist()
    change(
        READ_AS_BY_0_1_0 + "UPDATE contents SET taken_ns = 77; UPDATE photos SET sort_time_ns = 77;"
    )
    assert (summary := scan(library, home, fake_network())).read == 1
    assert (summary.photos, summary.unchanged) == (3, 2)
    assert reading_cache().photo_ids("date").tolist() == order
    with closing(sqlite3.connect(home.cache_db(library.key))) as db:
        assert (77,) not in db.execute("SELECT sort_time_ns FROM photos").fetchall()


def test_stop_keeps_what_was_read_again_and_the_next_scan_does_the_rest(
    home: Home, library: Library, photos_folder: Path, change: Callable[[str], None]
) -> None:
    save_photos(photos_folder, 2 * BATCH_SIZE + 3)
    scan(library, home, fake_network())
    change(READ_AS_BY_0_1_0)
    with pytest.raises(Cancelled):
        scan(library, home, fake_network(), control=StopAfter(BATCH_SIZE))
    summary = scan(library, home, fake_network())
    assert summary.read == summary.read_again <= BATCH_SIZE + 3
    assert summary.read + summary.unchanged == 2 * BATCH_SIZE + 3


def test_pairs_of_a_content_whose_facts_changed_are_found_again(
    home: Home,
    library: Library,
    photos_folder: Path,
    change: Callable[[str], None],
    reading_cache: Readers,
) -> None:
    save_photo(photos_folder / "a.png", 1)
    save_photo(photos_folder / "b.bmp", 1)
    save_photo(photos_folder / "c.png", 2)
    scan(library, home, fake_network())
    found = reading_cache().pairs("fake-1")
    assert len(found)
    version = reading_cache().versions()[1]
    change(READ_AS_BY_0_1_0 + "UPDATE pairs SET confidence = 0.125; DELETE FROM looks;")
    scan(library, home, fake_network())
    assert set(reading_cache().pairs("fake-1").confidence.tolist()) == {0.125}
    change(READ_AS_BY_0_1_0 + "UPDATE contents SET taken_ns = 5 * content_id;")
    scan(library, home, fake_network())
    again = reading_cache().pairs("fake-1")
    assert again.confidence.tolist() == found.confidence.tolist()
    assert reading_cache().versions()[1] != version


def test_other_pixels_make_a_new_thumbnail_and_a_new_vector(
    home: Home,
    library: Library,
    photos_folder: Path,
    change: Callable[[str], None],
    reading_cache: Readers,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    save_photos(photos_folder, 2)
    other = save_photo(photos_folder.parent / "other.jpg", 9)

    with monkeypatch.context() as patched:
        patched.setattr(scan_run, "read_photo", partial(see_another, "0000.jpg", other))
        scan(library, home, fake_network())
    photos = {photo.path.name: photo for photo in reading_cache().photos()}
    thumbnails = ThumbnailStore(home.thumbnails)
    wrong = {name: thumbnails.get(photo.content_hash) for name, photo in photos.items()}
    vectors = vectors_of(reading_cache())
    change(READ_AS_BY_0_1_0)
    backend = FakeBackend()
    assert scan(library, home, fake_network(lambda _: backend)).embedded == 1
    right = {name: thumbnails.get(photo.content_hash) for name, photo in photos.items()}
    assert {name for name in right if right[name] != wrong[name]} == {"0000.jpg"}
    after = vectors_of(reading_cache())
    changed = {key for key in after if after[key] != vectors[key]}
    assert changed == {photos["0000.jpg"].content_id}


def test_a_file_an_older_version_failed_at_is_tried_once_more(
    home: Home,
    library: Library,
    photos_folder: Path,
    change: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (photos_folder / "broken.jpg").write_bytes(b"no picture")
    scan(library, home, fake_network())
    with monkeypatch.context() as patched:
        patched.setattr(scan_run, "read_photo", no_reading)
        scan(library, home, fake_network())
    save = photos_folder / "whole.jpg"
    content = save_photo(save, 1).read_bytes()
    save.unlink()
    (photos_folder / "broken.jpg").write_bytes(content)
    status = (photos_folder / "broken.jpg").stat()
    change(f"UPDATE photos SET size_bytes = {status.st_size}, mtime_ns = {status.st_mtime_ns};")
    with monkeypatch.context() as patched:
        patched.setattr(scan_run, "read_photo", no_reading)
        scan(library, home, fake_network())
    change(READ_AS_BY_0_1_0)
    summary = scan(library, home, fake_network())
    assert (summary.read, summary.read_again, summary.photos, summary.failed) == (1, 0, 1, 0)


@pytest.mark.parametrize("reason", sorted(scan_run.PASSING))
def test_what_cannot_be_read_for_the_moment_stays_known_and_is_tried_again(
    reason: Reason,
    home: Home,
    library: Library,
    photos_folder: Path,
    change: Callable[[str], None],
    reading_cache: Readers,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    save_photos(photos_folder, 2)
    scan(library, home, fake_network())
    change(READ_AS_BY_0_1_0)
    with monkeypatch.context() as patched:
        patched.setattr(scan_run, "read_photo", partial(fail_all, reason))
        scan(library, home, fake_network())
    assert reading_cache().count() == 2
    assert reading_cache().failures() == []
    assert scan(library, home, fake_network(no_backend)).read_again == 2


def test_what_proves_to_be_damaged_becomes_a_failure(
    home: Home,
    library: Library,
    photos_folder: Path,
    change: Callable[[str], None],
    reading_cache: Readers,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    save_photos(photos_folder, 1)
    scan(library, home, fake_network())
    change(READ_AS_BY_0_1_0)
    monkeypatch.setattr(scan_run, "read_photo", partial(fail_all, Reason.DAMAGED))
    scan(library, home, fake_network())
    assert [failure.reason for failure in reading_cache().failures()] == [Reason.DAMAGED]
    monkeypatch.setattr(scan_run, "read_photo", no_reading)
    scan(library, home, fake_network())


def test_a_file_that_also_moved_is_read_again_at_its_new_place(
    home: Home,
    library: Library,
    photos_folder: Path,
    change: Callable[[str], None],
    reading_cache: Readers,
) -> None:
    photo = save_photos(photos_folder, 2)[0]
    scan(library, home, fake_network())
    photo_id = {p.path: p.photo_id for p in reading_cache().photos()}[photo]
    change(READ_AS_BY_0_1_0)
    photo.rename(photos_folder / "renamed.jpg")
    summary: ScanSummary = scan(library, home, fake_network(no_backend))
    assert (summary.moved, summary.read_again, summary.photos) == (1, 2, 2)
    renamed = reading_cache().photo_at(photos_folder / "renamed.jpg")
    assert renamed is not None
    assert renamed.photo_id == photo_id


def test_the_version_of_0_1_0_is_outdone() -> None:
    assert READER_VERSION > 1
