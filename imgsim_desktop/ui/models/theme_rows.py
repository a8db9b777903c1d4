"""Themes as a list model: a name, how many photos, which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from imgsim_desktop.records import NamedTheme
from imgsim_desktop.review.themes import COLOUR_WORDS, ThemeWords, names_of_themes
from imgsim_desktop.ui.numbers import locale
from imgsim_desktop.ui.sentences import said
from imgsim_desktop.ui.texts import said_photos

if TYPE_CHECKING:
    from imgsim_desktop.scan import LibraryThemes

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True, eq=False)
class ThemeRow:
    """One line: a theme, or at the end the photos in none."""

    number: int
    """From 1; 0 for the photos in none."""
    photos: NDArray[np.int64]
    """The theme's face first."""
    hashes: tuple[bytes, ...]
    named: NamedTheme | None = None
    words: ThemeWords = field(default_factory=ThemeWords)
    """What is known of its photos, for as long as nobody has named it."""


class ThemeRows(QAbstractListModel):
    """GUI thread. Names are changed by editing; the page stores them."""

    renamed = Signal(object, object)
    """(NamedTheme or None, the NamedTheme it replaces or None)."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[ThemeRow] = []

    def set_themes(
        self,
        found: LibraryThemes | None,
        named: Sequence[NamedTheme],
        words: Sequence[ThemeWords] = (),
    ) -> None:
        """Show what was found; `named` are all names ever given, `words` those of each theme."""
        self.beginResetModel()
        self._rows = []
        if found is not None:
            names = names_of_themes([theme.hashes for theme in found.themes], named)
            told = words or [ThemeWords()] * len(names)
            self._rows = [
                ThemeRow(number, theme.photos, theme.hashes, name, these)
                for number, (theme, name, these) in enumerate(
                    zip(found.themes, names, told, strict=True), 1
                )
            ]
            if len(found.unplaced):
                self._rows.append(ThemeRow(0, found.unplaced, ()))
        self.endResetModel()

    def row(self, row: int) -> ThemeRow | None:
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def title(self, theme: ThemeRow) -> str:
        if theme.named is not None:
            return theme.named.name
        if theme.number == 0:
            return self.tr("In no theme")
        if theme.words:
            return self._said(theme.words)
        return self.tr("Theme {n}").format(n=theme.number)

    def _said(self, words: ThemeWords) -> str:
        """ "Trip", "Trip, June 2023", "12 June 2023", "Mostly green (2)"."""
        date = ""
        if words.year and words.month:
            pattern = self.tr("{day} {month} {year}") if words.day else self.tr("{month} {year}")
            month = locale().monthName(words.month)
            date = pattern.format(day=words.day, month=month, year=words.year)
        elif words.year:
            date = str(words.year)
        text = self.tr("{name}, {date}").format(name=words.name, date=date)
        colour = said(COLOUR_WORDS[words.colour]) if words.colour else ""
        text = text if words.name and date else words.name or date or colour
        return f"{text} ({words.number})" if words.number > 1 else text

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        theme = self.row(index.row())
        if theme is None:
            return None
        if role == Qt.ItemDataRole.UserRole:
            return theme
        if role == Qt.ItemDataRole.DisplayRole:
            return self.title(theme)
        if role == Qt.ItemDataRole.EditRole:
            return "" if theme.named is None else theme.named.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.title(theme)}, {said_photos(len(theme.photos))}"
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        theme = self.row(index.row())
        if theme is None or role != Qt.ItemDataRole.EditRole or not theme.hashes:
            return False
        text = str(value).strip()
        if text == ("" if theme.named is None else theme.named.name):
            return False
        named = NamedTheme(text, theme.hashes) if text else None
        self._rows[index.row()] = replace(theme, named=named)
        self.dataChanged.emit(index, index)
        self.renamed.emit(named, theme.named)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        theme = self.row(index.row())
        if theme is not None and theme.number:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags
