"""A disk that does not answer costs a scan a little time, and no photo."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from imgsim_desktop.control import Cancelled, Control
from imgsim_desktop.listing import patience
from imgsim_desktop.listing.changes import Gone, RootOffline, Unreachable, sort_changes
from imgsim_desktop.listing.patience import SILENT, SILENT_DISK
from imgsim_desktop.listing.walk import walk
from imgsim_desktop.records import Failure, FoundFile, KnownFile, Library, Offline, Reason
from tests.listing.test_walk import is_photo, put

Hang = Callable[..., None]


@pytest.fixture
def hang(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hang]:
    """Let the listing of these folders, and `stat` of these files, wait for ever."""
    monkeypatch.setattr(patience, "FIRST_WAIT_S", 0.4)
    monkeypatch.setattr(patience, "NEXT_WAIT_S", 0.2)
    silent: set[str] = set()
    released = threading.Event()
    real_scandir, real_stat = os.scandir, Path.stat

    class Entry:
        """As os.DirEntry, whose `stat` cannot be replaced."""

        def __init__(self, entry: os.DirEntry[str]) -> None:
            self.name, self.path = entry.name, entry.path
            self.is_dir, self.is_symlink, self._stat = entry.is_dir, entry.is_symlink, entry.stat

        def stat(self, *, follow_symlinks: bool) -> os.stat_result:
            wait_for(self.path)
            return self._stat(follow_symlinks=follow_symlinks)

    class Listing:
        def __init__(self, folder: object) -> None:
            wait_for(f"{folder}/")
            self._real = real_scandir(folder)  # type: ignore[call-overload]

        def __enter__(self) -> Iterator[Entry]:
            return map(Entry, self._real)

        def __exit__(self, *_: object) -> None:
            self._real.close()

    def wait_for(name: str) -> None:
        if name in silent:
            released.wait()

    def stat(path: Path, **how: bool) -> os.stat_result:
        wait_for(str(path))
        return real_stat(path, **how)

    monkeypatch.setattr(os, "scandir", Listing)
    monkeypatch.setattr(Path, "stat", stat)
    yield lambda *names: silent.update(map(str, names))
    released.set()


def met(*roots: Path, control: Control | None = None) -> list[object]:
    return list(walk(Library("key", "name", roots), is_photo, control or Control()))


def photos(items: list[object]) -> list[str]:
    return [item.path.name for item in items if isinstance(item, FoundFile)]


def silences(items: list[object]) -> dict[str, str]:
    failures = [item for item in items if isinstance(item, Failure)]
    assert all(failure.reason is Reason.TIMEOUT for failure in failures)
    return {failure.file.path.name: failure.detail for failure in failures}


def test_a_folder_that_hangs_is_named_and_all_others_are_listed(tmp_path: Path, hang: Hang) -> None:
    for name in ("0.jpg", "a/1.jpg", "b/2.jpg", "b/sub/3.jpg", "c/4.jpg"):
        put(tmp_path / name)
    hang(f"{tmp_path / 'b'}/")
    items = met(tmp_path)
    assert photos(items) == ["0.jpg", "1.jpg", "4.jpg"]
    assert silences(items) == {"b": SILENT}


def test_a_disk_that_was_mounted_and_is_gone_costs_nothing_of_what_lies_around_it(
    tmp_path: Path, hang: Hang
) -> None:
    """`stat` of the folder it is mounted on hangs, not its listing."""
    for name in ("a.jpg", "mounted/b.jpg", "z.jpg", "zz/y.jpg"):
        put(tmp_path / name)
    hang(tmp_path / "mounted")
    items = met(tmp_path)
    assert photos(items) == ["a.jpg", "z.jpg", "y.jpg"]
    assert silences(items) == {"mounted": SILENT}


def test_a_library_folder_that_hangs_is_offline_and_the_others_are_listed(
    tmp_path: Path, hang: Hang
) -> None:
    one, two, three = (tmp_path / name for name in ("one", "two", "three"))
    for root in (one, two, three):
        put(root / f"{root.name}.jpg")
    hang(one, f"{two}/")
    items = met(one, two, three)
    assert photos(items) == ["three.jpg"]
    assert [item for item in items if isinstance(item, Offline)] == [
        Offline(one, SILENT), Offline(two, SILENT)
    ]  # fmt: skip


def test_a_disk_that_hangs_again_and_again_is_asked_for_nothing_more(
    tmp_path: Path, hang: Hang, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A thousand folders of a dead server must not cost a thousand waits."""
    for number in range(60):
        put(tmp_path / f"{number:02}" / "x.jpg")
        hang(f"{tmp_path / f'{number:02}'}/")
    waits: list[object] = []
    give_up = patience._Lister.give_up
    monkeypatch.setattr(
        patience._Lister, "give_up", lambda self: waits.append(self) or give_up(self)
    )
    items = met(tmp_path)
    assert len(waits) == patience.MOST_SILENCES
    said = silences(items)
    assert len(said) == 60
    assert list(said.values()).count(SILENT_DISK) == 60 - patience.MOST_SILENCES


def test_a_disk_that_answers_in_between_is_not_given_up(tmp_path: Path, hang: Hang) -> None:
    for number in range(10):
        put(tmp_path / f"{number}" / "x.jpg")
        if number % 2:
            hang(f"{tmp_path / str(number)}/")
    items = met(tmp_path)
    assert len(photos(items)) == 5
    assert set(silences(items).values()) == {SILENT}


def test_files_that_hang_are_named_and_the_rest_of_their_folder_is_listed(
    tmp_path: Path, hang: Hang
) -> None:
    for name in "abcd":
        put(tmp_path / f"{name}.jpg")
    hang(tmp_path / "b.jpg")
    items = met(tmp_path)
    assert photos(items) == ["a.jpg", "c.jpg", "d.jpg"]
    assert silences(items) == {"b.jpg": SILENT}


def test_nothing_below_what_hangs_counts_as_deleted(tmp_path: Path, hang: Hang) -> None:
    for name in ("a.jpg", "b/1.jpg", "b/sub/2.jpg", "mounted/3.jpg"):
        put(tmp_path / name)
    known = {
        item.path: KnownFile(number, number, 1, item.mtime_ns, item.device, item.inode)
        for number, item in enumerate(met(tmp_path))
        if isinstance(item, FoundFile)
    }
    assert len(known) == 4
    hang(f"{tmp_path / 'b'}/", tmp_path / "mounted")
    library = Library("key", "name", (tmp_path,))
    changes = list(sort_changes(walk(library, is_photo), known))
    assert not [change for change in changes if isinstance(change, Gone | RootOffline)]
    assert len([change for change in changes if isinstance(change, Unreachable)]) == 2


def test_what_comes_back_late_is_not_listed_twice(tmp_path: Path, hang: Hang) -> None:
    """The thread that was given up ends where it is, though its call comes back."""
    for name in ("a/1.jpg", "b/2.jpg", "c/3.jpg"):
        put(tmp_path / name)
    slow = threading.Event()
    hang(f"{tmp_path / 'a'}/")
    items = []
    for item in walk(Library("key", "name", (tmp_path,)), is_photo, Control()):
        items.append(item)
        slow.set()
    assert photos(items) == ["2.jpg", "3.jpg"]


def test_stop_does_not_wait_for_a_disk_that_hangs(
    tmp_path: Path, hang: Hang, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "FIRST_WAIT_S", 3600.0)
    put(tmp_path / "a/1.jpg")
    hang(f"{tmp_path / 'a'}/")
    control = Control()
    threading.Timer(0.3, control.stop).start()
    with pytest.raises(Cancelled):
        met(tmp_path, control=control)


def test_a_reader_that_takes_its_time_is_no_silence(
    tmp_path: Path, hang: Hang, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The listing waits until there is room for more; that is not the disk's fault."""
    monkeypatch.setattr(patience, "_BATCH", 1)
    monkeypatch.setattr(patience, "_BATCHES", 1)
    for number in range(3):
        put(tmp_path / f"{number}.jpg")
    items = []
    for item in walk(Library("key", "name", (tmp_path,)), is_photo, Control()):
        items.append(item)
        time.sleep(0.5)  # longer than FIRST_WAIT_S
    assert len(photos(items)) == 3
    assert silences(items) == {}


def test_a_fault_of_ours_in_the_thread_is_raised_where_it_is_seen(tmp_path: Path) -> None:
    put(tmp_path / "a.jpg")

    def judge(path: Path) -> bool:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(walk(Library("key", "name", (tmp_path,)), judge))
