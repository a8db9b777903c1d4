"""Photos as files: thrown away, moved, renamed, copied and cut where they are seen."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDrag, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox, QInputDialog, QWidget
from pytestqt.qtbot import QtBot

from imgsim_desktop.acting.journal import Journal, Operation
from imgsim_desktop.ui.main_window import MainWindow
from imgsim_desktop.ui.widgets.trash_sheet import TrashSheet
from tests.pictures import save_photo
from tests.ui.shown import id_of, names


@pytest.fixture
def window_with_copy(
    qtbot: QtBot, scanned: MainWindow, photos_folder: Path, own_trash: Path
) -> MainWindow:
    """Beside the three photos a copy of the blue one, byte for byte, and one like no other."""
    save_photo(photos_folder / "alone.jpg", 5)
    shutil.copy2(photos_folder / "trip" / "blue.jpg", photos_folder / "blue copy.jpg")
    scan(qtbot, scanned)
    return scanned


def scan(qtbot: QtBot, window: MainWindow) -> None:
    window.scan_now()
    qtbot.waitUntil(lambda: not window.scans.is_running)
    window.session.poll()
    window.view.refresh()


def choose(window: MainWindow, *wanted: str) -> QWidget:
    """Select photos in the gallery by their names; the grid has the keys."""
    gallery = window.gallery
    assert gallery is not None
    gallery.grid.clear_selection()
    gallery.grid.select_ids(np.array([id_of(window, name) for name in wanted]))
    gallery.grid.setFocus()
    return gallery.grid


def settle(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until files have been moved, and the folders looked at again."""
    review = window.photo_files._model
    qtbot.waitUntil(lambda: not review.is_moving and not window.scans.is_running)
    window.session.poll()
    window.view.refresh()


def sheet_of(window: MainWindow) -> TrashSheet:
    (sheet,) = [s for s in window.findChildren(TrashSheet) if s.isVisible()]
    return sheet


def test_a_photo_with_a_verified_copy_goes_at_once_and_comes_back_by_undo(
    qtbot: QtBot, window_with_copy: MainWindow, photos_folder: Path
) -> None:
    window, copy = window_with_copy, photos_folder / "blue copy.jpg"
    grid = choose(window, copy.name)
    QTest.keyClick(grid, Qt.Key.Key_Delete)
    settle(qtbot, window)
    assert not copy.exists()
    assert copy.name not in names(window)
    (entry,) = Journal(window.session.home.journal).entries()
    assert entry.keeper is not None
    assert entry.keeper.path == photos_folder / "trip" / "blue.jpg"
    QTest.keyClick(grid, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, window)
    assert copy.exists()
    assert copy.name in names(window)
    told = window.notices.notice
    assert told is not None
    assert told.sentence == "1 photo back at their places."
    assert told.hint == "", "no group of the review was asked about it"


def test_a_photo_in_the_trash_is_shown_no_more_before_any_scan(
    qtbot: QtBot, window_with_copy: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = window_with_copy
    monkeypatch.setattr(window, "scan_now", lambda: None)
    QTest.keyClick(choose(window, "blue copy.jpg"), Qt.Key.Key_Delete)
    settle(qtbot, window)
    assert "blue copy.jpg" not in names(window)
    window.photo_files.undo()
    settle(qtbot, window)
    assert "blue copy.jpg" in names(window)


def test_before_a_last_copy_goes_somebody_must_say_so_and_enter_does_not(
    qtbot: QtBot, window_with_copy: MainWindow, photos_folder: Path
) -> None:
    window, alone = window_with_copy, photos_folder / "alone.jpg"
    QTest.keyClick(choose(window, alone.name, "blue copy.jpg"), Qt.Key.Key_Delete)
    sheet = sheet_of(window)
    assert not window.photo_files._model.is_moving
    QTest.keyClick(sheet, Qt.Key.Key_Return)
    assert not sheet.isVisible()
    settle(qtbot, window)
    assert alone.exists(), "Enter cancels"
    QTest.keyClick(choose(window, alone.name), Qt.Key.Key_Delete)
    QTest.mouseClick(sheet_of(window).yes, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    assert not alone.exists()
    assert (photos_folder / "blue copy.jpg").exists()


def test_both_copies_chosen_together_are_last_copies(
    qtbot: QtBot, window_with_copy: MainWindow, photos_folder: Path
) -> None:
    window = window_with_copy
    QTest.keyClick(choose(window, "blue.jpg", "blue copy.jpg"), Qt.Key.Key_Delete)
    sheet_of(window).reject()
    settle(qtbot, window)
    assert (photos_folder / "blue copy.jpg").exists()


def test_a_photo_thrown_away_in_the_large_view_gives_way_to_the_next_one(
    qtbot: QtBot, window_with_copy: MainWindow, photos_folder: Path
) -> None:
    window = window_with_copy
    choose(window, "blue copy.jpg")
    window.browser.open_chosen()
    QTest.keyClick(window.photo_view.canvas, Qt.Key.Key_Delete)
    settle(qtbot, window)
    assert not (photos_folder / "blue copy.jpg").exists()
    shown = window.photo_view.photo
    assert shown is not None
    assert shown.path.name != "blue copy.jpg"
    assert window.browser.is_large


def test_delete_in_the_panel_is_about_the_photo_chosen_there(
    qtbot: QtBot, window_with_copy: MainWindow, photos_folder: Path
) -> None:
    window = window_with_copy
    window.browser.show_similar(id_of(window, "blue.jpg"))
    grid, copy = window.panel.grid, id_of(window, "blue copy.jpg")
    qtbot.waitUntil(lambda: grid.row_of(copy) is not None)
    choose(window, "red.jpg")
    grid.select_ids(np.array([copy]))
    grid.setFocus()
    QTest.keyClick(grid, Qt.Key.Key_Delete)
    settle(qtbot, window)
    assert not (photos_folder / "blue copy.jpg").exists()
    assert (photos_folder / "red.jpg").exists()


def test_on_the_page_of_duplicates_delete_marks_and_moves_nothing(
    qtbot: QtBot, window_with_copy: MainWindow, photos_folder: Path
) -> None:
    window = window_with_copy
    window.show_view("duplicates")
    assert not window.chosen_commands.by_name["trash"].isEnabled()


def dropped_on(window: MainWindow, folder: Path, data: QMimeData) -> None:
    """As if the mouse let go of it over the line of a folder."""
    tree = window.side_bar.folders
    item = next(
        i for i in window.side_bar._items() if i.data(0, Qt.ItemDataRole.UserRole) == folder
    )
    point = QPointF(tree.visualItemRect(item).center())
    event = QDropEvent(
        point, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    tree.dropEvent(event)


def test_photos_dragged_out_are_files_to_copy_and_a_folder_of_the_library_moves_them(
    qtbot: QtBot, scanned: MainWindow, photos_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, red = scanned, photos_folder / "red.jpg"
    gallery = window.gallery
    assert gallery is not None
    carried: list[QMimeData] = []
    allowed: list[Qt.DropAction] = []

    def drop(drag: QDrag, action: Qt.DropAction) -> Qt.DropAction:
        data = drag.mimeData()
        copy = QMimeData()
        for name in data.formats():
            copy.setData(name, data.data(name))
        carried.append(copy)
        allowed.append(action)
        return action

    monkeypatch.setattr(QDrag, "exec", drop)
    choose(window, "red.jpg", "red too.jpg")
    row = gallery.grid.row_of(id_of(window, "red.jpg"))
    assert row is not None
    start, view = gallery.grid.visual_rect(row).center(), gallery.grid.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(view, start + QPoint(60, 0))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=start + QPoint(60, 0))
    assert allowed == [Qt.DropAction.CopyAction], "nobody else may move files"
    urls = sorted(url.toLocalFile() for url in carried[0].urls())
    assert urls == [str(photos_folder / "red too.jpg"), str(red)]
    assert len(gallery.grid.selected_ids()) == 2, "both were dragged"
    before = {p.photo_id: p.content_id for p in window.session.fetch_photos([1, 2, 3]).values()}
    dropped_on(window, photos_folder / "trip", carried[0])
    settle(qtbot, window)
    qtbot.waitUntil(lambda: not red.exists())
    settle(qtbot, window)
    assert (photos_folder / "trip" / "red.jpg").exists()
    after = {p.photo_id: p.content_id for p in window.session.fetch_photos([1, 2, 3]).values()}
    assert after == before, "no vector is computed again"
    with qtbot.waitSignal(window.scans.finished) as finished:
        window.scan_now()
    assert finished.args[0].read == 0
    window.photo_files.undo()
    settle(qtbot, window)
    assert red.exists()


def test_a_click_on_one_of_several_that_are_selected_chooses_it_alone(
    scanned: MainWindow,
) -> None:
    gallery = scanned.gallery
    assert gallery is not None
    gallery.grid.select_all()
    view, point = gallery.grid.viewport(), gallery.grid.visual_rect(0).center()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=point)
    assert len(gallery.grid.selected_ids()) == 3, "they could be dragged"
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=point)
    assert len(gallery.grid.selected_ids()) == 1


def test_a_renamed_photo_keeps_its_place_in_library_and_review(
    qtbot: QtBot, scanned: MainWindow, photos_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = scanned
    (photos_folder / "red.xmp").write_text("<x/>")
    number = id_of(window, "red.jpg")
    monkeypatch.setattr(QInputDialog, "getText", lambda *_args, **_more: ("sea", True))
    QTest.keyClick(choose(window, "red.jpg"), Qt.Key.Key_F2)
    settle(qtbot, window)
    assert (photos_folder / "sea.jpg").exists()
    assert (photos_folder / "sea.xmp").exists()
    assert id_of(window, "sea.jpg") == number
    QTest.keyClick(choose(window, "sea.jpg"), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, window)
    assert id_of(window, "red.jpg") == number


def test_what_is_cut_is_moved_where_it_is_pasted_and_only_once(
    qtbot: QtBot, scanned: MainWindow, photos_folder: Path
) -> None:
    window = scanned
    QTest.keyClick(choose(window, "red.jpg"), Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier)
    data = QGuiApplication.clipboard().mimeData()
    assert data is not None
    assert [url.toLocalFile() for url in data.urls()] == [str(photos_folder / "red.jpg")]
    window.photo_actions.paste()
    assert (photos_folder / "red.jpg").exists(), "no folder is chosen"
    assert window.photo_files.paste_cut(photos_folder / "trip")
    settle(qtbot, window)
    assert (photos_folder / "trip" / "red.jpg").exists()
    assert not window.photo_files.paste_cut(photos_folder)


def test_copied_photos_are_files_and_one_alone_a_picture_too(
    qtbot: QtBot, scanned: MainWindow, photos_folder: Path
) -> None:
    window, clipboard = scanned, QGuiApplication.clipboard()
    QTest.keyClick(choose(window, "red.jpg"), Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: clipboard.mimeData().hasImage())
    assert clipboard.mimeData().urls()[0].toLocalFile() == str(photos_folder / "red.jpg")
    choose(window, "red.jpg", "red too.jpg")
    window.photo_files.copy()
    assert len(clipboard.mimeData().urls()) == 2
    assert not clipboard.mimeData().hasImage()


def test_photos_are_moved_within_their_library_only(
    scanned: MainWindow, photos_folder: Path, tmp_path: Path
) -> None:
    window = scanned
    window.photo_files.move_photos([id_of(window, "red.jpg")], tmp_path)
    assert not window.photo_files._model.is_moving
    notice = window.notices.notice
    assert notice is not None
    assert "does not belong to the library" in notice.sentence


def test_an_undo_takes_back_the_last_thing_whatever_it_was(
    qtbot: QtBot, window_with_copy: MainWindow, photos_folder: Path
) -> None:
    window = window_with_copy
    gallery = window.gallery
    assert gallery is not None
    QTest.keyClick(choose(window, "blue copy.jpg"), Qt.Key.Key_Delete)
    settle(qtbot, window)
    choose(window, "red.jpg")
    gallery.adding.tag(gallery.grid.selected_ids(), "sea")
    qtbot.waitUntil(lambda: not gallery.is_busy())
    assert [path.stem for path in photos_folder.glob("*.xmp")] == ["red.jpg"]
    window.photo_files.undo()
    settle(qtbot, window)
    assert not list(photos_folder.glob("*.xmp"))
    assert not (photos_folder / "blue copy.jpg").exists()
    window.photo_files.undo()
    settle(qtbot, window)
    assert (photos_folder / "blue copy.jpg").exists()
    operations = {e.operation for e in Journal(window.session.home.journal).entries()}
    assert operations == {Operation.TRASH, Operation.TAG}


def test_the_sheet_of_last_copies_can_be_read_and_left_by_keys(
    qtbot: QtBot, window_with_copy: MainWindow
) -> None:
    QTest.keyClick(choose(window_with_copy, "alone.jpg"), Qt.Key.Key_Delete)
    sheet = sheet_of(window_with_copy)
    buttons = sheet.findChild(QDialogButtonBox)
    assert isinstance(buttons, QDialogButtonBox)
    assert buttons.button(QDialogButtonBox.StandardButton.Cancel).isDefault()
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
