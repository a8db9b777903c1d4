"""Size and parts of the window, remembered in the settings."""

from __future__ import annotations

import json

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow, QSplitter

FIRST_SIZE = (1320, 860)


def restore_layout(window: QMainWindow, splitter: QSplitter, saved: str) -> dict[str, str]:
    """As the window was left; sensible on a first start and on a smaller screen.

    Returns what else was saved, by name; empty for a layout of another version.
    """
    screen = QGuiApplication.primaryScreen().availableGeometry()
    window.resize(min(FIRST_SIZE[0], screen.width()), min(FIRST_SIZE[1], screen.height()))
    layout = _layout_of(saved)
    if "geometry" in layout:
        window.restoreGeometry(_decoded(layout["geometry"]))
    if "splitter" in layout:
        splitter.restoreState(_decoded(layout["splitter"]))
    return layout


def saved_layout(window: QMainWindow, splitter: QSplitter, **more: str) -> str:
    """For the settings; `more` comes back from `restore_layout`."""
    geometry, state = _coded(window.saveGeometry()), _coded(splitter.saveState())
    return json.dumps({"geometry": geometry, "splitter": state, **more})


def _coded(data: QByteArray) -> str:
    return bytes(data.toBase64().data()).decode()


def _decoded(text: str) -> QByteArray:
    return QByteArray.fromBase64(text.encode())


def _layout_of(saved: str) -> dict[str, str]:
    try:
        found = json.loads(saved)
    except ValueError:
        return {}
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}
