"""Stars and picks in the window: seen at once, written beside the photo, taken back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from imgsim_desktop.library.finding import parse
from imgsim_desktop.reading.descriptions import sidecar_beside
from imgsim_desktop.reading.xmp import rated_xmp
from imgsim_desktop.records import Rating
from imgsim_desktop.ui.main_window import MainWindow
from imgsim_desktop.ui.notices import Notice
from imgsim_desktop.ui.ratings import Given
from imgsim_desktop.ui.session import LibrarySession
from imgsim_desktop.ui.view import OpenPhoto
from tests.ui.shown import id_of

CONTROL = Qt.KeyboardModifier.ControlModifier


def settle(qtbot: QtBot, window: MainWindow) -> None:
    committer = window._pages.review.committer
    qtbot.waitUntil(lambda: not committer.is_running and not window.ratings._waiting)


def open_large(window: MainWindow, name: str) -> None:
    gallery = window.gallery
    assert gallery is not None
    row = gallery.grid.row_of(id_of(window, name))
    assert row is not None
    window.browser.open_photo(OpenPhoto(gallery.grid.ids, row))


def test_stars_of_the_large_photo_are_seen_written_and_taken_back(
    qtbot: QtBot, scanned: MainWindow, photos_folder: Path
) -> None:
    open_large(scanned, "red.jpg")
    large = scanned.photo_view
    qtbot.keyClick(large.canvas, Qt.Key.Key_4, CONTROL)
    assert large._stars.text() == "★" * 4
    qtbot.keyClick(large.canvas, Qt.Key.Key_2, CONTROL)
    assert large._stars.text() == "★" * 2
    settle(qtbot, scanned)
    assert sidecar_beside(photos_folder / "red.jpg").rating == 2
    large.commands.by_name["undo"].trigger()
    qtbot.waitUntil(lambda: large._stars.text() == "★" * 4)
    settle(qtbot, scanned)
    large.commands.by_name["undo"].trigger()
    qtbot.waitUntil(lambda: not list(photos_folder.glob("*.xmp")))
    settle(qtbot, scanned)


def test_photos_chosen_in_the_gallery_are_rated_together_and_it_is_said(
    qtbot: QtBot, scanned: MainWindow, photos_folder: Path
) -> None:
    gallery = scanned.gallery
    assert gallery is not None
    gallery.grid.select_all()
    gallery.grid.setFocus()
    told: list[object] = []
    scanned.ratings.noticed.connect(told.append)
    scanned.chosen_commands.by_name["reject"].trigger()
    settle(qtbot, scanned)
    photos = [photos_folder / name for name in ("red.jpg", "red too.jpg", "trip/blue.jpg")]
    assert [sidecar_beside(photo).rating for photo in photos] == [-1] * 3
    (notice,) = told
    assert isinstance(notice, Notice)
    assert notice.sentence == "3 photos: rejected"
    assert notice.action is not None
    notice.action()
    qtbot.waitUntil(lambda: [sidecar_beside(photo).rating for photo in photos] == [None] * 3)
    settle(qtbot, scanned)


def test_the_gallery_says_stars_with_names_or_where_they_are_wanted(
    scanned: MainWindow, photos_folder: Path
) -> None:
    gallery = scanned.gallery
    assert gallery is not None
    row = gallery.grid.row_of(id_of(scanned, "red.jpg"))
    assert row is not None
    photo = gallery.grid.photo_at(row)
    scanned.ratings._known[photos_folder / "red.jpg"] = Given(3)
    assert not gallery.grid._cell(row, photo).says_name
    gallery.commands.by_name["stars"].trigger()
    assert gallery.grid._cell(row, photo).says_name
    assert gallery.grid._cell(row, photo).name == "★" * 3
    gallery.commands.by_name["names"].trigger()
    assert gallery.grid._cell(row, photo).name == "red.jpg  " + "★" * 3
    scanned.ratings._known[photos_folder / "red.jpg"] = Given(3, is_picked=True)
    assert gallery.grid._cell(row, photo).name == "red.jpg  ★★★ picked"


def test_a_pick_is_seen_found_without_a_scan_and_taken_back(
    qtbot: QtBot, scanned: MainWindow, photos_folder: Path
) -> None:
    open_large(scanned, "red.jpg")
    qtbot.keyClick(scanned.photo_view.canvas, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert scanned.photo_view._stars.text() == "picked"
    settle(qtbot, scanned)
    session = scanned.session
    assert found(session, "is:picked") == ["red.jpg"]
    scanned.photo_view.commands.by_name["undo"].trigger()
    qtbot.waitUntil(lambda: scanned.photo_view._stars.text() == "")
    settle(qtbot, scanned)
    assert found(session, "is:picked") == []


def found(session: LibrarySession, text: str) -> list[str]:
    session.poll()
    assert session.cache is not None
    ids = session.cache.photo_ids(query=parse(text, date(2026, 12, 1), {}))
    return [photo.path.name for photo in session.cache.photos(ids.tolist())]


@pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing)", extend=True)
def test_the_menu_of_the_large_view_gives_stars(
    qtbot: QtBot, scanned: MainWindow, photos_folder: Path
) -> None:
    open_large(scanned, "red.jpg")
    canvas = scanned.photo_view.canvas
    middle = canvas.rect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, middle, canvas.mapToGlobal(middle))
    QApplication.sendEvent(canvas, event)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    (stars,) = [a.menu() for a in menu.actions() if a.text() == "Stars and picks"]
    assert isinstance(stars, QMenu)
    (three,) = [a for a in stars.actions() if a.text().startswith("Three stars")]
    three.trigger()
    menu.close()
    settle(qtbot, scanned)
    assert sidecar_beside(photos_folder / "red.jpg").rating == 3


def test_stars_another_program_gave_are_read_when_the_photo_is_shown_large(
    qtbot: QtBot, scanned: MainWindow, photos_folder: Path
) -> None:
    content = rated_xmp(None, Rating.FIVE_STARS)
    assert content is not None
    (photos_folder / "red.jpg.xmp").write_bytes(content)
    open_large(scanned, "red.jpg")
    qtbot.waitUntil(lambda: scanned.photo_view._stars.text() == "★" * 5)
    open_large(scanned, "blue.jpg")
    assert scanned.photo_view._stars.text() == ""


def test_what_could_not_be_written_is_said_and_not_shown(
    qtbot: QtBot, scanned: MainWindow, photos_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (photos_folder / "red.jpg.xmp").write_bytes(b"no xmp")
    open_large(scanned, "red.jpg")
    told: list[object] = []
    scanned.ratings.noticed.connect(told.append)
    qtbot.keyClick(scanned.photo_view.canvas, Qt.Key.Key_3, CONTROL)
    settle(qtbot, scanned)
    qtbot.waitUntil(lambda: len(told) == 1)
    assert scanned.photo_view._stars.text() == ""
    dialog = scanned.findChild(object, "problemsDialog")
    assert dialog is not None
    dialog.close()  # type: ignore[attr-defined]
