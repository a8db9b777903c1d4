"""Two folders compared in the window, and one decision about what they share."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from imgsim_desktop.ui.main_window import MainWindow
from imgsim_desktop.ui.widgets.lens_dialog import LensDialog
from imgsim_desktop.ui.widgets.side_bar import SideBar
from tests.ui.review import Review

CTRL = Qt.KeyboardModifier.ControlModifier


def lens_of(review: Review, inside: Path, other: Path) -> LensDialog:
    review.view.lens.open(inside)
    dialog = review.view.lens.dialog
    assert dialog is not None
    dialog.other.setCurrentIndex(dialog._folders.index(other))
    return dialog


def names(dialog: LensDialog) -> list[str]:
    return [dialog.only.item(row).text() for row in range(dialog.only.count())]


def test_the_only_copies_of_a_folder_are_shown(review: Review, review_folder: Path) -> None:
    dialog = lens_of(review, review_folder / "album", review_folder / "phone")
    assert dialog.head.text() == "3 of 4 photos of “album” are in “phone”."
    assert names(dialog) == ["alone.jpg"]
    assert "Only here: 1 photo." in dialog.detail.text()
    dialog.reject()
    assert review.view.lens.dialog is None


def test_one_decision_marks_all_that_is_safely_there_and_undo_takes_it_back(
    review: Review, review_folder: Path
) -> None:
    dialog = lens_of(review, review_folder / "phone", review_folder / "album")
    assert dialog.mark_button.text() == "Mark 4 photos for the trash"
    dialog.mark_button.click()
    assert review.marked == {"one copy.jpg", "two small.jpg", "two again.jpg", "three small.jpg"}
    assert "4 photos marked" in review.notices[-1].sentence
    review.commit()
    assert {path.name for path in (review_folder / "phone").glob("*.jpg")} == set()
    assert len(list((review_folder / "album").glob("*.jpg"))) == 4
    review.press((Qt.Key.Key_Z, CTRL))
    review.settle()
    assert len(list((review_folder / "phone").glob("*.jpg"))) == 4
    review.press((Qt.Key.Key_Z, CTRL))
    assert not review.marked


def test_a_locked_folder_stays_and_that_is_said(review: Review, review_folder: Path) -> None:
    review.session.decisions.set_folder(review_folder / "phone", locked=True)
    review.view.model.library.reload()
    dialog = lens_of(review, review_folder / "phone", review_folder / "album")
    dialog.mark_button.click()
    assert not review.marked
    assert "locked" in review.notices[-1].hint


def test_the_same_folder_twice_offers_nothing(review: Review, review_folder: Path) -> None:
    dialog = lens_of(review, review_folder / "phone", review_folder / "phone")
    assert "two different folders" in dialog.head.text()
    assert not dialog.mark_button.isEnabled()
    dialog.reject()


def test_pictures_of_the_only_copies_come(review: Review, review_folder: Path) -> None:
    dialog = lens_of(review, review_folder / "album", review_folder / "phone")
    review.qtbot.waitUntil(lambda: not dialog.only.item(0).icon().isNull(), timeout=5000)
    for widget in dialog.findChildren(QWidget):
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isVisible():
            own = widget.objectName().startswith("qt_")
            assert own or widget.accessibleName() or widget.property("text"), widget
    dialog.reject()


def test_a_folder_of_the_side_bar_asks_for_the_lens(
    scanned: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    bar = scanned.side_bar
    item = bar.folders.topLevelItem(1)
    assert item is not None
    point = bar.folders.visualItemRect(item).center()
    menus: list[QMenu] = []

    def noted(menu: QMenu, _point: QPoint) -> None:
        menus.append(menu)  # shown, a menu grabs the keyboard, which no test platform can

    monkeypatch.setattr(QMenu, "popup", noted)
    bar.folders.customContextMenuRequested.emit(point)
    (menu,) = menus
    next(act for act in menu.actions() if act.text().startswith("How much")).trigger()
    menu.deleteLater()
    view = scanned.views["duplicates"]
    dialog = view.lens.dialog  # type: ignore[attr-defined]
    assert dialog is not None
    dialog.reject()


def test_no_menu_where_no_folder_is(qtbot: QtBot, light: QApplication) -> None:
    bar = SideBar()
    qtbot.addWidget(bar)
    bar.folders.customContextMenuRequested.emit(QPoint(5, 5))
    assert not bar.findChildren(QMenu)
