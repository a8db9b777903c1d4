"""Other keys for everything: choose a line, press the key. A key that is taken is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QFont, QKeySequence
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

from imgsim_desktop.ui.action_keys import holder_of, name_of, own_keys
from imgsim_desktop.ui.widgets.filter_edit import FilterEdit
from imgsim_desktop.ui.widgets.shortcut_sheet import clean_text, shown_keys


class KeysDialog(QDialog):
    """What is chosen is in effect at once; `change` stores it and gives the actions their keys."""

    def __init__(
        self,
        actions: Sequence[QAction],
        shortcuts: Callable[[], Mapping[str, str]],
        change: Callable[[dict[str, str]], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("keysDialog")
        self.setWindowTitle(self.tr("Change keys"))
        self._all = [action for action in actions if name_of(action)]
        self._shown = [action for action in self._all if not name_of(action)[-1].isdigit()]
        """Keep 1 … 9 and the like are nine each and keep their numbers."""
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
        self.resize(620, 600)

    # what the person does

    @property
    def current(self) -> QAction | None:
        row = self.table.currentRow()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def choose(self, name: str) -> None:
        """Go to the line of a command."""
        row = [name_of(action) for action in self._shown].index(name)
        self.table.setCurrentCell(row, 0)

    def set_key(self, key: str) -> bool:
        """Give the current command a key, empty for none; False, and a sentence, if it is taken."""
        action = self.current
        if action is None:
            return False
        holder = None if not key else holder_of(QKeySequence(key), self._all, action)
        if holder is not None:
            self._refuse(key, holder)
            return False
        self._store({**self._shortcuts(), name_of(action): key})
        return True

    def reset(self) -> None:
        """Give the current command its own keys again, unless another one has them now."""
        action = self.current
        if action is None:
            return
        for key in own_keys(action):
            holder = holder_of(QKeySequence(key), self._all, action)
            if holder is not None:
                self._refuse(key, holder)
                return
        self._store({k: v for k, v in self._shortcuts().items() if k != name_of(action)})

    def reset_all(self) -> None:
        self._store({})

    # inside

    def _build_table(self) -> QTableWidget:
        table = QTableWidget(len(self._shown), 2)
        table.setAccessibleName(self.tr("Commands and their keys"))
        table.setHorizontalHeaderLabels([self.tr("Command"), self.tr("Key")])
        table.verticalHeader().hide()
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
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
        for row, action in enumerate(self._shown):
            title = clean_text(action.text())
            keys = ", ".join(dict.fromkeys(shown_keys(key) for key in action.shortcuts()))
            for column, text in enumerate((title, keys)):
                item = QTableWidgetItem(text)
                font = QFont(self.font())
                is_changed = name_of(action) in changed
                font.setBold(is_changed)
                item.setFont(font)
                if is_changed:
                    said = self.tr("{text}, changed").format(text=text)
                    item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
                self.table.setItem(row, column, item)
        self.reset_all_button.setEnabled(bool(changed))

    def _show_current(self) -> None:
        action = self.current
        self.message.clear()
        if action is None:
            return
        self._label.setText(self.tr("Press the new key:"))
        keys = action.shortcuts()
        self.edit.blockSignals(True)  # noqa: FBT003 - Qt
        self.edit.setKeySequence(keys[0] if keys else QKeySequence())
        self.edit.blockSignals(False)  # noqa: FBT003 - Qt
        self.reset_button.setEnabled(name_of(action) in self._shortcuts())
        self.none_button.setEnabled(bool(keys))

    def _pressed(self) -> None:
        key = self.edit.keySequence().toString(QKeySequence.SequenceFormat.PortableText)
        action = self.current
        if key and action is not None and QKeySequence(key) not in action.shortcuts():
            self.set_key(key)

    def _store(self, shortcuts: dict[str, str]) -> None:
        self._change(shortcuts)
        self._fill()
        self._show_current()

    def _refuse(self, key: str, holder: QAction | str) -> None:
        shown = shown_keys(QKeySequence(key))
        if isinstance(holder, str):
            text = self.tr("{key} cannot be changed: it has its meaning everywhere.")
            said = text.format(key=shown)
        else:
            text = self.tr("{key} is the key of “{command}” already. Choose another one.")
            said = text.format(key=shown, command=clean_text(holder.text()))
        self._show_current()
        self.message.setText(said)
        self.message.setAccessibleName(said)

    def _filter(self, text: str) -> None:
        wanted = text.casefold()
        for row in range(self.table.rowCount()):
            texts = [self.table.item(row, column) for column in (0, 1)]
            shown = any(item is not None and wanted in item.text().casefold() for item in texts)
            self.table.setRowHidden(row, not shown)
