"""One key of the person refreshes the page of duplicates once, and asks little for it."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtCore import Qt

from imgsim_desktop.choosing.lanes import Lane
from imgsim_desktop.choosing.marks import Review as Decisions
from imgsim_desktop.ui.command_actions import CommandActions
from imgsim_desktop.ui.views.duplicates.once import Once
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


def test_what_an_act_asks_for_is_shown_after_it_in_order_even_if_it_fails() -> None:
    shown: list[str] = []

    def first() -> None:
        shown.append("first")

    def second() -> None:
        shown.append("second")

    once = Once(first, second)
    once.ask(second)
    assert shown == ["second"], "outside an act at once"

    def torn() -> None:
        with once.act():
            once.ask(second)
            with once.act():
                once.ask(first)
            once.ask(second)
            assert shown == ["second"]
            raise ValueError("torn")

    with pytest.raises(ValueError, match="torn"):
        torn()
    assert shown == ["second", "first", "second"]
