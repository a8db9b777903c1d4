"""The photos a commit would take as a list model; each can be kept after all."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)

from imgsim_desktop.records import Photo
from imgsim_desktop.review.going import Going
from imgsim_desktop.ui.texts import as_tip, said_bytes, said_name, said_path, said_percent

Index = QModelIndex | QPersistentModelIndex
NoteOf = Callable[[int, int], str]
"""(keeper, victim) -> what was done to the one to get the other."""

_SURE = 0.995
"""Surer than that it is not worth a number."""


def no_note(_keeper: int, _victim: int) -> str:
    """Nothing to say."""
    return ""


class GoingModel(QAbstractListModel):
    """Any number of rows: what is written in one is made when it is seen. GUI thread."""

    def __init__(self, goings: Sequence[Going], note: NoteOf = no_note) -> None:
        super().__init__()
        self._all, self._note = tuple(goings), note
        self._rows = self._all
        self._going = frozenset(going.victim.photo_id for going in goings)

    def show_plan(self, victims: Collection[int]) -> None:
        """Who goes now: all others of the list stay after all."""
        self._going = frozenset(victims)
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, 0))

    def show_only(self, victims: Collection[int] | None) -> None:
        """List these, or all of them."""
        rows = self._all
        if victims is not None:
            wanted = frozenset(victims)
            rows = tuple(going for going in rows if going.victim.photo_id in wanted)
        if rows != self._rows:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    def going(self, row: int) -> Going:
        return self._rows[row]

    def stays(self, row: int) -> bool:
        """It was taken out, or what it belongs with was."""
        return self._rows[row].victim.photo_id not in self._going

    def why(self, row: int) -> str:
        """What the two are to one another: "cropped · 97 % sure · 1.2 MB"."""
        going = self._rows[row]
        t = QCoreApplication.translate
        size = said_bytes(going.victim.size_bytes)
        if going.keeper is None:
            return " · ".join((t("GoingModel", "no copy of it would be left"), size))
        parts = [self._note(going.keeper.photo_id, going.victim.photo_id)]
        if going.confidence < _SURE:
            parts.append(t("GoingModel", "{n} sure").format(n=said_percent(going.confidence)))
        return " · ".join(part for part in (*parts, size) if part)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = index.row()
        if not 0 <= row < len(self._rows):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return said_name(self._rows[row].victim.path)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._said(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            going = self._rows[row]
            photos = [going.victim] if going.keeper is None else [going.keeper, going.victim]
            return as_tip("\n".join(said_path(photo.path) for photo in photos))
        return None

    def _said(self, row: int) -> str:
        """A sentence for screen readers."""
        going = self._rows[row]
        t = QCoreApplication.translate
        if self.stays(row):
            text = t("GoingModel", "Stays after all: {victim}. {why}")
        elif going.keeper is None:
            text = t("GoingModel", "Goes: {victim}. {why}")
        else:
            text = t("GoingModel", "Goes: {victim}; {keeper} stays. {why}")
        keeper = "" if going.keeper is None else said_place(going.keeper)
        return text.format(victim=said_place(going.victim), keeper=keeper, why=self.why(row))


def said_place(photo: Photo) -> str:
    """Folder and name: equal files often share the name."""
    return f"{said_name(photo.path.parent)}/{said_name(photo.path)}"
