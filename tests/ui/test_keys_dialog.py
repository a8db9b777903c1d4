"""Keys can be changed, never doubled, and put back."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication

from imgsim_desktop.ui.action_keys import keyed_actions, name_of
from imgsim_desktop.ui.keys import key_sections
from imgsim_desktop.ui.main_window import MainWindow
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
    window.show_view("duplicates")
    shown = [keys for s in key_sections(window) for line in s.lines for keys in line.keys]
    assert "Ctrl+J" in shown, "the sheet shows keys as they are now"
    dialog.reset()
    assert review_keys(window, "keep-all") == ["A"]
    assert window.session.settings.shortcuts == {}
    dialog.accept()


def test_the_key_is_taken_from_the_keyboard(window: MainWindow, dialog: KeysDialog) -> None:
    dialog.choose("scan")
    dialog.edit.setKeySequence(QKeySequence("Ctrl+Alt+S"))
    dialog.edit.editingFinished.emit()
    assert [key.toString() for key in window.actions_by_name["scan"].shortcuts()] == ["Ctrl+Alt+S"]
    dialog.accept()


def test_a_key_that_is_taken_is_refused_with_a_sentence(
    window: MainWindow, dialog: KeysDialog
) -> None:
    dialog.choose("review.keep-all")
    taken = (("K", "Keep only this photo"), ("Ctrl+O", "Open a folder"), ("Space", "Space"))
    for key, says in taken:
        assert not dialog.set_key(key)
        assert says in dialog.message.text()
    assert review_keys(window, "keep-all") == ["A"]
    assert not window.session.settings.shortcuts
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


def test_commands_are_found_by_name_and_by_key(dialog: KeysDialog) -> None:
    dialog.search.setText("lock or unlock")
    shown = [r for r in range(dialog.table.rowCount()) if not dialog.table.isRowHidden(r)]
    assert len(shown) == 1
    dialog.search.setText("ctrl+o")
    shown = [r for r in range(dialog.table.rowCount()) if not dialog.table.isRowHidden(r)]
    item = dialog.table.item(shown[0], 1)
    assert item is not None
    assert "Ctrl+O" in item.text()
    dialog.accept()


def test_no_key_of_the_whole_window_does_two_things(window: MainWindow) -> None:
    seen: dict[str, str] = {}
    for action in keyed_actions(window):
        for key in action.shortcuts():
            text = key.toString()
            assert text not in seen, f"{text}: {seen.get(text)} and {name_of(action)}"
            seen[text] = name_of(action)
    assert "Space" not in seen
