"""Folders at the side: left out, or taken out of the library, and put back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from imgsim_desktop.ui.main_window import MainWindow
from tests.pictures import save_photos
from tests.ui.shown import names


def menu_of(window: MainWindow, folder: Path) -> dict[str, QAction]:
    menu = QMenu(window)
    window.side_bar.menuOpened.emit((menu, folder))
    return {action.text(): action for action in menu.actions()}


def done(qtbot: QtBot, window: MainWindow, action: QAction) -> None:
    with qtbot.waitSignal(window.scans.ended):
        action.trigger()
    qtbot.waitUntil(lambda: not window.scans.is_running)


def undone(qtbot: QtBot, window: MainWindow) -> None:
    found = [told.notice for told in window.notices.history if told.notice.action_text == "Undo"]
    act = found[-1].action
    assert act is not None
    with qtbot.waitSignal(window.scans.ended):
        act()
    qtbot.waitUntil(lambda: not window.scans.is_running)


def test_a_folder_is_left_out_and_comes_back(
    qtbot: QtBot, scanned: MainWindow, photos_folder: Path
) -> None:
    before = names(scanned)
    files = sorted(photos_folder.rglob("*"))
    done(qtbot, scanned, menu_of(scanned, photos_folder / "trip")["Leave this folder out"])
    assert "blue.jpg" not in names(scanned)
    assert sorted(photos_folder.rglob("*")) == files
    undone(qtbot, scanned)
    assert names(scanned) == before


def test_a_folder_is_taken_out_of_the_library_and_comes_back(
    qtbot: QtBot, scanned: MainWindow, photos_folder: Path, tmp_path: Path
) -> None:
    assert "Remove from this library" not in menu_of(scanned, photos_folder)  # the only one
    other = tmp_path / "other"
    save_photos(other, 2)
    library = scanned.session.library
    assert library is not None
    grown = scanned.session.add_folder(library, other)
    with qtbot.waitSignal(scanned.scans.ended):
        scanned.scans.start(grown)
    assert len(names(scanned)) == 5
    done(qtbot, scanned, menu_of(scanned, other)["Remove from this library"])
    assert len(names(scanned)) == 3
    assert len(list(other.iterdir())) == 2
    undone(qtbot, scanned)
    assert len(names(scanned)) == 5


def test_libraries_stand_in_the_menu_by_their_last_use(
    qtbot: QtBot, scanned: MainWindow, tmp_path: Path
) -> None:
    first = scanned.session.library
    assert first is not None
    save_photos(tmp_path / "other", 1)
    other = scanned.session.library_for([tmp_path / "other"])
    menu = QMenu(scanned)
    scanned.library_actions.open_library(other)
    scanned.library_actions.fill_libraries(menu)
    assert [action.text() for action in menu.actions()] == ["other", first.name]
    scanned.library_actions.open_library(first)
    scanned.library_actions.fill_libraries(menu)
    assert [action.text() for action in menu.actions()] == [first.name, "other"]
