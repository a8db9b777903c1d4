"""Typing the beginning of a name in a list of photos."""

from __future__ import annotations

import time

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

PAUSE_S = 1.0
"""A letter after a longer pause begins another name."""


class TypeAhead:
    """What has been typed so far."""

    def __init__(self) -> None:
        self.text = ""
        self._at = 0.0

    @property
    def is_typing(self) -> bool:
        """Whether the next letter belongs to the name that was begun."""
        return bool(self.text) and time.monotonic() - self._at < PAUSE_S

    def add(self, event: QKeyEvent) -> bool:
        """Take a key; False if it is no letter of a name."""
        control = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        typed = event.text()
        if event.modifiers() & control or not typed or not typed.isprintable():
            return False
        self.text = self.text + typed if self.is_typing else typed
        self._at = time.monotonic()
        return True
