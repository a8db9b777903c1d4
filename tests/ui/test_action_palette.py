"""Ctrl+K: what is typed narrows the list, Enter does what is chosen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from imgsim_desktop.ui.main_window import MainWindow
from imgsim_desktop.ui.widgets.action_palette import ActionPalette, plain


@pytest.fixture
def palette(qtbot: QtBot, window: MainWindow) -> ActionPalette:
    window.actions_by_name["palette"].trigger()
    found = window.findChildren(ActionPalette)
    assert len(found) == 1
    return found[0]


def test_all_that_can_be_done_now_is_there_with_its_keys(
    window: MainWindow, palette: ActionPalette
) -> None:
    shown = palette.shown()
    assert {"Open a folder…", "Settings…", "Keys", "Full screen"} <= set(shown)
    assert "Scan for new photos" not in shown, "no library is open"
    keys = {item.text(0): item.text(2) for item in palette._items()}
    assert keys["Open a folder…"] == "Ctrl+O"
    assert palette.list.currentItem().text(0) == shown[0]


def test_words_in_any_order_find_it_and_enter_does_it_after_the_list_is_gone(
    qtbot: QtBot, window: MainWindow, palette: ActionPalette
) -> None:
    done: list[int] = []
    about = window.actions_by_name["about"]
    about.triggered.disconnect()
    about.triggered.connect(lambda: done.append(len(window.findChildren(ActionPalette))))
    qtbot.keyClicks(palette.line, "imgsim ab")
    assert palette.shown() == ["About ImgSim Desktop"]
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(done) == 1)


def test_arrows_walk_the_list_while_one_types(qtbot: QtBot, palette: ActionPalette) -> None:
    qtbot.keyClicks(palette.line, "keys")
    first, second = palette.shown()[:2]
    qtbot.keyClick(palette.line, Qt.Key.Key_Down)
    assert palette.list.currentItem().text(0) == second
    qtbot.keyClick(palette.line, Qt.Key.Key_Up)
    assert palette.list.currentItem().text(0) == first


def test_what_is_in_no_menu_does_nothing(qtbot: QtBot, palette: ActionPalette) -> None:
    qtbot.keyClicks(palette.line, "zzz")
    assert palette.shown() == []
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert palette.isVisible()
    qtbot.keyClick(palette.line, Qt.Key.Key_Escape)
    assert not palette.isVisible()


@pytest.mark.parametrize(
    ("text", "said"), [("&File", "File"), ("文件(&F)", "文件"), ("Keys (all)", "Keys (all)")]
)
def test_the_mark_of_a_letter_is_no_part_of_a_name(text: str, said: str) -> None:
    assert plain(text) == said
