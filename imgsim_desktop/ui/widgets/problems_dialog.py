"""Files that were not moved, each with its reason."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from imgsim_desktop.records import Outcome
from imgsim_desktop.ui.act_job import said_outcome
from imgsim_desktop.ui.texts import as_tip, said_name, said_path, said_photos
from imgsim_desktop.ui.widgets.dialog_size import resize_on_screen

_LISTED = 2000


class ProblemsDialog(QDialog):
    """What stayed and why."""

    def __init__(
        self, troubles: Sequence[Outcome], parent: QWidget | None = None, *, said: str = ""
    ) -> None:
        """said  what did not happen to how many; default: they were not moved"""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("problemsDialog")
        self.setWindowTitle(self.tr("What did not work") if said else self.tr("Not moved"))
        text = said or self.tr("Not moved: {photos}. Each is where it was, and still marked.")
        head = QLabel(text.format(photos=said_photos(len(troubles))))
        head.setWordWrap(True)
        table = QTableWidget(min(len(troubles), _LISTED), 3)
        table.setAccessibleName(self.tr("Files that were not moved"))
        table.setHorizontalHeaderLabels([self.tr("File"), self.tr("Why"), self.tr("Details")])
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.verticalHeader().hide()
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        why = QHeaderView.ResizeMode.ResizeToContents
        table.horizontalHeader().setSectionResizeMode(1, why)
        table.setWordWrap(False)
        table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        for row, outcome in enumerate(troubles[:_LISTED]):
            texts = (said_name(outcome.path), said_outcome(outcome.code), outcome.detail)
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(as_tip(said_path(outcome.path) if column == 0 else text))
                table.setItem(row, column, item)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 14)
        layout.addWidget(head)
        layout.addWidget(table, 1)
        layout.addWidget(buttons)
        resize_on_screen(self, QSize(720, 380))
