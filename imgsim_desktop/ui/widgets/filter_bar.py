"""Which groups the queue shows: a line that says it, and below it what can be asked for."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QDate, QDateTime, QLocale, Qt, QTime, QTimeZone, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from imgsim_desktop.review.queue import QueueFilter
from imgsim_desktop.ui import icons
from imgsim_desktop.ui.texts import as_tip, said_bytes, said_count, said_name, said_path
from imgsim_desktop.ui.widgets.filter_edit import FilterEdit
from imgsim_desktop.ui.widgets.number_fields import inset

_GAINS = (0, 1_000_000, 5_000_000, 20_000_000, 100_000_000)
_ANY_DATE = QDate(1900, 1, 1)
"""Stands for no date; a scan of a glass plate may be older than the year it says."""
_DAY_NS = 86_400 * 10**9
_UTC = QTimeZone(QTimeZone.Initialization.UTC)


class FilterBar(QWidget):
    """Above the queue; folded up it is one line. GUI thread."""

    filterChanged = Signal(object)
    """QueueFilter: by the person."""
    left = Signal()
    """Esc or Enter: the keys go back to the photos."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filterBar")
        self._filter = QueueFilter()
        self._folders: tuple[Path, ...] = ()
        self._is_filling = False
        self.button = QToolButton()
        self.button.setCheckable(True)
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.toggled.connect(self._unfold)
        self.shown = QLabel()
        self.shown.setObjectName("faint")
        line = QHBoxLayout()
        line.setContentsMargins(8, 2, 8, 2)
        line.addWidget(self.button)
        line.addWidget(self.shown, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(2)
        column.addLayout(line)
        self._form = self._build_form()
        self._form.hide()
        column.addWidget(self._form)
        icons.set_icon(self.button, "filter")
        self._name_parts()

    # what is asked for

    @property
    def filter(self) -> QueueFilter:
        return self._filter

    def set_filter(self, wanted: QueueFilter) -> None:
        """Show another filter; nothing is emitted."""
        self._filter = wanted
        self._is_filling = True
        self.name.setText(wanted.name)
        self._fill_folders()
        for field, time_ns in ((self.since, wanted.since_ns), (self.until, wanted.until_ns)):
            day = 0 if field is self.since else _DAY_NS
            field.setDate(_ANY_DATE if time_ns is None else _date_of(time_ns - day))
        row = self.gain.findData(wanted.min_gain_bytes)
        self.gain.setCurrentIndex(max(0, row))
        self._is_filling = False
        self._say()

    def set_folders(self, folders: Iterable[Path]) -> None:
        """Folders to choose from, as the groups have them."""
        found = tuple(sorted(set(folders)))
        if found != self._folders:
            self._folders = found
            self._fill_folders()

    def say_shown(self, shown: int, of: int) -> None:
        """How many groups of the lane pass."""
        text = "" if shown == of else self.tr("{n} of {all} groups")
        self.shown.setText(text.format(n=said_count(shown), all=said_count(of)))

    def open(self) -> None:
        """Unfold it, with the cursor in the name."""
        self.button.setChecked(True)
        self.name.setFocus()
        self.name.selectAll()

    # inside

    def _build_form(self) -> QFrame:
        form = QFrame()
        grid = QGridLayout(form)
        grid.setContentsMargins(12, 2, 12, 4)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        self.name = FilterEdit()
        self.name.textChanged.connect(self._changed)
        self.name.left.connect(self.left)
        self.folder = QComboBox()
        self.folder.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.folder.currentIndexChanged.connect(self._changed)
        self.since, self.until = _date_field(), _date_field()
        for field in (self.since, self.until):
            field.dateChanged.connect(self._changed)
        self.gain = QComboBox()
        for size in _GAINS:
            self.gain.addItem("", size)
        self.gain.currentIndexChanged.connect(self._changed)
        self._labels: dict[QWidget, QLabel] = {}
        for row, widget in enumerate((self.name, self.folder, self.since, self.until, self.gain)):
            label = QLabel()
            label.setBuddy(widget)
            self._labels[widget] = label
            grid.addWidget(label, row, 0)
            grid.addWidget(widget, row, 1)
        grid.setColumnStretch(1, 1)
        # In a low window the queue gives way: fields that do would show halves of letters.
        form.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        return form

    def _unfold(self, shown: bool) -> None:
        self._form.setVisible(shown)
        self._say()

    def _changed(self) -> None:
        if self._is_filling:
            return
        folder = self.folder.currentData()
        self._filter = QueueFilter(
            name=self.name.text().strip(),
            folder=folder if isinstance(folder, Path) else None,
            since_ns=_time_of(self.since),
            until_ns=None if (day := _time_of(self.until)) is None else day + _DAY_NS,
            min_gain_bytes=int(self.gain.currentData() or 0),
        )
        self._say()
        self.filterChanged.emit(self._filter)

    def _fill_folders(self) -> None:
        """The names of folders as short as they can be told apart; the whole path as a tip."""
        before, self._is_filling = self._is_filling, True
        self.folder.clear()
        self.folder.addItem(self.tr("All folders"))
        folders = self._folders
        chosen = self._filter.folder
        if chosen is not None and chosen not in folders:
            folders = (chosen, *folders)
        for folder in folders:
            self.folder.addItem(f"{said_name(folder.parent)}/{said_name(folder)}", folder)
            self.folder.setItemData(
                self.folder.count() - 1, as_tip(said_path(folder)), Qt.ItemDataRole.ToolTipRole
            )
        row = 0 if chosen is None else folders.index(chosen) + 1
        self.folder.setCurrentIndex(row)
        self._is_filling = before

    def _say(self) -> None:
        """A filter that is folded up still says that it holds something back."""
        is_on = not self._filter.is_empty
        self.button.setText(self.tr("Filter (on)") if is_on else self.tr("Filter"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.button.setChecked(False)
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _name_parts(self) -> None:
        self.setAccessibleName(self.tr("Which groups are shown"))
        self.button.setAccessibleName(self.tr("Filter the groups"))
        for widget, text in (
            (self.name, self.tr("Name")),
            (self.folder, self.tr("Folder")),
            (self.since, self.tr("From")),
            (self.until, self.tr("To")),
            (self.gain, self.tr("Gain")),
        ):
            self._labels[widget].setText(text)
            widget.setAccessibleName(text)
        for field in (self.since, self.until):
            field.setSpecialValueText(self.tr("any day"))
            field.setDisplayFormat(QLocale().dateFormat(QLocale.FormatType.ShortFormat))
        for row, size in enumerate(_GAINS):
            least = self.tr("at least {size}").format(size=said_bytes(size))
            self.gain.setItemText(row, least if size else self.tr("any"))
        self._fill_folders()
        self._say()


def _date_field() -> QDateEdit:
    field = inset(QDateEdit())
    field.setCalendarPopup(True)
    field.setMinimumDate(_ANY_DATE)
    field.setDate(_ANY_DATE)
    return field


def _date_of(time_ns: int) -> QDate:
    """Cameras' clocks are kept as if they were UTC, so are these days."""
    return QDateTime.fromMSecsSinceEpoch(time_ns // 1_000_000, _UTC).date()


def _time_of(field: QDateEdit) -> int | None:
    if field.date() == _ANY_DATE:
        return None
    return QDateTime(field.date(), QTime(0, 0), _UTC).toMSecsSinceEpoch() * 1_000_000
