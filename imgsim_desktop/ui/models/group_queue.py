"""The groups of one lane as a list model; photos are fetched when a row is painted."""

from __future__ import annotations

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
        self._rows: dict[int, int] | None = None

    def set_entries(self, entries: Sequence[Entry]) -> None:
        self.beginResetModel()
        self._entries = list(entries)
        self._rows = None
        self.endResetModel()

    def remove(self, entries: Sequence[Entry], row: int) -> int:
        """Take groups out: they were decided. Returns how many of them stood before `row`."""
        gone = {id(entry) for entry in entries}
        if len(gone) == 1 and 0 <= row < len(self._entries) and id(self._entries[row]) in gone:
            self.beginRemoveRows(QModelIndex(), row, row)
            del self._entries[row]
            self._rows = None
            self.endRemoveRows()
            return 0
        before = sum(id(entry) in gone for entry in self._entries[:row])
        self.set_entries([entry for entry in self._entries if id(entry) not in gone])
        return before

    def entry(self, row: int) -> Entry | None:
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def row_of(self, photo_id: int) -> int | None:
        """The row whose group has this photo."""
        if self._rows is None:
            self._rows = {
                member: row
                for row, entry in enumerate(self._entries)
                for member in entry.group.members
            }
        return self._rows.get(photo_id)

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
