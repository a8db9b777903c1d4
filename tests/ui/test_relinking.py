"""A folder that was moved is located from the message about it, or from the side bar."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from imgsim_desktop.ui.main_window import MainWindow
from imgsim_desktop.ui.models.folder_counts import folder_tree
from imgsim_desktop.ui.notices import Notice
from tests.ui.fakes import draw
from tests.ui.shown import names


def renamed(qtbot: QtBot, window: MainWindow, folder: Path) -> Notice:
    """The folder has another name; what a scan tells of that."""
    folder.rename(folder.with_name("pictures"))
    with qtbot.waitSignal(window.scans.ended):
        window.scan_now()
    notice = window.notices.notice
    assert notice is not None
    return notice


def located(
    qtbot: QtBot, window: MainWindow, notice: Notice, answer: Path, patch: pytest.MonkeyPatch
) -> None:
    """The person names a folder, and that is looked through."""
    patch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(answer))
    assert notice.more is not None
    notice.more()
    qtbot.waitUntil(lambda: not window.library_actions.is_busy)
    qtbot.waitUntil(lambda: not window.scans.is_running)


def test_a_renamed_folder_is_found_again_with_all_that_is_known(
    qtbot: QtBot, scanned: MainWindow, photos_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, ids = names(scanned), scanned.session.photo_ids().tolist()
    notice = renamed(qtbot, scanned, photos_folder)
    assert notice.sentence == f"Not connected: {photos_folder}."
    assert notice.more_text == "Locate…"
    new = photos_folder.with_name("pictures")
    located(qtbot, scanned, notice, new, monkeypatch)
    assert scanned.session.library is not None
    assert scanned.session.library.folders == (new,)
    assert scanned.session.offline_roots() == frozenset()
    assert names(scanned) == before
    assert scanned.session.photo_ids().tolist() == ids
    told = [told.notice.sentence for told in scanned.notices.history]
    assert "3 of 3 photos found; all that is known of them is kept." in told
    assert not [said for said in told if said.startswith("Nothing new")], "said once is enough"


def test_another_folder_is_refused_with_the_numbers_and_nothing_changes(
    qtbot: QtBot, scanned: MainWindow, photos_folder: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    draw(tmp_path / "other" / "one.jpg", "#123")
    notice = renamed(qtbot, scanned, photos_folder)
    located(qtbot, scanned, notice, tmp_path / "other", monkeypatch)
    told = scanned.notices.notice
    assert told is not None
    assert told.sentence.startswith("0 of 3 photos of ")
    assert scanned.session.library is not None
    assert scanned.session.library.folders == (photos_folder,)


def test_the_side_bar_names_the_disk_of_a_folder_that_is_away() -> None:
    root, here = Path("/media/me/Stick"), Path("/home/me/photos")
    nodes = folder_tree(
        (root, here), {root: 2, here: 1}, frozenset({root}), lambda folder: folder.name
    )
    assert [(node.is_online, node.disk) for node in nodes] == [(False, "Stick"), (True, "")]
