"""Size and parts of the window, remembered in the settings."""

from __future__ import annotations

import json

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow

from imgsim_desktop.bounded_json import read_json
from imgsim_desktop.ui.browser import Browser

FIRST_SIZE = (1320, 860)


def restore_layout(window: QMainWindow, browser: Browser, saved: str) -> None:
    """As the window was left; sensible on a first start and on a smaller screen.

    saved  of the settings; what is damaged or of another version changes nothing
    """
    screen = QGuiApplication.primaryScreen().availableGeometry()
    window.resize(min(FIRST_SIZE[0], screen.width()), min(FIRST_SIZE[1], screen.height()))
    layout = _layout_of(saved)
    if "geometry" in layout:
        window.restoreGeometry(_decoded(layout["geometry"]))
    if "splitter" in layout:
        browser.splitter.restoreState(_decoded(layout["splitter"]))
        browser.set_widths(layout.get("widths", ""))
    browser.restore_parts(
        has_side_bar=layout.get("side_bar") != "hidden",
        has_panel=layout.get("panel") != "hidden",
    )


def saved_layout(window: QMainWindow, browser: Browser) -> str:
    """For the settings; `restore_layout` reads it."""
    layout = {
        "geometry": _coded(window.saveGeometry()),
        "splitter": _coded(browser.splitter.saveState()),
        "widths": browser.widths,
        "side_bar": "shown" if browser.has_side_bar else "hidden",
        "panel": "shown" if browser.has_panel else "hidden",
    }
    return json.dumps(layout)


def _coded(data: QByteArray) -> str:
    return bytes(data.toBase64().data()).decode()


def _decoded(text: str) -> QByteArray:
    return QByteArray.fromBase64(text.encode())


def _layout_of(saved: str) -> dict[str, str]:
    try:
        found = read_json(saved)
    except ValueError:
        return {}
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}
