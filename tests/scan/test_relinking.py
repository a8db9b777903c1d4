"""A folder that was moved is found again by its photos, and never taken for another one."""

from __future__ import annotations

import os
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from imgsim_desktop.control import Cancelled, Control
from imgsim_desktop.errors import KnownError, LibraryInUse
from imgsim_desktop.library.cache import CacheReader, CacheWriter
from imgsim_desktop.library.decisions import Decisions
from imgsim_desktop.library.libraries import LibraryList
from imgsim_desktop.library.paths import Home
from imgsim_desktop.records import Library, Photo
from imgsim_desktop.scan import relink, scan
from tests.fakes import fake_network
from tests.pictures import save_photo, save_photos


@pytest.fixture
def scanned(home: Home, library: Library, photos_folder: Path) -> Library:
    """Six photos, two of them in a folder of their own, and one file that is none."""
    save_photos(photos_folder, 4)
    save_photo(photos_folder / "trip" / "a.jpg", 10)
    save_photo(photos_folder / "trip" / "b.jpg", 11)
    (photos_folder / "broken.jpg").write_bytes(b"no picture")
    scan(library, home, fake_network())
    return library


def remembered(home: Home, library: Library) -> dict[int, Photo]:
    with closing(CacheReader(home, library)) as cache:
        return {photo.photo_id: photo for photo in cache.photos()}


def below(photos: dict[int, Photo], root: Path) -> dict[int, Path]:
    return {number: photo.path.relative_to(root) for number, photo in photos.items()}


def test_a_renamed_folder_keeps_its_photos_and_nothing_is_read_again(
    home: Home, scanned: Library, photos_folder: Path
) -> None:
    before = remembered(home, scanned)
    new = photos_folder.rename(photos_folder.with_name("pictures"))
    found = relink(scanned, home, photos_folder, new)
    assert (found.known, found.found) == (6, 6)
    assert found.library.folders == (new,)
    assert below(remembered(home, found.library), new) == below(before, photos_folder)
    summary = scan(found.library, home, fake_network())
    assert (summary.unchanged, summary.read, summary.gone, summary.moved) == (7, 0, 0, 0)
    assert summary.failed == 0
    assert summary.embedded == 0


def test_what_was_decided_goes_along(
    home: Home, scanned: Library, photos_folder: Path, tmp_path: Path
) -> None:
    photo = next(iter(remembered(home, scanned).values()))
    with closing(Decisions(home)) as decisions:
        decisions.set_folder(photos_folder / "trip", locked=True)
        decisions.set_folder(photos_folder, preferred=True)
        followed: list[tuple[Path, Path, bytes]] = []
    new = photos_folder.rename(tmp_path / "pictures")
    follow = type(decisions.reviews).follow
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            type(decisions.reviews),
            "follow",
            lambda reviews, moved: (followed.extend(moved), follow(reviews, followed)),
        )
        relink(scanned, home, photos_folder, new)
    there = new / photo.path.relative_to(photos_folder)
    assert (photo.path, there, photo.content_hash) in followed
    with closing(Decisions(home)) as decisions:
        assert new / "trip" in decisions.locked_folders()
        assert photos_folder / "trip" in decisions.locked_folders()
        assert new in decisions.preferred_folders()


def test_photos_that_lie_elsewhere_or_have_other_times_are_found_by_their_bytes(
    home: Home, scanned: Library, photos_folder: Path, tmp_path: Path
) -> None:
    before = remembered(home, scanned)
    new = photos_folder.rename(tmp_path / "pictures")
    (new / "trip").rename(new / "journey")
    os.utime(new / "0000.jpg", ns=(5, 5))
    (new / "0001.jpg").rename(new / "best.jpg")
    found = relink(scanned, home, photos_folder, new)
    assert (found.known, found.found) == (6, 6)
    after = remembered(home, found.library)
    assert after.keys() == before.keys()
    assert all(after[n].content_hash == before[n].content_hash for n in before)
    summary = scan(found.library, home, fake_network())
    assert (summary.unchanged, summary.read, summary.gone) == (7, 0, 0)


def test_equal_photos_keep_their_places(
    home: Home, library: Library, photos_folder: Path, tmp_path: Path
) -> None:
    save_photo(photos_folder / "a.jpg", 1)
    shutil.copy(photos_folder / "a.jpg", photos_folder / "b.jpg")
    scan(library, home, fake_network())
    before = remembered(home, library)
    new = photos_folder.rename(tmp_path / "pictures")
    for path in new.iterdir():
        os.utime(path, ns=(5, 5))
    found = relink(library, home, photos_folder, new)
    assert below(remembered(home, found.library), new) == below(before, photos_folder)


def refused(home: Home, library: Library, old: Path, new: Path) -> str:
    """Why it is no place of these photos; nothing has changed then."""
    before = remembered(home, library)
    with pytest.raises(KnownError) as raised:
        relink(library, home, old, new)
    assert remembered(home, library) == before
    assert LibraryList(home).get(library.key) == library
    return raised.value.sentence


def test_another_folder_is_refused_with_the_numbers(
    home: Home, scanned: Library, photos_folder: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    save_photos(other, 4, first_seed=50)
    shutil.copy2(photos_folder / "0000.jpg", other / "0000.jpg")
    photos_folder.rename(tmp_path / "away")
    said = refused(home, scanned, photos_folder, other)
    assert said == f"1 of 6 photos of {photos_folder} were found in {other}."


def test_names_sizes_and_times_that_deceive_are_not_believed(
    home: Home, scanned: Library, photos_folder: Path, tmp_path: Path
) -> None:
    new = tmp_path / "new"
    for path in photos_folder.rglob("*.jpg"):
        fake = new / path.relative_to(photos_folder)
        fake.parent.mkdir(parents=True, exist_ok=True)
        fake.write_bytes(bytes(path.stat().st_size))
        shutil.copystat(path, fake)
    photos_folder.rename(tmp_path / "away")
    assert refused(home, scanned, photos_folder, new).startswith("0 of 6 photos ")


def test_a_folder_that_is_where_it_was_is_not_relinked(
    home: Home, scanned: Library, photos_folder: Path, tmp_path: Path
) -> None:
    copy = Path(shutil.copytree(photos_folder, tmp_path / "copy"))
    assert refused(home, scanned, photos_folder, copy).endswith("is where it was.")


def test_a_folder_that_belongs_to_the_library_or_is_none_is_refused(
    home: Home, scanned: Library, photos_folder: Path, tmp_path: Path
) -> None:
    other = tmp_path / "second"
    save_photos(other, 1, first_seed=70)
    both = LibraryList(home).change_folders(scanned.key, (photos_folder, other))
    photos_folder.rename(tmp_path / "away")
    assert "belongs to this library" in refused(home, both, photos_folder, other)
    assert "no folder" in refused(home, both, photos_folder, tmp_path / "nothing")
    assert "no folder of this library" in refused(home, both, tmp_path / "x", tmp_path / "away")


def test_what_is_not_there_is_counted_and_gone_at_the_next_scan(
    home: Home, scanned: Library, photos_folder: Path, tmp_path: Path
) -> None:
    new = photos_folder.rename(tmp_path / "pictures")
    (new / "0003.jpg").unlink()
    found = relink(scanned, home, photos_folder, new)
    assert (found.known, found.found) == (6, 5)
    assert scan(found.library, home, fake_network()).gone == 1


def test_nothing_changes_while_a_scan_runs_or_after_stop(
    home: Home, scanned: Library, photos_folder: Path, tmp_path: Path
) -> None:
    new = photos_folder.rename(tmp_path / "pictures")
    with CacheWriter(home, scanned), pytest.raises(LibraryInUse):
        relink(scanned, home, photos_folder, new)
    control = Control()
    control.stop()
    with pytest.raises(Cancelled):
        relink(scanned, home, photos_folder, new, control)
    assert LibraryList(home).get(scanned.key) == scanned


def test_the_name_of_the_disk_is_known_when_it_is_away(
    home: Home, library: Library, photos_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from imgsim_desktop.scan import run

    save_photos(photos_folder, 1)
    monkeypatch.setattr(run, "volume_name", lambda _folder: "My Photos")
    scan(library, home, fake_network())
    photos_folder.rename(photos_folder.with_name("unplugged"))
    monkeypatch.setattr(run, "volume_name", lambda _folder: "")
    assert scan(library, home, fake_network()).offline == (photos_folder,)
    with closing(CacheReader(home, library)) as cache:
        assert cache.volume(photos_folder) == "My Photos"
        assert cache.volume(photos_folder / "other") == ""
