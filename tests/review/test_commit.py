"""A commit on real files, as both doors carry it out."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from imgsim_desktop.acting.journal import Journal, Operation, State
from imgsim_desktop.library.libraries import LibraryList
from imgsim_desktop.library.paths import Home
from imgsim_desktop.reading.fingerprints import hash_file
from imgsim_desktop.records import FileStamp, OutcomeCode, Removal
from imgsim_desktop.review.commit import Act, acting_place, give_back, remove
from tests.pictures import save_photo


def stamp(path: Path) -> FileStamp:
    status = path.stat()
    return FileStamp(path, status.st_size, status.st_mtime_ns, hash_file(path))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def copies(photos_folder: Path) -> tuple[Path, Path]:
    kept, copy = photos_folder / "a" / "x.jpg", photos_folder / "b" / "x.jpg"
    for path in (kept, copy):
        path.parent.mkdir()
    save_photo(kept, 1)
    shutil.copy2(kept, copy)
    return kept, copy


def test_a_folder_that_vanished_costs_its_own_photos_only(
    home: Home, copies: tuple[Path, Path], own_trash: Path
) -> None:
    kept, copy = copies
    other = kept.with_name("y.jpg")
    shutil.copy2(kept, other)
    removals = [Removal(stamp(copy), stamp(kept)), Removal(stamp(other), stamp(kept))]
    shutil.rmtree(copy.parent)
    outcomes = remove(acting_place(home), removals, Act())
    assert [outcome.code for outcome in outcomes] == [OutcomeCode.GONE, OutcomeCode.DONE]
    assert kept.exists()
    assert (own_trash / "files" / "y.jpg").exists()


def test_the_quarantine_is_that_of_the_innermost_library_of_all(
    home: Home, copies: tuple[Path, Path]
) -> None:
    kept, copy = copies
    libraries = LibraryList(home)
    libraries.open_for([kept.parents[1]])
    libraries.open_for([copy.parent])
    place = acting_place(home)
    assert place.root_of(copy) == copy.parent
    assert place.root_of(kept) == kept.parents[1]


def test_what_a_commit_took_comes_back(
    home: Home, copies: tuple[Path, Path], own_trash: Path
) -> None:
    kept, copy = copies
    place = acting_place(home)
    (gone,) = remove(place, [Removal(stamp(copy), stamp(kept))], Act(Operation.TRASH))
    assert not copy.exists()
    (back,) = give_back(place)
    assert (back.code, back.entry_id) == (OutcomeCode.DONE, gone.entry_id)
    assert copy.exists()
    assert [entry.state for entry in Journal(home.journal).entries()] == [State.UNDONE]


def test_a_last_copy_goes_only_where_the_act_says_that_somebody_confirmed_it(
    home: Home, copies: tuple[Path, Path], own_trash: Path
) -> None:
    _kept, copy = copies
    place, last = acting_place(home), [Removal(stamp(copy), None)]
    (refused,) = remove(place, last, Act())
    assert refused.code is not OutcomeCode.DONE
    assert copy.exists()
    (gone,) = remove(place, last, Act(confirmed_last_copies=True))
    assert gone.code is OutcomeCode.DONE
    assert not copy.exists()


def test_nothing_goes_from_a_folder_that_is_locked(
    home: Home, copies: tuple[Path, Path], own_trash: Path
) -> None:
    kept, copy = copies
    place = acting_place(home, locked=[copy.parent])
    (refused,) = remove(place, [Removal(stamp(copy), stamp(kept))], Act())
    assert refused.code is OutcomeCode.LOCKED
    assert copy.exists()


def test_what_belongs_to_a_photo_goes_along_but_stays_where_a_link_takes_its_name(
    home: Home, copies: tuple[Path, Path], own_trash: Path
) -> None:
    kept, copy = copies
    smaller = copy.with_name("y.jpg")
    save_photo(smaller, 2)
    beside_copy, beside_smaller = copy.with_suffix(".jpg.xmp"), smaller.with_suffix(".jpg.xmp")
    for path in (beside_copy, beside_smaller):
        path.write_text("<x:xmpmeta xmlns:x='adobe:ns:meta/'/>")
    place = acting_place(home)
    (linked,) = remove(
        place, [Removal(stamp(copy), stamp(kept))], Act(operation=Operation.HARD_LINK)
    )
    assert linked.code is OutcomeCode.DONE
    assert copy.samefile(kept)
    assert beside_copy.exists()
    (gone,) = remove(place, [Removal(stamp(smaller), stamp(kept))], Act())
    assert gone.code is OutcomeCode.DONE
    assert not beside_smaller.exists()
    assert (own_trash / "files" / beside_smaller.name).exists()
