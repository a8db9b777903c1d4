"""What is to be done with the marked photos: trash, a folder, a hard link, shared blocks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from imgsim_desktop.review.journal import OPERATION_WORDS, Operation
from imgsim_desktop.ui.sentences import said
from imgsim_desktop.ui.widgets.elided_label import ElidedLabel

OPERATIONS = (Operation.TRASH, Operation.MOVE, Operation.HARD_LINK, Operation.REFLINK)


class ActionChoice(QWidget):
    """One of four; the trash unless the person wants something else."""

    changed = Signal()

    def __init__(
        self,
        roots: Sequence[Path] = (),
        ask_folder: Callable[[QWidget], str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """roots: folders of the library; what is moved into one would be found as copies again."""
        super().__init__(parent)
        self._roots = roots
        self._ask_folder = ask_folder or _ask_folder
        self.folder: Path | None = None
        self.combo = QComboBox()
        self.combo.setAccessibleName(self.tr("What to do with the marked photos"))
        for operation in OPERATIONS:
            self.combo.addItem(said(OPERATION_WORDS[operation].title))
        self.combo.currentIndexChanged.connect(self._chosen)
        label = QLabel(self.tr("What to do:"))
        label.setBuddy(self.combo)
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self.combo, 1)
        self._place = ElidedLabel()
        self.browse = QPushButton(QCoreApplication.translate("Welcome", "Choose a folder…"))
        self.browse.clicked.connect(self.choose_folder)
        self._folder_row = QWidget()
        folder_row = QHBoxLayout(self._folder_row)
        folder_row.setContentsMargins(0, 0, 0, 0)
        folder_row.addWidget(self._place, 1)
        folder_row.addWidget(self.browse)
        self._hint = QLabel()
        self._hint.setWordWrap(True)
        self._hint.setObjectName("faint")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        layout.addWidget(self._folder_row)
        layout.addWidget(self._hint)
        self._chosen()

    @property
    def operation(self) -> Operation:
        return OPERATIONS[self.combo.currentIndex()]

    @property
    def trouble(self) -> str:
        """Why this cannot be done as it is chosen now; empty if it can."""
        if self.operation is not Operation.MOVE:
            return ""
        if self.folder is None:
            return self.tr("Choose the folder the photos go to.")
        place = self.folder.resolve()
        if any(place.is_relative_to(root.resolve()) for root in self._roots):
            return self.tr(
                "This folder belongs to the library: the photos would be found as copies again "
                "there. Choose one outside."
            )
        return ""

    def choose(self, operation: Operation) -> None:
        self.combo.setCurrentIndex(OPERATIONS.index(operation))

    def choose_folder(self) -> None:
        name = self._ask_folder(self)
        if name:
            self.folder = Path(name)
            self._chosen()

    def _chosen(self) -> None:
        self._folder_row.setVisible(self.operation is Operation.MOVE)
        self._place.setText("" if self.folder is None else str(self.folder))
        self._hint.setText(self.trouble or said(OPERATION_WORDS[self.operation].meaning))
        self._hint.setVisible(bool(self._hint.text()))
        self.changed.emit()


def _ask_folder(parent: QWidget) -> str:
    title = QCoreApplication.translate("ActionChoice", "Where the photos go")
    return QFileDialog.getExistingDirectory(parent, title)
