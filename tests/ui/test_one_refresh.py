"""One key of the person refreshes the page of duplicates once, and asks little for it."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from imgsim_desktop.choosing.lanes import Lane
from imgsim_desktop.choosing.marks import Review as Decisions
from imgsim_desktop.ui.command_actions import CommandActions
from imgsim_desktop.ui.reviewing.changed import Changed
from imgsim_desktop.ui.reviewing.refresher import Refresher
from imgsim_desktop.ui.widgets.difference_table import DifferenceTable
from tests.ui.review import Review

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def asked(review: Review, monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each of them is called, from a group of three on."""
    review.show_lane(Lane.SAME_PICTURE)
    assert len(review.names) == 3
    counts: Counter[str] = Counter()

    def count(kind: type, name: str) -> None:
        real = getattr(kind, name)

        def counted(self: object, *args: object, **more: object) -> object:
            counts[name] += 1
            return real(self, *args, **more)

        monkeypatch.setattr(kind, name, counted)

    for kind, name in (
        (CommandActions, "enable"), (DifferenceTable, "set_pair"),
        (Decisions, "members"), (Decisions, "_still_in"),
    ):  # fmt: skip
        count(kind, name)
    return counts


def test_enter_on_a_group_of_three_refreshes_once(review: Review, asked: Counter[str]) -> None:
    review.press(Qt.Key.Key_Return)
    assert len(review.names) == 2, "the next group is on the stage"
    assert review.view.queue_list.shown_rows() == (0, (0,)), "and highlighted in the list"
    assert asked["enable"] == 1
    assert asked["set_pair"] == 1, "the details are shown once"
    assert asked["members"] <= 6
    assert asked["_still_in"] <= 6, "and worked out no more often"


@pytest.mark.parametrize("key", [Qt.Key.Key_X, Qt.Key.Key_S, Qt.Key.Key_K, Qt.Key.Key_N])
def test_other_keys_refresh_once_too(review: Review, asked: Counter[str], key: Qt.Key) -> None:
    review.press(key)
    assert (asked["enable"], asked["set_pair"]) == (1, 1)


def test_undo_refreshes_once(review: Review, asked: Counter[str]) -> None:
    review.press(Qt.Key.Key_Return)
    asked.clear()
    review.press((Qt.Key.Key_Z, CTRL))
    assert len(review.names) == 3
    assert asked["enable"] == 1


def test_what_several_acts_changed_is_shown_once_in_the_next_turn(qapp: QApplication) -> None:
    shown: list[Changed] = []
    refresher = Refresher(shown.append)
    refresher.ask(Changed.MARKS)
    refresher.ask(Changed.ENTRY | Changed.MARKS)
    assert not shown, "not before the turn is over"
    qapp.processEvents()
    assert shown == [Changed.ENTRY | Changed.MARKS]
    qapp.processEvents()
    assert len(shown) == 1


def test_what_waits_can_be_shown_at_once_or_never(qapp: QApplication) -> None:
    shown: list[Changed] = []
    refresher = Refresher(shown.append)
    refresher.ask(Changed.LANE)
    refresher.now()
    refresher.ask(Changed.OFFER)
    refresher.stop()
    qapp.processEvents()
    refresher.now()
    assert shown == [Changed.LANE]


def test_two_keys_in_one_turn_are_two_decisions_and_one_refresh(
    review: Review, asked: Counter[str]
) -> None:
    widget = review.view.stage.focus_widget()
    before = len(review.view.desk.lanes[Lane.SAME_PICTURE])
    for _ in range(2):
        review.qtbot.keyClick(widget, Qt.Key.Key_Return)
    assert len(review.view.desk.lanes[Lane.SAME_PICTURE]) == before - 2
    assert asked["enable"] == 0, "nothing is shown yet"
    review.turn()
    assert (asked["enable"], asked["set_pair"]) == (1, 1)
