"""Scans as the window shows them: begun, stopped, failed, and found by another program."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from imgsim_desktop.control import Control
from imgsim_desktop.errors import KnownError, LibraryInUse
from imgsim_desktop.library.cache import CacheWriter
from imgsim_desktop.records import Library, Progress
from imgsim_desktop.scan import ScanSummary, search
from imgsim_desktop.ui.main_window import MainWindow
from imgsim_desktop.ui.notices import Notice
from tests.ui.fakes import draw
from tests.ui.shown import names


def test_photos_written_by_another_connection_appear(
    qtbot: QtBot, scanned: MainWindow, photos_folder: Path
) -> None:
    from imgsim_desktop.scan import scan
    from tests.ui.fakes import colour_network

    draw(photos_folder / "later.jpg", "#aa2")
    library, home = scanned.session.library, scanned.session.home
    assert library is not None
    other = threading.Thread(target=lambda: scan(library, home, colour_network()), name="other")
    other.start()
    qtbot.waitUntil(lambda: "later.jpg" in names(scanned), timeout=20_000)
    other.join()


@contextmanager
def held(window: MainWindow, library: Library) -> Iterator[None]:
    """Another program scans this library."""
    writer = CacheWriter(window.session.home, library)
    yield
    writer.close()


def test_a_library_in_use_is_shown_and_says_so(qtbot: QtBot, scanned: MainWindow) -> None:
    library = scanned.session.library
    assert library is not None
    with held(scanned, library):
        scanned.scan_now()
        qtbot.waitUntil(lambda: not scanned.scans.is_running, timeout=10_000)
    notice = scanned.notices.notice
    assert notice is not None
    assert "scanned by another program" in notice.sentence
    assert len(names(scanned)) == 3


class SlowScan:
    """A scan that goes on until it is stopped."""

    def __init__(self) -> None:
        self.ended = False

    def __call__(self, _library: Library, control: Control) -> ScanSummary:
        try:
            while True:
                control.report(Progress("reading", 40, 100, rate_per_s=8.0, seconds_left=7.5))
                control.check()
        finally:
            self.ended = True


def test_stop_ends_the_scan_and_says_what_is_kept(
    qtbot: QtBot, scanned: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanned.scans, "_scan", SlowScan())
    scanned.scan_now()
    qtbot.waitUntil(lambda: "40 of 100" in scanned.scan_bar.accessibleDescription())
    assert "8.0 a second" in scanned.scan_bar.accessibleDescription()
    scanned.stop_scan()
    qtbot.waitUntil(lambda: not scanned.scans.is_running)
    assert scanned.notices.notice is not None
    assert scanned.notices.notice.sentence == "Scan stopped."
    assert not scanned.scan_bar.isVisible()


def test_a_scan_after_files_were_moved_leaves_the_undo_of_the_move_in_sight(
    qtbot: QtBot, scanned: MainWindow
) -> None:
    moved = Notice("1 photo moved to the trash.", action_text="Undo", topic="review")
    scanned.notices.show_notice(moved)
    first, second, *_ = scanned.session.fetch_photos(scanned.session.photo_ids()).values()
    first.path.unlink()
    with qtbot.waitSignal(scanned.scans.ended, timeout=60_000):
        scanned.views["duplicates"].filesMoved.emit()
    assert scanned.notices.notice == moved
    second.path.unlink()
    with qtbot.waitSignal(scanned.scans.ended, timeout=60_000):
        scanned.scan_now()
    assert scanned.notices.notice is not None
    assert scanned.notices.notice.sentence == "1 photo, 1 gone."


def test_closing_the_window_ends_the_scan_first(
    qtbot: QtBot, scanned: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = SlowScan()
    monkeypatch.setattr(scanned.scans, "_scan", slow)
    scanned.scan_now()
    scanned.close()
    assert scanned.isVisible()
    qtbot.waitUntil(lambda: not scanned.isVisible())
    assert slow.ended


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (KnownError("The disk is full.", "Free some space."), "The disk is full."),
        (LibraryInUse("In use.", "Close the other one."), "In use."),
        (ZeroDivisionError("oh"), "Something went wrong that should not have."),
    ],
)
def test_a_scan_that_fails_says_why(
    qtbot: QtBot,
    scanned: MainWindow,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
    said: str,
) -> None:
    def fail(_library: Library, _control: Control) -> ScanSummary:
        raise error

    monkeypatch.setattr(scanned.scans, "_scan", fail)
    scanned.scan_now()
    qtbot.waitUntil(lambda: not scanned.scans.is_running)
    assert scanned.notices.notice is not None
    assert scanned.notices.notice.sentence == said


def test_photos_of_a_disk_that_is_unplugged_stay_and_say_so(
    qtbot: QtBot, scanned: MainWindow, photos_folder: Path
) -> None:
    photos_folder.rename(photos_folder.with_name("unplugged"))
    scanned.scan_now()
    qtbot.waitUntil(lambda: not scanned.scans.is_running, timeout=20_000)
    assert len(names(scanned)) == 3
    assert scanned.notices.notice is not None
    assert scanned.notices.notice.sentence.startswith("Not connected: ")
    gallery = scanned.gallery
    assert gallery is not None
    gallery.grid.set_current(int(gallery.grid.ids[0]))
    assert "disk not connected" in gallery.grid.accessibleDescription()
    scanned.browser.open_chosen()
    assert scanned.photo_view.canvas.message.startswith("The disk of this photo is not connected")


def test_pictures_with_odd_names_are_told_once(
    qtbot: QtBot, scanned: MainWindow, photos_folder: Path
) -> None:
    first = next(photos_folder.glob("*.jpg"))
    (photos_folder / "a.jpg_large").write_bytes(first.read_bytes())
    scanned.scan_now()
    qtbot.waitUntil(lambda: not scanned.scans.is_running, timeout=20_000)
    assert scanned.notices.notice is not None
    assert scanned.notices.notice.sentence.endswith("not read: 1 (a.jpg_large)")
    scanned.notices.clear()
    scanned.scan_now()
    qtbot.waitUntil(lambda: not scanned.scans.is_running, timeout=20_000)
    assert scanned.notices.notice is None or "a.jpg_large" not in scanned.notices.notice.sentence


@pytest.mark.parametrize(("large", "is_told"), [(5, False), (4, True)])
def test_without_hnswlib_a_large_library_is_told_what_that_costs(
    large: int, is_told: bool, qtbot: QtBot, scanned: MainWindow, photos_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(search, "HAS_GRAPH", False)
    monkeypatch.setattr(search, "EXACT_BELOW", large)
    draw(photos_folder / "fourth.jpg", "#3c3")
    with qtbot.waitSignal(scanned.scans.ended, timeout=60_000):
        scanned.scan_now()
    notice = scanned.notices.notice
    assert notice is not None
    assert notice.sentence.startswith("4 photos, 1 new.")
    assert ("hnswlib" in notice.hint) == is_told


def scan_again(qtbot: QtBot, window: MainWindow) -> Notice:
    """What is told at the end of a scan that somebody asked for."""
    with qtbot.waitSignal(window.scans.ended):
        window.scan_now()
    notice = window.notices.notice
    assert notice is not None
    return notice


def test_the_end_of_a_scan_says_what_was_found_and_leads_there(
    qtbot: QtBot, scanned: MainWindow, photos_folder: Path
) -> None:
    red = photos_folder / "red.jpg"
    (photos_folder / "copy.jpg").write_bytes(red.read_bytes())
    draw(photos_folder / "red too.jpg", "#2a2", 640, 480)
    (photos_folder / "trip" / "blue.jpg").unlink()
    (photos_folder / "broken.jpg").write_bytes(b"no picture")
    notice = scan_again(qtbot, scanned)
    size = scanned.views["duplicates"].desk.figures().reclaim_bytes  # type: ignore[attr-defined]
    assert size >= red.stat().st_size
    assert notice.sentence.startswith(
        "3 photos, 1 new, 1 changed, 1 gone, 1 not readable. 1 group of copies, "
    )
    assert (notice.action_text, notice.more_text) == ("Review", "Not readable")
    assert notice.action is not None
    notice.action()
    assert scanned.view is scanned.views["duplicates"]
    assert notice.more is not None
    notice.more()
    assert scanned.view is scanned.views["failures"]


def test_a_scan_that_finds_nothing_new_says_so_to_whoever_asked(
    qtbot: QtBot, scanned: MainWindow
) -> None:
    scanned.notices.clear()
    notice = scan_again(qtbot, scanned)
    assert notice.sentence.startswith("Nothing new: 3 photos.")


def test_the_second_button_of_a_message_does_the_second_thing(scanned: MainWindow) -> None:
    done: list[str] = []
    scanned.notices.clear()
    scanned.notices.show_notice(
        Notice("a", action_text="one", action=lambda: done.append("one"),
               more_text="two", more=lambda: done.append("two"))
    )  # fmt: skip
    scanned.notices.cards[-1]._more.click()
    assert done == ["two"]
    assert scanned.notices.notice is None


def test_a_scan_that_is_over_shows_a_full_bar_at_rest(scanned: MainWindow) -> None:
    bar = scanned.scan_bar
    bar.begin()
    assert bar._bar.maximum() == 0
    bar.show_progress(Progress("done"))
    assert bar._bar.value() == bar._bar.maximum() > 0
    assert bar._stop.isHidden()
    bar.begin()
    assert not bar._stop.isHidden()
    bar.end()
