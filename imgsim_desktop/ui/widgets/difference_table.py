"""The table at the right: keeper against the photo in focus, better marked by sign and colour."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from imgsim_desktop.records import Photo
from imgsim_desktop.ui.models.differences import DifferenceLine, differences
from imgsim_desktop.ui.texts import as_tip
from imgsim_desktop.ui.theme import colors

_BETTER = "▲"


class DifferenceTable(QTableWidget):
    """Only what differs, unless all is asked for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 3, parent)
        self.setObjectName("differenceTable")
        self._pair: tuple[Photo, Photo] | None = None
        self._titles = ("", "")
        self._shows_all = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setWordWrap(True)
        self.setShowGrid(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.setAccessibleName(self.tr("What differs"))
        self._fill()

    @property
    def shows_all(self) -> bool:
        return self._shows_all

    def set_shows_all(self, shows_all: bool) -> None:
        """Also what both have in common."""
        self._shows_all = shows_all
        self._fill()

    def set_pair(self, left: Photo | None, right: Photo | None, titles: tuple[str, str]) -> None:
        """Compare two photos; titles stand over the columns."""
        self._pair = None if left is None or right is None else (left, right)
        self._titles = titles
        self._fill()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resizeRowsToContents()  # narrower columns need more lines

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._fill()
        super().changeEvent(event)

    def _fill(self) -> None:
        lines = [] if self._pair is None else differences(*self._pair)
        shown = [line for line in lines if line.differs or self._shows_all]
        self.setRowCount(len(shown))
        self.setHorizontalHeaderLabels(["", *self._titles])
        for row, line in enumerate(shown):
            name = QTableWidgetItem(line.name)
            name.setForeground(QBrush(QColor(colors().faint)))
            self.setItem(row, 0, name)
            self.setItem(row, 1, self._cell(line, line.left, line.better == "left"))
            self.setItem(row, 2, self._cell(line, line.right, line.better == "right"))

    def _cell(self, line: DifferenceLine, text: str, is_better: bool) -> QTableWidgetItem:
        item = QTableWidgetItem(f"{_BETTER} {text}" if is_better else text)
        item.setToolTip(as_tip(text))
        text = text.replace("\n", " ")
        spoken = self.tr("{name}: {text}, better") if is_better else self.tr("{name}: {text}")
        item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken.format(name=line.name, text=text))
        if is_better:
            item.setForeground(QBrush(QColor(colors().keep)))
            font = QFont(self.font())
            font.setWeight(QFont.Weight.DemiBold)
            item.setFont(font)
        return item
