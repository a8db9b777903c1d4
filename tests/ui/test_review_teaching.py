"""The bar that offers to decide the rest likewise."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from imgsim_desktop.choosing.lanes import Lane
from imgsim_desktop.library.libraries import LibraryList
from imgsim_desktop.library.paths import Home
from imgsim_desktop.scan import scan
from imgsim_desktop.ui.session import LibrarySession
from tests.pictures import save_photo
from tests.ui.fakes import colour_network
from tests.ui.review import Review

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def twins(qtbot: QtBot, light: object, tmp_path: Path) -> Review:
    """Six photos in Album, each byte by byte in Phone again, where the path is shorter."""
    folder = tmp_path / "photos"
    (folder / "Phone").mkdir(parents=True)
    for i in range(6):
        save_photo(folder / "Album" / "sorted" / f"{i}.jpg", i)
        shutil.copy2(folder / "Album" / "sorted" / f"{i}.jpg", folder / "Phone" / f"{i}.jpg")
    home = Home(tmp_path / "home")
    library = LibraryList(home).open_for([folder])
    scan(library, home, colour_network())
    return Review(qtbot, LibrarySession(home), library, owns_session=True)


def folders_going(review: Review) -> list[str]:
    return [photo.path.parent.name for photo in review.view.desk.marked().values()]


def test_after_three_decisions_the_rest_is_offered_and_decided(twins: Review) -> None:
    offer = twins.view.page.offer
    assert twins.counts() == {Lane.IDENTICAL: 6}
    for _ in range(2):
        twins.press(Qt.Key.Key_Right, Qt.Key.Key_K)
        assert offer.isHidden()
    twins.press(Qt.Key.Key_Right, Qt.Key.Key_K)
    assert offer.notice is not None
    assert offer.notice.sentence == "You kept “Album” over “Phone” 3 times."
    assert "3 groups" in offer.notice.action_text
    assert offer.notice.action is not None
    offer.notice.action()
    assert folders_going(twins) == ["Phone"] * 6
    assert twins.counts() == {Lane.SOLVED: 6}
    twins.turn()
    assert offer.isHidden()
    twins.press((Qt.Key.Key_Z, CTRL))
    assert folders_going(twins) == ["Phone"] * 3
    assert twins.counts() == {Lane.IDENTICAL: 3, Lane.SOLVED: 3}


def test_who_closes_the_bar_is_not_asked_again_not_even_after_a_restart(twins: Review) -> None:
    offer = twins.view.page.offer
    for _ in range(3):
        twins.press(Qt.Key.Key_Right, Qt.Key.Key_K)
    assert not offer.isHidden()
    offer.clear()
    twins.press(Qt.Key.Key_Right, Qt.Key.Key_K)
    assert offer.isHidden()
    twins.end()
    twins.view.close()
    fresh = Review(
        twins.qtbot, LibrarySession(twins.session.home), twins.library, owns_session=True
    )
    fresh.press(Qt.Key.Key_Right, Qt.Key.Key_K)
    assert fresh.view.page.offer.isHidden()
