"""The sheet before a commit shows what goes, and each photo can be taken out of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractListModel, QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from imgsim_desktop.acting.journal import Operation
from imgsim_desktop.review.commit import CommitPlan
from imgsim_desktop.review.going import Going, riskiest_first
from imgsim_desktop.ui.models.going import GoingModel
from imgsim_desktop.ui.widgets.commit_sheet import CommitSheet
from tests.ui.fakes import photo
from tests.ui.geometry import faults
from tests.ui.review import Review

CTRL = Qt.KeyboardModifier.ControlModifier
ENTER = Qt.Key.Key_Return


@pytest.fixture
def sheet(review: Review) -> CommitSheet:
    """Above all three groups, accepted: one equal pair and two with edits."""
    review.press(ENTER, ENTER, ENTER)
    review.press((ENTER, CTRL))
    made = review.view.disk.sheet
    assert made is not None
    return made


def victims(sheet: CommitSheet) -> list[str]:
    goings = sheet.list.goings
    return [goings.going(row).victim.path.name for row in range(goings.rowCount())]


def said(sheet: CommitSheet, row: int) -> str:
    goings: QAbstractListModel = sheet.list.goings
    text = goings.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert isinstance(text, str)
    return text


def test_every_photo_that_goes_stands_beside_the_one_that_stays(
    review: Review, sheet: CommitSheet
) -> None:
    goings = sheet.list.goings
    assert set(victims(sheet)) == review.marked
    for row in range(goings.rowCount()):
        going = goings.going(row)
        assert going.keeper is not None
        assert going.keeper.path.name not in review.marked
        assert going.victim.path.name in said(sheet, row)
        assert going.keeper.path.name in said(sheet, row)
    sheet.reject()


def test_the_least_sure_come_first_and_equal_files_last(review: Review, sheet: CommitSheet) -> None:
    goings = sheet.list.goings
    found = [goings.going(row) for row in range(goings.rowCount())]
    assert victims(sheet)[-1] == "one copy.jpg", "byte for byte the same"
    assert [going.is_equal for going in found] == [False, False, False, True]
    assert [going.confidence for going in found] == sorted(going.confidence for going in found)
    sheet.reject()


def test_last_copies_come_before_all_others(review: Review) -> None:
    review.press(ENTER)
    review.press(Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3)
    plan = review.view.desk.review.planned(confirmed_last_copies=True)
    found = riskiest_first(review.view.desk, plan)
    assert [going.keeper is None for going in found] == [True, True, True, False]


@pytest.mark.parametrize("way", ["space", "delete", "pill"])
def test_one_taken_out_is_unmarked_at_once_and_stays(
    review: Review, sheet: CommitSheet, review_folder: Path, way: str
) -> None:
    view = sheet.list
    row = victims(sheet).index("three small.jpg")
    view.setCurrentIndex(view.goings.index(row, 0))
    if way == "pill":
        pill = view.pill_in(view.visualRect(view.goings.index(row, 0)))
        review.qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=pill.center())
    else:
        review.qtbot.keyClick(view, Qt.Key.Key_Space if way == "space" else Qt.Key.Key_Delete)
    assert view.goings.stays(row)
    assert said(sheet, row).startswith("Stays after all")
    assert "three small.jpg" not in review.marked
    assert sheet.accept_button.text() == "Move 3 photos to the trash"
    sheet.accept_button.click()
    review.settle()
    assert (review_folder / "phone" / "three small.jpg").exists()
    assert not (review_folder / "phone" / "one copy.jpg").exists()


def test_what_was_taken_out_can_go_again(review: Review, sheet: CommitSheet) -> None:
    before = review.marked
    sheet.list.toggle(0)
    assert len(review.marked) == 3
    sheet.list.toggle(0)
    assert review.marked == before
    assert not sheet.list.goings.stays(0)
    assert sheet.accept_button.text() == "Move 4 photos to the trash"
    sheet.reject()


def test_what_was_taken_out_stays_so_when_the_sheet_is_left(
    review: Review, sheet: CommitSheet
) -> None:
    name = victims(sheet)[0]
    sheet.list.toggle(0)
    sheet.reject()
    review.turn()
    assert name not in review.marked
    review.press(Qt.Key.Key_Backspace)
    assert name in review.marked, "it is a step like any other"


def test_all_taken_out_leaves_nothing_to_do(review: Review, sheet: CommitSheet) -> None:
    for row in range(4):
        sheet.list.toggle(row)
    assert not sheet.accept_button.isEnabled()
    assert not review.marked
    sheet.reject()


def test_a_last_copy_taken_out_needs_no_tick_any_more(review: Review) -> None:
    review.press(ENTER)
    review.press(Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3)
    review.press((ENTER, CTRL))
    sheet = review.view.disk.sheet
    assert sheet is not None
    assert not sheet.accept_button.isEnabled()
    goings = sheet.list.goings
    keeps = next(r for r in range(4) if goings.going(r).victim.path.name == "two.jpg")
    sheet.list.toggle(keeps)
    assert sheet.last_copy_box is not None
    assert not sheet.last_copy_box.isVisible()
    assert sheet.accept_button.isEnabled()
    sheet.reject()


def test_links_list_only_what_a_link_can_replace(review: Review, sheet: CommitSheet) -> None:
    sheet.choice.choose(Operation.HARD_LINK)
    assert victims(sheet) == ["one copy.jpg"]
    sheet.choice.choose(Operation.TRASH)
    assert len(victims(sheet)) == 4
    sheet.reject()


def test_of_very_many_only_what_is_seen_is_made(qtbot: QtBot, light: QApplication) -> None:
    asked: list[int] = []

    def note(_keeper: int, victim: int) -> str:
        asked.append(victim)
        return "smaller"

    goings = GoingModel([Going(photo(2 * n), photo(2 * n + 1), 0.9) for n in range(1, 5001)], note)
    sheet = CommitSheet(CommitPlan(), goings=goings)
    qtbot.addWidget(sheet)
    with qtbot.waitExposed(sheet):
        sheet.show()
    sheet.grab()
    assert goings.rowCount() == 5000
    assert 0 < len(set(asked)) < 60
    sheet.list.scrollToBottom()
    sheet.grab()
    assert max(asked) == 10_000
    assert len(set(asked)) < 120


def test_the_list_is_reached_and_said(review: Review, sheet: CommitSheet) -> None:
    view = sheet.list
    assert view.accessibleName()
    assert view.accessibleDescription()
    view.setFocus()
    assert view.currentIndex().row() == 0
    sheet.reject()


@pytest.mark.parametrize("size", [(640, 440), (960, 540), (1440, 900)])
def test_the_sheet_has_room_in_any_window(review: Review, size: tuple[int, int]) -> None:
    review.view.resize(*size)
    review.press(ENTER, ENTER, ENTER)
    review.press((ENTER, CTRL))
    sheet = review.view.disk.sheet
    assert sheet is not None
    review.turn()
    assert not faults(sheet)
    assert sheet.width() <= size[0]
    assert sheet.list.height() >= 100
    pill = sheet.list.pill_in(sheet.list.visualRect(sheet.list.goings.index(0, 0)))
    assert sheet.list.viewport().rect().contains(pill.center() + QPoint(pill.width() // 2 - 1, 0))
    sheet.reject()
