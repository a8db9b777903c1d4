"""Every command of every page, used on real photos: none raises, none leaves a dialog open."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from imgsim_desktop.ui.main_window import MainWindow
from imgsim_desktop.ui.pages import VIEWS
from tests.ui.driven import Driven
from tests.ui.shown import names


@pytest.mark.parametrize("page", VIEWS)
def test_every_command_of_a_page_can_be_used_and_the_photos_are_still_there(
    scanned: MainWindow, page: str
) -> None:
    gallery = scanned.gallery
    assert gallery is not None
    gallery.grid.select_all()
    before = names(scanned)
    scanned.show_view(page)
    user = Driven(scanned)
    user.wait("the page is ready", lambda: not scanned.view.is_busy())
    used = user.every_command({"duplicates": "review"}.get(page, page))
    assert used or page == "failures"
    user.wait("the page is done", lambda: not scanned.view.is_busy())
    assert QApplication.activeModalWidget() is None
    scanned.show_view("photos")
    assert sorted(names(scanned)) == sorted(before)


def test_every_command_of_the_window_can_be_used(scanned: MainWindow) -> None:
    used = Driven(scanned).every_command("")
    assert {"settings", "keys", "palette", "side-bar"} <= set(used)
    assert QApplication.activeModalWidget() is None
