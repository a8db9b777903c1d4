"""Menus of things and of pages: everything has one, none is higher than a screen, none is mute."""

from __future__ import annotations

from collections import defaultdict

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from imgsim_desktop.review.queue import Lane
from imgsim_desktop.ui.commands import COMMANDS, CONTEXTS, LACKS, SUBMENUS, Need, Place
from imgsim_desktop.ui.main_window import MainWindow
from imgsim_desktop.ui.widgets.action_palette import ActionPalette
from tests.ui.review import Review

HIGHEST = 28
"""Entries and lines of a menu on a screen of 900 px, at 27 px each with the menu bar above."""

MEANINGS = (
    {"undo"}, {"toggle", "trash", "remove"}, {"rename"}, {"copy"}, {"tag"}, {"select"}, {"similar"},
    {"larger", "closer", "zoom-in"}, {"smaller", "farther", "zoom-out"}, {"whole"}, {"album"},
    {"first-group", "first", "whole"}, {"last-group", "last"},
    {"previous-photo", "previous", "previous-group"}, {"next-photo", "next", "next-group"},
    {"next-group", "next-part"}, {"previous-group", "previous-part"},
    {"actual-size", "turn-size"}, {"facts", "all-facts"}, {"back", "leave-alone"},
    {"accept", "reveal", "back"},
    *({f"pan-{side}"} for side in ("left", "right", "up", "down")),
)  # fmt: skip
"""What one key may mean at several places: it is the same to whoever presses it."""


def test_a_key_means_the_same_on_all_pages() -> None:
    means: dict[str, set[str]] = defaultdict(set)
    for command in COMMANDS.values():
        if command.place not in (Place.RULES, Place.MODELS):  # dialogs
            for key in command.own_keys:
                means[key].add(command.local_name)
    twice = {
        key: names
        for key, names in means.items()
        if len(names) > 1 and not any(names <= meaning for meaning in MEANINGS)
    }
    assert twice == {}


def test_every_page_menu_fits_on_a_screen(window: MainWindow) -> None:
    for action in window.menuBar().actions():
        menu = action.menu()
        assert isinstance(menu, QMenu)
        inner = [a.menu() for a in menu.actions() if a.menu() is not None]
        for some in (menu, *inner):
            assert isinstance(some, QMenu)
            assert len(some.actions()) <= HIGHEST, action.text()
    assert set(SUBMENUS) <= set(COMMANDS)


def test_every_need_says_why_something_is_not_possible() -> None:
    asked = Need.NOTHING
    for command in COMMANDS.values():
        asked |= command.needs
    assert set(asked) <= set(LACKS)


def test_what_is_not_possible_says_why_and_what_is_possible_does_not(scanned: MainWindow) -> None:
    gallery = scanned.gallery
    assert gallery is not None
    gallery.grid.clear_selection()
    trash = scanned.chosen_commands.by_name["trash"]
    assert "Nothing is chosen." in trash.toolTip()
    gallery.grid.select_all()
    assert trash.isEnabled()
    assert "Nothing is chosen." not in trash.toolTip()
    assert "(Del)" in trash.toolTip()


@pytest.fixture
def popped(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Names of the actions of each menu that is opened."""
    found: list[list[str]] = []

    def popup(menu: QMenu, _point: QPoint, _at: QAction | None = None) -> None:
        found.append([action.objectName() for action in menu.actions() if action.objectName()])

    monkeypatch.setattr(QMenu, "popup", popup)
    return found


def test_cards_groups_and_lanes_have_menus(review: Review, popped: list[list[str]]) -> None:
    view = review.view
    for widget, name in (
        (view.stage.grid, "card"), (view.stage.compare, "card"), (view.queue_list, "queue"),
        (view.lanes.button(Lane.EDITED), "lane"),
    ):  # fmt: skip
        widget.customContextMenuRequested.emit(QPoint(10, 10))
        assert popped[-1] == [f"review.{local}" for local in CONTEXTS[name] if local]
    assert view.model.lane is Lane.EDITED, "the menu of a lane is about that lane"


def test_the_menu_of_a_folder_locks_it(
    scanned: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    menus: list[QMenu] = []
    monkeypatch.setattr(QMenu, "popup", lambda menu, _point: menus.append(menu))
    bar = scanned.side_bar
    item = next(i for i in bar._items() if i.text(0) == "trip")
    tree = bar.folders
    tree.customContextMenuRequested.emit(tree.visualItemRect(item).center())
    (lock,) = [a for a in menus[0].actions() if a.text().startswith("Locked")]
    assert not lock.isChecked()
    lock.trigger()
    locked = scanned.session.decisions.locked_folders()
    assert [folder.name for folder in locked] == ["trip"]


def test_the_palette_says_that_nothing_was_found(qtbot: QtBot) -> None:
    palette = ActionPalette([(QAction("Scan"), "Library")])
    qtbot.addWidget(palette)
    palette.show()
    palette.line.setText("no such thing")
    assert palette.nothing.isVisible()
    assert "Nothing found." in palette.nothing.text()
    palette.line.setText("sc")
    assert not palette.nothing.isVisible()
    palette.close()


def test_the_buttons_at_the_side_of_a_mouse_lead_back_and_forth(scanned: MainWindow) -> None:
    window = scanned
    window.show_view("duplicates")
    window.show_view("failures")
    back, forth = Qt.MouseButton.BackButton, Qt.MouseButton.ForwardButton
    for button, page in (
        (back, "duplicates"), (back, "photos"), (back, "photos"), (forth, "duplicates"),
    ):  # fmt: skip
        QTest.mouseClick(window.side_bar, button)
        assert window._pages.name == page
    window.show_view("photos")
    gallery = window.gallery
    assert gallery is not None
    gallery.grid.activated.emit(int(gallery.grid.ids[0]))
    assert window.browser.is_large
    QTest.mouseClick(window.photo_view.canvas, back)
    assert not window.browser.is_large
    QTest.mouseClick(gallery.grid.viewport(), back)
    assert window._pages.name == "duplicates"
