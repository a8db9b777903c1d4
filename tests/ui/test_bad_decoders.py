"""A decoder that aborts over one file: the window goes on, and lists it."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from imgsim_desktop.scan import run as scan_run
from imgsim_desktop.ui.main_window import MainWindow
from imgsim_desktop.ui.views.failures import FailuresView
from tests.pictures import save_photo
from tests.scan.stubs import BAD_NAME, read_with_a_bad_decoder
from tests.ui.shown import names


def scan_again(qtbot: QtBot, window: MainWindow) -> None:
    window.scan_now()
    qtbot.waitUntil(lambda: not window.scans.is_running, timeout=60_000)
    window.session.poll()
    window.view.refresh()


def listed(window: MainWindow) -> list[tuple[str, str]]:
    (view,) = window.findChildren(FailuresView)
    view.refresh()
    model = view.failures
    return [
        (str(model.index(row, 0).data()), str(model.index(row, 1).data()))
        for row in range(model.rowCount())
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="signals are of Unix")
def test_a_file_that_crashes_the_decoder_is_listed_and_tried_again_when_it_has_changed(
    qtbot: QtBot, scanned: MainWindow, photos_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = save_photo(photos_folder / BAD_NAME, 99)
    bad.write_bytes(bad.read_bytes() + b"bad")
    save_photo(photos_folder / "good.jpg", 7)
    with monkeypatch.context() as patched:
        patched.setattr(scan_run, "read_photo", partial(read_with_a_bad_decoder, "abort"))
        scan_again(qtbot, scanned)
    assert listed(scanned) == [(BAD_NAME, "It crashed the decoder")]
    assert set(names(scanned)) == {"red.jpg", "red too.jpg", "blue.jpg", "good.jpg"}

    scan_again(qtbot, scanned)  # any reader could read it now, but it has not changed
    assert listed(scanned) == [(BAD_NAME, "It crashed the decoder")]
    assert BAD_NAME not in names(scanned)

    save_photo(bad, 98)
    scan_again(qtbot, scanned)
    assert listed(scanned) == []
    assert BAD_NAME in names(scanned)
