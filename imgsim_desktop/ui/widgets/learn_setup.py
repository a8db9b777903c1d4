"""What to learn, from which photos, for how long: the first page of "Learn from my photos"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from imgsim_desktop.records import Library
from imgsim_desktop.scan.models import FEWEST_TO_TUNE
from imgsim_desktop.ui.learning_words import recipe_title, recipe_use
from imgsim_desktop.ui.models.lesson_form import (
    DEFAULT_MINUTES,
    NEEDS_LABELS,
    RECIPES,
    TAKES_LABELS,
    LessonForm,
    free_name,
)
from imgsim_desktop.ui.texts import said_count, said_photos
from imgsim_desktop.ui.widgets.elided_label import ElidedLabel
from imgsim_desktop.ui.widgets.learn_options import LearnOptions
from imgsim_desktop.ui.widgets.number_fields import inset

_MOST_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A training that was stopped and can go on."""

    folder: Path
    name: str
    recipe: str


class LearnSetup(QWidget):
    """Says what it wants by signals; starts nothing itself."""

    startRequested = Signal(object)
    """LessonForm."""
    resumeRequested = Signal(object)
    """Unfinished."""
    discardRequested = Signal(object)
    """Unfinished."""
    modelsRequested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library: Library | None = None
        self._photos = 0
        """Of that library."""
        self._taken: tuple[str, ...] = ()
        self._folder: Path | None = None
        self._csv: Path | None = None
        self._named_by_hand = False
        self._unfinished = QVBoxLayout()
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        self._add_recipe(form)
        self._add_photos(form)
        self._add_labels(form)
        self._add_time(form)
        self.options = LearnOptions()
        self.more = QPushButton()
        self.more.setCheckable(True)
        self.more.toggled.connect(lambda _on: self._show_more())
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(20, 16, 20, 8)
        column.setSpacing(10)
        column.addLayout(self._unfinished)
        column.addLayout(form)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.options)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        scroll.setAccessibleName(self.tr("What to learn"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll, 1)
        layout.addLayout(self._buttons())
        self.options.hide()
        self._say_more()
        self._take_recipe()

    # building

    def _add_recipe(self, form: QFormLayout) -> None:
        self.recipe = QComboBox()
        for recipe in RECIPES:
            self.recipe.addItem(recipe_title(recipe), recipe)
        self.use = _faint()
        self.recipe.currentIndexChanged.connect(lambda _i: self._take_recipe())
        label = QLabel(self.tr("What to learn"))
        label.setBuddy(self.recipe)
        self.recipe.setAccessibleName(label.text())
        box = QVBoxLayout()
        box.setSpacing(6)
        box.addWidget(self.recipe, 0, Qt.AlignmentFlag.AlignLeft)
        box.addWidget(self.use)
        form.addRow(label, box)

    def _add_photos(self, form: QFormLayout) -> None:
        self.from_library = QRadioButton()
        self.from_folder = QRadioButton(self.tr("A folder:"))
        self.from_folder.setAccessibleName(self.tr("Photos of a folder"))
        group = QButtonGroup(self)
        group.addButton(self.from_library)
        group.addButton(self.from_folder)
        self.folder = ElidedLabel()
        self.choose = QPushButton(self.tr("Choose…"))
        self.choose.setAccessibleName(self.tr("Choose a folder of photos"))
        self.choose.clicked.connect(self._choose_folder)
        row = QHBoxLayout()
        row.addWidget(self.from_folder)
        row.addWidget(self.folder, 1)
        row.addWidget(self.choose)
        box = QVBoxLayout()
        box.setSpacing(4)
        box.addWidget(self.from_library)
        box.addLayout(row)
        form.addRow(QLabel(self.tr("Learn from")), box)
        self.from_folder.toggled.connect(lambda _on: self._say_state())

    def _add_labels(self, form: QFormLayout) -> None:
        self.labels = QComboBox()
        for key, text in (
            ("none", self.tr("None")),
            ("folders", self.tr("The name of the folder a photo lies in")),
            ("csv", self.tr("A CSV file with the lines file,label…")),
        ):
            self.labels.addItem(text, key)
        self.labels.currentIndexChanged.connect(lambda _i: self._say_state())
        self.choose_csv = QPushButton(self.tr("Choose…"))
        self.choose_csv.setAccessibleName(self.tr("Choose a CSV file of labels"))
        self.choose_csv.clicked.connect(self._choose_csv)
        self.csv = ElidedLabel()
        row = QHBoxLayout()
        row.addWidget(self.labels)
        row.addStretch(0)
        row.addWidget(self.csv, 1)
        row.addWidget(self.choose_csv)
        self._labels_label = QLabel(self.tr("Labels"))
        self._labels_label.setBuddy(self.labels)
        self.labels.setAccessibleName(self.tr("Labels"))
        form.addRow(self._labels_label, row)

    def _add_time(self, form: QFormLayout) -> None:
        self.minutes = inset(QSpinBox())
        self.minutes.setRange(1, _MOST_MINUTES)
        self.minutes.setSuffix(self.tr(" min"))
        self._row(form, self.tr("Time limit"), self.minutes)
        self.name = QLineEdit()
        self.name.setMaxLength(48)
        self.name.textEdited.connect(self._take_name)
        self._row(form, self.tr("Name of the model"), self.name)

    def _buttons(self) -> QHBoxLayout:
        self.trouble = _faint()
        self.models = QPushButton(self.tr("Trained models…"))
        self.models.setAccessibleName(self.tr("Show the trained models"))
        self.models.clicked.connect(self.modelsRequested)
        self.start = QPushButton(self.tr("Start learning"))
        self.start.setAccessibleName(self.tr("Start learning"))
        self.start.setProperty("primary", True)  # noqa: FBT003 - Qt
        self.start.setDefault(True)
        self.start.clicked.connect(lambda: self.startRequested.emit(self.form()))
        row = QHBoxLayout()
        row.setContentsMargins(20, 8, 20, 16)
        row.addWidget(self.models)
        row.addWidget(self.trouble, 1)
        row.addWidget(self.start)
        return row

    def _row(self, form: QFormLayout, text: str, field: QWidget) -> None:
        label = QLabel(text)
        label.setBuddy(field)
        field.setAccessibleName(text)
        form.addRow(label, field)

    # what is known

    def set_library(self, library: Library | None, photos: int) -> None:
        """The library that is open, and how many photos it has."""
        self._library, self._photos = library, photos
        self.from_library.setEnabled(library is not None)
        text = self.tr("No library is open")
        if library is not None:
            says = self.tr("This library: {name}, {photos}")
            text = says.format(name=library.name, photos=said_photos(photos))
        self.from_library.setText(text)
        self.from_library.setAccessibleName(text)
        (self.from_folder if library is None else self.from_library).setChecked(True)
        self._propose_name()
        self._say_state()

    def set_taken(self, names: Sequence[str]) -> None:
        """Names of the models there are: a new one gets another."""
        self._taken = tuple(names)
        self._propose_name()

    def set_unfinished(self, trainings: Sequence[Unfinished]) -> None:
        """Trainings that were stopped, each with a line to go on or throw it away."""
        while self._unfinished.count():
            item = self._unfinished.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        for training in trainings:
            self._unfinished.addWidget(self._unfinished_line(training))

    def _unfinished_line(self, training: Unfinished) -> QWidget:
        line = QFrame()
        line.setObjectName("unfinished")
        says = self.tr("“{name}” ({recipe}) was stopped and can go on.")
        text = QLabel(says.format(name=training.name, recipe=recipe_title(training.recipe)))
        text.setWordWrap(True)
        go_on = QPushButton(self.tr("Go on learning"))
        go_on.setAccessibleName(self.tr("Go on with {name}").format(name=training.name))
        go_on.clicked.connect(lambda: self.resumeRequested.emit(training))
        drop = QPushButton(self.tr("Throw away"))
        drop.setAccessibleName(self.tr("Throw {name} away").format(name=training.name))
        drop.clicked.connect(lambda: self.discardRequested.emit(training))
        row = QHBoxLayout(line)
        row.setContentsMargins(12, 6, 6, 6)
        row.addWidget(text, 1)
        row.addWidget(go_on)
        row.addWidget(drop)
        return line

    # what was chosen

    def form(self) -> LessonForm:
        """Everything as it is filled in now."""
        recipe = self.recipe.currentData()
        return LessonForm(
            recipe=recipe,
            sources=self._sources(),
            name=free_name(self.name.text(), self._taken),
            minutes=float(self.minutes.value()),
            labels=self._labels(),
            batch=self.options.batch(),
            learning_rate=self.options.learning_rate(),
            limit=self.options.limit(),
            seed=self.options.seed(),
            options=self.options.changed(),
        )

    def choose_folder(self, folder: Path) -> None:
        """Learn from this folder."""
        self._folder = folder
        self.folder.setText(str(folder))
        self.from_folder.setChecked(True)
        self._propose_name()
        self._say_state()

    def choose_labels(self, csv: Path) -> None:
        """Learn from the labels in this file."""
        self._csv = csv
        self.csv.setText(str(csv))
        self.labels.setCurrentIndex(self.labels.findData("csv"))
        self._say_state()

    def _sources(self) -> tuple[Path, ...]:
        if self.from_library.isChecked() and self._library is not None:
            return self._library.folders
        return () if self._folder is None else (self._folder,)

    def _labels(self) -> str:
        key: str = self.labels.currentData()
        if self.recipe.currentData() not in TAKES_LABELS:
            return "none"
        return str(self._csv) if key == "csv" and self._csv is not None else key

    def _take_recipe(self) -> None:
        recipe = self.recipe.currentData()
        self.use.setText(recipe_use(recipe))
        self.use.setAccessibleName(recipe_use(recipe))
        self.minutes.setValue(DEFAULT_MINUTES[recipe])
        self.minutes.setMaximum(10 if recipe == "head" else _MOST_MINUTES)
        takes = recipe in TAKES_LABELS
        for widget in (self._labels_label, self.labels, self.csv, self.choose_csv):
            widget.setVisible(takes)
        if recipe in NEEDS_LABELS and self.labels.currentData() == "none":
            self.labels.setCurrentIndex(self.labels.findData("folders"))
        self.options.show_recipe(recipe)
        self._propose_name()
        self._say_state()

    def _take_name(self) -> None:
        self._named_by_hand = bool(self.name.text())

    def _propose_name(self) -> None:
        if self._named_by_hand:
            return
        if self.from_library.isChecked() and self._library is not None:
            start = self._library.name
        else:
            start = "photos" if self._folder is None else self._folder.name
        wish = f"{start} {self.recipe.currentData()}"
        self.name.setText(free_name(wish, self._taken))

    def _choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Choose a folder of photos"))
        if name:
            self.choose_folder(Path(name))

    def _choose_csv(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, self.tr("Choose a CSV file of labels"), "", self.tr("CSV files (*.csv *.txt)")
        )
        if name:
            self.choose_labels(Path(name))

    def _say_state(self) -> None:
        """What is still missing, beside the button that waits for it."""
        missing = ""
        wants_csv = self.labels.currentData() == "csv"
        takes = self.recipe.currentData() in TAKES_LABELS
        self.csv.setVisible(takes and wants_csv)
        self.choose_csv.setVisible(takes and wants_csv)
        if not self._sources():
            missing = self.tr("Choose photos first.")
        elif self._has_too_few():
            missing = self.tr(
                "{needed} photos are needed to tune the network; here are {n}."
            ).format(needed=said_count(FEWEST_TO_TUNE), n=said_count(self._photos))
        elif takes and wants_csv and self._csv is None:
            missing = self.tr("Choose the CSV file first.")
        elif self.recipe.currentData() in NEEDS_LABELS and self.labels.currentData() == "none":
            missing = self.tr("This recipe learns from labels: choose folders or a CSV file.")
        self.trouble.setText(missing)
        self.start.setEnabled(not missing)

    def _has_too_few(self) -> bool:
        """Of the library that is open: what lies in a folder is only known when it is read."""
        is_library = self.from_library.isChecked() and self._library is not None
        is_tuning = self.recipe.currentData() == "head"
        return is_library and is_tuning and self._photos < FEWEST_TO_TUNE

    def _show_more(self) -> None:
        self.options.setVisible(self.more.isChecked())
        self._say_more()

    def _say_more(self) -> None:
        text = self.tr("Fewer settings") if self.more.isChecked() else self.tr("More settings")
        self.more.setText(text)
        self.more.setAccessibleName(text)


def _faint() -> QLabel:
    label = QLabel()
    label.setObjectName("faint")
    label.setWordWrap(True)
    policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    label.setSizePolicy(policy)
    return label
