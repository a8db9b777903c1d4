"""The photos of one group as a list model, each with what is to become of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)

from imgsim_desktop.records import Photo
from imgsim_desktop.ui.holding_words import said_holdings
from imgsim_desktop.ui.texts import as_tip, said_name, said_path, said_photo

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class StageItem:
    """One photo on the stage."""

    photo: Photo
    number: int
    """Its key, from 1."""
    is_keeper: bool
    """What the others are compared with."""
    is_trash: bool
    is_locked: bool
    """Its folder is locked: it can never be marked."""
    note: str = ""
    """What was done to it: "cropped, recoloured"."""


def said_item(item: StageItem, count: int) -> str:
    """A sentence for screen readers: "Photo 2 of 3, IMG_2.jpg, ..., marked for the trash"."""
    parts = [
        QCoreApplication.translate("StageModel", "Photo {n} of {count}").format(
            n=item.number, count=count
        ),
        said_photo(item.photo),
    ]
    if item.is_keeper:
        parts.append(QCoreApplication.translate("StageModel", "the one to keep"))
    if item.is_trash:
        parts.append(QCoreApplication.translate("StageModel", "marked for the trash"))
    if item.is_locked:
        parts.append(QCoreApplication.translate("StageModel", "its folder is locked"))
    if item.note:
        parts.append(item.note)
    parts += said_holdings(item.photo)
    return ", ".join(parts)


def pair_of(
    items: Sequence[StageItem], current: StageItem | None
) -> tuple[StageItem, StageItem] | None:
    """The photo to keep and the current one, or with the kept one current the first beside it."""
    keeper = next((item for item in items if item.is_keeper), None)
    if keeper is None or current is None or len(items) < 2:
        return None
    if current.is_keeper:
        current = next(item for item in items if not item.is_keeper)
    return keeper, current


class StageModel(QAbstractListModel):
    """At most a few hundred photos: one group. GUI thread."""

    def __init__(self) -> None:
        super().__init__()
        self._items: tuple[StageItem, ...] = ()

    @property
    def items(self) -> tuple[StageItem, ...]:
        return self._items

    def set_items(self, items: Sequence[StageItem]) -> None:
        """Another group resets the model; the same photos in the same order only repaint."""
        same = [i.photo.photo_id for i in items] == [i.photo.photo_id for i in self._items]
        if same:
            self._items = tuple(items)
            if items:
                self.dataChanged.emit(self.index(0, 0), self.index(len(items) - 1, 0))
            return
        self.beginResetModel()
        self._items = tuple(items)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not 0 <= index.row() < len(self._items):
            return None
        item = self._items[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return item
        if role == Qt.ItemDataRole.DisplayRole:
            return said_name(item.photo.path)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return said_item(item, len(self._items))
        if role == Qt.ItemDataRole.ToolTipRole:
            lines = [said_path(item.photo.path), said_photo(item.photo)]
            return as_tip("\n".join([*lines, *said_holdings(item.photo)]))
        return None
