"""The review for people who do not see it, see it in other colours, or read from the right."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from imgsim_desktop.choosing.lanes import Lane
from imgsim_desktop.ui.widgets.key_bar import KeyBar, KeyButton
from tests.ui.review import Review


def test_a_group_is_one_sentence_for_screen_readers(review: Review) -> None:
    queue = review.view.queue
    said = queue.data(queue.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert isinstance(said, str)
    assert said.startswith("Identical: one.jpg and 1 more, ")
    assert said.endswith("100 % sure")
    items = review.view.stage.items_model
    said = items.data(items.index(1, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert isinstance(said, str)
    assert said.startswith("Photo 2 of 2, one copy.jpg, 320 × 240")
    assert "marked for the trash" in said


def test_f6_goes_round_all_parts_and_comes_back(review: Review) -> None:
    seen: list[QWidget] = []
    for _ in range(12):
        review.view.commands.by_name["next-pane"].trigger()
        focus = QApplication.focusWidget()
        assert focus is not None
        if focus in seen:
            break
        seen.append(focus)
    assert len(seen) >= 5
    assert all(widget.accessibleName() for widget in seen)
    assert review.view.stage.focus_widget() in seen


def test_every_field_of_the_filter_says_what_it_is(review: Review) -> None:
    bar = review.view.page.filter_bar
    bar.open()
    fields = (bar.button, bar.name, bar.folder, bar.since, bar.until, bar.gain)
    assert len({field.accessibleName() for field in fields}) == len(fields)
    assert all(field.accessibleName() for field in fields)


@pytest.mark.parametrize(
    "direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft]
)
def test_buttons_begin_where_people_begin_to_read(
    qtbot: QtBot, direction: Qt.LayoutDirection
) -> None:
    actions = [QAction(text) for text in ("First", "Second", "Third")]
    bar = KeyBar(actions, actions[0])
    qtbot.addWidget(bar)
    bar.setLayoutDirection(direction)
    bar.resize(600, 60)
    bar.show()
    places = [button.geometry() for button in bar.buttons]
    lefts = [place.left() for place in places]
    assert lefts == sorted(lefts, reverse=direction is Qt.LayoutDirection.RightToLeft)
    assert not any(a.intersects(b) for a in places for b in places if a is not b)
    assert QRect(0, 0, 600, 60).contains(places[0])


def test_a_row_of_the_queue_is_mirrored_as_a_whole(review: Review) -> None:
    review.show_lane(Lane.SAME_PICTURE)
    queue = review.view.queue_list
    plain = queue.grab().toImage()
    queue.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    mirrored = queue.grab().toImage()
    assert mirrored != plain
    row = queue.visualRect(queue.model().index(0, 0))
    ground = plain.pixelColor(row.right() - 30, row.top() + 50)
    thumb = mirrored.pixelColor(row.right() - 30, row.top() + 30)
    assert thumb != ground, "the pictures stand at the right now"


def test_in_a_narrow_window_list_and_differences_take_one_another_s_place(review: Review) -> None:
    page = review.view.page
    review.view.resize(793, 560)
    assert page.table.isVisible()
    assert not page.queue_list.isVisible()
    review.press(Qt.Key.Key_Q)
    assert page.queue_list.isVisible()
    assert not page.table.isVisible()
    assert page.stage.width() > 480
    review.view.stage.focus_widget().setFocus()
    review.press(Qt.Key.Key_I)
    assert page.table.isVisible()
    assert not page.queue_list.isVisible()


def test_in_the_narrowest_page_what_is_called_takes_the_place_of_the_pictures(
    review: Review,
) -> None:
    page = review.view.page
    review.view.resize(400, 480)
    assert page.stage.isVisible()
    review.press(Qt.Key.Key_Q)
    assert page.queue_list.isVisible()
    assert not page.stage.isVisible()
    page.groups.click()
    assert page.stage.isVisible()


def test_the_focus_is_seen_on_the_main_button_too(review: Review) -> None:
    button = next(b for b in review.view.key_bar.findChildren(KeyButton) if b.is_primary)
    review.view.stage.focus_widget().setFocus()
    before = button.grab().toImage()
    button.setFocus()
    assert button.grab().toImage() != before


def test_no_field_of_the_filter_is_cut_in_a_low_window(light: QApplication, review: Review) -> None:
    bar = review.view.page.filter_bar
    review.view.resize(793, 617)  # the page in a window of 1024 x 700
    review.view.open_filter()
    QApplication.processEvents()
    for field in (bar.name, bar.folder, bar.since, bar.until, bar.gain):
        assert field.height() >= field.sizeHint().height() - 2, field.accessibleName()
