"""What the program says of itself."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from imgsim_desktop import __version__
from imgsim_desktop.ui.session import LibrarySession
from imgsim_desktop.ui.widgets.about_dialog import BUILT_ON, AboutDialog

ROOT = Path(__file__).resolve().parents[2]


def test_it_says_version_network_folder_and_licences_and_copies_the_folder(
    qtbot: QtBot, light: QApplication, session: LibrarySession
) -> None:
    dialog = AboutDialog(session)
    qtbot.addWidget(dialog)
    said = "\n".join(label.text() for label in dialog.findChildren(QLabel))
    for part in (f"ImgSim Desktop {__version__}", str(session.home.root), "MIT licence", "LGPL 3"):
        assert part in said
    dialog.copy_folder.click()
    assert QApplication.clipboard().text() == str(session.home.root)


def test_the_parts_it_names_are_listed_with_these_licences() -> None:
    listed = (ROOT / "THIRD_PARTY.md").read_text("utf-8").lower()
    for names, licence in BUILT_ON:
        for name in names.lower().replace("onnx runtime", "onnxruntime").split(", "):
            pattern = rf"\b{re.escape(name)}\b.*{_written(licence)}"
            assert re.search(pattern, listed), (name, licence)


def _written(licence: str) -> str:
    """As THIRD_PARTY.md writes it."""
    kind, _, version = licence.lower().partition(" ")
    return f"{kind}, version {version}" if kind == "lgpl" else f"{kind}.*{version}"
