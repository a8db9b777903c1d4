"""Marks of 0.1.0 in the window: what is a variant now is unmarked, and how many is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from imgsim_desktop.__main__ import main
from imgsim_desktop.library.libraries import LibraryList
from imgsim_desktop.ui.session import LibrarySession
from tests.homes import mark_as_0_1_0_did, restore_old_home
from tests.pictures import save_ticket
from tests.ui.review import Review


def test_the_window_takes_back_a_mark_of_0_1_0_whose_photo_is_a_variant(
    qtbot: QtBot, light: QApplication, own_trash: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = restore_old_home(own_trash.parents[1])
    monkeypatch.setenv("IMGSIM_HOME", str(old.home.root))
    kept, other = (
        save_ticket(old.photos / "tickets" / f"{seat}.jpg", f"Seat {seat}") for seat in (34, 35)
    )
    mark_as_0_1_0_did(old, other, kept, "mark")
    assert main(["scan", str(old.photos)]) == 0
    (library,) = LibraryList(old.home).all()
    review = Review(qtbot, LibrarySession(old.home), library, owns_session=True)

    assert review.marked == {"P1010001 copy.jpg", "IMG_3377 (1).jpg"}
    told = [notice.sentence for notice in review.notices]
    assert told.count("1 photo marked to go will stay after all.") == 1
