"""Each known photo ends in exactly one class, and nothing is gone that may come back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imgsim_desktop.listing.changes import (
    Change,
    Gone,
    KnownFile,
    Moved,
    RootOffline,
    ToRead,
    Unchanged,
    Unreachable,
    sort_changes,
)
from imgsim_desktop.listing.identities import Identity
from imgsim_desktop.listing.walk import EMPTY_FOLDER
from imgsim_desktop.records import Failure, FoundFile, Offline, Reason

ROOT = Path("/photos")
USB = Path("/usb")


def found(path: Path, size: int = 10, mtime: int = 1, inode: int = 0) -> FoundFile:
    return FoundFile(path, path.parent, size, mtime, 1, inode)


def known(photo_id: int, size: int = 10, mtime: int = 1, inode: int = 0) -> KnownFile:
    return KnownFile(photo_id, photo_id, size, mtime, 1, inode)


def changes(items: list[FoundFile | Offline | Failure], k: dict[Path, KnownFile]) -> list[Change]:
    return list(sort_changes(items, k))


def failure(path: Path) -> Failure:
    return Failure(FoundFile(path, ROOT, 0, 0, 0, 0), Reason.NO_PERMISSION, "no")


def test_a_new_file_is_read() -> None:
    file = found(ROOT / "a.jpg")
    assert changes([file], {}) == [ToRead(file)]


def test_same_path_size_and_time_is_unchanged_whatever_the_inode() -> None:
    # network drives and cloud folders give a file another inode each time they are mounted
    file = found(ROOT / "a.jpg", inode=5)
    assert changes([file], {file.path: known(7, inode=9)}) == [Unchanged(7, file)]


@pytest.mark.parametrize("file", [found(ROOT / "a.jpg", size=11), found(ROOT / "a.jpg", mtime=2)])
def test_another_size_or_time_is_read_again(file: FoundFile) -> None:
    assert changes([file], {file.path: known(7)}) == [ToRead(file)]


def test_a_failed_file_is_not_tried_again_until_it_changes() -> None:
    failed = {ROOT / "a.jpg": KnownFile(7, None, 10, 1, 1, 0)}
    file = found(ROOT / "a.jpg")
    assert changes([file], failed) == [Unchanged(7, file)]
    touched = found(ROOT / "a.jpg", mtime=2)
    assert changes([touched], failed) == [ToRead(touched)]


def test_a_file_that_was_not_met_is_gone() -> None:
    assert changes([], {ROOT / "a.jpg": known(7)}) == [Gone(7)]


def test_the_same_inode_at_a_new_path_is_moved() -> None:
    file = found(ROOT / "new.jpg", inode=5)
    assert changes([file], {ROOT / "old.jpg": known(7, inode=5)}) == [Moved(7, file)]


@pytest.mark.parametrize(
    "before", [known(7, inode=5, size=11), known(7, inode=5, mtime=2), known(7, inode=6)]
)
def test_a_reused_inode_is_not_a_move(before: KnownFile) -> None:
    file = found(ROOT / "new.jpg", inode=5)
    assert changes([file], {ROOT / "old.jpg": before}) == [ToRead(file), Gone(7)]


def test_without_inodes_nothing_counts_as_moved() -> None:
    file = found(ROOT / "new.jpg")
    assert changes([file], {ROOT / "old.jpg": known(7)}) == [ToRead(file), Gone(7)]


def test_a_second_hard_link_is_read_as_long_as_the_first_is_there() -> None:
    first, second = found(ROOT / "a.jpg", inode=5), found(ROOT / "b.jpg", inode=5)
    before = {first.path: known(7, inode=5)}
    assert changes([first, second], before) == [Unchanged(7, first), ToRead(second)]
    assert changes([second, first], before) == [Unchanged(7, first), ToRead(second)]


def test_swapped_names_keep_both_photos() -> None:
    before = {ROOT / "a.jpg": known(1, inode=5), ROOT / "b.jpg": known(2, size=20, inode=6)}
    swapped = [found(ROOT / "a.jpg", size=20, inode=6), found(ROOT / "b.jpg", inode=5)]
    assert changes(list(swapped), before) == [ToRead(swapped[0]), ToRead(swapped[1])]


def test_photos_below_an_offline_folder_are_masked_not_gone() -> None:
    before = {USB / "a.jpg": known(1), ROOT / "b.jpg": known(2), Path("/usb2/c.jpg"): known(3)}
    result = changes([Offline(USB, "unplugged")], before)
    assert result == [RootOffline(USB, "unplugged"), Gone(2), Gone(3)]


def test_a_file_on_an_offline_folder_is_not_moved_away_from_it() -> None:
    # the same drive mounted elsewhere: its first folder will come back
    file = found(ROOT / "a.jpg", inode=5)
    result = changes([file, Offline(USB, "unplugged")], {USB / "a.jpg": known(1, inode=5)})
    assert result == [RootOffline(USB, "unplugged"), ToRead(file)]


def test_photos_below_a_folder_that_cannot_be_listed_are_kept() -> None:
    locked = failure(ROOT / "locked")
    before = {ROOT / "locked/a.jpg": known(1), ROOT / "locked.jpg": known(2)}
    assert changes([locked], before) == [Unreachable(locked), Gone(2)]


def test_an_empty_folder_is_offline_only_if_photos_were_there() -> None:
    empty = Offline(USB, EMPTY_FOLDER)
    assert changes([empty], {}) == []
    assert changes([empty], {USB / "a.jpg": known(1)}) == [RootOffline(USB, EMPTY_FOLDER)]
    assert changes([Offline(USB, "no such folder")], {}) == [RootOffline(USB, "no such folder")]


def test_a_walk_that_breaks_off_makes_nothing_gone() -> None:
    def broken() -> Iterator[FoundFile]:
        yield found(ROOT / "a.jpg")
        raise RuntimeError("stopped")

    seen: list[Change] = []
    with pytest.raises(RuntimeError):
        seen.extend(sort_changes(broken(), {ROOT / "b.jpg": known(7)}))
    assert not any(isinstance(change, Gone) for change in seen)


FOLDERS = [ROOT, ROOT / "x", ROOT / "x/y", USB, USB / "x"]
paths = st.builds(
    lambda folder, name: folder / name, st.sampled_from(FOLDERS), st.sampled_from("ab")
)
small = st.integers(0, 2)
stamps = st.tuples(small, small, small)


@st.composite
def worlds(
    draw: st.DrawFn,
) -> tuple[list[FoundFile | Offline | Failure], dict[Path, KnownFile]]:
    """Any walk over any memory, in any order."""
    remembered = draw(st.dictionaries(paths, stamps))
    before = {
        path: known(number, size, mtime, inode)
        for number, (path, (size, mtime, inode)) in enumerate(remembered.items())
    }
    now = draw(st.dictionaries(paths, stamps))
    items: list[FoundFile | Offline | Failure] = [found(p, *stamp) for p, stamp in now.items()]
    items += [Offline(folder, "off") for folder in draw(st.sets(st.sampled_from([ROOT, USB])))]
    items += [failure(folder) for folder in draw(st.sets(st.sampled_from(FOLDERS)))]
    return draw(st.permutations(items)), before


@settings(database=None)
@given(worlds())
def test_every_known_photo_ends_in_exactly_one_class(
    world: tuple[list[FoundFile | Offline | Failure], dict[Path, KnownFile]],
) -> None:
    items, before = world
    result = changes(items, before)
    hidden = [c.root for c in result if isinstance(c, RootOffline)]
    hidden += [c.failure.file.path for c in result if isinstance(c, Unreachable)]
    classes = Counter(c.photo_id for c in result if isinstance(c, Unchanged | Moved | Gone))
    read_paths = {c.file.path for c in result if isinstance(c, ToRead)}
    for path, photo in before.items():
        is_hidden = any(folder in (path, *path.parents) for folder in hidden)
        times = classes[photo.photo_id] + (path in read_paths)
        is_met = any(isinstance(item, FoundFile) and item.path == path for item in items)
        assert times == (0 if is_hidden and not is_met else 1)


@settings(database=None)
@given(worlds())
def test_no_photo_below_an_offline_or_unlisted_folder_is_ever_gone_or_moved(
    world: tuple[list[FoundFile | Offline | Failure], dict[Path, KnownFile]],
) -> None:
    items, before = world
    hidden = [item.root for item in items if isinstance(item, Offline)]
    hidden += [item.file.path for item in items if isinstance(item, Failure)]
    lost = {c.photo_id for c in changes(items, before) if isinstance(c, Gone | Moved)}
    for path, photo in before.items():
        if any(folder in path.parents for folder in hidden):
            assert photo.photo_id not in lost


@settings(database=None)
@given(worlds())
def test_every_file_met_is_named_exactly_once(
    world: tuple[list[FoundFile | Offline | Failure], dict[Path, KnownFile]],
) -> None:
    items, before = world
    result = changes(items, before)
    named = Counter(c.file.path for c in result if isinstance(c, ToRead | Moved))
    paths_of = {photo.photo_id: path for path, photo in before.items()}
    named += Counter(paths_of[c.photo_id] for c in result if isinstance(c, Unchanged))
    assert named == Counter(item.path for item in items if isinstance(item, FoundFile))


# Where a folder's listing gives no inode, as on Windows ------------------------------------------


def on_windows(
    items: list[FoundFile], before: dict[Path, KnownFile], files: dict[Path, Identity]
) -> tuple[list[Change], list[Path]]:
    """What is said of files whose listing gave no inode, and which of them were asked."""
    asked: list[Path] = []

    def identify(path: Path) -> Identity | None:
        asked.append(path)
        return files.get(path)

    return list(sort_changes(items, before, identify)), asked


def test_a_file_without_an_inode_in_its_listing_is_moved_if_its_own_inode_is_known() -> None:
    before = {ROOT / "old.jpg": known(7, inode=5)}
    new = ROOT / "new.jpg"
    result, _ = on_windows([found(new)], before, {new: Identity(1, 5, 1)})
    assert result == [Moved(7, found(new, inode=5))]


def test_what_has_not_changed_keeps_its_inode_and_is_not_asked() -> None:
    a, b = ROOT / "a.jpg", ROOT / "b.jpg"
    before = {a: known(1, inode=5), b: known(2, size=11, inode=6)}
    result, asked = on_windows([found(a), found(b, size=11)], before, {})
    assert result == [Unchanged(1, found(a, inode=5)), Unchanged(2, found(b, 11, inode=6))]
    assert not asked


@pytest.mark.parametrize("mtime", [1, 2])
def test_a_link_that_replaced_a_copy_is_no_photo_any_more(mtime: int) -> None:
    a, b = ROOT / "a.jpg", ROOT / "b.jpg"
    before = {a: known(1, inode=5), b: known(2, mtime=mtime, inode=6)}
    files = {a: Identity(1, 5, 2), b: Identity(1, 5, 2)}
    result, _ = on_windows([found(a), found(b)], before, files)
    assert result == [Unchanged(1, found(a, inode=5)), Gone(2)]


def test_a_link_before_the_photo_it_replaced_a_copy_of_is_gone_as_well() -> None:
    a, b = ROOT / "a.jpg", ROOT / "b.jpg"
    before = {a: known(1, mtime=2, inode=6), b: known(2, inode=5)}
    result, _ = on_windows([found(a), found(b)], before, {a: Identity(1, 5, 2)})
    assert result == [Unchanged(2, found(b, inode=5)), Gone(1)]


def test_a_new_name_of_a_known_photo_is_not_read() -> None:
    a, b = ROOT / "a.jpg", ROOT / "b.jpg"
    result, _ = on_windows([found(a), found(b)], {b: known(2, inode=5)}, {a: Identity(1, 5, 2)})
    assert result == [Unchanged(2, found(b, inode=5))]


def test_of_two_new_names_of_one_file_the_first_is_read() -> None:
    a, b = ROOT / "a.jpg", ROOT / "b.jpg"
    one = Identity(1, 5, 2)
    result, _ = on_windows([found(a), found(b)], {}, {a: one, b: one})
    assert result == [ToRead(found(a, inode=5))]


def test_a_name_of_a_photo_below_a_folder_that_is_away_is_read_and_not_dropped() -> None:
    a = ROOT / "a.jpg"
    before = {USB / "a.jpg": known(1, inode=5)}
    items: list[FoundFile | Offline | Failure] = [found(a), Offline(USB, "unplugged")]
    result = list(sort_changes(items, before, {a: Identity(1, 5, 2)}.get))
    assert ToRead(found(a, inode=5)) in result
    assert not any(isinstance(change, Gone | Moved) for change in result)


@settings(database=None)
@given(
    worlds(),
    st.dictionaries(paths, st.builds(Identity, st.just(1), st.integers(1, 2), st.integers(1, 2))),
)
def test_without_inodes_in_listings_every_known_photo_ends_in_at_most_one_class(
    world: tuple[list[FoundFile | Offline | Failure], dict[Path, KnownFile]],
    files: dict[Path, Identity],
) -> None:
    items, before = world
    bare = [replace(i, inode=0) if isinstance(i, FoundFile) else i for i in items]
    result = list(sort_changes(bare, before, files.get))
    hidden = [c.root for c in result if isinstance(c, RootOffline)]
    hidden += [c.failure.file.path for c in result if isinstance(c, Unreachable)]
    classes = Counter(c.photo_id for c in result if isinstance(c, Unchanged | Moved | Gone))
    read = Counter(c.file.path for c in result if isinstance(c, ToRead | Moved))
    assert all(times == 1 for times in read.values())
    for path, photo in before.items():
        is_met = any(isinstance(item, FoundFile) and item.path == path for item in items)
        is_hidden = any(folder in path.parents for folder in hidden)
        times = classes[photo.photo_id] + (path in read)
        is_second_name = is_met and path in files and files[path].names > 1
        assert times == 1 or (times == 0 and is_hidden and (is_second_name or not is_met))
