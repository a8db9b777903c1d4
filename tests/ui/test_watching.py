"""What happens in the folders shows by itself, when it has come to rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from pytestqt.qtbot import QtBot

from imgsim_desktop.listing.watching import FolderWatch, Heard
from imgsim_desktop.records import Library
from imgsim_desktop.ui.engine import Engine
from imgsim_desktop.ui.main_window import MainWindow
from imgsim_desktop.ui.models.pending import QUIET_S, Pending
from imgsim_desktop.ui.power import is_on_battery
from imgsim_desktop.ui.session import LibrarySession
from imgsim_desktop.ui.watching import (
    LONGEST_GAP_S,
    LOOK_DEAF_S,
    LOOK_S,
    LOOK_WHEN_SHOWN_S,
    Watching,
    watch_library,
)
from tests.ui.fakes import colour_network, draw, end_window
from tests.ui.shown import id_of, names

A, B = Path("/photos/a.jpg"), Path("/photos/b.jpg")


@dataclass
class FakeWatch:
    """Hears what a test says."""

    said: list[Heard] = field(default_factory=list)
    hears_all: bool = True
    is_stopped: bool = False

    def start(self) -> None:
        pass

    def take(self) -> list[Heard]:
        said, self.said = self.said, []
        return said

    def stop(self) -> None:
        self.is_stopped = True


class Ear:
    """A Watching over a fake watch, with a clock that a test turns."""

    def __init__(self, session: LibrarySession, library: Library) -> None:
        self.time = 1000.0
        self.watch = FakeWatch()
        self.is_busy = self.is_spared = False
        self.owner = QObject()
        self.asked = 0
        session.open_library(library)
        self.watching = Watching(
            session,
            lambda _library: self.watch,
            lambda: self.is_busy,
            lambda: self.is_spared,
            self.owner,
            lambda: self.time,
        )
        self.watching.scanWanted.connect(self._ask)

    def _ask(self) -> None:
        self.asked += 1
        self.watching.scan_began()
        self.watching.scan_ended()

    def hear(self, *paths: Path, is_written: bool = True) -> None:
        self.watch.said += [Heard(path, is_written) for path in paths]
        self.watching.look()

    def wait(self, seconds: float) -> None:
        self.time += seconds
        self.watching.look()


@pytest.fixture
def ear(session: LibrarySession, photos_folder: Path) -> Iterator[Ear]:
    made = Ear(session, session.library_for([photos_folder]))
    yield made
    made.watching.stop()


def test_a_change_that_has_come_to_rest_is_looked_at_once(ear: Ear) -> None:
    ear.hear(A)
    assert ear.asked == 0
    ear.wait(QUIET_S)
    assert ear.asked == 1
    ear.wait(10 * QUIET_S)
    assert ear.asked == 1


def test_a_file_that_grows_waits_and_another_one_does_not_wait_for_it(ear: Ear) -> None:
    ear.hear(A, B)
    ear.wait(QUIET_S / 2)
    ear.hear(A)
    ear.wait(QUIET_S / 2)
    assert ear.asked == 1
    assert ear.watching.growing == {A}
    ear.wait(QUIET_S / 2)
    assert ear.asked == 2
    ear.wait(0)
    assert ear.watching.growing == frozenset()


def test_nothing_begins_while_files_are_moved_or_on_battery(ear: Ear) -> None:
    ear.is_busy = True
    ear.hear(A)
    ear.wait(QUIET_S)
    assert ear.asked == 0
    ear.is_busy, ear.is_spared = False, True
    ear.wait(1)
    assert ear.asked == 0
    ear.is_spared = False
    ear.wait(1)
    assert ear.asked == 1


def test_a_scan_that_anybody_began_has_seen_what_happened_before_it(ear: Ear) -> None:
    ear.hear(A, is_written=False)
    ear.watching.scan_began()
    ear.watching.scan_ended()
    ear.wait(QUIET_S)
    assert ear.asked == 0


def test_scans_that_take_long_leave_time_between_them_but_not_for_ever(ear: Ear) -> None:
    ear.watching.scan_began()
    ear.time += 5
    ear.watching.scan_ended()
    ear.hear(A)
    ear.wait(15)
    assert ear.asked == 0
    ear.wait(6)
    assert ear.asked == 1
    ear.watching.scan_began()
    ear.time += 3600
    ear.watching.scan_ended()
    ear.hear(A)
    ear.wait(LONGEST_GAP_S)
    assert ear.asked == 2


def test_what_cannot_be_heard_is_looked_at_now_and_then(ear: Ear) -> None:
    ear.wait(LOOK_DEAF_S)
    assert ear.asked == 0
    ear.wait(LOOK_S)
    assert ear.asked == 1
    ear.watch.hears_all = False
    ear.wait(LOOK_DEAF_S)
    assert ear.asked == 2


def test_the_folders_are_looked_at_when_the_window_comes_to_the_front(ear: Ear) -> None:
    ear.wait(LOOK_WHEN_SHOWN_S)
    ear.watching._take_state(Qt.ApplicationState.ApplicationActive)
    ear.wait(0)
    assert ear.asked == 1
    ear.watching._take_state(Qt.ApplicationState.ApplicationActive)
    ear.wait(LOOK_WHEN_SHOWN_S / 2)
    assert ear.asked == 1


def test_what_a_scan_that_failed_did_not_see_is_looked_at_again(ear: Ear) -> None:
    ear.hear(A)
    ear.watching.scan_began()
    ear.watching.scan_failed()  # another program scans this library
    ear.watching.scan_ended()
    ear.wait(LOOK_WHEN_SHOWN_S)
    assert ear.asked == 1
    ear.wait(LOOK_WHEN_SHOWN_S)
    assert ear.asked == 1


def test_nobody_listens_when_the_person_does_not_want_it(ear: Ear, session: LibrarySession) -> None:
    session.change_settings(watch=False)
    assert ear.watch.is_stopped
    ear.hear(A)
    ear.wait(LOOK_S)
    assert ear.asked == 0
    ear.watch.is_stopped = False
    session.change_settings(watch=True)
    ear.wait(0)
    assert ear.asked == 1  # much may have happened meanwhile


def test_a_file_that_was_written_and_is_gone_is_not_waited_for() -> None:
    pending = Pending()
    pending.hear([Heard(A, is_written=True)], 0)
    pending.hear([Heard(A, is_written=False)], 0.1)
    assert pending.growing(0.1) == frozenset()


# the system


def heard_of(watch: FolderWatch, heard: set[Path], *wanted: Path) -> bool:
    heard.update(each.path for each in watch.take())
    return heard >= set(wanted)


def test_the_system_tells_of_photos_that_come_change_move_and_go(
    qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "old").mkdir()
    watch = watch_library(Library("k", "n", (tmp_path,)))
    watch.start()
    try:
        heard: set[Path] = set()

        def hears(*wanted: Path) -> None:
            heard.clear()
            qtbot.waitUntil(lambda: heard_of(watch, heard, *wanted))  # type: ignore[arg-type]

        first = tmp_path / "old" / "a.jpg"
        first.write_bytes(b"one")
        (tmp_path / "notes.txt").write_bytes(b"no photo")
        (tmp_path / ".hidden.jpg").write_bytes(b"a name of somebody's own")
        hears(first)
        first.write_bytes(b"two")
        hears(first)
        new = tmp_path / "new" / "b.jpg"
        new.parent.mkdir()
        first.rename(new)
        hears(first)
        new.with_suffix(".xmp").write_bytes(b"words")
        hears(new.with_suffix(".xmp"))
        new.unlink()
        hears(new)
        assert tmp_path / "notes.txt" not in heard
        assert tmp_path / ".hidden.jpg" not in heard
    finally:
        watch.stop()


def test_reading_a_photo_is_not_heard(qtbot: QtBot, tmp_path: Path) -> None:
    photo = tmp_path / "a.jpg"
    photo.write_bytes(b"bytes")
    watch = watch_library(Library("k", "n", (tmp_path,)))
    watch.start()
    try:
        assert photo.read_bytes() == b"bytes"
        (tmp_path / "b.jpg").write_bytes(b"later")
        heard: set[Path] = set()
        qtbot.waitUntil(lambda: heard_of(watch, heard, tmp_path / "b.jpg"))  # type: ignore[arg-type]
        assert photo not in heard
    finally:
        watch.stop()


def test_a_folder_that_is_not_there_is_no_trouble_and_is_known_to_be_unheard(
    tmp_path: Path,
) -> None:
    watch = watch_library(Library("k", "n", (tmp_path / "unplugged",)))
    watch.start()
    assert not watch.hears_all
    watch.stop()


def test_the_battery_is_told_from_the_plug(tmp_path: Path) -> None:
    def supply(name: str, **facts: str) -> None:
        (tmp_path / name).mkdir(exist_ok=True)
        for fact, value in facts.items():
            (tmp_path / name / fact).write_text(value + "\n")

    assert not is_on_battery(tmp_path / "nothing")
    supply("mouse", type="Battery", scope="Device", status="Discharging")
    assert not is_on_battery(tmp_path)
    supply("BAT0", type="Battery", status="Discharging")
    assert is_on_battery(tmp_path)
    supply("AC", type="Mains", online="1")
    assert not is_on_battery(tmp_path)
    supply("AC", online="0")
    assert is_on_battery(tmp_path)
    supply("BAT0", status="Charging")
    assert not is_on_battery(tmp_path)


# the window


@pytest.fixture
def watched(qtbot: QtBot, session: LibrarySession, photos_folder: Path) -> MainWindow:
    """A window that hears, over three photos that were scanned."""
    engine = Engine(session, lambda *_: colour_network())
    window = MainWindow(session, engine, watch=watch_library)
    qtbot.addWidget(window, before_close_func=end_window)
    window.resize(1100, 720)
    with qtbot.waitExposed(window):
        window.show()
    draw(photos_folder / "red.jpg", "#c33")
    draw(photos_folder / "trip" / "blue.jpg", "#33c")
    window.library_actions.open_folders([photos_folder])
    qtbot.waitUntil(lambda: not window.scans.is_running)
    qtbot.waitUntil(lambda: window.watching is not None and window.watching._watch.hears_all)  # type: ignore[union-attr]
    window.notices.clear()
    return window


def test_photos_that_come_and_go_show_without_a_key(
    qtbot: QtBot, watched: MainWindow, photos_folder: Path
) -> None:
    draw(photos_folder / "later.jpg", "#aa2")
    (photos_folder / "red.jpg").unlink()
    qtbot.waitUntil(lambda: sorted(names(watched)) == ["blue.jpg", "later.jpg"])
    (photos_folder / "trip").rename(photos_folder / "journey")
    qtbot.waitUntil(lambda: (photos_folder / "journey") in watched.session.folder_counts())
    assert sorted(names(watched)) == ["blue.jpg", "later.jpg"]


def test_a_file_that_was_written_anew_shows_its_new_picture_everywhere(
    qtbot: QtBot, watched: MainWindow, photos_folder: Path
) -> None:
    photo_id = id_of(watched, "red.jpg")
    before = watched.pages.one(photo_id)
    assert before is not None
    watched.browser.show_similar(photo_id)
    watched.gallery._open(photo_id)  # type: ignore[union-attr]
    draw(photos_folder / "red.jpg", "#2a2", 640, 480)
    view, panel = watched.photo_view, watched.panel
    qtbot.waitUntil(
        lambda: view.photo is not None and view.photo.content_hash != before.content_hash
    )
    assert panel._query_photo is not None
    assert panel._query_photo.content_hash == view.photo.content_hash  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: not watched.scans.is_running)


def test_a_look_that_finds_nothing_is_not_seen(
    qtbot: QtBot, watched: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[bool] = []
    monkeypatch.setattr(watched.scan_bar, "setVisible", shown.append)
    assert watched.watching is not None
    watched.watching.scanWanted.emit()
    qtbot.waitUntil(lambda: not watched.scans.is_running)
    assert True not in shown
    assert watched.notices.notice is None


def test_the_scan_leaves_a_file_that_is_being_written_alone(
    qtbot: QtBot, scanned: MainWindow, photos_folder: Path
) -> None:
    growing = draw(photos_folder / "growing.jpg", "#aa2")
    changing = draw(photos_folder / "red.jpg", "#2a2", 640, 480)
    scanned.engine.growing = lambda: frozenset({growing, changing})
    scanned.scan_now()
    qtbot.waitUntil(lambda: not scanned.scans.is_running)
    assert sorted(names(scanned)) == ["blue.jpg", "red too.jpg", "red.jpg"]
    photo = scanned.pages.one(id_of(scanned, "red.jpg"))
    assert photo is not None
    assert photo.facts.width_px == 400
    scanned.engine.growing = frozenset
    scanned.scan_now()
    qtbot.waitUntil(lambda: not scanned.scans.is_running)
    assert "growing.jpg" in names(scanned)


def test_what_is_stopped_while_it_begins_to_listen_ends(photos_folder: Path) -> None:
    watch = FolderWatch((photos_folder,), lambda _name: True)
    watch.stop()
    watch.start()
    assert not watch.hears_all
