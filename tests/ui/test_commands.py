"""The table of commands: whole, free of clashes, and the window is what it says."""

from __future__ import annotations

from functools import reduce
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QAction, QShortcut
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from imgsim_desktop.library.kept_json import KeptJson
from imgsim_desktop.library.paths import Home
from imgsim_desktop.library.settings import Settings, load_settings, save_settings
from imgsim_desktop.ui.command_keys import holder_of, keys_in_use
from imgsim_desktop.ui.commands import (
    COMMANDS,
    FIXED,
    PLACE_TITLES,
    Command,
    Menu,
    Need,
    Place,
    commands_of,
    meet,
)
from imgsim_desktop.ui.main_window import MainWindow
from imgsim_desktop.ui.session import LibrarySession
from imgsim_desktop.ui.widgets.models_dialog import ModelsDialog
from imgsim_desktop.ui.widgets.rules_dialog import RulesDialog


def hosts(window: MainWindow) -> dict[Place, QWidget]:
    """Whose functions the commands of each place name; the two dialogs are tried by their tests."""
    pages = {Place(name): view for name, view in window.views.items()}
    return {
        Place.WINDOW: window, Place.CHOSEN: window, Place.LARGE: window.photo_view,
        Place.STAGE: pages[Place.DUPLICATES], **pages,
    }  # fmt: skip


def test_every_command_names_a_function_that_is_there(window: MainWindow) -> None:
    found: dict[Place, object] = {
        **hosts(window), Place.RULES: RulesDialog, Place.MODELS: ModelsDialog,
    }  # fmt: skip
    for command in COMMANDS.values():
        act = reduce(getattr, command.do.split("."), found[command.place])
        assert callable(act), command


def test_every_action_with_a_key_is_a_command(window: MainWindow) -> None:
    names = {action.objectName() for action in window.findChildren(QAction) if action.shortcuts()}
    assert names <= set(COMMANDS)
    assert not [s for s in window.findChildren(QShortcut) if s.key().toString()]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_can_be_reached_and_is_found_at_its_place(name: str) -> None:
    command = COMMANDS[name]
    assert command.keys or command.menus or command.bars, "nobody could do it"
    assert command.place in PLACE_TITLES
    if Menu.PAGE in command.menus:
        assert command.place is not Place.WINDOW
    if command.gap:
        assert command.menus, "a line above nothing"


def test_no_key_means_two_things_in_one_place() -> None:
    for one, other in combinations(COMMANDS.values(), 2):
        if meet(one.place, other.place):
            assert not set(one.own_keys) & set(other.own_keys), (one.name, other.name)
    for command in COMMANDS.values():
        assert keys_in_use({})[command.name] == command.own_keys, "as Qt writes them"
        for key in command.own_keys:
            assert holder_of(key, command, {}) is None


def test_no_widget_uses_a_key_of_a_command_of_its_place() -> None:
    for fixed in FIXED:
        for command in COMMANDS.values():
            if any(meet(command.place, place) for place in fixed.places):
                assert not set(fixed.own_keys) & set(command.own_keys), (fixed.text, command.name)


def test_a_place_meets_what_lies_within_it_and_nothing_beside_it() -> None:
    assert meet(Place.WINDOW, Place.STAGE)
    assert meet(Place.STAGE, Place.DUPLICATES)
    assert not meet(Place.MAP, Place.THEMES)
    assert not meet(Place.RULES, Place.WINDOW), "the window rests below a dialog"


# keys of older versions


def test_keys_that_an_older_version_kept_are_kept(tmp_path: Path) -> None:
    """As the settings of 0.1.0 before the table: names of then, one of them gone since."""
    home = Home(tmp_path / "home")
    home.root.mkdir()
    old = {"scan": "Ctrl+J", "review.keep-all": "", "review.best-2": "Alt+2", "gone": "Ctrl+H"}
    KeptJson(home.settings_json).save({"shortcuts": old, "theme": "dark"})
    settings = load_settings(home)
    keys = keys_in_use(settings.shortcuts)
    assert keys["scan"] == ("Ctrl+J",)
    assert keys["review.keep-all"] == ()
    assert keys["review.best-2"] == ("Alt+2",)
    assert keys["view-duplicates"] == (), "its own key was given away then"
    assert keys["stop"] == COMMANDS["stop"].own_keys
    save_settings(home, settings)
    assert load_settings(home).shortcuts == old, "also what this version does not know"


def test_a_key_that_an_older_version_gave_twice_does_one_thing(
    window: MainWindow, session: LibrarySession
) -> None:
    session.change_settings(shortcuts={"copies": "Ctrl+T", "remove": "Ctrl+T", "scan": "no key"})
    held = [
        action.objectName()
        for action in window.findChildren(QAction)
        if "Ctrl+T" in [key.toString() for key in action.shortcuts()]
    ]
    assert held == ["remove"], "the first in the order of the table; no page's key is in its way"
    assert not window.actions_by_name["scan"].shortcuts()
    session.change_settings(shortcuts={})
    assert window.views["photos"].commands.by_name["tag"].shortcut().toString() == "Ctrl+T"


# what is possible


def test_without_a_library_only_what_needs_none_is_possible(window: MainWindow) -> None:
    possible = {action.objectName() for action, _menu in window.commands.possible()}
    needless = {c.name for c in commands_of(Place.WINDOW) if c.needs in (Need.NOTHING, Need.IDLE)}
    assert possible == needless


def test_what_is_done_with_a_photo_needs_one_that_is_chosen(scanned: MainWindow) -> None:
    gallery = scanned.gallery
    assert gallery is not None
    names = ("large", "similar", "copies", "reveal", "external", "copy-path")
    own = ("none", "tag", "album")

    def possible() -> tuple[set[bool], set[bool]]:
        return (
            {scanned.actions_by_name[name].isEnabled() for name in names},
            {gallery.commands.by_name[name].isEnabled() for name in own},
        )

    gallery.grid.clear_selection()
    assert possible() == ({False}, {False})
    gallery.grid.select_ids(gallery.grid.ids[:1])
    assert possible() == ({True}, {True})
    scanned.actions_by_name["large"].trigger()
    assert scanned.browser.is_large
    assert not scanned.actions_by_name["large"].isEnabled(), "it is shown large already"
    assert not scanned.actions_by_name["find"].isEnabled(), "the field is not there"
    assert scanned.actions_by_name["reveal"].isEnabled(), "of the photo shown large"
    scanned.photo_view.commands.by_name["back"].trigger()
    assert possible() == ({True}, {True})


def test_more_like_these_needs_two_photos_and_not_like_this_a_result(
    qtbot: QtBot, scanned: MainWindow
) -> None:
    gallery, panel = scanned.gallery, scanned.panel
    assert gallery is not None
    more, less = (scanned.actions_by_name[name] for name in ("more-like", "not-like"))
    gallery.grid.select_ids(gallery.grid.ids[:1])
    assert (more.isEnabled(), less.isEnabled()) == (False, False)
    gallery.grid.select_ids(gallery.grid.ids[:2])
    assert (more.isEnabled(), less.isEnabled()) == (True, False)
    more.trigger()
    two = gallery.grid.ids[:2].tolist()
    assert panel.question is not None
    assert [panel.question.photo_id, *panel.question.others] == two
    qtbot.waitUntil(lambda: len(panel.grid) > 0)
    assert not set(panel.grid.ids.tolist()) & set(two)
    scanned.activateWindow()
    panel.grid.setFocus()
    panel.grid.choose_row(0)
    result = panel.grid.current_id()
    qtbot.waitUntil(less.isEnabled)
    less.trigger()
    assert panel.question.unlike == (result,)


def test_a_part_of_the_large_photo_is_searched_with(qtbot: QtBot, scanned: MainWindow) -> None:
    gallery, panel = scanned.gallery, scanned.panel
    assert gallery is not None
    gallery.grid.select_ids(gallery.grid.ids[:1])
    scanned.actions_by_name["similar-part"].trigger()
    large = scanned.photo_view
    qtbot.waitUntil(lambda: large.canvas.has_whole_picture)
    assert large.canvas.awaits_box
    assert large.photo is not None
    large.canvas.boxDrawn.emit(QRectF(0.1, 0.1, 0.5, 0.5))
    assert not scanned.browser.is_large
    assert panel.question is not None
    assert panel.question.part_of == large.photo.photo_id
    assert panel._query_name.text() == f"Part of {large.photo.path.name}"
    qtbot.waitUntil(lambda: len(panel.grid) > 0)
    assert large.photo.photo_id not in panel.grid.ids


def test_the_large_view_leads_nowhere_beyond_its_ends(scanned: MainWindow) -> None:
    gallery, large = scanned.gallery, scanned.photo_view
    assert gallery is not None
    gallery.grid.select_ids(gallery.grid.ids[:1])
    scanned.actions_by_name["large"].trigger()
    by_name = large.commands.by_name
    assert (by_name["previous"].isEnabled(), by_name["next"].isEnabled()) == (False, True)
    by_name["last"].trigger()
    assert (by_name["previous"].isEnabled(), by_name["next"].isEnabled()) == (True, False)
    by_name["first"].trigger()
    assert (by_name["previous"].isEnabled(), by_name["next"].isEnabled()) == (False, True)
    assert not by_name["next-part"].isEnabled()
    assert not by_name["zoom-out"].isEnabled(), "the whole photo is seen"


def test_thumbnails_grow_and_shrink_between_their_ends(scanned: MainWindow) -> None:
    gallery = scanned.gallery
    assert gallery is not None
    by_name = gallery.commands.by_name
    while by_name["larger"].isEnabled():
        by_name["larger"].trigger()
    assert by_name["smaller"].isEnabled()
    while by_name["smaller"].isEnabled():
        by_name["smaller"].trigger()
    assert by_name["larger"].isEnabled()


def test_commands_stand_in_the_order_of_the_table_in_their_menus(window: MainWindow) -> None:
    (menu,) = (a.menu() for a in window.menuBar().actions() if "Picture" in a.text())
    assert isinstance(menu, QMenu)
    names = [a.objectName() for a in menu.actions() if not a.isSeparator() and a.menu() is None]
    wanted = [c.name for c in COMMANDS.values() if Menu.PICTURE in c.menus]
    assert names == wanted
    assert names[:3] == ["large", "similar", "copies"]


def test_a_command_of_many_needs_as_many_photos() -> None:
    tenth: list[Command] = [c for c in COMMANDS.values() if c.number == 9]
    assert [c.family for c in tenth] == ["review.best-n", "review.toggle-n", "review.keep-n"]


def test_settings_begin_with_no_changed_key() -> None:
    assert Settings().shortcuts == {}
