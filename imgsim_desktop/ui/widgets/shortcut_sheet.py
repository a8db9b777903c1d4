"""All keys on one sheet, opened with `?`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from imgsim_desktop.ui.widgets.dialog_size import resize_on_screen

_MNEMONIC = re.compile(r"\s*\(\w\)$")
"""Chinese menus name their key at the end: 文件(F)."""
_BADGE = re.compile(r"  \d\S*$")
_CAP_PX = 24
_KEYS_PX = 150
"""Wider ones go on on the next line, so that there is room for what they do."""


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One key and what it does."""

    keys: tuple[str, ...]
    """As shown: "Ctrl+Z", "1 … 9"; several do the same."""
    text: str


@dataclass(frozen=True, slots=True)
class KeySection:
    title: str
    lines: tuple[KeyLine, ...]


def clean_text(text: str) -> str:
    """A menu's text without mnemonics and dots, and without the number beside a page's name."""
    return _MNEMONIC.sub("", _BADGE.sub("", text)).replace("&", "").rstrip("….")


class ShortcutSheet(QDialog):
    """Sections in two columns, each key drawn as a key."""

    changeRequested = Signal()
    """The person wants other keys."""

    def __init__(self, sections: Sequence[KeySection], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("shortcutSheet")
        self.setWindowTitle(self.tr("Keyboard"))
        columns = (QVBoxLayout(), QVBoxLayout())
        heights = [0, 0]
        for section in sections:
            if not section.lines:
                continue
            column = heights.index(min(heights))
            columns[column].addWidget(self._section(section))
            heights[column] += len(section.lines) + 2
        inside = QWidget()
        inside.setObjectName("shortcutSheetBody")
        both = QHBoxLayout(inside)
        both.setContentsMargins(22, 18, 22, 18)
        both.setSpacing(36)
        for layout in columns:
            layout.setSpacing(16)
            layout.addStretch(1)
            both.addLayout(layout, 1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(inside)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(self.tr("Keys and what they do"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        change = buttons.addButton(
            QCoreApplication.translate("KeysDialog", "Change keys…"),
            QDialogButtonBox.ButtonRole.ActionRole,
        )
        change.clicked.connect(self.accept)
        change.clicked.connect(self.changeRequested)
        buttons.setContentsMargins(16, 8, 16, 12)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(area, 1)
        layout.addWidget(buttons)
        resize_on_screen(self, QSize(820, 620))

    def _section(self, section: KeySection) -> QWidget:
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(6)
        title = QLabel(_MNEMONIC.sub("", section.title))
        font = QFont(title.font())
        font.setWeight(QFont.Weight.DemiBold)
        title.setFont(font)
        grid.addWidget(title, 0, 0, 1, 2)
        for row, line in enumerate(section.lines, start=1):
            grid.addWidget(self._keys(line.keys), row, 0, Qt.AlignmentFlag.AlignVCenter)
            text = QLabel(line.text)
            text.setWordWrap(True)
            text.setAccessibleName(f"{', '.join(line.keys)}: {line.text}")
            grid.addWidget(text, row, 1)
        grid.setColumnMinimumWidth(0, _KEYS_PX)
        grid.setColumnStretch(1, 1)
        return box

    def _keys(self, keys: Sequence[str]) -> QWidget:
        box = QWidget()
        lines = QVBoxLayout(box)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(4)
        row, used_px = QHBoxLayout(), 0
        for key in keys:
            cap = QLabel(key)
            cap.setObjectName("keyCap")
            cap.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            wide = cap.fontMetrics().horizontalAdvance(key) + _CAP_PX
            if used_px and used_px + wide > _KEYS_PX:
                row.addStretch(1)
                lines.addLayout(row)
                row, used_px = QHBoxLayout(), 0
            row.setSpacing(4)
            row.addWidget(cap)
            used_px += wide
        row.addStretch(1)
        lines.addLayout(row)
        return box
