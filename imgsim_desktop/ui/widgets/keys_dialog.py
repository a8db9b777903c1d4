"""Other keys for everything: choose a line, press the key. A key that is taken is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QFont, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from imgsim_desktop.ui.command_keys import holder_of, keys_in_use, shown_key, shown_keys
from imgsim_desktop.ui.commands import (
    COMMANDS,
    PLACE_TITLES,
    Command,
    Fixed,
    said,
    said_text,
)
from imgsim_desktop.ui.widgets.dialog_size import resize_on_screen
from imgsim_desktop.ui.widgets.filter_edit import FilterEdit
from imgsim_desktop.ui.widgets.shortcut_sheet import clean_text


class KeysDialog(QDialog):
    """Every command, with its place and key; what is chosen is in effect at once by `change`."""

    def __init__(
        self,
        shortcuts: Callable[[], Mapping[str, str]],
        change: Callable[[dict[str, str]], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("keysDialog")
        self.setWindowTitle(self.tr("Change keys"))
        self._shown = list(COMMANDS.values())
        self._shortcuts, self._change = shortcuts, change
        self.search = FilterEdit()
        self.search.setPlaceholderText(self.tr("Find a command"))
        self.search.setAccessibleName(self.search.placeholderText())
        self.search.textChanged.connect(self._filter)
        self.table = self._build_table()
        self.search.left.connect(self.table.setFocus)
        self.edit = QKeySequenceEdit()
        self.edit.setMaximumSequenceLength(1)
        self.edit.setAccessibleName(self.tr("New key of the chosen command"))
        self.edit.editingFinished.connect(self._pressed)
        self._label = QLabel()
        self._label.setBuddy(self.edit)
        self.none_button = self._button(self.tr("No key"), lambda: self.set_key(""))
        self.reset_button = self._button(self.tr("As it was"), self.reset)
        self.message = QLabel()
        self.message.setWordWrap(True)
        self.message.setMinimumHeight(36)
        self.reset_all_button = self._button(self.tr("Reset all keys"), self.reset_all)
        close = self._button(QCoreApplication.translate("SettingsDialog", "Close"), self.accept)
        line, last = QHBoxLayout(), QHBoxLayout()
        line.addWidget(self._label)
        line.addWidget(self.edit, 1)
        line.addWidget(self.none_button)
        line.addWidget(self.reset_button)
        last.addWidget(self.reset_all_button)
        last.addStretch(1)
        last.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 14)
        layout.setSpacing(10)
        layout.addWidget(self.search)
        layout.addWidget(self.table, 1)
        layout.addLayout(line)
        layout.addWidget(self.message)
        layout.addLayout(last)
        self._fill()
        self.table.selectRow(0)
        self.table.setFocus()
        resize_on_screen(self, QSize(620, 600))

    # what the person does

    @property
    def current(self) -> Command | None:
        row = self.table.currentRow()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def choose(self, name: str) -> None:
        """Go to the line of a command."""
        row = [command.name for command in self._shown].index(name)
        self.table.setCurrentCell(row, 0)

    def set_key(self, key: str) -> bool:
        """Give the current command a key, empty for none; False, and a sentence, if it is taken."""
        command = self.current
        if command is None:
            return False
        holder = None if not key else holder_of(key, command, self._shortcuts())
        if holder is not None:
            self._refuse(key, holder)
            return False
        self._store({**self._shortcuts(), command.name: key})
        return True

    def reset(self) -> None:
        """Give the current command its own keys again, unless another one has them now."""
        command = self.current
        if command is None:
            return
        for key in command.own_keys:
            holder = holder_of(key, command, self._shortcuts())
            if holder is not None:
                self._refuse(key, holder)
                return
        self._store({k: v for k, v in self._shortcuts().items() if k != command.name})

    def reset_all(self) -> None:
        self._store({})

    # inside

    def _build_table(self) -> QTableWidget:
        table = QTableWidget(len(self._shown), 3)
        table.setAccessibleName(self.tr("Commands and their keys"))
        table.setHorizontalHeaderLabels([self.tr("Command"), self.tr("Place"), self.tr("Key")])
        table.verticalHeader().hide()
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeading)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.currentCellChanged.connect(lambda *_: self._show_current())
        table.itemActivated.connect(lambda _item: self.edit.setFocus())
        return table

    def _button(self, text: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: act())
        return button

    def _fill(self) -> None:
        """Keys as they are now; a changed one is bold and says so to screen readers."""
        changed = self._shortcuts()
        in_use = keys_in_use(changed)
        self._fit_columns(QHeaderView.ResizeMode.Fixed)  # else each item measures all columns anew
        for row, command in enumerate(self._shown):
            title, place = clean_text(said(command)), said_text(PLACE_TITLES[command.place])
            keys = ", ".join(shown_keys(in_use[command.name]))
            for column, text in enumerate((title, place, keys)):
                item = QTableWidgetItem(text)
                font = QFont(self.font())
                is_changed = command.name in changed
                font.setBold(is_changed)
                item.setFont(font)
                if is_changed:
                    heard = self.tr("{text}, changed").format(text=text)
                    item.setData(Qt.ItemDataRole.AccessibleTextRole, heard)
                self.table.setItem(row, column, item)
        self._fit_columns(QHeaderView.ResizeMode.ResizeToContents)
        self.reset_all_button.setEnabled(bool(changed))

    def _fit_columns(self, mode: QHeaderView.ResizeMode) -> None:
        for column in (1, 2):
            self.table.horizontalHeader().setSectionResizeMode(column, mode)

    def _show_current(self) -> None:
        command = self.current
        self.message.clear()
        if command is None:
            return
        self._label.setText(self.tr("Press the new key:"))
        keys = keys_in_use(self._shortcuts())[command.name]
        self.edit.blockSignals(True)  # noqa: FBT003 - Qt
        self.edit.setKeySequence(QKeySequence(keys[0] if keys else ""))
        self.edit.blockSignals(False)  # noqa: FBT003 - Qt
        self.reset_button.setEnabled(command.name in self._shortcuts())
        self.none_button.setEnabled(bool(keys))

    def _pressed(self) -> None:
        key = self.edit.keySequence().toString(QKeySequence.SequenceFormat.PortableText)
        command = self.current
        if command is not None and key:
            keys = keys_in_use(self._shortcuts())[command.name]
            if key not in keys:
                self.set_key(key)

    def _store(self, shortcuts: dict[str, str]) -> None:
        self._change(shortcuts)
        self._fill()
        self._show_current()

    def _refuse(self, key: str, holder: Command | Fixed | str) -> None:
        shown = shown_key(key)
        if isinstance(holder, str):
            text = self.tr("{key} cannot be changed: it has its meaning everywhere.")
            sentence = text.format(key=shown)
        else:
            text = self.tr("{key} is the key of “{command}” ({place}) already. Choose another one.")
            if isinstance(holder, Command):
                command, place = said(holder), holder.place
            else:
                command, place = said_text(holder.text), holder.places[0]
            sentence = text.format(
                key=shown, command=clean_text(command), place=said_text(PLACE_TITLES[place])
            )
        self._show_current()
        self.message.setText(sentence)
        self.message.setAccessibleName(sentence)

    def _filter(self, text: str) -> None:
        wanted = text.casefold()
        for row in range(self.table.rowCount()):
            texts = [self.table.item(row, column) for column in range(3)]
            shown = any(item is not None and wanted in item.text().casefold() for item in texts)
            self.table.setRowHidden(row, not shown)
