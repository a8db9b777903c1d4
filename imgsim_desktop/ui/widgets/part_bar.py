"""The bar below the large photo that steps through its pages, frames or film."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from imgsim_desktop.ui.command_actions import ActionButton


class PartBar(QFrame):
    """Hidden while a photo has only itself."""

    def __init__(self, steps: Sequence[QAction], parent: QWidget | None = None) -> None:
        """steps: back and forth."""
        super().__init__(parent)
        self.setObjectName("photoViewBar")
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 10, 4)
        back, forth = (ActionButton(step, 20) for step in steps)
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text.setMinimumWidth(180)
        row.addStretch(1)
        row.addWidget(back)
        row.addWidget(self._text)
        row.addWidget(forth)
        row.addStretch(1)
        for button in (back, forth):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._name_parts()
        self.hide()

    def show_place(self, text: str) -> None:
        """Where one is."""
        self._text.setText(text)
        self.show()

    @property
    def text(self) -> str:
        """What the bar says."""
        return self._text.text()

    def _name_parts(self) -> None:
        self.setAccessibleName(self.tr("Pages, frames or film of this photo"))
        self._text.setAccessibleName(self.tr("Place in this photo"))
