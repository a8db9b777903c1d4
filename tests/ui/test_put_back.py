"""Decisions that cannot be read when the window opens are put back at a click."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox

from imgsim_desktop.errors import DecisionsBroken
from imgsim_desktop.library.decisions import Decisions
from imgsim_desktop.library.paths import Home, find_home
from imgsim_desktop.ui.put_back import offer_backup


def broken(home: Home) -> DecisionsBroken:
    Decisions(home).close()
    home.decisions_db.write_bytes(b"garbage" * 999)
    with pytest.raises(DecisionsBroken) as caught:
        Decisions(home)
    return caught.value


def test_yes_puts_the_copy_back(light: QApplication) -> None:
    home = find_home()
    error = broken(home)
    shown: list[tuple[str, str, int]] = []

    def yes(box: QMessageBox) -> bool:
        shown.append((box.text(), box.informativeText(), len(box.buttons())))
        return True

    assert offer_backup(error, home, yes)
    assert "damaged" in shown[0][0]
    assert "There is a good copy" in shown[0][1]
    assert shown[0][2] == 2
    Decisions(home).close()


def test_no_leaves_everything_as_it_is(light: QApplication) -> None:
    home = find_home()
    error = broken(home)
    assert not offer_backup(error, home, lambda _box: False)
    assert home.decisions_db.read_bytes().startswith(b"garbage")


def test_without_a_good_copy_only_the_hint_is_shown(light: QApplication) -> None:
    home = find_home()
    error = broken(home)
    for backup in home.backups.iterdir():
        backup.write_bytes(b"garbage")
    shown: list[str] = []

    def ask(box: QMessageBox) -> bool:
        shown.append(box.informativeText())
        return True

    assert not offer_backup(error, home, ask)
    assert shown == [error.hint]
