"""A new folder shows its pictures at once, before the network is loaded and anything described."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from imgsim_desktop.control import Cancelled, Control
from imgsim_desktop.records import FoundFile, Library
from imgsim_desktop.scan import ScanSummary
from imgsim_desktop.ui.early_thumbnails import EarlyThumbnails
from imgsim_desktop.ui.main_window import MainWindow
from imgsim_desktop.ui.models.early_photos import EarlyPhotos, ThumbnailsOfBoth
from imgsim_desktop.ui.texts import said_photo
from tests.ui.fakes import FakeStore, draw
from tests.ui.shown import names

HASH_BYTES = 16


def found(name: str, size_bytes: int = 10, mtime_ns: int = 0) -> FoundFile:
    return FoundFile(Path("/new") / name, Path("/new"), size_bytes, mtime_ns, 1, 1)


class HeldScan:
    """A scan whose network takes for ever: it describes nothing before it is let go."""

    def __init__(self, window: MainWindow) -> None:
        self._scan = window.scans._scan
        self.let_go = threading.Event()

    def __call__(self, library: Library, control: Control) -> ScanSummary:
        while not self.let_go.wait(0.02):
            control.check()
        return self._scan(library, control)


def test_pictures_of_a_new_folder_are_shown_before_anything_is_described(
    qtbot: QtBot, window: MainWindow, photos_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw(photos_folder / "red.jpg", "#c33")
    draw(photos_folder / "trip" / "blue.jpg", "#33c")
    scan = HeldScan(window)
    monkeypatch.setattr(window.scans, "_scan", scan)
    gallery = window.gallery
    assert gallery is not None
    drawn: set[bytes] = set()
    window.thumbnails.loaded.connect(drawn.update)
    window.library_actions.open_folders([photos_folder])
    qtbot.waitUntil(lambda: len(drawn) == 2)
    assert sorted(names(window)) == ["blue.jpg", "red.jpg"]
    assert window.session.cache is not None
    assert window.session.cache.count() == 0  # nothing of this is written down
    assert all(not window.thumbnails.is_absent(sign) for sign in drawn)
    assert "not read yet" in said_photo(gallery.pages.one(int(gallery.grid.ids[0])))  # type: ignore[arg-type]
    scan.let_go.set()
    qtbot.waitUntil(lambda: not window.scans.is_running)
    assert sorted(names(window)) == ["blue.jpg", "red.jpg"]
    assert (gallery.grid.ids > 0).all()
    assert len(window.session.early) == 0


def test_nothing_can_be_done_with_a_photo_that_is_only_listed(
    qtbot: QtBot, window: MainWindow, photos_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw(photos_folder / "red.jpg", "#c33")
    scan = HeldScan(window)
    monkeypatch.setattr(window.scans, "_scan", scan)
    window.library_actions.open_folders([photos_folder])
    gallery = window.gallery
    assert gallery is not None
    qtbot.waitUntil(lambda: len(gallery.grid) == 1)
    chosen: list[object] = []
    gallery.photoChosen.connect(chosen.append)
    gallery.grid.select_all()
    gallery.grid.clicked.emit(int(gallery.grid.ids[0]))
    assert len(gallery.grid.selected_ids()) == 1
    assert len(gallery.chosen_ids()) == 0
    assert len(window.browser.chosen_ids()) == 0
    assert chosen == []
    assert window.session.fetch_photos(gallery.grid.ids.tolist()) == {}
    scan.let_go.set()
    qtbot.waitUntil(lambda: not window.scans.is_running)


def test_a_folder_that_is_known_is_not_listed_beside_the_scan(
    qtbot: QtBot, scanned: MainWindow, photos_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw(photos_folder / "later.jpg", "#aa2")
    heard: list[object] = []
    monkeypatch.setattr(scanned.session, "show_early", heard.append)
    scanned.scan_now()
    qtbot.waitUntil(lambda: not scanned.scans.is_running)
    assert heard == []
    assert "later.jpg" in names(scanned)


def test_a_scan_that_is_stopped_while_it_waits_for_pictures_ends(window: MainWindow) -> None:
    window.first_look._is_ready.clear()
    control = Control()
    control.stop()
    with pytest.raises(Cancelled):
        window.first_look.hold(control)
    window.first_look._is_ready.set()


def test_listed_photos_stand_in_the_order_and_behind_the_filter_of_the_gallery() -> None:
    early = EarlyPhotos()
    early.add([found("b.jpg", 30, 1), found("A.jpg", 20, 3), found("trip/c.jpg", 10, 2)])

    def shown(sort: str, *, descending: bool = False, folder: str = "", name: str = "") -> str:
        place = Path(folder) if folder else None
        ids = early.ids(sort, descending=descending, folder=place, name=name)
        assert (ids < 0).all()
        return " ".join(photo.path.name for photo in early.photos(ids.tolist()).values())

    assert shown("date") == "b.jpg c.jpg A.jpg"
    assert shown("name", descending=True) == "c.jpg b.jpg A.jpg"
    assert shown("size") == "c.jpg A.jpg b.jpg"
    assert shown("folder") == "A.jpg b.jpg c.jpg"
    assert shown("name", folder="/new/trip") == "c.jpg"
    assert shown("name", name="a.J") == "A.jpg"


def test_a_listed_photo_goes_when_it_has_become_one_of_the_library() -> None:
    early = EarlyPhotos()
    early.add([found("a.jpg"), found("b.jpg")])
    early.add([found("a.jpg")])
    assert len(early) == 2
    assert early.drop({Path("/new/a.jpg")})
    assert not early.drop({Path("/new/a.jpg")})
    assert early.paths() == [Path("/new/b.jpg")]


def test_the_sign_of_a_listed_photo_is_the_hash_of_no_content() -> None:
    early = EarlyPhotos()
    early.add([found("a.jpg")])
    ids = early.ids("date", descending=False, folder=None, name="")
    (photo,) = early.photos(ids.tolist()).values()
    assert len(photo.content_hash) != HASH_BYTES
    assert early.path_of(photo.content_hash) == Path("/new/a.jpg")
    store, made = FakeStore(), EarlyThumbnails(lambda path: str(path).encode())
    both = ThumbnailsOfBoth(store, early, made)
    assert both.get(photo.content_hash) == b"/new/a.jpg"
    assert both.get(bytes(16)) is not None
    assert store.asked == [bytes(16)]


def test_a_thumbnail_of_a_listed_photo_is_made_once_though_two_ask_for_it() -> None:
    asked: list[Path] = []
    both_wait = threading.Barrier(2)

    def make(path: Path) -> bytes:
        asked.append(path)
        return b"picture"

    made = EarlyThumbnails(make)

    def ask() -> None:
        both_wait.wait()
        assert made.get(Path("/new/a.jpg")) == b"picture"

    threads = [threading.Thread(target=ask, name=f"ask {number}") for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert asked == [Path("/new/a.jpg")]
