"""Photos named one by one: thrown away, moved and renamed, with what belongs to them."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from imgsim_desktop.library.cache import CacheReader
from imgsim_desktop.library.decisions import Decisions
from imgsim_desktop.library.libraries import LibraryList
from imgsim_desktop.library.paths import Home, find_home
from imgsim_desktop.records import Photo
from tests.cli.conftest import Imgsim
from tests.pictures import save_photo


@pytest.fixture
def album(imgsim: Imgsim, photos_folder: Path) -> Path:
    """A photo twice and another once, scanned."""
    for seed, name in ((1, "a"), (2, "b")):
        save_photo(photos_folder / f"{name}.jpg", seed)
    (photos_folder / "copies").mkdir()
    shutil.copy2(photos_folder / "a.jpg", photos_folder / "copies" / "a.jpg")
    (photos_folder / "b.xmp").write_text("<x/>")
    assert imgsim("scan", photos_folder).code == 0
    return photos_folder


def home() -> Home:
    return find_home()


def photo_at(path: Path) -> Photo | None:
    (library,) = LibraryList(home()).all()
    with closing(CacheReader(home(), library)) as cache:
        return cache.photo_at(path)


def test_a_photo_with_a_copy_goes_and_comes_back(
    imgsim: Imgsim, album: Path, own_trash: Path
) -> None:
    said = imgsim("trash", album / "a.jpg", "--yes")
    assert (said.code, (album / "a.jpg").exists()) == (0, False)
    assert "1 of 1 file moved to the trash" in said.err
    entries = imgsim("journal", "--json").lines
    assert [entry["keeper"] for entry in entries] == [str(album / "copies" / "a.jpg")]
    assert imgsim("undo").code == 0
    assert (album / "a.jpg").exists()


def test_the_last_copy_goes_only_where_somebody_says_so(
    imgsim: Imgsim, album: Path, own_trash: Path
) -> None:
    said = imgsim("trash", album / "b.jpg", "--yes")
    assert (said.code, (album / "b.jpg").exists()) == (1, True)
    assert "b.jpg: no copy of it is known" in said.err
    both = imgsim("trash", album / "a.jpg", album / "copies" / "a.jpg", "--yes")
    assert both.code == 1
    assert (album / "a.jpg").exists()
    assert imgsim("trash", album / "b.jpg", "--yes", "--last-copies").code == 0
    assert not (album / "b.jpg").exists()
    assert not (album / "b.xmp").exists(), "what belongs to it went along"
    assert imgsim("undo").code == 0
    assert (album / "b.xmp").exists()


def test_without_a_terminal_nothing_goes_unless_yes_is_said(imgsim: Imgsim, album: Path) -> None:
    assert imgsim("trash", album / "a.jpg").code == 2
    assert (album / "a.jpg").exists()


def test_a_moved_photo_keeps_what_is_known_of_it_and_comes_back(
    imgsim: Imgsim, album: Path
) -> None:
    before = photo_at(album / "b.jpg")
    assert before is not None
    assert imgsim("move", album / "b.jpg", album / "copies").code == 0
    now = photo_at(album / "copies" / "b.jpg")
    assert now is not None
    assert (now.photo_id, now.content_id) == (before.photo_id, before.content_id)
    assert (album / "copies" / "b.xmp").exists()
    said = imgsim("scan", album)
    assert "0 read" in said.out
    assert imgsim("undo").code == 0
    assert photo_at(album / "b.jpg") is not None
    assert photo_at(album / "copies" / "b.jpg") is None


def test_a_photo_moves_within_its_library_only(imgsim: Imgsim, album: Path, tmp_path: Path) -> None:
    said = imgsim("move", album / "b.jpg", tmp_path)
    assert (said.code, (album / "b.jpg").exists()) == (1, True)
    assert "another library, or in none" in said.err


def test_decisions_follow_a_photo_to_its_new_name(imgsim: Imgsim, album: Path) -> None:
    """Which of two is to be kept is still known when one is called otherwise."""
    (library,) = LibraryList(home()).all()
    imgsim("duplicates", album, "--trash", "--yes")  # one of them goes; then it is brought back
    imgsim("undo")
    with closing(Decisions(home())) as decisions:
        stored = decisions.reviews.load(library.key)
        names = {name.path for name in stored.photos.values()}
    kept = next(path for path in (album / "a.jpg", album / "copies" / "a.jpg") if path in names)
    assert imgsim("rename", kept, "sea").code == 0
    with closing(Decisions(home())) as decisions:
        now = {name.path for name in decisions.reviews.load(library.key).photos.values()}
        assert decisions.reviews.load(library.key).version > stored.version
    assert kept.with_name("sea.jpg") in now
    assert kept not in now
    assert imgsim("undo").code == 0
    with closing(Decisions(home())) as decisions:
        assert {n.path for n in decisions.reviews.load(library.key).photos.values()} == names


def test_a_photo_is_renamed_with_what_belongs_to_it(imgsim: Imgsim, album: Path) -> None:
    assert imgsim("rename", album / "b.jpg", "sea").code == 0
    assert sorted(path.name for path in album.iterdir()) == [
        "a.jpg", "copies", "sea.jpg", "sea.xmp",
    ]  # fmt: skip
    assert imgsim("undo").code == 0
    assert (album / "b.xmp").exists()


@pytest.mark.parametrize("name", ["", "a/b", ".hidden", "a\nb", "x" * 300, "end."])
def test_a_name_that_cannot_be_is_refused(imgsim: Imgsim, album: Path, name: str) -> None:
    said = imgsim("rename", album / "b.jpg", name)
    assert (said.code, (album / "b.jpg").exists()) == (1, True)


def test_a_photo_no_library_knows_is_refused_with_what_to_do(imgsim: Imgsim, album: Path) -> None:
    said = imgsim("trash", album / "nowhere.jpg", "--yes")
    assert said.code == 1
    assert "scan its folder first" in said.err


def test_stars_are_given_found_and_taken_back(imgsim: Imgsim, album: Path) -> None:
    assert imgsim("rate", "4", album / "a.jpg").code == 0
    assert imgsim("rate", "pick", album / "a.jpg").code == 0
    asked = ("find", "rating:4", "is:picked", "-0")
    assert imgsim(*asked).out == f"{album / 'a.jpg'}\0"
    assert imgsim("undo").code == 0
    assert imgsim(*asked).out == ""
    assert imgsim("find", "rating:4", "-0").out == f"{album / 'a.jpg'}\0"
    assert imgsim("undo").code == 0
    assert not (album / "a.jpg.xmp").exists()
    assert imgsim("find", "rating:4", "-0").out == ""


def test_a_photo_whose_sidecar_is_no_xmp_is_not_rated(imgsim: Imgsim, album: Path) -> None:
    said = imgsim("rate", "5", album / "b.jpg")
    assert said.code == 1
    assert (album / "b.xmp").read_text() == "<x/>"


def test_what_is_no_rating_is_refused_before_anything_is_written(
    imgsim: Imgsim, album: Path
) -> None:
    assert imgsim("rate", "6", album / "a.jpg").code == 2
    assert [path.name for path in album.glob("*.xmp")] == ["b.xmp"]
