from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from imgsim_desktop.errors import KnownError, LibraryInUse
from imgsim_desktop.library.cache import CacheReader, CacheWriter
from imgsim_desktop.library.paths import Home
from imgsim_desktop.library.seal import Seal
from imgsim_desktop.records import Damage, Failure, Library, PairTable, Reason
from tests.library.conftest import ROOT, make_file, make_reading, unit_vectors

MODEL = "net-1"


def test_what_a_batch_stored_is_read_back_equal(home: Home, library: Library) -> None:
    reading = make_reading("a.jpg", taken_ns=77, camera="X", keywords=("sea", "sun"), rating=4)
    with CacheWriter(home, library) as writer:
        [photo_id] = writer.store_batch([reading], unit_vectors(1), MODEL)
    reader = CacheReader(home, library)
    [photo] = reader.photos([photo_id])
    reader.close()
    assert photo.path == ROOT / "a.jpg"
    assert photo.facts == reading.facts
    assert photo.content_hash == reading.content_hash
    assert photo.sort_time_ns == 77


def test_damaged_photos_are_counted_and_listed_while_they_can_be_reached(
    home: Home, library: Library
) -> None:
    readings = [make_reading("b.jpg", damage=Damage.ZEROS), make_reading("a.jpg")]
    with CacheWriter(home, library) as writer:
        writer.store_batch(readings, unit_vectors(2), MODEL)
        reader = CacheReader(home, library)
        assert [(p.path.name, p.facts.damage) for p in reader.damaged()] == [("b.jpg", "zeros")]
        assert (reader.status().damaged, reader.status().photos) == (1, 2)
        writer.mask_root(ROOT)
        assert (reader.damaged(), reader.status().damaged) == ([], 0)
        reader.close()


def test_photos_named_as_a_raw_beside_them_are_found_whatever_the_case(
    home: Home, library: Library
) -> None:
    readings = [
        make_reading("DSC_1.NEF", format="RAW"), make_reading("dsc_1.jpg"),
        make_reading("DSC_1.tif", format="TIFF"), make_reading("sub/DSC_1.jpg"),
        make_reading("DSC_2.NEF", format="RAW"), make_reading("DSC_3.jpg"),
        make_reading("DSC_3.tif", format="TIFF"),
    ]  # fmt: skip
    with CacheWriter(home, library) as writer:
        ids = writer.store_batch(readings, unit_vectors(len(readings)), MODEL)
        writer.mask_root(ROOT)
    reader = CacheReader(home, library)
    assert [set(found) for found in reader.named_as("RAW")] == [set(ids[:3])]
    reader.close()


def test_a_library_that_was_never_scanned_reads_as_empty_and_fills_up(
    home: Home, library: Library
) -> None:
    reader = CacheReader(home, library)
    before = reader.versions()
    assert reader.count() == 0
    with CacheWriter(home, library) as writer:
        writer.store_batch([make_reading("a.jpg")], None, MODEL)
        assert reader.versions() != before
        assert reader.count() == 1
        seen = reader.versions()
        writer.store_pairs(MODEL, PairTable.empty(), [])
        assert reader.versions()[0] == seen[0]
        assert reader.versions()[1] != seen[1]
    reader.close()


def test_equal_vectors_stay_equal_and_have_norm_one(home: Home, library: Library) -> None:
    vectors = unit_vectors(3, 256)
    vectors[2] = vectors[0]
    with CacheWriter(home, library) as writer:
        writer.store_batch([make_reading(f"{i}.jpg") for i in range(3)], vectors, MODEL)
        ids, stored = writer.vectors(MODEL)
    order = np.argsort(ids)
    np.testing.assert_array_equal(stored[order][0], stored[order][2])
    np.testing.assert_allclose(np.linalg.norm(stored, axis=1), 1, atol=1e-6)
    assert (stored[order] * vectors).sum(axis=1).min() > 0.9999


def test_vectors_come_sorted_by_content_hash(home: Home, library: Library) -> None:
    with CacheWriter(home, library) as writer:
        names = ["c.jpg", "a.jpg", "b.jpg"]
        writer.store_batch([make_reading(n) for n in names], unit_vectors(3), MODEL)
        ids, _ = writer.vectors(MODEL)
        hashes = [content.content_hash for content in writer.contents(ids.tolist())]
    assert hashes == sorted(hashes)


def test_byte_identical_photos_share_one_content(home: Home, library: Library) -> None:
    with CacheWriter(home, library) as writer:
        writer.store_batch([make_reading("a.jpg", b"x")], unit_vectors(1), MODEL)
        assert writer.known_contents([make_reading("a.jpg", b"x")], MODEL)
        writer.store_batch([make_reading("b.jpg", b"x")], None, MODEL)
        ids, _ = writer.vectors(MODEL)
    reader = CacheReader(home, library)
    assert len(ids) == 1
    assert [len(photos) for photos in reader.photos_of_contents().values()] == [2]
    reader.close()


def test_a_moved_photo_keeps_its_vector_and_its_id(home: Home, library: Library) -> None:
    with CacheWriter(home, library) as writer:
        [photo_id] = writer.store_batch([make_reading("a.jpg")], unit_vectors(1), MODEL)
        writer.move_files([(photo_id, make_file("sub/b.jpg"))])
        assert list(writer.known_files()) == [ROOT / "sub/b.jpg"]
        assert len(writer.vectors(MODEL)[0]) == 1
        assert writer.contents_without_vector(MODEL) == []


def test_known_files_survive_64_bit_inodes_and_names_that_are_no_utf8(
    home: Home, library: Library
) -> None:
    name = os.fsdecode(b"caf\xe9.jpg")
    with CacheWriter(home, library) as writer:
        writer.store_batch([make_reading(name)], None, MODEL)
        known = writer.known_files()
    assert known[ROOT / name].inode == 2**63 + 7
    reader = CacheReader(home, library)
    assert reader.photo_at(ROOT / name) is not None
    assert len(reader.photo_ids("name", name_filter="caf")) == 1
    reader.close()


def test_an_offline_folder_is_masked_and_comes_back(home: Home, library: Library) -> None:
    with CacheWriter(home, library) as writer:
        ids = writer.store_batch([make_reading("a.jpg")], unit_vectors(1), MODEL)
        assert writer.mask_root(ROOT) == 1
        reader = CacheReader(home, library)
        assert reader.count() == 0
        assert reader.status().offline == 1
        assert len(reader.photo_ids(with_offline=True)) == 1
        writer.set_online(ids)
        assert reader.count() == 1
        reader.close()


def test_a_root_is_not_masked_by_a_neighbour_with_the_same_beginning(
    home: Home, library: Library
) -> None:
    with CacheWriter(home, library) as writer:
        writer.store_batch([make_reading("a.jpg")], None, MODEL)
        assert writer.mask_root(Path("/photo")) == 0


def test_failures_are_listed_and_become_photos_when_they_can_be_read(
    home: Home, library: Library
) -> None:
    broken = Failure(make_file("a.jpg"), Reason.TRUNCATED, "ends early")
    with CacheWriter(home, library) as writer:
        writer.store_batch([], None, MODEL, [broken])
        reader = CacheReader(home, library)
        assert reader.failures() == [broken]
        assert writer.known_files()[ROOT / "a.jpg"].content_id is None
        assert reader.count() == 0
        writer.store_batch([make_reading("a.jpg")], None, MODEL)
        assert reader.failures() == []
        assert reader.count() == 1
        reader.close()


def test_photos_are_sorted_as_a_person_would(home: Home, library: Library) -> None:
    names = ["IMG_10.jpg", "img_2.jpg", "Zoo.jpg"]
    with CacheWriter(home, library) as writer:
        writer.store_batch([make_reading(n) for n in names], None, MODEL)
    reader = CacheReader(home, library)
    shown = [photo.path.name for photo in reader.photos(reader.photo_ids("name"))]
    assert shown == ["img_2.jpg", "IMG_10.jpg", "Zoo.jpg"]
    assert len(reader.photo_ids(name_filter="IMG 1")) == 1
    assert len(reader.photo_ids(folder=ROOT)) == 3
    assert len(reader.photo_ids(folder=ROOT / "other")) == 0
    reader.close()


def test_pairs_are_read_back_equal_and_forgotten_on_demand(home: Home, library: Library) -> None:
    with CacheWriter(home, library) as writer:
        writer.store_batch([make_reading(f"{i}.jpg") for i in range(3)], unit_vectors(3), MODEL)
        ids = np.sort(writer.vectors(MODEL)[0])
        transform = np.arange(6, dtype=np.float32)[None]
        table = PairTable.from_columns(
            ids[:1], ids[1:2], confidence=0.5, kind=3, edits=5, transform=transform, looked=False
        )
        writer.store_pairs(MODEL, table, ids)
        stored = writer.pairs(MODEL)
        assert stored.pair(0) == table.pair(0)
        assert writer.matched(MODEL).tolist() == ids.tolist()
        writer.forget_pairs(MODEL)
        assert len(writer.pairs(MODEL)) == 0
        assert len(writer.matched(MODEL)) == 0


def test_a_pair_of_an_unfinished_comparison_is_replaced(home: Home, library: Library) -> None:
    with CacheWriter(home, library) as writer:
        writer.store_batch([make_reading(f"{i}.jpg") for i in range(2)], unit_vectors(2), MODEL)
        ids = np.sort(writer.vectors(MODEL)[0])
        for confidence in (0.25, 0.75):
            table = PairTable.from_columns(ids[:1], ids[1:], confidence=confidence)
            writer.store_pairs(MODEL, table, [])
        assert writer.pairs(MODEL).confidence.tolist() == [0.75]


def test_a_deleted_photo_leaves_but_its_content_stays_known(home: Home, library: Library) -> None:
    with CacheWriter(home, library) as writer:
        ids = writer.store_batch([make_reading("a.jpg")], unit_vectors(1), MODEL)
        writer.forget_photos(ids)
        assert len(writer.vectors(MODEL)[0]) == 0
        assert writer.known_contents([make_reading("a.jpg")], MODEL)


def test_a_second_writer_is_refused_by_name(home: Home, library: Library) -> None:
    with CacheWriter(home, library):
        script = textwrap.dedent(
            f"""
            from pathlib import Path
            from imgsim_desktop.errors import LibraryInUse
            from imgsim_desktop.library.cache import CacheWriter
            from imgsim_desktop.library.paths import Home
            from imgsim_desktop.records import Library
            try:
                CacheWriter(Home(Path({str(home.root)!r})), Library("abc", "Photos", ()))
            except LibraryInUse as error:
                print(error)
            """
        )
        told = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, check=True
        ).stdout
    assert f"process {os.getpid()}" in told
    assert "Photos" in told


def test_the_lock_is_free_again_after_close_and_refused_within_one_process(
    home: Home, library: Library
) -> None:
    with CacheWriter(home, library), pytest.raises(LibraryInUse):
        CacheWriter(home, library)
    CacheWriter(home, library).close()


def test_a_damaged_cache_is_set_aside_and_begun_anew(home: Home, library: Library) -> None:
    with CacheWriter(home, library) as writer:
        writer.store_batch([make_reading("a.jpg")], None, MODEL)
    path = home.cache_db(library.key)
    path.write_bytes(b"this is no database" * 1000)
    with CacheWriter(home, library) as writer:
        assert writer.known_files() == {}
        assert "decisions are not affected" in writer.notices[0]
    assert len(list(path.parent.glob("cache.db.broken-*"))) == 1


def test_a_cache_of_a_newer_version_is_left_alone(home: Home, library: Library) -> None:
    CacheWriter(home, library).close()
    Seal(home.cache_db(library.key)).lift()
    db = sqlite3.connect(home.cache_db(library.key))
    db.execute("PRAGMA user_version = 99")
    db.close()
    for opener in (CacheWriter, CacheReader):
        with pytest.raises(KnownError, match="newer version"):
            opener(home, library)


def test_a_full_disk_is_a_sentence_and_the_batch_before_it_is_kept(
    home: Home, library: Library
) -> None:
    with CacheWriter(home, library) as writer:
        writer.store_batch([make_reading("a.jpg")], None, MODEL)
        pages = writer._db.execute("PRAGMA page_count").fetchone()[0]
        writer._db.execute(f"PRAGMA max_page_count = {pages + 2}")
        many = [make_reading(f"{i}.jpg") for i in range(500)]
        with pytest.raises(KnownError, match="full"):
            writer.store_batch(many, unit_vectors(500, 256), MODEL)
        assert len(writer.known_files()) == 1


def test_kill_9_loses_at_most_the_batch_under_way(home: Home, library: Library) -> None:
    script = textwrap.dedent(
        f"""
        from pathlib import Path
        from imgsim_desktop.library.cache import CacheWriter
        from imgsim_desktop.library.paths import Home
        from imgsim_desktop.records import Library
        from tests.library.conftest import make_reading
        with CacheWriter(Home(Path({str(home.root)!r})), Library("abc", "Photos", ())) as writer:
            for batch in range(10**6):
                names = [f"{{batch}}-{{i}}.jpg" for i in range(7)]
                writer.store_batch([make_reading(name) for name in names], None, "m")
                print(batch, flush=True)
        """
    )
    checkout = Path(__file__).parents[2]
    process = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=checkout
    )
    assert process.stdout is not None
    told = 0
    while told < 20:
        told = int(process.stdout.readline())
    time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    rest = process.stdout.read().split()
    process.wait()
    process.stdout.close()
    told = int(rest[-1]) if rest else told
    with CacheWriter(home, library) as writer:
        known = len(writer.known_files())
    assert known % 7 == 0
    assert known // 7 in (told + 1, told + 2)


def test_vectors_of_parts_come_back_by_content_hash_with_norm_1(
    home: Home, library: Library
) -> None:
    names = ["c.jpg", "a.jpg", "b.jpg"]
    parts = np.stack([unit_vectors(5, seed=n) for n in range(3)])
    with CacheWriter(home, library) as writer:
        writer.store_batch(
            [make_reading(name) for name in names], unit_vectors(3), MODEL, parts=parts
        )
        [(ids, found)] = writer.parts(MODEL, 8)
        assert ids.tolist() == writer.vectors(MODEL)[0].tolist()
        assert list(writer.parts("another", 8)) == []
        assert writer.contents_without_parts(MODEL) == []
    assert found.shape == (3, 5, 8)
    assert np.linalg.norm(found, axis=2) == pytest.approx(1, abs=1e-5)
    assert (found * parts[[1, 2, 0]]).sum(2).min() > 0.9999


def test_parts_made_later_let_their_contents_be_compared_again(
    home: Home, library: Library
) -> None:
    with CacheWriter(home, library) as writer:
        writer.store_batch([make_reading(n) for n in ("a.jpg", "b.jpg")], unit_vectors(2), MODEL)
        (first, _), (second, _) = writer.contents_without_parts(MODEL)
        writer.store_pairs(MODEL, PairTable.empty(), [first, second])
        writer.store_parts(MODEL, [second], unit_vectors(5)[None])
        assert writer.matched(MODEL).tolist() == [first]
        assert [content for content, _ in writer.contents_without_parts(MODEL)] == [first]


def test_other_pixels_of_a_content_take_the_vectors_of_every_network_with_them(
    home: Home, library: Library
) -> None:
    reading = make_reading("a.jpg")
    other = replace(reading, pixel_hash=b"p" * 16)
    parts = unit_vectors(2)[None]
    with CacheWriter(home, library) as writer:
        for model_key in (MODEL, "other-1"):
            writer.store_batch([reading], unit_vectors(1), model_key, parts=parts)
        assert writer.known_contents([reading], "other-1")
        assert not writer.known_contents([other], "other-1")
        writer.store_batch([other], unit_vectors(1, seed=5), MODEL, parts=parts)
        assert writer.models() == [MODEL]
        assert len(writer.contents_without_vector("other-1")) == 1
        assert len(writer.contents_without_parts("other-1")) == 1
        assert writer.contents_without_parts(MODEL) == []
