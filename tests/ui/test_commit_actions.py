"""The commit sheet offers four ways; each is carried out and undone on real files."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from imgsim_desktop.acting.journal import Operation
from imgsim_desktop.choosing.lanes import Lane
from imgsim_desktop.choosing.marks import Mark
from imgsim_desktop.reading.xmp import extended_xmp, read_xmp
from imgsim_desktop.records import Description
from imgsim_desktop.review.commit import CommitPlan
from imgsim_desktop.ui.widgets.action_choice import OPERATIONS, ActionChoice
from imgsim_desktop.ui.widgets.commit_sheet import CommitSheet
from tests.ui.review import Review

CTRL = Qt.KeyboardModifier.ControlModifier
ENTER = Qt.Key.Key_Return


def sheet_of(review: Review) -> CommitSheet:
    review.press((ENTER, CTRL))
    sheet = review.view.disk.sheet
    assert sheet is not None
    return sheet


def go(review: Review, sheet: CommitSheet) -> None:
    sheet.accept_button.click()
    review.settle()


def test_the_trash_is_what_is_offered_first(review: Review) -> None:
    review.press(ENTER)
    sheet = sheet_of(review)
    assert sheet.act.operation is Operation.TRASH
    assert sheet.accept_button.text() == "Move 1 photo to the trash"
    sheet.reject()


def test_equal_files_become_hard_links_and_undo_makes_them_files_again(
    review: Review, review_folder: Path
) -> None:
    review.press(ENTER, ENTER, ENTER)
    one, copy = review_folder / "album" / "one.jpg", review_folder / "phone" / "one copy.jpg"
    (review_folder / "phone" / "one copy.xmp").write_text("edits")
    sheet = sheet_of(review)
    sheet.choice.choose(Operation.HARD_LINK)
    assert sheet.accept_button.text() == "Replace 1 photo by hard links"
    assert "left marked: 3 photos" in sheet._details.text()
    go(review, sheet)
    assert one.samefile(copy)
    assert (review_folder / "phone" / "one copy.xmp").exists()
    assert "1 photo replaced by hard links" in review.notices[-1].sentence
    assert review.marked == {"two again.jpg", "two small.jpg", "three small.jpg"}
    review.press((Qt.Key.Key_Z, CTRL))
    review.settle()
    assert copy.exists()
    assert not one.samefile(copy)
    assert review.marked == {"two again.jpg", "two small.jpg", "three small.jpg"}


def test_after_a_link_the_copies_that_are_left_are_still_offered(
    review: Review, review_folder: Path
) -> None:
    """The walk lists `a.jpg` now, the link, and no more `one.jpg`, which it leads to."""
    link = review_folder / "album" / "a.jpg"
    (review_folder / "phone" / "one copy.jpg").rename(link)
    review.rescan()
    numbers = {i.photo.path.name: i.photo.photo_id for i in review.view.stage.items}
    marks = {numbers["a.jpg"]: Mark.TRASH, numbers["one.jpg"]: Mark.KEEP}
    review.view.desk.review.mark_each(marks, "test")
    review.view.model.decided_many()
    review.turn()
    sheet = sheet_of(review)
    sheet.choice.choose(Operation.HARD_LINK)
    go(review, sheet)
    assert link.samefile(review_folder / "album" / "one.jpg")
    review.rescan()
    third = review_folder / "phone" / "third.jpg"
    third.write_bytes(link.read_bytes())
    review.rescan()
    review.show_lane(Lane.IDENTICAL)
    assert set(review.names) == {"a.jpg", "third.jpg"}


def test_a_folder_outside_the_library_takes_the_photos(
    review: Review, review_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    review.press(ENTER)
    sheet = sheet_of(review)
    sheet.choice.choose(Operation.MOVE)
    assert not sheet.accept_button.isEnabled()
    answers = iter([str(review_folder / "album"), "", str(tmp_path / "out")])
    monkeypatch.setattr(sheet.choice, "_ask_folder", lambda _parent: next(answers))
    sheet.choice.browse.click()
    assert "found as copies again" in sheet.choice.trouble
    assert not sheet.accept_button.isEnabled()
    sheet.choice.browse.click()
    sheet.choice.browse.click()
    assert sheet.accept_button.isEnabled()
    go(review, sheet)
    assert (tmp_path / "out" / "one copy.jpg").exists()
    assert not (review_folder / "phone" / "one copy.jpg").exists()
    review.press((Qt.Key.Key_Z, CTRL))
    review.settle()
    assert (review_folder / "phone" / "one copy.jpg").exists()


def test_words_only_a_copy_has_are_offered_and_carried(review: Review, review_folder: Path) -> None:
    words = extended_xmp(None, Description(keywords=("sea",), caption="Am Meer"))
    (review_folder / "phone" / "two small.xmp").write_bytes(words)
    review.show_lane(Lane.SAME_PICTURE)
    review.press(ENTER)
    sheet = sheet_of(review)
    assert sheet.carry_box.isChecked()
    assert "nothing would be lost" in sheet._known.text()
    go(review, sheet)
    sidecar = review_folder / "album" / "two.jpg.xmp"
    assert read_xmp(sidecar.read_bytes()) == Description(keywords=("sea",), caption="Am Meer")
    review.press((Qt.Key.Key_Z, CTRL))
    review.settle()
    assert not sidecar.exists()
    assert (review_folder / "phone" / "two small.xmp").read_bytes() == words


def test_the_sidecar_of_an_identical_file_moves_over_as_it_is(
    review: Review, review_folder: Path
) -> None:
    words = extended_xmp(None, Description(keywords=("sea",)))
    (review_folder / "phone" / "one copy.xmp").write_bytes(words)
    review.press(ENTER)
    go(review, sheet_of(review))
    assert (review_folder / "album" / "one.xmp").read_bytes() == words
    assert not (review_folder / "phone" / "one copy.xmp").exists()
    review.press((Qt.Key.Key_Z, CTRL))
    review.settle()
    assert not (review_folder / "album" / "one.xmp").exists()
    assert (review_folder / "phone" / "one copy.xmp").read_bytes() == words


def test_a_tick_taken_away_is_remembered_and_nothing_is_written(
    review: Review, review_folder: Path
) -> None:
    words = extended_xmp(None, Description(keywords=("sea",)))
    (review_folder / "phone" / "one copy.xmp").write_bytes(words)
    review.press(ENTER)
    sheet = sheet_of(review)
    sheet.carry_box.click()
    go(review, sheet)
    assert not (review_folder / "album" / "one.jpg.xmp").exists()
    assert not review.session.settings.carry_metadata
    review.press(ENTER)
    sheet = sheet_of(review)
    assert not sheet.carry_box.isChecked()
    sheet.reject()


def test_what_would_be_lost_is_counted_on_the_sheet(qtbot: QtBot, light: QApplication) -> None:
    sheet = CommitSheet(CommitPlan((), losses={"date": 1, "keywords": 1204}), carries=False)
    qtbot.addWidget(sheet)
    assert sheet._known.text() == "date: 1 photo · keywords: 1,204 photos"
    assert not sheet.carry_box.isChecked()


def test_last_copies_are_never_linked_and_need_no_tick_then(review: Review) -> None:
    review.press(Qt.Key.Key_1, Qt.Key.Key_2)
    review.show_lane(Lane.SAME_PICTURE)
    sheet = sheet_of(review)
    assert not sheet.accept_button.isEnabled()
    sheet.choice.choose(Operation.REFLINK)
    assert not sheet.accept_button.isEnabled()
    assert "0 photos" in sheet.accept_button.text()
    sheet.reject()


def test_every_way_has_a_name_and_every_field_can_be_reached(
    qtbot: QtBot, light: QApplication
) -> None:
    choice = ActionChoice()
    qtbot.addWidget(choice)
    texts = {choice.combo.itemText(row) for row in range(choice.combo.count())}
    assert len(texts) == len(OPERATIONS)
    for widget in choice.findChildren(QWidget):
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and widget.isVisibleTo(choice):
            assert widget.accessibleName() or widget.property("text"), widget
