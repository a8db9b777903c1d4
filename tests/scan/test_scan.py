"""A scan does what is new, once, and remembers it whatever happens."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from imgsim_desktop.control import Cancelled, Control
from imgsim_desktop.errors import BackendTrouble, KnownError, LibraryInUse
from imgsim_desktop.library.cache import CacheReader, CacheWriter
from imgsim_desktop.library.libraries import LibraryList
from imgsim_desktop.library.paths import Home
from imgsim_desktop.library.thumbnails import ThumbnailStore
from imgsim_desktop.listing import walk as walking
from imgsim_desktop.records import Library, Progress, Reason
from imgsim_desktop.scan import run as scan_run
from imgsim_desktop.scan import scan
from imgsim_desktop.scan.describe import BATCH_SIZE
from imgsim_desktop.scan.run import WINDOW
from tests.fakes import FAKE_SPEC, FakeBackend, fake_network
from tests.pictures import save_photo, save_photos
from tests.scan.stubs import fail_all

Reading = Callable[[], CacheReader]


def no_backend(device: str) -> FakeBackend:
    raise AssertionError("nothing had to be embedded")


def no_reading(*_: object) -> None:
    raise AssertionError("no file had to be read")


class StopAfter(Control):
    """Presses Stop when that many photos are done."""

    def __init__(self, photos: int) -> None:
        super().__init__()
        self._photos = photos

    def report(self, progress: Progress) -> None:
        super().report(progress)
        if progress.stage == "reading" and progress.done >= self._photos:
            self.stop()


def names(reader: CacheReader) -> list[str]:
    return sorted(photo.path.name for photo in reader.photos() if photo.is_online)


def test_the_first_scan_reads_and_describes_every_photo(
    home: Home, library: Library, photos_folder: Path, reading_cache: Reading
) -> None:
    save_photos(photos_folder, 40)
    save_photo(photos_folder / "deep" / "deeper" / "x.png", 77)
    summary = scan(library, home, fake_network(), threads=2)
    assert (summary.photos, summary.read, summary.embedded, summary.failed) == (41, 41, 41, 0)
    assert summary.device == "cpu"
    reader = reading_cache()
    vectors = reader.vectors("fake-1")[1]
    assert vectors.shape == (41, FAKE_SPEC.dim)
    thumbnails = ThumbnailStore(home.thumbnails)
    assert all(thumbnails.has(photo.content_hash) for photo in reader.photos())


def test_an_unchanged_library_costs_neither_reading_nor_the_network(
    home: Home, library: Library, photos_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_photos(photos_folder, 5)
    scan(library, home, fake_network())
    monkeypatch.setattr(scan_run, "read_photo", no_reading)
    summary = scan(library, home, fake_network(no_backend))
    assert (summary.unchanged, summary.read, summary.photos, summary.device) == (5, 0, 5, "")


def test_what_changed_is_read_again_and_what_is_gone_is_forgotten(
    home: Home, library: Library, photos_folder: Path, reading_cache: Reading
) -> None:
    a, b, *_ = save_photos(photos_folder, 4)
    scan(library, home, fake_network())
    before = {p.path.name: p.content_hash for p in reading_cache().photos()}
    save_photo(a, 50)
    b.unlink()
    summary = scan(library, home, fake_network())
    assert (summary.read, summary.gone, summary.unchanged, summary.photos) == (1, 1, 2, 3)
    after = {p.path.name: p.content_hash for p in reading_cache().photos()}
    assert after["0000.jpg"] != before["0000.jpg"]
    assert set(after) == {"0000.jpg", "0002.jpg", "0003.jpg"}


def test_a_moved_file_keeps_its_vector_without_being_read(
    home: Home,
    library: Library,
    photos_folder: Path,
    reading_cache: Reading,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    photo = save_photos(photos_folder, 3)[0]
    scan(library, home, fake_network())
    (photos_folder / "sub").mkdir()
    photo.rename(photos_folder / "sub" / "renamed.jpg")
    monkeypatch.setattr(scan_run, "read_photo", no_reading)
    summary = scan(library, home, fake_network(no_backend))
    assert (summary.moved, summary.read, summary.gone, summary.photos) == (1, 0, 0, 3)
    assert names(reading_cache()) == ["0001.jpg", "0002.jpg", "renamed.jpg"]
    assert len(reading_cache().vectors("fake-1")[0]) == 3


def test_byte_identical_files_share_one_content_and_one_vector(
    home: Home, library: Library, photos_folder: Path, reading_cache: Reading
) -> None:
    photo = save_photos(photos_folder, 2)[0]
    shutil.copyfile(photo, photos_folder / "copy.jpg")
    backend = FakeBackend()
    summary = scan(library, home, fake_network(lambda device: backend))
    assert (summary.read, summary.embedded, sum(backend.batches)) == (3, 2, 2)
    shutil.copyfile(photo, photos_folder / "later.jpg")
    summary = scan(library, home, fake_network(no_backend))
    assert (summary.read, summary.embedded, summary.photos) == (1, 0, 4)
    assert sorted(map(len, reading_cache().photos_of_contents().values())) == [1, 3]


def test_an_unreadable_file_is_listed_with_its_reason_and_stops_nothing(
    home: Home, library: Library, photos_folder: Path, reading_cache: Reading
) -> None:
    save_photos(photos_folder, 3)
    (photos_folder / "a.jpg").write_bytes(b"")
    (photos_folder / "b.jpg").write_text("no picture")
    summary = scan(library, home, fake_network())
    assert (summary.photos, summary.failed) == (3, 2)
    failures = {f.file.path.name: f.reason for f in reading_cache().failures()}
    assert failures == {"a.jpg": Reason.EMPTY, "b.jpg": Reason.NOT_A_PICTURE}
    summary = scan(library, home, fake_network())
    assert (summary.photos, summary.unchanged, summary.failed) == (3, 5, 0)


def test_a_failure_that_may_be_over_is_tried_again(
    home: Home,
    library: Library,
    photos_folder: Path,
    reading_cache: Reading,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    save_photos(photos_folder, 2)
    with monkeypatch.context() as patched:
        patched.setattr(scan_run, "read_photo", partial(fail_all, Reason.TIMEOUT))
        assert scan(library, home, fake_network()).failed == 2
    summary = scan(library, home, fake_network())
    assert (summary.read, summary.failed, summary.photos) == (2, 0, 2)
    assert reading_cache().failures() == []


def test_a_photo_that_went_into_the_cloud_is_masked_and_comes_back_without_being_read(
    home: Home,
    library: Library,
    photos_folder: Path,
    reading_cache: Reading,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known, *_ = save_photos(photos_folder, 3)
    scan(library, home, fake_network())
    new = save_photo(photos_folder / "new.jpg", 9)
    in_cloud = {known.stat().st_ino, new.stat().st_ino}
    monkeypatch.setattr(walking, "_is_in_cloud", lambda status: status.st_ino in in_cloud)
    with monkeypatch.context() as patched:
        patched.setattr(scan_run, "read_photo", no_reading)  # nothing is fetched
        summary = scan(library, home, fake_network())
    reader = reading_cache()
    assert (summary.photos, summary.gone, summary.failed) == (2, 0, 1)
    assert known.name not in names(reader)
    assert [failure.reason for failure in reader.failures()] == [Reason.IN_CLOUD]

    in_cloud.clear()
    summary = scan(library, home, fake_network())
    assert (summary.photos, summary.read, summary.failed) == (4, 1, 0)
    assert {known.name, new.name} <= set(names(reading_cache()))


def test_an_unplugged_folder_is_masked_and_comes_back_without_being_read(
    home: Home, tmp_path: Path, photos_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = tmp_path / "disk"
    save_photos(photos_folder, 2)
    save_photos(disk, 3, first_seed=10)
    library = LibraryList(home).open_for([photos_folder, disk])
    scan(library, home, fake_network())
    disk.rename(tmp_path / "unplugged")
    summary = scan(library, home, fake_network())
    assert summary.offline == (disk,)
    assert (summary.photos, summary.gone) == (2, 0)
    reader = CacheReader(home, library)
    assert (reader.count(), reader.status().offline) == (2, 3)
    (tmp_path / "unplugged").rename(disk)
    monkeypatch.setattr(scan_run, "read_photo", no_reading)
    summary = scan(library, home, fake_network(no_backend))
    assert (summary.photos, summary.offline, reader.count()) == (5, (), 5)
    reader.close()


def test_stop_keeps_every_finished_batch_and_the_next_scan_does_only_the_rest(
    home: Home, library: Library, photos_folder: Path, reading_cache: Reading
) -> None:
    save_photos(photos_folder, 3 * BATCH_SIZE)
    with pytest.raises(Cancelled):
        scan(library, home, fake_network(), control=StopAfter(BATCH_SIZE))
    kept = reading_cache().count()
    assert BATCH_SIZE <= kept < 3 * BATCH_SIZE
    assert reading_cache().unfinished() == 3 * BATCH_SIZE
    summary = scan(library, home, fake_network())
    assert reading_cache().unfinished() is None
    assert reading_cache().count_matched(fake_network().spec.model_key) == 3 * BATCH_SIZE
    assert (summary.unchanged, summary.read) == (kept, 3 * BATCH_SIZE - kept)


def test_results_can_be_read_while_the_scan_runs(
    home: Home, library: Library, photos_folder: Path, reading_cache: Reading
) -> None:
    save_photos(photos_folder, 2 * BATCH_SIZE)
    reader = reading_cache()
    seen: list[int] = []

    class Watch(Control):
        def report(self, progress: Progress) -> None:
            seen.append(reader.versions()[0] and reader.count())

    scan(library, home, fake_network(), control=Watch())
    assert any(0 < count < 2 * BATCH_SIZE for count in seen)


def test_progress_knows_the_total_and_counts_failures(
    home: Home, library: Library, photos_folder: Path
) -> None:
    save_photos(photos_folder, 10)
    (photos_folder / "broken.jpg").write_bytes(b"")
    seen: list[Progress] = []

    class Watch(Control):
        def report(self, progress: Progress) -> None:
            seen.append(progress)

    scan(library, home, fake_network(), control=Watch())
    last = [p for p in seen if p.stage == "reading"][-1]
    assert (last.done, last.total, last.failed, last.device) == (11, 11, 1, "cpu")
    assert seen[-1].stage == "done"


class OutOfMemory(FakeBackend):
    """A graphics card that takes at most four pictures, or none at all."""

    def __init__(self, device: str, most: int = 4) -> None:
        super().__init__("cuda" if device == "auto" else device)
        self._most = most

    def embed_batch(self, pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
        if self.device == "cuda" and len(pixels) > self._most:
            raise BackendTrouble("out of memory")
        return super().embed_batch(pixels)


def test_a_device_short_of_memory_gets_smaller_batches(
    home: Home, library: Library, photos_folder: Path
) -> None:
    save_photos(photos_folder, 20)
    summary = scan(library, home, fake_network(OutOfMemory))
    assert (summary.embedded, summary.device, summary.notices) == (20, "cuda", ())


def test_a_device_that_gives_up_hands_over_to_the_processor_and_it_is_said_once(
    home: Home, library: Library, photos_folder: Path
) -> None:
    save_photos(photos_folder, 2 * BATCH_SIZE)
    said: list[str] = []
    network = fake_network(lambda device: OutOfMemory(device, most=0))
    summary = scan(library, home, network, notify=said.append)
    assert (summary.embedded, summary.device) == (2 * BATCH_SIZE, "cpu")
    assert said == list(summary.notices)
    assert said == ["cuda gave up (out of memory); the processor goes on."]


def test_another_network_describes_from_thumbnails_and_the_old_vectors_stay(
    home: Home,
    library: Library,
    photos_folder: Path,
    reading_cache: Reading,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from dataclasses import replace

    save_photos(photos_folder, 6)
    scan(library, home, fake_network())
    monkeypatch.setattr(scan_run, "read_photo", no_reading)
    newer = fake_network(spec=replace(FAKE_SPEC, preprocess_version="2"))
    summary = scan(library, home, newer)
    assert (summary.read, summary.embedded) == (0, 6)
    old_keys, old = reading_cache().vectors("fake-1")
    new_keys, new = reading_cache().vectors("fake-2")
    assert np.array_equal(old_keys, new_keys)
    assert (old * new).sum(1).min() > 0.99


def test_deleted_thumbnails_are_made_again(
    home: Home, library: Library, photos_folder: Path, reading_cache: Reading
) -> None:
    save_photos(photos_folder, 4)
    scan(library, home, fake_network())
    shutil.rmtree(home.thumbnails)
    summary = scan(library, home, fake_network(no_backend))
    assert summary.read == 4
    thumbnails = ThumbnailStore(home.thumbnails)
    assert all(thumbnails.has(photo.content_hash) for photo in reading_cache().photos())


def test_a_folder_deleted_while_it_is_scanned_is_no_failure_and_loses_nothing_known(
    home: Home, library: Library, photos_folder: Path, reading_cache: Reading
) -> None:
    # When the plug is pulled less than two batches are stored (on a slow machine a batch may be a
    # part of one), and WINDOW more may have been read already: all beyond these are never read.
    total = WINDOW + 3 * BATCH_SIZE
    save_photos(photos_folder, total)

    class PullThePlug(Control):
        def report(self, progress: Progress) -> None:
            is_there = photos_folder.exists()
            if progress.stage == "reading" and progress.done >= BATCH_SIZE and is_there:
                photos_folder.rename(photos_folder.with_name("unplugged"))

    summary = scan(library, home, fake_network(), control=PullThePlug())
    assert BATCH_SIZE <= summary.read < total
    assert (summary.failed, summary.photos, summary.offline) == (0, 0, (photos_folder,))
    assert reading_cache().failures() == []
    photos_folder.with_name("unplugged").rename(photos_folder)
    assert scan(library, home, fake_network()).photos == total


def test_names_that_are_no_utf8_are_photos_like_others(
    home: Home, library: Library, photos_folder: Path, reading_cache: Reading
) -> None:
    source = save_photo(photos_folder / "plain.jpg", 1)
    source.rename(os.fsdecode(os.fsencode(photos_folder) + b"/caf\xe9.jpg"))
    assert scan(library, home, fake_network()).photos == 1
    assert os.fsencode(reading_cache().photos()[0].path.name) == b"caf\xe9.jpg"
    assert scan(library, home, fake_network(no_backend)).unchanged == 1


def test_a_second_writer_is_refused_with_a_sentence(home: Home, library: Library) -> None:
    with CacheWriter(home, library), pytest.raises(LibraryInUse, match="scanned by another"):
        scan(library, home, fake_network())


def test_a_corrupt_cache_is_set_aside_and_built_anew_with_a_notice(
    home: Home, library: Library, photos_folder: Path
) -> None:
    save_photos(photos_folder, 3)
    scan(library, home, fake_network())
    home.cache_db(library.key).write_bytes(b"garbage" * 1000)
    summary = scan(library, home, fake_network())
    assert summary.read == 3
    assert "built anew" in summary.notices[0]
    assert list(home.library(library.key).glob("cache.db.broken-*"))


def test_a_cache_of_a_newer_version_is_left_as_it_is(home: Home, library: Library) -> None:
    scan(library, home, fake_network())
    cache = home.cache_db(library.key)
    with CacheWriter(home, library) as writer, writer._writing() as db:
        db.execute("PRAGMA user_version = 999")
    before = cache.read_bytes()
    with pytest.raises(KnownError, match="newer version"):
        scan(library, home, fake_network())
    assert cache.read_bytes() == before


def test_a_full_disk_is_told_and_what_was_finished_is_kept(
    home: Home,
    library: Library,
    photos_folder: Path,
    reading_cache: Reading,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    save_photos(photos_folder, 2 * BATCH_SIZE)
    put, written = ThumbnailStore.put, []

    def put_until_full(store: ThumbnailStore, content_hash: bytes, jpeg: bytes) -> None:
        written.append(content_hash)
        if len(written) > BATCH_SIZE + 3:
            from imgsim_desktop.library.files import disk_error

            raise disk_error(OSError(errno.ENOSPC, "full"), store.path(content_hash))
        put(store, content_hash, jpeg)

    with monkeypatch.context() as patched:
        patched.setattr(ThumbnailStore, "put", put_until_full)
        with pytest.raises(KnownError, match=r"disk .* is full"):
            scan(library, home, fake_network())
    # A batch, or a little more where a slow disk had it written before it was full.
    assert BATCH_SIZE // 2 <= reading_cache().count() <= BATCH_SIZE + 3
    assert scan(library, home, fake_network()).photos == 2 * BATCH_SIZE


def test_nothing_is_written_below_the_photos(
    home: Home, library: Library, photos_folder: Path
) -> None:
    save_photos(photos_folder, 3)
    photos_folder.chmod(0o555)
    before = sorted(photos_folder.rglob("*"))
    try:
        assert scan(library, home, fake_network()).photos == 3
        assert sorted(photos_folder.rglob("*")) == before
    finally:
        photos_folder.chmod(0o755)


def test_two_scans_of_the_same_photos_remember_the_same(
    home: Home, photos_folder: Path, tmp_path: Path
) -> None:
    save_photos(photos_folder, 30)
    remembered = []
    for name, threads in (("one", 1), ("two", 4)):
        other = Home(tmp_path / name)
        library = LibraryList(other).open_for([photos_folder])
        scan(library, other, fake_network(), threads=threads)
        reader = CacheReader(other, library)
        keys, vectors = reader.vectors("fake-1")
        table = reader.pairs("fake-1")
        remembered.append((keys.tolist(), vectors.tobytes(), table.a.tolist(), table.b.tolist()))
        reader.close()
    assert remembered[0] == remembered[1]


def test_thumbnails_nobody_needs_go_after_a_month_and_are_looked_for_once_a_week(
    home: Home, library: Library, photos_folder: Path
) -> None:
    save_photos(photos_folder, 2)
    scan(library, home, fake_network())
    store = ThumbnailStore(home.thumbnails)
    pruned = home.thumbnails / ".pruned"
    assert pruned.exists()
    store.put(b"x" * 16, b"old")
    store.put(b"y" * 16, b"new")
    os.utime(store.path(b"x" * 16), ns=(1, 1))
    scan(library, home, fake_network())
    assert store.has(b"x" * 16)
    os.utime(pruned, ns=(1, 1))
    other = LibraryList(home).open_for([photos_folder.parent / "other"])
    scan(library, home, fake_network())
    assert store.has(b"x" * 16), "a library that was never scanned may need it"
    LibraryList(home).remove(other.key)
    home.cache_db(other.key).unlink(missing_ok=True)
    scan(library, home, fake_network())
    assert not store.has(b"x" * 16)
    assert store.has(b"y" * 16)
    assert store.usage()[0] == 3


def test_a_scan_knows_what_lies_beside_photos_and_notices_when_that_changes(
    tmp_path: Path, home: Home
) -> None:
    folder = tmp_path / "beside"
    folder.mkdir()
    save_photo(folder / "IMG_1.jpg", 1)
    (folder / "IMG_1.MOV").write_bytes(b"film")
    library = Library("beside", "Beside", (folder,))

    def known() -> list[tuple[str, ...]]:
        scan(library, home, fake_network())
        with closing(CacheReader(home, library)) as cache:
            return [photo.companions for photo in cache.photos()]

    assert known() == [("film",)]
    (folder / "IMG_1.AAE").write_bytes(b"edits")
    assert known() == [("film", "edits")]
    (folder / "IMG_1.MOV").unlink()
    assert known() == [("edits",)]
