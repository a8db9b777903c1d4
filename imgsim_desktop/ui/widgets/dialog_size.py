"""How large a dialog opens: its buttons must be on the screen, however small that is."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog

_FRAME = QSize(16, 40)
"""Frame and title bar, which are drawn around a dialog."""


def resize_on_screen(dialog: QDialog, wanted: QSize) -> None:
    """As large as wanted, and never larger than the screen has room for."""
    dialog.resize(wanted.boundedTo(room_for(dialog)))


def room_for(dialog: QDialog) -> QSize:
    """The largest it may be."""
    return dialog.screen().availableSize() - _FRAME
