"""The whole way with the mouse alone, and with the keys alone: nothing needs the other."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import (
    QLibraryInfo,
    QMimeData,
    QPoint,
    QPointF,
    Qt,
    QTimer,
    QUrl,
    QVersionNumber,
)
from PySide6.QtGui import QDrag, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from imgsim_desktop.ui.main_window import MainWindow
from imgsim_desktop.ui.widgets.folder_tree import FolderTree
from imgsim_desktop.ui.widgets.trash_sheet import TrashSheet
from tests.pictures import save_photo
from tests.ui.fakes import draw
from tests.ui.shown import id_of, names
from tests.ui.test_photo_files import scan, settle

ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


class Desktop(QWidget):
    """A window of another program, which takes files."""

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self.files: list[str] = []

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.files = [Path(url.toLocalFile()).name for url in event.mimeData().urls()]
        event.acceptProposedAction()


class Hand:
    """Carries what is dragged, as the system does: to a widget, in its own coordinates."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.goal: Callable[[], tuple[QWidget, QPoint]] | None = None

        def carry(drag: QDrag, actions: Qt.DropAction) -> Qt.DropAction:
            assert self.goal is not None
            drop(*self.goal(), drag.mimeData(), actions)
            return actions

        monkeypatch.setattr(QDrag, "exec", carry)


PLACE = QPointF if QLibraryInfo.version() >= QVersionNumber(6, 12) else QPoint
"""What such an event takes: before Qt 6.12 whole pixels only, since then those warn."""


def drop(widget: QWidget, point: QPoint, data: QMimeData, actions: Qt.DropAction) -> None:
    """Over a widget and let go; who does not take it leaves it to the one around."""
    told = (actions, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    taker: QWidget | None = widget
    while taker is not None:
        if isinstance(taker, Desktop | FolderTree | MainWindow):
            enter = QDragEnterEvent(PLACE(point), *told)
            enter.ignore()
            taker.dragEnterEvent(enter)
            if enter.isAccepted():
                taker.dropEvent(QDropEvent(QPointF(point), *told))
                return
        point, taker = taker.mapToParent(point), taker.parentWidget()
    raise AssertionError("nobody takes it")


@pytest.fixture
def shown(qtbot: QtBot, scanned: MainWindow, photos_folder: Path, own_trash: Path) -> MainWindow:
    """Four photos, of which one has a copy in `trip`."""
    save_photo(photos_folder / "alone.jpg", 5)
    shutil.copy2(photos_folder / "trip" / "blue.jpg", photos_folder / "blue copy.jpg")
    scan(qtbot, scanned)
    scanned.activateWindow()
    return scanned


def place_of(window: MainWindow, name: str) -> tuple[QWidget, QPoint]:
    """Where a photo is seen in the gallery."""
    gallery = window.gallery
    assert gallery is not None
    row = gallery.grid.row_of(id_of(window, name))
    assert row is not None
    gallery.grid.scroll_to(row)
    return gallery.grid.viewport(), gallery.grid.visual_rect(row).center()


def click(widget: QWidget, point: QPoint | None = None) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=point or widget.rect().center())


def press_notice(window: MainWindow, text: str) -> None:
    buttons = window.notices.findChildren(QPushButton)
    click(next(b for b in buttons if b.text() == text and b.isVisible()))


def choose_in_menu(menu: QMenu, name: str) -> None:
    action = next(a for a in menu.actions() if a.objectName() == name)
    click(menu, menu.actionGeometry(action).center())


@pytest.mark.qt_log_ignore("does not support (raise|grabbing the keyboard)")
def test_with_the_mouse_alone(
    qtbot: QtBot, shown: MainWindow, photos_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, hand = shown, Hand(monkeypatch)
    alone, folder = photos_folder / "alone.jpg", photos_folder / "trip"

    # the context menu: a last copy to the trash, and back by the button of the message
    view, point = place_of(window, "alone.jpg")
    QTest.mouseClick(view, Qt.MouseButton.RightButton, pos=point)
    gallery = window.gallery
    assert gallery is not None
    gallery.grid.menuRequested.emit(view.mapToGlobal(point))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    choose_in_menu(menu, "chosen.trash")
    (sheet,) = [s for s in window.findChildren(TrashSheet) if s.isVisible()]
    click(sheet.yes)
    settle(qtbot, window)
    assert not alone.exists()
    press_notice(window, "Undo")
    settle(qtbot, window)
    assert alone.exists()

    # out to another program, which copies
    desktop = Desktop()
    qtbot.addWidget(desktop)
    desktop.show()
    hand.goal = lambda: (desktop, QPoint(5, 5))
    drag(window, "alone.jpg")
    assert desktop.files == ["alone.jpg"]
    assert alone.exists()

    # onto a folder at the side, which moves
    tree = window.side_bar.folders
    item = next(i for i in window.side_bar._items() if i.text(0) == "trip")
    hand.goal = lambda: (tree.viewport(), tree.visualItemRect(item).center())
    drag(window, "alone.jpg")
    qtbot.waitUntil((folder / "alone.jpg").exists)
    settle(qtbot, window)
    press_notice(window, "Undo")
    settle(qtbot, window)
    assert alone.exists()

    # a picture from elsewhere, dropped in
    outside = draw(photos_folder.parent / "outside.jpg", "#33c")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(outside))])
    drop(*place_of(window, "red.jpg"), data, Qt.DropAction.CopyAction)
    question = window.panel.question
    assert question is not None
    assert question.path == outside
    desktop.close()


def drag(window: MainWindow, name: str) -> None:
    view, point = place_of(window, name)
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=point)
    QTest.mouseMove(view, point + QPoint(40, 0))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=point + QPoint(40, 0))


def key(window: MainWindow, code: Qt.Key, modifiers: Qt.KeyboardModifier | None = None) -> None:
    """To whatever has the keys now."""
    if QApplication.activeModalWidget() is None:
        window.activateWindow()  # after a dialog, where there is no window manager
        QTest.qWaitForWindowActive(window, 1000)
    there = QApplication.activeModalWidget() or window.focusWidget() or window
    target = there.focusWidget() or there
    QTest.keyClick(target, code, modifiers or Qt.KeyboardModifier.NoModifier)


def typed_into_question(text: str) -> None:
    """Type a line into the question that is asked next, and confirm it."""

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QInputDialog):
            QTimer.singleShot(20, answer)
            return
        dialog.setTextValue("")
        field = dialog.focusWidget()
        assert field is not None
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)

    QTimer.singleShot(20, answer)


def test_with_the_keys_alone(qtbot: QtBot, shown: MainWindow, photos_folder: Path) -> None:
    window, alone = shown, photos_folder / "alone.jpg"
    window.browser.focus_page()

    # a letter goes to the photo of that name; to the trash and back
    key(window, Qt.Key.Key_A)
    assert selected(window) == ["alone.jpg"]
    key(window, Qt.Key.Key_Delete)
    key(window, Qt.Key.Key_Backtab)
    sheet = QApplication.activeModalWidget()
    assert isinstance(sheet, TrashSheet)
    sheet.yes.setFocus()
    QTest.keyClick(sheet.yes, Qt.Key.Key_Space)
    settle(qtbot, window)
    assert not alone.exists()
    key(window, Qt.Key.Key_Z, CONTROL)
    settle(qtbot, window)
    assert alone.exists()

    # another name
    gallery = window.gallery
    assert gallery is not None
    gallery.grid.setFocus()
    key(window, Qt.Key.Key_Home)
    key(window, Qt.Key.Key_A)
    typed_into_question("sea")
    key(window, Qt.Key.Key_F2)
    settle(qtbot, window)
    assert (photos_folder / "sea.jpg").exists()
    key(window, Qt.Key.Key_Z, CONTROL)
    settle(qtbot, window)

    # cut here, pasted into a folder chosen at the side
    gallery.grid.setFocus()
    key(window, Qt.Key.Key_Home)
    key(window, Qt.Key.Key_A)
    key(window, Qt.Key.Key_X, CONTROL)
    window.side_bar.folders.setFocus()
    QTest.keyClicks(window.side_bar.folders, "trip")
    assert window.side_bar.folder == photos_folder / "trip"
    key(window, Qt.Key.Key_V, CONTROL)
    settle(qtbot, window)
    assert (photos_folder / "trip" / "alone.jpg").exists()
    window.browser.focus_page()
    key(window, Qt.Key.Key_Z, CONTROL)
    settle(qtbot, window)
    assert alone.exists()
    window.side_bar.show_all()

    # to another page and back; the review by keys, and drags by the system, are tried by tests/e2e
    key(window, Qt.Key.Key_2, ALT)
    assert window._pages.name == "duplicates"
    key(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window._pages.name == "photos"
    assert "alone.jpg" in names(window)


def selected(window: MainWindow) -> list[str]:
    gallery = window.gallery
    assert gallery is not None
    found = window.session.fetch_photos(gallery.grid.selected_ids().tolist())
    return [photo.path.name for photo in found.values()]
