"""Keys can be changed, never doubled, and put back."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from imgsim_desktop.ui.commands import COMMANDS, Place
from imgsim_desktop.ui.keys import key_sections
from imgsim_desktop.ui.main_window import MainWindow
from imgsim_desktop.ui.translation import install_translator
from imgsim_desktop.ui.views.duplicates.view import DuplicatesView
from imgsim_desktop.ui.widgets.keys_dialog import KeysDialog


@pytest.fixture
def dialog(window: MainWindow) -> KeysDialog:
    window.dialogs.change_keys()
    return next(w for w in QApplication.topLevelWidgets() if isinstance(w, KeysDialog))


def review_keys(window: MainWindow, name: str) -> list[str]:
    view = window.findChild(DuplicatesView)
    assert isinstance(view, DuplicatesView)
    return [key.toString() for key in view.commands.by_name[name].shortcuts()]


def test_a_key_is_changed_at_once_and_kept(window: MainWindow, dialog: KeysDialog) -> None:
    dialog.choose("review.keep-all")
    assert dialog.set_key("Ctrl+J")
    assert review_keys(window, "keep-all") == ["Ctrl+J"]
    assert window.session.settings.shortcuts == {"review.keep-all": "Ctrl+J"}
    sections = key_sections(window.session.settings.shortcuts, Place.DUPLICATES)
    shown = [keys for s in sections for line in s.lines for keys in line.keys]
    assert "Ctrl+J" in shown, "the sheet shows keys as they are now"
    dialog.reset()
    assert review_keys(window, "keep-all") == ["A"]
    assert window.session.settings.shortcuts == {}
    dialog.accept()


def test_the_sheet_names_keys_in_the_language_of_the_window(
    light: QApplication, window: MainWindow
) -> None:
    install_translator(light, "zh_CN")
    try:
        sections = key_sections({}, Place.MAP)
    finally:
        install_translator(light, "en")
    shown = {key for section in sections for line in section.lines for key in line.keys}
    assert {"回车", "空格", "Shift+拖动"} <= shown
    assert not shown & {"Enter", "Space", "Shift+drag", "Ctrl+Space"}


def test_the_key_is_taken_from_the_keyboard(window: MainWindow, dialog: KeysDialog) -> None:
    dialog.choose("scan")
    dialog.edit.setKeySequence(QKeySequence("Ctrl+Alt+S"))
    dialog.edit.editingFinished.emit()
    assert [key.toString() for key in window.actions_by_name["scan"].shortcuts()] == ["Ctrl+Alt+S"]
    dialog.accept()


def test_the_key_of_every_command_can_be_changed(qtbot: QtBot) -> None:
    shortcuts: dict[str, str] = {}

    def change(new: dict[str, str]) -> None:
        shortcuts.clear()
        shortcuts.update(new)

    dialog = KeysDialog(lambda: dict(shortcuts), change)
    qtbot.addWidget(dialog)
    for name in COMMANDS:
        dialog.choose(name)
        assert dialog.set_key("Ctrl+Alt+Shift+F12"), dialog.message.text()
        assert shortcuts == {name: "Ctrl+Alt+Shift+F12"}
        dialog.reset()


@pytest.mark.parametrize(
    ("name", "key", "says"),
    [
        ("review.keep-all", "K", "“Keep only this photo” (Duplicates)"),
        ("review.keep-all", "Ctrl+O", "“Open a folder” (Everywhere)"),
        ("review.keep-all", "Space", "Space"),
        ("review.keep-all", "Right", "“Next photo” (Among duplicates)"),
        ("copies", "Ctrl+T", "“Tag them” (Photos)"),
        ("copies", "F2", "“Rename” (Photos chosen)"),
        ("scan", "Y", "“Type the beginning of a name to go there” (Photos)"),
        ("map.select", "Right", "“Move the map, or go from photo to photo after Space” (Map)"),
        ("large.similar", "Ctrl+U", ""),
        ("rules.up", "Ctrl+O", ""),
        ("map.select", "K", ""),
    ],
)
def test_a_key_that_is_taken_there_is_refused_with_a_sentence_that_says_by_what(
    window: MainWindow, dialog: KeysDialog, name: str, key: str, says: str
) -> None:
    dialog.choose(name)
    assert dialog.set_key(key) is (not says), dialog.message.text()
    assert says in dialog.message.text()
    assert window.session.settings.shortcuts == ({} if says else {name: key})
    dialog.accept()


def test_a_command_gets_its_key_back_only_if_nobody_has_it(
    window: MainWindow, dialog: KeysDialog
) -> None:
    dialog.choose("review.keep-all")
    assert dialog.set_key("")
    assert review_keys(window, "keep-all") == []
    dialog.choose("review.skip")
    assert dialog.set_key("A")
    dialog.choose("review.keep-all")
    dialog.reset()
    assert "Leave the group for later" in dialog.message.text()
    assert review_keys(window, "keep-all") == []
    dialog.reset_all()
    assert (review_keys(window, "keep-all"), review_keys(window, "skip")) == (["A"], ["S"])
    dialog.accept()


def test_a_key_of_a_page_or_of_the_large_view_is_changed_at_once(
    window: MainWindow, dialog: KeysDialog
) -> None:
    for name, actions in (
        ("photos.tag", window.views["photos"].commands),
        ("map.lasso", window.views["map"].commands),
        ("themes.find", window.views["themes"].commands),
        ("failures.copy", window.views["failures"].commands),
        ("large.similar", window.photo_view.commands),
    ):  # fmt: skip
        dialog.choose(name)
        assert dialog.set_key("Ctrl+Alt+J")
        action = actions.by_name[name.partition(".")[2]]
        assert [key.toString() for key in action.shortcuts()] == ["Ctrl+Alt+J"]
        assert "(Ctrl+Alt+J)" in action.toolTip()
        dialog.reset()
    dialog.accept()


def test_commands_are_found_by_name_and_by_key(dialog: KeysDialog) -> None:
    dialog.search.setText("lock or unlock")
    shown = [r for r in range(dialog.table.rowCount()) if not dialog.table.isRowHidden(r)]
    assert len(shown) == 1
    dialog.search.setText("ctrl+o")
    shown = [r for r in range(dialog.table.rowCount()) if not dialog.table.isRowHidden(r)]
    item = dialog.table.item(shown[0], 2)
    assert item is not None
    assert "Ctrl+O" in item.text()
    dialog.accept()


def test_buttons_that_are_no_commands_say_the_key_as_it_is_now(
    window: MainWindow, dialog: KeysDialog
) -> None:
    view = window.findChild(DuplicatesView)
    assert isinstance(view, DuplicatesView)
    layouts = view.stage.findChildren(QToolButton)
    for name, tip in (
        ("review.filter", view.page.filter_bar.button.toolTip),
        ("review.all-facts", view.page.all_facts.toolTip),
        ("review.layout", layouts[0].toolTip),
    ):
        assert f"({COMMANDS[name].keys})" in tip()
        dialog.choose(name)
        assert dialog.set_key("Ctrl+J")
        assert "(Ctrl+J)" in tip()
        dialog.reset()
    dialog.accept()
