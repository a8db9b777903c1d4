"""A window driven as a person drives it: every command of a page, one after the other."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from imgsim_desktop.ui.main_window import MainWindow

LEFT_OUT = frozenset(
    {"quit", "full-screen", "external", "reveal", "releases", "remove", "scan", "learn", "open"}
)
"""Commands of the window that leave it, or start what takes its time."""

LEAVES = ("external", "reveal", "album", "export", "receipt", "load", "open-with", "lens")
"""Ends of the names of those that open windows of the system, or ask for a file."""

MOVES = ("commit", "trash", "move", "cut", "rename")
"""In the names of those that touch files."""


class Driven:
    """Presses what can be pressed; dialogs and menus that open are closed again."""

    def __init__(
        self, window: MainWindow, tell: Callable[[str], object] = lambda step: None
    ) -> None:
        """tell: called with each step before it is done."""
        self._window, self._tell = window, tell
        self._closer = QTimer()
        self._closer.timeout.connect(_close_what_asks)

    def do(self, step: str, act: Callable[[], object], *, ms: int = 120) -> None:
        self._tell(step)
        act()
        QTest.qWait(ms)

    def wait(self, step: str, done: Callable[[], bool], *, s: float = 600) -> None:
        """Raises TimeoutError."""
        self._tell(step)
        ends = time.monotonic() + s
        while not done():
            if time.monotonic() > ends:
                raise TimeoutError(step)
            QTest.qWait(50)

    def command(self, name: str) -> bool:
        """Use a command if it can be used now."""
        for action in self._window.findChildren(QAction, name):
            if action.isEnabled():
                self.do(name, action.trigger)
                return True
        return False

    def every_command(self, place: str) -> list[str]:
        """Use those of one page, or ("") of the window, that stay in the program and move no file.

        returns  their names, in order
        """
        used = []
        self._closer.start(100)
        for action in list(self._window.findChildren(QAction)):
            name = action.objectName()
            here = name.startswith(f"{place}.") if place else bool(name) and "." not in name
            leaves = name in LEFT_OUT or name.endswith(LEAVES) or any(m in name for m in MOVES)
            if here and not leaves and action.isEnabled():
                used.append(name)
                self.do(name, action.trigger)
        self.wait("dialogs are closed", lambda: _asking() is None)
        self._closer.stop()
        return used


def _asking() -> object:
    return QApplication.activeModalWidget() or QApplication.activePopupWidget()


def _close_what_asks() -> None:
    for asking in (QApplication.activeModalWidget(), QApplication.activePopupWidget()):
        if asking is not None:
            asking.close()
