"""The models that were trained here or imported: what they are, and what can be done with them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from imgsim_desktop.scan.models import StoredModel
from imgsim_desktop.ui.command_actions import CommandActions
from imgsim_desktop.ui.commands import Need, Place
from imgsim_desktop.ui.learning_words import recipe_title, said_quality, said_source
from imgsim_desktop.ui.sentences import said
from imgsim_desktop.ui.texts import said_bytes
from imgsim_desktop.ui.widgets.dialog_size import resize_on_screen
from imgsim_desktop.ui.widgets.empty_page import EmptyPage


class ModelsDialog(QDialog):
    """Shows a list it is given; what the person wants goes out by signals."""

    useRequested = Signal(str)
    renameRequested = Signal(str)
    exportRequested = Signal(str)
    importRequested = Signal()
    removeRequested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("modelsDialog")
        self.setWindowTitle(self.tr("Trained models"))
        self.setAccessibleName(self.tr("Trained models"))
        self._models: tuple[StoredModel, ...] = ()
        self._in_use = ""
        self._fixed: frozenset[str] = frozenset()
        self._can_use = False
        self.table = self._table()
        self.empty = EmptyPage("star")
        self.empty.say(
            self.tr("No model yet"),
            self.tr("Learn one from your photos, or import one from a file."),
        )
        self._pages = QStackedWidget()
        self._pages.setAccessibleName(self.tr("Trained models"))
        self._pages.addWidget(self.table)
        self._pages.addWidget(self.empty)
        self.about = QLabel()
        self.about.setObjectName("faint")
        self.about.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 16)
        layout.setSpacing(12)
        layout.addWidget(self._pages, 1)
        layout.addWidget(self.about)
        buttons = self._buttons()
        layout.addLayout(buttons)
        self.commands = CommandActions(self, Place.MODELS)
        resize_on_screen(self, QSize(860, 420))
        if self.width() < layout.minimumSize().width():
            buttons.setDirection(QBoxLayout.Direction.TopToBottom)
        self._say()

    def _table(self) -> QTableWidget:
        table = QTableWidget(0, 6)
        table.setHorizontalHeaderLabels(
            [
                self.tr("Model"), self.tr("Kind"), self.tr("Trained on"), self.tr("Learnt from"),
                self.tr("Measured"), self.tr("Size of the file"),
            ]
        )  # fmt: skip
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setAccessibleName(self.tr("Trained models"))
        table.setObjectName("modelTable")
        table.setShowGrid(False)
        table.setWordWrap(True)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for column in (3, 4):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        table.itemSelectionChanged.connect(self._say)
        table.itemDoubleClicked.connect(lambda _item: self._use())
        return table

    def _buttons(self) -> QBoxLayout:
        """In a row; what is done with one model and the rest one below the other where that is
        too wide."""
        self.use = _button(self.tr("Use for this library"))
        self.rename = _button(self.tr("New name…"))
        self.export = _button(self.tr("Export…"))
        self.remove = _button(self.tr("Remove…"))
        self.take_in = _button(self.tr("Import…"))
        close = _button(self.tr("Close the list"))
        self.use.clicked.connect(self._use)
        self.rename.clicked.connect(self.rename_chosen)
        self.export.clicked.connect(lambda: self.exportRequested.emit(self.chosen))
        self.remove.clicked.connect(self.remove_chosen)
        self.take_in.clicked.connect(self.importRequested)
        close.clicked.connect(self.close)
        of_one, rest = QHBoxLayout(), QHBoxLayout()
        for button in (self.use, self.rename, self.export, self.remove):
            of_one.addWidget(button)
        of_one.addStretch(1)
        rest.addStretch(1)
        rest.addWidget(self.take_in)
        rest.addWidget(close)
        rows = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        rows.addLayout(of_one)
        rows.addLayout(rest)
        return rows

    # what is shown

    def show_models(
        self, models: Sequence[StoredModel], in_use: str, fixed: Collection[str], *, can_use: bool
    ) -> None:
        """What there is now.

        in_use   name of the network of the library that is open
        fixed    names that describe some library: neither renamed nor removed
        can_use  a library is open
        """
        chosen = self.chosen
        self._models, self._in_use, self._can_use = tuple(models), in_use, can_use
        self._fixed = frozenset(fixed)
        self.table.setRowCount(len(models))
        for row, model in enumerate(models):
            for column, text in enumerate(self._cells(model)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(row, column, item)
        self.table.resizeRowsToContents()
        self._pages.setCurrentWidget(self.table if models else self.empty)
        names = [model.name for model in models]
        if names:
            self.table.selectRow(names.index(chosen) if chosen in names else 0)
        self._say()

    def _cells(self, model: StoredModel) -> list[str]:
        name = model.name
        if name == self._in_use:
            name = self.tr("{name} (in use)").format(name=name)
        facts = model.facts
        if facts is None:
            return [name, self.tr("Cannot be used"), "", "", said(model.trouble),
                    said_bytes(model.size_bytes)]  # fmt: skip
        return [
            name, recipe_title(facts.recipe), facts.trained_on, said_source(facts),
            said_quality(facts), said_bytes(model.size_bytes),
        ]  # fmt: skip

    @property
    def chosen(self) -> str:
        """Name of the model that is selected; empty if none is."""
        rows = self.table.selectionModel().selectedRows()
        return self._models[rows[0].row()].name if rows and self._models else ""

    def _model(self) -> StoredModel | None:
        return next((model for model in self._models if model.name == self.chosen), None)

    def _say(self) -> None:
        model = self._model()
        usable = model is not None and model.facts is not None
        self.use.setEnabled(usable and self._can_use and self.chosen != self._in_use)
        self.export.setEnabled(usable)
        facts = Need.NOTHING if model is None else Need.SELECTION
        facts |= Need.NOTHING if self.chosen in self._fixed else Need.NAMED
        self.commands.enable(facts)
        for name, button in (("rename", self.rename), ("remove", self.remove)):
            button.setEnabled(self.commands.by_name[name].isEnabled())
        text = ""
        if model is not None and self.chosen in self._fixed:
            text = self.tr("This model describes a library: it can be neither renamed nor removed.")
        elif model is not None and not self._can_use:
            text = self.tr("Open a library to use a model for it.")
        self.about.setText(text)
        self.about.setVisible(bool(text))

    def _use(self) -> None:
        if self.use.isEnabled():
            self.useRequested.emit(self.chosen)

    def rename_chosen(self) -> None:
        self.renameRequested.emit(self.chosen)

    def remove_chosen(self) -> None:
        self.removeRequested.emit(self.chosen)


def _button(text: str) -> QPushButton:
    made = QPushButton(text)
    made.setAccessibleName(text)
    return made
