"""What cache.db promises under changes that meet each other."""

from __future__ import annotations

import errno
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imgsim_desktop.errors import CacheBroken, KnownError, LibraryInUse
from imgsim_desktop.library import lock
from imgsim_desktop.library.cache import CacheReader, CacheWriter
from imgsim_desktop.library.paths import Home
from imgsim_desktop.records import Failure, Library, PairTable, Reason
from tests.library.conftest import ROOT, make_file, make_reading, unit_vectors

MODEL = "net-1"


def names_found(home: Home, library: Library, name_filter: str) -> set[str]:
    reader = CacheReader(home, library)
    ids = reader.photo_ids("name", name_filter=name_filter)
    found = {photo.path.name for photo in reader.photos(ids)}
    reader.close()
    return found


def test_a_filter_finds_names_as_they_are_typed(home: Home, library: Library) -> None:
    with CacheWriter(home, library) as writer:
        names = ["IMG_2.jpg", "IMG_20240101.jpg", "Überraschung.jpg", "100%_a.jpg"]
        writer.store_batch([make_reading(name) for name in names], None, MODEL)
    assert names_found(home, library, "img_2") == {"IMG_2.jpg", "IMG_20240101.jpg"}
    assert names_found(home, library, "0101") == {"IMG_20240101.jpg"}
    assert names_found(home, library, "000") == set()
    assert names_found(home, library, "ÜBER") == {"Überraschung.jpg"}
    assert names_found(home, library, "%_") == {"100%_a.jpg"}
    assert names_found(home, library, "jpg img") == {"IMG_2.jpg", "IMG_20240101.jpg"}


def test_two_files_that_swapped_their_names_keep_their_own_content(
    home: Home, library: Library
) -> None:
    with CacheWriter(home, library) as writer:
        readings = [make_reading("a.jpg"), make_reading("b.jpg")]
        first, second = writer.store_batch(readings, unit_vectors(2), MODEL)
        before = {known.photo_id: known.content_id for known in writer.known_files().values()}
        writer.move_files([(first, make_file("b.jpg")), (second, make_file("a.jpg"))])
        known = writer.known_files()
    assert known[ROOT / "b.jpg"].photo_id == first
    assert known[ROOT / "a.jpg"].photo_id == second
    assert {k.photo_id: k.content_id for k in known.values()} == before


def test_a_photo_moved_over_another_takes_its_place(home: Home, library: Library) -> None:
    with CacheWriter(home, library) as writer:
        readings = [make_reading("a.jpg"), make_reading("b.jpg")]
        first, _ = writer.store_batch(readings, unit_vectors(2), MODEL)
        writer.move_files([(first, make_file("b.jpg"))])
        known = writer.known_files()
    assert {path: file.photo_id for path, file in known.items()} == {ROOT / "b.jpg": first}


def test_a_content_that_comes_back_is_compared_with_what_came_meanwhile(
    home: Home, library: Library
) -> None:
    with CacheWriter(home, library) as writer:
        [old] = writer.store_batch([make_reading("old.jpg")], unit_vectors(1), MODEL)
        writer.store_pairs(MODEL, PairTable.empty(), writer.vectors(MODEL)[0])
        writer.forget_photos([old])
        writer.store_batch([make_reading("new.jpg")], unit_vectors(1, seed=1), MODEL)
        writer.store_pairs(MODEL, PairTable.empty(), writer.vectors(MODEL)[0])
        assert len(writer.matched(MODEL)) == 1
        writer.store_batch([make_reading("old.jpg")], None, MODEL)
        ids, _ = writer.vectors(MODEL)
        assert len(np.setdiff1d(ids, writer.matched(MODEL))) == 1


def test_contents_of_an_offline_folder_stay_compared(home: Home, library: Library) -> None:
    with CacheWriter(home, library) as writer:
        writer.store_batch([make_reading("old.jpg")], unit_vectors(1), MODEL)
        writer.mask_root(ROOT)
        ids, _ = writer.vectors(MODEL)
        writer.store_pairs(MODEL, PairTable.empty(), ids)
        writer.store_pairs(MODEL, PairTable.empty(), [])
        assert writer.matched(MODEL).tolist() == ids.tolist()


def test_a_content_that_is_read_again_says_what_it_says_now(home: Home, library: Library) -> None:
    with CacheWriter(home, library) as writer:
        [photo_id] = writer.store_batch([make_reading("a.jpg", rating=1)], unit_vectors(1), MODEL)
        again = make_reading("a.jpg", rating=5, camera="New")
        assert writer.store_batch([again], None, MODEL) == [photo_id]
        assert len(writer.vectors(MODEL)[0]) == 1
    reader = CacheReader(home, library)
    assert reader.photos([photo_id])[0].facts == again.facts
    reader.close()


def test_readers_are_not_kept_waiting_and_see_whole_batches_only(
    home: Home, library: Library
) -> None:
    with CacheWriter(home, library) as writer:
        writer.store_batch([make_reading("a.jpg")], None, MODEL)
        reader = CacheReader(home, library)
        with writer._writing("photos_version") as db:
            db.execute("DELETE FROM photos")
            assert reader.count() == 1
        assert reader.count() == 0
        reader.close()


def test_a_batch_that_cannot_be_committed_leaves_the_writer_usable(
    home: Home, library: Library
) -> None:
    with CacheWriter(home, library) as writer:
        writer._db.execute(
            "CREATE TABLE late (x REFERENCES contents DEFERRABLE INITIALLY DEFERRED)"
        )
        with pytest.raises(Exception, match="FOREIGN KEY"), writer._writing() as db:
            db.execute("INSERT INTO late VALUES (77)")
        writer.store_batch([make_reading("a.jpg")], None, MODEL)
        assert len(writer.known_files()) == 1


def test_a_disk_that_takes_no_lock_is_not_called_a_second_program(
    home: Home, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(lock, "_lock_file", refuse)
    with pytest.raises(KnownError, match="No locks available") as caught:
        CacheWriter(home, library)
    assert not isinstance(caught.value, LibraryInUse)


def test_vectors_of_a_second_network_come_later(home: Home, library: Library) -> None:
    with CacheWriter(home, library) as writer:
        writer.store_batch([make_reading("a.jpg"), make_reading("b.jpg")], unit_vectors(2), MODEL)
        rest = writer.contents_without_vector("net-2")
        assert [content_hash for _, content_hash in rest] == sorted(
            reading.content_hash for reading in (make_reading("a.jpg"), make_reading("b.jpg"))
        )
        writer.store_vectors("net-2", [content_id for content_id, _ in rest], unit_vectors(2, 4))
        assert writer.contents_without_vector("net-2") == []
        assert writer.models() == [MODEL, "net-2"]


def test_notes_are_kept_and_do_not_disturb_readers(home: Home, library: Library) -> None:
    with CacheWriter(home, library) as writer:
        assert writer.note("pair check") is None
        with closing(CacheReader(home, library)) as reader:
            before = reader.versions()
            writer.set_note("pair check", "2")
            assert reader.versions() == before
    with CacheWriter(home, library) as writer:
        assert writer.note("pair check") == "2"


def test_folders_are_counted_without_what_cannot_be_shown(home: Home, library: Library) -> None:
    names = ["a.jpg", "sub/b.jpg", "sub/c.jpg"]
    with CacheWriter(home, library) as writer:
        broken = Failure(make_file("sub/d.jpg"), Reason.EMPTY, "")
        writer.store_batch([make_reading(name) for name in names], None, MODEL, [broken])
        with closing(CacheReader(home, library)) as reader:
            expected = [(ROOT, ROOT, 1), (ROOT, ROOT / "sub", 2)]
            assert reader.folders() == expected
            writer.mask_root(ROOT)
            assert reader.folders() == []
            assert reader.folders(with_offline=True) == expected


def test_a_reader_of_a_damaged_cache_says_so_and_sees_the_new_one(
    home: Home, library: Library
) -> None:
    CacheWriter(home, library).close()
    home.cache_db(library.key).write_bytes(b"this is no database" * 1000)
    with pytest.raises(CacheBroken):
        CacheReader(home, library)
    with CacheWriter(home, library) as writer, closing(CacheReader(home, library)) as reader:
        writer.store_batch([make_reading("a.jpg")], None, MODEL)
        assert reader.count() == 1


def test_an_open_reader_follows_to_the_cache_that_was_begun_anew(
    home: Home, library: Library
) -> None:
    with CacheWriter(home, library) as writer:
        writer.store_batch([make_reading("a.jpg"), make_reading("b.jpg")], None, MODEL)
    with closing(CacheReader(home, library)) as reader:
        before = reader.versions()
        path = home.cache_db(library.key)
        path.rename(path.with_name("away"))
        with CacheWriter(home, library) as writer:
            writer.store_batch([make_reading("c.jpg")], None, MODEL)
            assert reader.versions() != before
            assert reader.count() == 1


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["store", "move", "forget", "mask", "online"]),
        st.integers(0, 5),
        st.integers(0, 5),
    ),
    max_size=12,
)


@settings(
    max_examples=40,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
def test_after_any_changes_each_path_has_the_content_it_should_have(
    steps: list[tuple[str, int, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The cache against a dictionary: path -> (content, online)."""
    home = Home(tmp_path_factory.mktemp("home"))
    library = Library("abc", "Photos", (ROOT,))
    expected: dict[Path, tuple[bytes, bool]] = {}
    with CacheWriter(home, library) as writer:
        for step, a, b in steps:
            ids = {path: known.photo_id for path, known in writer.known_files().items()}
            path, other = ROOT / f"{a}.jpg", ROOT / f"{b}.jpg"
            if step == "store":
                reading = make_reading(path.name, b"%d" % b)
                writer.store_batch([reading], unit_vectors(1, seed=b), MODEL)
                expected[path] = (reading.content_hash, True)
            elif step == "move" and path in expected:
                writer.move_files([(ids[path], make_file(other.name))])
                expected[other] = (expected.pop(path)[0], True)
            elif step == "forget" and path in expected:
                writer.forget_photos([ids[path]])
                del expected[path]
            elif step == "mask":
                writer.mask_root(ROOT)
                expected = {path: (content, False) for path, (content, _) in expected.items()}
            elif step == "online":
                writer.set_online(ids.values())
                expected = {path: (content, True) for path, (content, _) in expected.items()}
        hashes = {content for content, _ in expected.values()}
        assert len(writer.vectors(MODEL)[0]) == len(hashes)
        assert writer.contents_without_vector(MODEL) == []
    reader = CacheReader(home, library)
    stored = {photo.path: (photo.content_hash, photo.is_online) for photo in reader.photos()}
    reader.close()
    assert stored == expected
