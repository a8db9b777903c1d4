"""Pairs are found after a scan, added to by the next one, and the same from scratch."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from imgsim_desktop.control import Cancelled, Control
from imgsim_desktop.embedding.backend import PartsShape
from imgsim_desktop.library.cache import CacheReader, CacheWriter
from imgsim_desktop.library.libraries import LibraryList
from imgsim_desktop.library.paths import Home
from imgsim_desktop.library.thumbnails import ThumbnailStore
from imgsim_desktop.matching import candidates as candidates_module
from imgsim_desktop.matching import confidence, judging
from imgsim_desktop.matching.groups import group_pairs
from imgsim_desktop.records import InputShape, Library, PairKind, PairTable, Progress
from imgsim_desktop.scan import Network, find_pairs, scan
from imgsim_desktop.scan import run as scan_run
from imgsim_desktop.scan.describe import BATCH_SIZE
from imgsim_desktop.scan.looking import Looked
from tests.fakes import FAKE_SPEC, FakeBackend, fake_network
from tests.pictures import save_photo, save_photos


def resave(photo: Path, name: str, quality: int = 55) -> Path:
    path = photo.with_name(name)
    with Image.open(photo) as image:
        image.save(path, quality=quality)
    return path


def sure_names(home: Home, library: Library) -> list[tuple[str, str, PairKind]]:
    """Sure pairs as file names."""
    reader = CacheReader(home, library)
    names = {photo.content_id: photo.path.name for photo in reader.photos()}
    table = reader.pairs("fake-1")
    pairs = [table.pair(row) for row in range(len(table)) if table.confidence[row] >= 0.9]
    reader.close()
    found = [(*sorted((names[p.a], names[p.b])), p.kind) for p in pairs]
    return sorted((a, b, kind) for a, b, kind in found)


def stored(home: Home, library: Library) -> PairTable:
    reader = CacheReader(home, library)
    table = reader.pairs("fake-1")
    reader.close()
    return table


def columns(table: PairTable) -> list[object]:
    return [table.a.tolist(), table.b.tolist(), table.kind.tolist(), table.confidence.tolist()]


def test_a_photo_and_its_copy_saved_again_are_a_pair(
    home: Home, library: Library, photos_folder: Path
) -> None:
    photos = save_photos(photos_folder, 12)
    resave(photos[4], "again.jpg")
    scan(library, home, fake_network())
    assert sure_names(home, library) == [("0004.jpg", "again.jpg", PairKind.SAME_PICTURE)]


def test_what_comes_later_is_compared_with_what_was_there(
    home: Home, library: Library, photos_folder: Path
) -> None:
    photos = save_photos(photos_folder, 12)
    scan(library, home, fake_network())
    assert sure_names(home, library) == []
    resave(photos[4], "again.jpg")
    scan(library, home, fake_network())
    assert sure_names(home, library) == [("0004.jpg", "again.jpg", PairKind.SAME_PICTURE)]


def test_pairs_found_bit_by_bit_are_those_found_from_scratch(
    home: Home, library: Library, photos_folder: Path
) -> None:
    photos = save_photos(photos_folder, 15)
    scan(library, home, fake_network())
    for i in range(4):
        resave(photos[i], f"again{i}.jpg")
        scan(library, home, fake_network())
    bit_by_bit = sure_names(home, library)
    find_pairs(library, home, "fake-1", threads=2)
    assert sure_names(home, library) == bit_by_bit
    assert len(bit_by_bit) == 4


def test_pairs_do_not_depend_on_the_number_of_threads(
    home: Home, library: Library, photos_folder: Path
) -> None:
    for i, photo in enumerate(save_photos(photos_folder, 10)):
        resave(photo, f"again{i}.jpg")
    scan(library, home, fake_network())
    one = find_pairs(library, home, "fake-1", threads=1)
    four = find_pairs(library, home, "fake-1", threads=4)
    assert columns(one) == columns(four)


def test_pairs_found_by_processes_are_those_found_here(
    home: Home,
    library: Library,
    photos_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    for i, photo in enumerate(save_photos(photos_folder, 12)):
        resave(photo, f"again{i}.jpg")
    scan(library, home, fake_network())
    here = find_pairs(library, home, "fake-1", threads=2)
    monkeypatch.setattr(judging, "BESIDE_FROM", 1)
    judged: list[int] = []
    in_threads = judging.Judges._in_threads
    monkeypatch.setattr(
        judging.Judges,
        "_in_threads",
        lambda self, chunks, left: judged.extend(left) or in_threads(self, chunks, left),
    )
    beside = find_pairs(library, home, "fake-1", threads=2)
    assert columns(here) == columns(beside)
    assert len(here) >= 12
    assert judged == []
    assert caplog.text == ""


def test_a_folder_of_nothing_but_copies_of_one_photo_is_one_group(
    home: Home, library: Library, photos_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where everything resembles everything, nothing stands out. Full size is no part of this."""
    monkeypatch.setattr(scan_run, "look_at_pairs", lambda *_: Looked())
    [photo] = save_photos(photos_folder, 1)
    for n in range(39):
        resave(photo, f"again{n:02}.jpg", 40 + n)
    scan(library, home, fake_network())
    table = stored(home, library)
    groups = group_pairs(table, 0.9, np.unique([table.a, table.b]))
    assert [len(group.members) for group in groups] == [40]
    assert len(table) < 40 * 39 / 2


def test_two_scans_in_another_order_with_more_threads_give_the_same_groups(
    tmp_path: Path,
) -> None:
    photos = save_photos(tmp_path / "one", 9)
    for i in range(4):
        resave(photos[i], f"again{i}.jpg")
        resave(photos[i], f"once more{i}.jpg", 30)
    files = sorted((tmp_path / "one").iterdir())
    (tmp_path / "two").mkdir()
    for number, file in enumerate(reversed(files)):
        (tmp_path / "two" / f"{number:03}.jpg").write_bytes(file.read_bytes())
    found = []
    for folder, threads in (("one", 1), ("two", 3)):
        home = Home(tmp_path / f"home {folder}")
        library = LibraryList(home).open_for([tmp_path / folder])
        scan(library, home, fake_network(), threads=threads)
        reader = CacheReader(home, library)
        hashes = {p.content_id: p.content_hash for p in reader.photos()}
        worth = sorted(hashes, key=hashes.__getitem__)
        groups = group_pairs(reader.pairs("fake-1"), 0.9, worth)
        reader.close()
        found.append({tuple(hashes[m] for m in g.members): (g.kind, g.confidence) for g in groups})
    assert len(found[0]) == 4
    assert found[0] == found[1]


def test_an_unchanged_library_is_not_compared_again(
    home: Home, library: Library, photos_folder: Path
) -> None:
    resave(save_photos(photos_folder, 4)[0], "again.jpg")
    scan(library, home, fake_network())
    stages: list[str] = []

    class Watch(Control):
        def report(self, progress: Progress) -> None:
            stages.append(progress.stage)

    scan(library, home, fake_network(), control=Watch())
    assert "pairs" not in stages


def test_stop_while_comparing_leaves_the_comparison_to_the_next_scan(
    home: Home, library: Library, photos_folder: Path
) -> None:
    resave(save_photos(photos_folder, 6)[0], "again.jpg")

    class StopAtIndex(Control):
        def report(self, progress: Progress) -> None:
            if progress.stage == "index":
                self.stop()

    with pytest.raises(Cancelled):
        scan(library, home, fake_network(), control=StopAtIndex())
    assert sure_names(home, library) == []
    assert scan(library, home, fake_network()).read == 0
    assert len(sure_names(home, library)) == 1


def test_pairs_found_before_stop_are_kept_and_the_next_scan_goes_on_from_there(
    home: Home, library: Library, photos_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for i, photo in enumerate(save_photos(photos_folder, 40)):
        resave(photo, f"again{i:02}.jpg")
    looked: list[int] = []
    judge = judging.judge

    def counting(*args: object) -> object:
        looked.append(1)
        return judge(*args)  # type: ignore[arg-type]

    class StopAfterTheFirstPairs(Control):
        def report(self, progress: Progress) -> None:
            if progress.stage == "pairs" and progress.done:
                self.stop()

    monkeypatch.setattr(judging, "judge", counting)
    with pytest.raises(Cancelled):
        scan(library, home, fake_network(), threads=1, control=StopAfterTheFirstPairs())
    first = len(looked)
    some = sure_names(home, library)
    assert 0 < len(some) < 40
    scan(library, home, fake_network(), threads=1)
    in_two_parts = stored(home, library)
    assert set(some) < set(sure_names(home, library))
    in_all = len(looked)
    find_pairs(library, home, "fake-1")
    assert in_all - first < len(looked) - in_all  # the first were not looked at again
    assert in_all == len(looked) - in_all
    assert columns(in_two_parts) == columns(stored(home, library))


def test_a_thumbnail_that_was_lost_is_made_again_for_the_comparison(
    home: Home, library: Library, photos_folder: Path
) -> None:
    photo = save_photos(photos_folder, 6)[0]
    scan(library, home, fake_network())
    thumbnails = ThumbnailStore(home.thumbnails)
    reader = CacheReader(home, library)
    content_hash = reader.photos()[0].content_hash
    reader.close()
    thumbnails.path(content_hash).unlink()
    resave(photo, "again.jpg")
    scan(library, home, fake_network())
    assert thumbnails.has(content_hash)
    assert [pair[:2] for pair in sure_names(home, library)] == [("0000.jpg", "again.jpg")]


def test_a_photo_without_a_look_is_compared_once_it_can_be_seen(
    home: Home, photos_folder: Path, tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    photo = save_photo(disk / "a.jpg", 1)
    save_photos(photos_folder, 5, first_seed=20)
    library = LibraryList(home).open_for([photos_folder, disk])
    scan(library, home, fake_network())
    reader = CacheReader(home, library)
    hashes = {p.path.name: p.content_hash for p in reader.photos()}
    reader.close()
    ThumbnailStore(home.thumbnails).path(hashes["a.jpg"]).unlink()
    with CacheWriter(home, library) as cache:
        cache.forget_pairs("fake-1")
    resaved = resave(photo, "b.jpg")
    resaved.rename(photos_folder / "b.jpg")
    disk.rename(tmp_path / "unplugged")
    scan(library, home, fake_network())
    assert sure_names(home, library) == []
    (tmp_path / "unplugged").rename(disk)
    scan(library, home, fake_network())
    assert [pair[:2] for pair in sure_names(home, library)] == [("a.jpg", "b.jpg")]


def test_another_version_of_the_pair_check_compares_all_again(
    home: Home, library: Library, photos_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_photos(photos_folder, 2)
    scan(library, home, fake_network())
    with CacheWriter(home, library) as cache:
        keys, _ = cache.vectors("fake-1")
        wrong = PairTable.from_columns(np.sort(keys)[:1], np.sort(keys)[1:2], confidence=1.0)
        cache.forget_pairs("fake-1")
        cache.store_pairs("fake-1", wrong, keys)
    scan(library, home, fake_network())
    with CacheWriter(home, library) as cache:
        assert cache.pairs("fake-1").confidence.tolist() == [1.0]
    monkeypatch.setattr(confidence, "VERSION", "another")
    scan(library, home, fake_network())
    with CacheWriter(home, library) as cache:
        assert not (cache.pairs("fake-1").confidence > 0.5).any()


PARTS = PartsShape(InputShape(64, "squash"), ((0, 0, 0.5, 1), (0.5, 0, 1, 1)))
PARTS_SPEC = replace(FAKE_SPEC, parts=PARTS)


def network_with_parts() -> Network:
    return fake_network(lambda device: FakeBackend(device, PARTS_SPEC), PARTS_SPEC)


def save_half(photo: Path, name: str) -> Path:
    path = photo.with_name(name)
    with Image.open(photo) as image:
        image.crop((0, 0, image.width // 2, image.height)).save(path, quality=90)
    return path


@pytest.fixture
def by_parts(monkeypatch: pytest.MonkeyPatch) -> list[list[list[int]]]:
    """What parts found in each comparison, as pairs of content ids."""
    seen: list[list[list[int]]] = []
    plain = candidates_module.find_by_parts

    def spy(*args: Any) -> NDArray[np.int64]:
        found = plain(*args)
        seen.append(found.tolist())
        return found

    monkeypatch.setattr(candidates_module, "find_by_parts", spy)
    return seen


def id_of(home: Home, library: Library, name: str) -> int:
    with closing(CacheReader(home, library)) as reader:
        photo = next(photo for photo in reader.photos() if photo.path.name == name)
    return photo.content_id


def test_half_of_a_photo_is_found_by_the_part_of_the_whole_one(
    home: Home, library: Library, photos_folder: Path, by_parts: list[list[list[int]]]
) -> None:
    photos = save_photos(photos_folder, 12)
    save_half(photos[4], "half.jpg")
    scan(library, home, network_with_parts())
    pair = [id_of(home, library, "0004.jpg"), id_of(home, library, "half.jpg")]
    assert pair in by_parts[0]


def test_a_half_that_comes_later_is_found_by_parts_that_were_kept(
    home: Home, library: Library, photos_folder: Path, by_parts: list[list[list[int]]]
) -> None:
    photos = save_photos(photos_folder, 12)
    scan(library, home, network_with_parts())
    save_half(photos[4], "half.jpg")
    scan(library, home, network_with_parts())
    pair = [id_of(home, library, "0004.jpg"), id_of(home, library, "half.jpg")]
    assert pair in by_parts[1]
    assert all(pair[1] in found for found in by_parts[1])


def test_a_library_from_before_parts_gets_them_without_reading_a_file(
    home: Home,
    library: Library,
    photos_folder: Path,
    by_parts: list[list[list[int]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    photos = save_photos(photos_folder, 12)
    save_half(photos[4], "half.jpg")
    scan(library, home, fake_network())
    with closing(CacheReader(home, library)) as reader:
        before = reader.vectors("fake-1")[1]
    monkeypatch.setattr(scan_run, "read_photo", None)
    summary = scan(library, home, network_with_parts())
    assert (summary.read, summary.embedded) == (0, 0)
    pair = [id_of(home, library, "0004.jpg"), id_of(home, library, "half.jpg")]
    assert by_parts[0] == []
    assert pair in by_parts[1]
    with closing(CacheReader(home, library)) as reader:
        assert np.array_equal(reader.vectors("fake-1")[1], before)
    scan(library, home, fake_network(lambda device: pytest.fail("described twice"), PARTS_SPEC))


def test_stop_while_parts_are_made_keeps_what_is_done(
    home: Home, library: Library, photos_folder: Path
) -> None:
    save_photos(photos_folder, BATCH_SIZE + 3)
    scan(library, home, fake_network())

    class StopSoon(Control):
        def report(self, progress: Progress) -> None:
            if progress.stage == "vectors" and progress.done:
                self.stop()

    with pytest.raises(Cancelled):
        scan(library, home, network_with_parts(), control=StopSoon())
    with CacheWriter(home, library) as cache:
        assert len(cache.contents_without_parts("fake-1")) == 3
