"""The groups of one lane as a list model; photos are fetched when a row is painted."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from imgsim_desktop.review.queue import Entry
from imgsim_desktop.ui.texts import as_tip, said_bytes, said_photos

Index = QModelIndex | QPersistentModelIndex


class GroupQueue(QAbstractListModel):
    """Ten thousand groups cost a reset of the model and nothing else. GUI thread."""

    def __init__(self, say: Callable[[Entry], str], parent: QObject | None = None) -> None:
        """say: one sentence about a group, for screen readers and tool tips."""
        super().__init__(parent)
        self._say = say
        self._entries: list[Entry] = []

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """List these; where one has gone, and nothing else, only its row goes."""
        at = self._only_gone(entries)
        if at is not None:
            self.beginRemoveRows(QModelIndex(), at, at)
            del self._entries[at]
            self.endRemoveRows()
        elif not _are_same(self._entries, entries):
            self.beginResetModel()
            self._entries = list(entries)
            self.endResetModel()

    def _only_gone(self, entries: Sequence[Entry]) -> int | None:
        """The row without which these are listed already; a view lays out all rows at a reset."""
        if len(entries) != len(self._entries) - 1:
            return None
        pairs = zip(self._entries, entries, strict=False)
        at = next((row for row, (old, new) in enumerate(pairs) if old is not new), len(entries))
        return at if _are_same(self._entries[at + 1 :], entries[at:]) else None

    def entry(self, row: int) -> Entry | None:
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self.entry(index.row())
        if entry is None:
            return None
        if role == Qt.ItemDataRole.UserRole:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{said_bytes(entry.reclaim_bytes)} · {said_photos(len(entry.group.members))}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._say(entry)
        if role == Qt.ItemDataRole.ToolTipRole:
            return as_tip(self._say(entry))
        return None


def _are_same(first: Sequence[Entry], second: Sequence[Entry]) -> bool:
    return len(first) == len(second) and all(map(operator.is_, first, second))
